package verify

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"evscan/report/document"
)

// maxFaults bounds the faults that are listed; more say nothing new.
const maxFaults = 100

// Consistent lists where a report contradicts itself, nil where it does not: its sums,
// ids, references and hashes.
func Consistent(d document.Document) []Fault {
	k := &checker{d: d, index: map[string]int{}}
	k.items()
	k.sums()
	k.problems()
	k.answer()
	if len(k.faults) > maxFaults {
		k.faults = append(k.faults[:maxFaults:maxFaults], Fault{"report", fmt.Sprintf("and %d more", len(k.faults)-maxFaults)})
	}
	return k.faults
}

type checker struct {
	d      document.Document
	index  map[string]int
	faults []Fault
}

func (k *checker) fault(where, format string, args ...any) {
	k.faults = append(k.faults, Fault{where, fmt.Sprintf(format, args...)})
}

func (k *checker) items() {
	d := k.d
	if len(d.Items) == 0 {
		k.fault("items", "there is none, not even the package")
		return
	}
	if root := d.Items[0]; root.ID != "0" || root.Parent != "" {
		k.fault("items[0]", "the first item is %q and not the package", root.ID)
	} else {
		if root.SHA256 != d.Package.SHA256 {
			k.fault("package.sha256", "is not that of the first item")
		}
		if root.Size != d.Package.Size {
			k.fault("package.size", "is not that of the first item")
		}
	}
	if !hexOf(d.Package.SHA256, 64) || d.Package.SHA1 != "" && !hexOf(d.Package.SHA1, 40) || d.Package.MD5 != "" && !hexOf(d.Package.MD5, 32) {
		k.fault("package", "one of its hashes is none")
	}
	children := map[string]int{}
	for i, it := range d.Items {
		where := "item " + it.ID
		if j, twice := k.index[it.ID]; twice {
			k.fault(where, "has the id of items[%d]", j)
			continue
		}
		k.index[it.ID] = i
		if it.SHA256 != "" && !hexOf(it.SHA256, 64) {
			k.fault(where, "its hash is none")
		}
		if i > 0 {
			k.place(where, it, children)
		}
		if it.SameAs != "" {
			k.twin(where, i, it)
		}
	}
}

// place checks that an item stands below its parent, in order, under its name.
func (k *checker) place(where string, it document.Item, children map[string]int) {
	p, ok := k.index[it.Parent]
	if !ok {
		k.fault(where, "its parent %q does not stand before it", it.Parent)
		return
	}
	if want := fmt.Sprintf("%s.%d", it.Parent, children[it.Parent]); it.ID != want {
		k.fault(where, "where %s is due", want)
	}
	children[it.Parent]++
	parent := k.d.Items[p].Path
	if len(it.Path) != len(parent)+1 || !slices.Equal(it.Path[:len(parent)], parent) {
		k.fault(where, "its path does not lie below that of %s", it.Parent)
	}
}

func (k *checker) twin(where string, i int, it document.Item) {
	j, ok := k.index[it.SameAs]
	switch {
	case !ok || j >= i:
		k.fault(where, "is said to have the bytes of %q, which does not stand before it", it.SameAs)
	case k.d.Items[j].SHA256 != it.SHA256 || k.d.Items[j].Size != it.Size:
		k.fault(where, "is said to have the bytes of %s, and its hash or size is another", it.SameAs)
	}
}

func (k *checker) sums() {
	c, by := k.d.Coverage, map[string]int{}
	counted := document.Coverage{Items: len(k.d.Items)}
	for _, it := range k.d.Items {
		switch it.Status {
		case "read":
			counted.Read++
		case "partly-read":
			counted.PartlyRead++
		default:
			counted.NotRead++
		}
		if it.SameAs != "" {
			counted.Duplicates++
		}
		seen := map[string]bool{}
		for _, p := range it.Problems {
			if !seen[p.Kind] {
				seen[p.Kind] = true
				by[p.Kind]++
			}
		}
	}
	for _, x := range []struct {
		name      string
		said, are int
	}{{"items", c.Items, counted.Items}, {"read", c.Read, counted.Read}, {"partly_read", c.PartlyRead, counted.PartlyRead},
		{"not_read", c.NotRead, counted.NotRead}, {"duplicates", c.Duplicates, counted.Duplicates}} {
		if x.said != x.are {
			k.fault("coverage."+x.name, "says %d; there are %d", x.said, x.are)
		}
	}
	if c.Read+c.PartlyRead+c.NotRead != c.Items {
		k.fault("coverage", "read, partly read and not read do not add up to the items")
	}
	if len(c.ByReason)+len(by) > 0 && !reflect.DeepEqual(c.ByReason, by) {
		k.fault("coverage.by_reason", "is not what the items' problems add up to")
	}
}

func (k *checker) problems() {
	var all []document.Problem
	for _, it := range k.d.Items {
		for _, p := range it.Problems {
			if p.Item != it.ID {
				k.fault("item "+it.ID, "one of its problems is said of %q", p.Item)
			}
			all = append(all, p)
		}
	}
	if !slices.Equal(all, k.d.Problems) {
		k.fault("problems", "are not those of the items")
	}
}

func (k *checker) answer() {
	a := k.d.Attribution
	known := map[string]bool{}
	for i, c := range a.Candidates {
		where := fmt.Sprintf("attribution.candidates[%d]", i)
		if known[c.ID] {
			k.fault(where, "a second one with the id %q", c.ID)
		}
		known[c.ID] = true
		for j, e := range c.Evidence {
			n, ok := k.index[e.Item]
			switch {
			case !ok:
				k.fault(fmt.Sprintf("%s.evidence[%d]", where, j), "there is no item %q", e.Item)
			case !slices.Equal(k.d.Items[n].Path, e.Path):
				k.fault(fmt.Sprintf("%s.evidence[%d]", where, j), "its path is not that of item %s", e.Item)
			}
		}
	}
	if (a.Owner != nil) != (a.Verdict == "identified") {
		k.fault("attribution.owner", "stands there with the verdict %q", a.Verdict)
	}
	for _, p := range []struct {
		where string
		party *document.Party
	}{{"attribution.owner", a.Owner}, {"attribution.custodian", a.Custodian}} {
		if p.party != nil && !known[p.party.ID] {
			k.fault(p.where, "there is no candidate %q", p.party.ID)
		}
	}
	if c := k.d.Claim; c != nil && c.Candidate != "" && !known[c.Candidate] {
		k.fault("claim.candidate", "there is no candidate %q", c.Candidate)
	}
}

func hexOf(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789abcdef") == "" }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
