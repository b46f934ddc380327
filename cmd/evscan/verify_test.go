package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/verify"
	"evscan/testdata/make/archive"
)

// verifiedEntries are the files of a small package with an archive in it.
func packageEntries(t *testing.T) []entry {
	return []entry{{"mail/1.eml", "From: Ann Weaver <ann@harrowgate.example>\r\nTo: bob@harrowgate.example\r\nSubject: Plan\r\n\r\nBob, the plan.\r\n"},
		{"plan.txt", "quarterly plan"}, {"inner.zip", string(zipOf(t, entry{"deep/a.txt", "first"}, entry{"deep/b.txt", "second"}))}, {"again.txt", "quarterly plan"}, {"empty.txt", ""}}
}

func write(t *testing.T, dir, name string, b []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
}

// verified runs verify with JSON and returns the answer.
func verified(t *testing.T, dir string, stdin []byte, status int, args ...string) verify.Result {
	t.Helper()
	r := evscan(t, dir, stdin, append([]string{"verify", "--format", "json"}, args...)...)
	require.Equal(t, status, r.status, r.err+r.out)
	var out verify.Result
	require.NoError(t, json.Unmarshal([]byte(r.out), &out), r.out)
	c := out.Counts
	assert.Equal(t, c.Items, c.Same+c.Renamed+c.Changed+c.Missing+c.Inside+c.Unchecked)
	return out
}

// rows are the differences in short.
func rows(r verify.Result) []string {
	out := []string{}
	for _, d := range r.Differences {
		out = append(out, strings.TrimSpace(string(d.Kind)+" "+strings.Join(d.Path, " > ")+" | "+strings.Join(d.Found, " > ")))
	}
	return out
}

func TestVerify(t *testing.T) {
	entries := packageEntries(t)
	pkg := zipOf(t, entries...)
	dir := folder(t, map[string][]byte{"a.zip": pkg, "a.tar.gz": tarGzOf(t, entries...)})
	for _, args := range [][]string{{"-o", "a.json", "--claimed", "Harrowgate"}, {"-o", "noocr.json", "--no-ocr"}, {"-o", "inventory.json", "--inventory"}, {"-o", "redacted.json", "--redact", "--no-timing"}} {
		r := evscan(t, dir, nil, append(append([]string{"scan", "-q"}, args...), "a.zip")...)
		require.Equal(t, 0, r.status, r.err)
	}

	r := evscan(t, dir, nil, "verify", "a.json", "a.zip")
	assert.Equal(t, 0, r.status, r.err)
	assert.Contains(t, r.out, "VERIFIED: a.json belongs to this package.\n  package   sha256 ")
	assert.Contains(t, r.out, "  items     7 of 7 have the same bytes and name\n  layout    valid; ids, sums and references agree\n")
	assert.NotContains(t, r.out, "\x1b[")
	for _, report := range []string{"a.json", "noocr.json", "inventory.json", "redacted.json"} {
		out := verified(t, dir, nil, 0, "--strict", report, "a.zip")
		assert.Equal(t, verify.Verified, out.Verdict, report)
		assert.Equal(t, verify.Counts{Items: 7, Same: 7}, out.Counts, report)
		assert.Equal(t, report == "redacted.json", out.Redacted)
	}
	// The same bytes from standard input, under another name, and looked at closely.
	assert.Equal(t, "stdin", evscan(t, dir, pkg, "scan", "-q", "-o", "stdin.json", "-").out+"stdin")
	assert.Equal(t, 7, verified(t, dir, pkg, 0, "a.json", "-").Counts.Same)
	assert.Equal(t, 7, verified(t, dir, nil, 0, "stdin.json", "a.zip").Counts.Same)
	assert.Equal(t, 7, verified(t, dir, nil, 0, "--deep", "a.json", "a.zip").Counts.Same)
	evscan(t, dir, nil, "scan", "-q", "-o", "tar.json", "a.tar.gz")
	b, err := os.ReadFile(filepath.Join(dir, "a.tar.gz"))
	require.NoError(t, err)
	write(t, dir, "moved.bin", b)
	assert.Equal(t, 8, verified(t, dir, nil, 0, "tar.json", "moved.bin").Counts.Same, "what a stream holds is named after the package")
	assert.Empty(t, verifiedEntries(t, dir, ".evscan-*"))
}

func verifiedEntries(t *testing.T, dir, pattern string) []string {
	t.Helper()
	out, err := filepath.Glob(filepath.Join(dir, pattern))
	require.NoError(t, err)
	return out
}

func TestVerifyDifferences(t *testing.T) {
	entries := packageEntries(t)
	with := func(change func([]entry) []entry) []byte { return zipOf(t, change(append([]entry{}, entries...))...) }
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entries...)})
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "a.json", "a.zip").status)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--redact", "-o", "redacted.json", "a.zip").status)
	for _, c := range []struct {
		name     string
		pkg      []byte
		rows     []string
		contents bool
		headline string
	}{
		{"one byte", with(func(e []entry) []entry { e[1].content = "quarterly plaN"; return e }),
			[]string{"changed plan.txt | plan.txt"}, false, "this is not the package a.json is about, though they share files."},
		{"renamed", with(func(e []entry) []entry { e[0].name = "mail/other.eml"; return e }),
			[]string{"renamed mail/1.eml | mail/other.eml"}, true, "this is another file than the one a.json is about, with the same contents."},
		{"added in front", with(func(e []entry) []entry { return append([]entry{{"new.txt", "new"}}, e...) }),
			[]string{"added  | new.txt"}, false, "though they share files"},
		{"missing", with(func(e []entry) []entry { return e[1:] }), []string{"missing mail/1.eml |"}, false, "though they share files"},
		{"twins swapped for one", with(func(e []entry) []entry { return append(e[:3:3], e[4]) }), []string{"missing again.txt |"}, false, "though they share files"},
		{"inside the inner archive", with(func(e []entry) []entry {
			e[2].content = string(zipOf(t, entry{"deep/a.txt", "first"}, entry{"deep/b.txt", "Second"}))
			return e
		}), []string{"changed inner.zip | inner.zip", "changed inner.zip > deep/b.txt | inner.zip > deep/b.txt"}, false, "though they share files"},
		{"order only", with(func(e []entry) []entry { e[0], e[1] = e[1], e[0]; return e }), []string{}, true, "with the same contents"},
		{"nothing of it", zipOf(t, entry{"x.txt", "another"}), []string{"missing mail/1.eml |", "missing plan.txt |", "missing inner.zip |", "missing inner.zip > deep/a.txt |",
			"missing inner.zip > deep/b.txt |", "missing again.txt |", "missing empty.txt |", "added  | x.txt"}, false, "this package has nothing of the one a.json is about"},
	} {
		t.Run(c.name, func(t *testing.T) {
			write(t, dir, "b.zip", c.pkg)
			out := verified(t, dir, nil, 1, "a.json", "b.zip")
			assert.Equal(t, c.rows, rows(out))
			assert.Equal(t, c.contents, out.Package.Contents)
			assert.False(t, out.Package.Same)
			assert.Empty(t, out.Faults)
			r := evscan(t, dir, nil, "verify", "a.json", "b.zip")
			assert.Equal(t, 1, r.status)
			assert.Contains(t, r.out, "DIFFERS: ")
			assert.Contains(t, r.out, c.headline)
			assert.Empty(t, r.err)
		})
	}
	write(t, dir, "a.tar.gz", tarGzOf(t, entries...))
	out := verified(t, dir, nil, 1, "a.json", "a.tar.gz")
	assert.True(t, out.Package.Contents, "another archive with the same contents")
	assert.Zero(t, out.Counts.Missing+out.Counts.Changed)

	// A folder is a package too.
	require.NoError(t, os.Mkdir(filepath.Join(dir, "case"), 0o700))
	write(t, dir, "case/one.txt", []byte("one"))
	write(t, dir, "case/two.txt", []byte("two"))
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "case.json", "case").status)
	assert.Equal(t, 2, verified(t, dir, nil, 0, "case.json", "case").Counts.Same)
	write(t, dir, "case/two.txt", []byte("twO"))
	assert.Equal(t, []string{"changed two.txt | two.txt"}, rows(verified(t, dir, nil, 1, "case.json", "case")))

	// And a single file.
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "one.json", "case/one.txt").status)
	assert.Equal(t, verify.Counts{}, verified(t, dir, nil, 0, "one.json", "case/one.txt").Counts)
	assert.Equal(t, verify.Counts{}, verified(t, dir, nil, 1, "one.json", "case/two.txt").Counts)
}

func TestVerifyEditedReports(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, packageEntries(t)...), "mail.zip": sample(t)})
	for _, name := range []string{"a", "mail"} {
		require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--claimed", "Harrowgate", "-o", name+".json", name+".zip").status)
	}
	other := strings.Repeat("ab", 32)
	for _, c := range []struct {
		name string
		edit func(*document.Document)
		rows []string
		want string // in the faults
	}{
		{"the hash of an item", func(d *document.Document) { d.Items[2].SHA256 = other }, []string{"changed plan.txt | plan.txt"}, "item 0.3: is said to have the bytes of 0.1, and its hash or size is another"},
		{"the size of an item", func(d *document.Document) { d.Items[1].Size++ }, []string{"changed mail/1.eml | mail/1.eml"}, ""},
		{"the name of an item", func(d *document.Document) { d.Items[1].Path[1] = "mail/2.eml" }, []string{"renamed mail/2.eml | mail/1.eml"}, "evidence[0]: its path is not that of item 0.0"},
		{"an item taken out", func(d *document.Document) {
			d.Items = append(d.Items[:4:4], d.Items[5:]...)
			d.Coverage.Items--
			d.Coverage.Read--
		},
			[]string{"added  | inner.zip > deep/a.txt"}, "item 0.2.1: where 0.2.0 is due"},
		{"the hash of the package", func(d *document.Document) { d.Package.SHA256 = other }, []string{}, "package.sha256: is not that of the first item"},
		{"a sum", func(d *document.Document) { d.Coverage.Read++ }, []string{}, "coverage.read: says 9; there are 8"},
		{"a twin", func(d *document.Document) { d.Items[6].SameAs = "0.9" }, []string{}, `item 0.3: is said to have the bytes of "0.9", which does not stand before it`},
		{"a problem", func(d *document.Document) {
			d.Problems = append(d.Problems, document.Problem{Item: "0", Kind: "corrupt"})
		}, []string{}, "problems: are not those of the items"},
		{"a word of the schema", func(d *document.Document) { d.Attribution.Verdict = "guilty" }, []string{}, "schema: /attribution/verdict: value must be one of"},
		{"an id", func(d *document.Document) { d.Items[3].ID = "0.1" }, nil, "item 0.1: has the id of items[2]"},
	} {
		t.Run(c.name, func(t *testing.T) { edited(t, dir, "a", c.edit, c.rows, c.want) })
	}
	for _, c := range []struct {
		name string
		edit func(*document.Document)
		want string
	}{
		{"evidence of no item", func(d *document.Document) { d.Attribution.Candidates[0].Evidence[0].Item = "0.77" }, `attribution.candidates[0].evidence[0]: there is no item "0.77"`},
		{"evidence of another file", func(d *document.Document) { d.Attribution.Candidates[0].Evidence[0].Path = []string{"mail.zip", "x"} }, "its path is not that of item"},
		{"the owner", func(d *document.Document) {
			d.Attribution.Owner = &document.Party{ID: "x", Domains: []string{}}
			d.Attribution.Verdict = "identified"
		}, `attribution.owner: there is no candidate "x"`},
		{"a probability", func(d *document.Document) { d.Attribution.Candidates[0].Probability = 0.123 }, "attribution.candidates[0].probability: says 0.123; the report's own marks give "},
		{"the verdict on the claim", func(d *document.Document) { d.Claim.Verdict = "contradicted" }, "claim.verdict: says contradicted; the report's own marks give "},
	} {
		t.Run(c.name, func(t *testing.T) { edited(t, dir, "mail", c.edit, []string{}, c.want) })
	}
}

// edited changes a stored report and expects verify to see it.
func edited(t *testing.T, dir, name string, edit func(*document.Document), differences []string, fault string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name+".json"))
	require.NoError(t, err)
	d := parse(t, string(b))
	edit(&d)
	b, err = json.Marshal(d)
	require.NoError(t, err)
	write(t, dir, "edited.json", b)
	out := verified(t, dir, nil, 1, "edited.json", name+".zip")
	if differences != nil {
		assert.Equal(t, differences, rows(out))
	}
	var all []string
	for _, f := range out.Faults {
		all = append(all, f.Where+": "+f.Detail)
	}
	if fault == "" {
		assert.Empty(t, all)
		return
	}
	assert.Contains(t, strings.Join(all, "\n"), fault)
	assert.Contains(t, evscan(t, dir, nil, "verify", "edited.json", name+".zip").out, "THE REPORT CONTRADICTS ITSELF")
}

func TestVerifyWithPasswords(t *testing.T) {
	locked, err := archive.EncryptedZip([]archive.Entry{{Name: "secret.txt", Data: []byte("the plan")}, {Name: "two.txt", Data: []byte("two")}}, "correct horse")
	require.NoError(t, err)
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"locked.zip", string(locked)}, entry{"plain.txt", "plain"})})
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--password", "correct horse", "-o", "open.json", "a.zip").status)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "closed.json", "a.zip").status)

	out := verified(t, dir, nil, 0, "open.json", "a.zip")
	assert.Equal(t, verify.Counts{Items: 4, Same: 2, Unchecked: 2}, out.Counts)
	assert.Equal(t, verify.Unchecked{Item: "0.0.0", Path: []string{"locked.zip", "secret.txt"}, Reason: "encrypted; give the password with --password"}, out.Unchecked[0])
	verified(t, dir, nil, 3, "--strict", "open.json", "a.zip")
	assert.Equal(t, verify.Counts{Items: 4, Same: 4}, verified(t, dir, nil, 0, "--strict", "--password", "correct horse", "open.json", "a.zip").Counts)
	assert.Equal(t, verify.Counts{Items: 4, Same: 4}, verified(t, dir, nil, 0, "closed.json", "a.zip").Counts)
	assert.Equal(t, verify.Counts{Items: 4, Same: 4}, verified(t, dir, nil, 0, "--password", "correct horse", "closed.json", "a.zip").Counts)
	r := evscan(t, dir, nil, "verify", "open.json", "a.zip")
	assert.Contains(t, r.out, "2 could not be opened now; the hash of what holds them covers them")
	assert.Contains(t, r.out, "NOT OPENED NOW\n  locked.zip > secret.txt: encrypted; give the password with --password\n")
}

// What lies inside documents is vouched for by the document, and seen with --deep.
func TestVerifyInsideDocuments(t *testing.T) {
	mail := "From: a@harrowgate.example\r\nTo: b@harrowgate.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n" +
		"--x\r\nContent-Type: text/plain; name=plan.txt\r\nContent-Disposition: attachment; filename=plan.txt\r\n\r\nthe plan\r\n--x--\r\n"
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"1.eml", mail})})
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "a.json", "a.zip").status)
	assert.Equal(t, verify.Counts{Items: 2, Same: 1, Inside: 1}, verified(t, dir, nil, 0, "a.json", "a.zip").Counts)
	assert.Equal(t, verify.Counts{Items: 2, Same: 2}, verified(t, dir, nil, 0, "--deep", "a.json", "a.zip").Counts)
	b, err := os.ReadFile(filepath.Join(dir, "a.json"))
	require.NoError(t, err)
	d := parse(t, string(b))
	d.Items[2].SHA256 = strings.Repeat("ab", 32)
	b, err = json.Marshal(d)
	require.NoError(t, err)
	write(t, dir, "edited.json", b)
	verified(t, dir, nil, 0, "edited.json", "a.zip")
	assert.Equal(t, []string{"changed 1.eml > plan.txt | 1.eml > plan.txt"}, rows(verified(t, dir, nil, 1, "--deep", "edited.json", "a.zip")))
}

func TestVerifyCommandLine(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"a.txt", "a"}), "none.json": []byte("{}"), "text.json": []byte("hello")})
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "a.json", "a.zip").status)
	for _, c := range []struct {
		args   string
		status int
		stderr string
	}{
		{"verify a.json", 2, "hint: usage: evscan verify [flags] REPORT.json PACKAGE"},
		{"verify --fast a.json a.zip", 2, "unknown flag"},
		{"verify --format yaml a.json a.zip", 2, "neither text nor json"},
		{"verify --limit-item-bytes=much a.json a.zip", 2, "is no size"},
		{"verify --jobs 0 a.json a.zip", 2, "--jobs must be at least 1"},
		{"verify missing.json a.zip", 1, "hint: give the JSON file"},
		{"verify none.json a.zip", 1, "this is no evscan report"},
		{"verify text.json a.zip", 1, "this is no evscan report"},
		{"verify a.json missing.zip", 1, "hint: check the path"},
	} {
		r := evscan(t, dir, nil, strings.Fields(c.args)...)
		assert.Equal(t, c.status, r.status, c.args)
		assert.Contains(t, r.err, c.stderr, c.args)
		assert.Empty(t, r.out, c.args)
	}
}
