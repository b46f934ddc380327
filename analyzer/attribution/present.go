package attribution

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// MaxEvidence bounds the witnesses shown of one candidate; the last one stands
// for all further ones, so that the nats still add up.
const MaxEvidence = 60

// present makes the candidates of the answer, best first. Those that cannot own
// (software vendors without custody evidence) follow with probability 0.
func (m *model) present(w *weighing, claimed int) []Candidate {
	order := slices.Clone(w.order)
	for i := range w.cands {
		if w.cands[i].seen && !w.cands[i].eligible {
			order = append(order, i)
		}
	}
	roles := m.roles(w)
	evidenceOf := m.witnesses(w)
	out := make([]Candidate, 0, len(order))
	for _, i := range order {
		o, c := &m.orgs[i], &w.cands[i]
		cand := Candidate{ID: o.id, Name: o.name, Aliases: o.aliases, Domains: o.domains, Keys: o.keys, Linked: o.linked,
			Catalogued: o.org != nil, Confirmed: o.confirmed, Probability: math.Min(c.p, m.w.Prior.Cap), Score: c.s, Coverage: c.cov, Counterparties: c.others,
			Terms: m.terms(c), Roles: roles[i], Evidence: evidenceOf[i]}
		if o.org != nil {
			cand.Parent = o.org.Parent
		}
		for _, p := range o.possible {
			cand.PossiblySame = append(cand.PossiblySame, m.orgs[p].id)
		}
		if i == claimed {
			cand.Roles = append(cand.Roles, RoleClaimed)
		}
		out = append(out, cand)
	}
	return out
}

func (m *model) terms(c *weighed) []Term {
	if !c.eligible {
		return nil
	}
	var out []Term
	for k, v := range c.class {
		if v != 0 {
			out = append(out, Term{string(m.classes[k]), v})
		}
	}
	for _, t := range []Term{{TermMissing, c.missing}, {TermHub, c.hub}, {TermCounterparties, c.d}, {"clipping and guard", c.s - c.raw}} {
		if t.Nats != 0 {
			out = append(out, t)
		}
	}
	return out
}

// witnesses lists, for every candidate, one entry for each document group and
// class. The nats of a class are spread over its groups in proportion to their
// effective counts, so they add up to the class's term.
func (m *model) witnesses(w *weighing) [][]Evidence {
	out := make([][]Evidence, len(m.orgs))
	type cell struct{ cand, class int }
	for lo := 0; lo < len(m.obs); {
		hi := lo
		for hi < len(m.obs) && m.obs[hi].group == m.obs[lo].group {
			hi++
		}
		sums := map[cell]float64{}
		files := map[cell]int{}
		best := map[cell]*observation{}
		var cells []cell
		for i := lo; i < hi; i++ {
			o := &m.obs[i]
			c := cell{o.cand, o.class}
			if best[c] == nil {
				cells = append(cells, c)
			}
			q := o.quality
			if o.away {
				q *= m.w.Travelled
			}
			sums[c] += q
			files[c]++
			if best[c] == nil || o.quality > best[c].quality {
				best[c] = o
			}
		}
		for _, c := range cells {
			e := effective(sums[c], m.w.TemplateRho)
			o, wc := best[c], &w.cands[c.cand]
			nats := 0.0
			if wc.e[c.class] > 0 {
				nats = wc.class[c.class] * e / wc.e[c.class]
			}
			mk := o.mark
			out[c.cand] = append(out[c.cand], Evidence{Item: o.item.ID, Path: o.item.Path, Class: mk.Class, Role: mk.Role, Value: mk.Value,
				At: mk.At, Source: mk.Source, Quality: o.quality, CountedAs: countedAs(files[c], e, o), Weight: nats, Snippet: mk.Snippet, Why: mk.Why})
		}
		lo = hi
	}
	for i := range out {
		slices.SortStableFunc(out[i], func(a, b Evidence) int {
			return cmp.Or(-cmp.Compare(a.Weight, b.Weight), slices.Compare(ordinal(a.Item), ordinal(b.Item)), cmp.Compare(a.Class, b.Class))
		})
		if len(out[i]) > MaxEvidence {
			out[i] = append(out[i][:MaxEvidence:MaxEvidence], remainder(out[i][MaxEvidence:])...)
		}
	}
	return out
}

// remainder folds witnesses into one for each class, the strongest standing for all.
func remainder(rest []Evidence) []Evidence {
	var out []Evidence
	var counts []int
	for _, e := range rest {
		i := slices.IndexFunc(out, func(o Evidence) bool { return o.Class == e.Class })
		if i < 0 {
			out, counts = append(out, e), append(counts, 1)
			continue
		}
		out[i].Weight += e.Weight
		counts[i]++
	}
	for i := range out {
		if counts[i] > 1 {
			out[i].CountedAs = fmt.Sprintf("%d further witnesses of the class together, the strongest shown", counts[i])
		}
	}
	return out
}

func countedAs(files int, e float64, o *observation) string {
	s := fmt.Sprintf("1 file = %.2g", e)
	if files > 1 {
		s = fmt.Sprintf("%d files, one template = %.2g", files, e)
	}
	if o.quality < 1 {
		s += fmt.Sprintf(", read with quality %.2f", o.quality)
	}
	if o.away {
		s += ", discounted: the document was sent to somebody else"
	}
	return s
}
