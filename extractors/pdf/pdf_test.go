package pdf

import (
	"context"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

type sink struct {
	t     *testing.T
	pages []string
}

func (s *sink) Fact(evidence.Fact) error { return nil }
func (s *sink) Child(_ context.Context, n evidence.ChildName, r io.Reader) error {
	c, err := png.DecodeConfig(r)
	require.NoError(s.t, err)
	require.Equal(s.t, renderSide, max(c.Width, c.Height))
	s.pages = append(s.pages, n.Name+" "+string(n.Origin))
	return nil
}
func (s *sink) Problem(evidence.ProblemKind, string, string) {}
func (s *sink) Warn(string)                                  {}

const blank = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func TestHugePageWithoutTextIsRenderedSmall(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(file, []byte(blank), 0o600))
	s := &sink{t: t}
	require.NoError(t, extract(context.Background(), evidence.Input{File: file, Temp: t.TempDir()}, s))
	require.Equal(t, []string{"page 1 rendered"}, s.pages)
}

func TestCorrupt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(file, []byte("%PDF-1.4 nothing"), 0o600))
	require.ErrorIs(t, extract(context.Background(), evidence.Input{File: file, Temp: t.TempDir()}, &sink{t: t}), evidence.ErrCorrupt)
}
