package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report"
)

// Every format, on standard output and in a file, of a scan and of a stored report.
func TestRedact(t *testing.T) {
	screenshot, err := os.ReadFile("../../testdata/demo/pictures/portal-ja-home.png")
	require.NoError(t, err)
	mail := func(n string) string {
		return "From: Ottoline Quenby <ottoline.quenby@harrowgate.example>\r\nTo: =?utf-8?B?6bey5rSl5bGxIOiRpuavlOWPpA==?= <washizuyama@harrowgate.example>\r\nSubject: Plan " + n +
			"\r\nMessage-ID: <2021010" + n + "1234.ABC@mx.harrowgate.example>\r\nDate: Mon, 4 Jan 2021 09:00:00 +0900\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n鷲津山様\r\n" +
			"The plan of Ottoline Quenby is on \\\\HGFS01\\home$\\oquenby\\plan" + n + ".docx, call 03-0000-4321, card 4111 1111 1111 1111.\r\n〒999-9999 青森県架空市夢町9-8-7\r\nHarrowgate Mills Ltd\r\nKind regards,\r\nOttoline Quenby\r\n"
	}
	dir := folder(t, map[string][]byte{"case of Quenby.zip": zipOf(t, entry{"CV_Ottoline_Quenby.eml", mail("1")}, entry{"oquenby/2.eml", mail("2")}, entry{"鷲津山葦比古.eml", mail("3")}, entry{"portal.png", string(screenshot)})})
	secrets := []string{"Ottoline", "Quenby", "quenby", "鷲津山", "葦比古", "washizuyama", "0000-4321", "4111", "999-9999", "夢町"}
	r := evscan(t, dir, nil, "scan", "-q", "--include-text", "--claimed", "Harrowgate Mills", "-o", "plain.json", "case of Quenby.zip")
	require.Equal(t, 0, r.status, r.err)
	plain, err := os.ReadFile(filepath.Join(dir, "plain.json"))
	require.NoError(t, err)
	for _, s := range secrets {
		assert.Contains(t, string(plain), s)
	}
	args := []string{"--redact", "--no-timing"}
	for _, e := range report.Encoders() {
		args = append(args, "-o", "redacted."+e.Exts[0])
	}
	r = evscan(t, dir, nil, append(append([]string{"scan", "--include-text", "--claimed", "Harrowgate Mills"}, args...), "case of Quenby.zip")...)
	require.Equal(t, 0, r.status, r.err)
	clean := func(where, s string) {
		t.Helper()
		for _, secret := range secrets {
			if i := strings.Index(s, secret); i >= 0 {
				t.Errorf("%s: %q is found: %q", where, secret, s[max(0, i-80):min(len(s), i+60)])
			}
		}
		assert.NotContains(t, s, "data:image/", where)
		assert.Contains(t, s, "arrowgate", where)
	}
	clean("summary", r.out)
	assert.Contains(t, r.out, "Redacted: names of persons")
	assert.Contains(t, r.out, "Harrowgate Mills")
	stored, err := os.ReadFile(filepath.Join(dir, "redacted.json"))
	require.NoError(t, err)
	for _, e := range report.Encoders() {
		b, err := os.ReadFile(filepath.Join(dir, "redacted."+e.Exts[0]))
		require.NoError(t, err)
		clean(e.Name, string(b))
		r := evscan(t, dir, nil, "scan", "--redact", "--no-timing", "--include-text", "--claimed", "Harrowgate Mills", "--format", e.Name, "case of Quenby.zip")
		require.Equal(t, 0, r.status, r.err)
		clean(e.Name+" on standard output", r.out)
		r = evscan(t, dir, nil, "report", "--redact", "--format", e.Name, "plain.json")
		require.Equal(t, 0, r.status, r.err)
		clean(e.Name+" of a stored report", r.out)
	}
	// Masking a masked report changes nothing.
	r = evscan(t, dir, nil, "report", "--redact", "--format", "json", "redacted.json")
	assert.Equal(t, string(stored), r.out)
	d := parse(t, string(stored))
	assert.True(t, d.Options.Redacted)
	assert.True(t, strings.HasPrefix(d.Package.Name, "case of person-"), d.Package.Name)
	p := parse(t, string(plain))
	assert.Equal(t, p.Attribution.Verdict, d.Attribution.Verdict)
	assert.Equal(t, p.Attribution.UnknownProbability, d.Attribution.UnknownProbability)
	// It can still be weighed again and verified.
	r = evscan(t, dir, nil, "report", "--claimed", "harrowgate.example", "--format", "json", "redacted.json")
	require.Equal(t, 0, r.status, r.err)
	assert.Equal(t, p.Attribution.Verdict, parse(t, r.out).Attribution.Verdict)
	r = evscan(t, dir, nil, "verify", "redacted.json", "case of Quenby.zip")
	assert.Equal(t, 0, r.status, r.out+r.err)
}
