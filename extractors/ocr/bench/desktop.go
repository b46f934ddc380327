package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"evscan/extractors/ocr"
)

// screenshots of one desktop that are made, and the share of its width and height that
// the window takes which shows something else in each.
const (
	screens = 40
	window  = 0.55
)

// desktop measures the reading of screenshots of one desktop: the first picture of the
// folder with a window over it, in which parts of the others are seen.
func desktop(o options, out io.Writer) error {
	dir, err := os.MkdirTemp("", "desktop")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	pictures, err := makeDesktop(o.desktop, dir, screens)
	if err != nil {
		return fmt.Errorf("making screenshots: %w", err)
	}
	results, err := runs([]variant{{"evscan", ours()}, {"tesseract -l eng+jpn", program}}, pictures, o.runs, o.jobs)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d screenshots of one desktop: evscan %.1f s, two tesseract processes %.1f s: wall time %.2f, CPU time %.2f\n\n", len(pictures),
		results[0].wall.Seconds(), results[1].wall.Seconds(), ratio(results[0].wall, results[1].wall), ratio(results[0].cpu, results[1].cpu))
	return nil
}

func makeDesktop(from, to string, n int) ([]picture, error) {
	names, err := files(from)
	if err != nil {
		return nil, err
	}
	var all []image.Image
	for _, n := range names {
		img, err := decode(n)
		if err != nil {
			return nil, err
		}
		if b := img.Bounds(); b.Dx() >= 1000 && b.Dy() >= 700 {
			all = append(all, img)
		}
	}
	if len(all) < 2 {
		return nil, fmt.Errorf("%s: fewer than two screenshots of 1000 by 700 pixels", from)
	}
	var out []picture
	base := all[0].Bounds()
	win := image.Rect(base.Dx()/5, base.Dy()/5, base.Dx()/5+int(window*float64(base.Dx())), base.Dy()/5+int(window*float64(base.Dy())))
	for i := range n {
		screen := image.NewRGBA(image.Rect(0, 0, base.Dx(), base.Dy()))
		draw.Draw(screen, screen.Rect, all[0], base.Min, draw.Src)
		other := all[1+i%(len(all)-1)]
		// Each round shows the other's next part.
		at := image.Pt(other.Bounds().Min.X+40*(i/(len(all)-1)), other.Bounds().Min.Y+60*(i/(len(all)-1)))
		draw.Draw(screen, win, other, at, draw.Src)
		path := filepath.Join(to, fmt.Sprintf("%02d.png", i))
		var b bytes.Buffer
		if err := png.Encode(&b, screen); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			return nil, err
		}
		out = append(out, picture{path: path})
	}
	return out, nil
}

// files lists the pictures of a folder by name.
func files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(e.Name()))) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out, nil
}

func decode(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return img, nil
}

// textless measures what pictures without text cost, decoding left out.
func textless(o options, out io.Writer) error {
	names, err := files(o.textless)
	if err != nil {
		return err
	}
	r, err := ocr.New(ocr.Config{})
	if err != nil {
		return err
	}
	defer r.Close()
	var spent []time.Duration
	read := 0
	for _, n := range names {
		img, err := decode(n)
		if err != nil {
			return err
		}
		c := cpuTime()
		got, err := r.Recognise(context.Background(), img)
		if err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
		spent = append(spent, cpuTime()-c)
		if len(got.Words) > 0 {
			read++
		}
	}
	if len(spent) == 0 {
		return fmt.Errorf("%s holds no picture", o.textless)
	}
	slices.Sort(spent)
	within := 0
	for _, d := range spent {
		if d <= 30*time.Millisecond {
			within++
		}
	}
	ms := func(share float64) float64 {
		return float64(spent[int(share*float64(len(spent)-1))].Microseconds()) / 1000
	}
	fmt.Fprintf(out, "%d pictures without text: CPU median %.0f ms, 90%% below %.0f ms, most %.0f ms; %d within 30 ms; something was read in %d\n",
		len(spent), ms(0.5), ms(0.9), ms(1), within, read)
	return nil
}
