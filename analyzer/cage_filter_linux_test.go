//go:build amd64 || arm64

package analyzer

import (
	"encoding/binary"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// verdictOf runs the filter over one call as the kernel does.
//
// https://docs.kernel.org/userspace-api/seccomp_filter.html
func verdictOf(t *testing.T, p bpf, arch, number uint32, args ...uint64) uint32 {
	t.Helper()
	var data [64]byte
	binary.LittleEndian.PutUint32(data[0:], number)
	binary.LittleEndian.PutUint32(data[4:], arch)
	for i, a := range args {
		binary.LittleEndian.PutUint64(data[16+8*i:], a)
	}
	var word uint32
	for at := 0; at < len(p); at++ {
		in := p[at]
		jump := func(is bool) {
			if is {
				at += int(in.Jt)
			} else {
				at += int(in.Jf)
			}
		}
		switch in.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			word = binary.LittleEndian.Uint32(data[in.K:])
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			jump(word == in.K)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			jump(word >= in.K)
		case unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
			jump(word&in.K != 0)
		case unix.BPF_RET | unix.BPF_K:
			return in.K
		default:
			require.Fail(t, "an instruction that the filter has no use for", "%#x", in.Code)
		}
	}
	require.Fail(t, "the filter ends without a verdict")
	return 0
}

// The numbers stand in the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl
// and, for arm64, include/uapi/asm-generic/unistd.h. Verdicts: SECCOMP_RET_ALLOW
// 0x7fff0000, SECCOMP_RET_ERRNO 0x00050000 with EPERM 1 or ENOSYS 38.
func TestFilter(t *testing.T) {
	const allow, eperm, enosys = 0x7fff0000, 0x00050001, 0x00050026
	const none = -1 // the architecture has no such call
	arch := map[string]uint32{"amd64": 0xc000003e, "arm64": 0xc00000b7}
	other := map[string]uint32{"amd64": 0xc00000b7, "arm64": 0xc000003e}[runtime.GOARCH]
	p := filter()
	assert.LessOrEqual(t, len(p), 4096, "BPF_MAXINSNS")
	for _, c := range []struct {
		name         string
		amd64, arm64 int
		args         []uint64
		want         uint32
	}{
		{"read", 0, 63, nil, allow},
		{"write", 1, 64, nil, allow},
		{"openat", 257, 56, nil, allow},
		{"execve", 59, 221, nil, allow},
		{"exit_group", 231, 94, nil, allow},
		{"futex", 202, 98, nil, allow},
		{"mmap", 9, 222, nil, allow},
		{"rt_sigaction", 13, 134, nil, allow},
		{"wait4", 61, 260, nil, allow},
		{"connect", 42, 203, nil, eperm},
		{"bind", 49, 200, nil, eperm},
		{"sendmsg", 46, 211, nil, eperm},
		{"ptrace", 101, 117, nil, eperm},
		{"process_vm_readv", 310, 270, nil, eperm},
		{"setsid", 112, 157, nil, eperm},
		{"setpgid", 109, 154, nil, eperm},
		{"mount", 165, 40, nil, eperm},
		{"umount2", 166, 39, nil, eperm},
		{"chroot", 161, 51, nil, eperm},
		{"unshare", 272, 97, nil, eperm},
		{"setns", 308, 268, nil, eperm},
		{"mknod", 133, none, nil, eperm},
		{"mknodat", 259, 33, nil, eperm},
		{"bpf", 321, 280, nil, eperm},
		{"io_uring_setup", 425, 425, nil, eperm},
		{"userfaultfd", 323, 282, nil, eperm},
		{"keyctl", 250, 219, nil, eperm},
		{"init_module", 175, 105, nil, eperm},
		{"reboot", 169, 142, nil, eperm},
		{"iopl", 172, none, nil, eperm},
		{"clone3", 435, 435, nil, enosys},
		{"clone of a thread", 56, 220, []uint64{0x3d0f00}, allow},
		{"clone with CLONE_NEWUSER", 56, 220, []uint64{0x10000000 | 17}, eperm},
		{"clone with CLONE_NEWNET", 56, 220, []uint64{0x40000000 | 17}, eperm},
		{"socket AF_UNIX", 41, 198, []uint64{1}, allow},
		{"socket AF_INET", 41, 198, []uint64{2}, eperm},
		{"socketpair AF_INET6", 53, 199, []uint64{10}, eperm},
		{"sendto nobody", 44, 206, []uint64{3, 0, 0, 0, 0}, allow},
		{"sendto somebody, low half", 44, 206, []uint64{3, 0, 0, 0, 0x1000}, eperm},
		{"sendto somebody, high half", 44, 206, []uint64{3, 0, 0, 0, 0x7f00000000}, eperm},
		{"ioctl TCGETS", 16, 29, []uint64{0, 0x5401}, allow},
		{"ioctl TIOCSTI", 16, 29, []uint64{0, 0x5412}, eperm},
		{"ioctl TIOCSTI, junk above", 16, 29, []uint64{0, 0x100005412}, eperm},
		{"prlimit64 of itself", 302, 261, []uint64{0}, allow},
		{"prlimit64 of another", 302, 261, []uint64{1234}, eperm},
		{"kill one", 62, 129, []uint64{1234}, allow},
		{"kill all", 62, 129, []uint64{0xffffffffffffffff}, eperm},
	} {
		number := map[string]int{"amd64": c.amd64, "arm64": c.arm64}[runtime.GOARCH]
		if number == none {
			continue
		}
		assert.Equal(t, c.want, verdictOf(t, p, arch[runtime.GOARCH], uint32(number), c.args...), c.name)
		assert.Equal(t, uint32(eperm), verdictOf(t, p, other, uint32(number), c.args...), "%s of the other architecture", c.name)
	}
	if runtime.GOARCH == "amd64" {
		assert.Equal(t, uint32(eperm), verdictOf(t, p, arch["amd64"], 0x40000000), "read of the x32 interface")
	}
}
