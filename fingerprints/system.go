package fingerprints

import (
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/hosts"
)

// What the files of systems say: registries, event logs, shortcuts, certificates,
// keys, repositories, profiles of connections, directories.

// systemUse is how a field of a system's file names a network.
type systemUse struct {
	why     string
	quality float64 // how surely the name is one of the holder's own network
	browsed bool    // somebody went there, which most sites are nobody's own for
}

const (
	machine = "name of the machine"
	adName  = "name of the domain it belongs to"
	dialled = "server that it connects to"
	written = "machine behind an account"
)

// systemFields go by the whole name of the field, in lower case.
var systemFields = map[string]systemUse{
	"x509:addomain": {adName, 1, false}, "x509:upn": {adName, 1, false}, "x509:clientmachine": {machine, 1, false}, "x509:clientuser": {adName, 1, false},
	"ssh:comment": {written, 0.6, false}, "ssh:knownhost": {dialled, 0.5, true},
	"lnk:machineid": {machine, 0.6, false}, "jumplist:machineid": {machine, 0.6, false},
	"reg:computername": {machine, 0.6, false}, "reg:hostname": {machine, 0.6, false}, "reg:domain": {adName, 1, false}, "reg:dnsdomain": {adName, 1, false},
	"reg:dhcpdomain": {adName, 0.7, false}, "reg:searchlist": {adName, 0.9, false}, "reg:defaultdomainname": {adName, 1, false},
	"reg:lastloggedonuser": {adName, 1, false}, "reg:userdnsdomain": {adName, 1, false}, "reg:userdomain": {adName, 1, false}, "reg:dnssuffix": {adName, 0.7, false},
	"reg:dcname": {dialled, 1, false}, "reg:logonserver": {dialled, 0.8, false}, "reg:rdpserver": {dialled, 0.7, false}, "reg:updateserver": {dialled, 0.8, false},
	"reg:rdpuser": {adName, 1, false}, "reg:networkname": {adName, 0.5, false}, "reg:zonedomain": {dialled, 0.5, true}, "reg:identitymail": {adName, 0.8, false},
	"evtx:computer": {machine, 0.8, false}, "evtx:domain": {adName, 0.9, false}, "evtx:workstation": {machine, 0.5, false}, "evtx:server": {dialled, 0.7, false}, "evtx:upn": {adName, 1, false},
	"git:remotehost": {dialled, 0.7, true}, "hg:remotehost": {dialled, 0.7, true}, "svn:remotehost": {dialled, 0.7, true}, "git:proxyhost": {dialled, 0.8, false},
	"git:author": {written, 0.7, true}, "git:committer": {written, 0.7, true}, "git:user": {written, 0.7, true},
	"browser:host": {dialled, 0.6, true}, "browser:loginurl": {dialled, 0.6, true}, "browser:cookiehost": {dialled, 0.4, true},
	"rdp:host": {dialled, 1, false}, "rdp:gateway": {dialled, 1, false}, "rdp:domain": {adName, 1, false}, "rdp:user": {adName, 1, false},
	"vpn:host": {dialled, 0.9, false}, "vpn:domain": {adName, 0.9, false}, "vpn:user": {adName, 0.8, false}, "ica:host": {dialled, 0.9, false}, "ica:domain": {adName, 1, false},
	"shortcut:host": {dialled, 0.5, true},
	"ad:domain":     {adName, 1, false}, "ad:netbios": {adName, 1, false}, "ad:upn": {adName, 1, false}, "ad:maildomain": {adName, 0.7, false}, "ad:host": {machine, 0.8, false},
	"net:domain": {adName, 1, false}, "net:host": {machine, 0.6, false}, "net:hostsentry": {dialled, 0.6, false}, "net:realm": {adName, 1, false}, "net:kdc": {dialled, 0.9, false},
	"net:logonserver": {dialled, 0.8, false}, "wifi:ssid": {adName, 0.3, false},
	"elf:host": {machine, 0.5, false}, "plist:host": {dialled, 0.5, true}, "plist:computername": {machine, 0.5, false},
}

// publicService reports whether a domain serves everybody: a forge, a cloud, a mail provider.
func publicService(domain string) bool {
	switch domain {
	case "github.com", "gitlab.com", "bitbucket.org", "sourceforge.net", "codeberg.org", "googlesource.com", "apache.org", "kernel.org", "debian.org", "amazonaws.com", "backlog.com", "backlog.jp":
		return true
	}
	return catalogue.Background(domain) > 0 || person(domain)
}

// system turns a field that names machines or domains into marks.
func (c *collector) system(f *evidence.Fact, use systemUse) {
	for i, part := range strings.FieldsFunc(f.Value, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '<' || r == '>' }) {
		if i >= 50 {
			return
		}
		if use.why == written && !strings.Contains(part, "@") {
			continue
		}
		if at := strings.Index(part, "://"); at >= 0 {
			part = part[at+3:]
		}
		h, ok := hosts.Named(part)
		if !ok {
			continue
		}
		domain, public := catalogue.Registrable(h.Host)
		switch {
		case public && publicService(domain):
			continue
		case public && use.browsed:
			// A site that anybody may visit counts only where its name is that of a service
			// for an organisation's own people.
			j, ok := hosts.Judge(h.Host, domain, true)
			if use.why == written || !ok && strings.HasPrefix(strings.ToLower(f.Name), "browser:") {
				continue // authors are read as such
			}
			if ok {
				h.Key = j.Key
			}
		case !public && h.Key.Value == "":
			continue
		}
		start := max(0, strings.Index(strings.ToLower(f.Value), h.Host))
		m := c.hostMark(h)
		m.Quality *= use.quality
		c.add(propertyMark(m, f, start, min(len(f.Value), start+len(h.Host)), evidence.ClassHostPath, evidence.RoleHolder, use.why+" in the property "+f.Name))
	}
}

// certificates reads whom certificates name. One that stands alone, or with the
// authorities above it, belongs to somebody here; a bundle lists the world.
func (c *collector) certificates() {
	const few = 6
	subjects := map[string]bool{}
	vendor := false // who signed a program is its vendor far more often than its holder
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind == evidence.FactMetadata && f.Name == "x509:Subject" {
			subjects[f.Value] = true
		}
		vendor = vendor || strings.HasPrefix(f.Name, "pe:") || strings.HasPrefix(f.Name, "msi:") || strings.HasPrefix(f.Name, "macho:") || f.Name == "cms:CatalogueName"
	}
	mentions := vendor || len(subjects) > few
	var orgs, doms []evidence.Key
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind != evidence.FactMetadata || !strings.HasPrefix(f.Name, "x509:") && !strings.HasPrefix(f.Name, "cms:") {
			continue
		}
		switch f.Name {
		case "x509:SubjectO", "x509:AlternativeO", "cms:SignerO":
			if mentions {
				c.property(f)
				continue
			}
			for _, k := range c.authorship(f, true) {
				if k.Kind == evidence.KeyName {
					orgs = appendNew(orgs, k)
				}
			}
		case "x509:IssuerO", "x509:IssuerCN", "x509:SubjectOU", "cms:SignerIssuer", "cms:RecipientIssuer", "cms:ProgramName":
			c.property(f)
		case "x509:DNS", "x509:SubjectCN", "x509:Mail", "x509:SubjectMail", "cms:SignerMail", "x509:URI":
			if c.second || mentions {
				if !c.second {
					c.property(f)
				}
				continue
			}
			doms = c.certified(f, doms)
		}
	}
	if len(orgs) == 1 && len(doms) == 1 {
		c.link(orgs[0], doms[0], 8, "organisation and domain of one certificate")
	}
}

// certified marks the name of a host or a mailbox that a certificate is for.
func (c *collector) certified(f *evidence.Fact, doms []evidence.Key) []evidence.Key {
	if strings.Contains(f.Value, " ") { // the name of a person or an authority
		c.property(f)
		return doms
	}
	value := f.Value
	if at := strings.Index(value, "://"); at >= 0 {
		value = value[at+3:]
	}
	h, ok := hosts.Named(value)
	if !ok {
		return doms
	}
	m := c.hostMark(h)
	switch {
	case m.Key.Value == "":
		return doms
	case m.Key.Kind == evidence.KeyHost:
		c.add(propertyMark(m, f, 0, len(f.Value), evidence.ClassHostPath, evidence.RoleHolder, "private host that a certificate is for, in "+f.Name))
		return doms
	}
	c.add(propertyMark(m, f, 0, len(f.Value), evidence.ClassAuthorship, evidence.RoleIssuer, "host or mailbox that a certificate is for, in "+f.Name))
	return appendNew(doms, m.Key)
}
