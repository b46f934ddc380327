package mapped

import (
	"fmt"
	"os"
	"runtime/debug"
)

// source is where the bytes of a file come from. What read returns must not be changed
// and is used inside guard only.
type source interface {
	read(offset, n uint64) ([]byte, error)
	close() error
}

// reader reads the file piece by piece, where it can't be mapped.
type reader struct {
	f    *os.File
	size uint64
}

func (r *reader) read(offset, n uint64) ([]byte, error) {
	if offset > r.size || n > r.size-offset {
		return nil, fmt.Errorf("%w: reaches behind its end", ErrBroken)
	}
	b := make([]byte, n)
	if _, err := r.f.ReadAt(b, int64(offset)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVanished, err)
	}
	return b, nil
}

func (r *reader) close() error { return r.f.Close() }

// guard calls f. Pages of a mapped file that somebody cut short meanwhile, which the
// system answers with a signal, become ErrVanished.
func guard(f func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			if _, fault := r.(interface{ Addr() uintptr }); !fault {
				panic(r)
			}
			err = ErrVanished
		}
	}()
	return f()
}
