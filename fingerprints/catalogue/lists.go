package catalogue

import (
	"slices"

	"evscan/evidence"
)

// nameList gathers the names of one organisation with their languages, each name
// once, the first of them being the canonical one.
type nameList struct {
	names, languages []string
	known            bool // at least one language is
}

func (l *nameList) add(o *evidence.Organisation) {
	for k := range 1 + len(o.Aliases) {
		l.one(nameAt(o, k), o.Language(k))
	}
}

func (l *nameList) one(name, language string) {
	if name == "" {
		return
	}
	l.known = l.known || language != ""
	if i := slices.Index(l.names, name); i >= 0 {
		if l.languages[i] == "" {
			l.languages[i] = language
		}
		return
	}
	l.names = append(l.names, name)
	l.languages = append(l.languages, language)
}

func (l *nameList) put(o *evidence.Organisation) {
	o.Name, o.Aliases, o.Languages = "", nil, nil
	if len(l.names) > 0 {
		o.Name = l.names[0]
	}
	if len(l.names) > 1 {
		o.Aliases = l.names[1:]
	}
	if l.known {
		o.Languages = l.languages
	}
}

// domainList gathers the domains of one organisation with their uses, each once.
type domainList struct {
	domains []string
	uses    []evidence.DomainUse
	known   bool
}

func (l *domainList) add(o *evidence.Organisation) {
	for i, d := range o.Domains {
		l.one(d, o.Use(i))
	}
}

func (l *domainList) one(domain string, use evidence.DomainUse) {
	if domain == "" {
		return
	}
	l.known = l.known || use != 0
	if i := slices.Index(l.domains, domain); i >= 0 {
		l.uses[i] |= use
		return
	}
	l.domains = append(l.domains, domain)
	l.uses = append(l.uses, use)
}

func (l *domainList) put(o *evidence.Organisation) {
	o.Domains, o.Uses = l.domains, nil
	if l.known {
		o.Uses = l.uses
	}
}
