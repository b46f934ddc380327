package textless

import "image"

// chained reports whether there are enough chains of tiles for text, across or down.
func (l *tiles) chained() bool {
	w, h := len(l.xs), len(l.ys)
	return l.enough(h, w, true, func(j, i int) likeness { return l.like[j*w+i] }) ||
		l.enough(w, h, false, func(j, i int) likeness { return l.like[i*w+j] })
}

// enough looks at lines of tiles, each length long; at those that are less clean if
// withLoose.
func (l *tiles) enough(lines, length int, withLoose bool, at func(line, i int) likeness) bool {
	three, four, loose := 0, 0, 0
	for j := range lines {
		clean, any := 0, 0
		for i := range length {
			switch at(j, i) {
			case alike:
				clean++
				any++
			case like:
				clean = 0
				any++
			default:
				clean, any = 0, 0
			}
			if clean == chain {
				three++
			}
			if clean == longChain {
				four++
			}
			if any == longChain {
				loose++
			}
		}
	}
	return four >= longChains || three >= chains || withLoose && loose >= longLooseChains
}

// places are the tiles that look like text, in pixels of the picture.
func (l *tiles) places() (out []image.Rectangle) {
	for j, y := range l.ys {
		for i, x := range l.xs {
			if l.like[j*len(l.xs)+i] != unlike {
				out = append(out, image.Rect(x<<l.n, y<<l.n, (x+side)<<l.n, (y+side)<<l.n))
			}
		}
	}
	return out
}
