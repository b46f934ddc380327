package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/evidence"
)

// ErrNotWeighable says that a report does not hold what weighing needs; the message
// says why.
var ErrNotWeighable = errors.New("this report cannot be weighed again")

// weighing keeps what no item says, nil where nothing was weighed.
func weighing(r analyzer.Result) *Weighing {
	if r.Weighed == nil {
		return nil
	}
	out := &Weighing{Organisations: []Organisation{}, Links: []Link{}, Claim: claimed(r.Weighed.Claim)}
	for _, id := range slices.Sorted(maps.Keys(r.Weighed.Orgs)) {
		out.Organisations = append(out.Organisations, organisation(r.Weighed.Orgs[id]))
	}
	for _, l := range r.Weighed.Links {
		out.Links = append(out.Links, link(l))
	}
	return out
}

func claimed(c *attribution.Claim) *Claimed {
	if c == nil {
		return nil
	}
	out := &Claimed{Keys: []Key{}, Organisations: texts(c.Orgs), OtherForm: text(c.OtherForm)}
	for _, k := range c.Keys {
		out.Keys = append(out.Keys, key(k))
	}
	for _, l := range c.Links {
		out.Links = append(out.Links, link(l))
	}
	return out
}

func key(k evidence.Key) Key { return Key{Kind: string(k.Kind), Value: text(k.Value)} }

func link(l evidence.Link) Link {
	return Link{AKind: string(l.A.Kind), A: text(l.A.Value), BKind: string(l.B.Kind), B: text(l.B.Value), Bits: finite(l.Bits), Why: text(l.Why)}
}

func organisation(o evidence.Organisation) Organisation {
	out := Organisation{ID: text(o.ID), Name: text(o.Name), Aliases: texts(o.Aliases), Languages: texts(o.Languages), Domains: texts(o.Domains),
		Tenants: texts(o.Tenants), Hosts: texts(o.Hosts), Registry: texts(o.Registry), Country: text(o.Country), Parent: text(o.Parent),
		Kind: text(o.Kind), Background: min(1, max(0, finite(o.Background))), Source: text(o.Source), Date: text(o.Date)}
	for _, u := range o.Uses {
		out.Uses = append(out.Uses, strings.Join(u.Names(), "+"))
	}
	return out
}

// Input rebuilds what the answer of d was weighed from, with the claim and the decisions
// of d and the weights of this program, so that attribution.Attribute gives the answer that d
// holds where d was made with the same weights. The error wraps ErrNotWeighable where d
// is an inventory or was made by an evscan that did not keep everything.
func Input(d Document) (attribution.Input, error) {
	switch {
	case d.Options.Inventory:
		return attribution.Input{}, fmt.Errorf("%w: it is an inventory, for which no text was read", ErrNotWeighable)
	case d.Weighing == nil:
		return attribution.Input{}, fmt.Errorf("%w: layout %s keeps neither the catalogue's records nor the links between names and domains that the answer was weighed from", ErrNotWeighable, d.Schema.Version)
	}
	weights, err := attribution.DefaultWeights()
	if err != nil {
		return attribution.Input{}, err
	}
	in := attribution.Input{Items: make([]evidence.Item, 0, len(d.Items)), Orgs: map[string]evidence.Organisation{}, Weights: weights}
	referred := map[string]bool{}
	for i := range d.Items {
		it := itemOf(&d.Items[i])
		for _, m := range it.Marks {
			referred[m.Org] = true
		}
		in.Items = append(in.Items, it)
	}
	for _, l := range d.Weighing.Links {
		in.Links = append(in.Links, linkOf(l))
	}
	if c := d.Weighing.Claim; c != nil && d.Claim != nil {
		in.Claim = &attribution.Claim{Text: d.Claim.Organisation, Orgs: c.Organisations, OtherForm: c.OtherForm}
		for _, k := range c.Keys {
			in.Claim.Keys = append(in.Claim.Keys, keyOf(k))
		}
		for _, l := range c.Links {
			in.Claim.Links = append(in.Claim.Links, linkOf(l))
		}
		for _, id := range c.Organisations {
			referred[id] = true
		}
	}
	for _, x := range d.Decisions[:min(len(d.Decisions), attribution.MaxDecisions)] {
		in.Decisions = append(in.Decisions, attribution.Decision{Kind: attribution.DecisionKind(x.Kind), About: x.About, Off: x.Off, Name: x.Name,
			Note: x.Note, Analyst: x.Analyst, Date: x.Date})
	}
	// A record that only an earlier claim referred to must not speak now.
	for _, o := range d.Weighing.Organisations {
		if referred[o.ID] {
			in.Orgs[o.ID] = organisationOf(o)
		}
	}
	return in, nil
}

func keyOf(k Key) evidence.Key {
	return evidence.Key{Kind: evidence.KeyKind(k.Kind), Value: k.Value}
}

func linkOf(l Link) evidence.Link {
	return evidence.Link{A: keyOf(Key{l.AKind, l.A}), B: keyOf(Key{l.BKind, l.B}), Bits: l.Bits, Why: l.Why}
}

func organisationOf(o Organisation) evidence.Organisation {
	out := evidence.Organisation{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Languages: o.Languages, Domains: o.Domains, Tenants: o.Tenants,
		Hosts: o.Hosts, Registry: o.Registry, Country: o.Country, Parent: o.Parent, Kind: o.Kind, Background: o.Background, Source: o.Source, Date: o.Date}
	for _, s := range o.Uses {
		var use evidence.DomainUse
		for name := range strings.SplitSeq(s, "+") {
			u, _ := evidence.ParseDomainUse(name)
			use |= u
		}
		out.Uses = append(out.Uses, use)
	}
	return out
}

func itemOf(it *Item) evidence.Item {
	out := evidence.Item{ID: it.ID, Parent: it.Parent, Path: it.Path, NameBytes: it.NameBytes, Origin: evidence.Origin(it.Origin), Size: it.Size,
		SHA256: it.SHA256, SameAs: it.SameAs, Status: evidence.Status(it.Status), Group: it.Group, Paper: evidence.Paper(it.Paper),
		Type: evidence.Type{Format: it.Type.Format, MIME: it.Type.MIME, Basis: it.Type.Basis, Warnings: it.Type.Warnings}}
	for _, m := range it.Marks {
		out.Marks = append(out.Marks, evidence.Mark{Kind: m.Kind, Key: keyOf(Key{m.KeyKind, m.Key}), Org: m.Organisation, Class: evidence.Class(m.Class),
			Role: evidence.Role(m.Role), Value: m.Value, Source: m.Source, Snippet: m.Snippet, Why: m.Why, At: locatorOf(m.Locator), Quality: m.Quality, Count: m.Count})
	}
	for _, l := range it.Links {
		out.Links = append(out.Links, linkOf(l))
	}
	return out
}

func locatorOf(l Locator) evidence.Locator {
	out := evidence.Locator{Page: l.Page, Part: l.Part, Cell: l.Cell, Zone: evidence.Zone(l.Zone), Confidence: l.Confidence}
	if l.Box != nil {
		out.Box = &evidence.Box{X: l.Box.X, Y: l.Box.Y, W: l.Box.W, H: l.Box.H}
	}
	return out
}

// Again says by what a report was weighed again.
type Again struct {
	Tool      string // version of the program
	Catalogue string // version of the catalogue in which the claim was looked up; "" where none was asked
}

// WeighedAgain is d with the answer a to in. Pictures of evidence come over where the
// same place speaks again. Where the answer, the claim, the decisions or the weights are
// not those of d, the result says so and what d had answered.
func WeighedAgain(d Document, in attribution.Input, a attribution.Attribution, by Again) (Document, error) {
	before := d
	d.Claim = claim(a.Claim)
	crops := cropsOf(before)
	d.Attribution = answer(a, crops)
	d.Decisions, d.Undecided = decisions(a.Decisions), undecided(a.Undecided)
	d.Tool.WeightsVersion = in.Weights.Version
	switch {
	case in.Claim == nil:
		d.Options.Claimed = ""
	case strings.TrimSpace(d.Options.Claimed) != in.Claim.Text:
		d.Options.Claimed = text(in.Claim.Text)
	}
	if !d.Options.Inventory {
		d.Weighing = weighing(analyzer.Result{Weighed: &analyzer.Weighed{Orgs: in.Orgs, Links: in.Links, Claim: in.Claim}})
		d.Weighing.Crops = unshown(crops, d.Attribution.Candidates)
	}
	same, err := sameAnswer(before, d)
	if err != nil || same {
		return d, err
	}
	d.Schema = Schema{Version: Version, URL: SchemaURL}
	d.Rescored = &Rescored{WeightsBefore: before.Tool.WeightsVersion, ClaimedBefore: before.Options.Claimed, Before: outcome(before)}
	if before.Rescored != nil { // what the scan said, however often it was weighed since
		first := *before.Rescored
		d.Rescored = &first
	}
	d.Rescored.ToolVersion, d.Rescored.CatalogueVersion = by.Tool, by.Catalogue
	return d, nil
}

// sameAnswer reports whether two reports answer the same question alike.
func sameAnswer(a, b Document) (bool, error) {
	var written [2][]byte
	for i, d := range []Document{a, b} {
		var err error
		written[i], err = json.Marshal([]any{d.Options.Claimed, d.Tool.WeightsVersion, d.Claim, d.Attribution, d.Weighing, d.Decisions, d.Undecided})
		if err != nil {
			return false, fmt.Errorf("comparing answers: %w", err)
		}
	}
	return bytes.Equal(written[0], written[1]), nil
}

func decisions(taken []attribution.Taken) []Decision {
	var out []Decision
	for _, t := range taken {
		out = append(out, Decision{Kind: string(t.Kind), About: texts(t.About), Off: texts(t.Off), Name: text(t.Name), Matched: texts(t.Matched), More: t.More,
			Note: text(t.Note), Analyst: text(t.Analyst), Date: text(t.Date)})
	}
	return out
}

func undecided(o *attribution.Outcome) *Outcome {
	if o == nil {
		return nil
	}
	return &Outcome{Verdict: o.Verdict, ID: text(o.ID), Name: text(o.Name), Probability: finite(o.Probability), Claim: o.Claim}
}

// outcome is the answer of a report in short.
func outcome(d Document) Outcome {
	o := Outcome{Verdict: d.Attribution.Verdict}
	if d.Claim != nil {
		o.Claim = d.Claim.Verdict
	}
	if list := d.Attribution.Candidates; len(list) > 0 && o.Verdict != attribution.VerdictNoEvidence {
		o.ID, o.Name, o.Probability = list[0].ID, list[0].Name, list[0].Probability
	}
	return o
}

// cropPlace is where a picture of evidence was cut out.
type cropPlace struct {
	item string
	box  Box
}

// cropsOf collects the pictures of evidence, shown and kept, each place once.
func cropsOf(d Document) []analyzer.Crop {
	var all []PlacedCrop
	for _, c := range d.Attribution.Candidates {
		for _, e := range c.Evidence {
			if e.Crop != nil && e.Locator.Box != nil {
				all = append(all, PlacedCrop{e.Item, *e.Locator.Box, *e.Crop})
			}
		}
	}
	if d.Weighing != nil {
		all = append(all, d.Weighing.Crops...)
	}
	seen := map[cropPlace]bool{}
	var out []analyzer.Crop
	for _, p := range all {
		at := cropPlace{p.Item, p.Box}
		if seen[at] {
			continue
		}
		seen[at] = true
		out = append(out, analyzer.Crop{Item: p.Item, Box: boxOf(p.Box), W: p.Crop.Width, H: p.Crop.Height, At: boxOf(p.Crop.Box), MIME: p.Crop.MIME, Data: p.Crop.Data})
	}
	return out
}

// unshown are the pictures that no evidence of an answer shows: another answer may.
func unshown(crops []analyzer.Crop, candidates []Candidate) []PlacedCrop {
	shown := map[cropPlace]bool{}
	for _, c := range candidates {
		for _, e := range c.Evidence {
			if e.Crop != nil && e.Locator.Box != nil {
				shown[cropPlace{e.Item, *e.Locator.Box}] = true
			}
		}
	}
	var out []PlacedCrop
	for _, c := range crops {
		p := PlacedCrop{Item: c.Item, Box: box(c.Box), Crop: Crop{MIME: c.MIME, Width: c.W, Height: c.H, Box: box(c.At), Data: c.Data}}
		if !shown[cropPlace{p.Item, p.Box}] {
			out = append(out, p)
		}
	}
	return out
}

func box(b evidence.Box) Box { return Box{X: b.X, Y: b.Y, W: b.W, H: b.H} }

func boxOf(b Box) evidence.Box { return evidence.Box{X: b.X, Y: b.Y, W: b.W, H: b.H} }
