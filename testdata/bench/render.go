package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"evscan/testdata/make/archive"
	"evscan/testdata/make/mail"
	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
	"evscan/testdata/make/picture"
)

// Font is what pictures are lettered with: Noto Sans CJK, of the Debian package
// fonts-noto-cjk (SIL Open Font License).
const Font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// Renderer makes the files of plans. It is not safe for use by several goroutines.
type Renderer struct{ faces map[float64]font.Face }

// NewRenderer reads the font.
func NewRenderer() (*Renderer, error) {
	data, err := os.ReadFile(Font)
	if err != nil {
		return nil, fmt.Errorf("the font for pictures: %w (Debian package fonts-noto-cjk)", err)
	}
	list, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Font, err)
	}
	f, err := list.Font(0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Font, err)
	}
	r := &Renderer{faces: map[float64]font.Face{}}
	for _, size := range []float64{15, 18, 22, 30} {
		if r.faces[size], err = opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull}); err != nil {
			return nil, fmt.Errorf("%s: %w", Font, err)
		}
	}
	return r, nil
}

// Zip makes the package of a plan.
func (r *Renderer) Zip(p Plan) ([]byte, error) {
	var entries []archive.Entry
	for _, f := range p.files {
		data, err := r.file(p, f)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", p.Package, f.path, err)
		}
		when := f.paper.when
		if when.IsZero() {
			when = time.Date(2021, 5, 1, 12, 0, 0, 0, time.UTC)
		}
		entries = append(entries, archive.Entry{Name: strings.Replace(f.path, ".scan.pdf", ".pdf", 1), Data: data, Time: when})
	}
	return archive.Zip(entries)
}

func (r *Renderer) file(p Plan, f file) ([]byte, error) {
	x := &writer{r: r, plan: p, f: f, rnd: rand.New(rand.NewPCG(f.seed, 3)), kept: p.Metadata == "kept"}
	switch f.format {
	case "docx":
		return x.docx()
	case "xlsx":
		return x.xlsx()
	case "pptx":
		return x.pptx()
	case "pdf":
		return x.pdf()
	case "scan.pdf":
		return x.scan()
	case "eml":
		return x.eml()
	case "png", "jpg":
		if f.kind == "photo" {
			return picture.EncodeJPEG(picture.Photo(picture.Scene(x.rnd.IntN(4)), f.seed, 320, 240), 80)
		}
		return x.shot()
	case "csv":
		return []byte(strings.Join(f.paper.body, ",") + "\r\n"), nil
	}
	return []byte(strings.Join(append([]string{f.paper.title}, f.paper.body...), "\r\n") + "\r\n"), nil
}

// writer makes one file.
type writer struct {
	r    *Renderer
	plan Plan
	f    file
	rnd  *rand.Rand
	kept bool
}

// properties are what the maker's programs and the person leave in a document.
func (x *writer) properties() ooxml.Properties {
	f := x.f
	p := ooxml.Properties{Title: f.paper.title, Created: f.paper.when, Modified: f.paper.when.Add(time.Hour), Application: "Microsoft Office Word", AppVersion: "16.0000"}
	if !x.kept {
		p = ooxml.Properties{Application: "Microsoft Office Word"}
	}
	if o := f.maker; o != nil && x.kept {
		p.Creator = o.people[o.look%6].name
		p.LastModifiedBy = o.people[(o.look/6)%6].name
		if x.rnd.Float64() < 0.6 {
			p.Company = o.name
		}
		if f.inside && x.rnd.Float64() < 0.4 || f.travels && x.rnd.Float64() < 0.2 {
			p.Label = &ooxml.Label{ID: "11111111-2222-4333-8444-555555555555", SiteID: o.tenant, Name: "General", Method: "Standard", Set: f.paper.when, Part: x.rnd.IntN(2) == 0}
		}
	}
	if f.company != "" {
		p.Company = f.company
	}
	if f.label != "" {
		p.Label = &ooxml.Label{ID: "11111111-2222-4333-8444-666666666666", SiteID: f.label, Name: "Internal", Method: "Standard", Set: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	return p
}

// template is the path of the maker's document template, which goes out with its papers.
func (x *writer) template() string {
	o := x.f.maker
	if o == nil || !x.kept || !(x.f.inside && x.rnd.Float64() < 0.5 || x.f.travels && x.rnd.Float64() < 0.25) {
		return ""
	}
	return `file:///\\` + o.server + "." + o.ad + `\templates\` + x.f.paper.kind + ".dotx"
}

func (x *writer) docx() ([]byte, error) {
	p, look := x.f.paper, x.f.look
	d := ooxml.Document{Properties: x.properties(), Header: p.header, Footer: p.footer, AttachedTemplate: x.template(), Accent: accents[look%len(accents)]}
	if p.ja {
		d.Font = []string{"Yu Gothic", "MS Mincho", "Meiryo"}[look%3]
	} else {
		d.Font = []string{"Calibri", "Arial", "Times New Roman"}[look%3]
	}
	para := func(align string, lines ...string) {
		for _, l := range lines {
			d.Body = append(d.Body, ooxml.Paragraph{Text: l, Align: align})
		}
	}
	title := ooxml.Paragraph{Text: p.title, Style: "Title"}
	switch look % 3 {
	case 0: // number and date at the right, addressee left, issuer right
		para("right", p.number, x.date())
		d.Body = append(d.Body, title)
		para("", p.toLines...)
		para("right", p.fromBox...)
	case 1: // letterhead first
		para("", p.fromBox...)
		para("", x.date())
		para("", p.toLines...)
		d.Body = append(d.Body, title)
	default: // issuer at the foot
		d.Body = append(d.Body, title)
		para("", p.toLines...)
		para("right", x.date(), p.number)
	}
	para("", p.body...)
	if len(p.table) > 0 {
		d.Body = append(d.Body, ooxml.Table{Rows: p.table})
	}
	if look%3 == 2 {
		para("right", p.fromBox...)
	}
	return d.Bytes()
}

func (x *writer) date() string {
	if x.f.paper.when.IsZero() || x.f.paper.kind == "note" {
		return ""
	}
	w := world{r: x.rnd}
	return w.date(x.f.paper.ja, x.f.paper.when)
}

func (x *writer) xlsx() ([]byte, error) {
	p := x.f.paper
	props := x.properties()
	props.Application = "Microsoft Excel"
	var rows []ooxml.Row
	line := func(st ooxml.Style, col int, s string) {
		row := make(ooxml.Row, col+1)
		row[col] = ooxml.S(st, s)
		rows = append(rows, row)
	}
	line(ooxml.Title, 0, p.title)
	if d := x.date(); d != "" {
		line(ooxml.Right, 3, d)
	}
	for _, s := range p.toLines {
		line(ooxml.Plain, 0, s)
	}
	for _, s := range p.fromBox {
		line(ooxml.Plain, 2+x.f.look%2, s)
	}
	for _, s := range p.body {
		line(ooxml.Plain, 0, s)
	}
	for i, t := range p.table {
		row := ooxml.Row{}
		for _, c := range t {
			if n, err := strconv.ParseFloat(c, 64); err == nil && i > 0 && len(c) < 9 {
				row = append(row, ooxml.N(n))
			} else if i == 0 {
				row = append(row, ooxml.S(ooxml.Heading, c))
			} else {
				row = append(row, ooxml.S(ooxml.Boxed, c))
			}
		}
		rows = append(rows, row)
	}
	footer := ""
	if p.footer != "" {
		footer = "&C" + strings.ReplaceAll(p.footer, "&", "&&")
	}
	wb := ooxml.Workbook{Properties: props, Sheets: []ooxml.Sheet{{Name: "Sheet1", Rows: rows, Footer: footer, Widths: []float64{24, 12, 16, 18}}}}
	if o := x.f.maker; o != nil && x.kept && x.f.inside && x.rnd.Float64() < 0.4 {
		wb.ExternalLinks = []string{`file:///\\` + o.server + `\data\master.xlsx`}
	}
	return wb.Bytes()
}

func (x *writer) pptx() ([]byte, error) {
	p := x.f.paper
	props := x.properties()
	props.Application = "Microsoft Office PowerPoint"
	first := append(append([]string{}, p.toLines...), x.date())
	if len(p.fromBox) > 0 {
		first = append(first, p.fromBox[0])
	}
	slides := []ooxml.Slide{{Title: p.title, Lines: first}, {Title: p.title, Lines: p.body}}
	if len(p.fromBox) > 0 {
		slides = append(slides, ooxml.Slide{Title: [2]string{"お問い合わせ", "Contact"}[index(p.ja)], Lines: p.fromBox})
	}
	name := "Office Theme"
	if x.f.maker != nil && x.f.look%3 == 0 {
		name = x.f.maker.short
	}
	return ooxml.Presentation{Properties: props, ThemeName: name, Footer: p.footer, Accent: accents[x.f.look%len(accents)], Slides: slides}.Bytes()
}

func (x *writer) info() []pdf.Entry {
	f := x.f
	out := []pdf.Entry{{Key: "Producer", Value: []string{"Microsoft: Print To PDF", "Acrobat Distiller 21.0", "LibreOffice 7.4", "Skia/PDF m110"}[f.look%4]}}
	if x.kept && f.maker != nil {
		out = append(out, pdf.Entry{Key: "Title", Value: f.paper.title}, pdf.Entry{Key: "Creator", Value: f.maker.tool})
		switch x.rnd.IntN(3) {
		case 0:
			out = append(out, pdf.Entry{Key: "Author", Value: f.maker.name})
		case 1:
			out = append(out, pdf.Entry{Key: "Author", Value: f.maker.people[f.look%6].name})
		}
	}
	if f.company != "" {
		out = append(out, pdf.Entry{Key: "Company", Value: f.company})
	}
	return out
}

func (x *writer) pdf() ([]byte, error) {
	p, look := x.f.paper, x.f.look
	page := &pdf.Page{}
	if p.header != "" {
		page.Text(50, 36, 8, p.header)
	}
	y := 70.0
	put := func(size float64, right bool, lines ...string) {
		for _, l := range lines {
			if l == "" {
				continue
			}
			if right {
				page.Text(320, y, size, l)
			} else {
				page.Text(56, y, size, l)
			}
			y += size * 1.6
		}
		y += 6
	}
	switch look % 3 {
	case 0:
		page.CenterText(297, y, 18, p.title)
		y += 40
		top := y
		put(11, false, p.toLines...)
		low := y
		y = top
		put(9.5, true, append([]string{p.number, x.date()}, p.fromBox...)...)
		y = max(y, low) + 12
	case 1:
		if len(p.fromBox) > 0 {
			page.Bold(56, y, 15, p.fromBox[0])
			y += 22
			put(8.5, false, p.fromBox[1:]...)
			page.Line(56, y, 540, y, 1)
			y += 18
		}
		put(10, false, append(append([]string{}, p.toLines...), x.date())...)
		page.Bold(56, y, 14, p.title)
		y += 26
	default:
		page.Bold(56, y, 16, p.title)
		y += 30
		put(10, false, append(append([]string{x.date(), p.number}, p.toLines...), "")...)
	}
	put(10, false, p.body...)
	for _, row := range p.table {
		for i, c := range row {
			page.Text(56+float64(i)*125, y, 9.5, c)
		}
		page.Line(56, y+4, 540, y+4, 0.5)
		y += 17
	}
	if look%3 == 2 {
		y += 20
		put(9.5, true, p.fromBox...)
	}
	if p.footer != "" {
		page.Text(220, 815, 8, p.footer)
	}
	doc := pdf.Document{Info: x.info(), Pages: []*pdf.Page{page}}
	if x.kept {
		doc.Created, doc.Modified = p.when, p.when
	}
	return doc.Bytes()
}

// lines is the paper as running text.
func (x *writer) lines() []string {
	p := x.f.paper
	var out []string
	if p.header != "" {
		out = append(out, p.header, "")
	}
	out = append(out, p.title, "")
	out = append(out, p.toLines...)
	out = append(out, x.date(), "")
	out = append(out, p.fromBox...)
	out = append(out, "")
	out = append(out, p.body...)
	for _, row := range p.table {
		out = append(out, strings.Join(row, "   "))
	}
	return append(out, "", p.footer)
}

// scan is a paper as a copier sends it: a picture in a PDF.
func (x *writer) scan() ([]byte, error) {
	img := x.draw(x.lines(), 820, 1100, 22, color.White, color.Black)
	for range 3000 { // specks
		img.Set(x.rnd.IntN(820), x.rnd.IntN(1100), color.Gray{Y: uint8(150 + x.rnd.IntN(100))})
	}
	data, err := picture.EncodeJPEG(img, 75)
	if err != nil {
		return nil, err
	}
	page := &pdf.Page{}
	page.Picture(data, 0, 0, pdf.A4Width, pdf.A4Height)
	return pdf.Document{Info: []pdf.Entry{{Key: "Producer", Value: "Scanner PDF Library 2.1"}}, Pages: []*pdf.Page{page}}.Bytes()
}

// shot is a picture of a screen.
func (x *writer) shot() ([]byte, error) {
	back, ink := color.Color(color.White), color.Color(color.Black)
	if x.f.look%4 == 0 {
		back, ink = color.RGBA{12, 12, 12, 255}, color.RGBA{204, 204, 204, 255}
	}
	w := 640 + 60*(x.f.look%4)
	img := x.draw(x.f.paper.body, w, 70+30*len(x.f.paper.body), []float64{15, 18}[x.f.look%2], back, ink)
	draw.Draw(img, image.Rect(0, 0, w, 26), image.NewUniform(color.RGBA{90, 110, 150, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if x.f.format == "jpg" {
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82}); err != nil {
			return nil, err
		}
		return b.Bytes(), nil
	}
	if err := png.Encode(&b, img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (x *writer) draw(lines []string, w, h int, size float64, back, ink color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.NewUniform(ink), Face: x.r.faces[size]}
	y := 36 + int(size)
	for _, l := range lines {
		d.Dot = fixed.P(28, y)
		d.DrawString(l)
		y += int(size * 1.55)
	}
	return img
}

func (x *writer) eml() ([]byte, error) {
	p := x.f.paper
	m := mail.Message{From: mail.Address{Name: p.mailFrom.name, Addr: p.mailFrom.romaji + "@" + p.fromOrg.domain}, Subject: p.subject, Date: p.when,
		MessageID: fmt.Sprintf("%x@%s", x.f.seed, p.fromOrg.domain), Body: strings.Join(p.body, "\n") + "\n"}
	for _, to := range p.mailTo {
		m.To = append(m.To, mail.Address{Name: to.name, Addr: to.romaji + "@" + p.toOrg.domain})
	}
	if p.ja && x.f.seed%2 == 0 {
		m.Charset = "ISO-2022-JP"
	} else {
		m.Charset = "UTF-8"
	}
	if x.kept {
		m.Received = []string{"from mail." + p.fromOrg.domain + " (mail." + p.fromOrg.domain + " [192.0.2.10]) by mx." + p.toOrg.domain + "; " + p.when.Format(time.RFC1123Z)}
		m.Headers = []mail.Header{{Name: "X-Mailer", Value: "Microsoft Outlook 16.0"}}
	} else {
		m.MessageID = fmt.Sprintf("%x@localhost", x.f.seed)
	}
	return m.Bytes()
}

// Write makes n packages and pairs attacked pairs under dir, with truth.jsonl and
// catalogue.jsonl in the folder of each part.
func Write(ctx context.Context, dir string, seed uint64, n, pairs int) error {
	r, err := NewRenderer()
	if err != nil {
		return err
	}
	truth, listed := map[string][]Truth{}, map[string][]*org{}
	one := func(p Plan) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := r.Zip(p)
		if err != nil {
			return err
		}
		truth[p.Part] = append(truth[p.Part], p.Truth)
		if p.Base == "" {
			listed[p.Part] = append(listed[p.Part], p.listed...)
		}
		return os.WriteFile(filepath.Join(dir, p.Part, p.Package), data, 0o644)
	}
	for _, part := range Parts() {
		if err := os.MkdirAll(filepath.Join(dir, part), 0o755); err != nil {
			return err
		}
	}
	for i := range n {
		if err := one(NewPlan(seed, i)); err != nil {
			return err
		}
	}
	for i := range pairs {
		base, attacked := NewPair(seed, i)
		if err := one(base); err != nil {
			return err
		}
		if err := one(attacked); err != nil {
			return err
		}
	}
	for _, part := range Parts() {
		if err := writeLines(filepath.Join(dir, part, "truth.jsonl"), truth[part]); err != nil {
			return err
		}
		if err := writeLines(filepath.Join(dir, part, "catalogue.jsonl"), records(listed[part])); err != nil {
			return err
		}
	}
	return nil
}

// record is an organisation as evscan's catalogue files list it.
type record struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	Domains []string `json:"domains"`
	Kind    string   `json:"kind,omitempty"`
}

func records(list []*org) []record {
	var out []record
	seen := map[string]bool{}
	for _, o := range list {
		r := record{ID: "domain:" + o.domain, Name: o.name, Aliases: []string{o.short}, Domains: o.who().Domains, Kind: "company"}
		if o.english != "" {
			r.Aliases = append(r.Aliases, o.english)
		}
		if o.kind == "authority" {
			r.Kind = "government"
		}
		if !seen[r.ID] {
			seen[r.ID] = true
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b record) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func writeLines[T any](path string, list []T) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, v := range list {
		if err := e.Encode(v); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
