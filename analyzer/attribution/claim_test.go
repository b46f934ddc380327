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

// A domain that leads without a name may be the claimed party's, unless it begins
// otherwise; so may a name in another script.
func TestClaimThatCannotBeToldFromTheLeader(t *testing.T) {
	for _, c := range []struct {
		leader, claim evidence.Key
		want          string
	}{
		{domain("hsk-net.example"), name("harrowgate spinning"), ClaimUndetermined},
		{domain("hsk-net.example"), name("kestrel retail"), ClaimContradicted}, // no word of it begins with h
		{domain("gethsk.example"), name("harrowgate spinning"), ClaimUndetermined},
		{domain("hsk-net.example"), name("白鳥渕倉庫"), ClaimUndetermined},
		{domain("hsk-net.example"), domain("kestrel.example"), ClaimContradicted},
		{name("白鳥渕倉庫"), name("harrowgate spinning"), ClaimUndetermined},
		{name("白鳥渕倉庫"), domain("harrowgate.example"), ClaimUndetermined},
		{name("白鳥渕倉庫"), name("北野食品"), ClaimContradicted},
	} {
		p := &pkg{}
		for i := range 6 {
			p.file("", mark(name(fmt.Sprint("supplier ", i)), evidence.ClassIssuer, evidence.RoleIssuer), mark(c.leader, evidence.ClassRecipient, evidence.RoleRecipient))
			p.file("", mark(c.leader, evidence.ClassInternalMail, evidence.RoleHolder))
		}
		p.claims(c.claim.Value, c.claim)
		got := p.run(t)
		assert.Equal(t, c.want, got.Claim.Verdict, "%s leads, %s is claimed: %s", c.leader.Value, c.claim.Value, got.Claim.Reason)
	}
}

// Whoever has documents in which the leader does not occur may own these.
func TestClaimOfAPartyOfDocumentsApart(t *testing.T) {
	p := identifiable("harrowgate spinning")
	for i := range 4 {
		p.letter("", "kestrel", "harrowgate spinning")
		p.letter("", "kestrel", fmt.Sprint("reader ", i))
	}
	p.claims("kestrel", name("kestrel"))
	assert.NotEqual(t, ClaimContradicted, p.run(t).Claim.Verdict)
	p = identifiable("harrowgate spinning")
	for range 4 {
		p.letter("", "kestrel", "harrowgate spinning")
	}
	p.claims("kestrel", name("kestrel"))
	assert.Equal(t, ClaimContradicted, p.run(t).Claim.Verdict)
}

// A claimed party that does not occur by its name, but by one that is misspelled, is
// judged as that one.
func TestClaimOfAMisspelledParty(t *testing.T) {
	p := identifiable("harrowgate spinning")
	for range 4 {
		p.letter("", "kestrel mils", "harrowgate spinning")
	}
	p.claims("kestrel mills", name("kestrel mills"))
	got := p.run(t).Claim
	assert.Equal(t, ClaimContradicted, got.Verdict)
	assert.Contains(t, got.Reason, "the claimed organisation does not occur by that name, and kestrel mils, which is spelled like it, is a vendor here")
}

// One file of many makes nobody lead.
func TestOneFileOfMany(t *testing.T) {
	for _, c := range []struct {
		files, others int
		want          string
	}{{1, fewDocs - 1, VerdictUndetermined}, {2, fewDocs - 2, VerdictLeading}, {1, fewDocs - 2, VerdictLeading}} {
		p := &pkg{}
		for range c.files {
			p.file("", mark(domain("harrowgate.example"), evidence.ClassHostPath, evidence.RoleHolder), mark(domain("harrowgate.example"), evidence.ClassTenant, evidence.RoleHolder),
				mark(domain("harrowgate.example"), evidence.ClassHeaderFooter, evidence.RoleIssuer))
		}
		for range c.others {
			p.file("", mark(name("kestrel"), evidence.ClassMention, evidence.RoleMentioned))
		}
		a := p.run(t)
		if c.want == VerdictUndetermined {
			assert.Equal(t, fmt.Sprintf("all that points at harrowgate.example stands in one file of %d", c.files+c.others), a.Reason)
		} else {
			assert.NotContains(t, a.Reason, "stands in one file")
		}
	}
}

// Of two owners it is open whose the records are, but not that they are a third
// party's that hardly occurs.
func TestClaimAgainstTwoOwners(t *testing.T) {
	p := identifiable("harrowgate spinning")
	p.same("kestrel", "kestrel.example")
	for i := range 6 {
		p.letter("", fmt.Sprint("seller ", i), "kestrel")
		p.internalMail("kestrel.example")
	}
	p.letter("", "wren", "harrowgate spinning")
	for claim, want := range map[string]string{"wren": ClaimContradicted, "kestrel": ClaimUndetermined, "harrowgate spinning": ClaimUndetermined} {
		p.claims(claim, name(claim))
		a := p.run(t)
		assert.Contains(t, a.Reason, "mixed owners", claim)
		assert.Equal(t, want, a.Claim.Verdict, "%s: %s", claim, a.Claim.Reason)
	}
}

// Where little else speaks for anybody, paths identify nobody if they are properties, which one command writes into
// many files; address bars of screenshots are no properties.
func TestPathsInPropertiesAndInPictures(t *testing.T) {
	for pictured, want := range map[bool]string{false: VerdictLeading, true: VerdictIdentified} {
		p := &pkg{}
		p.same("harrowgate", "harrowgate.example")
		for range 8 {
			m := mark(domain("harrowgate.example"), evidence.ClassHostPath, evidence.RoleHolder)
			if pictured {
				m.At.Box = &evidence.Box{W: 9, H: 9}
			}
			p.file("", m)
		}
		for range 2 {
			p.file("", mark(name("harrowgate"), evidence.ClassHeaderFooter, evidence.RoleIssuer))
			p.file("")
		}
		p.file("", mark(name("kestrel"), evidence.ClassIssuer, evidence.RoleIssuer))
		a := p.run(t)
		assert.Equal(t, want, a.Verdict, "pictured %v: %s", pictured, a.Reason)
	}
}
