package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/evidence"
)

func nameKey(s string) evidence.Key   { return evidence.Key{Kind: evidence.KeyName, Value: s} }
func domainKey(s string) evidence.Key { return evidence.Key{Kind: evidence.KeyDomain, Value: s} }

// quotations is what a scan of n files finds: a vendor's quotations to one customer and
// the customer's own mail, with everything that weighing looks at: copies, templates,
// attachments, pictures, records, links, problems. Every organisation is invented.
func quotations(t testing.TB, n int, claim *attribution.Claim) analyzer.Result {
	t.Helper()
	items := []evidence.Item{{ID: "0", Path: []string{"p.zip"}, Origin: evidence.OriginPackage, Status: evidence.StatusRead}}
	add := func(it evidence.Item) string {
		it.ID, it.Parent, it.Origin = fmt.Sprintf("0.%d", len(items)-1), "0", evidence.OriginEntry
		it.Path = []string{"p.zip", "f" + it.ID}
		if it.Status == "" {
			it.Status = evidence.StatusRead
		}
		items = append(items, it)
		return it.ID
	}
	mark := func(k evidence.Key, c evidence.Class, r evidence.Role, quality float64) evidence.Mark {
		m := evidence.Mark{Kind: "names", Key: k, Class: c, Role: r, Value: "Value of " + k.Value, Snippet: "a " + k.Value + " b", Quality: quality, Count: 1}
		if quality < 1 {
			m.At = evidence.Locator{Zone: "body", Confidence: quality, Box: &evidence.Box{X: 1, Y: 2, W: 30, H: 10}}
		}
		if k.Value == "kabuto" || k.Value == "kabuto.example" {
			m.Org = "test:kabuto"
		}
		if k.Value == "office works" {
			m.Org = "test:office"
		}
		return m
	}
	for i := range n {
		switch i % 5 {
		case 0, 1:
			id := add(evidence.Item{Group: "quote", Marks: []evidence.Mark{
				mark(nameKey("kabuto"), evidence.ClassIssuer, evidence.RoleIssuer, 1), mark(nameKey("hinode"), evidence.ClassRecipient, evidence.RoleRecipient, 0.876543),
				mark(domainKey("kabuto.example"), evidence.ClassHeaderFooter, evidence.RoleNone, 0.95), mark(nameKey("kabuto"), evidence.ClassLogo, evidence.RoleNone, 0.612345)},
				Links: []evidence.Link{{A: nameKey("kabuto"), B: domainKey("kabuto.example"), Bits: 8, Why: "a signature holds both"}}})
			if i%10 == 0 {
				add(evidence.Item{SameAs: id})
			}
		case 2:
			add(evidence.Item{Marks: []evidence.Mark{mark(domainKey("hinode.example"), evidence.ClassInternalMail, evidence.RoleHolder, 1)},
				Links: []evidence.Link{{A: nameKey("hinode"), B: domainKey("hinode.example"), Bits: 8, Why: "a signature holds both"}}})
		case 3:
			add(evidence.Item{Marks: []evidence.Mark{mark(domainKey("hinode.example"), evidence.ClassExternalMail, evidence.RoleRecipient, 1),
				mark(domainKey(fmt.Sprintf("partner%d.example", i%40)), evidence.ClassExternalMail, evidence.RoleIssuer, 1),
				mark(nameKey("nobody"), evidence.ClassListing, evidence.RoleMentioned, 1)}})
		default:
			add(evidence.Item{Status: evidence.StatusPartly, Marks: []evidence.Mark{mark(evidence.Key{Kind: evidence.KeyHost, Value: "hinode.local"}, evidence.ClassHostPath, evidence.RoleHolder, 0.333333),
				mark(nameKey("office works"), evidence.ClassAuthorship, evidence.RoleNone, 1)},
				Problems: []evidence.Problem{{Kind: evidence.ProblemCorrupt, Detail: "torn"}}})
		}
	}
	w := &analyzer.Weighed{Claim: claim,
		Orgs: map[string]evidence.Organisation{
			"test:kabuto": {ID: "test:kabuto", Name: "Kabuto Systems K.K.", Aliases: []string{"カブト"}, Domains: []string{"kabuto.example"},
				Uses: []evidence.DomainUse{evidence.UseWeb | evidence.UseMail}, Parent: "test:group", Kind: "company", Background: 0.05},
			"test:office": {ID: "test:office", Name: "Office Works", Background: 0.9},
		},
		Links: []evidence.Link{{A: nameKey("hinode"), B: domainKey("hinode.example"), Bits: 7, Why: "the label is the name"}}}
	if claim != nil && slices.Contains(claim.Orgs, "test:elsewhere") {
		w.Orgs["test:elsewhere"] = evidence.Organisation{ID: "test:elsewhere", Name: "Elsewhere", Parent: "test:group"}
	}
	if n == 0 {
		delete(w.Orgs, "test:kabuto")
	}
	if n < 5 {
		delete(w.Orgs, "test:office")
	}
	weights, err := attribution.DefaultWeights()
	require.NoError(t, err)
	r := analyzer.Result{Package: analyzer.Package{Name: "p.zip", Kind: "file"}, Items: items, Weighed: w, Timing: analyzer.Timing{Started: time.Unix(0, 0)}}
	if claim != nil {
		r.Options.Claimed = claim.Text
	}
	r.Tool.WeightsVersion = weights.Version
	r.Attribution = attribution.Attribute(attribution.Input{Items: items, Orgs: w.Orgs, Links: w.Links, Claim: claim, Weights: weights})
	if len(r.Attribution.Candidates) > 0 {
		for _, e := range r.Attribution.Candidates[0].Evidence {
			if e.At.Box != nil {
				r.Crops = []analyzer.Crop{{Item: e.Item, Box: *e.At.Box, W: 40, H: 20, At: evidence.Box{X: 5, Y: 5, W: 30, H: 10}, MIME: "image/png", Data: []byte("png")}}
				break
			}
		}
	}
	return r
}

func stored(t testing.TB, d Document) (Document, []byte) {
	t.Helper()
	b, err := json.Marshal(d)
	require.NoError(t, err)
	var out Document
	require.NoError(t, json.Unmarshal(b, &out))
	return out, b
}

// A stored report that is weighed again with its own claim is the same report.
func TestWeighedAgainIsTheSame(t *testing.T) {
	kabuto := &attribution.Claim{Text: "Kabuto", Keys: []evidence.Key{nameKey("kabuto"), domainKey("kabuto.example")}, Orgs: []string{"test:kabuto"}}
	for name, claim := range map[string]*attribution.Claim{
		"no claim": nil, "a claim": kabuto,
		"a claim that no record knows": {Text: "Hinode", Keys: []evidence.Key{nameKey("hinode")}},
		"a claim that does not occur":  {Text: "Elsewhere", Keys: []evidence.Key{nameKey("elsewhere")}, Orgs: []string{"test:elsewhere"}},
	} {
		for _, n := range []int{0, 1, 4, 23, 200} {
			t.Run(fmt.Sprint(name, " ", n), func(t *testing.T) {
				d, want := stored(t, From(quotations(t, n, claim)))
				assert.NoError(t, validate(t, compile(t), d))
				in, err := Input(d)
				require.NoError(t, err)
				again, err := WeighedAgain(d, in, attribution.Attribute(in), Again{Tool: "v9"})
				require.NoError(t, err)
				_, got := stored(t, again)
				assert.True(t, bytes.Equal(want, got), "%s", difference(want, got))
			})
		}
	}
	d, _ := stored(t, From(quotations(t, 200, kabuto)))
	assert.Equal(t, "contradicted", d.Claim.Verdict, "the fixture says something")
	crops := 0
	in, err := Input(d)
	require.NoError(t, err)
	in.Claim = nil
	again, err := WeighedAgain(d, in, attribution.Attribute(in), Again{})
	require.NoError(t, err)
	for _, c := range again.Attribution.Candidates {
		for _, e := range c.Evidence {
			if e.Crop != nil {
				crops++
			}
		}
	}
	assert.Positive(t, crops, "pictures come over")
}

// difference is what surrounds the first byte that differs.
func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s []byte) []byte { return s[max(0, i-120):min(len(s), i+120)] }
	return fmt.Sprintf("at %d\n%s\n%s", i, around(a), around(b))
}

// What changes is said, with what the scan had answered, however often it is changed.
func TestWeighedAgainSaysWhatTheScanSaid(t *testing.T) {
	d, _ := stored(t, From(quotations(t, 200, &attribution.Claim{Text: "Kabuto", Keys: []evidence.Key{nameKey("kabuto")}, Orgs: []string{"test:kabuto"}})))
	d.Tool.WeightsVersion = "2020-01-01"
	in, err := Input(d)
	require.NoError(t, err)
	in.Claim = &attribution.Claim{Text: "Hinode", Keys: []evidence.Key{nameKey("hinode")}}
	again, err := WeighedAgain(d, in, attribution.Attribute(in), Again{Tool: "v9", Catalogue: "2026-11-11"})
	require.NoError(t, err)
	assert.NoError(t, validate(t, compile(t), again))
	assert.Equal(t, "supported", again.Claim.Verdict)
	assert.Equal(t, "Hinode", again.Options.Claimed)
	assert.Equal(t, in.Weights.Version, again.Tool.WeightsVersion)
	want := &Rescored{ToolVersion: "v9", WeightsBefore: "2020-01-01", CatalogueVersion: "2026-11-11", ClaimedBefore: "Kabuto",
		Before: Outcome{Verdict: "identified", ID: "domain:hinode.example", Name: "Value of hinode", Probability: d.Attribution.Candidates[0].Probability, Claim: "contradicted"}}
	assert.Equal(t, want, again.Rescored)

	in, err = Input(again)
	require.NoError(t, err)
	assert.NotContains(t, in.Orgs, "test:elsewhere")
	in.Claim = nil
	third, err := WeighedAgain(again, in, attribution.Attribute(in), Again{Tool: "v10"})
	require.NoError(t, err)
	want.ToolVersion, want.CatalogueVersion = "v10", ""
	assert.Equal(t, want, third.Rescored)
	assert.Nil(t, third.Claim)
	assert.Empty(t, third.Options.Claimed)
}

// Decisions are kept, followed again, and taken back.
func TestDecisionsAreKept(t *testing.T) {
	first, _ := stored(t, From(quotations(t, 60, &attribution.Claim{Text: "Kabuto", Keys: []evidence.Key{nameKey("kabuto")}, Orgs: []string{"test:kabuto"}})))
	in, err := Input(first)
	require.NoError(t, err)
	in.Decisions = []attribution.Decision{
		{Kind: attribution.DecisionReject, About: []string{"partner3.example"}, Note: "no\xffbody", Analyst: "A", Date: "2026-11-23"},
		{Kind: attribution.DecisionSplit, About: []string{"hinode.example"}, Off: []string{"hinode"}},
		{Kind: attribution.DecisionAccept, About: []string{"hinode.local"}, Name: "Hinode Net"},
		{Kind: attribution.DecisionPlanted, About: []string{"0.1"}},
	}
	d, err := WeighedAgain(first, in, attribution.Attribute(in), Again{Tool: "v9"})
	require.NoError(t, err)
	assert.NoError(t, validate(t, compile(t), d))
	require.Len(t, d.Decisions, 4)
	assert.Equal(t, Decision{Kind: "reject", About: []string{"partner3.example"}, Off: []string{}, Matched: []string{"domain:partner3.example"}, Note: "no\uFFFDbody", Analyst: "A", Date: "2026-11-23"}, d.Decisions[0])
	for i, want := range []string{"domain:partner3.example", "domain:hinode.example", "host:hinode.local", "0.1"} {
		assert.Equal(t, []string{want}, d.Decisions[i].Matched)
	}
	before := outcome(first)
	assert.Equal(t, &before, d.Undecided)
	confirmed := 0
	for _, c := range d.Attribution.Candidates {
		if c.Confirmed {
			confirmed++
			assert.Equal(t, "Hinode Net", c.Name)
		}
	}
	assert.Equal(t, 1, confirmed)

	d, want := stored(t, d)
	in, err = Input(d)
	require.NoError(t, err)
	again, err := WeighedAgain(d, in, attribution.Attribute(in), Again{Tool: "v10"})
	require.NoError(t, err)
	_, got := stored(t, again)
	assert.True(t, bytes.Equal(want, got), "%s", difference(want, got))

	in.Decisions = nil
	back, err := WeighedAgain(d, in, attribution.Attribute(in), Again{Tool: "v10"})
	require.NoError(t, err)
	back.Rescored = nil
	_, want = stored(t, first)
	_, got = stored(t, back)
	assert.True(t, bytes.Equal(want, got), "%s", difference(want, got))
}

// Every field of a record survives, those too that weighing comes to look at later.
func TestRecordsSurvive(t *testing.T) {
	o := evidence.Organisation{ID: "a:1", Name: "N", Aliases: []string{"A", "B"}, Domains: []string{"d.example", "e.example"}, Tenants: []string{"t"}, Registry: []string{"r:1"},
		Country: "JP", Parent: "a:0", Kind: "company", Background: 0.25, Languages: []string{"ja", "", "en"},
		Uses: []evidence.DomainUse{0, evidence.UseWeb | evidence.UseIntranet}, Hosts: []string{"h.local"}, Source: "S", Date: "2020-02-02"}
	v := reflect.ValueOf(o)
	for i := range v.NumField() {
		assert.False(t, v.Field(i).IsZero(), "set %s here", v.Type().Field(i).Name)
	}
	b, err := json.Marshal(organisation(o))
	require.NoError(t, err)
	var read Organisation
	require.NoError(t, json.Unmarshal(b, &read))
	assert.Equal(t, o, organisationOf(read))
}

func TestOnlyRecordsThatAreReferredToSpeak(t *testing.T) {
	d := From(quotations(t, 10, &attribution.Claim{Text: "Elsewhere", Orgs: []string{"test:elsewhere"}}))
	in, err := Input(d)
	require.NoError(t, err)
	assert.Contains(t, in.Orgs, "test:elsewhere")
	d.Weighing.Claim = nil
	in, err = Input(d)
	require.NoError(t, err)
	assert.NotContains(t, in.Orgs, "test:elsewhere")
	assert.Contains(t, in.Orgs, "test:kabuto")
}

func TestNotWeighable(t *testing.T) {
	d := From(analyzer.Result{Options: analyzer.Options{Inventory: true}})
	_, err := Input(d)
	require.ErrorIs(t, err, ErrNotWeighable)
	assert.EqualError(t, err, "this report cannot be weighed again: it is an inventory, for which no text was read")
	d = Document{Schema: Schema{Version: "1.0.0"}}
	_, err = Input(d)
	require.ErrorIs(t, err, ErrNotWeighable)
	assert.ErrorContains(t, err, "layout 1.0.0 keeps neither the catalogue's records nor the links")
}

// A stored report may come from anybody.
func FuzzInput(f *testing.F) {
	_, b := stored(f, From(quotations(f, 12, &attribution.Claim{Text: "Kabuto", Keys: []evidence.Key{nameKey("kabuto")}})))
	f.Add(b)
	f.Add([]byte(`{"weighing":{},"decisions":[{"kind":"merge","about":["a","b"]},{"kind":"split","about":["a"],"off":["a"]},{"kind":"planted","about":["*"]},{"kind":"x"}],"items":[{"id":"0","parent":"0","same_as":"0","path":["a"],"marks":[{"key_kind":"name","key":"a","class":"issuer","quality":1},{"key_kind":"domain","key":"b","class":"issuer","quality":1}]},{"id":"1","parent":"2"},{"id":"2","parent":"1","same_as":"1"}]}`))
	f.Add([]byte(`{"weighing":{},"items":[{"id":"0","parent":"0","marks":[{"key_kind":"name","key":"a","class":"issuer","quality":1e300,"count":-5}]},{"id":"0"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d Document
		if json.NewDecoder(bytes.NewReader(b)).Decode(&d) != nil {
			return
		}
		in, err := Input(d)
		if err != nil {
			return
		}
		again, err := WeighedAgain(d, in, attribution.Attribute(in), Again{})
		require.NoError(t, err)
		_, err = json.Marshal(again)
		require.NoError(t, err)
	})
}

// The same with a decision of every kind.
func BenchmarkDecided10000(b *testing.B) {
	d := From(quotations(b, 10_000, nil))
	in, err := Input(d)
	if err != nil {
		b.Fatal(err)
	}
	in.Decisions = []attribution.Decision{
		{Kind: attribution.DecisionReject, About: []string{"partner3.example", "partner8.example"}},
		{Kind: attribution.DecisionMerge, About: []string{"partner13.example", "partner18.example"}},
		{Kind: attribution.DecisionSplit, About: []string{"hinode.example"}, Off: []string{"hinode"}},
		{Kind: attribution.DecisionAccept, About: []string{"test:kabuto"}},
		{Kind: attribution.DecisionPlanted, About: []string{"f0.1*"}},
		{Kind: attribution.DecisionIrrelevant, About: []string{"f0.2*"}},
	}
	for b.Loop() {
		if _, err := WeighedAgain(d, in, attribution.Attribute(in), Again{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The whole way of a stored report of 10,000 items but reading its JSON.
func BenchmarkWeighedAgain10000(b *testing.B) {
	d := From(quotations(b, 10_000, nil))
	for b.Loop() {
		in, err := Input(d)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := WeighedAgain(d, in, attribution.Attribute(in), Again{}); err != nil {
			b.Fatal(err)
		}
	}
}
