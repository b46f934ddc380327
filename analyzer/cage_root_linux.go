package analyzer

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/psx"
)

// dropPrivileges gives up what root can do, and the means to get it back. Reading
// stays: root may scan a package that belongs to somebody else.
//
// https://man7.org/linux/man-pages/man7/capabilities.7.html
func dropPrivileges() error {
	// Privileges belong to threads, so all of them must give them up.
	if _, _, errno := psx.Syscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0); errno != 0 {
		return fmt.Errorf("giving up new privileges: %w", errno)
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var now, keep [2]unix.CapUserData
	if err := unix.Capget(&header, &now[0]); err != nil {
		return fmt.Errorf("reading privileges: %w", err)
	}
	const reading = 1 << unix.CAP_DAC_READ_SEARCH
	keep[0].Effective, keep[0].Permitted = now[0].Effective&reading, now[0].Permitted&reading
	if keep == now {
		return nil
	}
	_, _, errno := psx.Syscall3(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&keep)), 0)
	runtime.KeepAlive(&header)
	runtime.KeepAlive(&keep)
	if errno != 0 {
		return fmt.Errorf("giving up privileges: %w", errno)
	}
	return nil
}
