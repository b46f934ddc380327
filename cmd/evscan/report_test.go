package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A report that comes through a pipe is rendered, weighed again and compared as one in a
// file is.
func TestReportFromStandardInput(t *testing.T) {
	dir := dealings(t)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--no-timing", "--claimed", "Copperline", "-o", "r.json", "-o", "r.ndjson", "a.zip").status)
	for _, args := range []string{"report --format html", "report --format json --claimed harrowgate.example", "report --redact", "compare --format json r.json"} {
		want := evscan(t, dir, nil, append(strings.Fields(args), "r.json")...)
		require.Equal(t, 0, want.status, want.err)
		for _, stored := range []string{"r.json", "r.ndjson"} {
			got := evscan(t, dir, []byte(fileOf(t, dir, stored)), append(strings.Fields(args), "-")...)
			require.Equal(t, 0, got.status, got.err)
			assert.Equal(t, want.out, got.out, "%s of %s", args, stored)
		}
	}

	got := evscan(t, dir, []byte(fileOf(t, dir, "r.json")), "report", "-o", "piped.html", "-")
	require.Equal(t, 0, got.status, got.err)
	assert.Contains(t, fileOf(t, dir, "piped.html"), "</html>")
}

func TestNoReportOnStandardInput(t *testing.T) {
	dir := folder(t, map[string][]byte{"r.json": []byte("{}")})
	for _, c := range []struct {
		args, stdin string
		status      int
		stderr      string
	}{
		{"report -", "", 1, "standard input is empty"},
		{"report -", "PK\x03\x04", 1, "standard input: "},
		{"report -", "{}", 1, "standard input: this is no evscan report"},
		{"report -o out.html -", `{"schema": {"version": "1.0.0"`, 1, "standard input: "},
		{"compare - -", "{}", 2, "only one of the two reports can come from standard input"},
	} {
		r := evscan(t, dir, []byte(c.stdin), strings.Fields(c.args)...)
		assert.Equal(t, c.status, r.status, c.args)
		assert.Empty(t, r.out, c.args)
		assert.Contains(t, r.err, c.stderr, c.args)
	}
	assert.Equal(t, []string{"r.json"}, filesIn(t, dir), "no file of a report that could not be read")
}
