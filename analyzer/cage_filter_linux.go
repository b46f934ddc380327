//go:build amd64 || arm64

package analyzer

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The filter of system calls: what no reader of files needs fails with EPERM, as it
// does for a program without the rights. The kernel applies it to every program
// that a worker starts.
//
// https://docs.kernel.org/userspace-api/seccomp_filter.html

// denied are the calls that fail whatever their arguments, on every architecture.
// Those of one architecture only are in deniedHere.
func denied() []uint32 {
	return append([]uint32{
		// Reaching other machines and services: a socket can be made, not used.
		unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4, unix.SYS_SENDMSG, unix.SYS_SENDMMSG,
		// Reaching into other processes.
		unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_KCMP,
		unix.SYS_PIDFD_GETFD, unix.SYS_PERF_EVENT_OPEN,
		// Leaving the process group by which a worker and its programs are ended.
		unix.SYS_SETSID, unix.SYS_SETPGID,
		// Other views of the file system, and ways around its rights.
		unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_OPEN_TREE, unix.SYS_MOVE_MOUNT, unix.SYS_FSOPEN,
		unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR, unix.SYS_UNSHARE, unix.SYS_SETNS,
		unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_MKNODAT, unix.SYS_FANOTIFY_INIT,
		unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD, unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_ACCT,
		// The kernel and its less trodden paths.
		unix.SYS_BPF, unix.SYS_USERFAULTFD, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
		unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_KEYCTL, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
		unix.SYS_KEXEC_LOAD, unix.SYS_REBOOT, unix.SYS_SYSLOG, unix.SYS_VHANGUP,
		// The machine's name and clock.
		unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME, unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX,
	}, deniedHere()...)
}

// newNamespaces are the flags of clone that make a namespace.
const newNamespaces = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWUSER |
	unix.CLONE_NEWPID | unix.CLONE_NEWNET

// Offsets in the kernel's struct seccomp_data. Both architectures are
// little-endian, so the low half of an argument comes first.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

const (
	verdictAllow = unix.SECCOMP_RET_ALLOW
	verdictDeny  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	verdictNone  = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
)

// bpf is a program of the classic Berkeley packet filter under construction.
type bpf []unix.SockFilter

func (p *bpf) load(offset uint32) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset})
}

func (p *bpf) ret(verdict uint32) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: verdict})
}

// when runs the next n instructions only where the loaded word fits.
func (p *bpf) when(test uint16, k uint32, n uint8) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, K: k, Jf: n})
}

// unless runs the next n instructions only where the loaded word doesn't fit.
func (p *bpf) unless(test uint16, k uint32, n uint8) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, K: k, Jt: n})
}

// on adds what is decided by the arguments of one call; the loaded word is the
// number of the call again afterwards.
func (p *bpf) on(call uint32, body bpf) {
	p.when(unix.BPF_JEQ, call, uint8(len(body)))
	*p = append(*p, body...)
}

func arg(n int) uint32 { return offArgs + uint32(n)*8 }

// filter is the whole program.
func filter() bpf {
	var p bpf
	p.load(offArch)
	// The calls of another architecture have other numbers. No program of this one needs them.
	p.unless(unix.BPF_JEQ, auditArch, 1)
	p.ret(verdictDeny)
	p.load(offNumber)
	if otherNumbers != 0 {
		p.when(unix.BPF_JGE, otherNumbers, 1)
		p.ret(verdictDeny)
	}
	for _, call := range denied() {
		p.when(unix.BPF_JEQ, call, 1)
		p.ret(verdictDeny)
	}
	var clone, socket, sendto, ioctl, prlimit, kill bpf
	// The flags of clone3 lie in memory, where a filter can't look. The C library and Go
	// fall back on clone where there is no clone3.
	p.when(unix.BPF_JEQ, unix.SYS_CLONE3, 1)
	p.ret(verdictNone)

	clone.load(arg(0))
	clone.when(unix.BPF_JSET, newNamespaces, 1)
	clone.ret(verdictDeny)
	clone.ret(verdictAllow)
	p.on(unix.SYS_CLONE, clone)

	socket.load(arg(0))
	socket.unless(unix.BPF_JEQ, unix.AF_UNIX, 1)
	socket.ret(verdictDeny)
	socket.ret(verdictAllow)
	p.on(unix.SYS_SOCKET, socket)
	p.on(unix.SYS_SOCKETPAIR, socket)

	// send is sendto without an address.
	for _, half := range []uint32{arg(4), arg(4) + 4} {
		sendto.load(half)
		sendto.unless(unix.BPF_JEQ, 0, 1)
		sendto.ret(verdictDeny)
	}
	sendto.ret(verdictAllow)
	p.on(unix.SYS_SENDTO, sendto)

	// Typing into the analyst's terminal.
	ioctl.load(arg(1))
	for _, request := range []uint32{unix.TIOCSTI, unix.TIOCLINUX} {
		ioctl.when(unix.BPF_JEQ, request, 1)
		ioctl.ret(verdictDeny)
	}
	ioctl.ret(verdictAllow)
	p.on(unix.SYS_IOCTL, ioctl)

	// Limits of other processes.
	prlimit.load(arg(0))
	prlimit.unless(unix.BPF_JEQ, 0, 1)
	prlimit.ret(verdictDeny)
	prlimit.ret(verdictAllow)
	p.on(unix.SYS_PRLIMIT64, prlimit)

	// A signal to every process of the user.
	kill.load(arg(0))
	kill.when(unix.BPF_JEQ, 0xFFFFFFFF, 1)
	kill.ret(verdictDeny)
	kill.ret(verdictAllow)
	p.on(unix.SYS_KILL, kill)

	p.ret(verdictAllow)
	return p
}

// filterAvailable asks the kernel whether it has filters that answer with an error
// and cover all threads at once.
func filterAvailable() bool {
	action := uint32(unix.SECCOMP_RET_ERRNO)
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_GET_ACTION_AVAIL, 0, uintptr(unsafe.Pointer(&action))); errno != 0 {
		return false
	}
	// A kernel that knows the flag goes on to read the program, which isn't there.
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, 0)
	return errno == unix.EFAULT
}

// installFilter puts the filter around all threads of the process, which must have
// given up new privileges.
func installFilter() error {
	p := filter()
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	runtime.KeepAlive(p)
	if errno != 0 {
		return fmt.Errorf("filtering system calls: %w", errno)
	}
	if thread != 0 {
		return errors.New("filtering system calls: a thread has a filter of its own")
	}
	return nil
}
