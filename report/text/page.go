package text

import (
	"fmt"
	"strings"

	"evscan/report/safe"
	"evscan/report/say"
)

// Widths of lines in columns. Longer ones than the widest are hard to read.
const (
	defaultWidth = 100
	narrowest    = 20
	widest       = 160
)

// indent is the width of the column of section names; where a page is narrower than
// narrow, names stand on lines of their own.
const (
	indent = 12
	narrow = 60
)

// page lays lines out in columns of a terminal.
type page struct {
	ruler
	b     strings.Builder
	width int
	color bool
	lang  say.Lang
	says  *say.Translator
}

func newPage(o Options) *page {
	w := o.Width
	if w == 0 {
		w = defaultWidth
	}
	p := &page{ruler: newRuler(o.AmbiguousWide), width: min(widest, max(narrowest, w)), color: o.Color, lang: o.Lang}
	if p.lang != say.Japanese {
		p.lang = say.English
	}
	p.says = say.NewTranslator()
	return p
}

func (p *page) String() string { return p.b.String() }

func (p *page) blank() { p.b.WriteByte('\n') }

// line writes one line from the left edge, wrapped.
func (p *page) line(s string) { p.wrapped("", "", s) }

// heading writes a line that holds a name of the package. What is wrapped is indented: no
// name can put the words of a section at the left edge.
func (p *page) heading(s string) {
	rest := indent
	if p.width < narrow {
		rest = 2
	}
	p.wrapped("", strings.Repeat(" ", rest), s)
}

// section writes s beside a section's name, or below it on a narrow page.
func (p *page) section(name, s string) {
	if p.width < narrow {
		if name != "" {
			p.line(p.bold(name))
		}
		p.wrapped("  ", "  ", s)
		return
	}
	first := strings.Repeat(" ", indent)
	if name != "" {
		first = p.bold(name) + strings.Repeat(" ", max(1, indent-p.cols(name)))
	}
	p.wrapped(first, strings.Repeat(" ", indent), s)
}

// item writes an indented entry with its bullet.
func (p *page) item(bullet, s string) {
	p.wrapped("  "+bullet+strings.Repeat(" ", max(0, 3-p.cols(bullet))), "     ", s)
}

// note writes what belongs to the entry above.
func (p *page) note(s string) { p.wrapped("       ", "       ", p.dim(s)) }

// table writes rows in aligned columns; the first column takes what is left and is cut
// where it must be. Where that leaves too little, the columns stand below each other.
func (p *page) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], p.cols(c))
		}
	}
	fixed := 5
	for _, w := range widths[1:] {
		fixed += w + 2
	}
	if p.width-fixed < min(widths[0], 20) {
		for _, r := range rows {
			p.item("-", r[0])
			p.item("", strings.Join(r[1:], "  "))
		}
		return
	}
	widths[0] = min(widths[0], p.width-fixed)
	for _, r := range rows {
		p.b.WriteString("     ")
		for i, c := range r {
			c = p.cut(c, widths[i])
			if i < len(r)-1 {
				c += strings.Repeat(" ", widths[i]-p.cols(c)+2)
			}
			p.b.WriteString(c)
		}
		p.b.WriteByte('\n')
	}
}

// word is a label of the interface in the page's language.
func (p *page) word(english string) string { return say.Label(p.lang, english) }

// said is a sentence that the report carries, in the page's language where it is known.
func (p *page) said(sentence string) string {
	s, _ := p.says.Say(p.lang, sentence)
	return s
}

// more says that a list goes on.
func (p *page) more(n int) string { return fmt.Sprintf(p.word("and %d more in the JSON report"), n) }

// roles lists the parts that an organisation plays.
func (p *page) roles(list []string) string {
	named := make([]string, len(list))
	for i, r := range list {
		named[i] = say.Role(p.lang, r)
	}
	return strings.Join(named, p.word(", "))
}

// colon joins a label to what it says.
func (p *page) colon() string { return p.word(": ") }

func (p *page) paint(code, s string) string {
	if !p.color {
		return s
	}
	return "\x1b[" + code + "m" + s + reset
}

func (p *page) bold(s string) string   { return p.paint("1", s) }
func (p *page) dim(s string) string    { return p.paint("2", s) }
func (p *page) red(s string) string    { return p.paint("31", s) }
func (p *page) green(s string) string  { return p.paint("32", s) }
func (p *page) yellow(s string) string { return p.paint("33", s) }

// clean makes text of the package safe to show.
func clean(s string) string { return safe.Line(s) }
