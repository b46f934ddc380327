package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/analyzer"
)

// process is what /proc says of one.
type process struct{ pid, parent, group int }

// processes lists those that fit, zombies excepted.
//
// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
func processes(fits func(process) bool) []process {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	var out []process
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		// The name, in brackets, may hold blanks.
		fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		p := process{}
		p.pid, _ = strconv.Atoi(filepath.Base(filepath.Dir(f)))
		p.parent, _ = strconv.Atoi(fields[1])
		p.group, _ = strconv.Atoi(fields[2])
		if fields[0] != "Z" && fits(p) {
			out = append(out, p)
		}
	}
	return out
}

func childProcesses(pid int) []process {
	return processes(func(p process) bool { return p.parent == pid })
}

// running is a scan under way.
type running struct {
	cmd  *exec.Cmd
	tmp  string
	errs bytes.Buffer
}

func startScan(t *testing.T, dir string, env []string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	r := &running{tmp: t.TempDir()}
	r.cmd = exec.CommandContext(ctx, binary, append([]string{"scan"}, args...)...)
	r.cmd.Dir = dir
	r.cmd.Env = append(append(os.Environ(), "TMPDIR="+r.tmp), env...)
	r.cmd.Stderr = &r.errs
	require.NoError(t, r.cmd.Start())
	t.Cleanup(func() { cancel(); r.cmd.Process.Kill() })
	return r
}

// busyWorker waits until a worker reads an item, and returns it.
func (r *running) busyWorker(t *testing.T) process {
	t.Helper()
	var worker process
	require.Eventually(t, func() bool {
		temp, _ := filepath.Glob(filepath.Join(r.tmp, "evscan-*", "worker-*", "temp-*"))
		workers := childProcesses(r.cmd.Process.Pid)
		if len(temp) == 0 || len(workers) == 0 {
			return false
		}
		worker = workers[0]
		return true
	}, time.Minute, time.Millisecond, "no worker reads an item")
	return worker
}

func pictures(t *testing.T, n int) []entry {
	t.Helper()
	png, err := os.ReadFile("testdata/hello.png")
	require.NoError(t, err)
	var entries []entry
	for i := range n {
		entries = append(entries, entry{fmt.Sprintf("%02d.png", i), string(png) + strings.Repeat("\x00", i+1)})
	}
	return entries
}

// stuckPrograms makes programs for PDF that never end, and that start one more.
func stuckPrograms(t *testing.T) (env []string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"pdfinfo", "pdftotext", "pdftoppm", "pdfimages", "pdffonts", "pdfdetach", "pdfsig"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name),
			[]byte("#!/bin/sh\ntrap '' TERM INT HUP\necho x > file\nsleep 300 & sleep 300\n"), 0o755))
	}
	return []string{"PATH=" + dir + ":" + os.Getenv("PATH")}
}

const emptyPDF = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// stuckWorker waits until a worker of a scan with stuckPrograms is in the middle of
// a PDF: it, the script and the two that it runs.
func (r *running) stuckWorker(t *testing.T) process {
	t.Helper()
	var worker process
	require.Eventually(t, func() bool {
		for _, worker = range childProcesses(r.cmd.Process.Pid) {
			// Until it has a group of its own it is in that of this test.
			if worker.group == worker.pid && len(groupOf(worker)) >= 4 {
				return true
			}
		}
		return false
	}, time.Minute, 5*time.Millisecond, "no worker runs a program")
	return worker
}

func groupOf(worker process) []process {
	return processes(func(p process) bool { return p.group == worker.group })
}

// The worker is killed while the program that it waits for is seen to run, so the
// item that it costs is known.
func TestKillOfAWorkerCostsOneItem(t *testing.T) {
	entries := []entry{{"00.txt", "The first.\n"}, {"01.pdf", emptyPDF}}
	for i := range 20 {
		entries = append(entries, entry{fmt.Sprintf("%02d.txt", i+2), fmt.Sprintf("Text number %d.\n", i)})
	}
	for _, jobs := range []string{"1", "2"} {
		dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entries...)})
		r := startScan(t, dir, stuckPrograms(t), "--jobs", jobs, "--quiet", "-o", "r.json", "a.zip")
		worker := r.stuckWorker(t)
		require.NoError(t, syscall.Kill(worker.pid, syscall.SIGKILL))
		require.NoError(t, r.cmd.Wait(), r.errs.String())
		assert.Empty(t, groupOf(worker), "its programs end with it")
		b, err := os.ReadFile(filepath.Join(dir, "r.json"))
		require.NoError(t, err)
		d := parse(t, string(b))
		assert.Equal(t, 23, d.Coverage.Items)
		assert.Equal(t, 22, d.Coverage.Read, "every other item")
		require.Len(t, d.Problems, 1)
		assert.Equal(t, "0.1", d.Problems[0].Item)
		assert.Equal(t, "crashed", d.Problems[0].Kind)
		assert.Contains(t, d.Problems[0].Detail, "signal: killed")
		assert.Equal(t, 1, d.Timing.Restarts)
	}
}

// Ending the scan while a worker waits for a program that it runs: none of them
// stays, and where the scan could still tidy up no file.
func TestEndOfAScanEndsHelperPrograms(t *testing.T) {
	for name, signal := range map[string]os.Signal{"interrupt": os.Interrupt, "terminate": syscall.SIGTERM, "kill": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string][]byte{"a.zip": zipOf(t, entry{"a.pdf", emptyPDF})})
			r := startScan(t, dir, stuckPrograms(t), "--jobs", "1", "-o", "r.json", "a.zip")
			worker := r.stuckWorker(t)
			start := time.Now()
			require.NoError(t, r.cmd.Process.Signal(signal))
			require.Error(t, r.cmd.Wait())
			assert.Less(t, time.Since(start), time.Second)
			assert.NoFileExists(t, filepath.Join(dir, "r.json"))
			if signal != syscall.SIGKILL {
				assert.Empty(t, groupOf(worker))
				left, err := os.ReadDir(r.tmp)
				require.NoError(t, err)
				assert.Empty(t, left)
				return
			}
			// Nobody is left to tidy up; the kernel ends the worker all the same.
			require.Eventually(t, func() bool {
				return len(processes(func(p process) bool { return p.pid == worker.pid })) == 0
			}, 2*time.Second, 5*time.Millisecond)
			if !strings.Contains(strings.Join(analyzer.Protections(), "\n"), "not in force: PID namespace") {
				require.Eventually(t, func() bool { return len(groupOf(worker)) == 0 }, 2*time.Second, 5*time.Millisecond)
			}
			for _, p := range groupOf(worker) {
				syscall.Kill(p.pid, syscall.SIGKILL)
			}
		})
	}
}

// What the kernel says of a worker of this program while it reads.
func TestWorkerIsCaged(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": zipOf(t, pictures(t, 12)...)})
	r := startScan(t, dir, nil, "--jobs", "1", "--quiet", "-o", "r.json", "a.zip")
	worker := r.busyWorker(t)
	proc := fmt.Sprintf("/proc/%d/", worker.pid)
	read := func(name string) string {
		b, err := os.ReadFile(proc + name)
		require.NoError(t, err)
		return string(b)
	}
	status, limits, net := read("status"), read("limits"), read("net/dev")
	tasks, err := filepath.Glob(proc + "task/*/status")
	require.NoError(t, err)
	all := ""
	for _, task := range tasks {
		b, err := os.ReadFile(task)
		if err == nil {
			all += string(b)
		}
	}
	environment := read("environ")
	require.NoError(t, r.cmd.Wait(), r.errs.String())

	assert.Equal(t, worker.pid, worker.group, "a group of its own")
	assert.Contains(t, limits, "Max address space         4294967296           4294967296")
	assert.Contains(t, limits, "Max core file size        0                    0")
	assert.Contains(t, limits, "Max file size             8657043456           8657043456")
	assert.Greater(t, len(tasks), 2)
	for _, line := range strings.Split(all, "\n") {
		name, value, _ := strings.Cut(line, ":\t")
		switch name {
		case "NoNewPrivs":
			assert.Equal(t, "1", value)
		case "CapEff", "CapPrm":
			assert.Contains(t, []string{"0000000000000000", "0000000000000004"}, value, "none, or CAP_DAC_READ_SEARCH")
		}
	}
	in := strings.Join(analyzer.Protections(), "\n")
	if strings.Contains(in, "system calls filtered") {
		assert.Contains(t, status, "Seccomp:\t2\n")
		assert.NotContains(t, all, "Seccomp:\t0", "every thread")
	}
	if strings.Contains(in, "network namespace without") {
		assert.Equal(t, 3, strings.Count(net, "\n"), "two lines of heading and the loopback: %s", net)
		assert.Contains(t, net, "lo:")
	}
	assert.NotContains(t, environment, "USER=")
	assert.NotContains(t, environment, "HOME="+os.Getenv("HOME")+"\x00")
}

func TestDoctorAndReportSayWhatCagesWorkers(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	out := evscan(t, dir, nil, "doctor").out
	d := parse(t, evscan(t, dir, nil, "scan", "--format", "json", "a.zip").out)
	require.NotEmpty(t, d.Tool.Sandbox)
	for _, p := range d.Tool.Sandbox {
		assert.Contains(t, out, "\n  "+p+"\n")
	}
	assert.Equal(t, analyzer.Protections(), d.Tool.Sandbox)
}

// A user without rights gets the same cage; the network namespace comes by way of a
// user namespace, where the kernel lets everybody make one.
func TestWorkerOfAUserWithoutRights(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("every other test runs without the rights of root already")
	}
	dir := t.TempDir()
	b, err := os.ReadFile(binary)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "evscan"), b, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.zip"), zipOf(t, pictures(t, 2)...), 0o644))
	for p := dir; p != "/" && p != "/tmp"; p = filepath.Dir(p) {
		require.NoError(t, os.Chmod(p, 0o755))
	}
	tmp := filepath.Join(dir, "tmp")
	require.NoError(t, os.Mkdir(tmp, 0o700))
	require.NoError(t, os.Chown(tmp, 65534, 65534))
	cmd := exec.Command(filepath.Join(dir, "evscan"), "scan", "--format", "json", "a.zip")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	require.NoError(t, err, errs.String())
	d := parse(t, string(out))
	assert.Equal(t, 3, d.Coverage.Read, "%v", d.Problems)
	assert.Positive(t, d.Items[1].Text.OCRChars)
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left)
}
