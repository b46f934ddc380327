package analyzer

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_X86_64
	// otherNumbers is where the numbers of the x32 interface begin.
	otherNumbers = 0x40000000
)

func deniedHere() []uint32 {
	return []uint32{unix.SYS_MKNOD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_IOPL, unix.SYS_IOPERM, unix.SYS_MODIFY_LDT, unix.SYS_USELIB,
		unix.SYS_LOOKUP_DCOOKIE, unix.SYS_NFSSERVCTL, unix.SYS_CREATE_MODULE, unix.SYS__SYSCTL}
}
