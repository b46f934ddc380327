package analyzer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"evscan/evidence"
)

// spool is the private folder of one scan: the bytes of items not yet read, the
// facts of those that are, and a folder for each worker. Nothing in it is named by
// the package.
type spool struct {
	dir     string
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

func (s *spool) close() error {
	if s.facts != nil {
		s.facts.Close()
	}
	return os.RemoveAll(s.dir)
}

// workerDir makes the folder that worker n writes children to.
func (s *spool) workerDir(n int) (string, error) {
	dir := filepath.Join(s.dir, "worker-"+strconv.Itoa(n), "out")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a worker's folder: %w", err)
	}
	return dir, nil
}

// adopt takes a file that a worker wrote into the spool's items. base comes from
// the worker and must be a plain number.
func (s *spool) adopt(workerOut, base string) (string, error) {
	if _, err := strconv.ParseUint(base, 10, 63); err != nil {
		return "", fmt.Errorf("a worker named the file %q", base)
	}
	from := filepath.Join(workerOut, base)
	info, err := os.Lstat(from)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("a worker left a %s instead of a file", info.Mode().Type())
	}
	to := filepath.Join(s.dir, "items", strconv.FormatInt(s.next.Add(1), 10))
	return to, os.Rename(from, to)
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
