package proof

import (
	"image"
	"slices"
	"strings"
)

// ink is how dark the darkest pixel of each row of r is, 0 to 255.
func (l Line) ink(r image.Rectangle) []int {
	r = r.Intersect(image.Rect(0, 0, l.Picture.W, l.Picture.H))
	out := make([]int, r.Dy())
	for y := range out {
		for _, v := range l.Picture.Row(r.Min.Y + y)[r.Min.X:r.Max.X] {
			out[y] = max(out[y], 255-int(v))
		}
	}
	return out
}

// A stem is a letter made of one upright stroke: with a dot above it, or without.
const stemLetters = "ilI1!|"

// doubtedStem is the confidence from which on the engine is believed: of stems that it
// reads right it says 99.
const doubtedStem = 98

// Shares of the darkness of a stem.
const (
	gone  = 0.55 // below it there is no ink between dot and stem
	solid = 0.85 // above it there is no gap
)

// stems settles i against l: the engine takes one for the other in small type. What
// lies between, in blurred type, stays as it was read. The engine's boxes can be those
// of the next letter, so that stems that stand side by side are only looked at where
// as many strokes are found as letters were read.
func (l Line) stems(glyphs []Glyph) {
	for from := 0; from < len(glyphs); from++ {
		to := from
		for to < len(glyphs) && len(glyphs[to].Text) == 1 && strings1(stemLetters, glyphs[to].Text) {
			to++
		}
		if to == from {
			continue
		}
		strokes := l.strokes(glyphs[from].Box.Min.X-1, glyphs[to-1].Box.Max.X+1)
		if len(strokes) == to-from && l.aligned(glyphs[from:to], strokes) {
			for k := from; k < to; k++ {
				l.stem(glyphs, k, strokes[k-from])
			}
		}
		from = to
	}
}

// aligned tells whether each glyph's box is the box of its stroke.
func (l Line) aligned(glyphs []Glyph, strokes []image.Rectangle) bool {
	for k, g := range glyphs {
		s := strokes[k]
		if away := g.Box.Min.X + g.Box.Max.X - s.Min.X - s.Max.X; away < -4 || away > 4 || g.Box.Dx()*10 > 5*l.Capital {
			return false
		}
	}
	return true
}

// stem settles glyph k, whose ink stands in box.
func (l Line) stem(glyphs []Glyph, k int, box image.Rectangle) {
	g := &glyphs[k]
	dotted, sure := l.dotted(box)
	if box.Dx()*10 > l.Capital*4 || !sure || g.Confidence >= doubtedStem {
		return
	}
	switch {
	case dotted && (besideLower(glyphs, k) || (g.Text == "l" || g.Text == "I") && k > 0 && lower(glyphs[k-1].Text)):
		g.Text = "i"
	case !dotted && (g.Text == "i" || (g.Text == "!" || g.Text == "|") && besideLower(glyphs, k)):
		g.Text = "l"
	case !dotted && g.Text == "I" && k > 0 && k+1 < len(glyphs) && lower(glyphs[k+1].Text) && lowerLabel(glyphs, k):
		g.Text = "l"
	}
}

// lowerLabel tells whether glyph k stands in a label of an address that is otherwise of
// small letters only.
func lowerLabel(glyphs []Glyph, k int) bool {
	if !addressLike(glyphs) {
		return false
	}
	from, to := k, k+1
	for from > 0 && !strings.Contains(labelEnds, glyphs[from-1].Text) {
		from--
	}
	for to < len(glyphs) && !strings.Contains(labelEnds, glyphs[to].Text) {
		to++
	}
	lowers := 0
	for j := from; j < to; j++ {
		if lower(glyphs[j].Text) {
			lowers++
		} else if upper(glyphs[j].Text) && j != k {
			return false
		}
	}
	return lowers >= 3
}

// labelEnds are the signs between the labels of an address.
const labelEnds = `./\@:`

// strokes are the runs of columns from x0 to x1 that hold ink, from the height of a
// capital to the baseline.
func (l Line) strokes(x0, x1 int) []image.Rectangle {
	const dark = 100 // of ink, 0 to 255
	top := max(0, l.Baseline-l.Capital*12/10)
	var out []image.Rectangle
	from := -1
	x0, x1 = max(0, x0), min(l.Picture.W, x1)
	for x := x0; x <= x1; x++ {
		inked := false
		for y := top; x < x1 && y < min(l.Baseline, l.Picture.H) && !inked; y++ {
			inked = 255-int(l.Picture.Pix[y*l.Picture.W+x]) >= dark
		}
		switch {
		case inked && from < 0:
			from = x
		case !inked && from >= 0:
			if x-from >= 2 {
				out = append(out, image.Rect(from, top, x, l.Baseline))
			}
			from = -1
		}
	}
	return out
}

func strings1(set, s string) bool { return slices.Contains([]byte(set), s[0]) }

// besideLower tells whether a lower-case letter stands at one side of glyph k: a
// separator or an exclamation mark stands beside none, or ends its word.
func besideLower(glyphs []Glyph, k int) bool {
	return k+1 < len(glyphs) && lower(glyphs[k+1].Text) || k > 0 && k+1 < len(glyphs) && lower(glyphs[k-1].Text)
}

// dotted tells whether the stroke in box has a dot above it, and whether that is
// sure. It must rise above small letters to be either.
func (l Line) dotted(box image.Rectangle) (dotted, sure bool) {
	top := l.Baseline - l.Capital*12/10
	rows := l.ink(image.Rect(box.Min.X, max(0, top), box.Max.X, l.Baseline))
	if len(rows) < 8 {
		return false, false
	}
	lowerHalf := slices.Clone(rows[len(rows)/2:])
	slices.Sort(lowerHalf)
	stem := lowerHalf[len(lowerHalf)/2]
	if stem < 90 {
		return false, false
	}
	at := func(share float64) int { return int(share * float64(stem)) }
	first := slices.IndexFunc(rows, func(v int) bool { return v >= at(0.6) })
	fromBase := len(rows) - first
	if first < 0 || fromBase*10 < l.Capital*8 {
		return false, false // no higher than a small letter
	}
	// Between the top and half the height of a capital lies the gap, if there is one.
	least := stem
	for _, v := range rows[min(first+2, len(rows)-l.Capital/2) : len(rows)-l.Capital/2] { // its edge is blurred
		least = min(least, v)
	}
	switch {
	case least <= at(gone):
		return true, true
	case least >= at(solid):
		return false, true
	}
	return false, false
}

// zeros turns the sign @ between the letters and digits of a word into the dotted or
// slashed zero that it is where it neither hangs below the line nor is wider than
// its neighbours.
func (l Line) zeros(glyphs []Glyph) {
	for k := range glyphs {
		g := &glyphs[k]
		if g.Text != "@" || g.Box.Max.Y > l.Baseline+max(1, l.Capital/12) {
			continue
		}
		n, wider := 0, 0
		for j, o := range glyphs {
			if j != k && (digit(o.Text) || lower(o.Text)) && !strings1("ijlft", o.Text) {
				n++
				if g.Box.Dx()*100 > o.Box.Dx()*125 {
					wider++
				}
			}
		}
		if digitBeside(glyphs, k) && n >= 3 && wider*3 < n {
			g.Text = "0"
		}
	}
}

func digitBeside(glyphs []Glyph, k int) bool {
	return k > 0 && digit(glyphs[k-1].Text) || k+1 < len(glyphs) && digit(glyphs[k+1].Text)
}

// doubted is the confidence below which the engine's narrow letter may be a full stop.
const doubted = 97

// dots puts back full stops that were lost between letters or read as something else
// that is not the size of a dot. Only words that look like an address are touched:
// elsewhere a speck is a speck.
func (l Line) dots(glyphs []Glyph) []Glyph {
	if !addressLike(glyphs) {
		return glyphs
	}
	specks := l.specks(glyphs[0].Box.Min.X, glyphs[len(glyphs)-1].Box.Max.X)
	out := make([]Glyph, 0, len(glyphs))
	for k, g := range glyphs {
		// Specks that end before this glyph begins and after the last one began.
		for len(specks) > 0 && specks[0].Max.X <= g.Box.Min.X+1 {
			s := specks[0]
			specks = specks[1:]
			if k > 0 && alnum(glyphs[k-1].Text) && alnum(g.Text) && s.Min.X >= glyphs[k-1].Box.Max.X-s.Dx() {
				out = append(out, Glyph{Text: ".", Box: s, Confidence: g.Confidence})
			}
		}
		if len(specks) > 0 && same(specks[0], g.Box) {
			if g.Text == "," && !betweenDigits(glyphs, k) || g.Text == "-" || g.Text == "_" || g.Text == "·" || g.Confidence < doubted && len(g.Text) == 1 && strings1("ijlIt1", g.Text) && k > 0 {
				g.Text = "."
			}
			specks = specks[1:]
		} else if len(specks) > 0 && inside(specks[0], g.Box) {
			// A box that swallowed the stop beside its letter.
			s := specks[0]
			left := s.Min.X+s.Max.X < g.Box.Min.X+g.Box.Max.X
			stop := Glyph{Text: ".", Box: s, Confidence: g.Confidence}
			specks = specks[1:]
			switch {
			case !alnum(g.Text):
			case left && k > 0 && alnum(glyphs[k-1].Text):
				out = append(out, stop)
			case !left && k+1 < len(glyphs) && alnum(glyphs[k+1].Text):
				out = append(out, g, stop)
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// betweenDigits tells whether glyph k stands where a thousand ends.
func betweenDigits(glyphs []Glyph, k int) bool {
	return k > 0 && k+1 < len(glyphs) && digit(glyphs[k-1].Text) && digit(glyphs[k+1].Text)
}

func same(speck, box image.Rectangle) bool {
	return box.Min.X >= speck.Min.X-2 && box.Max.X <= speck.Max.X+2
}

func inside(speck, box image.Rectangle) bool {
	return speck.Min.X >= box.Min.X-1 && speck.Max.X <= box.Max.X+1
}

// specks are the runs of columns from x0 to x1 whose ink is a dot on the baseline,
// from left to right.
func (l Line) specks(x0, x1 int) []image.Rectangle {
	const dark = 110 // of ink, 0 to 255
	var out []image.Rectangle
	p := l.Picture
	x0, x1 = max(0, x0), min(p.W, x1)
	from, top, bottom := -1, 0, 0
	flush := func(to int) {
		if from < 0 {
			return
		}
		w, h := to-from, bottom-top
		if w*10 <= l.Capital*3 && h*10 <= l.Capital*3 && w >= 2 && h >= 2 &&
			top*10 >= 10*l.Baseline-4*l.Capital && bottom >= l.Baseline-l.Capital/6 && bottom <= l.Baseline+max(1, l.Capital/8) {
			out = append(out, image.Rect(from, top, to, bottom))
		}
		from = -1
	}
	for x := x0; x < x1; x++ {
		a, b := -1, -1
		for y := range p.H {
			if 255-int(p.Pix[y*p.W+x]) >= dark {
				if a < 0 {
					a = y
				}
				b = y + 1
			}
		}
		switch {
		case a < 0:
			flush(x)
		case from < 0:
			from, top, bottom = x, a, b
		default:
			top, bottom = min(top, a), max(bottom, b)
		}
	}
	flush(x1)
	return out
}
