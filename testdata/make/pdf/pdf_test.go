package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func run(t *testing.T, input []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	require.Empty(t, stderr.String())
	return string(out)
}

func TestTextComesBack(t *testing.T) {
	p := &Page{}
	p.CenterText(297, 60, 20, "御見積書")
	p.Text(50, 100, 12, "髙橋商事株式会社 御中 (No. 7) ㈱")
	p.Text(50, 130, 12, `Plain (text) \ here`)
	p.Line(50, 140, 500, 140, 1)
	data, err := Document{Info: []Entry{{"Title", "見積"}, {"Author", "A"}, {"Producer", ""}}, Created: time.Date(2021, 2, 3, 4, 5, 6, 0, time.FixedZone("", 9*3600)),
		Pages: []*Page{p, {W: 842, H: 595}}, Attachments: []Attachment{{"添付.txt", []byte("x")}}}.Bytes()
	require.NoError(t, err)
	assert.Equal(t, "御見積書\n髙橋商事株式会社 御中 (No. 7) ㈱\nPlain (text) \\ here\n\n\f\f", run(t, data, "pdftotext", "-", "-"))
	assert.Equal(t, "見積\nA\n2021:02:03 04:05:06+09:00\n2\n1.6\n", run(t, data, "exiftool", "-S", "-s", "-Title", "-Author", "-CreateDate", "-PageCount", "-PDFVersion", "-"))
	file := filepath.Join(t.TempDir(), "f.pdf")
	require.NoError(t, os.WriteFile(file, data, 0o600))
	assert.Contains(t, run(t, nil, "pdfdetach", "-list", file), "1: 添付.txt")
}

func TestWidth(t *testing.T) {
	// Adobe's metrics: H 722, i 222; a full-width character is one em.
	assert.InDelta(t, 9.44, Width("Hi", 10), 1e-9)
	assert.InDelta(t, 25.0, Width("東a京", 10), 1e-9)
}

func TestPictureMustBeJPEG(t *testing.T) {
	p := &Page{}
	p.Picture([]byte("no"), 0, 0, 1, 1)
	_, err := Document{Pages: []*Page{p}}.Bytes()
	assert.ErrorContains(t, err, "picture 1 of a page is no JPEG file")
}
