package markdown

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"evscan/report/document"
	"evscan/report/say"
)

var update = flag.Bool("update", false, "write the golden files; review the difference")

// render shows Markdown as trackers do, with raw HTML left in: what gets through would
// be seen.
func render(t testing.TB, markdown string) *html.Node {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))
	require.NoError(t, md.Convert([]byte(markdown), &b))
	return parse(t, b.String())
}

func parse(t testing.TB, s string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(s))
	require.NoError(t, err)
	return n
}

// shape is the tree of elements without their text; seen is their text.
func shape(n *html.Node) string {
	s := ""
	if n.Type == html.ElementNode {
		s = "<" + n.Data
		for _, a := range n.Attr {
			s += " " + a.Key
		}
		s += ">"
	}
	if n.Type == html.CommentNode {
		s = "<!-->"
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s += shape(c)
	}
	if n.Type == html.ElementNode {
		s += "</>"
	}
	return s
}

func seen(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	s := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s += seen(c)
	}
	return s
}

func report() document.Document {
	path := []string{"case.zip", "画面/共有.png"}
	return document.Document{
		Schema: document.Schema{Version: "1.0.0"}, Tool: document.Tool{Name: "evscan", Version: "v1", CatalogueVersion: "2026", WeightsVersion: "w1", MissingLanguages: []string{"jpn"}},
		Package:  document.Package{Name: "case.zip", Size: 700, SHA256: strings.Repeat("ab", 32)},
		Coverage: document.Coverage{Items: 12, Read: 9, PartlyRead: 1, NotRead: 2, Duplicates: 1},
		Claim: &document.Claim{Organisation: "Kestrel Systems", Verdict: "contradicted", Role: "vendor", Reason: "ハロゲート紡績 is the probable owner (0.96); the claimed party is a vendor here",
			Probability: 0.004, LikelihoodRatio: 0.0001, Band: "strong against"},
		Attribution: document.Attribution{Verdict: "identified", Reason: "ハロゲート紡績 is a party of 92% of the documents, and marks of its own systems stand in 3 of them", UnknownProbability: 0.04,
			Owner:     &document.Party{ID: "d:h", Name: "ハロゲート紡績", Domains: []string{"harrowgate.example"}, Probability: 0.96},
			Custodian: &document.Party{ID: "d:h", Name: "ハロゲート紡績", Probability: 0.9},
			Candidates: []document.Candidate{
				{ID: "d:h", Name: "ハロゲート紡績", Domains: []string{"harrowgate.example"}, Probability: 0.96, Coverage: 0.92, Counterparties: 3, Terms: []document.Term{{Name: "hub", Nats: 4}},
					Evidence: []document.Evidence{
						{Item: "0.0", Path: path, Class: "host-path", Why: "server of a network path", Value: `\\harrowfs01\購買`, Snippet: `\\harrowfs01\購買\2021`, Weight: 1.4, CountedAs: "3 files = 2.4",
							Locator: document.Locator{Page: 2, Part: "sheet1", Cell: "B1", Zone: "path", Confidence: 0.91}},
						{Item: "0.0", Path: path, Class: "mention", Value: "x", Weight: 0.1}, {Item: "0.0", Path: path, Class: "mention", Value: "y", Weight: 0.1}}},
				{ID: "n:k", Name: "Kestrel Systems GmbH", Domains: []string{"kestrel.example"}, Probability: 0.004, Roles: []string{"vendor", "claimed"}},
			},
			Flips: []document.Flip{{Detail: `Without the class host-path the verdict on ハロゲート紡績 would be "leading".`}}},
		Items: []document.Item{{ID: "0", Path: path[:1]}, {ID: "0.0", Path: path}},
		Problems: []document.Problem{{Item: "0.0", Kind: "encrypted", Detail: "no password opened it", Hint: "give the password with --password or --password-file"},
			{Item: "0.0", Kind: "corrupt", Where: "word/document.xml", Detail: "ends early"}},
	}
}

func write(t testing.TB, d document.Document, l say.Lang) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, Options{Lang: l}))
	return b.String()
}

func TestGolden(t *testing.T) {
	leading := report()
	leading.Attribution.Verdict, leading.Attribution.Owner, leading.Attribution.Custodian, leading.Claim, leading.Attribution.Flips = "leading", nil, nil, nil, nil
	undetermined := report()
	undetermined.Attribution.Verdict, undetermined.Attribution.Owner, undetermined.Attribution.Reason = "undetermined", nil, "nothing leads"
	undetermined.Claim.Verdict = "undetermined"
	undetermined.Attribution.Custodian.ID = "other"
	inventory := document.Document{Package: document.Package{Name: "case.zip"}, Options: document.Options{Inventory: true},
		Attribution: document.Attribution{Verdict: "undetermined", Reason: "an inventory was asked for: no text was read, so nothing speaks for or against anybody"}}
	nothing := document.Document{Package: document.Package{Name: "empty.zip"}, Attribution: document.Attribution{Verdict: "no-evidence", UnknownProbability: 1}}
	decided := report()
	decided.Tool.WeightsVersion = "w2"
	decided.Rescored = &document.Rescored{WeightsBefore: "w1", ClaimedBefore: "Kestrel", Before: document.Outcome{Verdict: "leading", Name: "Kestrel", Probability: 0.5, Claim: "undetermined"}}
	decided.Decisions = []document.Decision{{Kind: "reject", About: []string{"Tanaka Taro"}, Note: "a person", Analyst: "A. Weaver", Date: "2026-11-23"}}
	decided.Undecided = &document.Outcome{Verdict: "undetermined"}
	for name, d := range map[string]document.Document{"decided": decided, "contradicted": report(), "leading": leading, "undetermined": undetermined, "inventory": inventory, "nothing": nothing} {
		for _, l := range say.Langs() {
			t.Run(name+"-"+string(l), func(t *testing.T) {
				got := write(t, d, l)
				file := filepath.Join("testdata", name+"-"+string(l)+".md")
				if *update {
					require.NoError(t, os.MkdirAll("testdata", 0o755))
					require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
					return
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				assert.Equal(t, string(want), got)
			})
		}
	}
}

// hostile strings, each as it would be called to break out of a line, a cell, a code
// span or the page.
var hostile = []string{
	"[click](https://evil.example)", "![x](https://evil.example/p.png)", "<https://evil.example>", "https://evil.example/a", "http://evil.example", "ftp://evil.example/x",
	"www.evil.example", "WWW.evil.example", "mail@evil.example", "mailto:mail@evil.example", "xmpp:a@evil.example", "@everyone", "@octocat hi", "closes #12", "o/r#1",
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='https://evil.example'>x</a>", "<!-- comment", "&lt;b&gt;", "&#60;b&#62;", "&copy;",
	"a | b | c", `a \| b`, `a \\| b`, "`code`", "``", "` | `", "``` x", "~~~", "~~gone~~", "**bold**", "__bold__", "*em* _em_", "***", "---", "===", "- item", "+ item", "* item",
	"1. item", "1) item", "# heading", "> quote", "    indented", "\tindented", "- [x] task", "- [ ] task", "[^1]: note", "[^1]", "[a]: https://evil.example", "[a]", "[a][a]",
	"line\n\n# heading\n\n<b>", "line\r\n| a | b |\n| --- | --- |", "ends with \\", "\\", "\\\\", "|", "||", "`", "_", "*", "<", "$x^2$", "$$x$$", ":smile:", "{code}x{code}", "!pic.png!",
	"a  \nb", "\u202egnp.exe", "\x1b[31mred", "\u2028next", "term\n: definition", "<details><summary>", "</td></table>", "\u00a0# x", "\u3000- x", "x\u2060@y", "C:\\a\\|b", "`|`", "a|`b", "＠here",
}

// spoil puts s where the package has a say.
func spoil(s string) document.Document {
	d := report()
	b, _ := json.Marshal(d)
	var c document.Document
	_ = json.Unmarshal(b, &c)
	c.Package.Name, c.Claim.Organisation, c.Claim.Reason = s, s, s+" is identified as the owner"
	c.Attribution.Reason = "the evidence for " + s + " is too weak (0.1)"
	c.Attribution.Owner.Name, c.Attribution.Owner.Domains = s, []string{s + "!"}
	for i := range c.Attribution.Candidates {
		o := &c.Attribution.Candidates[i]
		o.Name, o.Domains = s, []string{s + "!"}
		for j := range o.Evidence {
			e := &o.Evidence[j]
			e.Path, e.Value, e.Snippet, e.Why, e.CountedAs, e.Locator.Part, e.Locator.Cell = []string{"case.zip", s}, s, s, "in a line with "+s, s, s, s
		}
	}
	for i := range c.Attribution.Flips {
		c.Attribution.Flips[i].Detail = s
	}
	c.Items[1].Path = []string{"case.zip", s}
	for i := range c.Problems {
		p := &c.Problems[i]
		p.Detail, p.Hint = s, s
		if p.Where != "" {
			p.Where = s
		}
	}
	c.Tool.MissingLanguages = []string{s}
	c.Rescored = &document.Rescored{WeightsBefore: s, ClaimedBefore: s, Before: document.Outcome{Verdict: "leading", Name: s}}
	c.Decisions = []document.Decision{{Kind: "reject", About: []string{s}, Note: s, Analyst: s, Date: s}}
	c.Undecided = &document.Outcome{Verdict: "leading", Name: s}
	return c
}

// harmless is the same with a string that says nothing to Markdown.
func harmless() document.Document { return spoil("name") }

// withoutCode hides whether text stands in a code span: with a bar it does not.
func withoutCode(s string) string { return strings.ReplaceAll(s, "<code></>", "") }

// Whatever the package is called, the page has the same headings, lists, tables and
// cells, and no element, address or attribute of the package's.
func TestHostileTextChangesNothing(t *testing.T) {
	for _, l := range say.Langs() {
		want := withoutCode(shape(render(t, write(t, harmless(), l))))
		for _, bad := range []string{"<a", "<img", "<script", "<del", "<input", "href", "src"} {
			require.NotContains(t, want, bad)
		}
		for _, s := range hostile {
			out := write(t, spoil(s), l)
			page := render(t, out)
			assert.Equal(t, want, withoutCode(shape(page)), "%q", s)
			assert.Contains(t, strings.ReplaceAll(seen(page), joiner, ""), strings.TrimSpace(say.Clean(s)), "%q is shown as it is", s)
		}
	}
}

// github shows Markdown as GitHub's own program does.
func github(t *testing.T, markdown string) *html.Node {
	t.Helper()
	cmd := exec.Command("cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist", "-e", "footnotes")
	cmd.Stdin = strings.NewReader(markdown)
	out, err := cmd.Output()
	require.NoError(t, err)
	return parse(t, string(out))
}

// GitHub's own program agrees, where it is installed (Debian: cmark-gfm).
func TestHostileTextAtGitHub(t *testing.T) {
	if _, err := exec.LookPath("cmark-gfm"); err != nil {
		t.Skip("cmark-gfm is not installed")
	}
	want := withoutCode(shape(github(t, write(t, harmless(), say.English))))
	for _, s := range hostile {
		page := github(t, write(t, spoil(s), say.English))
		assert.Equal(t, want, withoutCode(shape(page)), "%q", s)
		assert.Contains(t, strings.ReplaceAll(seen(page), joiner, ""), strings.TrimSpace(say.Clean(s)), "%q is shown as it is", s)
	}
}

// Hostile pieces in any order, as GitHub and goldmark show them in lists and tables.
func TestHostilePieces(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	var list, table strings.Builder
	var want []string
	table.WriteString("| a |\n| --- |\n")
	for range 3000 {
		s := ""
		for range 1 + random.IntN(5) {
			s += hostile[random.IntN(len(hostile))]
			if random.IntN(3) == 0 {
				s += " "
			}
		}
		for _, form := range []func(string) string{text, code} {
			list.WriteString("- " + form(s) + "\n")
			table.WriteString("| " + form(s) + " |\n")
			want = append(want, strings.TrimSpace(say.Clean(s)))
		}
	}
	check := func(name string, page *html.Node, element string) {
		var got []string
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.ElementNode && n.Data == element {
				got = append(got, strings.TrimSpace(strings.ReplaceAll(seen(n), joiner, "")))
				assert.Contains(t, []string{"<" + element + "></>", "<" + element + "><code></></>"}, shape(n), name)
				return
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(page)
		require.Len(t, got, len(want), name)
		for i := range want {
			assert.Equal(t, want[i], got[i], name)
		}
	}
	check("goldmark", render(t, list.String()), "li")
	check("goldmark", render(t, table.String()), "td")
	if _, err := exec.LookPath("cmark-gfm"); err == nil {
		check("GitHub", github(t, list.String()), "li")
		check("GitHub", github(t, table.String()), "td")
	}
}

// Trackers look for mentions, numbers of issues and addresses in the text that Markdown
// leaves: none stands there.
func TestNothingToFindInTheText(t *testing.T) {
	for in, want := range map[string]string{
		"@everyone":            "@" + joiner + "everyone",
		"closes #12":           `closes \#` + joiner + "12",
		"https://evil.example": `https:` + joiner + `//evil\.example`,
		"www.evil.example":     `www\.` + joiner + `evil\.example`,
		":smile:":              ":" + joiner + "smile:",
		"ooxml:Company":        "ooxml:Company",
		"0.97":                 "0.97",
		"1. item":              `1\. item`,
		"12) item":             `12\) item`,
		"Capex S.A.":           `Capex S\.A.`,
		"a|b":                  "a&#124;b",
		"東レ株式会社 (本社)":          "東レ株式会社 (本社)",
	} {
		assert.Equal(t, want, text(in), in)
	}
	for in, want := range map[string]string{"": "", "a": "`a`", "a`b": "``a`b``", "`": "`` ` ``", "``a": "``` ``a ```", "a|b": "a&#124;b", " a ": "`a`", "@x": "`@x`"} {
		assert.Equal(t, want, code(in), in)
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range append([]string{"\xff0"}, hostile...) {
		f.Add(s)
	}
	places := map[string]func(s string) (string, string){
		"paragraph": func(s string) (string, string) { return s + "\n", "<html><head></><body><p></></></>" },
		"list":      func(s string) (string, string) { return "- " + s + "\n", "<html><head></><body><ul><li></></></></>" },
		"heading":   func(s string) (string, string) { return "# a " + s + "\n", "<html><head></><body><h1></></></>" },
		"cell": func(s string) (string, string) {
			return "| a | b |\n| --- | --- |\n| " + s + " | x |\n", "<html><head></><body><table><thead><tr><th></><th></></></><tbody><tr><td></><td></></></></></></>"
		},
	}
	names := []string{"paragraph", "list", "heading", "cell"}
	f.Fuzz(func(t *testing.T, s string) {
		for _, form := range []func(string) string{text, code} {
			shown := strings.TrimSpace(say.Clean(strings.ToValidUTF8(s, "\uFFFD")))
			out := form(s)
			if strings.Trim(out, " \u00a0\u3000") == "" {
				continue
			}
			for _, name := range names {
				markdown, want := places[name](out)
				page := render(t, markdown)
				if got := withoutCode(shape(page)); got != want {
					t.Fatalf("%s of %q: %q makes %s", name, s, markdown, got)
				}
				if got := strings.ReplaceAll(seen(page), joiner, ""); !strings.Contains(got, shown) {
					t.Fatalf("%s of %q: %q shows %q", name, s, markdown, got)
				}
			}
		}
	})
}

func TestCut(t *testing.T) {
	assert.Equal(t, "abcdefgh", cut("abcdefgh", 8))
	assert.Equal(t, "abcde…hi", cut("abcdefghi", 8))
	assert.Equal(t, "東東東東東…東東", cut(strings.Repeat("東", 9), 8))
}

// A ticket stays short, whatever the package holds.
func TestBounds(t *testing.T) {
	d := report()
	for range 5000 {
		d.Attribution.Candidates = append(d.Attribution.Candidates, d.Attribution.Candidates[1])
		d.Problems = append(d.Problems, d.Problems...)[:min(5000, 2*len(d.Problems))]
		d.Attribution.Flips = append(d.Attribution.Flips, d.Attribution.Flips[0])
	}
	d.Attribution.Candidates[0].Evidence[0].Snippet = strings.Repeat("長", 100_000)
	d.Package.Name = strings.Repeat("n", 100_000)
	out := write(t, d, say.English)
	assert.Less(t, len(out), 20_000)
	assert.Equal(t, 4, strings.Count(out, "more in the JSON report"), out)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, report(), Options{}), "disk full")
}

// The words of the frame are there in both languages.
func TestWords(t *testing.T) {
	keys := func(m map[string]string) []string {
		var out []string
		for k, v := range m {
			assert.NotEmpty(t, v, k)
			out = append(out, k)
		}
		slices.Sort(out)
		return out
	}
	assert.Equal(t, keys(words(say.English)), keys(words(say.Japanese)))
}
