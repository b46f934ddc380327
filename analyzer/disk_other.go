//go:build !linux

package analyzer

// freeBytes is not known here: the disk's own end is the limit.
func freeBytes(string) (int64, bool) { return 0, false }
