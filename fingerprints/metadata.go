package fingerprints

import (
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/mail"
	"evscan/fingerprints/tenants"
)

// fieldUse is what a metadata field may say about organisations.
type fieldUse int

const (
	useIgnore  fieldUse = iota
	useOrg              // the value is an organisation: Company
	useAuthor           // the value may name an organisation beside or instead of a person
	useMention          // free text: title, subject, keywords
)

// fieldUses goes by the name behind the vocabulary's prefix, in lower case. What
// made the file (producer, creator tool) is left out: it names a software vendor.
var fieldUses = map[string]fieldUse{
	"company": useOrg, "companyname": useOrg, "organization": useOrg, "encodedby": useAuthor, "for": useAuthor, "originator": useAuthor, "commissionedby": useAuthor, "station": useAuthor, "organisation": useOrg, "o": useOrg, "sourcecompany": useOrg,
	"manager": useAuthor, "author": useAuthor, "creator": useAuthor, "lastmodifiedby": useAuthor, "lastauthor": useAuthor, "artist": useAuthor,
	"copyright": useAuthor, "rights": useAuthor, "copyrightnotice": useAuthor, "credit": useAuthor, "byline": useAuthor, "by-line": useAuthor, "source": useAuthor,
	"initial-creator": useAuthor, "publisher": useAuthor, "owner": useAuthor, "webstatement": useAuthor, "usageterms": useAuthor, "legalcopyright": useAuthor,
	"signer": useAuthor, "cameraownername": useAuthor, "xpauthor": useAuthor, "lastsavedby": useAuthor, "issuedby": useAuthor,
	"operator": useAuthor, "revisionauthor": useAuthor, "commentauthor": useAuthor, "personid": useAuthor, "savedby": useAuthor, "currentuser": useAuthor,
	"writeaccess": useAuthor, "reservedby": useAuthor, "refreshedby": useAuthor, "initialcreator": useAuthor, "printedby": useAuthor, "contributor": useAuthor,
	"picturedescription": useMention, "vbaproject": useMention, "vbadescription": useMention,
	"title": useMention, "subject": useMention, "keywords": useMention, "description": useMention, "comments": useMention, "comment": useMention,
	"category": useMention, "imagedescription": useMention, "usercomment": useMention, "caption": useMention, "headline": useMention, "caption-abstract": useMention,
	// Files of systems; see also systemFields.
	"registeredorganization": useOrg, "tenantname": useOrg, "payloadorganization": useOrg, "registeredowner": useAuthor, "identitymail": useAuthor, "identityname": useAuthor,
	"userid": useAuthor, "committer": useAuthor, "user": useAuthor, "signed-off-by": useAuthor, "manufacturer": useAuthor,
	"productname": useMention, "programname": useMention, "groupname": useMention,
	"ownername": useAuthor, "contact": useAuthor, "writer-editor": useAuthor, "copyrightownername": useAuthor, "imagecreatorname": useAuthor, "licensorname": useAuthor,
	"creatorworkemail": useAuthor, "creatorworkurl": useAuthor, "captionwriter": useAuthor, "duckycopyright": useAuthor, "affiliation": useAuthor, "site_name": useAuthor,
	"dc.publisher": useAuthor, "dc.creator": useAuthor, "dcterms.publisher": useAuthor, "citation_publisher": useAuthor, "application-name": useMention,
	"objectname": useMention, "layername": useMention, "duckycomment": useMention,
	"signerorganisation": useOrg, "signaturename": useAuthor, "signaturecontact": useAuthor, "signaturelocation": useMention,
	"annotationauthor": useMention, "link": useMention,
	"xptitle": useMention, "xpcomment": useMention, "xpsubject": useMention,
}

// defaults are values that programs write by themselves.
var defaultCompanies = map[string]bool{"": true, "home": true, "user": true, "microsoft": true, "organization": true, "company": true, "-": true, "none": true,
	"unknown": true, "your company": true, "your company name": true, "private": true, "windows user": true, "admin": true, "administrator": true, "n/a": true, "hp": true, "toshiba": true, "none specified": true}

// presetCompanies are what makers of computers register the office programs to that
// they ship. Employees of theirs write their employer's full name as a rule.
var presetCompanies = map[string]bool{"hp": true, "hewlett-packard": true, "hewlett-packard company": true, "toshiba": true, "dell": true, "dell computer corporation": true,
	"dell inc.": true, "acer": true, "acer inc": true, "lenovo": true, "lenovo (beijing) limited": true, "asus": true, "compaq": true, "packard bell": true, "gateway": true, "medion": true,
	"medion ag": true, "samsung": true, "vaio": true}

func fieldUseOf(name string) fieldUse {
	low := strings.ToLower(name)
	prefix, field, ok := strings.Cut(low, ":")
	if !ok {
		field = low
	}
	if prefix == "mail" || prefix == "x509" {
		if field == "organization" {
			return useOrg
		}
		return useIgnore
	}
	if use := fieldUses[field]; (prefix == "pe" || prefix == "msi") && use != useIgnore && field != "company" {
		return useMention // who made a program is its vendor far more often than its holder
	}
	if i := strings.LastIndexAny(field, ":/"); i >= 0 {
		field = field[i+1:]
	}
	return fieldUses[field]
}

func (c *collector) metadata() {
	var company, author []evidence.Key
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind != evidence.FactMetadata || f.Value == "" || len(f.Value) > evidence.MaxFactBytes {
			continue
		}
		if !c.second {
			c.infrastructure(f)
			if use, ok := systemFields[strings.ToLower(f.Name)]; ok {
				c.system(f, use)
			}
		}
		if c.address(f) {
			continue
		}
		switch fieldUseOf(f.Name) {
		case useOrg:
			company = append(company, c.authorship(f, true)...)
		case useAuthor:
			author = append(author, c.authorship(f, false)...)
		case useMention:
			c.property(f)
		}
	}
	c.certificates()
	// Company and the address of the author stand in one dialogue of the program
	// that wrote the file. Two companies or two domains leave open which is whose.
	var doms []evidence.Key
	for _, k := range author {
		if k.Kind == evidence.KeyDomain {
			doms = appendNew(doms, k)
		}
	}
	var orgs []evidence.Key
	for _, k := range company {
		if k.Kind == evidence.KeyName {
			orgs = appendNew(orgs, k)
		}
	}
	if len(orgs) == 1 && len(doms) == 1 {
		c.link(orgs[0], doms[0], 8, "company and author's mail domain in the properties of one file")
	}
	if !c.second && c.mailish {
		c.mailHeader()
	}
}

func appendNew(list []evidence.Key, k evidence.Key) []evidence.Key {
	for _, o := range list {
		if o == k {
			return list
		}
	}
	return append(list, k)
}

// propertyMark completes a mark found in a metadata value.
func propertyMark(m evidence.Mark, f *evidence.Fact, start, end int, class evidence.Class, role evidence.Role, why string) evidence.Mark {
	m.Class, m.Role, m.Why, m.Source = class, role, why, f.Name
	m.At = f.At
	m.At.Zone = evidence.ZoneProperty
	m.Snippet = snippet(f.Value, start, end)
	if m.Quality == 0 {
		m.Quality = 1
	}
	return m
}

// authorship reads a field that says who made the file.
func (c *collector) authorship(f *evidence.Fact, whole bool) []evidence.Key {
	var keys []evidence.Key
	why := "named in the property " + f.Name
	covered := false
	preset := whole && presetCompanies[strings.ToLower(strings.TrimSpace(f.Value))]
	for _, h := range c.findNames(f.Value) {
		m := propertyMark(c.nameMark(h), f, h.Start, h.End, evidence.ClassAuthorship, evidence.RoleIssuer, why)
		if preset {
			m.Class, m.Role, m.Why = evidence.ClassMention, evidence.RoleMentioned, "the maker of a computer presets the property "+f.Name
		}
		c.add(m)
		covered = true
		if preset {
			continue
		}
		keys = append(keys, m.Key)
		if !c.second {
			c.discover(h)
		}
	}
	if c.second {
		return keys
	}
	for _, h := range domains.Find(f.Value) {
		if h.Domain == "" || person(h.Domain) || h.Namespace {
			continue
		}
		m := propertyMark(c.domainMark(h), f, h.Start, h.End, evidence.ClassAuthorship, evidence.RoleIssuer, why)
		c.add(m)
		keys = append(keys, m.Key)
		covered = true
	}
	// A company without a legal form that nobody listed is still a company here.
	v := strings.TrimSpace(f.Value)
	if whole && !covered && len(v) <= 200 && !strings.ContainsAny(v, "\n\t") && !defaultCompanies[strings.ToLower(v)] {
		if core, _, _ := catalogue.StripLegalForm(v); len([]rune(core)) >= 2 {
			m := propertyMark(evidence.Mark{Kind: "names", Key: evidence.Key{Kind: evidence.KeyName, Value: core}, Value: v, Org: only(c.set.cat.ByName(core))},
				f, 0, len(f.Value), evidence.ClassAuthorship, evidence.RoleIssuer, why)
			c.add(m)
			keys = append(keys, m.Key)
			if n, ok := c.names[core]; ok {
				n.Count++
			} else if m.Org == "" && len(c.names) < MaxNames {
				c.names[core] = &Name{Key: m.Key, Display: v, Count: 1}
			}
		}
	}
	return keys
}

// property reads a title, a subject or another free text.
func (c *collector) property(f *evidence.Fact) {
	for _, h := range c.findNames(f.Value) {
		c.add(propertyMark(c.nameMark(h), f, h.Start, h.End, evidence.ClassMention, evidence.RoleMentioned, "in the property "+f.Name))
		if !c.second {
			c.discover(h)
		}
	}
	if c.second {
		return
	}
	for _, h := range domains.Find(f.Value) {
		if h.Domain != "" && !h.Namespace && !person(h.Domain) {
			c.add(propertyMark(c.domainMark(h), f, h.Start, h.End, evidence.ClassMention, evidence.RoleMentioned, "in the property "+f.Name))
		}
	}
}

// infrastructure finds tenants, paths and hosts in any metadata value.
func (c *collector) infrastructure(f *evidence.Fact) {
	for _, h := range tenants.Metadata(f.Name, f.Value) {
		m := propertyMark(evidence.Mark{Kind: "tenants", Key: h.Key, Org: only(c.set.cat.ByTenant(h.Key.Value)), Value: f.Value[h.Start:h.End], Quality: h.Quality},
			f, h.Start, h.End, evidence.ClassTenant, evidence.RoleHolder, h.Why)
		if h.Sender {
			// The header names the tenant that sent; settled once the sides are known.
			continue
		}
		c.add(m)
	}
	for _, h := range hosts.Find(f.Value, false) {
		m := c.hostMark(h)
		m = propertyMark(m, f, h.Start, h.End, evidence.ClassHostPath, evidence.RoleHolder, h.Why+" in the property "+f.Name)
		m.At.Zone = evidence.ZonePath
		c.add(m)
	}
	for _, h := range c.folders(f.Value) {
		m := propertyMark(h.mark, f, h.start, h.end, evidence.ClassHostPath, evidence.RoleHolder, h.why+" in the property "+f.Name)
		m.At.Zone = evidence.ZonePath
		c.add(m)
	}
	low := strings.ToLower(f.Name)
	if strings.HasSuffix(low, ":dataconnection") || strings.HasSuffix(low, ":dataserver") {
		c.dataServer(f)
	}
	if strings.HasPrefix(low, "mail:") || !strings.Contains(f.Value, "://") {
		return
	}
	// Addresses of templates, bases of links, targets of external relations.
	for _, d := range domains.Find(f.Value) {
		if !d.URL || d.Namespace {
			continue
		}
		if h, ok := hosts.Judge(d.Host, d.Domain, strings.Contains(low, "template") || strings.Contains(low, "hyperlinkbase")); ok {
			h.Start, h.End = d.Start, d.End
			m := propertyMark(c.hostMark(h), f, d.Start, d.End, evidence.ClassHostPath, evidence.RoleHolder, h.Why+" in the property "+f.Name)
			c.add(m)
		}
	}
}

// dataServer finds the host of a database in a connection string, by the names that
// drivers give it, or takes the value for a host where it is no such string.
func (c *collector) dataServer(f *evidence.Fact) {
	at := 0
	for _, part := range strings.SplitAfter(f.Value, ";") {
		start := at
		at += len(part)
		name, value, ok := strings.Cut(strings.TrimSuffix(part, ";"), "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "server", "data source", "datasource", "host", "hostname", "address", "addr", "network address", "servername", "dbq":
		default:
			if ok || !strings.HasSuffix(strings.ToLower(f.Name), ":dataserver") {
				continue
			}
			value, name = name, ""
		}
		if name != "" {
			start += strings.IndexByte(part, '=') + 1
		}
		start += len(value) - len(strings.TrimLeft(value, " "))
		host := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(value), "tcp:"))
		if i := strings.IndexAny(host, ",\\/:() "); i >= 0 {
			host = host[:i]
		}
		if host == "" || !strings.ContainsAny(host, "abcdefghijklmnopqrstuvwxyz") {
			continue
		}
		domain, _ := catalogue.Registrable(host)
		if h, ok := hosts.Judge(host, domain, true); ok {
			end := min(len(f.Value), start+len(host))
			c.add(propertyMark(c.hostMark(h), f, min(start, end), end, evidence.ClassHostPath, evidence.RoleHolder, "server of a data connection in the property "+f.Name))
		}
	}
}

// mailHeader settles who is inside and who outside from the fields of a mail.
func (c *collector) mailHeader() {
	var from, to []mail.Address
	var fromFact, toFact *evidence.Fact
	var senderTenant []evidence.Mark
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind != evidence.FactMetadata {
			continue
		}
		switch mail.FieldOf(f.Name) {
		case mail.From:
			from = append(from, mail.Addresses(f.Value, findAddresses)...)
			fromFact = first(fromFact, f)
		case mail.To:
			to = append(to, mail.Addresses(f.Value, findAddresses)...)
			toFact = first(toFact, f)
		}
		for _, h := range tenants.Metadata(f.Name, f.Value) {
			if h.Sender {
				senderTenant = append(senderTenant, propertyMark(evidence.Mark{Kind: "tenants", Key: h.Key, Org: only(c.set.cat.ByTenant(h.Key.Value)),
					Value: f.Value[h.Start:h.End], Quality: h.Quality}, f, h.Start, h.End, evidence.ClassTenant, evidence.RoleHolder, h.Why))
			}
		}
	}
	sides := mail.SidesOf(from, to, person)
	c.from, c.to, c.inside, c.outside = sides.From, sides.To, sides.Internal, sides.Internal == ""
	c.sides(sides, from, func(domain string, recipient bool) evidence.Mark {
		f := fromFact
		if recipient {
			f = toFact
		}
		m := c.domainKeyMark("mail", domain)
		start := max(0, strings.Index(strings.ToLower(f.Value), domain))
		return propertyMark(m, f, start, min(len(f.Value), start+len(domain)), "", "", "")
	})
	for _, m := range senderTenant {
		if sides.Internal == "" {
			m.Class, m.Role = evidence.ClassExternalMail, evidence.RoleIssuer
		}
		c.add(m)
		if len(sides.From) == 1 {
			c.link(m.Key, c.hostOrDomainKey(sides.From[0]), 8, "tenant and domain of the sender of one mail")
		}
	}
	c.mailSystem(sides)
}

// mailSystem reads what the systems that carried a mail wrote into it. Hosts of
// Received lines and Message-IDs belong to whoever relayed the mail, often a
// provider, so they are mentions; the organisation that a signature (DKIM) or the
// originating tenant vouches for is the sender's, which From says already.
func (c *collector) mailSystem(sides mail.Sides) {
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind != evidence.FactMetadata {
			continue
		}
		low := strings.ToLower(f.Name)
		why, quality := "", 0.5
		switch {
		case strings.HasSuffix(low, "received"), strings.HasSuffix(low, "message-id"):
			why = "host of a mail system in " + f.Name
		case strings.HasSuffix(low, "originatororg"), strings.HasSuffix(low, "dkim-signature"), strings.HasSuffix(low, "reply-to"), strings.HasSuffix(low, "return-path"), strings.HasSuffix(low, "authentication-results"):
			why = "domain of the sender in " + f.Name
		default:
			continue
		}
		for _, h := range domains.Find(f.Value) {
			if h.Domain != "" && !person(h.Domain) {
				m := c.domainMark(h)
				m.Quality = quality
				c.add(propertyMark(m, f, h.Start, h.End, evidence.ClassMention, evidence.RoleMentioned, why))
			}
		}
	}
}

func first(a, b *evidence.Fact) *evidence.Fact {
	if a != nil {
		return a
	}
	return b
}

// sides adds the marks of a mail's parties. make returns the mark of a domain
// with its place; class, role and reason are filled in here.
func (c *collector) sides(s mail.Sides, from []mail.Address, mk func(domain string, recipient bool) evidence.Mark) {
	put := func(domain string, recipient bool, class evidence.Class, role evidence.Role, why string) {
		m := mk(domain, recipient)
		m.Class, m.Role, m.Why = class, role, why
		if class == evidence.ClassInternalMail {
			m.Count = 1
			if _, ok := c.index[markKey{m.Key, class, m.At.Zone, role}]; ok {
				return
			}
		}
		c.add(m)
	}
	if s.Internal != "" {
		put(s.Internal, false, evidence.ClassInternalMail, evidence.RoleHolder, "sender and all recipients share one domain")
	} else {
		for _, d := range s.From {
			put(d, false, evidence.ClassExternalMail, evidence.RoleIssuer, "sender of a mail to others")
		}
		for _, d := range s.To {
			put(d, true, evidence.ClassExternalMail, evidence.RoleRecipient, "recipient of a mail")
		}
	}
	// A display name that holds an organisation belongs to the address beside it.
	for _, a := range from {
		d := a.Domain
		if d == "" || person(d) || a.Name == "" {
			continue
		}
		hits := c.set.names.Find(a.Name)
		if len(hits) == 1 {
			c.link(evidence.Key{Kind: evidence.KeyName, Value: hits[0].Core}, evidence.Key{Kind: evidence.KeyDomain, Value: d}, 8,
				"organisation in the display name of a sender at the domain")
		}
	}
}

// domainMark is the mark of a domain before it is placed.
func (c *collector) domainMark(h domains.Hit) evidence.Mark {
	m := c.domainKeyMark("domains", h.Domain)
	m.Value = h.Host
	m.Quality *= 1 - h.Cost
	if h.Mail {
		m.Value = h.Local + "@" + h.Host
	}
	return m
}

func (c *collector) domainKeyMark(kind, domain string) evidence.Mark {
	m := evidence.Mark{Kind: kind, Key: c.hostOrDomainKey(domain), Value: domain, Quality: 1, Count: 1}
	if m.Key.Kind == evidence.KeyDomain {
		m.Org = only(c.set.cat.ByDomain(domain))
	}
	return m
}

// hostOrDomainKey is the key of a mail domain, which may be a private name.
func (c *collector) hostOrDomainKey(domain string) evidence.Key {
	if d, ok := catalogue.Registrable(domain); ok {
		return evidence.Key{Kind: evidence.KeyDomain, Value: d}
	}
	if k, ok := hosts.PrivateKey(domain); ok {
		return k
	}
	return evidence.Key{Kind: evidence.KeyHost, Value: domain}
}

// hostMark is the mark of a host before it is placed.
func (c *collector) hostMark(h hosts.Hit) evidence.Mark {
	m := evidence.Mark{Kind: "hosts", Key: h.Key, Value: h.Host, Quality: h.Quality, Count: 1}
	if m.Key.Value == "" {
		if d, ok := catalogue.Registrable(h.Host); ok && !person(d) {
			m.Key = evidence.Key{Kind: evidence.KeyDomain, Value: d}
			m.Org = only(c.set.cat.ByDomain(d))
		}
	}
	return m
}

// findAddresses gives package mail what package domains finds.
func findAddresses(text string) []mail.Address { return addressesOf(domains.Find(text)) }

func addressesOf(hits []domains.Hit) []mail.Address {
	var out []mail.Address
	for _, h := range hits {
		if h.Mail {
			out = append(out, mail.Address{Start: h.Start, End: h.End, Local: h.Local, Host: h.Host, Domain: h.Domain})
		}
	}
	return out
}
