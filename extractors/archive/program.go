package archive

import (
	"bufio"
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
	"strconv"
	"strings"

	"evscan/evidence"
	binding "evscan/extractors/internal/program"
)

// Program is a program that this package runs where no library reads a format.
type Program struct {
	Name        string // looked up on the path
	VersionFlag string // makes it print its version
	NeededFor   string
	Fix         string // the command that installs it
}

// Programs lists the programs that archives need, for the command that says what
// is installed.
func Programs() []Program {
	return []Program{{Name: sevenZipProgram, VersionFlag: "i", NeededFor: "cab, iso, lzh, rpm, xar, arj and rare zip methods", Fix: "apt-get install p7zip-full"}}
}

const (
	sevenZipProgram = "7z"
	listingMax      = 64 << 20 // bytes of a listing
)

// sevenZip is where the program lies; the error says which Debian package is missing.
func sevenZip() (string, error) {
	path, err := exec.LookPath(sevenZipProgram)
	if err != nil {
		return "", fmt.Errorf("%w: 7z is not installed (Debian package p7zip-full)", evidence.ErrToolMissing)
	}
	return path, nil
}

// listed is an entry as the program lists it.
type listed struct {
	path, method, link string
	disk               string // the path as it is unpacked to, where it is not UTF-8
	size               int64
	folder, encrypted  bool
}

// extractProgram reads archives of the given type of the program: names and sizes
// first, then everything into a private folder, whose regular files are handed over in
// the listing's order.
func extractProgram(kind func(evidence.Input) string) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
		if in.File == "" || in.Temp == "" {
			return fmt.Errorf("%w: a program reads this format, and it needs a file", evidence.ErrUnsupported)
		}
		t := "-t" + kind(in)
		entries, listErr := list(ctx, in, t)
		if listErr != nil && len(entries) == 0 {
			return listErr
		}
		dir := filepath.Join(in.Temp, "expanded")
		if err := os.Mkdir(dir, 0o700); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
		defer os.RemoveAll(dir)
		said, runErr := expand(ctx, in, t, dir)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		names := decodedNames(rawNames(in, kind(in)), entries)
		if err := pushExpanded(ctx, in, out, dir, entries, names, said, runErr); err != nil {
			return err
		}
		return errors.Join(listErr, runErr)
	}
}

// command prepares a run without the user's environment; password none, so that it
// never asks.
func command(ctx context.Context, in evidence.Input, args ...string) (*exec.Cmd, error) {
	path, err := sevenZip()
	if err != nil {
		return nil, err
	}
	return binding.Command(ctx, in, path, args...), nil
}

func list(ctx context.Context, in evidence.Input, kind string) ([]listed, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd, err := command(ctx, in, "l", "-slt", "-ba", "-sccUTF-8", "-p", kind, "--", in.File)
	if err != nil {
		return nil, err
	}
	var said tail
	cmd.Stderr = &said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("listing: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("listing: %w", err)
	}
	entries := parseListing(io.LimitReader(pipe, listingMax), in.Limits.Items+1)
	more, _ := io.CopyN(io.Discard, pipe, 1)
	cancelled := more > 0 || len(entries) > in.Limits.Items
	if cancelled {
		cancel()
	}
	if err := cmd.Wait(); err != nil && !cancelled {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return entries, fmt.Errorf("%w: 7z: %s", evidence.ErrCorrupt, cmp.Or(said.message(in), err.Error()))
	}
	return entries, nil
}

// parseListing reads the paragraphs of `7z l -slt -ba`, at most limit of them.
func parseListing(r io.Reader, limit int) []listed {
	var entries []listed
	var e listed
	open := false
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		key, value, ok := strings.Cut(s.Text(), " = ")
		if !ok {
			key = strings.TrimSuffix(s.Text(), " =")
		}
		switch key {
		case "Path":
			if open {
				entries = append(entries, e)
			}
			if len(entries) >= limit {
				return entries
			}
			e, open = listed{path: strings.ToValidUTF8(value, "\uFFFD")}, true
			if e.path != value {
				e.disk = value
			}
		case "Folder":
			e.folder = value == "+"
		case "Attributes":
			e.folder = e.folder || strings.HasPrefix(value, "D")
		case "Mode": // of xar
			e.folder = e.folder || strings.HasPrefix(value, "d")
		case "Size":
			n, err := strconv.ParseInt(value, 10, 64)
			if err == nil {
				e.size = max(0, n)
			}
		case "Method":
			e.method = strings.ToValidUTF8(value, "\uFFFD")
		case "Encrypted":
			e.encrypted = value == "+"
		case "Symbolic Link":
			e.link = strings.ToValidUTF8(value, "\uFFFD")
		}
	}
	if open {
		entries = append(entries, e)
	}
	return entries
}

// expand unpacks into dir, and ends the program when what it writes exceeds the
// limits. It returns what the program said of entries, by path.
func expand(ctx context.Context, in evidence.Input, kind, dir string) (map[string]string, error) {
	path, err := sevenZip()
	if err != nil {
		return nil, err
	}
	var said tail
	err = binding.Unpack(ctx, in, dir, &said, path, "x", "-y", "-bd", "-bso0", "-bsp0", "-aou", "-sccUTF-8", "-p", "-o"+dir, kind, "--", in.File)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, evidence.ErrLimit):
		return said.byPath(), err
	case err != nil && said.onlyLinks():
		return said.byPath(), nil // links are listed; nobody wants them made
	case err != nil:
		said.failed = true
		return said.byPath(), fmt.Errorf("%w: 7z: %s", evidence.ErrCorrupt, cmp.Or(said.message(in), err.Error()))
	}
	return said.byPath(), nil
}

// pushExpanded hands over what the listing names, by names where they are better known
// than to the program, then what it does not name.
func pushExpanded(ctx context.Context, in evidence.Input, out evidence.Sink, dir string, entries []listed, names []evidence.ChildName, said map[string]string, runErr error) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("reading what was expanded: %w", err)
	}
	defer root.Close()
	taken := map[string]bool{}
	var twins twinNames
	defer twins.warn(out)
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		rel := filepath.Clean(strings.TrimLeft(cmp.Or(e.disk, e.path), "/"))
		name := evidence.ChildName{Name: e.path, Origin: evidence.OriginEntry, Size: e.size}
		if names != nil {
			name = names[i]
		}
		twins.add(name.Name)
		if e.folder {
			continue
		}
		if e.link != "" {
			taken[rel] = true
			name.Problem = linkProblem("symbolic", e.link)
			if err := out.Child(ctx, name, nil); err != nil {
				return err
			}
			continue
		}
		name.Problem = entryProblem(e, said[e.path], runErr)
		if taken[rel] || !filepath.IsLocal(rel) {
			if name.Problem.Kind == "" {
				name.Problem = problem(evidence.ProblemCorrupt, "a second entry of this name; its bytes stand under another")
			}
			if err := out.Child(ctx, name, nil); err != nil {
				return err
			}
			continue
		}
		taken[rel] = true
		if err := pushFile(ctx, out, root, rel, name); err != nil {
			return err
		}
	}
	return pushRest(ctx, out, root, taken)
}

// entryProblem is what the program said of an entry, if anything.
func entryProblem(e listed, said string, runErr error) evidence.Problem {
	switch {
	case e.encrypted:
		return problem(evidence.ProblemEncrypted, fmt.Sprintf("encrypted (method %s, %d bytes claimed)", e.method, e.size))
	case strings.Contains(said, "Unsupported Method"):
		return problem(evidence.ProblemUnsupported, fmt.Sprintf("7z: %s (%s)", said, e.method))
	case said != "":
		return problem(evidence.ProblemCorrupt, "7z: "+said)
	}
	return evidence.Problem{}
}

// pushFile hands over a regular file; anything else has no bytes to read.
func pushFile(ctx context.Context, out evidence.Sink, root *os.Root, rel string, name evidence.ChildName) error {
	info, err := root.Lstat(rel)
	if err != nil || !info.Mode().IsRegular() {
		if name.Problem.Kind == "" {
			name.Problem = problem(evidence.ProblemCorrupt, "7z lists it and does not unpack it")
		}
		return out.Child(ctx, name, nil)
	}
	if name.Problem.Kind == evidence.ProblemEncrypted {
		return out.Child(ctx, name, nil) // what was written is the cipher's output
	}
	f, err := root.Open(rel)
	if err != nil {
		name.Problem = problem(evidence.ProblemReadFailed, "reading what 7z unpacked failed")
		return out.Child(ctx, name, nil)
	}
	defer f.Close()
	// Not every format says how long its entries are: only a claim can be missed.
	var r io.Reader = f
	if name.Problem.Kind == "" && name.Size > 0 {
		r = &exact{r: f, size: name.Size}
	}
	return out.Child(ctx, name, r)
}

// pushRest hands over the files that go by another name on disk than in the listing.
func pushRest(ctx context.Context, out evidence.Sink, root *os.Root, taken map[string]bool) error {
	return fs.WalkDir(root.FS(), ".", func(rel string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir() || taken[rel] || !d.Type().IsRegular():
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		name := evidence.ChildName{Name: strings.ToValidUTF8(rel, "\uFFFD"), Origin: evidence.OriginEntry}
		if name.Name != rel {
			name.Raw = []byte(rel)
		}
		return pushFile(ctx, out, root, rel, name)
	})
}

// tail keeps the beginning of what a program says.
type tail struct {
	b      bytes.Buffer
	failed bool
}

const tailMax = 1 << 20

func (t *tail) Write(p []byte) (int, error) {
	t.b.Write(p[:max(0, min(len(p), tailMax-t.b.Len()))])
	return len(p), nil
}

// message is the first line that tells of an error, without the paths of this machine.
func (t *tail) message(in evidence.Input) string {
	for _, line := range strings.Split(t.b.String(), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "ERRORS:" || line == "WARNINGS:" {
			continue
		}
		return binding.Nameless(in, strings.TrimPrefix(line, "ERROR: "))
	}
	return ""
}

// onlyLinks reports whether every error is of a link that could not be made.
func (t *tail) onlyLinks() bool {
	n := 0
	for _, line := range strings.Split(t.b.String(), "\n") {
		if !strings.HasPrefix(line, "ERROR: ") {
			continue
		}
		if !strings.Contains(line, "symbolic link") && !strings.Contains(line, "hard link") {
			return false
		}
		n++
	}
	return n > 0
}

// byPath sorts lines "ERROR: what : path" by path.
func (t *tail) byPath() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(t.b.String(), "\n") {
		what, path, ok := strings.Cut(strings.TrimPrefix(line, "ERROR: "), " : ")
		if ok && strings.HasPrefix(line, "ERROR: ") {
			out[strings.ToValidUTF8(path, "\uFFFD")] = strings.ToValidUTF8(what, "\uFFFD")
		}
	}
	return out
}
