package archive

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The samples were made by 7z 26.02: `7z a`, with -ms=on, -m0=METHOD, -psecret,
// -mx=0 (stored), -mhe=on (sealed), -snl (link), -v1k (split).
func TestSevenZip(t *testing.T) {
	one := []string{"plain.txt=plain words"}
	two := []string{"plain.txt=plain words", "sub/会議の記録.txt=more words"}
	for _, c := range []struct {
		file string
		want []string
	}{
		{"solid.7z", []string{"empty.txt=", "plain.txt=plain words", "sub/会議の記録.txt=more words"}},
		{"lzma.7z", one}, {"ppmd.7z", one}, {"bzip2.7z", one}, {"deflate.7z", one}, {"copy.7z", one}, {"riscv.7z", one},
		{"aes.7z", two}, {"aescopy.7z", two}, {"sealed.7z", two},
		{"link.7z", []string{"link= (unsupported)"}},
	} {
		s, err := open(t, c.file, sample(t, c.file), "7z", "wrong", "secret")
		require.NoError(t, err, c.file)
		assert.ElementsMatch(t, c.want, contents(s), c.file)
		assert.Empty(t, s.Warnings, c.file)
	}
	s, err := open(t, "link.7z", sample(t, "link.7z"), "7z")
	require.NoError(t, err)
	assert.Equal(t, `a symbolic link to "/etc/passwd"; links are not followed`, s.Children[0].Name.Problem.Detail)
}

func TestSevenZipStaysClosed(t *testing.T) {
	for _, file := range []string{"aes.7z", "aescopy.7z"} {
		for _, c := range []struct {
			passwords []string
			detail    string
		}{
			{nil, "encrypted with AES-256 (11 bytes claimed); no password was given"},
			{[]string{"wrong"}, "encrypted with AES-256 (11 bytes claimed); the one password given does not open it, or its bytes are damaged"},
			{[]string{"wrong", "Secret"}, "encrypted with AES-256 (11 bytes claimed); none of 2 passwords opened it, or its bytes are damaged"},
		} {
			s, err := open(t, file, sample(t, file), "7z", c.passwords...)
			require.NoError(t, err)
			require.Equal(t, []string{"plain.txt= (encrypted)", "sub/会議の記録.txt= (encrypted)"}, contents(s), file)
			assert.Equal(t, c.detail, s.Children[0].Name.Problem.Detail)
			assert.Equal(t, int64(11), s.Children[0].Name.Size)
		}
	}
	_, err := open(t, "sealed.7z", sample(t, "sealed.7z"), "7z", "wrong")
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Equal(t, "encrypted with AES-256, the names too; the one password given does not open it", err.Error())

	s, err := open(t, "mixed.7z", sample(t, "mixed.7z"), "7z", "secret")
	require.NoError(t, err)
	assert.Equal(t, []string{"plain.txt= (encrypted)", "sub/会議の記録.txt=more words"}, contents(s))
	s, err = open(t, "mixed.7z", sample(t, "mixed.7z"), "7z", "secret", "secret2")
	require.NoError(t, err)
	assert.Equal(t, []string{"plain.txt=plain words", "sub/会議の記録.txt=more words"}, contents(s))
}

func TestSevenZipDamagedIsNotEncrypted(t *testing.T) {
	data := sample(t, "lzma.7z")
	bad := bytes.Clone(data)
	bad[36] ^= 0xff // in the compressed bytes
	s, err := open(t, "a.7z", bad, "7z", "secret")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())

	for name, change := range map[string]func([]byte) []byte{
		"cut":                   func(b []byte) []byte { return b[:len(b)-10] },
		"cut in the header":     func(b []byte) []byte { return b[:20] },
		"a header that lies":    func(b []byte) []byte { b[12] ^= 1; return b },
		"a directory that lies": func(b []byte) []byte { b[len(b)-3] ^= 1; return b },
		"encrypted directory cut": func([]byte) []byte {
			b := sample(t, "sealed.7z")
			return b[:len(b)-4]
		},
	} {
		_, err := open(t, "a.7z", change(bytes.Clone(data)), "7z", "secret")
		require.ErrorIs(t, err, evidence.ErrCorrupt, name)
		require.NotErrorIs(t, err, evidence.ErrEncrypted, name)
	}
	s, err = open(t, "a.7z", append(bytes.Clone(data), "tail"...), "7z")
	require.NoError(t, err)
	assert.Equal(t, []string{"plain.txt=plain words", "data after the archive=tail"}, contents(s))
	assert.Equal(t, []string{"4 bytes of other data after the archive"}, s.Warnings)
}

func TestSevenZipVolume(t *testing.T) {
	_, err := open(t, "split.7z.001", sample(t, "split.7z.001"), "7z")
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	assert.Contains(t, err.Error(), "the volumes from .002 on are missing")
}

func TestSevenZipStopsWithTheSink(t *testing.T) {
	data := sample(t, "solid.7z")
	s := &extracttest.Sink{MaxChildren: 1}
	require.ErrorIs(t, sevenZipFormat().Extract(t.Context(), extracttest.Input(t, "a.7z", data), s), extracttest.ErrFull)
}

func FuzzSevenZip(f *testing.F) { fuzzFormats(f, []string{"*.7z", "*.7z.001"}, "7z") }
