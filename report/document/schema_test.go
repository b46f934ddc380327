package document

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/evidence"
)

var update = flag.Bool("update", false, "write the schema that the types give; review the difference")

// The committed schema is a promise: when the types and it part, this fails, and
// the version and CHANGELOG.md must follow.
func TestSchemaMatchesTypes(t *testing.T) {
	want, err := reflectSchema()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("schema-"+Version+".json", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(JSONSchema()))
}

func compile(t *testing.T) *validator.Schema {
	t.Helper()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	require.NoError(t, err)
	c := validator.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource(SchemaURL, doc))
	s, err := c.Compile(SchemaURL)
	require.NoError(t, err)
	return s
}

func validate(t *testing.T, s *validator.Schema, d Document) error {
	t.Helper()
	b, err := json.Marshal(d)
	require.NoError(t, err)
	v, err := validator.UnmarshalJSON(bytes.NewReader(b))
	require.NoError(t, err)
	return s.Validate(v)
}

func hostileResult() analyzer.Result {
	box := evidence.Box{X: 1, Y: 2, W: 3, H: 4}
	return analyzer.Result{
		Tool:    analyzer.Tool{Name: "evscan", Version: "v0"},
		Package: analyzer.Package{Name: "bad\xffname.zip", Kind: "file", Size: 7},
		Coverage: analyzer.Coverage{Items: 1, PartlyRead: 1,
			ByReason: map[evidence.ProblemKind]int{evidence.ProblemCorrupt: 1}},
		Items: []evidence.Item{{ID: "0", Path: []string{"bad\xff\x1b[31m"}, Origin: evidence.OriginPackage, Status: evidence.StatusPartly,
			Marks:    []evidence.Mark{{Key: evidence.Key{Kind: evidence.KeyName, Value: "acme"}, Quality: math.NaN(), At: evidence.Locator{Box: &box}}},
			Problems: []evidence.Problem{{Kind: evidence.ProblemCorrupt, Detail: "torn"}}}},
		Attribution: attribution.Attribution{Verdict: attribution.VerdictUndetermined, Unknown: math.Inf(1) * 0,
			Claim: &attribution.ClaimVerdict{Organisation: "Acme", Verdict: attribution.ClaimUndetermined, LikelihoodRatio: math.Inf(1)}},
		Timing: analyzer.Timing{Started: time.Date(2021, 8, 26, 1, 2, 3, 4, time.FixedZone("JST", 9*3600)), Wall: 1500 * time.Millisecond},
	}
}

func TestReportsValidate(t *testing.T) {
	s := compile(t)
	assert.NoError(t, validate(t, s, From(analyzer.Result{Package: analyzer.Package{Kind: "file"},
		Attribution: attribution.Attribution{Verdict: attribution.VerdictNoEvidence}})))
	d := From(hostileResult())
	assert.NoError(t, validate(t, s, d))
	assert.Equal(t, "bad\uFFFDname.zip", d.Package.Name)
	assert.Equal(t, 0.0, d.Items[0].Marks[0].Quality)
	assert.Equal(t, 0.0, d.Attribution.UnknownProbability)
	assert.Equal(t, math.MaxFloat64, d.Claim.LikelihoodRatio)
	assert.Equal(t, "2021-08-25T16:02:03Z", d.Timing.Started)
	assert.Equal(t, []Problem{{Item: "0", Kind: "corrupt", Detail: "torn"}}, d.Problems)
	d.Timing = nil
	assert.NoError(t, validate(t, s, d))
}

func TestSchemaRefuses(t *testing.T) {
	s := compile(t)
	for name, spoil := range map[string]func(*Document){
		"an unknown verdict":      func(d *Document) { d.Attribution.Verdict = "guilty" },
		"an unknown problem kind": func(d *Document) { d.Problems[0].Kind = "boring" },
		"a probability above 1":   func(d *Document) { d.Claim.Probability = 1.5 },
		"a time that is none":     func(d *Document) { d.Timing.Started = "yesterday" },
		"another major version":   func(d *Document) { d.Schema.Version = "2.0.0" },
	} {
		t.Run(name, func(t *testing.T) {
			d := From(hostileResult())
			spoil(&d)
			assert.Error(t, validate(t, s, d))
		})
	}
}
