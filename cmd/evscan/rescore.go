package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/fingerprints"
	"evscan/report/document"
)

// rescoring are the flags that have a stored report weighed again.
type rescoring struct {
	claimed string
	known   known // where another claim is looked up
}

func (r *rescoring) flags(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&r.claimed, "claimed", "", "weigh again, as if this organisation had been claimed: a `NAME` or a domain; \"\" for none")
	fl.StringArrayVar(&r.known.paths, "catalogue", nil, "with --claimed: look it up in the organisations of `FILE|DIR` too; repeatable")
	fl.BoolVar(&r.known.noDefault, "no-default-catalogue", false, "with --claimed: do not look it up in the built-in organisations")
}

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
		return d, nil
	}
	if d.Options.Inventory {
		return r.unjudged(d)
	}
	in, err := document.Input(d)
	if err != nil {
		return d, notWeighable(file, err)
	}
	by := document.Again{Tool: version()}
	if in, by.Catalogue, err = r.claim(c, d, in); err != nil {
		return d, err
	}
	return document.WeighedAgain(d, in, attribution.Attribute(in), by)
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
		hint = "it can be rendered as it is, without --claimed; to weigh it, scan the package again with this evscan"
	}
	return hinted(fmt.Errorf("%s: %w", file, err), hint)
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
	in.Claim = &attribution.Claim{Text: text, Keys: keys, Orgs: orgs}
	for id, o := range set.Organisations(orgs) { // into a map, so the order does not show
		if _, stored := in.Orgs[id]; !stored {
			in.Orgs[id] = o
		}
	}
	return in, set.CatalogueVersion(), set.Err()
}
