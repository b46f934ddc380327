package compare

import (
	"slices"
	"strings"

	"evscan/report/document"
)

// organisations lists the candidates that both reports know, those that play a part in
// both first, then by their probability in A.
func organisations(a, b *document.Document) []Organisation {
	known := map[string]int{}
	for j, c := range b.Attribution.Candidates {
		for _, k := range keysOf(&c) {
			if _, taken := known[k]; !taken {
				known[k] = j
			}
		}
	}
	used := map[int]bool{}
	out := []Organisation{}
	for i := range a.Attribution.Candidates {
		x := &a.Attribution.Candidates[i]
		for _, k := range keysOf(x) {
			j, ok := known[k]
			if !ok || used[j] {
				continue
			}
			used[j] = true
			y := &b.Attribution.Candidates[j]
			by, _, _ := strings.Cut(k, ":")
			out = append(out, Organisation{Name: x.Name, By: by, A: partOf(x), B: partOf(y), Counts: party(x) && party(y)})
			break
		}
	}
	slices.SortStableFunc(out, func(x, y Organisation) int {
		switch {
		case x.Counts == y.Counts:
			return 0
		case x.Counts:
			return -1
		}
		return 1
	})
	return out
}

// keysOf are what shows that two candidates are one, strongest first.
func keysOf(c *document.Candidate) []string {
	keys := []string{"id:" + c.ID}
	for _, d := range c.Domains {
		keys = append(keys, "domain:"+d)
	}
	for _, n := range append([]string{c.Name}, c.Aliases...) {
		if n = strings.ToLower(strings.Join(strings.Fields(n), " ")); n != "" {
			keys = append(keys, "name:"+n)
		}
	}
	return keys
}

func partOf(c *document.Candidate) Part {
	return Part{ID: c.ID, Roles: append([]string{}, c.Roles...), Probability: c.Probability}
}

// party reports whether an organisation plays a part beyond having made software and
// being named. Roles are relative to an owner: without one, the evidence tells.
func party(c *document.Candidate) bool {
	if slices.Contains(c.Roles, "software-vendor") {
		return false
	}
	if len(c.Roles) == 0 {
		return slices.ContainsFunc(c.Evidence, func(e document.Evidence) bool { return e.Class != "mention" && e.Class != "listing" })
	}
	return slices.ContainsFunc(c.Roles, func(r string) bool { return r != "mentioned" && r != "claimed" })
}
