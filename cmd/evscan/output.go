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
	"evscan/report/say"
)

// outputs are the reports to write.
type outputs struct {
	lang   say.Lang        // of formats for people that know more than one
	stdout *report.Encoder // nil: nothing there
	files  []outputFile
}

type outputFile struct {
	path    string
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
	seen := map[string]bool{}
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
		if seen[filepath.Clean(file)] {
			return out, usageError(fmt.Errorf("-o %s is given twice", file), "")
		}
		seen[filepath.Clean(file)] = true
		if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
			return out, usageError(fmt.Errorf("-o %s: there is no folder %s", file, filepath.Dir(file)), "make the folder first")
		}
		out.files = append(out.files, outputFile{file, e})
	}
	return out, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// write writes every file, then standard output. Each file appears whole or not at all.
func (o outputs) write(d document.Document, stdout io.Writer) error {
	for _, f := range o.files {
		if err := writeFile(f.path, func(w io.Writer) error {
			return f.encoder.Write(w, d, report.Options{Lang: o.lang, Locale: localeLang(os.Getenv)})
		}); err != nil {
			return err
		}
	}
	if o.stdout == nil {
		return nil
	}
	options := terminalOptions(stdout)
	options.Lang = o.lang
	if err := o.stdout.Write(stdout, d, options); err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	return nil
}

// terminalOptions asks the terminal, where there is one, for its width, and the
// environment for NO_COLOR.
func terminalOptions(w io.Writer) report.Options {
	o := report.Options{Locale: localeLang(os.Getenv), AmbiguousWide: os.Getenv("RUNEWIDTH_EASTASIAN") == "1"}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		o.Width = n
	}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return o
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		o.Width = width
	}
	o.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return o
}

// writeFile writes beside path and renames, so that path is the old file or the
// new one, never a part.
func writeFile(path string, write func(io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".evscan-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
			err = fmt.Errorf("writing %s: %w", path, err)
		}
	}()
	if err = write(tmp); err != nil {
		return err
	}
	if err = tmp.Chmod(0o644); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// reportLangHelp is what --report-lang does, for every command that has it.
const reportLangHelp = "language of summaries and pages: en, ja, or auto for what the locale asks for and, in HTML, what the browser prefers"

func baseNames(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}
