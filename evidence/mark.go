package evidence

// Class is the evidence class of a mark, as METHOD names them. The class, not
// the wording, decides what a mark weighs.
type Class string

const (
	ClassTenant       Class = "tenant"        // Entra tenant id, MSIP label SiteId
	ClassInternalMail Class = "internal-mail" // sender and all recipients share one domain
	ClassHostPath     Class = "host-path"     // UNC share, AD domain, SharePoint or intranet host, printer, profile path
	ClassTemplate     Class = "template"      // document template, slide master, form layout
	ClassHeaderFooter Class = "header-footer" // running header or footer, confidentiality notice
	ClassAuthorship   Class = "authorship"    // Company, Manager, author's organisation, signer, artist, copyright
	ClassRecipient    Class = "recipient"     // 御中, Bill to, Attn, To: of a letter
	ClassExternalMail Class = "external-mail" // one side of a mail between two organisations
	ClassLogo         Class = "logo"          // perceptual match of a known logo
	ClassIssuer       Class = "issuer"        // letterhead, issuer block, seal, registration number
	ClassMention      Class = "mention"       // a name or domain in running text
	ClassListing      Class = "listing"       // the leak site's own words: counts for the claim only, never for the owner
)

// Classes lists every class, strongest custody evidence first.
func Classes() []Class {
	return []Class{ClassTenant, ClassInternalMail, ClassHostPath, ClassTemplate, ClassHeaderFooter, ClassAuthorship,
		ClassRecipient, ClassExternalMail, ClassLogo, ClassIssuer, ClassMention, ClassListing}
}

// Custody reports whether the class says from whose systems data was taken.
func (c Class) Custody() bool {
	return c == ClassTenant || c == ClassInternalMail || c == ClassHostPath
}

// Role is the part an organisation plays in one document, as one mark shows it.
type Role string

const (
	RoleNone      Role = ""
	RoleIssuer    Role = "issuer"    // it made or sent the document
	RoleRecipient Role = "recipient" // the document is addressed to it
	RoleHolder    Role = "holder"    // its systems held it: host, tenant, internal mail
	RoleMentioned Role = "mentioned" // it is talked about
)

// KeyKind is the kind of identifier a mark carries.
type KeyKind string

const (
	KeyName     KeyKind = "name"     // organisation name without legal form, normalised
	KeyDomain   KeyKind = "domain"   // registrable domain, lower case, punycode
	KeyTenant   KeyKind = "tenant"   // Entra tenant id (GUID, lower case)
	KeyHost     KeyKind = "host"     // AD or NetBIOS domain, *.local host
	KeyRegistry KeyKind = "registry" // registry number with its scheme, e.g. jp-corporate-number:1020001071491
	KeyTemplate KeyKind = "template" // fingerprint of a taught template
	KeyLogo     KeyKind = "logo"     // fingerprint of a taught logo
)

// Key identifies an organisation in one way. Several keys become one candidate
// by linking. Comparable, so usable as a map key.
type Key struct {
	Kind  KeyKind
	Value string
}

// Mark says that something in an item points at an organisation.
type Mark struct {
	Kind    string // fingerprint kind that found it, e.g. names, domains, mail, hosts, tenants
	Key     Key
	Org     string // ID of the catalogue's organisation, "" where the catalogue has none
	Class   Class
	Role    Role
	Value   string  // as it stands in the item
	Source  string  // name of the metadata field or part it stands in, e.g. ooxml:Company
	Snippet string  // the text around it, at most 160 characters, one line
	Why     string  // why this class and role, e.g. "followed by 御中"
	At      Locator // Zone set
	Quality float64 // (0,1]: 1 for native text, the recogniser's confidence for OCR, less for a corrected reading
	Count   int     // how often the same key stood in the item in the same class and zone, at least 1
}

// Link says that two keys of one item seem to be one organisation (Bits > 0) or
// two different ones (Bits < 0). Bits are log2(m/u) as METHOD step 2 lists them.
type Link struct {
	A, B Key
	Bits float64
	Why  string // e.g. "signature block holds both"
}

// DomainUse says what an organisation uses a domain for; several uses are added
// up. Zero is not known.
type DomainUse uint8

const (
	UseWeb      DomainUse = 1 << iota // its web site
	UseMail                           // mail addresses of its staff
	UseIntranet                       // hosts of its own network only
)

// Has reports whether every use of v is among those of u.
func (u DomainUse) Has(v DomainUse) bool { return u&v == v }

// Names lists the uses as the catalogue writes them: web, mail, intranet.
func (u DomainUse) Names() []string {
	var out []string
	for i, name := range [...]string{"web", "mail", "intranet"} {
		if u.Has(1 << i) {
			out = append(out, name)
		}
	}
	return out
}

// ParseDomainUse reads one name of a use.
func ParseDomainUse(name string) (DomainUse, bool) {
	switch name {
	case "web":
		return UseWeb, true
	case "mail":
		return UseMail, true
	case "intranet":
		return UseIntranet, true
	}
	return 0, false
}

// Organisation is what the catalogue knows of one organisation.
type Organisation struct {
	ID         string // stable, with its scheme, e.g. jp-corporate-number:5010001034867
	Name       string // canonical name
	Aliases    []string
	Domains    []string // registrable domains, most characteristic first
	Tenants    []string // Entra tenant ids
	Registry   []string // scheme:number
	Country    string   // ISO 3166-1 alpha-2
	Parent     string   // ID of the group's head
	Kind       string   // company, university, municipality, government, vendor, brand
	Background float64  // share of unrelated packages in which it appears anyway; >= 0.3 marks a software vendor

	Languages []string    // BCP 47 tags of Name and Aliases in their order, with the script where it matters (ja-Kana); "" or too short: not known
	Uses      []DomainUse // of Domains in their order; too short: not known
	Hosts     []string    // names of its own network that nobody registers: AD domains (aoba.local), NetBIOS names; lower case
	Source    string      // who says so, e.g. GLEIF
	Date      string      // when the source last changed it, 2006-01-02
}

// Language returns the BCP 47 tag of the name (k = 0) or of alias k-1, "" where it
// is not known.
func (o *Organisation) Language(k int) string {
	if k < len(o.Languages) {
		return o.Languages[k]
	}
	return ""
}

// Use returns what Domains[i] is used for, 0 where it is not known.
func (o *Organisation) Use(i int) DomainUse {
	if i < len(o.Uses) {
		return o.Uses[i]
	}
	return 0
}
