package mail

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/program"
)

// PSTProgram is the program that reads Outlook's folders, looked up on the path; no
// library reads them.
const PSTProgram = "readpst"

const (
	pstGrace = 2 * time.Second
	pstWatch = 200 * time.Millisecond
)

// matchPST knows a personal folder by its signature and the client's, [MS-PST] 2.2.2.6.
func matchPST(p evidence.Probe) (string, bool) {
	ok := len(p.Head) >= 10 && bytes.HasPrefix(p.Head, []byte("!BDN")) && (bytes.Equal(p.Head[8:10], []byte("SM")) || bytes.Equal(p.Head[8:10], []byte("SO")))
	return "signature !BDN at 0, SM or SO at 8", ok
}

// extractPST has readpst unpack a personal folder, a file for each mail, contact and
// appointment, and hands these over in the order of their paths.
func extractPST(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	if in.File == "" || in.Temp == "" {
		return fmt.Errorf("%w: a program reads this format, and it needs a file", evidence.ErrUnsupported)
	}
	path, err := exec.LookPath(PSTProgram)
	if err != nil {
		return fmt.Errorf("%w: readpst is not installed (Debian package pst-utils)", evidence.ErrToolMissing)
	}
	dir := filepath.Join(in.Temp, "mailbox")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	running, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// One process (-j 0), deleted mails too (-D), UTF-8 (-8), a file each with its attachments inside (-e).
	cmd := program.Bind(exec.CommandContext(running, path, "-q", "-j", "0", "-8", "-D", "-e", "-o", dir, in.File))
	cmd.Dir, cmd.WaitDelay = in.Temp, pstGrace
	cmd.Env = []string{"LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"), "HOME=" + in.Temp, "TMPDIR=" + in.Temp}
	var said bytes.Buffer
	cmd.Stderr, cmd.Stdout = &capped{&said}, io.Discard
	done := make(chan struct{})
	go watch(running, cancel, done, dir, in.Limits)
	runErr := cmd.Run()
	cancel(nil)
	<-done
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if limit := context.Cause(running); errors.Is(limit, evidence.ErrLimit) {
		runErr = limit
	} else if runErr != nil {
		runErr = fmt.Errorf("%w: readpst: %s", evidence.ErrCorrupt, cmp.Or(lastLine(said.String()), runErr.Error()))
	}
	var files []string
	walkErr := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, p)
		}
		return err
	})
	slices.Sort(files)
	for _, p := range files {
		if err := pushFile(ctx, out, dir, p); err != nil {
			return err
		}
	}
	if len(files) == 0 && runErr == nil {
		runErr = fmt.Errorf("%w: readpst found no mail: %s", evidence.ErrCorrupt, lastLine(said.String()))
	}
	return errors.Join(runErr, walkErr)
}

func pushFile(ctx context.Context, out evidence.Sink, dir, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening an unpacked mail: %w", err)
	}
	defer f.Close()
	name, err := filepath.Rel(dir, path)
	if err != nil {
		return fmt.Errorf("naming an unpacked mail: %w", err)
	}
	return out.Child(ctx, evidence.ChildName{Name: filepath.ToSlash(name), Origin: evidence.OriginEntry}, newSteady(f))
}

// watch ends the program when what it writes outgrows the limits.
func watch(ctx context.Context, cancel context.CancelCauseFunc, done chan<- struct{}, dir string, lim evidence.Limits) {
	defer close(done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pstWatch):
		}
		n, size := 0, int64(0)
		_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if i, err := d.Info(); err == nil {
					n, size = n+1, size+i.Size()
				}
			}
			return nil // the program moves files about while they are counted
		})
		if n > lim.Items || size > lim.TotalBytes {
			cancel(fmt.Errorf("%w: the mailbox holds more than %d mails or %d bytes", evidence.ErrLimit, lim.Items, lim.TotalBytes))
			return
		}
	}
}

// capped keeps the first of what a program says.
type capped struct{ b *bytes.Buffer }

func (c *capped) Write(p []byte) (int, error) {
	if room := 16<<10 - c.b.Len(); room > 0 {
		c.b.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
