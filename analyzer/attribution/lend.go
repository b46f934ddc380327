package attribution

import (
	"cmp"
	"maps"
	"slices"

	"evscan/evidence"
)

// loan is a share of the probability of an unnamed candidate that goes to a named one.
type loan struct{ from, to int }

func compareLoans(a, b loan) int { return cmp.Or(a.from-b.from, a.to-b.to) }

// lend hands on what is known of an owner without a name. A network, a tenant or a
// form that nobody can put a name to may well be that of whoever made the documents
// it stands in: the files of one computer name the computer in one property and its
// organisation in another. So the probability of such a candidate goes to those who
// made its documents, each document giving one share, and one more share stays with
// the candidate. It is probability only: evidence from inside stays where it is, and
// nobody is identified by what was lent.
func (m *model) lend(w *weighing, obs []*observation) {
	if !slices.ContainsFunc(m.orgs, func(o organisation) bool { return o.anonymous }) {
		return
	}
	given := map[loan]float64{}
	held := map[int]float64{} // effective documents in which an unnamed candidate stands
	shares, docs := map[loan]float64{}, map[int]float64{}
	for lo := 0; lo < len(obs); {
		hi := lo
		clear(shares)
		clear(docs)
		for hi < len(obs) && obs[hi].group == obs[lo].group {
			first := hi
			for hi < len(obs) && obs[hi].doc == obs[first].doc {
				hi++
			}
			unnamed, makers := m.standing(w, obs[first:hi])
			for _, from := range unnamed {
				docs[from]++
				for _, to := range makers {
					shares[loan{from, to}] += 1 / float64(len(makers))
				}
			}
		}
		for l, n := range shares { // one addition for each pair: order does not show
			given[l] += effective(n, m.w.TemplateRho)
		}
		for from, n := range docs {
			held[from] += effective(n, m.w.TemplateRho)
		}
		lo = hi
	}
	w.loans = slices.SortedFunc(maps.Keys(given), compareLoans)
	gone := map[int]float64{}
	for _, l := range w.loans {
		part := w.cands[l.from].p * given[l] / (held[l.from] + 1)
		gone[l.from] += part
		w.cands[l.to].p += part
	}
	for from, part := range gone {
		w.cands[from].p -= part
	}
}

// standing lists the unnamed candidates of one document and those who made it: where
// nobody is known to have, the other parties. Whoever is written to did not make it.
func (m *model) standing(w *weighing, obs []*observation) (unnamed, makers []int) {
	var others []int
	if !slices.ContainsFunc(obs, func(o *observation) bool { return m.orgs[o.cand].anonymous }) {
		return nil, nil
	}
	for _, o := range obs {
		switch {
		case !w.cands[o.cand].eligible:
		case m.orgs[o.cand].anonymous:
			unnamed = append(unnamed, o.cand)
		case m.makes(o.class):
			makers = append(makers, o.cand)
		case m.partyWeight(o.class) > 0:
			others = append(others, o.cand)
		}
	}
	if len(makers) == 0 {
		makers = others
	}
	slices.Sort(unnamed)
	slices.Sort(makers)
	return slices.Compact(unnamed), slices.Compact(makers)
}

// makes reports whether a class says who made a document, unlike to whom it went.
func (m *model) makes(class int) bool {
	switch m.classes[class] {
	case evidence.ClassAuthorship, evidence.ClassHeaderFooter, evidence.ClassIssuer, evidence.ClassTemplate, evidence.ClassInternalMail,
		evidence.ClassHostPath, evidence.ClassTenant:
		return true
	}
	return false
}
