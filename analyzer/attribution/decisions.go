package attribution

import (
	"strconv"
	"strings"

	"evscan/evidence"
)

// DecisionKind is what a person decided about candidates or files.
type DecisionKind string

const (
	// DecisionAccept confirms that a candidate is one real organisation: what was linked
	// into it stays together whatever else is decided, and one that only hosts, tenants
	// or looks show may be given a name. It adds nothing to any score.
	DecisionAccept DecisionKind = "accept"
	// DecisionReject says that a candidate is no organisation or no party, e.g. the name
	// of a person: its marks are left out.
	DecisionReject DecisionKind = "reject"
	// DecisionMerge says that several candidates are one organisation, the first of them.
	DecisionMerge DecisionKind = "merge"
	// DecisionSplit says that some names and domains of a candidate are another organisation.
	DecisionSplit DecisionKind = "split"
	// DecisionPlanted says that somebody put files there to mislead: their marks count
	// for nothing. It is about the bytes, so it holds for every copy of them.
	DecisionPlanted DecisionKind = "planted"
	// DecisionIrrelevant says that files have nothing to do with the question: the answer
	// is as if they were not in the package. A file of which a copy lies elsewhere stays.
	DecisionIrrelevant DecisionKind = "irrelevant"
)

// DecisionKinds lists every kind in the order in which they are applied.
func DecisionKinds() []DecisionKind {
	return []DecisionKind{DecisionPlanted, DecisionIrrelevant, DecisionSplit, DecisionMerge, DecisionAccept, DecisionReject}
}

// Files reports whether decisions of the kind are about files and not about candidates.
func (k DecisionKind) Files() bool { return k == DecisionPlanted || k == DecisionIrrelevant }

// Bounds of decisions on one package.
const (
	MaxDecisions = 1000
	MaxPatterns  = 500  // with * or ? in them, in all decisions together
	MaxMatched   = 1000 // candidates or items of one decision that are listed
)

// Decision is one decision of a person.
type Decision struct {
	Kind DecisionKind
	// About names candidates by ID, name or domain; of a split the one candidate. Of
	// decisions about files: IDs of items, and patterns of their paths below the package,
	// in which * stands for anything but a slash, ** for anything and ? for one
	// character; a pattern without a slash fits the last part of a path.
	About   []string
	Off     []string // of a split: the names and domains that are another organisation
	Name    string   // of an acceptance: what an unnamed candidate is called
	Note    string
	Analyst string
	Date    string
}

// Taken is a decision and what it hit.
type Taken struct {
	Decision
	Matched []string // IDs of candidates or items, at most MaxMatched
	More    int      // how many it is about beside these
	Faults  []Fault  // entries that mean nothing here; the decision holds for the others
}

// Fault is an entry of a decision that cannot be followed.
type Fault struct {
	Entry   string
	Why     string
	Nearest []string // what may have been meant, the nearest first
}

// Outcome is an answer in short.
type Outcome struct {
	Verdict     string
	ID, Name    string // of the best candidate; "" for none
	Probability float64
	Claim       string // verdict on the claim; "" where nobody was named
}

// several is the fault of an entry that is not enough to tell candidates apart.
const several = "means several candidates"

// String is the fault in words.
func (f Fault) String() string {
	s := f.Why
	if f.Entry != "" {
		s = strconv.Quote(f.Entry) + " " + s
	}
	var list []string
	for _, n := range f.Nearest {
		list = append(list, strconv.Quote(n))
	}
	switch {
	case len(list) == 0:
		return s
	case f.Why == several:
		return s + ": " + strings.Join(list, ", ")
	}
	return s + "; did you mean " + strings.Join(list, " or ") + "?"
}

func (a *Attribution) outcome() *Outcome {
	o := &Outcome{Verdict: a.Verdict}
	if a.Claim != nil {
		o.Claim = a.Claim.Verdict
	}
	if len(a.Candidates) > 0 && a.Verdict != VerdictNoEvidence {
		c := &a.Candidates[0]
		o.ID, o.Name, o.Probability = c.ID, c.Name, c.Probability
	}
	return o
}

// rules are what decisions mean for the linking of keys.
type rules struct {
	one      []union
	apart    []parting
	accepted []acceptance
}

// union are keys that are one organisation.
type union struct {
	keys []evidence.Key
	lead map[evidence.Key]bool // those that have the say in who it is; nil for none of them
	why  string
}

// parting are keys of one candidate that are two organisations.
type parting struct{ rest, off []evidence.Key }

type acceptance struct {
	key  evidence.Key
	name string
}

// detach takes the record that two sides of a parting share from what was split off.
func (r *rules) detach(record map[evidence.Key]string) {
	if r == nil {
		return
	}
	for _, p := range r.apart {
		rest := map[string]bool{}
		for _, k := range p.rest {
			rest[record[k]] = true
		}
		for _, k := range p.off {
			if rest[record[k]] {
				delete(record, k)
			}
		}
	}
}

// follow applies the rules to clusters that hold one record or one key each, before
// anything else joins them.
func (l *linker) follow(r *rules) {
	if r == nil {
		return
	}
	for _, u := range r.one {
		base := -1
		for _, k := range u.keys {
			c, ok := l.of[k]
			switch {
			case !ok || c == base: // its marks were left out, or it belongs already
			case base < 0:
				base = c
			default:
				l.absorb(base, c)
				l.clusters[base].linked = append(l.clusters[base].linked, k.Value+": "+u.why)
			}
		}
		if base >= 0 && l.clusters[base].lead == nil {
			l.clusters[base].lead = u.lead
		}
	}
	for i, p := range r.apart {
		for side, keys := range [][]evidence.Key{p.rest, p.off} {
			for _, k := range keys {
				if c, ok := l.of[k]; ok {
					cl := &l.clusters[c]
					if cl.sides == nil {
						cl.sides = map[int]int{}
					}
					cl.sides[i] = side
				}
			}
		}
	}
}

// opposed reports whether a person said that two clusters are two organisations.
func opposed(a, b *cluster) bool {
	for i, side := range a.sides { // any one decides, so the order does not show
		if other, ok := b.sides[i]; ok && other != side {
			return true
		}
	}
	return false
}

// accept marks what a person confirmed, and names what nobody else can name.
func (r *rules) accept(m *model) {
	if r == nil {
		return
	}
	for _, a := range r.accepted {
		i, ok := m.of[a.key]
		if !ok {
			continue
		}
		o := &m.orgs[i]
		o.confirmed = true
		if a.name != "" && o.anonymous {
			o.name, o.anonymous = a.name, false
		}
	}
}
