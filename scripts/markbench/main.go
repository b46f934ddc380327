// Command markbench says how well the marks of stored reports name the organisation
// that a package is known to belong to, and which others they name most.
//
//	markbench -truth truth.tsv LABEL=DIR...
//
// Each DIR holds reports made with --include-text, named after their packages:
// PACKAGE.json. The table of truth has a header line and the columns package,
// owner_aliases, owner_domains and decoys, the last three separated by bars.
//
// Recall is counted by item: of the items in whose text or metadata an alias (or a
// domain) of the owner stands, those with a mark of it. A name that stands in no
// item cannot be missed.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	truth := flag.String("truth", "", "the table of known owners")
	most := flag.Int("most", 10, "how many other organisations are listed")
	flag.Parse()
	if *truth == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "markbench: usage: markbench -truth truth.tsv LABEL=DIR...")
		os.Exit(2)
	}
	if err := run(os.Stdout, *truth, *most, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "markbench:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, truth string, most int, dirs []string) error {
	f, err := os.Open(truth)
	if err != nil {
		return fmt.Errorf("opening the table of truth: %w", err)
	}
	defer f.Close()
	owners, err := readTruth(f)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "| package | reports | names: items found/present | domains: items found/present | aliases found/present | not found | other organisations | most frequent others (items, class) |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|")
	sums := make([]result, len(dirs))
	for _, o := range owners {
		for i, arg := range dirs {
			label, dir, ok := strings.Cut(arg, "=")
			if !ok {
				return fmt.Errorf("%q is not LABEL=DIR", arg)
			}
			items, err := readReport(filepath.Join(dir, o.pkg+".json"))
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			r := measure(o, items)
			sums[i].add(r)
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %d | %s |\n", o.pkg, label, r.names, r.domains, r.aliases,
				strings.Join(r.missed, ", "), len(r.others), strings.Join(r.top(most), "; "))
		}
	}
	for i, arg := range dirs {
		label, _, _ := strings.Cut(arg, "=")
		fmt.Fprintf(w, "| all | %s | %s | %s | %s | | %d | |\n", label, sums[i].names, sums[i].domains, sums[i].aliases, sums[i].otherCount)
	}
	return w.Flush()
}

// owner is a row of the table of truth.
type owner struct {
	pkg                      string
	aliases, domains, decoys []string
}

func readTruth(r io.Reader) ([]owner, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	column := map[string]int{}
	var owners []owner
	for line := 1; sc.Scan(); line++ {
		cells := strings.Split(sc.Text(), "\t")
		if line == 1 {
			for i, c := range cells {
				column[c] = i
			}
			for _, c := range []string{"package", "owner_aliases", "owner_domains", "decoys"} {
				if _, ok := column[c]; !ok {
					return nil, fmt.Errorf("the table of truth has no column %s", c)
				}
			}
			continue
		}
		get := func(name string) string {
			if i := column[name]; i < len(cells) {
				return cells[i]
			}
			return ""
		}
		list := func(name string) []string {
			return strings.FieldsFunc(get(name), func(r rune) bool { return r == '|' })
		}
		owners = append(owners, owner{get("package"), list("owner_aliases"), list("owner_domains"), list("decoys")})
	}
	return owners, sc.Err()
}

// item is what matters here of an item of a report.
type item struct {
	Path     []string `json:"path"`
	Metadata []struct {
		Value string `json:"value"`
	} `json:"metadata"`
	Text struct {
		Content string `json:"content"`
	} `json:"text"`
	Marks []mark `json:"marks"`
}

type mark struct {
	KeyKind string `json:"key_kind"`
	Key     string `json:"key"`
	Org     string `json:"organisation"`
	Class   string `json:"class"`
	Value   string `json:"value"`
}

func readReport(path string) ([]item, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading a report: %w", err)
	}
	var report struct {
		Items []item `json:"items"`
	}
	if err := json.Unmarshal(b, &report); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return report.Items, nil
}

// share is how many of how many.
type share struct{ found, present int }

func (s share) String() string {
	if s.present == 0 {
		return "-"
	}
	return fmt.Sprintf("%d/%d = %.2f", s.found, s.present, float64(s.found)/float64(s.present))
}

func (s *share) add(o share) { s.found += o.found; s.present += o.present }

// other is an organisation that is neither the owner nor named in the table.
type other struct {
	key, display string
	items        int
	known        bool // the catalogue lists it
	classes      map[string]int
}

type result struct {
	names, domains, aliases share
	missed                  []string
	others                  []*other
	otherCount              int
}

func (r *result) add(o result) {
	r.names.add(o.names)
	r.domains.add(o.domains)
	r.aliases.add(o.aliases)
	r.otherCount += len(o.others)
}

func (r *result) top(n int) []string {
	var out []string
	for _, o := range r.others[:min(n, len(r.others))] {
		class, best := "", 0
		for _, c := range slices.Sorted(keys(o.classes)) {
			if o.classes[c] > best {
				class, best = c, o.classes[c]
			}
		}
		star := ""
		if o.known {
			star = "*"
		}
		out = append(out, fmt.Sprintf("%s%s (%d, %s)", strings.ReplaceAll(o.display, "|", "/"), star, o.items, class))
	}
	return out
}

func keys(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// measure compares the marks of a package's items with what is known of its owner.
func measure(o owner, items []item) result {
	var r result
	aliases, domains := known(o.aliases), registrable(o.domains)
	decoys := known(o.decoys)
	present, found := make([]bool, len(aliases)), make([]bool, len(aliases))
	byKey := map[string]*other{}
	for i := range items {
		it := &items[i]
		text := newHaystack(it)
		var hasName, hasDomain, marked, markedDomain bool
		for k := range aliases {
			if text.holds(aliases[k].plain) || text.holds(aliases[k].core) {
				hasName, present[k] = true, true
			}
		}
		for _, d := range domains {
			hasDomain = hasDomain || text.holdsDomain(d)
		}
		seen := map[string]bool{}
		for _, m := range it.Marks {
			if m.Class == "listing" || m.KeyKind == "template" || m.KeyKind == "registry" {
				continue
			}
			switch m.KeyKind {
			case "name":
				own := false
				for k := range aliases {
					if aliases[k].is(m.Key) {
						own, found[k] = true, true
					}
				}
				if own {
					marked = true
					continue
				}
				if slices.ContainsFunc(decoys, func(n name) bool { return n.is(m.Key) }) {
					continue
				}
			case "domain":
				if slices.Contains(domains, m.Key) {
					markedDomain = true
					continue
				}
			}
			id := m.KeyKind + ":" + m.Key
			e := byKey[id]
			if e == nil {
				e = &other{key: id, display: m.Value, known: m.Org != "", classes: map[string]int{}}
				byKey[id] = e
				r.others = append(r.others, e)
			}
			e.classes[m.Class]++
			if !seen[id] {
				seen[id] = true
				e.items++
			}
		}
		r.names.count(hasName, marked)
		r.domains.count(hasDomain, markedDomain)
	}
	for k := range aliases {
		r.aliases.count(present[k], found[k])
		if present[k] && !found[k] {
			r.missed = append(r.missed, o.aliases[k])
		}
	}
	slices.SortStableFunc(r.others, func(a, b *other) int { return cmp.Or(b.items-a.items, cmp.Compare(a.key, b.key)) })
	return r
}

func (s *share) count(present, found bool) {
	if present {
		s.present++
		if found {
			s.found++
		}
	}
}
