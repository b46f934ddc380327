package ocr

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/extractors/ocr/grey"
)

// Whatever the build, the program must read what the library reads, line by line and
// many lines in one go.
func TestProgramReadsTheSame(t *testing.T) {
	name, version := programVersion()
	info := look("")
	if name == "" || len(info.Installed) == 0 {
		t.Fatal("no tesseract program; make install installs it")
	}
	assert.Regexp(t, `^\d+\.\d+`, version)
	plain := &program{dataDir: info.DataDir, temp: t.TempDir()}
	for name, e := range map[string]engine{"line by line": plain, "in one go": newBatching(plain)} {
		t.Run(name, func(t *testing.T) {
			r, err := newRecogniser(e, []string{"eng", "jpn"}, nil)
			require.NoError(t, err)
			library := open(t, "eng", "jpn")
			for _, p := range []string{"latin.png", "japanese.png"} {
				want, err := library.Recognise(context.Background(), picture(t, p))
				require.NoError(t, err)
				got, err := r.Recognise(context.Background(), picture(t, p))
				require.NoError(t, err)
				require.Len(t, got.Words, len(want.Words))
				for i, w := range want.Words {
					// The program writes confidences with six decimals.
					assert.InDelta(t, w.Confidence, got.Words[i].Confidence, 1e-5)
					got.Words[i].Confidence = w.Confidence
				}
				assert.Equal(t, want.Words, got.Words)
			}
			assert.Equal(t, latin(), texts(t, r, picture(t, "latin.png")))
			require.NoError(t, r.Close())
		})
	}
}

// counted counts how often the program is started.
type counted struct {
	program
	starts int
}

func (c *counted) read(ctx context.Context, p *grey.Picture, lang string, mode pageMode) ([]word, error) {
	c.starts++
	return c.program.read(ctx, p, lang, mode)
}

func (c *counted) readAll(ctx context.Context, strips []*grey.Picture, lang string) ([][]word, error) {
	c.starts++
	return c.program.readAll(ctx, strips, lang)
}

func TestLinesShareAProcess(t *testing.T) {
	c := &counted{program: program{dataDir: look("").DataDir, temp: t.TempDir()}}
	r, err := newRecogniser(newBatching(c), []string{"eng"}, nil)
	require.NoError(t, err)
	assert.Equal(t, latin(), texts(t, r, picture(t, "latin.png")))
	assert.Equal(t, 1, c.starts)
	assert.Equal(t, latin(), texts(t, r, picture(t, "latin.png")))
	assert.Equal(t, 1, c.starts, "equal lines are known")
}
