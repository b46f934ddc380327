package verify

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

// sha is a hash that tells what it is of.
func sha(c string) string { return strings.Repeat(c, 64/len(c)) }

// listing is a package case.zip with files of one byte each.
func listing(names ...string) document.Document {
	d := document.Document{Schema: document.Schema{Version: document.Version}, Package: document.Package{Name: "case.zip", Kind: "file", Size: 9, SHA256: sha("0")}, Problems: []document.Problem{},
		Attribution: document.Attribution{Verdict: "undetermined"}}
	d.Items = []document.Item{{ID: "0", Path: []string{"case.zip"}, Size: 9, SHA256: sha("0"), Status: "read", Type: document.Type{Format: "zip"}}}
	for i, n := range names {
		name, hash, _ := strings.Cut(n, "=")
		d.Items = append(d.Items, document.Item{ID: "0." + string(rune('0'+i)), Parent: "0", Path: []string{"case.zip", name}, Size: 1, SHA256: sha(hash), Status: "read", Type: document.Type{Format: "text"}})
	}
	d.Coverage = document.Coverage{Items: len(d.Items), Read: len(d.Items)}
	return d
}

func differences(r Result) []string {
	out := []string{}
	for _, d := range r.Differences {
		out = append(out, string(d.Kind)+" "+strings.Join(d.Path, "/")+" "+strings.Join(d.Found, "/"))
	}
	return out
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name          string
		report, found []string
		want          []string
	}{
		{"equal", []string{"a=1", "b=2"}, []string{"a=1", "b=2"}, []string{}},
		{"names of one byte string each, changed", []string{"a=1"}, []string{"a=2"}, []string{"changed a a"}},
		{"names swapped", []string{"a=1", "b=2"}, []string{"a=2", "b=1"}, []string{"renamed a b", "renamed b a"}},
		{"twins", []string{"a=1", "a=2"}, []string{"a=2", "a=1"}, []string{}},
		{"one of two twins", []string{"a=1", "b=1"}, []string{"b=1"}, []string{"missing a "}},
		{"moved and replaced", []string{"a=1", "b=2"}, []string{"a=2", "c=3"}, []string{"missing a ", "added  c", "renamed b a"}},
		{"all gone", []string{"a=1"}, nil, []string{"missing a "}},
		{"all new", nil, []string{"a=1"}, []string{"added  a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Compare(listing(c.report...), listing(c.found...), []string{"zip"})
			assert.Equal(t, c.want, differences(r))
			r.Settle()
			assert.Equal(t, len(c.want) == 0, r.Verdict == Verified)
			assert.Equal(t, len(c.report), r.Counts.Same+r.Counts.Renamed+r.Counts.Changed+r.Counts.Missing)
		})
	}
}

// Names of a redacted report stand for any.
func TestCompareRedacted(t *testing.T) {
	d := listing("CV_person-1.pdf=1", "plan.txt=2")
	found := listing("CV_weaver.pdf=1", "plan.txt=2")
	assert.Equal(t, []string{"renamed CV_person-1.pdf CV_weaver.pdf"}, differences(Compare(d, found, []string{"zip"})))
	d.Options.Redacted = true
	assert.Empty(t, Compare(d, found, []string{"zip"}).Differences)
	assert.Len(t, Compare(d, listing("CV_weaver.pdf=1", "plan2.txt=2"), []string{"zip"}).Differences, 1)
}

func TestConsistent(t *testing.T) {
	assert.Empty(t, Consistent(listing("a=1", "b=2")))
	assert.NotEmpty(t, Consistent(document.Document{}))
	for name, spoil := range map[string]func(*document.Document){
		"no parent":               func(d *document.Document) { d.Items[1].Parent = "0.7" },
		"a path elsewhere":        func(d *document.Document) { d.Items[1].Path = []string{"other.zip", "a"} },
		"a hash that is none":     func(d *document.Document) { d.Items[1].SHA256 = "xyz" },
		"an upper-case hash":      func(d *document.Document) { d.Items[1].SHA256 = strings.ToUpper(sha("ab")) },
		"a twin that comes later": func(d *document.Document) { d.Items[1].SameAs = "0.1"; d.Coverage.Duplicates = 1 },
		"another size":            func(d *document.Document) { d.Package.Size = 1 },
		"sums":                    func(d *document.Document) { d.Coverage.Items++ },
		"duplicates":              func(d *document.Document) { d.Coverage.Duplicates++ },
		"reasons":                 func(d *document.Document) { d.Coverage.ByReason = map[string]int{"corrupt": 1} },
		"a problem of another":    func(d *document.Document) { d.Items[1].Problems = []document.Problem{{Item: "0", Kind: "corrupt"}} },
		"two candidates":          func(d *document.Document) { d.Attribution.Candidates = []document.Candidate{{ID: "x"}, {ID: "x"}} },
		"no such custodian":       func(d *document.Document) { d.Attribution.Custodian = &document.Party{ID: "x"} },
		"an owner too many": func(d *document.Document) {
			d.Attribution.Candidates = []document.Candidate{{ID: "x"}}
			d.Attribution.Owner = &document.Party{ID: "x"}
		},
		"a claim for nobody": func(d *document.Document) { d.Claim = &document.Claim{Candidate: "x"} },
	} {
		d := listing("a=1", "b=2")
		spoil(&d)
		assert.NotEmpty(t, Consistent(d), name)
	}
	d := listing()
	for range 300 {
		d.Items = append(d.Items, document.Item{ID: "0"})
	}
	assert.Len(t, Consistent(d), maxFaults+1)
}

func TestWrite(t *testing.T) {
	r := Compare(listing("a\x1b[31m=1", "b=2", "c=3"), listing("a=4", "b=2", "d=3"), []string{"zip"})
	r.ToolVersion = "v1"
	r.Settle()
	var b bytes.Buffer
	require.NoError(t, Write(&b, "r\x1b.json", &r, Options{}))
	assert.Equal(t, `DIFFERS: this is the package of r\x1b.json, and the report tells its contents wrongly: it was changed after it was made.
  package   sha256 0000000000000000…, 9 B: the same
  items     1 of 3 have the same bytes and name, 1 renamed, 1 missing, 1 added
  layout    valid; ids, sums and references agree
  report    made by evscan v1, layout `+document.Version+`

MISSING: in the report, not in the package
  a\x1b[31m  (item 0.0, sha256 1111111111111111…, 1 bytes)

ADDED: in the package, not in the report
  a  (sha256 4444444444444444…, 1 bytes)

RENAMED: the same bytes under another name or in another place
  c  (item 0.2)
    is now: d
`, b.String())
}

// FuzzCompare feeds reports that somebody wrote by hand.
func FuzzCompare(f *testing.F) {
	for _, d := range []document.Document{listing("a=1", "b=2"), listing(), {}} {
		b, err := json.Marshal(d)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"items":[{"id":"0","parent":"0"},{"id":"0.0","parent":"0.0","same_as":"0.0"},{"id":"","parent":""}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d document.Document
		if json.Unmarshal(b, &d) != nil {
			return
		}
		r := Compare(d, listing("a=1", "b=2"), []string{"zip"})
		r.Faults = append(r.Faults, Consistent(d)...)
		r.Settle()
		c := r.Counts
		assert.Equal(t, c.Items, c.Same+c.Renamed+c.Changed+c.Missing+c.Inside+c.Unchecked)
		var out bytes.Buffer
		assert.NoError(t, Write(&out, "r.json", &r, Options{}))
		assert.NotContains(t, out.String(), "\x1b")
	})
}
