package odf

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/xmlwalk"
)

const (
	blockBytes = 8 << 10
	maxBinary  = 64 << 20 // bytes of a picture within a flat document
)

var errFull = errors.New("text limit")

// story collects one text: the body, a header, a note, a comment.
type story struct {
	zone evidence.Zone
	part string
	b    strings.Builder
}

// reader takes the elements of any of the parts, which a flat document holds
// one after the other.
type reader struct {
	d    *document
	part string
	main string // text, sheet or pages

	texts  []*story
	inText int // within text:p, text:h: character data counts
	cells  int
	page   int
	table  string
	row    int
	rows   int
	col    int
	first  string // place of the block's first cell
	at     string // place of this cell
	cited  bool   // within the number of a note, which would part a word
	value  strings.Builder
	field  string // property being read
	name   string // of a user-defined property
	author string // field of dc:creator at this place
	hidden map[string]bool
	style  string
	binary *strings.Builder
	shapes int
}

func (r *reader) read(src io.Reader) error {
	err := xmlwalk.Walk(r.d.ctx, src, "", r.element)
	for i := len(r.texts) - 1; i >= 0; i-- {
		r.push(r.texts[i])
	}
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}

func walkText(ctx context.Context, src io.Reader, b *strings.Builder) error {
	return xmlwalk.Walk(ctx, src, "", func(e xmlwalk.Element) error {
		if e.Name == "" && b.Len() < evidence.MaxFactBytes {
			b.Write(e.Text)
		}
		return nil
	})
}

func (r *reader) story() *story { return r.texts[len(r.texts)-1] }

func (r *reader) push(s *story) {
	at := evidence.Locator{Zone: s.zone, Part: s.part, Page: r.page}
	if len(r.texts) == 1 && r.table != "" {
		at.Part, at.Cell = r.table, r.first
	}
	r.d.out.Text(s.b.String(), r.part, at)
	s.b.Reset()
	r.first = ""
}

func (r *reader) write(s string) {
	st := r.story()
	if st.b.Len() == 0 && len(r.texts) == 1 {
		r.first = r.at
	}
	st.b.WriteString(s)
	if st.b.Len() >= evidence.MaxFactBytes {
		r.push(st)
	}
}

// begin and end hold a text that stands within another one.
func (r *reader) begin(zone evidence.Zone, part string) {
	if len(r.texts) < 64 {
		r.texts = append(r.texts, &story{zone: zone, part: part})
	}
}

func (r *reader) end() {
	if len(r.texts) > 1 {
		r.push(r.story())
		r.texts = r.texts[:len(r.texts)-1]
	}
}

// toggle is begin at a start tag and end at an end tag.
func (r *reader) toggle(start bool, zone evidence.Zone, part string) {
	if start {
		r.begin(zone, part)
	} else {
		r.end()
	}
}

func (r *reader) element(e xmlwalk.Element) error {
	if r.d.out.Full() {
		return errFull
	}
	if e.Name == "" {
		r.characters(e.Text)
		return nil
	}
	if r.property(e) {
		return nil
	}
	r.text(e)
	r.structure(e)
	r.references(e)
	return nil
}

func (r *reader) characters(b []byte) {
	switch {
	case r.binary != nil:
		if r.binary.Len() < maxBinary {
			r.binary.Write(b)
		}
	case r.field != "":
		if r.value.Len() < 1<<16 {
			r.value.Write(b)
		}
	case r.inText > 0 && !r.cited:
		// Blanks and line feeds count as one blank.
		s := string(b)
		if strings.ContainsAny(s, "\n\r\t") || strings.Contains(s, "  ") {
			lead, trail := strings.TrimLeft(s, " \n\r\t") != s, strings.TrimRight(s, " \n\r\t") != s
			s = strings.Join(strings.Fields(s), " ")
			if lead {
				s = " " + s
			}
			if trail && s != " " {
				s += " "
			}
		}
		r.write(s)
	}
}

func (r *reader) text(e xmlwalk.Element) {
	switch e.Name {
	case "p", "h":
		if e.Prefix != "text" {
			return
		}
		if e.Start {
			r.inText++
			return
		}
		r.inText = max(0, r.inText-1)
		if r.cells > 0 && len(r.texts) == 1 {
			if r.story().b.Len() > 0 {
				r.write(" ")
			}
			return
		}
		r.write("\n")
		if st := r.story(); st.b.Len() >= blockBytes && r.table == "" {
			r.push(st)
		}
	case "s":
		if e.Start && e.Prefix == "text" {
			n, err := strconv.Atoi(e.Attr("c"))
			if err != nil {
				n = 1
			}
			r.write(strings.Repeat(" ", max(1, min(n, 100))))
		}
	case "tab", "tab-stop":
		if e.Start && r.inText > 0 {
			r.write("\t")
		}
	case "line-break":
		if e.Start {
			r.write("\n")
		}
	case "note-citation", "footnote-citation", "endnote-citation":
		r.cited = e.Start
	case "note-body", "footnote-body", "endnote-body":
		r.toggle(e.Start, evidence.ZoneBody, "note")
	case "annotation":
		if e.Start {
			r.author = "odf:CommentAuthor"
		} else {
			r.author = ""
		}
		r.toggle(e.Start, evidence.ZoneComment, "")
	case "tracked-changes":
		if e.Start {
			r.author = "odf:RevisionAuthor"
		} else {
			r.author = ""
		}
		r.toggle(e.Start, evidence.ZoneBody, "deleted")
	case "change-info":
		r.author = ""
		if e.Start {
			r.author = "odf:RevisionAuthor"
		}
	case "header", "header-left", "header-first", "header-decl":
		if e.Prefix == "style" || e.Prefix == "presentation" {
			r.toggle(e.Start, evidence.ZoneHeader, "")
			r.decl(e)
		}
	case "footer", "footer-left", "footer-first", "footer-decl":
		if e.Prefix == "style" || e.Prefix == "presentation" {
			r.toggle(e.Start, evidence.ZoneFooter, "")
			r.decl(e)
		}
	case "text-box":
		if r.main == "text" {
			r.toggle(e.Start, evidence.ZoneBody, "text box")
		}
	case "desc", "title": // of a picture
		if e.Prefix == "svg" {
			r.count(e.Start)
			if !e.Start {
				r.write("\n")
			}
		}
	case "annotation-math", "mi", "mn", "mtext", "script":
		r.count(e.Start)
		if !e.Start {
			r.write(" ")
		}
	}
}

// decl makes the text of a header or footer of slides count, which stands in no
// paragraph.
func (r *reader) decl(e xmlwalk.Element) {
	if strings.HasSuffix(e.Name, "-decl") {
		r.count(e.Start)
	}
}

func (r *reader) count(start bool) {
	if start {
		r.inText++
	} else {
		r.inText = max(0, r.inText-1)
	}
}

func (r *reader) structure(e xmlwalk.Element) {
	switch e.Name {
	case "table":
		if e.Prefix != "table" || r.main != "sheet" {
			return
		}
		r.push(r.texts[0])
		r.row, r.rows, r.table = 0, 0, ""
		if e.Start {
			r.table = e.Attr("name")
			r.d.out.Meta("odf:Sheet", r.table, r.part)
			if r.hidden[e.Attr("style-name")] {
				r.d.out.Meta("odf:HiddenSheet", r.table, r.part)
			}
		}
	case "table-row":
		if e.Start {
			r.rows, _ = strconv.Atoi(e.Attr("number-rows-repeated"))
			r.col = 0
			return
		}
		r.row += max(1, r.rows)
		if st := r.story(); st.b.Len() > 0 {
			r.write("\n")
			if st.b.Len() >= 4*blockBytes && r.table != "" {
				r.push(st)
			}
		}
	case "table-cell", "covered-table-cell":
		r.cell(e)
	case "page":
		if e.Prefix == "draw" && r.main == "pages" {
			r.push(r.texts[0])
			if e.Start {
				r.page++
				if r.hidden[e.Attr("style-name")] {
					r.d.out.Meta("odf:HiddenSlide", strconv.Itoa(r.page), r.part)
				}
			}
		}
	case "notes":
		if e.Prefix == "presentation" {
			r.toggle(e.Start, evidence.ZoneBody, "notes")
		}
	case "style":
		if e.Start {
			r.style = e.Attr("name")
			if name := e.Attr("display-name"); name != "" && e.Prefix == "style" && !builtin(name) {
				r.d.out.Meta("odf:Style", name, r.part)
			}
		}
	case "table-properties", "drawing-page-properties", "properties":
		if e.Start && (e.Attr("display") == "false" || e.Attr("visibility") == "hidden") {
			r.hidden[r.style] = true
		}
	case "master-page":
		if e.Prefix == "style" {
			if name := e.Attr("display-name") + e.Attr("name"); e.Start && !builtin(name) {
				if shown := e.Attr("display-name"); shown != "" {
					name = shown
				}
				r.d.out.Meta("odf:Master", name, r.part)
			}
			r.toggle(e.Start, evidence.ZoneFooter, "master")
		}
	}
}

func (r *reader) cell(e xmlwalk.Element) {
	if !e.Start {
		r.cells = max(0, r.cells-1)
		if r.story().b.Len() > 0 {
			r.write("\t")
		}
		return
	}
	r.cells++
	r.at = reference(r.col, r.row)
	n, err := strconv.Atoi(e.Attr("number-columns-repeated"))
	if err != nil {
		n = 1
	}
	r.col += max(1, min(n, 1<<20))
}

// reference writes a place as spreadsheets do: A1 is column 0, row 0.
func reference(col, row int) string {
	var s []byte
	for col++; col > 0; col = (col - 1) / 26 {
		s = append([]byte{byte('A' + (col-1)%26)}, s...)
	}
	return string(s) + strconv.Itoa(row+1)
}

// builtin reports whether the office program gives a style or master the name.
func builtin(name string) bool {
	low := strings.ToLower(name)
	for _, p := range []string{"standard", "default", "heading", "title", "subtitle", "text body", "text_20_body", "list", "caption", "index", "table", "footnote", "endnote", "header", "footer",
		"first", "left_20", "right_20", "left page", "right page", "internet", "visited", "numbering", "bullet", "contents", "frame", "graphics", "ole", "object", "preformatted", "horizontal", "sender", "addressee",
		"html", "envelope", "landscape", "quotations", "page ", "page_20", "line num", "main index", "marginalia", "drop caps", "placeholder", "source text", "teletype", "user entry", "variable", "definition", "emphasis", "strong",
		"example", "citation", "report", "result", "background", "notes", "outline", "blank", "normal", "hyperlink", "illustration", "drawing", "figure", "signature", "salutation", "first line", "hanging", "body text", "text", "rubies", "vertical", "handout", "document map", "plain text", "no spacing", "filled", "lines", "shapes", "arrow", "dimension", "balloon", "annotation", "toc ", "followed", "bibliography", "hidden"} {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	return name == ""
}

// image decodes a picture that a flat document holds as text.
func (r *reader) image() []byte {
	clean := strings.Map(func(c rune) rune {
		if c <= ' ' {
			return -1
		}
		return c
	}, r.binary.String())
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader([]byte(clean))))
	if err != nil && len(b) == 0 {
		return nil
	}
	return b
}
