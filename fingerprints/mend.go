package fingerprints

import (
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// What a mended key costs in quality; names.Hit.Cost says the same of names.
const (
	costMended  = 0.15
	costFurther = 0.05
	costSure    = 0.10
	maxCost     = 0.5
	sureOf      = 0.85 // confidence from which a recogniser is believed more
	manyItems   = 3    // items that hold a reading for it to outweigh a rare one
)

// clean is a key that stands in the package without doubt.
type clean struct {
	key evidence.Key
	org string
	sum int  // items
	own bool // native text, or known to the catalogue
}

// Mend takes names and domains that recognisers misread for those of the package that
// they look like: one that stands in native text or in the catalogue, or that most
// pictures show. Nothing else changes a key, and a key that two others look like stays
// what it is. Marks lose quality for each character that was misread.
func (s *Set) Mend(items []evidence.Item) {
	known := cleanKeys(s, items)
	bySkeleton := map[evidence.Key][]clean{}
	for _, k := range known.order {
		c := known.keys[k]
		if c.own || c.sum >= manyItems {
			sk := evidence.Key{Kind: k.Kind, Value: catalogue.Skeleton(k.Value)}
			bySkeleton[sk] = append(bySkeleton[sk], *c)
		}
	}
	for i := range items {
		mendItem(&items[i], known, bySkeleton)
	}
}

// keyList remembers keys in the order in which they came.
type keyList struct {
	keys  map[evidence.Key]*clean
	order []evidence.Key
}

func mendable(k evidence.KeyKind) bool { return k == evidence.KeyName || k == evidence.KeyDomain }

func cleanKeys(s *Set, items []evidence.Item) keyList {
	l := keyList{keys: map[evidence.Key]*clean{}}
	last := map[evidence.Key]int{}
	for i := range items {
		for j := range items[i].Marks {
			m := &items[i].Marks[j]
			if !mendable(m.Key.Kind) || m.Class == evidence.ClassListing {
				continue
			}
			c := l.keys[m.Key]
			if c == nil {
				c = &clean{key: m.Key, own: m.Org != "" || m.Key.Kind == evidence.KeyDomain && len(s.cat.ByDomain(m.Key.Value)) > 0}
				l.keys[m.Key] = c
				l.order = append(l.order, m.Key)
			}
			if c.org == "" {
				c.org = m.Org
			}
			c.own = c.own || m.At.Confidence == 0
			if n, ok := last[m.Key]; !ok || n != i {
				c.sum++
				last[m.Key] = i
			}
		}
	}
	return l
}

// mendOf returns the key that a misread one stands for and what that costs.
func mendOf(m *evidence.Mark, known keyList, bySkeleton map[evidence.Key][]clean) (clean, float64, bool) {
	if !mendable(m.Key.Kind) || m.At.Confidence == 0 {
		return clean{}, 0, false
	}
	self := known.keys[m.Key]
	if self == nil || self.own {
		return clean{}, 0, false
	}
	var best clean
	least, tie := 0, false
	for _, c := range bySkeleton[evidence.Key{Kind: m.Key.Kind, Value: catalogue.Skeleton(m.Key.Value)}] {
		n, ok := catalogue.Confusions(m.Key.Value, c.key.Value)
		if !ok || n == 0 || !c.own && (self.sum*manyItems > c.sum || m.At.Confidence >= sureOf) {
			continue
		}
		switch {
		case least == 0 || n < least:
			best, least, tie = c, n, false
		case n == least:
			tie = true
		}
	}
	letters := utf8.RuneCountInString(strings.NewReplacer(" ", "", ".", "").Replace(best.key.Value))
	if least == 0 || tie || least > max(1, letters/4) || letters < 4 || m.Key.Kind == evidence.KeyDomain && !sameSuffix(m.Key.Value, best.key.Value) {
		return clean{}, 0, false
	}
	cost := costMended + costFurther*float64(least-1)
	if m.At.Confidence >= sureOf {
		cost += costSure
	}
	return best, min(maxCost, cost), true
}

// sameSuffix reports whether two domains end in one public suffix.
func sameSuffix(a, b string) bool {
	_, x, _ := strings.Cut(a, ".")
	_, y, _ := strings.Cut(b, ".")
	return x == y
}

func mendItem(it *evidence.Item, known keyList, bySkeleton map[evidence.Key][]clean) {
	changed := map[evidence.Key]evidence.Key{}
	for j := range it.Marks {
		m := &it.Marks[j]
		if c, cost, ok := mendOf(m, known, bySkeleton); ok {
			changed[m.Key] = c.key
			m.Key, m.Org = c.key, c.org
			m.Quality = max(0.05, m.Quality*(1-cost))
			if !strings.HasSuffix(m.Why, misread) {
				m.Why += misread
			}
		}
	}
	if len(changed) == 0 {
		return
	}
	// Marks that have become one are one.
	index := map[markKey]int{}
	out := it.Marks[:0]
	for _, m := range it.Marks {
		k := markKey{m.Key, m.Class, m.At.Zone, m.Role}
		i, ok := index[k]
		if !ok {
			index[k] = len(out)
			out = append(out, m)
			continue
		}
		count := out[i].Count + m.Count
		if m.Quality > out[i].Quality {
			out[i] = m
		}
		out[i].Count = count
	}
	it.Marks = out
	links := it.Links[:0]
	for _, l := range it.Links {
		if k, ok := changed[l.A]; ok {
			l.A = k
		}
		if k, ok := changed[l.B]; ok {
			l.B = k
		}
		if l.A == l.B {
			continue
		}
		if compareKeys(l.A, l.B) > 0 {
			l.A, l.B = l.B, l.A
		}
		links = append(links, l)
	}
	it.Links = links
}
