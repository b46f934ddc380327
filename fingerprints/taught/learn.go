package taught

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"evscan/evidence"
	"evscan/fingerprints/logos"
	"evscan/fingerprints/templates"
)

// Document is one file that is shown to Learn: what is compared of itself and of the
// pictures and pages within it.
type Document struct {
	Name  string // for messages only; nothing of it is kept
	Items []Seen
}

// DocumentOf makes a document of the facts of its items.
func DocumentOf(name string, items ...[]evidence.Fact) Document {
	d := Document{Name: name}
	for _, facts := range items {
		d.Items = append(d.Items, See(facts))
	}
	return d
}

// MinDocuments is how many documents Learn wants at least.
const MinDocuments = 5

// Limits of learning.
const (
	maxLearned  = 5000 // features of one kind that are kept
	maxInks     = 10   // pages of one organisation
	maxLogos    = 30
	maxCompared = 400 // pictures whose shapes and pages are compared with each other
	folds       = 5
)

// Errors of Learn.
var (
	ErrTooFew  = errors.New("too few documents")
	ErrDefault = errors.New("nothing in common but what programs put into everybody's documents")
)

// Report says how well a model knows its own documents and leaves others alone.
type Report struct {
	Documents  int
	Recognised int            // of them, each while it was held out, in folds of a fifth
	Features   map[string]int // kept, by kind; logos and inks too
	Defaults   int            // default documents that were tried
	Mistaken   int            // of them, taken for the organisation's
	Against    []Collision    // in the order of the models given
}

// Collision counts documents of the organisation that another model takes for its own.
type Collision struct {
	Name  string
	Taken int
}

// Recall is the share of the documents that were recognised.
func (r *Report) Recall() float64 { return float64(r.Recognised) / float64(max(1, r.Documents)) }

// Learn makes the model of an organisation from its documents, and says how well it
// does with each fifth of them held out, with default documents, and beside the models
// of others. The model depends on the documents, not on their order only where folds
// are concerned: sort them first. It returns ErrTooFew or ErrDefault (wrapped) where
// there is nothing to learn; the report is then as far as it got.
func Learn(name string, domains []string, docs []Document, against ...*Model) (*Model, Report, error) {
	r := Report{Documents: len(docs), Features: map[string]int{}}
	if len(docs) < MinDocuments {
		return nil, r, fmt.Errorf("%w: %d, at least %d are wanted", ErrTooFew, len(docs), MinDocuments)
	}
	for fold := range folds {
		var shown, held []Document
		for i, d := range docs {
			if i%folds == fold {
				held = append(held, d)
			} else {
				shown = append(shown, d)
			}
		}
		x := NewMatcher(append([]*Model{learn(name, domains, shown)}, against...)...)
		for i := range held {
			if x.Takes(&held[i]) == 0 {
				r.Recognised++
			}
		}
	}
	m := learn(name, domains, docs)
	m.Recall = math.Round(r.Recall()*1000) / 1000
	for _, f := range m.Features {
		r.Features[f.Kind]++
	}
	if n := len(m.Logos); n > 0 {
		r.Features[kindLogo] = n
	}
	if n := len(m.Inks); n > 0 {
		r.Features[templates.KindInk] = n
	}
	x := NewMatcher(m)
	for _, d := range defaults().documents {
		r.Defaults++
		if x.Takes(&Document{Items: []Seen{{Features: d}}}) == 0 {
			r.Mistaken++
		}
	}
	for _, o := range against {
		c := Collision{Name: o.Name}
		alone := NewMatcher(o)
		for i := range docs {
			if alone.Takes(&docs[i]) == 0 {
				c.Taken++
			}
		}
		r.Against = append(r.Against, c)
	}
	if r.Recognised == 0 || r.Mistaken > 0 {
		return nil, r, fmt.Errorf("%w: %d of %d documents were recognised while held out, and %d of %d default documents were taken for them",
			ErrDefault, r.Recognised, r.Documents, r.Mistaken, r.Defaults)
	}
	return m, r, nil
}

// Takes returns the number of the model whose template a document was made from, by
// the strongest of its items, and -1 where it is nobody's.
func (x *Matcher) Takes(d *Document) int {
	best, most := -1, 0.0
	for _, s := range d.Items {
		if m, ok := x.best(s); ok && m.Nats > most {
			best, most = m.Model, m.Nats
		}
	}
	return best
}

// enough reports whether what n of so many documents have is the organisation's
// (METHOD: three files or a fifth of them).
func enough(n, all int) bool { return n >= 3 || n >= 2 && 5*n >= all }

// learn keeps what recurs and is no default.
func learn(name string, domains []string, docs []Document) *Model {
	m := &Model{Name: name, Domains: domains, Documents: len(docs)}
	known := defaults()
	count := map[templates.Component]int{}
	var shapes []logos.Hash
	var shapeDoc []int
	var inks [][]byte
	var inkDoc []int
	for i, d := range docs {
		var list []templates.Component
		for _, s := range d.Items {
			list = append(list, s.Features...)
			for _, sh := range s.Shapes {
				if len(shapes) < 4*maxCompared {
					shapes, shapeDoc = append(shapes, sh.Hash), append(shapeDoc, i)
				}
			}
			if s.Ink != nil && len(inks) < maxCompared {
				inks, inkDoc = append(inks, s.Ink), append(inkDoc, i)
			}
		}
		slices.SortFunc(list, templates.Compare)
		for _, c := range slices.Compact(list) {
			count[c]++
		}
	}
	own, worded := ownWords(docs)
	kinds := traits()
	for c, n := range count { // sorted below
		if _, ok := kinds[c.Kind]; ok && enough(n, len(docs)) && share(n, len(docs)) >= 5*unseen && known.rate(c) == 0 {
			m.Features = append(m.Features, Feature{c, n, own[c] && 2*n > worded})
		}
	}
	slices.SortFunc(m.Features, func(a, b Feature) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Docs, a.Docs), cmp.Compare(a.Hash, b.Hash))
	})
	m.Features = most(m.Features)
	slices.SortFunc(m.Features, func(a, b Feature) int { return templates.Compare(a.Component, b.Component) })
	m.Logos = learnLogos(shapes, shapeDoc, len(docs))
	m.Inks = learnInks(inks, inkDoc, len(docs))
	return m
}

// ownWords finds the words of documents of different kinds, and counts the documents
// that have words. Words of most of these are the organisation's own: what it sells
// stands in some, its name and its foot lines in all.
func ownWords(docs []Document) (own map[templates.Component]bool, worded int) {
	first := map[templates.Component]string{}
	own = map[templates.Component]bool{}
	for _, d := range docs {
		words := false
		for _, s := range d.Items {
			for _, c := range s.Features {
				if c.Kind != templates.KindText {
					continue
				}
				words = true
				if m, ok := first[c]; !ok {
					first[c] = s.Medium
				} else if m != s.Medium {
					own[c] = true
				}
			}
		}
		if words {
			worded++
		}
	}
	return own, worded
}

// most keeps the first features of each kind, MaxFeatures in all.
func most(list []Feature) []Feature {
	out := list[:0]
	n := 0
	for i, f := range list {
		if i > 0 && f.Kind != list[i-1].Kind {
			n = 0
		}
		if n++; n <= maxLearned && len(out) < MaxFeatures-maxInks-maxLogos {
			out = append(out, f)
		}
	}
	return out
}

// documentsOf is the number of different documents among members.
func documentsOf(members, doc []int) int {
	seen := map[int]bool{}
	for _, i := range members {
		seen[doc[i]] = true
	}
	return len(seen)
}

func learnLogos(shapes []logos.Hash, doc []int, docs int) []Logo {
	var out []Logo
	centres, members := logos.Group(shapes)
	for i, c := range centres {
		if n := documentsOf(members[i], doc); enough(n, docs) {
			out = append(out, Logo{c, n})
		}
	}
	slices.SortStableFunc(out, func(a, b Logo) int {
		return cmp.Or(cmp.Compare(b.Docs, a.Docs), cmp.Compare(a.Cosine, b.Cosine), cmp.Compare(a.Gradient, b.Gradient))
	})
	return out[:min(len(out), maxLogos)]
}

// learnInks keeps the pages that look like pages of other documents, one for each form.
func learnInks(inks [][]byte, doc []int, docs int) []Ink {
	var out []Ink
	for i, a := range inks {
		if slices.ContainsFunc(out, func(k Ink) bool { return cosine(k.Cells, a) >= minCosine }) {
			continue
		}
		var alike []int
		for j, b := range inks {
			if i == j || cosine(a, b) >= minCosine {
				alike = append(alike, j)
			}
		}
		if n := documentsOf(alike, doc); enough(n, docs) && len(out) < maxInks {
			out = append(out, Ink{a, n})
		}
	}
	return out
}
