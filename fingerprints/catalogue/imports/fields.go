package imports

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// maxNames bounds the names of one record.
const maxNames = 64

// maxName is the longest name that is kept, in bytes.
const maxName = 1000

// names gathers the names of a record with their languages.
type names struct{ list, languages []string }

func (l *names) add(name, tag string) {
	name = oneLine(name)
	if name == "" || len(name) > maxName || len(l.list) >= maxNames || slices.Contains(l.list, name) {
		return
	}
	l.list = append(l.list, name)
	l.languages = append(l.languages, languageTag(tag))
}

func (l *names) put(o *evidence.Organisation) {
	o.Name, o.Aliases, o.Languages = "", nil, nil
	if len(l.list) == 0 {
		return
	}
	o.Name = l.list[0]
	if len(l.list) > 1 {
		o.Aliases = l.list[1:]
	}
	if strings.Join(l.languages, "") != "" {
		o.Languages = l.languages
	}
}

// languageTag returns a language tag in its canonical form, "" for what is none.
func languageTag(tag string) string {
	if tag == "" || tag == "mul" || tag == "und" {
		return ""
	}
	switch tag { // what most rows have, without the tables
	case "en", "ja", "de", "fr", "es", "it", "zh", "nl", "ru", "pt", "sv", "da", "fi", "pl", "ko":
		return tag
	}
	t, err := language.Parse(tag)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// oneLine takes breaks, tabs and doubled blanks out of a name.
func oneLine(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] != 0x7f && s[i] < 0x80 && (s[i] != ' ' || i > 0 && s[i-1] != ' ' && i+1 < len(s))
	}
	if plain {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// country returns a code of ISO 3166-1 in capitals, "" for what is none. Codes of
// subdivisions (US-DE) give their country.
func country(code string) string {
	code, _, _ = strings.Cut(strings.ToUpper(strings.TrimSpace(code)), "-")
	if catalogue.IsCountry(code) {
		return code
	}
	return ""
}

// domains gathers the domains of a record with their uses, leaving out those that
// many organisations share.
type domains struct {
	list []string
	uses []evidence.DomainUse
}

// maxDomains bounds the domains of one record.
const maxDomains = 32

func (d *domains) add(host string, use evidence.DomainUse) {
	r, ok := catalogue.Registrable(host)
	if !ok || catalogue.FreeMail(r) || len(d.list) >= maxDomains {
		return
	}
	if i := slices.Index(d.list, r); i >= 0 {
		d.uses[i] |= use
		return
	}
	d.list = append(d.list, r)
	d.uses = append(d.uses, use)
}

// site takes the domain of the address of a web site.
func (d *domains) site(address string) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	// A page on a site for everybody is nobody's domain; the site itself is its owner's.
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if r, ok := catalogue.Registrable(host); ok && catalogue.SharedDomain(r) && (host != r || strings.Trim(u.Path, "/") != "" || u.RawQuery != "") {
		return
	}
	d.add(host, evidence.UseWeb)
}

// mail takes the domain of a mail address.
func (d *domains) mail(address string) {
	address = strings.TrimPrefix(strings.TrimSpace(address), "mailto:")
	if _, host, ok := strings.Cut(address, "@"); ok {
		d.add(host, evidence.UseMail)
	}
}

func (d *domains) put(o *evidence.Organisation) { o.Domains, o.Uses = d.list, d.uses }

// day cuts a time of RFC 3339 down to its day, "" where it begins with none.
func day(s string) string {
	const n = len("2006-01-02")
	if len(s) < n || s[4] != '-' || s[7] != '-' {
		return ""
	}
	return s[:n]
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return cmp.Or(list...)
}
