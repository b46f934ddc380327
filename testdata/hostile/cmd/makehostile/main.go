// Command makehostile writes the files of the hostile suite into a folder.
//
//	makehostile -o FOLDER [NAME...]
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"evscan/testdata/hostile"
)

func main() {
	out := flag.String("o", "", "folder to write to; it must exist")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "makehostile:", err)
		os.Exit(1)
	}
}

func run(dir string, names []string) error {
	for _, c := range hostile.Cases() {
		if len(names) > 0 && !slices.Contains(names, c.Name) {
			continue
		}
		if err := write(filepath.Join(dir, c.Name), c); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return nil
}

func write(path string, c hostile.Case) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := c.Write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
