package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func zipOf(t testing.TB, raw string, flags uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: raw, NonUTF8: true, Method: zip.Deflate, Flags: flags})
	require.NoError(t, err)
	_, err = f.Write([]byte("hello hello hello"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestZipDecodesNamesBeforeBackslashes(t *testing.T) {
	// 表示.txt in Shift_JIS: the second byte of 表 is a backslash.
	raw := "\x95\x5c\x8e\xa6.txt"
	s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "zip"), "a.zip", zipOf(t, raw, 0))
	require.NoError(t, err)
	require.Len(t, s.Children, 1)
	assert.Equal(t, "表示.txt", s.Children[0].Name.Name)
	assert.Equal(t, []byte(raw), s.Children[0].Name.Raw)
	assert.Equal(t, "hello hello hello", string(s.Children[0].Data))
	assert.Empty(t, s.Kinds())
}

func TestZipWithoutDirectoryIsSalvaged(t *testing.T) {
	data := zipOf(t, "a.txt", 0)
	cut := bytes.Index(data, []byte("PK\x01\x02"))
	s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "zip"), "a.zip", data[:cut])
	require.NoError(t, err)
	require.Len(t, s.Children, 1)
	assert.Equal(t, "hello hello hello", string(s.Children[0].Data))
	assert.Equal(t, evidence.ProblemCorrupt, s.Problems[0].Kind)
}

func TestZipPasswords(t *testing.T) {
	// Made by 7z a -psecret -mem=ZipCrypto, AES128, AES256; the content is "plain words".
	for _, name := range []string{"zipcrypto.zip", "aes128.zip", "aes256.zip"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		f := extracttest.Find(t, Formats(), "zip")
		for _, passwords := range [][]string{{"wrong", "secret"}, {"wrong"}, nil} {
			in := extracttest.Input(t, name, data)
			in.Passwords = passwords
			s := &extracttest.Sink{}
			require.NoError(t, f.Extract(context.Background(), in, s))
			require.Len(t, s.Children, 1, name)
			assert.Equal(t, "plain.txt", s.Children[0].Name.Name)
			if len(passwords) == 2 {
				assert.Equal(t, "plain words", string(s.Children[0].Data), name)
				assert.Empty(t, s.Kinds())
				continue
			}
			assert.Equal(t, []evidence.ProblemKind{evidence.ProblemEncrypted}, s.Kinds(), name)
			assert.Equal(t, int64(11), s.Children[0].Name.Size)
		}
	}
}

func TestGzipHoldsATar(t *testing.T) {
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	tw := tar.NewWriter(gz)
	require.NoError(t, tw.WriteHeader(&tar.Header{Name: "a.txt", Size: 2, Mode: 0o600}))
	_, err := tw.Write([]byte("hi"))
	require.NoError(t, err)
	require.NoError(t, tw.WriteHeader(&tar.Header{Name: "l", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}))
	require.NoError(t, tw.Close())
	require.NoError(t, gz.Close())
	s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "gz"), "x.tgz", b.Bytes())
	require.NoError(t, err)
	require.Equal(t, []string{"x.tar"}, s.Names())
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x.tar", s.Children[0].Data))
	require.Equal(t, "tar", typ.Format)
	s, err = extracttest.Run(t, *f, "x.tar", s.Children[0].Data)
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt", "l"}, s.Names())
	assert.Equal(t, "hi", string(s.Children[0].Data))
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds())
}

func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, "a.txt", 0))
	for _, name := range []string{"zipcrypto.zip", "aes128.zip", "aes256.zip"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range zipFormats() {
			in := extracttest.Memory("a", data)
			in.Passwords = []string{"secret"}
			in.Limits.ItemBytes = 1 << 20
			s := &extracttest.Sink{MaxChildren: 100}
			_ = format.Extract(context.Background(), in, s)
			s.Check(t)
		}
	})
}
