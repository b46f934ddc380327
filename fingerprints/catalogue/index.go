package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"sync"

	"evscan/evidence"
)

// Index finds organisations by their marks: a Catalogue in memory, a file that is
// mapped (package mapped), or several of them together (Union). It does not change
// and is safe for concurrent use. Lists of IDs are sorted and without repetitions.
type Index interface {
	Len() int
	Version() string // equal where the content is equal
	Org(id string) (evidence.Organisation, bool)
	All(yield func(evidence.Organisation) bool) // sorted by ID
	ByDomain(registrable string) []string
	ByName(name string) []string // in any spelling
	ByCore(core string) []string
	ByShort(core string) []string // see ShortName
	ByTenant(guid string) []string
	ByRegistry(schemeNumber string) []string
	ByClaim(name string) []string
}

var _ Index = (*Catalogue)(nil)

// ByShort returns the IDs of the organisations with that ShortName, sorted.
func (c *Catalogue) ByShort(core string) []string { return c.ids(c.byShort()[core]) }

// Claimed is ByClaim for an index of names.
func Claimed(x Index, name string) []string {
	core := Core(name)
	list := x.ByCore(core)
	if slices.ContainsFunc(list, func(id string) bool { o, ok := x.Org(id); return ok && o.Kind != "brand" }) {
		return list
	}
	return sortedUnion(list, x.ByShort(core))
}

// NameRole says where a name of an organisation comes from.
type NameRole uint8

// The first two bits are one of the first three values, the others may be added.
const (
	RoleCanonical NameRole = iota // its name
	RoleAlias                     // another name of it
	RoleShort                     // its ShortName

	RoleWritten NameRole = 4  // the name with " and " written out, which is not its core
	RoleBrand   NameRole = 8  // the organisation is a brand
	RolePublic  NameRole = 16 // the organisation is a municipality or a government
)

// Of returns which of RoleCanonical, RoleAlias and RoleShort it is.
func (r NameRole) Of() NameRole { return r & 3 }

// Named is an organisation that has a name.
type Named struct {
	Org  int // its number, from 0, see NameTable.ID
	Role NameRole
}

// NameTable is an Index that has its names ready for package names to look them up.
type NameTable interface {
	Index
	// Gates say cheaply which names there may be.
	Gates() *Gates
	// Named returns who has the name with that core, sorted, in the memory of dst where
	// it is enough. key is NameKey(core).
	Named(dst []Named, key uint64, core []byte) []Named
	// ID returns the ID of an organisation, "" where the table is broken.
	ID(org int) string
}

// Layers returns the parts of an index that Union made, or the index itself. The
// first that knows a thing wins.
func Layers(x Index) []Index {
	if u, ok := x.(*several); ok {
		return slices.Clone(u.parts)
	}
	return []Index{x}
}

// Union returns an index of all organisations of the parts. Records with the same ID
// are united when they are asked for; where they contradict each other the earlier
// part wins. Parts without organisations are left out.
func Union(parts ...Index) Index {
	var some []Index
	for _, p := range parts {
		if p != nil && p.Len() > 0 {
			some = append(some, Layers(p)...)
		}
	}
	switch len(some) {
	case 0:
		return Empty()
	case 1:
		return some[0]
	}
	u := &several{parts: some}
	u.len = sync.OnceValue(u.count)
	u.version = sync.OnceValue(u.makeVersion)
	return u
}

// several is several indexes as one.
type several struct {
	parts   []Index
	len     func() int
	version func() string
}

// count counts the records of the largest part and those of the others that no part
// before has.
func (u *several) count() int {
	order := slices.Clone(u.parts)
	slices.SortStableFunc(order, func(a, b Index) int { return b.Len() - a.Len() })
	n := order[0].Len()
	for i, p := range order[1:] {
		for o := range p.All {
			if !slices.ContainsFunc(order[:i+1], func(q Index) bool { _, ok := q.Org(o.ID); return ok }) {
				n++
			}
		}
	}
	return n
}

func (u *several) makeVersion() string {
	h := sha256.New()
	date := ""
	for _, p := range u.parts {
		v := p.Version()
		h.Write([]byte(v + "\n"))
		if len(v) > 10 && v[4] == '-' {
			date = max(date, v[:10])
		}
	}
	sum := hex.EncodeToString(h.Sum(nil)[:6])
	if date == "" {
		return sum
	}
	return date + "-" + sum
}

func (u *several) Len() int        { return u.len() }
func (u *several) Version() string { return u.version() }

func (u *several) Org(id string) (evidence.Organisation, bool) {
	var all evidence.Organisation
	found := false
	for _, p := range u.parts {
		o, ok := p.Org(id)
		switch {
		case ok && found:
			all = unite(all, o)
		case ok:
			all, found = o, true
		}
	}
	return all, found
}

func (u *several) All(yield func(evidence.Organisation) bool) {
	type cursor struct {
		org  evidence.Organisation
		ok   bool
		next func() (evidence.Organisation, bool)
	}
	cursors := make([]cursor, len(u.parts))
	for i, p := range u.parts {
		next, stop := iter.Pull(iter.Seq[evidence.Organisation](p.All))
		defer stop()
		cursors[i].next = next
		cursors[i].org, cursors[i].ok = next()
	}
	for {
		low := -1
		for i := range cursors {
			if cursors[i].ok && (low < 0 || cursors[i].org.ID < cursors[low].org.ID) {
				low = i
			}
		}
		if low < 0 {
			return
		}
		o := cursors[low].org
		cursors[low].org, cursors[low].ok = cursors[low].next()
		for i := low + 1; i < len(cursors); i++ {
			if c := &cursors[i]; c.ok && c.org.ID == o.ID {
				o = unite(o, c.org)
				c.org, c.ok = c.next()
			}
		}
		if !yield(o) {
			return
		}
	}
}

func (u *several) gather(f func(Index) []string) []string {
	var out []string
	for _, p := range u.parts {
		out = sortedUnion(out, f(p))
	}
	return out
}

func sortedUnion(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func (u *several) ByDomain(d string) []string {
	return u.gather(func(x Index) []string { return x.ByDomain(d) })
}

func (u *several) ByName(name string) []string { return u.ByCore(Core(name)) }

func (u *several) ByCore(core string) []string {
	return u.gather(func(x Index) []string { return x.ByCore(core) })
}

func (u *several) ByShort(core string) []string {
	return u.gather(func(x Index) []string { return x.ByShort(core) })
}

func (u *several) ByTenant(guid string) []string {
	guid = strings.ToLower(guid)
	return u.gather(func(x Index) []string { return x.ByTenant(guid) })
}

func (u *several) ByRegistry(number string) []string {
	return u.gather(func(x Index) []string { return x.ByRegistry(number) })
}

func (u *several) ByClaim(name string) []string { return Claimed(u, name) }
