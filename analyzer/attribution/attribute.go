package attribution

import (
	"fmt"
	"math"
)

// Attribute weighs the marks of a package. Invalid weights give an undetermined
// answer that says so; nothing else fails. What a decision names in vain is among its
// faults.
func Attribute(in Input) Attribution {
	if err := in.Weights.Validate(); err != nil {
		return Attribution{Verdict: VerdictUndetermined, Reason: err.Error(), Unknown: 1}
	}
	if len(in.Decisions) > 0 {
		return attributeDecided(in)
	}
	return attribute(in)
}

func attribute(in Input) Attribution {
	m := build(in)
	w := m.weigh(nil)
	flips, fragile := m.flips(w)
	if w.verdict == VerdictIdentified && fragile != nil {
		w.verdict = VerdictLeading
		w.reason = fmt.Sprintf("the lead of %s rests on one thing alone: %s", m.orgs[w.leader].name, fragile.Detail)
	}
	a := Attribution{Verdict: w.verdict, Reason: w.reason, Unknown: w.unknown, Groups: w.groups, Unread: m.lay.unread, Flips: flips}
	if w.leader < 0 {
		a.Unknown = 1
	}
	if w.verdict == VerdictIdentified {
		a.Owner = m.party(w.leader, w.cands[w.leader].p)
	}
	if w.custodian >= 0 {
		a.Custodian = m.party(w.custodian, w.custodyP)
	}
	claimed := m.claimed(in, w)
	a.Candidates = m.present(w, claimed)
	a.Claim = m.claimVerdict(in, w, claimed, flips)
	a.Baselines = m.baselines()
	return a
}

func (m *model) party(i int, p float64) *Party {
	o := &m.orgs[i]
	return &Party{ID: o.id, Name: o.name, Domains: o.domains, Probability: math.Min(p, m.w.Prior.Cap)}
}
