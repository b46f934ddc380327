package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/taught"
)

type learnFlags struct {
	org     string
	domains []string
	output  string
	against []string
	plain   bool
	scan    scanFlags
}

func newLearn() *cobra.Command {
	f := learnFlags{scan: scanFlags{limits: evidence.DefaultLimits()}}
	c := &cobra.Command{
		Use:   "learn --org NAME [--domain D] DIR",
		Short: "Learn what an organisation's own documents look like",
		Long: "learn reads documents of one organisation - a folder or an archive - and writes a fingerprint file: hashes of what\n" +
			"recurs in them, such as styles, themes, running headers, fixed words, layouts and logos. Give the file to scan by\n" +
			"--catalogue. It prints how many of the documents it recognises while they are held out, and how many documents of\n" +
			"others it would take for the organisation's.\n\n" +
			"The file holds no text and no pictures. It gives away the name and the domains as they are given here, the number\n" +
			"of documents, and, to somebody who guesses exactly right, that a style, a font or three words in a row are in use.",
		Example: "  evscan learn --org \"Example Corp\" --domain example.com -o example.fp.jsonl documents/\n" +
			"  evscan scan --catalogue example.fp.jsonl sample.zip",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return learn(c, f, args[0]) },
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.org, "org", "", "`NAME` of the organisation whose documents these are")
	fl.StringArrayVar(&f.domains, "domain", nil, "a `DOMAIN` of the organisation; repeatable")
	fl.StringVarP(&f.output, "output", "o", "", "write the fingerprint file to `FILE` (default standard output)")
	fl.StringArrayVar(&f.against, "against", nil, "fingerprint `FILE|DIR` of others, to count collisions and to weigh what they share; repeatable")
	fl.StringVar(&f.scan.lang, "lang", "auto", "OCR `MODELS`, e.g. eng+jpn; auto takes those installed")
	fl.BoolVar(&f.scan.noOCR, "no-ocr", false, "do not read pictures: scans are then known by their layout only")
	fl.IntVar(&f.scan.jobs, "jobs", 2, "read with `N` workers; the file does not depend on it")
	fl.BoolVar(&f.plain, "defaults", false, "write the background of default documents instead")
	_ = fl.MarkHidden("defaults")
	addLimits(fl, &f.scan.limits)
	return c
}

func learn(c *cobra.Command, f learnFlags, dir string) error {
	if strings.TrimSpace(f.org) == "" && !f.plain {
		return usageError(errors.New("--org is needed"), "say whose documents these are: --org \"Example Corp\"")
	}
	var domains []string
	for _, d := range f.domains {
		r, ok := catalogue.Registrable(d)
		if !ok {
			return usageError(fmt.Errorf("--domain: %q is no registrable domain", d), "give it like example.com")
		}
		domains = append(domains, r)
	}
	against, rest, err := splitTaught(f.against, slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)))
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError(fmt.Errorf("--against: %s is no fingerprint file", filepath.Base(rest[0])), "it takes files that 'evscan learn' wrote")
	}
	docs, err := readDocuments(c, f, dir)
	if err != nil {
		return err
	}
	if f.plain {
		return writeWhole(f.output, c.OutOrStdout(), func(w io.Writer) error { return taught.WriteDefaults(w, docs) })
	}
	m, r, err := taught.Learn(f.org, domains, docs, against...)
	printLearned(c.ErrOrStderr(), m, r)
	switch {
	case errors.Is(err, taught.ErrTooFew):
		return hinted(err, "give a folder with more documents of the organisation; copies count once")
	case errors.Is(err, taught.ErrDefault):
		return hinted(err, "documents that were made from no template of the organisation's own cannot tell it from others")
	case err != nil:
		return err
	}
	return writeWhole(f.output, c.OutOrStdout(), m.Write)
}

// readDocuments scans dir and gathers what each of its documents shows, with what is
// inside it, in the order of their bytes' hashes. Copies count once.
func readDocuments(c *cobra.Command, f learnFlags, dir string) ([]taught.Document, error) {
	s := f.scan
	s.noDefault, s.logFormat = true, "text"
	cfg, err := configure(c.Context(), s, c.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	seen := map[string]taught.Seen{}
	cfg.Fingerprints = cfg.Fingerprints.Watched(func(it *evidence.Item, facts []evidence.Fact) {
		if len(facts) == 0 {
			return
		}
		see := taught.See(facts)
		mu.Lock()
		defer mu.Unlock()
		seen[it.ID] = see
	})
	res, err := analyzer.Run(c.Context(), cfg, dir)
	if err != nil {
		return nil, explain(c.Context(), err)
	}
	return documentsOf(res.Items, seen), nil
}

// documentsOf gathers items by the document they belong to: an entry of the package or
// of an archive in it, with everything embedded in it or attached to it.
func documentsOf(items []evidence.Item, seen map[string]taught.Seen) []taught.Document {
	type document struct {
		hash string
		doc  taught.Document
	}
	byID := map[string]*document{} // the document that an item belongs to
	first := map[string]bool{}     // hashes of documents
	var list []*document
	for i := range items {
		it := &items[i]
		d := byID[it.Parent]
		if it.Origin == evidence.OriginEntry || it.Origin == evidence.OriginPackage {
			d = &document{hash: it.SHA256, doc: taught.Document{Name: it.Name()}}
			list = append(list, d)
		}
		if d == nil {
			continue
		}
		byID[it.ID] = d
		id := it.ID
		if it.SameAs != "" {
			id = it.SameAs
		}
		if s, ok := seen[id]; ok {
			d.doc.Items = append(d.doc.Items, s)
		}
	}
	slices.SortStableFunc(list, func(a, b *document) int { return strings.Compare(a.hash, b.hash) })
	var docs []taught.Document
	for _, d := range list {
		if len(d.doc.Items) > 0 && !first[d.hash] {
			first[d.hash] = true
			docs = append(docs, d.doc)
		}
	}
	return docs
}

func printLearned(w io.Writer, m *taught.Model, r taught.Report) {
	fmt.Fprintf(w, "documents          %d\n", r.Documents)
	if len(r.Features) > 0 {
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(r.Features)) {
			parts = append(parts, fmt.Sprintf("%s %d", k, r.Features[k]))
		}
		fmt.Fprintf(w, "components kept    %s\n", strings.Join(parts, ", "))
	}
	if r.Documents >= taught.MinDocuments {
		fmt.Fprintf(w, "held-out recall    %d of %d = %.2f (each fifth held out once)\n", r.Recognised, r.Documents, r.Recall())
		fmt.Fprintf(w, "collisions         %d of %d default documents\n", r.Mistaken, r.Defaults)
	}
	for _, a := range r.Against {
		fmt.Fprintf(w, "                   %d of %d of these documents are taken for %s\n", a.Taken, r.Documents, a.Name)
	}
	if m != nil && len(r.Against) == 0 {
		fmt.Fprintln(w, "                   others: not tried; give their files by --against")
	}
}

// writeWhole writes a file whole or not at all; without a name, to standard output.
func writeWhole(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".evscan-*")
	if err != nil {
		return hinted(err, "check that the folder exists and has room")
	}
	defer os.Remove(f.Name())
	err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return hinted(err, "check that the folder exists and has room; no partial file was left")
	}
	return nil
}

// splitTaught divides files, folders expanded, into fingerprint files, which it reads,
// and others. A broken line of a fingerprint file is logged and left out.
func splitTaught(paths []string, log *slog.Logger) (models []*taught.Model, rest []string, err error) {
	files, err := catalogueFiles(paths)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		m, err := readTaught(file)
		switch {
		case m == nil && err == nil:
			rest = append(rest, file)
			continue
		case m == nil:
			return nil, nil, usageError(fmt.Errorf("--catalogue: %w", err), "run 'evscan catalogue validate "+file+"'")
		case err != nil:
			log.Warn("lines of a fingerprint file were left out", "file", filepath.Base(file), "reason", err)
		}
		models = append(models, m)
	}
	return models, rest, nil
}

// readTaught reads a fingerprint file. It returns neither a model nor an error where
// the file is something else.
func readTaught(file string) (*taught.Model, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil // whoever reads it as a catalogue says so
	}
	defer f.Close()
	r := bufio.NewReader(f)
	head, _ := r.Peek(256)
	if !taught.Is(head) {
		return nil, nil
	}
	return taught.Read(r, filepath.Base(file))
}

// loadKnowledge reads catalogues and fingerprint files alike. Organisations that were
// taught and that the catalogue does not list are added to it.
func loadKnowledge(ctx context.Context, noDefault bool, paths []string, log *slog.Logger) (catalogue.Index, []*taught.Model, error) {
	models, rest, err := splitTaught(paths, log)
	if err != nil {
		return nil, nil, err
	}
	cat, err := loadCatalogues(ctx, noDefault, rest, log)
	if err != nil {
		return nil, nil, err
	}
	var missing bytes.Buffer
	for _, m := range models {
		if m.Org = resolve(cat, m); m.Org == "" {
			if err := m.WriteRecord(&missing); err != nil {
				return nil, nil, err
			}
		}
	}
	if missing.Len() == 0 {
		return cat, models, nil
	}
	more, err := catalogue.Read(&missing, "fingerprint files")
	if err != nil {
		return nil, nil, usageError(fmt.Errorf("--catalogue: %w", err), "a fingerprint file names an organisation as no catalogue may")
	}
	cat = catalogue.Union(cat, more)
	for _, m := range models {
		if m.Org == "" {
			m.Org = resolve(more, m)
		}
	}
	return cat, models, nil
}

// resolve finds the one record of a catalogue that an organisation is, "" for none.
func resolve(cat catalogue.Index, m *taught.Model) string {
	for _, d := range m.Domains {
		if ids := cat.ByDomain(d); len(ids) == 1 {
			return ids[0]
		}
	}
	if ids := cat.ByName(m.Name); len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// printTaught says what a fingerprint file is worth, and what is wrong with it.
func printTaught(c *cobra.Command, file string, m *taught.Model, err error) error {
	if err != nil {
		return hinted(err, "mend the lines named, or teach it again by 'evscan learn'")
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: fingerprints of %s, %d components, %d logos, %d pages from %d documents, held-out recall %.2f, no fault\n",
		file, m.Name, len(m.Features), len(m.Logos), len(m.Inks), m.Documents, m.Recall)
	return nil
}
