package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/width"

	"evscan/report/document"
)

// runOnTerminal runs the program on a terminal of so many columns and returns what it
// wrote there.
func runOnTerminal(t *testing.T, dir string, columns int, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "TMPDIR=" + t.TempDir()}, env...)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: uint16(columns)})
	require.NoError(t, err)
	defer f.Close()
	out, _ := io.ReadAll(f) // ends with an error when the program closes the terminal
	require.NoError(t, cmd.Wait(), string(out))
	return string(out)
}

// colour is the only escape that may reach a terminal.
var colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// screen fails where out does anything on a terminal of so many columns but write
// colours and lines that fit. Widths are those of Unicode's East Asian Width property.
func screen(t *testing.T, out string, columns int) {
	t.Helper()
	plain := colour.ReplaceAllString(out, "")
	for line := range strings.SplitSeq(plain, "\r\n") {
		n := 0
		for _, r := range line {
			assert.False(t, unicode.IsControl(r) || unicode.In(r, unicode.Cf), "%U in %q", r, line)
			switch k := width.LookupRune(r).Kind(); {
			case unicode.In(r, unicode.Mn, unicode.Me):
			case k == width.EastAsianWide || k == width.EastAsianFullwidth:
				n += 2
			default:
				n++
			}
		}
		assert.LessOrEqual(t, n, columns, line)
	}
}

// stored is a report whose names are hostile and long.
func stored(t *testing.T, dir string) {
	t.Helper()
	r := evscan(t, dir, nil, "scan", "--claimed", "Kestrel Systems", "--format", "json", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	d := parse(t, r.out)
	names := []string{"株式会社" + strings.Repeat("とても長い名前の会社", 12), "evil\x1b[2J\x1b[1;1H", "cursor\x1b]0;title\x07up\x1b[A", "bidi\u202e\u2066dlrow\u2069", "back\b\b\b\r\nspace",
		"combined e\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "emoji 👩\u200d👩\u200d👧 🇯🇵 ❤\ufe0f", "C1 \u009b31m", "한국어 회사", "שלום בע״מ", "tab\there", strings.Repeat("x", 300)}
	for i, name := range names {
		d.Attribution.Candidates = append(d.Attribution.Candidates, document.Candidate{ID: fmt.Sprint("x", i), Name: name, Aliases: []string{}, Domains: []string{}, Roles: []string{"vendor", "mentioned"},
			Terms: []document.Term{}, Evidence: []document.Evidence{{Item: "0.0", Path: []string{"a.zip", name}, Class: "mention", Value: name, Snippet: name, Weight: 1, CountedAs: name}}})
		d.Problems = append(d.Problems, document.Problem{Item: "0", Kind: "corrupt", Where: name, Detail: name, Hint: name})
	}
	c := d.Attribution.Candidates
	c[0], c[len(c)-12] = c[len(c)-12], c[0] // the longest leads
	d.Package.Name = names[1] + names[0]
	d.Claim = &document.Claim{Organisation: names[3], Verdict: "contradicted", Reason: names[5], LikelihoodRatio: 0.001}
	b, err := json.Marshal(d)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "r.json"), b, 0o644))
}

func TestSummariesFitTheTerminal(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	stored(t, dir)
	for _, columns := range []int{40, 60, 100, 200} {
		for _, lang := range []string{"en_US.UTF-8", "ja_JP.UTF-8"} {
			for _, args := range [][]string{{"report", "r.json"}, {"compare", "r.json", "r.json"}, {"scan", "--progress", "never", "a.zip"}} {
				t.Run(fmt.Sprint(columns, lang, args[0]), func(t *testing.T) {
					out := runOnTerminal(t, dir, columns, []string{"LANG=" + lang}, args...)
					screen(t, out, columns)
					assert.Contains(t, out, "\x1b[1m", "a terminal has colours")
					if strings.HasPrefix(lang, "ja") {
						assert.Regexp(t, "読取範囲|結論", out)
					} else {
						assert.Regexp(t, "COVERAGE|VERDICT", out)
					}
				})
			}
		}
	}
}

func TestColourOnlyWhereItIsWanted(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	stored(t, dir)
	assert.Contains(t, runOnTerminal(t, dir, 80, nil, "report", "r.json"), "\x1b[")
	assert.NotContains(t, runOnTerminal(t, dir, 80, []string{"NO_COLOR=1"}, "report", "r.json"), "\x1b[")
	assert.NotContains(t, runOnTerminal(t, dir, 80, []string{"TERM=dumb"}, "report", "r.json"), "\x1b[")
	// Without colour it says the same.
	assert.Equal(t, colour.ReplaceAllString(runOnTerminal(t, dir, 80, nil, "report", "r.json"), ""), runOnTerminal(t, dir, 80, []string{"NO_COLOR=1"}, "report", "r.json"))
	assert.NotContains(t, evscan(t, dir, nil, "report", "r.json").out, "\x1b[", "no colour in a file or a pipe")
}

func TestLanguageOfSummaries(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	stored(t, dir)
	assert.Contains(t, evscan(t, dir, nil, "report", "--report-lang", "ja", "r.json").out, "読取範囲")
	assert.Contains(t, runOnTerminal(t, dir, 80, []string{"LANG=ja_JP.UTF-8"}, "report", "--report-lang", "en", "r.json"), "COVERAGE")
	r := evscan(t, dir, nil, "compare", "--report-lang", "ja", "r.json", "r.json")
	assert.Contains(t, r.out, "結論        同一:二つは同一のパッケージです(全バイト一致)。")
}

// A reader that goes away ends the program without a word, and nothing is left behind.
func TestReaderGoesAway(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	for _, args := range []string{"scan --progress never a.zip", "scan --format json a.zip", "catalogue list", "formats"} {
		tmp := t.TempDir()
		cmd := exec.Command(binary, strings.Fields(args)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "TMPDIR="+tmp)
		r, w, err := os.Pipe()
		require.NoError(t, err)
		var errs strings.Builder
		cmd.Stdout, cmd.Stderr = w, &errs
		require.NoError(t, r.Close())
		require.Error(t, cmd.Run())
		require.NoError(t, w.Close())
		assert.Equal(t, 141, cmd.ProcessState.ExitCode(), args)
		assert.Empty(t, errs.String(), args)
		left, err := os.ReadDir(tmp)
		require.NoError(t, err)
		assert.Empty(t, left, args)
	}
}

// Ctrl-C reaches the workers, too, since a terminal sends it to the whole group.
func TestInterruptOnATerminal(t *testing.T) {
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	var entries []entry
	for i := range 2000 {
		entries = append(entries, entry{fmt.Sprintf("%d.png", i), string(png) + fmt.Sprint(i)})
	}
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entries...)})
	tmp := t.TempDir()
	cmd := exec.Command(binary, "scan", "-o", "r.json", "a.zip")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TERM=xterm", "TMPDIR=" + tmp}
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 40})
	require.NoError(t, err)
	defer f.Close()
	var out strings.Builder
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(&out, f)
	}()
	require.Eventually(t, func() bool {
		found, err := filepath.Glob(filepath.Join(tmp, "evscan-*", "items", "*"))
		return err == nil && len(found) > 10
	}, 60*time.Second, 5*time.Millisecond)
	_, err = f.Write([]byte{3})
	require.NoError(t, err)
	require.Error(t, cmd.Wait())
	<-done
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	assert.Contains(t, lines[len(lines)-1], "evscan: interrupted; nothing was written")
	assert.NotContains(t, out.String(), "panic")
	assert.NoFileExists(t, filepath.Join(dir, "r.json"))
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}
