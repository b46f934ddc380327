// Package names finds the names of organisations in text: those that a catalogue
// lists, those that carry a legal form, and public bodies by their endings.
package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Hit is one name in a text.
type Hit struct {
	Start, End int      // bytes of the text, legal form included
	Core       string   // key of the name, see catalogue.Core
	Form       string   // legal form or public ending it stood with, normalised; "" for none
	Display    string   // as it stands, line breaks and blanks of OCR taken out
	Orgs       []string // IDs of the catalogue's organisations with that name, sorted
	Known      bool     // the matcher was built with this name; false: found by its legal form
	Weak       bool     // FindAll only: nothing in the text supports that this is a name, see Support
	Short      string   // what the text says that it calls the organisation from there on, see shortForm
	Cost       float64  // how far the reading was corrected, [0,1): 0 exactly as it stands
	Mended     bool     // FindOCR only: characters were misread; Display has them as they stand
}

// Name is a name for FromNames.
type Name struct {
	Core    string // or any spelling of it
	Display string
	Orgs    []string
}

// Matcher finds names. It is immutable and safe for concurrent use.
type Matcher struct {
	known   *table
	names   []known
	ids     []string // memory for the single ID that most names have
	open    bool     // names are also found by their legal form
	cat     catalogue.Index
	mapped  []catalogue.NameTable // parts of cat that bring their table of names
	streams *sync.Pool
	mend    func() *skeletons
	labels  map[string][]string // see WithLabels
}

// known is what a value of the table of names stands for.
type known struct {
	orgs []string
	weak weakness
}

// New returns a matcher for the names of a catalogue and, by their legal forms,
// for all others. Parts of the catalogue that have a table of their names are left
// where they are; of the others one is made.
func New(cat catalogue.Index) *Matcher {
	var parts [][]judged
	var tables []catalogue.NameTable
	n := 0
	for _, layer := range catalogue.Layers(cat) {
		if t, ok := layer.(catalogue.NameTable); ok {
			tables = append(tables, t)
			continue
		}
		parts = append(parts, judge(layer)...)
	}
	for _, part := range parts {
		n += len(part)
	}
	m := newMatcher(n+n/8, cat, true)
	m.mapped = tables
	m.mend = skeletonsOf(cat)
	m.known.grow(n)
	m.names = make([]known, 0, n)
	m.ids = make([]string, 0, n+n/8)
	for _, part := range parts {
		for _, c := range part {
			m.add(c.id, c.core, c.weak)
		}
	}
	return m
}

// FromNames returns a matcher for the bare forms of names that were found
// elsewhere in the package, and for nothing else.
func FromNames(list ...Name) *Matcher {
	m := newMatcher(2*len(list), catalogue.Empty(), false)
	m.mend = skeletonsOfNames(list)
	for _, n := range list {
		if unusable(catalogue.Core(n.Core)) {
			continue
		}
		if len(n.Orgs) == 0 {
			m.add("", catalogue.Core(n.Core), weaknessOf(catalogue.Core(n.Core)))
		}
		for _, id := range n.Orgs {
			m.add(id, catalogue.Core(n.Core), weaknessOf(catalogue.Core(n.Core)))
		}
	}
	return m
}

func newMatcher(n int, cat catalogue.Index, open bool) *Matcher {
	return &Matcher{known: newTable(n), cat: cat, open: open, streams: &sync.Pool{New: func() any { return new(stream) }}}
}

func (m *Matcher) add(id, core string, w weakness) {
	m.addCore(id, core, w)
	if strings.Contains(core, "&") {
		m.addCore(id, strings.ReplaceAll(core, "&", " and "), w)
	}
}

// dangling reports whether a name breaks off: Office of the.
func dangling(core string) bool {
	i := strings.LastIndexByte(core, ' ')
	return i > 0 && connectors[core[i+1:]] && len(core)-i > 2
}

func (m *Matcher) addCore(id, core string, w weakness) {
	v, fresh := m.known.add(core, int32(len(m.names)))
	if fresh {
		m.names = append(m.names, known{weak: w})
	} else if int(v) >= len(m.names) || len(core) == 0 {
		return
	}
	if w == strong {
		m.names[v].weak = strong // a company of that name speaks for the brand
	}
	k := &m.names[v]
	if id != "" && k.orgs == nil {
		m.ids = append(m.ids, id)
		k.orgs = m.ids[len(m.ids)-1 : len(m.ids) : len(m.ids)]
	} else if id != "" && !slices.Contains(k.orgs, id) {
		k.orgs = append(k.orgs, id)
	}
}

// placeLike tells public bodies that are called like their place: an address is
// no mention of the town hall.
func placeLike(o *evidence.Organisation) bool {
	return (o.Kind == "municipality" || o.Kind == "government") && evidence.EndsCJK(o.Name) && strings.ContainsAny(lastRune(o.Name), "都道府県市区町村")
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[len(r)-1:])
}

// span is a possible hit in units.
type span struct {
	from, to       int // with the legal form
	nameFrom, last int // without; last is the end
	form           string
	known          bool
	orgs           []string
	weak           weakness
	alone          bool // weak, and nothing in the text supports it
}

// Find returns the names in text, in order of Start, not overlapping. A name that
// is also a word, a person or a place counts only where the text supports it.
func (m *Matcher) Find(text string) []Hit {
	return slices.DeleteFunc(m.FindAll(text), func(h Hit) bool { return h.Weak })
}

// FindAll is Find with the names that need support from elsewhere; they are
// marked Weak.
func (m *Matcher) FindAll(text string) []Hit {
	s := m.streams.Get().(*stream)
	defer m.streams.Put(s)
	s.reset(text)
	if !m.open && !m.begins(s) {
		if len(m.labels) == 0 {
			return nil
		}
		return apart(nil, m.findLabels(s))
	}
	marks := findForms(s)
	spans := m.findKnown(s, marks)
	if m.open {
		spans = append(spans, findOpen(s, marks)...)
		spans = append(spans, withoutLonger(findPublic(s, marks), spans)...)
	}
	spans = m.choose(s, spans)
	hits := make([]Hit, 0, len(spans))
	for _, sp := range spans {
		hits = append(hits, m.hit(s, sp))
	}
	if m.open {
		withShort(text, hits)
	}
	if len(m.labels) > 0 {
		hits = apart(hits, m.findLabels(s))
	}
	return hits
}

// begins reports whether any name may stand in a text, which is all that most texts are
// asked in the second pass over a package.
func (m *Matcher) begins(s *stream) bool {
	for i := range s.units {
		if s.lengths(m.known.gates, i, nil) != 0 {
			return true
		}
	}
	return false
}

// within returns the hits that overlap h. hits are in order and do not overlap.
func within(hits []Hit, h Hit) []Hit {
	i, _ := slices.BinarySearchFunc(hits, h.Start, func(o Hit, at int) int {
		if o.End <= at {
			return -1
		}
		return 1
	})
	j := i
	for j < len(hits) && hits[j].Start < h.End {
		j++
	}
	return hits[i:j]
}

// apart adds the hits of more that overlap none of hits that hold, in order of Start.
func apart(hits, more []Hit) []Hit {
	if len(more) == 0 {
		return hits
	}
	more = slices.DeleteFunc(more, func(l Hit) bool {
		for _, h := range within(hits, l) {
			if !h.Weak {
				return true
			}
		}
		return false
	})
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return len(within(more, h)) > 0 })
	hits = append(hits, more...)
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	return hits
}

// findKnown returns the names of the table, those with a legal form at their
// side with it.
func (m *Matcher) findKnown(s *stream, forms formMarks) []span {
	var out []span
	for i := 0; i < len(s.units); {
		next := i + 1
		m.longest(s, i, func(end int, k known) bool {
			if !boundary(s, i, end) {
				return false
			}
			sp := span{from: i, to: end, nameFrom: i, last: end, known: true, orgs: k.orgs, weak: k.weak}
			forms.extend(s, &sp)
			if !sp.plausible(s) {
				return false
			}
			out = append(out, sp)
			next = end
			return true
		})
		i = next
	}
	return out
}

// withoutLonger drops the public bodies that begin with one that is known: what
// follows Department of State is the next word of the page.
func withoutLonger(public, have []span) []span {
	if len(public) == 0 {
		return nil
	}
	begin := map[int]bool{}
	for _, sp := range have {
		if sp.known && sp.weak == strong && sp.last-sp.nameFrom > 2 {
			begin[sp.nameFrom] = true
		}
	}
	return slices.DeleteFunc(public, func(sp span) bool { return begin[sp.nameFrom] })
}

// choose drops overlaps, the longer name winning, and weak names that nothing
// in the text supports.
func (m *Matcher) choose(s *stream, spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(b.last-b.nameFrom, a.last-a.nameFrom), cmp.Compare(b.to-b.from, a.to-a.from), btoi(b.known)-btoi(a.known),
			cmp.Compare(a.from, b.from))
	})
	taken := make([]bool, len(s.units))
	supported := map[string]bool{}
	var keep []span
	for _, sp := range spans {
		if slices.Contains(taken[sp.from:sp.to], true) {
			continue
		}
		for i := sp.from; i < sp.to; i++ {
			taken[i] = true
		}
		keep = append(keep, sp)
		if sp.weak == strong && !sp.doubtful(s) && !sp.stump(s) || sp.formCounts(s) {
			supported[string(s.core(sp.nameFrom, sp.last))] = true
			if sp.known {
				for _, id := range sp.orgs {
					supported[id] = true
				}
			}
		}
	}
	out := keep[:0]
	for _, sp := range keep {
		if m.holds(s, &sp, supported) {
			out = append(out, sp)
		}
	}
	slices.SortFunc(out, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	return out
}

// holds reports whether a span may be a name; it notes where nothing in the text
// supports that it is.
func (m *Matcher) holds(s *stream, sp *span, supported map[string]bool) bool {
	if sp.weak == strong && sp.known && (sp.doubtful(s) || sp.stump(s)) {
		sp.alone = !m.supports(s, sp, supported)
		return true
	}
	if sp.weak == strong || !sp.known || honorific(s, sp.to) || sp.formCounts(s) {
		return true
	}
	if sp.weak == weakPlace && department(s, sp.to) {
		return true
	}
	if sp.weak == weakPlace || !sp.capitalised(s) || oneCharacter(s, sp) {
		return false
	}
	sp.alone = !m.supports(s, sp, supported)
	// A known short name goes on into the names of its departments (水光技術部); of
	// one that was discovered nobody knows whether it is also a word.
	return sp.apart(s) || m.open && sp.weak == weakShort && !sp.alone
}

func (m *Matcher) supports(s *stream, sp *span, supported map[string]bool) bool {
	return supported[string(s.core(sp.nameFrom, sp.last))] ||
		slices.ContainsFunc(sp.orgs, func(id string) bool { return supported[id] })
}

// oneCharacter reports whether a name is one character: that stands for a name
// only beside a legal form.
func oneCharacter(s *stream, sp *span) bool {
	return utf8.RuneCount(s.core(sp.nameFrom, sp.last)) < 2
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *Matcher) hit(s *stream, sp span) Hit {
	core := string(s.core(sp.nameFrom, sp.last))
	core = strings.ReplaceAll(core, " and ", "&")
	if rest, ok := strings.CutPrefix(core, "the "); ok && len(rest) > 3 {
		core = rest
	}
	h := Hit{Start: int(s.units[sp.from].from), End: int(s.units[sp.to-1].to), Core: core, Form: sp.form, Known: sp.known, Weak: sp.alone}
	h.End = withPoint(s.text, h.End, sp)
	if sp.known {
		h.Orgs = slices.Sorted(slices.Values(sp.orgs))
	} else if ids := m.cat.ByCore(core); len(ids) > 0 {
		h.Orgs, h.Known = ids, true
	}
	h.Display, h.Cost = display(s, sp, h.Start, h.End)
	return h
}

// withPoint takes in the point of Inc. and Co.
func withPoint(text string, end int, sp span) int {
	if sp.form != "" && sp.to > sp.last && end < len(text) && text[end] == '.' {
		return end + 1
	}
	return end
}

// display writes the name in one line, without the blanks that OCR put between
// CJK characters. Taking them out of the name itself costs a little.
func display(s *stream, sp span, start, end int) (string, float64) {
	var b strings.Builder
	cost := 0.0
	at := start
	for i := sp.from + 1; i < sp.to; i++ {
		u, prev := &s.units[i], &s.units[i-1]
		if u.from < prev.to || u.before&(gapBlank|gapLine) == 0 {
			continue
		}
		b.WriteString(s.text[at:prev.to])
		at = int(u.from)
		words := strings.Fields(s.text[prev.to:u.from])
		switch between := strings.Join(words, " "); {
		case u.cjk && prev.cjk:
			b.WriteString(between)
			if i > sp.nameFrom && i < sp.last {
				cost = 0.05
			}
		case between == "&":
			b.WriteString(" & ")
		case strings.HasSuffix(between, "("):
			b.WriteString(strings.TrimRight(between, " (") + " (")
		default:
			b.WriteString(between + " ")
		}
		if u.before&gapLine != 0 {
			cost = 0.05
		}
	}
	b.WriteString(s.text[at:end])
	return b.String(), cost
}
