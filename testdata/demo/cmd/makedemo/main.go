// Command makedemo writes the demonstration packages into a folder.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"evscan/testdata/demo"
)

func main() {
	out := flag.String("o", "testdata/packages", "folder to write to")
	only := flag.String("only", "", "write this package alone, by its file name")
	flag.Parse()
	if err := run(context.Background(), *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "makedemo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder, only string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	written := 0
	for _, v := range demo.Variants() {
		if only != "" && v.FileName() != only {
			continue
		}
		written++
		var buf bytes.Buffer
		if err := demo.Write(ctx, &buf, v); err != nil {
			return err
		}
		name := filepath.Join(folder, v.FileName())
		if err := os.WriteFile(name, buf.Bytes(), 0o644); err != nil {
			return fmt.Errorf("writing a package: %w", err)
		}
		fmt.Printf("%x  %9d  %s\n", sha256.Sum256(buf.Bytes()), buf.Len(), name)
	}
	if written == 0 {
		return fmt.Errorf("there is no package %q", only)
	}
	return nil
}
