package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/testdata/templates"
)

// taughtCast writes the documents of two invented organisations, and of others, that are
// no pictures.
func taughtCast(t *testing.T) string {
	t.Helper()
	files, err := templates.All(7)
	require.NoError(t, err)
	dir := t.TempDir()
	for _, f := range files {
		org, _, _ := strings.Cut(f.Folder, "/")
		if f.Scan || f.Screen || org != "kestrel" && org != "aoba" && org != "others" {
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(f.Folder))
		require.NoError(t, os.MkdirAll(to, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(to, f.Name), f.Data, 0o600))
	}
	return dir
}

func TestLearnAndScan(t *testing.T) {
	dir := taughtCast(t)
	learn := func(org, domain string, more ...string) ran {
		args := append([]string{"learn", "--org", org, "--domain", domain, "-o", filepath.Base(domain) + ".jsonl"}, more...)
		return evscan(t, dir, nil, append(args, strings.SplitN(domain, "-", 2)[0]+"/learn")...)
	}
	r := learn("Kestrel Marine Surveyors Ltd", "kestrel-marine.example")
	require.Equal(t, 0, r.status, r.err)
	assert.Empty(t, r.out)
	assert.Contains(t, r.err, "documents          22\n")
	assert.Contains(t, r.err, "held-out recall    22 of 22 = 1.00 (each fifth held out once)\ncollisions         0 of 49 default documents\n")
	r = learn("青葉精機株式会社", "aoba-seiki.example", "--against", "kestrel-marine.example.jsonl")
	require.Equal(t, 0, r.status, r.err)
	assert.Contains(t, r.err, "0 of 22 of these documents are taken for Kestrel Marine Surveyors Ltd\n")

	file, err := os.ReadFile(filepath.Join(dir, "kestrel-marine.example.jsonl"))
	require.NoError(t, err)
	_, lines, _ := strings.Cut(string(file), "\n")
	for _, word := range []string{"Falmouth", "Harbour", "Georgia", "KMS", "Survey"} {
		assert.NotContains(t, lines, word, "hashes only")
	}
	again := learn("Kestrel Marine Surveyors Ltd", "kestrel-marine.example", "--jobs", "1")
	require.Equal(t, 0, again.status)
	same, err := os.ReadFile(filepath.Join(dir, "kestrel-marine.example.jsonl"))
	require.NoError(t, err)
	assert.Equal(t, string(file), string(same), "the file does not depend on the workers")

	said := func(folder string) map[string]bool {
		r := evscan(t, dir, nil, "scan", "--no-default-catalogue", "--no-timing", "--catalogue", "kestrel-marine.example.jsonl", "--catalogue", "aoba-seiki.example.jsonl", "--format", "json", folder)
		require.Equal(t, 0, r.status, r.err)
		out := map[string]bool{}
		for _, it := range parse(t, r.out).Items {
			for _, m := range it.Marks {
				if m.Kind == "templates" {
					assert.Equal(t, "template", string(m.Class))
					assert.Contains(t, m.Why, "nats of ")
					out[it.Path[1]+" "+m.Value] = true
				}
			}
		}
		return out
	}
	assert.Len(t, said("kestrel/held"), 10)
	assert.Contains(t, said("kestrel/held"), "letter-06.docx Kestrel Marine Surveyors Ltd")
	assert.Len(t, said("aoba/half"), 10)
	assert.Empty(t, said("others/held"))
}

func TestFingerprintFilesInTheCatalogue(t *testing.T) {
	const head = `{"format":"evscan-fingerprints","version":1,"organisation":"Harrowgate Ltd","domains":["harrowgate.example"],"documents":5,"held_out_recall":0.8}` + "\n"
	dir := folder(t, map[string][]byte{"good.jsonl": []byte(head + `{"kind":"style","hash":"000000000000000a","docs":5}`), "bad.jsonl": []byte(head + "{}\n"),
		"worse.jsonl": []byte(strings.Replace(head, `"version":1`, `"version":9`, 1)), "s.zip": sample(t)})
	r := evscan(t, dir, nil, "catalogue", "validate", "good.jsonl")
	assert.Equal(t, "good.jsonl: fingerprints of Harrowgate Ltd, 1 components, 0 logos, 0 pages from 5 documents, held-out recall 0.80, no fault\n", r.out)
	r = evscan(t, dir, nil, "catalogue", "validate", "bad.jsonl")
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, "bad.jsonl:2: broken fingerprint file: in 0 of 5 documents")
	r = evscan(t, dir, nil, "catalogue", "list", "--no-default-catalogue", "--catalogue", "good.jsonl")
	assert.Equal(t, "domain:harrowgate.example\tHarrowgate Ltd\tharrowgate.example\n", r.out)
	r = evscan(t, dir, nil, "catalogue", "show", "--no-default-catalogue", "--catalogue", "good.jsonl", "harrowgate.example")
	assert.Contains(t, r.out, "name        Harrowgate Ltd\n")
	r = evscan(t, dir, nil, "scan", "--catalogue", "worse.jsonl", "s.zip")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.err, "version 9; this program reads version 1")
	// A bad line is logged and left out; the organisation is known all the same.
	r = evscan(t, dir, nil, "scan", "--catalogue", "bad.jsonl", "--format", "json", "s.zip")
	require.Equal(t, 0, r.status, r.err)
	assert.Contains(t, r.err, "lines of a fingerprint file were left out")
	assert.Contains(t, r.out, `"Harrowgate Ltd"`)
}

func TestLearnRefuses(t *testing.T) {
	dir := folder(t, map[string][]byte{"s.zip": sample(t), "plain.jsonl": []byte(`{"name":"X","domains":["x.example"]}`)})
	require.NoError(t, os.Mkdir(filepath.Join(dir, "few"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "few", "a.txt"), []byte("one"), 0o600))
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"learn", "few"}, 2, "--org is needed"},
		{[]string{"learn", "--org", "X", "--domain", "com", "few"}, 2, `"com" is no registrable domain`},
		{[]string{"learn", "--org", "X", "--against", "plain.jsonl", "few"}, 2, "plain.jsonl is no fingerprint file"},
		{[]string{"learn", "--org", "X", "-o", "out.jsonl", "few"}, 1, "too few documents: 1, at least 5 are wanted"},
		{[]string{"learn", "--org", "X", "-o", "out.jsonl", "s.zip"}, 1, "nothing in common"},
		{[]string{"learn", "--org", "X", "nowhere"}, 1, "check the path"},
	} {
		r := evscan(t, dir, nil, c.args...)
		assert.Equal(t, c.status, r.status, c.args)
		assert.Contains(t, r.err, c.want)
	}
	_, err := os.Stat(filepath.Join(dir, "out.jsonl"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
