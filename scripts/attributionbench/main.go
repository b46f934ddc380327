// Command attributionbench says what the verdicts of evscan are worth.
//
//	attributionbench scan -evscan bin/evscan -dir DIR [-corpus DIR]
//	attributionbench fit -dir DIR -date 2006-01-02 [-sigma 0.5] [-o analyzer/attribution/weights.json]
//	attributionbench why -dir DIR [-part calibrate] [-weights FILE]
//	attributionbench evaluate -dir DIR [-part blind] [-weights FILE] [-corpus DIR] [-o docs/attribution.md] [-svg FILE]
//
// scan reads every generated package under DIR (see testdata/bench) and keeps the
// reports under DIR/reports; a report that is there already is not made again unless
// the program or the package has changed. fit looks for the weights under which the owners
// of the fitting part come out, and for the temperature on the part for calibration. why says what stood in the way of
// better answers there. evaluate weighs the stored reports again, with
// the weights of this program or those of a file, and compares with the truth.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"

	"evscan/analyzer/attribution"
	"evscan/testdata/bench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "attributionbench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("say scan, fit, why or evaluate")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	dir := flags.String("dir", "build/attribution", "folder of the generated packages")
	corpus := flags.String("corpus", "", "folder of real packages with truth.tsv")
	switch args[0] {
	case "scan":
		program := flags.String("evscan", "bin/evscan", "the program")
		parts := flags.String("parts", strings.Join(bench.Parts(), ","), "parts to scan")
		keep := flags.Bool("keep", false, "keep reports that another build of the program made of the same package")
		jobs := flags.Int("jobs", runtime.NumCPU(), "scans at a time")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		s := scanner{program: *program, jobs: *jobs, log: out, keep: *keep}
		return s.all(ctx, *dir, strings.Split(*parts, ","), *corpus)
	case "evaluate":
		part := flags.String("part", bench.PartBlind, "part to evaluate")
		weightsFile := flags.String("weights", "", "weights instead of those built in")
		doc := flags.String("o", "", "rewrite the measured part of this document, too")
		svg := flags.String("svg", "", "write the reliability diagram to this file")
		misses := flags.Int("misses", 0, "list so many packages whose owner is not first")
		ablate := flags.Bool("ablate", true, "leave out every class once")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		weights, err := readWeights(*weightsFile)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		e := evaluation{weights: weights, out: &b, misses: *misses, ablate: *ablate}
		picture, err := e.all(*dir, *part, *corpus)
		if err != nil {
			return err
		}
		if _, err := out.Write(b.Bytes()); err != nil {
			return err
		}
		if *svg != "" {
			if err := os.WriteFile(*svg, picture, 0o644); err != nil {
				return err
			}
		}
		if *doc != "" {
			return rewrite(*doc, b.String())
		}
		return nil
	case "why":
		part := flags.String("part", bench.PartCalibrate, "fit or calibrate")
		weightsFile := flags.String("weights", "", "weights instead of those built in")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		weights, err := readWeights(*weightsFile)
		if err != nil {
			return err
		}
		e := evaluation{weights: weights, out: out}
		return e.why(*dir, *part)
	case "fit":
		file := flags.String("o", "", "write the weights to this file")
		from := flags.String("weights", "", "start from these weights instead of those built in")
		date := flags.String("date", "", "date of the fit, 2006-01-02")
		f := fitter{out: out}
		flags.Float64Var(&f.sigma, "sigma", 0.5, "width of the prior, as a multiple of each weight")
		flags.Float64Var(&f.coolest, "coolest", 0.7, "lowest temperature: generated packages are tidier than real ones, and a low one makes bold")
		flags.IntVar(&f.n, "n", 1000, "number of packages that were made, for the record")
		flags.Uint64Var(&f.seed, "seed", 1, "their seed, for the record")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if _, err := time.Parse(time.DateOnly, *date); err != nil {
			return fmt.Errorf("-date: %w", err)
		}
		f.date = *date
		start, err := readWeights(*from)
		if err != nil {
			return err
		}
		f.start = start
		w, err := f.all(*dir)
		if err != nil {
			return err
		}
		if *file == "" {
			return nil
		}
		return writeWeights(*file, w)
	}
	return fmt.Errorf("there is no command %q", args[0])
}

func readWeights(file string) (attribution.Weights, error) {
	if file == "" {
		return attribution.DefaultWeights()
	}
	var w attribution.Weights
	data, err := os.ReadFile(file)
	if err != nil {
		return w, err
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return w, fmt.Errorf("%s: %w", file, err)
	}
	return w, w.Validate()
}

// The measured part of the document stands between these lines.
const (
	begin = "<!-- measured:begin -->"
	end   = "<!-- measured:end -->"
)

// rewrite puts text into the measured part of a document, or into a new one.
func rewrite(file, text string) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte(begin+"\n"+end+"\n"), nil
	}
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no lines %s and %s", file, begin, end)
	}
	return os.WriteFile(file, []byte(before+begin+"\n"+text+end+after), 0o644)
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
