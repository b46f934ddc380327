// Command build makes the data that is compiled into package catalogue out of
// the open data sets named in NOTICE.md:
//
//	go run ./fingerprints/catalogue/build -data DIR -words WORDS
//
// DIR holds the folders orgs, domains, legalforms and vendors with the snapshots
// under the names used here. WORDS holds dict/american-english of Debian's package
// wamerican 2020.12.07 and ipadic/Noun*.csv of mecab-ipadic 2.7.0, converted to
// UTF-8; without it the word lists of package names stay as they are. The output
// depends on these files only.
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
	dict := flag.String("words", "", "folder with the dictionaries; empty: keep the word lists")
	out := flag.String("o", "fingerprints/catalogue/data", "folder to write to")
	lists := flag.String("names", "fingerprints/names", "folder to write the word lists to")
	flag.Parse()
	if err := run(*data, *dict, *out, *lists); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(data, dict, out, lists string) error {
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
	if dict == "" {
		return nil
	}
	orgs, err := collect(data)
	if err != nil {
		return err
	}
	w, err := words(data, dict, orgs)
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := os.WriteFile(filepath.Join(lists, "common.txt"), wordFile("Words of English and Japanese that names of the catalogue consist of.", w.common), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(lists, "proper.txt"), wordFile("Names of persons, places, days and peoples.", w.proper), 0o644)
}
