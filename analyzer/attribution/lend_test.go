package attribution

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func host(s string) evidence.Key { return evidence.Key{Kind: evidence.KeyHost, Value: s} }

// Files of one office name its organisation in one property and an unnamed server in
// another: the organisation leads, and nobody is identified by what was lent.
func TestAnUnnamedNetworkSpeaksForThoseWhoMadeItsFiles(t *testing.T) {
	p := newPkg()
	for range 12 {
		p.file("", mark(name("minato"), evidence.ClassAuthorship, evidence.RoleNone), mark(host("m01.local"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	a := p.run(t)
	assert.Equal(t, "minato", leaderOf(a))
	assert.Equal(t, VerdictLeading, a.Verdict)
	assert.Greater(t, a.Candidates[0].Probability, 10*a.Candidates[1].Probability)
	assert.Equal(t, "m01.local", a.Candidates[1].Name)
}

// A document with two makers lends to both alike, and one without a maker to its
// parties; whoever it is written to gets nothing where a maker is known.
func TestWhatIsLentGoesToMakers(t *testing.T) {
	p := newPkg()
	for range 6 {
		p.file("", mark(name("kabuto"), evidence.ClassIssuer, evidence.RoleIssuer), mark(name("hinode"), evidence.ClassRecipient, evidence.RoleRecipient),
			mark(host("srv01"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	with := p.run(t)
	for i := range p.items {
		p.items[i].Marks = p.items[i].Marks[:min(2, len(p.items[i].Marks))]
	}
	without := p.run(t)
	lead := func(a Attribution) float64 {
		return candidate(a, "kabuto").Probability - candidate(a, "hinode").Probability
	}
	assert.Greater(t, lead(with), lead(without))
	assert.NotEqual(t, VerdictIdentified, with.Verdict)
}

// Where nothing but properties names anybody, a property is as good as a document
// can tell; where other documents have parties, it stays half a party.
func TestAPropertyIsHalfAParty(t *testing.T) {
	p := newPkg()
	for range 10 {
		p.file("", mark(name("minato"), evidence.ClassAuthorship, evidence.RoleNone))
	}
	assert.InDelta(t, 1, candidate(p.run(t), "minato").Coverage, 1e-9)
	for range 10 {
		p.letter("", "kabuto", "hinode")
	}
	a := p.run(t)
	assert.InDelta(t, 5.0/15, candidate(a, "minato").Coverage, 1e-9)
	assert.InDelta(t, 10.0/15, candidate(a, "kabuto").Coverage, 1e-9)
}

// Those who are only mentioned share one prior by the documents that mention them.
func TestMentionsShareByDocuments(t *testing.T) {
	p := newPkg()
	for i := range 9 {
		it := p.file("", mark(name("minato"), evidence.ClassMention, evidence.RoleMentioned))
		if i < 2 {
			it.Marks = append(it.Marks, mark(name("kabuto"), evidence.ClassMention, evidence.RoleMentioned))
		}
	}
	a := p.run(t)
	assert.Equal(t, "minato", leaderOf(a))
	assert.Equal(t, VerdictUndetermined, a.Verdict)
	assert.InDelta(t, 9.0/2, candidate(a, "minato").Probability/candidate(a, "kabuto").Probability, 0.05)
}

// One path in one of forty files leads nobody: the others say nothing of anybody.
func TestSilentDocumentsFavourTheUnseen(t *testing.T) {
	p := newPkg()
	p.file("", mark(name("minato"), evidence.ClassHostPath, evidence.RoleHolder))
	one := p.run(t)
	for range 39 {
		p.file("", mark(name("kabuto"), evidence.ClassMention, evidence.RoleMentioned))
	}
	forty := p.run(t)
	assert.Greater(t, forty.Unknown, one.Unknown)
	assert.Equal(t, "minato", leaderOf(forty))
}
