package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Names in pictures are misread in a few ways that catalogue.Skeleton knows. A name is
// mended only into one that is known, from the catalogue or from elsewhere in the
// package, and a legal form only into a legal form; nothing is made up. What is a word
// of the language as it was read is left alone, and so is what the recogniser was sure
// of, unless the reading is no way to write a word (a digit among letters, a kanji
// among katakana).

// Costs of a mended name, see Hit.Cost.
const (
	costMended  = 0.15 // the first character that was misread
	costFurther = 0.05 // each further one
	costSure    = 0.10 // the reading was a possible one and the recogniser rather sure of it
	costForm    = 0.10 // the legal form was misread, and the name as it stands
	maxCost     = 0.5
)

// sureOf is the confidence from which a recogniser is believed against a known name.
const sureOf = 0.85

// minPlausible is the length of a name of one Latin word from which a possible word is
// taken for a misreading of it.
const minPlausible = 7

// maxMended is the number of names up to which a matcher keeps their skeletons.
const maxMended = 500_000

// skeletons finds known names by the skeletons of their cores.
type skeletons struct {
	table *table
	names []skeletonName
	forms *table // skeletons of legal forms
	form  []catalogue.LegalForm
}

type skeletonName struct {
	core string
	orgs []string
	weak weakness
	same int // index plus one of the next name with that skeleton
}

func newSkeletons(n int) *skeletons {
	k := &skeletons{table: newTable(n)}
	all := catalogue.LegalForms()
	k.forms = newTable(len(all))
	for _, f := range all {
		if f.Place == 0 || strings.Contains(f.Text, "(") || utf8.RuneCountInString(f.Text) < 3 {
			continue // misread, a form of two letters is two letters
		}
		if !evidence.StartsCJK(f.Text) && !openForms[f.Text] && !strings.Contains(f.Text, " ") {
			continue
		}
		if _, fresh := k.forms.add(catalogue.Skeleton(f.Text), int32(len(k.form))); fresh {
			k.form = append(k.form, f)
		}
	}
	return k
}

func (k *skeletons) add(core string, orgs []string, w weakness) {
	n := utf8.RuneCountInString(core)
	if w == weakPlace || n < 3 || n < 4 && !evidence.StartsCJK(core) || unusable(core) {
		return
	}
	v, fresh := k.table.add(catalogue.Skeleton(core), int32(len(k.names)))
	if !fresh && int(v) >= len(k.names) {
		return
	}
	for i := int(v); !fresh; i = k.names[i].same - 1 {
		if o := &k.names[i]; o.core == core {
			for _, id := range orgs {
				if !slices.Contains(o.orgs, id) {
					o.orgs = append(o.orgs, id)
				}
			}
			if w == strong {
				o.weak = strong
			}
			return
		} else if o.same == 0 {
			o.same = len(k.names) + 1
			break
		}
	}
	k.names = append(k.names, skeletonName{core: core, orgs: slices.Clone(orgs), weak: w})
}

// skeletonsOf is made when the first picture is looked at.
func skeletonsOf(cat catalogue.Index) func() *skeletons {
	return sync.OnceValue(func() *skeletons {
		var layers []catalogue.Index
		n := 0
		for _, l := range catalogue.Layers(cat) {
			if n+l.Len() <= maxMended {
				layers, n = append(layers, l), n+l.Len()
			}
		}
		k := newSkeletons(3 * n)
		for _, l := range layers {
			for _, r := range recordsOf(l) {
				for _, j := range judgeRecord(nil, &r) {
					k.add(j.core, []string{j.id}, j.weak)
				}
			}
		}
		return k
	})
}

func skeletonsOfNames(list []Name) func() *skeletons {
	return sync.OnceValue(func() *skeletons {
		k := newSkeletons(2 * len(list))
		for _, n := range list {
			core := catalogue.Core(n.Core)
			k.add(core, n.Orgs, weaknessOf(core))
		}
		return k
	})
}

// FindOCR is FindAll for text that a recogniser read. sure tells how sure it was of a
// byte range, in [0,1]. Mended names have a Cost above 0.1 and are Mended.
func (m *Matcher) FindOCR(text string, sure func(start, end int) float64) []Hit {
	hits := m.FindAll(text)
	mended := m.findMended(text, sure)
	if len(mended) == 0 {
		return hits
	}
	// A mended name gives way to what stands there as it is, unless that is a part of it.
	mended = slices.DeleteFunc(mended, func(f Hit) bool {
		return slices.ContainsFunc(within(hits, f), func(h Hit) bool {
			return !h.Weak && (h.Start < f.Start || h.End > f.End || h.Known && (h.Core == f.Core || h.End-h.Start == f.End-f.Start))
		})
	})
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return len(within(mended, h)) > 0 })
	hits = append(hits, mended...)
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	return hits
}

// findMended finds known names that are misread, and names whose legal form is.
func (m *Matcher) findMended(text string, sure func(start, end int) float64) []Hit {
	k := m.mend()
	if len(k.names) == 0 && !m.open {
		return nil
	}
	clean, at := unbar(text)
	s := m.streams.Get().(*stream)
	defer m.streams.Put(s)
	s.reset(clean)
	sk := s.skeleton()
	forms := findForms(s)
	misread := k.findForms(s, sk, &forms)
	if at != nil {
		for _, f := range forms.list {
			if strings.Contains(text[at[s.units[f.from].from]:at[s.units[f.to-1].to]], "|") {
				misread = append(misread, f)
			}
		}
	}
	back := func(h Hit) Hit {
		if at != nil {
			h.Start, h.End = at[h.Start], at[h.End]
		}
		return h
	}
	var out []Hit
	for i := 0; i < len(s.units); {
		next := i + 1
		k.table.longest(sk, i, func(end int, value int32) bool {
			asRead := at == nil || text[at[s.units[i].from]:at[s.units[end-1].to]] == clean[s.units[i].from:s.units[end-1].to]
			h, ok := m.mendedName(k, s, i, end, value, forms, asRead, func(from, to int) float64 {
				if at != nil {
					from, to = at[from], at[to]
				}
				return sure(from, to)
			})
			if !ok {
				return false
			}
			out, next = append(out, back(h)), end
			return true
		})
		i = next
	}
	if m.open {
		known := out // those above, in order
		for _, f := range misread {
			sp, ok := span{}, false
			if s.units[f.from].cjk {
				sp, ok = openCJK(s, forms, f)
			} else if sp, ok = openAbove(s, forms, f); !ok {
				sp, ok = openLatin(s, forms, f)
			}
			if !ok {
				continue
			}
			h := m.hit(s, sp)
			if len(within(known, back(h))) > 0 {
				continue
			}
			h.Form = f.form
			h.Cost, h.Mended = min(maxCost, h.Cost+costForm), true
			out = append(out, back(h))
		}
	}
	slices.SortFunc(out, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	end := 0
	return slices.DeleteFunc(out, func(h Hit) bool {
		if h.Start < end {
			return true
		}
		end = h.End
		return false
	})
}

// mendedName judges one place where the skeleton of a known name stands.
func (m *Matcher) mendedName(k *skeletons, s *stream, i, end int, value int32, forms formMarks, asRead bool, sure func(from, to int) float64) (Hit, bool) {
	if !boundary(s, i, end) || !sameLine(s, i, end) {
		return Hit{}, false
	}
	read := string(s.core(i, end))
	best, least, tie := -1, 0, false
	for v := int(value); v >= 0; v = k.names[v].same - 1 {
		n, ok := catalogue.Confusions(read, k.names[v].core)
		switch {
		case !ok:
		case n == 0 && asRead:
			return Hit{}, false // it stands there as it is
		case best < 0 || n < least:
			best, least, tie = v, n, false
		case n == least:
			tie = true
		}
	}
	if best < 0 || tie {
		return Hit{}, false
	}
	name := &k.names[best]
	sp := span{from: i, to: end, nameFrom: i, last: end, known: true, weak: name.weak}
	forms.extend(s, &sp)
	cost, ok := mendable(s, &sp, name, least, sure)
	if !ok {
		return Hit{}, false
	}
	h := Hit{Start: int(s.units[sp.from].from), End: int(s.units[sp.to-1].to), Core: name.core, Form: sp.form, Known: true,
		Orgs: slices.Sorted(slices.Values(name.orgs)), Cost: cost, Mended: true}
	h.End = withPoint(s.text, h.End, sp)
	h.Display, _ = display(s, sp, h.Start, h.End)
	return h, true
}

// mendable decides whether what was read is a misreading of a name, and at what cost.
func mendable(s *stream, sp *span, name *skeletonName, n int, sure func(from, to int) float64) (float64, bool) {
	letters := utf8.RuneCountInString(strings.ReplaceAll(name.core, " ", ""))
	formed := sp.formCounts(s)
	cjk := evidence.StartsCJK(name.core)
	switch {
	case n > max(1, letters/4):
		return 0, false
	case formed:
	case name.weak != strong, cjk && letters < 4, !cjk && letters < 5:
		return 0, false
	}
	first := s.text[s.units[sp.nameFrom].from]
	if !noStop(s, *sp) || !cjk && !formed && !sp.capitalised(s) && first != 'l' {
		return 0, false
	}
	cost := costMended + costFurther*float64(max(0, n-1))
	clean, odd, wordy, least := 0, true, false, 1.0
	units := strings.FieldsFunc(name.core, func(r rune) bool { return r == ' ' || r == '&' })
	for i := sp.nameFrom; i < sp.last; i++ {
		u := &s.units[i]
		read := string(s.folded[u.start:u.end])
		if u.cjk {
			if k := i - sp.nameFrom; k < utf8.RuneCountInString(name.core) {
				want := []rune(name.core)[k]
				if string(want) == read {
					clean++
					continue
				}
				odd = odd && scriptOf([]rune(read)[0]) != scriptOf(want)
				least = min(least, sure(int(u.from), int(u.to)))
			}
			continue
		}
		if slices.Contains(units, read) {
			clean++
			continue
		}
		written := s.text[u.from:u.to]
		wordy = wordy || in(common(), read) || in(proper(), read)
		odd = odd && oddWord(written)
		least = min(least, sure(int(u.from), int(u.to)))
	}
	if cjk {
		wordy = in(common(), string(s.core(sp.nameFrom, sp.last))) || in(proper(), string(s.core(sp.nameFrom, sp.last)))
	}
	switch {
	case formed:
	case wordy:
		return 0, false
	case odd:
	case !cjk && len(units) == 1 && letters < minPlausible:
		return 0, false
	case least >= sureOf && (cjk && clean < 4 || !cjk && clean < 2):
		return 0, false
	}
	if !odd && least >= sureOf {
		cost += costSure
	}
	return min(maxCost, cost), true
}

// oddWord reports whether a Latin word is written as nobody writes one: digits among
// letters, a capital I among small ones, l before a consonant at its beginning, vv.
func oddWord(w string) bool {
	letters := strings.ContainsFunc(w, unicode.IsLetter)
	if letters && strings.ContainsAny(w, "0158|!") {
		return true
	}
	if strings.Contains(strings.ToLower(w), "vv") {
		return true
	}
	if len(w) > 1 && (w[0] == 'l' || w[0] == 'I') && strings.IndexByte("bcdfghjkmnpqrstvwxz", w[1]) >= 0 && (w[0] == 'l' || strings.IndexByte("bcdfghjklpqrtvwxz", w[1]) >= 0) {
		return true
	}
	lower := false
	for _, r := range w {
		if r == 'I' && lower {
			return true
		}
		lower = unicode.IsLower(r)
	}
	return false
}

// findForms adds the legal forms that are misread to those that stand as they are,
// and returns them.
func (k *skeletons) findForms(s, sk *stream, marks *formMarks) []formMark {
	var out []formMark
	for i := 0; i < len(s.units); {
		next := i + 1
		have := i
		if f, ok := marks.begin[i]; ok {
			have = marks.list[f].to
		}
		k.forms.longest(sk, i, func(end int, value int32) bool {
			f := k.form[value]
			if end <= have || !boundary(s, i, end) || !sameLine(s, i, end) || !formWritten(s, i, end, f.Text) {
				return false
			}
			m := formMark{from: i, to: end, place: f.Place, form: f.Text}
			marks.begin[i], marks.end[end] = len(marks.list), len(marks.list)
			marks.list = append(marks.list, m)
			out = append(out, m)
			next = end
			return true
		})
		i = next
	}
	return out
}

// formWritten reports whether units i to end-1 are a misreading of a form: not the
// form itself, and, in Latin script, no word.
func formWritten(s *stream, i, end int, form string) bool {
	if n, ok := catalogue.Confusions(string(s.core(i, end)), form); !ok || n == 0 || n > 2 {
		return false
	}
	if s.units[i].cjk {
		return utf8.RuneCountInString(form) >= 4
	}
	words := strings.Fields(form)
	for k := i; k < end; k++ {
		u := &s.units[k]
		if w := string(s.folded[u.start:u.end]); !slices.Contains(words, w) && (in(common(), w) || in(proper(), w) || !oddWord(s.text[u.from:u.to]) && len(w) < 5) {
			return false
		}
	}
	return true
}

// skeleton is the stream with the text of each unit replaced by its skeleton.
func (s *stream) skeleton() *stream {
	sk := &stream{text: s.text, folded: make([]byte, 0, len(s.folded)), units: slices.Clone(s.units)}
	last := int32(0)
	for i := range sk.units {
		u := &sk.units[i]
		sk.folded = append(sk.folded, s.folded[last:u.start]...)
		last = u.end
		start := int32(len(sk.folded))
		sk.folded = append(sk.folded, catalogue.Skeleton(string(s.folded[u.start:u.end]))...)
		u.start, u.end = start, int32(len(sk.folded))
	}
	sk.folded = append(sk.folded, s.folded[last:]...)
	return sk
}

// unbar writes the signs that stand for letters as letters: a bar or an exclamation
// mark in a word (|nc, Ltd as -|td), a hyphen for the long vowel of katakana. at maps
// offsets of the result to those of text; nil where nothing was changed.
func unbar(text string) (clean string, at []int) {
	if !strings.ContainsAny(text, "|!-") {
		return text, nil
	}
	var b strings.Builder
	changed := false
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z')
	}
	at = make([]int, 0, len(text)+1)
	put := func(s string, from int) {
		for range len(s) {
			at = append(at, from)
		}
		b.WriteString(s)
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '-' && i+2 < len(text) && text[i+1] == '|' && letter(i+2):
			put(" l", i)
			at[len(at)-1] = i + 1
			i++
			changed = true
		case c == '|' && letter(i+1), c == '!' && letter(i-1) && letter(i+1), c == '|' && letter(i-1) && (i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '.' || text[i+1] == ','):
			put("l", i)
			changed = true
		case c == '-' && longVowel(text, i):
			put("ー", i)
			changed = true
		default:
			at = append(at, i)
			b.WriteByte(c)
		}
	}
	if !changed {
		return text, nil
	}
	return b.String(), append(at, len(text))
}

// longVowel reports whether a hyphen stands behind katakana and before more of it or
// before a kanji.
func longVowel(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return unicode.Is(unicode.Katakana, before) && (unicode.Is(unicode.Katakana, after) || unicode.Is(unicode.Han, after))
}
