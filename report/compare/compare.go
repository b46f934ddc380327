package compare

import (
	"slices"

	"evscan/report/document"
)

// DefaultThreshold is the share of the files of one package from which on it is called
// recycled.
const DefaultThreshold = 0.5

// fewFiles is the number of found files below which a share alone does not make a
// package recycled, unless it is all there is.
const fewFiles = 2

// Of compares two reports. threshold is a share above 0 and at most 1; 0 means
// DefaultThreshold. It is pure: equal reports give equal comparisons.
func Of(a, b document.Document, threshold float64) Comparison {
	if threshold <= 0 {
		threshold = DefaultThreshold
	}
	out := Comparison{Schema: Schema{Version: Version, URL: SchemaURL}, A: side(&a), B: side(&b), Threshold: threshold, Pairs: []Pair{}}
	out.NearCopies, out.Why = comparablePrints(&a, &b)
	x, y := contentsOf(&a), contentsOf(&b)
	switch {
	case !out.NearCopies:
		forgetPrints(x)
		forgetPrints(y)
	case a.Options.Redacted || b.Options.Redacted:
		// A redacted report has no numbers; those of the other would differ from nothing.
		out.Why = "redacted"
		forgetNumbers(x)
		forgetNumbers(y)
	}
	out.pair(x, y)
	out.Organisations = organisations(&a, &b)
	out.Verdict = out.judge(a.Package.SHA256 != "" && a.Package.SHA256 == b.Package.SHA256)
	return out
}

func side(d *document.Document) Side {
	return Side{Name: d.Package.Name, SHA256: d.Package.SHA256, Tool: d.Tool.Version}
}

func comparablePrints(a, b *document.Document) (ok bool, why string) {
	switch x, y := a.Tool.Fingerprinting, b.Tool.Fingerprinting; {
	case x == 0 || y == 0:
		return false, "no-fingerprints"
	case x != y:
		return false, "other-method"
	}
	return true, ""
}

func forgetPrints(list []*content) {
	for _, c := range list {
		c.print, c.picture = document.Fingerprint{}, false
	}
}

func forgetNumbers(list []*content) {
	for _, c := range list {
		c.print.Values, c.print.Numbers = 0, nil
	}
}

// pair finds the pairs and counts what of each side was found.
func (c *Comparison) pair(x, y []*content) {
	sameA, sameB := make([]bool, len(x)), make([]bool, len(y))
	var pairs []match
	at := map[string]int{}
	for j, f := range y {
		at[f.item.SHA256] = j
	}
	for i, f := range x {
		if j, ok := at[f.item.SHA256]; ok {
			sameA[i], sameB[j] = true, true
			p := Pair{Kind: PairIdentical, A: f.file(), B: y[j].file(), Similarity: 1, By: "sha256", Trivial: f.trivial}
			if p.Trivial == "" {
				p.Trivial = y[j].trivial
			}
			// A name or a setting may make one of them trivial: then neither counts.
			f.trivial, y[j].trivial = p.Trivial, p.Trivial
			pairs = append(pairs, match{a: i, b: j, pair: p})
		}
	}
	bestA, bestB := map[int]string{}, map[int]string{}
	for _, m := range near(x, y, sameA, sameB) { // best first
		_, doneA := bestA[m.a]
		_, doneB := bestB[m.b]
		forA, forB := !sameA[m.a] && !doneA, !sameB[m.b] && !doneB
		if forA {
			bestA[m.a] = m.pair.Kind
		}
		if forB {
			bestB[m.b] = m.pair.Kind
		}
		if forA || forB {
			pairs = append(pairs, m)
		}
	}
	slices.SortStableFunc(pairs, bestFirst)
	for _, m := range pairs {
		c.Pairs = append(c.Pairs, m.pair)
	}
	c.A.count(x, sameA, bestA)
	c.B.count(y, sameB, bestB)
}

func (s *Side) count(list []*content, same []bool, best map[int]string) {
	for i, f := range list {
		if f.trivial != "" {
			s.Trivial++
			continue
		}
		s.Files++
		s.Bytes += f.item.Size
		if !f.printed() {
			s.Unprinted++
		}
		switch {
		case same[i]:
			s.Identical++
		case best[i] == PairNear:
			s.Near++
		default:
			continue
		}
		s.Found += f.item.Size
	}
	if s.Files > 0 {
		s.Share = round(float64(s.Identical+s.Near) / float64(s.Files))
	}
	if s.Bytes > 0 {
		s.ShareBytes = round(float64(s.Found) / float64(s.Bytes))
	}
}

func (c *Comparison) judge(sameBytes bool) string {
	whole := func(s *Side) bool { return s.Files > 0 && s.Identical == s.Files }
	recycled := func(s *Side) bool {
		found := s.Identical + s.Near
		return found > 0 && float64(found) >= c.Threshold*float64(s.Files) && (found >= fewFiles || found == s.Files)
	}
	counts := func(o Organisation) bool { return o.Counts }
	switch {
	case sameBytes || whole(&c.A) && whole(&c.B):
		return Identical
	case c.A.Files == 0 || c.B.Files == 0:
		return Undetermined
	case recycled(&c.A) || recycled(&c.B):
		return Recycled
	case c.A.Identical+c.A.Near+c.B.Near > 0 || slices.ContainsFunc(c.Pairs, func(p Pair) bool { return p.Kind == PairForm }):
		return Overlapping
	case slices.ContainsFunc(c.Organisations, counts):
		return SameOrganisations
	}
	return Unrelated
}
