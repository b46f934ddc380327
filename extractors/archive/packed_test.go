package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return data
}

// open identifies data among the archive formats and reads it.
func open(t *testing.T, name string, data []byte, want string, passwords ...string) (*extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	require.Equal(t, want, typ.Format, name)
	in := extracttest.Input(t, name, data)
	in.Passwords = passwords
	s := &extracttest.Sink{}
	err := f.Extract(t.Context(), in, s)
	s.Check(t)
	return s, err
}

// contents lists "name=content" of the children, with the kind of its problem
// where a child has one.
func contents(s *extracttest.Sink) []string {
	var out []string
	for _, c := range s.Children {
		line := c.Name.Name + "=" + string(c.Data)
		if c.Name.Problem.Kind != "" {
			line += " (" + string(c.Name.Problem.Kind) + ")"
		}
		out = append(out, line)
	}
	return out
}

// The samples were made by bzip2, zstd, xz, lz4 and compress of Debian 12 from the
// file plain.txt, which holds "plain words".
func TestPackedFiles(t *testing.T) {
	for _, c := range []struct{ file, format, child, content string }{
		{"plain.txt.bz2", "bz2", "plain.txt", "plain words"},
		{"plain.txt.zst", "zst", "plain.txt", "plain words"},
		{"plain.txt.xz", "xz", "plain.txt", "plain words"},
		{"two.xz", "xz", "two", "plain wordsmore words"},
		{"plain.txt.lz4", "lz4", "plain.txt", "plain words"},
		{"legacy.lz4", "lz4", "legacy", "plain words"},
		{"frames.lz4", "lz4", "frames", "plain wordsmore words"},
		{"plain.txt.lzma", "lzma", "plain.txt", "plain words"},
		{"plain.txt.Z", "Z", "plain.txt", "plain words"},
	} {
		s, err := open(t, c.file, sample(t, c.file), c.format)
		require.NoError(t, err, c.file)
		assert.Equal(t, []string{c.child + "=" + c.content}, contents(s), c.file)
		assert.Empty(t, s.Kinds(), c.file)
	}
}

func TestPackedFilesCutAndDamaged(t *testing.T) {
	for _, file := range []string{"plain.txt.bz2", "plain.txt.zst", "plain.txt.xz", "plain.txt.lz4", "plain.txt.lzma", "seq12.Z"} {
		data := sample(t, file)
		cut := data[:len(data)*2/3]
		_, f := evidence.Identify(Formats(), extracttest.Probe(file, data))
		s, err := extracttest.Run(t, *f, file, cut)
		require.NoError(t, err, file)
		require.Len(t, s.Children, 1, file)
		if file == "seq12.Z" { // a stream of LZW has neither an end mark nor a length
			assert.Empty(t, s.Kinds())
			assert.True(t, strings.HasPrefix(string(s.Children[0].Data), "1\n2\n3\n"))
			continue
		}
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds(), file)
		if file == "plain.txt.lzma" { // no check sum
			continue
		}
		damaged := bytes.Clone(data)
		damaged[len(damaged)*2/3] ^= 0x55
		s, err = extracttest.Run(t, *f, file, damaged)
		require.NoError(t, err, file)
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds(), file)
	}
}

func TestCompress(t *testing.T) {
	// `seq 1 5000`; with 10 bits the table is full early and emptied again.
	for _, file := range []string{"seq10.Z", "seq12.Z", "seq16.Z"} {
		s, err := open(t, file, sample(t, file), "Z")
		require.NoError(t, err)
		sum := sha256.Sum256(s.Children[0].Data)
		assert.Equal(t, "23f90f8b2c3a4b5f3b5e156339994afd5c2718b378aca6f0e17111f80a70d4ec", hex.EncodeToString(sum[:]), file)
	}
	s, err := open(t, "a.z", []byte("\x1f\x9d\x90\xff\xff\xff"), "Z")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
}

func TestLZMAHeaders(t *testing.T) {
	good := sample(t, "plain.txt.lzma")
	for name, change := range map[string]func([]byte){
		"dictionary of an odd size":  func(b []byte) { b[1] = 7 },
		"size of 2^40":               func(b []byte) { b[5+5] = 1 },
		"properties out of range":    func(b []byte) { b[0] = 225 },
		"range coder begins with 1":  func(b []byte) { b[13] = 1 },
		"dictionary of two far bits": func(b []byte) { copy(b[1:], "\x00\x10\x00\x01") },
	} {
		data := bytes.Clone(good)
		if name == "size of 2^40" {
			copy(data[5:], "\x00\x00\x00\x00\x00\x00\x00\x00")
		}
		change(data)
		typ, _ := evidence.Identify(Formats(), extracttest.Probe("a", data))
		assert.Equal(t, "unknown", typ.Format, name)
	}
	data := bytes.Clone(good)
	copy(data[1:], "\x00\x00\x00\x10") // 256 MiB
	_, err := open(t, "a.lzma", data, "lzma")
	require.ErrorIs(t, err, evidence.ErrLimit)
}

// `ar`, `bsdtar --format=arbsd` and `cpio -H` of Debian 12.
func TestPlainArchives(t *testing.T) {
	long := "a_name_longer_than_sixteen_bytes.txt=x"
	tree := []string{"plain.txt=plain words", "sub/会議の記録.txt=more words", "link= (unsupported)"}
	for _, c := range []struct {
		file, format string
		want         []string
	}{
		{"gnu.ar", "ar", []string{"plain.txt=plain words", long}},
		{"bsd.ar", "ar", []string{"plain.txt=plain words", long}},
		{"newc.cpio", "cpio", tree},
		{"odc.cpio", "cpio", tree},
		{"bin.cpio", "cpio", tree},
		{"crc.cpio", "cpio", tree},
	} {
		s, err := open(t, c.file, sample(t, c.file), c.format)
		require.NoError(t, err, c.file)
		assert.Equal(t, c.want, contents(s), c.file)
		assert.Empty(t, s.Warnings, c.file)
		if c.format == "cpio" {
			assert.Equal(t, `a symbolic link to "/etc/passwd"; links are not followed`, s.Children[2].Name.Problem.Detail)
		}
	}
	s, err := open(t, "small.deb", sample(t, "small.deb"), "deb")
	require.NoError(t, err)
	assert.Equal(t, []string{"debian-binary", "data.tar.xz"}, s.Names())
	assert.Equal(t, "2.0\n", string(s.Children[0].Data))
}

func TestPlainArchivesCutAndDamaged(t *testing.T) {
	newc := sample(t, "newc.cpio")
	for _, c := range []struct {
		name, format string
		data         []byte
		want         []string
	}{
		{"cut in the first file", "cpio", newc[:125], []string{"plain.txt=plain (corrupt)"}},
		{"cut in the second header", "cpio", newc[:140], []string{"plain.txt=plain words"}},
		{"second header destroyed", "cpio", append(bytes.Clone(newc[:132]), bytes.Repeat([]byte{'?'}, 400)...), []string{"plain.txt=plain words"}},
		{"cut in the second header", "ar", sample(t, "bsd.ar")[:8+60+12+30], []string{"plain.txt=plain words"}},
		{"cut in the first file", "ar", sample(t, "bsd.ar")[:8+60+5], []string{"plain.txt=plain (corrupt)"}},
		{"size that is no number", "ar", []byte("!<arch>\na/              0           0     0     644     -1        `\n"), nil},
	} {
		s, err := open(t, "a", c.data, c.format)
		if !strings.Contains(c.name, "first file") {
			require.ErrorIs(t, err, evidence.ErrCorrupt, c.name)
		}
		assert.Equal(t, c.want, contents(s), c.name)
	}
	sum := sample(t, "crc.cpio")
	copy(sum[bytes.Index(sum, []byte("plain words")):], "Plain")
	s, err := open(t, "a", sum, "cpio")
	require.NoError(t, err)
	assert.Equal(t, `corrupt: the bytes add up to 00000443, the archive claims 00000463`, s.Children[0].Name.Problem.Detail)
}

func TestCancelledAndFull(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, file := range []string{"plain.txt.bz2", "plain.txt.zst", "plain.txt.xz", "plain.txt.lz4", "plain.txt.lzma", "plain.txt.Z", "gnu.ar", "newc.cpio", "aes256.zip", "solid.7z", "sealed.7z"} {
		data := sample(t, file)
		_, f := evidence.Identify(Formats(), extracttest.Probe(file, data))
		require.ErrorIs(t, f.Extract(ctx, extracttest.Input(t, file, data), &extracttest.Sink{}), context.Canceled, file)
	}
	for _, file := range []string{"gnu.ar", "newc.cpio"} {
		data := sample(t, file)
		_, f := evidence.Identify(Formats(), extracttest.Probe(file, data))
		s := &extracttest.Sink{MaxChildren: 1}
		require.ErrorIs(t, f.Extract(t.Context(), extracttest.Input(t, file, data), s), extracttest.ErrFull, file)
		assert.Len(t, s.Children, 1)
	}
}
