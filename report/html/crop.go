package html

import "evscan/report/document"

// cropView is a part of a picture with the frame around what was read.
type cropView struct {
	Data         any // data: address
	W, H         int
	X, Y, BW, BH float64
}

func newCrop(e document.Evidence) *cropView { return nil }
