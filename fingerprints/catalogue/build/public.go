package main

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

type university struct {
	Name    string   `json:"name"`
	Domains []string `json:"domains"` // of mail addresses
	Pages   []string `json:"web_pages"`
	Country string   `json:"alpha_two_code"`
}

func universities(data string, c *collector) error {
	var list []university
	if err := readJSON(data, "orgs/hipo_universities.json", &list); err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, u := range list {
		for _, d := range u.Domains {
			if r, ok := catalogue.Registrable(d); ok {
				taken[r] = true
			}
		}
	}
	for _, u := range list {
		var ds []string
		for _, d := range u.Domains {
			if r, ok := catalogue.Registrable(d); ok && !slices.Contains(ds, r) && !shared(r) {
				ds = append(ds, r)
			}
		}
		if len(ds) == 0 {
			continue
		}
		name := clean(u.Name)
		if p := c.same(name, ds[0]); p != nil {
			for _, d := range ds {
				c.domainFor(p, d, evidence.UseMail)
			}
			u.pages(c, p, taken)
			continue
		}
		if have := c.byDomain[ds[0]]; len(have) > 0 {
			c.alias(have[0], name)
			continue
		}
		p := c.add(evidence.Organisation{ID: "domain:" + ds[0], Name: name, Country: u.Country, Kind: "university", Source: sourceHipo})
		for _, d := range ds {
			c.domainFor(p, d, evidence.UseMail)
		}
		u.pages(c, p, taken)
	}
	return nil
}

// pages adds the sites of a university. A site elsewhere than its mail is not taken
// where another has it, or has its mail there (taken).
func (u *university) pages(c *collector, p *evidence.Organisation, taken map[string]bool) {
	for _, page := range u.Pages {
		if d, ok := catalogue.Registrable(hostOf(page)); ok && (slices.Contains(p.Domains, d) || len(c.byDomain[d]) == 0 && !taken[d] && len(p.Domains) < maxDomains) {
			c.domainFor(p, d, evidence.UseWeb)
		}
	}
}

func prefectures(data string, c *collector) error {
	return table(data, "orgs/prefjp-utf8.csv", ',', func(row map[string]string) error {
		pref := row["pref"]
		o := evidence.Organisation{ID: "jp-local-government:" + padCode(row["lgcode"]), Name: pref, Country: "JP", Kind: "government", Source: sourceLocal, Languages: []string{"ja"},
			Aliases: []string{pref + "庁"}}
		if strings.HasSuffix(pref, "道") {
			o.Aliases = []string{"北海道庁"}
		}
		p := c.add(o)
		if row["pref_en"] != "" && !strings.HasSuffix(pref, "道") {
			c.alias(p, row["pref_en"]+" Prefecture")
			c.alias(p, row["pref_en"]+" Prefectural Government")
		}
		c.domainFor(p, hostOf(row["url"]), evidence.UseWeb)
		return nil
	})
}

// municipalities adds cities, wards, towns and villages. They are named with their
// prefecture, and without it where no other one of the country is called so; the same
// with the reading of the name in Latin letters, "Kitano City".
func municipalities(data string, c *collector) error {
	named, read := map[string]int{}, map[string]int{}
	if err := table(data, "orgs/localgovjp-utf8.csv", ',', func(row map[string]string) error {
		if !strings.Contains(row["city"], " ") {
			named[row["city"]]++
			read[cityInLatin(row["citykana"])]++
		}
		return nil
	}); err != nil {
		return err
	}
	return table(data, "orgs/localgovjp-utf8.csv", ',', func(row map[string]string) error {
		city := row["city"]
		if strings.Contains(city, " ") || city == "" {
			return nil // a ward inside a city shares its city's domain
		}
		office := city + "役所"
		if strings.HasSuffix(city, "町") || strings.HasSuffix(city, "村") {
			office = city + "役場"
		}
		o := evidence.Organisation{ID: "jp-local-government:" + padCode(row["lgcode"]), Name: row["pref"] + city, Country: "JP", Kind: "municipality", Source: sourceLocal, Languages: []string{"ja"},
			Aliases: []string{office}}
		p := c.add(o)
		if named[city] == 1 {
			c.alias(p, city)
		}
		if latin := cityInLatin(row["citykana"]); latin != "" && read[latin] == 1 {
			c.alias(p, latin)
		}
		c.domainFor(p, hostOf(row["url"]), evidence.UseWeb)
		return nil
	})
}

// cityInLatin is the reading of a city's name in Latin letters, "" for other
// municipalities and for readings that are too short to be told from words.
func cityInLatin(kana string) string {
	stem, ok := strings.CutSuffix(kana, "し")
	if !ok {
		return ""
	}
	latin := catalogue.Romanise(stem)
	if len(latin) < 5 || strings.ContainsFunc(latin, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return strings.ToUpper(latin[:1]) + latin[1:] + " City"
}

func padCode(code string) string {
	for len(code) < 6 {
		code = "0" + code
	}
	return code
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// maxDomains bounds the domains of one record.
const maxDomains = 150

// body is a public body of the United States with its domains.
type body struct {
	name, parent, state, kind string
	domains                   []string
}

// dotgov adds the public bodies of the United States; those of one name in one
// state are one. Parts of federal bodies are bodies of their own below them; what
// belongs to a part does not belong to the whole, except for the domain that is
// named like the whole (state.gov, which a bureau holds).
func dotgov(data string, c *collector) error {
	var list []*body
	seen := map[string]*body{}
	get := func(key, name, parent, state, kind string) *body {
		b := seen[key]
		if b == nil {
			b = &body{name: name, parent: parent, state: state, kind: kind}
			seen[key] = b
			list = append(list, b)
		}
		return b
	}
	err := table(data, "orgs/cisa_dotgov_full.csv", ',', func(row map[string]string) error {
		d, ok := catalogue.Registrable(row["Domain name"])
		name := clean(row["Organization name"])
		if !ok || name == "" {
			return nil
		}
		kind := "government"
		if row["Domain type"] == "City" || row["Domain type"] == "County" {
			kind = "municipality"
		}
		if !strings.HasPrefix(row["Domain type"], "Federal") {
			b := get(name+"\t"+row["State"], name, "", row["State"], kind)
			b.domains = append(b.domains, d)
			return nil
		}
		whole := get(name, name, "", "", kind)
		part := clean(row["Suborganization name"])
		if !ownBody(part) || named(d, name) == 2 && named(d, part) < 2 {
			whole.domains = append(whole.domains, d)
			return nil
		}
		b := get(name+"\t\t"+part, part, name, "", kind)
		b.domains = append(b.domains, d)
		return nil
	})
	if err != nil {
		return err
	}
	// A part without a site that is named like it is no body that people know.
	for _, b := range list {
		if b.parent != "" && !slices.ContainsFunc(b.domains, func(d string) bool { return named(d, b.name) > 0 }) {
			seen[b.parent].domains = append(seen[b.parent].domains, b.domains...)
			b.domains = nil
		}
	}
	ids := map[string]string{}
	for _, b := range list {
		slices.SortFunc(b.domains, func(x, y string) int {
			return cmp.Or(cmp.Compare(named(y, b.name), named(x, b.name)), cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
		})
		b.domains = slices.Compact(b.domains)
		if b.parent == "" && b.state == "" && len(b.domains) > 0 {
			ids[b.name] = "domain:" + b.domains[0]
		}
	}
	for _, b := range list {
		if len(b.domains) == 0 {
			continue
		}
		o := evidence.Organisation{ID: "domain:" + b.domains[0], Name: b.name, Domains: b.domains[:min(maxDomains, len(b.domains))], Country: "US", Kind: b.kind,
			Source: sourceDotgov, Languages: []string{"en"}}
		if b.parent != "" {
			o.Parent = ids[b.parent]
		}
		p := c.add(o)
		label, _, _ := strings.Cut(b.domains[0], ".")
		if short, full := acronyms(b.name); b.state == "" && len(label) > 2 && (label == short || label == full) {
			c.alias(p, strings.ToUpper(label))
		}
	}
	return nil
}

// parts are words in the names of agencies that people know by name; an office
// or a bureau's desk inside of one is not.
var parts = []string{"Agency", "Administration", "Institute", "Institutes", "Service", "Center", "Centers", "Bureau", "Laboratory", "Commission", "Survey", "Corps", "Mint", "Guard", "Board",
	"Council", "Authority", "Foundation", "Corporation", "Army", "Navy", "Force", "Police", "Command", "University", "Academy", "Library", "Museum"}

func ownBody(part string) bool {
	words := strings.Fields(part)
	if len(words) < 2 || words[0] == "Office" {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(parts, strings.Trim(w, ",()")) })
}

// named says how far the label of a domain is the name of a body: 2 its acronym
// or its last word (gsa.gov, state.gov), 1 a word of it, 0 not at all.
func named(domain, name string) int {
	label, _, _ := strings.Cut(domain, ".")
	words := strings.Fields(catalogue.Core(name))
	short, full := acronyms(name)
	switch {
	case len(words) == 0:
		return 0
	case label == short, label == full, label == strings.Join(words, ""), len(words) > 1 && label == words[len(words)-1] && len(label) > 3:
		return 2
	case len(label) > 3 && slices.Contains(words, label), len(label) > 2 && strings.HasPrefix(short, label), len(short) > 2 && strings.HasPrefix(label, short):
		return 1
	}
	return 0
}

// acronyms joins the first letters of the words of a name, of those written large
// (NIST) and of all (DOT).
func acronyms(name string) (short, full string) {
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' && r != '\'' }) {
		r := []rune(w)[0]
		if unicode.IsUpper(r) {
			short += string(unicode.ToLower(r))
		}
		full += string(unicode.ToLower(r))
	}
	return short, full
}
