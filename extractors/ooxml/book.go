package ooxml

import (
	"fmt"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/cellfmt"
)

const (
	chunkBytes = 64 << 10 // one block of a sheet
	maxBlocks  = 2000     // blocks that end at an empty row; later ones end at chunkBytes only
)

type sheet struct{ name, state, part string }

func readBook(d *document) {
	targets := map[string]string{}
	for _, r := range d.relations(d.main) {
		targets[r.id] = r.target
	}
	var sheets []sheet
	n := numbers{}
	defined := ""
	d.problem(d.main, d.walk(d.main, func(e element) error {
		switch {
		case e.start && e.name == "sheet" && len(sheets) < maxParts:
			sheets = append(sheets, sheet{e.attr("name"), e.attr("state"), targets[e.relID()]})
		case e.start && e.name == "workbookPr":
			n.late = e.attr("date1904") == "1" || e.attr("date1904") == "true"
		case e.start && e.name == "fileSharing":
			d.out.Meta("ooxml:ReservedBy", e.attr("userName"), d.main)
		case e.start && e.name == "absPath":
			d.out.Meta("ooxml:SavedPath", e.attr("url"), d.main)
		case e.name == "definedName":
			if defined = ""; e.start {
				defined = e.attr("name")
			}
		case e.name == "" && defined != "":
			if !strings.HasPrefix(defined, "_xlnm.") && !strings.HasPrefix(defined, "_xl") {
				d.out.Meta("ooxml:DefinedName", defined, d.main)
			}
			defined = ""
		}
		return nil
	}))
	d.numberFormats(&n)
	strs := d.sharedStrings()
	for _, s := range sheets {
		if d.stop() {
			return
		}
		if s.state == "hidden" || s.state == "veryHidden" {
			d.out.Meta("ooxml:HiddenSheet", s.name, d.main)
		}
		d.out.Meta("ooxml:Sheet", s.name, d.main)
		r := sheetReader{d: d, strs: strs, sheet: s, numbers: n}
		d.problem(s.part, r.read())
		for _, name := range d.related(s.part, "comments") {
			d.sheetComments(name, s.name)
		}
		for _, name := range d.related(s.part, "drawing") {
			d.flow(name, evidence.Locator{Part: s.name, Zone: evidence.ZoneBody})
		}
	}
	d.cellStyles()
	d.diagrams()
}

// sharedStrings reads the table of strings cells point into. It holds no more
// than the item's limit of text; cells beyond it come out empty.
func (d *document) sharedStrings() []string {
	var name string
	for _, name = range d.related(d.main, "sharedStrings") {
		break
	}
	if name == "" {
		return nil
	}
	var strs []string
	var b strings.Builder
	left := d.out.Left()
	inText, phonetic := false, 0
	d.problem(name, d.walk(name, func(e element) error {
		switch e.name {
		case "":
			if inText && phonetic == 0 {
				left -= int64(len(e.text))
				if left < 0 {
					return fmt.Errorf("%w: more shared strings than text is read", evidence.ErrLimit)
				}
				b.Write(e.text)
			}
		case "t":
			inText = e.start
		case "rPh": // readings of kanji in kana, not shown in the cell
			if e.start {
				phonetic++
			} else if phonetic > 0 {
				phonetic--
			}
		case "si":
			if !e.start {
				left -= 16 // what an empty string costs
				strs = append(strs, b.String())
				b.Reset()
			}
		}
		return nil
	}))
	return strs
}

// sheetReader streams one worksheet: rows as lines, cells apart by tabs. Blocks
// end at an empty row, as an address above a table does.
type sheetReader struct {
	d       *document
	strs    []string
	sheet   sheet
	numbers numbers
	style   string

	block   strings.Builder
	first   string // reference of the block's first cell
	row     strings.Builder
	last    int // number of the last row with content
	cellRef string
	kind    string
	value   strings.Builder
	inValue bool
	zone    evidence.Zone // inside a header or footer
	phon    int
}

func (r *sheetReader) read() error {
	if r.sheet.part == "" {
		return fmt.Errorf("%w: sheet %q has no part", evidence.ErrCorrupt, r.sheet.name)
	}
	err := r.d.walk(r.sheet.part, r.element)
	r.endRow()
	r.flush()
	return err
}

func (r *sheetReader) element(e element) error {
	if r.d.out.Full() {
		return errFull
	}
	switch e.name {
	case "":
		if (r.inValue && r.phon == 0 || r.zone != "") && r.value.Len() < evidence.MaxFactBytes {
			r.value.Write(e.text)
		}
	case "row":
		if e.start {
			n, err := strconv.Atoi(e.attr("r"))
			if err == nil && n > r.last+1 && r.last > 0 && r.d.out.Facts() < maxBlocks {
				r.flush()
			}
			if err == nil {
				r.last = n - 1
			}
		} else {
			r.endRow()
		}
	case "c":
		if e.start {
			r.cellRef, r.kind, r.style = e.attr("r"), e.attr("t"), e.attr("s")
			r.value.Reset()
		} else {
			r.endCell()
		}
	case "v", "t":
		r.inValue = e.start
	case "rPh":
		if e.start {
			r.phon++
		} else if r.phon > 0 {
			r.phon--
		}
	case "headerFooter": // stands behind the cells
		r.flush()
	case "oddHeader", "evenHeader", "firstHeader":
		r.running(e.start, evidence.ZoneHeader)
	case "oddFooter", "evenFooter", "firstFooter":
		r.running(e.start, evidence.ZoneFooter)
	}
	return nil
}

func (r *sheetReader) running(start bool, zone evidence.Zone) {
	if start {
		r.zone = zone
		r.value.Reset()
		return
	}
	r.d.out.Text(plainHeader(r.value.String()), r.sheet.part, evidence.Locator{Part: r.sheet.name, Zone: zone})
	r.zone = ""
	r.value.Reset()
}

func (r *sheetReader) endCell() {
	value := r.value.String()
	r.value.Reset()
	if r.kind == "s" {
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.strs) {
			return
		}
		value = r.strs[i]
	}
	value = r.numbers.shown(value, r.kind, r.style)
	if value = strings.TrimSpace(value); value == "" {
		return
	}
	if r.row.Len() > 0 {
		r.row.WriteByte('\t')
	}
	if r.first == "" {
		r.first = r.cellRef
	}
	r.row.WriteString(value)
	if r.row.Len() > chunkBytes { // a row of its own is no bound
		r.block.WriteString(r.row.String())
		r.row.Reset()
		r.flush()
	}
}

func (r *sheetReader) endRow() {
	r.last++
	if r.row.Len() == 0 {
		if r.d.out.Facts() < maxBlocks {
			r.flush()
		}
		return
	}
	first := r.first
	if r.block.Len() > 0 && r.block.Len()+r.row.Len() > chunkBytes {
		r.flush()
		r.first = first
	}
	r.block.WriteString(r.row.String())
	r.block.WriteByte('\n')
	r.row.Reset()
}

func (r *sheetReader) flush() {
	r.d.out.Text(r.block.String(), r.sheet.part, evidence.Locator{Part: r.sheet.name, Cell: r.first, Zone: evidence.ZoneBody})
	r.block.Reset()
	r.first = ""
}

// plainHeader drops the codes of a header string (ECMA-376 part 1, 18.3.1.46):
// &L &C &R for its sections, &"font,style", &size, &Kcolour and fields.
func plainHeader(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '&' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c == '&':
			b.WriteByte('&')
		case c == 'L' || c == 'C' || c == 'R':
			b.WriteByte('\n')
		case c == '"':
			end := strings.IndexByte(s[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case c == 'K':
			i = min(len(s)-1, i+6)
		case c >= '0' && c <= '9':
			for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
				i++
			}
		}
	}
	return b.String()
}

func (d *document) sheetComments(name, sheet string) {
	var ref string
	var b strings.Builder
	inText := false
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.name == "comment" && e.start:
			ref = e.attr("ref")
			b.Reset()
		case e.name == "t":
			inText = e.start
		case e.name == "" && inText && b.Len() < evidence.MaxFactBytes:
			b.Write(e.text)
		case e.name == "comment":
			d.out.Text(b.String(), name, evidence.Locator{Part: sheet, Cell: ref, Zone: evidence.ZoneComment})
		}
		return nil
	}))
}

// cellStyles pushes the names of cell styles that are not built in.
func (d *document) cellStyles() {
	for _, name := range d.related(d.main, "styles") {
		d.sheetLook(name)
		d.problem(name, d.walk(name, func(e element) error {
			if e.start && e.name == "cellStyle" && e.attr("builtinId") == "" {
				d.out.Meta("ooxml:Style", e.attr("name"), name)
			}
			return nil
		}))
	}
}

// numbers is how a workbook shows the numbers of its cells.
type numbers struct {
	late   bool           // dates count from 1904
	codes  map[int]string // the workbook's own formats
	styles []int          // format of each cell style
}

// shown is a cell's value as people see it.
func (n *numbers) shown(value, kind, style string) string {
	switch kind {
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[strings.TrimSpace(value)]
	case "", "n":
		v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return value
		}
		i, err := strconv.Atoi(style)
		if err != nil {
			i = 0
		}
		return n.number(v, i)
	}
	return value
}

func (n *numbers) number(v float64, style int) string {
	id := 0
	if style >= 0 && style < len(n.styles) {
		id = n.styles[style]
	}
	return cellfmt.Format(v, id, n.codes[id], n.late)
}

// numberFormats reads the number formats and the cell styles that use them.
func (d *document) numberFormats(n *numbers) {
	n.codes = map[int]string{}
	for _, name := range d.related(d.main, "styles") {
		in := false
		d.problem(name, d.walk(name, func(e element) error {
			switch {
			case e.name == "cellXfs":
				in = e.start
			case e.start && e.name == "numFmt" && len(n.codes) < 5000:
				if id, err := strconv.Atoi(e.attr("numFmtId")); err == nil {
					n.codes[id] = e.attr("formatCode")
				}
			case e.start && e.name == "xf" && in && len(n.styles) < 1<<17:
				id, err := strconv.Atoi(e.attr("numFmtId"))
				if err != nil {
					id = 0
				}
				n.styles = append(n.styles, id)
			}
			return nil
		}))
	}
}
