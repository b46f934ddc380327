package html

import (
	"cmp"
	"slices"
	"strings"

	"evscan/report/document"
)

// resolver finds the candidate that a mark points at. The document says which keys
// are one organisation by a candidate's id, names and domains.
type resolver struct {
	byKey map[string]int
	n     int
}

func newResolver(candidates []document.Candidate) *resolver {
	r := &resolver{byKey: map[string]int{}, n: len(candidates)}
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

// of is the index of the candidate of a mark, or -1.
func (r *resolver) of(m document.Mark) int {
	for _, key := range []string{m.Organisation, m.KeyKind + ":" + m.Key, "name:" + strings.ToLower(m.Value)} {
		if i, ok := r.byKey[key]; ok && key != "" {
			return i
		}
	}
	return -1
}

// itemOrgs are the candidates that the marks of one item point at, as indices.
type itemOrgs struct {
	orgs       []int // candidates, best first, each once
	issuers    []int
	recipients []int
}

func (r *resolver) item(it document.Item, witnesses map[string][]witness) itemOrgs {
	var out itemOrgs
	note := func(i int, role string) {
		if i < 0 {
			return
		}
		out.orgs = append(out.orgs, i)
		switch role {
		case "issuer":
			out.issuers = append(out.issuers, i)
		case "recipient":
			out.recipients = append(out.recipients, i)
		}
	}
	for _, m := range it.Marks {
		note(r.of(m), m.Role)
	}
	for _, w := range witnesses[it.ID] {
		note(w.org, w.role)
	}
	for _, list := range []*[]int{&out.orgs, &out.issuers, &out.recipients} {
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
func witnesses(candidates []document.Candidate) map[string][]witness {
	out := map[string][]witness{}
	for i, c := range candidates {
		for _, e := range c.Evidence {
			out[e.Item] = append(out[e.Item], witness{i, e.Role})
		}
	}
	return out
}
