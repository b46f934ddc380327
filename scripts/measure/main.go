// Command measure runs commands one after the other and prints, for each, its wall
// time, CPU time and peak memory, and the ratio of the first to the others.
//
//	measure -label NAME -- COMMAND ARG... [-label NAME -- COMMAND ARG...]
//
// CPU time is that of the command and of everything it waited for. Peak memory is
// the largest sum, over its process tree, of what is resident, sampled every 50 ms.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

type run struct {
	label string
	args  []string
	wall  time.Duration
	cpu   time.Duration
	peak  int64 // bytes
}

func main() {
	runs, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(2)
	}
	for i := range runs {
		if err := runs[i].do(); err != nil {
			fmt.Fprintf(os.Stderr, "measure: %s: %v\n", runs[i].label, err)
			os.Exit(1)
		}
	}
	fmt.Printf("%-16s %10s %10s %12s %8s\n", "", "wall", "cpu", "peak memory", "ratio")
	for _, r := range runs {
		fmt.Printf("%-16s %9.1fs %9.1fs %9.0f MB %8.2f\n", r.label, r.wall.Seconds(), r.cpu.Seconds(), float64(r.peak)/1e6,
			runs[0].wall.Seconds()/r.wall.Seconds())
	}
	fmt.Println("ratio: wall time of the first over wall time of the line; below 1 the first is faster")
}

func parse(args []string) ([]run, error) {
	var runs []run
	for len(args) > 0 {
		if len(args) < 4 || args[0] != "-label" || args[2] != "--" {
			return nil, fmt.Errorf("usage: measure -label NAME -- COMMAND ARG... [-label NAME -- COMMAND ARG...]")
		}
		r := run{label: args[1]}
		args = args[3:]
		for len(args) > 0 && args[0] != "-label" {
			r.args = append(r.args, args[0])
			args = args[1:]
		}
		runs = append(runs, r)
	}
	if len(runs) == 0 {
		return nil, fmt.Errorf("no command to measure")
	}
	return runs, nil
}

func (r *run) do() error {
	cmd := exec.Command(r.args[0], r.args[1:]...)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			r.wall = time.Since(start)
			r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			return err
		case <-tick.C:
			r.peak = max(r.peak, resident(cmd.Process.Pid))
		}
	}
}

// resident sums the resident memory of a process and its descendants, in bytes,
// from /proc/PID/stat (proc(5): field 4 is the parent, 24 the resident pages).
func resident(root int) int64 {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	parent := map[int]int{}
	pages := map[int]int64{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		if err != nil {
			continue
		}
		// The command's name, in brackets, may hold blanks.
		fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
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
