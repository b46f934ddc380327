package analyzer

import (
	"context"
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// freeBytes is what an ordinary user may still write to the disk of dir.
func freeBytes(dir string) (int64, bool) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, false
	}
	return int64(min(fs.Bavail*uint64(fs.Bsize), 1<<62)), true
}

// stillWriting is how long a file may stay open for writing after it was handed over:
// a program that a worker starts holds a copy of every open file for a moment.
const stillWriting = 500 * time.Millisecond

// unwritten makes sure that nobody has f open for writing. The kernel grants a
// lease for reading only then. Where it grants none at all, nothing is known.
//
// https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html
func unwritten(ctx context.Context, f *os.File) error {
	for end := time.Now().Add(stillWriting); ; time.Sleep(time.Millisecond) {
		_, err := unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
		switch {
		case err == nil:
			_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_UNLCK)
			return err
		case !errors.Is(err, unix.EAGAIN):
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case time.Now().After(end):
			return errors.New("it left a file that somebody can still write to")
		}
	}
}
