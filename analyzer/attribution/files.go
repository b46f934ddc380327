package attribution

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// items are the items that are weighed: without those that are irrelevant, and without
// the marks and links of those that were planted or of keys that are nobody.
func (d *decider) items(rejected map[evidence.Key]int) []evidence.Item {
	t := newTree(d.in.Items)
	planted, irrelevant := make([]bool, len(t.items)), make([]bool, len(t.items))
	for n := range d.taken {
		switch d.taken[n].Kind {
		case DecisionPlanted:
			d.files(t, n, planted)
		case DecisionIrrelevant:
			d.files(t, n, irrelevant)
		}
	}
	planted, irrelevant = t.planted(planted), t.leftOut(irrelevant)
	out := make([]evidence.Item, 0, len(d.in.Items))
	for i := range d.in.Items {
		if irrelevant[i] {
			continue
		}
		it := d.in.Items[i]
		if planted[i] {
			it.Marks, it.Links = nil, nil
		} else if len(rejected) > 0 {
			it.Marks = slices.DeleteFunc(slices.Clone(it.Marks), func(m evidence.Mark) bool { _, no := rejected[m.Key]; return no })
			it.Links = without(it.Links, rejected)
		}
		out = append(out, it)
	}
	return out
}

// files notes the items that a decision names, and what it names in vain.
func (d *decider) files(t *tree, n int, hit []bool) {
	x := &d.taken[n]
	if len(x.About) == 0 {
		x.fault("", "names no file", nil)
	}
	own := make([]bool, len(t.items))
	for _, entry := range x.About {
		found := t.find(entry)
		if len(found) == 0 {
			x.fault(entry, "is no file of the package", t.nearest(entry))
		}
		for _, i := range found {
			own[i], hit[i] = true, true
		}
	}
	for i := range own {
		if own[i] {
			x.Matched = append(x.Matched, t.items[i].ID)
		}
	}
}

// tree is how the items of a package hold each other.
type tree struct {
	items  []evidence.Item
	at     map[string]int
	parent []int         // -1 for none
	copies map[int][]int // by the first item with some bytes: the others
	first  []int         // the first item with the bytes
}

func newTree(items []evidence.Item) *tree {
	t := &tree{items: items, at: make(map[string]int, len(items)), parent: make([]int, len(items)), copies: map[int][]int{}, first: make([]int, len(items))}
	for i := range items {
		if _, twice := t.at[items[i].ID]; !twice {
			t.at[items[i].ID] = i
		}
	}
	for i := range items {
		t.parent[i], t.first[i] = -1, i
		if p, ok := t.at[items[i].Parent]; ok && p != i {
			t.parent[i] = p
		}
		if f, ok := t.at[items[i].SameAs]; ok && f != i {
			t.first[i] = f
			t.copies[f] = append(t.copies[f], i)
		}
	}
	return t
}

// climb calls f for item i and everything that holds it, until f says stop.
func (t *tree) climb(i int, f func(i int) bool) {
	for range maxClimb {
		if i < 0 || !f(i) {
			return
		}
		i = t.parent[i]
	}
}

// under reports for item i whether it or something that holds it is in set.
func (t *tree) under(set []bool, i int) bool {
	found := false
	t.climb(i, func(j int) bool { found = set[j]; return !found })
	return found
}

// planted widens a set to everything inside its items, to copies of them and to
// everything inside those.
func (t *tree) planted(set []bool) []bool {
	wide := slices.Clone(set)
	for i, in := range set {
		if in {
			wide[t.first[i]] = true
			for _, c := range t.copies[t.first[i]] {
				wide[c] = true
			}
		}
	}
	out := make([]bool, len(set))
	for i := range out {
		// Of bytes that lie inside, the copies elsewhere are the same planted bytes.
		if out[i] = t.under(wide, i); out[i] {
			out[t.first[i]] = true
		}
	}
	for i := range out {
		out[i] = out[i] || out[t.first[i]] || t.under(out, i)
	}
	return out
}

// leftOut widens a set to everything inside its items, but for the bytes of which a
// copy lies outside of it: those are still in the package.
func (t *tree) leftOut(set []bool) []bool {
	named := make([]bool, len(set))
	for i := range named {
		named[i] = t.under(set, i)
	}
	kept := make([]bool, len(set)) // named, but first of bytes that also lie elsewhere
	for i := range named {
		kept[i] = named[i] && t.first[i] == i && slices.ContainsFunc(t.copies[i], func(c int) bool { return !named[c] })
	}
	out := make([]bool, len(set))
	for i := range out {
		out[i] = named[i] && !t.under(kept, i)
	}
	return out
}

// place is the path of an item below the package, as patterns are compared with it.
func place(it *evidence.Item) string {
	if len(it.Path) < 2 {
		return strings.Join(it.Path, "/")
	}
	return norm.NFC.String(strings.ReplaceAll(strings.Join(it.Path[1:], "/"), `\`, "/"))
}

// find returns the items with an ID or with paths that fit a pattern.
func (t *tree) find(entry string) []int {
	if i, ok := t.at[entry]; ok {
		return []int{i}
	}
	fits := pattern(entry)
	var out []int
	for i := range t.items {
		// No pattern means the package itself, unless it is one file.
		if (t.parent[i] >= 0 || len(t.items) == 1) && fits(place(&t.items[i])) {
			out = append(out, i)
		}
	}
	return out
}

// maxPattern is the longest pattern, in bytes.
const maxPattern = 1000

// pattern compiles a pattern of paths. Reports for people write " > " where an archive
// holds what follows; that is a slash here.
func pattern(s string) func(path string) bool {
	s = strings.Trim(strings.ReplaceAll(strings.ReplaceAll(s, " > ", "/"), `\`, "/"), "/")
	s = norm.NFC.String(s)
	if s == "" || len(s) > maxPattern {
		return func(string) bool { return false }
	}
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	if !strings.Contains(s, "/") {
		b.WriteString(`(?:.*/)?`)
	}
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "**/"):
			b.WriteString(`(?:.*/)?`)
			i += 3
		case strings.HasPrefix(s[i:], "**"):
			b.WriteString(`.*`)
			i += 2
		case s[i] == '*':
			b.WriteString(`[^/]*`)
			i++
		case s[i] == '?':
			b.WriteString(`[^/]`)
			i++
		default:
			n := strings.IndexAny(s[i:], "*?")
			if n < 0 {
				n = len(s) - i
			}
			b.WriteString(regexp.QuoteMeta(s[i : i+n]))
			i += n
		}
	}
	b.WriteString(`\z`)
	re, err := regexp.Compile(b.String())
	if err != nil { // invalid UTF-8, which no path holds
		return func(string) bool { return false }
	}
	return re.MatchString
}

// nearest are the paths most like an entry.
func (t *tree) nearest(entry string) []string {
	var paths []string
	for i := range t.items {
		p := place(&t.items[i])
		if j := strings.LastIndexByte(p, '/'); j >= 0 && !strings.Contains(entry, "/") {
			p = p[j+1:]
		}
		paths = append(paths, p)
	}
	return nearest(entry, paths)
}
