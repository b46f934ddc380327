package ooxml

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Workbook is an Excel workbook.
type Workbook struct {
	Properties
	Font          string
	Accent        string // fill of heading cells, RRGGBB
	Sheets        []Sheet
	ExternalLinks []string // addresses of workbooks this one refers to
	Printer       string   // device name in the first sheet's printer settings; empty: none
}

// Sheet is a worksheet.
type Sheet struct {
	Name           string
	Hidden         bool
	Widths         []float64 // of columns, in characters
	Rows           []Row
	Header, Footer string // in the notation of Excel: &L, &C, &R, &P, ...
	Merges         []string
}

// Row is a row of cells; a zero Cell is empty.
type Row []Cell

// Style is the look of a cell.
type Style int

// The styles of cells, in the order of the workbook's cell formats.
const (
	Plain Style = iota
	Bold
	Title   // large and bold
	Heading // bold on a fill, with borders
	Boxed   // with borders
	Money   // with borders and thousands separators
	Right   // aligned right
)

// Cell is a cell: text, or a number where Text is empty.
type Cell struct {
	Text   string
	Number float64
	Set    bool // the number counts
	Style  Style
}

// T is a text cell.
func T(s string) Cell { return Cell{Text: s} }

// S is a text cell with a style.
func S(st Style, s string) Cell { return Cell{Text: s, Style: st} }

// N is a number with thousands separators.
func N(v float64) Cell { return Cell{Number: v, Set: true, Style: Money} }

// Texts makes a row of cells with one style.
func Texts(st Style, texts ...string) Row {
	row := make(Row, len(texts))
	for i, s := range texts {
		row[i] = Cell{Text: s, Style: st}
	}
	return row
}

const (
	sheetMIME = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	nsSheet   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// Bytes returns the workbook as an xlsx file.
func (wb Workbook) Bytes() ([]byte, error) {
	if wb.Font == "" {
		wb.Font = "Yu Gothic"
	}
	if wb.Accent == "" {
		wb.Accent = "D9E2F0"
	}
	c := &container{}
	wb.addTo(c, "xl/workbook.xml")
	var rels []rel
	var b strings.Builder
	b.WriteString(xmlHead + `<workbook xmlns="` + nsSheet + `" xmlns:r="` + nsRel + `"><sheets>`)
	strs := &sharedStrings{index: map[string]int{}}
	for i, s := range wb.Sheets {
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, esc(s.Name), i+1, state, i+1)
		name := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		rels = append(rels, rel{kind: "worksheet", target: name})
		printer := ""
		if i == 0 {
			printer = wb.Printer
		}
		c.add("xl/"+name, sheetMIME+"worksheet+xml", s.xml(strs, printer != ""))
		if printer != "" {
			c.rels("xl/"+name, []rel{{kind: "printerSettings", target: "../printerSettings/printerSettings1.bin"}})
			c.addBytes("xl/printerSettings/printerSettings1.bin", "", devmode(printer))
		}
	}
	b.WriteString(`</sheets>`)
	rels = append(rels, rel{kind: "styles", target: "styles.xml"}, rel{kind: "sharedStrings", target: "sharedStrings.xml"})
	if len(wb.ExternalLinks) > 0 {
		b.WriteString(`<externalReferences>`)
		for i, target := range wb.ExternalLinks {
			name := fmt.Sprintf("externalLinks/externalLink%d.xml", i+1)
			rels = append(rels, rel{kind: "externalLink", target: name})
			fmt.Fprintf(&b, `<externalReference r:id="rId%d"/>`, len(rels))
			c.add("xl/"+name, sheetMIME+"externalLink+xml", xmlHead+`<externalLink xmlns="`+nsSheet+`"><externalBook xmlns:r="`+nsRel+`" r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>`)
			c.rels("xl/"+name, []rel{{kind: "externalLinkPath", target: target, external: true}})
		}
		b.WriteString(`</externalReferences>`)
	}
	b.WriteString(`</workbook>`)
	c.add("xl/workbook.xml", sheetMIME+"sheet.main+xml", b.String())
	c.rels("xl/workbook.xml", rels)
	c.add("xl/styles.xml", sheetMIME+"styles+xml", sheetStyles(wb.Font, wb.Accent))
	c.add("xl/sharedStrings.xml", sheetMIME+"sharedStrings+xml", strs.xml())
	return c.bytes()
}

type sharedStrings struct {
	list  []string
	index map[string]int
	uses  int
}

func (s *sharedStrings) of(text string) int {
	s.uses++
	i, ok := s.index[text]
	if !ok {
		i = len(s.list)
		s.index[text] = i
		s.list = append(s.list, text)
	}
	return i
}

func (s *sharedStrings) xml() string {
	var b strings.Builder
	fmt.Fprintf(&b, xmlHead+`<sst xmlns="`+nsSheet+`" count="%d" uniqueCount="%d">`, s.uses, len(s.list))
	for _, text := range s.list {
		b.WriteString(`<si><t xml:space="preserve">` + esc(text) + `</t></si>`)
	}
	b.WriteString(`</sst>`)
	return b.String()
}

// Ref names a cell by its zero-based column and row: Ref(0, 0) is A1.
func Ref(col, row int) string {
	name := ""
	for c := col + 1; c > 0; c = (c - 1) / 26 {
		name = string(rune('A'+(c-1)%26)) + name
	}
	return name + strconv.Itoa(row+1)
}

func (s Sheet) xml(strs *sharedStrings, printer bool) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + nsSheet + `" xmlns:r="` + nsRel + `">`)
	if len(s.Widths) > 0 {
		b.WriteString(`<cols>`)
		for i, w := range s.Widths {
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, w)
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>`)
	for r, row := range s.Rows {
		fmt.Fprintf(&b, `<row r="%d">`, r+1)
		for col, cell := range row {
			switch {
			case cell.Text != "":
				fmt.Fprintf(&b, `<c r="%s" s="%d" t="s"><v>%d</v></c>`, Ref(col, r), cell.Style, strs.of(cell.Text))
			case cell.Set:
				fmt.Fprintf(&b, `<c r="%s" s="%d"><v>%s</v></c>`, Ref(col, r), cell.Style, strconv.FormatFloat(cell.Number, 'f', -1, 64))
			case cell.Style != Plain:
				fmt.Fprintf(&b, `<c r="%s" s="%d"/>`, Ref(col, r), cell.Style)
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData>`)
	if len(s.Merges) > 0 {
		fmt.Fprintf(&b, `<mergeCells count="%d">`, len(s.Merges))
		for _, m := range s.Merges {
			b.WriteString(`<mergeCell ref="` + m + `"/>`)
		}
		b.WriteString(`</mergeCells>`)
	}
	id := ""
	if printer {
		id = ` r:id="rId1"`
	}
	b.WriteString(`<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait"` + id + `/>`)
	if s.Header != "" || s.Footer != "" {
		b.WriteString(`<headerFooter>`)
		if s.Header != "" {
			b.WriteString(`<oddHeader>` + esc(s.Header) + `</oddHeader>`)
		}
		if s.Footer != "" {
			b.WriteString(`<oddFooter>` + esc(s.Footer) + `</oddFooter>`)
		}
		b.WriteString(`</headerFooter>`)
	}
	b.WriteString(`</worksheet>`)
	return b.String()
}

func sheetStyles(font, accent string) string {
	f := esc(font)
	side := func(n string) string { return `<` + n + ` style="thin"><color auto="1"/></` + n + `>` }
	xf := func(num, font, fill, border int, align string) string {
		s := fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"`, num, font, fill, border)
		if align == "" {
			return s + `/>`
		}
		return s + ` applyAlignment="1"><alignment horizontal="` + align + `"/></xf>`
	}
	return xmlHead + `<styleSheet xmlns="` + nsSheet + `">` +
		`<fonts count="3"><font><sz val="10.5"/><name val="` + f + `"/></font><font><b/><sz val="10.5"/><name val="` + f + `"/></font><font><b/><sz val="18"/><name val="` + f + `"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF` + accent + `"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>` + side("left") + side("right") + side("top") + side("bottom") + `<diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">` +
		xf(0, 0, 0, 0, "") + xf(0, 1, 0, 0, "") + xf(0, 2, 0, 0, "") + xf(0, 1, 2, 1, "center") + xf(0, 0, 0, 1, "") + xf(3, 0, 0, 1, "") + xf(0, 0, 0, 0, "right") +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// devmode is the fixed part of a DEVMODEW structure ([MS-RPRN] 2.2.2.1), which
// Excel stores as printer settings; the device name is cut at 31 characters.
func devmode(printer string) []byte {
	const size = 220
	b := make([]byte, size)
	name := utf16.Encode([]rune(printer))
	for i, u := range name[:min(len(name), 31)] {
		binary.LittleEndian.PutUint16(b[2*i:], u)
	}
	binary.LittleEndian.PutUint16(b[64:], 0x0401) // dmSpecVersion
	binary.LittleEndian.PutUint16(b[68:], size)   // dmSize
	binary.LittleEndian.PutUint32(b[72:], 0x03)   // dmFields: orientation, paper size
	binary.LittleEndian.PutUint16(b[76:], 1)      // portrait
	binary.LittleEndian.PutUint16(b[78:], 9)      // A4
	return b
}
