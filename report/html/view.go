package html

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// How much stands in the page. The JSON report has it all.
const (
	maxOrganisations = 30 // that items are filtered by
	maxOthers        = 30
	maxBrief         = 7  // of them on the first screen
	maxLeadEvidence  = 48 // cards of the leader
	maxEvidence      = 12 // cards of each other organisation
	maxEvidenceOrgs  = 8  // other organisations with cards
	maxFlips         = 8
	maxProblems      = 40 // of one kind
	maxNotes         = 12 // of what is short in every report of ours
	maxAbout         = 40
	maxDecided       = 60
	maxUnfoldedNotes = 6 // decisions that are seen at once
	maxLinked        = 6 // reasons why names are one organisation
	maxSame          = 4
)

// view is what the template sees.
type view struct {
	words
	doc document.Document

	Policy, Style, Script, Words, Items any
	Lang, Auto                          string

	Title     string
	Claimed   bool   // somebody was
	OthersKey string // key of the heading over the other organisations
	Size      string
	Tone      string // good, bad or open: the colour of the verdict
	Badge     phrase
	Verdict   phrase
	Reasons   []phrase
	Notes     []phrase // that the answer is not the scan's alone
	Decided   []phrase // by a person
	Owner     partyView
	Holder    partyView
	Flips     []phrase
	Flipless  string // key of the sentence where nothing flips
	MoreFlip  int

	MoreDecided int
	Shortcut    []shortcutView
	Coverage    coverageView
	Others      []otherView
	All         []otherView // the leading one, too
	MoreOrgs    int

	Evidence []groupView
	Orgs     []option // organisations with evidence cards
	Classes  []option
	Weights  *weightsView
	Map      *mapView
	Timeline *timelineView
	Problems []problemGroup
	About    []aboutRow
}

type option struct {
	Value string
	Name  string // of the package
	Text  phrase // or of ours
}

type partyView struct {
	Label       phrase
	Name        string
	Domain      string
	Probability string
	Share       float64 // in [0,100]
	Note        phrase
}

type shortcutView struct {
	Label  phrase
	Answer string
	Count  int
	Wrong  bool
}

type coverageView struct {
	Items                               int
	Sentence                            phrase
	ReadW, PartlyW, NotX, PartlyX, NotW float64 // of a bar of 100
	Models                              []string
	Reasons                             []phrase
}

type otherView struct {
	Name, Domain string
	Aliases      []string
	Roles        []phrase
	Probability  string
	Witnesses    int
	Brief        bool // stands on the first screen
	Confirmed    bool // by a person
	Same         []string
	Linked       []phrase
	MoreLinked   int
}

type problemGroup struct {
	Kind phrase
	Hint phrase
	All  int
	More int
	List []problemView
}

type problemView struct{ Path, Where, Detail string }

type aboutRow struct {
	Key   string
	Value []string // as it stands in the report
	Say   []phrase // sentences of ours
}

// maker builds the view.
type maker struct {
	*view
	say  *say.Translator
	orgs *document.Resolver
	in   []document.ItemOrgs // by item

	pictures int // bytes taken into the page
}

func newView(d document.Document, o Options) (*view, error) {
	w := newWords(o.Lang)
	v := &view{words: w, doc: d, Lang: string(w.lang), Style: template.CSS(style), Script: template.JS(script), Policy: policy()}
	if o.Lang == "" {
		v.Auto = "auto"
	}
	m := &maker{view: v, say: say.NewTranslator(), orgs: document.NewResolver(d.Attribution.Candidates)}
	for _, it := range d.Items {
		m.in = append(m.in, m.orgs.Item(it))
	}
	v.Claimed = d.Claim != nil && d.Claim.Candidate != ""
	v.Title = shown(d.Package.Name)
	v.Size = say.Size(d.Package.Size)
	m.verdict()
	m.parties()
	m.flips()
	m.shortcuts()
	m.coverage()
	m.others()
	m.evidence()
	m.problems()
	m.about()
	v.Weights = m.weights()
	v.Map = m.dealings()
	v.Timeline = m.timeline()
	var err error
	if v.Items, err = m.items(); err != nil {
		return nil, err
	}
	if v.Words, err = w.script(); err != nil {
		return nil, err
	}
	return v, nil
}

// sentence is one of the report's own sentences in both languages.
func (m *maker) sentence(s string) phrase {
	return phraseOf(func(l say.Lang) string { s, _ := m.say.Say(l, s); return s })
}

func (m *maker) verdict() {
	d := m.doc
	m.Verdict = phraseOf(func(l say.Lang) string {
		if d.Claim != nil {
			return capital(say.Claim(l, d))
		}
		return say.Owner(l, d)
	})
	a := d.Attribution
	switch {
	case d.Claim != nil:
		m.Badge = m.both("claim." + d.Claim.Verdict)
		m.Tone = map[string]string{"supported": "good", "contradicted": "bad"}[d.Claim.Verdict]
		m.reason(d.Claim.Reason)
		if !d.Options.Inventory {
			if s := say.Likelihood(say.English, d.Claim); s != "" {
				m.Reasons = append(m.Reasons, phraseOf(func(l say.Lang) string {
					return capital(say.Likelihood(l, d.Claim)) + stop(l)
				}))
			}
		}
	default:
		m.Badge = m.both("owner." + a.Verdict)
		if a.Owner != nil {
			m.Tone = "good"
		}
	}
	if m.Tone == "" {
		m.Tone = "open"
	}
	if d.Claim == nil || d.Claim.Reason != a.Reason {
		m.reason(a.Reason)
	}
	japanese := say.Notes(say.Japanese, d)
	for i, s := range say.Notes(say.English, d) {
		m.Notes = append(m.Notes, phrase{cut(s, maxSentence), cut(japanese[i], maxSentence)})
	}
	for _, x := range d.Decisions[:min(len(d.Decisions), maxDecided)] {
		m.Decided = append(m.Decided, phraseOf(func(l say.Lang) string { return say.Decision(l, x) }))
	}
	m.MoreDecided = len(d.Decisions) - len(m.Decided)
}

// FewDecided says that what a person decided can stand open on the first screen.
func (v *view) FewDecided() bool { return len(v.Decided) <= maxUnfoldedNotes }

func (m *maker) reason(s string) {
	if s == "" {
		return
	}
	p := m.sentence(s)
	p.En, p.Ja = capital(strings.TrimRight(p.En, "."))+stop(say.English), strings.TrimRight(p.Ja, ".。")+stop(say.Japanese)
	m.Reasons = append(m.Reasons, p)
}

func stop(l say.Lang) string {
	if l == say.Japanese {
		return "。"
	}
	return "."
}

// capital makes the first letter of an English sentence a capital one.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

func capitalised(p phrase) phrase { return phrase{capital(p.En), p.Ja} }

func (m *maker) parties() {
	a := m.doc.Attribution
	m.Owner.Label = m.both("owner")
	switch {
	case a.Owner != nil:
		m.Owner.party(*a.Owner)
	case len(a.Candidates) > 0 && a.Verdict == "leading":
		m.Owner.Label = m.both("leader")
		c := a.Candidates[0]
		m.Owner.party(document.Party{Name: c.Name, Domains: c.Domains, Probability: c.Probability})
	default:
		m.Owner.Note = m.both("owner.none")
	}
	if !m.doc.Options.Inventory && (m.Owner.Name == "" || a.UnknownProbability >= 0.005) {
		p := say.Probability(a.UnknownProbability)
		m.Owner.Note = phrase{m.Owner.Note.En + " " + m.both("unknown").En + p, m.Owner.Note.Ja + " " + m.both("unknown").Ja + p}
	}
	m.Holder.Label = m.both("custodian")
	switch {
	case a.Custodian == nil:
		m.Holder.Note = m.both("custodian.none.why")
	default:
		m.Holder.party(*a.Custodian)
		m.Holder.Note = m.both("custodian.of")
		if a.Owner != nil && a.Owner.ID == a.Custodian.ID {
			m.Holder.Note = m.both("custodian.own")
		}
	}
}

func (p *partyView) party(d document.Party) {
	p.Name = shown(d.Name)
	if len(d.Domains) > 0 && d.Domains[0] != d.Name {
		p.Domain = shown(d.Domains[0])
	}
	p.Probability = say.Probability(d.Probability)
	p.Share = percent(d.Probability)
}

func (m *maker) flips() {
	a := m.doc.Attribution
	for _, f := range a.Flips[:min(len(a.Flips), maxFlips)] {
		m.Flips = append(m.Flips, m.sentence(f.Detail))
	}
	m.MoreFlip = len(a.Flips) - len(m.Flips)
	m.Flipless = "flips.none"
	if len(a.Candidates) == 0 || a.Verdict == "undetermined" || a.Verdict == "no-evidence" {
		m.Flipless = "flips.nobody"
	}
}

func (m *maker) shortcuts() {
	a := m.doc.Attribution
	for _, b := range a.Baselines[:min(len(a.Baselines), maxNotes)] {
		m.Shortcut = append(m.Shortcut, shortcutView{Label: termOf(say.Baseline, b.Name), Answer: shown(b.Answer),
			Count: b.Count, Wrong: a.Owner != nil && b.Answer != "" && b.ID != a.Owner.ID})
	}
}

func (m *maker) coverage() {
	c := m.doc.Coverage
	v := coverageView{Items: c.Items, Sentence: phraseOf(func(l say.Lang) string { return say.Coverage(l, c) })}
	if c.Items > 0 {
		n := float64(c.Items)
		v.ReadW, v.PartlyW, v.NotW = percent(float64(c.Read)/n), percent(float64(c.PartlyRead)/n), percent(float64(c.NotRead)/n)
		v.PartlyX, v.NotX = v.ReadW, number(v.ReadW+v.PartlyW)
	}
	for _, k := range say.ProblemKinds() {
		if n := c.ByReason[k]; n > 0 {
			v.Reasons = append(v.Reasons, phraseOf(func(l say.Lang) string { return say.ProblemKind(l, k) + " " + strconv.Itoa(n) }))
		}
	}
	for _, s := range m.doc.Tool.MissingLanguages[:min(len(m.doc.Tool.MissingLanguages), maxNotes)] {
		v.Models = append(v.Models, shown(s))
	}
	m.Coverage = v
}

func (m *maker) others() {
	m.OthersKey = "others"
	if m.Owner.Name == "" {
		m.OthersKey = "others.found"
	}
	names := map[string]string{}
	for _, c := range m.doc.Attribution.Candidates {
		names[c.ID] = c.Name
	}
	claimed := false
	for i, c := range m.doc.Attribution.Candidates {
		if i == 0 && (m.doc.Attribution.Owner != nil || m.doc.Attribution.Verdict == "leading") {
			m.All = append(m.All, m.other(c, names)) // stands above
			continue
		}
		if len(m.Others) >= maxOthers && (!slices.Contains(c.Roles, "claimed") || len(m.Others) >= 2*maxOthers) {
			m.MoreOrgs++
			continue
		}
		o := m.other(c, names)
		o.Brief = len(m.Others) < maxBrief || slices.Contains(c.Roles, "claimed") && !claimed
		claimed = claimed || slices.Contains(c.Roles, "claimed")
		m.Others = append(m.Others, o)
	}
	m.All = append(m.All, m.Others...)
}

// other is one organisation as the tables of organisations show it.
func (m *maker) other(c document.Candidate, names map[string]string) otherView {
	o := otherView{Name: shown(c.Name), Probability: say.Probability(c.Probability), Witnesses: len(c.Evidence), Confirmed: c.Confirmed}
	if len(c.Domains) > 0 && c.Domains[0] != c.Name {
		o.Domain = shown(c.Domains[0])
	}
	for _, a := range c.Aliases[:min(3, len(c.Aliases))] {
		if a != c.Name {
			o.Aliases = append(o.Aliases, shown(a))
		}
	}
	for _, r := range c.Roles[:min(len(c.Roles), maxNotes)] {
		o.Roles = append(o.Roles, termOf(say.Role, r))
	}
	for _, id := range c.PossiblySame[:min(len(c.PossiblySame), maxSame)] {
		o.Same = append(o.Same, shown(firstOf(names[id], id)))
	}
	for _, why := range c.Linked[:min(len(c.Linked), maxLinked)] {
		o.Linked = append(o.Linked, phraseOf(func(l say.Lang) string { s, _ := m.say.Linked(l, why); return s }))
	}
	o.MoreLinked = len(c.Linked) - len(o.Linked)
	return o
}

func (m *maker) problems() {
	paths := map[string][]string{}
	for _, it := range m.doc.Items {
		paths[it.ID] = it.Path
	}
	for _, k := range say.ProblemKinds() {
		g := problemGroup{Kind: termOf(say.ProblemKind, k)}
		for _, p := range m.doc.Problems {
			if p.Kind != k {
				continue
			}
			if g.All++; g.All == 1 {
				g.Hint = m.sentence(p.Hint)
			}
			if len(g.List) < maxProblems {
				g.List = append(g.List, problemView{Path: cut(say.Place(paths[p.Item]), maxShown), Where: shown(p.Where), Detail: cut(say.Clean(p.Detail), 600)})
			}
		}
		if g.More = g.All - len(g.List); g.All > 0 {
			m.Problems = append(m.Problems, g)
		}
	}
}
