package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What other programs import is the same from a stored report as from the scan.
func TestExchangeFormats(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"報告.txt", "Harrowgate Mills Ltd\nContact: office@harrowgate.example\n"}, entry{"b.txt", "x"})})
	outputs := map[string]string{"stix": "r.stix.json", "misp": "r.misp.json", "case": "r.case.jsonld"}
	args := []string{"scan", "--quiet", "--no-ocr", "--claimed", "Kestrel Systems", "-o", "r.json", "a.zip"}
	for _, file := range outputs {
		args = append(args, "-o", file)
	}
	r := evscan(t, dir, nil, args...)
	require.Equal(t, 0, r.status, r.err)
	for format, file := range outputs {
		of, err := os.ReadFile(filepath.Join(dir, file))
		require.NoError(t, err)
		assert.NotEmpty(t, of)
		again := evscan(t, dir, nil, "report", "--format", format, "r.json")
		require.Equal(t, 0, again.status, again.err)
		assert.Equal(t, string(of), again.out, format)
		renamed := evscan(t, dir, nil, "report", "-o", "again."+file[2:], "r.json")
		require.Equal(t, 0, renamed.status, renamed.err)
		written, err := os.ReadFile(filepath.Join(dir, "again."+file[2:]))
		require.NoError(t, err)
		assert.Equal(t, string(of), string(written), format)
	}
	ja := evscan(t, dir, nil, "report", "--report-lang", "ja", "--format", "stix", "r.json")
	assert.Contains(t, ja.out, "は誰の記録か")
}
