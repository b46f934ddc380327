package archive

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// `7z a -tzip -mm=METHOD` over 200 lines "plain words"; two are encrypted with "secret".
func TestZipMethods(t *testing.T) {
	needs7z(t)
	want := []string{"many.txt=" + strings.Repeat("plain words\n", 200)}
	for _, file := range []string{"m_bzip2.zip", "m_lzma.zip", "m_xz.zip", "m_ppmd.zip", "m_deflate64.zip", "m_aesppmd.zip", "m_cryptodeflate64.zip"} {
		s, err := open(t, file, sample(t, file), "zip", "wrong", "secret")
		require.NoError(t, err, file)
		assert.Equal(t, want, contents(s), file)

		bad := bytes.Clone(sample(t, file))
		bad[60] ^= 0x20 // in the compressed bytes
		s, err = open(t, file, bad, "zip", "secret")
		require.NoError(t, err, file)
		require.Len(t, s.Kinds(), 1, file)
		assert.Contains(t, []evidence.ProblemKind{evidence.ProblemCorrupt, evidence.ProblemEncrypted}, s.Kinds()[0], file)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(93, zstd.ZipCompressor())
	f, err := w.CreateHeader(&zip.FileHeader{Name: "many.txt", Method: 93})
	require.NoError(t, err)
	_, err = f.Write([]byte(want[0][len("many.txt="):]))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	s, err := open(t, "z.zip", b.Bytes(), "zip")
	require.NoError(t, err)
	assert.Equal(t, want, contents(s))
}

func TestZipMethodWithoutItsProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	s, err := open(t, "a.zip", sample(t, "m_ppmd.zip"), "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"many.txt= (tool-missing)"}, contents(s))
	assert.Equal(t, "compression method 98 (PPMd): tool missing: 7z is not installed (Debian package p7zip-full)", s.Children[0].Name.Problem.Detail)
}
