// Command train makes weights.txt of the script classifier.
//
//	go run ./extractors/ocr/script/train -o extractors/ocr/script/weights.txt
//
// It renders lines of invented Latin and Japanese text with openly licensed fonts,
// spoils them as screenshots and scans are spoiled, finds them with the same
// segmentation that the scan uses, and fits a logistic regression. The same fonts
// and seed give the same file. A fifth of the pages is held out; the error on it
// is printed.
//
// Fonts: Liberation, DejaVu, Open Sans, Roboto, Lato (Latin), Noto Sans and Serif
// CJK, IPA Gothic and Mincho, VL Gothic (Japanese). Those that are not installed
// are left out and named.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

func main() {
	out := flag.String("o", "weights.txt", "file to write")
	dirs := flag.String("fonts", "/usr/share/fonts", "folders with fonts, separated by commas")
	pages := flag.Int("pages", 1500, "pages to render")
	seed := flag.Uint64("seed", 1, "of the random numbers")
	flag.Parse()
	if err := run(*out, strings.Split(*dirs, ","), *pages, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(out string, dirs []string, pages int, seed uint64) error {
	fonts, err := loadFonts(dirs)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	var learn, held []sample
	for i := range pages {
		s := page(r, fonts)
		if i%5 == 0 {
			held = append(held, s...)
		} else {
			learn = append(learn, s...)
		}
	}
	m := fit(learn)
	fmt.Printf("%d lines to learn from, %d held out\n", len(learn), len(held))
	for _, t := range []float64{-2, -1, 0, 1, 2} {
		latin, japanese := m.errors(held, t)
		fmt.Printf("threshold %+.0f: %.2f%% of Latin lines taken for Japanese, %.2f%% the other way\n", t, 100*latin, 100*japanese)
	}
	return os.WriteFile(out, []byte(m.String()), 0o644)
}

// sample is one line: its features and what it is.
type sample struct {
	f        []float64
	japanese bool
	width    int
}
