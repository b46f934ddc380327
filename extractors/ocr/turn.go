package ocr

import (
	"cmp"
	"context"
	"image"
	"slices"

	"evscan/evidence"
	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/upright"
)

// page is a view of a picture with its lines.
type page struct {
	upright.View
	lossy bool
	lines []segment.Line
	loose []image.Rectangle // glyphs that make no line
	odd   bool              // it looks like columns and could not be read as them
	down  bool              // its lines are columns: text written downwards, turned to the left
}

func newPage(v upright.View, lossy bool) page {
	p := page{View: v, lossy: lossy}
	p.lines, p.loose = segment.FindAll(v.Picture, lossy)
	return p
}

// glyphs are the boxes of all that may be glyphs.
func (p *page) glyphs() []image.Rectangle {
	out := slices.Clone(p.loose)
	for i := range p.lines {
		out = append(out, p.lines[i].Parts...)
	}
	return out
}

// turned is the page turned clockwise by quarters.
func (p *page) turned(quarters int) page { return newPage(p.Turn(quarters), p.lossy) }

// straight is the page without its skew. A page that is level is returned as it is.
func (p page) straight() page {
	glyphs := p.glyphs()
	if a, ok := upright.Skew(glyphs); ok {
		return newPage(p.Straighten(a), true)
	}
	return p
}

// keep leaves the page these of its lines. The glyphs of the others stay: on a page that
// is not upright they make other lines.
func (p *page) keep(lines []segment.Line) {
	for _, l := range p.lines {
		if !slices.ContainsFunc(lines, func(k segment.Line) bool { return k.Box == l.Box }) {
			p.loose = append(p.loose, l.Parts...)
		}
	}
	p.lines = lines
}

// text is what was read of a picture.
type text struct {
	words     []evidence.Word
	languages []string // models used beside those that every picture is read with
	missing   []string // models that would have read more
}

// words reads the page. Boxes lie on the original picture.
func (r *recogniser) words(ctx context.Context, p page) (text, error) {
	read, err := r.readPage(ctx, p, p.lines)
	if err != nil {
		return text{}, err
	}
	var out text
	if r.others != nil && !p.down {
		var missing string
		if out.languages, missing, err = r.others.improve(ctx, p.Picture, read); err != nil {
			return text{}, err
		}
		if missing != "" {
			out.missing = []string{missing}
		}
	}
	words := arrange(read, image.Point{})
	for i, w := range words {
		b := p.Back(image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H))
		words[i].Box = evidence.Box{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy()}
	}
	out.words = words
	return out, nil
}

func (r *recogniser) readPage(ctx context.Context, p page, lines []segment.Line) ([]reading, error) {
	if p.down {
		return r.readColumns(ctx, p, lines)
	}
	return r.readLines(ctx, p.Picture, lines)
}

// How a page that may not be upright is tried.
const (
	trialLines   = 6
	trialLength  = 2.5  // glyph heights that a line must have to be tried
	readable     = 0.60 // confidence of a page that is taken for upright without a trial
	wellReadable = 0.80 // and of one whose glyphs stand as columns do
	legible      = 0.55 // confidence that another way of reading must have
	clearer      = 0.12 // and by how much it must be above that of the first

	leastGlyphs = 12 // of a page that is worth another way
)

// trial is the confidence with which a few lines of p are read.
func (r *recogniser) trial(ctx context.Context, p page) (float64, error) {
	long := func(l segment.Line) float64 { return float64(l.Box.Dx()) / l.Glyph }
	lines := slices.DeleteFunc(slices.Clone(p.lines), func(l segment.Line) bool { return long(l) < trialLength })
	slices.SortStableFunc(lines, func(a, b segment.Line) int { return cmp.Compare(long(b), long(a)) })
	read, err := r.readPage(ctx, p, lines[:min(len(lines), trialLines)])
	if err != nil {
		return 0, err
	}
	return sure(arrange(read, image.Point{})), nil
}

// sure is the mean confidence of words by their length, 0 of none.
func sure(words []evidence.Word) float64 {
	sum, n := 0.0, 0
	for _, w := range words {
		k := len([]rune(w.Text))
		sum += w.Confidence * float64(k)
		n += k
	}
	return sum / float64(max(n, 1))
}

// upright finds the view of a picture in which its text can be read.
func (r *recogniser) upright(ctx context.Context, first page) (page, error) {
	first = first.straight()
	if !upright.Sideways(first.glyphs()) {
		return first, nil
	}
	p, _, err := r.best(ctx, first, r.waysUp(first)[:3])
	p.odd = p.Picture == first.Picture && r.vertical == "" && r.japanese != ""
	return p, err
}

// waysUp are the other ways to read p: turned left, as columns, turned right,
// upside down. Each is made when it is tried.
func (r *recogniser) waysUp(p page) []func() (page, bool) {
	turned := func(q int) func() (page, bool) {
		return func() (page, bool) { return p.turned(q).straight(), true }
	}
	return []func() (page, bool){turned(3), func() (page, bool) {
		q := p.turned(3).straight()
		q.down = true
		return q, r.vertical != ""
	}, turned(1), turned(2)}
}

// best tries first and the other ways and returns that which is read best, with
// its confidence.
func (r *recogniser) best(ctx context.Context, first page, ways []func() (page, bool)) (page, float64, error) {
	got, err := r.trial(ctx, first)
	if err != nil {
		return first, 0, err
	}
	most := max(legible, got+clearer)
	best := first
	for _, way := range ways {
		p, ok := way()
		if !ok {
			continue
		}
		c, err := r.trial(ctx, p)
		if err != nil {
			return first, 0, err
		}
		if c > most {
			best, most, got = p, c, c
		}
	}
	return best, got, nil
}

// readUpright reads the picture, and in another way where it cannot be read as it
// stands.
// It names the model that is missing where the text seems to run in columns.
func (r *recogniser) readUpright(ctx context.Context, first page) (text, error) {
	if !r.takes(StepUpright) {
		return r.words(ctx, first)
	}
	p, err := r.upright(ctx, first)
	if err != nil {
		return text{}, err
	}
	stacks, err := r.readStacks(ctx, &p)
	if err != nil {
		return text{}, err
	}
	got, err := r.words(ctx, p)
	if err != nil {
		return text{}, err
	}
	if c := sure(got.words); c >= readable && (!p.odd || c >= wellReadable) {
		got.follow(stacks)
		return got, nil
	}
	if p.odd {
		got.missing = append(got.missing, modelDown)
	}
	if len(p.glyphs()) >= leastGlyphs {
		q, _, err := r.best(ctx, p, r.waysUp(p)[3:])
		if err != nil {
			return text{}, err
		}
		if q.Picture != p.Picture {
			return r.words(ctx, q)
		}
	}
	got.follow(stacks)
	return got, nil
}

// follow puts what else was read behind t, in blocks of its own.
func (t *text) follow(more text) {
	n := 0
	for _, w := range t.words {
		n = max(n, w.Block)
	}
	for _, w := range more.words {
		w.Block += n
		t.words = append(t.words, w)
	}
	t.languages, t.missing = unique(t.languages, more.languages), unique(t.missing, more.missing)
}

// unique is a and what only b holds.
func unique(a, b []string) []string {
	out := slices.Clip(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
