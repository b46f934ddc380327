package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// spare refuses outputs that would change what is read: the package ("-": none) and
// everything in its folder, catalogues, lists of passwords, a stored report. A report in
// a scanned folder would be evidence of the next scan.
func (o *outputs) spare(pkg string, inputs []string, stdout io.Writer) error {
	if path := redirected(stdout); path != "" && o.stdout != nil && pkg != "-" && lies(path, pkg) {
		return usageError(fmt.Errorf("standard output goes to %s, which lies in the package", filepath.Base(path)),
			"send it to a file elsewhere: evidence stays as it is")
	}
	for _, f := range o.files {
		switch info, err := os.Stat(pkg); {
		case err != nil || pkg == "-":
		case !info.IsDir() && lies(f.path, pkg):
			return usageError(fmt.Errorf("-o %s is the package itself", f.name), "give the report a name of its own")
		case lies(f.path, pkg):
			return usageError(fmt.Errorf("-o %s lies in the folder that is scanned", f.name),
				"write it elsewhere: evidence stays as it is, and no later scan takes the report for a part of it")
		}
		for _, in := range inputs {
			if info, err := os.Stat(in); err == nil && !info.IsDir() && lies(f.path, in) {
				return usageError(fmt.Errorf("-o %s is what is read", f.name), "give the report a name of its own")
			}
		}
	}
	return nil
}

// lies reports whether the file at path, which need not exist, is at place or in a
// folder below it. Links, mounts and letter case do not hide it.
func lies(path, place string) bool {
	want, err := os.Stat(place)
	if err != nil {
		return false
	}
	if !want.IsDir() {
		info, err := os.Stat(path)
		return err == nil && os.SameFile(info, want)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return false
	}
	for {
		if info, err := os.Stat(dir); err == nil && os.SameFile(info, want) {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}

// redirected is the file that standard output goes to; "" where it is none or its name
// is not known.
func redirected(stdout io.Writer) string {
	f, ok := stdout.(*os.File)
	if !ok {
		return ""
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	path, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(int(f.Fd()))) // where there is one
	if err != nil {
		return ""
	}
	if named, err := os.Stat(path); err != nil || !os.SameFile(info, named) {
		return "" // removed or renamed since
	}
	return path
}
