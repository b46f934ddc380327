package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A report says nothing of the machine that it was made on: folders, zone, language,
// processors, users and names of hosts leave no trace, not even in what programs say
// about files that they can't read.
func TestReportsAreIndependentOfTheHost(t *testing.T) {
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	pkg := zipOf(t, entry{"a.pdf", "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"}, entry{"b.docx", string(zipOf(t, entry{"word/document.xml", "<w:document"}))[:90]},
		entry{"c.cab", "MSCF\x00\x00\x00\x00" + strings.Repeat("\x01", 60)}, entry{"d.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)}, entry{"e.png", string(png)},
		entry{"f.lzh", "\x20\x00-lh5-" + strings.Repeat("\x02", 60)}, entry{"g.sqlite", "SQLite format 3\x00" + strings.Repeat("\x00", 200)}, entry{"h.7z", "7z\xbc\xaf\x27\x1c\x00\x04" + strings.Repeat("\x05", 40)},
		entry{"i.eml", "From: a@harrowgate.example\r\nTo: b@harrowgate.example\r\nDate: Mon, 4 Jan 2021 09:00:00 +0900\r\nSubject: x\r\n\r\nhello\r\n"},
		entry{"j.tar", string(tarGzOf(t, entry{"x", "1"}))[:20]}, entry{"k.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"}, entry{"l.pst", "!BDN" + strings.Repeat("\x00", 600)}, entry{"m.rpm", "\xed\xab\xee\xdb" + strings.Repeat("\x03", 120)})
	run := func(jobs, zone, language, folder string) []byte {
		dir := filepath.Join(t.TempDir(), folder)
		tmp := filepath.Join(dir, "temp-of-the-analyst")
		require.NoError(t, os.MkdirAll(tmp, 0o700))
		write(t, dir, "case.zip", pkg)
		cmd := exec.Command(binary, "scan", "--quiet", "--no-timing", "--jobs", jobs, "--claimed", "Harrowgate", "-o", "r.json", "case.zip")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "TZ="+zone, "LANG="+language, "LC_ALL="+language, "HOME="+dir, "USER=analyst-of-the-case", "GOMAXPROCS="+jobs)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		b, err := os.ReadFile(filepath.Join(dir, "r.json"))
		require.NoError(t, err)
		host, err := os.Hostname()
		require.NoError(t, err)
		for _, trace := range []string{dir, tmp, os.TempDir(), "temp-of-the-analyst", "analyst-of-the-case", filepath.Dir(binary)} {
			assert.NotContains(t, string(b), trace)
		}
		if len(host) > 4 {
			assert.NotContains(t, string(b), host)
		}
		return b
	}
	one := run("1", "UTC", "C", "here")
	two := run("2", "Asia/Tokyo", "C.UTF-8", "there and elsewhere")
	assert.True(t, bytes.Equal(one, two), "two machines, one report")
	assert.Contains(t, string(one), `"kind": "corrupt"`)
	assert.NotContains(t, string(one), `"sandbox"`)
}
