package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/evidence"
	"evscan/extractors"
	"evscan/extractors/archive"
	"evscan/extractors/ocr"
	"evscan/fingerprints"
	"evscan/fingerprints/templates"
	"evscan/report"
	"evscan/report/document"
)

// scanFlags are the flags of scan, as given.
type scanFlags struct {
	claimed       string
	outputs       []string
	format        string
	passwords     []string
	passwordFiles []string
	catalogues    []string
	noDefault     bool
	lang          string
	noOCR         bool
	inventory     bool
	jobs          int
	limits        evidence.Limits
	redact        bool
	includeText   bool
	progress      string
	strict        bool
	quiet         bool
	noTiming      bool
	logFormat     string
	reportLang    string
}

func newScan() *cobra.Command {
	f := scanFlags{limits: evidence.DefaultLimits()}
	c := &cobra.Command{
		Use:   "scan [flags] PACKAGE",
		Short: "Read a package and say whose records it holds",
		Long: "scan reads PACKAGE - an archive, a folder, a single file, or - for standard input - and prints a summary.\n" +
			"Nothing in the package is run, nothing is sent anywhere, nothing is written but the reports asked for.\n\n" +
			"Report files appear when all of them are whole, or not at all; they cannot lie in the folder that is scanned.\n" +
			"--format ndjson writes a line for each item as soon as nothing of it can change any more, and the verdict at the\n" +
			"end; a stream without its end record is cut off. csv has a line for each item, csv-evidence one for each witness.",
		Example: "  evscan scan --claimed \"Example Corp\" sample.zip\n" +
			"  evscan scan --claimed example.com -o report.json sample.zip\n" +
			"  evscan scan --format json --password secret sample.zip > report.json\n" +
			"  evscan scan --quiet -o report.json -o ticket.md -o items.csv -o evidence.csv sample.zip",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "" {
				return usageError(errors.New("the name of the package is empty"), "a package is an archive, a folder or a single file")
			}
			return scan(c, f, args[0])
		},
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.claimed, "claimed", "", "the organisation that somebody says the data belongs to: a `NAME` or a domain")
	fl.StringArrayVarP(&f.outputs, "output", "o", nil, "write a report to `FILE`; its extension picks the format ("+report.Extensions()+"); - is standard output; repeatable")
	fl.StringVar(&f.format, "format", "", "format on standard output: "+strings.Join(report.Names(), ", ")+" (default text)")
	fl.StringVar(&f.reportLang, "report-lang", "auto", reportLangHelp)
	fl.StringArrayVar(&f.passwords, "password", nil, "try this `PASSWORD` on encrypted content; repeatable")
	fl.StringArrayVar(&f.passwordFiles, "password-file", nil, "try the passwords in `FILE`, one a line; repeatable")
	fl.StringArrayVar(&f.catalogues, "catalogue", nil, "also know the organisations of `FILE|DIR` (JSON lines); repeatable")
	fl.BoolVar(&f.noDefault, "no-default-catalogue", false, "do not use the catalogue that is built in")
	fl.StringVar(&f.lang, "lang", "auto", "OCR `MODELS`, e.g. eng+jpn; auto takes those installed")
	fl.BoolVar(&f.noOCR, "no-ocr", false, "do not read pictures; each one is then reported as not fully read")
	fl.BoolVar(&f.inventory, "inventory", false, "open archives and list, hash and type every entry, but read no text and judge nothing: quicker, and the verdict is undetermined")
	fl.IntVar(&f.jobs, "jobs", runtime.NumCPU(), "read with `N` workers; the report does not depend on it")
	addLimits(fl, &f.limits)
	fl.BoolVar(&f.includeText, "include-text", false, "put the whole text of every item into the report")
	fl.BoolVar(&f.redact, "redact", false, redactHelp)
	fl.StringVar(&f.progress, "progress", "auto", "progress bar on standard error: auto, always, never")
	fl.BoolVar(&f.strict, "strict", false, "exit with 3 where something could not be read")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no summary on standard output, no progress")
	fl.BoolVar(&f.noTiming, "no-timing", false, "leave out timing and what protections this machine has, so that two reports of one package are equal bytes, on two machines too")
	fl.StringVar(&f.logFormat, "log-format", "text", "log lines on standard error: text, json")
	return c
}

// coordinatorMemory is the memory, in bytes, above which the scan's own process
// collects garbage as often as it can; what is alive may exceed it. Workers have theirs.
const coordinatorMemory = 160 << 20

// coordinatorGarbage is how much garbage, in percent of what is alive, the scan's own
// process keeps. Most of what is alive is the catalogue, which is free of pointers and
// quickly passed over, so that collecting often costs little.
const coordinatorGarbage = 50

func scan(c *cobra.Command, f scanFlags, path string) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(coordinatorMemory)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(coordinatorGarbage)
	}
	outs, err := planOutputs(f.outputs, f.format, f.reportLang, f.quiet)
	if err != nil {
		return err
	}
	outs.redact = f.redact
	if err := outs.spare(path, slices.Concat(f.catalogues, f.passwordFiles), c.OutOrStdout()); err != nil {
		return err
	}
	cfg, err := configure(c.Context(), f, c.ErrOrStderr())
	if err != nil {
		return err
	}
	if f.progress == "auto" && outs.streams() && onTerminal(c.OutOrStdout()) {
		f.progress = "never" // the lines of the stream show how far it has come, and a bar would stand between them
	}
	bar, err := newBar(f.progress, f.quiet, c.ErrOrStderr())
	if err != nil {
		return err
	}
	cfg.Progress = bar.show
	if f.noTiming {
		cfg.Tool.Sandbox = nil // what this machine's kernel can do
	}
	if stream := outs.begin(c.Context(), c.OutOrStdout()); stream != nil {
		cfg.Stream = stream
	}
	res, err := analyzer.Run(c.Context(), cfg, path)
	bar.stop()
	if err != nil {
		if cut := outs.cutOff(c.Context().Err() != nil, err); cut != nil {
			return cut
		}
		return explain(c.Context(), err)
	}
	doc := document.From(res)
	if f.noTiming {
		doc.Timing = nil
	}
	if err := outs.write(doc, c.OutOrStdout()); err != nil {
		return hinted(err, "check that the disk has room; no partial file was left")
	}
	if f.strict && doc.Coverage.PartlyRead+doc.Coverage.NotRead > 0 {
		return &exitError{status: exitUncovered, err: fmt.Errorf("%d items were not or not fully read",
			doc.Coverage.PartlyRead+doc.Coverage.NotRead), hint: "the report names each with its reason"}
	}
	return nil
}

// explain adds what a person can do about an error of the scan.
func explain(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return hinted(err, "check the path; a package is an archive, a folder or a single file")
	case errors.Is(err, fs.ErrPermission):
		return hinted(err, "you have no right to read it")
	default:
		return hinted(err, "if this looks like a defect of evscan, keep the package and report it")
	}
}

func configure(ctx context.Context, f scanFlags, stderr io.Writer) (analyzer.Config, error) {
	var cfg analyzer.Config
	log, err := newLog(f.logFormat, stderr)
	if err != nil {
		return cfg, err
	}
	passwords, err := passwordsOf(f)
	if err != nil {
		return cfg, err
	}
	var containers []string
	if f.inventory {
		// Nothing is matched, so nothing has to be known.
		f.noDefault, f.catalogues, f.noOCR = true, nil, true
		containers = containerFormats()
	}
	cat, models, err := loadKnowledge(ctx, f.noDefault, f.catalogues, log)
	if err != nil {
		return cfg, err
	}
	exe, err := os.Executable()
	if err != nil {
		return cfg, fmt.Errorf("finding this program's own file: %w", err)
	}
	if f.jobs < 1 {
		return cfg, usageError(fmt.Errorf("--jobs must be at least 1, not %d", f.jobs), "leave it out for one worker a processor")
	}
	languages, err := languagesOf(f.lang)
	if err != nil {
		return cfg, err
	}
	noOCR := ""
	engine := ""
	method := templates.Method
	if f.inventory {
		method = 0 // no text is read
	}
	if f.noOCR {
		noOCR = "text recognition was switched off by --no-ocr"
	} else {
		engine = ocr.Available(languages...).Name()
	}
	return analyzer.Config{
		Settings: analyzer.Settings{Limits: f.limits, Passwords: passwords, Languages: languages, NoOCR: noOCR, Inventory: containers,
			DiskReserve: analyzer.DefaultDiskReserve},
		Fingerprints: fingerprints.New(cat).Teach(models...),
		Jobs:         f.jobs,
		Claimed:      f.claimed,
		IncludeText:  f.includeText,
		Workers:      analyzer.Command(exe, workerCommand),
		Log:          log,
		Tool:         analyzer.Tool{Name: "evscan", Version: version(), Formats: formatVersions(), Fingerprinting: method, OCR: engine, Sandbox: analyzer.Protections()},
		Options: analyzer.Options{Claimed: f.claimed, Lang: f.lang, NoOCR: f.noOCR, Inventory: f.inventory, DefaultCatalogue: !f.noDefault,
			Catalogues: baseNames(f.catalogues), Passwords: len(passwords)},
	}, nil
}

// containerFormats are the formats that an inventory opens: those that only hold
// other files.
func containerFormats() []string {
	var ids []string
	for _, f := range archive.Formats() {
		if f.Extract != nil {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func formatVersions() map[string]int {
	versions := map[string]int{}
	for _, f := range extractors.All() {
		if f.Extract != nil {
			versions[f.ID] = f.Version
		}
	}
	return versions
}

// languagesOf splits a --lang value; nil means auto.
func languagesOf(s string) ([]string, error) {
	if s == "" || s == "auto" {
		return nil, nil
	}
	list := strings.FieldsFunc(s, func(r rune) bool { return r == '+' || r == ',' })
	for _, l := range list {
		if strings.ContainsFunc(l, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r >= '0' && r <= '9')
		}) {
			return nil, usageError(fmt.Errorf("--lang: %q is no name of an OCR model", l), "give models as tesseract names them, e.g. eng+jpn")
		}
	}
	if len(list) == 0 {
		return nil, usageError(fmt.Errorf("--lang: %q names no OCR model", s), "give models as tesseract names them, e.g. eng+jpn")
	}
	return list, nil
}

// passwordsOf gathers the passwords in the order given, each once.
func passwordsOf(f scanFlags) ([]string, error) {
	list := slices.Clone(f.passwords)
	for _, file := range f.passwordFiles {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, usageError(fmt.Errorf("--password-file: %w", err), "the file holds one password a line")
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				list = append(list, line)
			}
		}
	}
	var out []string
	for _, p := range list {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, nil
}

func newLog(format string, w io.Writer) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	default:
		return nil, usageError(fmt.Errorf("--log-format %q is neither text nor json", format), "leave it out for text")
	}
}
