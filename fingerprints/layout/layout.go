// Package layout tells the part of a page in which a stretch of text stands:
// addressee, issuer, notice, running header or footer, title or address bar of a
// window. The role of a mark hangs on that part.
//
// Text is cut into segments: pieces of a line between wide gaps, cells of a row,
// or words that a recogniser saw side by side. Segments have a place in a grid
// of lines and half-width columns, so that an issuer's block at the right of the
// lines that name the addressee at the left is seen as the separate thing it is.
package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// Place is where something stands.
type Place struct {
	Zone  evidence.Zone
	Role  evidence.Role
	Class evidence.Class // the class a name has there
	Why   string
	Block int // number of the issuer's or addressee's block on the page, 0 for none
}

// MaxSegments bounds what is laid out of one page; what follows counts as body.
const MaxSegments = 20_000

// Page is the layout of facts that belong together.
type Page struct {
	segs   []segment
	byFact map[int][2]int // range of segs of each fact
	facts  []evidence.Fact
	bottom float64
	blocks int
	laid   bool
}

type segment struct {
	fact, start, end int
	x, y, w          float64 // columns, lines, columns
	text             string
	signals          signal
	place            Place
	native           bool
}

// Read is the layout of the facts of one page, sheet or message, in order. It is
// worked out when something is asked of it first: on most pages nothing is. A Page
// is not safe for concurrent use.
func Read(facts []evidence.Fact) *Page { return &Page{facts: facts} }

func (p *Page) lay() {
	p.laid, p.byFact = true, map[int][2]int{}
	facts := p.facts
	y := 0.0
	scale := ocrScale(facts)
	for i := range facts {
		if len(p.segs) >= MaxSegments {
			break
		}
		from := len(p.segs)
		f := &facts[i]
		if f.Kind == evidence.FactOCR && len(f.Words) > 0 {
			p.readWords(i, f, scale)
		} else {
			y = p.readText(i, f, y)
		}
		p.byFact[i] = [2]int{from, len(p.segs)}
	}
	for i := range p.segs {
		s := &p.segs[i]
		s.signals = signalsOf(s.text)
		p.bottom = max(p.bottom, s.y+1)
	}
	p.place()
}

// ocrScale is the median height of the words, in pixels.
func ocrScale(facts []evidence.Fact) float64 {
	var hs []int
	for i := range facts {
		for _, w := range facts[i].Words {
			hs = append(hs, w.Box.H)
		}
	}
	if len(hs) == 0 {
		return 1
	}
	slices.Sort(hs)
	return max(1, 1.4*float64(hs[len(hs)/2]))
}

func (p *Page) readWords(fact int, f *evidence.Fact, scale float64) {
	ws := f.Words
	for i := 0; i < len(ws) && len(p.segs) < MaxSegments; {
		j, box := i+1, ws[i].Box
		for j < len(ws) && ws[j].Line == ws[i].Line && ws[j].Block == ws[i].Block &&
			float64(ws[j].Box.X-(box.X+box.W)) < 2*scale && ws[j].Box.X >= box.X {
			box = box.Union(ws[j].Box)
			j++
		}
		start, end := ws[i].Start, ws[j-1].End
		if start >= 0 && start < end && end <= len(f.Value) {
			p.segs = append(p.segs, segment{fact: fact, start: start, end: end, text: f.Value[start:end],
				x: float64(box.X) / scale * 2, y: float64(box.Y) / scale, w: float64(box.W) / scale * 2})
		}
		i = j
	}
}

func (p *Page) readText(fact int, f *evidence.Fact, y float64) float64 {
	row, col, cell := cellOf(f.At.Cell)
	for start := 0; start < len(f.Value); {
		end := strings.IndexByte(f.Value[start:], '\n')
		if end < 0 {
			end = len(f.Value)
		} else {
			end += start
		}
		if cell {
			p.segs = append(p.segs, segment{fact: fact, start: start, end: end, text: f.Value[start:end],
				x: float64(col * 12), y: float64(row), w: 11, native: true})
		} else {
			p.splitLine(fact, f.Value, start, end, y)
			y++
		}
		start = end + 1
		if len(p.segs) >= MaxSegments {
			break
		}
	}
	return y
}

// splitLine cuts a line at tabs, bars and runs of two or more blanks.
func (p *Page) splitLine(fact int, text string, start, end int, y float64) {
	x, segX := 0.0, 0.0
	from, last := -1, start // from: begin of the segment, last: end of its last visible character
	gap := 0
	flush := func() {
		if from >= 0 {
			p.segs = append(p.segs, segment{fact: fact, start: from, end: last, text: text[from:last], x: segX, y: y, w: x - segX, native: true})
		}
		from = -1
	}
	for i := start; i < end; {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		} else if r > ' ' && r != '|' {
			if from < 0 {
				from, segX = i, x
			}
			gap = 0
			i++
			last = i
			x++
			continue
		}
		switch {
		case r == '\t' || r == '|' || r == '│':
			flush()
			// A tab is a cell of unknown width.
			x = float64(int(x/12)+1) * 12
			i += n
			continue
		case r == ' ' || r == '　' || r == '\u00a0' || r == '\r':
			gap++
			if gap >= 2 {
				flush()
			}
		default:
			if from < 0 {
				from, segX = i, x
			}
			gap = 0
			last = i + n
		}
		x++
		if evidence.IsCJK(r) {
			x++
		}
		i += n
	}
	flush()
}

// cellOf reads an A1 reference.
func cellOf(s string) (row, col int, ok bool) {
	i := 0
	for i < len(s) && i < 3 && s[i] >= 'A' && s[i] <= 'Z' {
		col = col*26 + int(s[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(s) || len(s)-i > 7 {
		return 0, 0, false
	}
	for ; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, 0, false
		}
		row = row*10 + int(s[i]-'0')
	}
	return row, col, true
}

// find returns the index of the segment of a fact that holds offset at, or -1.
func (p *Page) find(fact, at int) int {
	r, ok := p.byFact[fact]
	if !ok {
		return -1
	}
	segs := p.segs[r[0]:r[1]]
	i, _ := slices.BinarySearchFunc(segs, at, func(s segment, at int) int {
		switch {
		case s.end <= at:
			return -1
		case s.start > at:
			return 1
		}
		return 0
	})
	if i < len(segs) && segs[i].start <= at && at < segs[i].end {
		return r[0] + i
	}
	return -1
}

// At tells where the byte range [start,end) of a fact stands.
func (p *Page) At(fact, start, end int) Place {
	if !p.laid {
		p.lay()
	}
	f := &p.facts[fact]
	switch f.At.Zone {
	case evidence.ZoneTableHeader, evidence.ZoneTab, evidence.ZoneTaskbar:
		return Place{Zone: f.At.Zone, Role: evidence.RoleMentioned, Class: evidence.ClassMention, Why: "in a " + strings.ReplaceAll(string(f.At.Zone), "-", " ")}
	}
	i := p.find(fact, start)
	if i >= 0 {
		s := &p.segs[i]
		if place, ok := s.inline(start-s.start, min(end, s.end)-s.start); ok {
			return place
		}
		if s.place.Zone != "" {
			return s.place
		}
	}
	switch f.At.Zone {
	case evidence.ZoneHeader, evidence.ZoneFooter:
		return Place{Zone: f.At.Zone, Role: evidence.RoleIssuer, Class: evidence.ClassHeaderFooter, Why: "running " + string(f.At.Zone)}
	case evidence.ZoneNotice:
		return Place{Zone: f.At.Zone, Role: evidence.RoleIssuer, Class: evidence.ClassHeaderFooter, Why: "notice"}
	case evidence.ZoneAddressee:
		return Place{Zone: f.At.Zone, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "addressee"}
	case evidence.ZoneIssuer, evidence.ZoneLetterhead, evidence.ZoneSeal:
		return Place{Zone: f.At.Zone, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: issuerWhy(f.At.Zone)}
	case "":
		return body(evidence.ZoneBody)
	}
	return body(f.At.Zone)
}

func issuerWhy(z evidence.Zone) string {
	switch z {
	case evidence.ZoneLetterhead:
		return "in the letterhead"
	case evidence.ZoneSeal:
		return "in a seal"
	}
	return "issuer's block"
}

func body(z evidence.Zone) Place {
	return Place{Zone: z, Role: evidence.RoleMentioned, Class: evidence.ClassMention, Why: "in running text"}
}
