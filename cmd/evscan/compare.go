package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/report"
	"evscan/report/compare"
	"evscan/report/document"
	"evscan/report/say"
	"evscan/report/text"
)

// comparisonFormats are the formats of comparisons by their names, with the extension of
// their files.
var comparisonFormats = []struct{ name, ext string }{{"text", ".txt"}, {"json", ".json"}}

func newCompare() *cobra.Command {
	var files []string
	var format, lang string
	var share float64
	c := &cobra.Command{
		Use:   "compare [flags] A.json B.json",
		Short: "Say what two scanned packages have in common",
		Long: "compare reads two stored reports and lists what is in both packages: files with the same bytes, near-copies (text that\n" +
			"was edited, pictures that were scaled or compressed anew, documents saved in another format) and organisations.\n" +
			"One of them may be -, which is standard input.\n" +
			"A package is recycled where at least --share of the files of one are in the other. Empty and tiny files, what systems\n" +
			"leave behind, programs and licences do not count; nor do forms of one make with other contents, nor organisations.",
		Example: "  evscan compare old.json new.json\n  evscan compare -o comparison.json old.json new.json",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if !(share > 0 && share <= 1) {
				return usageError(fmt.Errorf("--share must be above 0 and at most 1, not %g", share), "0.5 means half of the files")
			}
			if args[0] == fromInput && args[1] == fromInput {
				return usageError(errors.New("only one of the two reports can come from standard input"), "store the other one in a file")
			}
			out, err := planComparison(args, files, format, lang)
			if err != nil {
				return err
			}
			var docs [2]document.Document
			for i, name := range args {
				if docs[i], err = readReport(name, c.InOrStdin()); err != nil {
					return err
				}
			}
			return out.write(compare.Of(docs[0], docs[1], share), c.OutOrStdout())
		},
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringArrayVarP(&files, "output", "o", nil, "write to `FILE`; its extension picks the format (.txt, .json); - is standard output; repeatable")
	fl.StringVar(&format, "format", "", "format on standard output: text, json (default text)")
	fl.Float64Var(&share, "share", compare.DefaultThreshold, "`SHARE` of the files of one package from which on it is called recycled")
	fl.StringVar(&lang, "report-lang", "auto", "language of the summary: en, ja, or auto for what the locale asks for")
	return c
}

// comparison is where a comparison is written to.
type comparison struct {
	lang   say.Lang
	stdout string // name of the format
	files  []writing
}

func planComparison(inputs, files []string, format, lang string) (comparison, error) {
	out := comparison{stdout: "text"}
	switch l := say.Lang(lang); {
	case lang == "auto":
		out.lang = localeLang(os.Getenv)
	case slices.Contains(say.Langs(), l):
		out.lang = l
	default:
		return out, usageError(fmt.Errorf("--report-lang: there is no interface in %q", lang), "languages: auto, en, ja")
	}
	if format != "" {
		if out.stdout = format; format != "text" && format != "json" {
			return out, usageError(fmt.Errorf("--format: there is no format %q of comparisons", format), "formats: text, json")
		}
	}
	for _, file := range files {
		if file == "-" {
			continue
		}
		if formatOfComparison(file) == "" {
			return out, usageError(fmt.Errorf("-o %s: its extension names no format of comparisons", file), "extensions: .txt, .json")
		}
		path, err := target(file)
		if err != nil {
			return out, err
		}
		for _, other := range out.files {
			if samePath(other.path, path) {
				return out, usageError(fmt.Errorf("-o %s is given twice: %s is the same file", file, other.name), "each comparison needs a file of its own")
			}
		}
		for _, in := range inputs {
			if samePath(in, path) {
				return out, usageError(fmt.Errorf("-o %s is one of the reports to compare", file), "give the comparison a name of its own")
			}
		}
		out.files = append(out.files, writing{name: file, path: path})
	}
	return out, nil
}

func formatOfComparison(file string) string {
	for _, f := range comparisonFormats {
		if strings.EqualFold(filepath.Ext(file), f.ext) {
			return f.name
		}
	}
	return ""
}

func (o comparison) write(c compare.Comparison, stdout io.Writer) error {
	for i, f := range o.files {
		o.files[i].write = func(w io.Writer) error { return o.encode(w, formatOfComparison(f.name), c, report.Options{}) }
	}
	if err := writeAll(o.files); err != nil {
		return hinted(err, "check that the disk has room; no partial file was left")
	}
	if err := o.encode(stdout, o.stdout, c, terminalOptions(stdout)); err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	return nil
}

func (o comparison) encode(w io.Writer, format string, c compare.Comparison, options report.Options) error {
	if format == "json" {
		return compare.WriteJSON(w, c)
	}
	options.Lang = o.lang
	return text.WriteComparison(w, c, options.Text())
}
