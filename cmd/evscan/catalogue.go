package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/catalogue/imports"
	"evscan/fingerprints/catalogue/mapped"
)

// loadCatalogues reads the built-in catalogue and those of the analyst. A broken
// row of a file is logged and left out; a file that can't be read at all is a
// wrong command line.
func loadCatalogues(ctx context.Context, noDefault bool, paths []string, log *slog.Logger) (catalogue.Index, error) {
	cats := []*catalogue.Catalogue{catalogue.Empty()}
	var mappedFiles []catalogue.Index
	if !noDefault {
		c, err := catalogue.Default()
		if err != nil {
			return nil, fmt.Errorf("reading the built-in catalogue: %w", err)
		}
		cats = append(cats, c)
	}
	files, err := catalogueFiles(paths)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if isMapped(file) {
			f, err := mapped.Open(file)
			if err != nil {
				return nil, usageError(fmt.Errorf("--catalogue: %w", err), "import the catalogue again with this evscan")
			}
			mappedFiles = append(mappedFiles, f)
			continue
		}
		c, err := readCatalogue(ctx, file)
		if c == nil {
			return nil, usageError(fmt.Errorf("--catalogue: %w", err), "run 'evscan catalogue validate "+file+"'")
		}
		if err != nil {
			log.Warn("rows of a catalogue were left out", "file", filepath.Base(file), "reason", err)
		}
		cats = append(cats, c)
	}
	return catalogue.Union(append([]catalogue.Index{catalogue.Merge(cats...)}, mappedFiles...)...), nil
}

// isMapped tells indexed catalogues from JSON lines by the name of the file.
func isMapped(file string) bool {
	return strings.EqualFold(filepath.Ext(file), mapped.Extension)
}

// catalogueFiles lists the files that paths name, folders expanded to their *.jsonl
// and *.evcat.
func catalogueFiles(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, usageError(fmt.Errorf("--catalogue: %w", err), "give a file of JSON lines or a folder of such files")
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		n := len(files)
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".jsonl") || strings.HasSuffix(path, ".jsonl.gz") || isMapped(path)) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, usageError(fmt.Errorf("--catalogue: %w", err), "")
		}
		if len(files) == n {
			return nil, usageError(fmt.Errorf("--catalogue: %s holds no file *.jsonl or *.evcat", p), "a catalogue is a file of JSON lines, or what 'evscan catalogue import' makes")
		}
	}
	return files, nil
}

// readCatalogue reads one file of JSON lines, packed or not. A nil catalogue says
// that nothing of it is usable.
func readCatalogue(ctx context.Context, file string) (*catalogue.Catalogue, error) {
	in, err := openLines(ctx, file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	c, err := catalogue.Read(in, filepath.Base(file))
	if c != nil && c.Len() == 0 && err != nil {
		return nil, err
	}
	return c, err
}

// lines is an opened file of JSON lines without its compression.
type lines struct {
	*imports.Input
	file *os.File
}

func (l *lines) Close() {
	l.Input.Close()
	l.file.Close()
}

func openLines(ctx context.Context, file string) (*lines, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder", file)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	in, err := imports.Open(ctx, f, info.Size())
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &lines{in, f}, nil
}

func newCatalogue() *cobra.Command {
	c := &cobra.Command{
		Use:   "catalogue",
		Short: "Show, check and import the organisations that are known",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newList(), newShow(), newValidate(), newImport())
	return c
}

// known are the flags that say which organisations are known.
type known struct {
	paths     []string
	noDefault bool
}

func (k *known) flags(c *cobra.Command) {
	c.Flags().StringArrayVar(&k.paths, "catalogue", nil, "also the organisations of `FILE|DIR`")
	c.Flags().BoolVar(&k.noDefault, "no-default-catalogue", false, "not the built-in organisations")
}

func (k *known) load(c *cobra.Command) (catalogue.Index, error) {
	cat, _, err := loadKnowledge(c.Context(), k.noDefault, k.paths, slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)))
	return cat, err
}
