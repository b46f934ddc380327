package analyzer

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"evscan/evidence"
)

// ErrPackage says that there is nothing to scan: no such file, no rights to read
// it, neither a file nor a folder.
var ErrPackage = errors.New("no package to scan")

// open hashes the package and makes the unit that everything else hangs on.
func (r *reading) open(ctx context.Context, path string) (*unit, Package, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, Package{}, fmt.Errorf("%w: %w", ErrPackage, err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, Package{}, fmt.Errorf("%w: %w", ErrPackage, err)
	}
	name := valid(filepath.Base(abs), 4096)
	if r.cfg.PackageName != "" {
		name = valid(r.cfg.PackageName, 4096)
	}
	r.sources = []string{abs}
	switch {
	case info.IsDir():
		return r.openFolder(ctx, abs, name)
	case info.Mode().IsRegular():
		if set := besides(abs); len(set) > 1 {
			return r.openVolumes(ctx, set, name)
		}
		return r.openFile(ctx, abs, name)
	default:
		return nil, Package{}, fmt.Errorf("%w: %s is a %s, neither a file nor a folder", ErrPackage, name, info.Mode().Type())
	}
}

func (r *reading) openFile(ctx context.Context, path, name string) (*unit, Package, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Package{}, fmt.Errorf("%w: %w", ErrPackage, err)
	}
	defer f.Close()
	h1, h5, h256 := sha1.New(), md5.New(), sha256.New()
	n, err := hashInto(ctx, f, h5, h1, h256)
	if err != nil {
		return nil, Package{}, fmt.Errorf("reading %s: %w", name, err)
	}
	p := Package{Name: name, Kind: "file", Size: n, SHA256: sum(h256), SHA1: sum(h1), MD5: sum(h5)}
	return r.unit(unitKey{sha256: p.SHA256, ext: extension(name)}, path, false, name, n, []int{0}, 0), p, nil
}

// openFolder takes a folder as a container whose entries are its files, all
// levels, in the order of their names' bytes. Links are listed, never followed.
func (r *reading) openFolder(ctx context.Context, path, name string) (*unit, Package, error) {
	if _, err := os.ReadDir(path); err != nil {
		return nil, Package{}, fmt.Errorf("%w: %w", ErrPackage, err)
	}
	root := folderUnit(name, evidence.Type{Format: "folder", MIME: "inode/directory", Basis: "a folder of this machine"})
	listing := sha256.New()
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, rerr := filepath.Rel(path, p)
		if rerr != nil || rel == "." {
			return rerr
		}
		c := child{name: evidence.ChildName{Name: valid(rel, 4096), Origin: evidence.OriginEntry}}
		if c.name.Name != rel {
			c.name.Raw = []byte(rel)
		}
		sha := ""
		switch {
		case err != nil:
			c.name.Problem = evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true}
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			c.name.Problem = evidence.Problem{Kind: evidence.ProblemUnsupported, Detail: "a symbolic link; links are not followed", Fatal: true}
		case !d.Type().IsRegular():
			c.name.Problem = evidence.Problem{Kind: evidence.ProblemUnsupported, Detail: "not a regular file (" + d.Type().String() + ")", Fatal: true}
		default:
			var err error
			if sha, err = r.addFile(ctx, root, &c, p); err != nil {
				return err
			}
		}
		fmt.Fprintf(listing, "%s  %q\n", sha, rel)
		root.size += c.size
		root.result.children = append(root.result.children, c)
		if err != nil && d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return nil, Package{}, fmt.Errorf("reading the folder %s: %w", name, err)
	}
	if err := r.assemble(root); err != nil {
		return nil, Package{}, err
	}
	root.result.entries = len(root.result.children)
	root.key.sha256 = sum(listing)
	return root, Package{Name: name, Kind: "folder", Size: root.size, SHA256: root.key.sha256}, nil
}

// folderUnit is the unit of a package that is several files of this machine.
func folderUnit(name string, typ evidence.Type) *unit {
	return &unit{name: name, ordinal: []int{0}, queued: true, done: true, result: unitResult{typ: typ}}
}

// addFile hashes a file of a folder, returns the hash and makes its unit. What the
// system refuses becomes a problem of the file.
func (r *reading) addFile(ctx context.Context, root *unit, c *child, path string) (string, error) {
	f, err := os.Open(path)
	var h hash.Hash
	if err == nil {
		defer f.Close()
		h = sha256.New()
		c.size, err = hashInto(ctx, f, h)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
	}
	if err != nil {
		c.name.Problem = evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true}
		return "", nil
	}
	sha := sum(h)
	if name, ok := volumeOf(c.name.Name); ok {
		r.postpone(root, pendingChild{index: len(root.result.children), name: name, sha256: sha, file: path, size: c.size})
		return sha, nil
	}
	c.unit = r.unit(unitKey{sha256: sha, ext: extension(c.name.Name)}, path, false, c.name.Name, c.size,
		[]int{0, len(root.result.children)}, 1)
	return sha, nil
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// hashInto reads r to its end into all hashes, side by side, and returns its length in bytes.
func hashInto(ctx context.Context, r io.Reader, hashes ...hash.Hash) (int64, error) {
	buf := make([]byte, 1<<20)
	var total int64
	var side sync.WaitGroup
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		n, err := r.Read(buf)
		for _, h := range hashes[1:] {
			side.Go(func() { h.Write(buf[:n]) })
		}
		hashes[0].Write(buf[:n])
		side.Wait()
		total += int64(n)
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// spoolInput copies standard input into a file of the spool, so that it can be
// read at any offset like every other package.
func spoolInput(ctx context.Context, r io.Reader, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keeping standard input: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(f, contextReader{ctx, r}); err != nil {
		return fmt.Errorf("keeping standard input: %w", err)
	}
	return f.Close()
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// isStdin reports whether the package is standard input.
func isStdin(path string) bool { return strings.TrimSpace(path) == "-" }
