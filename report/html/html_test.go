package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	stdjson "encoding/json"
	"fmt"
	"image"
	"image/png"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"evscan/report/document"
	"evscan/report/say"
)

func render(t testing.TB, d document.Document, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, o))
	return b.String()
}

func onePixel(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 560, 200))))
	return b.Bytes()
}

// sample is a package of invented organisations with something of everything.
func sample(t testing.TB) document.Document {
	crop := &document.Crop{MIME: "image/png", Width: 560, Height: 200, Box: document.Box{X: 100, Y: 80, W: 90, H: 14}, Data: onePixel(t)}
	item := func(id, parent string, path ...string) document.Item {
		return document.Item{ID: id, Parent: parent, Path: path, Origin: "entry", Size: 1234, SHA256: strings.Repeat("ab", 32), Status: "read",
			Type:     document.Type{Format: "docx", MIME: "application/x", Basis: "signature", Warnings: []string{"trailing data"}},
			Metadata: []document.Metadata{{Name: "ooxml:Modified", Value: "2021-03-0" + id[len(id)-1:] + "T10:00:00Z", Source: "core"}},
			Marks: []document.Mark{
				{Kind: "names", KeyKind: "name", Key: "harrowgate", Class: "recipient", Role: "recipient", Value: "ハロゲート紡績株式会社", Snippet: "ハロゲート紡績株式会社 御中"},
				{Kind: "domains", KeyKind: "domain", Key: "kestrel.example", Class: "issuer", Role: "issuer", Value: "kestrel.example", Snippet: "sales@kestrel.example"}}}
	}
	d := document.Document{
		Schema:   document.Schema{Version: document.Version},
		Tool:     document.Tool{Name: "evscan", Version: "v1", MissingLanguages: []string{"jpn"}, Languages: []string{"eng"}, OCR: "engine 1"},
		Package:  document.Package{Name: "case.zip", Kind: "file", Size: 24_500_000, SHA256: strings.Repeat("cd", 32)},
		Options:  document.Options{Claimed: "Kestrel Systems", Lang: "auto", DefaultCatalogue: true},
		Coverage: document.Coverage{Items: 4, Read: 2, PartlyRead: 1, NotRead: 1, Duplicates: 1, ByReason: map[string]int{"encrypted": 1}},
		Claim: &document.Claim{Organisation: "Kestrel Systems", Verdict: "contradicted", Role: "vendor", Reason: "the evidence for X is too weak (0.40)",
			Probability: 0.004, LikelihoodRatio: 0.0001, Band: "strong against"},
		Attribution: document.Attribution{
			Verdict: "identified", Reason: "ハロゲート紡績株式会社 is a party of 92% of the documents, and marks of its own systems stand in 3 of them",
			Owner:     &document.Party{ID: "domain:harrowgate.example", Name: "ハロゲート紡績株式会社", Domains: []string{"harrowgate.example"}, Probability: 0.961},
			Custodian: &document.Party{ID: "domain:harrowgate.example", Name: "ハロゲート紡績株式会社", Probability: 0.9},
			Candidates: []document.Candidate{
				{ID: "domain:harrowgate.example", Name: "ハロゲート紡績株式会社", Aliases: []string{"harrowgate"}, Domains: []string{"harrowgate.example"}, Probability: 0.961, Roles: []string{"owner"}, Score: 5,
					Terms: []document.Term{{Name: "hub", Nats: 4}, {Name: "host-path", Nats: 1.4}},
					Evidence: []document.Evidence{{Item: "0.1", Path: []string{"case.zip", "画面.png"}, Class: "host-path", Role: "holder", Why: "server of a network path", Value: `\\harrowfs01\購買`,
						Snippet: `\\harrowfs01\購買\2021`, Weight: 1.4, CountedAs: "3 files = 2.4", Locator: document.Locator{Zone: "path", Box: &document.Box{X: 10, Y: 20, W: 90, H: 14}, Confidence: 0.91}, Crop: crop}}},
				{ID: "n:kestrel", Name: "Kestrel Systems GmbH", Aliases: []string{"Kestrel"}, Domains: []string{"kestrel.example"}, Probability: 0.004, Roles: []string{"vendor", "claimed"}, Score: -2,
					Terms:    []document.Term{{Name: "hub", Nats: -3}, {Name: "issuer", Nats: 0.2}},
					Evidence: []document.Evidence{{Item: "0.2", Path: []string{"case.zip", "b.docx"}, Class: "issuer", Role: "issuer", Value: "Kestrel", Snippet: "KES TREL Systems", Weight: 0.2, CountedAs: "1 file = 1"}}},
			},
			Flips:     []document.Flip{{Without: "the class host-path", Verdict: "leading", Detail: `Without the class host-path the verdict on ハロゲート紡績株式会社 would be "leading".`}},
			Baselines: []document.Baseline{{Name: "most-mentioned", Answer: "Kestrel Systems GmbH", ID: "n:kestrel", Count: 412}},
		},
		Rescored:  &document.Rescored{WeightsBefore: "2020-01-01", ClaimedBefore: "Tindal", Before: document.Outcome{Verdict: "leading", Name: "Tindal", Probability: 0.6, Claim: "undetermined"}},
		Decisions: []document.Decision{{Kind: "reject", About: []string{"Tanaka Taro"}, Note: "a person", Analyst: "A. Weaver", Date: "2026-11-23"}, {Kind: "split", About: []string{"a"}, Off: []string{"b"}}},
		Undecided: &document.Outcome{Verdict: "identified", Name: "Kestrel", Probability: 0.8},
		Items:     []document.Item{{ID: "0", Path: []string{"case.zip"}, Status: "read"}, item("0.1", "0", "case.zip", "画面.png"), item("0.2", "0", "case.zip", "b.docx"), item("0.3", "0", "case.zip", "c.docx")},
		Problems:  []document.Problem{{Item: "0.3", Kind: "encrypted", Where: "word", Detail: "no password opened it", Hint: "give the password with --password or --password-file"}},
	}
	d.Items[3].Status, d.Items[3].Problems = "not-read", d.Problems
	return d
}

// hostileStrings are what a package may hold in any name or text.
func hostileStrings() []string {
	return []string{
		`<script>window.pwned=1</script>`, `"><img src=x onerror=window.pwned=2>`, `' onmouseover='window.pwned=3`, `</script><script>window.pwned=4</script>`,
		`</style><svg onload=window.pwned=5>`, `javascript:window.pwned=6`, `{{.Policy}}${window.pwned=7}`, `]]><!--`, "invoice\u202efdp.exe", "zero\u200bwidth\u2060\ufeff",
		"\x00\x07\x1b[2J\u0085\u2028\u2029", strings.Repeat("長", 10000), strings.Repeat("W", 10000), "\xff\xfe bad", "שלום \u2066עולם\u2069", "Z" + strings.Repeat("\u0301", 300), `\u003cscript\u003e`,
	}
}

// hostile fills every string of a report that the package, or whoever wrote the
// stored report, decides about.
func hostile(t testing.TB) document.Document {
	d := sample(t)
	n := 0
	next := func() string {
		n++
		return hostileStrings()[n%len(hostileStrings())]
	}
	keep := map[string]bool{"Verdict": true, "Kind": true, "Status": true, "Class": true, "MIME": true, "Item": true, "ID": true, "Parent": true, "Role": true, "Crop": true}
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				fill(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				fill(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if !keep[v.Type().Field(i).Name] {
					fill(v.Field(i))
				}
			}
		case reflect.Float64:
			n++
			v.SetFloat([]float64{-math.MaxFloat64, math.MaxFloat64, 0, 5e-324, 0.5, -3}[n%6])
		case reflect.Int, reflect.Int64:
			n++
			v.SetInt([]int64{-5, 1 << 40, 0, math.MaxInt64, math.MinInt64}[n%5])
		case reflect.String:
			v.SetString(next())
		}
	}
	fill(reflect.ValueOf(&d).Elem())
	for _, s := range hostileStrings() {
		it := d.Items[2]
		it.ID, it.Path = fmt.Sprintf("0.%d", len(d.Items)+1), []string{"case.zip", s, s}
		d.Items = append(d.Items, it)
		c := d.Attribution.Candidates[1]
		c.ID, c.Name, c.Aliases, c.Domains = s, s, []string{s, s}, []string{s}
		d.Attribution.Candidates = append(d.Attribution.Candidates, c)
		e := d.Attribution.Candidates[0].Evidence[0]
		e.Snippet, e.Value, e.Path, e.Why, e.Class = "before "+s+" after", s, []string{s, s}, s, "mention"
		d.Attribution.Candidates[0].Evidence = append(d.Attribution.Candidates[0].Evidence, e)
		d.Problems = append(d.Problems, document.Problem{Item: "0.2", Kind: "corrupt", Where: s, Detail: s, Hint: s})
	}
	return d
}

func TestTablesAreWhole(t *testing.T) {
	en, ja := english(), japanese()
	for k, v := range en {
		assert.NotEmpty(t, v, k)
		assert.NotEmpty(t, ja[k], "Japanese of %s", k)
	}
	for k := range ja {
		assert.Contains(t, en, k)
	}
	used := regexp.MustCompile(`\((t|w) "([^"]+)"\)|\{\{(w) "([^"]+)"|data-(?:text|aria-label)="([a-z][a-z.-]+)"`)
	for _, m := range used.FindAllStringSubmatch(pageSource, -1) {
		assert.Contains(t, en, m[2]+m[4]+m[5])
	}
	for _, m := range regexp.MustCompile(`\bt\("([a-z.-]+)"\)`).FindAllStringSubmatch(script, -1) {
		assert.Contains(t, en, m[1])
	}
}

// elements walks a parsed page.
func elements(t *testing.T, page string, f func(n *html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			f(n)
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// The policy names the hashes of what stands in the page, byte for byte, as a browser
// computes them.
func TestPolicyFitsThePage(t *testing.T) {
	policy, hashes := "", map[string]bool{}
	elements(t, render(t, sample(t), Options{}), func(n *html.Node) {
		switch {
		case n.Data == "meta" && attr(n, "http-equiv") == "Content-Security-Policy":
			policy = attr(n, "content")
		case n.Data == "style", n.Data == "script" && attr(n, "type") == "":
			sum := sha256.Sum256([]byte(n.FirstChild.Data))
			hashes[n.Data+"-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'"] = true
		}
		for _, a := range n.Attr {
			assert.NotEqual(t, "style", a.Key, "the policy forbids style attributes: %s", n.Data)
		}
	})
	require.Len(t, hashes, 2)
	assert.True(t, strings.HasPrefix(policy, "default-src 'none'; "), policy)
	for h := range hashes {
		assert.Contains(t, policy, h)
	}
	for _, loose := range []string{"unsafe", "*", "http:", "https:", "'self'"} {
		assert.NotContains(t, policy, loose)
	}
}

// Whatever a package is called, the page has the elements that it has for any package
// of the same form.
func TestHostileNamesStayText(t *testing.T) {
	page := render(t, hostile(t), Options{})
	assert.NotContains(t, page, "ZgotmplZ")
	scripts := 0
	elements(t, page, func(n *html.Node) {
		switch n.Data {
		case "script":
			scripts++
		case "img", "iframe", "object", "embed", "link", "base", "form":
			assert.True(t, n.Data == "form" && attr(n, "method") == "dialog", n.Data)
		}
		for _, a := range n.Attr {
			assert.False(t, strings.HasPrefix(a.Key, "on"), "%s %s", n.Data, a.Key)
			if a.Key == "href" || a.Key == "src" {
				assert.True(t, strings.HasPrefix(a.Val, "#") || strings.HasPrefix(a.Val, "data:image/png;base64,"), a.Val)
			}
		}
	})
	assert.Equal(t, 3, scripts)
	for _, r := range page {
		if r != '\n' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029') {
			t.Fatalf("%U stands in the page", r)
		}
	}
	assert.Less(t, len(page), 3<<20, "long names are cut")
}

// A person's part in the answer is said where the answer stands.
func TestWhatAPersonDecidedIsSaid(t *testing.T) {
	page := render(t, sample(t), Options{})
	first, _, _ := strings.Cut(page, `<div class="tiles">`)
	for _, s := range []string{"Weighed again from a stored report; the scan, told of “Tindal”, answered: Tindal leading, not identified, P 0.60; claim undetermined.",
		"the scan&#39;s answer was made with those of 2020-01-01.", "A person&#39;s decisions shaped this answer: 1 rejected, 1 split (by A. Weaver). Without them: Kestrel identified as the owner, P 0.80.",
		"人の判断が反映されています", "rejected: Tanaka Taro – a person (A. Weaver, 2026-11-23)", "却下:Tanaka Taro", "split: a; apart from it: b"} {
		assert.Contains(t, first, s)
	}
	d := sample(t)
	d.Rescored, d.Decisions, d.Undecided = nil, nil, nil
	assert.NotContains(t, render(t, d, Options{}), "<p class=\"reason alarm\">")
}

// Why names are one organisation, what may be another, and what a person confirmed stands
// in the table of all organisations, the leading one among them.
func TestWhyNamesAreOneOrganisationIsSaid(t *testing.T) {
	d := sample(t)
	c := &d.Attribution.Candidates[0]
	c.Linked, c.PossiblySame, c.Confirmed = []string{"harrowgate.example and harrowgate: the domain's label is the name (+7)"}, []string{"n:kestrel", "n:gone"}, true
	page := render(t, d, Options{})
	_, table, _ := strings.Cut(page, `<summary><span class="en" lang="en">All organisations`)
	table, _, _ = strings.Cut(table, `<section id="evidence"`)
	for _, s := range []string{"<bdi>ハロゲート紡績株式会社</bdi>", "harrowgate.example and harrowgate: the domain&#39;s label is the name (&#43;7)", "harrowgate.example と harrowgate:名称がドメインのラベルと同じ(&#43;7)",
		"<bdi>Kestrel Systems GmbH</bdi>, <bdi>n:gone</bdi>", "confirmed by a person", "人が確認"} {
		assert.Contains(t, table, s)
	}
}

// The page says how to check the report, and what it was made from.
func TestCustodyIsSaid(t *testing.T) {
	d := sample(t)
	d.Tool.Sandbox = []string{"no network", "memory 2 GB"}
	d.Tool.Fingerprinting = 3
	d.Options.Redacted = true
	d.Items[1].Fingerprint = &document.Fingerprint{Shingles: 9}
	d.Rescored.ToolVersion, d.Rescored.CatalogueVersion = "v9", "c9"
	d.Weighing = &document.Weighing{Organisations: []document.Organisation{{ID: "t:1", Name: "Kestrel Systems GmbH", Domains: []string{"kestrel.example"}}, {ID: "t:2", Name: "Kestrel Systems Ltd"}},
		Claim: &document.Claimed{Organisations: []string{"t:1", "t:2"}, Keys: []document.Key{{Kind: "name", Value: "kestrel systems"}},
			Links: []document.Link{{A: "kestrel systems", B: "kestrel.example", Bits: 7, Why: "the domain's label is the name"}}}}
	page := render(t, d, Options{})
	_, about, _ := strings.Cut(page, `<section id="about"`)
	for _, s := range []string{"<bdi>SHA-256 cdcdcd", "holds the SHA-256 of 3 of 4 items", "4件中3件のSHA-256", "<bdi>evscan v9</bdi>", "<bdi>catalogue c9</bdi>", "<bdi>no network</bdi>", "<bdi>--redact</bdi>",
		"<bdi>Kestrel Systems GmbH (kestrel.example), t:1</bdi>", "<bdi>Kestrel Systems Ltd, t:2</bdi>", "<bdi>name: kestrel systems</bdi>", "the domain&#39;s label is the name (&#43;7)", "The name is ambiguous",
		"<bdi>evscan verify REPORT.json case.zip</bdi>", "<bdi>evscan compare REPORT.json OTHER.json</bdi>", "1 item can be recognised in edited copies, too (method 3)"} {
		assert.Contains(t, about, s)
	}
	first, _, _ := strings.Cut(page, `<div class="tiles">`)
	assert.Contains(t, first, "Redacted: names of persons")
	_, about, _ = strings.Cut(render(t, sample(t), Options{}), `<section id="about"`)
	about, _, _ = strings.Cut(about, "<dialog")
	assert.NotContains(t, about, "The name is ambiguous")
}

// What a person set aside is said of the files themselves; what only programs compare
// pictures by is not.
func TestItemsThatWereSetAside(t *testing.T) {
	d := sample(t)
	d.Decisions = []document.Decision{{Kind: "planted", Matched: []string{"0.1"}}, {Kind: "irrelevant", Matched: []string{"0.2", "0.9"}}, {Kind: "accept", Matched: []string{"0.3"}}}
	d.Items[1].Metadata = append(d.Items[1].Metadata, document.Metadata{Name: "image:Ink", Value: "0123"}, document.Metadata{Name: "image:Width", Value: "640"})
	page := render(t, d, Options{})
	var data itemTable
	elements(t, page, func(n *html.Node) {
		if attr(n, "id") == "data" {
			require.NoError(t, stdjson.Unmarshal([]byte(n.FirstChild.Data), &data))
		}
	})
	var aside []int
	for _, it := range data.Items {
		aside = append(aside, it.Aside)
	}
	assert.Equal(t, []int{0, 1, 2, 0}, aside)
	assert.Contains(t, page, "image:Width")
	assert.NotContains(t, page, "image:Ink")
}

func TestLanguages(t *testing.T) {
	for lang, want := range map[say.Lang]string{"": `<html lang="en" data-lang="auto">`, say.English: `<html lang="en">`, say.Japanese: `<html lang="ja">`} {
		page := render(t, sample(t), Options{Lang: lang})
		assert.Contains(t, page, want)
		assert.Contains(t, page, "The records are those of ハロゲート紡績株式会社, not of “Kestrel Systems”; “Kestrel Systems” is its vendor.")
		assert.Contains(t, page, "ハロゲート紡績株式会社 の記録であり、「Kestrel Systems」の記録ではありません。「Kestrel Systems」はその仕入先です。")
		assert.Contains(t, page, "種別「ホスト名・パス」を除くと、ハロゲート紡績株式会社 についての判定は「有力」になる。")
	}
}

func TestSamePage(t *testing.T) {
	assert.Equal(t, render(t, sample(t), Options{}), render(t, sample(t), Options{}))
}

func TestEveryVerdictHasAPage(t *testing.T) {
	for _, verdict := range []string{"identified", "leading", "undetermined", "no-evidence"} {
		for _, claim := range []string{"", "supported", "contradicted", "undetermined"} {
			d := sample(t)
			d.Attribution.Verdict = verdict
			if verdict != "identified" {
				d.Attribution.Owner, d.Attribution.Custodian = nil, nil
			}
			if verdict == "no-evidence" {
				d.Attribution.Candidates, d.Items = nil, d.Items[:1]
			}
			if d.Claim.Verdict = claim; claim == "" {
				d.Claim = nil
			}
			page := render(t, d, Options{})
			assert.NotContains(t, page, "<no value>")
			assert.Contains(t, page, "<h1")
		}
	}
	assert.Contains(t, render(t, document.Document{}, Options{}), "</html>")
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct{ snippet, mark, before, marked, after string }{
		{"a Kestrel b", "Kestrel", "a ", "Kestrel", " b"},
		{"a KES TREL b", "Kestrel", "a ", "KES TREL ", "b"},
		{"nothing", "Kestrel", "nothing", "", ""},
		{"x", "", "x", "", ""},
		{"ハロ ゲート 紡績", "ハロゲート", "", "ハロ ゲート ", "紡績"},
	} {
		b, m, a := highlight(c.snippet, c.mark)
		assert.Equal(t, []string{c.before, c.marked, c.after}, []string{b, m, a})
	}
}

func FuzzHighlight(f *testing.F) {
	f.Add("a KES TREL b", "Kestrel")
	f.Add("İ\u0307 x", "i\u0307")
	f.Fuzz(func(t *testing.T, snippet, mark string) {
		b, m, a := highlight(snippet, mark)
		if b+m+a != snippet {
			t.Fatalf("%q became %q %q %q", snippet, b, m, a)
		}
	})
}

func TestCut(t *testing.T) {
	assert.Equal(t, strings.Repeat("あ", 240), cut(strings.Repeat("あ", 240), 240))
	assert.Equal(t, strings.Repeat("あ", 179)+"…"+strings.Repeat("あ", 56)+".pdf", cut(strings.Repeat("あ", 300)+".pdf", 240))
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{"2020-10-05T01:12:00Z": "2020-10-05", "2020:05:03 10:00:11": "2020-05-03", "2021-03-01T23:00:00-05:00": "2021-03-02",
		"1980-01-01T00:00:00Z": "", "1970-01-01": "", "yesterday": "", "2021-13-01": "", "": "", "9999-01-01": ""} {
		got, ok := parseDate(in)
		assert.Equal(t, want != "", ok, in)
		if ok {
			assert.Equal(t, want, day(got))
		}
	}
	it := document.Item{Metadata: []document.Metadata{{Name: "ooxml:Created", Value: "2019-01-01"}, {Name: "mail:Date", Value: "2021-05-05"}, {Name: "ooxml:Modified", Value: "2020-01-01"}}}
	got, ok := dateOf(it)
	assert.True(t, ok)
	assert.Equal(t, "2021-05-05", day(got))
}

// A stored report may have been written by anybody: what is no picture of the two
// kinds is left out.
func TestCropsAreHeldAgainstTheirKind(t *testing.T) {
	good := *sample(t).Attribution.Candidates[0].Evidence[0].Crop
	with := func(f func(*document.Crop)) document.Document {
		d, c := sample(t), good
		f(&c)
		d.Attribution.Candidates[0].Evidence[0].Crop = &c
		return d
	}
	assert.Contains(t, render(t, with(func(*document.Crop) {}), Options{}), "data:image/png;base64,")
	for name, spoil := range map[string]func(*document.Crop){
		"svg":       func(c *document.Crop) { c.MIME = "image/svg+xml" },
		"html":      func(c *document.Crop) { c.MIME = "text/html" },
		"other":     func(c *document.Crop) { c.Data = []byte("<svg onload=alert(1)>") },
		"no width":  func(c *document.Crop) { c.Width = 0 },
		"too large": func(c *document.Crop) { c.Height = maxCropSide + 1 },
		"outside":   func(c *document.Crop) { c.Box.X = 600 },
	} {
		assert.NotContains(t, render(t, with(spoil), Options{}), "data:image", name)
	}
}

// large is a report of n items as a scan of many small files gives it.
func large(t testing.TB, n int) document.Document {
	d := sample(t)
	d.Items = d.Items[:1]
	for i := range n - 1 {
		it := document.Item{ID: fmt.Sprintf("0.%d", i), Parent: "0", Path: []string{"case.zip", fmt.Sprintf("部門%02d/年度%d/見積書_%05d_サーバー更改_最終版.xlsx", i%40, 2015+i%7, i)}, Origin: "entry",
			Size: int64(1000 + i*37), SHA256: fmt.Sprintf("%064x", i), Status: []string{"read", "read", "read", "partly-read", "not-read"}[i%5],
			Type: document.Type{Format: []string{"xlsx", "docx", "pdf", "eml"}[i%4], MIME: "application/x", Basis: "signature PK and [Content_Types].xml", Warnings: []string{}}}
		for k := range 14 {
			it.Metadata = append(it.Metadata, document.Metadata{Name: fmt.Sprintf("ooxml:Property%d", k), Value: strings.Repeat("value ", 6), Source: "docProps/app.xml"})
		}
		it.Metadata = append(it.Metadata, document.Metadata{Name: "ooxml:Modified", Value: fmt.Sprintf("20%02d-0%d-11T10:00:00Z", 10+i%12, 1+i%9)})
		for range 6 {
			it.Marks = append(it.Marks, document.Mark{KeyKind: "domain", Key: "kestrel.example", Class: "issuer", Role: "issuer", Value: "kestrel.example", Snippet: strings.Repeat("周りの文 kestrel.example ", 5)},
				document.Mark{KeyKind: "name", Key: "harrowgate", Class: "recipient", Role: "recipient", Value: "ハロゲート紡績株式会社", Snippet: "ハロゲート紡績株式会社 御中"})
		}
		if i%5 > 2 {
			it.Problems = []document.Problem{{Item: it.ID, Kind: "corrupt", Where: "word/document.xml", Detail: "the part ends early"}}
			d.Problems = append(d.Problems, it.Problems...)
		}
		d.Items = append(d.Items, it)
	}
	return d
}

func TestTwentyThousandItemsStayBelowFifteenMegabytes(t *testing.T) {
	page := render(t, large(t, 20_000), Options{})
	assert.Less(t, len(page), 15_000_000)
	t.Logf("%d bytes", len(page))
	var data itemTable
	elements(t, page, func(n *html.Node) {
		if attr(n, "id") == "data" {
			require.NoError(t, stdjson.Unmarshal([]byte(n.FirstChild.Data), &data))
		}
	})
	assert.Len(t, data.Items, 20_000)
}
