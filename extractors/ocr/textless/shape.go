package textless

import (
	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// shape is what a line and its surroundings look like, in shares of pixels.
type shape struct {
	ring    float64 // of those just around the line that are ground
	between float64 // of its own that are neither ink nor ground
	ink     float64 // of its own that are ink
	changes float64 // between ink and ground along a row, for each glyph's height
}

// Lines of text stay within these by a wide margin: of 4,452 lines of screenshots,
// scans and photographs of pages half a percent has less of a ring than 0.62, more
// between than 0.32, more ink than 0.36, fewer changes than 0.21.
const (
	leastRing    = 0.50
	mostBlurred  = 0.43
	mostInk      = 0.55
	leastChanges = 0.15
)

func (s shape) mayBe() bool {
	return s.ring >= leastRing && s.between <= mostBlurred && s.ink <= mostInk && s.changes >= leastChanges
}

// Greys of a crop, where ground is 255 and ink is 0.
const (
	inkBelow    = 128
	surelyInk   = 64
	groundAbove = 192
)

func shapeOf(p *grey.Picture, l *segment.Line) (s shape) {
	const pad, rim = 3, 2 // pixels kept around the line; of them those that are looked at as its ring
	c := l.Crop(p, pad)
	var ring, clean, all, ink, between, changes int
	for y := range c.H {
		edge := y < rim || y >= c.H-rim
		last := false
		for x, v := range c.Row(y) {
			if edge || x < rim || x >= c.W-rim {
				ring++
				if v >= groundAbove {
					clean++
				}
				continue
			}
			all++
			dark := v < inkBelow
			if dark {
				ink++
			}
			if v >= surelyInk && v < groundAbove {
				between++
			}
			if dark != last {
				changes++
				last = dark
			}
		}
	}
	if all == 0 || ring == 0 {
		return s
	}
	return shape{ring: float64(clean) / float64(ring), between: float64(between) / float64(all),
		ink: float64(ink) / float64(all), changes: float64(changes) * l.Glyph / float64(all)}
}

// quality is from 0 to 1, of clean text more than 0.7.
func (s shape) quality() float64 {
	return max(0, s.ring-s.between) * min(1, s.changes)
}
