package segment

import (
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A line that lies anywhere about the seam of two bands is found once, whichever of
// its rows the seam crosses.
func TestLinesAtASeam(t *testing.T) {
	const height, seam = 900, 900 - overlap/2
	for foot := seam - 20; foot <= seam+32; foot++ {
		p := sheet(400, 1700, 255, 0, image.Pt(20, 40), image.Pt(20, foot), image.Pt(220, foot), image.Pt(20, 1500))
		var feet []int
		lines, _ := findBands(p, false, height)
		for _, l := range lines {
			feet = append(feet, l.Baseline)
		}
		assert.Equal(t, []int{40, foot, foot, 1500}, feet, "foot at %d", foot)
	}
}
