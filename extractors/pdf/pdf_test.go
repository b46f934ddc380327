package pdf

import (
	"bytes"
	"context"
	_ "embed"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/tiff"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	"evscan/extractors/internal/push"
)

// Made of full() by: qpdf --encrypt sesame owner 256 --
//
//go:embed testdata/encrypted.pdf
var encrypted []byte

func read(t *testing.T, data []byte, change func(*evidence.Input)) (*extracttest.Sink, error) {
	t.Helper()
	in := extracttest.Input(t, "x.pdf", data)
	if change != nil {
		change(&in)
	}
	s := &extracttest.Sink{}
	err := extract(context.Background(), in, s)
	s.Check(t)
	left, rerr := os.ReadDir(in.Temp)
	require.NoError(t, rerr)
	require.Empty(t, left, "files left in the item's folder")
	return s, err
}

func TestFull(t *testing.T) {
	s, err := read(t, full(), nil)
	require.NoError(t, err)
	require.Empty(t, s.Problems)
	assert.Equal(t, "Quotation of Acme Widgets", s.Text())
	meta := s.Metadata()
	for _, want := range []string{"pdf:Title=見積書", "pdf:Author=Taro", "pdf:Producer=Maker 1.0", "pdf:CreationDate=2021-02-01T00:00:00Z", "pdf:Pages=2",
		"pdf:Company=Acme", "pdf:Font=Helvetica",
		"xmp:CreatorTool=Tool & Co", "xmp:creator=山田 太郎", "xmp:creator=Second", "xmp:Producer=Printer 1",
		"msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"} {
		assert.Contains(t, meta, want)
	}
	require.Equal(t, []string{"見積書.txt", "page 1 figure 1.tif", "page 2"}, s.Names())
	assert.Equal(t, "attached words", string(s.Children[0].Data))
	assert.Equal(t, evidence.OriginAttachment, s.Children[0].Name.Origin)
	assert.Equal(t, evidence.OriginEmbedded, s.Children[1].Name.Origin)
	figure, err := tiff.DecodeConfig(bytes.NewReader(s.Children[1].Data))
	require.NoError(t, err)
	assert.Equal(t, [2]int{200, 100}, [2]int{figure.Width, figure.Height})
	assert.Equal(t, evidence.OriginRendered, s.Children[2].Name.Origin)
}

func TestJapaneseFontThatIsNotEmbedded(t *testing.T) {
	if !exists(popplerMaps) {
		t.Fatal("poppler-data is missing; make install installs it")
	}
	s, err := read(t, japaneseFile(), nil)
	require.NoError(t, err)
	assert.Equal(t, "見積書有御中御見積書", s.Text())
	assert.Contains(t, s.Metadata(), "pdf:Font=HeiseiKakuGo-W5-UniJIS-UTF16-H")
}

// Without poppler-data such a page comes out empty, which must not pass for a page
// without text. The same is seen here of a font whose page says nothing.
func TestMissingTables(t *testing.T) {
	silent := bytes.Replace(japaneseFile(), []byte(" Tj ET"), []byte("    ET"), 1)
	for _, c := range []struct {
		maps string
		want bool
	}{{filepath.Join(t.TempDir(), "none"), true}, {t.TempDir(), false}} {
		d := &document{ctx: t.Context(), in: extracttest.Input(t, "x.pdf", silent), out: push.New(&extracttest.Sink{}, evidence.Limits{}), maps: c.maps, temp: maxTemp}
		err := d.read()
		if c.want {
			require.ErrorIs(t, err, evidence.ErrToolMissing)
			require.ErrorContains(t, err, "poppler-data")
		} else {
			require.NoError(t, err)
		}
	}
}

func TestHugePageWithoutTextIsRenderedSmall(t *testing.T) {
	s, err := read(t, build("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 100]>>"), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"page 1"}, s.Names())
	c, err := tiff.DecodeConfig(bytes.NewReader(s.Children[0].Data))
	require.NoError(t, err)
	require.Equal(t, renderSide, max(c.Width, c.Height))
}

func TestEncrypted(t *testing.T) {
	for _, c := range []struct {
		name      string
		passwords []string
		open      bool
	}{{"none", nil, false}, {"wrong", []string{"open"}, false}, {"second is right", []string{"open", "sesame"}, true}, {"owner's", []string{"owner"}, true}} {
		s, err := read(t, encrypted, func(in *evidence.Input) { in.Passwords = c.passwords })
		if !c.open {
			require.ErrorIs(t, err, evidence.ErrEncrypted, c.name)
			assert.Empty(t, s.Facts, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		assert.Equal(t, "Quotation of Acme Widgets", s.Text(), c.name)
		assert.Equal(t, []string{"見積書.txt", "page 1 figure 1.tif", "page 2"}, s.Names(), c.name)
	}
}

func TestProgramsMissing(t *testing.T) {
	t.Setenv("PATH", "")
	s, err := read(t, full(), nil)
	require.ErrorIs(t, err, evidence.ErrToolMissing)
	require.ErrorContains(t, err, "poppler-utils")
	require.Empty(t, s.Facts)
}

// The trailer and the second page are cut off.
func TestTruncated(t *testing.T) {
	data := full()
	cut := bytes.Index(data, []byte("8 0 obj"))
	s, err := read(t, data[:cut], nil)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, "Quotation of Acme Widgets", s.Text())
	assert.Contains(t, s.Names(), "page 1 figure 1.tif")
}

func TestCorrupt(t *testing.T) {
	_, err := read(t, []byte("%PDF-1.4 nothing"), nil)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

func TestTextLimit(t *testing.T) {
	const text = "Quotation of Acme Widgets"
	for limit, want := range map[int64]string{int64(len(text)) - 1: text[:len(text)-1], int64(len(text)) + 2: text, int64(len(text)) + 3: text} {
		s, _ := read(t, full(), func(in *evidence.Input) { in.Limits.TextBytes = limit })
		assert.Equal(t, want, s.Text(), limit)
	}
}

func TestFilesAreBounded(t *testing.T) {
	for _, c := range []struct {
		bound int64
		want  bool
	}{{13, true}, {14, false}, {15, false}} { // the attachment has 14 bytes
		s := &extracttest.Sink{}
		d := &document{ctx: t.Context(), in: extracttest.Input(t, "x.pdf", full()), out: push.New(s, evidence.Limits{}), temp: c.bound}
		d.attachments()
		if c.want {
			assert.Equal(t, []evidence.ProblemKind{evidence.ProblemLimit}, s.Kinds(), c.bound)
		} else {
			assert.Empty(t, s.Problems, c.bound)
		}
	}
}

func TestPicturesTooLarge(t *testing.T) {
	for limit, names := range map[int64]int{19_999: 2, 20_000: 3, 20_001: 3} {
		s, err := read(t, full(), func(in *evidence.Input) { in.Limits.Pixels = limit })
		require.NoError(t, err)
		assert.Len(t, s.Names(), names, limit)
	}
}

// Each program sleeps; none may have the item's time for itself.
func TestProgramsAreBounded(t *testing.T) {
	bin := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(bin, "pdfinfo"), []byte("#!/bin/sh\necho Pages: 1\n"), 0o755))
	for _, name := range []string{"pdftotext", "pdffonts", "pdfimages", "pdfdetach", "pdftoppm", "pdfsig"} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho words of "+name+" that are long enough\nexec sleep 60\n"), 0o755))
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	start := time.Now()
	s, err := read(t, full(), func(in *evidence.Input) { in.Limits.ItemTime = 6 * time.Second })
	assert.Less(t, time.Since(start), 6*time.Second)
	require.ErrorIs(t, err, evidence.ErrLimit)
	require.ErrorContains(t, err, "pdftotext was ended after 1s")
	assert.Equal(t, "words of pdftotext that are long enough", s.Text(), "what was written is kept")
	for _, p := range s.Problems {
		assert.Equal(t, evidence.ProblemLimit, p.Kind)
	}
}

func TestUTC(t *testing.T) {
	for in, want := range map[string]string{
		"2021-02-01T09:00:00+09": "2021-02-01T00:00:00Z", "2021-02-01T09:00:00+05:30": "2021-02-01T03:30:00Z",
		"2021-02-01T09:00:00Z": "2021-02-01T09:00:00Z", "2021-02-01T09:00:00": "2021-02-01T09:00:00Z", "yesterday": "yesterday",
	} {
		assert.Equal(t, want, utc(in))
	}
}

func TestPictureList(t *testing.T) {
	const list = `page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
--------------------------------------------------------------------------------------------
   1     0 image     200   100  gray    1   1  image  no         6  0    72    72 2500B 100%
   1     1 smask     199   100  gray    1   1  image  no   [inline]     1592   801 2500B 100%
   x     1 image     199   100  gray    1   1  image  no         7  0  1592   801 2500B 100%
`
	assert.Equal(t, []picture{{page: 1, w: 200, h: 100, kind: "image", object: "6 0"}, {page: 1, w: 199, h: 100, kind: "smask"}}, pictures([]byte(list)))
}

func FuzzListings(f *testing.F) {
	f.Add([]byte(packet))
	f.Add([]byte("Title: x\nPages: 3\nMSIP_Label_11111111-2222-3333-4444-555555555555_SiteId: A\nCreationDate: 2021-02-01T09:00:00+09\n"))
	f.Add([]byte("1 embedded files\n1: a.txt\n2: b\n"))
	f.Add([]byte("name type encoding emb\n---\nABCDEF+Gothic CID TrueType Identity-H yes\n"))
	f.Add([]byte("   1     0 image     200   100  gray    1   1  image  no         6  0    72    72 2500B 100%\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := &extracttest.Sink{}
		d := &document{ctx: context.Background(), out: push.New(s, evidence.Limits{})}
		d.info(b)
		d.xmpPacket(b)
		d.fontList(b)
		attachmentNames(b)
		for _, p := range pictures(b) {
			if p.w < 0 || p.h < 0 || p.page < 0 {
				t.Errorf("%+v", p)
			}
		}
		s.Check(t)
		if len(b) > 0 && strings.Contains(string(b), "%PDF-") {
			match(evidence.Probe{Head: b})
		}
	})
}
