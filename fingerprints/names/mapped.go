package names

import (
	"math/bits"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// longest calls f with the names that begin at unit i, longest first, until f says
// that it is content. What a table in memory and the mapped ones say of one name is
// united.
func (m *Matcher) longest(s *stream, i int, f func(end int, k known) bool) {
	if len(m.mapped) == 0 {
		m.known.longest(s, i, func(end int, value int32) bool { return f(end, m.names[value]) })
		return
	}
	lengths := uint64(0)
	if len(m.known.items) > 0 {
		lengths = s.lengths(m.known.gates, i, nil)
	}
	all := lengths
	for _, t := range m.mapped {
		all |= s.lengths(t.Gates(), i, &s.keys)
	}
	for all != 0 {
		n := bits.Len64(all) - 1
		all &^= 1 << n
		var k known
		found := false
		if lengths>>n&1 != 0 {
			if v, ok := m.known.get(s.core(i, i+n)); ok {
				k, found = m.names[v], true
			}
		}
		for _, t := range m.mapped {
			// The gates of several tables let different lengths through; keys holds those of
			// the longest walk.
			if more, ok := s.named(t, i, n); ok {
				k, found = unite(k, more, found), true
			}
		}
		if found && f(i+n, k) {
			return
		}
	}
}

// unite is what two tables say of a name. had says whether the first one knows it.
func unite(a, b known, had bool) known {
	if !had {
		return b
	}
	if b.weak == strong {
		a.weak = strong
	}
	a.orgs = slices.Clone(a.orgs)
	for _, id := range b.orgs {
		if !slices.Contains(a.orgs, id) {
			a.orgs = append(a.orgs, id)
		}
	}
	return a
}

// named asks a table for the name of n units at unit i, and judges it as judgeRecord
// judges the names of a catalogue in memory.
func (s *stream) named(t catalogue.NameTable, i, n int) (known, bool) {
	if !t.Gates().Names.Has(s.keys[n]) {
		return known{}, false
	}
	s.found = t.Named(s.found[:0], s.keys[n], s.core(i, i+n))
	if len(s.found) == 0 {
		return known{}, false
	}
	core := string(s.core(i, i+n))
	if s.found[0].Role&catalogue.RoleWritten != 0 {
		core = strings.ReplaceAll(core, " and ", "&")
	}
	if unusable(core) {
		return known{}, false
	}
	base := weaknessOf(core)
	one := !strings.ContainsAny(core, " &") && !evidence.StartsCJK(core)
	var k known
	for j, who := range s.found {
		w := base
		switch role := who.Role; {
		case role.Of() == catalogue.RoleShort:
			if in(common(), core) {
				continue
			}
			w = weakBrand
		case role.Of() == catalogue.RoleCanonical && role&catalogue.RolePublic != 0 && placed(t, who.Org):
			w = weakPlace
		case w == strong && role&catalogue.RoleBrand != 0 && one:
			w = weakBrand
		}
		if len(k.orgs) == 0 || w == strong {
			k.weak = w
		}
		if j > 0 && s.found[j-1].Org == who.Org && len(k.orgs) > 0 {
			continue
		}
		if id := t.ID(who.Org); id != "" {
			k.orgs = append(k.orgs, id)
		}
	}
	return k, len(k.orgs) > 0
}

// placed is placeLike for an organisation of a table.
func placed(t catalogue.NameTable, org int) bool {
	o, ok := t.Org(t.ID(org))
	return ok && placeLike(&o)
}
