package html

import (
	"math"
	"slices"

	"evscan/report/document"
	"evscan/report/say"
)

// maxWeighed is how many organisations stand beside each other.
const maxWeighed = 4

// weightsView is the table of what speaks for and against whom.
type weightsView struct {
	Names  []string
	Groups []weightGroup
	Scores []string
}

type weightGroup struct {
	Name phrase
	Rows []weightRow
}

type weightRow struct {
	Name  phrase
	Cells []weightCell
}

// weightCell is one bar; X and W are in a drawing of 100 with zero in the middle.
type weightCell struct {
	Text    string // empty: nothing of the kind
	X, W    float64
	Against bool
}

// classes lists the evidence classes in the order of what they say of custody.
func classes() []string {
	return []string{"tenant", "internal-mail", "host-path", "template", "header-footer", "authorship", "recipient", "external-mail", "logo", "issuer", "mention", "listing"}
}

func (m *maker) weights() *weightsView {
	list := weighed(m.doc.Attribution.Candidates)
	if len(list) == 0 {
		return nil
	}
	v := &weightsView{}
	var other []string
	for _, c := range list {
		v.Names = append(v.Names, cut(shown(c.Name), 60))
		v.Scores = append(v.Scores, signed(c.Score))
		for _, t := range c.Terms {
			if !slices.Contains(classes(), t.Name) && !slices.Contains(other, t.Name) {
				other = append(other, t.Name)
			}
		}
	}
	for _, g := range []struct {
		name  string
		terms []string
	}{{"weights.classes", classes()}, {"weights.whole", other}} {
		if group := weightsOf(list, g.terms); len(group.Rows) > 0 {
			group.Name = m.both(g.name)
			v.Groups = append(v.Groups, group)
		}
	}
	if len(v.Groups) == 0 {
		return nil
	}
	return v
}

// weighed are the organisations to compare: the best, and the claimed one wherever it
// stands.
func weighed(all []document.Candidate) []document.Candidate {
	list := slices.Clone(all[:min(maxWeighed, len(all))])
	i := slices.IndexFunc(all, func(c document.Candidate) bool { return slices.Contains(c.Roles, "claimed") })
	if i >= maxWeighed {
		list[maxWeighed-1] = all[i]
	}
	return list
}

func weightsOf(list []document.Candidate, names []string) weightGroup {
	var g weightGroup
	most := 0.0
	nats := func(c document.Candidate, name string) (float64, bool) {
		i := slices.IndexFunc(c.Terms, func(t document.Term) bool { return t.Name == name })
		if i < 0 {
			return 0, false
		}
		return c.Terms[i].Nats, true
	}
	for _, name := range names {
		for _, c := range list {
			n, _ := nats(c, name)
			most = max(most, math.Abs(n))
		}
	}
	for _, name := range names {
		row := weightRow{Name: capitalised(termOf(say.Class, name))}
		any := false
		for _, c := range list {
			n, ok := nats(c, name)
			cell := weightCell{X: 50}
			if ok && most > 0 {
				any = true
				w := 49 * (math.Abs(n) / most)
				cell = weightCell{Text: signed(n), X: 50, W: number(w), Against: n < 0}
				if n < 0 {
					cell.X = number(50 - w)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		if any {
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}
