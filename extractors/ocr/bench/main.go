// Command bench measures how much of the text of a set of pictures is read, and
// at what cost, beside the tesseract program as it comes.
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
//	wall, cpu      milliseconds for each picture, decoding included
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	_ "image/gif"  // decoders of the sets' pictures
	_ "image/jpeg" // see above
	_ "image/png"  // see above
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	_ "golang.org/x/image/bmp"  // see above
	_ "golang.org/x/image/tiff" // see above
	_ "golang.org/x/image/webp" // see above
	"golang.org/x/sys/unix"

	"evscan/evidence"
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

func main() {
	set := flag.String("set", "", "folder with truth.json and images/")
	only := flag.String("only", "", "regular expression on the id: measure these alone")
	baseline := flag.Bool("baseline", true, "run the tesseract program beside")
	by := flag.String("by", "kind", "group rows by: kind, var or none")
	dump := flag.String("dump", "", "folder for the recognised texts and the missed keys")
	flag.Parse()
	if err := run(*set, *only, *baseline, *by, *dump); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(set, only string, baseline bool, by, dump string) error {
	raw, err := os.ReadFile(filepath.Join(set, "truth.json"))
	if err != nil {
		return fmt.Errorf("reading the set: %w", err)
	}
	var all []truth
	if err := json.Unmarshal(raw, &all); err != nil {
		return fmt.Errorf("reading the set: %w", err)
	}
	re, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	all = slices.DeleteFunc(all, func(t truth) bool { return !re.MatchString(t.ID) })
	rec, err := ocr.New(ocr.Config{})
	if err != nil {
		return err
	}
	defer rec.Close()

	ours, plain := newTable("evscan"), newTable("tesseract -l eng+jpn")
	for _, t := range all {
		path := filepath.Join(set, "images", t.File)
		text, c, err := recognise(rec, path)
		if err != nil {
			return fmt.Errorf("%s: %w", t.ID, err)
		}
		s := measure(t, text, c)
		ours.add(group(t, by), s)
		if dump != "" {
			if err := write(dump, t, text, s); err != nil {
				return err
			}
		}
		if baseline {
			text, c, err := tesseract(path)
			if err != nil {
				return fmt.Errorf("%s: %w", t.ID, err)
			}
			plain.add(group(t, by), measure(t, text, c))
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 2, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "variant\tset\tpictures\tkeys\tstrict\tfuzzy\twords\tbigrams\twall ms\tcpu ms\t")
	ours.print(w)
	if baseline {
		plain.print(w)
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

type cost struct{ wall, cpu time.Duration }

func cpuTime() time.Duration {
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		return 0
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}

func recognise(rec evidence.Recogniser, path string) (string, cost, error) {
	t0, c0 := time.Now(), cpuTime()
	b, err := os.ReadFile(path)
	if err != nil {
		return "", cost{}, err
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return "", cost{}, err
	}
	got, err := rec.Recognise(context.Background(), img)
	if err != nil {
		return "", cost{}, err
	}
	var text strings.Builder
	for _, f := range evidence.OCRFacts(got.Words, 0) {
		text.WriteString(f.Value + "\n\n")
	}
	return text.String(), cost{time.Since(t0), cpuTime() - c0}, nil
}

func tesseract(path string) (string, cost, error) {
	t0 := time.Now()
	cmd := exec.Command("tesseract", path, "-", "-l", "eng+jpn")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := cmd.Output()
	if err != nil {
		return "", cost{}, fmt.Errorf("tesseract: %w", err)
	}
	return string(out), cost{time.Since(t0), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

func write(dir string, t truth, text string, s score) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var b strings.Builder
	for _, k := range s.missed {
		b.WriteString("MISSED " + k + "\n")
	}
	fmt.Fprintf(&b, "words %d/%d bigrams %d/%d cpu %v\n\n", s.words.hit, s.words.all, s.bigrams.hit, s.bigrams.all, s.cpu)
	return os.WriteFile(filepath.Join(dir, t.ID+".txt"), []byte(b.String()+text), 0o644)
}
