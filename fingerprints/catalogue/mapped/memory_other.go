//go:build !linux

package mapped

import "os"

func openMemory(f *os.File, size int64) (source, error) { return &reader{f, uint64(size)}, nil }
