package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The LEIs are the example of ISO 17442 and GLEIF's own; the names are invented.
const leiList = `"LEI","Entity.LegalName","Entity.LegalName.xmllang","Entity.LegalAddress.Country","Entity.EntityCategory"
"5493001KJTIIGC8Y1R12","Aoba Works, Inc.","en","US","GENERAL"
"5493001KJTIIGC8Y1R13","Wrong Digit Ltd","en","GB","GENERAL"
"506700GE1G29325QX363","A Person","en","GB","SOLE_PROPRIETOR"
"506700GE1G29325QX363","Borealis SA","fr","FR","GENERAL"
`

func TestCatalogueImport(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(leiList))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	for _, out := range []string{"orgs.jsonl", "orgs.jsonl.gz", "orgs.evcat"} {
		dir := t.TempDir()
		r := evscan(t, dir, packed.Bytes(), "catalogue", "import", "-o", out, "--errors", "left.txt", "-")
		require.Equal(t, 0, r.status, r.err)
		assert.Contains(t, r.err, "licence: CC0 1.0")
		assert.Contains(t, r.err, `line 3: LEI "5493001KJTIIGC8Y1R13": wrong form or check digits`)
		assert.Contains(t, r.err, "2 organisations imported, 1 rows not imported (natural persons, withdrawn, other kinds), 1 rows broken")
		left, err := os.ReadFile(filepath.Join(dir, "left.txt"))
		require.NoError(t, err)
		assert.Equal(t, "line 3: LEI \"5493001KJTIIGC8Y1R13\": wrong form or check digits\nline 4: not imported: a natural person (sole proprietor)\n", string(left))

		r = evscan(t, dir, nil, "catalogue", "list", out)
		assert.Equal(t, "lei:506700GE1G29325QX363\tBorealis SA\t\nlei:5493001KJTIIGC8Y1R12\tAoba Works, Inc.\t\n", r.out)
		r = evscan(t, dir, nil, "catalogue", "show", "--no-default-catalogue", "--catalogue", out, "Borealis SA")
		assert.Equal(t, "lei:506700GE1G29325QX363\n  name        Borealis SA (fr)\n  registry    lei:506700GE1G29325QX363\n  country     FR\n  kind        company\n  background  0.00\n  source      GLEIF\n", r.out)
		r = evscan(t, dir, nil, "catalogue", "validate", out)
		assert.Equal(t, out+": 2 organisations, no fault\n", r.out)
	}
}

func TestCatalogueImportLeavesNothingBehindAFailure(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args   []string
		input  string
		status int
	}{
		{[]string{"catalogue", "import", "-o", "o.jsonl", "-"}, "nothing known", 2},
		{[]string{"catalogue", "import", "--from", "gleif", "-o", "o.jsonl", "--errors", "e.txt", "-"}, "a,b\n1,2\n", 1},
		{[]string{"catalogue", "import", "--from", "gleif", "-o", "o.evcat", "-"}, leiList[:150], 1},
		{[]string{"catalogue", "import", "--from", "nobody", "-o", "o.jsonl", "-"}, leiList, 2},
		{[]string{"catalogue", "import", "--from", "gleif", "-"}, leiList, 2},
		{[]string{"catalogue", "import", "--from", "gleif", "-o", "o.jsonl", "none.csv"}, "", 2},
	} {
		r := evscan(t, dir, []byte(c.input), c.args...)
		assert.Equal(t, c.status, r.status, "%v: %s", c.args, r.err)
		left, err := os.ReadDir(dir)
		require.NoError(t, err)
		assert.Empty(t, left, c.args)
	}
}

func TestCatalogueValidateNamesLineAndReason(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "o.jsonl"), []byte(`{"id":"x:1","name":"Aoba"}
{"id":"x:1","name":"Again"}
{"id":"x:2","name":"Borealis","aliases":["Monday"],"domains":["gmail.com"]}
{"id":"x:3","name":"Cedar","registry":["vat:DE136695977"]}
{"id":"x:4","name":"Delta","country":"ZZ"}
`), 0o600))
	r := evscan(t, dir, nil, "catalogue", "validate", "o.jsonl")
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, `o.jsonl: line 2: id "x:1": the same as in line 1`)
	assert.Contains(t, r.err, `o.jsonl: line 3: domain "gmail.com": anybody has mail there, so it tells no organisation; alias "Monday": a common word`)
	assert.Contains(t, r.err, `o.jsonl: line 4: registry number "vat:DE136695977"`)
	assert.Contains(t, r.err, `o.jsonl: line 5: country "ZZ"`)
	assert.Contains(t, r.err, "o.jsonl: 4 rows with faults, 1 without")
}

func TestCatalogueSources(t *testing.T) {
	r := evscan(t, t.TempDir(), nil, "catalogue", "show", "--sources")
	assert.Equal(t, 0, r.status)
	for _, want := range []string{"EDINET code list", "gBizINFO", "出典:EDINET閲覧(提出)サイト, PDL1.0", "licence  CC0 1.0", "Licence texts", "public suffix list"} {
		assert.Contains(t, r.out, want)
	}
}
