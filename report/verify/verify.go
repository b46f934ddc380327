// Package verify says whether a report belongs to a package: whether every file of the
// package that can be reached without opening documents has the bytes that the report
// names, and whether the report agrees with itself. It is pure; the listing of the
// package is made by whoever calls it.
package verify

import (
	"slices"
	"strings"

	"evscan/report/document"
)

// Kind is how an item differs.
type Kind string

// The kinds of difference, worst first.
const (
	Changed Kind = "changed" // other bytes under the same name
	Missing Kind = "missing" // in the report, not in the package
	Added   Kind = "added"   // in the package, not in the report
	Renamed Kind = "renamed" // the same bytes under another name or in another place
)

// Kinds lists every kind in the order of reports.
func Kinds() []Kind { return []Kind{Changed, Missing, Added, Renamed} }

// Difference is one item that is not as the report says. Paths are those below the
// package.
type Difference struct {
	Kind    Kind     `json:"kind"`
	Item    string   `json:"item,omitempty"` // id in the report
	Path    []string `json:"path,omitempty"` // in the report
	SHA256  string   `json:"sha256,omitempty"`
	Size    int64    `json:"size"`
	Found   []string `json:"found_path,omitempty"` // in the package
	FoundID string   `json:"found_item,omitempty"`
	FoundAs string   `json:"found_sha256,omitempty"`
	FoundOf int64    `json:"found_size"`
}

// Unchecked is an item whose bytes were not seen now, though those of the container that
// it lies in were, and are equal.
type Unchecked struct {
	Item   string   `json:"item"`
	Path   []string `json:"path"`
	Reason string   `json:"reason"`
}

// Fault is one place where the report contradicts itself.
type Fault struct {
	Where  string `json:"where"`
	Detail string `json:"detail"`
}

// Counts are items of the report, the package itself left out; Items = Same + Renamed + Changed + Missing + Inside +
// Unchecked. Added are items of the package that the report lacks.
type Counts struct {
	Items     int `json:"items"`
	Same      int `json:"same"`
	Renamed   int `json:"renamed"`
	Changed   int `json:"changed"`
	Missing   int `json:"missing"`
	Inside    int `json:"inside"`    // parts of documents, which the hash of the document vouches for
	Unchecked int `json:"unchecked"` // in containers that were opened then and not now
	Added     int `json:"added"`
}

// Package compares the whole.
type Package struct {
	Same        bool   `json:"same"` // all hashes and the size
	Name        string `json:"name"`
	FoundName   string `json:"found_name"`
	SHA256      string `json:"sha256"`
	FoundSHA256 string `json:"found_sha256"`
	Size        int64  `json:"size"`
	FoundSize   int64  `json:"found_size"`
	Contents    bool   `json:"same_contents"` // every file in it has its counterpart, whatever holds them
}

// Result is the answer.
type Result struct {
	Verdict     string       `json:"verdict"` // verified or differs
	Package     Package      `json:"package"`
	Counts      Counts       `json:"counts"`
	Differences []Difference `json:"differences"`
	Unchecked   []Unchecked  `json:"unchecked"`
	Faults      []Fault      `json:"faults"`
	Notes       []string     `json:"notes"`
	Redacted    bool         `json:"redacted"`
	ToolVersion string       `json:"tool_version"` // that made the report
	Layout      string       `json:"layout"`       // of the report
}

// Verdicts.
const (
	Verified = "verified"
	Differs  = "differs"
)

// Compare compares a report with what was found in a package now: an inventory of it.
// opened tells the formats that were opened for it; what lies in others is not in found.
func Compare(d, found document.Document, opened []string) Result {
	r := Result{Differences: []Difference{}, Unchecked: []Unchecked{}, Faults: []Fault{}, Notes: []string{}, Redacted: d.Options.Redacted,
		ToolVersion: d.Tool.Version, Layout: d.Schema.Version,
		Package: Package{Name: d.Package.Name, FoundName: found.Package.Name, SHA256: d.Package.SHA256, FoundSHA256: found.Package.SHA256,
			Size: d.Package.Size, FoundSize: found.Package.Size}}
	r.Package.Same = d.Package.SHA256 == found.Package.SHA256 && d.Package.Size == found.Package.Size &&
		d.Package.SHA1 == found.Package.SHA1 && d.Package.MD5 == found.Package.MD5 && d.Package.Kind == found.Package.Kind && d.Package.SHA256 != ""
	c := newComparison(d, found, opened)
	c.run(&r)
	return r
}

// Settle decides the verdict once all is known.
func (r *Result) Settle() {
	r.Verdict = Verified
	if !r.Package.Same || len(r.Differences) > 0 || len(r.Faults) > 0 {
		r.Verdict = Differs
	}
}

// Of returns the differences of one kind.
func (r *Result) Of(k Kind) []Difference {
	var out []Difference
	for _, d := range r.Differences {
		if d.Kind == k {
			out = append(out, d)
		}
	}
	return out
}

// comparison holds both lists by their places and their bytes.
type comparison struct {
	d, found  document.Document
	opened    map[string]bool
	index     map[string]int // of the report's items, by id
	foundAt   map[string]int // of the package's items, by id
	partner   []int          // of each item of the report, its counterpart or -1
	taken     []bool         // of each item of the package
	owner     []int          // of each item of the package, its counterpart or -1
	free      map[string]int // how many items of the package with these bytes have none
	wanted    map[string]int // how many reachable items of the report with these bytes have none
	reachable []bool         // of each item of the report
}

func newComparison(d, found document.Document, opened []string) *comparison {
	c := &comparison{d: d, found: found, opened: map[string]bool{"folder": true, "volumes": true}, index: map[string]int{}, foundAt: map[string]int{},
		partner: make([]int, len(d.Items)), taken: make([]bool, len(found.Items)), owner: make([]int, len(found.Items)), free: map[string]int{}, wanted: map[string]int{}, reachable: make([]bool, len(d.Items))}
	for _, f := range opened {
		c.opened[f] = true
	}
	for i, it := range found.Items {
		c.foundAt[it.ID] = i
		c.owner[i] = -1
		c.free[it.SHA256]++
	}
	for i, it := range d.Items {
		c.partner[i] = -1
		if _, twice := c.index[it.ID]; !twice {
			c.index[it.ID] = i
		}
		p, known := c.index[it.Parent]
		c.reachable[i] = it.Parent == "" || known && p < i && c.reachable[p] && c.opened[d.Items[p].Type.Format]
		if it.Origin == "rendered" {
			c.reachable[i] = false // made for reading, and not for a listing
		}
		if c.reachable[i] {
			c.wanted[it.SHA256]++
		}
	}
	return c
}

func (c *comparison) run(r *Result) {
	c.pairByPlace()
	c.pairByBytes()
	r.Counts.Items = max(0, len(c.d.Items)-1)
	leaves := 0 // files, containers left out, that have no counterpart
	for i := range c.d.Items {
		it := &c.d.Items[i]
		j := c.partner[i]
		switch {
		case i == 0: // the whole
		case j >= 0:
			c.judge(r, it, &c.found.Items[j])
			if it.SHA256 != c.found.Items[j].SHA256 && !c.opened[it.Type.Format] {
				leaves++
			}
		case !c.reachable[i]:
			r.Counts.Inside++
		default:
			if why := c.closedNow(it); why != "" {
				r.Counts.Unchecked++
				r.Unchecked = append(r.Unchecked, Unchecked{it.ID, below(it.Path), why})
				continue
			}
			r.Counts.Missing++
			r.Differences = append(r.Differences, Difference{Kind: Missing, Item: it.ID, Path: below(it.Path), SHA256: it.SHA256, Size: it.Size})
			if !c.opened[it.Type.Format] {
				leaves++
			}
		}
	}
	closed := 0
	for j := range c.found.Items {
		it := &c.found.Items[j]
		if c.taken[j] {
			continue
		}
		if c.closedThen(it) {
			closed++
			continue
		}
		r.Counts.Added++
		r.Differences = append(r.Differences, Difference{Kind: Added, Found: below(it.Path), FoundID: it.ID, FoundAs: it.SHA256, FoundOf: it.Size})
		if !c.opened[it.Type.Format] {
			leaves++
		}
	}
	if closed > 0 {
		r.Notes = append(r.Notes, plural(closed, "item")+" that the scan could not open can be read now; their archive is the same")
	}
	r.Package.Contents = leaves == 0
	slices.SortStableFunc(r.Differences, func(a, b Difference) int {
		return slices.Index(Kinds(), a.Kind) - slices.Index(Kinds(), b.Kind)
	})
}

// judge compares a pair.
func (c *comparison) judge(r *Result, it, f *document.Item) {
	diff := Difference{Item: it.ID, Path: below(it.Path), SHA256: it.SHA256, Size: it.Size, Found: below(f.Path), FoundID: f.ID, FoundAs: f.SHA256, FoundOf: f.Size}
	switch {
	case it.SHA256 == "" && f.SHA256 != "" && it.Status == "not-read" && len(it.Problems) > 0:
		// It had no bytes then: a password or a tool was missing. Those of its container are
		// compared.
		r.Counts.Same++
	case it.SHA256 != "" && f.SHA256 == "":
		r.Counts.Unchecked++
		r.Unchecked = append(r.Unchecked, Unchecked{it.ID, below(it.Path), reason(f)})
	case it.SHA256 != f.SHA256 || it.SHA256 != "" && it.Size != f.Size: // where the hash is equal, the report's size was changed
		r.Counts.Changed++
		diff.Kind = Changed
		r.Differences = append(r.Differences, diff)
	case !c.sameName(it.Path, f.Path):
		r.Counts.Renamed++
		diff.Kind = Renamed
		r.Differences = append(r.Differences, diff)
	default:
		r.Counts.Same++
	}
}

// pairByPlace pairs items of the same path, the n-th of several with the n-th, then those
// that stand at the same ordinal with the same bytes.
func (c *comparison) pairByPlace() {
	places := map[string][]int{}
	for j, f := range c.found.Items {
		k := strings.Join(below(f.Path), "\x00")
		places[k] = append(places[k], j)
	}
	if len(c.d.Items) > 0 && len(c.found.Items) > 0 {
		c.pair(0, 0)
	}
	take := func(i int, fits func(j int) bool) {
		k := strings.Join(below(c.d.Items[i].Path), "\x00")
		for _, j := range places[k] {
			if !c.taken[j] && fits(j) {
				c.pair(i, j)
				return
			}
		}
	}
	open := func(i int) bool { return c.partner[i] < 0 && c.reachable[i] && i > 0 }
	// Equal bytes first, so that twins do not take each other's place.
	for i := range c.d.Items {
		if open(i) {
			take(i, func(j int) bool { return c.found.Items[j].SHA256 == c.d.Items[i].SHA256 })
		}
	}
	for i := range c.d.Items {
		if j, ok := c.foundAt[c.d.Items[i].ID]; open(i) && ok && !c.taken[j] && c.d.Items[i].SHA256 != "" && c.found.Items[j].SHA256 == c.d.Items[i].SHA256 {
			c.pair(i, j)
		}
	}
	for i := range c.d.Items {
		if open(i) && !c.elsewhere(c.d.Items[i].SHA256) {
			take(i, func(j int) bool { sha := c.found.Items[j].SHA256; return sha == "" || c.wanted[sha] <= 0 })
		}
	}
}

// elsewhere reports whether bytes stand in an item of the package that has no
// counterpart yet.
func (c *comparison) elsewhere(sha string) bool { return sha != "" && c.free[sha] > 0 }

// pairByBytes pairs what is left by its bytes, in order.
func (c *comparison) pairByBytes() {
	by := map[string][]int{}
	for j, f := range c.found.Items {
		if !c.taken[j] && f.SHA256 != "" {
			by[f.SHA256] = append(by[f.SHA256], j)
		}
	}
	for i, it := range c.d.Items {
		if c.partner[i] >= 0 || !c.reachable[i] || it.SHA256 == "" {
			continue
		}
		if list := by[it.SHA256]; len(list) > 0 {
			c.pair(i, list[0])
			by[it.SHA256] = list[1:]
		}
	}
}

func (c *comparison) pair(i, j int) {
	c.partner[i] = j
	c.taken[j] = true
	c.owner[j] = i
	c.free[c.found.Items[j].SHA256]--
	c.wanted[c.d.Items[i].SHA256]--
}

// closedNow says why an item may be out of sight: the container that it lies in has the
// same bytes as then and did not open, or not wholly.
func (c *comparison) closedNow(it *document.Item) string {
	at := len(c.d.Items)
	for parent := it.Parent; parent != ""; {
		i, ok := c.index[parent]
		if !ok || i >= at {
			return "" // a report that somebody wrote by hand
		}
		at = i
		if j := c.partner[i]; j >= 0 {
			if f := &c.found.Items[j]; f.SHA256 == c.d.Items[i].SHA256 && f.SHA256 != "" && f.Status != "read" {
				return reason(f)
			}
			return ""
		}
		parent = c.d.Items[i].Parent
	}
	return ""
}

// closedThen reports whether the report says of an item's container, which has the same
// bytes now, that it did not open wholly.
func (c *comparison) closedThen(f *document.Item) bool {
	at := len(c.found.Items)
	for {
		j, ok := c.foundAt[f.Parent]
		if !ok || j >= at {
			return false
		}
		at = j
		f = &c.found.Items[j]
		if i := c.owner[j]; i >= 0 {
			it := &c.d.Items[i]
			return (it.SHA256 == f.SHA256 || it.SHA256 == "") && (it.Status != "read" || it.SameAs != "")
		}
	}
}

// reason is why an item was not read, in the words of its first problem.
func reason(f *document.Item) string {
	if len(f.Problems) == 0 {
		return "its bytes could not be had"
	}
	p := f.Problems[0]
	if p.Kind == "encrypted" {
		return "encrypted; give the password with --password"
	}
	return p.Kind + ": " + p.Detail
}

// sameName compares names. In a redacted report a name with a token in it stands for
// any name.
func (c *comparison) sameName(a, b []string) bool {
	a, b = below(a), below(b)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !(c.d.Options.Redacted && tokened(a[i])) {
			return false
		}
	}
	return true
}

// tokened reports whether a name of a redacted report was masked.
func tokened(s string) bool {
	for _, k := range []string{"person-", "message-", "[phone-", "[address-", "[place-", "[card-", "[account-", "[id-", "[born-"} {
		if i := strings.Index(s, k); i >= 0 && i+len(k) < len(s) && s[i+len(k)] >= '0' && s[i+len(k)] <= '9' {
			return true
		}
	}
	return false
}

// below is a path without the name of the package.
func below(path []string) []string {
	if len(path) == 0 {
		return []string{}
	}
	return path[1:]
}
