package taught

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/logos"
	"evscan/fingerprints/templates"
)

// trait is how a kind of feature counts.
type trait struct {
	group string  // kinds of one group are no independent witnesses
	most  float64 // nats that the kind gives at most
	words string  // how the kind is called in a reason
	weak  bool    // the group alone, or with other weak ones, makes no match
}

// traits are the kinds of features. What comes with a program or a paper size says
// little; what somebody designed says much.
func traits() map[string]trait {
	return map[string]trait{
		"theme":               {"look", 3, "theme name", false},
		"colours":             {"look", 3, "theme colours", false},
		"themefonts":          {"look", 2, "theme fonts", false},
		"master":              {"master", 3, "slide master", false},
		"layout":              {"master", 3, "slide layouts", false},
		"placeholders":        {"master", 3, "places on the slide master", false},
		"style":               {"style", 3.5, "style names", false},
		"styleset":            {"style", 3.5, "style definitions", false},
		"tablestyle":          {"style", 2.5, "table styles", false},
		"format":              {"format", 2, "number formats", false},
		"template":            {"origin", 4, "template name", false},
		"property":            {"origin", 3, "custom properties", false},
		"session":             {"origin", 4, "editing session of the template", false},
		"origin":              {"origin", 4, "original document", false},
		"defined":             {"sheet", 3, "defined names", false},
		"sheet":               {"sheet", 2, "sheet names", false},
		"producer":            {"program", 0.8, "producing program", true},
		"creator":             {"program", 0.8, "creating program", true},
		"fonts":               {"fonts", 1.2, "fonts", true},
		"page":                {"page", 1, "page size", true},
		"palette":             {"palette", 1, "colours", true},
		templates.KindEdge:    {"edge", 5, "running header or footer", false},
		templates.KindText:    {"text", 5, "recurring words", false},
		templates.KindCaption: {"text", 3.5, "captions", false},
		templates.KindPlace:   {"place", 3.5, "places of recurring words", false},
		templates.KindInk:     {"ink", 2.5, "layout of the page", false},
		kindLogo:              {"logo", 3, "logo", false},
	}
}

const kindLogo = "logo"

// What a match takes: METHOD's nats from that many groups, one of which is not weak.
const (
	minNats   = 3.0
	minGroups = 2
	minGroup  = 0.7 // nats below which a group is no witness
)

// unseen is the rate at which a feature that nobody else is known to have is taken to
// occur in documents of others.
const unseen = 1.0 / 50

// Matcher holds models and finds documents made like those they were taught.
// It does not change after it was made and is safe for concurrent use.
type Matcher struct {
	models []*Model
	posts  map[templates.Component][]post
	logos  []logoPost
	own    []float64 // of each model: the weight of its own words
	traits map[string]trait
}

// post says which model has a feature, and what it weighs there.
type post struct {
	model  int32
	weight float32
	own    bool
}

type logoPost struct {
	logos.Hash
	model  int
	weight float64
}

// NewMatcher weighs the features of models: by how many of their own documents have
// one, against how many default documents and other models have it, too.
func NewMatcher(models ...*Model) *Matcher {
	x := &Matcher{models: models, posts: map[templates.Component][]post{}, traits: traits(), own: make([]float64, len(models))}
	known := defaults()
	holders := map[templates.Component]int{}
	for _, m := range models {
		for _, f := range m.Features {
			holders[f.Component]++
		}
	}
	for i, m := range models {
		for _, f := range m.Features {
			if w := nats(f.Docs, m.Documents, others(holders[f.Component])+known.rate(f.Component)); w >= minWeight {
				x.posts[f.Component] = append(x.posts[f.Component], post{int32(i), float32(w), f.Own})
				if f.Own {
					x.own[i] += w
				}
			}
		}
		for _, l := range m.Logos {
			shared := 0
			for j, o := range models {
				if j != i && slices.ContainsFunc(o.Logos, func(k Logo) bool { return k.Likeness(l.Hash) > 0 }) {
					shared++
				}
			}
			if w := nats(l.Docs, m.Documents, others(1+shared)); w >= minWeight {
				x.logos = append(x.logos, logoPost{l.Hash, i, w})
			}
		}
	}
	return x
}

// others is the rate of a feature that so many models have: what two organisations
// share tells neither.
func others(models int) float64 {
	if models <= 1 {
		return 0
	}
	return 0.5
}

// minWeight is what a feature must weigh to count at all: a thousand features that say
// next to nothing would add up.
const minWeight = 0.7

// nats is the log ratio of a feature: present in docs of all documents of the
// organisation, and at a rate elsewhere.
func nats(docs, all int, rate float64) float64 {
	return math.Log(share(docs, all) / (unseen + rate))
}

// share is how often a feature is expected in a document of the organisation that
// has it in docs of all: an organisation has many templates, and what recurs in a few
// documents is taken to be one of them.
func share(docs, all int) float64 {
	return max(float64(docs)/float64(all+1), min(0.3, float64(docs)/10))
}

// Match is what speaks for one model.
type Match struct {
	Model   int     // its number
	Nats    float64 // sum over independent groups
	Groups  []Group // strongest first
	Own     float64 // how far the words are the organisation's own, in [0,1]; 1 where nobody can say
	Share   float64 // of what the model's own documents show in the matched kinds, in (0,1]
	Logo    float64 // likeness of the best logo, 0 where there is none
	LogoBox evidence.Box
}

// Group is one independent witness of a match.
type Group struct {
	Name  string
	Nats  float64
	Kinds []string // in words
}

// Is reports whether the match is a document template's: METHOD's nats from two or
// more independent components.
func (m *Match) Is() bool {
	strong := false
	for _, g := range m.Groups {
		strong = strong || g.Nats >= 1 && !weakGroup(g.Name)
	}
	n := 0
	for _, g := range m.Groups {
		if g.Nats >= minGroup {
			n++
		}
	}
	return strong && n >= minGroups && m.Nats >= minNats
}

func weakGroup(name string) bool {
	return name == "program" || name == "fonts" || name == "page" || name == "palette"
}

// Why says in words what matched.
func (m *Match) Why() string {
	var parts []string
	for _, g := range m.Groups {
		if g.Nats >= minGroup {
			parts = append(parts, g.Kinds...)
		}
	}
	return fmt.Sprintf("made like the documents that were taught: %s (%.1f nats of %d components)", strings.Join(parts, ", "), m.Nats, len(parts))
}

// Seen is what Matcher compares of an item.
type Seen struct {
	Features []templates.Component
	Shapes   []logos.Shape
	Ink      []byte
	Height   int    // of the picture in pixels, 0 where it is none
	Medium   string // see mediumOf
}

// mediumOf tells the kind of document by what its facts are: w of word processing, s of
// sheets, d of slides, p of PDF and pictures of pages, t of the rest.
func mediumOf(facts []evidence.Fact) string {
	office := false
	for i := range facts {
		f := &facts[i]
		switch prefix, _, _ := strings.Cut(f.Name, ":"); {
		case prefix == "pdf", f.Name == "image:Width":
			return "p"
		case f.Name == "ooxml:Sheet":
			return "s"
		case prefix == "ooxml":
			office = true
		case office && f.Kind == evidence.FactText && f.At.Page > 0:
			return "d"
		}
	}
	if office {
		return "w"
	}
	return "t"
}

// See gathers what the facts of an item say.
func See(facts []evidence.Fact) Seen {
	s := Seen{Features: templates.Features(facts), Shapes: logos.Of(facts), Medium: mediumOf(facts)}
	w, h := templates.Size(facts)
	if s.Height = h; w >= minPage && h >= minPage {
		s.Ink, _ = templates.Ink(facts)
	}
	return s
}

// Models returns the models in their order.
func (x *Matcher) Models() []*Model { return x.models }

// Match returns what speaks for each model that anything speaks for, the strongest
// first.
func (x *Matcher) Match(s Seen) []Match {
	type tally struct {
		kinds map[string]float64 // sum of weights
		own   float64            // of its own words
		logo  float64
		box   evidence.Box
	}
	found := map[int]*tally{}
	of := func(i int) *tally {
		t := found[i]
		if t == nil {
			t = &tally{kinds: map[string]float64{}}
			found[i] = t
		}
		return t
	}
	for _, c := range s.Features {
		for _, p := range x.posts[c] {
			t := of(int(p.model))
			t.kinds[c.Kind] += float64(p.weight)
			if p.own {
				t.own += float64(p.weight)
			}
		}
	}
	for _, l := range x.logos {
		for _, sh := range s.Shapes {
			if like := l.Likeness(sh.Hash); like > 0 {
				t := of(l.model)
				t.kinds[kindLogo] = max(t.kinds[kindLogo], l.weight*like)
				if like > t.logo {
					t.logo, t.box = like, sh.Box
				}
			}
		}
	}
	if len(s.Ink) == templates.InkCells {
		for i, m := range x.models {
			for _, k := range m.Inks {
				if cosine(k.Cells, s.Ink) >= minCosine {
					t := of(i)
					t.kinds[templates.KindInk] = max(t.kinds[templates.KindInk], nats(k.Docs, m.Documents, 0.05))
				}
			}
		}
	}
	var out []Match
	for _, i := range slices.Sorted(maps.Keys(found)) {
		t := found[i]
		m := Match{Model: i, Logo: t.logo, LogoBox: t.box}
		m.Own = 1
		if x.own[i] >= minOwn {
			m.Own = min(1, t.own/max(fullOwn, ownShare*x.own[i]))
		}
		m.Groups = x.groups(t.kinds, foreign+(1-foreign)*m.Own*m.Own)
		for _, g := range m.Groups {
			m.Nats += g.Nats
		}
		m.Share = min(1, m.Nats/fullNats)
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(b.Nats, a.Nats) })
	return out
}

// fullNats is what a whole document of a rich template reaches.
const fullNats = 12

// An organisation's own words are those that recur in most documents, of different kinds such
// as letters and sheets: its name, its address, its foot lines. What recurs in one kind
// only may be the form of a program that others use, too. Where own words weigh minOwn or
// more together, the text of a document that shows less than fullOwn of them, and less
// than the share ownShare, counts down to the share foreign: half a page shows the head or
// the foot, another organisation's form a chance word or two.
const (
	minOwn   = 30.0
	fullOwn  = 12.0
	ownShare = 0.25
	foreign  = 0.1
)

// groups folds what each kind gives into independent witnesses. words is what the text
// counts.
func (x *Matcher) groups(kinds map[string]float64, words float64) []Group {
	byGroup := map[string]*Group{}
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		t := x.traits[k]
		n := saturated(kinds[k], t.most, k)
		if t.group == "text" {
			n *= words
		}
		if n <= 0 {
			continue
		}
		g := byGroup[t.group]
		if g == nil {
			g = &Group{Name: t.group}
			byGroup[t.group] = g
		}
		g.Nats = max(g.Nats, n)
		g.Kinds = append(g.Kinds, t.words)
	}
	// Where words stand is a witness only as far as the words themselves are: forms of
	// one program print everybody's words at the same places.
	if g := byGroup["place"]; g != nil {
		most := 0.0
		for _, k := range []string{"text", "edge"} {
			if t := byGroup[k]; t != nil {
				most = max(most, t.Nats)
			}
		}
		g.Nats = min(g.Nats, most)
	}
	var out []Group
	for _, k := range slices.Sorted(maps.Keys(byGroup)) {
		out = append(out, *byGroup[k])
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(b.Nats, a.Nats) })
	return out
}

// witnesses is how many features of a kind make one witness: the words of one
// sentence, or the layouts of one master, come together.
func witnesses(kind string) float64 {
	switch kind {
	case templates.KindText, templates.KindEdge:
		return 6
	case templates.KindPlace, templates.KindCaption:
		return 3
	default:
		return 1
	}
}

// saturated is what a sum of weights of one kind counts: half a witness counts half,
// ten no more than a little above one.
func saturated(sum, most float64, kind string) float64 {
	return most * (1 - math.Exp(-sum/witnesses(kind)/most))
}

// minCosine is how alike two ink grids of one form are (METHOD).
const minCosine = 0.92

// cosine is the cosine of two grids after their means were taken off: pages are
// all alike in being white.
func cosine(a, b []byte) float64 {
	var ma, mb float64
	for i := range a {
		ma, mb = ma+float64(a[i]), mb+float64(b[i])
	}
	ma, mb = ma/float64(len(a)), mb/float64(len(b))
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i])-ma, float64(b[i])-mb
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// lead is by how many nats a model must be ahead of the next one: two taught
// organisations that share a form do not share its documents.
const lead = 1

// ahead returns the match that a list, as Match returns it, makes out.
func ahead(list []Match) (*Match, bool) {
	if len(list) == 0 || !list[0].Is() || len(list) > 1 && list[0].Nats < list[1].Nats+lead {
		return nil, false
	}
	return &list[0], true
}

func (x *Matcher) best(s Seen) (*Match, bool) { return ahead(x.Match(s)) }

// Marks returns the marks of the models in an item: the template that it was made
// from, where one model is clearly ahead, and known logos.
func (x *Matcher) Marks(s Seen) []evidence.Mark {
	list := x.Match(s)
	var out []evidence.Mark
	if m, ok := ahead(list); ok {
		mk := x.mark(m, "templates", evidence.KeyTemplate, evidence.ClassTemplate)
		mk.Why, mk.Quality = m.Why(), min(1, 0.4+0.6*m.Share)
		out = append(out, mk)
	}
	for i := range list {
		m := &list[i]
		if m.Logo == 0 {
			continue
		}
		mk := x.mark(m, "logos", evidence.KeyLogo, evidence.ClassLogo)
		mk.Why = fmt.Sprintf("looks like a logo that was taught (likeness %.2f)", m.Logo)
		mk.Quality = m.Logo
		if !top(s, m.LogoBox) {
			mk.Role = evidence.RoleMentioned
		}
		box := m.LogoBox
		mk.At.Box = &box
		out = append(out, mk)
	}
	return out
}

// top reports whether a box stands in the upper quarter of a page: what stands there
// belongs to who made it.
func top(s Seen, box evidence.Box) bool {
	return s.Height >= minPage && 4*(box.Y+box.H) <= s.Height
}

// minPage is the height in pixels from which on a picture is a page or a window.
const minPage = 400

func (x *Matcher) mark(m *Match, kind string, key evidence.KeyKind, class evidence.Class) evidence.Mark {
	model := x.models[m.Model]
	return evidence.Mark{Kind: kind, Key: evidence.Key{Kind: key, Value: cmp.Or(model.Org, model.Name)}, Org: model.Org, Class: class,
		Role: evidence.RoleIssuer, Value: model.Name, Source: "fingerprint file", At: evidence.Locator{Zone: evidence.ZoneBody}, Count: 1}
}
