//go:build !linux

package program

import "syscall"

func bound() *syscall.SysProcAttr { return nil }
