package analyzer

import (
	"math"
	"strings"

	"evscan/evidence"
)

// storable brings what is weighed into the form in which a report keeps it: numbers
// with six decimals, strings that are valid UTF-8. A stored report that is weighed
// again then gives the answer of the scan, to the last digit.
func storable(items []evidence.Item, w *Weighed) {
	for i := range items {
		it := &items[i]
		for j := range it.Marks {
			m := &it.Marks[j]
			m.Quality = sixDecimals(m.Quality)
			m.Key.Value = utf8Only(m.Key.Value)
			m.Org, m.Value, m.Source = utf8Only(m.Org), utf8Only(m.Value), utf8Only(m.Source)
			m.Snippet, m.Why = utf8Only(m.Snippet), utf8Only(m.Why)
			m.At.Part, m.At.Cell = utf8Only(m.At.Part), utf8Only(m.At.Cell)
		}
		storableLinks(it.Links)
	}
	storableLinks(w.Links)
	if c := w.Claim; c != nil {
		storableLinks(c.Links)
		c.Text = utf8Only(c.Text)
		for i := range c.Keys {
			c.Keys[i].Value = utf8Only(c.Keys[i].Value)
		}
	}
	for id, o := range w.Orgs { // each alone, so the order does not show
		o.Background = sixDecimals(o.Background)
		w.Orgs[id] = o
	}
}

func storableLinks(links []evidence.Link) {
	for i := range links {
		l := &links[i]
		l.Bits = sixDecimals(l.Bits)
		l.A.Value, l.B.Value, l.Why = utf8Only(l.A.Value), utf8Only(l.B.Value), utf8Only(l.Why)
	}
}

func sixDecimals(f float64) float64 { return math.Round(f*1e6) / 1e6 }

func utf8Only(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
