package main

import (
	"os"

	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/evidence"
	"evscan/extractors"
	"evscan/extractors/image"
	"evscan/extractors/ocr"
)

// workerCommand is the hidden command by which a scan starts its workers.
const workerCommand = "worker"

func newWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Short:  "Read items for a scan (started by scan itself)",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			// Whatever a library prints must not end up between the frames.
			out := os.Stdout
			os.Stdout = os.Stderr
			if err := analyzer.Confine(); err != nil {
				return err
			}
			r := reader()
			r.Enclose = analyzer.Enclose
			return analyzer.Work(c.Context(), r, os.Stdin, out)
		},
	}
}

// reader is how every worker of this program reads items.
func reader() analyzer.Reader {
	return analyzer.Reader{
		Formats: extractors.All(),
		Picture: image.Decode,
		OCR: func(languages []string, temp string) (evidence.Recogniser, error) {
			return ocr.New(ocr.Config{Languages: languages, TempDir: temp})
		},
	}
}
