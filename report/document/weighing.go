package document

import (
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
	out := &Claimed{Keys: []Key{}, Organisations: texts(c.Orgs)}
	for _, k := range c.Keys {
		out.Keys = append(out.Keys, key(k))
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

// Input rebuilds what the answer of d was weighed from, with the claim of d and the
// weights of this program, so that attribution.Attribute gives the answer that d
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
		in.Claim = &attribution.Claim{Text: d.Claim.Organisation, Orgs: c.Organisations}
		for _, k := range c.Keys {
			in.Claim.Keys = append(in.Claim.Keys, keyOf(k))
		}
		for _, id := range c.Organisations {
			referred[id] = true
		}
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
		SHA256: it.SHA256, SameAs: it.SameAs, Status: evidence.Status(it.Status), Group: it.Group,
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

// WeighedAgain is d with another answer to what was claimed and to whose records they
// are. Pictures of evidence come over where the same place speaks again.
func WeighedAgain(d Document, in attribution.Input, a attribution.Attribution) Document {
	crops := cropsOf(d.Attribution.Candidates)
	d.Claim = claim(a.Claim)
	d.Attribution = answer(a, crops)
	d.Tool.WeightsVersion = in.Weights.Version
	switch {
	case in.Claim == nil:
		d.Options.Claimed = ""
	case strings.TrimSpace(d.Options.Claimed) != in.Claim.Text:
		d.Options.Claimed = text(in.Claim.Text)
	}
	d.Weighing = weighing(analyzer.Result{Weighed: &analyzer.Weighed{Orgs: in.Orgs, Links: in.Links, Claim: in.Claim}})
	d.Schema = Schema{Version: Version, URL: SchemaURL}
	return d
}

// cropsOf collects the pictures of evidence, each place once.
func cropsOf(candidates []Candidate) []analyzer.Crop {
	type place struct {
		item string
		box  Box
	}
	seen := map[place]bool{}
	var out []analyzer.Crop
	for _, c := range candidates {
		for _, e := range c.Evidence {
			if e.Crop == nil || e.Locator.Box == nil || seen[place{e.Item, *e.Locator.Box}] {
				continue
			}
			seen[place{e.Item, *e.Locator.Box}] = true
			b, at := *e.Locator.Box, e.Crop.Box
			out = append(out, analyzer.Crop{Item: e.Item, Box: evidence.Box{X: b.X, Y: b.Y, W: b.W, H: b.H}, W: e.Crop.Width, H: e.Crop.Height,
				At: evidence.Box{X: at.X, Y: at.Y, W: at.W, H: at.H}, MIME: e.Crop.MIME, Data: e.Crop.Data})
		}
	}
	return out
}
