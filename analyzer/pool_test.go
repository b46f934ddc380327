package analyzer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// fakeWorker starts this test program as a worker that commits one misdeed.
func fakeWorker(misdeed string) Launcher {
	return Command(os.Args[0], "-test.run=^TestFakeWorker$", misdeed)
}

// TestFakeWorker is that worker. It finds three entries in the package, reads two
// of them as a worker should and commits its misdeed over the one named evil.
func TestFakeWorker(t *testing.T) {
	if flag.NArg() != 1 || os.Args[1] != "-test.run=^TestFakeWorker$" {
		t.Skip("started by other tests")
	}
	w := &liar{out: newFrameWriter(os.Stdout), misdeed: flag.Arg(0)}
	orders := newFrameReader(os.Stdin)
	for {
		var o order
		if err := orders.read(&o); err != nil {
			os.Exit(0)
		}
		switch {
		case o.Settings != nil && w.misdeed == "never ready":
			os.Exit(1)
		case o.Settings != nil:
			w.out.write(reply{Ready: true})
		case o.Job.Name == "case.list":
			w.entry(*o.Job, "1", "a", "NOTE a")
			w.entry(*o.Job, "2", "evil", "NOTE evil")
			w.entry(*o.Job, "3", "z", "NOTE z")
			w.out.write(reply{Done: &doneReply{Entries: 3}})
			if w.misdeed == "dies idle" {
				os.Exit(3)
			}
		case o.Job.Name == "evil":
			w.commitMisdeed(*o.Job)
			w.out.write(reply{Done: &doneReply{}})
		default:
			w.out.write(reply{Type: &evidence.Type{Format: "text"}})
			w.out.write(reply{Fact: &evidence.Fact{Kind: evidence.FactText, Value: "read"}})
			w.out.write(reply{Done: &doneReply{}})
		}
	}
}

type liar struct {
	out     *frameWriter
	misdeed string
}

func (w *liar) entry(j job, file, name, content string) {
	os.WriteFile(filepath.Join(j.Out, file), []byte(content), 0o600)
	sum := sha256.Sum256([]byte(content))
	w.out.write(reply{Child: &childReply{Name: evidence.ChildName{Name: name, Origin: evidence.OriginEntry}, File: file,
		Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}})
}

func (w *liar) raw(claimed uint32, b string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], claimed)
	os.Stdout.Write(append(n[:], b...))
}

func (w *liar) child(c childReply) { w.out.write(reply{Child: &c}) }

func (w *liar) commitMisdeed(j job) {
	sum := sha256.Sum256([]byte("x"))
	digest := hex.EncodeToString(sum[:])
	small := func(file string) childReply { return childReply{File: file, Size: 1, SHA256: digest} }
	out := func(name string) string { return filepath.Join(j.Out, name) }
	switch w.misdeed {
	case "dies":
		fmt.Fprintln(os.Stderr, "out of luck")
		os.Exit(3)
	case "dies idle":
	case "hangs":
		time.Sleep(time.Hour)
	case "takes long": // three times as long as an item may
		for i := range int64(6) {
			time.Sleep(time.Second)
			w.out.write(reply{Taken: (i + 1) * takenStep})
		}
		w.entry(j, "7", "large", "NOTE large")
	case "garbage":
		os.Stdout.WriteString("\x00\x00\x00\x05hello")
	case "nothing said":
		w.raw(2, "{}")
	case "two things said":
		w.raw(38, `{"Warning":"x","Done":{"Entries":0}}  `)
	case "oversized frame":
		w.raw(0xFFFFFFFF, "{")
	case "large frame without fact":
		w.raw(maxSmallFrame+1, `{"Warning":"`+strings.Repeat("x", maxSmallFrame))
	case "many parts":
		w.raw(12<<20, `{"Fact":{"Words":[`+strings.Repeat("{},", 4<<20)[:12<<20-18])
	case "endless problems":
		for {
			if w.out.write(reply{Problem: &evidence.Problem{Kind: evidence.ProblemCorrupt}}) != nil {
				os.Exit(1)
			}
		}
	case "endless warnings":
		for {
			if w.out.write(reply{Warning: "again"}) != nil {
				os.Exit(1)
			}
		}
	case "endless facts":
		for {
			if w.out.write(reply{Fact: &evidence.Fact{Kind: evidence.FactMetadata, Value: strings.Repeat("x", 1<<20)}}) != nil {
				os.Exit(1)
			}
		}
	case "endless children":
		for {
			if w.out.write(reply{Child: &childReply{}}) != nil {
				os.Exit(1)
			}
		}
	case "negative size":
		w.child(childReply{Size: -1})
	case "negative entries":
		w.out.write(reply{Done: &doneReply{Entries: -1}})
	case "word outside":
		w.out.write(reply{Fact: &evidence.Fact{Kind: evidence.FactOCR, Value: "ab", Words: []evidence.Word{{Start: 1, End: 3}}}})
	case "unknown fact":
		w.out.write(reply{Fact: &evidence.Fact{Kind: "verdict"}})
	case "unknown problem":
		w.out.write(reply{Problem: &evidence.Problem{Kind: "none"}})
	case "name with a slash":
		w.child(small("../../../secret"))
	case "no such file":
		w.child(small("7"))
	case "symbolic link":
		os.Symlink("/etc/hostname", out("7"))
		w.child(small("7"))
	case "hard link":
		os.WriteFile(out("8"), []byte("x"), 0o600)
		os.Link(out("8"), out("7"))
		w.child(small("7"))
	case "folder":
		os.Mkdir(out("7"), 0o700)
		w.child(small("7"))
	case "wrong size":
		os.WriteFile(out("7"), []byte("longer"), 0o600)
		w.child(small("7"))
	case "wrong digest": // that of the entry a, which has been read
		os.WriteFile(out("7"), []byte("other "), 0o600)
		sum := sha256.Sum256([]byte("NOTE a"))
		w.child(childReply{File: "7", Size: 6, SHA256: hex.EncodeToString(sum[:])})
	case "equal to nothing":
		w.child(childReply{Size: 1, SHA256: digest})
	case "still open":
		f, _ := os.OpenFile(out("7"), os.O_CREATE|os.O_WRONLY, 0o600)
		f.WriteString("x")
		w.child(small("7"))
		time.Sleep(time.Hour)
		f.Close()
	case "no digest":
		os.WriteFile(out("7"), []byte("x"), 0o600)
		w.child(childReply{File: "7", Size: 1, SHA256: "../x"})
	case "out replaced by a link":
		os.RemoveAll(j.Out)
		os.Symlink("/", j.Out)
		w.child(small("7"))
	case "leftovers":
		os.WriteFile(out("left"), []byte("x"), 0o600)
		os.MkdirAll(filepath.Join(filepath.Dir(j.Out), "temp-1", "deep"), 0o700)
		os.WriteFile(filepath.Join(filepath.Dir(j.Out), "temp-1", "deep", "left"), []byte("x"), 0o600)
		os.Chmod(filepath.Join(filepath.Dir(j.Out), "temp-1", "deep"), 0)
	}
}

// scanLies scans three entries with a worker that commits a misdeed over the second.
func scanLies(t *testing.T, misdeed string, change func(*Config)) Result {
	t.Helper()
	cfg := testConfig(t, 1)
	cfg.Workers = fakeWorker(misdeed)
	cfg.Settings.Limits.TextBytes = 1 << 20
	cfg.Settings.Limits.Items = 1000
	if change != nil {
		change(&cfg)
	}
	return scanText(t, cfg, "LIST\n")
}

func TestWorkersAreNotTrusted(t *testing.T) {
	const rules = "crashed: the worker that read it did not keep to the rules and was replaced: "
	for misdeed, want := range map[string]string{
		"dies":                     "crashed: the worker that read it died and was replaced: exit status 3: out of luck",
		"hangs":                    "timed-out: not finished within 2s; its worker was ended",
		"garbage":                  rules + "a frame is no JSON of ours: invalid character 'h' looking for beginning of value",
		"nothing said":             rules + "a reply says 0 things",
		"two things said":          rules + "a reply says 2 things",
		"oversized frame":          rules + "a frame claims 4294967295 bytes, more than 100663296",
		"large frame without fact": rules + "a frame that holds no fact claims 1048577 bytes, more than 1048576",
		"many parts":               rules + "a frame holds more parts than a fact has",
		"negative size":            rules + "an entry of -1 bytes",
		"negative entries":         rules + "-1 entries",
		"word outside":             rules + "a word from 1 to 3 in 2 bytes",
		"unknown fact":             rules + `a fact of the kind "verdict"`,
		"unknown problem":          rules + `a problem of the kind "none"`,
		"name with a slash":        rules + `no file of an entry: it named the file "../../../secret"`,
		"no such file":             rules + "no file of an entry: no such file or directory",
		"symbolic link":            rules + "no file of an entry: it left a L--------- instead of a file",
		"hard link":                rules + "no file of an entry: it left a file with another name",
		"folder":                   rules + "no file of an entry: it left a d--------- instead of a file",
		"wrong size":               rules + "no file of an entry: it left a file of 6 bytes and said 1",
		"wrong digest":             rules + "no file of an entry: it left a file whose SHA-256 is not the one it said",
		"equal to nothing":         rules + "an entry that is said to equal another, which it never handed over",
		"still open":               rules + "no file of an entry: it left a file that somebody can still write to",
		"no digest":                rules + "an entry without a SHA-256",
		"out replaced by a link":   rules + "no file of an entry: path escapes from parent",
	} {
		t.Run(misdeed, func(t *testing.T) {
			res := scanLies(t, misdeed, func(c *Config) {
				if misdeed == "hangs" {
					c.Settings.Limits.ItemTime = 2 * time.Second
				}
			})
			assert.Equal(t, []string{
				"0 case.list unknown read",
				"0.0 case.list>a text read",
				"0.1 case.list>evil unknown not-read [" + want + "]",
				"0.2 case.list>z text read",
			}, lines(res.Items))
			assert.Equal(t, 1, res.Timing.Restarts)
		})
	}
}

// A container that takes a large entry is not late while bytes come.
func TestLargeEntryMayTakeLongerThanAnItem(t *testing.T) {
	res := scanLies(t, "takes long", func(c *Config) { c.Settings.Limits.ItemTime = 2 * time.Second })
	assert.Equal(t, []string{
		"0 case.list unknown read",
		"0.0 case.list>a text read",
		"0.1 case.list>evil unknown read",
		"0.1.0 case.list>evil>large text read",
		"0.2 case.list>z text read",
	}, lines(res.Items))
	assert.Zero(t, res.Timing.Restarts)
}

func TestTakenMustGrow(t *testing.T) {
	for _, c := range []struct {
		taken []int64
		err   string
	}{
		{[]int64{takenStep - 1}, "67108863 bytes taken after 0"},
		{[]int64{takenStep}, ""},
		{[]int64{takenStep + 1, 2*takenStep + 1}, ""},
		{[]int64{takenStep + 1, 2 * takenStep}, "134217728 bytes taken after 67108865"},
		{[]int64{4 * takenStep}, ""},
		{[]int64{4*takenStep + 1}, "268435457 bytes taken after 0"},
		{[]int64{-1}, "-1 bytes taken after 0"},
	} {
		check := newCheck(evidence.Limits{ItemBytes: 4 * takenStep, Items: 10})
		var err error
		for _, n := range c.taken {
			err = check.reply(&reply{Taken: n})
		}
		if c.err == "" {
			assert.NoError(t, err)
		} else {
			assert.EqualError(t, err, c.err)
		}
	}
}

func TestWorkersCanNotFillTheScan(t *testing.T) {
	const rules = "the worker that read it did not keep to the rules and was replaced: "
	for misdeed, want := range map[string]string{
		"endless problems": rules + "more than 2000 problems",
		"endless warnings": rules + "more than 2000 warnings",
		"endless facts":    rules + "more facts than fit into 65 MiB",
		"endless children": rules + "more than 51 entries",
	} {
		t.Run(misdeed, func(t *testing.T) {
			res := scanLies(t, misdeed, func(c *Config) { c.Settings.Limits.Items = 50 })
			evil := res.Items[2]
			assert.Equal(t, []string{"case.list", "evil"}, evil.Path)
			require.NotEmpty(t, evil.Problems)
			found := false
			for _, p := range evil.Problems {
				found = found || p.Kind == evidence.ProblemCrashed && p.Detail == want
			}
			assert.True(t, found, "%v", evil.Problems[len(evil.Problems)-1])
			assert.LessOrEqual(t, len(evil.Problems), 2002)
			assert.LessOrEqual(t, len(evil.Type.Warnings), 2000)
			if misdeed != "endless children" { // which leaves no room for another item
				assert.Equal(t, "0.2 case.list>z text read", line(res.Items[len(res.Items)-1]))
			}
		})
	}
}

// A worker that dies between two items costs none.
func TestWorkerDeathBetweenItemsCostsNothing(t *testing.T) {
	assert.Equal(t, []string{
		"0 case.list unknown read",
		"0.0 case.list>a text read",
		"0.1 case.list>evil unknown read",
		"0.2 case.list>z text read",
	}, lines(scanLies(t, "dies idle", nil).Items))
}

func TestWorkerThatNeverStartsEndsTheScan(t *testing.T) {
	cfg := testConfig(t, 2)
	cfg.Workers = fakeWorker("never ready")
	_, err := Run(t.Context(), cfg, write(t, "case.list", "LIST\n"))
	assert.ErrorContains(t, err, "a worker did not start: exit status 1")
}

func TestWorkerLeftoversAreRemovedBetweenItems(t *testing.T) {
	res := scanLies(t, "leftovers", nil) // looks into the temporary folder at the end
	assert.Len(t, res.Items, 4)

	sp, err := newSpool(t.TempDir())
	require.NoError(t, err)
	defer sp.close()
	out, err := sp.workerDir(0)
	require.NoError(t, err)
	elsewhere := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(elsewhere, "keep"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(out, "1"), nil, 0o600))
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(out, "2")))
	require.NoError(t, os.MkdirAll(filepath.Join(out, "3", "4"), 0o700))
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(filepath.Dir(out), "temp")))
	require.NoError(t, sp.sweep(out))
	left, err := filepath.Glob(filepath.Join(filepath.Dir(out), "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{out}, left)
	left, err = filepath.Glob(filepath.Join(out, "*"))
	require.NoError(t, err)
	assert.Empty(t, left)

	// The folder itself may have become a link: what it leads to stays.
	require.NoError(t, os.Remove(out))
	require.NoError(t, os.Symlink(elsewhere, out))
	require.NoError(t, sp.sweep(out))
	info, err := os.Lstat(out)
	require.NoError(t, err)
	assert.True(t, info.IsDir())
	assert.FileExists(t, filepath.Join(elsewhere, "keep"))
}

// A worker that holds too much memory after an item is replaced, and nothing of
// that shows.
func TestWorkerWithTooMuchMemoryIsReplaced(t *testing.T) {
	var started, resident int64
	cfg := testConfig(t, 1)
	launch := cfg.Workers
	cfg.Workers = nil
	for _, c := range []struct{ resident, want int64 }{{workerResident - 1, 1}, {workerResident, 1}, {workerResident + 1, 3}} {
		started, resident = 0, c.resident
		cfg.Workers = func(ctx context.Context, dir string) (*Process, error) {
			started++
			p, err := launch(ctx, dir)
			if err == nil {
				p.Memory = func() int64 { return resident }
			}
			return p, err
		}
		res := scanText(t, cfg, "LIST\na=NOTE 1\nb=NOTE 2\n")
		assert.Equal(t, []string{"0 case.list list read", "0.0 case.list>a text read", "0.1 case.list>b text read"}, lines(res.Items))
		assert.Zero(t, res.Timing.Restarts)
		assert.Equal(t, c.want, started, "%d bytes", c.resident)
	}
}

func TestFrameBounds(t *testing.T) {
	frame := func(claimed uint32, b string) io.Reader {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], claimed)
		return io.MultiReader(bytes.NewReader(n[:]), strings.NewReader(b))
	}
	fill := func(start, end string, size int) string {
		return start + strings.Repeat("x", size-len(start)-len(end)) + end
	}
	for name, c := range map[string]struct {
		in  io.Reader
		err string
	}{
		"small, at the limit":   {frame(maxSmallFrame, fill(`{"Warning":"`, `"}`, maxSmallFrame)), ""},
		"small, above":          {frame(maxSmallFrame+1, fill(`{"Warning":"`, `"}`, maxSmallFrame+1)), "a frame that holds no fact claims 1048577 bytes, more than 1048576"},
		"fact, above small":     {frame(maxSmallFrame+1, fill(`{"Fact":{"Value":"`, `"}}`, maxSmallFrame+1)), ""},
		"fact, above the limit": {frame(maxFrame+1, `{"Fact":`), "a frame claims 100663297 bytes, more than 100663296"},
		"cut off":               {frame(10, `{`), "unexpected EOF"},
		"cut off in the length": {strings.NewReader("\x00\x00"), "unexpected EOF"},
		"nothing":               {strings.NewReader(""), "EOF"},
	} {
		var r reply
		err := newReplyReader(c.in).read(&r)
		if c.err == "" {
			assert.NoError(t, err, name)
		} else {
			assert.EqualError(t, err, c.err, name)
		}
	}
}
