package attribution

import (
	"math"

	"evscan/evidence"
)

// Features are what a package looks like before it is weighed: fitting looks for the
// weights under which the owners of many packages come out. The score of a candidate,
// before clipping and the two-party guard, is the sum of its terms times their weights.
type Features struct {
	Candidates []CandidateFeatures // those that may own
	// UnknownPrior is the logarithm of the prior of an owner whom nothing names,
	// without the bonus; Uncovered is what the weight prior.uncovered is multiplied by.
	UnknownPrior, Uncovered float64
}

// CandidateFeatures are the terms of one candidate, each for a weight of 1.
type CandidateFeatures struct {
	Keys     []evidence.Key
	Domains  []string
	LogPrior float64
	Terms    map[string]float64 // by the name of Term
}

// Names of the terms that are no evidence class.
const (
	TermMissing        = "custody elsewhere"
	TermHub            = "hub"
	TermCounterparties = "counterparties"
)

// FeaturesOf returns the features of a package. Its weights matter for what is not
// linear: correlations, the background and the shares of the prior. A term whose weight
// is 0 has no features.
func FeaturesOf(in Input) (Features, error) {
	if err := in.Weights.Validate(); err != nil {
		return Features{}, err
	}
	m := build(in)
	w := m.weigh(nil)
	var most float64
	var shares, mentioned float64
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
	shares = math.Max(1, shares)
	pi0 := m.w.Prior.Unknown + m.w.Prior.Unread*m.lay.unread
	out := Features{UnknownPrior: math.Log(pi0)}
	if m.w.Prior.Uncovered > 0 {
		out.Uncovered = (m.unseen(w, most) - m.w.Prior.Bonus) / m.w.Prior.Uncovered
	}
	for i := range w.cands {
		c := &w.cands[i]
		if !c.eligible {
			continue
		}
		share := c.share
		if share == 0 {
			share = c.spoken / mentioned
		}
		f := CandidateFeatures{Keys: m.orgs[i].keys, Domains: m.orgs[i].domains, LogPrior: math.Log((1 - pi0) * share / shares), Terms: map[string]float64{}}
		for k, class := range m.classes {
			if c.class[k] != 0 {
				f.Terms[string(class)] = c.class[k] / m.cw[k].W
			}
		}
		for _, t := range []struct {
			name         string
			nats, weight float64
		}{{TermMissing, c.missing, m.w.CustodyMissing}, {TermHub, c.hub, m.w.Hub.Weight}, {TermCounterparties, c.d, m.w.Counterparties.Weight}} {
			if t.weight > 0 {
				f.Terms[t.name] = t.nats / t.weight
			}
		}
		out.Candidates = append(out.Candidates, f)
	}
	return out, nil
}
