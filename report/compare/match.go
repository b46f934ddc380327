package compare

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"evscan/fingerprints/templates"
	"evscan/report/document"
)

// Thresholds. A text of which every twentieth word was changed keeps .74 of its
// shingles, in characters .63; sketches of 128 bytes are off by .04.
const (
	nearText     = 0.5  // resemblance of near-copies
	nearNumbers  = 0.7  // of their numbers: a form filled anew keeps its maker's telephone and account
	numberMargin = 0.15 // how much less alike they may be than the texts
	someNumbers  = 3    // numbers from which on they decide
	manyNumbers  = 12   // from which on they tell a table without a text
	tableShare   = 0.8  // of the numbers of such tables
	sureText     = 0.9  // from which on a pair needs no comparison with others
	sureNumbers  = 0.95
	rivalText    = 0.15 // how much worse a pair may be and still cast doubt
	rivalNumbers = 0.1
	nearBits     = 8 // of 64; METHOD's pictures scaled and compressed move by 0 to 6
	nearInk      = 0.92
	nearAspect   = 1.03
	// Copies at 80 % and JPEG 60 of screenshots: at most 3 bits, cosine of .990 and more.
	// Others of one program or form within 8 bits: at most .983.
	sureBits = 4
	sureInk  = 0.99
	sameInk  = 0.985
	// Text recognition reads a copy in another size with other mistakes: of the shingles of
	// those screenshots .20 to .62 are the same.
	leastText      = 0.12
	pictureText    = 0.3
	pictureNumbers = 0.4
)

// maxBucket bounds how many files of one package are looked at for one band of a
// sketch: in a package of ten thousand copies of a form their numbers find the pairs.
const maxBucket = 24

// match is a pair by the places of its files.
type match struct {
	a, b int
	pair Pair
	free bool // nothing but the likeness of a form or a window supports it
}

// near finds the pairs that are alike without being equal. Pairs of which both files
// are equal to a file of the other package are left out.
func near(a, b []*content, sameA, sameB []bool) []match {
	var out []match
	seen := make([]int, len(b)) // by which file of a it was looked at last, +1
	text, numbers := textBands(b), numberBands(b)
	for i, x := range a {
		if !comparable(x) {
			continue
		}
		look := func(j int) {
			if seen[j] == i+1 || sameA[i] && sameB[j] || x.item.SHA256 == b[j].item.SHA256 {
				return
			}
			seen[j] = i + 1
			if m, ok := alike(x, b[j]); ok {
				m.a, m.b = i, j
				out = append(out, m)
			}
		}
		eachTextBand(x, func(k uint64) {
			for _, j := range text[k] {
				look(j)
			}
		})
		eachNumberBand(x, func(k uint64) {
			for _, j := range numbers[k] {
				look(j)
			}
		})
		if x.picture {
			for j, y := range b {
				if y.picture && bits.OnesCount64(x.hash^y.hash) <= nearBits && comparable(y) {
					look(j)
				}
			}
		}
	}
	return settle(out)
}

func comparable(c *content) bool { return c.trivial == "" && c.printed() }

// settle makes forms of pairs of which a file is as like another one: what they have in
// common is then what is printed on each of them.
func settle(list []match) []match {
	ofA, ofB := map[int][]int{}, map[int][]int{}
	for i, m := range list {
		ofA[m.a] = append(ofA[m.a], i)
		ofB[m.b] = append(ofB[m.b], i)
	}
	form := make([]bool, len(list))
	for i := range list {
		rival := func(j int) bool { return j != i && list[i].rivals(&list[j]) }
		form[i] = slices.ContainsFunc(ofA[list[i].a], rival) || slices.ContainsFunc(ofB[list[i].b], rival)
	}
	for i := range list {
		if form[i] {
			list[i].pair.Kind = PairForm
		}
	}
	slices.SortFunc(list, bestFirst)
	return list
}

// rivals reports whether another pair with one of the two files is as good as m, so
// that neither shows a copy. Pairs that agree in all but little need fear none: drafts
// of one document are alike.
func (m *match) rivals(o *match) bool {
	p, q := &m.pair, &o.pair
	switch {
	case p.By == "text" && p.Text >= sureText && p.Numbers >= sureNumbers:
		return false
	case m.free:
		return true
	case p.By != "text" || q.By != "text":
		return false
	}
	return q.Text >= p.Text-rivalText && q.Numbers >= p.Numbers-rivalNumbers
}

func bestFirst(x, y match) int {
	return cmp.Or(cmp.Compare(rank(y.pair.Kind), rank(x.pair.Kind)), cmp.Compare(y.pair.Similarity, x.pair.Similarity), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

func rank(kind string) int {
	switch kind {
	case PairIdentical:
		return 3
	case PairNear:
		return 2
	default:
		return 1
	}
}

// alike compares two files in every way that both allow and returns the best.
func alike(x, y *content) (match, bool) {
	m, ok := alikePictures(x, y)
	if n, found := alikeTexts(x, y); found && (!ok || rank(n.pair.Kind) > rank(m.pair.Kind)) {
		return n, true
	}
	return m, ok
}

// alikeTexts compares what stands in two files.
func alikeTexts(x, y *content) (match, bool) {
	p, q := &x.print, &y.print
	numbers := templates.NumberResemblance(p.Numbers, q.Numbers)
	if len(p.Text) == 0 || len(q.Text) == 0 {
		// A translation has the same numbers, too; but it has a text.
		if len(p.Text)+len(q.Text) > 0 || min(p.Values, q.Values) < manyNumbers || numbers < tableShare {
			return match{}, false
		}
		return match{pair: pairOf(x, y, PairNear, numbers, "numbers", 0, numbers)}, true
	}
	text := templates.TextResemblance(p.Text, q.Text)
	if text < nearText {
		return match{}, false
	}
	m := match{pair: pairOf(x, y, PairNear, text, "text", text, numbers)}
	few := max(p.Values, q.Values) < someNumbers
	switch {
	case !few && filledAnew(p, q, text, numbers), few && !sameParties(x.parties, y.parties), otherReaders(x.readers, y.readers):
		m.pair.Kind = PairForm
	default:
		m.free = few
	}
	return m, true
}

// filledAnew reports whether the numbers of two texts differ more than the texts do. Who
// edits a text changes three shingles with a word, and a number with a number; who fills
// in a form changes the numbers first. One number of a few weighs more than one of many.
func filledAnew(p, q *document.Fingerprint, text, numbers float64) bool {
	return numbers < nearNumbers || numbers < text-marginOf(p, q, numbers)
}

// marginOf is how much less alike the numbers of two copies may be than their texts.
func marginOf(p, q *document.Fingerprint, numbers float64) float64 {
	union := float64(p.Values+q.Values) / (1 + numbers)
	return numberMargin + 1/union
}

// sameParties reports whether two files point at the same organisations for the most
// part; a contract with another partner does not.
func sameParties(x, y map[string]bool) bool {
	return 4*common(x, y) >= 3*max(len(x), len(y))
}

// otherReaders reports whether two files are addressed to different organisations.
func otherReaders(x, y map[string]bool) bool {
	return len(x) > 0 && len(y) > 0 && common(x, y) == 0
}

func common(x, y map[string]bool) int {
	n := 0
	for k := range x {
		if y[k] {
			n++
		}
	}
	return n
}

// alikePictures compares how two pictures look, and what was read in them.
func alikePictures(x, y *content) (match, bool) {
	if !x.picture || !y.picture {
		return match{}, false
	}
	n := bits.OnesCount64(x.hash ^ y.hash)
	if n > nearBits || x.aspect > y.aspect*nearAspect || y.aspect > x.aspect*nearAspect {
		return match{}, false
	}
	dark := x.ink != nil && y.ink != nil
	ink := 0.0
	if dark {
		if ink = cosine(x.ink, y.ink); ink < nearInk {
			return match{}, false
		}
	}
	p, q := &x.print, &y.print
	text, numbers := templates.TextResemblance(p.Text, q.Text), templates.NumberResemblance(p.Numbers, q.Numbers)
	m := match{pair: pairOf(x, y, PairNear, 1-float64(n)/64, "picture", text, numbers)}
	m.pair.Bits = &n
	numbered := min(p.Values, q.Values) >= 2*someNumbers
	switch few, many := min(p.Shingles, q.Shingles), max(p.Shingles, q.Shingles); {
	case few == 0 && many > 4*templates.MinShingles:
		return match{}, false // one of them says much, the other nothing
	case few == 0 && dark && ink < sameInk:
		return match{}, false
	case few == 0:
		m.free = true
	case n <= sureBits && ink >= sureInk: // one picture, unless it is a form that says something else
		if text < leastText || numbered && numbers < text-marginOf(p, q, numbers) {
			m.pair.Kind = PairForm
		}
	case text < pictureText, numbered && numbers < pictureNumbers:
		m.pair.Kind = PairForm
	}
	return m, true
}

// cosine is the cosine of the angle between two grids, 0 where one is empty.
func cosine(a, b []byte) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func pairOf(x, y *content, kind string, similarity float64, by string, text, numbers float64) Pair {
	return Pair{Kind: kind, A: x.file(), B: y.file(), Similarity: round(similarity), By: by, Text: round(text), Numbers: round(numbers)}
}

// round keeps three decimals, more than sketches tell.
func round(f float64) float64 { return math.Round(f*1000) / 1000 }

// Bands: two sketches that agree in all bytes of a band are compared. Texts of which
// half is common agree in one of 42 bands of three with a probability of .996.
const (
	textBand   = 3
	numberBand = 2
)

func textBands(list []*content) map[uint64][]int   { return bands(list, eachTextBand) }
func numberBands(list []*content) map[uint64][]int { return bands(list, eachNumberBand) }

func bands(list []*content, each func(*content, func(uint64))) map[uint64][]int {
	out := map[uint64][]int{}
	for i, c := range list {
		if !comparable(c) {
			continue
		}
		each(c, func(k uint64) {
			if len(out[k]) < maxBucket {
				out[k] = append(out[k], i)
			}
		})
	}
	return out
}

func eachTextBand(c *content, f func(uint64)) {
	s := c.print.Text
	for i := 0; i+textBand <= len(s); i += textBand {
		f(uint64(i)<<24 | uint64(s[i])<<16 | uint64(s[i+1])<<8 | uint64(s[i+2]))
	}
}

// eachNumberBand passes over what is empty in part: all small sets would agree there.
func eachNumberBand(c *content, f func(uint64)) {
	last := -1
	for i, v := range c.print.Numbers {
		if v == 0 {
			continue
		}
		if last >= 0 {
			f(uint64(last)<<24 | uint64(i)<<16 | uint64(c.print.Numbers[last])<<8 | uint64(v))
		}
		last = i
	}
}
