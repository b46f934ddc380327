// Command matchbench measures how fast names are found in text, and with how much
// memory, at 10 thousand, a million and 3 million names: this program's matcher on a
// mapped catalogue, an Aho-Corasick library, and grep -F -f, with the same names in the
// same text on one processor, one after the other.
//
//	matchbench [-names 10000,1000000,3000000] [-text 16] [-aho 1000000] [-grep 1000000]
//
// Only the matcher folds letters and widths, knows legal forms and says whose the name
// is; the others compare bytes.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"

	"evscan/evidence"
	"evscan/fingerprints/catalogue/mapped"
	"evscan/fingerprints/names"
)

// measure is what one run says.
type measure struct {
	Ready  float64 // seconds of processor time until the first text could be read
	Wall   float64 // the same by the clock
	Scan   float64 // seconds of processor time for the text
	Bytes  int
	Memory float64 // MB resident after the scan
	Peak   float64 // MB resident at most
	Found  int     // of the names that were put in
	Names  int
	Hits   int // everything that was found
	Note   string
}

func main() {
	counts := flag.String("names", "10000,1000000,3000000", "how many `names`, separated by commas")
	size := flag.Int("text", 16, "`MB` of text")
	aho := flag.Int("aho", 1_000_000, "most names for the Aho-Corasick library, which needs gigabytes for more")
	grep := flag.Int("grep", 1_000_000, "most names for grep")
	one := flag.String("measure", "", "internal: measure one program in this process")
	dir := flag.String("dir", "", "internal: folder of the files")
	profile := flag.String("profile", "", "with -measure evscan: write a profile of the scan to `FILE`")
	flag.Parse()
	var err error
	if *one != "" {
		n, _ := strconv.Atoi(*counts)
		err = child(*one, *dir, *profile, n, *size<<20)
	} else {
		err = run(*counts, *size, *aho, *grep)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "matchbench:", err)
		os.Exit(1)
	}
}

func run(counts string, size, aho, grep int) error {
	dir, err := os.MkdirTemp("", "matchbench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("%d MB of prose, a name about every %d bytes; %s %s/%s; load %s", size, rate, runtime.Version(), runtime.GOOS, runtime.GOARCH, load)
	fmt.Printf("%-10s %-14s %9s %9s %9s %9s %9s %8s %10s  %s\n", "names", "program", "ready s", "(clock)", "MB/s", "MB", "peak MB", "recall", "hits", "")
	for _, s := range strings.Split(counts, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 10 {
			return fmt.Errorf("-names: %q", s)
		}
		if err := prepare(dir, n, size<<20); err != nil {
			return err
		}
		for _, p := range []struct {
			name string
			most int
		}{{"write", n}, {"evscan", n}, {"aho-corasick", aho}, {"grep", grep}} {
			if n > p.most {
				fmt.Printf("%-10d %-14s not run above %d names\n", n, p.name, p.most)
				continue
			}
			m, err := inChild(p.name, dir, n, size)
			if err != nil {
				fmt.Printf("%-10d %-14s %v\n", n, p.name, err)
				continue
			}
			print(n, p.name, m)
		}
	}
	return nil
}

func print(n int, name string, m measure) {
	speed, recall := "-", "-"
	if m.Scan > 0 {
		speed = fmt.Sprintf("%.1f", float64(m.Bytes)/1e6/m.Scan)
	}
	if m.Names > 0 {
		recall = fmt.Sprintf("%.4f", float64(m.Found)/float64(max(1, m.Names)))
	}
	fmt.Printf("%-10d %-14s %9.2f %9.2f %9s %9.0f %9.0f %8s %10d  %s\n", n, name, m.Ready, m.Wall, speed, m.Memory, m.Peak, recall, m.Hits, m.Note)
}

// prepare writes the names for grep and the text.
func prepare(dir string, n, size int) error {
	f, err := os.Create(filepath.Join(dir, "names"))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for i := range n {
		name, _ := bare(i)
		_, _ = w.WriteString(name + "\n")
	}
	text, _ := makeText(size, n)
	return errors.Join(w.Flush(), f.Close(), os.WriteFile(filepath.Join(dir, "text"), []byte(text), 0o600))
}

// timeout is how long one program may take.
const timeout = 10 * time.Minute

func inChild(name, dir string, n, size int) (measure, error) {
	self, err := os.Executable()
	if err != nil {
		return measure{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	c := exec.CommandContext(ctx, self, "-measure", name, "-dir", dir, "-names", strconv.Itoa(n), "-text", strconv.Itoa(size))
	c.Stderr = os.Stderr
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := c.Output()
	if err != nil {
		return measure{}, fmt.Errorf("gave up: %w", err)
	}
	var m measure
	return m, json.Unmarshal(out, &m)
}

func child(name, dir, profile string, n, size int) error {
	var m measure
	var err error
	switch name {
	case "write":
		m, err = writeFile(dir, n)
	case "evscan":
		m, err = scanWithMatcher(dir, profile, n, size)
	case "aho-corasick":
		m, err = scanWithAho(dir, n, size)
	case "grep":
		m, err = scanWithGrep(dir, n, size)
	default:
		err = fmt.Errorf("no program %q", name)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

func processor(who int) float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(who, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// resident returns the memory of this process now and at most, in MB.
func resident() (now, peak float64) {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "VmRSS:":
			now = kb / 1024
		case "VmHWM:":
			peak = kb / 1024
		}
	}
	return now, peak
}

func writeFile(dir string, n int) (measure, error) {
	start, cpu := time.Now(), processor(syscall.RUSAGE_SELF)
	out, err := mapped.Write(context.Background(), filepath.Join(dir, "names.evcat"), func(yield func(evidence.Organisation, error) bool) {
		for i := range n {
			if !yield(organisation(i), nil) {
				return
			}
		}
	}, mapped.Options{})
	if err != nil {
		return measure{}, err
	}
	m := measure{Ready: processor(syscall.RUSAGE_SELF) - cpu, Wall: time.Since(start).Seconds(), Note: fmt.Sprintf("the catalogue file, %.0f MB", float64(out.Bytes)/1e6)}
	m.Memory, m.Peak = resident()
	return m, nil
}

// part is the length of the texts that are looked through one by one, in bytes; that of
// a long page.
const part = 16 << 10

// parts cuts a text at line feeds.
func parts(text string, f func(at int, part string)) {
	for at := 0; at < len(text); {
		end := min(len(text), at+part)
		if i := strings.LastIndexByte(text[at:end], '\n'); i > 0 && end < len(text) {
			end = at + i + 1
		}
		f(at, text[at:end])
		at = end
	}
}

// tally counts which of the names that were put in were found.
type tally struct {
	left []placed
	m    *measure
}

// hit takes a place in that was found; places come in order.
func (t *tally) hit(start, end int) {
	t.m.Hits++
	for len(t.left) > 0 && t.left[0].end <= start {
		t.left = t.left[1:]
	}
	if len(t.left) > 0 && start <= t.left[0].start && end >= t.left[0].end {
		t.m.Found++
		t.left = t.left[1:]
	}
}

func scanWithMatcher(dir, profile string, n, size int) (measure, error) {
	start, cpu := time.Now(), processor(syscall.RUSAGE_SELF)
	f, err := mapped.Open(filepath.Join(dir, "names.evcat"))
	if err != nil {
		return measure{}, err
	}
	defer f.Close()
	matcher := names.New(f)
	matcher.FindAll("ready")
	m := measure{Ready: processor(syscall.RUSAGE_SELF) - cpu, Wall: time.Since(start).Seconds(), Bytes: size}
	text, put := makeText(size, n)
	m.Bytes, m.Names = len(text), len(put)
	debug.FreeOSMemory()
	if profile != "" {
		p, err := os.Create(profile)
		if err != nil {
			return measure{}, err
		}
		defer p.Close()
		if err := pprof.StartCPUProfile(p); err != nil {
			return measure{}, err
		}
		defer pprof.StopCPUProfile()
	}
	before := processor(syscall.RUSAGE_SELF)
	type place struct{ start, end int }
	var hits []place
	parts(text, func(at int, part string) {
		for _, h := range matcher.FindAll(part) {
			if h.Known && len(h.Orgs) > 0 {
				hits = append(hits, place{at + h.Start, at + h.End})
			}
		}
	})
	m.Scan = processor(syscall.RUSAGE_SELF) - before
	m.Memory, m.Peak = resident()
	t := tally{put, &m}
	for _, h := range hits {
		t.hit(h.start, h.end)
	}
	return m, f.Err()
}

func scanWithAho(dir string, n, size int) (measure, error) {
	start, cpu := time.Now(), processor(syscall.RUSAGE_SELF)
	list := make([]string, n)
	for i := range list {
		list[i], _ = bare(i)
	}
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.LeftMostLongestMatch})
	ac := builder.Build(list)
	m := measure{Ready: processor(syscall.RUSAGE_SELF) - cpu, Wall: time.Since(start).Seconds()}
	text, put := makeText(size, n)
	m.Bytes, m.Names = len(text), len(put)
	before := processor(syscall.RUSAGE_SELF)
	type place struct{ start, end int }
	var hits []place
	parts(text, func(at int, part string) {
		for _, h := range ac.FindAll(part) {
			hits = append(hits, place{at + h.Start(), at + h.End()})
		}
	})
	m.Scan = processor(syscall.RUSAGE_SELF) - before
	m.Memory, m.Peak = resident()
	t := tally{put, &m}
	for _, h := range hits {
		t.hit(h.start, h.end)
	}
	return m, nil
}

// repeats is how often grep reads the text.
const repeats = 16

// scanWithGrep takes the time that grep needs for an empty file as what it needs to get
// ready.
func scanWithGrep(dir string, n, size int) (measure, error) {
	if _, err := exec.LookPath("grep"); err != nil {
		return measure{}, err
	}
	grep := func(file string) (out []byte, cpu, wall, peak float64, err error) {
		c := exec.Command("grep", "-F", "-o", "-b", "-f", filepath.Join(dir, "names"), file)
		c.Env = append(os.Environ(), "LC_ALL=C")
		start := time.Now()
		out, err = c.Output()
		var none *exec.ExitError
		if errors.As(err, &none) && none.ExitCode() == 1 {
			err = nil
		}
		if c.ProcessState != nil {
			cpu = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
			if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
				peak = float64(u.Maxrss) / 1024
			}
		}
		return out, cpu, time.Since(start).Seconds(), peak, err
	}
	empty := filepath.Join(dir, "line")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		return measure{}, err
	}
	_, ready, wall, _, err := grep(empty)
	if err != nil {
		return measure{}, fmt.Errorf("grep: %w", err)
	}
	out, _, _, peak, err := grep(filepath.Join(dir, "text"))
	if err != nil {
		return measure{}, fmt.Errorf("grep: %w", err)
	}
	text, put := makeText(size, n)
	// Getting ready takes most of the time: the text is read several times over, so that
	// what the text takes can be told from it.
	times := filepath.Join(dir, "times")
	if err := os.WriteFile(times, []byte(strings.Repeat(text, repeats)), 0o600); err != nil {
		return measure{}, err
	}
	defer os.Remove(times)
	_, whole, _, _, err := grep(times)
	if err != nil {
		return measure{}, fmt.Errorf("grep: %w", err)
	}
	m := measure{Ready: ready, Wall: wall, Scan: max(0, whole-ready) / repeats, Bytes: len(text), Names: len(put), Memory: peak, Peak: peak}
	t := tally{put, &m}
	for line := range bytes.Lines(out) {
		at, found, ok := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(":"))
		if start, err := strconv.Atoi(string(at)); ok && err == nil {
			t.hit(start, start+len(found))
		}
	}
	return m, nil
}
