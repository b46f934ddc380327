package attribution

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestVendorAndCustomerDoNotMerge(t *testing.T) {
	p := newPkg()
	for range 50 { // the same file holds both, in every quotation
		it := p.letter("", "kabuto", "hinode")
		it.Links = []evidence.Link{{A: name("kabuto"), B: name("hinode"), Bits: 3, Why: fmt.Sprintf("same file %d", p.n)}}
	}
	assert.Len(t, p.run(t).Candidates, 2)
}

func TestNamesDoNotMergeThroughASharedDomain(t *testing.T) {
	p := newPkg()
	p.letter("", "kabuto", "hinode")
	p.internalMail("hinode.example")
	link := func(n string, bits float64) {
		p.links = append(p.links, evidence.Link{A: name(n), B: domain("hinode.example"), Bits: bits, Why: fmt.Sprint(bits)})
	}
	link("hinode", 8)
	link("hinode", 7)
	link("kabuto", 8)
	link("kabuto", 3)
	a := p.run(t)
	assert.Len(t, a.Candidates, 2)
	assert.Equal(t, []evidence.Key{domain("hinode.example"), name("hinode")}, candidate(a, "hinode").Keys)
	assert.Equal(t, []string{"domain:hinode.example"}, candidate(a, "kabuto").PossiblySame)
}

func TestSpellingsMergeThroughTheirDomain(t *testing.T) {
	p := newPkg()
	p.letter("", "kabuto", "ヒノデ")
	p.letter("", "kabuto", "hinode")
	p.internalMail("hinode.example")
	p.same("hinode", "hinode.example")
	p.links = append(p.links, evidence.Link{A: name("ヒノデ"), B: name("hinode"), Bits: 4, Why: "romaji"},
		evidence.Link{A: name("ヒノデ"), B: domain("hinode.example"), Bits: 8, Why: "signature"})
	assert.Len(t, p.run(t).Candidates, 2)
}

func TestVetoHoldsForClusters(t *testing.T) {
	p := newPkg()
	p.letter("", "hinode", "hinode tokyo")
	p.internalMail("hinode.example")
	p.same("hinode", "hinode.example")
	p.same("hinode tokyo", "hinode.example")
	p.links = append(p.links, evidence.Link{A: name("hinode"), B: name("hinode tokyo"), Bits: -10, Why: "different registry numbers"})
	assert.Len(t, p.run(t).Candidates, 2)
}

func TestMergeThreshold(t *testing.T) {
	for bits, want := range map[float64]int{3.9: 2, 4: 2, 8.9: 2, 9: 1} {
		p := newPkg()
		p.letter("", "x", "y")
		p.links = []evidence.Link{{A: name("x"), B: name("y"), Bits: bits, Why: "test"}}
		a := p.run(t)
		assert.Len(t, a.Candidates, want, "%v bits", bits)
		if want == 2 {
			assert.Equal(t, bits >= 4, len(a.Candidates[0].PossiblySame) == 1, "%v bits", bits)
		}
	}
}

func TestAmbiguousCatalogueName(t *testing.T) {
	build := func(withDomain bool) Attribution {
		p := newPkg()
		p.record(evidence.Organisation{ID: "r:1", Name: "Aoba", Domains: []string{"aoba.example"}})
		p.record(evidence.Organisation{ID: "r:2", Name: "Aoba", Domains: []string{"aoba.test"}})
		for _, org := range []string{"r:1", "r:2"} {
			m := mark(name("aoba"), evidence.ClassRecipient, evidence.RoleRecipient)
			m.Org = org
			p.file("", m)
		}
		if withDomain {
			p.internalMail("aoba.test")
		}
		return p.run(t)
	}
	assert.Equal(t, "name:aoba", build(false).Candidates[0].ID)
	with := build(true)
	assert.Len(t, with.Candidates, 1)
	assert.Equal(t, "r:2", with.Candidates[0].ID)
}

func TestDifferentRecordsNeverMerge(t *testing.T) {
	p := newPkg()
	p.record(evidence.Organisation{ID: "r:1", Name: "one", Domains: []string{"one.example"}})
	p.record(evidence.Organisation{ID: "r:2", Name: "two", Domains: []string{"two.example"}, Parent: "r:1"})
	p.mail("one.example", "two.example")
	p.links = []evidence.Link{{A: domain("one.example"), B: domain("two.example"), Bits: 12, Why: "test"}}
	assert.Len(t, p.run(t).Candidates, 2)
}
