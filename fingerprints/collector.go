package fingerprints

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/layout"
	"evscan/fingerprints/names"
)

// collector gathers the marks of one item.
type collector struct {
	set     *Set
	it      *evidence.Item
	facts   []evidence.Fact
	second  bool // second pass: bare forms of discovered names only
	listing bool // the item is the leak site's own words
	top     bool // the item lies at the top level of the package
	marks   []evidence.Mark
	index   map[markKey]int
	links   []evidence.Link
	linked  map[[2]evidence.Key]bool
	names   map[string]*Name
	read    map[readKey][]names.Hit // names in the texts of the item, before support was asked
	sites   map[readKey][]domains.Hit
	support names.Support
	dropped int
	mailish bool     // the item is a mail
	from    []string // registrable domains of the senders of the item, where it is a mail
	inside  string   // the domain of a mail whose sender and recipients all share it
	to      []string // registrable domains of its recipients
	outside bool     // the item is a mail that is not internal to one organisation
}

// markKey tells which marks are one.
type markKey struct {
	key   evidence.Key
	class evidence.Class
	zone  evidence.Zone
	role  evidence.Role
}

func newCollector(s *Set, it *evidence.Item, facts []evidence.Fact) *collector {
	c := &collector{set: s, it: it, facts: facts, index: map[markKey]int{}, linked: map[[2]evidence.Key]bool{}, names: map[string]*Name{}}
	c.top = it.Parent == "0" || it.ID == "0"
	c.listing = isListing(it, facts)
	for i := range facts {
		if facts[i].Kind == evidence.FactMetadata && strings.HasPrefix(strings.ToLower(facts[i].Name), "mail:") {
			c.mailish = true
			break
		}
	}
	return c
}

// add takes a mark over, merging it with an equal one.
func (c *collector) add(m evidence.Mark) {
	if m.Key.Value == "" {
		return
	}
	if c.listing {
		m.Class, m.Role = evidence.ClassListing, evidence.RoleMentioned
		m.Why = "the leak site's own words"
	}
	m.Quality = min(1, max(0.05, m.Quality))
	m.Count = max(1, m.Count)
	k := markKey{m.Key, m.Class, m.At.Zone, m.Role}
	if i, ok := c.index[k]; ok {
		old := &c.marks[i]
		count := old.Count + m.Count
		if m.Quality > old.Quality {
			*old = m
		}
		old.Count = count
		return
	}
	if len(c.marks) >= MaxMarks {
		c.dropped++
		return
	}
	c.index[k] = len(c.marks)
	c.marks = append(c.marks, m)
}

// link says once that two keys belong together or do not.
func (c *collector) link(a, b evidence.Key, bits float64, why string) {
	if a == b || a.Value == "" || b.Value == "" || c.listing {
		return
	}
	if compareKeys(a, b) > 0 {
		a, b = b, a
	}
	if c.linked[[2]evidence.Key{a, b}] {
		return
	}
	if len(c.links) >= MaxLinks {
		c.dropped++
		return
	}
	c.linked[[2]evidence.Key{a, b}] = true
	c.links = append(c.links, evidence.Link{A: a, B: b, Bits: bits, Why: why})
}

func compareKeys(a, b evidence.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
}

func (c *collector) result() Found {
	c.clients()
	c.oppose()
	c.salutation()
	c.insideHosts()
	f := Found{Marks: c.marks, Links: c.links, Dropped: c.dropped}
	if !c.second {
		c.sitesFound()
	}
	keys := make([]string, 0, len(c.names))
	for k := range c.names {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		f.Names = append(f.Names, *c.names[k])
	}
	return f
}

// clients turns addressees into mentions where a document speaks politely of several
// organisations: a letter addresses one, a sales plan lists many with 様. 御中 stands
// on letters only and is believed.
func (c *collector) clients() {
	polite := func(m *evidence.Mark) bool {
		return m.Key.Kind == evidence.KeyName && m.Class == evidence.ClassRecipient && m.Why == "followed by 様"
	}
	names := map[string]bool{}
	for i := range c.marks {
		if polite(&c.marks[i]) {
			names[c.marks[i].Key.Value] = true
		}
	}
	if len(names) < 2 {
		return
	}
	for i := range c.marks {
		if m := &c.marks[i]; polite(m) {
			m.Class, m.Role, m.Why = evidence.ClassMention, evidence.RoleMentioned, "one of several named with 様"
		}
	}
}

// insideHosts ties the servers that a mail inside one domain points its readers to
// with that domain: colleagues send each other paths of their own network.
func (c *collector) insideHosts() {
	if !c.mailish || c.inside == "" {
		return
	}
	domain := c.hostOrDomainKey(c.inside)
	for i := range c.marks {
		if m := &c.marks[i]; m.Key.Kind == evidence.KeyHost && m.Class == evidence.ClassHostPath && m.At.Zone == evidence.ZonePath {
			c.link(domain, m.Key, 6, "a mail inside the domain points at the server")
		}
	}
}

// salutation ties the organisation that a letter addresses to the domain it is
// sent to, where there is one of each: "X 御中" at the top of a mail to somebody
// at x.example. A sender's own name in the same place makes it two.
func (c *collector) salutation() {
	if !c.mailish || !c.outside || len(c.to) != 1 || slices.Contains(c.from, c.to[0]) {
		return
	}
	var name evidence.Key
	for i := range c.marks {
		m := &c.marks[i]
		if m.Key.Kind != evidence.KeyName || m.Class != evidence.ClassRecipient || m.At.Zone != evidence.ZoneAddressee {
			continue
		}
		if name.Value != "" && name != m.Key {
			return
		}
		name = m.Key
	}
	c.link(name, c.hostOrDomainKey(c.to[0]), 8, "the letter addresses the organisation and goes to the domain")
}

// discover remembers a name that no catalogue lists.
func (c *collector) discover(h names.Hit) {
	if core := catalogue.Core(h.Short); core != "" && h.Cost <= 0.3 {
		key := evidence.Key{Kind: evidence.KeyName, Value: core}
		c.link(evidence.Key{Kind: evidence.KeyName, Value: h.Core}, key, 9, "the text calls the organisation so")
		if n, ok := c.names[core]; ok {
			n.Count++
		} else if len(c.names) < MaxNames {
			c.names[core] = &Name{Key: key, Display: h.Short, Count: 1}
		}
	}
	if len(h.Orgs) > 0 || h.Form == "" || h.Cost > 0.3 {
		return
	}
	if n, ok := c.names[h.Core]; ok {
		n.Count++
		return
	}
	if len(c.names) >= MaxNames {
		c.dropped++
		return
	}
	c.names[h.Core] = &Name{Key: evidence.Key{Kind: evidence.KeyName, Value: h.Core}, Display: h.Display, Count: 1}
}

// sitesFound remembers the domains of the item that belong to somebody in particular.
func (c *collector) sitesFound() {
	note := func(site string) {
		if n, ok := c.names["@"+site]; ok {
			n.Count++
		} else if len(c.names) < MaxNames {
			c.names["@"+site] = &Name{Key: evidence.Key{Kind: evidence.KeyDomain, Value: site}, Display: site, Count: 1}
		}
	}
	public := false
	for i := range c.marks {
		m := &c.marks[i]
		d := m.Key.Value
		if m.Key.Kind != evidence.KeyDomain || m.Class == evidence.ClassListing || publicService(d) || publicForge(d) {
			continue
		}
		public = public || publicSuffix(d)
		note(d)
	}
	for i := 0; public && i < len(c.facts); i++ {
		for _, h := range c.findDomains(&c.facts[i]) {
			if site := bureau(h.Host, h.Domain); site != "" && !h.Namespace {
				note(site)
			}
		}
	}
}

// bureau returns the part of a host that a body within a public body has:
// nqb.ministry.gov of www.nqb.ministry.gov; "" for none. Only initials count: longer ones
// are as often those of a service.
func bureau(host, domain string) string {
	inner, ok := strings.CutSuffix(host, "."+domain)
	if !ok || !publicSuffix(domain) {
		return ""
	}
	label := inner[strings.LastIndexByte(inner, '.')+1:]
	if len(label) < 3 || len(label) > 4 || label == "www" || label == "www2" || label == "web" || label == "mail" || label == "ftp" || label == "app" || label == "api" || label == "docs" || label == "data" {
		return ""
	}
	return label + "." + domain
}

// publicSuffix reports whether a domain is one of governments.
func publicSuffix(domain string) bool {
	_, suffix, _ := strings.Cut(domain, ".")
	return suffix == "gov" || suffix == "mil" || suffix == "go.jp" || strings.HasPrefix(suffix, "gov.") || strings.HasPrefix(suffix, "gob.") || strings.HasPrefix(suffix, "gouv.")
}

// findNames returns the organisations named in a text, by the rules of the pass.
func (c *collector) findNames(text string) []names.Hit {
	return c.findNamesIn(&evidence.Fact{Kind: evidence.FactText, Value: text})
}

// findNamesIn is findNames for a fact: what was read in a picture may be misread.
func (c *collector) findNamesIn(f *evidence.Fact) []names.Hit {
	if !c.second {
		if c.read == nil {
			c.readNames()
		}
		hits, ok := c.read[readKey{f.Value, f.Kind == evidence.FactOCR}]
		if !ok {
			hits = find(c.set.names, f)
		}
		return c.support.Keep(hits)
	}
	hits := slices.DeleteFunc(find(c.set.found, f), func(h names.Hit) bool { return h.Weak })
	if len(hits) == 0 {
		return nil
	}
	// What the first pass saw is a mark already.
	seen := find(c.set.names, f)
	out := hits[:0:0]
	for _, h := range hits {
		i, _ := slices.BinarySearchFunc(seen, h.Start, func(o names.Hit, at int) int {
			if o.End <= at {
				return -1
			}
			return 1
		})
		if i < len(seen) && seen[i].Start < h.End && !seen[i].Weak {
			continue
		}
		out = append(out, h)
	}
	return out
}

// find looks for names in a fact, in that of a picture also for misread ones.
func find(m *names.Matcher, f *evidence.Fact) []names.Hit {
	if f.Kind != evidence.FactOCR {
		return m.FindAll(f.Value)
	}
	sure := func(start, end int) float64 {
		if _, conf, ok := f.BoxOf(start, end); ok {
			return conf
		}
		return f.At.Confidence
	}
	hits := m.FindOCR(f.Value, sure)
	for i := range hits {
		// Specks and lines are read as short words that nobody wrote.
		if h := &hits[i]; h.Form == "" && len(h.Core) <= maxSpeck && !strings.ContainsAny(h.Core, " &") && sure(h.Start, h.End) < sureSpeck {
			h.Weak = true
		}
	}
	return hits
}

// A name of one word of so many bytes that was read with less confidence needs
// support, as a common word does.
const (
	maxSpeck  = 6
	sureSpeck = 0.7
)

// readKey is a text and whether a recogniser read it.
type readKey struct {
	text string
	ocr  bool
}

// readNames finds the names in all texts of the item, and what supports those
// that are also words: another form of the name, or a domain of the organisation.
func (c *collector) readNames() {
	c.read = map[readKey][]names.Hit{}
	weak := false
	for i := range c.facts {
		f := &c.facts[i]
		k := readKey{f.Value, f.Kind == evidence.FactOCR}
		if _, ok := c.read[k]; ok || f.Value == "" {
			continue
		}
		c.read[k] = find(c.set.names, f)
		weak = c.support.Hits(c.read[k]) || weak
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.Kind != evidence.FactMetadata {
			if list := names.Definitions(f.Value); len(list) > 0 {
				c.support.Define(list)
				weak = true
			}
		}
	}
	if !weak {
		return
	}
	for i := range c.facts {
		for _, h := range c.findDomains(&c.facts[i]) {
			if h.Domain != "" && !h.Namespace && catalogue.Background(h.Domain) == 0 {
				c.support.Sites(c.set.cat.ByDomain(h.Domain))
			}
		}
	}
}

// findDomains returns the hosts and addresses in a fact, which several steps ask for.
func (c *collector) findDomains(f *evidence.Fact) []domains.Hit {
	k := readKey{f.Value, f.Kind == evidence.FactOCR}
	hits, ok := c.sites[k]
	if !ok {
		if c.sites == nil {
			c.sites = map[readKey][]domains.Hit{}
		}
		if k.ocr {
			hits = domains.FindOCR(f.Value, c.knownDomain)
		} else {
			hits = domains.Find(f.Value)
		}
		c.sites[k] = hits
	}
	return hits
}

// knownDomain reports whether the catalogue lists a domain.
func (c *collector) knownDomain(domain string) bool { return len(c.set.cat.ByDomain(domain)) > 0 }

// nameMark is the mark of a name before it is placed.
func (c *collector) nameMark(h names.Hit) evidence.Mark {
	return evidence.Mark{Kind: "names", Key: evidence.Key{Kind: evidence.KeyName, Value: h.Core}, Org: only(h.Orgs),
		Value: h.Display, Quality: 1 - h.Cost, Count: 1}
}

// itemName looks at the name of the item: what somebody called a file says
// little, and what the leak site called its folders says nothing about owners.
func (c *collector) itemName() {
	name := c.it.Name()
	folder := ""
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		folder, name = name[:i], name[i+1:]
	}
	pkg := c.it.ID == "0"
	put := func(text string, class evidence.Class, why string) {
		for _, h := range c.findNames(text) {
			m := c.nameMark(h)
			m.Class, m.Role, m.Source, m.Why = class, evidence.RoleMentioned, "name", why
			m.Snippet = snippet(text, h.Start, h.End)
			m.At.Zone = evidence.ZoneName
			m.Quality *= 0.5
			c.add(m)
			if !c.second && class != evidence.ClassListing {
				c.discover(h)
			}
		}
	}
	// An underscore is a blank in the names of files.
	clean := strings.ReplaceAll(name, "_", " ")
	if pkg {
		put(clean, evidence.ClassListing, "the name under which the package was published")
		return
	}
	put(clean, evidence.ClassMention, "in the name of the file")
	if folder != "" {
		first, _, _ := strings.Cut(strings.ReplaceAll(folder, "\\", "/"), "/")
		if c.it.Parent == "0" {
			put(strings.ReplaceAll(first, "_", " "), evidence.ClassListing, "in the name of a folder of the package")
		}
	}
}

// pageFacts are the text facts that are laid out together.
type pageFacts struct{ facts []evidence.Fact }

// pagesOf groups text facts by kind, page and part, in order of appearance.
// Running headers and footers stay apart from the page they stand on.
func pagesOf(facts []evidence.Fact) []pageFacts {
	type key struct {
		kind   evidence.FactKind
		page   int
		part   string
		margin bool
	}
	index := map[key]int{}
	var pages []pageFacts
	for _, f := range facts {
		if f.Kind == evidence.FactMetadata || f.Value == "" {
			continue
		}
		k := key{f.Kind, f.At.Page, f.At.Part, f.At.Zone == evidence.ZoneHeader || f.At.Zone == evidence.ZoneFooter}
		i, ok := index[k]
		if !ok {
			i = len(pages)
			index[k] = i
			pages = append(pages, pageFacts{})
		}
		pages[i].facts = append(pages[i].facts, f)
	}
	return pages
}

// misread ends the reason of a mark whose letters a recogniser took for others of
// the same look; its value is what was read, its key what is known.
const misread = "; letters of the same look were misread"

// at is the locator of a byte range of a fact.
func at(f *evidence.Fact, start, end int, zone evidence.Zone) (evidence.Locator, float64) {
	loc := f.At
	loc.Zone = zone
	if f.Kind != evidence.FactOCR {
		return loc, 1
	}
	q := f.At.Confidence
	if box, conf, ok := f.BoxOf(start, end); ok {
		loc.Box, loc.Confidence = &box, conf
		q = conf
	}
	if q <= 0 {
		q = 0.5 // a recogniser that does not say how sure it is
	}
	return loc, q
}

// placed completes a mark by where it stands.
func placed(m evidence.Mark, f *evidence.Fact, start, end int, p layout.Place) evidence.Mark {
	loc, q := at(f, start, end, p.Zone)
	m.At = loc
	m.Quality *= q
	m.Class, m.Role, m.Why = p.Class, p.Role, p.Why
	m.Source = f.Source
	if f.Name != "" {
		m.Source = f.Name
	}
	m.Snippet = snippet(f.Value, start, end)
	return m
}

// maxSnippet is the length of a snippet in characters.
const maxSnippet = 160

// snippet cuts the text around a byte range to one line.
func snippet(text string, start, end int) string {
	start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
	from, to := start, end
	for n := 0; from > 0 && n < 60; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for n := 0; to < len(text) && n < 60; n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	var b strings.Builder
	b.Grow(min(to-from, 4*maxSnippet))
	blank, n := true, 0
	for _, r := range text[from:to] {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			if !blank {
				b.WriteByte(' ')
				n++
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(r)
		if n++; n >= maxSnippet {
			break
		}
	}
	return strings.TrimSpace(b.String())
}
