package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"evscan/report"
	"evscan/report/document"
	reportjson "evscan/report/json"
)

const storedReportHint = "give the JSON file that 'evscan scan -o report.json' wrote"

func newReport() *cobra.Command {
	var files []string
	var format, lang string
	var again rescoring
	c := &cobra.Command{
		Use:   "report [flags] REPORT.json",
		Short: "Render a stored JSON report again, or weigh it again with another claim",
		Long: "report renders what a scan stored, in any format, as the scan itself would have.\n" +
			"With --claimed it weighs the stored marks again, without the package, and says what the scan had answered.",
		Example: "  evscan report report.json\n  evscan report -o summary.txt report.json\n  evscan report -o report.html report.json\n" +
			"  evscan report --claimed other.example -o other.json report.json",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			outs, err := planOutputs(files, format, lang, false)
			if err != nil {
				return err
			}
			d, err := readReport(args[0])
			if err != nil {
				return err
			}
			if d, err = again.weigh(c, args[0], d); err != nil {
				return err
			}
			return outs.write(d, c.OutOrStdout())
		},
	}
	c.Flags().SortFlags = false
	c.Flags().StringArrayVarP(&files, "output", "o", nil, "write to `FILE`; its extension picks the format ("+report.Extensions()+"); repeatable")
	c.Flags().StringVar(&format, "format", "", "format on standard output: "+strings.Join(report.Names(), ", ")+" (default text)")
	c.Flags().StringVar(&lang, "report-lang", "auto", reportLangHelp)
	again.flags(c)
	return c
}

// readReport reads a stored JSON report.
func readReport(file string) (document.Document, error) {
	f, err := os.Open(file)
	if err != nil {
		return document.Document{}, hinted(err, storedReportHint)
	}
	defer f.Close()
	d, err := reportjson.Read(f)
	if err != nil {
		return d, hinted(fmt.Errorf("%s: %w", file, err), storedReportHint)
	}
	return d, nil
}
