package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxEntry bounds a document of a package.
const maxEntry = 64 << 20

// corpus unpacks packages with known owners into dir: a third of each owner's
// documents, chosen by their names' hashes, is held out. truth.tsv beside the packages
// says who owns which; packages without an owner go to others.
func corpus(from, dir string) error {
	b, err := os.ReadFile(filepath.Join(from, "truth.tsv"))
	if err != nil {
		return fmt.Errorf("reading who owns the packages: %w", err)
	}
	owners := map[string]string{} // owner to its folder
	for _, row := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(row, "\t")
		if len(f) < 2 {
			continue
		}
		file := filepath.Join(from, f[0]+".zip")
		if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
			continue
		}
		org := "others"
		if f[1] != "" {
			if owners[f[1]] == "" {
				owners[f[1]] = f[0]
			}
			org = owners[f[1]]
		}
		if err := unpack(file, filepath.Join(dir, org), f[0], org == "others"); err != nil {
			return fmt.Errorf("%s: %w", f[0], err)
		}
	}
	return nil
}

func unpack(file, dir, prefix string, held bool) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer z.Close()
	for i, f := range z.File {
		if f.FileInfo().IsDir() || f.UncompressedSize64 > maxEntry {
			continue
		}
		h := fnv.New32a()
		h.Write([]byte(f.Name))
		part := "learn"
		if held || h.Sum32()%3 == 0 {
			part = "held"
		}
		// Names of the package never become paths.
		name := fmt.Sprintf("%s-%04d%s", prefix, i, strings.ToLower(filepath.Ext(filepath.Base(filepath.FromSlash(f.Name)))))
		if err := save(f, filepath.Join(dir, part), name); err != nil {
			return err
		}
	}
	return nil
}

func save(f *zip.File, dir, name string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, io.LimitReader(in, maxEntry))
	return errors.Join(err, out.Close())
}
