// Command makebench writes the packages of the attribution benchmark into a folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"evscan/testdata/bench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "makebench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("makebench", flag.ExitOnError)
	out := flags.String("o", "build/attribution", "folder to write to")
	n := flags.Int("n", 1000, "packages: two fifths to fit, one to calibrate, two to test blind")
	pairs := flags.Int("pairs", bench.Pairs, "packages with an attacked copy, in the folder attack")
	seed := flags.Uint64("seed", 1, "seed; equal seeds give equal bytes")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *n < 0 || *pairs < 0 {
		return fmt.Errorf("-n %d -pairs %d: neither may be negative", *n, *pairs)
	}
	return bench.Write(ctx, *out, bench.Plans(*n, *pairs, *seed))
}
