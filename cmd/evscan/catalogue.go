package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/fingerprints/catalogue"
)

// loadCatalogues reads the built-in catalogue and those of the analyst. A broken
// row of a file is logged and left out; a file that can't be read at all is a
// wrong command line.
func loadCatalogues(noDefault bool, paths []string, log *slog.Logger) (*catalogue.Catalogue, error) {
	cats := []*catalogue.Catalogue{catalogue.Empty()}
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
		c, err := readCatalogue(file)
		if c == nil {
			return nil, usageError(fmt.Errorf("--catalogue: %w", err), "run 'evscan catalogue validate "+file+"'")
		}
		if err != nil {
			log.Warn("rows of a catalogue were left out", "file", filepath.Base(file), "reason", err)
		}
		cats = append(cats, c)
	}
	return catalogue.Merge(cats...), nil
}

// catalogueFiles lists the files that paths name, folders expanded to their *.jsonl.
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
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".jsonl") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, usageError(fmt.Errorf("--catalogue: %w", err), "")
		}
		if len(files) == n {
			return nil, usageError(fmt.Errorf("--catalogue: %s holds no file *.jsonl", p), "a catalogue is a file of JSON lines")
		}
	}
	return files, nil
}

// readCatalogue reads one file. A nil catalogue says that nothing of it is usable.
func readCatalogue(file string) (*catalogue.Catalogue, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := catalogue.Read(f, filepath.Base(file))
	if c != nil && c.Len() == 0 && err != nil {
		return nil, err
	}
	return c, err
}

func newCatalogue() *cobra.Command {
	c := &cobra.Command{
		Use:   "catalogue",
		Short: "Show and check the organisations that are known",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var paths []string
	var noDefault, sources bool
	add := func(sub *cobra.Command) {
		sub.Flags().StringArrayVar(&paths, "catalogue", nil, "also the organisations of `FILE|DIR`")
		sub.Flags().BoolVar(&noDefault, "no-default-catalogue", false, "not the built-in organisations")
		c.AddCommand(sub)
	}
	load := func(c *cobra.Command) (*catalogue.Catalogue, error) {
		cat, _, err := loadKnowledge(noDefault, paths, slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)))
		return cat, err
	}
	add(&cobra.Command{
		Use:   "list",
		Short: "List the known organisations: id, name, domains",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cat, err := load(c)
			if err != nil {
				return err
			}
			for o := range cat.All {
				fmt.Fprintf(c.OutOrStdout(), "%s\t%s\t%s\n", o.ID, o.Name, strings.Join(o.Domains, " "))
			}
			return nil
		},
	})
	show := &cobra.Command{
		Use:   "show [NAME|DOMAIN|ID]",
		Short: "Show one organisation, or what the catalogue is made of (--sources)",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cat, err := load(c)
			if err != nil {
				return err
			}
			if sources || len(args) == 0 {
				fmt.Fprintf(c.OutOrStdout(), "catalogue %s, %d organisations\n\n%s\n", cat.Version(), cat.Len(), catalogue.Sources())
				return nil
			}
			return showOrganisations(c, cat, args[0])
		},
	}
	show.Flags().BoolVar(&sources, "sources", false, "sources, licences and attributions")
	add(show)
	c.AddCommand(&cobra.Command{
		Use:   "validate FILE",
		Short: "Check a catalogue file line by line",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if m, err := readTaught(args[0]); m != nil || err != nil {
				return printTaught(c, args[0], m, err)
			}
			cat, err := readCatalogue(args[0])
			if err != nil {
				return hinted(fmt.Errorf("%s: %w", args[0], err), "mend the lines named; the others are fine")
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: %d organisations, no fault\n", args[0], cat.Len())
			return nil
		},
	})
	return c
}

func showOrganisations(c *cobra.Command, cat *catalogue.Catalogue, what string) error {
	ids := []string{what}
	if domain, ok := catalogue.Registrable(what); ok {
		ids = append(ids, cat.ByDomain(domain)...)
	}
	ids = append(ids, cat.ByName(catalogue.Normalise(what))...)
	if core, _, ok := catalogue.StripLegalForm(what); ok {
		ids = append(ids, cat.ByName(catalogue.Normalise(core))...)
	}
	var shown []string
	for _, id := range ids {
		o, ok := cat.Org(id)
		if !ok || slices.Contains(shown, id) {
			continue
		}
		shown = append(shown, id)
		fmt.Fprintf(c.OutOrStdout(), "%s\n  name        %s\n  aliases     %s\n  domains     %s\n  registry    %s\n  country     %s\n  kind        %s\n  background  %.2f\n",
			o.ID, o.Name, strings.Join(o.Aliases, "; "), strings.Join(o.Domains, " "), strings.Join(o.Registry, " "), o.Country, o.Kind, o.Background)
	}
	if len(shown) == 0 {
		return hinted(errors.New("the catalogue knows no organisation by that name, domain or id"), "an organisation that nobody listed can still be found in a scan")
	}
	return nil
}
