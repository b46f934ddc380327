package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

const sample = `{"id":"domain:aoba.example","name":"アオバ電機株式会社","aliases":["Aoba Electric Co., Ltd."],"domains":["www.AOBA.example"],"tenants":["0A1B2C3D-0000-4000-8000-00000000000f"],"country":"JP","kind":"company"}

# a remark
{"name":"Borealis Widgets GmbH","domains":["borealis.test"]}
{"name":"broken","country":"Japan"}
{"name":"No Such Field","site":"x"}
{"name":"Cedar Mills LLC"}
`

func TestReadKeepsGoodRows(t *testing.T) {
	c, err := Read(strings.NewReader(sample), "orgs.jsonl")
	require.ErrorIs(t, err, ErrRow)
	assert.ErrorContains(t, err, `orgs.jsonl:5: broken row: country "Japan"`)
	assert.ErrorContains(t, err, "orgs.jsonl:6: broken row: json: unknown field")
	assert.Equal(t, 3, c.Len())
	assert.Equal(t, []string{"domain:aoba.example"}, c.ByDomain("aoba.example"))
	assert.Equal(t, []string{"domain:aoba.example"}, c.ByName("アオバ電機"))
	assert.Equal(t, []string{"domain:aoba.example"}, c.ByName("aoba electric"))
	assert.Equal(t, []string{"domain:aoba.example"}, c.ByTenant("0a1b2c3d-0000-4000-8000-00000000000F"))
	assert.Equal(t, []string{"domain:borealis.test"}, c.ByName("borealis widgets"))
	o, ok := c.Org("name:cedar mills")
	assert.True(t, ok)
	assert.Equal(t, "Cedar Mills LLC", o.Name)
	var ids []string
	c.All(func(o evidence.Organisation) bool { ids = append(ids, o.ID); return true })
	assert.Equal(t, []string{"domain:aoba.example", "domain:borealis.test", "name:cedar mills"}, ids)
}

func TestMergeUnitesRecordsOfOneID(t *testing.T) {
	a, err := Read(strings.NewReader(`{"id":"domain:aoba.example","name":"Aoba","domains":["aoba.example"]}`), "a")
	require.NoError(t, err)
	b, err := Read(strings.NewReader(`{"id":"domain:aoba.example","name":"Aoba Electric","domains":["aoba.test"],"country":"JP"}`), "b")
	require.NoError(t, err)
	m := Merge(a, Empty(), b)
	o, ok := m.Org("domain:aoba.example")
	require.True(t, ok)
	assert.Equal(t, evidence.Organisation{ID: "domain:aoba.example", Name: "Aoba", Aliases: []string{"Aoba Electric"},
		Domains: []string{"aoba.example", "aoba.test"}, Country: "JP"}, o)
	assert.Equal(t, Merge(a, b).Version(), m.Version())
	assert.NotEqual(t, a.Version(), m.Version())
	assert.Equal(t, 1, a.Len())
}

func TestRowOfMaximalLength(t *testing.T) {
	for length, ok := range map[int]bool{maxRow - 1: true, maxRow: true, maxRow + 1: false} {
		head, tail := `{"id":"x:1","name":"`, `"}`
		line := head + strings.Repeat("n", length-len(head)-len(tail)-1) + tail + "\n"
		c, err := Read(strings.NewReader(line), "long")
		assert.Equal(t, ok, err == nil, length)
		assert.Equal(t, ok, c.Len() == 1, length)
	}
}

func TestDefault(t *testing.T) {
	c, err := Default()
	require.NoError(t, err)
	assert.GreaterOrEqual(t, c.Len(), 40_000)
	assert.Less(t, len(defaultPacked), 2<<20)
	assert.Regexp(t, `^2026-08-22-[0-9a-f]{12}$`, c.Version())
	bad := 0
	c.All(func(o evidence.Organisation) bool {
		if o.Name == "" || CheckRegistry(o.ID) != nil {
			bad++
		}
		return true
	})
	assert.Zero(t, bad)
}

// The names that the file brings along are those that Core makes.
func TestDefaultBringsItsCores(t *testing.T) {
	c, err := Default()
	require.NoError(t, err)
	assert.Equal(t, c.makeCores(), c.cores())
}

func TestUnpackCoresRefusesWhatDoesNotFit(t *testing.T) {
	orgs := []evidence.Organisation{{ID: "x:1", Name: "Aoba Ltd", Aliases: []string{"アオバ"}}}
	for text, ok := range map[string]bool{"aoba|\n": true, "aoba\n": false, "aoba|a|b\n": false, "aoba|": false, "": false} {
		got, err := unpackCores(text, orgs)
		assert.Equal(t, ok, err == nil, text)
		if ok {
			assert.Equal(t, [][]string{{"aoba", "アオバ"}}, got)
		}
	}
}

func TestClaimByShortName(t *testing.T) {
	c, err := Read(strings.NewReader(`{"id":"x:harrow","name":"Harrow Industries, Inc.","domains":["harrow.example"]}
{"id":"x:other","name":"Harrow Mills Ltd","domains":["harrowmills.example"]}
{"id":"x:plum","name":"Plum Ltd","domains":["plum.example"]}
{"id":"x:plumworks","name":"Plum Works Ltd","domains":["plum.test"]}
`), "claims")
	require.NoError(t, err)
	assert.Equal(t, []string{"x:harrow"}, c.ByClaim("Harrow"))
	assert.Equal(t, []string{"x:plum"}, c.ByClaim("Plum"))
	assert.Equal(t, []string{"x:plumworks"}, c.ByClaim("Plum Works"))
	assert.Empty(t, c.ByName("harrow"))
	assert.Empty(t, c.ByClaim("Nobody"))
}

// The bodies' own sites, as they give them: gsa.gov, state.gov, nist.gov, cisa.gov.
func TestPublicBodiesGoByTheirOwnDomain(t *testing.T) {
	c, err := Default()
	require.NoError(t, err)
	for d, name := range map[string]string{"gsa.gov": "General Services Administration", "state.gov": "Department of State", "dot.gov": "Department of Transportation",
		"nist.gov": "National Institute of Standards and Technology", "cisa.gov": "Cybersecurity and Infrastructure Security Agency"} {
		o, ok := c.Org("domain:" + d)
		require.True(t, ok, d)
		assert.Equal(t, name, o.Name)
		assert.Equal(t, d, o.Domains[0])
		assert.Equal(t, []string{"domain:" + d}, c.ByDomain(d))
	}
	o, _ := c.Org("domain:cisa.gov")
	assert.Equal(t, "domain:dhs.gov", o.Parent)
}

func TestSourcesHaveLicences(t *testing.T) {
	for _, s := range Sources() {
		assert.NotEmpty(t, s.Licence, s.Name)
		assert.Contains(t, Notice(), s.Name)
	}
	assert.Contains(t, Notice(), "Counsel")
}

// The National Tax Agency prints its own number and those of ministries; the
// first is the example of its page on the check digit.
func TestCorporateNumber(t *testing.T) {
	for _, n := range []string{"8700110005901", "7000012050002", "8000012010038"} {
		assert.True(t, CorporateNumber(n), n)
		assert.False(t, CorporateNumber("1"+n[1:]), n)
	}
	for _, n := range []string{"", "700001205000", "70000120500021", "7a00012050002"} {
		assert.False(t, CorporateNumber(n), n)
	}
}

// The first is the example of ISO 17442, the second GLEIF's own number.
func TestLEI(t *testing.T) {
	for _, n := range []string{"5493001KJTIIGC8Y1R12", "506700GE1G29325QX363"} {
		assert.True(t, LEI(n), n)
	}
	for _, n := range []string{"", "5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001kjtiigc8y1r12"} {
		assert.False(t, LEI(n), n)
	}
}

func TestBackgroundIsByCategory(t *testing.T) {
	for _, d := range []string{"schemas.openxmlformats.org", "w3.org", "purl.org", "microsoft.com", "adobe.com", "google.com"} {
		assert.GreaterOrEqual(t, Background(d), 0.3, d)
	}
	for _, d := range []string{"sample.example", "10.0.0.1", ""} {
		assert.Zero(t, Background(d), d)
	}
}

func TestMailProviders(t *testing.T) {
	for _, d := range []string{"gmail.com", "yahoo.co.jp", "nifty.com", "docomo.ne.jp", "ocn.ne.jp"} {
		assert.True(t, FreeMail(d), d)
	}
	assert.False(t, FreeMail("aoba.example"))
	assert.True(t, Disposable("mailinator.com"))
	assert.False(t, Disposable("aoba.example"))
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(sample[:120]))
	f.Add([]byte("\x00\xff{}\n[]\n{\"name\":1}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, _ := Read(strings.NewReader(string(b)), "fuzz")
		packed := []byte{}
		c.All(func(o evidence.Organisation) bool {
			require.NotEmpty(t, o.ID)
			packed = append(appendPacked(packed, &o), '\n')
			return true
		})
		_ = Merge(c, Empty()).Version()
	})
}

func TestPackedKeepsEveryField(t *testing.T) {
	for _, o := range []evidence.Organisation{
		{ID: "x:1", Name: "Aoba"},
		{ID: "x:2", Name: "Aoba | Sons", Aliases: []string{"青葉", "a\\b"}, Domains: []string{"aoba.example", "aoba.test"}, Tenants: []string{"0a1b2c3d-0000-4000-8000-00000000000f"},
			Registry: []string{"lei:5493001KJTIIGC8Y1R12"}, Country: "JP", Parent: "x:1", Kind: "company", Background: 0.3,
			Languages: []string{"", "ja"}, Uses: []evidence.DomainUse{evidence.UseMail | evidence.UseIntranet}, Hosts: []string{"aoba.local"}, Source: "GLEIF", Date: "2025-01-02"},
	} {
		got, err := ParseRecord(string(AppendRecord(nil, &o)))
		require.NoError(t, err)
		assert.Equal(t, o, got)
	}
	_, err := ParseRecord("x:1\tAoba" + strings.Repeat("\t", 10) + "9")
	assert.Error(t, err)
	_, err = ParseRecord("x:1\tAoba" + strings.Repeat("\t", 15))
	assert.Error(t, err)
}

func TestUnitingKeepsLanguagesAndUsesBesideTheirNames(t *testing.T) {
	a := evidence.Organisation{ID: "x:1", Name: "Aoba", Domains: []string{"aoba.example"}, Source: "A", Date: "2025-01-01"}
	b := evidence.Organisation{ID: "x:1", Name: "青葉", Aliases: []string{"Aoba"}, Languages: []string{"ja", "en"}, Domains: []string{"aoba.test", "aoba.example"},
		Uses: []evidence.DomainUse{evidence.UseWeb, evidence.UseMail}, Hosts: []string{"aoba.local"}, Source: "B"}
	assert.Equal(t, evidence.Organisation{ID: "x:1", Name: "Aoba", Aliases: []string{"青葉"}, Languages: []string{"en", "ja"}, Domains: []string{"aoba.example", "aoba.test"},
		Uses: []evidence.DomainUse{evidence.UseMail, evidence.UseWeb}, Hosts: []string{"aoba.local"}, Source: "A", Date: "2025-01-01"}, unite(a, b))
}

// Each line has one fault and the reason that is told for it.
func TestFaultsOfRows(t *testing.T) {
	for line, reason := range map[string]string{
		`{"name":"A","country":"ZZ"}`:                                       "country",
		`{"name":"A","country":"EU"}`:                                       "country",
		`{"name":"A","registry":["vat:DE136695977"]}`:                       "wrong form or check digits",
		`{"name":"A","registry":["nonsense"]}`:                              "not scheme:number",
		`{"name":"A","domains":["co.jp"]}`:                                  "not a registrable domain",
		`{"name":"A","hosts":["a b"]}`:                                      "host",
		`{"name":"A","languages":{"B":"en"}}`:                               "no name of the record",
		`{"name":"A","languages":{"A":"english please"}}`:                   "BCP 47",
		`{"name":"A","domains":["a.example"],"uses":{"b.example":[]}}`:      "no domain of the record",
		`{"name":"A","domains":["a.example"],"uses":{"a.example":["ftp"]}}`: "none of web, mail, intranet",
		`{"name":"A","date":"yesterday"}`:                                   "date",
		`{"name":"A","tenants":["1"]}`:                                      "GUID",
		`{"name":"A","background":2}`:                                       "background",
		`{"name":" "}`:                                                      "no name",
	} {
		_, err := Read(strings.NewReader(line), "f")
		assert.ErrorIs(t, err, ErrRow, line)
		assert.ErrorContains(t, err, reason, line)
	}
	for _, code := range []string{"JP", "GB", "XK", "TW", "SS"} {
		assert.True(t, IsCountry(code), code)
	}
	for _, code := range []string{"", "jp", "UK", "EU", "ZZ", "XA", "SU", "YU", "J", "D "} {
		assert.False(t, IsCountry(code), code)
	}
	assert.Len(t, strings.Fields(countries), 250) // 249 of ISO 3166-1 and XK
}
