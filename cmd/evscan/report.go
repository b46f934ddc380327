package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"evscan/report"
)

func newReport() *cobra.Command {
	var files []string
	var format, lang string
	c := &cobra.Command{
		Use:   "report [flags] REPORT.json",
		Short: "Render a stored report again",
		Long: "report reads what 'evscan scan -o report.json' wrote, or the stream that 'evscan scan --format ndjson' did, and\n" +
			"writes it in another format: what the scan itself would have written. The package is not needed.",
		Example: "  evscan report report.json\n  evscan report -o summary.txt report.json\n  evscan report -o report.html -o ticket.md -o items.csv -o evidence.csv report.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			outs, err := planOutputs(files, format, lang, false)
			if err != nil {
				return err
			}
			if err := outs.spare("-", args, c.OutOrStdout()); err != nil {
				return err
			}
			f, err := os.Open(args[0])
			if err != nil {
				return hinted(err, "give the JSON file that 'evscan scan -o report.json' wrote")
			}
			defer f.Close()
			d, err := report.Read(f)
			if err != nil {
				return hinted(fmt.Errorf("%s: %w", args[0], err), "give the JSON file that 'evscan scan -o report.json' wrote")
			}
			if err := outs.write(d, c.OutOrStdout()); err != nil {
				return hinted(err, "check that the disk has room; no partial file was left")
			}
			return nil
		},
	}
	c.Flags().StringArrayVarP(&files, "output", "o", nil, "write to `FILE`; its extension picks the format ("+report.Extensions()+"); repeatable")
	c.Flags().StringVar(&format, "format", "", "format on standard output: "+strings.Join(report.Names(), ", ")+" (default text)")
	c.Flags().StringVar(&lang, "report-lang", "auto", reportLangHelp)
	return c
}
