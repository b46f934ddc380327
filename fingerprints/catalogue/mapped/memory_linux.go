package mapped

import (
	"fmt"
	"os"
	"syscall"
)

// memory is the file mapped into memory: pages are read when they are touched, and
// given back when memory is short.
type memory struct{ data []byte }

func openMemory(f *os.File, size int64) (source, error) {
	if int64(int(size)) != size {
		return nil, fmt.Errorf("%w: larger than the address space", ErrBroken)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	return &memory{data}, f.Close()
}

func (m *memory) read(offset, n uint64) ([]byte, error) {
	if offset > uint64(len(m.data)) || n > uint64(len(m.data))-offset {
		return nil, fmt.Errorf("%w: reaches behind its end", ErrBroken)
	}
	return m.data[offset : offset+n : offset+n], nil
}

func (m *memory) close() error {
	data := m.data
	m.data = nil
	return syscall.Munmap(data)
}
