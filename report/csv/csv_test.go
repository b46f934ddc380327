package csv

import (
	"bytes"
	stdcsv "encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/safe"
)

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"東レ 御中.xlsx":               "東レ 御中.xlsx",
		"=1+1":                     "'=1+1",
		"+81 3 1234 5678":          "'+81 3 1234 5678",
		"+81312345678":             "'+81312345678",
		"-5":                       "-5",
		"-0.25":                    "-0.25",
		"-1+2":                     "'-1+2",
		"-":                        "'-",
		"-.5":                      "'-.5",
		"-5.":                      "'-5.",
		"-1234567890123456":        "'-1234567890123456",
		"@SUM(A1)":                 "'@SUM(A1)",
		"＝1+1":                     "'＝1+1",
		"＋1":                       "'＋1",
		"－1":                       "'－1",
		"＠x":                       "'＠x",
		"−1":                       "'−1",
		"\t=1":                     `\t=1`,
		"\r=1":                     `\r=1`,
		"\n=1":                     `\n=1`,
		"\u200b=1":                 `\u200b=1`,
		"  =1":                     "'  =1",
		"\u3000=1":                 "'\u3000=1",
		`"=1"`:                     `'"=1"`,
		"'=1":                      "''=1",
		"“=1”":                     "'“=1”",
		" ' \" =1":                 "' ' \" =1",
		"a=b":                      "a=b",
		"a;=b":                     "a;'=b",
		"a; \"=b":                  "a;' \"=b",
		"a; -5;b":                  "a;' -5;b",
		"a;-5;b":                   "a;-5;b",
		"a, =b":                    "a, =b",
		"cmd|' /C calc'!A0":        "cmd|' /C calc'!A0",
		`C:\x`:                     `C:\x`,
		"a\x1b[31m\u202e\x00b":     `a\x1b[31m\u202e\x00b`,
		strings.Repeat("x", 32767): strings.Repeat("x", 32767),
		strings.Repeat("x", 32768): strings.Repeat("x", 32766) + "…",
		strings.Repeat("𠮷", 16384): strings.Repeat("𠮷", 16383) + "…",
	} {
		assert.Equal(t, want, cell(in), "%.40q", in)
	}
}

// evaluated reports whether an importer that drops blanks and double quotation marks
// could take a field for a formula.
func evaluated(field string) bool {
	t := strings.TrimLeft(field, " \"\u3000\u00a0“”«»„")
	return t != "" && strings.ContainsAny(string([]rune(t)[:1]), "=+-@＝＋－＠﹦﹢﹣﹫−") && !number(field)
}

func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1", "a;\"=1", "-5", "\t+1", "\xff=1", "a,\"b\";=c\r\n", "'=1;' =2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := cell(s)
		if len(s) < maxCell/12 { // not cut
			// The apostrophes can be told from those of the text and taken away.
			parts := strings.Split(c, ";")
			for i, p := range parts {
				if rest, ok := strings.CutPrefix(p, "'"); ok && formula(rest) {
					parts[i] = rest
				}
			}
			if got, want := strings.Join(parts, ";"), safe.Line(strings.ToValidUTF8(s, "\uFFFD")); got != want {
				t.Fatalf("%q: %q is not %q", s, got, want)
			}
		}
		var b bytes.Buffer
		tab := begin(&b)
		tab.text("x", s, s)
		tab.end()
		if err := tab.flush(); err != nil {
			t.Fatal(err)
		}
		out := strings.TrimPrefix(b.String(), "\uFEFF\r\n")
		if strings.Count(out, "\n") != 1 {
			t.Fatalf("%q breaks the line: %q", s, out)
		}
		row, err := stdcsv.NewReader(strings.NewReader(out)).Read()
		if err != nil || len(row) != 3 || row[1] != c || row[2] != c {
			t.Fatalf("%q: %q, %v", s, row, err)
		}
		// As a spreadsheet reads it that parts at semicolons.
		r := stdcsv.NewReader(strings.NewReader(out))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = ';', true, -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, field := range row {
				if evaluated(field) {
					t.Fatalf("%q becomes the formula %q", s, field)
				}
			}
		}
		for _, field := range row {
			if evaluated(field) || len(utf16.Encode([]rune(field))) > maxCell {
				t.Fatalf("%q: %q", s, field)
			}
		}
	})
}

func report() document.Document {
	path := []string{"case.zip", "=cmd|'!A0.zip", "a\n,\"b\".txt"}
	return document.Document{
		Items: []document.Item{
			{ID: "0", Path: []string{"case.zip"}, Origin: "package", Size: 700, SHA256: strings.Repeat("ab", 32), Type: document.Type{Format: "zip", MIME: "application/zip"}, Status: "read"},
			{ID: "0.0", Parent: "0", Path: path[:2], Origin: "entry", Size: 5, Type: document.Type{Format: "zip", Warnings: []string{"one", "@two"}}, Status: "partly-read",
				Problems: []document.Problem{{Kind: "corrupt", Where: "=part", Detail: "torn; +off"}, {Kind: "encrypted", Detail: "closed"}}},
			{ID: "0.0.10", Parent: "0.0", Path: path, Origin: "entry", SameAs: "0", Text: document.Text{Chars: 3, Languages: []string{"ja", "en"}}, Status: "read",
				Marks: []document.Mark{{KeyKind: "name", Key: "aoba"}, {KeyKind: "domain", Key: "evil.example"}}},
		},
		Attribution: document.Attribution{Candidates: []document.Candidate{
			{ID: "name:aoba", Name: "青葉紡績", Domains: []string{"aoba.example"}, Probability: 0.97, Roles: []string{"owner", "custodian"}, Evidence: []document.Evidence{
				{Item: "0.0.10", Path: path, Class: "recipient", Role: "recipient", Value: "+81312345678", Snippet: "青葉紡績 御中", Weight: 1.5, Quality: 0.9, CountedAs: "1 file = 1",
					Locator: document.Locator{Page: 2, Cell: "B1", Zone: "addressee", Box: &document.Box{X: 0, Y: 2, W: 3, H: 4}, Confidence: 0.91}},
				{Item: "9", Path: []string{"gone"}, Class: "mention", Value: "-5", Weight: -0.25},
			}},
			{ID: "domain:evil.example", Name: `=HYPERLINK("http://evil.example")`, Probability: 0.01},
		}},
	}
}

func TestItems(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteItems(&b, report()))
	assert.Equal(t, "\uFEFFno,item,parent,path,origin,size,sha256,same_as,format,mime,basis,warnings,status,template,chars,ocr_chars,languages,marks,organisations,problems\r\n"+
		`0,"0",,"case.zip","package",700,"`+strings.Repeat("ab", 32)+`",,"zip","application/zip",,,"read",,0,0,,0,,`+"\r\n"+
		`1,"0.0","0","'=cmd|'!A0.zip","entry",5,,,"zip",,,"one;' @two","partly-read",,0,0,,0,,"corrupt: =part: torn;' +off; encrypted: closed"`+"\r\n"+
		`2,"0.0.10","0.0","'=cmd|'!A0.zip > a\n,""b"".txt","entry",0,,"0",,,,,"read",,3,0,"ja; en",2,"青葉紡績;' =HYPERLINK(""http://evil.example"")",`+"\r\n", b.String())
}

func TestEvidence(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteEvidence(&b, report()))
	assert.Equal(t, "\uFEFFrank,id,organisation,domain,probability,roles,class,weight,counted_as,quality,role,value,snippet,why,source,item_no,item,path,sha256,page,part,cell,zone,x,y,w,h,confidence\r\n"+
		`1,"name:aoba","青葉紡績","aoba.example",0.97,"owner; custodian","recipient",1.5,"1 file = 1",0.9,"recipient","'+81312345678","青葉紡績 御中",,,2,"0.0.10","'=cmd|'!A0.zip > a\n,""b"".txt",,2,,"B1","addressee",0,2,3,4,0.91`+"\r\n"+
		`1,"name:aoba","青葉紡績","aoba.example",0.97,"owner; custodian","mention",-0.25,,0,,"-5",,,,,"9","gone",,,,,,,,,,`+"\r\n", b.String())
}

func TestListsAreBounded(t *testing.T) {
	assert.Equal(t, strings.Repeat("a; ", 49)+"a", list(strings.Split(strings.Repeat("a", 50), "")))
	assert.Equal(t, strings.Repeat("a; ", 49)+"a; and 1 more", list(strings.Split(strings.Repeat("a", 51), "")))
}

// Another program's reader sees the same columns and the same text.
func TestPythonReadsIt(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return WriteItems(b, report()) },
		func(b *bytes.Buffer) error { return WriteEvidence(b, report()) },
	} {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		cmd := exec.Command(python, "-c", "import csv,io,json,sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode('utf-8-sig'), newline=''), strict=True))))")
		cmd.Stdin = bytes.NewReader(b.Bytes())
		out, err := cmd.Output()
		require.NoError(t, err)
		var got [][]string
		require.NoError(t, json.Unmarshal(out, &got))
		want, err := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// A spreadsheet opens the tables, evaluates nothing in them, and has all columns.
func TestLibreOfficeEvaluatesNothing(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed, or -short")
	}
	dir := t.TempDir()
	d := report()
	for _, s := range []string{"=1+1", "@SUM(1)", "+1+1", "-1-1", " =1+1", "\t=1+1", "＝1+1", `"=1+1`, "x;=1+1", "−1", "=cmd|' /C calc'!A0", "'=1+1"} {
		d.Items = append(d.Items, document.Item{ID: s, Path: []string{"p", s}, Type: document.Type{Format: s, Basis: s}})
	}
	var b bytes.Buffer
	require.NoError(t, WriteItems(&b, d))
	file := filepath.Join(dir, "items.csv")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	// 59 and 44 are the codes of semicolon and comma, 76 is UTF-8, and the last "true"
	// has formulas evaluated, as a spreadsheet on a desk does.
	for name, separators := range map[string]string{"comma": "44", "semicolon": "59"} {
		out := filepath.Join(dir, name)
		cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--infilter=CSV:"+separators+",34,76,1,,0,false,true,false,false,false,0,true",
			"--convert-to", "fods", "--outdir", out, file)
		cmd.Env = append(os.Environ(), "HOME="+dir)
		if msg, err := cmd.CombinedOutput(); err != nil {
			t.Fatal(errors.Join(err, errors.New(string(msg))))
		}
		sheet, err := os.ReadFile(filepath.Join(out, "items.fods"))
		require.NoError(t, err)
		assert.NotContains(t, string(sheet), "table:formula", name)
		if name == "comma" {
			assert.Contains(t, string(sheet), "organisations</text:p>")
			assert.Contains(t, string(sheet), "青葉紡績;&apos; =HYPERLINK(&quot;http://evil.example&quot;)</text:p>")
		}
	}
	// Without the apostrophes they would be evaluated, or this test shows nothing.
	require.NoError(t, os.WriteFile(file, []byte("\"=1+1\"\r\n"), 0o600))
	cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true",
		"--convert-to", "fods", "--outdir", dir, file)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	require.NoError(t, cmd.Run())
	sheet, err := os.ReadFile(filepath.Join(dir, "items.fods"))
	require.NoError(t, err)
	assert.Contains(t, string(sheet), "table:formula")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, WriteItems(broken{}, report()), "disk full")
	assert.ErrorContains(t, WriteEvidence(broken{}, report()), "disk full")
}
