// Package report lists the formats a report is written in.
package report

import (
	"io"
	"path/filepath"
	"strings"

	"evscan/report/document"
	"evscan/report/json"
	"evscan/report/text"
)

// Encoder writes reports in one format.
type Encoder struct {
	Name  string   // as --format names it
	Exts  []string // file name extensions that choose it, lower case, without dot
	Write func(w io.Writer, d document.Document, o Options) error
}

// Options shape what people read. Programs' formats do not look at them.
type Options = text.Options

// Encoders lists every format, the default first.
func Encoders() []Encoder {
	return []Encoder{
		{Name: "text", Exts: []string{"txt"}, Write: text.Write},
		{Name: "json", Exts: []string{"json"}, Write: func(w io.Writer, d document.Document, _ Options) error { return json.Write(w, d) }},
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

// Names lists the formats for help and messages.
func Names() []string {
	var names []string
	for _, e := range Encoders() {
		names = append(names, e.Name)
	}
	return names
}
