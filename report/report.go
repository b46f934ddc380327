// Package report lists the formats a report is written in.
package report

import (
	"cmp"
	"io"
	"path/filepath"
	"strings"

	"evscan/report/document"
	"evscan/report/html"
	"evscan/report/json"
	"evscan/report/say"
	"evscan/report/text"
)

// Encoder writes reports in one format.
type Encoder struct {
	Name  string   // as --format names it
	Exts  []string // file name extensions that choose it, lower case, without dot
	Write func(w io.Writer, d document.Document, o Options) error
}

// Options shape what people read. Programs' formats do not look at them.
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

// ByFile finds the encoder by the extension of an output file.
func ByFile(file string) (Encoder, bool) {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(file), "."))
	for _, e := range Encoders() {
		for _, x := range e.Exts {
			if x == ext {
				return e, true
			}
		}
	}
	return Encoder{}, false
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
