package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/analyzer/decisions"
	"evscan/evidence"
	"evscan/fingerprints"
	"evscan/report/document"
)

// rescoring are the flags that have a stored report weighed again.
type rescoring struct {
	claimed   string
	known     known // where another claim is looked up
	decisions []string
}

func (r *rescoring) flags(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&r.claimed, "claimed", "", "weigh again, as if this organisation had been claimed: a `NAME` or a domain; \"\" for none")
	fl.StringArrayVar(&r.decisions, "decisions", nil, "weigh again with the decisions of analysts in `FILE` (YAML: accept, reject, merge, split, planted, irrelevant); in place of those the report holds; repeatable")
	fl.StringArrayVar(&r.known.paths, "catalogue", nil, "with --claimed: look it up in the organisations of `FILE|DIR` too; repeatable")
	fl.BoolVar(&r.known.noDefault, "no-default-catalogue", false, "with --claimed: do not look it up in the built-in organisations")
}

// inputs are the files that are read for it.
func (r *rescoring) inputs() []string { return slices.Concat(r.known.paths, r.decisions) }

// weigh returns the report of file with the answer that the flags ask for; without
// them it is the report itself.
func (r *rescoring) weigh(c *cobra.Command, file string, d document.Document) (document.Document, error) {
	fl := c.Flags()
	if !fl.Changed("claimed") {
		for _, name := range []string{"catalogue", "no-default-catalogue"} {
			if fl.Changed(name) {
				return d, usageError(fmt.Errorf("--%s does nothing without --claimed", name), "organisations are looked up for a claim only; those of the marks stand in the report")
			}
		}
		if len(r.decisions) == 0 {
			return d, nil
		}
	}
	decided, err := r.read()
	if err != nil {
		return d, err
	}
	if d.Options.Inventory && len(r.decisions) == 0 {
		return r.unjudged(d)
	}
	in, err := document.Input(d)
	if err != nil {
		return d, notWeighable(file, err)
	}
	by := document.Again{Tool: version()}
	if fl.Changed("claimed") {
		if in, by.Catalogue, err = r.claim(c, d, in); err != nil {
			return d, err
		}
	}
	if len(r.decisions) > 0 {
		in.Decisions = nil
		for _, x := range decided {
			in.Decisions = append(in.Decisions, x.Decision)
		}
	}
	a := attribution.Attribute(in)
	if err := r.faults(a.Decisions, decided); err != nil {
		return d, err
	}
	return document.WeighedAgain(d, in, a, by)
}

// read reads the files of decisions.
func (r *rescoring) read() ([]decisions.Decision, error) {
	var out []decisions.Decision
	for _, name := range r.decisions {
		f, err := os.Open(name)
		if err != nil {
			return nil, usageError(fmt.Errorf("--decisions: %w", err), "give a YAML file; 'docs/decisions.md' shows one")
		}
		list, err := decisions.Read(f, name)
		f.Close()
		if err != nil {
			var e *decisions.Error
			if errors.As(err, &e) {
				return nil, usageError(err, e.Hint)
			}
			return nil, hinted(err, "")
		}
		if out = append(out, list...); len(out) > attribution.MaxDecisions {
			return nil, usageError(fmt.Errorf("--decisions: there are more than %d decisions", attribution.MaxDecisions), "name many candidates or files in one decision")
		}
	}
	return out, nil
}

// maxFaults is how many entries that mean nothing are named at once.
const maxFaults = 10

// faults refuses decisions that mean nothing here: to pass them over would give an
// answer that their author did not ask for.
func (r *rescoring) faults(taken []attribution.Taken, from []decisions.Decision) error {
	var lines []string
	for i, t := range taken {
		for _, f := range t.Faults {
			at := fmt.Sprintf("decision %d of the report", i+1)
			if i < len(from) {
				at = fmt.Sprintf("%s:%d", from[i].File, from[i].Line)
			}
			lines = append(lines, fmt.Sprintf("%s: %s: %s", at, t.Kind, f))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if n := len(lines) - maxFaults; n > 0 {
		lines = append(lines[:maxFaults], fmt.Sprintf("and %d more", n))
	}
	hint := "name candidates by id, name or domain, and files by id or path, as they stand in the report"
	if len(from) == 0 {
		return hinted(errors.New(strings.Join(lines, "\n")), "the report is weighed otherwise now; give the decisions anew with --decisions, or none: decisions: []")
	}
	return usageError(errors.New(strings.Join(lines, "\n")), hint)
}

// unjudged is an inventory with another claim: nobody looked, whatever is claimed.
func (r *rescoring) unjudged(d document.Document) (document.Document, error) {
	weights, err := attribution.DefaultWeights()
	if err != nil {
		return d, err
	}
	in := attribution.Input{Weights: weights}
	if text := r.text(); text != "" {
		in.Claim = &attribution.Claim{Text: text}
	}
	return document.WeighedAgain(d, in, analyzer.Unjudged(r.text()), document.Again{Tool: version()})
}

// text is the claim that was asked for as a report keeps it.
func (r *rescoring) text() string {
	return strings.ToValidUTF8(strings.TrimSpace(r.claimed), "\uFFFD")
}

// notWeighable says what can be done with a report that can be rendered only.
func notWeighable(file string, err error) error {
	hint := ""
	if errors.Is(err, document.ErrNotWeighable) {
		hint = "it can be rendered as it is; to weigh it, scan the package again with this evscan"
	}
	return hinted(fmt.Errorf("%s: %w", nameOfReport(file), err), hint)
}

// claim puts the claim that was asked for in place of the stored one and returns the
// version of the catalogue it was looked up in. What a report was claimed to be already
// keeps its meaning, so that the answer is the scan's.
func (r *rescoring) claim(c *cobra.Command, d document.Document, in attribution.Input) (attribution.Input, string, error) {
	text := r.text()
	same := in.Claim != nil && in.Claim.Text == text
	if same && len(r.known.paths) == 0 && !r.known.noDefault {
		return in, "", nil
	}
	if in.Claim != nil { // what only the old claim referred to must not speak
		w := *d.Weighing
		w.Claim = nil
		d.Weighing = &w
		var err error
		if in, err = document.Input(d); err != nil {
			return in, "", err
		}
	}
	if text == "" {
		return in, "", nil
	}
	// Scanned without the built-in organisations, the package is judged without them.
	noDefault := r.known.noDefault || !d.Options.DefaultCatalogue
	cat, models, err := loadKnowledge(c.Context(), noDefault, r.known.paths, slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)))
	if err != nil {
		return in, "", err
	}
	set := fingerprints.New(cat).Teach(models...)
	keys, orgs := set.Claim(text)
	var marks []evidence.Mark
	for i := range in.Items {
		marks = append(marks, in.Items[i].Marks...)
	}
	in.Claim = &attribution.Claim{Text: text, Keys: keys, Orgs: orgs, Links: set.Kin(keys, marks), OtherForm: set.OtherForm(text, keys, marks)}
	for id, o := range set.Organisations(orgs) { // into a map, so the order does not show
		if _, stored := in.Orgs[id]; !stored {
			in.Orgs[id] = o
		}
	}
	return in, set.CatalogueVersion(), set.Err()
}
