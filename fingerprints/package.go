package fingerprints

import (
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/links"
	"evscan/fingerprints/templates"
)

// Links returns the links between keys of a package that hold by spelling or by
// the catalogue. marks must hold every distinct key, names with every way in
// which they were displayed.
func (s *Set) Links(marks []evidence.Mark) []evidence.Link {
	return links.Of(marks, hosts.Label)
}

// Kin returns the links between the keys of a claim and the keys of a package's marks.
func (s *Set) Kin(claim []evidence.Key, marks []evidence.Mark) []evidence.Link {
	all := slices.Clone(marks)
	for _, k := range claim {
		all = append(all, evidence.Mark{Key: k, Value: k.Value})
	}
	return slices.DeleteFunc(s.Links(all), func(l evidence.Link) bool {
		return slices.Contains(claim, l.A) == slices.Contains(claim, l.B)
	})
}

// Signature returns what Cluster compares of an item.
func (s *Set) Signature(it *evidence.Item, facts []evidence.Fact) templates.Signature {
	if s.watch != nil {
		s.watch(it, facts)
	}
	return templates.Of(facts)
}

// Cluster returns a group label for each signature, "" for items that stand
// alone. See templates.Cluster.
func Cluster(sigs []templates.Signature) []string { return templates.Cluster(sigs) }

// Claim tells what a claimed name or domain means: the keys by which marks of the
// claimed organisation are found, and the catalogue's records it may be. Several
// records mean that the claim is ambiguous; then only its own words are keys.
func (s *Set) Claim(text string) (keys []evidence.Key, orgs []string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	host := text
	if i := strings.Index(host, "://"); i >= 0 {
		host = host[i+3:]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	if !strings.ContainsAny(host, " 　") && strings.Contains(host, ".") {
		if d, ok := catalogue.Registrable(host); ok {
			keys = appendNew(keys, evidence.Key{Kind: evidence.KeyDomain, Value: d})
			orgs = s.cat.ByDomain(d)
		}
	}
	if len(keys) == 0 {
		core, _, _ := catalogue.StripLegalForm(text)
		if core == "" {
			return nil, nil
		}
		keys = appendNew(keys, evidence.Key{Kind: evidence.KeyName, Value: core})
		orgs = s.cat.ByClaim(core)
	}
	if len(orgs) != 1 {
		return keys, orgs
	}
	o, ok := s.cat.Org(orgs[0])
	if !ok {
		return keys, orgs
	}
	for _, n := range append([]string{o.Name}, o.Aliases...) {
		if core, _, _ := catalogue.StripLegalForm(n); core != "" {
			keys = appendNew(keys, evidence.Key{Kind: evidence.KeyName, Value: core})
		}
	}
	for _, d := range o.Domains {
		keys = appendNew(keys, evidence.Key{Kind: evidence.KeyDomain, Value: d})
	}
	for _, t := range o.Tenants {
		keys = appendNew(keys, evidence.Key{Kind: evidence.KeyTenant, Value: t})
	}
	for _, r := range o.Registry {
		keys = appendNew(keys, evidence.Key{Kind: evidence.KeyRegistry, Value: r})
	}
	return keys, orgs
}
