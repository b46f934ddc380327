// Command extractbench measures what evscan's extractors make of public suites of
// documents, beside other tools in the same run. A suite is fetched by whoever
// measures and never kept here; scripts/bench-extract.sh says how.
//
//	extractbench -types TIKA    types of files, against the expectations of Apache Tika's tests
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	tika := flag.String("types", os.Getenv("TIKA"), "`folder` of a checkout of apache/tika: measure the types of its test documents")
	verbose := flag.Bool("v", false, "list every file, not only those that evscan misses")
	flag.Parse()
	if *tika == "" {
		fmt.Fprintln(os.Stderr, "extractbench: no suite given\nhint: extractbench -types FOLDER, or TIKA=FOLDER in the environment")
		os.Exit(2)
	}
	if err := measureTypes(os.Stdout, *tika, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "extractbench:", err)
		os.Exit(1)
	}
}
