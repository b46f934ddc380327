package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"evscan/extractors"
	"evscan/report/compare"
	"evscan/report/document"
	"evscan/report/ndjson"
)

// buildVersion is set by the linker for releases; "" otherwise.
var buildVersion string

// version is the release, or the commit the program was built from.
func version() string {
	if buildVersion != "" {
		return buildVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return "devel-" + s.Value[:12]
			}
		}
	}
	return "devel"
}

// versionText is what 'evscan version' prints.
func versionText() string {
	return fmt.Sprintf("evscan %s\nreport layout %s\n", version(), document.Version)
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := io.WriteString(c.OutOrStdout(), versionText())
			return err
		},
	}
}

func newSchema() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of the report",
		Example: "  evscan schema > report.schema.json\n  evscan schema --format compare",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			schema := document.JSONSchema()
			switch format {
			case "json":
			case "ndjson":
				var err error
				if schema, err = ndjson.JSONSchema(); err != nil {
					return err
				}
			case "compare":
				schema = compare.JSONSchema()
			default:
				return usageError(fmt.Errorf("--format %q is none of %s", format, strings.Join(schemaNames(), ", ")), "the other formats have no JSON Schema of ours")
			}
			_, err := c.OutOrStdout().Write(schema)
			return err
		},
	}
	c.Flags().StringVar(&format, "format", "json", "json for the report, ndjson for each line of a stream, compare for a comparison")
	return c
}

// schemaNames are the values of schema's --format.
func schemaNames() []string { return []string{"json", "ndjson", "compare"} }

// formatInfo is one line of 'evscan formats'.
type formatInfo struct {
	Format     string   `json:"format"`
	MIME       string   `json:"mime"`
	Extensions []string `json:"extensions"`
	Read       bool     `json:"read"`
	Version    int      `json:"version,omitempty"`
}

func newFormats() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "formats",
		Short: "List what can be identified and what is read",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			var list []formatInfo
			for _, f := range extractors.All() {
				info := formatInfo{Format: f.ID, MIME: f.MIME, Extensions: append([]string{}, f.Exts...), Read: f.Extract != nil}
				if info.Read {
					info.Version = f.Version
				}
				list = append(list, info)
			}
			switch format {
			case "json":
				enc := json.NewEncoder(c.OutOrStdout())
				enc.SetIndent("", " ")
				return enc.Encode(list)
			case "text":
				w := tabwriter.NewWriter(c.OutOrStdout(), 0, 8, 2, ' ', 0)
				fmt.Fprintln(w, "FORMAT\tREAD\tMEDIA TYPE\tEXTENSIONS")
				for _, f := range list {
					read := "identified only"
					if f.Read {
						read = "yes"
					}
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Format, read, f.MIME, strings.Join(f.Extensions, " "))
				}
				return w.Flush()
			default:
				return usageError(fmt.Errorf("--format %q is neither text nor json", format), "")
			}
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}
