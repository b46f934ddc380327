// Package html writes a report as one page that needs nothing else: no network, no
// other file. Its style and script are allowed by their hashes and nothing else is
// (Content Security Policy Level 3, https://www.w3.org/TR/CSP3/). Everything that the
// package says is escaped by html/template or set as text by the script.
package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"evscan/report/document"
	"evscan/report/say"
)

// Options shape the page.
type Options struct {
	Lang say.Lang // language the page opens in; empty: Japanese where the browser prefers it, else English
}

//go:embed page.gohtml
var pageSource string

//go:embed page.css
var style string

//go:embed page.js
var script string

// Write writes the page of d to w.
func Write(w io.Writer, d document.Document, o Options) error {
	v, err := newView(d, o)
	if err != nil {
		return fmt.Errorf("writing the HTML report: %w", err)
	}
	t, err := template.New("page").Funcs(v.words.functions()).Parse(pageSource)
	if err != nil {
		return fmt.Errorf("writing the HTML report: %w", err)
	}
	buf := bufio.NewWriterSize(w, 256<<10)
	if err := t.Execute(buf, v); err != nil {
		return fmt.Errorf("writing the HTML report: %w", err)
	}
	return buf.Flush()
}

// policy allows the page's own style and script and pictures inside it, and nothing
// from anywhere.
func policy() string {
	return "default-src 'none'; style-src '" + hashOf(style) + "'; script-src '" + hashOf(script) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
