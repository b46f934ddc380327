// Command finish turns a browser's raw screenshot into the picture that is
// committed: cropped to its declared size, then written as PNG, as JPEG, or as
// a grey scan that lies slightly askew under noise.
//
//	finish HOW WIDTH HEIGHT RAW.png OUT
//
// HOW is "png", "jpg" and a quality ("jpg75"), or "scan" and a quality
// ("scan70"). The same input gives the same bytes.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

const (
	scanTurnDegrees = 0.7
	scanNoise       = 2.6 // standard deviation in grey levels
	scanPaper       = 0.955
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "finish:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 5 {
		return errors.New("usage: finish HOW WIDTH HEIGHT RAW.png OUT")
	}
	width, err := strconv.Atoi(args[1])
	if err != nil {
		return fmt.Errorf("width: %w", err)
	}
	height, err := strconv.Atoi(args[2])
	if err != nil {
		return fmt.Errorf("height: %w", err)
	}
	raw, err := readPNG(args[3])
	if err != nil {
		return err
	}
	if raw.Bounds().Dx() < width || raw.Bounds().Dy() < height {
		return fmt.Errorf("%s is %v, smaller than %dx%d", args[3], raw.Bounds().Size(), width, height)
	}
	page := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(page, page.Bounds(), raw, raw.Bounds().Min, draw.Src)
	return write(args[0], page, args[4])
}

func readPNG(name string) (image.Image, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(bufio.NewReader(f))
}

func write(how string, page *image.RGBA, name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	switch {
	case how == "png":
		return (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, narrow(page))
	case strings.HasPrefix(how, "jpg"):
		q, err := strconv.Atoi(how[len("jpg"):])
		if err != nil {
			return fmt.Errorf("quality: %w", err)
		}
		return jpeg.Encode(f, page, &jpeg.Options{Quality: q})
	case strings.HasPrefix(how, "scan"):
		q, err := strconv.Atoi(how[len("scan"):])
		if err != nil {
			return fmt.Errorf("quality: %w", err)
		}
		return jpeg.Encode(f, scan(page, name), &jpeg.Options{Quality: q})
	}
	return fmt.Errorf("unknown finish %q", how)
}

// narrow returns the picture with a palette where its colours fit into one,
// which loses nothing; otherwise the picture itself.
func narrow(page *image.RGBA) image.Image {
	index := map[color.RGBA]uint8{}
	var colours color.Palette
	b := page.Bounds()
	out := image.NewPaletted(b, nil)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := page.RGBAAt(x, y)
			i, seen := index[c]
			if !seen {
				if len(colours) == 256 {
					return page
				}
				i = uint8(len(colours))
				index[c] = i
				colours = append(colours, c)
			}
			out.SetColorIndex(x, y, i)
		}
	}
	out.Palette = colours
	return out
}

// scan turns the page about its centre, greys the paper, shades one edge as a
// scanner's lid does, and adds noise. The name seeds the noise and the sign of
// the turn, so that pages differ from each other and never from run to run.
func scan(page *image.RGBA, name string) *image.Gray {
	var seed uint64 = 14695981039346656037
	for _, c := range []byte(name[strings.LastIndexByte(name, '/')+1:]) {
		seed = (seed ^ uint64(c)) * 1099511628211
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	turn := scanTurnDegrees + (rng.Float64()-0.5)*0.2
	if seed>>40&1 == 1 {
		turn = -turn
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	b := page.Bounds()
	grey := image.NewGray(b)
	draw.Draw(grey, b, page, image.Point{}, draw.Src)
	out := image.NewGray(b)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			dx, dy := float64(x)-cx, float64(y)-cy
			v := sample(grey, cx+dx*cos+dy*sin, cy-dx*sin+dy*cos)
			v = 18 + v*(scanPaper-18.0/255)
			v -= 34 * math.Exp(-float64(x)/9)
			v += rng.NormFloat64() * scanNoise
			out.Pix[out.PixOffset(x, y)] = uint8(math.Round(min(max(v, 0), 255)))
		}
	}
	return out
}

// sample is the grey level at a point between pixels; outside is white paper.
func sample(g *image.Gray, x, y float64) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	at := func(x, y int) float64 {
		if !(image.Point{X: x, Y: y}).In(g.Rect) {
			return 255
		}
		return float64(g.Pix[g.PixOffset(x, y)])
	}
	ix, iy := int(x0), int(y0)
	top := at(ix, iy)*(1-fx) + at(ix+1, iy)*fx
	low := at(ix, iy+1)*(1-fx) + at(ix+1, iy+1)*fx
	return top*(1-fy) + low*fy
}
