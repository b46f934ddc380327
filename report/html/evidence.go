package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"evscan/report/document"
	"evscan/report/say"
)

// cardView is one witness.
type cardView struct {
	Role    phrase
	Before  string // of the snippet
	Mark    string
	After   string
	Crop    *cropView
	Path    string
	Where   phrase
	Source  string
	Why     phrase
	Counted phrase
	Weight  string
	Bar     float64 // in [0,100]
	Against bool
}

// groupView is the evidence of one class for one organisation.
type groupView struct {
	Org, Class string // values of the filters
	Name       string
	Kind       phrase
	Meaning    phrase
	Nats       string
	Against    bool
	Witnesses  int
	Count      phrase // of the witnesses
	Shown      []cardView
	Folded     []cardView
	Elsewhere  int // witnesses that only the JSON report holds
}

// maxUnfolded is how many cards of a group are seen at once: what follows says the
// same again of other files.
const maxUnfolded = 3

func (m *maker) evidence() {
	a := m.doc.Attribution
	heaviest := 0.0
	for _, c := range a.Candidates[:min(len(a.Candidates), maxEvidenceOrgs+1)] {
		for _, e := range c.Evidence {
			heaviest = max(heaviest, math.Abs(e.Weight))
		}
	}
	seen := map[string]bool{}
	for i, c := range a.Candidates[:min(len(a.Candidates), maxEvidenceOrgs+1)] {
		limit := maxEvidence
		if i == 0 {
			limit = maxLeadEvidence
		}
		list := strongest(c.Evidence, limit)
		if len(list) == 0 {
			continue
		}
		org := strconv.Itoa(i)
		m.Orgs = append(m.Orgs, option{Value: org, Name: cut(shown(c.Name), 60)})
		for _, g := range m.groups(c, list) {
			g.Org, g.Name = org, cut(shown(c.Name), 80)
			for _, e := range list {
				if classOf(e) == g.Class {
					g.Shown = append(g.Shown, m.card(e, heaviest))
				}
			}
			g.fold()
			g.Elsewhere = g.Witnesses - len(g.Shown) - len(g.Folded)
			m.Evidence = append(m.Evidence, g)
			if !seen[g.Class] {
				seen[g.Class] = true
				m.Classes = append(m.Classes, option{Value: g.Class, Text: g.Kind})
			}
		}
	}
}

// fold keeps the strongest cards in sight. A picture says more than a third snippet, so
// the last of them is the first one with a picture where none has one.
func (g *groupView) fold() {
	pictured := func(c cardView) bool { return c.Crop != nil }
	if i := slices.IndexFunc(g.Shown, pictured); i >= maxUnfolded {
		c := g.Shown[i]
		g.Shown = slices.Insert(slices.Delete(g.Shown, i, i+1), maxUnfolded-1, c)
	}
	n := min(maxUnfolded, len(g.Shown))
	g.Shown, g.Folded = g.Shown[:n:n], g.Shown[n:]
}

// groups sums the classes of an organisation's evidence up, heaviest first.
func (m *maker) groups(c document.Candidate, list []document.Evidence) []groupView {
	var out []groupView
	nats := map[string]float64{}
	for _, e := range c.Evidence {
		nats[classOf(e)] += e.Weight
	}
	for _, e := range list {
		i := slices.IndexFunc(out, func(g groupView) bool { return g.Class == classOf(e) })
		if i >= 0 {
			continue
		}
		n := 0
		for _, o := range c.Evidence {
			if classOf(o) == classOf(e) {
				n++
			}
		}
		out = append(out, groupView{Class: classOf(e), Witnesses: n, Count: phraseOf(func(l say.Lang) string { return say.Witnesses(l, n) }), Nats: signed(nats[classOf(e)]), Against: nats[classOf(e)] < 0,
			Kind:    capitalised(termOf(say.Class, e.Class)),
			Meaning: phraseOf(func(l say.Lang) string { return say.Meaning(l, e.Class) })})
	}
	slices.SortStableFunc(out, func(a, b groupView) int { return cmp.Compare(nats[b.Class], nats[a.Class]) })
	return out
}

// classOf is the class of a piece of evidence, as the page's script and filters hold it.
func classOf(e document.Evidence) string { return cut(say.Clean(e.Class), maxTerm) }

// strongest chooses limit pieces: each class with its best before any class with its
// second, so that fourteen mails do not hide the one seal. They stay in their order.
func strongest(list []document.Evidence, limit int) []document.Evidence {
	if len(list) <= limit {
		return list
	}
	type ranked struct{ at, rank int }
	count := map[string]int{}
	var all []ranked
	for i, e := range list {
		all = append(all, ranked{i, count[e.Class]})
		count[e.Class]++
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return a.rank - b.rank })
	all = all[:limit]
	slices.SortFunc(all, func(a, b ranked) int { return a.at - b.at })
	out := make([]document.Evidence, 0, limit)
	for _, r := range all {
		out = append(out, list[r.at])
	}
	return out
}

func (m *maker) card(e document.Evidence, heaviest float64) cardView {
	v := cardView{
		Path:   cut(say.Place(e.Path), maxShown),
		Source: cut(shown(e.Source), 80),
		Where: phraseOf(func(l say.Lang) string {
			at := e.Locator
			at.Box = nil // the picture shows it
			return cut(say.Where(l, at), maxShown)
		}),
		Why: m.sentence(e.Why), Counted: m.sentence(e.CountedAs),
		Weight: signed(e.Weight), Against: e.Weight < 0}
	if e.Role != "" {
		v.Role = termOf(say.Role, e.Role)
	}
	if heaviest > 0 {
		v.Bar = percent(math.Abs(e.Weight) / heaviest)
	}
	v.Before, v.Mark, v.After = highlight(cut(say.Clean(firstOf(e.Snippet, e.Value)), 400), say.Clean(e.Value))
	v.Crop = m.crop(e)
	return v
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// highlight parts a snippet at the mark: as written, else whatever its case and
// blanks are. Where the mark is not in it, all is before.
func highlight(snippet, mark string) (before, marked, after string) {
	if mark == "" {
		return snippet, "", ""
	}
	if i := strings.Index(snippet, mark); i >= 0 {
		return snippet[:i], snippet[i : i+len(mark)], snippet[i+len(mark):]
	}
	folded, at := fold(snippet)
	want, _ := fold(mark)
	i := strings.Index(folded, want)
	if want == "" || i < 0 {
		return snippet, "", ""
	}
	lo, hi := at[i], at[i+len(want)]
	return snippet[:lo], snippet[lo:hi], snippet[hi:]
}

// fold leaves out blanks and case; at maps bytes of the result to bytes of s, and has
// one element more.
func fold(s string) (folded string, at []int) {
	var b strings.Builder
	for i, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		n := b.Len()
		b.WriteRune(unicode.ToLower(r))
		for ; n < b.Len(); n++ {
			at = append(at, i)
		}
	}
	return b.String(), append(at, len(s))
}

// signed writes nats; a stored report may give any number for them.
func signed(f float64) string {
	if math.Abs(f) >= 1e5 {
		return fmt.Sprintf("%+.1e", f)
	}
	return fmt.Sprintf("%+.2f", f)
}

// percent is what a bar of 100 can show of a share.
func percent(share float64) float64 { return number(100 * min(max(share, 0), 1)) }

// number rounds what goes into a drawing, so that pages are equal between machines.
func number(f float64) float64 { return math.Round(f*100) / 100 }
