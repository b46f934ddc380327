package attribution

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func (p *pkg) decide(t testing.TB, list ...Decision) Attribution {
	t.Helper()
	in := p.input(t)
	in.Decisions = list
	a := Attribute(in)
	sound(t, a)
	require.Len(t, a.Decisions, len(list))
	plain := p.run(t)
	assert.Equal(t, plain.outcome(), a.Undecided, "what would be without decisions")
	return a
}

func about(k DecisionKind, list ...string) Decision { return Decision{Kind: k, About: list} }

func faultless(t testing.TB, a Attribution) {
	t.Helper()
	for _, d := range a.Decisions {
		assert.Empty(t, d.Faults, "%v", d)
		assert.NotEmpty(t, d.Matched, "%v", d)
	}
}

func ids(a Attribution) []string {
	var out []string
	for _, c := range a.Candidates {
		out = append(out, c.ID)
	}
	return out
}

func TestAcceptingAddsNothing(t *testing.T) {
	p := vendorDecoy()
	want := p.run(t)
	a := p.decide(t, about(DecisionAccept, "HINODE"), about(DecisionAccept, "domain:kabuto.example"))
	faultless(t, a)
	assert.True(t, candidate(a, "hinode").Confirmed)
	assert.Equal(t, want.Verdict, a.Verdict)
	require.Equal(t, len(want.Candidates), len(a.Candidates))
	for i, c := range want.Candidates {
		assert.Equal(t, c.Probability, a.Candidates[i].Probability, c.ID)
		assert.Equal(t, c.Score, a.Candidates[i].Score, c.ID)
		assert.Equal(t, c.Evidence, a.Candidates[i].Evidence, c.ID)
	}
}

// Who nobody can name may be named by a person, and then weighs as one whom the
// package names.
func TestNamingWhoOnlyHostsShow(t *testing.T) {
	host := evidence.Key{Kind: evidence.KeyHost, Value: "aoba.local"}
	p := newPkg()
	for i := range 8 {
		p.file("", mark(host, evidence.ClassHostPath, evidence.RoleHolder), mark(name(fmt.Sprintf("shop %d", i)), evidence.ClassMention, evidence.RoleMentioned))
	}
	before := p.run(t)
	require.Equal(t, "host:aoba.local", before.Candidates[0].ID)
	require.NotEqual(t, VerdictIdentified, before.Verdict)
	a := p.decide(t, Decision{Kind: DecisionAccept, About: []string{"aoba.local"}, Name: "Aoba Printing"})
	faultless(t, a)
	assert.Equal(t, "Aoba Printing", a.Candidates[0].Name)
	assert.Equal(t, before.Candidates[0].Evidence[0].Value, a.Candidates[0].Evidence[0].Value)
	// A host and a domain of the same marks weigh the same.
	q := newPkg()
	for i := range 8 {
		q.file("", mark(domain("aoba.example"), evidence.ClassHostPath, evidence.RoleHolder), mark(name(fmt.Sprintf("shop %d", i)), evidence.ClassMention, evidence.RoleMentioned))
	}
	assert.Equal(t, q.run(t).Candidates[0].Probability, a.Candidates[0].Probability)

	a = vendorDecoy().decide(t, Decision{Kind: DecisionAccept, About: []string{"hinode"}, Name: "Somebody Else"})
	assert.Equal(t, []Fault{{Entry: "Somebody Else", Why: "domain:hinode.example has a name already: hinode"}}, a.Decisions[0].Faults)
}

func TestRejectedMarksAreLeftOut(t *testing.T) {
	p := vendorDecoy()
	for range 3 {
		p.file("", mark(name("tanaka taro"), evidence.ClassAuthorship, evidence.RoleNone), mark(name("hinode"), evidence.ClassRecipient, evidence.RoleRecipient))
	}
	require.Contains(t, ids(p.run(t)), "name:tanaka taro")
	a := p.decide(t, about(DecisionReject, "Tanaka  Taro"))
	faultless(t, a)
	assert.Equal(t, []string{"name:tanaka taro"}, a.Decisions[0].Matched)
	assert.NotContains(t, ids(a), "name:tanaka taro")
	// As if the marks had never been found.
	q := vendorDecoy()
	for range 3 {
		q.file("", mark(name("hinode"), evidence.ClassRecipient, evidence.RoleRecipient))
	}
	want := q.run(t)
	a.Decisions, a.Undecided = nil, nil
	assert.Equal(t, want, a)
}

func TestMerging(t *testing.T) {
	p := newPkg()
	p.record(evidence.Organisation{ID: "test:a", Name: "Asahina Holdings", Domains: []string{"asahina.example"}})
	p.record(evidence.Organisation{ID: "test:b", Name: "Brightwell", Domains: []string{"brightwell.example"}})
	for range 4 {
		p.internalMail("asahina.example")
		p.internalMail("brightwell.example")
	}
	for i := range 3 {
		p.mail(fmt.Sprintf("v%d.example", i), "brightwell.example")
	}
	p.links = append(p.links, evidence.Link{A: domain("asahina.example"), B: domain("brightwell.example"), Bits: -20, Why: "two registry numbers"})
	p.claim = &Claim{Text: "Brightwell", Keys: []evidence.Key{domain("brightwell.example")}, Orgs: []string{"test:b"}}
	require.Subset(t, ids(p.run(t)), []string{"test:a", "test:b"}, "two records and a veto keep them apart")
	a := p.decide(t, about(DecisionMerge, "test:a", "brightwell.example"))
	faultless(t, a)
	assert.Equal(t, []string{"test:a", "test:b"}, a.Decisions[0].Matched)
	assert.NotContains(t, ids(a), "test:b")
	require.Equal(t, "test:a", a.Candidates[0].ID, "the first has the say in who it is")
	assert.Equal(t, []evidence.Key{domain("asahina.example"), domain("brightwell.example")}, a.Candidates[0].Keys)
	assert.Contains(t, a.Candidates[0].Linked, "brightwell.example: a person says that they are one organisation")
	assert.Equal(t, "test:a", a.Claim.Candidate, "who claims the one claims the whole")
	// Both sets of marks are weighed as one organisation's, and as nothing more.
	q := newPkg()
	q.record(evidence.Organisation{ID: "test:a", Name: "Asahina Holdings", Domains: []string{"asahina.example", "brightwell.example"}})
	for range 4 {
		q.internalMail("asahina.example")
		q.internalMail("brightwell.example")
	}
	for i := range 3 {
		q.mail(fmt.Sprintf("v%d.example", i), "brightwell.example")
	}
	assert.Equal(t, q.run(t).Candidates[0].Score, a.Candidates[0].Score)

	// Where no record does, the first candidate named says what it is called.
	q = newPkg()
	q.file("", mark(name("smaller works"), evidence.ClassIssuer, ""))
	for range 3 {
		q.file("", mark(domain("bigger.example"), evidence.ClassIssuer, ""), mark(name("bigger"), evidence.ClassIssuer, ""))
	}
	a = q.decide(t, about(DecisionMerge, "smaller works", "bigger", "bigger.example"))
	faultless(t, a)
	assert.Equal(t, []string{"name:smaller works"}, ids(a))
	assert.Equal(t, "smaller works", a.Candidates[0].Name)
	assert.Equal(t, []string{"bigger.example"}, a.Candidates[0].Domains)

	a = p.decide(t, about(DecisionMerge, "test:a", "asahina.example"))
	assert.Equal(t, "is one candidate already", a.Decisions[0].Faults[0].Why)
}

func TestSplitting(t *testing.T) {
	p := vendorDecoy()
	p.internalMail("sub.example")
	p.internalMail("sub.example")
	for range 2 {
		it := p.file("", mark(domain("sub.example"), evidence.ClassIssuer, evidence.RoleIssuer), mark(domain("hinode.example"), evidence.ClassIssuer, evidence.RoleIssuer))
		it.Links = []evidence.Link{{A: domain("sub.example"), B: name("hinode"), Bits: 12, Why: "one signature"}, {A: domain("sub.example"), B: name("hinode"), Bits: 8, Why: "another"}}
	}
	require.NotContains(t, ids(p.run(t)), "domain:sub.example", "it was linked")
	a := p.decide(t, Decision{Kind: DecisionSplit, About: []string{"hinode.example"}, Off: []string{"SUB.example"}})
	faultless(t, a)
	require.Contains(t, ids(a), "domain:sub.example")
	for _, c := range a.Candidates {
		if c.ID == "domain:sub.example" {
			assert.Equal(t, []evidence.Key{domain("sub.example")}, c.Keys)
			assert.Empty(t, c.PossiblySame)
		}
		if c.ID == "domain:hinode.example" {
			assert.NotContains(t, c.Keys, domain("sub.example"))
		}
	}
	// What was split off can be decided on in the same breath.
	a = p.decide(t, Decision{Kind: DecisionSplit, About: []string{"hinode.example"}, Off: []string{"sub.example"}}, about(DecisionMerge, "kabuto", "sub.example"))
	faultless(t, a)
	assert.Contains(t, candidate(a, "kabuto").Keys, domain("sub.example"))
	// But not brought back by another way.
	a = p.decide(t, Decision{Kind: DecisionSplit, About: []string{"hinode.example"}, Off: []string{"sub.example"}},
		about(DecisionMerge, "kabuto", "sub.example"), about(DecisionMerge, "kabuto", "hinode"))
	assert.Empty(t, a.Decisions[1].Faults)
	assert.Equal(t, []Fault{{Entry: "kabuto, hinode", Why: "are kept apart by a split"}}, a.Decisions[2].Faults)

	for _, c := range []struct {
		off   []string
		fault Fault
	}{
		{[]string{"kabuto.example"}, Fault{Entry: "kabuto.example", Why: "is no name or domain of domain:hinode.example", Nearest: []string{"sub.example"}}},
		{[]string{"hinode", "hinode.example", "sub.example"}, Fault{Entry: "hinode, hinode.example, sub.example", Why: "is all there is of domain:hinode.example: nothing would be left"}},
		{nil, Fault{Why: "does not say what is split off"}},
	} {
		a := p.decide(t, Decision{Kind: DecisionSplit, About: []string{"hinode"}, Off: c.off})
		assert.Equal(t, []Fault{c.fault}, a.Decisions[0].Faults)
	}
}

// A record that lists both sides stays with what is left of it.
func TestSplittingWhatTheCatalogueJoined(t *testing.T) {
	p := newPkg()
	p.record(evidence.Organisation{ID: "test:a", Name: "Asahina", Domains: []string{"asahina.example", "sold.example"}})
	for range 3 {
		p.internalMail("asahina.example")
		p.internalMail("sold.example")
	}
	require.Equal(t, []string{"test:a"}, ids(p.run(t)))
	a := p.decide(t, Decision{Kind: DecisionSplit, About: []string{"test:a"}, Off: []string{"sold.example"}})
	faultless(t, a)
	assert.ElementsMatch(t, []string{"test:a", "domain:sold.example"}, ids(a))
}

func TestPlantedMarksCountForNothing(t *testing.T) {
	p := vendorDecoy()
	planted := p.file("", mark(name("scapegoat"), evidence.ClassInternalMail, evidence.RoleHolder))
	planted.Path = []string{"p.zip", "docs/minutes.docx"}
	id := planted.ID
	p.items = append(p.items, evidence.Item{ID: id + ".0", Parent: id, Path: []string{"p.zip", "docs/minutes.docx", "logo.png"}, Origin: evidence.OriginEmbedded,
		Status: evidence.StatusRead, Marks: []evidence.Mark{mark(name("scapegoat"), evidence.ClassLogo, evidence.RoleNone)}})
	p.items = append(p.items, evidence.Item{ID: "0.900", Parent: "0", Path: []string{"p.zip", "copy.docx"}, Origin: evidence.OriginEntry, Status: evidence.StatusRead, SameAs: id})
	require.Contains(t, ids(p.run(t)), "name:scapegoat")
	for _, entry := range []string{id, "docs/minutes.docx", "minutes.docx", "docs/*.docx", "**/minutes.*", "m?nutes.docx", "docs", "0.900", "copy.docx"} {
		t.Run(entry, func(t *testing.T) {
			list := []string{entry}
			if entry == "docs" {
				a := p.decide(t, about(DecisionPlanted, entry))
				assert.NotEmpty(t, a.Decisions[0].Faults, "a folder is no item; its files are")
				list = []string{"docs/**"}
			}
			a := p.decide(t, about(DecisionPlanted, list...))
			faultless(t, a)
			assert.NotContains(t, ids(a), "name:scapegoat")
		})
	}
	a := p.decide(t, about(DecisionPlanted, "minuets.docx"))
	assert.Equal(t, []Fault{{Entry: "minuets.docx", Why: "is no file of the package", Nearest: []string{"minutes.docx"}}}, a.Decisions[0].Faults)
}

func TestIrrelevantFilesAreNotThere(t *testing.T) {
	p := vendorDecoy()
	n := len(p.items)
	for i := range 5 {
		it := p.file("", mark(name("kabuto"), evidence.ClassIssuer, evidence.RoleIssuer))
		it.Path = []string{"p.zip", fmt.Sprintf("old/%d.txt", i)}
		it.Status = evidence.StatusNotRead
	}
	a := p.decide(t, about(DecisionIrrelevant, "old/**"))
	faultless(t, a)
	assert.Len(t, a.Decisions[0].Matched, 5)
	q := vendorDecoy()
	require.Len(t, q.items, n)
	want := q.run(t)
	a.Decisions, a.Undecided = nil, nil
	assert.Equal(t, want, a)
}

func TestIrrelevantCopiesOfWhatLiesElsewhereStay(t *testing.T) {
	p := newPkg()
	first := p.file("", mark(name("hinode"), evidence.ClassIssuer, evidence.RoleIssuer))
	first.Path = []string{"p.zip", "backup/a.txt"}
	id := first.ID
	again := p.file("")
	again.SameAs, again.Path = id, []string{"p.zip", "docs/a.txt"}
	a := p.decide(t, about(DecisionIrrelevant, "backup/**"))
	faultless(t, a)
	assert.Equal(t, []string{"name:hinode"}, ids(a))
	a = p.decide(t, about(DecisionIrrelevant, "backup/**", "docs/**"))
	assert.Empty(t, ids(a))
	assert.Equal(t, VerdictNoEvidence, a.Verdict)
	a = p.decide(t, about(DecisionIrrelevant, "*"))
	assert.Equal(t, []string{"0.0", "0.1"}, a.Decisions[0].Matched, "the package itself is not meant")
}

func TestWhatADecisionNamesInVain(t *testing.T) {
	p := vendorDecoy()
	p.file("", mark(name("hinode works"), evidence.ClassIssuer, evidence.RoleIssuer))
	a := p.decide(t, about(DecisionReject, "hinod", "kabuto"), about(DecisionAccept, "quite another name"), about(DecisionReject), about(DecisionPlanted))
	assert.Equal(t, []string{"domain:kabuto.example"}, a.Decisions[0].Matched)
	assert.Equal(t, "hinod", a.Decisions[0].Faults[0].Entry)
	assert.Equal(t, "is no candidate", a.Decisions[0].Faults[0].Why)
	assert.Equal(t, "hinode", a.Decisions[0].Faults[0].Nearest[0])
	assert.Empty(t, a.Decisions[1].Faults[0].Nearest)
	assert.Equal(t, []Fault{{Why: "names no candidate"}}, a.Decisions[2].Faults)
	assert.Equal(t, []Fault{{Why: "names no file"}}, a.Decisions[3].Faults)
	a = p.decide(t, about(DecisionReject, "kabuto"), about(DecisionAccept, "kabuto.example"))
	assert.Equal(t, "is accepted and rejected (decisions 1 and 2)", a.Decisions[1].Faults[0].Why)

	q := newPkg()
	q.record(evidence.Organisation{ID: "test:1", Name: "Asahi"})
	q.record(evidence.Organisation{ID: "test:2", Name: "ASAHI"})
	one, two := mark(domain("a.example"), evidence.ClassIssuer, ""), mark(domain("b.example"), evidence.ClassIssuer, "")
	one.Org, two.Org = "test:1", "test:2"
	q.file("", one)
	q.file("", two)
	a = q.decide(t, about(DecisionReject, "Asahi"))
	assert.Equal(t, []Fault{{Entry: "Asahi", Why: "means several candidates", Nearest: []string{"test:1", "test:2"}}}, a.Decisions[0].Faults)
	a = q.decide(t, about(DecisionReject, "test:2"))
	faultless(t, a)
}

// The order of decisions and of items does not show.
func TestDecisionsInAnyOrder(t *testing.T) {
	p := vendorDecoy()
	p.internalMail("sub.example")
	for range 3 {
		p.file("", mark(name("tanaka"), evidence.ClassAuthorship, ""))
	}
	list := []Decision{about(DecisionMerge, "hinode", "sub.example"), about(DecisionReject, "tanaka"), about(DecisionAccept, "kabuto"), about(DecisionPlanted, "0.1")}
	want := p.decide(t, list...)
	faultless(t, want)
	slices.Reverse(list)
	slices.Reverse(p.items[1:])
	got := p.decide(t, list...)
	slices.Reverse(got.Decisions)
	assert.Equal(t, want, got)
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"a.txt", "a.txt", true}, {"a.txt", "x/y/a.txt", true}, {"a.txt", "ba.txt", false}, {"a.txt", "a.txt/b", false},
		{"*.txt", "x/a.txt", true}, {"*", "x/a", true}, {"x/*", "x/a", true}, {"x/*", "x/a/b", false}, {"x/**", "x/a/b", true}, {"x/**", "x", false},
		{"**/b", "b", true}, {"**/b", "a/c/b", true}, {"a/**/b", "a/b", true}, {"a/**/b", "a/x/y/b", true}, {"a > b.zip > *", "a/b.zip/c", true},
		{"a?c", "abc", true}, {"a?c", "a/c", false}, {"a?c", "ac", false}, {"?", "あ", true}, {"[a]", "[a]", true}, {"[a]", "a", false}, {"a.b", "axb", false},
		{`x\a.txt`, "x/a.txt", true}, {"/x/a", "x/a", true}, {"", "", false}, {"", "a", false}, {"/", "a", false}, {"\u304c.txt", "\u304c.txt", true}, {"\u304b\u3099.txt", "\u304c.txt", true}, {"\xff", "a", false},
	} {
		assert.Equal(t, c.want, pattern(c.pattern)(c.path), "%s %s", c.pattern, c.path)
	}
	long := make([]byte, maxPattern)
	for i := range long {
		long[i] = 'a'
	}
	assert.True(t, pattern(string(long))(string(long)))
	assert.False(t, pattern(string(long)+"a")(string(long)+"a"))
}

func TestFaultsInWords(t *testing.T) {
	for want, f := range map[string]Fault{
		`"a\"b" is no candidate; did you mean "ab" or "a"?`: {Entry: `a"b`, Why: "is no candidate", Nearest: []string{"ab", "a"}},
		`"a" means several candidates: "x:1", "x:2"`:        {Entry: "a", Why: several, Nearest: []string{"x:1", "x:2"}},
		`"a" is no file of the package`:                     {Entry: "a", Why: "is no file of the package"},
		`names no file`:                                     {Why: "names no file"},
	} {
		assert.Equal(t, want, f.String())
	}
}

func TestBoundsOfDecisions(t *testing.T) {
	p := vendorDecoy()
	for range MaxMatched {
		p.file("")
	}
	in := p.input(t)
	n := len(in.Items) - 1 // the package itself is no file of it
	var list []string
	for i := range MaxPatterns {
		list = append(list, fmt.Sprintf("*%d*", i%10))
	}
	in.Decisions = []Decision{about(DecisionIrrelevant, "**"), about(DecisionPlanted, list[1:]...)}
	a := Attribute(in)
	assert.Len(t, a.Decisions[0].Matched, MaxMatched)
	assert.Equal(t, n, MaxMatched+a.Decisions[0].More)
	assert.Empty(t, a.Decisions[1].Faults)
	in.Decisions[1].About = list
	assert.Equal(t, []Fault{{Entry: "*9*", Why: "is one pattern too many: 500 are followed"}}, Attribute(in).Decisions[1].Faults)

	in.Decisions = nil
	for i := range MaxDecisions + 1 {
		in.Decisions = append(in.Decisions, about(DecisionReject, fmt.Sprintf("hinode%d", i)))
	}
	a = Attribute(in)
	require.Len(t, a.Decisions, MaxDecisions)
	helped := 0
	for _, d := range a.Decisions {
		if len(d.Faults[0].Nearest) > 0 {
			helped++
		}
	}
	assert.Equal(t, maxHelped, helped)
}

func TestGroupsOfKeys(t *testing.T) {
	g := groups{}
	g.unite(nil)
	for i := range 50 {
		g.unite([]evidence.Key{name(fmt.Sprint(i)), name(fmt.Sprint(i + 1))})
	}
	g.unite([]evidence.Key{name("x"), name("y"), name("z")})
	assert.Equal(t, g.root(name("0")), g.root(name("50")))
	assert.NotEqual(t, g.root(name("x")), g.root(name("50")))
	assert.True(t, g.meet(g.roots([]evidence.Key{name("7")}), []evidence.Key{name("q"), name("44")}))
	assert.False(t, g.meet(g.roots([]evidence.Key{name("7"), name("y")}), []evidence.Key{name("q")}))
}
