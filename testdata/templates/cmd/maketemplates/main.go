// Command maketemplates writes documents of invented organisations into a folder:
// ORGANISATION/learn, /held and /half, and others/held. Scans are rendered by pdftoppm
// of poppler-utils.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"evscan/testdata/templates"
)

func main() {
	out := flag.String("o", "build/templates", "folder to write to")
	seed := flag.Uint64("seed", 1, "other seeds give other contents, never other templates")
	defaults := flag.Bool("defaults", false, "write default documents instead")
	flag.Parse()
	if err := run(*out, *seed, *defaults); err != nil {
		fmt.Fprintln(os.Stderr, "maketemplates:", err)
		os.Exit(1)
	}
}

func run(out string, seed uint64, defaults bool) error {
	make := func() ([]templates.File, error) { return templates.All(seed) }
	if defaults {
		make = templates.Defaults
	}
	files, err := make()
	if err != nil {
		return err
	}
	for i, f := range files {
		data := f.Data
		if f.Scan || f.Screen {
			page, err := render(f.Data, f.Scan)
			if err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
			if data, err = templates.Finish(f, page, uint64(i)+seed); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		dir := filepath.Join(out, filepath.FromSlash(f.Folder))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Name), data, 0o644); err != nil {
			return fmt.Errorf("writing a document: %w", err)
		}
	}
	fmt.Printf("%d documents\n", len(files))
	return nil
}

// render turns a PDF of one page into a PNG: a scan at 120 dots an inch, a screen at
// one pixel a point.
func render(data []byte, scan bool) ([]byte, error) {
	dpi := "72"
	if scan {
		dpi = "120"
	}
	in, err := os.CreateTemp("", "maketemplates-*.pdf")
	if err != nil {
		return nil, err
	}
	defer os.Remove(in.Name())
	if _, err := in.Write(data); err != nil {
		return nil, err
	}
	if err := in.Close(); err != nil {
		return nil, err
	}
	cmd := exec.Command("pdftoppm", "-r", dpi, "-png", "-singlefile", in.Name())
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("pdftoppm: %w: %s", err, stderr.Bytes())
	}
	return stdout.Bytes(), nil
}
