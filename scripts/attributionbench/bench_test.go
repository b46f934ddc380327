package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/report/document"
	"evscan/testdata/bench"
)

// world is a small benchmark: packages that are their own reports, and a program that
// prints the package it is given.
type world struct {
	t   *testing.T
	dir string
}

func newWorld(t *testing.T) *world {
	if runtime.GOOS == "windows" {
		t.Skip("the program of this test is a shell script")
	}
	w := &world{t, t.TempDir()}
	w.write("evscan", "#!/bin/sh\necho run >> \"$0.log\"\nfor last; do :; done\ncat \"$last\"\n")
	require.NoError(t, os.Chmod(filepath.Join(w.dir, "evscan"), 0o755))
	for _, part := range bench.Parts() {
		var lines strings.Builder
		for i := range 6 {
			owner, other := fmt.Sprintf("%s%d", part, i), fmt.Sprintf("other%s%d", part, i)
			name := fmt.Sprintf("p%d.zip", i)
			truth := bench.Truth{Package: name, Part: part, Scenario: bench.OwnerAsVendor, Language: bench.English, Metadata: bench.Kept, Inside: i%2 == 0,
				Attack: bench.AttackNone, Owners: []bench.Who{who(owner)}, Claim: other, ClaimIs: bench.ClaimFalse, Parties: []bench.Party{{Who: who(owner), Role: bench.RoleOwner}, {Who: who(other), Role: bench.RoleCustomer}}}
			if i == 5 {
				truth.Scenario, truth.Owners, truth.Parties = bench.NoOwner, nil, nil
			}
			if part == bench.PartAttack && i%2 == 1 {
				truth.Base, truth.Attack = fmt.Sprintf("p%d.zip", i-1), bench.AttackFlood
			}
			data, err := json.Marshal(truth)
			require.NoError(t, err)
			fmt.Fprintln(&lines, string(data))
			w.report(filepath.Join(part, name), w.papers(owner, other, i))
		}
		w.write(filepath.Join(part, "truth.jsonl"), lines.String())
	}
	return w
}

func who(label string) bench.Who {
	return bench.Who{Name: strings.ToUpper(label[:1]) + label[1:] + " Ltd", Domains: []string{label + ".example"}}
}

// papers are mails of the owner with other firms and, mostly, among its own people.
func (w *world) papers(owner, other string, i int) []document.Item {
	if i == 5 {
		return nil
	}
	var out []document.Item
	file := func(marks ...document.Mark) {
		out = append(out, document.Item{ID: fmt.Sprintf("0.%d", len(out)), Parent: "0", Path: []string{"p.zip", fmt.Sprint(len(out))}, Origin: "entry", Status: "read", Marks: marks})
	}
	mark := func(label string, class evidence.Class, role evidence.Role) document.Mark {
		return document.Mark{KeyKind: "domain", Key: label + ".example", Class: string(class), Role: string(role), Value: label + ".example", Quality: 1, Count: 1}
	}
	for k := range 6 {
		side := other
		if k > 2 {
			side = fmt.Sprintf("%sx%d", other, k)
		}
		file(mark(owner, evidence.ClassExternalMail, evidence.RoleIssuer), mark(side, evidence.ClassExternalMail, evidence.RoleRecipient))
	}
	if i%2 == 0 {
		for range 3 {
			file(mark(owner, evidence.ClassInternalMail, evidence.RoleHolder))
		}
	}
	return out
}

func (w *world) report(name string, items []document.Item) {
	root := document.Item{ID: "0", Path: []string{"p.zip"}, Origin: "package", Status: "read"}
	data, err := json.Marshal(document.Document{Items: append([]document.Item{root}, items...), Weighing: &document.Weighing{}})
	require.NoError(w.t, err)
	w.write(name, string(data))
}

func (w *world) write(name, text string) {
	path := filepath.Join(w.dir, name)
	require.NoError(w.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(w.t, os.WriteFile(path, []byte(text), 0o644))
}

func (w *world) run(args ...string) (string, error) {
	var out bytes.Buffer
	err := run(context.Background(), append(args, "-dir", w.dir), &out)
	return out.String(), err
}

func (w *world) must(args ...string) string {
	out, err := w.run(args...)
	require.NoError(w.t, err, out)
	return out
}

func (w *world) runs() int {
	data, err := os.ReadFile(filepath.Join(w.dir, "evscan.log"))
	require.NoError(w.t, err)
	return strings.Count(string(data), "run")
}

// A report is made once for each package, and once more where the package changes.
func TestScanKeepsReports(t *testing.T) {
	w := newWorld(t)
	program := filepath.Join(w.dir, "evscan")
	assert.Equal(t, "30 reports, 30 of them made now\n", w.must("scan", "-evscan", program))
	assert.Equal(t, 30, w.runs(), "four parts of six, and the blind one without a catalogue")
	assert.Equal(t, "30 reports, 0 of them made now\n", w.must("scan", "-evscan", program))
	w.report("fit/p0.zip", w.papers("fit0", "otherfit0", 1))
	assert.Equal(t, "30 reports, 1 of them made now\n", w.must("scan", "-evscan", program))
	assert.Equal(t, 31, w.runs())
	w.write("evscan", "#!/bin/sh\n# another build\ncat \"$0\" >&2; exit 3\n")
	assert.Equal(t, "30 reports, 0 of them made now\n", w.must("scan", "-evscan", program, "-keep"))
	w.write("evscan", "#!/bin/sh\necho broken >&2\nexit 3\n")
	_, err := w.run("scan", "-evscan", program)
	assert.ErrorContains(t, err, "broken")
}

func TestFitThenEvaluate(t *testing.T) {
	w := newWorld(t)
	w.must("scan", "-evscan", filepath.Join(w.dir, "evscan"))
	file := filepath.Join(w.dir, "weights.json")
	out := w.must("fit", "-date", "2026-01-02", "-n", "15", "-seed", "9", "-o", file)
	assert.Contains(t, out, "| fitted and calibrated | calibrate | 1.000 |")

	fitted, err := readWeights(file)
	require.NoError(t, err)
	assert.Equal(t, "2026-01-02", fitted.Version)
	assert.Contains(t, fitted.Fitted, "6 generated packages (part fit of N=15 SEED=9)")
	assert.Contains(t, fitted.Fitted, "make fit-attribution N=15 SEED=9")
	start, err := attribution.DefaultWeights()
	require.NoError(t, err)
	for class, c := range fitted.Classes {
		assert.GreaterOrEqual(t, c.W, 0.0)
		c.W = start.Classes[class].W
		assert.Equal(t, start.Classes[class], c, "only w is fitted")
	}
	assert.Equal(t, start.Linking, fitted.Linking)
	table, err := readMethod()
	require.NoError(t, err)
	assert.InDelta(t, table.Classes[evidence.ClassLogo], fitted.Classes[evidence.ClassLogo].W, 1e-3, "no package has a logo: the prior stays")

	// Fitted weights do not change what is fitted next.
	again := filepath.Join(w.dir, "again.json")
	w.must("fit", "-date", "2026-01-02", "-n", "15", "-seed", "9", "-weights", file, "-o", again)
	a, err := readWeights(again)
	require.NoError(t, err)
	assert.Equal(t, fitted.Classes, a.Classes)

	w.write("doc.md", "before\n"+begin+"\nold\n"+end+"\nafter\n")
	out = w.must("evaluate", "-weights", file, "-o", filepath.Join(w.dir, "doc.md"), "-svg", filepath.Join(w.dir, "d.svg"))
	assert.Contains(t, out, "| all | 5 | 1.000 | 0.57–1.00 | 1.000 |", "the package of nobody has no owner to be first")
	assert.Contains(t, out, "| template-flood | 3 |")
	doc, err := os.ReadFile(filepath.Join(w.dir, "doc.md"))
	require.NoError(t, err)
	assert.Equal(t, "before\n"+begin+"\n"+out+end+"\nafter\n", string(doc))
	assert.FileExists(t, filepath.Join(w.dir, "d.svg"))
	assert.Equal(t, out, w.must("evaluate", "-weights", file), "equal reports give equal tables")
}

func TestWhy(t *testing.T) {
	w := newWorld(t)
	w.must("scan", "-evscan", filepath.Join(w.dir, "evscan"))
	out := w.must("why", "-part", "fit")
	assert.Contains(t, out, "| no single owner, not identified | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 1 | p5 |")
	_, err := w.run("why", "-part", "blind")
	assert.ErrorContains(t, err, "must not be looked at")
}

func TestCorpus(t *testing.T) {
	w := newWorld(t)
	w.report("real/one.zip", w.papers("fir", "oak", 0))
	w.report("real/none.zip", nil)
	w.write("real/truth.tsv", "package\towner\towner_aliases\towner_domains\none\tFir\tFir|Fir Ltd\tfir.example\nnone\t\t\t\n")
	real := filepath.Join(w.dir, "real")
	w.must("scan", "-evscan", filepath.Join(w.dir, "evscan"), "-corpus", real)
	out := w.must("evaluate", "-corpus", real)
	assert.Contains(t, out, "\nThe right owner is first in 1 of 1 packages that have one; wrong \"identified\": 0.\n")
}

func TestErrors(t *testing.T) {
	w := newWorld(t)
	_, err := w.run("evaluate")
	assert.ErrorContains(t, err, "scan first")
	_, err = w.run("fit", "-date", "today")
	assert.ErrorContains(t, err, "-date")
	_, err = w.run("dance")
	assert.ErrorContains(t, err, "dance")
	assert.Error(t, run(context.Background(), nil, &bytes.Buffer{}))
	assert.ErrorContains(t, rewrite(filepath.Join(w.dir, "fit/truth.jsonl"), ""), "has no lines")
}

// A table goes between its lines, and a document that is not there is made.
func TestRewrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "table.md")
	require.NoError(t, rewrite(file, "one\n"))
	require.NoError(t, rewrite(file, "two\n"))
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "<!-- measured:begin -->\ntwo\n<!-- measured:end -->\n", string(data))
	require.NoError(t, os.WriteFile(file, []byte("no lines"), 0o644))
	assert.ErrorContains(t, rewrite(file, "three\n"), "has no lines")
}
