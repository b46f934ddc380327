package main

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"evscan/testdata/bench"
)

// scanner makes reports of packages, each once.
type scanner struct {
	program string
	jobs    int
	log     io.Writer
	version string // hash of the program
	keep    bool   // reports that another build of the program made will do
}

// task is one scan: what to read, and where the report goes.
type task struct {
	report string
	args   []string
}

// reportOf is where the report of a package is kept. off says that it was made
// without a catalogue.
func reportOf(dir, part, pkg string, off bool) string {
	if off {
		part += "-off"
	}
	return filepath.Join(dir, "reports", part, strings.TrimSuffix(pkg, ".zip")+".json.gz")
}

func (s *scanner) all(ctx context.Context, dir string, parts []string, corpus string) error {
	version, err := hashOf(s.program)
	if err != nil {
		return err
	}
	s.version = version
	var tasks []task
	for _, part := range parts {
		truth, err := readTruth(filepath.Join(dir, part, "truth.jsonl"))
		if err != nil {
			return err
		}
		for _, t := range truth {
			pkg := filepath.Join(dir, part, t.Package)
			tasks = append(tasks, task{reportOf(dir, part, t.Package, false),
				[]string{"--no-default-catalogue", "--catalogue", filepath.Join(dir, part, "catalogue.jsonl"), "--claimed", t.Claim, pkg}})
			if part == bench.PartBlind {
				tasks = append(tasks, task{reportOf(dir, part, t.Package, true), []string{"--no-default-catalogue", "--claimed", t.Claim, pkg}})
			}
		}
	}
	if corpus != "" {
		list, err := filepath.Glob(filepath.Join(corpus, "*.zip"))
		if err != nil {
			return err
		}
		for _, pkg := range list {
			tasks = append(tasks, task{reportOf(dir, "corpus", filepath.Base(pkg), false), []string{pkg}})
		}
	}
	return s.each(ctx, tasks)
}

func (s *scanner) each(ctx context.Context, tasks []task) error {
	queue := make(chan task)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	made := 0
	for range max(1, s.jobs) {
		wg.Go(func() {
			for t := range queue {
				did, err := s.one(ctx, t)
				mu.Lock()
				failed = errors.Join(failed, err)
				if did {
					made++
					if made%100 == 0 {
						fmt.Fprintf(s.log, "%d scanned\n", made)
					}
				}
				mu.Unlock()
			}
		})
	}
	for _, t := range tasks {
		if ctx.Err() != nil {
			break
		}
		queue <- t
	}
	close(queue)
	wg.Wait()
	fmt.Fprintf(s.log, "%d reports, %d of them made now\n", len(tasks), made)
	return errors.Join(failed, ctx.Err())
}

// one makes a report unless the same program made it of the same package already,
// which a stamp beside it says.
func (s *scanner) one(ctx context.Context, t task) (bool, error) {
	pkg := t.args[len(t.args)-1]
	sum, err := hashOf(pkg)
	if err != nil {
		return false, err
	}
	stamp := s.version + " " + sum + " " + strings.Join(t.args, " ")
	if old, err := os.ReadFile(t.report + ".stamp"); err == nil {
		_, was, _ := strings.Cut(string(old), " ")
		if string(old) == stamp || s.keep && s.version+" "+was == stamp {
			return false, nil
		}
	}
	if err := os.MkdirAll(filepath.Dir(t.report), 0o755); err != nil {
		return false, err
	}
	args := append([]string{"scan", "--quiet", "--no-timing", "--progress", "never", "--jobs", "1", "--format", "json"}, t.args...)
	cmd := exec.CommandContext(ctx, s.program, args...)
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return false, fmt.Errorf("%s: %w: %s", pkg, err, stderr.String())
	}
	if err := writeGzip(t.report, out); err != nil {
		return false, err
	}
	return true, os.WriteFile(t.report+".stamp", []byte(stamp), 0o644)
}

func writeGzip(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	_, err = z.Write(data)
	return errors.Join(err, z.Close(), f.Close())
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func readTruth(path string) ([]bench.Truth, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w (make the packages first: go run ./testdata/bench/cmd/makebench)", err)
	}
	var out []bench.Truth
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var t bench.Truth
		if err := json.Unmarshal([]byte(line), &t); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, i+1, err)
		}
		out = append(out, t)
	}
	return out, nil
}

func partFile(dir, part string) string { return filepath.Join(dir, part, "truth.jsonl") }
