package ocr

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the build, the program must read what the library reads.
func TestProgramReadsTheSame(t *testing.T) {
	name, version := programVersion()
	info := look("")
	if name == "" || len(info.Installed) == 0 {
		t.Fatal("no tesseract program; make install installs it")
	}
	assert.Regexp(t, `^\d+\.\d+`, version)
	r, err := newRecogniser(&program{dataDir: info.DataDir, temp: t.TempDir()}, []string{"eng"}, nil)
	require.NoError(t, err)
	assert.Equal(t, latin(), texts(t, r, picture(t, "latin.png")))
	require.NoError(t, r.Close())
}
