//go:build unix && !linux

package analyzer

import (
	"errors"
	"syscall"
	"time"
)

func workerAttr(uintptr) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func ownNamespaces() uintptr { return 0 }

func awaitEnd(int) {}

func killGroup(group int) { syscall.Kill(-group, syscall.SIGKILL) }

func awaitGroup(group int, patience time.Duration) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
			return
		}
	}
}

func resident(int) int64 { return 0 }
