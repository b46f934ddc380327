package demo

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/testdata/make/picture"
)

func TestManifest(t *testing.T) {
	head := "file\tkind\tlanguage\twidth\theight\tdark\tfinish\tnote\n"
	list, err := readShots(fstest.MapFS{"manifest.tsv": {Data: []byte(head + "a.png\tportal\tja\t1\t1\tno\tpng\tx\nb.jpg\tdocument\tja\t1\t1\tno\tscan70\tx\n")}, "a.png": {Data: []byte("A")}, "b.jpg": {Data: []byte("B")}})
	require.NoError(t, err)
	assert.Equal(t, []shot{{"a.png", "portal", "png", []byte("A")}, {"b.jpg", "document", "scan70", []byte("B")}}, list)
	assert.False(t, list[0].page())
	assert.True(t, list[1].page())
	_, err = readShots(fstest.MapFS{"manifest.tsv": {Data: []byte(head + "short\n")}})
	assert.EqualError(t, err, `manifest line "short" has 1 fields`)
}

func TestScannedPagesBecomeOneFileWithoutText(t *testing.T) {
	page, err := picture.EncodeJPEG(picture.Photo(picture.Room, 1, 60, 84), 70)
	require.NoError(t, err)
	b := &builder{ctx: context.Background(), byPath: map[string]int{}}
	b.listing("X", "x.example")
	b.papers("購買/見積/富士通", vendor, &owner, vendorPapers()[:2])
	b.papers("購買/見積/アオバ", aoba, &owner, supplierPapers(aoba)[:1])
	b.files("情報システム", &owner, customerTopic)
	b.proposals("購買/提案書/富士通", "X")
	b.oddities([]shot{{"a.jpg", "document", "scan70", page}, {"b.jpg", "document", "scan70", page}, {"l.jpg", "letterhead", "jpg80", page}})
	require.NoError(t, b.err)
	file := filepath.Join(t.TempDir(), "s.pdf")
	require.NoError(t, os.WriteFile(file, b.data("購買/スキャン/scan0012.pdf"), 0o600))
	out, err := exec.Command("pdftotext", file, "-").Output()
	require.NoError(t, err)
	assert.Equal(t, "\f\f", string(out))
	out, err = exec.Command("pdfimages", "-list", file).Output()
	require.NoError(t, err)
	assert.Equal(t, 2, bytes.Count(out, []byte(" jpeg ")))
	assert.True(t, bytes.HasPrefix(b.data("購買/送付状/l.docx"), []byte("PK")))
}
