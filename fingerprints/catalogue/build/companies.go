package main

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// edinet adds the firms that file reports in Japan, with the domain of the
// listing that has their securities code.
func edinet(data string, c *collector) error {
	bySymbol := map[string]map[string]string{}
	err := table(data, "orgs/financedatabase_name_domain.tsv", '\t', func(row map[string]string) error {
		if code, ok := strings.CutSuffix(row["symbol"], ".T"); ok {
			bySymbol[code] = row
		}
		return nil
	})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	proto, err := prototypeDomains(data)
	if err != nil {
		return err
	}
	return table(data, "orgs/edinet_codes.csv", ',', func(row map[string]string) error {
		name := clean(norm.NFKC.String(row["提出者名"]))
		number := row["提出者法人番号"]
		if name == "" || strings.Contains(row["提出者種別"], "個人") {
			return nil
		}
		o := evidence.Organisation{Name: joinCJK(name), Kind: "company", Source: sourceEDINET, Languages: []string{"ja"}}
		switch {
		case catalogue.CorporateNumber(number):
			o.ID = "jp-corporate-number:" + number
			o.Country = "JP"
		default:
			o.ID = "edinet:" + row["ＥＤＩＮＥＴコード"]
			if strings.HasPrefix(row["提出者種別"], "内国") {
				o.Country = "JP"
			}
		}
		if seen[o.ID] {
			return nil
		}
		seen[o.ID] = true
		p := c.add(o)
		c.aliasIn(p, norm.NFKC.String(row["提出者名（英字）"]), "en")
		if r := shortVowels(reading(row["提出者名（ヨミ）"])); len(r) >= 5 {
			c.aliasIn(p, r, "ja-Latn")
		}
		if code := row["証券コード"]; len(code) == 5 && code[4] == '0' {
			if fd := bySymbol[code[:4]]; fd != nil {
				c.domainFor(p, fd["domain"], evidence.UseWeb)
				c.alias(p, fd["name"])
			}
		}
		if len(p.Domains) == 0 {
			c.domainFor(p, proto[number], evidence.UseWeb)
		}
		return nil
	})
}

// prototypeDomains reads the domains that an earlier table joined to corporate
// numbers.
func prototypeDomains(data string) (map[string]string, error) {
	m := map[string]string{}
	err := lines(data, "orgs/PROTOTYPE_default_orgs.tsv", func(l string) error {
		f := strings.Split(l, "\t")
		if len(f) == 5 {
			if n, ok := strings.CutPrefix(f[4], "JCN:"); ok {
				m[n], _, _ = strings.Cut(f[1], "|")
			}
		}
		return nil
	})
	return m, err
}

// reading romanises the reading of a name without its legal form.
func reading(kana string) string {
	r := catalogue.Romanise(catalogue.Core(kana))
	for _, ch := range r {
		if ch > unicode.MaxASCII {
			return ""
		}
	}
	if r == "" {
		return ""
	}
	return strings.ToUpper(r[:1]) + r[1:]
}

// joinCJK takes out blanks beside Japanese characters.
func joinCJK(name string) string {
	var b strings.Builder
	f := strings.Fields(name)
	for i, w := range f {
		if i > 0 && !evidence.EndsCJK(f[i-1]) && !evidence.StartsCJK(w) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// papers are securities on a company that are listed under its domain.
var papers = regexp.MustCompile(`(?i)\b(ET[CFNP]s?|leverage shares|graniteshares|yieldmax|certificate|tracker|[-+]?[0-9]x (long|short))\b`)

// shareKinds are what listings write behind the name of the company.
var shareKinds = regexp.MustCompile(`(?i)\s+(-\s+)?((un)?sponsored |american )?(ADR|ADS|GDR|CDR|BDR|DRC?|depositary receipts?|(class|series|cl) [a-h]|pref(erred)?( shares?)?)\b.*$`)

// finance adds listed companies of the world by name and web domain. Of several
// listings on one site that one names the company whose first word is in the
// domain; the shortest where there are more.
func finance(data string, c *collector) error {
	rows := map[string][]map[string]string{}
	err := table(data, "orgs/financedatabase_name_domain.tsv", '\t', func(row map[string]string) error {
		d, ok := catalogue.Registrable(row["domain"])
		row["name"] = clean(shareKinds.ReplaceAllString(row["name"], ""))
		if ok && row["name"] != "" && !papers.MatchString(row["name"]) && !shared(d) {
			rows[d] = append(rows[d], row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, d := range slices.Sorted(maps.Keys(rows)) {
		label, _, _ := strings.Cut(d, ".")
		slices.SortFunc(rows[d], func(a, b map[string]string) int {
			return cmp.Or(cmp.Compare(firstWord(label, b["name"]), firstWord(label, a["name"])), cmp.Compare(len(a["name"]), len(b["name"])),
				cmp.Compare(a["name"], b["name"]))
		})
		for _, row := range rows[d] {
			if p := c.same(row["name"], d); p != nil {
				c.alias(p, row["name"])
			} else if len(c.byDomain[d]) == 0 { // a second firm on another's site would claim its mail
				c.add(evidence.Organisation{ID: "domain:" + d, Name: row["name"], Domains: []string{d}, Country: countryCode(row["country"]), Kind: "company",
					Uses: []evidence.DomainUse{evidence.UseWeb}, Source: sourceFinance})
			}
		}
	}
	return nil
}

// firstWord returns 1 where the first word of a name is in the label of its
// domain, else 0.
func firstWord(label, name string) int {
	w, _, _ := strings.Cut(catalogue.Core(name), " ")
	if len(w) > 1 && strings.Contains(label, w) {
		return 1
	}
	return 0
}

// sp500 gives the firms of the index their CIK.
func sp500(data string, c *collector) error {
	digital, err := digitalGroups(data)
	if err != nil {
		return err
	}
	return table(data, "orgs/sp500.csv", ',', func(row map[string]string) error {
		name := clean(row["Security"])
		cik := "us-cik:" + strings.TrimLeft(row["CIK"], "0")
		name, _, _ = strings.Cut(name, " (Class")
		for _, p := range c.byCore[catalogue.Core(name)] {
			if p.Country == "US" || p.Country == "IE" || p.Country == "GB" || p.Country == "NL" || p.Country == "CH" {
				if p.ID == cik {
					return nil // another class of its shares
				}
				p.Registry = append(p.Registry, cik)
				p.ID = cik
				c.alias(p, name)
				return nil
			}
		}
		p := c.add(evidence.Organisation{ID: cik, Name: name, Country: "US", Kind: "company", Source: sourceSP500})
		slug, _, _ := strings.Cut(catalogue.Core(name), " ")
		if slices.Contains(digital[slug], slug+".com") && len(c.byDomain[slug+".com"]) == 0 {
			c.domain(p, slug+".com")
		}
		return nil
	})
}
