package exchange

import (
	"slices"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// Summary explains the report line by line: what a person decided, the answer, the
// claim, what would change them, coverage, what was left out, and what made it.
func (c *Content) Summary() []string {
	d, l := c.Doc, c.Lang
	lines := append(c.Shaped(), c.Answer(), say.Reasoned(l, c.translator, d.Attribution.Reason), say.Custodian(l, d.Attribution.Custodian))
	lines = append(lines, c.claim()...)
	for _, f := range d.Attribution.Flips[:min(maxFlips, len(d.Attribution.Flips))] {
		s, _ := c.translator.Say(l, f.Detail)
		lines = append(lines, s)
	}
	lines = append(lines, say.ItemsRead(l, d.Coverage), say.FilesListed(l, len(c.Files), len(c.Files)+c.FilesLeft), say.OrganisationsLeft(l, c.OrganisationsLeft),
		say.LeftToReport(l), say.MadeBy(l, d))
	return bounded(lines)
}

// Answer is the verdict on the owner in one sentence, with its probability.
func (c *Content) Answer() string {
	a := c.Doc.Attribution
	s := say.Owner(c.Lang, c.Doc)
	switch {
	case a.Owner != nil:
		s = say.WithChance(c.Lang, s, a.Owner.Probability)
	case a.Verdict == "leading" && len(a.Candidates) > 0:
		s = say.WithChance(c.Lang, s, a.Candidates[0].Probability)
	}
	return cutLine(s)
}

// Shaped says what a reader must know before the answer: that it was weighed again, and
// that a person decided things, without the person's name. Nothing for the report of a
// scan.
func (c *Content) Shaped() []string {
	d := c.Doc
	d.Decisions = slices.Clone(d.Decisions)
	for i := range d.Decisions {
		d.Decisions[i].Analyst = ""
	}
	return bounded(say.Notes(c.Lang, d))
}

// Opinion explains the verdict on the claim; nothing without a claim.
func (c *Content) Opinion() []string {
	if c.Doc.Claim == nil {
		return nil
	}
	return append(c.Shaped(), c.claim()...)
}

func (c *Content) claim() []string {
	d := c.Doc
	if d.Claim == nil {
		return nil
	}
	return bounded([]string{say.OnClaim(c.Lang, d), say.Reasoned(c.Lang, c.translator, d.Claim.Reason), say.Likelihood(c.Lang, d.Claim)})
}

// Evidence lists the strongest pieces of evidence for an organisation, a line each.
func (c *Content) Evidence(o Organisation) []string {
	var lines []string
	for _, e := range strongest(o.Candidate.Evidence) {
		lines = append(lines, c.witness(e))
	}
	return bounded(append(lines, say.MoreWitnesses(c.Lang, len(o.Candidate.Evidence)-len(lines))))
}

// strongest picks what is listed: the evidence comes strongest first, and of every class
// only a few pieces are shown, so that a strong class does not hide the others.
func strongest(list []document.Evidence) []document.Evidence {
	var out []document.Evidence
	ofClass := map[string]int{}
	for _, e := range list {
		if len(out) == MaxEvidence {
			break
		}
		if ofClass[e.Class]++; ofClass[e.Class] <= maxOfClass {
			out = append(out, e)
		}
	}
	return out
}

func (c *Content) witness(e document.Evidence) string {
	path := make([]string, len(e.Path))
	for i, s := range e.Path {
		path[i] = Name(s)
	}
	e.Path = path
	return say.Witness(c.Lang, c.translator, e, Value(e.Value))
}

// bounded cleans lines, cuts long ones and leaves empty ones out.
func bounded(lines []string) []string {
	var out []string
	for _, s := range lines {
		if strings.TrimSpace(s) != "" {
			out = append(out, cutLine(s))
		}
	}
	return out
}
