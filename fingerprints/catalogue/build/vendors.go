package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Names of the sources as catalogue.Sources has them.
const (
	sourceEDINET  = "EDINET code list"
	sourceGBiz    = "gBizINFO"
	sourceLocal   = "localgovjp"
	sourceHipo    = "university-domains-list"
	sourceDotgov  = "dotgov-data"
	sourceSP500   = "s-and-p-500-companies"
	sourceFinance = "FinanceDatabase"
	sourceBrands  = "name-suggestion-index"
	sourceIcons   = "simple-icons"
)

// gbizinfo adds the English names that listed firms of Japan gave the government,
// and the firms that file no reports.
func gbizinfo(data string, c *collector) error {
	byID := map[string]*evidence.Organisation{}
	for _, p := range c.orgs {
		byID[p.ID] = p
	}
	return table(data, "orgs/gbizinfo_listed_basic.csv", ',', func(row map[string]string) error {
		number, name := row["法人番号"], joinCJK(clean(row["法人名"]))
		if !catalogue.CorporateNumber(number) || name == "" {
			return nil
		}
		id := "jp-corporate-number:" + number
		p := byID[id]
		if p == nil {
			p = c.add(evidence.Organisation{ID: id, Name: name, Country: "JP", Kind: "company", Source: sourceGBiz, Languages: []string{"ja"}})
			byID[id] = p
			if r := shortVowels(reading(row["法人名ふりがな"])); len(r) >= 5 {
				c.aliasIn(p, r, "ja-Latn")
			}
		}
		c.aliasIn(p, row["法人名英語"], "en")
		return nil
	})
}

// vendors adds the makers of software and the platforms whose domains are background
// and that no other source has: under the title of their icon, where its site is
// named like it. Names of one or two characters are no names to look for.
func vendors(data string, c *collector) error {
	rates, err := background(data)
	if err != nil {
		return err
	}
	rate := rateTable(string(rates))
	var icons []struct{ Title, Source, Slug string }
	if err := readJSON(data, "vendors/simple-icons.json", &icons); err != nil {
		return err
	}
	for _, i := range icons {
		title := clean(i.Title)
		d, ok := siteOf(title, i.Source)
		if !ok || rate[d] == 0 || len(c.byDomain[d]) > 0 || catalogue.FreeMail(d) || utf8.RuneCountInString(title) < 3 {
			continue
		}
		if slices.ContainsFunc(c.byCore[catalogue.Core(title)], func(p *evidence.Organisation) bool { return p.Kind != "brand" }) {
			continue
		}
		// One word is also the name of a thing, which the matcher asks support for in brands.
		kind := "vendor"
		if !strings.Contains(title, " ") {
			kind = "brand"
		}
		c.add(evidence.Organisation{ID: "domain:" + d, Name: title, Domains: []string{d}, Uses: []evidence.DomainUse{evidence.UseWeb}, Kind: kind, Source: sourceIcons})
	}
	return nil
}

// maxGroup is how many further domains of a group one record takes.
const maxGroup = 12

// otherDomains gives organisations the further domains of the group that is named
// like the label of their first domain: those that begin with that label and that
// nobody else has.
func otherDomains(data string, c *collector) error {
	groups, err := digitalGroups(data)
	if err != nil {
		return err
	}
	for _, slug := range slices.Sorted(maps.Keys(groups)) {
		var owner *evidence.Organisation
		for _, d := range groups[slug] {
			label, _, _ := strings.Cut(d, ".")
			for _, p := range c.byDomain[d] {
				if label == slug && p.Domains[0] == d && owner == nil {
					owner = p
				}
			}
		}
		if owner == nil || len(slug) < 3 {
			continue
		}
		list := slices.DeleteFunc(slices.Clone(groups[slug]), func(d string) bool {
			_, registry := publicsuffix.PublicSuffix(d) // others hand out names to everybody, as clouds do
			return !strings.HasPrefix(d, slug) || len(c.byDomain[d]) > 0 || !registry
		})
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
		for _, d := range list[:min(maxGroup, len(list))] {
			c.domain(owner, d)
		}
	}
	return nil
}
