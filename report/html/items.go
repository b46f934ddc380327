package html

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"

	"evscan/report/document"
	"evscan/report/say"
)

// Bounds of the details that open below a row. Together they keep the page of a
// package of 20,000 items below 15 MB.
const (
	maxDetailBytes = 5 << 20 // of all items together; marked ones and those with problems come first
	maxDetailText  = 160     // characters of one value
	maxFields      = 16
	maxMarks       = 8
	maxItemNotes   = 8
)

// The rows of the table of items go into the page as data, and its script shows a
// hundred at a time. Short names: there may be tens of thousands.
type itemTable struct {
	Orgs    []string  `json:"orgs"`
	Formats []string  `json:"formats"`
	Kinds   []string  `json:"kinds"` // of problems
	Classes []string  `json:"classes"`
	Items   []itemRow `json:"items"`
}

type itemRow struct {
	ID       string      `json:"i"`
	Parent   int         `json:"u"` // index; -1 for the package
	Name     string      `json:"n"`
	Format   int         `json:"f"`
	Size     int64       `json:"s"`
	Status   int         `json:"r,omitempty"` // 0 read, 1 partly, 2 not
	Orgs     []int       `json:"o,omitempty"`
	Problems []int       `json:"p,omitempty"` // kinds
	SHA256   string      `json:"h,omitempty"`
	Same     string      `json:"e,omitempty"`
	Aside    int         `json:"x,omitempty"` // by a person: 1 taken for planted, 2 irrelevant
	Detail   *itemDetail `json:"d,omitempty"`
	Cut      int         `json:"c,omitempty"` // 1: there is more to say than stands here
}

type itemDetail struct {
	Basis    string      `json:"b,omitempty"`
	Warnings []string    `json:"w,omitempty"`
	Metadata [][2]string `json:"m,omitempty"`
	Marks    [][4]any    `json:"k,omitempty"` // class, value, snippet, organisation
	Problems [][3]any    `json:"p,omitempty"` // kind, where, detail
}

func (m *maker) items() (template.JS, error) {
	t := itemTable{Orgs: []string{}, Formats: []string{}, Kinds: say.ProblemKinds(), Classes: classes(), Items: []itemRow{}}
	for _, c := range m.doc.Attribution.Candidates[:min(maxOrganisations, len(m.doc.Attribution.Candidates))] {
		t.Orgs = append(t.Orgs, cut(shown(c.Name), 80))
	}
	formats, index := map[string]int{}, map[string]int{}
	aside := m.aside()
	for i, it := range m.doc.Items {
		index[it.ID] = i
		row := itemRow{ID: cut(say.Clean(it.ID), maxShown), Parent: -1, Size: it.Size, SHA256: cut(say.Clean(it.SHA256), 64), Same: cut(say.Clean(it.SameAs), maxShown)}
		if p, ok := index[it.Parent]; ok && it.Parent != it.ID {
			row.Parent = p
		}
		if n := len(it.Path); n > 0 {
			row.Name = cut(say.Clean(it.Path[n-1]), 2*maxShown)
		}
		f, ok := formats[it.Type.Format]
		if !ok {
			f = len(t.Formats)
			formats[it.Type.Format] = f
			t.Formats = append(t.Formats, cut(say.Clean(it.Type.Format), 40))
		}
		row.Format = f
		row.Aside = aside[it.ID]
		row.Status = max(0, slices.Index([]string{"read", "partly-read", "not-read"}, it.Status))
		for _, o := range m.in[i].Orgs {
			if o < len(t.Orgs) {
				row.Orgs = append(row.Orgs, o)
			}
		}
		for _, p := range it.Problems {
			if k := slices.Index(t.Kinds, p.Kind); k >= 0 && !slices.Contains(row.Problems, k) {
				row.Problems = append(row.Problems, k)
			}
		}
		t.Items = append(t.Items, row)
	}
	m.details(&t)
	b, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("listing the items: %w", err)
	}
	// json.Marshal writes <, > and & as escapes, so nothing in it ends the element.
	return template.JS(b), nil
}

// aside lists the items that a person's decisions set aside, as far as the report names
// them.
func (m *maker) aside() map[string]int {
	out := map[string]int{}
	for _, x := range m.doc.Decisions {
		if k := 1 + slices.Index([]string{"planted", "irrelevant"}, x.Kind); k > 0 {
			for _, id := range x.Matched {
				out[id] = k
			}
		}
	}
	return out
}

// details spends the page's room on the items that a reader opens first: those with
// marks or problems, then the rest, each in order.
func (m *maker) details(t *itemTable) {
	room := maxDetailBytes
	for _, interesting := range []bool{true, false} {
		for i, it := range m.doc.Items {
			if (len(it.Marks)+len(it.Problems) > 0) != interesting {
				continue
			}
			d, whole := m.detail(it, t)
			n := weigh(d)
			if room < n {
				t.Items[i].Cut = 1
				continue
			}
			room -= n
			t.Items[i].Detail = d
			if !whole {
				t.Items[i].Cut = 1
			}
		}
	}
}

func (m *maker) detail(it document.Item, t *itemTable) (*itemDetail, bool) {
	value := func(s string) string { return cut(say.Clean(s), maxDetailText) }
	d := &itemDetail{Basis: value(it.Type.Basis)}
	for _, w := range it.Type.Warnings[:min(maxItemNotes, len(it.Type.Warnings))] {
		d.Warnings = append(d.Warnings, value(w))
	}
	fields := readable(it.Metadata)
	for _, f := range fields[:min(maxFields, len(fields))] {
		d.Metadata = append(d.Metadata, [2]string{value(f.Name), value(f.Value)})
	}
	for _, mk := range it.Marks[:min(maxMarks, len(it.Marks))] {
		org := m.orgs.Of(mk)
		if org >= len(t.Orgs) {
			org = -1
		}
		d.Marks = append(d.Marks, [4]any{slices.Index(t.Classes, mk.Class), value(mk.Value), value(mk.Snippet), org})
	}
	for _, p := range it.Problems[:min(maxItemNotes, len(it.Problems))] {
		d.Problems = append(d.Problems, [3]any{slices.Index(t.Kinds, p.Kind), value(p.Where), value(p.Detail)})
	}
	return d, len(it.Type.Warnings) <= maxItemNotes && len(fields) <= maxFields && len(it.Marks) <= maxMarks && len(it.Problems) <= maxItemNotes
}

// readable leaves out what only programs compare pictures by.
func readable(list []document.Metadata) []document.Metadata {
	var out []document.Metadata
	for _, f := range list {
		switch f.Name {
		case "image:DHash", "image:Shapes", "image:Ink", "image:Palette":
		default:
			out = append(out, f)
		}
	}
	return out
}

// weigh is about how many bytes of the page a detail takes.
func weigh(d *itemDetail) int {
	n := 24 + len(d.Basis)
	for _, w := range d.Warnings {
		n += 3 + len(w)
	}
	for _, f := range d.Metadata {
		n += 8 + len(f[0]) + len(f[1])
	}
	for _, k := range d.Marks {
		n += 16 + len(k[1].(string)) + len(k[2].(string))
	}
	for _, p := range d.Problems {
		n += 12 + len(p[1].(string)) + len(p[2].(string))
	}
	return n
}

// script is every string of the interface as data for the page's script.
func (w words) script() (template.JS, error) {
	all := map[say.Lang]map[string]string{}
	for _, l := range say.Langs() {
		table := map[string]string{}
		for k, v := range w.tables[l] {
			table[k] = v
		}
		for _, c := range classes() {
			table["class."+c] = say.Class(l, c)
		}
		for _, k := range say.ProblemKinds() {
			table["kind."+k] = say.ProblemKind(l, k)
		}
		all[l] = table
	}
	b, err := json.Marshal(all)
	if err != nil {
		return "", fmt.Errorf("listing the words: %w", err)
	}
	return template.JS(b), nil
}
