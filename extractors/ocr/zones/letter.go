package zones

import (
	"image"
	"regexp"
	"strings"

	"evscan/evidence"
)

var (
	contact   = regexp.MustCompile(`(?i)\b(tel|fax|phone|e-?mail|www\.)|https?://|〒\s*\d{3}|電話|登録番号|\S@\S+\.\S`)
	addressed = regexp.MustCompile(`(御中|様|殿)\s*$|^(?i:to|attn|bill to|dear)\b`)
	pageOf    = regexp.MustCompile(`(?i)^(page|seite|p\.)\s*\d+|^\d+\s*/\s*\d+$|^-\s*\d+\s*-$|\d+\s*ページ`)
	notice    = regexp.MustCompile(`(?i)confidential|社外秘|©|\(c\)\s*(19|20)\d\d|copyright|all rights reserved|vertraulich`)
)

// letter finds the head and the foot of a page that is higher than wide: what stands
// above the first rule across it, with a way to reach the sender, and what stands below
// the last one or apart at the bottom, with a page number or a notice.
func (p *page) letter() {
	if p.h*100 >= p.w*115 {
		p.head()
		p.foot()
	}
}

func (p *page) head() {
	rule, ok := p.rule(p.h/50, p.h*22/100, 1)
	if !ok {
		return
	}
	reach, named := false, false
	var above []*row
	for i := range p.rows {
		r := &p.rows[i]
		if r.box.Max.Y > rule+2 {
			continue
		}
		if addressed.MatchString(r.text) {
			return // who is addressed is no issuer
		}
		reach = reach || contact.MatchString(r.text)
		named = named || len([]rune(r.text)) >= 4
		above = append(above, r)
	}
	for _, r := range above {
		if reach && named && p.free(r) {
			p.set(r, evidence.ZoneLetterhead, "above the rule at the head of a page, with a way to reach the sender")
		}
	}
}

func (p *page) foot() {
	from := p.h * 90 / 100
	if rule, ok := p.rule(p.h*85/100, p.h-4, -1); ok {
		from = rule
	} else {
		// Without a rule it must stand apart.
		last := 0
		for i := range p.rows {
			if r := &p.rows[i]; r.box.Max.Y <= from {
				last = max(last, r.box.Max.Y)
			}
		}
		for i := range p.rows {
			if r := &p.rows[i]; r.box.Max.Y > from && r.box.Min.Y-last < 2*r.box.Dy() {
				return
			}
		}
	}
	said := false
	for i := range p.rows {
		if r := &p.rows[i]; r.box.Min.Y >= from-2 {
			t := strings.TrimSpace(r.text)
			said = said || pageOf.MatchString(t) || notice.MatchString(t)
		}
	}
	for i := range p.rows {
		if r := &p.rows[i]; said && r.box.Min.Y >= from-2 && p.free(r) {
			p.set(r, evidence.ZoneFooter, "apart at the foot of a page, with a page number or a notice")
		}
	}
}

// rule finds a thin straight line across at least six tenths of the picture between two
// heights, the first one going down (step 1) or up (-1).
func (p *page) rule(from, to, step int) (y int, ok bool) {
	if step < 0 {
		from, to = to, from
	}
	for y := from; y != to; y += step {
		if y < 3 || y+4 > p.h {
			continue
		}
		run, best := 0, 0
		for x := 0; x < p.w; x += 2 {
			c := p.at(x, y)
			if distance(c, p.at(x, y-3)) > 40 && distance(c, p.at(x, min(p.h-1, y+4))) > 40 {
				run += 2
				best = max(best, run)
			} else {
				run = 0
			}
		}
		if best*10 >= p.w*6 {
			return y, true
		}
	}
	return 0, false
}

// seals finds words in red inside a red frame about as wide as high: the impression of
// a seal, which only its owner makes.
func (p *page) seals() {
	for i := range p.rows {
		r := &p.rows[i]
		if !p.free(r) || r.box.Dx() > 160 || !p.red(r.box, 8) {
			continue
		}
		if frame, ok := p.frame(r.box); ok {
			for j := range p.rows {
				if o := &p.rows[j]; o.box.In(frame) && p.free(o) {
					p.set(o, evidence.ZoneSeal, "in red inside a red frame")
				}
			}
		}
	}
}

// red tells whether at least so many percent of a box are red ink, and most of its ink.
func (p *page) red(r image.Rectangle, percent int) bool {
	r = r.Intersect(image.Rect(0, 0, p.w, p.h))
	red, dark := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			switch c := p.at(x, y); {
			case isRed(c):
				red++
			case int(c[0])+int(c[1])+int(c[2]) < 330:
				dark++
			}
		}
	}
	return red*100 >= percent*r.Dx()*r.Dy() && red > 3*dark
}

func isRed(c colour) bool {
	return int(c[0]) > 120 && int(c[0])-int(c[1]) > 60 && int(c[0])-int(c[2]) > 60
}

// frame finds the red border around a box, at a distance of at most twice its size: red
// in all four directions from its middle, about as far up and down as left and right.
func (p *page) frame(r image.Rectangle) (image.Rectangle, bool) {
	reach := max(24, 2*max(r.Dx(), r.Dy()))
	c := image.Pt((r.Min.X+r.Max.X)/2, mid(r))
	out := func(dx, dy, from int) int {
		last := -1
		for d := from; d <= from+reach; d++ {
			x, y := c.X+dx*d, c.Y+dy*d
			if x < 0 || y < 0 || x >= p.w || y >= p.h {
				break
			}
			if isRed(p.at(x, y)) {
				last = d
			}
		}
		return last
	}
	left, right := out(-1, 0, r.Dx()/2+1), out(1, 0, r.Dx()/2+1)
	up, down := out(0, -1, r.Dy()/2+1), out(0, 1, r.Dy()/2+1)
	if min(left, right, up, down) < 0 {
		return image.Rectangle{}, false
	}
	frame := image.Rect(c.X-left, c.Y-up, c.X+right+1, c.Y+down+1)
	w, h := frame.Dx(), frame.Dy()
	if w < 28 || w*100 > h*135 || h*100 > w*135 || w > p.w/3 {
		return image.Rectangle{}, false
	}
	// A filled button is red all over; a seal's ground is the paper.
	inside := frame.Inset(frame.Dx() / 8)
	red, n := 0, 0
	for y := inside.Min.Y; y < inside.Max.Y; y += 2 {
		for x := inside.Min.X; x < inside.Max.X; x += 2 {
			n++
			if isRed(p.at(x, y)) {
				red++
			}
		}
	}
	return frame, n > 0 && red*100 <= 55*n
}
