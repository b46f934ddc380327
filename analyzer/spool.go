package analyzer

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"evscan/evidence"
)

// spool is the private folder of one scan: the bytes of items not yet read, the
// facts of those that are, and a folder for each worker. Nothing in it is named by
// the package.
type spool struct {
	dir     string
	root    *os.Root     // dir, for what a worker may have tampered with: no link leads out of it
	next    atomic.Int64 // number of the item file made last
	facts   *os.File
	buf     *bufio.Writer
	size    int64 // of the facts file
	mu      sync.Mutex
	flushed bool
}

// recordRef is where a unit's facts lie in the facts file; Len 0: none.
type recordRef struct {
	Off int64
	Len int64
}

func newSpool(parent string) (*spool, error) {
	dir, err := os.MkdirTemp(parent, "evscan-")
	if err != nil {
		return nil, fmt.Errorf("making a private folder for the scan: %w", err)
	}
	s := &spool{dir: dir}
	if s.root, err = os.OpenRoot(dir); err != nil {
		s.close()
		return nil, fmt.Errorf("making a private folder for the scan: %w", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "items"), 0o700); err != nil {
		s.close()
		return nil, fmt.Errorf("making a private folder for the scan: %w", err)
	}
	if s.facts, err = os.OpenFile(filepath.Join(dir, "facts"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		s.close()
		return nil, fmt.Errorf("making a private folder for the scan: %w", err)
	}
	s.buf = bufio.NewWriterSize(s.facts, 256<<10)
	return s, nil
}

// close removes the spool. A program that is being killed may write a last file
// while it is removed, so it is tried for a while.
func (s *spool) close() error {
	if s.facts != nil {
		s.facts.Close()
	}
	err := os.RemoveAll(s.dir)
	for i := 0; err != nil && i < 20; i++ {
		if s.root != nil {
			unlock(s.root, ".")
		}
		time.Sleep(10 * time.Millisecond)
		err = os.RemoveAll(s.dir)
	}
	if s.root != nil {
		s.root.Close()
	}
	return err
}

// items is the folder of the items' bytes.
func (s *spool) items() string { return filepath.Join(s.dir, "items") }

// workerDir makes the folder that worker n writes children to.
func (s *spool) workerDir(n int) (string, error) {
	dir := filepath.Join(s.dir, "worker-"+strconv.Itoa(n), "out")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a worker's folder: %w", err)
	}
	return dir, nil
}

// adopt takes a file that a worker wrote into the spool's items. The worker may have
// been taken over by what it read: base must be a plain number, and what lies there
// a plain file of size bytes and the given SHA-256 that has no other name and that
// nobody can write to any more. A digest that is believed would let one item pass for
// another that has been read already.
func (s *spool) adopt(ctx context.Context, workerOut, base string, size int64, digest string) (string, error) {
	if _, err := strconv.ParseUint(base, 10, 63); err != nil {
		return "", fmt.Errorf("it named the file %q", valid(base, 100))
	}
	from, err := filepath.Rel(s.dir, filepath.Join(workerOut, base))
	if err != nil {
		return "", err
	}
	if err := plain(s.root, from, size); err != nil {
		return "", err
	}
	to := filepath.Join("items", strconv.FormatInt(s.next.Add(1), 10))
	if err := s.root.Rename(from, to); err != nil {
		return "", errors.New(reason(err))
	}
	// It may have been exchanged in between.
	if err := plain(s.root, to, size); err != nil {
		s.root.RemoveAll(to)
		return "", err
	}
	if err := s.verify(ctx, to, size, digest); err != nil {
		s.root.RemoveAll(to)
		return "", err
	}
	return filepath.Join(s.dir, to), nil
}

// verify holds the bytes of a file against what the worker said of them.
func (s *spool) verify(ctx context.Context, name string, size int64, digest string) error {
	f, err := s.root.Open(name)
	if err != nil {
		return errors.New(reason(err))
	}
	defer f.Close()
	if err := unwritten(ctx, f); err != nil {
		return err
	}
	hash := sha256.New()
	n, err := io.Copy(hash, io.LimitReader(&cancelled{ctx, f}, size+1))
	if err != nil {
		return errors.New(reason(err))
	}
	if n != size {
		return fmt.Errorf("it left a file of %d bytes and said %d", n, size)
	}
	if hex.EncodeToString(hash.Sum(nil)) != digest {
		return errors.New("it left a file whose SHA-256 is not the one it said")
	}
	return nil
}

// cancelled reads until its context ends.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// plain says what is wrong with a file that should be plain and of the given size.
func plain(root *os.Root, name string, size int64) error {
	info, err := root.Lstat(name)
	var pe *os.PathError
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("it left a %s instead of a file", info.Mode().Type())
	case info.Size() != size:
		return fmt.Errorf("it left a file of %d bytes and said %d", info.Size(), size)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink != 1 {
		return errors.New("it left a file with another name")
	}
	return nil
}

// sweep removes what a worker left in its folder; out is the part for children.
func (s *spool) sweep(out string) error {
	rel, err := filepath.Rel(s.dir, out)
	if err != nil {
		return err
	}
	info, err := s.root.Lstat(rel)
	if err != nil || !info.IsDir() {
		// The worker put something else there.
		s.root.RemoveAll(rel)
		if err := s.root.MkdirAll(rel, 0o700); err != nil {
			return err
		}
	}
	keep := filepath.Base(rel)
	return errors.Join(s.empty(filepath.Dir(rel), keep), s.empty(rel, ""))
}

// empty removes everything in a folder of the spool but the entry keep.
func (s *spool) empty(folder, keep string) error {
	f, err := s.root.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	for _, name := range names {
		if name == keep {
			continue
		}
		path := filepath.Join(folder, name)
		if rerr := s.root.RemoveAll(path); rerr != nil {
			unlock(s.root, path)
			err = errors.Join(err, s.root.RemoveAll(path))
		}
	}
	return err
}

// unlock gives the folders below path back the rights without which nothing in
// them can be removed.
func unlock(root *os.Root, path string) {
	if info, err := root.Lstat(path); err != nil || !info.IsDir() || root.Chmod(path, 0o700) != nil {
		return
	}
	f, err := root.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	names, _ := f.Readdirnames(-1)
	for _, name := range names {
		unlock(root, filepath.Join(path, name))
	}
}

// put stores facts and returns where.
func (s *spool) put(facts []evidence.Fact) (recordRef, error) {
	if len(facts) == 0 {
		return recordRef{}, nil
	}
	b, err := json.Marshal(facts)
	if err != nil {
		return recordRef{}, fmt.Errorf("keeping facts: %w", err)
	}
	ref := recordRef{Off: s.size, Len: int64(len(b))}
	if _, err := s.buf.Write(b); err != nil {
		return recordRef{}, fmt.Errorf("keeping facts: %w", err)
	}
	s.size += ref.Len
	s.flushed = false
	return ref, nil
}

// get reads facts back; safe for concurrent use once nothing is put any more.
func (s *spool) get(ref recordRef) ([]evidence.Fact, error) {
	if ref.Len == 0 {
		return nil, nil
	}
	s.mu.Lock()
	var err error
	if !s.flushed {
		err = s.buf.Flush()
		s.flushed = true
	}
	s.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("keeping facts: %w", err)
	}
	var facts []evidence.Fact
	if err := json.NewDecoder(io.NewSectionReader(s.facts, ref.Off, ref.Len)).Decode(&facts); err != nil {
		return nil, fmt.Errorf("reading kept facts: %w", err)
	}
	return facts, nil
}
