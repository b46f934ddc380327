package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"evscan/analyzer/attribution"
	"evscan/testdata/bench"
)

// corpus says how real packages come out, one by one. truth.tsv names the owner of
// each; an empty one means that the honest answer is undetermined.
func (e *evaluation) corpus(dir, folder string) error {
	f, err := os.Open(filepath.Join(folder, "truth.tsv"))
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("truth.tsv: %w", err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var first share
	wrong := 0
	e.say("### Real packages\n\n| package | verdict | first candidate | P | owner's place | the three strongest reasons for the first |\n|---|---|---|---:|---:|---|")
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[column[name]] }
		in, err := readInput(reportOf(dir, "corpus", cell("package")+".zip", false))
		if err != nil {
			return err
		}
		in.Weights = e.weights
		a := attribution.Attribute(in)
		owner := bench.Who{Name: cell("owner"), Aliases: split(cell("owner_aliases")), Domains: split(cell("owner_domains"))}
		place := "–"
		if owner.Name != "" {
			k := find(a, owner)
			if k >= 0 {
				place = fmt.Sprint(k + 1)
			}
			first.add(k == 0)
			if a.Verdict == attribution.VerdictIdentified && k != 0 {
				wrong++
			}
		} else if a.Verdict == attribution.VerdictIdentified {
			wrong++
		}
		name, p, why := "–", 0.0, ""
		if len(a.Candidates) > 0 {
			c := a.Candidates[0]
			name, p, why = c.Name, c.Probability, reasons(c)
		}
		e.say("| %s | %s | %s | %.2f | %s | %s |", cell("package"), a.Verdict, name, p, place, why)
	}
	e.say("\nThe right owner is first in %d of %d packages that have one; wrong \"identified\": %d.\n", first.hits, first.of, wrong)
	return nil
}

func reasons(c attribution.Candidate) string {
	var out []string
	if c.Coverage > 0 {
		out = append(out, fmt.Sprintf("party of %.0f %% of the documents, %d counterparties", 100*c.Coverage, c.Counterparties))
	}
	for _, w := range c.Evidence {
		if len(out) == 3 {
			break
		}
		out = append(out, fmt.Sprintf("%s %q (%s, %+.2f)", w.Class, short(w.Value), w.Item, w.Weight))
	}
	return strings.ReplaceAll(strings.Join(out, "; "), "|", "/")
}

func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return string(r)
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}
