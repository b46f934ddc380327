package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/catalogue/mapped"
)

// TestIndexedCatalogues scans with an indexed catalogue beside one of JSON lines.
func TestIndexedCatalogues(t *testing.T) {
	dir := t.TempDir()
	indexed := filepath.Join(dir, "indexed.evcat")
	_, err := mapped.Write(t.Context(), indexed, func(yield func(evidence.Organisation, error) bool) {
		_ = yield(evidence.Organisation{ID: "x:1", Name: "Aldermoor Turbines Ltd", Domains: []string{"aldermoor.example"}, Country: "GB"}, nil) &&
			yield(evidence.Organisation{ID: "x:2", Name: "Brackwater", Domains: []string{"brackwater.example"}}, nil)
	}, mapped.Options{Date: "2026-01-02"})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "lines.jsonl"), []byte(`{"id":"x:3","name":"Cindervale Mills GmbH","domains":["cindervale.example"]}
{"id":"x:1","name":"Aldermoor Turbines Ltd","aliases":["Alderturb"]}
`), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sample.zip"), zipOf(t,
		entry{"a.txt", "The turbine of Aldermoor Turbines was delivered by Cindervale Mills.\nAlderturb signed for it."}), 0o600))

	// Both files by name, and the folder that holds them.
	for _, args := range [][]string{{"--catalogue", indexed, "--catalogue", "lines.jsonl"}, {"--catalogue", "."}} {
		r := evscan(t, dir, nil, append([]string{"scan", "--format", "json", "--no-ocr", "--no-default-catalogue", "sample.zip"}, args...)...)
		require.Equal(t, 0, r.status, r.err)
		orgs := map[string]int{}
		for _, it := range parse(t, r.out).Items {
			for _, m := range it.Marks {
				orgs[m.Organisation] += m.Count
			}
		}
		assert.Equal(t, map[string]int{"x:1": 2, "x:3": 1}, orgs)
	}

	r := evscan(t, dir, nil, "catalogue", "validate", indexed)
	assert.Equal(t, ran{indexed + ": 2 organisations, no fault\n", "", 0}, r)
	r = evscan(t, dir, nil, "catalogue", "list", "--no-default-catalogue", "--catalogue", ".")
	assert.Equal(t, "x:1\tAldermoor Turbines Ltd\taldermoor.example\nx:2\tBrackwater\tbrackwater.example\nx:3\tCindervale Mills GmbH\tcindervale.example\n", r.out)

	whole, err := os.ReadFile(indexed)
	require.NoError(t, err)
	whole[len(whole)/2] ^= 0xff
	require.NoError(t, os.WriteFile(indexed, whole, 0o600))
	r = evscan(t, dir, nil, "catalogue", "validate", indexed)
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, "broken catalogue file: checksum of the")
	require.NoError(t, os.Truncate(indexed, 100))
	r = evscan(t, dir, nil, "scan", "--no-default-catalogue", "--catalogue", indexed, "sample.zip")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.err, "broken catalogue file")
}
