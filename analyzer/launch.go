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
	"syscall"
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
}

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

// Command runs each worker as a process of its own: its own process group, so that
// the programs it starts die with it, an environment that tells nothing of the
// analyst, and no standard error but the end of it, kept for the report.
func Command(path string, args ...string) Launcher {
	return func(ctx context.Context, dir string) (*Process, error) {
		cmd := exec.Command(path, args...)
		cmd.Dir = dir
		cmd.Env = workerEnv(os.Environ(), dir)
		cmd.SysProcAttr = workerAttr()
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
		var once sync.Once
		var werr error
		wait := func() error {
			once.Do(func() { werr = died(cmd.Wait(), last.String()) })
			return werr
		}
		kill := func() { killGroup(cmd.Process.Pid) }
		stop := context.AfterFunc(ctx, kill)
		return &Process{In: in, Out: out, Kill: kill, Wait: func() error { defer stop(); return wait() }}, nil
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
