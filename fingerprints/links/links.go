// Package links says which keys of a package seem to be one organisation by how
// they are spelled, and by being in one record of the catalogue.
package links

import (
	"cmp"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Bits of METHOD step 2.
const (
	sameRecord        = 12
	labelIsName       = 7
	romajiOrAcronym   = 4
	shortReading      = 5
	differentRegistry = -10
)

// MaxLinks bounds the links of a package.
const MaxLinks = 100_000

// maxRegistry bounds the registry numbers that are set against each other.
const maxRegistry = 60

// Of returns the links between the keys of marks; each key once is enough. They
// are sorted, and do not depend on the order of marks. hostLabel gives the part of
// a host's key that may carry an organisation's name, "" for none.
func Of(marks []evidence.Mark, hostLabel func(key string) string) []evidence.Link {
	l := linker{hostLabel: hostLabel, seen: map[[2]evidence.Key]int{}}
	l.read(marks)
	l.records()
	l.spelling()
	l.registries()
	slices.SortFunc(l.out, func(a, b evidence.Link) int {
		return cmp.Or(compare(a.A, b.A), compare(a.B, b.B), cmp.Compare(b.Bits, a.Bits))
	})
	return l.out
}

func compare(a, b evidence.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
}

type entry struct {
	key      evidence.Key
	org      string
	displays []string // names only
	pictured bool     // every mark was read in a picture
	best     float64  // highest confidence of these
}

type linker struct {
	hostLabel func(string) string
	entries   []entry
	out       []evidence.Link
	seen      map[[2]evidence.Key]int
}

func (l *linker) read(marks []evidence.Mark) {
	index := map[evidence.Key]int{}
	sorted := slices.Clone(marks)
	slices.SortStableFunc(sorted, func(a, b evidence.Mark) int {
		return cmp.Or(compare(a.Key, b.Key), cmp.Compare(b.Org, a.Org), cmp.Compare(a.Value, b.Value))
	})
	for i := range sorted {
		m := &sorted[i]
		k, ok := index[m.Key]
		if !ok {
			k = len(l.entries)
			index[m.Key] = k
			l.entries = append(l.entries, entry{key: m.Key, org: m.Org, pictured: true})
		}
		e := &l.entries[k]
		if m.Class != evidence.ClassListing { // the name of a file is no text that was read
			e.pictured = e.pictured && m.At.Box != nil
			e.best = max(e.best, m.Quality)
		}
		if m.Key.Kind == evidence.KeyName && len(e.displays) < 8 && !slices.Contains(e.displays, m.Value) {
			e.displays = append(e.displays, m.Value)
		}
	}
}

func (l *linker) link(a, b evidence.Key, bits float64, why string) {
	if a == b || len(l.out) >= MaxLinks {
		return
	}
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if i, ok := l.seen[[2]evidence.Key{a, b}]; ok {
		// The strongest reason stands for all: they are not independent.
		if o := &l.out[i]; bits > 0 && o.Bits > 0 && bits > o.Bits {
			o.Bits, o.Why = bits, why
		}
		return
	}
	l.seen[[2]evidence.Key{a, b}] = len(l.out)
	l.out = append(l.out, evidence.Link{A: a, B: b, Bits: bits, Why: why})
}

// records ties the keys of one record to the first of them.
func (l *linker) records() {
	head := map[string]evidence.Key{}
	for i := range l.entries {
		e := &l.entries[i]
		if e.org == "" {
			continue
		}
		if h, ok := head[e.org]; ok {
			l.link(h, e.key, sameRecord, "same record of the catalogue")
		} else {
			head[e.org] = e.key
		}
	}
}

// minLabel is the length of the shortest label that is compared by spelling.
const minLabel = 3

// genericLabels are labels of domains and hosts that any organisation has.
var genericLabels = map[string]bool{"mail": true, "www": true, "corp": true, "group": true, "home": true, "office": true, "info": true, "net": true, "web": true,
	"online": true, "global": true, "japan": true, "tokyo": true, "company": true, "server": true, "file": true, "host": true, "local": true, "internal": true,
	"intra": true, "test": true, "example": true, "data": true, "cloud": true, "system": true, "systems": true, "service": true, "services": true, "first": true, "national": true, "general": true}

// spelling ties labels of domains and hosts to names, and names in two scripts.
func (l *linker) spelling() {
	type named struct {
		key  evidence.Key
		bits float64
		why  string
	}
	byLabel := map[string][]named{}
	put := func(label string, n named) {
		if len(label) < minLabel || genericLabels[label] {
			return
		}
		for _, o := range byLabel[label] {
			if o.key == n.key {
				return
			}
		}
		byLabel[label] = append(byLabel[label], n)
	}
	for i := range l.entries {
		e := &l.entries[i]
		if e.key.Kind != evidence.KeyName {
			continue
		}
		if s := squeeze(e.key.Value); s != "" {
			put(s, named{e.key, labelIsName, "the domain's label is the name"})
		}
		if r := squeeze(catalogue.Romanise(e.key.Value)); r != "" {
			put(r, named{e.key, romajiOrAcronym, "the domain's label is the name in Latin letters"})
		}
		if a := acronym(e.key.Value); a != "" {
			put(a, named{e.key, romajiOrAcronym, "the domain's label is the name's initials"})
		}
		if w, ok := firstWord(e.key.Value); ok {
			put(w, named{e.key, romajiOrAcronym, "the domain's label is the name's first word"})
		}
	}
	for i := range l.entries {
		e := &l.entries[i]
		var label string
		switch e.key.Kind {
		case evidence.KeyDomain:
			label, _, _ = strings.Cut(e.key.Value, ".")
			label = strings.ReplaceAll(label, "-", "")
		case evidence.KeyHost:
			label = strings.ReplaceAll(l.hostLabel(e.key.Value), "-", "")
		case evidence.KeyName:
			// Two names: only when one is the other written in Latin letters or initials.
			own := squeeze(e.key.Value)
			for _, n := range byLabel[own] {
				if n.key != e.key && n.bits == romajiOrAcronym {
					l.link(e.key, n.key, n.bits, strings.Replace(n.why, "the domain's label", "one name", 1))
				}
			}
			continue
		default:
			continue
		}
		for _, n := range byLabel[label] {
			l.link(e.key, n.key, n.bits, n.why)
		}
	}
	l.readings()
	l.affixes()
	l.misread()
	l.hostPrefixes(func(label string) []evidence.Key {
		var ks []evidence.Key
		for _, n := range byLabel[label] {
			if n.bits == labelIsName {
				ks = append(ks, n.key)
			}
		}
		return ks
	})
}

// minPrefix is the shortest label of an organisation that the name of a server
// is believed to begin with: acmefs01.
const minPrefix = 4

// hostPrefixes ties servers to the domains and names whose label their own name
// begins with, if what follows is what administrators append: a function, a
// place, a number.
func (l *linker) hostPrefixes(names func(string) []evidence.Key) {
	byDomain := map[string][]evidence.Key{}
	for i := range l.entries {
		if l.entries[i].key.Kind == evidence.KeyDomain {
			label, _, _ := strings.Cut(l.entries[i].key.Value, ".")
			label = strings.ReplaceAll(label, "-", "")
			byDomain[label] = append(byDomain[label], l.entries[i].key)
		}
	}
	for i := range l.entries {
		e := &l.entries[i]
		if e.key.Kind != evidence.KeyHost {
			continue
		}
		label := strings.ReplaceAll(l.hostLabel(e.key.Value), "-", "")
		if label == "" || genericLabels[label] {
			continue
		}
		for n := len(label); n >= minPrefix; n-- {
			prefix := label[:n]
			if genericLabels[prefix] || !serverTail(label[n:]) {
				continue
			}
			found := append(slices.Clone(byDomain[prefix]), names(prefix)...)
			bits := float64(romajiOrAcronym)
			why := "the host's name begins with the organisation's label"
			switch {
			case n == len(label):
				bits, why = labelIsName, "the host's label is the organisation's"
			case serverRole(label[n:]):
				bits, why = labelIsName, "the host's name is the organisation's label and what administrators append"
			}
			for _, k := range found {
				l.link(e.key, k, bits, why)
			}
			if len(found) > 0 {
				break
			}
		}
	}
}

// serverTail reports whether s is what follows an organisation's name in the name
// of a server: at most eight letters and digits.
func serverTail(s string) bool { return len(s) <= 8 }

// serverRoles are what administrators call a server after the organisation.
var serverRoles = map[string]bool{"": true, "ad": true, "ap": true, "app": true, "bk": true, "bkup": true, "db": true, "dc": true, "dns": true, "ex": true,
	"exch": true, "file": true, "files": true, "filesv": true, "fs": true, "fsv": true, "ftp": true, "gw": true, "hv": true, "mail": true, "mx": true, "nas": true, "nb": true, "ns": true,
	"nt": true, "pc": true, "print": true, "prn": true, "prt": true, "ps": true, "rds": true, "share": true, "sp": true, "sql": true, "srv": true, "sv": true,
	"svr": true, "ts": true, "vdi": true, "vm": true, "vpn": true, "web": true, "ws": true}

// serverRole reports whether s is the function of a server and its number: fs01.
// A bare number is one too; more than three digits are not.
func serverRole(s string) bool {
	role := strings.TrimRight(s, "0123456789")
	return len(s)-len(role) <= 3 && serverRoles[role]
}

// registries sets numbers of one register against each other.
func (l *linker) registries() {
	byScheme := map[string][]evidence.Key{}
	var order []string
	for i := range l.entries {
		e := &l.entries[i]
		if e.key.Kind != evidence.KeyRegistry {
			continue
		}
		scheme, _, _ := strings.Cut(e.key.Value, ":")
		if _, ok := byScheme[scheme]; !ok {
			order = append(order, scheme)
		}
		byScheme[scheme] = append(byScheme[scheme], e.key)
	}
	for _, scheme := range order {
		ks := byScheme[scheme]
		if scheme == "vat" || len(ks) > maxRegistry {
			continue // one firm has VAT numbers in several countries
		}
		for i, a := range ks {
			for _, b := range ks[i+1:] {
				l.link(a, b, differentRegistry, "different registry numbers")
			}
		}
	}
}

// squeeze is a name as the label of a domain writes it, "" where it holds
// anything but Latin letters and digits.
func squeeze(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(" -.,&'・", r):
		default:
			return ""
		}
	}
	return b.String()
}

// acronym is made of the initials of three words or more.
func acronym(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' })
	var b strings.Builder
	for _, w := range words {
		if w == "of" || w == "the" || w == "and" || w == "&" || w == "for" || w == "de" {
			continue
		}
		if w[0] < 'a' || w[0] > 'z' {
			return ""
		}
		b.WriteByte(w[0])
	}
	if b.Len() < minLabel {
		return ""
	}
	return b.String()
}

// firstWord is the first of several words of a name, where it is long enough to
// be its own: Example Industries is example.test.
func firstWord(name string) (string, bool) {
	w, rest, ok := strings.Cut(name, " ")
	if !ok || rest == "" || len(w) < 5 {
		return "", false
	}
	s := squeeze(w)
	return s, s != ""
}
