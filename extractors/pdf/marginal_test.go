package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	"evscan/extractors/internal/push"
)

func deflate(data string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(data))
	z.Close()
	return b.String()
}

const words = "BT /F1 12 Tf 20 250 Td (Quotation of Acme Widgets) Tj ET"

// annotated has a note, links, a form with values, an XFA form, a signature
// dictionary, identifiers, and a picture with metadata of its own.
func annotated() []byte {
	return build("/ID[<00112233445566778899AABBCCDDEEFF><FFEEDDCCBBAA99887766554433221100>]",
		"<</Type/Catalog/Pages 2 0 R/Lang(ja-JP)/AcroForm 8 0 R/Perms<</DocMDP 12 0 R>>>>",
		"<</Type/Pages/Kids[3 0 R 16 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[6 0 R 7 0 R]>>",
		streamObject("", words),
		helvetica,
		"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Ask \\(again\\) on Monday\\056)/T<FEFF5C717530592A90CE>/Subj(Price)>>",
		"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://intra.northfield.example/x)/Next<</S/Launch/F<</UF(\\\\\\\\fs01\\\\share\\\\a.xls)>>>>>>>>",
		"<</Fields[9 0 R 11 0 R]/XFA[(template) 13 0 R (datasets) 14 0 R (config) 14 0 R]>>",
		"<</T(buyer)/Kids[10 0 R]>>",
		"<</T(name)/FT/Tx/TU(Name of the buyer)/V(Northfield Trading)/Parent 9 0 R>>",
		"<</T(seal)/FT/Sig/V 12 0 R>>",
		"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Name(Ann Example)/Reason(I approve)/Location(Osaka)/ContactInfo(ann@northfield.example)/M(D:20210201090000+09'00')/ByteRange[0 1 2 3]/Contents<00>>>",
		streamObject("", "<template><subform><draw><value><text>Order form</text></value></draw><script>var x</script></subform></template>"),
		streamObject("/Filter/FlateDecode", deflate("<xfa:datasets><xfa:data><buyer>\u5317\u91ce\u5546\u4e8b</buyer></xfa:data></xfa:datasets>")),
		streamObject("/Type/Metadata/Subtype/XML", packet),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[<</Subtype/FreeText/Contents(\xfe\xff\x89\x8b)>>]>>")
}

func TestMarginal(t *testing.T) {
	s, err := read(t, annotated(), nil)
	require.NoError(t, err)
	require.Empty(t, s.Problems)
	meta := s.Metadata()
	for _, want := range []string{
		"pdf:DocumentID=00112233445566778899aabbccddeeff", "pdf:RevisionID=ffeeddccbbaa99887766554433221100", "pdf:Lang=ja-JP",
		"pdf:AnnotationAuthor=山田太郎", "pdf:AnnotationSubject=Price",
		"pdf:Link=https://intra.northfield.example/x", `pdf:LinkedFile=\\fs01\share\a.xls`,
		"pdf:SignatureName=Ann Example", "pdf:SignatureReason=I approve", "pdf:SignatureLocation=Osaka", "pdf:SignatureContact=ann@northfield.example",
		"pdf:SigningTime=2021-02-01T00:00:00Z", "pdf:SignatureFormat=adbe.pkcs7.detached",
		"xmp:creator=山田 太郎", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
	} {
		assert.Contains(t, meta, want)
	}
	type said struct {
		value, source string
		page          int
		zone          evidence.Zone
	}
	var got []said
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText && f.Source != "page" {
			got = append(got, said{f.Value, f.Source, f.At.Page, f.At.Zone})
		}
	}
	assert.Equal(t, []said{
		{"Ask (again) on Monday.", "annotation", 1, evidence.ZoneComment},
		{"見", "annotation", 2, evidence.ZoneComment},
		{"Name of the buyer: Northfield Trading", "form", 0, evidence.ZoneBody},
		{"Order form", "XFA", 0, evidence.ZoneBody},
		{"北野商事", "XFA", 0, evidence.ZoneBody},
	}, got)
}

// The same objects in an object stream, with a table of references that is a stream
// too. Poppler finds its way by a table that is right, so only the own reader is asked.
func TestObjectStream(t *testing.T) {
	first := "1 0 2 63 3 108 4 200 "
	objs := pad("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", 63) + pad("<</Type/Pages/Kids[3 0 R]/Count 1>>", 45) +
		pad("<</Type/Page/Annots[<</Subtype/Text/Contents(packed)/T(Ann)>>]>>", 92) + "<</T(f)/FT/Tx/V(value)>>"
	data := "%PDF-1.5\n9 0 obj\n" + streamObject(fmt.Sprintf("/Type/ObjStm/N 4/First %d/Filter/FlateDecode", len(first)), deflate(first+objs)) + "\nendobj\n" +
		"10 0 obj\n" + streamObject("/Type/XRef/Root 1 0 R/W[1 1 1]/Size 11/ID[(a)(b)]", "xx") + "\nendobj\n"
	s := &extracttest.Sink{}
	in := extracttest.Memory("x.pdf", []byte(data))
	d := &document{ctx: t.Context(), in: in, out: push.New(s, in.Limits)}
	d.open()
	d.marginal()
	assert.Equal(t, "packed\nf: value", s.Text())
	assert.Equal(t, []string{"pdf:DocumentID=61", "pdf:RevisionID=62", "pdf:AnnotationAuthor=Ann"}, s.Metadata())
	assert.Empty(t, s.Problems)
}

// Files whose table of references, with the catalogue and the tree of pages, was cut
// off: the pages are found all the same.
func TestSalvage(t *testing.T) {
	page := "<</Type/Page/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
	plain := func(n int, o string) string { return fmt.Sprintf("%d 0 obj\n%s\nendobj\n", n, o) }
	base := "%PDF-1.5\n" + plain(4, streamObject("", words)) + plain(5, helvetica)
	packed := func(o ...string) string {
		first, all := "", ""
		for i := 0; i < len(o); i += 2 {
			first += fmt.Sprintf("%s %d ", o[i], len(all))
			all += o[i+1] + " "
		}
		return plain(20, streamObject(fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", len(o)/2, len(first)), deflate(first+all)))
	}
	for name, data := range map[string]string{
		"catalogue with a dictionary before its type": base + plain(3, page) + plain(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>") +
			plain(1, "<</MarkInfo<</Marked true>>/Pages 2 0 R/Type/Catalog>>"),
		"no catalogue":               base + plain(3, page),
		"packed":                     base + packed("1", "<</Type/Catalog/Pages 2 0 R>>", "2", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "3", page),
		"packed, without catalogue":  base + packed("3", page),
		"packed page, no end at all": base + packed("3", page) + "30 0 obj\n<</Type/XRef/Root 1 0 R/Len",
	} {
		s, err := read(t, []byte(data), nil)
		require.ErrorIs(t, err, evidence.ErrCorrupt, name)
		require.ErrorContains(t, err, "read from the objects that are there", name)
		assert.Equal(t, "Quotation of Acme Widgets", s.Text(), name)
	}
}

func pad(s string, n int) string { return s + strings.Repeat(" ", n-len(s)) }

// Cut behind each object: what is there is read.
func TestMarginalOfCutFiles(t *testing.T) {
	whole := annotated()
	for cut := 0; cut < len(whole); cut += 97 {
		s := &extracttest.Sink{}
		in := extracttest.Memory("x.pdf", whole[:cut])
		d := &document{ctx: t.Context(), in: in, out: push.New(s, in.Limits)}
		d.open()
		d.swollen()
		d.marginal()
		s.Check(t)
		if cut > bytes.Index(whole, []byte("7 0 obj")) {
			assert.Contains(t, s.Text(), "Ask (again) on Monday.", cut)
		}
	}
}

func TestEncryptedAnnotationsAreSaid(t *testing.T) {
	s := &extracttest.Sink{}
	in := extracttest.Memory("x.pdf", bytes.Replace(annotated(), []byte("/Root"), []byte("/Encrypt<<>>/Root"), 1))
	d := &document{ctx: t.Context(), in: in, out: push.New(s, in.Limits)}
	d.open()
	d.marginal()
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds())
	assert.Empty(t, s.Text())
}

func TestLoopsEnd(t *testing.T) {
	for name, objects := range map[string][]string{
		"pages":     {"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[2 0 R 1 0 R]>>"},
		"reference": {"<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>", "3 0 R", "2 0 R"},
		"fields":    {"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", "<</T(a)/Kids[2 0 R]>>"},
		"actions":   {"<</Type/Catalog/Pages 2 0 R>>", "<</Annots[<</A 3 0 R>>]>>", "<</S/URI/URI(x)/Next 3 0 R>>"},
		"length":    {"<</Type/Catalog/Pages 2 0 R>>", "<</Length 2 0 R>>\nstream\nx\nendstream"},
		"nesting":   {"<</Type/Catalog/Pages " + strings.Repeat("[", 1000) + ">>"},
	} {
		s := &extracttest.Sink{}
		in := extracttest.Memory("x.pdf", build("", objects...))
		d := &document{ctx: t.Context(), in: in, out: push.New(s, in.Limits)}
		d.open()
		d.swollen()
		d.marginal()
		s.Check(t)
		assert.LessOrEqual(t, len(s.Facts), 1, name)
	}
}

func TestSwollenPagesAreLeftOut(t *testing.T) {
	for n, want := range map[int]bool{maxStream - 1: false, maxStream: false, maxStream + 1: true} {
		data := build("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 7 0 R>>",
			streamObject("", words), helvetica,
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
			streamObject("/Filter/FlateDecode", deflate(strings.Repeat(" ", n))))
		in := extracttest.Memory("x.pdf", data)
		d := &document{ctx: t.Context(), in: in, out: push.New(&extracttest.Sink{}, in.Limits)}
		d.open()
		assert.Equal(t, want, d.swollen()[1], n)
		if !want {
			continue
		}
		s, err := read(t, data, nil)
		require.NoError(t, err)
		assert.Equal(t, "Quotation of Acme Widgets", s.Text())
		assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemLimit, Where: "page 1",
			Detail: "limit reached: what draws the page expands to more than 64 MiB; the page is not read"}}, s.Problems)
		assert.Empty(t, s.Children, "not rendered")
	}
}

func TestRanges(t *testing.T) {
	d := &document{swells: map[int]bool{1: true, 4: true, 5: true, 8: true}}
	assert.Equal(t, []span{{2, 3}, {6, 7}, {9, 10}}, d.ranges(10))
	assert.Equal(t, []span{{2, 3}, {6, 7}}, d.ranges(8))
	assert.Nil(t, (&document{}).ranges(8)[0].options())
}

// What pdfsig 22.12 prints of a signed file.
func TestSigners(t *testing.T) {
	s := &extracttest.Sink{}
	d := &document{ctx: t.Context(), out: push.New(s, evidence.Limits{})}
	d.signerList([]byte(`Digital Signature Info of: x.pdf
Signature #1:
  - Signer Certificate Common Name: Ann Example
  - Signer full Distinguished Name: CN=Ann Example,O="Northfield Trading, Inc.",C=JP
  - Signing Time: Feb 01 2021 00:00:00
  - Signing Hash Algorithm: SHA-256
  - Signature Validation: Signature is Valid.
`))
	assert.Equal(t, []string{"pdf:Signer=Ann Example", `pdf:SignerSubject=CN=Ann Example,O="Northfield Trading, Inc.",C=JP`,
		"pdf:SignerOrganisation=Northfield Trading, Inc.", "pdf:SigningTime=2021-02-01T00:00:00Z"}, s.Metadata())
	assert.Equal(t, []string{"A+B", "C,D"}, nameParts(`O=A\+B+CN=x,o=C\,D`, "O"))
}

func TestTextStrings(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "\xfe\xff\x89\x8b": "見", "\xff\xfe\x8b\x89": "見", "\xef\xbb\xbf\xe8\xa6\x8b": "見", "\x80 \x92 \xe9\x85": "• ™ é–",
	} {
		assert.Equal(t, want, text(in).String())
	}
	for in, want := range map[string]any{
		"(a\\053\\n\\\nb(c))": text("a+\nb(c)"), "<48 656>": text("He`"), "/A#20b": name("A b"), "12 0 R": ref(12), "-1.5": -1.5, "12 0": 12.0,
		"[1 true null/x]": array{1.0, true, nil, name("x")}, "<</A<</B 1>>/C(d)>>": dict{"A": dict{"B": 1.0}, "C": text("d")},
	} {
		l := lexer{b: []byte(in)}
		got, ok := l.object(0)
		assert.True(t, ok)
		assert.Equal(t, want, got, in)
	}
}

func FuzzObjects(f *testing.F) {
	f.Add(annotated())
	f.Add(full())
	f.Add([]byte("%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 2/First 8/Length 20>>\nstream\n2 0 3 4 [1] (a)\nendstream\nendobj\ntrailer<</Root 2 0 R>>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := &extracttest.Sink{}
		in := extracttest.Memory("x.pdf", b)
		d := &document{ctx: context.Background(), in: in, out: push.New(s, in.Limits)}
		d.open()
		d.swollen()
		d.annotations(d.objects.pages())
		d.form(d.objects.dict(d.objects.root()["AcroForm"]))
		d.packets()
		d.signerList(b)
		nonsense(string(b))
		s.Check(t)
	})
}
