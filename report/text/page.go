package text

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"evscan/report/safe"
)

// indent is the width of the column of section names.
const indent = 12

// page lays lines out in columns of a terminal. Widths are those of the Unicode
// East Asian Width property: a Japanese character takes two columns.
type page struct {
	b     strings.Builder
	width int
	color bool
	cond  *runewidth.Condition
}

func newPage(o Options) *page {
	w := o.Width
	if w == 0 {
		w = 100
	}
	// Ambiguous characters are narrow, as in terminals outside old Japanese locales.
	return &page{width: min(160, max(60, w)), color: o.Color, cond: &runewidth.Condition{StrictEmojiNeutral: true}}
}

func (p *page) String() string { return p.b.String() }

func (p *page) blank() { p.b.WriteByte('\n') }

// line writes one line from the left edge, wrapped.
func (p *page) line(s string) { p.wrapped("", "", s) }

// section writes s beside a section's name.
func (p *page) section(name, s string) {
	first := pad(name, indent)
	if name != "" {
		first = p.bold(name) + strings.Repeat(" ", max(1, indent-len(name)))
	}
	p.wrapped(first, strings.Repeat(" ", indent), s)
}

// item writes an indented entry with its bullet.
func (p *page) item(bullet, s string) { p.wrapped("  "+pad(bullet, 3), "     ", s) }

func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-len(s))) }

// wrapped breaks s at blanks, and inside words that are longer than a line, which
// Japanese sentences are.
func (p *page) wrapped(first, rest, s string) {
	p.b.WriteString(first)
	room := p.width - p.cols(first)
	col := 0
	for i, word := range strings.Split(s, " ") {
		w := p.cols(word)
		if i > 0 {
			if col+1+w > room && col > 0 && w <= p.width-p.cols(rest) {
				p.b.WriteString("\n" + rest)
				col, room = 0, p.width-p.cols(rest)
			} else {
				p.b.WriteByte(' ')
				col++
			}
		}
		if col+w <= room {
			p.b.WriteString(word)
			col += w
			continue
		}
		for _, c := range splitEscapes(word) {
			cw := p.cols(c)
			if col+cw > room && col > 0 {
				p.b.WriteString("\n" + rest)
				col, room = 0, p.width-p.cols(rest)
			}
			p.b.WriteString(c)
			col += cw
		}
	}
	p.b.WriteByte('\n')
}

// splitEscapes cuts s into characters, colour escapes kept whole.
func splitEscapes(s string) []string {
	var out []string
	for len(s) > 0 {
		if strings.HasPrefix(s, "\x1b[") {
			if end := strings.IndexByte(s, 'm'); end > 0 {
				out = append(out, s[:end+1])
				s = s[end+1:]
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

// cols is the width of s in columns, colour escapes not counted.
func (p *page) cols(s string) int {
	if !strings.Contains(s, "\x1b[") {
		return p.cond.StringWidth(s)
	}
	n := 0
	for _, c := range splitEscapes(s) {
		if !strings.HasPrefix(c, "\x1b[") {
			n += p.cond.StringWidth(c)
		}
	}
	return n
}

// table writes rows in aligned columns; the first column takes what is left and
// is cut where it must be.
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
	widths[0] = min(widths[0], max(20, p.width-fixed))
	for _, r := range rows {
		p.b.WriteString("     ")
		for i, c := range r {
			if i < len(r)-1 {
				c = p.cond.FillRight(p.cond.Truncate(c, widths[i], "…"), widths[i]+2)
			}
			p.b.WriteString(c)
		}
		p.b.WriteByte('\n')
	}
}

func (p *page) paint(code, s string) string {
	if !p.color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *page) bold(s string) string   { return p.paint("1", s) }
func (p *page) dim(s string) string    { return p.paint("2", s) }
func (p *page) red(s string) string    { return p.paint("31", s) }
func (p *page) green(s string) string  { return p.paint("32", s) }
func (p *page) yellow(s string) string { return p.paint("33", s) }

// clean makes text of the package safe to show.
func clean(s string) string { return safe.Line(s) }
