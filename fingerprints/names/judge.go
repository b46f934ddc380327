package names

import (
	"runtime"
	"strings"
	"sync"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// judged is a name of the catalogue with how far it is believed.
type judged struct {
	id, core string
	weak     weakness
}

// record is an organisation with its names in the form of catalogue.Core.
type record struct {
	org   evidence.Organisation
	cores []string
}

// judge returns the names of a catalogue in its order, in parts that the
// processors worked on side by side: it is half of the time that a start takes.
func judge(cat catalogue.Index) [][]judged {
	common()
	proper() // once, before the workers ask for them
	all := recordsOf(cat)
	n := runtime.GOMAXPROCS(0)
	size := len(all)/n + 1
	parts := make([][]judged, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			part := all[min(i*size, len(all)):min((i+1)*size, len(all))]
			parts[i] = make([]judged, 0, 2*len(part))
			for k := range part {
				parts[i] = judgeRecord(parts[i], &part[k])
			}
		})
	}
	wg.Wait()
	return parts
}

// recordsOf lists the organisations of an index with their names.
func recordsOf(cat catalogue.Index) []record {
	all := make([]record, 0, cat.Len())
	if c, ok := cat.(*catalogue.Catalogue); ok { // which has the names made
		for o, cores := range c.Cores {
			all = append(all, record{o, cores})
		}
		return all
	}
	for o := range cat.All {
		all = append(all, record{o, catalogue.Cores(&o)})
	}
	return all
}

func judgeRecord(out []judged, r *record) []judged {
	for i, core := range r.cores {
		w := weaknessOf(core)
		switch {
		case i == 0 && placeLike(&r.org):
			w = weakPlace
		case w == strong && r.org.Kind == "brand" && !strings.ContainsAny(core, " &") && !evidence.StartsCJK(core):
			w = weakBrand
		}
		if !unusable(core) {
			out = append(out, judged{r.org.ID, core, w})
		}
	}
	if short := catalogue.ShortName(&r.org, r.cores); short != "" && !unusable(short) && !in(common(), short) {
		out = append(out, judged{r.org.ID, short, weakBrand})
	}
	return out
}

// unusable reports whether a name would be everywhere: Private Ltd., a single
// letter.
func unusable(core string) bool {
	return len(core) <= 12 && (len(core) == 1 || generic[core] || connectors[core] || starters[core]) || dangling(core)
}
