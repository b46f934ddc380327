package analyzer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// Landlock lets a process give up access to files, TCP, signals and abstract
// sockets for itself and everything it starts.
//
// https://docs.kernel.org/userspace-api/landlock.html

// A worker writes plain files and folders: no links, devices, pipes or sockets, and
// nothing it wrote is ever run.
const writable = llsys.AccessFSReadFile | llsys.AccessFSReadDir | llsys.AccessFSWriteFile | llsys.AccessFSTruncate |
	llsys.AccessFSRemoveDir | llsys.AccessFSRemoveFile | llsys.AccessFSMakeDir | llsys.AccessFSMakeReg

const (
	readableFile   = llsys.AccessFSReadFile
	readableFolder = llsys.AccessFSReadFile | llsys.AccessFSReadDir
)

// landlockVersion is the version of the kernel's interface, 0 where it has none or
// it is switched off.
func landlockVersion() int {
	v, err := llsys.LandlockGetABIVersion()
	if err != nil {
		return 0
	}
	return v
}

// restrictFiles closes the file system on all threads of the process.
func restrictFiles(f Folders) error {
	rules := []landlock.Rule{
		landlock.RODirs(systemFolders(os.Environ())...).IgnoreIfMissing(),
		landlock.ROFiles("/dev/zero", "/dev/full", "/dev/random", "/dev/urandom").IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
		landlock.PathAccess(writable, string(f.Write)),
	}
	// Coverage of a test run is written by the worker itself.
	if dir := os.Getenv("GOCOVERDIR"); dir != "" {
		rules = append(rules, landlock.PathAccess(writable, dir).IgnoreIfMissing())
	}
	for _, b := range f.Read {
		path := string(b)
		info, err := os.Stat(path)
		if err != nil {
			continue // gone, or never readable: its item will say so
		}
		access := landlock.AccessFSSet(readableFile)
		if info.IsDir() {
			access = readableFolder
		}
		rules = append(rules, landlock.PathAccess(access, path).IgnoreIfMissing())
	}
	if err := landlock.V11.BestEffort().Restrict(rules...); err != nil {
		return fmt.Errorf("closing the file system: %w", err)
	}
	return nil
}

// systemFolders is where programs, libraries, fonts and OCR models lie: the usual
// places and those that the environment names. Homes are not among them, nor is
// /dev, whose disks root could read.
func systemFolders(env []string) []string {
	dirs := []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix/store", "/gnu/store",
		"/proc", "/sys/devices/system", "/var/cache/fontconfig"}
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		switch name {
		case "TESSDATA_PREFIX":
			dirs = append(dirs, value)
		case "LD_LIBRARY_PATH":
			dirs = append(dirs, filepath.SplitList(value)...)
		case "PATH":
			for _, dir := range filepath.SplitList(value) {
				dirs = append(dirs, dir)
				// The libraries of /some/prefix/bin are in /some/prefix/lib, its data in share.
				if base := filepath.Base(dir); base == "bin" || base == "sbin" {
					for _, sub := range []string{"lib", "lib64", "libexec", "share", "Cellar", "opt"} {
						dirs = append(dirs, filepath.Join(filepath.Dir(dir), sub))
					}
				}
			}
		}
	}
	var out []string
	for _, dir := range dirs {
		if info, err := os.Stat(dir); filepath.IsAbs(dir) && err == nil && info.IsDir() {
			out = append(out, dir)
		}
	}
	return out
}
