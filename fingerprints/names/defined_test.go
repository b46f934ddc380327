package names

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDefinitions(t *testing.T) {
	for text, want := range map[string][]Definition{
		"the Security Sample Plan (SSP) and the SSP": {{"ssp", "security sample plan"}},
		"a network of sampling stations (NSS)":       {{"nss", "network of sampling stations"}},
		"Point-of-Sale (POS) terminals":              {{"pos", "point of sale"}},
		"the plan (SSP), Other Sample Plan (SSP)":    nil,
		"Plan (P), (SSP), text (Note)":               nil,
		"first Sample A (FSA":                        nil,
	} {
		assert.Equal(t, want, Definitions(text), text)
	}
}

// TestDefinedOtherwise: an abbreviation that the text defines as something else is not
// the organisation of that name, unless a legal form or a domain says so.
func TestDefinedOtherwise(t *testing.T) {
	m := matcher(t)
	var s Support
	hits := m.FindAll("TQZ Group")
	require.NotEmpty(t, hits)
	hits = []Hit{{Core: "asos", Orgs: []string{"x:a"}}, {Core: "asos", Form: "plc", Orgs: []string{"x:a"}}, {Core: "fsa", Orgs: []string{"x:f"}}, {Core: "federal sample agency", Orgs: []string{"x:f"}}}
	s.Hits(hits)
	s.Define([]Definition{{"asos", "automated sample observing systems"}, {"fsa", "federal sample agency"}})
	assert.Equal(t, []Hit{hits[1], hits[2], hits[3]}, s.Keep(hits))
	s.Orgs([]string{"x:a"})
	assert.Len(t, s.Keep(hits), 3, "names alone do not outweigh a definition")
	s.Sites([]string{"x:a"})
	assert.Len(t, s.Keep(hits), 4)
}

func FuzzDefinitions(f *testing.F) {
	for _, s := range []string{"A B (AB)", "(((AB)", "é f (EF)", "\n\n(AB)", "of of of (OO)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range Definitions(s) {
			require.NotEmpty(t, d.Short)
		}
	})
}
