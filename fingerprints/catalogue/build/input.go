package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// table reads a file with a header line and calls f with each row by column name.
func table(data, file string, comma rune, f func(map[string]string) error) error {
	b, err := os.ReadFile(filepath.Join(data, filepath.FromSlash(file)))
	if err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
	r.Comma = comma
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		row := make(map[string]string, len(header))
		for i, h := range header {
			if i < len(rec) {
				row[h] = strings.TrimSpace(rec[i])
			}
		}
		if err := f(row); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
}

// lines calls f with each line of a file.
func lines(data, file string, f func(string) error) error {
	b, err := os.ReadFile(filepath.Join(data, filepath.FromSlash(file)))
	if err != nil {
		return err
	}
	for l := range strings.Lines(string(b)) {
		if err := f(strings.TrimRight(l, "\r\n")); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func readJSON(data, file string, v any) error {
	b, err := os.ReadFile(filepath.Join(data, filepath.FromSlash(file)))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
