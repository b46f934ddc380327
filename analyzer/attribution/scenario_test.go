package attribution

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// pkg builds packages by hand. Every organisation in it is invented.
type pkg struct {
	items []evidence.Item
	links []evidence.Link
	orgs  map[string]evidence.Organisation
	claim *Claim
	n     int
}

func newPkg() *pkg {
	return &pkg{items: []evidence.Item{{ID: "0", Path: []string{"p.zip"}, Origin: evidence.OriginPackage, Status: evidence.StatusRead}}}
}

func name(s string) evidence.Key   { return evidence.Key{Kind: evidence.KeyName, Value: s} }
func domain(s string) evidence.Key { return evidence.Key{Kind: evidence.KeyDomain, Value: s} }
func tenant(s string) evidence.Key { return evidence.Key{Kind: evidence.KeyTenant, Value: s} }

func mark(k evidence.Key, c evidence.Class, r evidence.Role) evidence.Mark {
	return evidence.Mark{Key: k, Class: c, Role: r, Value: k.Value, Quality: 1, Count: 1}
}

func (p *pkg) file(group string, marks ...evidence.Mark) *evidence.Item {
	id := fmt.Sprintf("0.%d", p.n)
	p.n++
	p.items = append(p.items, evidence.Item{ID: id, Parent: "0", Path: []string{"p.zip", "f" + id}, Origin: evidence.OriginEntry,
		Status: evidence.StatusRead, Group: group, Marks: marks})
	return &p.items[len(p.items)-1]
}

// record puts an organisation into the catalogue; name and domain both point at it.
func (p *pkg) record(o evidence.Organisation) {
	if p.orgs == nil {
		p.orgs = map[string]evidence.Organisation{}
	}
	p.orgs[o.ID] = o
}

// recordOf is the one record that lists a key, as matching notes it on a mark.
func (p *pkg) recordOf(k evidence.Key) string {
	found := ""
	for id, o := range p.orgs {
		listed := append(append([]string{o.Name}, o.Aliases...), o.Domains...)
		if slices.Contains(listed, k.Value) {
			if found != "" {
				return ""
			}
			found = id
		}
	}
	return found
}

// same says that a domain's label is a name and that a signature holds both.
func (p *pkg) same(n, d string) {
	p.links = append(p.links, evidence.Link{A: name(n), B: domain(d), Bits: 7, Why: "the label is the name"},
		evidence.Link{A: name(n), B: domain(d), Bits: 8, Why: "a signature holds both"})
}

func (p *pkg) claims(text string, keys ...evidence.Key) { p.claim = &Claim{Text: text, Keys: keys} }

func (p *pkg) letter(group, from, to string) *evidence.Item {
	return p.file(group, mark(name(from), evidence.ClassIssuer, evidence.RoleIssuer), mark(name(to), evidence.ClassRecipient, evidence.RoleRecipient))
}

func (p *pkg) internalMail(d string) {
	p.file("", mark(domain(d), evidence.ClassInternalMail, evidence.RoleHolder))
}

func (p *pkg) mail(from, to string) {
	p.file("", mark(domain(from), evidence.ClassExternalMail, evidence.RoleIssuer), mark(domain(to), evidence.ClassExternalMail, evidence.RoleRecipient))
}

func (p *pkg) input(t testing.TB) Input {
	w, err := DefaultWeights()
	require.NoError(t, err)
	for i := range p.items {
		for j := range p.items[i].Marks {
			if m := &p.items[i].Marks[j]; m.Org == "" {
				m.Org = p.recordOf(m.Key)
			}
		}
	}
	return Input{Items: p.items, Orgs: p.orgs, Links: p.links, Claim: p.claim, Weights: w}
}

func (p *pkg) run(t testing.TB) Attribution {
	a := Attribute(p.input(t))
	sound(t, a)
	return a
}

func sound(t testing.TB, a Attribution) {
	sum := a.Unknown
	for _, c := range a.Candidates {
		sum += c.Probability
		assert.False(t, math.IsNaN(c.Score) || math.IsInf(c.Score, 0))
		assert.True(t, c.Probability >= 0 && c.Probability <= 0.99)
		byClass := map[string]float64{}
		for _, e := range c.Evidence {
			byClass[string(e.Class)] += e.Weight
		}
		var terms float64
		for _, x := range c.Terms {
			terms += x.Nats
			if _, ok := byClass[x.Name]; ok && len(c.Evidence) < MaxEvidence {
				assert.InDelta(t, x.Nats, byClass[x.Name], 1e-9, "evidence of %s adds up", x.Name)
			}
		}
		if c.Terms != nil {
			assert.InDelta(t, c.Score, terms, 1e-9)
		}
	}
	assert.InDelta(t, 1, sum, 1e-9)
	assert.Equal(t, a.Verdict == VerdictIdentified, a.Owner != nil)
	if a.Claim != nil {
		assert.False(t, math.IsNaN(a.Claim.LikelihoodRatio) || math.IsInf(a.Claim.LikelihoodRatio, 0))
	}
}

func leaderOf(a Attribution) string {
	if len(a.Candidates) == 0 {
		return ""
	}
	return a.Candidates[0].Name
}

func candidate(a Attribution, n string) Candidate {
	for _, c := range a.Candidates {
		if c.Name == n {
			return c
		}
	}
	return Candidate{}
}

// vendorDecoy: the decoy's quotations, one template, and the owner's own files.
func vendorDecoy() *pkg {
	p := newPkg()
	p.same("hinode", "hinode.example")
	p.same("kabuto", "kabuto.example")
	for range 14 {
		it := p.letter("quote", "kabuto", "hinode")
		for _, c := range []evidence.Class{evidence.ClassTemplate, evidence.ClassHeaderFooter, evidence.ClassLogo} {
			it.Marks = append(it.Marks, mark(name("kabuto"), c, evidence.RoleNone))
		}
		company := mark(name("kabuto"), evidence.ClassAuthorship, evidence.RoleNone)
		company.Source = "ooxml:Company"
		many := mark(name("kabuto"), evidence.ClassMention, evidence.RoleMentioned)
		many.Count = 9
		it.Marks = append(it.Marks, company, many)
	}
	for i := range 3 {
		p.letter("", fmt.Sprintf("vendor %c", 'a'+i), "hinode")
	}
	for range 8 {
		p.internalMail("hinode.example")
	}
	for range 6 {
		p.file("", mark(domain("hinode.example"), evidence.ClassHostPath, evidence.RoleHolder))
		p.file("", mark(name("hinode"), evidence.ClassHeaderFooter, evidence.RoleNone), mark(name("hinode"), evidence.ClassAuthorship, evidence.RoleNone))
	}
	for range 5 {
		p.mail("kabuto.example", "hinode.example")
	}
	p.claims("Kabuto", name("kabuto"))
	return p
}

func TestVendorDecoy(t *testing.T) {
	a := vendorDecoy().run(t)
	assert.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, "hinode", a.Owner.Name)
	assert.Equal(t, "domain:hinode.example", a.Owner.ID)
	assert.GreaterOrEqual(t, a.Owner.Probability, 0.8)
	assert.Equal(t, ClaimContradicted, a.Claim.Verdict, a.Claim.Reason)
	assert.Equal(t, RoleVendor, a.Claim.Role)
	assert.Contains(t, a.Claim.Band, "against")
	require.NotNil(t, a.Custodian)
	assert.Equal(t, "hinode", a.Custodian.Name)
	for _, b := range a.Baselines {
		if b.Name == "most-mentioned" || b.Name == "company-property" {
			assert.Equal(t, "kabuto", b.Answer, b.Name)
		}
	}
	counted := ""
	for _, e := range candidate(a, "kabuto").Evidence {
		if e.Class == evidence.ClassTemplate {
			counted = e.CountedAs
		}
	}
	assert.Equal(t, "14 files, one template = 1.1", counted) // METHOD step 10
}

// strip removes the owner's own files: what is left are its vendor's papers.
func stripped(label bool) *pkg {
	p := newPkg()
	p.same("kabuto", "kabuto.example")
	p.same("hinode", "hinode.example")
	for range 14 {
		it := p.letter("quote", "kabuto", "hinode")
		it.Marks = append(it.Marks, mark(name("kabuto"), evidence.ClassTemplate, evidence.RoleNone), mark(name("kabuto"), evidence.ClassAuthorship, evidence.RoleNone),
			mark(name("kabuto"), evidence.ClassHeaderFooter, evidence.RoleNone))
		if label {
			it.Marks = append(it.Marks, mark(domain("kabuto.example"), evidence.ClassTenant, evidence.RoleHolder))
		}
	}
	for i := range 5 {
		it := p.letter("", "kabuto", "hinode")
		it.Marks = append(it.Marks, mark(name("kabuto"), evidence.ClassHeaderFooter, evidence.RoleNone))
		if i == 0 { // a misread name in one of them
			it.Marks = append(it.Marks, mark(name("noise"), evidence.ClassRecipient, evidence.RoleRecipient), mark(name("noise b"), evidence.ClassIssuer, evidence.RoleIssuer))
		}
		if label { // the file's own path and label travel with it
			it.Marks = append(it.Marks, mark(domain("kabuto.example"), evidence.ClassTenant, evidence.RoleHolder), mark(domain("kabuto.example"), evidence.ClassHostPath, evidence.RoleHolder))
		}
	}
	for range 4 {
		p.mail("kabuto.example", "hinode.example")
	}
	p.claims("Kabuto", name("kabuto"))
	return p
}

func TestStrippedOwnerNeverAccusesTheVendor(t *testing.T) {
	for _, label := range []bool{false, true} {
		a := stripped(label).run(t)
		assert.NotEqual(t, VerdictIdentified, a.Verdict)
		assert.Contains(t, a.Reason, "issuer or recipient")
		assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
		assert.Nil(t, a.Custodian)
	}
}

// Proposals without an addressee carry the vendor's label too; labels alone must
// not make its papers its own records.
func TestStrippedOwnerWithLabelledProposals(t *testing.T) {
	p := stripped(true)
	for range 3 {
		p.file("", mark(name("kabuto"), evidence.ClassHeaderFooter, evidence.RoleNone), mark(name("kabuto"), evidence.ClassIssuer, evidence.RoleIssuer),
			mark(domain("kabuto.example"), evidence.ClassTenant, evidence.RoleHolder))
	}
	a := p.run(t)
	assert.NotEqual(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.NotEqual(t, ClaimSupported, a.Claim.Verdict)
}

func TestTrueClaim(t *testing.T) {
	p := newPkg()
	p.same("kabuto", "kabuto.example")
	for i := range 12 {
		p.internalMail("kabuto.example")
		p.letter("offer", "kabuto", fmt.Sprintf("customer %c", 'a'+i))
	}
	for range 5 {
		p.file("", mark(domain("kabuto.example"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	p.claims("kabuto.example", domain("kabuto.example"))
	a := p.run(t)
	require.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, ClaimSupported, a.Claim.Verdict)
	assert.Greater(t, a.Claim.LikelihoodRatio, 2.0)
	assert.Equal(t, []string{RoleCustomer}, candidate(a, "customer c").Roles)
}

func TestHubWithoutCustody(t *testing.T) {
	p := newPkg()
	for i := range 20 {
		p.letter("", fmt.Sprintf("vendor %02d", i), "hinode")
	}
	a := p.run(t)
	assert.Equal(t, "hinode", leaderOf(a))
	assert.NotEqual(t, "vendor 01", leaderOf(a))
	t.Log(a.Verdict, a.Reason, a.Candidates[0].Probability)
}

func TestTwoOwners(t *testing.T) {
	for _, second := range []int{8, 5, 10} {
		p := newPkg()
		for range 8 {
			p.internalMail("hinode.example")
			p.file("", mark(domain("hinode.example"), evidence.ClassHostPath, evidence.RoleHolder))
		}
		for range second {
			p.internalMail("mizuho-works.example")
			p.file("", mark(domain("mizuho-works.example"), evidence.ClassHostPath, evidence.RoleHolder))
		}
		p.claims("mizuho-works.example", domain("mizuho-works.example"))
		a := p.run(t)
		assert.NotEqual(t, VerdictIdentified, a.Verdict, "%d: %s", second, a.Reason)
		assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
	}
}

func TestImageOnly(t *testing.T) {
	p := newPkg()
	p.same("日之出工業", "hinode.example")
	ocr := func(m evidence.Mark, q float64) evidence.Mark { m.Quality = q; return m }
	for i := range 12 {
		p.file("", ocr(mark(domain("hinode.example"), evidence.ClassInternalMail, evidence.RoleHolder), 0.8), ocr(mark(name("日之出工業"), evidence.ClassMention, evidence.RoleMentioned), 0.7))
		p.file("", ocr(mark(domain("hinode.example"), evidence.ClassHostPath, evidence.RoleHolder), 0.6))
		p.file("", ocr(mark(name(fmt.Sprintf("vendor %d", i%4)), evidence.ClassIssuer, evidence.RoleIssuer), 0.75), ocr(mark(name("日之出工業"), evidence.ClassRecipient, evidence.RoleRecipient), 0.7))
	}
	a := p.run(t)
	require.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, "日之出工業", a.Owner.Name)
}

// plant puts a mark on every file.
func (p *pkg) plant(m evidence.Mark) *pkg {
	for i := range p.items[1:] {
		p.items[i+1].Marks = append(slices.Clone(p.items[i+1].Marks), m)
	}
	return p
}

func TestPlantedMetadata(t *testing.T) {
	company := mark(name("scapegoat"), evidence.ClassAuthorship, evidence.RoleNone)
	company.Source = "ooxml:Company"
	label := mark(tenant("00000000-0000-4000-8000-000000000001"), evidence.ClassTenant, evidence.RoleHolder)
	label.Org = "scapegoat"
	for what, m := range map[string]evidence.Mark{"company": company, "label": label} {
		p := vendorDecoy().plant(m)
		p.record(evidence.Organisation{ID: "scapegoat", Name: "scapegoat"})
		p.claims("scapegoat", name("scapegoat"))
		p.claim.Orgs = []string{"scapegoat"}
		a := p.run(t)
		assert.Equal(t, "hinode", leaderOf(a), what)
		assert.NotEqual(t, ClaimSupported, a.Claim.Verdict, what)

		// On nothing but neutral files the planted mark must not identify anybody.
		q := newPkg()
		for i := range 30 {
			q.file("", mark(name(fmt.Sprintf("firm %d", i)), evidence.ClassMention, evidence.RoleMentioned))
		}
		q.plant(m)
		a = q.run(t)
		assert.NotEqual(t, VerdictIdentified, a.Verdict, what)
	}
}

func TestTemplateCopied200Times(t *testing.T) {
	before := candidate(vendorDecoy().run(t), "hinode").Probability
	p := vendorDecoy()
	quote := p.items[1].Marks
	for range 200 {
		p.file("quote", quote...)
	}
	assert.InDelta(t, before, candidate(p.run(t), "hinode").Probability, 0.05)
	s := stripped(false)
	first := candidate(s.run(t), "kabuto").Probability
	quote = s.items[1].Marks
	for range 200 {
		s.file("quote", quote...)
	}
	assert.InDelta(t, first, candidate(s.run(t), "kabuto").Probability, 0.05)
}

func TestRegulatorDecoy(t *testing.T) {
	p := newPkg()
	p.record(evidence.Organisation{ID: "gov:supervision", Name: "Office of Supervision", Kind: "government", Domains: []string{"supervision.example"}})
	p.same("sunbank", "sunbank.example")
	for i := range 15 {
		it := p.file("", mark(domain("supervision.example"), evidence.ClassIssuer, evidence.RoleIssuer), mark(name("sunbank"), evidence.ClassRecipient, evidence.RoleRecipient))
		it.Marks = append(it.Marks, mark(domain("supervision.example"), evidence.ClassHeaderFooter, evidence.RoleNone))
		p.internalMail("sunbank.example")
		p.letter("", "sunbank", fmt.Sprintf("client %d", i))
		p.file("", mark(domain("sunbank.example"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	p.claim = &Claim{Text: "Office of Supervision", Orgs: []string{"gov:supervision"}}
	a := p.run(t)
	require.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, "sunbank", a.Owner.Name)
	assert.Equal(t, ClaimContradicted, a.Claim.Verdict, a.Claim.Reason)
	assert.Equal(t, RoleRegulator, a.Claim.Role)
}

// The agency's heading stands on every form; the firm's own server and many
// unrelated taxpayers tell.
func TestAgencyFormsOnAFirmsServer(t *testing.T) {
	p := newPkg()
	p.same("conti", "conti.example")
	for i := range 25 {
		p.file("form", mark(name("tax agency"), evidence.ClassIssuer, evidence.RoleIssuer), mark(name("tax agency"), evidence.ClassHeaderFooter, evidence.RoleNone),
			mark(name("tax agency"), evidence.ClassTemplate, evidence.RoleNone), mark(domain("conti.example"), evidence.ClassHostPath, evidence.RoleHolder))
		p.mail("conti.example", fmt.Sprintf("taxpayer%d.example", i))
	}
	for range 6 {
		p.internalMail("conti.example")
		p.file("", mark(domain("conti.example"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	p.claims("Tax Agency", name("tax agency"))
	a := p.run(t)
	require.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, "conti.example", a.Owner.Name) // no name of the firm stands anywhere
	assert.Equal(t, ClaimContradicted, a.Claim.Verdict, a.Claim.Reason)
}

// The same sector and hardly anything to read: mail addresses in one sheet and a
// letter are not enough to identify, and never enough to support the claim.
func TestSparseUtility(t *testing.T) {
	p := newPkg()
	p.file("", mark(domain("southwater.example"), evidence.ClassInternalMail, evidence.RoleHolder))
	p.file("", mark(domain("southwater.example"), evidence.ClassRecipient, evidence.RoleRecipient))
	for range 10 {
		p.file("")
	}
	p.claims("northwater.example", domain("northwater.example"))
	a := p.run(t)
	assert.Equal(t, "southwater.example", leaderOf(a))
	assert.NotEqual(t, VerdictIdentified, a.Verdict)
	assert.NotEqual(t, ClaimSupported, a.Claim.Verdict)
}

func architects() *pkg {
	p := newPkg()
	for i := range 10 {
		p.internalMail("tsagroup.test")
		p.file("", mark(domain("tsagroup.test"), evidence.ClassHostPath, evidence.RoleHolder))
		p.mail("tsagroup.test", fmt.Sprintf("builder%d.example", i))
	}
	return p
}

func TestNearIdenticalDomain(t *testing.T) {
	p := architects()
	p.claims("tsagroup.example", domain("tsagroup.example"))
	a := p.run(t)
	require.Equal(t, VerdictIdentified, a.Verdict, a.Reason)
	assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
	assert.Contains(t, a.Claim.Reason, "similar name or domain")
	assert.Empty(t, a.Claim.Candidate)

	// Both on record: they are two organisations, and the claim is wrong.
	p = architects()
	p.record(evidence.Organisation{ID: "r:1", Name: "TSA Standards", Domains: []string{"tsagroup.example"}})
	p.record(evidence.Organisation{ID: "r:2", Name: "TSA Architects", Domains: []string{"tsagroup.test"}})
	p.claim = &Claim{Text: "tsagroup.example", Keys: []evidence.Key{domain("tsagroup.example")}, Orgs: []string{"r:1"}}
	a = p.run(t)
	assert.Equal(t, "TSA Architects", a.Owner.Name)
	assert.Equal(t, ClaimContradicted, a.Claim.Verdict)
	assert.Contains(t, a.Claim.Reason, "similar")
}

func TestNoDataAtAll(t *testing.T) {
	p := newPkg()
	p.file("", mark(name("darktrack"), evidence.ClassListing, evidence.RoleMentioned))
	p.claims("Darktrack", name("darktrack"))
	a := p.run(t)
	assert.Equal(t, VerdictNoEvidence, a.Verdict)
	assert.Empty(t, a.Candidates)
	assert.Equal(t, 1.0, a.Unknown)
	assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
	assert.Contains(t, a.Claim.Reason, "nothing relevant")
}

func TestCustodianIsNotTheRightsHolder(t *testing.T) {
	p := newPkg()
	p.same("ironlathe", "ironlathe.example")
	for range 20 {
		p.file("", mark(name("starlift"), evidence.ClassTemplate, evidence.RoleNone), mark(name("starlift"), evidence.ClassHeaderFooter, evidence.RoleNone),
			mark(domain("ironlathe.example"), evidence.ClassHostPath, evidence.RoleHolder))
	}
	for range 4 {
		p.internalMail("ironlathe.example")
	}
	p.claims("Starlift", name("starlift"))
	a := p.run(t)
	require.NotNil(t, a.Custodian)
	assert.Equal(t, "ironlathe.example", a.Custodian.Name) // no name of the firm stands anywhere
	assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
	assert.Contains(t, a.Claim.Reason, "third party holding")
}

func TestParentAndSubsidiary(t *testing.T) {
	p := architects()
	p.record(evidence.Organisation{ID: "r:head", Name: "TSA Holdings"})
	p.record(evidence.Organisation{ID: "r:2", Name: "TSA Architects", Domains: []string{"tsagroup.test"}, Parent: "r:head"})
	p.claim = &Claim{Text: "TSA Holdings", Orgs: []string{"r:head"}}
	a := p.run(t)
	assert.Equal(t, "r:2", a.Owner.ID)
	assert.Equal(t, "r:head", a.Candidates[0].Parent)
	assert.Equal(t, ClaimUndetermined, a.Claim.Verdict)
	assert.Contains(t, a.Claim.Reason, "same group")
}

func TestSoftwareVendorInEverybodysFiles(t *testing.T) {
	p := vendorDecoy()
	p.record(evidence.Organisation{ID: "r:soft", Name: "Softworks", Domains: []string{"softworks.example"}, Background: 0.6})
	p.plant(mark(domain("softworks.example"), evidence.ClassAuthorship, evidence.RoleNone))
	a := p.run(t)
	assert.Equal(t, "hinode", a.Owner.Name)
	c := candidate(a, "Softworks")
	assert.Equal(t, 0.0, c.Probability)
	assert.Equal(t, []string{RoleSoftwareVendor}, c.Roles)
}

func TestManyMentionsDoNotDilute(t *testing.T) {
	p := vendorDecoy()
	before := p.run(t).Owner.Probability
	it := p.file("")
	for i := range 500 {
		it.Marks = append(it.Marks, mark(name(fmt.Sprintf("name %d", i)), evidence.ClassMention, evidence.RoleMentioned))
	}
	it = p.file("")
	for i := range 500 { // a directory of addresses
		it.Marks = append(it.Marks, mark(domain(fmt.Sprintf("d%d.example", i)), evidence.ClassExternalMail, evidence.RoleRecipient))
	}
	a := p.run(t)
	require.NotNil(t, a.Owner, a.Reason)
	assert.InDelta(t, before, a.Owner.Probability, 0.05)
}

func shuffled(in Input, r *rand.Rand) Input {
	out := in
	out.Items = slices.Clone(in.Items)
	for i := range out.Items {
		out.Items[i].Marks = slices.Clone(out.Items[i].Marks)
		r.Shuffle(len(out.Items[i].Marks), func(a, b int) {
			m := out.Items[i].Marks
			m[a], m[b] = m[b], m[a]
		})
	}
	r.Shuffle(len(out.Items), func(a, b int) { out.Items[a], out.Items[b] = out.Items[b], out.Items[a] })
	out.Links = slices.Clone(in.Links)
	r.Shuffle(len(out.Links), func(a, b int) { out.Links[a], out.Links[b] = out.Links[b], out.Links[a] })
	return out
}

func TestOrderDuplicatesAndListingChangeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range []*pkg{vendorDecoy(), stripped(true), architects()} {
		want := p.run(t)
		for range 5 {
			assert.Equal(t, want, Attribute(shuffled(p.input(t), r)))
		}
		in := p.input(t)
		for i := range in.Items[1:6] {
			copied := in.Items[i+1]
			copied.ID, copied.SameAs = fmt.Sprintf("0.%d", 1000+i), copied.ID
			in.Items = append(in.Items, copied)
		}
		assert.Equal(t, want, Attribute(in), "duplicates")
		in = p.plant(mark(name("somebody"), evidence.ClassListing, evidence.RoleMentioned)).plant(mark(name("kabuto"), evidence.ClassListing, evidence.RoleMentioned)).input(t)
		assert.Equal(t, want, Attribute(in), "listing")
	}
}
