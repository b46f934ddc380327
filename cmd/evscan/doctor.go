package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/extractors/archive"
	"evscan/extractors/mail"
	"evscan/extractors/ocr"
)

// check is one thing that evscan needs or profits from.
type check struct {
	Name   string `json:"name"`
	Found  bool   `json:"found"`
	Detail string `json:"detail,omitempty"` // version or place
	Needed string `json:"needed_for"`
	Fix    string `json:"fix,omitempty"` // the command that installs it
}

func newDoctor() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is installed, what is missing and how to install it",
		Long:  "doctor looks for the OCR engine, its languages and the programs that read some formats. Exit status 0: all there; 1: something is missing.",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			checks := examine(c.Context())
			missing := 0
			for _, k := range checks {
				if !k.Found {
					missing++
				}
			}
			switch format {
			case "json":
				enc := json.NewEncoder(c.OutOrStdout())
				enc.SetIndent("", " ")
				if err := enc.Encode(checks); err != nil {
					return err
				}
			case "text":
				w := tabwriter.NewWriter(c.OutOrStdout(), 0, 8, 2, ' ', 0)
				for _, k := range checks {
					state := "ok"
					if !k.Found {
						state = "MISSING"
					}
					fmt.Fprintf(w, "%s\t%s\t%s\n", state, k.Name, k.Detail)
					if !k.Found {
						fmt.Fprintf(w, "\t\tneeded for: %s\n\t\tinstall: %s\n", k.Needed, k.Fix)
					}
				}
				if err := w.Flush(); err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "\nworkers are confined by:\n  %s\n", strings.Join(analyzer.Protections(), "\n  "))
			default:
				return usageError(fmt.Errorf("--format %q is neither text nor json", format), "")
			}
			if missing > 0 {
				return &exitError{err: fmt.Errorf("%d missing", missing), status: exitNoReport, silent: true}
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func examine(ctx context.Context) []check {
	info := ocr.Available()
	checks := []check{{Name: "OCR engine", Found: info.Engine != "", Detail: strings.TrimSpace(info.Engine + " " + info.Version), Needed: "the text of screenshots, photographs and scans",
		Fix: "apt-get install tesseract-ocr"}}
	for _, l := range ocr.AutoLanguages() {
		checks = append(checks, check{Name: "OCR model " + l, Found: contains(info.Installed, l), Detail: info.DataDir,
			Needed: "text in that language", Fix: "apt-get install tesseract-ocr-" + strings.ReplaceAll(l, "_", "-")})
	}
	for _, p := range []string{"pdftotext", "pdfinfo", "pdftoppm", "pdfimages", "pdffonts", "pdfdetach"} {
		checks = append(checks, program(ctx, p, "-v", "text, metadata and pages of PDF", "apt-get install poppler-utils"))
	}
	for _, p := range archive.Programs() {
		checks = append(checks, program(ctx, p.Name, p.VersionFlag, p.NeededFor, p.Fix))
	}
	checks = append(checks, program(ctx, mail.PSTProgram, "-V", "Outlook's pst and ost", "apt-get install pst-utils"))
	return append(checks, popplerData())
}

// program looks for a program on the path and asks for its version.
func program(ctx context.Context, name, versionFlag, needed, fix string) check {
	k := check{Name: name, Needed: needed, Fix: fix}
	path, err := exec.LookPath(name)
	if err != nil {
		return k
	}
	k.Found = true
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, path, versionFlag).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimLeft(string(out), "\n"), "\n")
	k.Detail = strings.TrimSpace(line)
	return k
}

// popplerData looks for the tables without which Japanese PDF gives empty text and
// no error.
func popplerData() check {
	k := check{Name: "poppler-data", Needed: "Japanese, Chinese and Korean text of PDF", Fix: "apt-get install poppler-data"}
	for _, dir := range []string{"/usr/share/poppler", "/usr/local/share/poppler", "/opt/homebrew/share/poppler"} {
		if _, err := os.Stat(filepath.Join(dir, "cMap", "Adobe-Japan1")); err == nil {
			k.Found, k.Detail = true, dir
			return k
		}
	}
	return k
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
