package redact_test

import (
	"bytes"
	"fmt"
	stdhtml "html"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report"
	"evscan/report/document"
	"evscan/report/redact"
)

// seeds are invented persons' data as packages hold them, and what of it must not be
// found again. The words of names are found nowhere in the program.
func seeds() (texts, secrets []string) {
	return []string{
			"From: Ottoline Quenby <ottoline.quenby@harrowgate.example> To: vortigern@aoba.example",
			"鷲津山 葦比古 <washizuyama@aoba.example> 担当: 鷲津山葦比古 / 鷲津山様",
			"TEL 03-0000-4321 / 携帯 ０９０－００００－８７６５ / +44 20 7946 0999 / (212) 555-0187",
			"Card 4111 1111 1111 1111, 378282246310005; IBAN GB29 NWBK 6016 1331 9268 19",
			"マイナンバー 123456789018, SSN 078-05-1120, NI number AB 12 34 56 C, Passport No. TK7654321",
			"生年月日 昭和55年11月22日, DOB 1979-12-24",
			"〒999-9999 青森県架空市夢町9-8-7 架空ハイツ204号室",
			"1749 Nonesuch Avenue, Springfield, IL 62704 and 37 Imaginary Row, Cambridge CB0 9ZZ",
			`C:\Users\oquenby\Desktop\CV_Ottoline_Quenby.docx and /home/washizuyama/x`,
			"Kind regards,\nOttoline Quenby\nHarrowgate Mills Ltd",
			"氏 名 | 氏名: 鷲津山 葦比古 | 住所: 架空市夢町九丁目9番9号",
		}, []string{
			"Ottoline", "Quenby", "quenby", "vortigern", "鷲津山", "葦比古", "washizuyama", "0000-4321", "00004321", "８７６５", "7946 0999", "79460999", "555-0187", "4111 1111", "411111", "378282246310005",
			"NWBK", "123456789018", "078-05-1120", "AB 12 34", "TK7654321", "55年11月22日", "1979-12-24", "999-9999", "夢町", "Nonesuch", "62704", "Imaginary Row", "CB0 9ZZ", "oquenby",
		}
}

// organisations must be found in every format that shows them.
var organisations = []string{"Harrowgate Mills Ltd", "harrowgate.example", "青葉紡績株式会社"}

// kept are the fields that are left as they are: words of the schema, numbers of items,
// hashes, and records of the catalogue. A new field is masked until it stands here.
var kept = regexp.MustCompile(`^(Schema|Tool|Organisation|Term|Timing|Stage|Crop)\.|^Rescored\.[TWC].*(Version|Before)$|^Outcome.Claim$|^Item.Paper$|^Fingerprint.(Text|Picture)$|^Decision.(Kind|Date|Matched)$|\.(Kind|SHA256|SHA1|MD5|ListedAt|Lang|ByReason|Verdict|Role|Roles|Band|Domains|Item|Class|Source|MIME|Cell|Zone|ID|Parent|Origin|SameAs|Status|Group|Format|Name|Languages|KeyKind|AKind|BKind|Started|Key|A|B|Candidate|PossiblySame|Organisation|Organisations)$`)

// masked are fields of those names that are masked all the same.
var masked = regexp.MustCompile(`^(Package|Party|Candidate|Outcome|Decision)\.Name$|^Claim\.Organisation$|^Warning`)

// fill puts text into every string of v that may hold any.
func fill(v reflect.Value, field string, text func() string, filled map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if !kept.MatchString(field) || masked.MatchString(field) {
			v.SetString(text())
			filled[field] = true
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(text()))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 11, 11))
		for i := range v.Len() {
			fill(v.Index(i), field, text, filled)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), field, text, filled)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, text, filled)
		}
	}
}

// seeded is a report that has personal data in every field that can hold any.
func seeded(t *testing.T) document.Document {
	texts, _ := seeds()
	n := 0
	var d document.Document
	filled := map[string]bool{}
	fill(reflect.ValueOf(&d).Elem(), "", func() string {
		n++
		return texts[n%len(texts)]
	}, filled)
	for _, field := range []string{"Item.Path", "Metadata.Value", "Mark.Value", "Mark.Snippet", "Mark.Why", "Evidence.Snippet", "Evidence.Value", "Evidence.Path", "Candidate.Name", "Candidate.Aliases",
		"Candidate.Linked", "Problem.Detail", "Problem.Where", "Problem.Hint", "Flip.Detail", "Flip.Leader", "Text.Content", "Attribution.Reason", "Claim.Reason", "Type.Warnings", "Type.Basis", "Package.Name",
		"Baseline.Answer", "Link.Why", "Options.Claimed", "Options.Catalogues"} {
		assert.True(t, filled[field], field)
	}
	d.Schema = document.Schema{Version: document.Version, URL: document.SchemaURL}
	d.Attribution.Verdict, d.Claim.Verdict = "leading", "contradicted"
	for i := range d.Items {
		it := &d.Items[i]
		it.ID, it.Status = "0."+strconv.Itoa(i), "partly-read"
		it.Path = append(it.Path, organisations[i%len(organisations)]+".txt")
		for j := range it.Metadata {
			it.Metadata[j].Name = []string{"mail:From", "ooxml:Creator", "pdf:Author", "pdf:Title", "exif:ImageDescription", "ole:LastSavedBy"}[j%6]
		}
		it.Marks = append(it.Marks, document.Mark{Kind: "names", KeyKind: "name", Key: "harrowgate mills", Class: "mention", Value: "Harrowgate Mills Ltd", Snippet: "Harrowgate Mills Ltd", Count: 1},
			document.Mark{Kind: "names", KeyKind: "name", Key: "青葉紡績", Class: "mention", Value: "青葉紡績株式会社", Snippet: "青葉紡績株式会社", Count: 1})
	}
	for i, name := range organisations {
		c := &d.Attribution.Candidates[i]
		c.ID, c.Name, c.Domains = "name:"+name, name, []string{"harrowgate.example"}
		for j := range c.Evidence {
			c.Evidence[j].Item, c.Evidence[j].Class = "0.1", "mention"
		}
	}
	for i := range d.Decisions {
		d.Decisions[i].Date = "2026-01-02"
	}
	return d
}

// unescaped undoes the escapes of HTML and JSON, so that nothing hides behind them.
func unescaped(s string) string {
	s = stdhtml.UnescapeString(s)
	return regexp.MustCompile(`\\u[0-9a-fA-F]{4}`).ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:], 16, 32)
		return string(rune(n))
	})
}

// No format holds a person of a redacted report; formats that are added later are
// looked through as well.
func TestNoFormatLeaks(t *testing.T) {
	_, secrets := seeds()
	plain := seeded(t)
	d := redact.Document(plain)
	assert.Equal(t, d, redact.Document(d), "redacting again changes nothing")
	for _, e := range report.Encoders() {
		t.Run(e.Name, func(t *testing.T) {
			var before, after bytes.Buffer
			require.NoError(t, e.Write(&before, plain, report.Options{}))
			require.NoError(t, e.Write(&after, d, report.Options{}))
			found := 0
			was, is := unescaped(before.String()), unescaped(after.String())
			for _, s := range secrets {
				if strings.Contains(was, s) {
					found++
				}
				if i := strings.Index(is, s); i >= 0 {
					t.Errorf("%q is found: %q", s, is[max(0, i-60):min(len(is), i+60)])
				}
			}
			assert.Positive(t, found, "the format shows what was seeded")
			for _, o := range organisations[:1] {
				assert.Contains(t, is, o)
			}
			assert.NotContains(t, is, "data:image/")
		})
	}
	var all bytes.Buffer
	e, _ := report.ByName("json")
	require.NoError(t, e.Write(&all, d, report.Options{}))
	for _, o := range organisations {
		assert.Contains(t, all.String(), o)
	}
	assert.Contains(t, all.String(), `"redacted": true`)
}

// One person in every pair of places: seen in the first, known in the second.
func TestKnownInOnePlaceMaskedInTheOther(t *testing.T) {
	d := document.Document{Package: document.Package{Name: "x.zip"}}
	for i, name := range []string{"mail:From", "ooxml:LastModifiedBy", "pdf:Author"} {
		d.Items = append(d.Items, document.Item{ID: fmt.Sprint("0.", i), Path: []string{"x.zip", "Ottoline Quenby " + strconv.Itoa(i) + ".docx"},
			Metadata: []document.Metadata{{Name: name, Value: "Ottoline Quenby"}}, Text: document.Text{Content: "said Ottoline Quenby of Harrowgate Mills Ltd"}})
	}
	r := redact.Document(d)
	for i, it := range r.Items {
		assert.Equal(t, []string{"x.zip", "person-1 " + strconv.Itoa(i) + ".docx"}, it.Path)
		assert.Equal(t, "person-1", it.Metadata[0].Value)
		assert.Equal(t, "said person-1 of Harrowgate Mills Ltd", it.Text.Content)
	}
}
