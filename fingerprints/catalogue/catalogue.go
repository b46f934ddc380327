package catalogue

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"evscan/evidence"
)

// Catalogue is a set of organisations with the indexes by which marks find
// them. It does not change after it was built and is safe for concurrent use.
type Catalogue struct {
	orgs []evidence.Organisation // sorted by ID
	date string                  // of the newest source, 2006-01-02; empty where nobody said

	byDomain   func() map[string][]int32
	byName     func() map[string][]int32
	byShort    func() map[string][]int32
	cores      func() [][]string
	byTenant   func() map[string][]int32
	byRegistry func() map[string][]int32
	version    func() string
}

// Empty returns a catalogue without any organisation. What is not about single
// organisations (legal forms, free mail, background) works without it.
func Empty() *Catalogue { return newCatalogue(nil, "") }

// newCatalogue takes ownership of orgs. Of records with the same ID the fields
// are united, the first record's single values winning.
func newCatalogue(orgs []evidence.Organisation, date string) *Catalogue {
	if !slices.IsSortedFunc(orgs, byID) {
		slices.SortStableFunc(orgs, byID)
	}
	c := &Catalogue{orgs: uniteSameID(orgs), date: date}
	c.byDomain = sync.OnceValue(func() map[string][]int32 {
		return c.index(func(o *evidence.Organisation, add func(string)) {
			for _, d := range o.Domains {
				add(d)
			}
		})
	})
	c.cores = sync.OnceValue(c.makeCores)
	c.byShort = sync.OnceValue(c.indexShort)
	c.byName = sync.OnceValue(c.indexNames)
	c.byTenant = sync.OnceValue(func() map[string][]int32 {
		return c.index(func(o *evidence.Organisation, add func(string)) {
			for _, t := range o.Tenants {
				add(strings.ToLower(t))
			}
		})
	})
	c.byRegistry = sync.OnceValue(func() map[string][]int32 {
		return c.index(func(o *evidence.Organisation, add func(string)) {
			if !strings.HasPrefix(o.ID, "domain:") && !strings.HasPrefix(o.ID, "name:") {
				add(o.ID)
			}
			for _, r := range o.Registry {
				add(r)
			}
		})
	})
	c.version = sync.OnceValue(c.makeVersion)
	return c
}

func byID(a, b evidence.Organisation) int { return cmp.Compare(a.ID, b.ID) }

func uniteSameID(orgs []evidence.Organisation) []evidence.Organisation {
	out := orgs[:0]
	for _, o := range orgs {
		if n := len(out); n > 0 && out[n-1].ID == o.ID {
			out[n-1] = unite(out[n-1], o)
			continue
		}
		out = append(out, o)
	}
	return out
}

// unite adds to a what only b says.
func unite(a, b evidence.Organisation) evidence.Organisation {
	names := nameList{}
	names.add(&a)
	names.add(&b)
	domains := domainList{}
	domains.add(&a)
	domains.add(&b)
	names.put(&a)
	domains.put(&a)
	a.Hosts = union(a.Hosts, b.Hosts)
	a.Tenants = union(a.Tenants, b.Tenants)
	a.Registry = union(a.Registry, b.Registry)
	a.Country = cmp.Or(a.Country, b.Country)
	a.Parent = cmp.Or(a.Parent, b.Parent)
	a.Kind = cmp.Or(a.Kind, b.Kind)
	a.Background = max(a.Background, b.Background)
	if a.Source == "" {
		a.Source, a.Date = b.Source, b.Date
	}
	return a
}

// union keeps the order of a, then of b.
func union(a, b []string) []string {
	out := slices.Clip(a)
	for _, s := range b {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (c *Catalogue) index(keys func(*evidence.Organisation, func(string))) map[string][]int32 {
	m := make(map[string][]int32, len(c.orgs))
	for i := range c.orgs {
		keys(&c.orgs[i], func(k string) {
			l := m[k]
			if n := len(l); n == 0 || l[n-1] != int32(i) {
				m[k] = append(l, int32(i))
			}
		})
	}
	return m
}

func (c *Catalogue) indexNames() map[string][]int32 {
	cores := c.cores()
	m := make(map[string][]int32, 2*len(cores))
	for i := range cores {
		for _, k := range cores[i] {
			l := m[k]
			if n := len(l); n == 0 || l[n-1] != int32(i) {
				m[k] = append(l, int32(i))
			}
		}
	}
	return m
}

func (c *Catalogue) indexShort() map[string][]int32 {
	cores := c.cores()
	m := map[string][]int32{}
	for i := range c.orgs {
		if w := ShortName(&c.orgs[i], cores[i]); w != "" {
			m[w] = append(m[w], int32(i))
		}
	}
	return m
}

// ShortName returns the word that people call an organisation by where it is not
// a name of its record: the first word of a longer Latin name that is also the
// label of its first domain (Harrow of Harrow Industries, Inc. at harrow.example).
// cores are its names in the form of Core. It is empty where there is none. In a
// text it needs support; in a claim it does not.
func ShortName(o *evidence.Organisation, cores []string) string {
	if len(o.Domains) == 0 {
		return ""
	}
	label, _, _ := strings.Cut(o.Domains[0], ".")
	if len(label) < 3 || slices.Contains(cores, label) {
		return ""
	}
	for _, core := range cores {
		if rest, ok := strings.CutPrefix(core, label); ok && (rest[0] == ' ' || rest[0] == '&') {
			return label
		}
	}
	return ""
}

// ByClaim returns the IDs of the organisations that somebody means who claims a
// name, sorted: those with that name; where these are none or brands only, also
// those with that ShortName.
func (c *Catalogue) ByClaim(name string) []string {
	core := Core(name)
	list := slices.Clone(c.byName()[core])
	if slices.ContainsFunc(list, func(i int32) bool { return c.orgs[i].Kind != "brand" }) {
		return c.ids(list)
	}
	list = append(list, c.byShort()[core]...)
	slices.Sort(list)
	return c.ids(slices.Compact(list))
}

// makeCores brings every name and alias into the form of Core. It is the most
// expensive step of getting ready, so all processors share it, and the embedded
// catalogue comes with its cores made.
func (c *Catalogue) makeCores() [][]string {
	cores := make([][]string, len(c.orgs))
	forms() // once, before the workers ask for it
	var wg sync.WaitGroup
	size := len(c.orgs)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(c.orgs); from += size {
		wg.Go(func() {
			for i := from; i < min(from+size, len(c.orgs)); i++ {
				cores[i] = coresOf(&c.orgs[i])
			}
		})
	}
	wg.Wait()
	return cores
}

func coresOf(o *evidence.Organisation) []string {
	list := make([]string, 1+len(o.Aliases))
	for k := range list {
		list[k] = Core(nameAt(o, k))
	}
	return list
}

// Cores yields every organisation with its names in the form of Core, the
// canonical name first, sorted by ID.
func (c *Catalogue) Cores(yield func(evidence.Organisation, []string) bool) {
	cores := c.cores()
	for i := range c.orgs {
		if !yield(c.orgs[i], cores[i]) {
			return
		}
	}
}

// ByCore is ByName for a name that is in the form of Core already.
func (c *Catalogue) ByCore(core string) []string { return c.ids(c.byName()[core]) }

func (c *Catalogue) ids(list []int32) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = c.orgs[n].ID
	}
	return out
}

// Len returns the number of organisations.
func (c *Catalogue) Len() int { return len(c.orgs) }

// Org returns the organisation of that ID.
func (c *Catalogue) Org(id string) (evidence.Organisation, bool) {
	i, ok := c.find(id)
	if !ok {
		return evidence.Organisation{}, false
	}
	return c.orgs[i], true
}

func (c *Catalogue) find(id string) (int, bool) {
	i := sort.Search(len(c.orgs), func(i int) bool { return c.orgs[i].ID >= id })
	return i, i < len(c.orgs) && c.orgs[i].ID == id
}

// All yields every organisation, sorted by ID.
func (c *Catalogue) All(yield func(evidence.Organisation) bool) {
	for _, o := range c.orgs {
		if !yield(o) {
			return
		}
	}
}

// ByDomain returns the IDs of the organisations with that registrable domain, as
// Registrable returns it, sorted.
func (c *Catalogue) ByDomain(registrable string) []string { return c.ids(c.byDomain()[registrable]) }

// ByName returns the IDs of the organisations with that name, sorted. The name
// is brought into the form of Core first, so a legal form in it does no harm.
func (c *Catalogue) ByName(core string) []string { return c.ids(c.byName()[Core(core)]) }

// ByTenant returns the IDs of the organisations with that Entra tenant id.
func (c *Catalogue) ByTenant(guid string) []string {
	return c.ids(c.byTenant()[strings.ToLower(guid)])
}

// ByRegistry returns the IDs of the organisations with that registry number,
// written scheme:number, e.g. jp-corporate-number:1020001071491.
func (c *Catalogue) ByRegistry(schemeNumber string) []string {
	return c.ids(c.byRegistry()[schemeNumber])
}

// Version is the date of the newest source, where there is one, and a short hash
// of the content. Equal catalogues have equal versions.
func (c *Catalogue) Version() string { return c.version() }

func (c *Catalogue) makeVersion() string {
	h := sha256.New()
	for i := range c.orgs {
		hashOrg(h, &c.orgs[i])
	}
	sum := hex.EncodeToString(h.Sum(nil)[:6])
	if c.date == "" {
		return sum
	}
	return c.date + "-" + sum
}

func hashOrg(h hash.Hash, o *evidence.Organisation) {
	h.Write(appendPacked(nil, o))
	h.Write([]byte{'\n'})
}

// Merge returns a catalogue of all organisations of cs. Records with the same
// ID are united; where they contradict each other the earlier catalogue wins.
func Merge(cs ...*Catalogue) *Catalogue {
	var orgs []evidence.Organisation
	date := ""
	filled := 0
	var last *Catalogue
	for _, c := range cs {
		if c == nil || c.Len() == 0 {
			continue
		}
		filled++
		last = c
		orgs = append(orgs, c.orgs...)
		date = max(date, c.date)
	}
	if filled == 1 {
		return last
	}
	return newCatalogue(orgs, date)
}
