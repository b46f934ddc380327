package document

import (
	"cmp"
	"slices"
	"strings"
)

// Resolver finds the candidates that marks and items point at. The document says which
// keys are one organisation by a candidate's id, names and domains.
type Resolver struct {
	byKey     map[string]int
	witnesses map[string][]witness // by item
}

// NewResolver makes the resolver of a report's candidates.
func NewResolver(candidates []Candidate) *Resolver {
	r := &Resolver{byKey: map[string]int{}, witnesses: witnesses(candidates)}
	add := func(key string, i int) {
		if _, known := r.byKey[key]; !known {
			r.byKey[key] = i
		}
	}
	for i, c := range candidates {
		add(c.ID, i)
	}
	for i, c := range candidates {
		for _, d := range c.Domains {
			add("domain:"+strings.ToLower(d), i)
		}
		for _, n := range append([]string{c.Name}, c.Aliases...) {
			add("name:"+strings.ToLower(n), i)
		}
	}
	return r
}

// Of is the index of the candidate of a mark, or -1.
func (r *Resolver) Of(m Mark) int {
	for _, key := range []string{m.Organisation, m.KeyKind + ":" + m.Key, "name:" + strings.ToLower(m.Value)} {
		if i, ok := r.byKey[key]; ok && key != "" {
			return i
		}
	}
	return -1
}

// ItemOrgs are the candidates that the marks of one item point at, as indices, best
// first, each once.
type ItemOrgs struct {
	Orgs       []int
	Issuers    []int // those of Orgs that it shows as issuers
	Recipients []int // those of Orgs that it shows as recipients
}

// Item lists the candidates of an item.
func (r *Resolver) Item(it Item) ItemOrgs {
	var out ItemOrgs
	note := func(i int, role string) {
		if i < 0 {
			return
		}
		out.Orgs = append(out.Orgs, i)
		switch role {
		case "issuer":
			out.Issuers = append(out.Issuers, i)
		case "recipient":
			out.Recipients = append(out.Recipients, i)
		}
	}
	for _, m := range it.Marks {
		note(r.Of(m), m.Role)
	}
	for _, w := range r.witnesses[it.ID] {
		note(w.org, w.role)
	}
	for _, list := range []*[]int{&out.Orgs, &out.Issuers, &out.Recipients} {
		slices.SortFunc(*list, cmp.Compare[int])
		*list = slices.Compact(*list)
	}
	return out
}

// witness is one piece of evidence as the item that holds it sees it.
type witness struct {
	org  int
	role string
}

// witnesses lists the evidence of every candidate by item: it knows of keys that were
// linked and that the candidates' names and domains do not show.
func witnesses(candidates []Candidate) map[string][]witness {
	out := map[string][]witness{}
	for i, c := range candidates {
		for _, e := range c.Evidence {
			out[e.Item] = append(out[e.Item], witness{i, e.Role})
		}
	}
	return out
}
