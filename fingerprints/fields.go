package fingerprints

import (
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/hosts"
)

// Fields whose value is a host, a name space or an address, and no sentence.

// hostFields are settings and logs that name hosts. A realm, a directory's base and
// a search domain are those of the network itself; a host that a program talks to
// may be anybody's.
var hostFields = map[string]bool{
	"config:realm": true, "config:domain": true, "config:basedn": true, "log:host": true,
	"config:host": false, "config:server": false, "config:registry": false, "config:url": false, "sql:host": false,
}

// siteFields hold the address of the site that a page belongs to.
var siteFields = map[string]bool{"html:canonical": true, "html:og:url": true, "html:base": true, "html:saved-from": true,
	"html:form": false, "html:refresh": false, "html:search": false, "html:sitemap": true, "code:url": false, "code:email": false, "photoshop:url": false}

// address reads a field that holds an address, and tells whether it is one.
func (c *collector) address(f *evidence.Fact) bool {
	low := strings.ToLower(f.Name)
	if own, ok := hostFields[low]; ok {
		if !c.second {
			c.hostField(f, own)
		}
		return true
	}
	if own, ok := siteFields[low]; ok {
		if !c.second {
			c.siteField(f, own)
		}
		return true
	}
	switch low {
	case "code:package", "code:module":
		if !c.second {
			c.nameSpace(f, low == "code:package")
		}
		return true
	}
	return false
}

// hostField marks a host; own: the network's own.
func (c *collector) hostField(f *evidence.Fact, own bool) {
	host := strings.ToLower(strings.TrimSpace(f.Value))
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host, _, _ = strings.Cut(rest, "/")
		host = host[strings.LastIndexByte(host, '@')+1:]
	}
	if strings.Contains(host, "dc=") {
		var labels []string
		for part := range strings.SplitSeq(host, ",") {
			if l, ok := strings.CutPrefix(strings.TrimSpace(part), "dc="); ok {
				labels = append(labels, l)
			}
		}
		host = strings.Join(labels, ".")
	}
	host, _, _ = strings.Cut(host, ":")
	host = strings.Trim(host, ".")
	if !strings.Contains(host, ".") { // a name that any network may have
		return
	}
	domain, public := catalogue.Registrable(host)
	if public && person(domain) {
		return
	}
	place := func(m evidence.Mark, class evidence.Class, role evidence.Role, why string) {
		c.add(propertyMark(m, f, 0, len(f.Value), class, role, why))
	}
	if h, ok := hosts.Judge(host, domain, false); ok {
		h.Host = host
		place(c.hostMark(h), evidence.ClassHostPath, evidence.RoleHolder, h.Why+" in "+f.Name)
		return
	}
	if !public {
		return
	}
	m := c.domainKeyMark("domains", domain)
	m.Value = host
	if own {
		m.Quality = 0.7
		place(m, evidence.ClassHostPath, evidence.RoleHolder, "domain of the network in "+f.Name)
		return
	}
	place(m, evidence.ClassMention, evidence.RoleMentioned, "host in "+f.Name)
}

// siteField marks the domain of an address; own: the page is the site's.
func (c *collector) siteField(f *evidence.Fact, own bool) {
	class, role, why := evidence.ClassMention, evidence.RoleMentioned, "address in "+f.Name
	if own {
		class, role, why = evidence.ClassAuthorship, evidence.RoleIssuer, "site of the page in "+f.Name
	}
	for _, h := range domains.Find(f.Value) {
		if h.Domain != "" && !person(h.Domain) && !publicForge(h.Domain) {
			c.add(propertyMark(c.domainMark(h), f, h.Start, h.End, class, role, why))
			if own { // what follows in the path is another's
				return
			}
		}
	}
}

// nameSpace marks the domain that a package's name begins with: reversed in Java
// and its kin, as it is in the path of a Go module.
func (c *collector) nameSpace(f *evidence.Fact, reversed bool) {
	host, _, _ := strings.Cut(strings.ToLower(f.Value), "/")
	if reversed {
		labels := strings.Split(host, ".")
		if len(labels) < 2 {
			return
		}
		slices.Reverse(labels)
		host = strings.ReplaceAll(strings.Join(labels, "."), "_", "-") // JLS 6.1
	}
	domain, ok := catalogue.Registrable(host)
	if !ok || person(domain) || publicForge(domain) {
		return
	}
	m := c.domainKeyMark("domains", domain)
	m.Quality = 0.5
	class, role := evidence.ClassAuthorship, evidence.RoleIssuer
	if strings.HasSuffix(domain, ".org") || strings.HasSuffix(domain, ".io") || strings.HasSuffix(domain, ".dev") { // projects that everybody uses
		class, role = evidence.ClassMention, evidence.RoleMentioned
	}
	c.add(propertyMark(m, f, 0, len(f.Value), class, role, "name space in "+f.Name))
}

// publicForge reports domains under which everybody keeps code.
func publicForge(domain string) bool {
	switch domain {
	case "github.com", "github.io", "gitlab.com", "bitbucket.org", "sourceforge.net", "sf.net", "npmjs.com", "nuget.org", "pypi.org", "codeberg.org", "gitee.com", "google.com", "golang.org", "docker.com":
		return true
	}
	return false
}
