package analyzer

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/sys/unix"

	"evscan/evidence"
)

// Confine puts the calling process under a worker's limits and takes from it the
// system calls that no reader needs. It must be called before any foreign byte is
// read; it can't be undone.
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
		if err := limit(l.name, l.which, l.max); err != nil {
			return err
		}
	}
	// A soft limit: the engine and what is mapped stand beside it, and together they
	// shall stay below 700 MB.
	debug.SetMemoryLimit(workerMemory / 8)
	if err := ownProcesses(); err != nil {
		return err
	}
	if err := dropPrivileges(); err != nil {
		return err
	}
	if filterAvailable() {
		return installFilter()
	}
	return nil
}

// Enclose leaves the calling process its folders and nothing else of the file
// system but the system's programs and libraries, read-only. It can't be undone.
func Enclose(f Folders, l evidence.Limits) error {
	// With a handler a write beyond the limit fails with an error and doesn't end the
	// worker; programs that it runs get the default back, which ends them.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGXFSZ)
	if err := limit("the size of files", unix.RLIMIT_FSIZE, maxFile(l)); err != nil {
		return err
	}
	if landlockVersion() == 0 {
		return nil
	}
	return restrictFiles(f)
}

// limit lowers a resource limit. One that is stricter already stays.
func limit(name string, which int, to uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(which, &now); err != nil {
		return fmt.Errorf("limiting %s: %w", name, err)
	}
	to = min(to, now.Max)
	if err := unix.Setrlimit(which, &unix.Rlimit{Cur: to, Max: to}); err != nil {
		return fmt.Errorf("limiting %s: %w", name, err)
	}
	return nil
}

// Protections names what is in force around workers on this machine, in a fixed
// order, and what the kernel can't do.
func Protections() []string {
	p := []string{"own process group, ended with the scan", "item deadline",
		fmt.Sprintf("%d GiB of address space", workerMemory>>30), "limited file size", "no core dumps", "no new privileges"}
	if os.Geteuid() == 0 {
		p = append(p, "no privileges of root but reading")
	}
	if filterAvailable() {
		p = append(p, "system calls filtered: no network, tracing, mounting, namespaces, kernel interfaces")
	} else {
		p = append(p, "not in force: system call filter (this kernel has none)")
	}
	own := ownNamespaces()
	if hasPIDNamespace(own) {
		p = append(p, "PID namespace: programs that a worker starts die with it, even where the scan is killed")
	} else {
		p = append(p, "not in force: PID namespace (the kernel refused it)")
	}
	if hasNetworkNamespace(own) {
		p = append(p, "network namespace without a network")
	} else {
		p = append(p, "not in force: network namespace (the kernel refused it)")
	}
	if v := landlockVersion(); v > 0 {
		p = append(p, fmt.Sprintf("Landlock %d: reads programs and the package only, writes its private folder only", v))
	} else {
		p = append(p, "not in force: Landlock (this kernel has none)")
	}
	return p
}
