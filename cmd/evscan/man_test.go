package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shownAs is the text of a page as a person reads it, hyphens and blanks made plain.
func shownAs(t *testing.T, file string) string {
	t.Helper()
	if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("groff is not installed")
	}
	cmd := exec.Command("groff", "-ww", "-man", "-Tutf8", "-P-c", "-rLL=200n", file)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run())
	assert.Empty(t, errs.String(), "warnings on "+file)
	plain := regexp.MustCompile(`.\x08`).ReplaceAllString(out.String(), "")
	return strings.Join(strings.Fields(plain), " ")
}

func TestEveryCommandAndFlagIsInTheManual(t *testing.T) {
	dir := t.TempDir()
	r := evscan(t, dir, nil, "man", "pages")
	require.Equal(t, 0, r.status, r.err)
	root := newRoot()
	root.InitDefaultCompletionCmd()
	n := 0
	for _, c := range documented(root) {
		file := filepath.Join(dir, "pages", manName(c)+".1")
		page := shownAs(t, file)
		n++
		assert.Contains(t, page, manName(c)+" - ", "the page names its command")
		for _, s := range visible(c) {
			assert.Contains(t, page, s.Name()+" "+s.Short, c.CommandPath())
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				assert.Contains(t, page, "--"+f.Name, c.CommandPath())
			}
		})
		assert.NotEmpty(t, c.Short)
		for line := range strings.Lines(c.Example) {
			assert.Contains(t, page, strings.Join(strings.Fields(line), " "))
		}
	}
	files, err := os.ReadDir(filepath.Join(dir, "pages"))
	require.NoError(t, err)
	assert.Len(t, files, n, "no page without a command")
	main := shownAs(t, filepath.Join(dir, "pages", "evscan.1"))
	for _, s := range []string{"EXIT STATUS 0 A report was written.", "NO_COLOR", "SEE ALSO evscan-catalogue(1)"} {
		assert.Contains(t, main, s)
	}
}

func TestManualIsReproducible(t *testing.T) {
	env := map[string]string{"SOURCE_DATE_EPOCH": "1630022400"}
	assert.Equal(t, "2021-08-27", manDate(func(k string) string { return env[k] }))
	var one, two bytes.Buffer
	require.NoError(t, manPage(&one, newScan(), "2021-08-27"))
	require.NoError(t, manPage(&two, newScan(), "2021-08-27"))
	assert.Equal(t, one.String(), two.String())
	assert.Contains(t, one.String(), `.TH SCAN 1 "2021-08-27"`)
}

func TestRoff(t *testing.T) {
	for s, want := range map[string]string{"a-b": `a\-b`, `C:\x`: `C:\ex`, ".TH": `\&.TH`, "'x'": `\(aqx\(aq`, "御中": `\[u5FA1]\[u4E2D]`} {
		assert.Equal(t, want, roff(s))
	}
}

// Examples are command lines that exist: each is parsed, with its flags.
func TestExamplesParse(t *testing.T) {
	for _, c := range documented(newRoot()) {
		for line := range strings.Lines(c.Example) {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "evscan ") {
				continue
			}
			line, _, _ = strings.Cut(line, " > ")
			line, _, _ = strings.Cut(line, " < ")
			line, _, _ = strings.Cut(line, "  #")
			root := newRoot()
			args := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(line, "evscan "), `"Example Corp"`, "Example"))
			found, rest, err := root.Find(args)
			require.NoError(t, err, line)
			require.NoError(t, found.ParseFlags(rest), line)
			if found.Args != nil {
				assert.NoError(t, found.Args(found, found.Flags().Args()), line)
			}
		}
	}
}

func TestCompletion(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	ask := func(args ...string) []string {
		r := evscan(t, dir, nil, append([]string{"__complete"}, args...)...)
		require.Equal(t, 0, r.status, r.err)
		return strings.Split(strings.TrimSpace(r.out), "\n")
	}
	const words, ordered, exts = ":4", ":36", ":8" // directives of cobra: no files; in this order, too; files by extension
	assert.Equal(t, []string{"auto", "always", "never", ordered}, ask("scan", "--progress", ""))
	assert.Equal(t, []string{"auto", "en", "ja", ordered}, ask("report", "--report-lang", ""))
	assert.Contains(t, ask("scan", "--format", ""), "html")
	assert.Equal(t, []string{"text", "json", ordered}, ask("compare", "--format", ""))
	assert.Equal(t, []string{"txt", "json", exts}, ask("compare", "-o", ""))
	assert.Contains(t, ask("report", ""), "json")
	assert.Equal(t, []string{":0"}, ask("scan", ""), "any file may be a package")
	assert.Equal(t, []string{words}, ask("doctor", ""))
	assert.Contains(t, ask("scan", "--lang", "")[0], "auto")
	assert.Contains(t, strings.Join(ask("comp"), " "), "compare\tSay what two scanned packages have in common")
	assert.NotContains(t, strings.Join(ask(""), " "), "worker", "hidden commands stay hidden")
	assert.Equal(t, []string{words}, ask("catalogue", "show", "m"), "one letter is too little")
	assert.Contains(t, ask("catalogue", "show", "microsoft.co"), "microsoft.com\tMicrosoft Corporation")
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		r := evscan(t, dir, nil, "completion", shell)
		require.Equal(t, 0, r.status, r.err)
		assert.Contains(t, r.out, "__complete")
		if path, err := exec.LookPath(shell); err == nil && shell != "powershell" {
			cmd := exec.Command(path, "-n")
			cmd.Stdin = strings.NewReader(r.out)
			out, err := cmd.CombinedOutput()
			assert.NoError(t, err, string(out))
		}
	}
}

func TestTyposAreAnswered(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	for _, c := range []struct{ args, err string }{
		{"scna a.zip", "hint: did you mean 'evscan scan'?"},
		{"a.zip", "hint: to scan a package: evscan scan a.zip"},
		{"xyzzy", "hint: run 'evscan --help' for the commands"},
		{"scan --claimd x a.zip", "hint: did you mean --claimed?"},
		{"scan --catalog x a.zip", "hint: did you mean --catalogue?"},
		{"scan --frobnicate a.zip", "hint: run 'evscan scan --help' for the flags"},
		{"catalogue shwo x", "did you mean 'evscan catalogue show'?"},
		{"completion cmd", "there is no command \"cmd\""},
		{"completion bash x", "'evscan completion bash' takes no arguments, and there is \"x\""},
		{"scan", "wrong number of arguments: 0\nhint: usage: evscan scan [flags] PACKAGE"},
		{"scan --jobs two a.zip", "--jobs: \"two\" is no whole number"},
		{"scan --limit-ratio high a.zip", "--limit-ratio: \"high\" is no number"},
		{"scan --limit-item-time 5 a.zip", "--limit-item-time: \"5\" is no duration; write 30s, 5m or 2h"},
		{"scan --no-ocr=perhaps a.zip", "--no-ocr: \"perhaps\" is no choice"},
	} {
		r := evscan(t, dir, nil, strings.Fields(c.args)...)
		assert.Equal(t, 2, r.status, c.args)
		assert.Contains(t, r.err, c.err, c.args)
	}
	empty := evscan(t, dir, nil, "scan", "")
	assert.Equal(t, "evscan: the name of the package is empty\nhint: a package is an archive, a folder or a single file\n", empty.err)
	assert.Equal(t, evscan(t, dir, nil, "version").out, evscan(t, dir, nil, "--version").out)
	assert.Equal(t, 1, distance("scna", "scan"))
	assert.Equal(t, 3, distance("abc", ""))
}
