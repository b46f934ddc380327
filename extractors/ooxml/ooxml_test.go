package ooxml

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func readSample(t testing.TB, id string, files []file) *extracttest.Sink {
	t.Helper()
	data := pack(t, files)
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x."+id, data))
	require.NotNil(t, f)
	require.Equal(t, id, typ.Format)
	require.Empty(t, typ.Warnings)
	s := &extracttest.Sink{}
	require.NoError(t, f.Extract(context.Background(), extracttest.Memory("x."+id, data), s))
	s.Check(t)
	require.Empty(t, s.Problems)
	return s
}

// texts lists "zone part page cell: value" of the text facts.
func texts(s *extracttest.Sink) []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			at := string(f.At.Zone)
			if f.At.Part != "" {
				at += " " + f.At.Part
			}
			if f.At.Page > 0 {
				at += " #" + string(rune('0'+f.At.Page))
			}
			if f.At.Cell != "" {
				at += " " + f.At.Cell
			}
			out = append(out, at+": "+f.Value)
		}
	}
	return out
}

func TestWord(t *testing.T) {
	s := readSample(t, "docx", wordFiles())
	assert.Equal(t, []string{
		"body: in a box",
		"body: 見積書 & one\n\na \tb \t\nlast",
		"header word/header1.xml: Acme Widgets K.K.",
		"footer word/footer1.xml: Confidential",
		"comment word/comments.xml: check this",
	}, texts(s))
	assert.Equal(t, []string{
		"ooxml:Creator=山田", "ooxml:Created=2021-02-01T00:00:00Z",
		"ooxml:Company=Acme Widgets K.K.", "ooxml:Template=letter.dotx", `ooxml:HyperlinkBase=\\fs01\docs`,
		"msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "msip:Name=Internal",
		"ooxml:custom:Project=P-1",
		"ooxml:CommentAuthor=Hanako",
		`ooxml:AttachedTemplate=file:///\\fs01\templates\letter.dotx`, "ooxml:Hyperlink=https://www.public.example/page",
		`ooxml:ExternalLink=file:///\\fs02\share\plan.xlsx`, "ooxml:ExternalLink=https://pic.example/logo.png",
		"ooxml:RevisionAuthor=Reviewer R", "ooxml:Style=Acme Body",
		"ooxml:StyleSet=d69644dba229fb84", // FNV-1a of "<name val=Acme Body", by a program of its own
	}, s.Metadata())
	assert.Equal(t, []string{"word/media/image1.png", "word/vbaProject.bin"}, s.Names())
	assert.Equal(t, evidence.OriginEmbedded, s.Children[0].Name.Origin)
}

func TestBook(t *testing.T) {
	s := readSample(t, "xlsx", bookFiles())
	assert.Equal(t, []string{
		"body 表紙 A1: 株式会社\trich text\n42",
		"body 表紙 C9: inline",
		"header 表紙: Acme\np.",
		"footer 表紙: R&D",
		"comment 表紙 A1: why?",
		"body Secret A1: hidden words",
	}, texts(s))
	assert.Equal(t, []string{
		"msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:Method=Privileged",
		"ooxml:Printer=PRT01", "ooxml:CommentAuthor=Jiro",
		"ooxml:Sheet=表紙", "ooxml:HiddenSheet=Secret", "ooxml:Sheet=Secret",
	}, s.Metadata())
}

func TestSlides(t *testing.T) {
	s := readSample(t, "pptx", showFiles())
	assert.Equal(t, []string{
		"title #1: 計画", "body #1: body one", "footer #1: © Acme", "body notes #1: speak slowly",
		"body #2: body two",
		"footer ppt/slideMasters/slideMaster1.xml: Acme internal",
	}, texts(s))
	assert.Equal(t, []string{"ooxml:Master=Acme Master"}, s.Metadata())
}

// ISO/IEC 29500 strict documents differ from transitional ones in namespaces and
// relationship types only.
func TestStrict(t *testing.T) {
	files := wordFiles()
	for i := range files {
		files[i].body = strings.NewReplacer(officeRel, strictRel,
			"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main").Replace(files[i].body)
	}
	assert.Equal(t, texts(readSample(t, "docx", wordFiles())), texts(readSample(t, "docx", files)))
}

func TestBuiltinNames(t *testing.T) {
	for _, name := range []string{"Office Theme", "Office テーマ", "Office \u200b\u200bテーマ", "1_Office Theme", "タイトル スライド", "Blank", ""} {
		assert.True(t, builtin(name), name)
	}
	for _, name := range []string{"Acme Theme", "Blank\nTitle Only", "1_", "Office Theme Acme"} {
		assert.False(t, builtin(name), name)
	}
}

func run(id string, data []byte, lim evidence.Limits) (*extracttest.Sink, error) {
	for _, k := range kinds() {
		if k.id == id {
			in := extracttest.Memory("x."+id, data)
			in.Limits = lim
			s := &extracttest.Sink{}
			return s, extract(context.Background(), in, s, k)
		}
	}
	return nil, errors.New("no kind " + id)
}

// The directory at the end is lost: what stands before the cut is read.
func TestTruncatedWord(t *testing.T) {
	data := pack(t, wordFiles())
	cut := strings.Index(string(data), "docProps/app.xml")
	require.Positive(t, cut)
	data = data[:cut]
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x.docx", data))
	require.NotNil(t, f)
	assert.Equal(t, "docx", typ.Format)
	s, err := run("docx", data, evidence.DefaultLimits())
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	s.Check(t)
	assert.Contains(t, s.Text(), "見積書 & one")
	assert.Contains(t, s.Metadata(), "ooxml:Creator=山田")
	assert.NotContains(t, s.Metadata(), "ooxml:Company=Acme Widgets K.K.")
}

// The main part itself is cut: its beginning is read.
func TestTruncatedInMainPart(t *testing.T) {
	files := wordFiles()
	files[2].body = `<w:document ` + wNS + `><w:body>` + para("first") + strings.Repeat(para("次の段落です"), 20000) + `</w:body></w:document>`
	data := pack(t, files)
	cut := strings.Index(string(data), "word/_rels/document.xml.rels")
	s, err := run("docx", data[:cut-200], evidence.DefaultLimits())
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Text(), "first")
	assert.Contains(t, s.Kinds(), evidence.ProblemCorrupt)
}

func TestCorruptPart(t *testing.T) {
	files := wordFiles()
	files[2].body = strings.Replace(files[2].body, "<w:tbl>", "<w:tbl><<<", 1)
	s, err := run("docx", pack(t, files), evidence.DefaultLimits())
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Contains(t, s.Text(), "見積書 & one")
	assert.Contains(t, s.Text(), "Confidential")
}

func TestEncryptedPart(t *testing.T) {
	data := pack(t, wordFiles())
	dir := strings.Index(string(data), "PK\x01\x02") // the first entry, the list of types
	require.Positive(t, dir)
	binary.LittleEndian.PutUint16(data[dir+8:], binary.LittleEndian.Uint16(data[dir+8:])|1)
	s, err := run("docx", data, evidence.DefaultLimits())
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemEncrypted}, s.Kinds())
	assert.Contains(t, s.Text(), "見積書")
}

func TestTextLimit(t *testing.T) {
	const text = "0123456789"
	body := file{"word/document.xml", `<w:document ` + wNS + `><w:body>` + para(text) + `</w:body></w:document>`}
	data := pack(t, []file{types(docType, "word/document.xml"), body})
	for _, c := range []struct {
		limit int64
		want  string
		kinds []evidence.ProblemKind
	}{
		{9, "012345678", []evidence.ProblemKind{evidence.ProblemLimit}},
		{10, text, nil},
		{11, text, nil},
	} {
		s, err := run("docx", data, evidence.Limits{TextBytes: c.limit})
		require.NoError(t, err)
		assert.Equal(t, c.want, s.Text(), c.limit)
		assert.Equal(t, c.kinds, s.Kinds(), c.limit)
	}
}

// A table of strings is held in memory, so it ends where the item's text does. Each
// string counts 16 bytes beside its own.
func TestSharedStringBomb(t *testing.T) {
	const n = 1000
	files := bookFiles()
	files[4].body = `<sst ` + xNS + `>` + strings.Repeat(`<si><t>abcd</t></si>`, n) + `</sst>`
	// The last string costs its 16 bytes only after it is kept.
	const exact = n*20 - 16
	for _, c := range []struct {
		limit int64
		want  []evidence.ProblemKind
	}{{exact - 1, []evidence.ProblemKind{evidence.ProblemLimit}}, {exact, nil}, {exact + 1, nil}} {
		s, err := run("xlsx", pack(t, files), evidence.Limits{TextBytes: c.limit})
		require.NoError(t, err)
		assert.Equal(t, c.want, s.Kinds(), c.limit)
	}
	// A cell that repeats one long string is bounded where it is pushed.
	files[4].body = `<sst ` + xNS + `><si><t>` + strings.Repeat("x", 10_000) + `</t></si></sst>`
	files[5].body = sheetXML(`<sheetData>` + strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 5000) + `</sheetData>`)
	s, err := run("xlsx", pack(t, files), evidence.Limits{TextBytes: 100_000})
	require.NoError(t, err)
	total := 0
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			total += len(f.Value)
		}
	}
	assert.Equal(t, 100_000, total)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemLimit}, s.Kinds())
}

func FuzzOOXML(f *testing.F) {
	for _, files := range [][]file{wordFiles(), bookFiles(), showFiles()} {
		data := pack(f, files)
		f.Add(data)
		f.Add(data[:len(data)*2/3])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, id := range []string{"docx", "xlsx", "pptx"} {
			s, _ := run(id, data, evidence.Limits{TextBytes: 1 << 16})
			s.Check(t)
			if n := len(s.Text()); n > 1<<17 {
				t.Errorf("%d bytes of text pushed with a limit of %d", n, 1<<16)
			}
		}
		evidence.Identify(Formats(), extracttest.Probe("x", data))
	})
}

// Parts are fuzzed without their zip, which random bytes seldom get through.
func FuzzParts(f *testing.F) {
	f.Add(wordFiles()[2].body, bookFiles()[5].body, showFiles()[4].body)
	f.Fuzz(func(t *testing.T, word, sheet, slide string) {
		w, b, p := wordFiles(), bookFiles(), showFiles()
		w[2].body, b[5].body, p[4].body = word, sheet, slide
		for id, files := range map[string][]file{"docx": w, "xlsx": b, "pptx": p} {
			s, _ := run(id, pack(t, files), evidence.Limits{TextBytes: 1 << 16})
			s.Check(t)
		}
	})
}
