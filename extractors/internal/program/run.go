package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"evscan/evidence"
)

const (
	grace      = 2 * time.Second        // what a program that was killed may take to end
	watchEvery = 100 * time.Millisecond // how often the growth of a folder is looked at
)

// Command prepares a run of the program at path that is ended with ctx and with this
// process. It works in the item's private folder, without the user's environment.
func Command(ctx context.Context, in evidence.Input, path string, args ...string) *exec.Cmd {
	cmd := Bind(exec.CommandContext(ctx, path, args...))
	cmd.Dir = in.Temp
	cmd.Env = []string{"LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"), "HOME=" + in.Temp, "TMPDIR=" + in.Temp}
	cmd.WaitDelay = grace
	return cmd
}

// Unpack runs the program at path, which writes what the item holds into dir, and ends
// it when that exceeds the limits; said gets its standard error. The error is ctx's,
// one that wraps evidence.ErrLimit, or that of the run as it is.
func Unpack(ctx context.Context, in evidence.Input, dir string, said io.Writer, path string, args ...string) error {
	run, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := Command(run, in, path, args...)
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		return err
	}
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		watch(cancel, done, dir, in)
	}()
	err := cmd.Wait()
	close(done)
	<-watched
	switch cause := context.Cause(run); {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(cause, evidence.ErrLimit):
		return cause
	}
	return err
}

// watch looks at a folder until it exceeds the limits.
func watch(cancel context.CancelCauseFunc, done <-chan struct{}, dir string, in evidence.Input) {
	for wait := watchEvery; ; {
		select {
		case <-done:
			return
		case <-time.After(wait):
		}
		began := time.Now()
		if over := exceeds(dir, in); over != "" {
			cancel(fmt.Errorf("%s: %w", over, evidence.ErrLimit))
			return
		}
		wait = max(watchEvery, 10*time.Since(began)) // looking must not cost more than unpacking
	}
}

// exceeds says which limit the folder's content breaks, "" if none.
func exceeds(dir string, in evidence.Input) string {
	l := in.Limits
	most := l.TotalBytes
	if l.Ratio > 0 {
		most = min(most, max(l.RatioFloor, int64(l.Ratio*float64(in.Size))))
	}
	var bytes int64
	files := 0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // what vanishes while being looked at is counted the next time
		}
		files++
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		if bytes > most || files > l.Items+1 {
			return fs.SkipAll
		}
		return nil
	})
	switch {
	case err != nil:
		return ""
	case bytes > most:
		return fmt.Sprintf("it expands to more than %d bytes", most)
	case files > l.Items+1:
		return fmt.Sprintf("it expands to more than %d files", l.Items)
	}
	return ""
}

// Nameless takes the paths of this machine out of what a program says of an item: they
// tell nobody anything, and differ from scan to scan.
func Nameless(in evidence.Input, said string) string {
	if in.File != "" {
		said = strings.ReplaceAll(said, in.File, "the archive")
	}
	if in.Temp != "" {
		said = strings.ReplaceAll(said, in.Temp, "the temporary folder")
	}
	return strings.ToValidUTF8(said, "\uFFFD")
}
