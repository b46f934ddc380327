package analyzer

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// workerAttr puts a worker into a process group of its own and has the kernel kill
// it when the scan dies, so that no worker outlives its scan. namespaces are what
// networkNamespace found.
func workerAttr(namespaces uintptr) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL, Cloneflags: namespaces}
	if namespaces&syscall.CLONE_NEWUSER != 0 {
		// Nobody changes: the user and the group are mapped to themselves.
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	}
	return attr
}

// networkNamespace finds out by trying how a worker can be given a network of its
// own, in which there is nothing: the flags of clone for it, 0 where the kernel or
// its administrator doesn't let us.
func networkNamespace() uintptr {
	ways := []uintptr{syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET}
	if os.Geteuid() == 0 {
		ways = []uintptr{syscall.CLONE_NEWNET, ways[0]}
	}
	for _, flags := range ways {
		// No program has an empty name: where a child comes far enough to miss it, its
		// namespaces have been made.
		attr := workerAttr(flags)
		attr.Pdeathsig = 0
		p, err := os.StartProcess("", []string{""}, &os.ProcAttr{Dir: "/", Sys: attr})
		if errors.Is(err, unix.ENOENT) {
			return flags
		}
		if err == nil {
			p.Kill()
			p.Wait()
		}
	}
	return 0
}

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
