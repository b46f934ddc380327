package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/testdata/demo"
)

// demoPackage writes one of the demo packages and returns its folder. The generator
// runs as a program of its own: the race detector would make it ten times slower.
func demoPackage(t *testing.T, v demo.Variant) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("go", "run", "../../testdata/demo/cmd/makedemo", "-o", dir, "-only", v.FileName()).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.NoError(t, os.Rename(filepath.Join(dir, v.FileName()), filepath.Join(dir, "demo.zip")))
	return dir
}

func scanDemo(t *testing.T, dir string, flags ...string) document.Document {
	t.Helper()
	args := append([]string{"scan", "--claimed", "Fujitsu", "--no-timing", "--quiet", "-o", "r.json"}, flags...)
	r := evscan(t, dir, nil, append(args, "demo.zip")...)
	require.Equal(t, 0, r.status, r.err)
	b, err := os.ReadFile(filepath.Join(dir, "r.json"))
	require.NoError(t, err)
	var d document.Document
	require.NoError(t, json.Unmarshal(b, &d))
	require.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
	require.Len(t, d.Items, d.Coverage.Items)
	return d
}

// The records of the public case: the customer's numbers in the catalogue, which
// are public, and the vendor's.
const (
	customer = "jp-corporate-number:5010001034867"
	vendor   = "jp-corporate-number:1020001071491"
)

// TestTheCase is the whole program on the whole reconstruction, pictures included.
func TestTheCase(t *testing.T) {
	dir := demoPackage(t, demo.Full)
	d := scanDemo(t, dir, "--jobs", "2")
	require.NotNil(t, d.Attribution.Owner, d.Attribution.Reason)
	assert.Equal(t, "identified", d.Attribution.Verdict)
	assert.Equal(t, customer, d.Attribution.Owner.ID)
	assert.GreaterOrEqual(t, d.Attribution.Owner.Probability, 0.8)
	assert.Equal(t, "contradicted", d.Claim.Verdict)
	assert.Equal(t, "vendor", d.Claim.Role)
	for _, b := range d.Attribution.Baselines {
		assert.Equal(t, vendor, b.ID, "the shortcut %s is wrong on this package, which is the point of it", b.Name)
	}
	kinds := map[string]int{}
	for _, p := range d.Problems {
		kinds[p.Kind]++
	}
	assert.Equal(t, 2, kinds["encrypted"])
	assert.Positive(t, kinds["corrupt"])
	assert.Zero(t, kinds["crashed"]+kinds["timed-out"]+kinds["tool-missing"], "%v", d.Problems)
	read := 0
	for _, it := range d.Items {
		if it.Text.OCRChars > 0 {
			read++
		}
	}
	assert.GreaterOrEqual(t, read, 24, "pictures and scanned pages that were read")

	one := scanDemo(t, dir, "--jobs", "1")
	assert.Equal(t, d, one, "the report does not depend on the number of workers")

	open := scanDemo(t, dir, "--no-ocr", "--password", demo.Password)
	assert.Zero(t, open.Coverage.ByReason["encrypted"])

	unlisted := scanDemo(t, dir, "--no-ocr", "--no-default-catalogue")
	require.NotNil(t, unlisted.Attribution.Owner, unlisted.Attribution.Reason)
	assert.Contains(t, unlisted.Attribution.Owner.Domains, "toray.co.jp")
	assert.Equal(t, "contradicted", unlisted.Claim.Verdict)
}

// Without the customer's own files nobody can tell the vendor from the customer,
// and the vendor must not be accused.
func TestTheCaseWithoutTheCustomersFiles(t *testing.T) {
	d := scanDemo(t, demoPackage(t, demo.VendorOnly))
	assert.NotEqual(t, "identified", d.Attribution.Verdict)
	assert.Nil(t, d.Attribution.Owner)
	assert.Contains(t, d.Attribution.Reason, "issuer or recipient")
	assert.NotEqual(t, "supported", d.Claim.Verdict)
}

func TestATrueClaim(t *testing.T) {
	d := scanDemo(t, demoPackage(t, demo.TrueClaim))
	require.NotNil(t, d.Attribution.Owner, d.Attribution.Reason)
	assert.Equal(t, vendor, d.Attribution.Owner.ID)
	assert.Equal(t, "supported", d.Claim.Verdict)
}
