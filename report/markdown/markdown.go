// Package markdown writes the summary of a report for tickets and chats: headings,
// lists and small tables that GitHub, GitLab, Jira and others show alike. Nothing of
// the package takes effect as mark-up.
package markdown

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// Options shape the report.
type Options struct {
	Lang say.Lang // empty: English
}

// How much stands in a ticket. The JSON report has it all.
const (
	maxEvidence = 8
	maxOthers   = 12
	maxFlips    = 6
	maxDecided  = 20
	maxProblems = 5 // of one kind
	maxName     = 120
	maxPath     = 240
	maxSentence = 600
)

// Write writes the Markdown of d to w.
func Write(w io.Writer, d document.Document, o Options) error {
	p := &page{doc: d, lang: say.English, say: say.NewTranslator()}
	if o.Lang == say.Japanese {
		p.lang = say.Japanese
	}
	p.word = words(p.lang)
	p.verdict()
	p.parties()
	p.flips()
	p.decided()
	p.others()
	p.evidence()
	p.coverage()
	p.problems()
	p.about()
	if _, err := io.WriteString(w, p.b.String()); err != nil {
		return fmt.Errorf("writing the Markdown report: %w", err)
	}
	return nil
}

type page struct {
	doc  document.Document
	lang say.Lang
	say  *say.Translator
	word map[string]string
	b    strings.Builder
}

func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

func (p *page) heading(s string) { p.line("\n## %s\n", s) }

// row writes a line of a table.
func (p *page) row(cells ...string) { p.line("| %s |", strings.Join(cells, " | ")) }

func (p *page) table(columns ...string) {
	p.row(columns...)
	p.line("|%s", strings.Repeat(" --- |", len(columns)))
}

// sentence is one of the report's own sentences, which may name organisations.
func (p *page) sentence(s string) string {
	s, _ = p.say.Say(p.lang, s)
	return p.full(s)
}

// full makes a whole sentence of words that may begin small and end without a stop.
func (p *page) full(s string) string {
	s = strings.TrimRight(cut(s, maxSentence), ".。")
	if s == "" {
		return ""
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return text(s) + p.stop()
}

// stop ends a sentence, comma parts what is listed.
func (p *page) stop() string  { return p.either(".", "。") }
func (p *page) comma() string { return p.either(", ", "、") }

func (p *page) either(english, japanese string) string {
	if p.lang == say.Japanese {
		return japanese
	}
	return english
}

// named is an organisation's name, with its domain where that says more.
func named(name string, domains []string) string {
	s := text(cut(name, maxName))
	if len(domains) > 0 && domains[0] != name {
		s += " (" + code(cut(domains[0], maxName)) + ")"
	}
	return s
}

func (p *page) verdict() {
	d := p.doc
	p.line("# %s %s\n", p.word["title"], code(cut(d.Package.Name, maxName)))
	for _, s := range say.Notes(p.lang, d) {
		p.line("> %s\n", p.full(s))
	}
	a := d.Attribution
	badge, verdict, reason := p.word["owner."+a.Verdict], say.Owner(p.lang, d), a.Reason
	if d.Claim != nil {
		badge, verdict, reason = p.word["claim."+d.Claim.Verdict], say.Claim(p.lang, d), d.Claim.Reason
	}
	p.line("**%s%s** %s", cmp.Or(badge, "?"), p.stop(), p.full(verdict))
	var more []string
	if s := p.sentence(reason); s != "" {
		more = append(more, s)
	}
	if d.Claim != nil && !d.Options.Inventory {
		if s := p.full(say.Likelihood(p.lang, d.Claim)); s != "" {
			more = append(more, s)
		}
	}
	if d.Claim != nil && a.Reason != reason {
		more = append(more, p.sentence(a.Reason))
	}
	if len(more) > 0 {
		p.line("\n%s", strings.Join(more, p.either(" ", "")))
	}
}

// parties says who owns the records, who held them and who was said to.
func (p *page) parties() {
	a := p.doc.Attribution
	if p.doc.Options.Inventory {
		return
	}
	p.line("")
	p.table("", p.word["organisation"], p.word["probability"])
	switch {
	case a.Owner != nil:
		p.row("**"+p.word["owner"]+"**", named(a.Owner.Name, a.Owner.Domains), number(a.Owner.Probability))
	case a.Verdict == "leading" && len(a.Candidates) > 0:
		c := a.Candidates[0]
		p.row("**"+p.word["leader"]+"**", named(c.Name, c.Domains), number(c.Probability))
	}
	if a.Owner == nil || a.UnknownProbability >= 0.005 {
		p.row("", p.word["unknown"], number(a.UnknownProbability))
	}
	switch c := a.Custodian; {
	case c == nil:
		p.row("**"+p.word["custodian"]+"**", p.word["custodian.none"], "")
	case a.Owner != nil && a.Owner.ID == c.ID:
		p.row("**"+p.word["custodian"]+"**", p.word["custodian.own"], number(c.Probability))
	default:
		p.row("**"+p.word["custodian"]+"**", fmt.Sprintf(p.word["custodian.of"], named(c.Name, c.Domains)), number(c.Probability))
	}
	if c := p.doc.Claim; c != nil {
		p.row("**"+p.word["claimed"]+"**", named(c.Organisation, nil), number(c.Probability))
	}
}

// number writes a probability; a "<" would begin HTML.
func number(probability float64) string { return text(say.Probability(probability)) }

func (p *page) flips() {
	a := p.doc.Attribution
	if len(a.Candidates) == 0 || a.Verdict == "undetermined" || a.Verdict == "no-evidence" {
		return // nobody leads: there is no answer to change
	}
	p.heading(p.word["flips"])
	if len(a.Flips) == 0 {
		p.line("%s", p.word["flips.none"])
	}
	for _, f := range a.Flips[:min(len(a.Flips), maxFlips)] {
		p.line("- %s", p.sentence(f.Detail))
	}
	p.more("- ", len(a.Flips)-maxFlips)
}

// decided lists what a person decided.
func (p *page) decided() {
	list := p.doc.Decisions
	if len(list) == 0 {
		return
	}
	p.heading(p.word["decided"])
	for _, x := range list[:min(len(list), maxDecided)] {
		p.line("- %s", text(cut(say.Decision(p.lang, x), maxSentence)))
	}
	p.more("- ", len(list)-maxDecided)
}

// more says how many there are beyond those shown.
func (p *page) more(before string, n int) {
	if n > 0 {
		p.line(before+p.word["more"], n)
	}
}

func (p *page) others() {
	a := p.doc.Attribution
	list, title := a.Candidates, "found"
	if len(list) > 0 && (a.Owner != nil || a.Verdict == "leading") {
		list, title = list[1:], "others"
	}
	var shown []document.Candidate
	for i, c := range list {
		if i < maxOthers || slices.Contains(c.Roles, "claimed") && len(shown) < 2*maxOthers {
			shown = append(shown, c)
		}
	}
	if len(shown) == 0 {
		return
	}
	p.heading(p.word[title])
	p.table(p.word["organisation"], p.word["domain"], p.word["role"], p.word["probability"], p.word["witnesses"])
	for _, c := range shown {
		domain := ""
		if len(c.Domains) > 0 {
			domain = code(cut(c.Domains[0], maxName))
		}
		var roles []string
		for _, r := range c.Roles {
			roles = append(roles, text(cut(say.Role(p.lang, r), maxName)))
		}
		p.row(named(c.Name, nil), domain, strings.Join(roles[:min(len(roles), maxOthers)], p.comma()), number(c.Probability), fmt.Sprint(len(c.Evidence)))
	}
	if n := len(list) - len(shown); n > 0 {
		p.line("")
		p.more("", n)
	}
}

func (p *page) evidence() {
	if len(p.doc.Attribution.Candidates) == 0 {
		return
	}
	lead := p.doc.Attribution.Candidates[0]
	reasons := say.Reasons(lead.Evidence)
	if len(reasons) == 0 && len(lead.Terms) == 0 {
		return
	}
	p.heading(fmt.Sprintf(p.word["evidence"], named(lead.Name, nil)))
	var standing float64
	for _, t := range lead.Terms {
		if t.Name == "hub" || t.Name == "counterparties" {
			standing += t.Nats
		}
	}
	if standing != 0 {
		p.line("- **%+.2f %s**: %s", standing, p.word["nats"], p.full(say.Standing(p.lang, lead)))
	}
	for _, r := range reasons[:min(len(reasons), maxEvidence)] {
		e := r.Best
		what := text(cut(say.Class(p.lang, e.Class), maxName))
		if r.Witnesses > 1 {
			what += p.comma() + fmt.Sprintf(p.word["witness"], r.Witnesses)
		} else {
			what += ":"
		}
		why := ""
		if e.Why != "" {
			why = " " + p.sentence(e.Why)
		}
		p.line("- **%+.2f %s**: %s%s", r.Nats, p.word["nats"], what, why)
		where := ""
		if s := say.Where(p.lang, e.Locator); s != "" {
			where = " (" + text(cut(s, maxName)) + ")"
		}
		p.line("  - %s %s%s", p.word["place"], code(cut(say.Place(e.Path), maxPath)), where)
		if s := cmp.Or(e.Snippet, e.Value); s != "" {
			p.line("  - %s %s", p.word["reads"], code(cut(s, maxPath)))
		}
		if e.CountedAs != "" {
			p.line("  - %s %s", p.word["counted"], p.plain(e.CountedAs))
		}
	}
}

// plain is one of the report's own phrases, without making a sentence of it.
func (p *page) plain(s string) string {
	s, _ = p.say.Say(p.lang, s)
	return text(cut(s, maxSentence))
}

func (p *page) coverage() {
	c := p.doc.Coverage
	p.heading(p.word["coverage"])
	p.line(p.word["coverage.items"], c.Items, say.Coverage(p.lang, c))
	if list := p.doc.Tool.MissingLanguages; len(list) > 0 {
		p.line("\n%s %s", p.word["models"], code(cut(strings.Join(list, " "), maxPath)))
	}
}

func (p *page) problems() {
	if len(p.doc.Problems) == 0 {
		return
	}
	paths := map[string][]string{}
	for _, it := range p.doc.Items {
		paths[it.ID] = it.Path
	}
	p.heading(p.word["problems"])
	for _, kind := range say.ProblemKinds() {
		all, hint := 0, ""
		var list []document.Problem
		for _, pr := range p.doc.Problems {
			if pr.Kind == kind {
				if all++; all == 1 {
					hint = pr.Hint
				}
				if len(list) < maxProblems {
					list = append(list, pr)
				}
			}
		}
		if all == 0 {
			continue
		}
		title := fmt.Sprintf("- **%s** (%d)", text(say.ProblemKind(p.lang, kind)), all)
		if hint != "" {
			title += ": " + p.plain(hint)
		}
		p.line("%s", title)
		for _, pr := range list {
			at := code(cut(say.Place(paths[pr.Item]), maxPath))
			if pr.Where != "" {
				at += ", " + code(cut(pr.Where, maxPath))
			}
			p.line("  - %s: %s", at, text(cut(pr.Detail, maxSentence)))
		}
		p.more("  - ", all-len(list))
	}
}

func (p *page) about() {
	d := p.doc
	p.heading(p.word["about"])
	p.line("- %s %d bytes, SHA-256 %s", p.word["package"], d.Package.Size, code(cut(cmp.Or(d.Package.SHA256, "-"), maxName)))
	p.line("- %s evscan %s, catalogue %s, weights %s, layout %s", p.word["made"], code(cut(cmp.Or(d.Tool.Version, "-"), maxName)), code(cut(cmp.Or(d.Tool.CatalogueVersion, "-"), maxName)),
		code(cut(cmp.Or(d.Tool.WeightsVersion, "-"), maxName)), code(cut(cmp.Or(d.Schema.Version, "-"), maxName)))
	p.line("- %s", p.word["note"])
}
