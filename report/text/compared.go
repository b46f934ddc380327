package text

import (
	"fmt"
	"io"
	"strings"

	"evscan/report/compare"
	"evscan/report/say"
)

// How many pairs and organisations of a comparison are shown.
const (
	maxPairs   = 12
	maxParties = 10
)

// WriteComparison writes what two packages have in common to w.
func WriteComparison(w io.Writer, c compare.Comparison, o Options) error {
	p := newPage(o)
	for _, s := range []struct {
		name string
		side *compare.Side
	}{{"A", &c.A}, {"B", &c.B}} {
		p.section(s.name, p.bold(clean(s.side.Name))+"  sha256 "+say.Short(s.side.SHA256, 16))
		p.section("", say.ComparedSide(p.lang, s.side))
	}
	p.blank()
	paint := p.yellow
	switch c.Verdict {
	case compare.Identical, compare.Recycled:
		paint = p.red
	case compare.Unrelated, compare.SameOrganisations:
		paint = p.green
	}
	p.section(p.word("VERDICT"), paint(strings.ToUpper(say.ComparedVerdict(p.lang, c.Verdict)))+p.colon()+say.Compared(p.lang, c))
	p.section("", fmt.Sprintf(p.word("of A in B %s; of B in A %s"), say.ShareOf(p.lang, &c.A), say.ShareOf(p.lang, &c.B)))
	if s := say.NearCopiesMissing(p.lang, c); s != "" {
		p.section("", p.yellow(s))
	}
	p.pairs(c)
	p.parties(c)
	if _, err := io.WriteString(w, p.String()); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

func (p *page) pairs(c compare.Comparison) {
	for _, kind := range []struct{ name, title string }{{compare.PairIdentical, "IDENTICAL FILES"}, {compare.PairNear, "NEAR-COPIES"},
		{compare.PairForm, "SAME FORM, OTHER CONTENTS (do not count)"}} {
		var list []compare.Pair
		for _, pair := range c.Pairs {
			if pair.Kind == kind.name {
				list = append(list, pair)
			}
		}
		if len(list) == 0 {
			continue
		}
		p.blank()
		p.line(p.bold(p.word(kind.title)) + fmt.Sprintf("  %d", len(list)))
		for _, pair := range list[:min(maxPairs, len(list))] {
			a, b := say.Place(pair.A.Path), say.Place(pair.B.Path)
			how := say.ComparedBy(p.lang, pair)
			if pair.Trivial != "" {
				how += p.word("; ") + p.word("does not count: ") + say.Trivial(p.lang, pair.Trivial)
			}
			if a == b {
				p.item("=", a+"  "+p.dim("["+how+"]"))
				continue
			}
			p.item("-", a)
			p.wrapped("     → ", "       ", b+"  "+p.dim("["+how+"]"))
		}
		if n := len(list) - maxPairs; n > 0 {
			p.item("", p.dim(p.more(n)))
		}
	}
}

func (p *page) parties(c compare.Comparison) {
	if len(c.Organisations) == 0 {
		return
	}
	p.blank()
	p.line(p.bold(p.word("ORGANISATIONS IN BOTH")))
	rows := [][]string{}
	for _, o := range c.Organisations[:min(maxParties, len(c.Organisations))] {
		rows = append(rows, []string{clean(o.Name), "A: " + p.part(o.A), "B: " + p.part(o.B)})
	}
	p.table(rows)
	if n := len(c.Organisations) - maxParties; n > 0 {
		p.item("", p.dim(p.more(n)))
	}
}

func (p *page) part(o compare.Part) string {
	return strings.TrimPrefix(p.roles(o.Roles)+" P "+say.Probability(o.Probability), " ")
}
