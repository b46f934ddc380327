package main

import (
	"net/url"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

type university struct {
	Name    string   `json:"name"`
	Domains []string `json:"domains"`
	Country string   `json:"alpha_two_code"`
}

func universities(data string, c *collector) error {
	var list []university
	if err := readJSON(data, "orgs/hipo_universities.json", &list); err != nil {
		return err
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
				c.domain(p, d)
			}
			continue
		}
		if have := c.byDomain[ds[0]]; len(have) > 0 {
			c.alias(have[0], name)
			continue
		}
		c.add(evidence.Organisation{ID: "domain:" + ds[0], Name: name, Domains: ds, Country: u.Country, Kind: "university"})
	}
	return nil
}

func prefectures(data string, c *collector) error {
	return table(data, "orgs/prefjp-utf8.csv", ',', func(row map[string]string) error {
		pref := row["pref"]
		o := evidence.Organisation{ID: "jp-local-government:" + padCode(row["lgcode"]), Name: pref, Country: "JP", Kind: "government",
			Aliases: []string{pref + "庁"}}
		if strings.HasSuffix(pref, "道") {
			o.Aliases = []string{"北海道庁"}
		}
		p := c.add(o)
		if row["pref_en"] != "" && !strings.HasSuffix(pref, "道") {
			c.alias(p, row["pref_en"]+" Prefecture")
			c.alias(p, row["pref_en"]+" Prefectural Government")
		}
		c.domain(p, hostOf(row["url"]))
		return nil
	})
}

func municipalities(data string, c *collector) error {
	return table(data, "orgs/localgovjp-utf8.csv", ',', func(row map[string]string) error {
		city := row["city"]
		if strings.Contains(city, " ") || city == "" {
			return nil // a ward inside a city shares its city's domain
		}
		office := city + "役所"
		if strings.HasSuffix(city, "町") || strings.HasSuffix(city, "村") {
			office = city + "役場"
		}
		o := evidence.Organisation{ID: "jp-local-government:" + padCode(row["lgcode"]), Name: row["pref"] + city, Country: "JP", Kind: "municipality",
			Aliases: []string{office}}
		p := c.add(o)
		c.domain(p, hostOf(row["url"]))
		return nil
	})
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

// dotgov adds the public bodies of the United States; those of one name in one
// state are one.
func dotgov(data string, c *collector) error {
	seen := map[string]*evidence.Organisation{}
	return table(data, "orgs/cisa_dotgov_full.csv", ',', func(row map[string]string) error {
		d, ok := catalogue.Registrable(row["Domain name"])
		name := clean(row["Organization name"])
		if !ok || name == "" {
			return nil
		}
		key := name + "\t" + row["State"]
		kind := "government"
		if row["Domain type"] == "City" || row["Domain type"] == "County" {
			kind = "municipality"
		}
		if strings.HasPrefix(row["Domain type"], "Federal") {
			key = name
		}
		if p := seen[key]; p != nil {
			if len(p.Domains) < 40 {
				c.domain(p, d)
			}
			return nil
		}
		seen[key] = c.add(evidence.Organisation{ID: "domain:" + d, Name: name, Domains: []string{d}, Country: "US", Kind: kind})
		return nil
	})
}
