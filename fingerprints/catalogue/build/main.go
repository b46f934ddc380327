// Command build makes the data that is compiled into package catalogue out of
// the open data sets named in NOTICE.md:
//
//	go run ./fingerprints/catalogue/build -data DIR -o fingerprints/catalogue/data
//
// DIR holds the folders orgs, domains, legalforms and vendors with the snapshots
// under the names used here. The output depends on them only.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "", "folder with the source snapshots")
	out := flag.String("o", "fingerprints/catalogue/data", "folder to write to")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	if data == "" {
		return errors.New("-data is missing")
	}
	steps := []struct {
		file string
		make func(data string) ([]byte, error)
	}{
		{"legalforms.txt", legalForms},
		{"freemail.txt", freeMail},
		{"disposable.txt", disposable},
		{"background.txt", background},
		{"default.tsv.zst", organisations},
	}
	for _, s := range steps {
		b, err := s.make(data)
		if err != nil {
			return fmt.Errorf("%s: %w", s.file, err)
		}
		if err := os.WriteFile(filepath.Join(out, s.file), b, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s\t%d bytes\n", s.file, len(b))
	}
	return nil
}
