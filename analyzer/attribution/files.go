package attribution

import (
	"fmt"
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
		if strings.ContainsAny(entry, "*?") {
			if d.patterns++; d.patterns > MaxPatterns {
				x.fault(entry, fmt.Sprintf("is one pattern too many: %d are followed", MaxPatterns), nil)
				continue
			}
		}
		found := t.find(entry)
		if len(found) == 0 {
			x.fault(entry, "is no file of the package", d.near(entry, func() []string { return t.names(entry) }))
		}
		for _, i := range found {
			own[i], hit[i] = true, true
		}
	}
	for i := range own {
		if own[i] {
			x.match(t.items[i].ID)
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

	paths []string         // by item, below the package
	named map[string][]int // by path and by the last part of it
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

// find returns the items with an ID or with paths that fit a pattern. No pattern means
// the package itself, unless it is one file.
func (t *tree) find(entry string) []int {
	if i, ok := t.at[entry]; ok {
		return []int{i}
	}
	if t.named == nil {
		t.named, t.paths = map[string][]int{}, make([]string, len(t.items))
		for i := range t.items {
			if t.parent[i] < 0 && len(t.items) > 1 {
				continue
			}
			p := place(&t.items[i])
			t.paths[i] = p
			t.named[p] = append(t.named[p], i)
			if base := last(p); base != p {
				t.named[base] = append(t.named[base], i)
			}
		}
	}
	entry = slashed(entry)
	if !strings.ContainsAny(entry, "*?") {
		if strings.Contains(entry, "/") {
			return slices.DeleteFunc(slices.Clone(t.named[entry]), func(i int) bool { return t.paths[i] != entry })
		}
		return t.named[entry]
	}
	fits := pattern(entry)
	var out []int
	for i, p := range t.paths {
		if p != "" && fits(p) {
			out = append(out, i)
		}
	}
	return out
}

// last is what follows the last slash.
func last(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// slashed is a path or pattern as it is compared. Reports for people write " > " where
// an archive holds what follows; that is a slash here.
func slashed(s string) string {
	return norm.NFC.String(strings.Trim(strings.ReplaceAll(strings.ReplaceAll(s, " > ", "/"), `\`, "/"), "/"))
}

// maxPattern is the longest pattern, in bytes.
const maxPattern = 1000

// pattern compiles a pattern of paths.
func pattern(s string) func(path string) bool {
	s = slashed(s)
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

// names are the paths that an entry in vain is compared with, or the last parts of them
// where it has no slash.
func (t *tree) names(entry string) []string {
	var out []string
	for _, p := range t.paths {
		if !strings.Contains(entry, "/") {
			p = last(p)
		}
		out = append(out, p)
	}
	return out
}
