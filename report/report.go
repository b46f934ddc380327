// Package report lists the formats a report is written in.
package report

import (
	"cmp"
	"io"
	"path/filepath"
	"strings"

	"evscan/report/caseuco"
	"evscan/report/csv"
	"evscan/report/document"
	"evscan/report/html"
	"evscan/report/json"
	"evscan/report/markdown"
	"evscan/report/misp"
	"evscan/report/ndjson"
	"evscan/report/say"
	"evscan/report/stix"
	"evscan/report/text"
)

// Encoder writes reports in one format.
type Encoder struct {
	Name  string   // as --format names it
	Exts  []string // ends of file names that choose it, lower case, without the dot before them; the longest that fits decides
	Write func(w io.Writer, d document.Document, o Options) error
	Live  func(w io.Writer) Live // nil: it can only be written as a whole
}

// Live writes a report while the scan runs. Begin comes first, with what is known
// before the first item; then the items, as they were committed; End last. Together
// they write what the encoder's Write writes of the whole report.
type Live interface {
	Begin(d document.Document) error
	Item(it document.Item) error
	End(d document.Document) error
}

// Options shape what people read. The JSON report does not look at them.
type Options struct {
	Width int      // columns of the summary; 0 means 100
	Color bool     // ANSI colours in the summary
	Lang  say.Lang // language of what people read; empty: that of the browser, or Locale
	// Locale is the language of the person at this terminal, for formats that cannot ask
	// a browser.
	Locale        say.Lang
	AmbiguousWide bool // the terminal shows characters of ambiguous width in two columns
}

// Text are the options of the summary.
func (o Options) Text() text.Options {
	return text.Options{Width: o.Width, Color: o.Color, Lang: cmp.Or(o.Lang, o.Locale), AmbiguousWide: o.AmbiguousWide}
}

// Encoders lists every format, the default first.
func Encoders() []Encoder {
	return []Encoder{
		{Name: "text", Exts: []string{"txt"}, Write: func(w io.Writer, d document.Document, o Options) error {
			return text.Write(w, d, o.Text())
		}},
		{Name: "json", Exts: []string{"json"}, Write: func(w io.Writer, d document.Document, _ Options) error { return json.Write(w, d) }},
		{Name: "html", Exts: []string{"html", "htm"}, Write: func(w io.Writer, d document.Document, o Options) error {
			return html.Write(w, d, html.Options{Lang: o.Lang})
		}},
		{Name: "ndjson", Exts: []string{"ndjson", "jsonl"}, Write: func(w io.Writer, d document.Document, _ Options) error { return ndjson.Write(w, d) },
			Live: func(w io.Writer) Live { return ndjson.NewWriter(w) }},
		{Name: "csv", Exts: []string{"csv"}, Write: func(w io.Writer, d document.Document, _ Options) error { return csv.WriteItems(w, d) }},
		{Name: "csv-evidence", Exts: []string{"evidence.csv"}, Write: func(w io.Writer, d document.Document, _ Options) error { return csv.WriteEvidence(w, d) }},
		{Name: "markdown", Exts: []string{"md", "markdown"}, Write: func(w io.Writer, d document.Document, o Options) error {
			return markdown.Write(w, d, markdown.Options{Lang: o.Lang})
		}},
		{Name: "stix", Exts: []string{"stix.json"}, Write: func(w io.Writer, d document.Document, o Options) error { return stix.Write(w, d, o.Lang) }},
		{Name: "misp", Exts: []string{"misp.json"}, Write: func(w io.Writer, d document.Document, o Options) error { return misp.Write(w, d, o.Lang) }},
		{Name: "case", Exts: []string{"case.jsonld", "jsonld"}, Write: func(w io.Writer, d document.Document, o Options) error { return caseuco.Write(w, d, o.Lang) }},
	}
}

// ByName finds the encoder that --format names.
func ByName(name string) (Encoder, bool) {
	for _, e := range Encoders() {
		if e.Name == name {
			return e, true
		}
	}
	return Encoder{}, false
}

// ByFile finds the encoder by the end of an output file's name: its extension, or a
// longer end such as "evidence.csv", alone or behind one of ". - _".
func ByFile(file string) (Encoder, bool) {
	name := strings.ToLower(filepath.Base(file))
	var best Encoder
	longest := 0
	for _, e := range Encoders() {
		for _, x := range e.Exts {
			before, fits := strings.CutSuffix(name, x)
			if !fits || len(x) <= longest {
				continue
			}
			if strings.HasSuffix(before, ".") || strings.Contains(x, ".") && (before == "" || strings.ContainsAny(before[len(before)-1:], "-_")) {
				best, longest = e, len(x)
			}
		}
	}
	return best, longest > 0
}

// Extensions lists the extensions of output files, with their dots, as messages name
// them.
func Extensions() string {
	var all []string
	for _, e := range Encoders() {
		for _, x := range e.Exts {
			all = append(all, "."+x)
		}
	}
	return strings.Join(all, ", ")
}

// Names lists the formats for help and messages.
func Names() []string {
	var names []string
	for _, e := range Encoders() {
		names = append(names, e.Name)
	}
	return names
}
