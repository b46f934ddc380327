package text

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/say"
)

var update = flag.Bool("update", false, "write the golden files; review the difference")

func render(t *testing.T, d document.Document, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, o))
	return b.String()
}

// contradicted is a package of an invented mill, claimed to be its vendor's.
func contradicted() document.Document {
	return document.Document{
		Schema:  document.Schema{Version: document.Version},
		Tool:    document.Tool{Name: "evscan", Version: "v1", MissingLanguages: []string{"jpn"}},
		Package: document.Package{Name: "case.zip", Kind: "file", Size: 24_500_000, SHA256: strings.Repeat("ab", 32)},
		Coverage: document.Coverage{Items: 12, Read: 9, PartlyRead: 1, NotRead: 2, Duplicates: 1,
			ByReason: map[string]int{"encrypted": 2, "corrupt": 1}},
		Claim: &document.Claim{Organisation: "Kestrel Systems", Verdict: "contradicted", Role: "vendor", Reason: "the probable owner is another",
			Probability: 0.004, LikelihoodRatio: 0.0001, Band: "strong against"},
		Attribution: document.Attribution{
			Verdict: "identified", Reason: "a party of 92% of the documents",
			Owner:     &document.Party{ID: "d:harrowgate.example", Name: "ハロゲート紡績株式会社", Domains: []string{"harrowgate.example"}, Probability: 0.961},
			Custodian: &document.Party{ID: "d:harrowgate.example", Name: "ハロゲート紡績株式会社", Probability: 0.9},
			Candidates: []document.Candidate{
				{ID: "d:harrowgate.example", Name: "ハロゲート紡績株式会社", Domains: []string{"harrowgate.example"}, Probability: 0.961, Coverage: 0.92, Counterparties: 3,
					Terms: []document.Term{{Name: "hub", Nats: 4}, {Name: "counterparties", Nats: 1}, {Name: "mention", Nats: 0.1}},
					Evidence: []document.Evidence{
						{Item: "0.3", Path: []string{"case.zip", "画面/共有フォルダ.png"}, Class: "host-path", Why: "server of a network path", Value: `\\harrowfs01\購買`,
							Snippet: `\\harrowfs01\購買\2021`, Weight: 1.4, CountedAs: "3 files = 2.4", Locator: document.Locator{Zone: "path", Box: &document.Box{X: 10, Y: 20, W: 300, H: 14}, Confidence: 0.91}},
						{Item: "0.4", Path: []string{"case.zip", "a.zip", "見積.xlsx"}, Class: "recipient", Why: "followed by 御中", Value: "ハロゲート紡績株式会社",
							Snippet: "ハロゲート紡績株式会社 御中", Weight: 0.2, CountedAs: "14 files, one template = 1.1", Locator: document.Locator{Part: "御見積書", Cell: "B1", Zone: "addressee"}},
						{Item: "0.4", Path: []string{"case.zip", "b.txt"}, Class: "mention", Value: "x", Weight: -0.1},
					}},
				{ID: "n:kestrel", Name: "Kestrel Systems GmbH", Domains: []string{"kestrel.example"}, Probability: 0.004, Roles: []string{"vendor", "claimed"}},
			},
			Flips:     []document.Flip{{Without: "the class host-path", Detail: `Without the class host-path the verdict would be "leading".`}},
			Baselines: []document.Baseline{{Name: "most-mentioned", Answer: "Kestrel Systems GmbH", ID: "n:kestrel", Count: 412}, {Name: "mail-domain", Answer: "ハロゲート紡績株式会社", ID: "d:harrowgate.example", Count: 3}},
		},
		Items: []document.Item{{ID: "0", Path: []string{"case.zip"}}, {ID: "0.1", Path: []string{"case.zip", "locked.zip"}}, {ID: "0.2", Path: []string{"case.zip", "torn.docx"}}},
		Problems: []document.Problem{
			{Item: "0.1", Kind: "encrypted", Detail: "no password opened it", Hint: "give the password"},
			{Item: "0.2", Kind: "corrupt", Where: "word/document.xml", Detail: "ends early"},
		},
	}
}

func TestGolden(t *testing.T) {
	hostile := contradicted()
	hostile.Package.Name = "evil\x1b[2J.zip"
	hostile.Items[1].Path[1] = "invoice\u202efdp.exe\nOWNER       nobody"
	hostile.Attribution.Candidates[1].Name = "\x1b]0;title\x07Corp"
	hostile.Problems[0].Detail = strings.Repeat("長い理由", 60)

	undetermined := contradicted()
	undetermined.Claim = &document.Claim{Organisation: "Kestrel Systems", Verdict: "undetermined", Reason: "issuer or recipient", Role: "vendor", Probability: 0.33, LikelihoodRatio: 0.6, Band: "neutral"}
	undetermined.Attribution.Verdict, undetermined.Attribution.Owner, undetermined.Attribution.Custodian = "leading", nil, nil

	nothing := document.Document{Tool: document.Tool{Version: "v1"}, Package: document.Package{Name: "empty.zip", Size: 22},
		Coverage: document.Coverage{Items: 1, Read: 1}, Attribution: document.Attribution{Verdict: "no-evidence", UnknownProbability: 1}}

	decided := contradicted()
	decided.Rescored = &document.Rescored{WeightsBefore: "2020-01-01", Before: document.Outcome{Verdict: "undetermined"}}
	decided.Tool.WeightsVersion = "2026-11-22"
	decided.Undecided = &document.Outcome{Verdict: "leading", Name: "Kestrel\x1b[2J", Probability: 0.4, Claim: "supported"}
	for i := range 10 {
		decided.Decisions = append(decided.Decisions, document.Decision{Kind: "reject", About: []string{"a\x1b[31m", strings.Repeat("長", i*12)}, Note: "a\nb", Analyst: "A. Weaver\u202e", Date: "2026-11-23"})
	}

	for name, c := range map[string]struct {
		doc  document.Document
		opts Options
	}{
		"contradicted":        {contradicted(), Options{}},
		"contradicted-narrow": {contradicted(), Options{Width: 60}},
		"contradicted-40":     {contradicted(), Options{Width: 40}},
		"contradicted-ja":     {contradicted(), Options{Lang: say.Japanese}},
		"hostile-ja-40":       {hostile, Options{Width: 40, Lang: say.Japanese}},
		"undetermined-ja":     {undetermined, Options{Lang: say.Japanese}},
		"nothing-ja":          {nothing, Options{Lang: say.Japanese}},
		"contradicted-color":  {contradicted(), Options{Color: true}},
		"undetermined":        {undetermined, Options{}},
		"nothing":             {nothing, Options{}},
		"hostile":             {hostile, Options{}},
		"decided":             {decided, Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, c.doc, c.opts)
			file := filepath.Join("testdata", name+".txt")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
			fits(t, got, c.opts)
			if !c.opts.Color {
				assert.NotContains(t, got, "\x1b", "no escape of the package or of ours")
			}
		})
	}
}

// fits fails where a line is wider than the page, or ends in blanks.
func fits(t *testing.T, got string, o Options) {
	t.Helper()
	width := o.Width
	if width == 0 {
		width = 100
	}
	m := newRuler(o.AmbiguousWide)
	for line := range strings.Lines(got) {
		line = strings.TrimRight(line, "\n")
		assert.LessOrEqual(t, m.cols(line), width, line)
		assert.Equal(t, strings.TrimRight(line, " "), line)
	}
}

// Every label has a Japanese one: nothing of the interface stays in English.
func TestJapaneseSummaryHasNoEnglish(t *testing.T) {
	doc := contradicted()
	doc.Claim.Reason, doc.Attribution.Flips = "Kestrel Systems is identified as the owner", nil
	doc.Problems[0].Hint, doc.Problems[0].Detail, doc.Problems[1].Detail = "give the password with --password or --password-file", "", ""
	got := render(t, doc, Options{Lang: say.Japanese})
	for _, word := range []string{" the ", " of ", "CLAIM", "OWNER", "TAKEN", "WHY", "OTHERS", "COVERAGE", "READ", "witness", "items", "identified", "leading", "vendor", "more in", "cell", "addressee", "path,"} {
		assert.NotContains(t, got, word)
	}
}

func TestWidths(t *testing.T) {
	narrow, wide := newRuler(false), newRuler(true)
	for _, c := range []struct {
		s            string
		narrow, wide int // as wcwidth(3) of glibc 2.36 says, the second in an East Asian locale
	}{
		{"abc", 3, 3}, {"日本語", 6, 6}, {"ｶﾞ", 2, 2}, {"ガ", 2, 2}, {"か\u3099", 2, 2}, {"e\u0301", 1, 1}, {"한", 2, 2},
		{"…→“", 3, 6}, {"😀", 2, 2}, {"👍🏽", 4, 4}, {"", 0, 0}, {"\x1b[31m日\x1b[0m", 2, 2},
	} {
		assert.Equal(t, c.narrow, narrow.cols(c.s), c.s)
		assert.Equal(t, c.wide, wide.cols(c.s), c.s)
	}
	assert.Equal(t, "日本…", narrow.cut("日本語文", 6))
	assert.Equal(t, "日本語", narrow.cut("日本語", 6))
	assert.Equal(t, "か\u3099…", narrow.cut("か\u3099きく", 4))
}

// Lines do not begin or end with what JIS X 4051 keeps from there.
func TestBreaks(t *testing.T) {
	p := newPage(Options{Width: 20, Lang: say.Japanese})
	p.line("これは長い文章です。「引用」も、ひらがなも、カタカナーも折り返されます。")
	for line := range strings.Lines(p.String()) {
		r := []rune(strings.TrimSpace(line))
		assert.NotContains(t, neverFirst, string(r[0]), line)
		assert.NotContains(t, neverLast, string(r[len(r)-1]), line)
	}
	p = newPage(Options{Width: 20})
	p.line("see share/finance/quarter/plan.xlsx now")
	assert.Equal(t, "see share/finance/\nquarter/plan.xlsx\nnow\n", p.String())
}

func FuzzPage(f *testing.F) {
	f.Add("長い日本語の文 with words \x1b[31m and escapes \x1b", 60)
	f.Fuzz(func(t *testing.T, s string, width int) {
		p := newPage(Options{Width: width})
		p.section("NAME", clean(s))
		if strings.Contains(p.String(), "\x1b") {
			t.Fatal("an escape got through")
		}
		for line := range strings.Lines(p.String()) {
			if n := p.cols(strings.TrimRight(line, "\n")); n > p.width {
				t.Fatalf("%d columns of %d: %q", n, p.width, line)
			}
		}
	})
}

// Reasons name organisations as the package writes them.
func TestReasonsAreCleaned(t *testing.T) {
	doc := contradicted()
	doc.Claim.Reason = "an issuer \x1b[31mCorp"
	doc.Attribution.Reason = "the evidence for \x1b]0;title\x07Corp\u202e is too weak"
	got := render(t, doc, Options{})
	doc.Options.Inventory = true
	got += render(t, doc, Options{})
	assert.NotContains(t, got, "\x1b")
	assert.NotContains(t, got, "\x07")
	assert.NotContains(t, got, "\u202e")
	assert.Contains(t, got, `\x1b[31mCorp`)
}
