// Command bench measures how much of the text of a set of pictures is read, and at
// what cost, beside the tesseract program as it comes, two of each at a time.
//
//	OMP_THREAD_LIMIT=1 go run ./extractors/ocr/bench -set DIR
//
// DIR holds truth.json, a list of {id, file, kind, var, words, keys}, and the
// pictures in images/: words is the text of the picture, keys the strings that
// matter. Figures:
//
//	strict, fuzzy  share of the keys found in the text after NFKC, case folding
//	               and removal of white space, exactly or within 15% edit distance
//	words          recall of runs of characters other than CJK, as a multiset
//	bigrams        recall of pairs of neighbouring CJK characters, as a multiset
//	wall, cpu      milliseconds for each picture, decoding included, medians over -runs
//
// With -desktop FOLDER it measures 40 screenshots of one desktop made of the folder's
// pictures, with -textless FOLDER the cost of pictures without text, with -ablation the
// recipe without each of its steps; -misses writes a page of the keys that were not read.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"text/tabwriter"

	"evscan/extractors/ocr"
)

type truth struct {
	ID    string   `json:"id"`
	File  string   `json:"file"`
	Kind  string   `json:"kind"`
	Var   string   `json:"var"`
	Words []string `json:"words"`
	Keys  []string `json:"keys"`
}

type options struct {
	set, only, by, dump, misses, desktop, textless string
	baseline, ablation                             bool
	runs, jobs                                     int
}

func main() {
	var o options
	flag.StringVar(&o.set, "set", "", "folder with truth.json and images/")
	flag.StringVar(&o.only, "only", "", "regular expression on the id: measure these alone")
	flag.BoolVar(&o.baseline, "baseline", true, "run the tesseract program beside")
	flag.StringVar(&o.by, "by", "kind", "group rows by: kind, var, key or none")
	flag.StringVar(&o.dump, "dump", "", "folder for the recognised texts and the missed keys")
	flag.StringVar(&o.misses, "misses", "", "HTML file for the missed keys with what was read in their place")
	flag.StringVar(&o.desktop, "desktop", "", "folder of screenshots of which 40 of one desktop are made")
	flag.StringVar(&o.textless, "textless", "", "folder of pictures without text")
	flag.BoolVar(&o.ablation, "ablation", false, "measure the recipe without each of its steps")
	flag.IntVar(&o.runs, "runs", 1, "how often everything is measured; times are medians")
	flag.IntVar(&o.jobs, "jobs", 2, "pictures that are read at a time")
	serving := flag.Bool("serve", false, "read pictures whose paths come on standard input, without the steps that are named")
	flag.Parse()
	if *serving {
		if err := serve(flag.Args(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options, out io.Writer) error {
	if o.set != "" {
		pictures, err := load(o.set, o.only)
		if err != nil {
			return err
		}
		if err := recognition(o, pictures, out); err != nil {
			return err
		}
		if o.ablation {
			if err := ablation(o, pictures, out); err != nil {
				return err
			}
		}
	}
	if o.desktop != "" {
		if err := desktop(o, out); err != nil {
			return err
		}
	}
	if o.textless != "" {
		return textless(o, out)
	}
	return nil
}

// load reads the truth of a set.
func load(set, only string) ([]picture, error) {
	raw, err := os.ReadFile(filepath.Join(set, "truth.json"))
	if err != nil {
		return nil, fmt.Errorf("reading the set: %w", err)
	}
	var all []truth
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("reading the set: %w", err)
	}
	re, err := regexp.Compile(only)
	if err != nil {
		return nil, fmt.Errorf("-only: %w", err)
	}
	all = slices.DeleteFunc(all, func(t truth) bool { return !re.MatchString(t.ID) })
	out := make([]picture, len(all))
	for i, t := range all {
		out[i] = picture{truth: t, path: filepath.Join(set, "images", t.File)}
	}
	return out, nil
}

func tabulate(out io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(out, 2, 0, 2, ' ', tabwriter.AlignRight)
}

// recognition measures ours and the program's reading of a set.
func recognition(o options, pictures []picture, out io.Writer) error {
	variants := []variant{{name: "evscan", open: ours()}}
	if o.baseline {
		variants = append(variants, variant{name: "tesseract -l eng+jpn", open: program})
	}
	results, err := runs(variants, pictures, o.runs, o.jobs)
	if err != nil {
		return err
	}
	w := tabulate(out)
	fmt.Fprintln(w, "variant\tset\tpictures\tkeys\tstrict\tfuzzy\twords\tbigrams\twall ms\tcpu ms\t")
	for i, v := range variants {
		t := newTable(v.name)
		for k, p := range pictures {
			t.add(group(p.truth, o.by), measure(p.truth, results[i].texts[k], results[i].cost.of(len(pictures))))
		}
		if o.by == "key" {
			t = byKey(v.name, pictures, results[i].texts)
		}
		t.print(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if o.baseline {
		fmt.Fprintf(out, "wall time of evscan to that of two tesseract processes: %.2f; CPU time: %.2f\n\n",
			ratio(results[0].wall, results[1].wall), ratio(results[0].cpu, results[1].cpu))
	}
	if o.dump != "" {
		for k, p := range pictures {
			if err := write(o.dump, p.truth, results[0].texts[k]); err != nil {
				return err
			}
		}
	}
	if o.misses != "" {
		return missesPage(o.misses, pictures, results[0].read)
	}
	return nil
}

// ablation measures the recipe without each of its steps.
func ablation(o options, pictures []picture, out io.Writer) error {
	variants := []variant{{name: "all steps", open: ours()}}
	for _, s := range ocr.Steps() {
		variants = append(variants, variant{name: "without " + string(s), open: ours(s)})
	}
	results, err := runs(variants, pictures, o.runs, o.jobs)
	if err != nil {
		return err
	}
	w := tabulate(out)
	fmt.Fprintln(w, "variant\tset\tpictures\tkeys\tstrict\tfuzzy\twords\tbigrams\twall ms\tcpu ms\t")
	for i, v := range variants {
		t := newTable(v.name)
		for k, p := range pictures {
			t.add("", measure(p.truth, results[i].texts[k], results[i].cost.of(len(pictures))))
		}
		t.print(w)
	}
	return w.Flush()
}

func group(t truth, by string) string {
	switch by {
	case "kind":
		return t.Kind
	case "var":
		return t.Var
	}
	return ""
}
