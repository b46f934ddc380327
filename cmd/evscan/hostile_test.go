package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/testdata/hostile"
)

// Bounds of every scan of the suite.
const (
	hostileTime   = 60 * time.Second // wall, with two other scans beside it
	hostileMemory = 900 << 20        // bytes resident in the whole process tree
)

// finding is what the report must say of an item: its path below the hostile file
// ("" is the file itself), the kind of problem, and a part of the detail. The kind
// may also be "warning", where the file is read and its type carries the warning,
// "read", where it is read without any problem, and "same-as".
type finding struct{ path, kind, detail string }

func TestHostile(t *testing.T) {
	for _, c := range hostile.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			want, ok := hostileFindings[c.Name]
			r := scanHostile(t, c)
			if !ok {
				t.Logf("UNKNOWN\n%s", describe(r))
			}
			for _, f := range want {
				assert.True(t, says(r.doc, c.Name, f), "%+v is missing\n%s", f, describe(r))
			}
		})
	}
}

type hostileRun struct {
	doc  document.Document
	wall time.Duration
	peak int64
}

func describe(r hostileRun) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.1fs %d MB items=%d entries=%d restarts=%d\n", r.wall.Seconds(), r.peak>>20, r.doc.Coverage.Items, r.doc.Coverage.Entries, r.doc.Timing.Restarts)
	for i, it := range r.doc.Items {
		if i > 12 {
			break
		}
		name := strings.Join(it.Path[1:], " > ")
		fmt.Fprintf(&b, "  %.120q %s %s %d =%s %q\n", name, it.Type.Format, it.Status, it.Size, it.SameAs, it.Type.Warnings)
		for _, p := range it.Problems {
			fmt.Fprintf(&b, "      %s [%s] %.200q\n", p.Kind, p.Where, p.Detail)
		}
	}
	return b.String()
}

func says(d document.Document, file string, f finding) bool {
	path := file
	if f.path != "" {
		path += " > " + f.path
	}
	for _, it := range d.Items {
		if strings.Join(it.Path[1:], " > ") != path {
			continue
		}
		switch f.kind {
		case "read":
			if it.Status == "read" && len(it.Problems) == 0 && strings.Contains(it.Type.Format, f.detail) {
				return true
			}
		case "same-as":
			if it.SameAs != "" {
				return true
			}
		case "warning":
			for _, w := range it.Type.Warnings {
				if strings.Contains(w, f.detail) {
					return true
				}
			}
		}
		for _, p := range it.Problems {
			if p.Kind == f.kind && strings.Contains(p.Detail, f.detail) {
				return true
			}
		}
	}
	return false
}

// scanHostile scans a folder of the hostile file and a sentinel, and checks what
// holds for all of them: the scan ends in time and in bounded memory with a report,
// the sentinel has been read, the counts add up, and no file is left or written.
func scanHostile(t *testing.T, c hostile.Case) hostileRun {
	t.Helper()
	base := t.TempDir()
	pkg, tmp := filepath.Join(base, "package"), filepath.Join(base, "tmp")
	require.NoError(t, os.Mkdir(pkg, 0o700))
	require.NoError(t, os.Mkdir(tmp, 0o700))
	f, err := os.Create(filepath.Join(pkg, c.Name))
	require.NoError(t, err)
	require.NoError(t, c.Write(f))
	require.NoError(t, f.Close())
	const sentinel = "zz sentinel.txt"
	require.NoError(t, os.WriteFile(filepath.Join(pkg, sentinel), []byte("The sentinel is still read.\n"), 0o600))

	cmd := exec.Command(binary, "scan", "--format", "json", "--jobs", "2", "package")
	cmd.Dir = base
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	require.NoError(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	r := hostileRun{}
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	late := time.After(hostileTime)
	for running := true; running; {
		select {
		case err := <-done:
			require.NoError(t, err, errs.String())
			running = false
		case <-tick.C:
			r.peak = max(r.peak, residentTree(cmd.Process.Pid))
		case <-late:
			cmd.Process.Signal(os.Interrupt)
			<-done
			t.Fatalf("not finished within %s (peak %d MB)", hostileTime, r.peak>>20)
		}
	}
	r.wall = time.Since(start)
	assert.LessOrEqual(t, r.peak, int64(hostileMemory), "peak memory of the process tree")
	r.doc = parse(t, out.String())
	d := r.doc
	assert.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
	assert.Len(t, d.Items, d.Coverage.Items)
	last := d.Items[len(d.Items)-1]
	assert.Equal(t, []string{"package", sentinel}, last.Path)
	assert.Equal(t, "read", last.Status)
	assert.Positive(t, last.Text.Chars)
	for _, it := range d.Items {
		if it.Status != "read" && it.SameAs == "" {
			assert.NotEmpty(t, it.Problems, "item %s is %s without a reason", it.ID, it.Status)
		}
		assert.NotEqual(t, "crashed", kinds(it), "item %s", it.ID)
	}
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left in the temporary folder")
	files, err := os.ReadDir(base)
	require.NoError(t, err)
	assert.Len(t, files, 2, "nothing was written beside the package")
	for _, p := range []string{"/tmp/evscan-was-here.txt", filepath.Join(base, "evscan-was-here.txt")} {
		assert.NoFileExists(t, p)
	}
	return r
}

func kinds(it document.Item) string {
	for _, p := range it.Problems {
		if p.Kind == "crashed" {
			return "crashed"
		}
	}
	return ""
}

// residentTree sums the resident memory of a process and its descendants, in bytes
// (proc(5), /proc/PID/stat: field 4 is the parent, field 24 the resident pages).
func residentTree(root int) int64 {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // fails for bad patterns only
	parent, pages := map[int]int{}, map[int]int64{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		if len(fields) < 22 {
			continue
		}
		parent[pid], _ = strconv.Atoi(fields[1])
		pages[pid], _ = strconv.ParseInt(fields[21], 10, 64)
	}
	var total int64
	for pid := range pages {
		for p, hops := pid, 0; p > 1 && hops < 64; p, hops = parent[p], hops+1 {
			if p == root {
				total += pages[pid]
				break
			}
		}
	}
	return total * int64(os.Getpagesize())
}

var hostileFindings = map[string][]finding{}
