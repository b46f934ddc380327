package analyzer

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// workerAttr puts a worker into a process group of its own and has the kernel kill
// it when the scan dies, so that no worker outlives its scan. A worker that is the
// first process of a PID namespace takes everything that it started with it, whatever
// it died of. namespaces are what ownNamespaces found.
func workerAttr(namespaces uintptr) *syscall.SysProcAttr {
	// A mount namespace is not asked of clone: only with Unshareflags does Go keep what
	// is mounted in it from the system around it.
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL, Cloneflags: namespaces &^ syscall.CLONE_NEWNS,
		Unshareflags: namespaces & syscall.CLONE_NEWNS}
	if namespaces&syscall.CLONE_NEWUSER != 0 {
		// Nobody changes: the user and the group are mapped to themselves.
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	}
	return attr
}

// ownNamespaces finds out by trying which namespaces a worker can be given: one of
// processes, by which its programs die with it even where the scan is killed, and a
// network in which there is nothing. It returns the flags of clone for them, 0 where
// the kernel or its administrator doesn't let us.
//
// https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
func ownNamespaces() uintptr {
	const (
		network   = syscall.CLONE_NEWNET
		user      = syscall.CLONE_NEWUSER
		processes = syscall.CLONE_NEWPID | syscall.CLONE_NEWNS
	)
	ways := []uintptr{user | network | processes, user | network}
	if os.Geteuid() == 0 {
		ways = []uintptr{network | processes, network, ways[0], ways[1]}
	}
	for _, flags := range ways {
		attr := workerAttr(flags)
		attr.Pdeathsig = 0
		if hasPIDNamespace(flags) {
			// A worker mounts a view of its own processes; containers may forbid that.
			if trial(attr, "/bin/sh", "-c", "mount -t proc proc /proc && test -e /proc/1/stat") != nil {
				continue
			}
			return flags
		}
		// No program has an empty name: where a child comes far enough to miss it, its
		// namespaces have been made.
		if errors.Is(trial(attr, ""), unix.ENOENT) {
			return flags
		}
	}
	return 0
}

func trial(attr *syscall.SysProcAttr, args ...string) error {
	p, err := os.StartProcess(args[0], args, &os.ProcAttr{Dir: "/", Env: []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}, Sys: attr})
	if err != nil {
		return err
	}
	state, err := p.Wait()
	if err == nil && !state.Success() {
		err = errors.New(state.String())
	}
	return err
}

// ownProcesses mounts the files by which a process sees others anew in a worker that
// is the first of its PID namespace: those of the system around it show other
// processes under its numbers.
//
// https://man7.org/linux/man-pages/man5/proc.5.html
func ownProcesses() error {
	if self, err := os.Readlink("/proc/self"); err != nil || os.Getpid() != 1 || self == "1" {
		return nil
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mounting a view of the worker's own processes: %w", err)
	}
	return nil
}

// hasNetworkNamespace and hasPIDNamespace look into what ownNamespaces found.
func hasNetworkNamespace(flags uintptr) bool { return flags&syscall.CLONE_NEWNET != 0 }
func hasPIDNamespace(flags uintptr) bool     { return flags&syscall.CLONE_NEWPID != 0 }

// awaitEnd returns when the process has ended, and leaves it to be waited for:
// until then nobody else gets its number, nor that of its group.
func awaitEnd(pid int) {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return
		}
	}
}

// killGroup kills every process of a group.
func killGroup(group int) { syscall.Kill(-group, syscall.SIGKILL) }

// awaitGroup waits until a killed group is empty, for at most patience: a process
// that dies may still be writing a file.
func awaitGroup(group int, patience time.Duration) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
			return
		}
	}
}

// resident is the memory of a process in bytes, as far as it is its own; 0 where
// that can't be told.
//
// https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
func resident(pid int) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(b))
	if len(fields) < 3 {
		return 0
	}
	all, err1 := strconv.ParseInt(fields[1], 10, 64)
	shared, err2 := strconv.ParseInt(fields[2], 10, 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return (all - shared) * int64(os.Getpagesize())
}
