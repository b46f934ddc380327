// Package program is what the formats share that have a program read for them.
package program

import "os/exec"

// Bind has the kernel end a program with the process that starts it, where it can
// do that: a worker that is killed can't end its programs any more. It must be called
// before the program is started.
//
// What the program starts in turn is not bound. That is left to the process group
// and the PID namespace of the worker.
func Bind(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = bound()
	return cmd
}
