// Makebench writes the packages that attribution is fitted and measured on.
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
	dir := flag.String("o", "build/attribution", "write under this folder")
	n := flag.Int("n", 1000, "number of packages: two fifths to fit, one to calibrate, two to test blind")
	pairs := flag.Int("pairs", 60, "number of packages with an attacked copy")
	seed := flag.Uint64("seed", 1, "equal seeds give equal packages")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench.Write(ctx, *dir, *seed, *n, *pairs); err != nil {
		fmt.Fprintln(os.Stderr, "makebench:", err)
		os.Exit(1)
	}
}
