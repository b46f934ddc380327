package report

import (
	"bytes"
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"evscan/report/compare"
	"evscan/report/document"
	"evscan/report/exchange/samples"
	"evscan/report/json"
	"evscan/report/ndjson"
	"evscan/report/say"
	"evscan/report/text"
)

// output is one way in which a report leaves the program.
type output struct {
	name  string
	write func(w io.Writer, d document.Document) error
	// form is what of the output must not depend on texts of the package: elements of a
	// page, columns of a table, lines of a stream. nil: only that it is whole.
	form func(t *testing.T, out string) any
	may  string // characters besides line feeds that are not seen and stand in it by design
}

func outputs() []output {
	forms := map[string]func(*testing.T, string) any{"html": formOfPage, "markdown": formOfTicket, "csv": formOfTable, "csv-evidence": formOfTable, "ndjson": formOfStream,
		"json": formOfJSON, "stix": whole, "misp": whole, "case": whole, "text": formOfSummary}
	may := map[string]string{"csv": "\uFEFF\r", "csv-evidence": "\uFEFF\r", "markdown": "\u2060"}
	var out []output
	for _, e := range Encoders() {
		for _, l := range say.Langs() {
			if slices.Contains([]string{"json", "ndjson", "csv", "csv-evidence"}, e.Name) && l != say.English {
				continue // programs read no Japanese
			}
			out = append(out, output{e.Name + " " + string(l), func(w io.Writer, d document.Document) error { return e.Write(w, d, Options{Lang: l, Width: 80}) }, forms[e.Name], may[e.Name]})
		}
	}
	colours := func(w io.Writer, d document.Document) error {
		var b bytes.Buffer
		if err := text.Write(&b, d, text.Options{Width: 80, Color: true}); err != nil {
			return err
		}
		_, err := io.WriteString(w, regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(b.String(), ""))
		return err
	}
	compared := func(d document.Document) compare.Comparison { return compare.Of(d, d, 0.5) }
	return append(out,
		output{"text in colours", colours, formOfSummary, ""},
		output{"compare text", func(w io.Writer, d document.Document) error {
			return text.WriteComparison(w, compared(d), text.Options{Width: 80})
		}, formOfSummary, ""},
		output{"compare json", func(w io.Writer, d document.Document) error { return compare.WriteJSON(w, compared(d)) }, formOfJSON, ""})
}

// Whatever files, organisations and texts of a package are called, and whatever analysts
// write, no format runs it, is moved by it or takes another form.
func TestHostileTextsInEveryFormat(t *testing.T) {
	for _, o := range outputs() {
		t.Run(o.name, func(t *testing.T) {
			written := func(d document.Document) string {
				var b bytes.Buffer
				require.NoError(t, o.write(&b, d))
				return b.String()
			}
			require.NotNil(t, o.form, "this test does not know the format")
			want := o.form(t, written(samples.Spoiled("name")))
			for _, s := range samples.Texts() {
				about := fmt.Sprintf("%.60q", s)
				d := samples.Spoiled(s)
				out := written(d)
				seen(t, out, o.may, about)
				assert.Equal(t, want, o.form(t, out), about)
				if t.Failed() {
					t.FailNow() // the other texts fail in the same way
				}
			}
			for i, d := range samples.Hostile() { // forged ones: what is no text of the package is hostile, too
				if i%6 != 0 || strings.HasSuffix(o.name, " ja") {
					continue // it takes long, and they are much alike
				}
				seen(t, written(d), o.may, fmt.Sprintf("forged %d", i))
			}
		})
	}
}

// seen says that out is valid and that no character of it moves a terminal, hides or turns
// its surroundings.
func seen(t *testing.T, out, may, about string) {
	t.Helper()
	assert.True(t, utf8.ValidString(out), about)
	for i, r := range out {
		if r >= ' ' && r < 0x7f || r == '\n' || strings.ContainsRune(may, r) {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			assert.Fail(t, "a character that is not seen", "%U in %q of %s", r, out[max(0, i-30):min(len(out), i+30)], about)
			return
		}
	}
}

// formOfPage is the elements of a page with their attributes; it fails where one could
// run or load something.
func formOfPage(t *testing.T, out string) any {
	root, err := html.Parse(strings.NewReader(out))
	require.NoError(t, err)
	var elements []string
	scripts := map[string]string{}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			assert.Fail(t, "a comment", n.Data)
		}
		// Whether a mark is found again in a snippet that was cut depends on the text.
		if n.Type != html.ElementNode || n.Data == "mark" {
			continue
		}
		s := n.Data
		for _, a := range n.Attr {
			s += " " + a.Key
			value := strings.ToLower(a.Val)
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				assert.Fail(t, "an attribute that runs", "%s %s", n.Data, a.Key)
			case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "xlink:href":
				assert.True(t, strings.HasPrefix(value, "#") || strings.HasPrefix(value, "data:image/"), "%s %s=%s", n.Data, a.Key, a.Val)
			}
		}
		elements = append(elements, s)
		if n.Data == "script" {
			for _, a := range n.Attr {
				if a.Key == "id" {
					scripts[a.Val] = n.FirstChild.Data
				}
			}
		}
	}
	for _, id := range []string{"words", "data"} {
		assert.True(t, stdjson.Valid([]byte(scripts[id])), "the data %q is JSON", id)
	}
	return elements
}

// formOfTicket is the elements that trackers make of Markdown.
func formOfTicket(t *testing.T, out string) any {
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))
	require.NoError(t, md.Convert([]byte(out), &b))
	root, err := html.Parse(&b)
	require.NoError(t, err)
	var elements []string
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			elements = append(elements, "<!-->")
		}
		if n.Type != html.ElementNode || n.Data == "code" { // a text with a bar stands outside of code
			continue
		}
		assert.False(t, slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "href" || a.Key == "src" }), "%s leads away", n.Data)
		elements = append(elements, n.Data)
	}
	return elements
}

// formOfTable is the number of cells of each row; it fails where a spreadsheet would
// reckon.
func formOfTable(t *testing.T, out string) any {
	rows, err := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\uFEFF"))).ReadAll()
	require.NoError(t, err)
	var cells []int
	number := regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)
	for _, row := range rows {
		cells = append(cells, len(row))
		for _, c := range row {
			if n := utf8.RuneCountInString(c); n > 32767 {
				assert.Fail(t, "more than a cell holds", "%d characters", n)
			}
			for _, part := range strings.Split(c, ";") {
				begin := strings.TrimLeft(part, " \u00a0\u3000\"“”")
				if begin != "" && strings.ContainsRune("=+-@＝＋－＠\t", []rune(begin)[0]) && !number.MatchString(part) {
					assert.Fail(t, "a formula", part)
				}
			}
		}
	}
	return cells
}

// formOfStream is the types of the records in a stream, which can be read again.
func formOfStream(t *testing.T, out string) any {
	var types []string
	for line := range strings.Lines(out) {
		var r struct{ Type string }
		require.NoError(t, stdjson.Unmarshal([]byte(line), &r))
		types = append(types, r.Type)
	}
	_, err := ndjson.Read(strings.NewReader(out))
	require.NoError(t, err)
	return types
}

// formOfJSON is a document with its texts left out: names of fields, lengths of lists,
// numbers. Those of a report can be read again.
func formOfJSON(t *testing.T, out string) any {
	var v any
	require.NoError(t, stdjson.Unmarshal([]byte(out), &v))
	if strings.Contains(out, `"attribution"`) {
		_, err := json.Read(strings.NewReader(out))
		require.NoError(t, err)
	}
	var blank func(v any) any
	blank = func(v any) any {
		switch x := v.(type) {
		case string:
			return ""
		case []any:
			for i := range x {
				x[i] = blank(x[i])
			}
		case map[string]any:
			for k := range x {
				x[k] = blank(x[k])
			}
		}
		return v
	}
	return blank(v)
}

// whole says that out is JSON in which no text moves a terminal once it is decoded. Its
// form depends on the texts: what is no domain is no domain object.
func whole(t *testing.T, out string) any {
	var v any
	require.NoError(t, stdjson.Unmarshal([]byte(out), &v))
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case string:
			for line := range strings.Lines(x) {
				seen(t, strings.TrimSuffix(line, "\n"), "", "decoded")
			}
		case []any:
			for _, e := range x {
				walk(e)
			}
		case map[string]any:
			for k, e := range x {
				seen(t, k, "", "decoded")
				walk(e)
			}
		}
	}
	walk(v)
	return nil
}

// formOfSummary is the words at the margin of a summary: those of its sections. No line
// is wider than the terminal.
func formOfSummary(t *testing.T, out string) any {
	var sections []string
	for i, line := range strings.Split(out, "\n") {
		if strings.HasPrefix(line, "WHY ") || strings.HasPrefix(line, "「") {
			line = "WHY whom"
		}
		assert.LessOrEqual(t, runewidth.StringWidth(line), 80, line)
		if i == 0 || line == "" || line[0] == ' ' {
			continue
		}
		section, _, _ := strings.Cut(line, "  ")
		sections = append(sections, section)
	}
	return sections
}
