package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"evscan/extractors/extracttest"
)

// fuzzFormats reads arbitrary bytes with the formats named, starting from the
// samples that match pattern. Whatever they hold, every child has bytes or a
// problem, and names and facts are valid.
func fuzzFormats(f *testing.F, pattern []string, ids ...string) {
	for _, p := range pattern {
		files, err := filepath.Glob("testdata/" + p)
		require.NoError(f, err)
		require.NotEmpty(f, files, p)
		for _, file := range files {
			f.Add(sample(f, filepath.Base(file)))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			if !slices.Contains(ids, format.ID) {
				continue
			}
			format.Match(extracttest.Probe("a", data))
			in := extracttest.Memory("a", data)
			in.Passwords = []string{"secret"}
			in.Limits.ItemBytes = 1 << 20
			in.Limits.Items = 1000
			s := &extracttest.Sink{MaxChildren: 100}
			err := format.Extract(context.Background(), in, s)
			s.Check(t)
			if err == nil && len(s.Children) == 0 && len(s.Problems) == 0 && len(data) > 0 && format.ID == "cpio" {
				_, ok := readCpio(in.At, 0, in.Size)
				require.True(t, ok, "nothing came out and nobody said why")
			}
		}
	})
}

func FuzzXZ(f *testing.F)   { fuzzFormats(f, []string{"*.xz"}, "xz") }
func FuzzLZ4(f *testing.F)  { fuzzFormats(f, []string{"*.lz4"}, "lz4") }
func FuzzLZMA(f *testing.F) { fuzzFormats(f, []string{"*.lzma"}, "lzma") }
func FuzzZ(f *testing.F)    { fuzzFormats(f, []string{"plain.txt.Z"}, "Z") }
func FuzzAr(f *testing.F)   { fuzzFormats(f, []string{"*.ar", "*.deb"}, "ar", "deb") }
func FuzzCpio(f *testing.F) { fuzzFormats(f, []string{"*.cpio"}, "cpio") }

func FuzzTar(f *testing.F) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range []string{"a", "b"} {
		require.NoError(f, w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: 5, PAXRecords: map[string]string{"EVSCAN.note": name}}))
		_, err := w.Write([]byte("words"))
		require.NoError(f, err)
	}
	require.NoError(f, w.Close())
	f.Add(b.Bytes())
	f.Add(append(bytes.Clone(b.Bytes()), b.Bytes()...))
	f.Add(b.Bytes()[512:])
	fuzzFormats(f, nil, "tar")
}
