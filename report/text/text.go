// Package text writes the summary that a person reads first: the verdict on the
// claim, the owner, the reasons, and what was not read.
package text

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// Options shape the summary.
type Options struct {
	Width int      // columns; 0 means 100; clamped to 20..160
	Color bool     // ANSI colours; the text says everything without them
	Lang  say.Lang // of the interface; empty: English
	// AmbiguousWide says that the terminal shows characters of ambiguous width, such as
	// Greek letters and ellipses, in two columns.
	AmbiguousWide bool
}

// How much the summary shows: ten seconds' worth. The JSON report has it all.
const (
	maxEvidence = 5
	maxOthers   = 6
	maxProblems = 12
	maxFlips    = 4
	maxDecided  = 8
)

// Write writes the summary of d to w.
func Write(w io.Writer, d document.Document, o Options) error {
	p := newPage(o)
	p.head(d)
	p.notes(d)
	p.claim(d)
	p.owner(d)
	p.shortcuts(d)
	p.evidence(d)
	p.others(d)
	p.flips(d)
	p.decisions(d)
	p.coverage(d)
	p.problems(d)
	if _, err := io.WriteString(w, p.String()); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	return nil
}

func (p *page) head(d document.Document) {
	p.heading(p.bold("evscan "+clean(d.Tool.Version)) + "  " + clean(d.Package.Name) + "  " + say.Size(d.Package.Size) + "  " +
		say.Items(p.lang, d.Coverage.Items) + "  sha256 " + say.Short(d.Package.SHA256, 16))
	p.blank()
}

func (p *page) notes(d document.Document) {
	name := p.word("NOTE")
	for _, s := range say.Notes(p.lang, d) {
		p.section(name, s)
		name = ""
	}
	if name == "" {
		p.blank()
	}
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
	p.section(p.word("CLAIM"), paint(strings.ToUpper(say.Verdict(p.lang, c.Verdict)))+p.colon()+say.Claim(p.lang, d))
	if c.Reason != "" {
		p.section("", p.said(c.Reason))
	}
	if d.Options.Inventory {
		p.blank()
		return // nobody looked: any number would mislead
	}
	ratio := fmt.Sprintf("P(%s) %s", clean(c.Organisation), say.Probability(c.Probability))
	if c.LikelihoodRatio > 0 {
		ratio += p.word("; ") + say.Likelihood(p.lang, c)
	}
	p.section("", ratio)
	p.blank()
}

func (p *page) owner(d document.Document) {
	a := d.Attribution
	if d.Options.Inventory {
		p.section(p.word("OWNER"), p.yellow(p.word("undetermined"))+p.colon()+p.said(a.Reason))
		return
	}
	switch {
	case a.Owner != nil:
		p.section(p.word("OWNER"), p.bold(say.Named(a.Owner.Name, a.Owner.Domains))+"  "+p.green(p.word("identified"))+p.word(", P ")+say.Probability(a.Owner.Probability))
	case a.Verdict == "leading" && len(a.Candidates) > 0:
		c := a.Candidates[0]
		p.section(p.word("OWNER"), p.yellow(p.word("not identified"))+fmt.Sprintf(p.word("; leading is %s, P %s"), say.Named(c.Name, c.Domains), say.Probability(c.Probability)))
	case a.Verdict == "no-evidence":
		p.section(p.word("OWNER"), p.yellow(p.word("no evidence"))+p.word(": nothing in the package points at an owner"))
	default:
		p.section(p.word("OWNER"), p.yellow(p.word("undetermined"))+p.word("; unknown owner P ")+say.Probability(a.UnknownProbability))
	}
	if a.Reason != "" {
		p.section("", p.said(a.Reason))
	}
	switch {
	case a.Custodian == nil:
		p.section(p.word("TAKEN FROM"), p.word("undetermined: no custody evidence decides whose systems held the files"))
	case a.Owner != nil && a.Custodian.ID == a.Owner.ID:
		p.section(p.word("TAKEN FROM"), p.word("the owner's own systems, P ")+say.Probability(a.Custodian.Probability))
	default:
		p.section(p.word("TAKEN FROM"), fmt.Sprintf(p.word("systems of %s, P %s"), say.Named(a.Custodian.Name, a.Custodian.Domains), say.Probability(a.Custodian.Probability)))
	}
}

// shortcuts shows what counting would have answered, so that nobody is surprised
// when another tool or a headline says so.
func (p *page) shortcuts(d document.Document) {
	if len(d.Attribution.Baselines) == 0 {
		return
	}
	var parts []string
	for _, b := range d.Attribution.Baselines {
		label := say.Baseline(p.lang, b.Name)
		answer := p.word("nobody")
		if b.Answer != "" {
			answer = clean(b.Answer)
			if d.Attribution.Owner != nil && b.ID != d.Attribution.Owner.ID {
				answer = p.red(answer) + p.word(" (wrong)")
			}
			answer += " " + strconv.Itoa(b.Count)
		}
		parts = append(parts, label+p.colon()+answer)
	}
	p.section(p.word("SHORTCUTS"), p.word("counting alone would say: ")+strings.Join(parts, p.word("; ")))
	p.blank()
}

func (p *page) evidence(d document.Document) {
	a := d.Attribution
	if len(a.Candidates) == 0 {
		return
	}
	lead := a.Candidates[0]
	list := say.Reasons(lead.Evidence)
	list = list[:min(maxEvidence, len(list))]
	if len(list) == 0 && len(lead.Terms) == 0 {
		return
	}
	p.heading(p.bold(fmt.Sprintf(p.word("WHY %s"), clean(lead.Name))) + p.dim(p.word("  (2.3 nats make it ten times as likely)")))
	p.standing(lead)
	for i, r := range list {
		e := r.Best
		what := say.Class(p.lang, e.Class)
		if r.Witnesses > 1 {
			what += fmt.Sprintf(p.word(", %d witnesses; the strongest"), r.Witnesses)
		}
		if e.Why != "" {
			what += p.colon() + p.said(e.Why)
		}
		p.item(fmt.Sprintf("%d.", i+1), fmt.Sprintf("%+.2f nats  %s", r.Nats, what))
		p.item("", p.dim(say.Place(e.Path)+p.where(e.Locator)))
		counted := ""
		if e.CountedAs != "" {
			counted = "  " + p.dim("["+p.said(e.CountedAs)+"]")
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
	p.item("*", fmt.Sprintf("%+.2f nats  %s", nats, say.Standing(p.lang, c)))
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
		rows = append(rows, []string{say.Named(c.Name, c.Domains), p.roles(c.Roles), "P " + say.Probability(c.Probability)})
	}
	if len(rows) == 0 {
		return
	}
	p.line(p.bold(p.word("OTHERS")))
	p.table(rows)
	if hidden > 0 {
		p.item("", p.dim(p.more(hidden)))
	}
	p.blank()
}

func (p *page) flips(d document.Document) {
	list := d.Attribution.Flips
	if len(list) == 0 {
		return
	}
	p.line(p.bold(p.word("WOULD CHANGE THE ANSWER")))
	for _, f := range list[:min(maxFlips, len(list))] {
		p.item("-", p.said(f.Detail))
	}
	if n := len(list) - maxFlips; n > 0 {
		p.item("", p.dim(p.more(n)))
	}
	p.blank()
}

// decisions lists what a person decided.
func (p *page) decisions(d document.Document) {
	list := d.Decisions
	if len(list) == 0 {
		return
	}
	p.line(p.bold(p.word("DECIDED BY A PERSON")))
	for _, x := range list[:min(maxDecided, len(list))] {
		p.item("-", say.Decision(p.lang, x))
	}
	if n := len(list) - maxDecided; n > 0 {
		p.item("", p.dim(p.more(n)))
	}
	p.blank()
}

func (p *page) coverage(d document.Document) {
	c := d.Coverage
	p.section(p.word("COVERAGE"), say.Items(p.lang, c.Items)+p.colon()+say.Coverage(p.lang, c))
	if len(d.Tool.MissingLanguages) > 0 {
		p.section("", p.yellow(p.word("OCR models missing: ")+strings.Join(d.Tool.MissingLanguages, ", ")))
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
	byKind := map[string][]document.Problem{}
	for _, pr := range d.Problems {
		byKind[pr.Kind] = append(byKind[pr.Kind], pr)
	}
	p.line(p.bold(p.word("NOT OR NOT FULLY READ")))
	// Every kind is shown, however many problems the first kinds have.
	share := max(2, maxProblems/max(1, len(byKind)))
	for _, k := range say.ProblemKinds() {
		list := byKind[k]
		if len(list) == 0 {
			continue
		}
		p.item("", p.yellow(p.problemKind(k))+fmt.Sprintf(" (%d)", len(list)))
		for _, pr := range list[:min(share, len(list))] {
			at := ""
			if pr.Where != "" {
				at = p.word(", ") + clean(pr.Where)
			}
			p.item("-", say.Place(paths[pr.Item])+at+p.colon()+clean(pr.Detail))
		}
		if n := len(list) - share; n > 0 {
			p.note(fmt.Sprintf(p.word("and %d more"), n))
		}
		if h := list[0].Hint; h != "" {
			p.note(p.said(h))
		}
	}
}

// problemKind names a reason why something was not read: in English by the word that
// the JSON report has, so that it can be looked for.
func (p *page) problemKind(kind string) string {
	if p.lang == say.English {
		return kind
	}
	return say.ProblemKind(p.lang, kind)
}

// where writes a locator in brackets.
func (p *page) where(l document.Locator) string {
	s := say.Where(p.lang, l)
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
