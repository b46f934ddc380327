package attribution

import (
	"fmt"
	"math"
	"slices"

	"evscan/evidence"
)

// custodians finds whose systems the records were taken from, out of custody
// evidence that did not travel, and nothing else.
func (m *model) custodians(w *weighing, obs []*observation) {
	nc := len(m.classes)
	e := make([][]float64, len(m.orgs))
	total := make([]float64, nc)
	for lo := 0; lo < len(obs); {
		hi := lo
		type cell struct{ cand, class int }
		sums := map[cell]float64{}
		var cells []cell
		all := make([]float64, nc)
		for hi < len(obs) && obs[hi].group == obs[lo].group {
			o := obs[hi]
			hi++
			if !m.custody[o.class] || o.away || !w.cands[o.cand].eligible {
				continue
			}
			c := cell{o.cand, o.class}
			if _, ok := sums[c]; !ok {
				cells = append(cells, c)
			}
			sums[c] += o.quality
			all[o.class] += o.quality
		}
		for _, c := range cells {
			if e[c.cand] == nil {
				e[c.cand] = make([]float64, nc)
			}
			e[c.cand][c.class] += effective(sums[c], m.w.TemplateRho)
		}
		for class, q := range all {
			total[class] += effective(q, m.w.TemplateRho)
		}
		lo = hi
	}
	best, bestP, sum := -1, 0.0, m.w.Prior.Unknown*math.Exp(m.w.Prior.Bonus)
	holders := 0
	for i := range e {
		if e[i] != nil {
			holders++
		}
	}
	for i := range e {
		if e[i] == nil {
			continue
		}
		var s float64
		for k, cw := range m.cw {
			u := cw.U + (1-cw.U)*m.orgs[i].background
			if !m.custody[k] || u >= cw.M {
				continue
			}
			n := effective(e[i][k], cw.Rho)
			s += cw.W * n * math.Log(cw.M/u)
			s += m.w.CustodyMissing * math.Max(0, effective(total[k], cw.Rho)-n) * math.Log((1-cw.M)/(1-u))
		}
		s = math.Max(-m.w.Clip, math.Min(m.w.Clip, s))
		p := (1 - m.w.Prior.Unknown) / float64(holders) * math.Exp(s/m.w.Prior.Temperature)
		sum += p
		if p > bestP {
			best, bestP = i, p
		}
	}
	if best < 0 || m.orgs[best].anonymous {
		return
	}
	if p := math.Min(bestP/sum, m.w.Prior.Cap); p >= m.w.Gates.Custodian && w.cands[best].strong() {
		w.custodian, w.custodyP = best, p
	}
}

// mixedOwners looks for a second owner in documents that have nothing to do with the
// leader: an organisation with systems of its own there, or, where these documents are
// a good part of all, one that is a party of most of them and deals with others.
func (m *model) mixedOwners(w *weighing, groups []groupSights, dealings [][]counted) {
	if w.leader < 0 {
		return
	}
	apart := make([]float64, len(m.orgs))
	homes := make([]int, len(m.orgs))
	var rest, whole float64
	for i := range groups {
		g := &groups[i]
		if len(g.cands) == 0 {
			continue
		}
		whole += g.weight
		if g.fraction(w.leader) > 0 {
			continue
		}
		rest += g.weight
		for _, c := range g.cands {
			apart[c] += g.weight * g.fraction(c)
			if g.by[c].home {
				homes[c]++
			}
		}
	}
	if w.groups > 0 {
		w.apart = make([]float64, len(apart))
		for c := range apart {
			w.apart[c] = apart[c] / w.groups
		}
	}
	for _, c := range w.order {
		if c == w.leader || m.orgs[c].anonymous || m.orgs[w.leader].related[c] {
			continue
		}
		// Where the documents without the leader are many, less will do: one home, or dealings
		// with two others.
		many, share := rest >= m.w.Gates.RestCoverage*whole, apart[c]/max(whole, 1e-9)
		housed := homes[c] >= 2 && w.groups > 0 && apart[c]/w.groups >= m.w.Gates.MixedCoverage || many && homes[c] >= 1 && share >= m.w.Gates.MixedCoverage/2
		deals := many && (apart[c] >= m.w.Gates.RestShare*rest || w.cands[c].others >= 2 && share >= m.w.Gates.MixedCoverage) && dealsWithout(dealings, c, w.leader)
		if housed || deals {
			w.mixed, w.housed = c, housed
			return
		}
	}
}

// dealsWithout reports whether c deals with somebody in a document in which the
// leader does not deal with anybody.
func dealsWithout(dealings [][]counted, c, leader int) bool {
	mine := map[int]bool{}
	for _, d := range dealings[leader] {
		mine[d.doc] = true
	}
	return slices.ContainsFunc(dealings[c], func(d counted) bool { return !mine[d.doc] && d.cand != leader })
}

// judge is step 7 without the flips.
func (m *model) judge(w *weighing) {
	if w.leader < 0 {
		w.verdict, w.reason = VerdictNoEvidence, "nothing in the package points at any organisation"
		return
	}
	c, name := &w.cands[w.leader], m.orgs[w.leader].name
	g := m.w.Gates
	switch n := m.pointingAt(w.leader); {
	case n == 0:
		w.verdict, w.reason = VerdictUndetermined, fmt.Sprintf("%s is only mentioned, which anybody is", name)
		return
	case n == 1 && len(m.lay.docs) >= fewDocs:
		w.verdict, w.reason = VerdictUndetermined, fmt.Sprintf("all that points at %s stands in one file of %d", name, len(m.lay.docs))
		return
	}
	if c.p < g.Leading || c.p <= w.unknown {
		w.verdict = VerdictUndetermined
		switch {
		case w.guarded && c.others > 0: // without a dealing it is weakness, not ambiguity
			w.reason = m.issuerOrRecipient(w)
		case len(w.order) > 1 && w.cands[w.order[1]].p >= c.p/3:
			w.reason = fmt.Sprintf("%s (%.2f) and %s (%.2f) are too close to each other", name, c.p, m.orgs[w.order[1]].name, w.cands[w.order[1]].p)
		default:
			w.reason = fmt.Sprintf("the evidence for %s is too weak (%.2f)", name, c.p)
		}
		return
	}
	w.verdict = VerdictLeading
	hub := c.others >= g.Counterparties && c.cov >= g.Coverage
	switch {
	case w.guarded:
		w.reason = m.issuerOrRecipient(w)
	case w.mixed >= 0:
		does := "deals with others"
		if w.housed {
			does = "has systems of its own"
		}
		w.reason = fmt.Sprintf("mixed owners: %s %s in documents without %s", m.orgs[w.mixed].name, does, name)
	case m.orgs[w.leader].anonymous:
		w.reason = fmt.Sprintf("only a host, tenant or template (%s) leads, and nothing says whose it is", name)
	case c.p < g.Identified && fmt.Sprintf("%.2f", c.p) == fmt.Sprintf("%.2f", g.Identified):
		w.reason = fmt.Sprintf("the probability of %s is a little under the %.2f that identification asks for", name, g.Identified)
	case c.p < g.Identified:
		w.reason = fmt.Sprintf("the probability of %s is %.2f, under the %.2f that identification asks for", name, c.p, g.Identified)
	case !c.strong() && !hub:
		w.reason = fmt.Sprintf("no evidence from inside its own systems, and %s does not deal with enough others (%d, in %.0f%% of the documents)", name, c.others, 100*c.cov)
	default:
		w.verdict = VerdictIdentified
		if c.strong() {
			w.reason = fmt.Sprintf("%s is a party of %.0f%% of the documents, and marks of its own systems stand in %d of them", name, 100*c.cov, c.home)
		} else {
			w.reason = fmt.Sprintf("%s is a party of %.0f%% of the documents while the other side varies (%d organisations)", name, 100*c.cov, c.others)
		}
	}
}

// fewDocs is the number of documents from which on one alone makes nobody lead.
const fewDocs = 5

// pointingAt is the number of documents in which something points at a candidate, and
// not only a text mentions it. It stops at two.
func (m *model) pointingAt(cand int) int {
	n, doc := 0, -1
	for i := range m.obs {
		o := &m.obs[i]
		if c := m.classes[o.class]; o.cand != cand || c == evidence.ClassMention || c == evidence.ClassListing || o.doc == doc {
			continue
		}
		if n++; n == 2 {
			break
		}
		doc = o.doc
	}
	return n
}

func (m *model) issuerOrRecipient(w *weighing) string {
	a, b := m.orgs[w.leader].name, m.orgs[w.rival].name
	if m.orgs[w.leader].id == m.orgs[w.rival].id {
		b = "the other side"
	}
	return fmt.Sprintf("issuer or recipient: %s and %s deal with each other in these documents, and nothing shows from whose systems they come", a, b)
}

// flips leaves out one class, one template group and one file at a time, the
// heaviest ones of the leader, and reports every change. fragile says that an
// identification rests on what was left out: somebody else would lead, or what is
// easily planted, one class of it or one file, is all that makes anybody lead or keeps the
// two-party guard away.
func (m *model) flips(w *weighing) (flips []Flip, fragile *Flip) {
	if w.leader < 0 {
		return nil, nil
	}
	try := func(what string, strict, plantable bool, keep filter) {
		v := m.weigh(keep)
		changed := v.leader != w.leader || v.verdict != w.verdict
		if !changed {
			return
		}
		f := Flip{Without: what, Verdict: v.verdict}
		if v.leader >= 0 && v.verdict != VerdictUndetermined {
			f.Leader = m.orgs[v.leader].name
		}
		switch {
		case v.leader < 0:
			f.Detail = "Without " + what + " nothing points at anybody."
		case v.verdict == VerdictUndetermined:
			f.Detail = "Without " + what + " nobody leads clearly."
		case v.leader == w.leader:
			f.Detail = fmt.Sprintf("Without %s the verdict on %s would be %q.", what, f.Leader, v.verdict)
		default:
			f.Detail = fmt.Sprintf("Without %s %s would lead (%s).", what, f.Leader, v.verdict)
		}
		flips = append(flips, f)
		lost := v.leader != w.leader
		if (lost || strict && v.guarded || plantable && v.verdict == VerdictUndetermined) && fragile == nil {
			fragile = &flips[len(flips)-1]
		}
	}
	for k, c := range m.classes {
		present := slices.ContainsFunc(m.obs, func(o observation) bool { return o.class == k })
		if present {
			// To whom papers go is what lifts the guard from whoever receives of many; without
			// it nothing is left to tell the two apart.
			planted := planted(c) && !m.pictured(w.leader, k)
			strict := planted || !w.cands[w.leader].strong() && c != evidence.ClassRecipient
			try("the class "+string(c), strict, planted, func(o *observation) bool { return o.class != k })
		}
	}
	groups, docs := m.heaviest(w)
	for _, g := range groups {
		try(m.groupName(g), false, false, func(o *observation) bool { return o.group != g })
	}
	for _, d := range docs {
		try("the file "+m.docName(d), false, true, func(o *observation) bool { return o.doc != d })
	}
	if fragile != nil {
		f := *fragile
		return flips, &f
	}
	return flips, nil
}

// planted reports whether one command puts marks of a class into many files. Such a
// class must not be what lifts the two-party guard; mail that never left the house, and
// what papers say of their two sides, take more than that.
func planted(c evidence.Class) bool {
	switch c {
	case evidence.ClassTenant, evidence.ClassHostPath, evidence.ClassTemplate, evidence.ClassHeaderFooter, evidence.ClassAuthorship, evidence.ClassLogo:
		return true
	}
	return false
}

// pictured reports whether most of what a class says of a candidate was read in pictures.
// The address bar of a screenshot takes more to plant than a property.
func (m *model) pictured(cand, class int) bool {
	all, seen := 0, 0
	for i := range m.obs {
		o := &m.obs[i]
		if o.cand != cand || o.class != class {
			continue
		}
		if all++; o.mark.At.Box != nil {
			seen++
		}
	}
	return 2*seen > all
}

// flipsTried is the number of template groups and of files that are left out.
const flipsTried = 8

// heaviest are the groups of several files and the single files that carry most
// observations for or against the leader.
func (m *model) heaviest(w *weighing) (groups, docs []int) {
	gw := make([]float64, len(m.lay.groups))
	dw := make([]float64, len(m.lay.docs))
	size := make([]int, len(m.lay.groups))
	last := -1
	for i := range m.obs {
		o := &m.obs[i]
		if o.doc != last {
			last = o.doc
			size[o.group]++
		}
		if !w.cands[o.cand].eligible {
			continue
		}
		cw := m.cw[o.class]
		v := cw.W * o.quality * math.Log(cw.M/cw.U)
		if o.cand == w.leader {
			v *= 2
		}
		gw[o.group] += v
		dw[o.doc] += v
	}
	top := func(weights []float64, ok func(int) bool) []int {
		var list []int
		for i, v := range weights {
			if v > 0 && ok(i) {
				list = append(list, i)
			}
		}
		slices.SortStableFunc(list, func(a, b int) int {
			switch {
			case weights[a] > weights[b]:
				return -1
			case weights[a] < weights[b]:
				return 1
			}
			return a - b
		})
		return list[:min(len(list), flipsTried)]
	}
	return top(gw, func(g int) bool { return size[g] > 1 }), top(dw, func(int) bool { return true })
}

func (m *model) docName(d int) string { return m.lay.items[m.lay.docs[d].item].Name() }

func (m *model) groupName(g int) string {
	for d := range m.lay.docs {
		if m.lay.docs[d].group == g {
			return "the files that look like " + m.docName(d)
		}
	}
	return "a group of files"
}
