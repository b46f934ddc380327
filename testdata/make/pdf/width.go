package pdf

import (
	"image"
	"image/color"
)

// helvetica holds the advance widths of the characters 0x20 to 0x7e in
// thousandths of an em, from Adobe's font metrics of the standard 14 fonts.
var helvetica = [95]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// Width returns the width of s in points when written in the given size.
func Width(s string, size float64) float64 {
	total := 0
	if ascii(s) {
		for i := 0; i < len(s); i++ {
			total += helvetica[s[i]-0x20]
		}
		return float64(total) * size / 1000
	}
	for _, r := range s {
		if r < 0x80 {
			total += 500
		} else {
			total += 1000
		}
	}
	return float64(total) * size / 1000
}

func isGray(cfg image.Config) bool { return cfg.ColorModel == color.GrayModel }
