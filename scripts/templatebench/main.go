// Command templatebench measures how well taught templates are told apart: it teaches
// evscan each organisation's documents in turn, scans the documents held out from that
// with all fingerprint files, and prints precision and recall.
//
//	templatebench -evscan bin/evscan -dir build/templates [-ocr]
//
// The folder holds ORGANISATION/learn, /held and /half, and others/held for documents
// of nobody who was taught.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

type options struct {
	evscan, dir string
	ocr, misses bool
}

func main() {
	var o options
	flag.StringVar(&o.evscan, "evscan", "bin/evscan", "the program")
	flag.StringVar(&o.dir, "dir", "build/templates", "folder of the documents")
	flag.BoolVar(&o.ocr, "ocr", false, "read pictures; takes minutes")
	flag.BoolVar(&o.misses, "misses", false, "name the documents that were missed or mistaken")
	from := flag.String("corpus", "", "first unpack the packages of this folder, which truth.tsv describes, into the folder of the documents")
	flag.Parse()
	if *from != "" {
		if err := corpus(*from, o.dir); err != nil {
			fmt.Fprintln(os.Stderr, "templatebench:", err)
			os.Exit(1)
		}
	}
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "templatebench:", err)
		os.Exit(1)
	}
}

// tally counts documents.
type tally struct{ all, right, wrong, logo, wrongLogo int }

func (t *tally) add(o tally) {
	t.all, t.right, t.wrong = t.all+o.all, t.right+o.right, t.wrong+o.wrong
	t.logo, t.wrongLogo = t.logo+o.logo, t.wrongLogo+o.wrongLogo
}

func run(o options, out io.Writer) error {
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return fmt.Errorf("reading the folder: %w", err)
	}
	fp, err := os.MkdirTemp("", "templatebench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fp)
	var orgs, refused []string
	for _, e := range entries {
		learn := filepath.Join(o.dir, e.Name(), "learn")
		if _, err := os.Stat(learn); err != nil {
			continue
		}
		args := []string{"learn", "--org", e.Name() + " organisation", "--domain", e.Name() + ".example", "-o", filepath.Join(fp, e.Name()+".jsonl")}
		if _, err := o.run(append(args, learn)...); err != nil {
			fmt.Fprintf(out, "not taught: %s: %s\n", e.Name(), firstLine(err))
			refused = append(refused, e.Name())
			continue
		}
		orgs = append(orgs, e.Name())
	}
	if len(orgs) == 0 {
		return errors.New("no folder ORGANISATION/learn")
	}
	fmt.Fprintf(out, "%d organisations taught; text recognition %v\n\n", len(orgs), o.ocr)
	kinds := map[string]map[string]*tally{}
	for _, part := range []string{"held", "half"} {
		kinds[part] = map[string]*tally{}
		fmt.Fprintf(out, "%s\n%-12s %9s %6s %6s %10s %7s %6s %11s\n", map[string]string{"held": "Held out, whole", "half": "Held out, half of it missing"}[part],
			"", "documents", "right", "wrong", "precision", "recall", "logos", "wrong logos")
		var sum tally
		for _, org := range append(append(slices.Clone(orgs), refused...), "others") {
			dir := filepath.Join(o.dir, org, part)
			if _, err := os.Stat(dir); err != nil {
				continue
			}
			t, err := o.score(dir, fp, org, kinds[part])
			if err != nil {
				return fmt.Errorf("scanning %s: %w", org, err)
			}
			if org == "others" || slices.Contains(refused, org) { // of nobody: whatever is said is wrong
				fmt.Fprintf(out, "%-12s %9d %6s %6d %10s %7s %6s %11d\n", org, t.all, "-", t.wrong, "-", "-", "-", t.wrongLogo)
				t.all = 0
			} else {
				line(out, org, t)
			}
			sum.add(t)
		}
		line(out, "together", sum)
		fmt.Fprintln(out)
		for _, k := range sortedKeys(kinds[part]) {
			line(out, k, *kinds[part][k])
		}
		fmt.Fprintln(out)
	}
	return nil
}

// firstLine is what an error says about the cause: its line that begins with evscan:.
func firstLine(err error) string {
	for l := range strings.Lines(err.Error()) {
		if _, cause, ok := strings.Cut(l, "evscan: "); ok {
			return strings.TrimSpace(cause)
		}
	}
	return err.Error()
}

func line(out io.Writer, name string, t tally) {
	fmt.Fprintf(out, "%-12s %9d %6d %6d %10s %7s %6d %11d\n", name, t.all, t.right, t.wrong, share(t.right, t.right+t.wrong), share(t.right, t.all), t.logo, t.wrongLogo)
}

func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", math.Round(1000*float64(n)/float64(of))/1000)
}

func sortedKeys(m map[string]*tally) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (o options) run(args ...string) ([]byte, error) {
	if !o.ocr {
		args = slices.Insert(args, 1, "--no-ocr")
	}
	cmd := exec.Command(o.evscan, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, stderr.Bytes())
	}
	return stdout.Bytes(), nil
}

// report is what is read of a report.
type report struct {
	Items []struct {
		ID     string   `json:"id"`
		Path   []string `json:"path"`
		SameAs string   `json:"same_as"`
		Marks  []struct {
			Kind  string `json:"kind"`
			Value string `json:"value"`
		} `json:"marks"`
	} `json:"items"`
}

// score scans a folder of an organisation's documents and counts what is said of each.
func (o options) score(dir, fp, org string, kinds map[string]*tally) (tally, error) {
	b, err := o.run("scan", "--no-default-catalogue", "--no-timing", "--catalogue", fp, "--format", "json", dir)
	if err != nil {
		return tally{}, err
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		return tally{}, fmt.Errorf("reading the report: %w", err)
	}
	said, logos := map[string][]string{}, map[string][]string{}
	byID := map[string]int{}
	var docs []string
	for i, it := range r.Items {
		byID[it.ID] = i
		if len(it.Path) < 2 {
			continue
		}
		doc := it.Path[1]
		if len(it.Path) == 2 {
			docs = append(docs, doc)
		}
		marks := it.Marks
		if n, ok := byID[it.SameAs]; ok { // what a copy says stands with the first
			marks = r.Items[n].Marks
		}
		for _, m := range marks {
			who, _, _ := strings.Cut(m.Value, " ")
			switch m.Kind {
			case "templates":
				said[doc] = append(said[doc], who)
			case "logos":
				logos[doc] = append(logos[doc], who)
			}
		}
	}
	var sum tally
	for _, doc := range docs {
		t := tally{all: 1}
		t.right, t.wrong = judge(said[doc], org)
		t.logo, t.wrongLogo = judge(logos[doc], org)
		if o.misses && (t.right == 0 && org != "others" || t.wrong > 0 || t.wrongLogo > 0) {
			fmt.Printf("  %s/%s: template %v, logo %v\n", dir, doc, said[doc], logos[doc])
		}
		sum.add(t)
		kind, _, _ := strings.Cut(doc, "-")
		if org == "others" {
			continue
		}
		if kinds[kind] == nil {
			kinds[kind] = &tally{}
		}
		kinds[kind].add(t)
	}
	return sum, nil
}

// judge is 1, 0 where all that is said of a document names the organisation, 0, 1 where
// anything names another, and 0, 0 where nothing is said.
func judge(said []string, org string) (right, wrong int) {
	for _, s := range said {
		if s != org {
			return 0, 1
		}
		right = 1
	}
	return right, 0
}
