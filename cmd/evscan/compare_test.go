package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"

	"evscan/report/compare"
	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
	"evscan/testdata/make/picture"
)

// The texts of two invented papers, and a translation of the first.
const (
	paperEnglish = `Minutes of the meeting on the dye house, 14 May 2021. Present were the heads of production, purchasing and finance.
The third line stands still on two days of each week since the boiler was repaired. Purchasing reports that the supplier of the heat exchanger
asks for 48,200 pounds and delivers in eleven weeks. Finance agrees to an advance of 12,050 pounds if the order is placed before 28 May 2021.
The head of production points out that the effluent of the old bath may not exceed 320 litres an hour, which the authority measured on 3 March 2021.
It was decided to order the exchanger, to let the line run at night until it arrives, and to report to the board in June.
Any questions are to be put to the secretary on extension 4417. The next meeting takes place in the canteen, since the hall is being painted.`
	paperJapanese = `染色工場についての会議議事録、2021年5月14日。出席者は生産、購買、経理の各部長である。
第三ラインはボイラーの修理以降、毎週二日停止している。購買によれば、熱交換器の納入業者は48,200ポンドを求め、納期は十一週間である。
経理は2021年5月28日までに発注する場合に限り、前払い金12,050ポンドに同意する。生産部長は、旧浴槽の排水が毎時320リットルを超えてはならないと指摘した。
これは2021年3月3日に当局が測定したものである。熱交換器を発注し、到着まで夜間に運転し、六月に取締役会へ報告することを決定した。
質問は内線4417の秘書まで。次回の会議は、ホールが塗装中のため食堂で開催する。`
	paperOther = `Price list for combed yarn, valid from 1 July 2021 until further notice. All prices are per kilogram without tax and carriage.
Yarn of count 30 costs 7.45 pounds undyed and 9.10 pounds dyed, count 40 costs 8.20 and 9.95. Orders of more than 1,500 kilograms are discounted.
Samples are sent free of charge within the country. Complaints have to reach the mill within ten days of delivery, in writing, with the number of the lot.
Cones weigh 2 kilograms and are packed by the dozen in boxes that the customer returns. Colours follow the card of spring 2021 and may vary a little from lot to lot.`
)

func wordOf(t *testing.T, text string) []byte {
	t.Helper()
	doc := ooxml.Document{Font: "Calibri", Accent: "336699"}
	for p := range strings.SplitSeq(text, "\n") {
		doc.Body = append(doc.Body, ooxml.Paragraph{Text: p})
	}
	b, err := doc.Bytes()
	require.NoError(t, err)
	return b
}

// pdfOf lays a text out with so many characters in a line.
func pdfOf(t *testing.T, text string, most int, info ...pdf.Entry) []byte {
	t.Helper()
	page, y := &pdf.Page{}, 60.0
	line := ""
	for word := range strings.FieldsSeq(text) {
		if len(line)+len(word) > most {
			page.Text(50, y, 9, line)
			line, y = "", y+13
		}
		line += word + " "
	}
	page.Text(50, y, 9, line)
	b, err := pdf.Document{Info: info, Pages: []*pdf.Page{page}}.Bytes()
	require.NoError(t, err)
	return b
}

func photoOf(t *testing.T, seed uint64, w, h, quality int) []byte {
	t.Helper()
	img := picture.Photo(picture.Landscape, seed, 800, 600)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}))
	return b.Bytes()
}

// invoiceOf is a form of one vendor filled in.
func invoiceOf(customer string, number, day, amount int) string {
	return fmt.Sprintf(`Larkfield Pumps Ltd, 12 Wharf Road, Northgate. Telephone 020 7946 0031, VAT registration 123 4567 89.
Bill to: %s
Invoice %d of 2021-06-%02d
Service of the pumps as agreed %d.00
Value added tax %d.40, to be paid %d.40
Please transfer the amount within thirty days to the account named below and state the number of the invoice.
Goods remain our property until they are paid in full. Sort code 20-11-58, account 40717733.`, customer, number, day, amount, amount/5, amount+amount/5)
}

// compared scans two packages without text recognition and compares the reports.
func compared(t *testing.T, a, b []entry) compare.Comparison {
	t.Helper()
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, a...), "b.tar.gz": tarGzOf(t, b...)})
	for _, p := range []string{"a.zip", "b.tar.gz"} {
		r := evscan(t, dir, nil, "scan", "--quiet", "--no-ocr", "-o", p+".json", p)
		require.Equal(t, 0, r.status, r.err)
	}
	r := evscan(t, dir, nil, "compare", "--format", "json", "-o", "c.txt", "a.zip.json", "b.tar.gz.json")
	require.Equal(t, 0, r.status, r.err)
	var c compare.Comparison
	require.NoError(t, json.Unmarshal([]byte(r.out), &c))
	summary, err := os.ReadFile(filepath.Join(dir, "c.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(summary), "VERDICT")
	return c
}

func TestCompare(t *testing.T) {
	edited := strings.NewReplacer("third", "fourth", "two days", "three days", "repaired", "mended", "asks for", "wants", "eleven", "nine", "board", "owners").Replace(paperEnglish)
	minutes, list := string(wordOf(t, paperEnglish)), string(pdfOf(t, paperOther, 90))
	for _, c := range []struct {
		name    string
		a, b    []entry
		verdict string
		pairs   []string // kind: file of a = file of b
	}{
		{"the same files packed anew under other names",
			[]entry{{"minutes.docx", minutes}, {"prices.pdf", list}}, []entry{{"leak/1.bin", list}, {"leak/2.bin", minutes}, {".DS_Store", "finder's view of this folder"}},
			"identical", []string{"identical: minutes.docx = leak/2.bin", "identical: prices.pdf = leak/1.bin"}},
		{"one word in twenty edited",
			[]entry{{"minutes.docx", minutes}}, []entry{{"new.docx", string(wordOf(t, edited))}},
			"recycled", []string{"near-copy: minutes.docx = new.docx"}},
		{"saved in other formats",
			[]entry{{"minutes.docx", minutes}, {"prices.pdf", list}},
			[]entry{{"a.pdf", string(pdfOf(t, paperEnglish, 60))}, {"b.pdf", string(pdfOf(t, paperOther, 45, pdf.Entry{Key: "Producer", Value: "Other 2.0"}))}},
			"recycled", []string{"near-copy: minutes.docx = a.pdf", "near-copy: prices.pdf = b.pdf"}},
		{"a picture at 80 % and compressed",
			[]entry{{"photo.jpg", string(photoOf(t, 5, 800, 600, 92))}}, []entry{{"small.jpg", string(photoOf(t, 5, 640, 480, 50))}},
			"recycled", []string{"near-copy: photo.jpg = small.jpg"}},
		{"another picture of the kind",
			[]entry{{"photo.jpg", string(photoOf(t, 5, 800, 600, 92))}}, []entry{{"photo.jpg", string(photoOf(t, 6, 800, 600, 92))}},
			"unrelated", nil},
		{"a translation",
			[]entry{{"minutes.docx", minutes}}, []entry{{"minutes.docx", string(wordOf(t, paperJapanese))}},
			"unrelated", nil},
		{"two papers of one organisation",
			[]entry{{"minutes.txt", "Bill to: Harrowgate Mills Ltd\n\n" + paperEnglish}}, []entry{{"prices.txt", "Bill to: Harrowgate Mills Ltd\n\n" + paperOther}},
			"same-organisations", nil},
		{"a vendor's form filled in for others",
			[]entry{{"1.pdf", string(pdfOf(t, invoiceOf("Harrowgate Mills Ltd", 48213, 3, 1400), 90))}, {"2.pdf", string(pdfOf(t, invoiceOf("Harrowgate Mills Ltd", 48377, 9, 2310), 90))}},
			[]entry{{"x.pdf", string(pdfOf(t, invoiceOf("Kestrel Brewing Ltd", 48291, 7, 3905), 90))}, {"y.pdf", string(pdfOf(t, invoiceOf("Minton Dairy Ltd", 48555, 21, 725), 90))}},
			"overlapping", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compared(t, c.a, c.b)
			var pairs []string
			for _, p := range got.Pairs {
				if p.Trivial == "" && p.Kind != compare.PairForm {
					pairs = append(pairs, p.Kind+": "+p.A.Path[len(p.A.Path)-1]+" = "+p.B.Path[len(p.B.Path)-1])
				}
			}
			assert.Equal(t, c.verdict, got.Verdict)
			assert.ElementsMatch(t, c.pairs, pairs)
		})
	}
}

func TestCompareCommandLine(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t), "x.json": []byte("{}"), "y.json": []byte("[1,2"), "z.json": nil})
	require.NoError(t, os.Mkdir(filepath.Join(dir, "d.json"), 0o755))
	r := evscan(t, dir, nil, "scan", "--inventory", "--quiet", "-o", "i.json", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	for _, c := range []struct {
		args   string
		status int
		stderr string
	}{
		{"compare i.json", 2, "hint: usage: evscan compare [flags] A.json B.json"},
		{"compare i.json none.json", 1, "hint: give the JSON file"},
		{"compare i.json d.json", 1, "d.json is a folder, not a report"},
		{"compare i.json x.json", 1, "this is no evscan report"},
		{"compare i.json z.json", 1, "z.json is empty"},
		{"compare i.json y.json", 1, "this is no evscan report"},
		{"compare --share 0 i.json i.json", 2, "above 0 and at most 1"},
		{"compare --share 1.1 i.json i.json", 2, "above 0 and at most 1"},
		{"compare --format html i.json i.json", 2, "formats: text, json"},
		{"compare -o c.html i.json i.json", 2, "extensions: .txt, .json"},
		{"compare -o none/c.json i.json i.json", 2, "there is no folder none"},
		{"compare -o c.json -o ./c.json i.json i.json", 2, "given twice"},
		{"compare -o i.json i.json i.json", 2, "is one of the reports to compare"},
		{"compare --report-lang fr i.json i.json", 2, "languages: auto, en, ja"},
		{"schema --format yaml", 2, "none of json, ndjson, compare"},
	} {
		r := evscan(t, dir, nil, strings.Fields(c.args)...)
		assert.Equal(t, c.status, r.status, c.args)
		assert.Contains(t, r.err, c.stderr, c.args)
		assert.Empty(t, r.out, c.args)
	}
	assert.NoFileExists(t, filepath.Join(dir, "c.json"))
	r = evscan(t, dir, nil, "compare", "-o", "c.json", "-o", "-", "i.json", "i.json")
	require.Equal(t, 0, r.status, r.err)
	assert.Contains(t, r.out, "IDENTICAL: both are the same package")
	assert.Contains(t, r.out, "Near-copies were not looked for")
	doc, err := validator.UnmarshalJSON(strings.NewReader(evscan(t, dir, nil, "schema", "--format", "compare").out))
	require.NoError(t, err)
	compiler := validator.NewCompiler()
	require.NoError(t, compiler.AddResource("c.json", doc))
	s, err := compiler.Compile("c.json")
	require.NoError(t, err)
	b, err := os.ReadFile(filepath.Join(dir, "c.json"))
	require.NoError(t, err)
	v, err := validator.UnmarshalJSON(bytes.NewReader(b))
	require.NoError(t, err)
	assert.NoError(t, s.Validate(v))
}
