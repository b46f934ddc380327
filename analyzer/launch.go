package analyzer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Launcher starts a worker. dir is the worker's private folder: it may write
// there and nowhere else.
type Launcher func(ctx context.Context, dir string) (*Process, error)

// Process is a running worker.
type Process struct {
	In   io.WriteCloser // orders
	Out  io.Reader      // replies
	Kill func()         // ends it at once, with everything it started; may be called more than once
	Wait func() error   // waits for its end and says what it died of; nil after an orderly end
	// Memory is what it holds now, in bytes; 0 where that can't be told. May be nil.
	Memory func() int64
}

// How long the supervisor waits for what a dead worker leaves behind.
const (
	// lastWords is for a pipe that somebody still holds open after a kill.
	lastWords = 300 * time.Millisecond
	// dying is for the programs that a worker ran.
	dying = 200 * time.Millisecond
)

// InProcess runs the worker as a goroutine of this process, without protection:
// for tests, and for formats that a test makes up. A deadline can't stop it.
func InProcess(r Reader) Launcher {
	return func(ctx context.Context, _ string) (*Process, error) {
		inR, inW := io.Pipe()
		outR, outW := io.Pipe()
		ctx, cancel := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func() {
			err := Work(ctx, r, inR, outW)
			outW.CloseWithError(io.EOF)
			done <- err
		}()
		kill := func() { cancel(); inR.Close(); outR.Close() }
		return &Process{In: inW, Out: outR, Kill: kill, Wait: func() error { err := <-done; cancel(); return err }}, nil
	}
}

// Command runs each worker as a process of its own: its own process group and, where
// the kernel lets us, its own PID namespace, so that the programs it starts die with
// it, no network where the kernel can take it away,
// an environment that tells nothing of the analyst, and no standard error but the
// start of it, kept for the report.
func Command(path string, args ...string) Launcher {
	namespaces := ownNamespaces()
	return func(ctx context.Context, dir string) (*Process, error) {
		cmd := exec.Command(path, args...)
		cmd.Dir = dir
		cmd.Env = workerEnv(os.Environ(), dir)
		cmd.SysProcAttr = workerAttr(namespaces)
		// A program that left the group could hold standard error open for ever.
		cmd.WaitDelay = lastWords
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		last := &stderrHead{}
		cmd.Stderr = last
		if err := cmd.Start(); err != nil {
			return nil, fmt.Errorf("starting a worker: %w", err)
		}
		group := cmd.Process.Pid
		var ended atomic.Bool
		kill := func() {
			if ended.Load() {
				return // the number may be another's by now
			}
			killGroup(group)
			// What was sent before is still read, unless somebody holds the pipe open.
			time.AfterFunc(lastWords, func() { out.Close() })
		}
		wait := sync.OnceValue(func() error {
			awaitEnd(group)
			killGroup(group) // programs that outlive an orderly end
			ended.Store(true)
			err := died(cmd.Wait(), last.String())
			awaitGroup(group, dying)
			return err
		})
		stop := context.AfterFunc(ctx, kill)
		return &Process{In: in, Out: out, Kill: kill, Wait: func() error { defer stop(); return wait() },
			Memory: func() int64 { return resident(group) }}, nil
	}
}

// workerEnv passes on what programs need to run and to find OCR models, and
// nothing else.
func workerEnv(env []string, dir string) []string {
	out := []string{"LC_ALL=C.UTF-8", "TZ=UTC", "OMP_THREAD_LIMIT=1", "HOME=" + dir, "TMPDIR=" + dir}
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		switch name {
		case "PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "GOCOVERDIR":
			out = append(out, kv)
		}
	}
	return out
}

// died says in words what ended a worker.
func died(err error, stderr string) error {
	if err == nil {
		return nil
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			err = fmt.Errorf("signal: %s", status.Signal())
		}
	}
	if line := firstLine(stderr); line != "" {
		return fmt.Errorf("%w: %s", err, line)
	}
	return err
}

func firstLine(s string) string {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			return valid(line, 300)
		}
	}
	return ""
}

// stderrHead keeps the first bytes that a worker writes to standard error: Go's runtime
// says there why it gave up, before pages of goroutines.
type stderrHead struct {
	mu  sync.Mutex
	buf []byte
}

func (t *stderrHead) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 4096 - len(t.buf); room > 0 {
		t.buf = append(t.buf, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *stderrHead) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
