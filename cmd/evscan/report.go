package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/report"
	"evscan/report/document"
)

const storedReportHint = "give the JSON file that 'evscan scan -o report.json' wrote"

func newReport() *cobra.Command {
	var files []string
	var format, lang string
	var redact bool
	var again rescoring
	c := &cobra.Command{
		Use:   "report [flags] REPORT.json",
		Short: "Render a stored report again, or weigh it again with another claim or an analyst's decisions",
		Long: "report renders what 'evscan scan -o report.json' stored, or the stream of 'evscan scan --format ndjson', in any\n" +
			"format, as the scan itself would have. A report named - is read from standard input.\n" +
			"With --claimed or --decisions it weighs the stored marks again, without the package, and the report says so: what the\n" +
			"scan had answered, who decided what, and what the answer would be without that.\n\n" +
			"A file of decisions is YAML:\n\n" +
			"  analyst: A. Weaver\n" +
			"  decisions:\n" +
			"    - reject: [Tanaka Taro]                  # no organisation, or no party: its marks are left out\n" +
			"      note: a person\n" +
			"    - merge: [first.example, Second Ltd.]    # one organisation, called as the first\n" +
			"    - split: first.example                   # what is in off is another organisation\n" +
			"      off: [sold.example]\n" +
			"    - accept: host:kiln.local                # a real organisation; adds nothing to its score\n" +
			"      name: Kiln & Sons                      # only for one that nothing in the package names\n" +
			"    - planted: [minutes.docx, 0.3.1]         # marks of these files count for nothing\n" +
			"    - irrelevant: [\"backup/**\"]             # as if these files were not there\n\n" +
			"Candidates are named by id, name or domain, files by id or path, as they stand in the report.",
		Example: "  evscan report report.json\n  evscan report -o summary.txt report.json\n  evscan report -o report.html report.json\n" +
			"  evscan report --claimed other.example -o other.json report.json\n" +
			"  evscan report --decisions decisions.yaml -o decided.html report.json\n  unzip -p case.zip report.json | evscan report -o report.html -",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			outs, err := planOutputs(files, format, lang, false)
			if err != nil {
				return err
			}
			if err := outs.spare("-", slices.Concat(args, again.inputs()), c.OutOrStdout()); err != nil {
				return err
			}
			d, err := readReport(args[0], c.InOrStdin())
			if err != nil {
				return err
			}
			if d, err = again.weigh(c, args[0], d); err != nil {
				return err
			}
			outs.redact = redact
			if err := outs.write(d, c.OutOrStdout()); err != nil {
				return hinted(err, "check that the disk has room; no partial file was left")
			}
			return nil
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringArrayVarP(&files, "output", "o", nil, "write to `FILE`; its extension picks the format ("+report.Extensions()+"); repeatable")
	c.Flags().StringVar(&format, "format", "", "format on standard output: "+strings.Join(report.Names(), ", ")+" (default text)")
	c.Flags().BoolVar(&redact, "redact", false, redactHelp)
	c.Flags().StringVar(&lang, "report-lang", "auto", reportLangHelp)
	again.flags(c)
	return c
}

// fromInput is the name of a report that is read from standard input.
const fromInput = "-"

// readReport reads a stored report from a file, or from stdin where it is named "-".
func readReport(file string, stdin io.Reader) (document.Document, error) {
	if file == fromInput {
		return decodeReport(nameOfReport(file), stdin)
	}
	f, err := os.Open(file)
	if err != nil {
		return document.Document{}, hinted(err, storedReportHint)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return document.Document{}, hinted(fmt.Errorf("%s is a folder, not a report", file), storedReportHint)
	}
	return decodeReport(file, f)
}

// nameOfReport is what messages call the report of file.
func nameOfReport(file string) string {
	if file == fromInput {
		return "standard input"
	}
	return file
}

func decodeReport(name string, r io.Reader) (document.Document, error) {
	d, err := report.Read(r)
	if errors.Is(err, io.EOF) {
		return d, hinted(fmt.Errorf("%s is empty", name), storedReportHint)
	}
	if err != nil {
		return d, hinted(fmt.Errorf("%s: %w", name, err), storedReportHint)
	}
	return d, nil
}
