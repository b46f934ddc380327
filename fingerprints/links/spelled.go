package links

import (
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/readings"
)

// affixes are what stands in domains beside a name: legal forms, trades and what was
// free at the registrar. Both ends are tried.
var (
	prefixes = []string{"city-of-", "city-", "cityof", "town-", "vill-", "pref-", "get", "the", "my", "team"}
	suffixes = []string{"-city", "-town", "-pref", "jp", "japan", "hd", "hldgs", "holdings", "group", "grp", "corp", "inc", "ltd", "llc", "plc", "gmbh", "ag", "sa", "kk", "co", "hq", "net", "online",
		"web", "app", "shop", "store", "global", "int", "intl", "eu", "uk", "us", "usa", "de", "law", "legal", "lawyers", "solicitors", "tax", "accountants", "accounting", "partners", "advisors", "bank", "shinkin",
		"insurance", "finance", "capital", "media", "tech", "it", "digital", "systems", "solutions", "services", "software", "consulting", "engineering", "industries", "logistics", "energy", "health", "medical",
		"clinic", "hospital", "pharma", "foods", "hotel", "hotels", "school", "college", "project", "foundation", "council", "office", "-gov", "gov", "mail"}
)

// minStem is the shortest rest of a label that is still somebody's name.
const minStem = 4

// stemsOf returns a domain's label, and what is left of it without an affix, without
// hyphens. Domains of local governments have their name in the second label.
func stemsOf(domain string) []string {
	label, rest, _ := strings.Cut(domain, ".")
	switch label {
	case "city", "town", "vill", "pref", "metro":
		label, _, _ = strings.Cut(rest, ".")
	}
	out := []string{strings.ReplaceAll(label, "-", "")}
	add := func(s string) {
		if s = strings.Trim(s, "-"); len(s) >= minStem && !genericLabels[s] {
			out = append(out, strings.ReplaceAll(s, "-", ""))
		}
	}
	if first, _, ok := strings.Cut(label, "-"); ok {
		add(first)
	}
	for _, p := range prefixes {
		if s, ok := strings.CutPrefix(label, p); ok {
			add(s)
		}
	}
	for _, p := range suffixes {
		if s, ok := strings.CutSuffix(label, p); ok {
			add(s)
		}
	}
	return out
}

// longReading is the length from which on a reading is nobody else's by chance.
const longReading = 7

// maxSpelled bounds how many pairs of names and labels are compared by reading.
const maxSpelled = 2_000_000

// readings ties names in Chinese characters to domains and hosts that spell one of
// their readings.
func (l *linker) readings() {
	type label struct {
		key  evidence.Key
		text []string
	}
	var labels []label
	var names []evidence.Key
	for i := range l.entries {
		e := &l.entries[i]
		switch {
		case e.key.Kind == evidence.KeyDomain:
			labels = append(labels, label{e.key, stemsOf(e.key.Value)})
		case e.key.Kind == evidence.KeyHost:
			if s := strings.ReplaceAll(l.hostLabel(e.key.Value), "-", ""); len(s) >= minStem && !genericLabels[s] {
				labels = append(labels, label{e.key, []string{s}})
			}
		case e.key.Kind == evidence.KeyName && evidence.StartsCJK(e.key.Value):
			names = append(names, e.key)
		case e.key.Kind == evidence.KeyName:
			if s := squeeze(e.key.Value); len(s) >= minStem {
				list := []string{s}
				if w, ok := firstWord(e.key.Value); ok {
					list = append(list, w)
				}
				labels = append(labels, label{e.key, list})
			}
		}
	}
	left := maxSpelled
	for _, name := range names {
		for _, lb := range labels {
			if left--; left < 0 {
				return
			}
			for _, s := range lb.text {
				n := readings.Spells(s, name.Value)
				switch {
				case n == 0:
					continue
				case len(s) >= longReading:
					l.link(name, lb.key, labelIsName, "the domain's label is a reading of the name")
				default:
					l.link(name, lb.key, shortReading, "the domain's label is a reading of the name's beginning")
				}
				break
			}
		}
	}
}

// affixes ties domains to names that their label holds beside what registrars had free.
func (l *linker) affixes() {
	type named struct {
		key  evidence.Key
		bits float64
		why  string
	}
	by := map[string][]named{}
	for i := range l.entries {
		e := &l.entries[i]
		if e.key.Kind != evidence.KeyName {
			continue
		}
		if s := squeeze(e.key.Value); len(s) >= minStem {
			by[s] = append(by[s], named{e.key, shortReading, "the domain's label is the name and a common word"})
		} else if s := squeeze(catalogue.Romanise(e.key.Value)); len(s) >= minStem && !genericLabels[s] {
			by[s] = append(by[s], named{e.key, romajiOrAcronym, "the domain's label is the name's reading and a common word"})
		}
		w, _, ok := strings.Cut(e.key.Value, " ")
		if s := squeeze(w); ok && len(s) >= minStem && !genericLabels[s] {
			by[s] = append(by[s], named{e.key, romajiOrAcronym, "the domain's label begins with the name's first word"})
		}
	}
	for i := range l.entries {
		e := &l.entries[i]
		if e.key.Kind != evidence.KeyDomain {
			continue
		}
		for _, s := range stemsOf(e.key.Value)[1:] {
			for _, n := range by[s] {
				l.link(e.key, n.key, n.bits, n.why)
			}
		}
	}
}
