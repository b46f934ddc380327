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
	out := flag.String("o", "build/attribution", "folder to write to")
	n := flag.Int("n", 1000, "packages: two fifths to fit, one to calibrate, two to test blind")
	pairs := flag.Int("pairs", bench.Pairs, "packages with an attacked copy, in the folder attack")
	seed := flag.Uint64("seed", 1, "seed; equal seeds give equal bytes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench.Write(ctx, *out, bench.Plans(*n, *pairs, *seed)); err != nil {
		fmt.Fprintln(os.Stderr, "makebench:", err)
		os.Exit(1)
	}
}
