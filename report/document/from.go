package document

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/evidence"
)

// From translates what a scan found. Every string of the document is valid UTF-8,
// every number finite, no list is null.
func From(r analyzer.Result) Document {
	d := Document{
		Schema: Schema{Version: Version, URL: SchemaURL},
		Tool: Tool{Name: r.Tool.Name, Version: r.Tool.Version, CatalogueVersion: r.Tool.CatalogueVersion,
			WeightsVersion: r.Tool.WeightsVersion, OCR: r.Tool.OCR, Languages: r.Tool.Languages,
			MissingLanguages: r.Tool.MissingLanguages, Sandbox: r.Tool.Sandbox, Formats: r.Tool.Formats,
			Fingerprinting: r.Tool.Fingerprinting},
		Package: Package{Name: text(r.Package.Name), Kind: r.Package.Kind, Size: r.Package.Size,
			SHA256: r.Package.SHA256, SHA1: r.Package.SHA1, MD5: r.Package.MD5},
		Options: Options{Claimed: text(r.Options.Claimed), Lang: r.Options.Lang, NoOCR: r.Options.NoOCR, Inventory: r.Options.Inventory,
			DefaultCatalogue: r.Options.DefaultCatalogue, Catalogues: texts(r.Options.Catalogues), Passwords: r.Options.Passwords},
		Limits:      limits(r.Limits),
		Coverage:    coverage(r.Coverage),
		Claim:       claim(r.Attribution.Claim),
		Attribution: answer(r.Attribution, r.Crops),
		Weighing:    weighing(r),
		Items:       make([]Item, 0, len(r.Items)),
		Problems:    []Problem{},
		Timing:      timing(r.Timing),
	}
	if d.Tool.Formats == nil {
		d.Tool.Formats = map[string]int{}
	}
	for i := range r.Items {
		it := FromItem(r.Items[i])
		d.Items = append(d.Items, it)
		d.Problems = append(d.Problems, it.Problems...)
	}
	return d
}

func limits(l evidence.Limits) Limits {
	return Limits{Depth: l.Depth, Items: l.Items, ItemBytes: l.ItemBytes, TotalBytes: l.TotalBytes, Ratio: finite(l.Ratio),
		RatioFloor: l.RatioFloor, TextBytes: l.TextBytes, ItemTimeMS: l.ItemTime.Milliseconds(),
		TotalTimeMS: l.TotalTime.Milliseconds(), Pixels: l.Pixels}
}

func coverage(c analyzer.Coverage) Coverage {
	out := Coverage{Items: c.Items, Read: c.Read, PartlyRead: c.PartlyRead, NotRead: c.NotRead, Entries: c.Entries,
		Duplicates: c.Duplicates, ByReason: map[string]int{}}
	for k, n := range c.ByReason {
		out.ByReason[string(k)] = n
	}
	return out
}

func claim(c *attribution.ClaimVerdict) *Claim {
	if c == nil {
		return nil
	}
	return &Claim{Organisation: text(c.Organisation), Verdict: c.Verdict, Reason: text(c.Reason), Role: c.Role,
		Candidate: text(c.Candidate), Probability: finite(c.Probability), LikelihoodRatio: ratio(c.LikelihoodRatio), Band: c.Band}
}

func answer(a attribution.Attribution, crops []analyzer.Crop) Attribution {
	out := Attribution{Verdict: a.Verdict, Reason: text(a.Reason), Owner: party(a.Owner), Custodian: party(a.Custodian),
		UnknownProbability: finite(a.Unknown), Groups: finite(a.Groups), Unread: finite(a.Unread),
		Candidates: []Candidate{}, Flips: []Flip{}, Baselines: []Baseline{}}
	for _, c := range a.Candidates {
		out.Candidates = append(out.Candidates, candidate(c, crops))
	}
	for _, f := range a.Flips {
		out.Flips = append(out.Flips, Flip{Without: text(f.Without), Verdict: f.Verdict, Leader: text(f.Leader), Detail: text(f.Detail)})
	}
	for _, b := range a.Baselines {
		out.Baselines = append(out.Baselines, Baseline{Name: b.Name, Answer: text(b.Answer), ID: text(b.ID), Count: b.Count})
	}
	return out
}

func party(p *attribution.Party) *Party {
	if p == nil {
		return nil
	}
	return &Party{ID: text(p.ID), Name: text(p.Name), Domains: texts(p.Domains), Probability: finite(p.Probability)}
}

func candidate(c attribution.Candidate, crops []analyzer.Crop) Candidate {
	out := Candidate{ID: text(c.ID), Name: text(c.Name), Aliases: texts(c.Aliases), Domains: texts(c.Domains),
		Linked: texts(c.Linked), PossiblySame: texts(c.PossiblySame), Catalogued: c.Catalogued, Confirmed: c.Confirmed,
		Probability: finite(c.Probability), Score: finite(c.Score), Coverage: finite(c.Coverage),
		Counterparties: c.Counterparties, Roles: texts(c.Roles), Parent: text(c.Parent), Terms: []Term{}, Evidence: []Evidence{}}
	for _, t := range c.Terms {
		out.Terms = append(out.Terms, Term{Name: text(t.Name), Nats: finite(t.Nats)})
	}
	for _, e := range c.Evidence {
		out.Evidence = append(out.Evidence, Evidence{Item: e.Item, Path: texts(e.Path), Class: string(e.Class),
			Role: string(e.Role), Value: text(e.Value), Source: text(e.Source), Locator: locator(e.At),
			Quality: finite(e.Quality), CountedAs: text(e.CountedAs), Weight: finite(e.Weight), Snippet: text(e.Snippet), Why: text(e.Why), Crop: crop(e, crops)})
	}
	return out
}

// crop finds the picture of a piece of evidence; nil where there is none.
func crop(e attribution.Evidence, crops []analyzer.Crop) *Crop {
	if e.At.Box == nil || e.At.Page > 0 {
		return nil
	}
	for _, c := range crops {
		if c.Item == e.Item && c.Box == *e.At.Box {
			return &Crop{MIME: c.MIME, Width: c.W, Height: c.H, Data: c.Data, Box: Box{X: c.At.X, Y: c.At.Y, W: c.At.W, H: c.At.H}}
		}
	}
	return nil
}

func locator(l evidence.Locator) Locator {
	out := Locator{Page: l.Page, Part: text(l.Part), Cell: text(l.Cell), Zone: string(l.Zone), Confidence: finite(l.Confidence)}
	if l.Box != nil {
		out.Box = &Box{X: l.Box.X, Y: l.Box.Y, W: l.Box.W, H: l.Box.H}
	}
	return out
}

// FromItem translates one item.
func FromItem(it evidence.Item) Item {
	out := Item{ID: it.ID, Parent: it.Parent, Path: texts(it.Path), NameBytes: it.NameBytes, Origin: string(it.Origin),
		Size: it.Size, SHA256: it.SHA256, SameAs: it.SameAs, Status: string(it.Status), Group: it.Group, Paper: string(it.Paper),
		Type:     Type{Format: it.Type.Format, MIME: it.Type.MIME, Basis: text(it.Type.Basis), Warnings: texts(it.Type.Warnings)},
		Text:     Text{Chars: it.Text.Chars, OCRChars: it.Text.OCRChars, Languages: texts(it.Text.Languages), Content: text(it.Content)},
		Metadata: []Metadata{}, Marks: []Mark{}, Problems: []Problem{}}
	for _, f := range it.Metadata {
		out.Metadata = append(out.Metadata, Metadata{Name: text(f.Name), Value: text(f.Value), Source: text(f.Source)})
	}
	out.Fingerprint = fingerprint(it.Fingerprint)
	for _, m := range it.Marks {
		out.Marks = append(out.Marks, Mark{Kind: m.Kind, KeyKind: string(m.Key.Kind), Key: text(m.Key.Value),
			Organisation: text(m.Org), Class: string(m.Class), Role: string(m.Role), Value: text(m.Value), Source: text(m.Source),
			Snippet: text(m.Snippet), Why: text(m.Why), Locator: locator(m.At), Quality: finite(m.Quality), Count: max(1, m.Count)})
	}
	for _, l := range it.Links {
		out.Links = append(out.Links, link(l))
	}
	for _, p := range it.Problems {
		out.Problems = append(out.Problems, Problem{Item: it.ID, Kind: string(p.Kind), Where: text(p.Where), Detail: text(p.Detail), Hint: text(hint(p)), Late: p.Late})
	}
	return out
}

func fingerprint(f evidence.Fingerprint) *Fingerprint {
	if f.Text == nil && f.Numbers == nil && f.Picture == "" {
		return nil
	}
	return &Fingerprint{Shingles: f.Shingles, Text: f.Text, Values: f.Values, Numbers: f.Numbers, Picture: f.Picture}
}

// hint says what a person can do about a problem where the reader did not.
func hint(p evidence.Problem) string {
	if p.Hint != "" {
		return p.Hint
	}
	switch p.Kind {
	case evidence.ProblemEncrypted:
		return "give the password with --password or --password-file"
	case evidence.ProblemToolMissing:
		return "run 'evscan doctor' for what to install"
	case evidence.ProblemLimit:
		return "raise the limit with the matching --limit flag if the item is worth it"
	case evidence.ProblemTimedOut:
		return "raise --limit-item-time or --limit-total-time if the item is worth it"
	case evidence.ProblemUnsupported:
		return "open it by hand in a safe place"
	case evidence.ProblemReadFailed:
		return "check the rights of the file and the disk"
	default:
		return ""
	}
}

func timing(t analyzer.Timing) *Timing {
	out := &Timing{Started: t.Started.UTC().Format(time.RFC3339), WallMS: t.Wall.Milliseconds(), Jobs: t.Jobs, Restarts: t.Restarts, Stages: []Stage{}}
	for _, s := range t.Stages {
		out.Stages = append(out.Stages, Stage{Name: s.Name, WallMS: s.Wall.Milliseconds()})
	}
	return out
}

// finite rounds to six significant decimals, which keeps reports readable and
// equal between machines, and turns what JSON can't say into the nearest it can.
func finite(f float64) float64 {
	switch {
	case math.IsNaN(f):
		return 0
	case math.IsInf(f, 1):
		return math.MaxFloat64
	case math.IsInf(f, -1):
		return -math.MaxFloat64
	case math.Abs(f) >= 1e9:
		return f
	}
	return math.Round(f*1e6) / 1e6
}

// ratio is finite for what may be very small and must not become none: six significant
// digits.
func ratio(f float64) float64 {
	if !(f > 0 && f < 0.01) {
		return finite(f)
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 6, 64), 64)
	if err != nil {
		return finite(f)
	}
	return r
}

func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func texts(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, text(s))
	}
	return slices.Clip(out)
}
