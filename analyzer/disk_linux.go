package analyzer

import "golang.org/x/sys/unix"

// freeBytes is what an ordinary user may still write to the disk of dir.
func freeBytes(dir string) (int64, bool) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, false
	}
	return int64(min(fs.Bavail*uint64(fs.Bsize), 1<<62)), true
}
