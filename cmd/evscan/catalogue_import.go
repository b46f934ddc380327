package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/catalogue/imports"
	"evscan/fingerprints/catalogue/mapped"
	"evscan/fingerprints/names"
	"evscan/report/safe"
)

// maxShownRows is how many broken rows are told on standard error; --errors tells
// all of them.
const maxShownRows = 20

func newImport() *cobra.Command {
	var from, out, errorFile, progress string
	var quiet bool
	c := &cobra.Command{
		Use:   "import --from SOURCE -o FILE INPUT",
		Short: "Make a catalogue file of a list that others publish",
		Long: "Reads a list of organisations and writes a catalogue file for --catalogue. INPUT may be packed (gz, bz2, zst, zip) or - for standard input.\n" +
			"A broken row is told with its line and left out. Natural persons are never imported.\n\nSources:\n" + sourceHelp(),
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if out == "" {
				return usageError(errors.New("-o is missing"), "name the catalogue file to write: -o orgs.jsonl")
			}
			b, err := newBar(progress, quiet, c.ErrOrStderr())
			if err != nil {
				return err
			}
			i := importer{from: from, out: out, errorFile: errorFile, bar: b, quiet: quiet, stdout: c.OutOrStdout(), stderr: c.ErrOrStderr()}
			return i.run(c.Context(), args[0], c.InOrStdin())
		},
	}
	fl := c.Flags()
	fl.StringVar(&from, "from", "", "what the list is: `SOURCE` as below; without it the content tells")
	fl.StringVarP(&out, "output", "o", "", "write the catalogue to `FILE` (.jsonl, .jsonl.gz, .evcat for a file with indexes that is mapped and not loaded, - for standard output)")
	fl.StringVar(&errorFile, "errors", "", "write every row that was left out, with line and reason, to `FILE`")
	fl.StringVar(&progress, "progress", "auto", "auto, always or never")
	fl.BoolVar(&quiet, "quiet", false, "no progress and no summary")
	return c
}

func sourceHelp() string {
	var b strings.Builder
	for _, s := range imports.Sources() {
		fmt.Fprintf(&b, "  %-14s %s\n%17s%s\n", s.Name, s.Address, "", s.Licence)
	}
	return b.String()
}

// importer is one run of the command.
type importer struct {
	from, out, errorFile string
	bar                  *bar
	quiet                bool
	stdout, stderr       io.Writer

	imported, skipped, broken int
	size                      int64 // of the input in bytes, 0 where it is not known
	read                      atomic.Int64
	errors                    *bufio.Writer // of --errors, or nil
}

func (i *importer) run(ctx context.Context, path string, stdin io.Reader) error {
	in, err := i.open(path, stdin)
	if err != nil {
		return usageError(fmt.Errorf("reading the list: %w", err), "")
	}
	defer in.Close()
	input, err := imports.Open(ctx, in, i.size)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer input.Close()
	source, err := i.source(input)
	if err != nil {
		return err
	}
	if !i.quiet {
		fmt.Fprintf(i.stderr, "%s (%s), licence: %s\n", source.Name, source.Address, source.Licence)
		if source.Notice != "" {
			fmt.Fprintln(i.stderr, source.Notice)
		}
	}
	records := i.watch(source.Records(input))
	write := func() error {
		err := i.write(ctx, records)
		i.bar.stop()
		return err
	}
	if i.errorFile != "" {
		err = writeFile(i.errorFile, func(w io.Writer) error {
			i.errors = bufio.NewWriter(w)
			return errors.Join(write(), i.errors.Flush())
		})
	} else {
		err = write()
	}
	if err != nil {
		return fmt.Errorf("importing %s: %w", path, err)
	}
	if !i.quiet {
		fmt.Fprintf(i.stderr, "%d organisations imported, %d rows not imported (natural persons, withdrawn, other kinds), %d rows broken\n", i.imported, i.skipped, i.broken)
	}
	return nil
}

func (i *importer) source(input *imports.Input) (imports.Source, error) {
	if i.from == "" {
		s, ok := imports.Guess(input.Head)
		if !ok {
			return s, usageError(errors.New("the list is of no source that its content tells"), "say which it is: --from "+sourceNames())
		}
		return s, nil
	}
	s, ok := imports.ByName(i.from)
	if !ok {
		return s, usageError(fmt.Errorf("--from: there is no source %q", i.from), "sources: "+sourceNames())
	}
	return s, nil
}

func sourceNames() string {
	var list []string
	for _, s := range imports.Sources() {
		list = append(list, s.Name)
	}
	return strings.Join(list, "|")
}

// watch passes the sound records on, counts and tells the others and shows how far
// the reading is. The error of a read ends it.
func (i *importer) watch(records iter.Seq2[evidence.Organisation, error]) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		validator := catalogue.NewValidator(names.CommonWord)
		rows := 0
		for o, err := range records {
			if rows++; rows%4096 == 0 {
				i.showProgress()
			}
			var row *catalogue.RowError
			switch {
			case err == nil:
				i.imported++
				validator.Clean(&o)
			case !errors.As(err, &row):
				yield(o, err)
				return
			default:
				i.tell(row)
				continue
			}
			if !yield(o, err) {
				return
			}
		}
		if i.imported == 0 {
			yield(evidence.Organisation{}, fmt.Errorf("no organisation in it: %w", imports.ErrFormat))
		}
	}
}

func (i *importer) showProgress() {
	done, known := int(i.read.Load()>>20), int(i.size>>20)
	i.bar.show(analyzer.Progress{Stage: "importing", Item: fmt.Sprintf("MiB, %d records", i.imported), Done: done, Known: max(done, known)})
}

// tell counts a row that was left out and says so.
func (i *importer) tell(row *catalogue.RowError) {
	line := safe.Line(row.Error())
	if i.errors != nil {
		fmt.Fprintln(i.errors, line)
	}
	if errors.Is(row, imports.ErrNotImported) {
		i.skipped++
		return
	}
	i.broken++
	switch {
	case i.quiet || i.broken > maxShownRows+1:
	case i.broken == maxShownRows+1:
		fmt.Fprintf(i.stderr, "further broken rows are counted; --errors FILE tells all of them\n")
	default:
		fmt.Fprintln(i.stderr, line)
	}
}

// write makes the catalogue file, whole or not at all.
func (i *importer) write(ctx context.Context, records iter.Seq2[evidence.Organisation, error]) error {
	switch {
	case i.out == "-":
		return writeLines(i.stdout, records)
	case isMapped(i.out):
		_, err := mapped.Write(ctx, i.out, records, mapped.Options{})
		return err
	}
	return writeFile(i.out, func(w io.Writer) error {
		if filepath.Ext(i.out) != ".gz" {
			return writeLines(w, records)
		}
		z := gzip.NewWriter(w)
		return errors.Join(writeLines(z, records), z.Close())
	})
}

func writeLines(w io.Writer, records iter.Seq2[evidence.Organisation, error]) error {
	b := bufio.NewWriterSize(w, 1<<20)
	lines := catalogue.NewWriter(b)
	for o, err := range records {
		if err != nil {
			return err
		}
		if err := lines.Write(o); err != nil {
			return err
		}
	}
	return b.Flush()
}

// open opens the input; what is read of it is counted.
func (i *importer) open(path string, stdin io.Reader) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(&countedReader{stdin, &i.read}), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder", path)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return struct {
			io.Reader
			io.Closer
		}{&countedReader{f, &i.read}, f}, nil
	}
	i.size = info.Size()
	return &countedFile{countedReader{f, &i.read}, f}, nil
}

// countedReader counts what is read.
type countedReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// countedFile counts what is read of a file at any place.
type countedFile struct {
	countedReader
	f *os.File
}

func (c *countedFile) ReadAt(b []byte, off int64) (int, error) {
	n, err := c.f.ReadAt(b, off)
	c.n.Add(int64(n))
	return n, err
}

func (c *countedFile) Close() error { return c.f.Close() }
