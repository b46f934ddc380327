// Package fingerprints finds marks of organisations in the facts of items. Its
// children each know one kind of mark; Kinds lists them.
package fingerprints

import (
	"errors"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/names"
	"evscan/fingerprints/papers"
	"evscan/fingerprints/taught"
)

// Found is what the facts of one item hold.
type Found struct {
	Marks []evidence.Mark
	Links []evidence.Link
	// Names are organisation names that no catalogue lists, known by their legal form,
	// and domains, whose labels are often written as names elsewhere.
	Names []Name
	Paper evidence.Paper // what the item's heading says it is
	// Dropped is how often a mark, a link or a name came when the item had its most.
	Dropped int
}

// Name is an organisation name that was found by its legal form, or a domain.
type Name struct {
	Key     evidence.Key // KeyName or KeyDomain
	Display string       // as it should be shown, with its legal form
	Count   int
}

// Kinds lists the kinds of mark by the folder that knows them.
func Kinds() []string {
	return []string{"names", "domains", "mail", "hosts", "tenants", "registry", "templates", "logos"}
}

// Limits of what one item yields. What exceeds them is dropped and counted: by then
// the item is a list of organisations, which says nothing about whose it is.
const (
	MaxMarks = 500 // distinct marks (key, class, zone, role) of one item
	MaxLinks = 500 // links within one item
	MaxNames = 500 // names new to the catalogue from one item
)

// Set is all fingerprints: the catalogue and the matchers made from it. It is
// immutable and safe for concurrent use.
type Set struct {
	cat   catalogue.Index
	names *names.Matcher
	found *names.Matcher // bare forms of names discovered in the package; nil before Extend
	// taught finds what was made like documents of organisations that were taught; nil: none were.
	taught *taught.Matcher
	watch  func(*evidence.Item, []evidence.Fact)
}

// New makes the set of a catalogue.
func New(cat catalogue.Index) *Set {
	return &Set{cat: cat, names: names.New(cat)}
}

// Extend returns a set that also knows names and domains discovered in the package.
func (s *Set) Extend(list []Name) *Set {
	more := make([]names.Name, 0, len(list))
	var labels []names.Label
	for _, n := range list {
		switch {
		case n.Key.Value == "":
		case n.Key.Kind == evidence.KeyName && initials(n.Display):
			labels = append(labels, names.Label{Label: strings.ToLower(n.Display)})
		case n.Key.Kind == evidence.KeyName:
			more = append(more, names.Name{Core: n.Key.Value, Display: n.Display})
		case n.Key.Kind == evidence.KeyDomain:
			label, _, _ := strings.Cut(n.Key.Value, ".")
			labels = append(labels, names.Label{Label: strings.ReplaceAll(label, "-", ""), Orgs: s.cat.ByDomain(n.Key.Value)})
		}
	}
	wider := *s
	wider.found = names.FromNames(more...).WithLabels(labels)
	return &wider
}

// initials reports whether a name is a short row of capitals, which stands for an
// organisation only where it is written so.
func initials(s string) bool {
	return len(s) <= 8 && s == strings.ToUpper(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// Err returns what went wrong with the files of the catalogue while something was looked
// up in them, nil where nothing did. What they hold of organisations is then incomplete.
func (s *Set) Err() error {
	var errs []error
	for _, layer := range catalogue.Layers(s.cat) {
		if f, ok := layer.(interface{ Err() error }); ok {
			errs = append(errs, f.Err())
		}
	}
	return errors.Join(errs...)
}

// Teach returns a set that also knows what the documents of some organisations look
// like. Organisations that the catalogue lists should have their Org set.
func (s *Set) Teach(models ...*taught.Model) *Set {
	if len(models) == 0 {
		return s
	}
	wider := *s
	wider.taught = taught.NewMatcher(models...)
	return &wider
}

// Watched returns a set that shows f the facts of every item it makes a signature of.
// f is called from several goroutines, once for each item that is no copy.
func (s *Set) Watched(f func(*evidence.Item, []evidence.Fact)) *Set {
	wider := *s
	wider.watch = f
	return &wider
}

// CatalogueVersion names the catalogue the set was made of.
func (s *Set) CatalogueVersion() string { return s.cat.Version() }

// Organisations returns the records of ids that the catalogue holds.
func (s *Set) Organisations(ids []string) map[string]evidence.Organisation {
	out := make(map[string]evidence.Organisation, len(ids))
	for _, id := range ids {
		if o, ok := s.cat.Org(id); ok {
			for _, d := range o.Domains {
				o.Background = max(o.Background, catalogue.Background(d))
			}
			out[id] = o
		}
	}
	return out
}

// Match finds the marks in the facts of one item. It is pure: equal facts give
// equal marks. The locator of a mark is the fact's own with its zone and, in a
// picture, the box of the words.
func (s *Set) Match(it *evidence.Item, facts []evidence.Fact) Found {
	c := newCollector(s, it, facts)
	c.itemName()
	c.metadata()
	for _, pg := range pagesOf(facts) {
		c.page(pg)
	}
	if s.taught != nil {
		for _, m := range s.taught.Marks(taught.See(facts)) {
			c.add(m)
		}
	}
	f := c.result()
	f.Paper = papers.Kind(it.Name(), facts)
	return f
}

// Rematch finds the bare forms of the names that Extend was given, where the
// first pass did not see an organisation already.
func (s *Set) Rematch(it *evidence.Item, facts []evidence.Fact) []evidence.Mark {
	if s.found == nil {
		return nil
	}
	c := newCollector(s, it, facts)
	c.second = true
	c.itemName()
	c.metadata()
	for _, pg := range pagesOf(facts) {
		c.page(pg)
	}
	return c.result().Marks
}

// only returns the single ID of ids, "" where they are none or ambiguous.
func only(ids []string) string {
	if len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// person reports whether a mail address at domain says nothing about an organisation.
func person(domain string) bool {
	return catalogue.FreeMail(domain) || catalogue.Disposable(domain) || placeholder(domain)
}

// placeholder reports whether a domain is one that manuals and forms are filled in
// with: example under any public suffix, as RFC 2606 and several registries set
// aside, what stands for the reader's own, and Microsoft's invented firms. Names under
// the suffix .example itself are not: test data lives there.
func placeholder(domain string) bool {
	label, suffix, _ := strings.Cut(domain, ".")
	if suffix == "example" || suffix == "test" {
		return false
	}
	switch label {
	case "example", "yourdomain", "your-domain", "mydomain", "my-domain", "yourcompany", "your-company", "mycompany", "yoursite", "mysite", "somedomain", "domainname", "yourorg",
		"contoso", "fabrikam", "northwindtraders", "adatum", "litware", "litwareinc", "woodgrovebank", "wingtiptoys", "tailspintoys", "proseware", "adventure-works":
		return true
	}
	return domain == "domain.com" || domain == "company.com" || domain == "foo.com" || domain == "bar.com" || domain == "foobar.com" || domain == "xxx.com" || domain == "email.com"
}
