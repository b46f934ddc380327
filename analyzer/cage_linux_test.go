package analyzer

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"evscan/evidence"
)

// prisoner closes the cage around this test program, all but the limit of address
// space, which the race detector could not live under, and lets it try things.
func prisoner(t *testing.T, write, read, outside string) map[string]string {
	t.Helper()
	out, err := exec.Command(os.Args[0], "-test.run=^TestCagePrisoner$", write, read, outside).CombinedOutput()
	require.NoError(t, err, string(out))
	got := map[string]string{}
	require.NoError(t, json.Unmarshal(out, &got), string(out))
	return got
}

func TestCagePrisoner(t *testing.T) {
	if flag.NArg() != 3 {
		t.Skip("started by other tests")
	}
	write, read, outside := flag.Arg(0), flag.Arg(1), flag.Arg(2)
	// Threads that exist before the cage is closed must be in it, too.
	work := make(chan func())
	for range 4 {
		go func() {
			runtime.LockOSThread()
			for f := range work {
				f()
			}
		}()
	}
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	must(dropPrivileges())
	if filterAvailable() {
		must(installFilter())
	}
	must(Enclose(Folders{Read: [][]byte{[]byte(read)}, Write: []byte(write)}, evidence.Limits{ItemBytes: 1000}))
	got := map[string]string{}
	done := make(chan bool)
	for name, try := range attempts(write, read, outside) {
		work <- func() {
			got[name] = "allowed"
			if err := try(); err != nil {
				var errno unix.Errno
				got[name] = err.Error()
				if errors.As(err, &errno) {
					got[name] = unix.ErrnoName(errno)
				}
			}
			done <- true
		}
		<-done
	}
	b, err := json.Marshal(got)
	must(err)
	os.Stdout.Write(b)
	os.Exit(0)
}

func attempts(write, read, outside string) map[string]func() error {
	call := func(number uintptr, args ...uintptr) func() error {
		var a [6]uintptr
		copy(a[:], args)
		return func() error {
			if _, _, errno := unix.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
				return errno
			}
			return nil
		}
	}
	socket := func(family, kind int) func() error {
		return func() error {
			fd, err := unix.Socket(family, kind, 0)
			if err == nil {
				unix.Close(fd)
			}
			return err
		}
	}
	shell := func(script string) func() error {
		return func() error { return exec.Command("/bin/sh", "-c", script).Run() }
	}
	parent := uintptr(os.Getppid())
	everybody := ^uintptr(0)
	none := unsafe.Pointer(nil)
	return map[string]func() error{
		"socket inet":      socket(unix.AF_INET, unix.SOCK_STREAM),
		"socket inet6":     socket(unix.AF_INET6, unix.SOCK_DGRAM),
		"socket netlink":   socket(unix.AF_NETLINK, unix.SOCK_RAW),
		"socket packet":    socket(unix.AF_PACKET, unix.SOCK_RAW),
		"socket vsock":     socket(unix.AF_VSOCK, unix.SOCK_STREAM),
		"socket unix":      socket(unix.AF_UNIX, unix.SOCK_STREAM),
		"connect":          call(unix.SYS_CONNECT, 0, 0, 0),
		"send to somebody": call(unix.SYS_SENDTO, 0, 0, 0, 0, 1),
		"ptrace":           call(unix.SYS_PTRACE, unix.PTRACE_ATTACH, parent),
		"read memory":      call(unix.SYS_PROCESS_VM_READV, parent),
		"unshare":          call(unix.SYS_UNSHARE, unix.CLONE_NEWUSER),
		"clone namespace":  call(unix.SYS_CLONE, unix.CLONE_NEWNET|uintptr(unix.SIGCHLD)),
		"clone3":           call(unix.SYS_CLONE3, uintptr(none), 0),
		"setns":            call(unix.SYS_SETNS, 0, 0),
		"mount":            call(unix.SYS_MOUNT),
		"pivot_root":       call(unix.SYS_PIVOT_ROOT),
		"chroot":           call(unix.SYS_CHROOT),
		"bpf":              call(unix.SYS_BPF),
		"perf_event_open":  call(unix.SYS_PERF_EVENT_OPEN),
		"keyctl":           call(unix.SYS_KEYCTL),
		"init_module":      call(unix.SYS_INIT_MODULE),
		"kexec_load":       call(unix.SYS_KEXEC_LOAD),
		"userfaultfd":      call(unix.SYS_USERFAULTFD),
		"io_uring_setup":   call(unix.SYS_IO_URING_SETUP),
		"swapon":           call(unix.SYS_SWAPON),
		"reboot":           call(unix.SYS_REBOOT),
		"setsid":           call(unix.SYS_SETSID),
		"limits of parent": call(unix.SYS_PRLIMIT64, parent, unix.RLIMIT_NOFILE),
		"own limits":       call(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE),
		"signal to all":    call(unix.SYS_KILL, everybody, 0),
		"signal to parent": call(unix.SYS_KILL, parent, 0),
		"signal to itself": call(unix.SYS_KILL, uintptr(os.Getpid()), 0),
		"terminal":         call(unix.SYS_IOCTL, 0, unix.TIOCSTI),
		"write inside":     func() error { return os.WriteFile(filepath.Join(write, "a"), []byte("x"), 0o600) },
		"folder inside":    func() error { return os.MkdirAll(filepath.Join(write, "b", "c"), 0o700) },
		"link inside":      func() error { return os.Symlink("/", filepath.Join(write, "link")) },
		"pipe inside":      func() error { return unix.Mkfifo(filepath.Join(write, "pipe"), 0o600) },
		"run what it wrote": func() error {
			path := filepath.Join(write, "program")
			if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
				return err
			}
			return exec.Command(path).Run()
		},
		"file at limit":    func() error { return truncate(write, 1000+fileSlack) },
		"file above limit": func() error { return truncate(write, 1000+fileSlack+1) },
		"write outside":    func() error { return os.WriteFile(filepath.Join(outside, "a"), nil, 0o600) },
		"read outside":     func() error { _, err := os.ReadFile(filepath.Join(outside, "secret")); return err },
		"remove outside":   func() error { return os.Remove(filepath.Join(outside, "secret")) },
		"read the package": func() error { _, err := os.ReadFile(filepath.Join(read, "package")); return err },
		"write to package": func() error { return os.WriteFile(filepath.Join(read, "package"), nil, 0o600) },
		"write to null":    func() error { return os.WriteFile(os.DevNull, []byte("x"), 0o600) },
		"read a library":   func() error { _, err := os.ReadDir("/usr/lib"); return err },
		"write to system":  func() error { return os.WriteFile("/usr/lib/x-of-evscan-test", nil, 0o600) },
		"program runs":     shell("true"),
		"7z packs":         shell("cd '" + write + "' && echo hello > in && 7z a x.7z in && 7z x -oback x.7z && cmp in back/in"),
		"tesseract starts": shell("tesseract --list-langs"),
		"poppler reads":    shell("pdftotext -v"),
		"program writes":   shell("echo x > '" + outside + "/b'"),
		"program inside":   shell("echo x > '" + write + "/d'"),
	}
}

func truncate(dir string, size int64) error {
	f, err := os.Create(filepath.Join(dir, "size"))
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(size)
}

func TestCageHolds(t *testing.T) {
	write, read, outside := t.TempDir(), t.TempDir(), t.TempDir()
	for _, p := range []string{filepath.Join(read, "package"), filepath.Join(outside, "secret")} {
		require.NoError(t, os.WriteFile(p, []byte("x"), 0o600))
	}
	got := prisoner(t, write, read, outside)
	want := map[string]string{"write inside": "allowed", "folder inside": "allowed", "file at limit": "allowed", "file above limit": "EFBIG",
		"read the package": "allowed", "write to null": "allowed", "read a library": "allowed", "program runs": "allowed",
		"program inside": "allowed", "own limits": "allowed", "signal to itself": "allowed", "socket unix": "allowed"}
	for program, name := range map[string]string{"7z": "7z packs", "tesseract": "tesseract starts", "pdftotext": "poppler reads"} {
		if _, err := exec.LookPath(program); err == nil {
			want[name] = "allowed"
		}
	}
	if filterAvailable() {
		for _, name := range []string{"socket inet", "socket inet6", "socket netlink", "socket packet", "socket vsock", "connect", "send to somebody",
			"ptrace", "read memory", "unshare", "clone namespace", "setns", "mount", "pivot_root", "chroot", "bpf", "perf_event_open", "keyctl",
			"init_module", "kexec_load", "userfaultfd", "io_uring_setup", "swapon", "reboot", "setsid", "limits of parent", "signal to all",
			"terminal", "pipe inside"} {
			want[name] = "EPERM"
		}
		want["clone3"] = "ENOSYS"
	}
	if v := landlockVersion(); v > 0 {
		for _, name := range []string{"link inside", "run what it wrote", "write outside", "read outside", "remove outside", "write to package", "write to system"} {
			want[name] = "EACCES"
		}
		want["program writes"] = "exit status 2"
		if v >= 6 {
			want["signal to parent"] = "EPERM"
		}
	}
	for name, w := range want {
		assert.Equal(t, w, got[name], name)
	}
	assert.FileExists(t, filepath.Join(outside, "secret"))
}

func TestProtectionsAreTheSameEveryTime(t *testing.T) {
	first := Protections()
	assert.Equal(t, first, Protections())
	all := strings.Join(first, "\n")
	for what, in := range map[string]bool{"system calls filtered": filterAvailable(), "not in force: system call filter": !filterAvailable(),
		fmt.Sprintf("Landlock %d", landlockVersion()): landlockVersion() > 0, "not in force: Landlock": landlockVersion() == 0,
		"network namespace without": hasNetworkNamespace(ownNamespaces()), "not in force: network namespace": !hasNetworkNamespace(ownNamespaces()),
		"\nPID namespace: ": hasPIDNamespace(ownNamespaces()), "not in force: PID namespace": !hasPIDNamespace(ownNamespaces())} {
		assert.Equal(t, in, strings.Contains(all, what), what)
	}
}

// Landlock's version is asked for with a system call of its own, whose answer is
// known from the kernel's documentation.
func TestLandlockVersionIsTheKernels(t *testing.T) {
	v, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, 1)
	if errno != 0 {
		assert.Zero(t, landlockVersion())
		return
	}
	assert.Equal(t, int(v), landlockVersion())
}

func TestSystemFoldersHoldNoHomes(t *testing.T) {
	home := t.TempDir()
	for _, d := range []string{"bin", "lib", "Documents", "models"} {
		require.NoError(t, os.Mkdir(filepath.Join(home, d), 0o700))
	}
	got := systemFolders([]string{"PATH=" + home + "/bin:relative:/none", "TESSDATA_PREFIX=" + home + "/models", "HOME=" + home})
	var below []string
	for _, d := range got {
		assert.NotEqual(t, "/", d)
		assert.NotEqual(t, "/dev", d)
		if strings.HasPrefix(d, home) {
			below = append(below, strings.TrimPrefix(d, home))
		}
	}
	assert.ElementsMatch(t, []string{"/bin", "/lib", "/models"}, below)
	assert.Contains(t, got, "/usr")
}

func TestResident(t *testing.T) {
	before := resident(os.Getpid())
	assert.Positive(t, before)
	held := make([]byte, 64<<20)
	for i := 0; i < len(held); i += 4096 {
		held[i] = 1
	}
	grown := resident(os.Getpid()) - before
	assert.Greater(t, grown, int64(48<<20))
	assert.Less(t, grown, int64(256<<20), "the race detector needs some, too")
	runtime.KeepAlive(held)
	assert.Zero(t, resident(-1))
}
