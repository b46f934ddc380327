package fingerprints_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/templates"
)

var set = fingerprints.New(catalogue.Empty())

func item() *evidence.Item {
	return &evidence.Item{ID: "0.1.1", Parent: "0.1", Path: []string{"package.zip", "inner.zip", "file.bin"}}
}

func text(v string) evidence.Fact { return evidence.Fact{Kind: evidence.FactText, Value: v} }

func meta(name, v string) evidence.Fact {
	return evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: v}
}

// shown writes marks as "kind:value class role zone".
func shown(f fingerprints.Found) []string {
	var out []string
	for _, m := range f.Marks {
		out = append(out, fmt.Sprintf("%s:%s %s %s %s", m.Key.Kind, m.Key.Value, m.Class, m.Role, m.At.Zone))
	}
	return out
}

func linked(f fingerprints.Found) []string {
	var out []string
	for _, l := range f.Links {
		out = append(out, fmt.Sprintf("%s %s %+g", l.A.Value, l.B.Value, l.Bits))
	}
	return out
}

func TestQuotationTellsIssuerFromRecipient(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("御見積書\n\n" +
		"北野商事株式会社 御中                          南山システム株式会社\n" +
		"情報システム部                                 〒100-0001 東京都港区南山1-2-3\n" +
		"                                               TEL 03-0000-0000  FAX 03-0000-0001\n" +
		"                                               登録番号 T8700110005901\n" +
		"                                               https://www.minamiyama.example/\n\n" +
		"品名    数量\n")})
	assert.ElementsMatch(t, []string{
		"name:北野商事 recipient recipient addressee",
		"name:南山システム issuer issuer issuer",
		"registry:jp-corporate-number:8700110005901 issuer issuer issuer",
		"domain:minamiyama.example issuer issuer issuer",
	}, shown(f))
	assert.Subset(t, linked(f), []string{"minamiyama.example 南山システム +4", "北野商事 南山システム -10", "minamiyama.example 北野商事 -10"})
	for _, l := range linked(f) {
		assert.NotContains(t, l, "北野商事 +", l)
	}
	require.Len(t, f.Names, 3, "two names and the domain")
}

func TestQuotationInOneColumn(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("見積書\n北野商事株式会社\n調達部 御中\n\n南山システム株式会社\n東京都港区南山1-2-3\nTEL: 03-0000-0000\n")})
	assert.ElementsMatch(t, []string{
		"name:北野商事 recipient recipient addressee",
		"name:南山システム issuer issuer issuer",
	}, shown(f))
}

func TestInvoiceInEnglish(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("INVOICE\n\nSouthhill Systems Ltd.\n12 Mill Street, Southhill\nPhone: +44 20 0000 0000\nEmail: sales@southhill.example\n\n" +
		"Bill to:\nNorthfield Trading Inc.\n5 North Road\n\nThe goods of Westbrook GmbH are excluded.\n")})
	got := shown(f)
	assert.Contains(t, got, "name:southhill systems issuer issuer issuer")
	assert.Contains(t, got, "name:northfield trading recipient recipient addressee")
	assert.Contains(t, got, "domain:southhill.example issuer issuer issuer")
	assert.Contains(t, got, "name:westbrook mention mentioned body")
}

func TestProperties(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{meta("ooxml:Company", "Northfield"), meta("ooxml:Application", "Microsoft Excel"),
		meta("ooxml:creator", "tanaka@northfield.example"), meta("msip:SiteId", "3f2a9c10-77ab-4d1e-9b54-0c1d2e3f4a5b"),
		meta("ooxml:AttachedTemplate", `file:///\\northfs01\templates\quote.dotx`)})
	assert.ElementsMatch(t, []string{
		"name:northfield authorship issuer property",
		"domain:northfield.example authorship issuer property",
		"tenant:3f2a9c10-77ab-4d1e-9b54-0c1d2e3f4a5b tenant holder property",
		"host:northfs01 host-path holder path",
	}, shown(f))
	assert.Equal(t, []string{"northfield.example northfield +8"}, linked(f))
}

func TestDataConnections(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{meta("ooxml:DataConnection", "Provider=SQLOLEDB;Data Source=sql01.northfield.local;Initial Catalog=x"),
		meta("ole:DataConnection", `DRIVER=SQL Server;SERVER=tcp:erpdb07\\prod,1433;UID=a`), meta("odf:DataServer", "erp.northfield.example"),
		meta("ooxml:PersonId", "hanako@northfield.example"), meta("ooxml:SavedPath", `\\northfs02\sales\2021\`), meta("ole:DataConnection", "Server=localhost;x=1")})
	assert.ElementsMatch(t, []string{
		"host:northfield.local host-path holder property",
		"host:erpdb07 host-path holder property",
		"domain:northfield.example host-path holder property",
		"domain:northfield.example authorship issuer property",
		"host:northfs02 host-path holder path",
	}, shown(f))
}

func TestMail(t *testing.T) {
	in := set.Match(item(), []evidence.Fact{meta("mail:From", "A <a@northfield.example>"), meta("mail:To", "b@northfield.example, c@mail.northfield.example")})
	assert.Equal(t, []string{"domain:northfield.example internal-mail holder property"}, shown(in))

	out := set.Match(item(), []evidence.Fact{meta("mail:From", `"Sato, Southhill Systems Ltd." <sato@southhill.example>`), meta("mail:To", "b@northfield.example"), meta("mail:Cc", "x@gmail.com")})
	assert.ElementsMatch(t, []string{"domain:southhill.example external-mail issuer property", "domain:northfield.example external-mail recipient property"}, shown(out))
	assert.Contains(t, linked(out), "northfield.example southhill.example -10")
	assert.Contains(t, linked(out), "southhill.example southhill systems +8")
}

func TestMailClientOnScreenshot(t *testing.T) {
	var facts []evidence.Fact
	for i, line := range []string{"差出人: 田中 <tanaka@kitano.example>", "宛先: sato@kitano.example", "件名: 予算"} {
		f := evidence.Fact{Kind: evidence.FactOCR, Value: line, At: evidence.Locator{Page: 1, Confidence: 0.8}}
		f.Words = []evidence.Word{{Text: line, End: len(line), Box: evidence.Box{X: 100, Y: 300 + 40*i, W: 600, H: 20}, Confidence: 0.8, Block: i}}
		facts = append(facts, f)
	}
	var internal *evidence.Mark
	f := set.Match(item(), facts)
	for i := range f.Marks {
		if f.Marks[i].Class == evidence.ClassInternalMail {
			internal = &f.Marks[i]
		}
	}
	require.NotNil(t, internal)
	assert.Equal(t, []string{"domain:kitano.example internal-mail holder body"}, shown(f))
	assert.Equal(t, "kitano.example", internal.Key.Value)
	assert.InDelta(t, 0.8, internal.Quality, 1e-9)
	assert.Equal(t, 100, internal.At.Box.X)
}

func TestAddressBar(t *testing.T) {
	line := "https://portal.kitano.example/top"
	f := set.Match(item(), []evidence.Fact{{Kind: evidence.FactOCR, Value: line, At: evidence.Locator{Page: 1},
		Words: []evidence.Word{{Text: line, End: len(line), Box: evidence.Box{X: 90, Y: 40, W: 500, H: 18}, Confidence: 0.9}}}})
	assert.Contains(t, shown(f), "domain:kitano.example host-path holder address-bar")
}

func TestMarginsAndNotices(t *testing.T) {
	footer := text("南山システム株式会社 社外秘")
	footer.At.Zone = evidence.ZoneFooter
	f := set.Match(item(), []evidence.Fact{footer, text("本文\n\n© 2020 Northfield Trading Inc. All rights reserved\n")})
	got := shown(f)
	require.Len(t, got, 2)
	assert.Contains(t, got[0], "name:南山システム header-footer issuer")
	assert.Equal(t, "name:northfield trading header-footer issuer notice", got[1])
}

func TestListingCountsForTheClaimOnly(t *testing.T) {
	it := &evidence.Item{ID: "0.0", Parent: "0", Path: []string{"p.zip", "readme.txt"}}
	f := set.Match(it, []evidence.Fact{text("Northfield Trading Inc. leaked data. 20 GB of data, auction, pay in bitcoin. http://abcdef.onion")})
	require.NotEmpty(t, f.Marks)
	for _, m := range f.Marks {
		assert.Equal(t, evidence.ClassListing, m.Class)
	}
	it = &evidence.Item{ID: "0.2", Parent: "0", Path: []string{"p.zip", "Northfield Trading Inc/Westbrook GmbH quote.txt"}}
	assert.ElementsMatch(t, []string{"name:northfield trading listing mentioned name", "name:westbrook mention mentioned name"}, shown(set.Match(it, nil)))
}

func TestSecondPassFindsBareForms(t *testing.T) {
	facts := []evidence.Fact{text("Northfield Trading Inc. and later Northfield Trading alone")}
	first := set.Match(item(), facts)
	second := set.Extend(first.Names)
	marks := second.Rematch(item(), facts)
	require.Len(t, marks, 1)
	assert.Equal(t, "northfield trading", marks[0].Key.Value)
	assert.Equal(t, 1, marks[0].Count)
	assert.Empty(t, set.Rematch(item(), facts))
}

func TestEqualMarksAreCounted(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text(strings.Repeat("We like Northfield Trading Inc. very much.\n", 7))})
	require.Len(t, f.Marks, 1)
	assert.Equal(t, 7, f.Marks[0].Count)
}

func TestMaxMarks(t *testing.T) {
	for _, n := range []int{fingerprints.MaxMarks - 1, fingerprints.MaxMarks, fingerprints.MaxMarks + 1} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "firm%d.example\n", i)
		}
		found := set.Match(item(), []evidence.Fact{text(b.String())})
		assert.Len(t, found.Marks, min(n, fingerprints.MaxMarks))
		assert.Equal(t, max(0, n-fingerprints.MaxMarks), found.Dropped)
	}
}

// The fields of signatures and annotations of PDF.
func TestFieldsOfPDF(t *testing.T) {
	for field, want := range map[string][]string{
		"pdf:SignerOrganisation=Northfield Trading Inc.":           {"name:northfield trading authorship issuer property"},
		"pdf:SignatureContact=ann@northfield.example":              {"domain:northfield.example authorship issuer property"},
		"pdf:AnnotationAuthor=Ann (Northfield Trading Inc.)":       {"name:northfield trading mention mentioned property"},
		"pdf:Link=https://www.northfield.example/shop":             {"domain:northfield.example mention mentioned property"},
		"pdf:LinkedFile=\\\\northfieldfs01\\share\\price list.xls": {"host:northfieldfs01 host-path holder path"},
	} {
		name, value, _ := strings.Cut(field, "=")
		f := evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value, Source: "page 1"}
		assert.ElementsMatch(t, want, shown(set.Match(item(), []evidence.Fact{f})), field)
	}
}

func TestLinksBySpelling(t *testing.T) {
	mark := func(k evidence.KeyKind, v string) evidence.Mark {
		return evidence.Mark{Key: evidence.Key{Kind: k, Value: v}, Value: v}
	}
	var got []string
	for _, l := range set.Links([]evidence.Mark{mark(evidence.KeyName, "northfield"), mark(evidence.KeyDomain, "northfield.example"), mark(evidence.KeyHost, "northfieldfs01"),
		mark(evidence.KeyName, "southhill data systems"), mark(evidence.KeyDomain, "sds.example"), mark(evidence.KeyDomain, "other.example")}) {
		got = append(got, fmt.Sprintf("%s %s %+g", l.A.Value, l.B.Value, l.Bits))
	}
	assert.ElementsMatch(t, []string{"northfield.example northfield +7", "northfield.example northfieldfs01 +7", "northfieldfs01 northfield +7", "sds.example southhill data systems +4"}, got)
}

func TestClaim(t *testing.T) {
	keys, _ := set.Claim("Northfield Trading Inc.")
	assert.Equal(t, []evidence.Key{{Kind: evidence.KeyName, Value: "northfield trading"}}, keys)
	keys, _ = set.Claim("https://www.northfield.example/x")
	assert.Equal(t, []evidence.Key{{Kind: evidence.KeyDomain, Value: "northfield.example"}}, keys)
	keys, _ = set.Claim(" ")
	assert.Empty(t, keys)
}

func TestClusterOfQuotations(t *testing.T) {
	quote := func(i int) templates.Signature {
		return set.Signature(nil, []evidence.Fact{text(fmt.Sprintf("御見積書 No. %d\n北野商事株式会社 御中\n下記のとおり御見積申し上げます。ご検討のほどよろしくお願い申し上げます。\n有効期限: 発行日より%d日間\n支払条件: 月末締め翌月末払い\n品名: 部品%c\n合計金額: %d円\n備考: 消費税は別途申し受けます。納期は別途ご相談ください。", i, 30+i, 'A'+rune(i), 1000*i))})
	}
	other := set.Signature(nil, []evidence.Fact{text("The minutes of the meeting on the plan of the plant in the north, with all the people who were there and what they said of it.")})
	got := fingerprints.Cluster([]templates.Signature{quote(1), other, quote(2), quote(3), {}, {}})
	assert.Equal(t, []string{"g1", "", "g1", "g1", "", ""}, got)
}

func TestLongTextTakesSeconds(t *testing.T) {
	line := "北野商事株式会社 御中 The plan of Northfield Trading Inc. at https://www.northfield.example/ is in \\\\fs01\\share\n"
	var facts []evidence.Fact
	for range 4 {
		facts = append(facts, text(strings.Repeat(line, 1<<20/len(line))))
	}
	start := time.Now()
	set.Match(item(), facts)
	assert.Less(t, time.Since(start), 60*time.Second)
	t.Log(time.Since(start))
}

func FuzzMatch(f *testing.F) {
	f.Add("北野商事株式会社 御中\nTEL 03", "mail:From", false)
	f.Add("From: a@b.example\nTo: c@d.example", "ooxml:Company", true)
	f.Fuzz(func(t *testing.T, s, name string, ocr bool) {
		fact := text(s)
		if ocr {
			fact.Kind = evidence.FactOCR
			fact.Words = []evidence.Word{{Text: s, End: len(s), Box: evidence.Box{W: 10, H: 5}, Confidence: 0.5}}
		}
		facts := []evidence.Fact{fact, meta(name, s)}
		for _, m := range set.Match(item(), facts).Marks {
			assert.NotEmpty(t, m.Key.Value)
			assert.NotEmpty(t, m.At.Zone)
			assert.NotEmpty(t, m.Why)
			assert.True(t, m.Quality > 0 && m.Quality <= 1)
			assert.LessOrEqual(t, len([]rune(m.Snippet)), 160)
		}
		set.Signature(item(), facts)
	})
}

func TestClaimByTheShortNameOfARecord(t *testing.T) {
	c, err := catalogue.Read(strings.NewReader(`{"id":"x:harrow","name":"Harrow Industries, Inc.","domains":["harrow.example"]}`), "claim")
	require.NoError(t, err)
	keys, orgs := fingerprints.New(c).Claim("Harrow")
	assert.Equal(t, []string{"x:harrow"}, orgs)
	assert.Equal(t, []evidence.Key{{Kind: evidence.KeyName, Value: "harrow"}, {Kind: evidence.KeyName, Value: "harrow industries"},
		{Kind: evidence.KeyDomain, Value: "harrow.example"}}, keys)
}

func TestPlaceholderDomainsAreNobodys(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("proxy: http://proxy.example.co.jp:8080/ and someone@example.com, http://intra.example.net/ but www.kitano.example")})
	assert.Equal(t, []string{"domain:kitano.example mention mentioned body"}, shown(f))
}

// TestBodiesWithinPublicBodies: the sub-domain of a ministry names the bureau that the
// package calls by its initials.
func TestBodiesWithinPublicBodies(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("see www.nqb.north.gov and www.north.gov")})
	require.Len(t, f.Names, 2)
	assert.Equal(t, []string{"north.gov", "nqb.north.gov"}, []string{f.Names[0].Key.Value, f.Names[1].Key.Value})
	marks := set.Extend(f.Names).Rematch(item(), []evidence.Fact{text("a report of the NQB")})
	require.Len(t, marks, 1)
	assert.Equal(t, "nqb", marks[0].Key.Value)
	assert.InDelta(t, 0.9, marks[0].Quality, 1e-9)
}

func TestLinksBelowAClosingIssueNothing(t *testing.T) {
	f := set.Match(item(), []evidence.Fact{text("Best regards,\nNorth Works Ltd\nhttps://www.north.example/\ninfo@south.example\n")})
	assert.ElementsMatch(t, []string{"name:north works issuer issuer signature", "domain:north.example mention mentioned signature", "domain:south.example issuer issuer signature"}, shown(f))
}
