// Package text writes the summary that a person reads first: the verdict on the
// claim, the owner, the reasons, and what was not read.
package text

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"evscan/report/document"
)

// Options shape the summary.
type Options struct {
	Width int  // columns; 0 means 100; clamped to 60..160
	Color bool // ANSI colours; the text says everything without them
}

// How much the summary shows: ten seconds' worth. The JSON report has it all.
const (
	maxEvidence = 5
	maxOthers   = 6
	maxProblems = 12
	maxFlips    = 4
)

// Write writes the summary of d to w.
func Write(w io.Writer, d document.Document, o Options) error {
	p := newPage(o)
	p.head(d)
	p.claim(d)
	p.owner(d)
	p.shortcuts(d)
	p.evidence(d)
	p.others(d)
	p.flips(d)
	p.coverage(d)
	p.problems(d)
	if _, err := io.WriteString(w, p.String()); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	return nil
}

func (p *page) head(d document.Document) {
	p.line(p.bold("evscan "+d.Tool.Version) + "  " + clean(d.Package.Name) + "  " + size(d.Package.Size) + "  " +
		plural(d.Coverage.Items, "item") + "  sha256 " + short(d.Package.SHA256, 16))
	p.blank()
}

func (p *page) claim(d document.Document) {
	c := d.Claim
	if c == nil {
		return
	}
	paint := p.yellow
	switch c.Verdict {
	case "supported":
		paint = p.green
	case "contradicted":
		paint = p.red
	}
	p.section("CLAIM", paint(strings.ToUpper(c.Verdict))+": "+claimSentence(d))
	if c.Reason != "" {
		p.section("", clean(c.Reason))
	}
	if d.Options.Inventory {
		p.blank()
		return // nobody looked: any number would mislead
	}
	ratio := fmt.Sprintf("P(%s) %s", clean(c.Organisation), probability(c.Probability))
	if c.LikelihoodRatio > 0 {
		ratio += "; " + likelihood(c)
	}
	p.section("", ratio)
	p.blank()
}

// claimSentence is the verdict in one sentence.
func claimSentence(d document.Document) string {
	who := "“" + clean(d.Claim.Organisation) + "”"
	owner := ""
	if d.Attribution.Owner != nil {
		owner = clean(d.Attribution.Owner.Name)
	} else if len(d.Attribution.Candidates) > 0 {
		owner = clean(d.Attribution.Candidates[0].Name)
	}
	role := ""
	switch d.Claim.Role {
	case "":
	case "mentioned", "claimed":
		role = "; " + who + " is merely mentioned in it"
	default:
		role = "; " + who + " is its " + strings.ReplaceAll(d.Claim.Role, "-", " ")
	}
	switch d.Claim.Verdict {
	case "supported":
		return "the records are those of " + owner + ", as claimed."
	case "contradicted":
		return "the records are those of " + owner + ", not of " + who + role + "."
	default:
		return "the package neither proves nor refutes that the records are those of " + who + "."
	}
}

func (p *page) owner(d document.Document) {
	a := d.Attribution
	if d.Options.Inventory {
		p.section("OWNER", p.yellow("undetermined")+": "+clean(a.Reason))
		return
	}
	switch {
	case a.Owner != nil:
		p.section("OWNER", p.bold(named(a.Owner.Name, a.Owner.Domains))+"  "+p.green("identified")+", P "+probability(a.Owner.Probability))
	case a.Verdict == "leading" && len(a.Candidates) > 0:
		c := a.Candidates[0]
		p.section("OWNER", p.yellow("not identified")+"; leading is "+named(c.Name, c.Domains)+", P "+probability(c.Probability))
	case a.Verdict == "no-evidence":
		p.section("OWNER", p.yellow("no evidence")+": nothing in the package points at an owner")
	default:
		p.section("OWNER", p.yellow("undetermined")+"; unknown owner P "+probability(a.UnknownProbability))
	}
	if a.Reason != "" {
		p.section("", clean(a.Reason))
	}
	switch {
	case a.Custodian == nil:
		p.section("TAKEN FROM", "undetermined: no custody evidence decides whose systems held the files")
	case a.Owner != nil && a.Custodian.ID == a.Owner.ID:
		p.section("TAKEN FROM", "the owner's own systems, P "+probability(a.Custodian.Probability))
	default:
		p.section("TAKEN FROM", "systems of "+named(a.Custodian.Name, a.Custodian.Domains)+", P "+probability(a.Custodian.Probability))
	}
}

// shortcuts shows what counting would have answered, so that nobody is surprised
// when another tool or a headline says so.
func (p *page) shortcuts(d document.Document) {
	if len(d.Attribution.Baselines) == 0 {
		return
	}
	labels := map[string]string{"most-mentioned": "most mentions", "mail-domain": "most mail addresses", "company-property": "most Company fields", "pooled": "all marks pooled"}
	var parts []string
	for _, b := range d.Attribution.Baselines {
		label := cmp.Or(labels[b.Name], b.Name)
		answer := "nobody"
		if b.Answer != "" {
			answer = clean(b.Answer)
			if d.Attribution.Owner != nil && b.ID != d.Attribution.Owner.ID {
				answer = p.red(answer) + " (wrong)"
			}
			answer += " " + strconv.Itoa(b.Count)
		}
		parts = append(parts, label+": "+answer)
	}
	p.section("SHORTCUTS", "counting alone would say: "+strings.Join(parts, "; "))
	p.blank()
}

func (p *page) evidence(d document.Document) {
	a := d.Attribution
	if len(a.Candidates) == 0 {
		return
	}
	lead := a.Candidates[0]
	list := strongest(lead.Evidence)
	if len(list) == 0 && len(lead.Terms) == 0 {
		return
	}
	p.line(p.bold("WHY "+clean(lead.Name)) + p.dim("  (2.3 nats make it ten times as likely)"))
	p.standing(lead)
	for i, r := range list {
		e := r.best
		what := strings.ReplaceAll(e.Class, "-", " ")
		if r.witnesses > 1 {
			what += fmt.Sprintf(", %d witnesses; the strongest", r.witnesses)
		}
		if e.Why != "" {
			what += ": " + clean(e.Why)
		}
		p.item(fmt.Sprintf("%d.", i+1), fmt.Sprintf("%+.2f nats  %s", r.nats, what))
		p.item("", p.dim(place(e.Path)+where(e.Locator)))
		counted := ""
		if e.CountedAs != "" {
			counted = "  " + p.dim("["+clean(e.CountedAs)+"]")
		}
		p.item("", "“"+clean(cmp.Or(e.Snippet, e.Value))+"”"+counted)
	}
	p.blank()
}

// standing says what no single file shows: how much of the package the leader is a
// party of, and how many different others it deals with.
func (p *page) standing(c document.Candidate) {
	var nats float64
	for _, t := range c.Terms {
		if t.Name == "hub" || t.Name == "counterparties" {
			nats += t.Nats
		}
	}
	if nats == 0 {
		return
	}
	p.item("*", fmt.Sprintf("%+.2f nats  a party of %.0f%% of the documents, dealing with %s", nats, c.Coverage*100, plural(c.Counterparties, "other organisation")))
}

// reason is one class of evidence with the witness that shows it best.
type reason struct {
	best      document.Evidence
	nats      float64 // of all witnesses of the class
	witnesses int
}

// strongest sums the evidence up by class, heaviest class first: five reasons say
// more to a reader than five witnesses of one reason. Evidence comes strongest first.
func strongest(list []document.Evidence) []reason {
	var out []reason
	for _, e := range list {
		i := slices.IndexFunc(out, func(r reason) bool { return r.best.Class == e.Class })
		if i < 0 {
			out = append(out, reason{best: e})
			i = len(out) - 1
		}
		out[i].nats += e.Weight
		out[i].witnesses++
	}
	out = slices.DeleteFunc(out, func(r reason) bool { return r.nats <= 0 })
	slices.SortStableFunc(out, func(a, b reason) int { return cmp.Compare(b.nats, a.nats) })
	return out[:min(maxEvidence, len(out))]
}

func (p *page) others(d document.Document) {
	var rows [][]string
	shown, hidden := 0, 0
	for i, c := range d.Attribution.Candidates {
		if i == 0 {
			continue
		}
		claimed := slices.Contains(c.Roles, "claimed")
		if shown >= maxOthers && !claimed {
			hidden++
			continue
		}
		shown++
		roles := strings.ReplaceAll(strings.Join(c.Roles, ", "), "-", " ")
		rows = append(rows, []string{named(c.Name, c.Domains), roles, "P " + probability(c.Probability)})
	}
	if len(rows) == 0 {
		return
	}
	p.line(p.bold("OTHERS"))
	p.table(rows)
	if hidden > 0 {
		p.item("", p.dim(fmt.Sprintf("and %d more in the JSON report", hidden)))
	}
	p.blank()
}

func (p *page) flips(d document.Document) {
	list := d.Attribution.Flips
	if len(list) == 0 {
		return
	}
	p.line(p.bold("WOULD CHANGE THE ANSWER"))
	for _, f := range list[:min(maxFlips, len(list))] {
		p.item("-", clean(f.Detail))
	}
	if n := len(list) - maxFlips; n > 0 {
		p.item("", p.dim(fmt.Sprintf("and %d more in the JSON report", n)))
	}
	p.blank()
}

func (p *page) coverage(d document.Document) {
	c := d.Coverage
	s := fmt.Sprintf("%s: %d read, %d partly, %d not read", plural(c.Items, "item"), c.Read, c.PartlyRead, c.NotRead)
	if c.Duplicates > 0 {
		s += "; " + plural(c.Duplicates, "exact duplicate")
	}
	p.section("COVERAGE", s)
	if len(d.Tool.MissingLanguages) > 0 {
		p.section("", p.yellow("OCR models missing: "+strings.Join(d.Tool.MissingLanguages, ", ")))
	}
}

func (p *page) problems(d document.Document) {
	if len(d.Problems) == 0 {
		return
	}
	paths := map[string][]string{}
	for _, it := range d.Items {
		paths[it.ID] = it.Path
	}
	kinds := []string{"encrypted", "corrupt", "unsupported", "tool-missing", "limit-reached", "timed-out", "crashed", "read-failed"}
	byKind := map[string][]document.Problem{}
	for _, pr := range d.Problems {
		byKind[pr.Kind] = append(byKind[pr.Kind], pr)
	}
	p.line(p.bold("NOT OR NOT FULLY READ"))
	// Every kind is shown, however many problems the first kinds have.
	share := max(2, maxProblems/max(1, len(byKind)))
	for _, k := range kinds {
		list := byKind[k]
		if len(list) == 0 {
			continue
		}
		p.item("", p.yellow(k)+fmt.Sprintf(" (%d)", len(list)))
		for _, pr := range list[:min(share, len(list))] {
			at := ""
			if pr.Where != "" {
				at = ", " + clean(pr.Where)
			}
			p.item("-", place(paths[pr.Item])+at+": "+clean(pr.Detail))
		}
		if n := len(list) - share; n > 0 {
			p.item("", p.dim(fmt.Sprintf("  and %d more", n)))
		}
		if h := list[0].Hint; h != "" {
			p.item("", p.dim("  "+clean(h)))
		}
	}
}

// place writes an item's path without the package's own name.
func place(path []string) string {
	if len(path) > 1 {
		path = path[1:]
	}
	parts := make([]string, len(path))
	for i, s := range path {
		parts[i] = clean(s)
	}
	return strings.Join(parts, " > ")
}

// where writes a locator in words.
func where(l document.Locator) string {
	var parts []string
	if l.Page > 0 {
		parts = append(parts, "page "+strconv.Itoa(l.Page))
	}
	if l.Part != "" {
		parts = append(parts, clean(l.Part))
	}
	if l.Cell != "" {
		parts = append(parts, "cell "+clean(l.Cell))
	}
	if l.Zone != "" && l.Zone != "body" && l.Zone != "property" {
		parts = append(parts, strings.ReplaceAll(clean(l.Zone), "-", " "))
	}
	if l.Box != nil {
		parts = append(parts, fmt.Sprintf("at %d,%d %dx%d", l.Box.X, l.Box.Y, l.Box.W, l.Box.H))
	}
	if l.Confidence > 0 {
		parts = append(parts, fmt.Sprintf("read at %.0f%%", l.Confidence*100))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func named(name string, domains []string) string {
	s := clean(name)
	if len(domains) > 0 && domains[0] != name {
		s += " (" + clean(domains[0]) + ")"
	}
	return s
}

// probability is written with two decimals and never as certainty.
func probability(p float64) string {
	switch {
	case p > 0 && p < 0.01:
		return "<0.01"
	default:
		return strconv.FormatFloat(math.Min(p, 0.99), 'f', 2, 64)
	}
}

func likelihood(c *document.Claim) string {
	r := c.LikelihoodRatio
	s := ""
	if r >= 1 {
		s = "the evidence fits the claim " + times(r) + " better than its contrary"
	} else {
		s = "the evidence fits another owner " + times(1/r) + " better"
	}
	if c.Band != "" {
		s += " (" + clean(c.Band) + ")"
	}
	return s
}

func times(r float64) string {
	switch {
	case r >= 1e6:
		return "over 1,000,000 times"
	case r >= 1000:
		return fmt.Sprintf("%d,%03d times", int(r)/1000, int(r)%1000)
	case r >= 10:
		return fmt.Sprintf("%.0f times", r)
	default:
		return fmt.Sprintf("%.1f times", r)
	}
}
