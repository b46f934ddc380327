package ndjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"evscan/report/document"
)

// Is reports whether head, the beginning of a file, is that of a stream.
func Is(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(`{"type":"header"`))
}

// ErrCutOff says that a stream has no end.
var ErrCutOff = errors.New("the stream is cut off: it has no end record")

// Read puts the report together again that a whole stream holds. One that is cut off
// gives ErrCutOff, since what it lacks may be the verdict.
func Read(r io.Reader) (document.Document, error) {
	a := assembly{at: map[string]int{}, seen: map[string]bool{}}
	in := bufio.NewReaderSize(r, 256<<10)
	for {
		line, err := in.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(bytes.TrimSpace(line)) == 0:
			return a.finish()
		case errors.Is(err, io.EOF):
			return a.doc, fmt.Errorf("line %d: %w", a.lines+1, ErrCutOff)
		case err != nil:
			return a.doc, err
		}
		if err := a.take(line); err != nil {
			return a.doc, fmt.Errorf("line %d: %w", a.lines+1, err)
		}
		a.lines++
	}
}

type assembly struct {
	doc   document.Document
	lines int
	at    map[string]int // items by ID
	seen  map[string]bool
}

// take adds one record.
func (a *assembly) take(line []byte) error {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(line, &kind); err != nil {
		return fmt.Errorf("this is no evscan stream: %w", err)
	}
	if (kind.Type == "header") != (a.lines == 0) {
		return errors.New("a stream has one header, in its first line")
	}
	if a.seen["end"] {
		return errors.New("something stands behind the end")
	}
	if kind.Type != "item" && kind.Type != "marks" {
		if a.seen[kind.Type] {
			return fmt.Errorf("a second record of the type %.40s", kind.Type)
		}
		a.seen[kind.Type] = true
	}
	d := &a.doc
	switch kind.Type {
	case "header":
		var h header
		if err := json.Unmarshal(line, &h); err != nil {
			return err
		}
		if err := document.CheckVersion(h.Schema.Version); err != nil {
			return err
		}
		d.Schema = document.Schema{Version: h.Schema.Version, URL: reportURL(h.Schema.Version)}
		d.Tool, d.Package, d.Options, d.Limits = h.Tool, h.Package, h.Options, h.Limits
		d.Items, d.Problems = []document.Item{}, []document.Problem{}
	case "item":
		var r struct {
			Item document.Item `json:"item"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if _, twice := a.at[r.Item.ID]; twice {
			return fmt.Errorf("the item %q stands there twice", r.Item.ID)
		}
		a.at[r.Item.ID] = len(d.Items)
		r.Item.Marks = []document.Mark{}
		d.Items = append(d.Items, r.Item)
	case "marks":
		var m marks
		if err := json.Unmarshal(line, &m); err != nil {
			return err
		}
		i, known := a.at[m.Item]
		if !known {
			return fmt.Errorf("marks of an item %q that does not stand before them", m.Item)
		}
		it := &d.Items[i]
		it.Status, it.Group, it.Marks, it.Links = m.Status, m.Group, m.Marks, m.Links
		it.Paper, it.Fingerprint = m.Paper, m.Fingerprint
		it.Problems = append(it.Problems, m.Problems...)
	case "claim":
		var c claim
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		d.Claim = c.Claim
	case "attribution":
		var r attribution
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		d.Attribution = r.Attribution
	case "coverage":
		var c coverage
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		d.Coverage, d.Tool.Languages, d.Tool.MissingLanguages = c.Coverage, c.Languages, c.MissingLanguages
	case "end":
		var e end
		if err := json.Unmarshal(line, &e); err != nil {
			return err
		}
		if e.Lines != a.lines || e.Items != len(d.Items) {
			return fmt.Errorf("%d lines and %d items stand before the end, which counts %d and %d", a.lines, len(d.Items), e.Lines, e.Items)
		}
		d.Timing = e.Timing
	default:
		for _, f := range further() {
			if f.name == kind.Type {
				return f.into(d, line)
			}
		}
	}
	return nil
}

func (a *assembly) finish() (document.Document, error) {
	for _, kind := range []string{"end", "claim", "attribution", "coverage"} {
		if !a.seen[kind] {
			if kind == "end" {
				return a.doc, fmt.Errorf("after line %d: %w", a.lines, ErrCutOff)
			}
			return a.doc, fmt.Errorf("the stream has no record of the type %s", kind)
		}
	}
	for _, it := range a.doc.Items {
		a.doc.Problems = append(a.doc.Problems, it.Problems...)
	}
	return a.doc, nil
}
