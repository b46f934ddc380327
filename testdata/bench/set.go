package bench

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"math/rand/v2"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/japanese"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
	"evscan/testdata/make/picture"
)

// formats of papers.
const (
	docx = "docx"
	xlsx = "xlsx"
	pptx = "pptx"
	pdfs = "pdf"
	scan = "scan" // a pdf with a picture only
	txt  = "txt"
	csvs = "csv"
	jpg  = "jpg" // a photographed or exported page
)

// ext is the ending of a file of the format.
func ext(format string) string {
	if format == scan {
		return "pdf"
	}
	return format
}

// setter makes files of papers the way the package asks for.
type setter struct {
	plan *Plan
	st   *Studio
	r    *rand.Rand // of the file
}

func (s *setter) set(p *paper, format string) ([]byte, error) {
	switch format {
	case docx:
		return s.docx(p)
	case xlsx:
		return s.xlsx(p)
	case pptx:
		return s.pptx(p)
	case pdfs:
		return s.pdf(p)
	case scan:
		return s.scan(p)
	case jpg:
		return s.jpg(p)
	case txt:
		return []byte(p.plain()), nil
	case csvs:
		return s.csv(p)
	}
	return nil, fmt.Errorf("no format %q", format)
}

// plain is the paper as text.
func (p *paper) plain() string {
	var b strings.Builder
	for _, k := range p.blocks {
		switch k.style {
		case "pair":
			for _, l := range append(append([]string{}, k.left...), k.right...) {
				b.WriteString(l + "\n")
			}
		case "table":
			for _, row := range k.rows {
				b.WriteString(strings.Join(row, "\t") + "\n")
			}
		default:
			b.WriteString(k.text + "\n")
		}
	}
	return b.String()
}

// csv is the table of the paper; Japanese programs write it in Shift_JIS as often as not.
func (s *setter) csv(p *paper) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, k := range p.blocks {
		if err := w.WriteAll(k.rows); err != nil {
			return nil, fmt.Errorf("writing a table: %w", err)
		}
	}
	if p.by != nil && p.ja && chance(p.by.style("csv"), .5) {
		if data, err := japanese.ShiftJIS.NewEncoder().Bytes(b.Bytes()); err == nil {
			return data, nil
		}
	}
	return b.Bytes(), nil
}

// properties are what the maker's programs write about a paper.
func (s *setter) properties(p *paper, app string) ooxml.Properties {
	out := ooxml.Properties{}
	if s.plan.Metadata == Kept {
		out.Application, out.AppVersion = app, "16.0000"
		if p.by != nil {
			out.Application, out.AppVersion = program(p.by, app)
		}
		out.Creator, out.LastModifiedBy = p.author.name, p.author.name
		out.Created, out.Modified = p.when.AddDate(0, 0, -1), p.when
		if o := p.by; o != nil {
			st := o.style("properties")
			out.Company = o.company
			if chance(st, .5) {
				out.Creator = pick(st, []string{p.author.box, p.author.name, o.netbios + `\` + p.author.box, "user", "owner", o.short})
				if !p.custody && strings.Contains(out.Creator, `\`) {
					out.Creator = p.author.box
				}
			}
			if len(o.people) > 1 && chance(s.r, .5) {
				out.LastModifiedBy = pick(s.r, o.people).name
			}
			if chance(s.r, .4) {
				out.Title = p.title
			}
			if o.formal && chance(st, .5) {
				out.Template = pick(st, []string{o.roman + "_standard.dotx", "Letter " + o.short + ".dotx", "社内文書.dotx", "Normal.dotm"})
				if app == "Microsoft Excel" {
					out.Template = ""
				}
			}
			if (p.custody || p.travels) && o.labels && chance(s.r, .7) {
				out.Label = s.label(o, p)
			}
			if p.custody && p.path != "" && chance(s.r, .2) {
				out.HyperlinkBase = `\\` + o.server + `\` + o.share + `\`
			}
		}
	}
	if f := s.plan.forceCompany; f != nil {
		out.Company = f.name
		if out.Creator == "" {
			out.Creator = f.short
		}
	}
	if f := s.plan.forceLabel; f != nil {
		out.Label = s.label(f, p)
	}
	return out
}

// program is what the organisation writes its papers with.
func program(o *org, app string) (name, version string) {
	switch o.style("program").IntN(12) {
	case 0:
		return "LibreOffice/7.4.3.2$Windows_X86_64", ""
	case 1:
		return strings.Replace(app, "Microsoft ", "Microsoft Macintosh ", 1), "16.0000"
	case 2:
		return "WPS Office", "11.0800"
	case 3:
		return app, "15.0000"
	}
	return app, "16.0000"
}

func (s *setter) label(o *org, p *paper) *ooxml.Label {
	name := pick(o.style("label"), []string{"Internal", "Confidential", "General"})
	if o.ja {
		name = pick(o.style("label"), []string{"社外秘", "Internal", "一般"})
	}
	return &ooxml.Label{ID: o.label, SiteID: o.tenant, Name: name, Method: "Standard", Set: p.when, Part: chance(o.style("labelpart"), .6)}
}

func (s *setter) font(p *paper) string {
	if p.by != nil {
		return p.by.font
	}
	return map[bool]string{true: "Yu Gothic", false: "Calibri"}[p.ja]
}

func (s *setter) accent(p *paper) string {
	if p.by != nil {
		return p.by.accent
	}
	return "444444"
}

func (s *setter) docx(p *paper) ([]byte, error) {
	d := ooxml.Document{Properties: s.properties(p, "Microsoft Office Word"), Font: s.font(p), Accent: s.accent(p), Header: p.header, Footer: p.footer}
	if p.custody && s.plan.Metadata == Kept && p.by != nil && chance(s.r, .25) {
		d.AttachedTemplate = `file:///\\` + p.by.server + `\` + p.by.share + `\templates\` + p.by.roman + `.dotx`
	}
	if p.by != nil && p.by.formal && chance(p.by.style("styles"), .6) {
		st := p.by.style("styles")
		for i := range 2 + st.IntN(4) {
			d.Styles = append(d.Styles, pick(st, []string{p.by.short + " ", strings.ToUpper(p.by.roman[:2]) + "_", ""})+pick(st, []string{"Body", "本文", "Table text", "見出し", "Small", "Address", "注記", "Quote"})+fmt.Sprint(i+1))
		}
	}
	side := p.by != nil && chance(p.by.style("pair"), .5)
	for _, k := range p.blocks {
		switch k.style {
		case "title":
			d.Body = append(d.Body, ooxml.Paragraph{Text: k.text, Style: "Title"})
		case "heading":
			d.Body = append(d.Body, ooxml.Paragraph{Text: k.text, Style: "Heading1"})
		case "right":
			d.Body = append(d.Body, ooxml.Paragraph{Text: k.text, Align: "right"})
		case "gap":
			d.Body = append(d.Body, ooxml.Paragraph{})
		case "table":
			d.Body = append(d.Body, ooxml.Table{Rows: k.rows})
		case "pair":
			if side {
				d.Body = append(d.Body, ooxml.Table{Rows: [][]string{{strings.Join(k.left, "\n"), strings.Join(k.right, "\n")}}})
				continue
			}
			for _, l := range k.left {
				d.Body = append(d.Body, ooxml.Paragraph{Text: l})
			}
			for _, l := range k.right {
				d.Body = append(d.Body, ooxml.Paragraph{Text: l, Align: "right"})
			}
		default:
			d.Body = append(d.Body, ooxml.Paragraph{Text: k.text})
		}
	}
	return d.Bytes()
}

func (s *setter) xlsx(p *paper) ([]byte, error) {
	wb := ooxml.Workbook{Properties: s.properties(p, "Microsoft Excel"), Font: s.font(p)}
	if p.custody && p.by != nil && s.plan.Metadata == Kept {
		if chance(s.r, .35) {
			wb.Printer = p.by.printer
		}
		if chance(s.r, .15) {
			wb.ExternalLinks = []string{`file:///\\` + p.by.server + `\` + p.by.share + `\master.xlsx`}
		}
	}
	var rows []ooxml.Row
	columns := 4
	for _, k := range p.blocks {
		if k.style == "table" && len(k.rows) > 0 {
			columns = max(columns, len(k.rows[0]))
		}
	}
	right := func(text string) ooxml.Row {
		row := make(ooxml.Row, columns)
		row[columns-1] = ooxml.S(ooxml.Right, text)
		return row
	}
	for _, k := range p.blocks {
		switch k.style {
		case "title":
			rows = append(rows, ooxml.Row{ooxml.S(ooxml.Title, k.text)})
		case "heading":
			rows = append(rows, ooxml.Row{ooxml.S(ooxml.Bold, k.text)})
		case "right":
			rows = append(rows, right(k.text))
		case "gap":
			rows = append(rows, ooxml.Row{})
		case "pair":
			for i := range max(len(k.left), len(k.right)) {
				row := make(ooxml.Row, columns)
				if i < len(k.left) {
					row[0] = ooxml.T(k.left[i])
				}
				if i < len(k.right) {
					row[columns-2] = ooxml.T(k.right[i])
				}
				rows = append(rows, row)
			}
		case "table":
			for i, line := range k.rows {
				row := ooxml.Row{}
				for _, cell := range line {
					switch v, err := strconv.Atoi(strings.ReplaceAll(cell, ",", "")); {
					case i == 0:
						row = append(row, ooxml.S(ooxml.Heading, cell))
					case err == nil && cell != "" && cell[0] != '0':
						row = append(row, ooxml.N(float64(v)))
					default:
						row = append(row, ooxml.S(ooxml.Boxed, cell))
					}
				}
				rows = append(rows, row)
			}
		default:
			rows = append(rows, ooxml.Row{ooxml.T(k.text)})
		}
	}
	name := "Sheet1"
	if chance(s.r, .5) {
		name = clipRunes(strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\`, r) {
				return '_'
			}
			return r
		}, p.title), 28)
	}
	sheet := ooxml.Sheet{Name: name, Rows: rows, Widths: []float64{28, 30, 16, 22, 18}}
	if p.header != "" {
		sheet.Header = "&R" + strings.ReplaceAll(p.header, "&", "&&")
	}
	if p.footer != "" {
		sheet.Footer = "&C" + strings.ReplaceAll(p.footer, "&", "&&") + "&R&P"
	}
	wb.Sheets = []ooxml.Sheet{sheet}
	return wb.Bytes()
}

func clipRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func (s *setter) pptx(p *paper) ([]byte, error) {
	d := ooxml.Presentation{Properties: s.properties(p, "Microsoft Office PowerPoint"), Font: s.font(p), Accent: s.accent(p), Footer: p.footer, ThemeName: "Office Theme"}
	if p.by != nil && p.by.formal {
		d.ThemeName = pick(p.by.style("theme"), []string{p.by.short + " template", p.by.roman + "2020", "Office テーマ", "Office Theme"})
	}
	if p.by != nil && p.by.formal {
		d.Inset = p.by.style("slides").IntN(12) * 60000
	}
	var cur *ooxml.Slide
	flush := func() {
		if cur != nil {
			d.Slides = append(d.Slides, *cur)
		}
	}
	for _, k := range p.blocks {
		switch k.style {
		case "title", "heading":
			flush()
			cur = &ooxml.Slide{Title: k.text}
		case "table", "pair", "gap":
			if cur == nil {
				cur = &ooxml.Slide{Title: p.title}
			}
			for _, row := range k.rows {
				cur.Lines = append(cur.Lines, strings.Join(row, "  "))
			}
			cur.Lines = append(append(cur.Lines, k.left...), k.right...)
		default:
			if cur == nil {
				cur = &ooxml.Slide{Title: p.title}
			}
			cur.Lines = append(cur.Lines, k.text)
		}
	}
	flush()
	return d.Bytes()
}

// info is the document information of a PDF file.
func (s *setter) info(p *paper) []pdf.Entry {
	if s.plan.Metadata == Stripped {
		return nil
	}
	list := []pdf.Entry{{Key: "Producer", Value: "Microsoft: Print To PDF"}}
	if o := p.by; o != nil {
		st := o.style("info")
		list = []pdf.Entry{{Key: "Producer", Value: o.maker}}
		if chance(st, .6) {
			list = append(list, pdf.Entry{Key: "Author", Value: pick(s.r, []string{p.author.name, p.author.box, o.company})})
		}
		if chance(st, .6) {
			list = append(list, pdf.Entry{Key: "Creator", Value: pick(st, []string{"Microsoft Word", "Microsoft® Excel® 2016", "Writer", "PScript5.dll Version 5.2.2", o.roman + "-print"})})
		}
		if chance(st, .2) {
			list = append(list, pdf.Entry{Key: "Company", Value: o.company})
		}
	}
	if chance(s.r, .4) {
		list = append(list, pdf.Entry{Key: "Title", Value: pick(s.r, []string{p.title, p.title, "Microsoft Word - " + p.title + ".docx", "Untitled"})})
	}
	return list
}

func (s *setter) pdf(p *paper) ([]byte, error) {
	f := &flow{page: &pdf.Page{}, p: p}
	f.r, f.g, f.b = channels(s.accent(p))
	f.pages = append(f.pages, f.page)
	f.edges()
	for _, k := range p.blocks {
		f.block(k)
	}
	d := pdf.Document{Info: s.info(p), Pages: f.pages}
	if s.plan.Metadata == Kept {
		d.Created, d.Modified = p.when, p.when
	}
	return d.Bytes()
}

func channels(rrggbb string) (r, g, b float64) {
	v, err := strconv.ParseUint(rrggbb, 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255
}

// flow sets blocks down the pages of a PDF file.
type flow struct {
	p       *paper
	page    *pdf.Page
	pages   []*pdf.Page
	y       float64
	r, g, b float64
}

// edges begins a page: running header and footer.
func (f *flow) edges() {
	f.y = 64
	if f.p.header != "" {
		f.page.RightText(551, 34, 8.5, latin(f.p.header))
	}
	if f.p.footer != "" {
		f.page.CenterText(297, 816, 8, latin(f.p.footer))
	}
}

func (f *flow) need(h float64) {
	if f.y+h < 800 {
		return
	}
	f.page = &pdf.Page{}
	f.pages = append(f.pages, f.page)
	f.edges()
}

func (f *flow) lines(x, width, size float64, text string, bold bool) {
	for _, l := range wrap(latin(text), width, size) {
		f.need(size * 1.5)
		if bold {
			f.page.Bold(x, f.y, size, l)
		} else {
			f.page.Text(x, f.y, size, l)
		}
		f.y += size * 1.55
	}
}

func (f *flow) block(k block) {
	switch k.style {
	case "title":
		f.need(40)
		f.page.CenterText(297, f.y+6, 18, latin(k.text))
		f.y += 36
	case "heading":
		f.y += 6
		f.lines(48, 500, 12, k.text, true)
	case "right":
		f.need(16)
		f.page.RightText(551, f.y, 10, latin(k.text))
		f.y += 15
	case "small":
		f.lines(48, 500, 8, k.text, false)
	case "gap":
		f.y += 14
	case "pair":
		top := f.y
		for _, l := range k.left {
			f.lines(48, 250, 10, l, false)
		}
		bottom := f.y
		f.y = top + 12
		for _, l := range k.right {
			f.lines(325, 226, 9.5, l, false)
		}
		f.y = max(bottom, f.y) + 8
	case "table":
		f.table(k.rows)
	default:
		f.lines(48, 500, 10, k.text, false)
	}
}

func (f *flow) table(rows [][]string) {
	if len(rows) == 0 {
		return
	}
	w := 503 / float64(len(rows[0]))
	for i, row := range rows {
		f.need(18)
		if i == 0 {
			f.page.Fill(48, f.y-11, 503, 16, .5+f.r/2, .5+f.g/2, .5+f.b/2)
		}
		for j, cell := range row {
			if l := wrap(latin(cell), w-6, 8.5); len(l) > 0 {
				f.page.Text(51+float64(j)*w, f.y, 8.5, l[0])
				if len(l) > 1 {
					f.page.Text(51+float64(j)*w, f.y+9, 8.5, l[1])
				}
			}
		}
		f.y += 20
		f.page.Line(48, f.y-12, 551, f.y-12, .3)
	}
	f.y += 8
}

// latin replaces what the standard fonts of a PDF do not write.
func latin(s string) string {
	return strings.NewReplacer("ß", "ss", "©", "(c)", "®", "(R)", "–", "-", "’", "'").Replace(s)
}

// wrap breaks text into lines of at most the given width in points: Latin text
// between words, Japanese anywhere.
func wrap(s string, width, size float64) []string {
	var out []string
	for _, para := range strings.Split(s, "\n") {
		line := ""
		for _, word := range words(para) {
			if line != "" && pdf.Width(line+word, size) > width {
				out = append(out, strings.TrimRight(line, " "))
				line = strings.TrimLeft(word, " ")
				continue
			}
			line += word
		}
		out = append(out, line)
	}
	return out
}

// words cuts text where a line may break.
func words(s string) []string {
	var out []string
	cur := ""
	for _, r := range s {
		if r > 0x2e80 {
			if cur != "" {
				out = append(out, cur)
				cur = ""
			}
			out = append(out, string(r))
			continue
		}
		if r == ' ' && cur != "" {
			out = append(out, cur)
			cur = ""
		}
		cur += string(r)
	}
	if cur != "" {
		out = append(out, cur)
	}
	return out
}

// scan is a PDF file with a picture of the paper and nothing else.
func (s *setter) scan(p *paper) ([]byte, error) {
	data, err := s.page(p, 40+s.r.IntN(42))
	if err != nil {
		return nil, err
	}
	page := &pdf.Page{}
	page.Picture(data, 0, 0, pdf.A4Width, pdf.A4Height)
	d := pdf.Document{Pages: []*pdf.Page{page}}
	if s.plan.Metadata == Kept {
		d.Info = []pdf.Entry{{Key: "Producer", Value: pick(s.r, []string{"KONICA MINOLTA bizhub C360i", "RICOH MP C3004", "Canon iR-ADV C5535", "Adobe Scan for Android", "Xerox AltaLink"})}}
		d.Created = p.when
	}
	return d.Bytes()
}

func (s *setter) jpg(p *paper) ([]byte, error) {
	data, err := s.page(p, 70)
	if err != nil || s.plan.Metadata == Stripped {
		return data, err
	}
	return picture.AddEXIF(data, picture.EXIF{Make: "Apple", Model: "iPhone 12", Software: "15.6", Taken: p.when})
}

func (s *setter) page(p *paper, quality int) ([]byte, error) {
	img := s.st.page(p, s.r)
	return encodeJPEG(img, quality)
}

func encodeJPEG(img image.Image, quality int) ([]byte, error) {
	data, err := picture.EncodeJPEG(img, quality)
	if err != nil {
		return nil, err
	}
	return data, nil
}
