package odf

import (
	"context"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func crc(s string) uint32 { return crc32.ChecksumIEEE([]byte(s)) }

func run(t testing.TB, id string, data []byte, change func(*evidence.Input)) (*extracttest.Sink, error) {
	t.Helper()
	in := extracttest.Memory("x."+id, data)
	if change != nil {
		change(&in)
	}
	s := &extracttest.Sink{}
	err := extracttest.Find(t, Formats(), id).Extract(context.Background(), in, s)
	s.Check(t)
	return s, err
}

func read(t testing.TB, id string, data []byte) *extracttest.Sink {
	t.Helper()
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("x."+id, data))
	require.Equal(t, id, typ.Format)
	s, err := run(t, id, data, nil)
	require.NoError(t, err)
	assert.Empty(t, s.Problems)
	return s
}

func texts(s *extracttest.Sink) []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			at := string(f.At.Zone) + " " + f.At.Part
			if f.At.Page > 0 {
				at += "#" + string(rune('0'+f.At.Page))
			}
			out = append(out, strings.TrimSpace(at+" "+f.At.Cell)+": "+f.Value)
		}
	}
	return out
}

func TestText(t *testing.T) {
	s := read(t, "odt", pack(t, textFiles()))
	assert.Equal(t, []string{
		"header: Acme K.K.", "footer: 社外秘", "body deleted: gone", "comment: why?", "body note: see note", "body text box: in a box",
		"body: Head\none  two\tthree four\n株式会社アクメ\na \tb \t\nlinkx",
		"body: in the object", "body Basic/Standard/Module1.xml: Sub Main",
	}, texts(s))
	assert.Equal(t, []string{
		"odf:Generator=LibreOffice/7.4", "odf:InitialCreator=山田", "odf:Creator=Hanako", "odf:PrintedBy=Jiro", "odf:Created=2021-02-01T00:00:00",
		"odf:Modified=2021-02-02T00:00:00", "odf:Title=見積書", "odf:Keywords=k1", "odf:Template=file://fs01/tpl/letter.ott", "odf:TemplateTitle=Acme Letter",
		"odf:custom:Project=P-1", "msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
		"odf:Printer=PRT-SALES-01", "odf:PrinterSetup=PRT-SALES-01", "odf:PrinterSetup=winspool", `odf:PrinterSetup=\\prtsrv\P1`, "odf:Rsid=1234",
		"odf:Style=Acme Body", "odf:Master=Acme Page",
		"odf:RevisionAuthor=Reviewer R", "odf:CommentAuthor=Saburo", "odf:Hyperlink=https://www.acme.example/x", "odf:ExternalLink=file:///S:/logo.png",
		"odf:DataConnection=jdbc:mysql://db01/x",
	}, s.Metadata())
	assert.Equal(t, []string{"Pictures/a.png", "ObjectReplacements/Object 2"}, s.Names())
}

func TestSheets(t *testing.T) {
	s := read(t, "ods", pack(t, sheetFiles()))
	assert.Equal(t, []string{"body 表紙 B3: 1,234.50", "body Secret A1: hidden words"}, texts(s))
	assert.Equal(t, []string{"odf:Sheet=表紙", "odf:Sheet=Secret", "odf:HiddenSheet=Secret"}, s.Metadata())
}

func TestSlides(t *testing.T) {
	s := read(t, "odp", pack(t, showFiles()))
	assert.Equal(t, []string{"footer: © Acme", "body notes#1: speak slowly", "body #1: 計画", "body #2: second"}, texts(s))
	assert.Equal(t, []string{"odf:HiddenSlide=2"}, s.Metadata())
}

func TestFlat(t *testing.T) {
	data := `<?xml version="1.0"?><office:document xmlns:office="o" office:mimetype="application/vnd.oasis.opendocument.text">` +
		`<office:meta><dc:creator>Hanako</dc:creator></office:meta><office:body><text:p>flat<draw:image><office:binary-data> iVBO
 Rw== </office:binary-data></draw:image></text:p></office:body></office:document>`
	s := read(t, "fodt", []byte(data))
	assert.Equal(t, []string{"body: flat"}, texts(s))
	assert.Equal(t, []string{"odf:Creator=Hanako"}, s.Metadata())
	assert.Equal(t, "\x89PNG"[:4], string(s.Children[0].Data))
}

// A package that another program packed again has its mimetype somewhere else.
func TestMimetypeElsewhere(t *testing.T) {
	files := textFiles()
	files[0], files[1] = files[1], files[0]
	assert.Contains(t, read(t, "odt", pack(t, files)).Text(), "three four")
}

func TestEncrypted(t *testing.T) {
	for _, scheme := range []string{"aes", "blowfish", "gcm"} {
		data := sealed(t, scheme, "geheim")
		s, err := run(t, "odt", data, func(in *evidence.Input) { in.Passwords = []string{"wrong", "geheim"} })
		require.NoError(t, err, scheme)
		assert.Equal(t, []string{"body: closed words"}, texts(s), scheme)
		s, err = run(t, "odt", data, func(in *evidence.Input) { in.Passwords = []string{"wrong"} })
		require.ErrorIs(t, err, evidence.ErrEncrypted, scheme)
		assert.Empty(t, texts(s), scheme)
	}
}

func TestTruncatedAndCorrupt(t *testing.T) {
	data := pack(t, textFiles())
	for _, n := range []int{40, len(data) / 2, len(data) - 30} {
		_, err := run(t, "odt", data[:n], nil)
		require.ErrorIs(t, err, evidence.ErrCorrupt, n)
	}
	files := textFiles()
	files[4].body = files[4].body[:strings.Index(files[4].body, "<table:table ")]
	s, err := run(t, "odt", pack(t, files), nil)
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Contains(t, s.Text(), "アクメ")
	files = textFiles()
	s, err = run(t, "odt", pack(t, append(files[:4:4], files[5:]...)), nil)
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds(), "no content")
	assert.Contains(t, s.Metadata(), "odf:Title=見積書")
}

func TestTextLimit(t *testing.T) {
	data := pack(t, []file{{"mimetype", mimeText}, {"content.xml", `<a><text:p>0123456789</text:p></a>`}})
	for n, want := range map[int64][]evidence.ProblemKind{9: {evidence.ProblemLimit}, 10: nil, 11: nil} {
		s, err := run(t, "odt", data, func(in *evidence.Input) { in.Limits.TextBytes = n })
		require.NoError(t, err)
		assert.Equal(t, want, s.Kinds(), n)
	}
}

func TestReference(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 0}, "Z9": {25, 8}, "AA10": {26, 9}, "ZZ1": {701, 0}, "AAA1": {702, 0}} {
		assert.Equal(t, want, reference(at[0], at[1]))
	}
}

func FuzzODF(f *testing.F) {
	for _, files := range [][]file{textFiles(), sheetFiles(), showFiles()} {
		f.Add(pack(f, files))
	}
	f.Add(sealed(f, "aes", "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		evidence.Identify(Formats(), extracttest.Probe("x", data))
		_, _ = run(t, "odt", data, func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16; in.Passwords = []string{"x"} })
	})
}

func FuzzContent(f *testing.F) {
	f.Add(contentXML, stylesXML, metaXML)
	f.Add(sheetFiles()[1].body, showFiles()[1].body, settingsXML())
	f.Fuzz(func(t *testing.T, content, styles, meta string) {
		for id, mime := range map[string]string{"odt": mimeText, "ods": mimeSheet, "odp": mimeShow} {
			data := pack(t, []file{{"mimetype", mime}, {"content.xml", content}, {"styles.xml", styles}, {"meta.xml", meta}})
			s, _ := run(t, id, data, func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16 })
			if n := len(s.Text()); n > 1<<17 {
				t.Errorf("%d bytes of text with a limit of %d", n, 1<<16)
			}
		}
	})
}

// An archive that keeps its first member as it is has the first element as well.
func TestFlatInArchive(t *testing.T) {
	const doc = `<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text">`
	for head, want := range map[string]string{"": "text", "\xef\xbb\xbf<?xml version=\"1.0\"?>\n": "text", "PK\x03\x04\x14a.fodt": "", "!<arch>\na.fodt/\n": ""} {
		assert.Equal(t, want, flatKind(evidence.Probe{Head: []byte(head + doc)}), "%q", head)
	}
}
