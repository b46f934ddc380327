package attribution

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// decider turns decisions into what weighing looks at: items without the marks that
// do not count, and rules for linking. It is pure, as everything here.
type decider struct {
	in    Input // as it came
	rules rules
	taken []Taken
	// mergers are kept until it is known that no split forbids them.
	mergers []merger
	// patterns and nearest count what costs time, which a file from anybody could waste.
	patterns, nearest int
	// record has, for the record of a candidate that was merged away, that of the whole.
	record map[string]string
}

type merger struct {
	decision int
	union    union
	records  []string // of the candidates, the one that stays first
}

// attributeDecided answers with the decisions followed, and in short without them.
func attributeDecided(in Input) Attribution {
	d := &decider{in: in, record: map[string]string{}}
	d.in.Decisions = nil
	for _, x := range in.Decisions[:min(len(in.Decisions), MaxDecisions)] {
		d.taken = append(d.taken, Taken{Decision: x})
	}
	// Each kind is about the candidates that the kinds before it leave.
	d.each([]DecisionKind{DecisionSplit}, d.split)
	d.each([]DecisionKind{DecisionMerge}, d.merge)
	d.settle()
	rejected := map[evidence.Key]int{} // and which decision did so
	accepted := map[int]int{}
	d.each([]DecisionKind{DecisionAccept, DecisionReject}, func(f *finder, n int) {
		t := &d.taken[n]
		for _, i := range d.find(f, n) {
			if by, ok := accepted[i]; ok && d.taken[by].Kind != t.Kind {
				t.fault(f.m.orgs[i].id, fmt.Sprintf("is accepted and rejected (decisions %d and %d)", by+1, n+1), nil)
				continue
			}
			accepted[i] = n
			if t.Kind == DecisionReject {
				for _, k := range f.m.orgs[i].keys {
					rejected[k] = n
				}
				continue
			}
			d.accept(f, t, i)
		}
	})
	decided := d.in
	decided.Items = d.items(rejected)
	decided.Links = without(d.in.Links, rejected)
	decided.Claim = d.claim()
	decided.rules = &d.rules
	a := attribute(decided)
	a.Decisions = d.taken
	before := attribute(d.in)
	a.Undecided = before.outcome()
	return a
}

// match notes a candidate or an item that a decision is about.
func (t *Taken) match(id string) {
	if len(t.Matched) < MaxMatched {
		t.Matched = append(t.Matched, id)
	} else {
		t.More++
	}
}

func (t *Taken) fault(entry, why string, nearest []string) {
	t.Faults = append(t.Faults, Fault{Entry: entry, Why: why, Nearest: nearest})
}

// each calls f for the decisions of the given kinds, in order, with the candidates
// that the rules so far give.
func (d *decider) each(kinds []DecisionKind, f func(fi *finder, n int)) {
	var fi *finder
	for n := range d.taken {
		if !slices.Contains(kinds, d.taken[n].Kind) {
			continue
		}
		if fi == nil {
			in := d.in
			so := d.rules // a copy: what f adds is for the kinds after it
			in.rules = &so
			m := &model{w: in.Weights, lay: layOut(in.Items), classes: evidence.Classes()}
			m.candidates(in)
			fi = newFinder(m)
		}
		f(fi, n)
	}
}

// find returns the candidates that a decision is about and notes what it is not about.
func (d *decider) find(f *finder, n int) []int {
	t := &d.taken[n]
	if len(t.About) == 0 {
		t.fault("", "names no candidate", nil)
	}
	var out []int
	for _, entry := range t.About {
		hits := f.find(entry)
		switch len(hits) {
		case 1:
			if !slices.Contains(out, hits[0]) {
				out = append(out, hits[0])
				t.match(f.m.orgs[hits[0]].id)
			}
		case 0:
			t.fault(entry, "is no candidate", d.near(entry, f.everybody))
		default:
			var ids []string
			for _, i := range hits[:min(len(hits), 5)] {
				ids = append(ids, f.m.orgs[i].id)
			}
			t.fault(entry, several, ids)
		}
	}
	return out
}

func (d *decider) split(f *finder, n int) {
	t := &d.taken[n]
	found := d.find(f, n)
	if len(found) != 1 {
		if len(found) > 1 {
			t.fault(strings.Join(t.About, ", "), "are several candidates; a split is about one", nil)
		}
		return
	}
	o := &f.m.orgs[found[0]]
	var p parting
	off := map[evidence.Key]bool{}
	for _, entry := range t.Off {
		keys := f.keys(found[0], entry)
		if len(keys) == 0 {
			have := func() []string {
				var out []string
				for _, k := range o.keys {
					out = append(out, k.Value)
				}
				return out
			}
			t.fault(entry, "is no name or domain of "+o.id, d.near(entry, have))
		}
		for _, k := range keys {
			off[k] = true
		}
	}
	for _, k := range o.keys {
		if off[k] {
			p.off = append(p.off, k)
		} else {
			p.rest = append(p.rest, k)
		}
	}
	switch {
	case len(p.rest) == 0:
		t.fault(strings.Join(t.Off, ", "), "is all there is of "+o.id+": nothing would be left", nil)
	case len(p.off) == 0:
		if len(t.Off) == 0 {
			t.fault("", "does not say what is split off", nil)
		}
	default:
		d.rules.apart = append(d.rules.apart, p)
		d.rules.one = append(d.rules.one, union{keys: p.off, why: "a person says that it belongs to what was split off"})
	}
}

func (d *decider) merge(f *finder, n int) {
	t := &d.taken[n]
	found := d.find(f, n)
	if len(found) < 2 {
		if len(t.Faults) == 0 {
			t.fault(strings.Join(t.About, ", "), "is one candidate already", nil)
		}
		return
	}
	g := merger{decision: n, union: union{lead: map[evidence.Key]bool{}, why: "a person says that they are one organisation"}}
	for _, k := range f.m.orgs[found[0]].keys {
		g.union.lead[k] = true
	}
	for _, i := range found {
		o := &f.m.orgs[i]
		g.union.keys = append(g.union.keys, o.keys...)
		if o.org != nil {
			g.records = append(g.records, o.org.ID)
		}
	}
	d.mergers = append(d.mergers, g)
}

// settle makes rules of the mergers but for those that bring together what a split
// keeps apart.
func (d *decider) settle() {
	whole := groups{}
	for _, u := range d.rules.one {
		whole.unite(u.keys)
	}
	for _, g := range d.mergers {
		roots := whole.roots(g.union.keys)
		apart := func(p parting) bool { return whole.meet(roots, p.rest) && whole.meet(roots, p.off) }
		if slices.ContainsFunc(d.rules.apart, apart) {
			t := &d.taken[g.decision]
			t.fault(strings.Join(t.About, ", "), "are kept apart by a split", nil)
			continue
		}
		whole.unite(g.union.keys)
		d.rules.one = append(d.rules.one, g.union)
		for _, id := range g.records {
			d.record[id] = g.records[0]
		}
	}
}

// groups are sets of keys that are one: a disjoint-set forest, each key with one that
// stands for it, and none for those that stand for themselves.
type groups map[evidence.Key]evidence.Key

func (g groups) root(k evidence.Key) evidence.Key {
	top := k
	for up, ok := g[top]; ok; up, ok = g[top] {
		top = up
	}
	for k != top { // so that the next way is short
		k, g[k] = g[k], top
	}
	return top
}

func (g groups) unite(keys []evidence.Key) {
	for _, k := range keys {
		if a, b := g.root(keys[0]), g.root(k); a != b {
			g[b] = a
		}
	}
}

func (g groups) roots(keys []evidence.Key) map[evidence.Key]bool {
	out := map[evidence.Key]bool{}
	for _, k := range keys {
		out[g.root(k)] = true
	}
	return out
}

func (g groups) meet(roots map[evidence.Key]bool, keys []evidence.Key) bool {
	return slices.ContainsFunc(keys, func(k evidence.Key) bool { return roots[g.root(k)] })
}

func (d *decider) accept(f *finder, t *Taken, i int) {
	o := &f.m.orgs[i]
	if t.Name != "" && !o.anonymous {
		t.fault(t.Name, fmt.Sprintf("%s has a name already: %s", o.id, o.name), nil)
		return
	}
	d.rules.one = append(d.rules.one, union{keys: o.keys, why: "a person confirmed it"})
	d.rules.accepted = append(d.rules.accepted, acceptance{o.keys[0], t.Name})
}

// claim is the claim with the records that were merged: who claims one claims the whole.
func (d *decider) claim() *Claim {
	if d.in.Claim == nil {
		return nil
	}
	c := *d.in.Claim
	c.Orgs = slices.Clone(c.Orgs)
	for _, id := range d.in.Claim.Orgs {
		if whole := d.record[id]; whole != "" && !slices.Contains(c.Orgs, whole) {
			c.Orgs = append(c.Orgs, whole)
		}
	}
	return &c
}

// without leaves out what links keys that are nobody.
func without(links []evidence.Link, rejected map[evidence.Key]int) []evidence.Link {
	if len(rejected) == 0 {
		return links
	}
	return slices.DeleteFunc(slices.Clone(links), func(l evidence.Link) bool {
		_, a := rejected[l.A]
		_, b := rejected[l.B]
		return a || b
	})
}

// finder finds candidates by what a person may call them.
type finder struct {
	m *model
	// by folded text, the surest first: IDs and keys, names and domains, spellings.
	by [3]map[string][]int
	// spelled has the keys that a spelling stands for.
	spelled map[string]map[evidence.Key]bool
}

func newFinder(m *model) *finder {
	f := &finder{m: m, spelled: map[string]map[evidence.Key]bool{}}
	for i := range f.by {
		f.by[i] = map[string][]int{}
	}
	for i := range m.orgs {
		o := &m.orgs[i]
		f.add(0, o.id, i)
		f.add(1, o.name, i)
		for _, d := range o.domains {
			f.add(1, d, i)
		}
		for _, k := range o.keys {
			f.add(0, string(k.Kind)+":"+k.Value, i)
			f.add(1, k.Value, i)
			f.spell(k.Value, k)
			f.spell(string(k.Kind)+":"+k.Value, k)
		}
		for _, a := range o.aliases {
			f.add(2, a, i)
		}
	}
	last := map[evidence.Key]string{} // most marks of a key are spelled alike
	for _, it := range m.lay.items {
		for j := range it.Marks {
			mk := &it.Marks[j]
			i, ok := m.of[mk.Key]
			if !ok || mk.Value == "" || last[mk.Key] == mk.Value {
				continue
			}
			last[mk.Key] = mk.Value
			f.add(2, mk.Value, i)
			f.spell(mk.Value, mk.Key)
		}
	}
	return f
}

// maxSpelling is the longest text, in bytes, by which a candidate is found.
const maxSpelling = 300

// fold makes texts that a person takes for the same equal: width, case, blanks.
func fold(s string) string {
	if len(s) > maxSpelling {
		return ""
	}
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

func (f *finder) add(rank int, text string, i int) {
	if s := fold(text); s != "" && !slices.Contains(f.by[rank][s], i) {
		f.by[rank][s] = append(f.by[rank][s], i)
	}
}

func (f *finder) spell(text string, k evidence.Key) {
	s := fold(text)
	if s == "" {
		return
	}
	if f.spelled[s] == nil {
		f.spelled[s] = map[evidence.Key]bool{}
	}
	f.spelled[s][k] = true
}

func (f *finder) find(entry string) []int {
	s := fold(entry)
	for _, by := range f.by {
		if hits := by[s]; len(hits) > 0 {
			return hits
		}
	}
	return nil
}

// keys are the keys of candidate i that entry names.
func (f *finder) keys(i int, entry string) []evidence.Key {
	var out []evidence.Key
	for _, k := range slices.SortedFunc(maps.Keys(f.spelled[fold(entry)]), compareKeys) {
		if f.m.of[k] == i {
			out = append(out, k)
		}
	}
	return out
}

// everybody lists names, domains and IDs, in the order of candidates.
func (f *finder) everybody() []string {
	var out []string
	for i := range f.m.orgs {
		o := &f.m.orgs[i]
		out = append(out, o.name)
		out = append(out, o.domains...)
		out = append(out, o.id)
	}
	return out
}

// How far the search for what was meant goes.
const (
	maxNearest     = 3
	maxCompared    = 20_000
	maxComparedLen = 60 // characters
	maxHelped      = 20 // faults
)

// near are the nearest of some texts, for the first few faults.
func (d *decider) near(entry string, texts func() []string) []string {
	if d.nearest++; d.nearest > maxHelped {
		return nil
	}
	return nearest(entry, texts())
}

// nearest are the texts that are spelled most like entry, those only that are
// somewhat like it.
func nearest(entry string, texts []string) []string {
	type near struct {
		text string
		d    int
	}
	a := []rune(fold(entry))
	var list []near
	for _, s := range texts[:min(len(texts), maxCompared)] {
		b := []rune(fold(s))
		if len(a) > maxComparedLen || len(b) > maxComparedLen || len(b) == 0 {
			continue
		}
		d := distance(a, b)
		if part := strings.Contains(string(b), string(a)) || strings.Contains(string(a), string(b)); part && min(len(a), len(b)) >= 2 {
			d = min(d, 2)
		}
		if 5*d <= 2*max(len(a), len(b)) && !slices.ContainsFunc(list, func(n near) bool { return n.text == s }) {
			list = append(list, near{s, d})
			slices.SortStableFunc(list, func(x, y near) int { return x.d - y.d })
			list = list[:min(len(list), maxNearest)]
		}
	}
	var out []string
	for _, n := range list {
		out = append(out, n.text)
	}
	return out
}
