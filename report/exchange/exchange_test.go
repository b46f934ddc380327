package exchange

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/exchange/samples"
	"evscan/report/say"
)

func content(t *testing.T, d document.Document) *Content {
	t.Helper()
	c, err := New(d, "")
	require.NoError(t, err)
	return c
}

func TestOrganisations(t *testing.T) {
	c := content(t, samples.Mill())
	require.Len(t, c.Organisations, 2)
	assert.Equal(t, 1, c.OrganisationsLeft)
	mill, kestrel := c.Organisations[0], c.Organisations[1]
	assert.Equal(t, []string{"owner-of", "custodian-of"}, mill.Standings)
	assert.Equal(t, []string{"Harrowgate Mills"}, mill.Aliases)
	assert.Equal(t, []string{"harrowgate.example", "xn--ub0auw.example"}, mill.Domains)
	assert.Equal(t, "jp-corporate-number", mill.Register)
	assert.Equal(t, "9999999999999", mill.Number)
	assert.Equal(t, "owner of the records (probability 0.97); the records were taken from its systems (probability 0.98); a party of 90% of the documents, dealing with 3 other organisations", c.Describe(mill))
	assert.Equal(t, []string{"claimed-owner-of", "named-in"}, kestrel.Standings)
	assert.Equal(t, []string{"vendor"}, kestrel.Roles)
	assert.Empty(t, kestrel.Register)
	assert.Equal(t, "the records are claimed to be those of “Kestrel”; named in the package as vendor; a party of 25% of the documents, dealing with 1 other organisation", c.Describe(kestrel))
	assert.Equal(t, "Kestrel Systems GmbH", c.Claimed().Name)
}

func TestClaimedThatDoesNotOccur(t *testing.T) {
	d := samples.Mill()
	d.Claim.Candidate, d.Claim.Organisation = "", "Peregrine.example"
	c := content(t, d)
	o := c.Claimed()
	assert.Equal(t, "claim", o.ID)
	assert.Equal(t, "Peregrine.example", o.Name)
	assert.Equal(t, []string{"peregrine.example"}, o.Domains)
	assert.False(t, o.Occurs)
	assert.Equal(t, "the records are claimed to be those of “Peregrine.example”", c.Describe(*o))
	d.Claim = nil
	c = content(t, d)
	assert.Nil(t, c.Claimed())
	assert.Empty(t, c.Opinion())
}

func TestStandings(t *testing.T) {
	d := samples.Mill()
	d.Claim, d.Attribution.Owner, d.Attribution.Custodian, d.Attribution.Verdict = nil, nil, nil, "leading"
	for i := range d.Attribution.Candidates {
		d.Attribution.Candidates[i].Roles = nil
	}
	d.Attribution.Candidates[1].Probability = 0.01
	d.Attribution.Candidates[2].Probability = 0.0099
	c := content(t, d)
	require.Len(t, c.Organisations, 2)
	assert.Equal(t, []string{"possible-owner-of"}, c.Organisations[0].Standings)
	assert.Equal(t, []string{"named-in"}, c.Organisations[1].Standings)
	assert.Equal(t, "The records may be those of ハロゲート紡績株式会社; this is not sure enough to say so (probability 0.97).", c.Answer())
	d.Attribution.Verdict = "undetermined"
	assert.Equal(t, []string{"named-in"}, content(t, d).Organisations[0].Standings)
}

func TestFiles(t *testing.T) {
	c := content(t, samples.Mill())
	var got []string
	for _, f := range c.Files {
		got = append(got, f.Item+" "+f.Name+" "+f.Path)
	}
	assert.Equal(t, []string{"0.1 0101_会議.eml mail/0101_会議.eml", "0.2.0 plan.docx plans.zip/a/plan.docx", "0.3 scan.pdf scan.pdf",
		"0.0 readme.txt readme.txt", "0.2 plans.zip plans.zip", "0.4 readme.txt copies/readme.txt"}, got)
	assert.Equal(t, 0, c.FilesLeft)
	assert.True(t, c.Files[2].Cited, "a page that was rendered stands in the file it was rendered from")
	assert.False(t, c.Files[3].Cited)
	assert.Equal(t, []int{0, 1, 2}, c.CitedBy(c.Organisations[0]))
}

func TestBounds(t *testing.T) {
	for n, left := range map[int]int{MaxFiles - 7: 0, MaxFiles - 6: 0, MaxFiles - 5: 1} {
		c := content(t, samples.Many(n))
		assert.Equal(t, left, c.FilesLeft, n)
		assert.Len(t, c.Files, n+6-left)
	}
	d := samples.Many(MaxOrganisations + 1)
	c := content(t, d)
	assert.Len(t, c.Organisations, MaxOrganisations+2)
	assert.Equal(t, 2, c.OrganisationsLeft)
	o := c.Organisations[2]
	assert.Len(t, o.Aliases, MaxAliases)
	assert.Len(t, o.Domains, MaxDomains)
	assert.Equal(t, MaxName, utf8.RuneCountInString(o.Name))
	assert.Len(t, c.Evidence(o), MaxEvidence+1)
	assert.Equal(t, "40 witnesses more in the report.", c.Evidence(o)[MaxEvidence])
	assert.Equal(t, MaxPath, utf8.RuneCountInString(c.Files[10].Path))
}

func TestOfEveryClassAFew(t *testing.T) {
	d := samples.Mill()
	e := d.Attribution.Candidates[0].Evidence
	d.Attribution.Candidates[0].Evidence = append([]document.Evidence{e[0], e[0], e[0], e[0], e[0]}, e...)
	c := content(t, d)
	lines := c.Evidence(c.Organisations[0])
	require.Len(t, lines, 7)
	assert.Equal(t, "internal mail: “harrowgate.example” in mail/0101_会議.eml; running footer; 1 file = 1; weight +2.00 nats", lines[3])
	assert.Equal(t, "header or footer: “ハロゲート紡績株式会社” in plans.zip > a/plan.docx; running footer; 1 file = 1; weight +1.50 nats", lines[4])
	assert.Equal(t, "recipient: “*@harrowgate.example” in scan.pdf > page 1; running footer; 1 file = 1; weight +1.00 nats", lines[5])
	assert.Equal(t, "2 witnesses more in the report.", lines[6])
}

func TestSummary(t *testing.T) {
	assert.Equal(t, []string{
		"The records are those of ハロゲート紡績株式会社 (probability 0.97).",
		"Reason: ハロゲート紡績株式会社 is a party of 90% of the documents, and marks of its own systems stand in 3 of them",
		"They were taken from systems of ハロゲート紡績株式会社 (harrowgate.example) (probability 0.98).",
		"Claim: the records are those of ハロゲート紡績株式会社, not of “Kestrel”; “Kestrel” is its vendor.",
		"Reason: ハロゲート紡績株式会社 is the probable owner (0.97); the claimed party is a vendor here",
		"the evidence fits another owner 1,000 times better (strong against)",
		`Without the class internal-mail the verdict on ハロゲート紡績株式会社 would be "leading".`,
		"Items: 6 read, 0 partly, 1 not read",
		"All 6 files of the package are listed.",
		"1 further organisation, which is hardly more than mentioned, is left to the report.",
		"Texts, pictures and what stands around the evidence are left to the report; of mail addresses only the domain is given.",
		"Made by evscan v1.2.3 with catalogue c1 and weights w1 from “lot.zip”, 4.1 kB, SHA-256 " + strings.Repeat("0", 61) + "abc.",
	}, content(t, samples.Mill()).Summary())
	c, err := New(samples.Mill(), say.Japanese)
	require.NoError(t, err)
	assert.Equal(t, "ハロゲート紡績株式会社 の記録です(確率 0.97)。", c.Summary()[0])
	assert.Equal(t, "主張について:ハロゲート紡績株式会社 の記録であり、「Kestrel」の記録ではありません。「Kestrel」はその仕入先です。", c.Summary()[3])
}

// A person's decision is told before the answer and with the opinion; the person is not.
func TestDecisions(t *testing.T) {
	d := samples.Mill()
	assert.Empty(t, content(t, d).Shaped())
	d.Decisions = []document.Decision{{Kind: "reject", About: []string{"Aside Ltd"}, Note: "secret words", Analyst: "Jane Roe"}}
	d.Undecided = &document.Outcome{Verdict: "undetermined"}
	c := content(t, d)
	told := "A person's decisions shaped this answer: 1 rejected. Without them: owner undetermined."
	assert.Equal(t, []string{told}, c.Shaped())
	assert.Equal(t, told, c.Summary()[0])
	assert.Equal(t, told, c.Opinion()[0])
	assert.Equal(t, "Jane Roe", d.Decisions[0].Analyst, "the report itself stays")
	assert.NotContains(t, strings.Join(append(c.Summary(), c.Opinion()...), "\n"), "Jane Roe")
}

func TestTimes(t *testing.T) {
	c := content(t, samples.Mill())
	assert.Equal(t, time.Date(2026, 11, 23, 3, 35, 15, 0, time.UTC), c.Made)
	assert.Equal(t, time.Date(2026, 11, 23, 3, 35, 44, 0, time.UTC), c.Finished)
	assert.Equal(t, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), c.Listed)
	for _, s := range []string{"", "yesterday", "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "1970-01-01T00:00:00+01:00"} {
		assert.True(t, when(s).IsZero(), s)
	}
	for _, wall := range []int64{-1, math.MaxInt64} {
		d := samples.Mill()
		d.Timing.WallMS = wall
		assert.True(t, content(t, d).Finished.IsZero())
	}
}

// The words and their bounds are those of ICD 203.
func TestConfidence(t *testing.T) {
	for p, want := range map[float64]int{-1: 1, 0: 1, 0.004: 1, 0.014: 1, 0.016: 2, 0.5: 50, 0.975: 98, 0.99: 99, 1: 99, 7: 99, math.NaN(): 1} {
		assert.Equal(t, want, Confidence(p), p)
	}
	for p, want := range map[float64]string{0: "almost-no-chance", 0.049: "almost-no-chance", 0.05: "very-unlikely", 0.19: "very-unlikely", 0.2: "unlikely", 0.44: "unlikely",
		0.45: "roughly-even-chance", 0.55: "roughly-even-chance", 0.56: "likely", 0.8: "likely", 0.81: "very-likely", 0.95: "very-likely", 0.96: "almost-certain"} {
		assert.Equal(t, want, Likelihood(p), p)
	}
	for verdict, want := range map[string]float64{"supported": 0.25, "contradicted": 0.75} {
		d := samples.Mill()
		d.Claim.Verdict, d.Claim.Probability = verdict, 0.25
		p, ok := content(t, d).ClaimConfidence()
		assert.True(t, ok)
		assert.Equal(t, want, p)
		d.Claim.Verdict = "undetermined"
		_, ok = content(t, d).ClaimConfidence()
		assert.False(t, ok)
	}
}

// The expectations are those of Python's uuid module.
func TestIDs(t *testing.T) {
	assert.Equal(t, "7e4a65e1-359c-5379-aa4f-e015f2830fd4", ID("stix", "tool"))
	assert.Equal(t, "8dfa36f2-1f7b-5960-be76-1b42101af560", ID("a", "b"))
	assert.Equal(t, "e56f34e5-7f28-5ec8-a019-9b71a8732e1f", ID("a,1:b"))
	assert.Equal(t, "e2085366-fb2b-5cd0-bd20-5b10ae191b13", ID("é"))
	c := content(t, samples.Mill())
	assert.Equal(t, "5fbfd2a3-07b3-5764-937a-efae15cad814", c.PackageUUID("misp", "event"))
	d := samples.Mill()
	assert.Equal(t, c.UUID("x"), content(t, d).UUID("x"))
	d.Tool.WeightsVersion = "w2"
	assert.NotEqual(t, c.UUID("x"), content(t, d).UUID("x"))
	assert.Equal(t, c.PackageUUID("x"), content(t, d).PackageUUID("x"))
}

func TestValue(t *testing.T) {
	for in, want := range map[string]string{
		"jane.roe@harrowgate.example":           "*@harrowgate.example",
		"山田@harrowgate.example":                 "*@harrowgate.example",
		"Jane <jane@a.example>, b@c.example":    "Jane <*@a.example>, *@c.example",
		`\\files\jane@corp`:                     `*@corp`,
		"@harrowgate.example":                   "@harrowgate.example",
		"mailto:x@a.example\u202e":              `mailto:*@a.example\u202e`,
		"torayless":                             "torayless",
		strings.Repeat("x", 300) + "@a.example": "*@a.example",
	} {
		assert.Equal(t, want, Value(in))
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{"": "", " \u3000\t": "", " a ": " a ", "\x1b[2J": `\x1b[2J`, "\xff": "\uFFFD", strings.Repeat("名", 241): strings.Repeat("名", 179) + "…" + strings.Repeat("名", 60)} {
		assert.Equal(t, want, Name(in))
	}
}

func TestDomains(t *testing.T) {
	assert.Equal(t, []string{"a.example", "xn--ub0auw.example"}, domains([]string{" A.example. ", "a.EXAMPLE", "紡績.example", "xn--ub0auw.example", "local", "", ".", "a b.example",
		"a..example", "<x>.example", "-a.example", strings.Repeat("a", 64) + ".example", "a.example/x", "10", "a\x00.example"}))
}

// Whatever a report holds, what is carried of it is on one line, bounded and seen.
func TestHostile(t *testing.T) {
	for _, d := range samples.Hostile() {
		c := content(t, d)
		assert.LessOrEqual(t, len(c.Files), MaxFiles)
		list := append(append(c.Summary(), c.Opinion()...), c.Name)
		seen := map[string]bool{}
		for _, o := range c.Organisations {
			assert.False(t, seen[o.ID], "twice")
			seen[o.ID] = true
			assert.NotEmpty(t, o.Standings)
			list = append(append(append(list, o.Name, o.Register, o.Number), o.Aliases...), o.Roles...)
			list = append(append(list, c.Evidence(o)...), o.Domains...)
		}
		for _, f := range c.Files {
			assert.GreaterOrEqual(t, f.Size, int64(0))
			assert.Regexp(t, `^[0-9a-f]{64}$`, f.SHA256)
			list = append(list, f.Name, f.Path, f.MIME, f.Format)
		}
		for _, s := range list {
			assert.True(t, utf8.ValidString(s))
			assert.LessOrEqual(t, utf8.RuneCountInString(s), MaxPath)
			assert.False(t, strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) }), "%q", s)
			assert.NotContains(t, s, "secret words")
		}
	}
}
