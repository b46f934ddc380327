package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

// binary is the program under test, built as users build it: without the race
// detector, whose shadow memory no worker's address-space limit would allow.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "evscan-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binary = filepath.Join(dir, "evscan")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s\n%v\n", out, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

type ran struct {
	out, err string
	status   int
}

// evscan runs the program in dir with a temporary folder of its own, which must be
// empty again afterwards.
func evscan(t *testing.T, dir string, stdin []byte, args ...string) ran {
	t.Helper()
	tmp := t.TempDir()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "COLUMNS=100", "LC_ALL=C.UTF-8")
	cmd.Stdin = bytes.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, ok := err.(*exec.ExitError); !ok {
		require.NoError(t, err)
	}
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left in the temporary folder")
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

type entry struct{ name, content string }

func zipOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		require.NoError(t, err)
		_, err = w.Write([]byte(e.content))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func tarGzOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	w := tar.NewWriter(g)
	for _, e := range entries {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: e.name, Mode: 0o600, Size: int64(len(e.content))}))
		_, err := w.Write([]byte(e.content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, g.Close())
	return b.Bytes()
}

func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	return dir
}

// sample is a package of an invented firm's internal mail.
func sample(t *testing.T) []byte {
	var entries []entry
	for i := range 6 {
		entries = append(entries, entry{fmt.Sprintf("mail/%d.eml", i), fmt.Sprintf("From: Ann Weaver <ann@harrowgate.example>\r\nTo: Bob Lindqvist <bob%d@harrowgate.example>\r\n"+
			"Subject: Shift plan %d\r\nMessage-ID: <%d@mx.harrowgate.example>\r\nDate: Mon, 4 Jan 2021 09:0%d:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
			"Bob, the plan number %d is on the share.\r\n", i, i, i, i, i*7)})
	}
	return zipOf(t, entries...)
}

func parse(t *testing.T, s string) document.Document {
	t.Helper()
	var d document.Document
	require.NoError(t, json.Unmarshal([]byte(s), &d), s)
	return d
}

func TestExitStatusAndMessages(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.json": []byte("{}"), "a.zip": sample(t), "locked.txt": []byte("x")})
	closed := filepath.Join(dir, "closed")
	require.NoError(t, os.Mkdir(closed, 0o700))
	for _, c := range []struct {
		name   string
		args   string
		status int
		stderr string // must be contained
	}{
		{"no command", "", 2, ""},
		{"unknown command", "scann a.zip", 2, `evscan: there is no command "scann"`},
		{"no package", "scan", 2, "hint: usage: evscan scan [flags] PACKAGE"},
		{"two packages", "scan a.zip b.zip", 2, "hint: usage"},
		{"unknown flag", "scan --fast a.zip", 2, "unknown flag: --fast"},
		{"no such file", "scan none.zip", 1, "hint: check the path"},
		{"unknown format", "scan --format yaml a.zip", 2, "there is no format \"yaml\""},
		{"unknown extension", "scan -o report.yaml a.zip", 2, "hint: extensions: .txt, .json, .html, .htm, .ndjson"},
		{"unknown interface", "scan --report-lang fr a.zip", 2, "hint: languages: auto, en, ja"},
		{"unknown interface of a stored report", "report --report-lang fr r.json", 2, "hint: languages: auto, en, ja"},
		{"no folder for the report", "scan -o none/report.json a.zip", 2, "there is no folder none"},
		{"same report twice", "scan -o r.json -o ./r.json a.zip", 2, "given twice"},
		{"bad size", "scan --limit-item-bytes=much a.zip", 2, `"much" is no size`},
		{"bad language", "scan --lang=../x a.zip", 2, "is no name of an OCR model"},
		{"bad jobs", "scan --jobs 0 a.zip", 2, "--jobs must be at least 1"},
		{"bad progress", "scan --progress maybe a.zip", 2, "none of auto, always, never"},
		{"no such password file", "scan --password-file none a.zip", 2, "hint: the file holds one password a line"},
		{"no such catalogue", "scan --catalogue none a.zip", 2, "none"},
		{"stored report missing", "report none.json", 1, "hint: give the JSON file"},
		{"a stored report over itself", "report -o ./a.json a.json", 2, "-o ./a.json is what is read"},
		{"no report at all", "report a.zip", 1, "this is no evscan report"},
		{"fine", "scan a.zip", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evscan(t, dir, nil, strings.Fields(c.args)...)
			assert.Equal(t, c.status, r.status, r.err)
			assert.Contains(t, r.err, c.stderr)
			if c.status == 1 || c.status == 2 && c.args != "" {
				assert.Empty(t, r.out)
				assert.Contains(t, r.err, "evscan: ")
			}
		})
	}
	assert.NoFileExists(t, filepath.Join(dir, "r.json"))
}

func TestFolderWithoutRights(t *testing.T) {
	if os.Geteuid() == 0 {
		// Root may read everything, so the program is run as nobody.
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, 0o755))
		closed := filepath.Join(dir, "closed")
		require.NoError(t, os.Mkdir(closed, 0o700))
		copyOf := filepath.Join(dir, "evscan")
		b, err := os.ReadFile(binary)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(copyOf, b, 0o755))
		for p := filepath.Dir(dir); p != "/" && p != "/tmp"; p = filepath.Dir(p) {
			require.NoError(t, os.Chmod(p, 0o755))
		}
		cmd := exec.Command(copyOf, "scan", closed)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := cmd.CombinedOutput()
		require.Error(t, err)
		assert.Equal(t, 1, cmd.ProcessState.ExitCode(), string(out))
		assert.Contains(t, string(out), "hint: you have no right to read it")
		return
	}
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0))
	defer os.Chmod(dir, 0o700)
	r := evscan(t, os.TempDir(), nil, "scan", dir)
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, "hint: you have no right to read it")
}

func TestReportIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	one := evscan(t, dir, nil, "scan", "--jobs", "1", "--no-timing", "--format", "json", "a.zip")
	two := evscan(t, dir, nil, "scan", "--jobs", "2", "--no-timing", "--format", "json", "a.zip")
	require.Equal(t, 0, one.status, one.err)
	assert.Equal(t, one.out, two.out)
	withTiming := evscan(t, dir, nil, "scan", "--jobs", "2", "--format", "json", "a.zip")
	a, b := parse(t, one.out), parse(t, withTiming.out)
	assert.Nil(t, a.Timing)
	assert.NotNil(t, b.Timing)
	b.Timing, b.Tool.Sandbox = nil, nil
	assert.Equal(t, a, b)
}

func TestReportValidatesAgainstThePrintedSchema(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	doc, err := validator.UnmarshalJSON(strings.NewReader(evscan(t, dir, nil, "schema").out))
	require.NoError(t, err)
	c := validator.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("report.json", doc))
	s, err := c.Compile("report.json")
	require.NoError(t, err)
	r := evscan(t, dir, nil, "scan", "--format", "json", "--claimed", "Harrowgate", "a.zip")
	v, err := validator.UnmarshalJSON(strings.NewReader(r.out))
	require.NoError(t, err)
	assert.NoError(t, s.Validate(v))
	d := parse(t, r.out)
	assert.Equal(t, 7, d.Coverage.Items)
	assert.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
}

func TestContainers(t *testing.T) {
	inner := zipOf(t, entry{"deep.txt", "quarterly plan"})
	dir := folder(t, map[string][]byte{
		"a.tar.gz":  tarGzOf(t, entry{"x/one.txt", "one"}, entry{"inner.zip", string(inner)}),
		"empty.zip": zipOf(t),
		"text.zip":  []byte("this is no archive\n"),
		"cut.zip":   sample(t)[:900],
	})
	var paths []string
	for _, it := range parse(t, evscan(t, dir, nil, "scan", "--format", "json", "a.tar.gz").out).Items {
		paths = append(paths, strings.Join(it.Path, " > ")+" "+it.Type.Format+" "+it.Status)
	}
	assert.Equal(t, []string{
		"a.tar.gz gz read",
		"a.tar.gz > a.tar tar read",
		"a.tar.gz > a.tar > x/one.txt text read",
		"a.tar.gz > a.tar > inner.zip zip read",
		"a.tar.gz > a.tar > inner.zip > deep.txt text read",
	}, paths)

	empty := parse(t, evscan(t, dir, nil, "scan", "--format", "json", "empty.zip").out)
	assert.Equal(t, "no-evidence", empty.Attribution.Verdict)
	assert.Equal(t, 1, empty.Coverage.Items)

	text := parse(t, evscan(t, dir, nil, "scan", "--format", "json", "text.zip").out)
	assert.Equal(t, "text", text.Items[0].Type.Format)
	assert.NotEmpty(t, text.Items[0].Type.Warnings)

	strict := evscan(t, dir, nil, "scan", "--strict", "--format", "json", "cut.zip")
	assert.Equal(t, 3, strict.status)
	cut := parse(t, strict.out)
	assert.Equal(t, "corrupt", cut.Problems[0].Kind)
	assert.Greater(t, cut.Coverage.Items, 2, "what precedes the cut is read")
}

func TestStandardInputAndOutputFiles(t *testing.T) {
	dir := folder(t, map[string][]byte{"old.json": []byte("keep")})
	r := evscan(t, dir, sample(t), "scan", "--quiet", "-o", "r.json", "-o", "r.txt", "-")
	require.Equal(t, 0, r.status, r.err)
	assert.Empty(t, r.out)
	b, err := os.ReadFile(filepath.Join(dir, "r.json"))
	require.NoError(t, err)
	assert.Equal(t, "stdin", parse(t, string(b)).Package.Name)
	summary, err := os.ReadFile(filepath.Join(dir, "r.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(summary), "COVERAGE")
	assert.NotContains(t, string(summary), "\x1b[")
	again := evscan(t, dir, nil, "report", "-o", "again.txt", "r.json")
	require.Equal(t, 0, again.status, again.err)
	rendered, err := os.ReadFile(filepath.Join(dir, "again.txt"))
	require.NoError(t, err)
	assert.Equal(t, string(summary), string(rendered), "a stored report renders as the scan did")
	files, err := filepath.Glob(filepath.Join(dir, ".evscan-*"))
	require.NoError(t, err)
	assert.Empty(t, files)
}

// The page of a stored report is the page of the scan, the parts of pictures included.
func TestPage(t *testing.T) {
	screenshot, err := os.ReadFile("../../testdata/demo/pictures/portal-ja-home.png")
	require.NoError(t, err)
	dir := folder(t, map[string][]byte{"portal.png": screenshot})
	r := evscan(t, dir, nil, "scan", "--quiet", "--report-lang", "ja", "-o", "r.html", "-o", "r.json", "portal.png")
	require.Equal(t, 0, r.status, r.err)
	page, err := os.ReadFile(filepath.Join(dir, "r.html"))
	require.NoError(t, err)
	assert.Contains(t, string(page), `<html lang="ja">`)
	assert.Contains(t, string(page), `href="data:image/`, "the picture of a piece of evidence")
	again := evscan(t, dir, nil, "report", "--report-lang", "ja", "--format", "html", "r.json")
	require.Equal(t, 0, again.status, again.err)
	assert.Equal(t, string(page), again.out)
	assert.Equal(t, []string{"portal.png", "r.html", "r.json"}, filesIn(t, dir))
}

// filesIn lists a folder.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestWithoutReadingPictures(t *testing.T) {
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"p.png", string(png)})})
	d := parse(t, evscan(t, dir, nil, "scan", "--no-ocr", "--format", "json", "a.zip").out)
	require.Len(t, d.Problems, 1)
	assert.Equal(t, "0.0", d.Problems[0].Item)
	assert.Equal(t, "unsupported", d.Problems[0].Kind)
	assert.Contains(t, d.Problems[0].Detail, "--no-ocr")
	assert.Equal(t, 1, d.Coverage.PartlyRead)

	// Models that are not installed: the scan runs and every picture says so.
	r := evscan(t, dir, nil, "scan", "--lang", "xho", "--format", "json", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	d = parse(t, r.out)
	require.NotEmpty(t, d.Problems)
	assert.Equal(t, "tool-missing", d.Problems[0].Kind)
	assert.Contains(t, d.Problems[0].Detail, "xho")
	assert.NotEmpty(t, d.Problems[0].Hint)
	assert.Equal(t, 1, d.Coverage.ByReason["tool-missing"])
}

func TestInventory(t *testing.T) {
	hash := func(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }
	inner := zipOf(t, entry{"letter.txt", "Example Corp Ltd.\nTel 03-1\n"}, entry{"empty.txt", ""})
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"inner.zip", string(inner)}, entry{"again.txt", "Example Corp Ltd.\nTel 03-1\n"}, entry{"noise.bin", "\x00\x01\x02"})})
	r := evscan(t, dir, nil, "scan", "--inventory", "--claimed", "example.com", "--format", "json", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	d := parse(t, r.out)
	assert.True(t, d.Options.Inventory)
	var rows []string
	for _, it := range d.Items {
		rows = append(rows, fmt.Sprintf("%s %s %s %d %.8s %s", it.ID, it.Type.Format, it.Status, it.Size, it.SHA256, it.SameAs))
		assert.Empty(t, it.Marks, it.ID)
		assert.Zero(t, it.Text.Chars, it.ID)
	}
	text := hash([]byte("Example Corp Ltd.\nTel 03-1\n"))[:8]
	assert.Equal(t, []string{
		fmt.Sprintf("0 zip read %d %.8s ", d.Package.Size, d.Package.SHA256),
		fmt.Sprintf("0.0 zip read %d %.8s ", len(inner), hash(inner)),
		"0.0.0 text not-read 27 " + text + " ",
		"0.0.1 unknown read 0 e3b0c442 ",
		"0.1 text not-read 27 " + text + " 0.0.0",
		"0.2 unknown not-read 3 ae4b3280 ",
	}, rows)
	assert.Equal(t, "undetermined", d.Attribution.Verdict)
	assert.Contains(t, d.Attribution.Reason, "inventory")
	assert.Equal(t, "undetermined", d.Claim.Verdict)
	assert.Contains(t, d.Problems[0].Detail, "inventory")

	r = evscan(t, dir, nil, "scan", "--inventory", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	assert.Contains(t, r.out, "undetermined: an inventory was asked for: no text was read")
	assert.Equal(t, 3, evscan(t, dir, nil, "scan", "--inventory", "--strict", "-q", "a.zip").status)
}

func TestInterruptLeavesNothingAndEndsAtOnce(t *testing.T) {
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	var entries []entry
	for i := range 3000 {
		entries = append(entries, entry{fmt.Sprintf("%d.png", i), string(png) + fmt.Sprint(i)})
	}
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entries...)})
	tmp := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "scan", "-o", "r.json", "a.zip")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	require.NoError(t, cmd.Start())
	// The first pictures are being read when a worker has its folder.
	require.Eventually(t, func() bool {
		found, err := filepath.Glob(filepath.Join(tmp, "evscan-*", "items", "*"))
		return err == nil && len(found) > 10
	}, 30*time.Second, 5*time.Millisecond)
	start := time.Now()
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	assert.Equal(t, 1, cmd.ProcessState.ExitCode(), errs.String())
	assert.Contains(t, errs.String(), "interrupted; nothing was written")
	assert.Less(t, time.Since(start), 5*time.Second)
	assert.NoFileExists(t, filepath.Join(dir, "r.json"))
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestByteSize(t *testing.T) {
	for in, want := range map[string]int64{"500": 500, "20MB": 20_000_000, "20MiB": 20 << 20, "1.5g": 1_500_000_000, "2 KiB": 2048, "7b": 7} {
		var b byteSize
		require.NoError(t, b.Set(in), in)
		assert.Equal(t, want, int64(b), in)
	}
	for _, in := range []string{"", "MB", "-1", "1e30", "NaN", "ten"} {
		var b byteSize
		assert.Error(t, b.Set(in), in)
	}
	b := byteSize(8 << 30)
	assert.Equal(t, "8GiB", b.String())
}
