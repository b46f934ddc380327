//go:build unix && !linux

package analyzer

// Confine does nothing where evscan knows no way to limit a process's memory.
func Confine() error { return nil }

// Protections names what Command puts around workers here.
func Protections() []string { return []string{"own process", "own process group", "item deadline"} }
