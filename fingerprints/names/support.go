package names

// Support is what the whole of an item says about names that are also words: a
// legal form beside the name, a full form of it, or a domain of the organisation
// in another text of the item. The zero value knows nothing. It is not safe for
// concurrent use.
type Support struct {
	cores   map[string]bool
	orgs    map[string]bool
	sites   map[string]bool
	defined map[string]string // abbreviations, and what the item says they stand for
}

// Hits takes in the names of one text, as FindAll returns them, and reports
// whether any of them needs support.
func (s *Support) Hits(hits []Hit) (weak bool) {
	for i := range hits {
		if hits[i].Weak {
			weak = true
			continue
		}
		if s.cores == nil {
			s.cores = map[string]bool{}
		}
		s.cores[hits[i].Core] = true
		s.Orgs(hits[i].Orgs)
	}
	return weak
}

// Define takes in what the item defines abbreviations as. Call it when all names are in:
// an abbreviation of an organisation that the item names in full is no other thing.
func (s *Support) Define(list []Definition) {
	for _, d := range list {
		if s.cores[d.Full] {
			continue
		}
		if s.defined == nil {
			s.defined = map[string]string{}
		}
		s.defined[d.Short] = d.Full
	}
}

// Sites takes in organisations of which the item holds a domain.
func (s *Support) Sites(ids []string) {
	if s.sites == nil {
		s.sites = map[string]bool{}
	}
	for _, id := range ids {
		s.sites[id] = true
	}
	s.Orgs(ids)
}

// otherwise reports whether the item says that a name stands for something else.
func (s *Support) otherwise(h *Hit) bool {
	if h.Form != "" || s.defined[h.Core] == "" {
		return false
	}
	for _, id := range h.Orgs {
		if s.sites[id] {
			return false
		}
	}
	return true
}

// Orgs takes in organisations that something else in the item speaks for.
func (s *Support) Orgs(ids []string) {
	if s.orgs == nil {
		s.orgs = map[string]bool{}
	}
	for _, id := range ids {
		s.orgs[id] = true
	}
}

// Keep returns the hits that stand by themselves or are supported, in a new slice.
func (s *Support) Keep(hits []Hit) []Hit {
	out := make([]Hit, 0, len(hits))
	for _, h := range hits {
		ok := !h.Weak || s.cores[h.Core]
		for i := 0; i < len(h.Orgs) && !ok; i++ {
			ok = s.orgs[h.Orgs[i]]
		}
		if ok && !s.otherwise(&h) {
			h.Weak = false
			out = append(out, h)
		}
	}
	return out
}
