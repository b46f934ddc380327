package imports_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/japanese"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/catalogue/imports"
)

// result is what a stream yielded.
type result struct {
	orgs    []evidence.Organisation
	broken  []string // line and reason
	skipped []string
	fatal   error
}

func read(t testing.TB, source, input string) result {
	t.Helper()
	s, ok := imports.ByName(source)
	require.True(t, ok, source)
	var r result
	for o, err := range s.Records(strings.NewReader(input)) {
		var row *catalogue.RowError
		switch {
		case err == nil:
			r.orgs = append(r.orgs, o)
		case errors.Is(err, imports.ErrNotImported):
			r.skipped = append(r.skipped, err.Error())
		case errors.As(err, &row):
			r.broken = append(r.broken, err.Error())
		default:
			require.NoError(t, r.fatal)
			r.fatal = err
		}
	}
	return r
}

// The rows are made by hand after the specifications; the LEIs are the example of
// ISO 17442 and GLEIF's own, the others of invented firms with computed check digits.
const gleifSample = "\ufeff" + `"LEI","Entity.LegalName","Entity.LegalName.xmllang","Entity.OtherEntityNames.OtherEntityName.1","Entity.OtherEntityNames.OtherEntityName.1.xmllang","Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1","Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1.xmllang","Entity.LegalAddress.FirstAddressLine","Entity.LegalAddress.Country","Entity.LegalJurisdiction","Entity.RegistrationAuthority.RegistrationAuthorityID","Entity.RegistrationAuthority.RegistrationAuthorityEntityID","Entity.EntityCategory","Registration.RegistrationStatus","Registration.LastUpdateDate"
"5493001KJTIIGC8Y1R12","Aoba ""Blue"" Works, Inc.","en","Aoba Old","en","","","1 Example St, Suite 2","US","US-DE","RA000602","123","GENERAL","ISSUED","2025-11-03T08:30:00Z"
"506700GE1G29325QX363","青葉電機株式会社","ja","","","Aoba Denki","ja-Latn","東京都
千代田区","JP","JP","RA000413","8700110005901","GENERAL","LAPSED","2024-01-02T00:00:00.000Z"
"5493001KJTIIGC8Y1R13","Wrong Digit Ltd","en","","","","","x","GB","GB","RA000585","00000007","GENERAL","ISSUED",""
"529900T8BM49AURSDO55","Borealis Widgets Ltd","en","","","","","x","GB","GB","RA000585","7","GENERAL","ISSUED",""
"529900T8BM49AURSDO55","Some Person e.K.","de","","","","","x","DE","DE","","","SOLE_PROPRIETOR","ISSUED",""
"529900T8BM49AURSDO55","too few"
"529900T8BM49AURSDO55","quote "inside" a field","en","","","","","x","GB","GB","","","GENERAL","ISSUED",""
"529900T8BM49AURSDO55","Twice Ltd","en","","","","","x","GB","GB","","","GENERAL","DUPLICATE",""
"506700GE1G29325QX363","Open "quote never closed
"529900T8BM49AURSDO55","After SA","fr","","","","","x","FR","FR","RA000189","732 829 320","RESIDENT_GOVERNMENT_ENTITY","ISSUED",""
`

func TestGLEIF(t *testing.T) {
	r := read(t, "gleif", gleifSample)
	require.NoError(t, r.fatal)
	assert.Equal(t, []evidence.Organisation{
		{ID: "lei:5493001KJTIIGC8Y1R12", Name: `Aoba "Blue" Works, Inc.`, Aliases: []string{"Aoba Old"}, Languages: []string{"en", "en"}, Country: "US",
			Registry: []string{"lei:5493001KJTIIGC8Y1R12"}, Kind: "company", Source: "GLEIF", Date: "2025-11-03"},
		{ID: "lei:506700GE1G29325QX363", Name: "青葉電機株式会社", Aliases: []string{"Aoba Denki"}, Languages: []string{"ja", "ja-Latn"}, Country: "JP",
			Registry: []string{"lei:506700GE1G29325QX363", "jp-corporate-number:8700110005901"}, Kind: "company", Source: "GLEIF", Date: "2024-01-02"},
		{ID: "lei:529900T8BM49AURSDO55", Name: "Borealis Widgets Ltd", Languages: []string{"en"}, Country: "GB",
			Registry: []string{"lei:529900T8BM49AURSDO55"}, Kind: "company", Source: "GLEIF"},
		{ID: "lei:529900T8BM49AURSDO55", Name: "After SA", Languages: []string{"fr"}, Country: "FR",
			Registry: []string{"lei:529900T8BM49AURSDO55", "siren:732829320"}, Kind: "government", Source: "GLEIF"},
	}, r.orgs)
	assert.Equal(t, []string{
		`line 5: LEI "5493001KJTIIGC8Y1R13": wrong form or check digits`,
		"line 8: 2 columns, not 15",
		`line 9: quotation mark that is not closed or stands inside a field: "\"529900T8BM49AURSDO55\",\"quote \"inside\" a"`,
		`line 11: quotation mark that is not closed or stands inside a field: "\"506700GE1G29325QX363\",\"Open \"quote neve"`,
	}, r.broken)
	assert.Equal(t, []string{"line 7: not imported: a natural person (sole proprietor)", "line 10: not imported: registration DUPLICATE"}, r.skipped)
}

func TestGLEIFWithoutItsHeader(t *testing.T) {
	for _, s := range []string{"", "a,b,c\n1,2,3\n", `"open`} {
		r := read(t, "gleif", s)
		assert.ErrorIs(t, r.fatal, imports.ErrFormat, s)
		assert.Empty(t, r.orgs)
	}
}

// houjinRow makes a row of the 30 columns.
func houjinRow(number, name, kind, latest, english, reading, excluded string) string {
	return fmt.Sprintf(`1,"%s",01,1,2024-05-01,2015-10-05,"%s",,%s,"東京都","千代田区","霞が関３丁目１番１号",,13,101,1000013,,,,,,,2015-10-05,%s,"%s",,,,"%s",%s`+"\r\n",
		number, name, kind, latest, english, reading, excluded)
}

// The numbers are those that the National Tax Agency publishes for itself and as its
// example; the names are invented.
func houjinSample() string {
	return houjinRow("7000012050002", "青葉省", "101", "1", "Ministry of Aoba", "アオバショウ", "0") +
		houjinRow("8700110005901", "青葉電機株式会社", "301", "1", "", "アオバデンキ", "0") +
		houjinRow("8700110005902", "誤り株式会社", "301", "1", "", "", "0") +
		houjinRow("8700110005901", "旧青葉株式会社", "301", "0", "", "", "0") +
		houjinRow("8700110005901", "隠し株式会社", "301", "1", "", "", "1") +
		"1,2,3\r\n" +
		houjinRow("8000012010038", "青葉町", "201", "1", "", "", "0")
}

func TestHoujinInBothEncodings(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String(houjinSample())
	require.NoError(t, err)
	for _, input := range []string{houjinSample(), sjis} {
		r := read(t, "houjin", input)
		require.NoError(t, r.fatal)
		const src = "国税庁法人番号公表サイト"
		assert.Equal(t, []evidence.Organisation{
			{ID: "jp-corporate-number:7000012050002", Name: "青葉省", Aliases: []string{"Ministry of Aoba", "アオバショウ"}, Languages: []string{"ja", "en", "ja-Kana"},
				Country: "JP", Registry: []string{"jp-corporate-number:7000012050002"}, Kind: "government", Source: src, Date: "2024-05-01"},
			{ID: "jp-corporate-number:8700110005901", Name: "青葉電機株式会社", Aliases: []string{"アオバデンキ"}, Languages: []string{"ja", "ja-Kana"},
				Country: "JP", Registry: []string{"jp-corporate-number:8700110005901"}, Kind: "company", Source: src, Date: "2024-05-01"},
			{ID: "jp-corporate-number:8000012010038", Name: "青葉町", Languages: []string{"ja"},
				Country: "JP", Registry: []string{"jp-corporate-number:8000012010038"}, Kind: "municipality", Source: src, Date: "2024-05-01"},
		}, r.orgs)
		assert.Equal(t, []string{`line 3: corporate number "8700110005902": wrong form or check digit`, "line 6: 3 columns, not 30"}, r.broken)
		assert.Equal(t, []string{"line 4: not imported: an earlier state of the record", "line 5: not imported: left out of the register's search"}, r.skipped)
		s, ok := imports.Guess([]byte(input))
		require.True(t, ok)
		assert.Equal(t, "houjin", s.Name)
	}
}

const wikidataSample = `[
{"type":"item","id":"Q900000001","labels":{"en":{"language":"en","value":"Aoba Electric"},"ja":{"language":"ja","value":"青葉電機"},"de":{"language":"de","value":"Aoba Electric"}},"aliases":{"ja":[{"language":"ja","value":"アオバ"}]},"modified":"2025-03-04T05:06:07Z","claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"entity-type":"item","id":"Q4830453"},"type":"wikibase-entityid"}},"rank":"normal"}],"P17":[{"mainsnak":{"datavalue":{"value":{"id":"Q17"}}},"rank":"normal"}],"P856":[{"mainsnak":{"datavalue":{"value":"https://www.aoba.example/en/","type":"string"}},"rank":"preferred"},{"mainsnak":{"datavalue":{"value":"https://www.facebook.com/aoba"}},"rank":"normal"},{"mainsnak":{"datavalue":{"value":"https://old.test"}},"rank":"deprecated"}],"P968":[{"mainsnak":{"datavalue":{"value":"mailto:info@aoba-mail.example"}},"rank":"normal"}],"P3225":[{"mainsnak":{"datavalue":{"value":"8700110005901"}},"rank":"normal"},{"mainsnak":{"datavalue":{"value":"8700110005902"}},"rank":"normal"}],"P749":[{"mainsnak":{"datavalue":{"value":{"id":"Q900000002"}}},"rank":"normal"}]}},
{"type":"item","id":"Q900000003","labels":{"en":{"language":"en","value":"A Person"}},"aliases":[],"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5"}}},"rank":"normal"}],"P3608":[{"mainsnak":{"datavalue":{"value":"DE136695976"}},"rank":"normal"}]}},
{"type":"item","id":"Q900000004","labels":{"en":{"language":"en","value":"A Hill"}},"aliases":[],"claims":{"P31":[{"mainsnak":{"snaktype":"somevalue"},"rank":"normal"}]}},
{"type":"item","id":"Q900000005","labels":
{"type":"property","id":"P1","labels":[]},
{"type":"item","id":"Q900000006","labels":[],"aliases":[],"claims":{"P1454":[{"mainsnak":{},"rank":"normal"}]}},
{"type":"item","id":"Q900000007","labels":{"fr":{"language":"fr","value":"Borealis SA"}},"aliases":[],"claims":{"P1454":[{"mainsnak":{},"rank":"normal"}]}}
]
`

func TestWikidata(t *testing.T) {
	for name, input := range map[string]string{"array": wikidataSample, "lines": strings.NewReplacer("[\n{", "{", "},\n", "}\n", "}\n]\n", "}").Replace(wikidataSample)} {
		r := read(t, "wikidata", input)
		require.NoError(t, r.fatal)
		assert.Equal(t, []evidence.Organisation{
			{ID: "wikidata:Q900000001", Name: "Aoba Electric", Aliases: []string{"青葉電機", "アオバ"}, Languages: []string{"en", "ja", "ja"}, Country: "JP", Kind: "company",
				Domains: []string{"aoba.example", "aoba-mail.example"}, Uses: []evidence.DomainUse{evidence.UseWeb, evidence.UseMail}, Parent: "wikidata:Q900000002",
				Registry: []string{"wikidata:Q900000001", "jp-corporate-number:8700110005901"}, Source: "Wikidata", Date: "2025-03-04"},
			{ID: "wikidata:Q900000007", Name: "Borealis SA", Languages: []string{"fr"}, Registry: []string{"wikidata:Q900000007"}, Source: "Wikidata"},
		}, r.orgs, name)
		assert.Len(t, r.broken, 2, name)
		assert.Len(t, r.skipped, 3, name)
		assert.Contains(t, strings.Join(r.skipped, "\n"), "a natural person or family")
		assert.Contains(t, strings.Join(r.broken, "\n"), "no name")
	}
}

const rorV1 = `[
    {
        "id": "https://ror.org/03yrm5c26",
        "name": "Aoba Institute",
        "types": ["Education"],
        "links": ["http://www.aoba.example/"],
        "aliases": ["Institute of Aoba"],
        "acronyms": ["AI"],
        "status": "active",
        "labels": [{"label": "青葉研究所", "iso639": "ja"}],
        "email_address": "info@mail.aoba.test",
        "relationships": [{"type": "Parent", "label": "x", "id": "https://ror.org/015w2mp89"}],
        "country": {"country_code": "JP", "country_name": "Japan"},
        "external_ids": {"ISNI": {"preferred": null, "all": ["0000 0001"]}, "Wikidata": {"preferred": null, "all": ["Q900000001"]}}
    },
    {
        "id": "https://ror.org/015w2mp89",
        "name": "Broken {
    },
    {
        "id": "https://ror.org/015w2mp80",
        "name": "Wrong Check Digits"
    },
    {
        "id": "https://ror.org/015w2mp89",
        "name": "Borealis Company",
        "types": ["Company"],
        "country": {"country_code": "NO"}
    }
]
`

const rorV2 = `[{"admin":{"last_modified":{"date":"2024-05-13","schema_version":"2.0"}},"domains":["aoba.test"],"established":1957,"external_ids":[{"all":["grid.1"],"preferred":"grid.1","type":"grid"},{"all":["Q900000001"],"preferred":null,"type":"wikidata"}],"id":"https://ror.org/03yrm5c26","links":[{"type":"website","value":"https://aoba.example"},{"type":"wikipedia","value":"http://en.wikipedia.org/wiki/Aoba"}],"locations":[{"geonames_details":{"country_code":"JP","country_name":"Japan"},"geonames_id":1}],"names":[{"lang":"ja","types":["label"],"value":"青葉研究所"},{"lang":"en","types":["ror_display","label"],"value":"Aoba Institute"},{"lang":null,"types":["acronym"],"value":"AI"}],"relationships":[{"label":"x","type":"parent","id":"https://ror.org/015w2mp89"}],"status":"active","types":["education","funder"]},{"id":"https://ror.org/015w2mp89","status":"withdrawn","names":[]}]`

func TestROR(t *testing.T) {
	r := read(t, "ror", rorV1)
	require.NoError(t, r.fatal)
	assert.Equal(t, []evidence.Organisation{
		{ID: "ror:03yrm5c26", Name: "Aoba Institute", Aliases: []string{"青葉研究所", "Institute of Aoba", "AI"}, Languages: []string{"", "ja", "", ""}, Country: "JP", Kind: "university",
			Domains: []string{"aoba.example", "aoba.test"}, Uses: []evidence.DomainUse{evidence.UseWeb, evidence.UseMail}, Parent: "ror:015w2mp89",
			Registry: []string{"ror:03yrm5c26", "wikidata:Q900000001"}, Source: "ROR"},
		{ID: "ror:015w2mp89", Name: "Borealis Company", Country: "NO", Kind: "company", Registry: []string{"ror:015w2mp89"}, Source: "ROR"},
	}, r.orgs)
	require.Len(t, r.broken, 2)
	assert.Contains(t, r.broken[0], "line 16: ")
	assert.Contains(t, r.broken[1], "line 20: registry number \"ror:015w2mp80\"")

	r = read(t, "ror", rorV2)
	require.NoError(t, r.fatal)
	assert.Equal(t, []evidence.Organisation{
		{ID: "ror:03yrm5c26", Name: "Aoba Institute", Aliases: []string{"青葉研究所", "AI"}, Languages: []string{"en", "ja", ""}, Country: "JP", Kind: "university",
			Domains: []string{"aoba.example", "aoba.test"}, Uses: []evidence.DomainUse{evidence.UseWeb, evidence.UseWeb}, Parent: "ror:015w2mp89",
			Registry: []string{"ror:03yrm5c26", "wikidata:Q900000001"}, Source: "ROR", Date: "2024-05-13"},
	}, r.orgs)
	assert.Equal(t, []string{"line 1: not imported: withdrawn"}, r.skipped)
}

const ftmSample = `{"id":"NK-aoba","caption":"Aoba Trading LLC","schema":"Company","properties":{"name":["Aoba Trading LLC","ООО Аоба"],"country":["ru"],"website":["https://aoba.example"],"email":["a@aoba.example","b@gmail.com"],"innCode":["7707329152","500100732259"],"leiCode":["5493001KJTIIGC8Y1R13"],"parent":["NK-head"]},"datasets":["x"],"last_change":"2025-06-07T08:09:10"}
{"id":"NK-person","caption":"A Person","schema":"Person","properties":{"name":["A Person"]}}
{"id":"NK-unsure","caption":"Somebody","schema":"LegalEntity","properties":{"name":["Somebody"]}}
{"id":"NK-body","caption":"Ministry of Aoba","schema":"PublicBody","properties":{"country":["suhh","jp"],"name":"no list"}}
{"caption":"No ID","schema":"Organization","properties":{}}
{"id":"NK-org","caption":"Aoba Front","schema":"Organization","properties":{"country":["suhh","jp"]}}
`

func TestOpenSanctions(t *testing.T) {
	r := read(t, "opensanctions", ftmSample)
	require.NoError(t, r.fatal)
	assert.Equal(t, []evidence.Organisation{
		{ID: "opensanctions:NK-aoba", Name: "Aoba Trading LLC", Aliases: []string{"ООО Аоба"}, Country: "RU", Kind: "company", Domains: []string{"aoba.example"},
			Uses: []evidence.DomainUse{evidence.UseWeb | evidence.UseMail}, Registry: []string{"ru-inn:7707329152"}, Parent: "opensanctions:NK-head", Source: "OpenSanctions", Date: "2025-06-07"},
		{ID: "opensanctions:NK-org", Name: "Aoba Front", Country: "JP", Source: "OpenSanctions"},
	}, r.orgs)
	assert.Len(t, r.broken, 2)
	assert.Equal(t, []string{`line 2: not imported: schema "Person"`, `line 3: not imported: schema "LegalEntity"`}, r.skipped)
	s, _ := imports.ByName("opensanctions")
	assert.Contains(t, s.Notice, "CC BY-NC 4.0")
}

const ownSample = "# ours\n" + `{"name":"Aoba","domains":["aoba.example"],"uses":{"aoba.example":["web","mail"]},"hosts":["AOBA.local"],"languages":{"Aoba":"ja-Latn"}}` + "\n{\"nope\":1}\n"

func TestOwnLines(t *testing.T) {
	r := read(t, "jsonl", ownSample)
	assert.Equal(t, []evidence.Organisation{{ID: "domain:aoba.example", Name: "Aoba", Languages: []string{"ja-Latn"}, Domains: []string{"aoba.example"},
		Uses: []evidence.DomainUse{evidence.UseWeb | evidence.UseMail}, Hosts: []string{"aoba.local"}}}, r.orgs)
	assert.Equal(t, []string{`line 3: json: unknown field "nope"`}, r.broken)
}

var samples = map[string]string{"gleif": gleifSample, "houjin": houjinSample(), "wikidata": wikidataSample, "ror": rorV1, "opensanctions": ftmSample, "jsonl": ownSample}

func TestGuess(t *testing.T) {
	for name, s := range samples {
		got, ok := imports.Guess([]byte(s))
		require.True(t, ok, name)
		assert.Equal(t, name, got.Name)
	}
	got, ok := imports.Guess([]byte(rorV2))
	assert.True(t, ok)
	assert.Equal(t, "ror", got.Name)
	for _, s := range []string{"", "hello", "a,b\n1,2\n", "{}", "[]"} {
		_, ok := imports.Guess([]byte(s))
		assert.False(t, ok, s)
	}
}

// Wherever an input ends, what stands before is read, and no row twice.
func TestTruncated(t *testing.T) {
	for name, s := range samples {
		all := len(read(t, name, s).orgs)
		last := 0
		for n := 0; n <= len(s); n += 7 {
			got := len(read(t, name, s[:n]).orgs)
			assert.LessOrEqual(t, got, all, "%s at %d", name, n)
			assert.GreaterOrEqual(t, got, last-1, "%s at %d", name, n)
			last = got
		}
	}
}

// What is written is read again as it was.
func TestRoundTrip(t *testing.T) {
	for name, s := range samples {
		orgs := read(t, name, s).orgs
		var b bytes.Buffer
		w := catalogue.NewWriter(&b)
		for _, o := range orgs {
			require.NoError(t, w.Write(o))
		}
		again := read(t, "jsonl", b.String())
		assert.Empty(t, again.broken, name)
		assert.Equal(t, orgs, again.orgs, name)
	}
}

func TestEverySourceSaysItsLicence(t *testing.T) {
	for _, s := range imports.Sources() {
		assert.NotEmpty(t, s.Licence, s.Name)
		assert.NotEmpty(t, s.Address, s.Name)
		assert.NotEmpty(t, samples[s.Name], "%s has no sample", s.Name)
	}
}

func fuzz(f *testing.F, source string) {
	f.Add([]byte(samples[source]))
	f.Add([]byte(samples[source][:len(samples[source])/2]))
	f.Add([]byte(rorV2))
	f.Add([]byte("\"\n\"\"\n{\"\\\n[{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, o := range read(t, source, string(b)).orgs {
			again := o
			require.NoError(t, catalogue.Check(&again))
			assert.Equal(t, o, again)
		}
	})
}

func FuzzGLEIF(f *testing.F)         { fuzz(f, "gleif") }
func FuzzHoujin(f *testing.F)        { fuzz(f, "houjin") }
func FuzzWikidata(f *testing.F)      { fuzz(f, "wikidata") }
func FuzzROR(f *testing.F)           { fuzz(f, "ror") }
func FuzzOpenSanctions(f *testing.F) { fuzz(f, "opensanctions") }
func FuzzOwn(f *testing.F)           { fuzz(f, "jsonl") }
