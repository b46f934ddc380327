package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/testdata/make/archive"
)

// recordType is the type of one line of a stream.
func recordType(t *testing.T, line string) string {
	t.Helper()
	var r struct{ Type string }
	require.NoError(t, json.Unmarshal([]byte(line), &r), line)
	return r.Type
}

// mixed is a package with internal mail, a copy, a torn archive, one that a password
// opens which the package states behind it, and names that nobody should trust.
func mixed(t *testing.T) []byte {
	t.Helper()
	locked, err := archive.EncryptedZip([]archive.Entry{{Name: "plan.txt", Data: []byte("Harrowgate Spinning Ltd.\n")}}, "sesame")
	require.NoError(t, err)
	return zipOf(t, entry{"mail.zip", string(sample(t))}, entry{"locked.zip", string(locked)}, entry{"readme.txt", "password: sesame\n"}, entry{"again.zip", string(sample(t))}, entry{"torn.zip", string(sample(t)[:900])},
		entry{"../up.txt", "Harrowgate Spinning Ltd.\n"}, entry{"a\u202etxt.exe", "MZ"}, entry{"=cmd.txt", "nothing\n"})
}

// The stream of a scan is the same for any number of workers, in a file, and from the
// stored report, whichever way that is stored; and each of its lines fits the schema.
func TestStreamIsTheSameEverywhere(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": mixed(t)})
	scan := func(args ...string) string {
		r := evscan(t, dir, nil, append([]string{"scan", "--no-timing", "--claimed", "Harrowgate", "--include-text", "--format", "ndjson"}, args...)...)
		require.Equal(t, 0, r.status, r.err)
		return r.out
	}
	one := scan("--jobs", "1", "-o", "r.json", "-o", "r.ndjson", "a.zip")
	assert.Equal(t, one, scan("--jobs", "2", "a.zip"))
	for _, other := range [][]string{{"--inventory"}, {"--limit-items", "9"}, {"--limit-depth", "1"}, {"--limit-total-bytes", "8KB"}} {
		args := append(other, "-o", "other.json", "a.zip")
		first := scan(append(args, "--jobs", "1")...)
		assert.Equal(t, first, scan(append(args, "--jobs", "2")...), other)
		assert.Equal(t, first, evscan(t, dir, nil, "report", "--format", "ndjson", "other.json").out, other)
		assert.Contains(t, first, `{"type":"end",`, other)
		assert.Equal(t, other[0] == "--limit-items", strings.Contains(first, `"late":true`), other)
	}
	assert.Contains(t, one, "opened with a password that the package itself states, in readme.txt")
	inFile, err := os.ReadFile(filepath.Join(dir, "r.ndjson"))
	require.NoError(t, err)
	assert.Equal(t, one, string(inFile))
	for _, stored := range []string{"r.json", "r.ndjson"} {
		r := evscan(t, dir, nil, "report", "--format", "ndjson", "-o", "again.json", stored)
		require.Equal(t, 0, r.status, r.err)
		assert.Equal(t, one, r.out, stored)
		want, err := os.ReadFile(filepath.Join(dir, "r.json"))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(dir, "again.json"))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), stored)
	}

	r := evscan(t, dir, nil, "schema", "--format", "ndjson")
	require.Equal(t, 0, r.status, r.err)
	doc, err := validator.UnmarshalJSON(strings.NewReader(r.out))
	require.NoError(t, err)
	c := validator.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("stream.json", doc))
	s, err := c.Compile("stream.json")
	require.NoError(t, err)
	var kinds []string
	for line := range strings.Lines(one) {
		v, err := validator.UnmarshalJSON(strings.NewReader(line))
		require.NoError(t, err)
		assert.NoError(t, s.Validate(v), line)
		if k := recordType(t, line); len(kinds) == 0 || kinds[len(kinds)-1] != k {
			kinds = append(kinds, k)
		}
	}
	assert.Equal(t, []string{"header", "item", "marks", "claim", "attribution", "weighing", "coverage", "end"}, kinds)
	assert.Equal(t, 2, evscan(t, dir, nil, "schema", "--format", "csv").status)
}

// slowPackage keeps a worker busy for a while with pictures that come last.
func slowPackage(t *testing.T) []byte {
	t.Helper()
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	entries := []entry{{"first.txt", "first"}}
	for i := range 2000 {
		entries = append(entries, entry{"p/" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ".png", string(png) + strings.Repeat("-", i)})
	}
	return zipOf(t, entries...)
}

// start runs a long scan that streams, and returns a reader of its standard output.
func start(t *testing.T, dir, tmp string, errs *bytes.Buffer, args ...string) (*exec.Cmd, io.ReadCloser) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, append([]string{"scan", "--format", "ndjson", "--jobs", "1"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	cmd.Stderr = errs
	// A pipe of our own: the program's end must not be waited for by Wait.
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd.Stdout = w
	require.NoError(t, cmd.Start())
	require.NoError(t, w.Close())
	return cmd, r
}

func TestStreamComesWhileTheScanRuns(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": slowPackage(t)})
	tmp := t.TempDir()
	var errs bytes.Buffer
	cmd, out := start(t, dir, tmp, &errs, "-o", "r.ndjson", "a.zip")
	defer out.Close()
	in := bufio.NewScanner(out)
	in.Buffer(nil, 1<<20)
	var kinds []string
	for len(kinds) < 4 && in.Scan() {
		kinds = append(kinds, recordType(t, in.Text()))
	}
	assert.Equal(t, []string{"header", "item", "item", "item"}, kinds)
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.NotEmpty(t, left, "the scan is still running")

	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	last := ""
	for in.Scan() {
		last = recordType(t, in.Text())
	}
	require.Error(t, cmd.Wait())
	assert.NotEqual(t, "end", last)
	assert.Equal(t, 1, cmd.ProcessState.ExitCode(), errs.String())
	assert.Equal(t, "evscan: interrupted; the stream is cut off\nhint: what stands on standard output has no end record and is no report\n", errs.String())
	assert.NoFileExists(t, filepath.Join(dir, "r.ndjson"))
	left, err = os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// A reader that goes away, as head does, ends the scan, and nothing is left behind.
func TestReaderOfTheStreamGoesAway(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": slowPackage(t)})
	tmp := t.TempDir()
	var errs bytes.Buffer
	cmd, out := start(t, dir, tmp, &errs, "a.zip")
	_, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, out.Close())
	began := time.Now()
	require.Error(t, cmd.Wait())
	assert.Less(t, time.Since(began), 10*time.Second)
	assert.Equal(t, 1, cmd.ProcessState.ExitCode(), errs.String())
	assert.Equal(t, "evscan: writing to standard output: broken pipe\nhint: what stands on standard output has no end record and is no report\n", errs.String())
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// A reader that stays but does not read, as a pager, does not keep the program from
// ending when it is asked to.
func TestReaderOfTheStreamDoesNotRead(t *testing.T) {
	entries := []entry{}
	for i := range 3000 {
		entries = append(entries, entry{strings.Repeat("long", 50) + strconv.Itoa(i), "x"})
	}
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entries...)})
	tmp := t.TempDir()
	var errs bytes.Buffer
	cmd, out := start(t, dir, tmp, &errs, "a.zip")
	defer out.Close()
	in := bufio.NewReader(out)
	for range 2 {
		_, err := in.ReadString('\n')
		require.NoError(t, err)
	}
	time.Sleep(500 * time.Millisecond) // the pipe fills
	began := time.Now()
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	assert.Less(t, time.Since(began), 5*time.Second)
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	assert.Contains(t, errs.String(), "interrupted; the stream is cut off")
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestStreamThatIsCutOffIsNoReport(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "r.jsonl", "a.zip").status)
	b, err := os.ReadFile(filepath.Join(dir, "r.jsonl"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cut.jsonl"), b[:bytes.LastIndexByte(bytes.TrimSpace(b), '\n')+1], 0o600))
	r := evscan(t, dir, nil, "report", "cut.jsonl")
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, "the stream is cut off: it has no end record")
	assert.Equal(t, 0, evscan(t, dir, nil, "report", "r.jsonl").status)
}

// Every format of a stored report is what the scan itself wrote, and what a package is
// called neither breaks a table nor a ticket.
func TestTablesAndTickets(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": mixed(t)})
	r := evscan(t, dir, nil, "scan", "--quiet", "--no-timing", "--claimed", "Harrowgate", "--report-lang", "ja",
		"-o", "r.json", "-o", "items.csv", "-o", "evidence.csv", "-o", "r.md", "-o", "r.html", "-o", "r.jsonl", "-o", "r.txt", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	assert.Empty(t, r.out)
	assert.Equal(t, []string{"a.zip", "evidence.csv", "items.csv", "r.html", "r.json", "r.jsonl", "r.md", "r.txt"}, filesIn(t, dir))
	files := map[string]string{}
	for format, name := range map[string]string{"json": "r.json", "csv": "items.csv", "csv-evidence": "evidence.csv", "markdown": "r.md", "html": "r.html", "ndjson": "r.jsonl", "text": "r.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		files[format] = string(b)
		for _, stored := range []string{"r.json", "r.jsonl"} {
			again := evscan(t, dir, nil, "report", "--report-lang", "ja", "--format", format, stored)
			require.Equal(t, 0, again.status, again.err)
			assert.Equal(t, string(b), again.out, "%s of %s", format, stored)
		}
	}
	items, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["csv"], "\uFEFF"))).ReadAll()
	require.NoError(t, err)
	d := parse(t, files["json"])
	require.Len(t, items, 1+len(d.Items))
	assert.Equal(t, []string{"no", "item", "parent", "path"}, items[0][:4])
	var paths []string
	for _, row := range items[1:] {
		if row[2] == "0" {
			paths = append(paths, row[3])
		}
	}
	assert.Equal(t, []string{"mail.zip", "locked.zip", "readme.txt", "again.zip", "torn.zip", "../up.txt", `a\u202etxt.exe`, "'=cmd.txt"}, paths)
	witnesses, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["csv-evidence"], "\uFEFF"))).ReadAll()
	require.NoError(t, err)
	n := 1
	for _, c := range d.Attribution.Candidates {
		n += len(c.Evidence)
	}
	assert.Len(t, witnesses, n)
	assert.True(t, strings.HasPrefix(files["markdown"], "# evscan レポート: `a.zip`\n\n**"), files["markdown"])
	assert.Contains(t, files["markdown"], "`torn.zip`")

	// On standard output, too.
	out := evscan(t, dir, nil, "scan", "--no-timing", "--claimed", "Harrowgate", "--format", "csv", "a.zip")
	require.Equal(t, 0, out.status, out.err)
	assert.Equal(t, files["csv"], out.out)
}
