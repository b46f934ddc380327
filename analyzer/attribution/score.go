package attribution

import (
	"math"
	"slices"

	"evscan/evidence"
)

// weighing is one run over the observations, possibly with something left out.
type weighing struct {
	cands  []weighed
	groups float64 // effective number of groups with a known party
	silent float64 // effective number of groups without one
	order  []int   // candidates that may own, best first

	loans     []loan
	unknown   float64
	leader    int // -1 for none
	guarded   bool
	rival     int         // of the guard
	mixed     int         // second owner, -1 for none
	housed    bool        // it has systems of its own
	apart     []float64   // by candidate: share of the documents that it is a party of without the leader
	dealings  [][]counted // by candidate: with whom it deals
	verdict   string
	reason    string
	custodian int // -1 for none
	custodyP  float64
}

// weighed is what is known of one candidate after a run.
type weighed struct {
	e, n      []float64 // by class: effective count before and after correlation inside the class
	class     []float64 // nats by class
	missing   float64   // nats of custody evidence that points elsewhere
	hub, d    float64   // nats
	raw, s, p float64
	cov       float64 // share of the document groups
	share     float64 // share of the prior, unnormalised
	party     float64 // effective groups in which it is a party
	others    int     // distinct counterparties
	home      int     // groups with custody evidence that did not travel
	inside    int     // of these, groups with more than a label: mail, hosts, paths
	sent      int     // groups in which all its custody evidence travelled
	eligible  bool
	seen      bool
	spoken    float64 // effective groups in which it is named at all, more where it is named often
}

// effective discounts e correlated observations.
func effective(e, rho float64) float64 { return e / (1 + rho*math.Max(0, e-1)) }

// filter leaves observations out; nil keeps all.
type filter func(*observation) bool

// partyWeight is how much a class makes somebody a party of a document; 0 for
// classes that only talk about it or show its look.
func (m *model) partyWeight(class int) float64 {
	switch m.classes[class] {
	case evidence.ClassAuthorship, evidence.ClassTenant:
		// Properties and labels are planted in bulk with one command, and are
		// inherited from whoever made the first version of a file.
		return m.w.Hub.MetadataParty
	case evidence.ClassHeaderFooter:
		// Whose notice runs through a document made it, or had it made.
		return m.w.Hub.NoticeParty
	case evidence.ClassIssuer, evidence.ClassRecipient, evidence.ClassInternalMail, evidence.ClassExternalMail, evidence.ClassHostPath:
		return 1
	}
	return 0
}

// facing reports whether a class makes somebody the other side of a dealing.
func (m *model) facing(class int) bool {
	switch m.classes[class] {
	case evidence.ClassIssuer, evidence.ClassRecipient, evidence.ClassExternalMail:
		return true
	}
	return false
}

// sight is what a run remembers of one candidate in one group.
type sight struct {
	presence float64 // sum over the group's documents
	home     bool    // custody evidence that did not travel
	inside   bool    // more than a label among it
	sent     bool    // custody evidence that travelled
}

type counted struct {
	cand, doc, group int
}

// weigh is steps 3 to 7 for the observations that keep lets through.
func (m *model) weigh(keep filter) *weighing {
	k := len(m.orgs)
	w := &weighing{cands: make([]weighed, k), leader: -1, rival: -1, mixed: -1, custodian: -1}
	nc := len(m.classes)
	back := make([]float64, 3*k*nc)
	for i := range w.cands {
		c := &w.cands[i]
		c.e, c.n, c.class = back[:nc:nc], back[nc:2*nc:2*nc], back[2*nc:3*nc:3*nc]
		back = back[3*nc:]
	}
	custody := make([]bool, k) // has custody evidence
	obs := make([]*observation, 0, len(m.obs))
	for i := range m.obs {
		if o := &m.obs[i]; keep == nil || keep(o) {
			obs = append(obs, o)
			w.cands[o.cand].seen = true
			if m.custody[o.class] && !o.away {
				custody[o.cand] = true
			}
		}
	}
	for i := range w.cands {
		// Those who are in everybody's files can own only where custody says so.
		w.cands[i].eligible = w.cands[i].seen && (m.orgs[i].background < m.w.Background.Vendor || custody[i])
	}
	total := make([]float64, nc)
	presence := m.sweep(w, obs, total)
	m.hub(w, presence)
	dealings := m.counterparties(w, obs)
	m.scores(w, total)
	m.guard(w, dealings)
	m.posterior(w, obs)
	m.custodians(w, obs)
	w.dealings = dealings
	m.mixedOwners(w, presence, dealings)
	m.judge(w)
	return w
}

// groupSights are the parties of one group.
type groupSights struct {
	weight float64 // effective files
	docs   int
	cands  []int
	by     map[int]*sight
}

// sweep counts observations by group, candidate and class.
func (m *model) sweep(w *weighing, obs []*observation, total []float64) []groupSights {
	var groups []groupSights
	spoken := map[int]float64{}
	for lo := 0; lo < len(obs); {
		hi := lo
		for hi < len(obs) && obs[hi].group == obs[lo].group {
			hi++
		}
		g := groupSights{by: map[int]*sight{}}
		type cell struct{ cand, class int }
		sums := map[cell]float64{}
		loud := map[cell]float64{} // a name that comes again and again is what a document is about, more or less
		all := make([]float64, len(total))
		var cells []cell
		for i := lo; i < hi; {
			j := i
			docBest := map[int]float64{}
			classBest := map[int]float64{}
			for j < hi && obs[j].doc == obs[i].doc {
				o := obs[j]
				j++
				if !w.cands[o.cand].eligible {
					continue
				}
				q := o.quality
				if o.away {
					q *= m.w.Travelled
				}
				c := cell{o.cand, o.class}
				if _, ok := sums[c]; !ok {
					cells = append(cells, c)
				}
				sums[c] += q
				loud[c] += q * math.Log2(1+float64(o.count))
				classBest[o.class] = math.Max(classBest[o.class], q)
				if p := m.partyWeight(o.class); p > 0 {
					// A mark read at half confidence is as good as seen: its weight is
					// discounted elsewhere, and a party is a party.
					docBest[o.cand] = math.Max(docBest[o.cand], p*math.Min(1, 2*o.quality))
				}
				if m.custody[o.class] {
					s := g.sight(o.cand)
					s.home = s.home || !o.away
					s.inside = s.inside || !o.away && m.classes[o.class] != evidence.ClassTenant
					s.sent = s.sent || o.away
				}
			}
			for cand, p := range docBest { // one addition for each candidate: order does not show
				g.sight(cand).presence += p
			}
			for class, q := range classBest {
				all[class] += q
			}
			g.docs++
			i = j
		}
		clear(spoken)
		for _, c := range cells {
			w.cands[c.cand].e[c.class] += effective(sums[c], m.w.TemplateRho)
			spoken[c.cand] = math.Max(spoken[c.cand], effective(sums[c], m.w.TemplateRho)*loud[c]/sums[c])
		}
		for cand, q := range spoken { // one addition for each candidate: order does not show
			w.cands[cand].spoken += q
		}
		for class, q := range all {
			total[class] += effective(q, m.w.TemplateRho)
		}
		g.weight = effective(float64(g.docs), m.w.TemplateRho)
		slices.Sort(g.cands)
		groups = append(groups, g)
		lo = hi
	}
	return groups
}

func (g *groupSights) sight(cand int) *sight {
	s := g.by[cand]
	if s == nil {
		s = &sight{}
		g.by[cand] = s
		g.cands = append(g.cands, cand)
	}
	return s
}

// fraction is the share of the group's documents in which cand is a party.
func (g *groupSights) fraction(cand int) float64 {
	if s := g.by[cand]; s != nil {
		return s.presence / float64(g.docs)
	}
	return 0
}

// hub computes G, the coverage of every candidate and its share of the prior.
// Groups in which nobody with a name is a party say nothing about who is common to
// all: a folder of photographs must not make every candidate unlikely. In the same
// way a group tells no more than its best-placed party: where only properties name
// somebody, that is half a party of half a document.
func (m *model) hub(w *weighing, groups []groupSights) {
	named := false
	tells := make([]float64, len(groups))
	for pass := range 2 {
		for i := range groups {
			for _, c := range groups[i].cands {
				if groups[i].by[c].presence > 0 && (pass == 1 || !m.orgs[c].anonymous) {
					tells[i] = math.Max(tells[i], math.Min(1, groups[i].fraction(c)))
					named = true
				}
			}
		}
		if named {
			break
		}
	}
	for i := range groups {
		g := &groups[i]
		for _, c := range g.cands {
			s := g.by[c]
			switch {
			case s.home:
				w.cands[c].home++
			case s.sent:
				w.cands[c].sent++
			}
			if s.inside {
				w.cands[c].inside++
			}
		}
		w.silent += g.weight * (1 - tells[i])
		if tells[i] == 0 {
			continue
		}
		w.groups += g.weight * tells[i]
		var crowd float64
		for _, c := range g.cands {
			crowd += g.fraction(c)
		}
		room := 1.0
		if crowd > m.w.Prior.PerDocument {
			room = m.w.Prior.PerDocument / crowd
		}
		for _, c := range g.cands {
			f := g.weight * g.fraction(c)
			w.cands[c].party += f
			w.cands[c].share += f * room
		}
	}
	if w.groups == 0 {
		return
	}
	n := effective(w.groups, m.w.Hub.Rho)
	in := math.Log(m.w.Hub.PartyM / m.w.Hub.PartyU)
	out := math.Log((1 - m.w.Hub.PartyM) / (1 - m.w.Hub.PartyU))
	for i := range w.cands {
		c := &w.cands[i]
		c.cov = math.Min(1, c.party/w.groups)
		c.share = math.Min(1, c.share/w.groups/m.w.Prior.FullCoverage)
		c.hub = m.w.Hub.Weight * n * (c.cov*in + (1-c.cov)*out)
	}
}

// counterparties counts, for every candidate, the distinct organisations that
// face it in documents. One document adds a few at most, or a planted list of
// addresses would make a hub of anybody. It returns who faces whom where.
func (m *model) counterparties(w *weighing, obs []*observation) [][]counted {
	dealings := make([][]counted, len(w.cands))
	for lo := 0; lo < len(obs); {
		hi := lo
		var sides []int
		var present []int
		for hi < len(obs) && obs[hi].doc == obs[lo].doc {
			o := obs[hi]
			hi++
			if !w.cands[o.cand].eligible || m.orgs[o.cand].anonymous || o.quality < 0.3 {
				continue
			}
			if m.facing(o.class) {
				sides = append(sides, o.cand)
			}
			if m.facing(o.class) || m.custody[o.class] && !o.away {
				present = append(present, o.cand)
			}
		}
		slices.Sort(sides)
		sides = slices.Compact(sides)
		slices.Sort(present)
		present = slices.Compact(present)
		// Past this many sides a document is a directory and nobody's dealing.
		if len(sides) <= maxSides {
			for _, a := range present {
				for _, b := range sides {
					if a != b && !m.orgs[a].related[b] {
						dealings[a] = append(dealings[a], counted{b, obs[lo].doc, obs[lo].group})
					}
				}
			}
		}
		lo = hi
	}
	for i := range dealings {
		w.cands[i].others = m.distinct(dealings[i])
	}
	return dealings
}

// maxSides is the number of facing parties beyond which a document is a list.
const maxSides = 50

// distinct counts counterparties, each document giving a few at most.
func (m *model) distinct(list []counted) int {
	seen := map[int]bool{}
	room, doc, left := 0, -1, 0
	for _, d := range list {
		if d.doc != doc {
			doc, left = d.doc, m.w.Counterparties.PerDocument
		}
		if left > 0 {
			left--
			room++
		}
		seen[d.cand] = true
	}
	return min(len(seen), room)
}

// scores adds the terms up (step 5).
func (m *model) scores(w *weighing, total []float64) {
	best := math.Inf(-1)
	for i := range w.cands {
		c := &w.cands[i]
		if !c.eligible {
			continue
		}
		b := m.orgs[i].background
		for k, cw := range m.cw {
			if cw.W == 0 {
				continue
			}
			u := cw.U + (1-cw.U)*b
			c.n[k] = effective(c.e[k], cw.Rho)
			if u >= cw.M {
				continue // as common in everybody's files as in its own: says nothing
			}
			c.class[k] = cw.W * c.n[k] * math.Log(cw.M/u)
			if m.custody[k] {
				gap := math.Max(0, effective(total[k], cw.Rho)-c.n[k])
				c.missing += m.w.CustodyMissing * gap * math.Log((1-cw.M)/(1-u))
			}
			c.raw += c.class[k]
		}
		c.d = m.w.Counterparties.Weight * math.Log(1+float64(min(c.others, m.w.Counterparties.Most)))
		c.raw += c.missing + c.hub + c.d
		best = math.Max(best, c.raw)
	}
	// Where the best would leave the bounds all move together: clipping each alone
	// would declare a tie between the owner and everybody who is also in all files.
	shift := math.Max(0, best-m.w.Clip)
	for i := range w.cands {
		c := &w.cands[i]
		if c.eligible {
			c.s = math.Max(-m.w.Clip, c.raw-shift)
		}
	}
}

// strong reports custody evidence that counts as such: mail, hosts or paths in
// two places, or in one with labels in three more. Where most of what carries a
// candidate's marks was sent out, the rest is taken for papers whose addressee
// was not recognised.
func (c *weighed) strong() bool {
	return 2*c.home >= c.sent && (c.inside >= 2 || c.inside >= 1 && c.home >= 4)
}

// guard is the two-party guard of step 7: with quotations of one vendor to one
// customer and nothing from inside either, the documents look the same whoever
// lost them. Counterparties count only where the rival is not present, so a
// misread name in the same quotations does not switch the guard off.
func (m *model) guard(w *weighing, dealings [][]counted) {
	lead := -1
	for i := range w.cands {
		if c := &w.cands[i]; c.eligible && (lead < 0 || c.s > w.cands[lead].s) {
			lead = i
		}
	}
	if lead < 0 || w.cands[lead].strong() {
		return
	}
	all := map[int]bool{}
	shared := map[int]int{} // groups in which a counterparty faces the leader
	type meeting struct{ cand, group int }
	met := map[meeting]bool{}
	for _, d := range dealings[lead] {
		all[d.group] = true
		if k := (meeting{d.cand, d.group}); !met[k] {
			met[k] = true
			shared[d.cand]++
		}
	}
	for i := range w.cands {
		r := &w.cands[i]
		if i == lead || !r.eligible || m.orgs[lead].related[i] || m.orgs[i].anonymous {
			continue
		}
		// Whoever is missing from most of the leader's documents did not lose the same papers.
		faces := shared[i] > 0 && float64(shared[i]) >= m.w.Gates.RivalCoverage*float64(len(all)) && r.cov >= m.w.Gates.RivalCoverage*w.cands[lead].cov
		if r.cov < m.w.Gates.RivalCoverage && !faces {
			continue
		}
		var apart []counted
		without := map[int]bool{}
		for _, d := range dealings[lead] {
			if !met[meeting{i, d.group}] {
				apart = append(apart, d)
				without[d.group] = true
			}
		}
		if m.distinct(apart) >= m.w.Gates.Counterparties && float64(len(without)) >= m.w.Gates.ApartShare*float64(len(all)) {
			continue
		}
		if w.rival < 0 || r.s > w.cands[w.rival].s {
			w.guarded, w.rival = true, i
		}
	}
	if !w.guarded {
		return
	}
	// The two are drawn together from below: that nothing tells them apart makes neither
	// of them less likely than somebody whom nothing names.
	w.cands[w.rival].s = math.Max(w.cands[w.rival].s, w.cands[lead].s-m.w.Gates.GuardNats)
}

// posterior is step 6. The prior goes to those who are parties: an organisation
// that is a party of a hundredth of the documents gets a tenth of a full share,
// and all that are only mentioned share one, by the documents that mention them.
// With equal shares the owner of a
// package with three hundred vendors, or of one with a planted list of names,
// would drown in their number.
func (m *model) posterior(w *weighing, obs []*observation) {
	pr := m.w.Prior
	var shares, most, mentioned float64
	for i := range w.cands {
		c := &w.cands[i]
		if !c.eligible {
			continue
		}
		if c.share > 0 {
			shares += c.share
		} else {
			mentioned += c.spoken
		}
		if !m.orgs[i].anonymous {
			most = math.Max(most, c.cov)
		}
	}
	if mentioned > 0 {
		shares++
	}
	pi0 := pr.Unknown + pr.Unread*m.lay.unread
	// Fewer than one full share means that nobody stands out, not that the prior grows.
	shares = math.Max(1, shares)
	unknown := pi0 * math.Exp(m.unseen(w, most))
	sum := unknown
	for i := range w.cands {
		c := &w.cands[i]
		if !c.eligible {
			continue
		}
		share := c.share
		if share == 0 {
			share = c.spoken / mentioned
		}
		c.p = (1 - pi0) * share / shares * math.Exp(c.s/pr.Temperature)
		sum += c.p
	}
	w.unknown = unknown / sum
	for i := range w.cands {
		if w.cands[i].eligible {
			w.cands[i].p /= sum
			w.order = append(w.order, i)
		}
	}
	m.lend(w, obs)
	slices.SortFunc(w.order, func(a, b int) int {
		if w.cands[a].p != w.cands[b].p {
			if w.cands[a].p > w.cands[b].p {
				return -1
			}
			return 1
		}
		return a - b
	})
	if len(w.order) == 0 {
		return
	}
	w.leader = w.order[0]
	// What the cap takes goes to the unknown, so that everything still adds up to 1.
	if c := &w.cands[w.leader]; c.p > pr.Cap {
		w.unknown += c.p - pr.Cap
		c.p = pr.Cap
	}
}

// unseen is what speaks for an owner that is none of the candidates, in nats: more
// where nobody is common to the documents, and where most documents name nobody.
func (m *model) unseen(w *weighing, most float64) float64 {
	if all := w.groups + w.silent; all > 0 {
		most *= w.groups / all
	}
	return m.w.Prior.Bonus + m.w.Prior.Uncovered*(1-most)
}
