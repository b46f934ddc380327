package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// target finds out where the output file of that name goes, and whether it can: links
// are followed, so that a link stays one. Nothing is changed.
func target(file string) (string, error) {
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", usageError(fmt.Errorf("-o %s: there is no folder %s", file, dir), "make the folder first")
	}
	path := file
	if _, err := os.Lstat(file); err == nil {
		if path, err = filepath.EvalSymlinks(file); err != nil {
			return "", usageError(fmt.Errorf("-o %s is a link to a file that is not there", file), "remove the link, or give the file itself")
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return "", usageError(fmt.Errorf("-o %s: %w", file, plain(err)), "")
		case info.IsDir():
			return "", usageError(fmt.Errorf("-o %s is a folder", file), "give a file in it")
		case !info.Mode().IsRegular():
			return "", usageError(fmt.Errorf("-o %s is no regular file but a %s", file, info.Mode().Type()), "to write into a pipe: --format, and standard output")
		}
	}
	// A long scan should not find out at its end that it may not write.
	tmp, err := createBeside(path)
	if err != nil {
		return "", usageError(fmt.Errorf("-o %s: nothing can be written into that folder: %w", file, plain(err)), "choose a folder that you may write to")
	}
	tmp.Close()
	os.Remove(tmp.Name())
	return path, nil
}

// samePath reports whether two output files would be one.
func samePath(a, b string) bool {
	if fi, err := os.Stat(a); err == nil {
		if fj, err := os.Stat(b); err == nil {
			return os.SameFile(fi, fj)
		}
		return false
	}
	if filepath.Base(a) != filepath.Base(b) {
		return false
	}
	fi, err := os.Stat(filepath.Dir(a))
	if err != nil {
		return false
	}
	fj, err := os.Stat(filepath.Dir(b))
	return err == nil && os.SameFile(fi, fj)
}

// stagedFile is a whole file that waits beside its place.
type stagedFile struct{ tmp, path string }

// stage writes a file beside path and leaves nothing where that fails.
func stage(path string, write func(io.Writer) error) (_ *stagedFile, err error) {
	f, err := createBeside(path)
	if err != nil {
		return nil, plain(err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = plain(err)
		}
	}()
	if err := write(f); err != nil {
		return nil, err
	}
	// Renamed before its bytes are on the disk, it could be empty after a power cut.
	if err := f.Sync(); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return &stagedFile{f.Name(), path}, nil
}

// publish puts the file in its place: there is the old one or the new one, never a part.
func (s *stagedFile) publish() error {
	if err := os.Rename(s.tmp, s.path); err != nil {
		return plain(err)
	}
	s.tmp = ""
	return nil
}

// drop removes the file unless it is in its place.
func (s *stagedFile) drop() {
	if s.tmp != "" {
		os.Remove(s.tmp)
	}
}

// writing is a file to be written.
type writing struct {
	name  string // as given
	path  string // with links followed
	write func(io.Writer) error
}

// writeAll writes every file beside its place and renames them when the last one is
// whole.
func writeAll(list []writing) error {
	var whole []*stagedFile
	defer func() {
		for _, s := range whole {
			s.drop()
		}
	}()
	for _, f := range list {
		s, err := stage(f.path, f.write)
		if err != nil {
			return fmt.Errorf("writing %s: %w", f.name, err)
		}
		whole = append(whole, s)
	}
	for i, s := range whole {
		if err := s.publish(); err != nil {
			err = fmt.Errorf("writing %s: %w", list[i].name, err)
			if i > 0 {
				err = fmt.Errorf("%w; only the %d given before it were written", err, i)
			}
			return err
		}
	}
	return nil
}

// writeFile writes one file, whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	s, err := stage(path, write)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer s.drop()
	if err := s.publish(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// createBeside makes a new file in the folder of path, with the rights that any new
// file of this user gets.
func createBeside(path string) (*os.File, error) {
	for {
		name := filepath.Join(filepath.Dir(path), ".evscan-"+strconv.FormatUint(rand.Uint64(), 36))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// plain leaves the names of temporary files out of an error of the system.
func plain(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
