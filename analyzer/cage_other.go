//go:build unix && !linux

package analyzer

import "evscan/evidence"

// Confine does nothing where evscan knows no way to limit a process's memory.
func Confine() error { return nil }

// Enclose does nothing where evscan knows no way to close the file system.
func Enclose(Folders, evidence.Limits) error { return nil }

// Protections names what Command puts around workers here.
func Protections() []string {
	return []string{"own process group", "item deadline", "not in force: limits and filters (this system has none that evscan knows)"}
}
