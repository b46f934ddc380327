package mail

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/program"
)

// PSTProgram is the program that reads Outlook's folders, looked up on the path; no
// library reads them.
const PSTProgram = "readpst"

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
	var said capped
	// One process (-j 0), deleted mails too (-D), UTF-8 (-8), a file each with its attachments inside (-e).
	runErr := program.Unpack(ctx, in, dir, &said, path, "-q", "-j", "0", "-8", "-D", "-e", "-o", dir, in.File)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if runErr != nil && !errors.Is(runErr, evidence.ErrLimit) {
		runErr = fmt.Errorf("%w: readpst: %s", evidence.ErrCorrupt, cmp.Or(said.last(in), runErr.Error()))
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
		runErr = fmt.Errorf("%w: readpst found no mail: %s", evidence.ErrCorrupt, said.last(in))
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

// capped keeps the first of what a program says.
type capped struct{ b bytes.Buffer }

const maxSaid = 16 << 10

func (c *capped) Write(p []byte) (int, error) {
	c.b.Write(p[:max(0, min(len(p), maxSaid-c.b.Len()))])
	return len(p), nil
}

// last is the last line that was kept.
func (c *capped) last(in evidence.Input) string {
	said := strings.TrimSpace(c.b.String())
	return program.Nameless(in, strings.TrimSpace(said[strings.LastIndex(said, "\n")+1:]))
}
