package attribution

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

// identifiable is a package whose owner is identified under the name given.
func identifiable(owner string) *pkg {
	p := &pkg{}
	p.same(owner, "harrowgate.example")
	for i := range 6 {
		p.letter("", fmt.Sprint("supplier ", i), owner)
		p.internalMail("harrowgate.example")
	}
	return p
}

// A claim that states another legal form than the package is about a firm of the same
// name, not the same firm.
func TestClaimOfAnotherLegalForm(t *testing.T) {
	p := identifiable("harrowgate spinning")
	p.claims("Harrowgate Spinning AG", name("harrowgate spinning"))
	assert.Equal(t, ClaimSupported, p.run(t).Claim.Verdict)
	p.claim.OtherForm = "Harrowgate Spinning GmbH"
	got := p.run(t).Claim
	assert.Equal(t, ClaimUndetermined, got.Verdict)
	assert.Equal(t, "similar name or domain: the package names Harrowgate Spinning GmbH, and the claim says another legal form", got.Reason)
}

// Whoever does not occur is contradicted, but not where the name begins as the
// leader's: they may be one group, or be taken for each other.
func TestClaimOfANamesake(t *testing.T) {
	for claim, want := range map[string]string{
		"harrowgate retail":   ClaimUndetermined,
		"harrow retail":       ClaimContradicted,
		"kestrel spinning":    ClaimContradicted,
		"university of nowhe": ClaimContradicted,
	} {
		p := identifiable("harrowgate spinning")
		p.claims(claim, name(claim))
		assert.Equal(t, want, p.run(t).Claim.Verdict, claim)
	}
}

func TestSameStart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"harrowgate spinning", "Harrowgate Group", true},
		{"hills spinning", "hills group", true},
		{"hill spinning", "hill group", false},          // four letters
		{"university of a", "university of b", false},   // a kind
		{"national spinning", "national retail", false}, // a word of everybody's
		{"白鳥渕", "白鳥渕倉庫", true},                          // the whole of one
		{"白鳥渕倉庫", "白鳥渕食品", false},                       // a place has many firms
		{"白鳥", "白熊", false},                             // one character
		{"harrowgate", "白鳥渕", false},                    // another script
		{"", "", false},
	} {
		assert.Equal(t, c.want, sameStart(c.a, c.b), "%s, %s", c.a, c.b)
		assert.Equal(t, c.want, sameStart(c.b, c.a), "%s, %s", c.b, c.a)
	}
}

// Of a paper of trade with one side told, the only other one named is the other side.
func TestTheOtherSideOfATrade(t *testing.T) {
	for _, c := range []struct {
		paper evidence.Paper
		side  evidence.Class // the owner's
		want  string
	}{
		{evidence.PaperInvoice, evidence.ClassRecipient, RoleVendor},
		{evidence.PaperOrder, evidence.ClassRecipient, RoleCustomer},
		{evidence.PaperInvoice, evidence.ClassIssuer, RoleCustomer},
		{evidence.PaperPayment, evidence.ClassIssuer, RoleVendor},
		{"", evidence.ClassRecipient, RoleMentioned},
	} {
		p := identifiable("harrowgate spinning")
		role := evidence.RoleRecipient
		if c.side == evidence.ClassIssuer {
			role = evidence.RoleIssuer
		}
		it := p.file("", mark(name("harrowgate spinning"), c.side, role), mark(name("kestrel"), evidence.ClassMention, evidence.RoleMentioned))
		it.Paper = c.paper
		assert.Equal(t, []string{c.want}, rolesOf(p.run(t), "kestrel"), "%s to or from the owner's %s", c.paper, c.side)
	}
	// A drawing is whose name it bears, and who has it made is a customer.
	p := identifiable("harrowgate spinning")
	p.file("", mark(name("kestrel"), evidence.ClassMention, evidence.RoleMentioned)).Paper = evidence.PaperDrawing
	assert.Equal(t, []string{RoleCustomer}, rolesOf(p.run(t), "kestrel"))
}

// Nobody leads by having been mentioned.
func TestOnlyMentioned(t *testing.T) {
	p := &pkg{}
	for range 3 {
		p.file("", mark(domain("kestrel.example"), evidence.ClassMention, evidence.RoleMentioned))
	}
	a := p.run(t)
	assert.Equal(t, VerdictUndetermined, a.Verdict)
	assert.Equal(t, "kestrel.example is only mentioned, which anybody is", a.Reason)
}

func rolesOf(a Attribution, who string) []string {
	for _, c := range a.Candidates {
		if c.Name == who {
			return c.Roles
		}
	}
	return nil
}
