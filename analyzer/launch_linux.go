package analyzer

import "syscall"

// workerAttr puts a worker into a process group of its own and has the kernel kill
// it when the scan dies, so that no worker outlives its scan.
func workerAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }
