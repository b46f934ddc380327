package analyzer

import (
	"fmt"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// Confine puts the calling process under a worker's limits. It must be called
// before any foreign byte is read; it can't be undone.
func Confine() error {
	for _, l := range []struct {
		name  string
		which int
		max   uint64
	}{
		{"address space", unix.RLIMIT_AS, workerMemory},
		{"open files", unix.RLIMIT_NOFILE, workerFiles},
		{"core dumps", unix.RLIMIT_CORE, 0},
	} {
		var now unix.Rlimit
		if err := unix.Getrlimit(l.which, &now); err != nil {
			return fmt.Errorf("limiting %s: %w", l.name, err)
		}
		// A limit that is stricter already stays.
		to := min(l.max, now.Max)
		if err := unix.Setrlimit(l.which, &unix.Rlimit{Cur: to, Max: to}); err != nil {
			return fmt.Errorf("limiting %s: %w", l.name, err)
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up new privileges: %w", err)
	}
	debug.SetMemoryLimit(workerMemory / 4)
	return nil
}

// Protections names what Confine and Command put around workers here.
func Protections() []string {
	return []string{"own process", "own process group", "address-space limit", "no core dumps", "no new privileges", "item deadline"}
}
