package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// brand is one line of the name-suggestion-index extract.
type brand struct {
	qid   string
	names []string
	loc   []string
}

func brands(data string, f func(brand)) error {
	return lines(data, "orgs/nsi_brands.jsonl", func(l string) error {
		var row struct {
			ID    string            `json:"id"`
			Names map[string]string `json:"names"`
			Loc   []string          `json:"loc"`
		}
		if err := json.Unmarshal([]byte(l), &row); err != nil {
			return err
		}
		b := brand{qid: row.ID, loc: row.Loc}
		for n := range row.Names {
			b.names = append(b.names, clean(n))
		}
		// Names without a language are the international ones.
		slices.SortFunc(b.names, func(x, y string) int {
			return cmp.Or(cmp.Compare(len(row.Names[x]), len(row.Names[y])), cmp.Compare(x, y))
		})
		f(b)
		return nil
	})
}

// addBrands adds brands that people meet in the street. A brand whose name is
// that of a company adds its other spellings to it where there is one such
// company only.
func addBrands(data string, c *collector) error {
	return brands(data, func(b brand) {
		names := slices.DeleteFunc(b.names, func(n string) bool { return utf8.RuneCountInString(n) < 2 })
		if len(names) == 0 || !strings.HasPrefix(b.qid, "Q") {
			return
		}
		for _, n := range names {
			if have := c.byCore[catalogue.Core(n)]; len(have) > 0 {
				return
			}
		}
		o := evidence.Organisation{ID: "wikidata:" + b.qid, Name: names[0], Kind: "brand", Source: sourceBrands}
		if len(b.loc) == 1 && len(b.loc[0]) == 2 {
			o.Country = strings.ToUpper(b.loc[0])
		}
		p := c.add(o)
		for _, n := range names[1:] {
			if len(p.Aliases) < 4 {
				c.alias(p, n)
			}
		}
	})
}
