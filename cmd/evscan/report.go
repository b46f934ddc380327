package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"evscan/report"
	reportjson "evscan/report/json"
)

func newReport() *cobra.Command {
	var files []string
	var format, lang string
	var redact bool
	c := &cobra.Command{
		Use:     "report [flags] REPORT.json",
		Short:   "Render a stored JSON report again",
		Example: "  evscan report report.json\n  evscan report -o summary.txt report.json\n  evscan report -o report.html report.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			outs, err := planOutputs(files, format, lang, false)
			if err != nil {
				return err
			}
			f, err := os.Open(args[0])
			if err != nil {
				return hinted(err, "give the JSON file that 'evscan scan -o report.json' wrote")
			}
			defer f.Close()
			d, err := reportjson.Read(f)
			if err != nil {
				return hinted(fmt.Errorf("%s: %w", args[0], err), "give the JSON file that 'evscan scan -o report.json' wrote")
			}
			outs.redact = redact
			return outs.write(d, c.OutOrStdout())
		},
	}
	c.Flags().StringArrayVarP(&files, "output", "o", nil, "write to `FILE`; its extension picks the format ("+report.Extensions()+"); repeatable")
	c.Flags().StringVar(&format, "format", "", "format on standard output: "+strings.Join(report.Names(), ", ")+" (default text)")
	c.Flags().BoolVar(&redact, "redact", false, redactHelp)
	c.Flags().StringVar(&lang, "report-lang", "auto", reportLangHelp)
	return c
}
