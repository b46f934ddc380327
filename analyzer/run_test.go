package analyzer

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints"
	"evscan/fingerprints/catalogue"
)

// The formats of these tests: "list" holds children, one a line, "name=content";
// "note" is text; "bad" panics after its first fact; "die" ends its worker.
func testFormats() []evidence.Format {
	prefix := func(s string) func(evidence.Probe) (string, bool) {
		return func(p evidence.Probe) (string, bool) { return "starts with " + s, bytes.HasPrefix(p.Head, []byte(s)) }
	}
	return []evidence.Format{
		{ID: "list", MIME: "application/x-list", Version: 1, Match: prefix("LIST\n"), Extract: readList},
		{ID: "zip", MIME: "application/zip", Version: 1, Match: prefix("PK\x03\x04"), Extract: readZip},
		{ID: "bad", MIME: "application/x-bad", Version: 1, Match: prefix("BAD"), Extract: func(_ context.Context, _ evidence.Input, out evidence.Sink) error {
			out.Fact(evidence.Fact{Kind: evidence.FactText, Value: "before"})
			panic("torn")
		}},
		{ID: "slow", MIME: "application/x-slow", Version: 1, Match: prefix("SLOW"), Extract: func(ctx context.Context, _ evidence.Input, out evidence.Sink) error {
			out.Fact(evidence.Fact{Kind: evidence.FactText, Value: "before"})
			<-ctx.Done()
			return ctx.Err()
		}},
		{ID: "vault", MIME: "application/x-vault", Version: 1, Match: prefix("VAULT "), Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
			b, err := io.ReadAll(in.Reader())
			if err != nil {
				return err
			}
			password, content, _ := strings.Cut(strings.TrimPrefix(string(b), "VAULT "), " ")
			name := evidence.ChildName{Name: "inside", Origin: evidence.OriginEntry}
			if !slices.Contains(in.Passwords, password) {
				name.Problem = evidence.Problem{Kind: evidence.ProblemEncrypted, Detail: "closed"}
				return out.Child(ctx, name, nil)
			}
			return out.Child(ctx, name, strings.NewReader(content))
		}},
		{ID: "listed", MIME: "application/x-listed", Match: prefix("ONLY")},
		{ID: "text", MIME: "text/plain", Version: 1, Match: prefix("NOTE"), Extract: func(_ context.Context, in evidence.Input, out evidence.Sink) error {
			b, err := io.ReadAll(in.Reader())
			if err != nil {
				return err
			}
			return out.Fact(evidence.Fact{Kind: evidence.FactText, Value: string(b)})
		}},
		{ID: "pieces", MIME: "text/plain", Version: 1, Match: prefix("PIECES"), Extract: func(_ context.Context, in evidence.Input, out evidence.Sink) error {
			b, err := io.ReadAll(in.Reader())
			if err != nil {
				return err
			}
			for i := 0; i < len(b); i += 10 {
				if err := out.Fact(evidence.Fact{Kind: evidence.FactText, Value: string(b[i:min(len(b), i+10)])}); err != nil {
					return err
				}
			}
			return nil
		}},
	}
}

func readList(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	b, err := io.ReadAll(in.Reader())
	if err != nil {
		return err
	}
	for line := range strings.Lines(strings.TrimPrefix(string(b), "LIST\n")) {
		name, content, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			if err := out.Child(ctx, evidence.ChildName{Name: name, Origin: evidence.OriginEntry, Size: 99,
				Problem: evidence.Problem{Kind: evidence.ProblemEncrypted, Detail: "no password"}}, nil); err != nil {
				return err
			}
			continue
		}
		var r io.Reader = strings.NewReader(strings.ReplaceAll(content, `\n`, "\n"))
		if content == "BROKEN" {
			r = io.MultiReader(strings.NewReader("NOTE part"), errorReader{fmt.Errorf("%w: checksum", evidence.ErrCorrupt)})
		}
		if content == "DRIP" {
			r = io.MultiReader(strings.NewReader("NOTE "+name), dripping{})
		}
		if err := out.Child(ctx, evidence.ChildName{Name: name, Origin: evidence.OriginEntry}, r); err != nil {
			return err
		}
	}
	return nil
}

// dripping never ends, and gives ten bytes a second.
type dripping struct{}

func (dripping) Read(p []byte) (int, error) {
	time.Sleep(100 * time.Millisecond)
	return copy(p, "."), nil
}

// An entry that comes too slowly costs neither its container nor the other entries.
func TestSlowEntryIsCutOff(t *testing.T) {
	cfg := testConfig(t, 1)
	cfg.Settings.Limits.ItemTime = 2 * time.Second
	res := scanText(t, cfg, "LIST\na=NOTE 1\nb=DRIP\nc=DRIP\nd=NOTE 2\n")
	require.Len(t, res.Items, 5)
	assert.Equal(t, "0 case.list list read", line(res.Items[0]))
	assert.Zero(t, res.Timing.Restarts, "both entries together took longer than an item may")
	for _, it := range res.Items[2:4] {
		assert.Equal(t, evidence.StatusPartly, it.Status)
		require.Len(t, it.Problems, 1)
		assert.Equal(t, evidence.ProblemTimedOut, it.Problems[0].Kind)
		assert.Regexp(t, `^only \d+ B came within 1.5s; cut off there$`, it.Problems[0].Detail)
		assert.Positive(t, it.Text.Chars, "what came is read")
	}
	assert.Equal(t, "0.3 case.list>d text read", line(res.Items[4]))
}

// What is dropped beyond the most marks of one item is said on the item.
func TestTooManyMarksAreAProblem(t *testing.T) {
	for n, want := range map[int]string{
		fingerprints.MaxMarks:     "0 case.list text read",
		fingerprints.MaxMarks + 1: "0 case.list text partly-read [limit-reached: names more organisations than are kept of one item (500 marks, 500 links, 500 new names)]",
	} {
		var b strings.Builder
		b.WriteString("NOTE\n")
		for i := range n {
			fmt.Fprintf(&b, "firm%d.example\n", i)
		}
		assert.Equal(t, want, line(scanText(t, testConfig(t, 1), b.String()).Items[0]))
	}
}

func readZip(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	z, err := zip.NewReader(in.At, in.Size)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		if err := out.Child(ctx, evidence.ChildName{Name: f.Name, Origin: evidence.OriginEntry}, r); err != nil {
			return err
		}
	}
	return nil
}

type errorReader struct{ err error }

func (e errorReader) Read([]byte) (int, error) { return 0, e.err }

func testConfig(t *testing.T, jobs int) Config {
	t.Helper()
	return Config{
		Settings:     Settings{Limits: evidence.DefaultLimits()},
		Fingerprints: fingerprints.New(catalogue.Empty()),
		Jobs:         jobs,
		IncludeText:  true,
		Workers:      InProcess(Reader{Formats: testFormats()}),
		TempDir:      t.TempDir(),
	}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// line is what these tests look at of an item.
func line(it evidence.Item) string {
	s := it.ID + " " + strings.Join(it.Path, ">") + " " + it.Type.Format + " " + string(it.Status)
	if it.SameAs != "" {
		s += " =" + it.SameAs
	}
	for _, p := range it.Problems {
		s += " [" + string(p.Kind) + ": " + p.Detail + "]"
	}
	return s
}

func lines(items []evidence.Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, line(it))
	}
	return out
}

func scanText(t *testing.T, cfg Config, content string) Result {
	t.Helper()
	res, err := Run(t.Context(), cfg, write(t, "case.list", content))
	require.NoError(t, err)
	left, err := os.ReadDir(cfg.TempDir)
	require.NoError(t, err)
	assert.Empty(t, left, "the spool is gone")
	return res
}

func TestEveryEntryEndsAsAnItem(t *testing.T) {
	res := scanText(t, testConfig(t, 2), "LIST\na.txt=NOTE one\ninner=LIST\\nb.txt=NOTE two\\nc=NOTE one\nlocked\ntorn=BROKEN\nodd=??\nonly=ONLY\nempty=\n")
	assert.Equal(t, []string{
		"0 case.list list read",
		"0.0 case.list>a.txt text read",
		"0.1 case.list>inner list read",
		"0.1.0 case.list>inner>b.txt text read",
		"0.1.1 case.list>inner>c text read =0.0",
		"0.2 case.list>locked unknown not-read [encrypted: no password]",
		"0.3 case.list>torn text partly-read [corrupt: checksum]",
		"0.4 case.list>odd unknown not-read [unsupported: the content is of no type that evscan knows]",
		"0.5 case.list>only listed not-read [unsupported: identified as listed, which evscan does not read]",
		"0.6 case.list>empty unknown read",
	}, lines(res.Items))
	assert.Equal(t, Coverage{Items: 10, Read: 6, PartlyRead: 1, NotRead: 3, Entries: 9, Duplicates: 1,
		ByReason: map[evidence.ProblemKind]int{evidence.ProblemEncrypted: 1, evidence.ProblemCorrupt: 1, evidence.ProblemUnsupported: 2}}, res.Coverage)
	assert.Equal(t, "NOTE one", res.Items[1].Content)
	assert.Equal(t, int64(99), res.Items[5].Size)
}

func TestReportDoesNotDependOnWorkers(t *testing.T) {
	var b strings.Builder
	b.WriteString("LIST\n")
	for i := range 300 {
		// Every third is a list that holds notes which occur elsewhere, too.
		if i%3 == 0 {
			fmt.Fprintf(&b, "l%d=LIST\\nx=NOTE %d\\ny=NOTE %d\n", i, i%7, i+1)
		} else {
			fmt.Fprintf(&b, "n%d=NOTE %d\n", i, i%11)
		}
	}
	var want []byte
	for _, jobs := range []int{1, 2, 7} {
		res := scanText(t, testConfig(t, jobs), b.String())
		res.Timing = Timing{}
		got, err := json.Marshal(res)
		require.NoError(t, err)
		if want == nil {
			want = got
		}
		assert.Equal(t, string(want), string(got), "%d workers", jobs)
	}
}

func TestLimitOfItems(t *testing.T) {
	for limit, want := range map[int][]string{
		5: {"read"},
		4: {"read"},
		3: {"partly-read", "the package holds more than 3 items; 1 entries here were not taken"},
	} {
		cfg := testConfig(t, 1)
		cfg.Settings.Limits.Items = limit
		res := scanText(t, cfg, "LIST\na=NOTE 1\nb=NOTE 2\nc=NOTE 3\n")
		got := []string{string(res.Items[0].Status)}
		for _, p := range res.Items[0].Problems {
			got = append(got, p.Detail)
		}
		assert.Equal(t, want, got, "limit %d", limit)
		assert.Len(t, res.Items, min(limit, 4))
	}
}

func TestLimitOfDepth(t *testing.T) {
	for limit, want := range map[int]string{
		1: "0.0.0 case.list>a>b unknown not-read [limit-reached: nested deeper than 1 levels; not opened]",
		2: "0.0.0 case.list>a>b text read",
		3: "0.0.0 case.list>a>b text read",
	} {
		cfg := testConfig(t, 2)
		cfg.Settings.Limits.Depth = limit
		res := scanText(t, cfg, `LIST`+"\n"+`a=LIST\nb=NOTE deep`+"\n")
		assert.Equal(t, want, line(res.Items[2]), "limit %d", limit)
	}
}

func TestLimitOfItemBytes(t *testing.T) {
	for limit, want := range map[int64]string{
		8: "0.0 case.list>a text partly-read [limit-reached: larger than 8 B; cut off there]",
		9: "0.0 case.list>a text read", 10: "0.0 case.list>a text read",
	} {
		cfg := testConfig(t, 1)
		cfg.Settings.Limits.ItemBytes = limit
		assert.Equal(t, want, line(scanText(t, cfg, "LIST\na=NOTE 1234\n").Items[1]), "limit %d", limit)
	}
}

func TestLimitOfTotalBytesListsTheRest(t *testing.T) {
	cfg := testConfig(t, 2)
	for limit, want := range map[int64]string{
		17: "0.1 case.list>b unknown not-read [limit-reached: the package holds more than 17 B; not read]",
		18: "0.1 case.list>b text read", 19: "0.1 case.list>b text read",
	} {
		cfg.Settings.Limits.TotalBytes = limit
		items := scanText(t, cfg, "LIST\na=NOTE 1234\nb=NOTE 4321\n").Items
		if limit == 17 {
			// The container stops at the limit, so its second child is cut off and not read.
			assert.Len(t, items, 3)
			assert.Equal(t, evidence.ProblemLimit, items[0].Problems[0].Kind)
			assert.Equal(t, evidence.ProblemLimit, items[2].Problems[0].Kind)
			continue
		}
		assert.Equal(t, want, line(items[2]), "limit %d", limit)
	}
}

func TestLimitOfRatio(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("zeros")
	require.NoError(t, err)
	w.Write(append([]byte("NOTE"), make([]byte, 100_000)...))
	require.NoError(t, z.Close())
	ratio := float64(100_004) / float64(b.Len())
	for name, c := range map[string]struct {
		ratio float64
		floor int64
		kind  evidence.ProblemKind
	}{
		"below":     {ratio + 1, 10, ""},
		"above":     {ratio - 1, 10, evidence.ProblemLimit},
		"but small": {ratio - 1, 200_000, ""},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := testConfig(t, 1)
			cfg.Settings.Limits.Ratio, cfg.Settings.Limits.RatioFloor = c.ratio, c.floor
			res, err := Run(t.Context(), cfg, write(t, "z.zip", b.String()))
			require.NoError(t, err)
			if c.kind == "" {
				assert.Empty(t, res.Items[0].Problems)
			} else {
				assert.Equal(t, c.kind, res.Items[0].Problems[0].Kind)
			}
		})
	}
}

func TestLimitOfText(t *testing.T) {
	for limit, want := range map[int64]string{19: "PIECES 789", 20: "PIECES 789\n\n0123456789"} {
		cfg := testConfig(t, 1)
		cfg.Settings.Limits.TextBytes = limit
		it := scanText(t, cfg, "LIST\na=PIECES 7890123456789\n").Items[1]
		assert.Equal(t, want, it.Content)
		assert.Equal(t, limit == 19, it.Status == evidence.StatusPartly)
	}
}

func TestAPanicCostsOneItemAndKeepsWhatWasRead(t *testing.T) {
	res := scanText(t, testConfig(t, 1), "LIST\na=BAD\nb=NOTE fine\n")
	assert.Equal(t, "0.0 case.list>a bad partly-read [crashed: the bad reader failed: torn]", line(res.Items[1]))
	assert.Equal(t, "before", res.Items[1].Content)
	assert.Equal(t, "0.1 case.list>b text read", line(res.Items[2]))
}

func TestADeadlineCostsOneItem(t *testing.T) {
	cfg := testConfig(t, 1)
	cfg.Settings.Limits.ItemTime = 200 * time.Millisecond
	res := scanText(t, cfg, "LIST\na=SLOW\nb=NOTE fine\n")
	assert.Equal(t, "0.0 case.list>a slow partly-read [timed-out: not finished within 200ms; its worker was ended]", line(res.Items[1]))
	assert.Equal(t, "before", res.Items[1].Content)
	assert.Equal(t, "0.1 case.list>b text read", line(res.Items[2]))
	assert.Equal(t, 1, res.Timing.Restarts)
}

func TestTotalTimeListsTheRest(t *testing.T) {
	cfg := testConfig(t, 1)
	cfg.Settings.Limits.ItemTime = 3 * time.Second
	cfg.Settings.Limits.TotalTime = 1500 * time.Millisecond
	res := scanText(t, cfg, "LIST\na=SLOW\nb=NOTE fine\n")
	require.Len(t, res.Items, 3)
	assert.Equal(t, "0.1 case.list>b unknown not-read [timed-out: the scan's time of 1.5s was over; not read]", line(res.Items[2]))
}

func TestAQuineEnds(t *testing.T) {
	// A container whose child is itself: its bytes are known, so it is not opened again.
	cfg := testConfig(t, 2)
	self := "LIST\n"
	cfg.Workers = InProcess(Reader{Formats: []evidence.Format{{ID: "quine", Version: 1,
		Match: func(p evidence.Probe) (string, bool) { return "", true },
		Extract: func(ctx context.Context, _ evidence.Input, out evidence.Sink) error {
			return out.Child(ctx, evidence.ChildName{Name: "self"}, strings.NewReader(self))
		}}}})
	res := scanText(t, cfg, self)
	assert.Equal(t, []string{"0 case.list quine read", "0.0 case.list>self quine read =0"}, lines(res.Items))
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "sub"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", "b.txt"), []byte("NOTE b"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a\xff.txt"), []byte("NOTE a"), 0o600))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
	res, err := Run(t.Context(), testConfig(t, 2), dir)
	require.NoError(t, err)
	name := filepath.Base(dir)
	assert.Equal(t, []string{
		"0 " + name + " folder read",
		"0.0 " + name + ">a\uFFFD.txt text read",
		"0.1 " + name + ">link unknown not-read [unsupported: a symbolic link; links are not followed]",
		"0.2 " + name + ">sub/b.txt text read",
	}, lines(res.Items))
	assert.Equal(t, []byte("a\xff.txt"), res.Items[1].NameBytes)
	assert.FileExists(t, filepath.Join(dir, "sub", "b.txt"), "the analyst's files stay")
}

func TestNoPackage(t *testing.T) {
	_, err := Run(t.Context(), testConfig(t, 1), filepath.Join(t.TempDir(), "none.zip"))
	assert.ErrorIs(t, err, ErrPackage)
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = Run(t.Context(), testConfig(t, 1), "/dev/null")
	assert.ErrorIs(t, err, ErrPackage)
}

func TestInterruptedScanLeavesNothing(t *testing.T) {
	cfg := testConfig(t, 2)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := Run(ctx, cfg, write(t, "case.list", "LIST\na=SLOW\nb=NOTE fine\n"))
	assert.True(t, errors.Is(err, context.DeadlineExceeded), "%v", err)
	left, err := os.ReadDir(cfg.TempDir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestExtension(t *testing.T) {
	for name, want := range map[string]string{
		"a.TXT": "txt", "dir.d/file": "", `dir\b.Docx`: "docx", ".bashrc": "", "a.tar.gz": "gz", "a.御中": "", "~$x.docx": "docx", "a.verylongextension": "",
	} {
		assert.Equal(t, want, extension(name), name)
	}
}

func TestLanguages(t *testing.T) {
	for text, want := range map[string][]string{
		"東レ株式会社の見積書です。":                   {"ja"},
		"The report of the committee":     {"en"},
		"Der Bericht und die Anlage":      {"de"},
		"关于季度预算的报告":                       {"zh"},
		"Отчёт комитета":                  {"ru"},
		"見積書 Quotation for the server の件": {"en", "ja"},
		"": nil,
	} {
		var l languageCount
		l.add(text)
		assert.Equal(t, want, l.languages(), text)
	}
}

func TestStatedIn(t *testing.T) {
	for text, want := range map[string][]string{
		"Archive password: Xy7!k2.\nEnjoy":     {"Xy7!k2.", "Xy7!k2"},
		"解凍パスワードは「simulated」です":                {"simulated"},
		"the PASSWORD is hunter2":              {"hunter2"},
		"pass=abc; pass=abc":                   {"abc;", "abc"},
		"пароль: тест123":                      {"тест123"},
		"pw -> a-b_c":                          {"a-b_c"},
		"no secret here, passengers only":      nil,
		"password:\nnext line":                 nil,
		"password: " + strings.Repeat("x", 65): {strings.Repeat("x", 64)},
	} {
		assert.Equal(t, want, statedIn(text), text)
	}
}

func FuzzStatedIn(f *testing.F) {
	f.Add("password: x パスワードは「y」")
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range statedIn(s) {
			if p == "" || len(p) > maxStatedBytes {
				t.Fatalf("%q", p)
			}
		}
	})
}

func TestPasswordsThatThePackageStates(t *testing.T) {
	cfg := testConfig(t, 2)
	cfg.Settings.Passwords = []string{"mine"}
	res := scanText(t, cfg, "LIST\nv1=VAULT hunter2 NOTE one\nreadme.txt=NOTE password: hunter2\nv2=VAULT mine NOTE two\nv3=VAULT other NOTE three\n")
	assert.Equal(t, []string{
		"0 case.list list read",
		"0.0 case.list>v1 vault read",
		"0.0.0 case.list>v1>inside text read",
		"0.1 case.list>readme.txt text read",
		"0.2 case.list>v2 vault read",
		"0.2.0 case.list>v2>inside text read",
		"0.3 case.list>v3 vault read",
		"0.3.0 case.list>v3>inside unknown not-read [encrypted: closed]",
	}, lines(res.Items))
	assert.Equal(t, []string{"opened with a password that the package itself states, in readme.txt"}, res.Items[1].Type.Warnings)
	assert.Empty(t, res.Items[4].Type.Warnings)
	assert.Equal(t, "NOTE one", res.Items[2].Content)
}
