// Package script tells Japanese text lines from Latin ones by the look of their
// strokes, before anything is read, so that each goes through one model only.
//
// It is a logistic regression; the training program in train/ renders its own
// lines with openly licensed fonts and writes weights.txt.
package script

import (
	_ "embed" // the weights
	"fmt"
	"strconv"
	"strings"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

//go:embed weights.txt
var weights string

// Classifier holds the weights.
type Classifier struct {
	bias float64
	w    [NumFeatures]float64
}

// New reads the weights that are part of the program.
func New() (*Classifier, error) { return parse(weights) }

// parse reads one number a line: the bias, then a weight for each feature. Lines
// that begin with # are comments.
func parse(s string) (*Classifier, error) {
	var v []float64
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		x, err := strconv.ParseFloat(line, 64)
		if err != nil {
			return nil, fmt.Errorf("script weights: %w", err)
		}
		v = append(v, x)
	}
	if len(v) != NumFeatures+1 {
		return nil, fmt.Errorf("script weights: %d numbers, want %d", len(v), NumFeatures+1)
	}
	c := &Classifier{bias: v[0]}
	copy(c.w[:], v[1:])
	return c, nil
}

// Score is the log odds that the line is Japanese or holds Japanese: above 0 it is
// more likely so than not.
func (c *Classifier) Score(p *grey.Picture, l *segment.Line) float64 {
	s := c.bias
	for i, f := range Features(p, l) {
		s += c.w[i] * f
	}
	return s
}
