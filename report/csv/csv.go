// Package csv writes a report as tables for spreadsheets: one of the items, one of the
// evidence. They are comma-separated values as RFC 4180 describes them
// (https://www.rfc-editor.org/rfc/rfc4180): lines end in CR LF, text stands in quotation
// marks, and no cell holds a line break. They are UTF-8 with a byte order mark, without
// which Excel takes Japanese for something else. Both tables number the items, because
// spreadsheets read the ids 0.1 and 0.10 as one number.
package csv

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// maxListed is how many organisations or problems a cell lists.
const maxListed = 50

// WriteItems writes a line for each item of the package.
func WriteItems(w io.Writer, d document.Document) error {
	t := begin(w, "no", "item", "parent", "path", "origin", "size", "sha256", "same_as", "format", "mime", "basis", "warnings", "status",
		"template", "chars", "ocr_chars", "languages", "marks", "organisations", "problems")
	orgs := document.NewResolver(d.Attribution.Candidates)
	for i, it := range d.Items {
		var names, problems []string
		for _, o := range orgs.Item(it).Orgs {
			names = append(names, d.Attribution.Candidates[o].Name)
		}
		for _, p := range it.Problems {
			s := p.Kind + ": "
			if p.Where != "" {
				s += p.Where + ": "
			}
			problems = append(problems, s+p.Detail)
		}
		t.whole(int64(i))
		t.text(it.ID, it.Parent, say.Place(it.Path), it.Origin)
		t.whole(it.Size)
		t.text(it.SHA256, it.SameAs, it.Type.Format, it.Type.MIME, it.Type.Basis, list(it.Type.Warnings), it.Status, it.Group)
		t.whole(int64(it.Text.Chars), int64(it.Text.OCRChars))
		t.text(list(it.Text.Languages))
		t.whole(int64(len(it.Marks)))
		t.text(list(names), list(problems))
		t.end()
	}
	return t.flush()
}

// WriteEvidence writes a line for each piece of evidence of each organisation, the
// likeliest organisation and its strongest evidence first.
func WriteEvidence(w io.Writer, d document.Document) error {
	t := begin(w, "rank", "id", "organisation", "domain", "probability", "roles", "class", "weight", "counted_as", "quality", "role", "value",
		"snippet", "why", "source", "item_no", "item", "path", "sha256", "page", "part", "cell", "zone", "x", "y", "w", "h", "confidence")
	at := map[string]int{}
	for i, it := range d.Items {
		at[it.ID] = i
	}
	for i, c := range d.Attribution.Candidates {
		domain := ""
		if len(c.Domains) > 0 {
			domain = c.Domains[0]
		}
		for _, e := range c.Evidence {
			n, known := at[e.Item]
			t.whole(int64(i + 1))
			t.text(c.ID, c.Name, domain)
			t.number(c.Probability)
			t.text(list(c.Roles), e.Class)
			t.number(e.Weight)
			t.text(e.CountedAs)
			t.number(e.Quality)
			t.text(e.Role, e.Value, e.Snippet, e.Why, e.Source)
			t.optional(float64(n), known)
			hash := ""
			if known {
				hash = d.Items[n].SHA256
			}
			t.text(e.Item, say.Place(e.Path), hash)
			l := e.Locator
			t.optional(float64(l.Page), l.Page > 0)
			t.text(l.Part, l.Cell, l.Zone)
			box := document.Box{}
			if l.Box != nil {
				box = *l.Box
			}
			for _, v := range []int{box.X, box.Y, box.W, box.H} {
				t.optional(float64(v), l.Box != nil)
			}
			t.optional(l.Confidence, l.Confidence > 0)
			t.end()
		}
	}
	return t.flush()
}

// list writes several texts into one cell.
func list(all []string) string {
	more := ""
	if len(all) > maxListed {
		all, more = all[:maxListed], fmt.Sprintf("; and %d more", len(all)-maxListed)
	}
	return strings.Join(all, "; ") + more
}

// table writes lines of cells. The first error stays.
type table struct {
	w     *bufio.Writer
	first bool // in its line
}

func begin(w io.Writer, columns ...string) *table {
	t := &table{w: bufio.NewWriterSize(w, 256<<10), first: true}
	t.w.WriteString("\uFEFF")
	for _, c := range columns {
		t.raw(c)
	}
	t.end()
	return t
}

func (t *table) raw(s string) {
	if !t.first {
		t.w.WriteByte(',')
	}
	t.first = false
	t.w.WriteString(s)
}

// text adds cells of foreign text.
func (t *table) text(all ...string) {
	for _, s := range all {
		if s != "" {
			s = `"` + strings.ReplaceAll(cell(s), `"`, `""`) + `"`
		}
		t.raw(s)
	}
}

// whole adds cells of whole numbers, which spreadsheets may sum and sort.
func (t *table) whole(all ...int64) {
	for _, n := range all {
		t.raw(strconv.FormatInt(n, 10))
	}
}

// number adds a cell with a number.
func (t *table) number(n float64) { t.raw(strconv.FormatFloat(n, 'f', -1, 64)) }

// optional adds a number, or an empty cell where there is none.
func (t *table) optional(n float64, known bool) {
	if !known {
		t.raw("")
		return
	}
	t.number(n)
}

func (t *table) end() {
	t.w.WriteString("\r\n")
	t.first = true
}

func (t *table) flush() error {
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("writing the CSV report: %w", err)
	}
	return nil
}
