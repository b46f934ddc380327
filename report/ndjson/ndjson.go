// Package ndjson writes a report as JSON lines (https://jsonlines.org/), one record a
// line, so that a long scan can be followed and a report of any size read piece by
// piece. The records hold the types of the JSON report:
//
//	header       what scans what, with which options and limits; always first
//	item         an item as it was committed, in ordinal order: all but its marks
//	marks        what points at organisations in an item, and what was found out about
//	             the item since; comes when the whole package has been read
//	claim        the verdict on the claim; null where there is none
//	attribution  the answer
//	weighing ... each further field of the report has a record of its name, where it is
//	             not empty
//	coverage     the sums, and the OCR models that were used
//	end          how many lines and items stand before it; a stream without it is cut off
//
// Readers pass over types of records that they do not know.
package ndjson

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"evscan/report/document"
	"evscan/report/safe"
)

type header struct {
	Type    string           `json:"type"`
	Schema  document.Schema  `json:"schema"`
	Tool    document.Tool    `json:"tool" jsonschema:"description=Without the OCR models: the coverage has them"`
	Package document.Package `json:"package"`
	Options document.Options `json:"options"`
	Limits  document.Limits  `json:"limits"`
}

type itemRecord struct {
	Type string    `json:"type"`
	Item committed `json:"item"`
}

// committed is an item without what is known later: a field of its own here hides the
// embedded one of that name.
type committed struct {
	document.Item
	Group *struct{} `json:"group,omitempty"`
	Marks *struct{} `json:"marks,omitempty"`
	Links *struct{} `json:"links,omitempty"`
	Paper *struct{} `json:"paper,omitempty"`

	Fingerprint *struct{} `json:"fingerprint,omitempty"`
}

type marks struct {
	Type     string             `json:"type"`
	Item     string             `json:"item" jsonschema:"description=Id of the item"`
	Status   string             `json:"status" jsonschema:"enum=read,enum=partly-read,enum=not-read,description=Of the item in the end"`
	Group    string             `json:"group,omitempty" jsonschema:"description=Items of one template or near copies share it"`
	Marks    []document.Mark    `json:"marks"`
	Links    []document.Link    `json:"links,omitempty"`
	Problems []document.Problem `json:"problems" jsonschema:"description=Those that were found out after the item had been committed"`
	Paper    string             `json:"paper,omitempty" jsonschema:"description=Kind of business paper that its heading says it is"`

	Fingerprint *document.Fingerprint `json:"fingerprint,omitempty" jsonschema:"description=What near-copies of the item are known by"`
}

type claim struct {
	Type  string          `json:"type"`
	Claim *document.Claim `json:"claim" jsonschema:"nullable"`
}

type attribution struct {
	Type        string               `json:"type"`
	Attribution document.Attribution `json:"attribution"`
}

type coverage struct {
	Type             string            `json:"type"`
	Coverage         document.Coverage `json:"coverage"`
	Languages        []string          `json:"languages,omitempty" jsonschema:"description=OCR models that were used"`
	MissingLanguages []string          `json:"missing_languages,omitempty" jsonschema:"description=OCR models that were asked for and are not installed"`
}

type end struct {
	Type   string           `json:"type"`
	Lines  int              `json:"lines" jsonschema:"minimum=1,description=Lines before this one"`
	Items  int              `json:"items" jsonschema:"minimum=0,description=Items among them"`
	Timing *document.Timing `json:"timing,omitempty"`
}

// Writer writes a stream. Each line is one call of Write on what is underneath, so
// that whoever reads has it at once.
type Writer struct {
	w     io.Writer
	lines int
	items int
}

// NewWriter returns a writer of one stream to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Begin writes the header from the fields of d that are known before the first item.
func (w *Writer) Begin(d document.Document) error {
	h := header{Type: "header", Schema: document.Schema{Version: d.Schema.Version, URL: schemaURL(d.Schema.Version)},
		Tool: d.Tool, Package: d.Package, Options: d.Options, Limits: d.Limits}
	h.Tool.Languages, h.Tool.MissingLanguages = nil, nil
	return w.line(h)
}

// Item writes an item as it was committed. What is found in it later is left out.
func (w *Writer) Item(it document.Item) error {
	w.items++
	return w.line(itemRecord{Type: "item", Item: committed{Item: it}})
}

// End writes all that is known when the package has been read. The items of d must be
// those that were written.
func (w *Writer) End(d document.Document) error {
	for _, it := range d.Items {
		late := slices.DeleteFunc(slices.Clone(it.Problems), func(p document.Problem) bool { return !p.Late })
		if len(it.Marks) == 0 && len(it.Links) == 0 && it.Group == "" && it.Paper == "" && it.Fingerprint == nil && len(late) == 0 {
			continue
		}
		if err := w.line(marks{Type: "marks", Item: it.ID, Status: it.Status, Group: it.Group, Marks: orEmpty(it.Marks), Links: it.Links, Problems: orEmpty(late),
			Paper: it.Paper, Fingerprint: it.Fingerprint}); err != nil {
			return err
		}
	}
	records := []any{claim{"claim", d.Claim}, attribution{"attribution", d.Attribution}}
	for _, f := range further() {
		if r := f.of(&d); r != nil {
			records = append(records, r)
		}
	}
	for _, record := range append(records, coverage{"coverage", d.Coverage, d.Tool.Languages, d.Tool.MissingLanguages}) {
		if err := w.line(record); err != nil {
			return err
		}
	}
	return w.line(end{"end", w.lines, w.items, d.Timing})
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (w *Writer) line(record any) error {
	b, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("writing the stream: %w", err)
	}
	if _, err := w.w.Write(append(safe.JSON(b), '\n')); err != nil {
		return fmt.Errorf("writing the stream: %w", err)
	}
	w.lines++
	return nil
}

// Write writes the stream that the scan of d would have written.
func Write(out io.Writer, d document.Document) error {
	buf := bufio.NewWriterSize(out, 256<<10)
	w := NewWriter(buf)
	if err := w.Begin(d); err != nil {
		return err
	}
	for _, it := range d.Items {
		if err := w.Item(atCommit(it)); err != nil {
			return err
		}
	}
	if err := w.End(d); err != nil {
		return err
	}
	return buf.Flush()
}

// atCommit takes away what was found out about an item after it had been committed.
func atCommit(it document.Item) document.Item {
	early := slices.DeleteFunc(slices.Clone(it.Problems), func(p document.Problem) bool { return p.Late })
	// What is found out late never makes an item unread, and one with the bytes of
	// another keeps that one's status.
	if len(early) == 0 && len(it.Problems) > 0 && it.SameAs == "" && it.Status == "partly-read" {
		it.Status = "read"
	}
	it.Problems = orEmpty(early)
	return it
}
