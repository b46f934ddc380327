package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"evscan/report"
	"evscan/report/document"
	"evscan/report/redact"
	"evscan/report/say"
)

// outputs are the reports to write.
type outputs struct {
	lang   say.Lang        // of formats for people that know more than one
	redact bool            // persons are masked in every format
	stdout *report.Encoder // nil: nothing there
	live   *live           // nil: standard output is written as a whole
	files  []outputFile
}

type outputFile struct {
	name    string // as given
	path    string // with links followed
	encoder report.Encoder
}

// planOutputs checks -o, --format, --report-lang and --quiet before any work is done.
func planOutputs(files []string, format, lang string, quiet bool) (outputs, error) {
	var out outputs
	switch l := say.Lang(lang); {
	case lang == "auto":
	case slices.Contains(say.Langs(), l):
		out.lang = l
	default:
		return out, usageError(fmt.Errorf("--report-lang: there is no interface in %q", lang), "languages: auto, en, ja")
	}
	if format != "" || !quiet {
		e, ok := report.ByName(firstOf(format, "text"))
		if !ok {
			return out, usageError(fmt.Errorf("--format: there is no format %q", format), "formats: "+strings.Join(report.Names(), ", "))
		}
		if !quiet || format != "" {
			out.stdout = &e
		}
	}
	for _, file := range files {
		if file == "-" {
			if out.stdout == nil {
				e, _ := report.ByName("text")
				out.stdout = &e
			}
			continue
		}
		e, ok := report.ByFile(file)
		if !ok {
			return out, usageError(fmt.Errorf("-o %s: its extension names no format", file), "extensions: "+report.Extensions())
		}
		path, err := target(file)
		if err != nil {
			return out, err
		}
		for _, other := range out.files {
			if samePath(other.path, path) {
				return out, usageError(fmt.Errorf("-o %s is given twice: %s is the same file", file, other.name), "each report needs a file of its own")
			}
		}
		out.files = append(out.files, outputFile{file, path, e})
	}
	return out, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// write writes every file, then standard output, or what is left to say there. All
// files are written beside their places first and renamed when the last one is whole.
func (o *outputs) write(d document.Document, stdout io.Writer) error {
	if o.redact {
		d = redact.Document(d)
	}
	if err := o.writeFiles(d); err != nil {
		return err
	}
	var err error
	switch {
	case o.live != nil:
		err = o.live.End(d)
	case o.stdout != nil:
		options := terminalOptions(stdout)
		options.Lang = o.lang
		err = o.stdout.Write(stdout, d, options)
	}
	if err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	return nil
}

func (o *outputs) writeFiles(d document.Document) error {
	var list []writing
	for _, f := range o.files {
		list = append(list, writing{f.name, f.path, func(w io.Writer) error {
			return f.encoder.Write(w, d, report.Options{Lang: o.lang, Locale: localeLang(os.Getenv)})
		}})
	}
	return writeAll(list)
}

// terminalOptions asks the terminal, where there is one, for its width, and the
// environment for NO_COLOR.
func terminalOptions(w io.Writer) report.Options {
	o := report.Options{Locale: localeLang(os.Getenv), AmbiguousWide: os.Getenv("RUNEWIDTH_EASTASIAN") == "1"}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		o.Width = n
	}
	if !onTerminal(w) {
		return o
	}
	f := w.(*os.File)
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		o.Width = width
	}
	o.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return o
}

// reportLangHelp is what --report-lang does, for every command that has it.
const reportLangHelp = "language of reports for people and of notes in STIX, MISP and CASE: en, ja, or auto (summaries: what the locale asks for; HTML: what the browser prefers, and the page can switch; else English)"

func baseNames(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}

// redactHelp is what --redact does, for every command that has it.
const redactHelp = "mask persons' names, addresses, telephone and card numbers and ids in every output; organisations stay, pictures are left out"
