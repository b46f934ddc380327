package pdf

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// shape is a letter of eight curves.
const shape = "10 10 m 10 20 12 20 14 20 c 16 20 c 16 22 c 16 24 c 16 26 c 16 28 c 16 30 c 1 2 3 4 5 6 c h f\n"

func page(content string) []byte {
	return build("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", streamObject("", content), helvetica)
}

func TestLettersAsShapesAreRendered(t *testing.T) {
	footer := "BT /F1 8 Tf 20 20 Td (Confidential - page 3 of 14) Tj ET\n"
	long := "BT /F1 8 Tf 10 TL 20 280 Td " + strings.Repeat("(The goods are delivered within thirty days.) Tj T* ", 8) + "ET\n"
	for _, c := range []struct {
		name, content string
		rendered      bool
	}{
		{"footer alone", footer, false},
		{"footer and 39 shapes", footer + strings.Repeat(shape, 39), false},
		{"footer and 40 shapes", footer + strings.Repeat(shape, 40), true},
		{"text and 40 shapes", long + strings.Repeat(shape, 40), false},
		{"footer and one large drawing", footer + strings.Repeat("1 2 3 4 5 6 c\n", 1599) + "f\n", false},
		{"footer and a line filled at once", footer + strings.Repeat("1 2 3 4 5 6 c\n", 1600) + "f\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := read(t, page(c.content), nil)
			assert.NoError(t, err)
			if c.rendered {
				assert.Equal(t, []string{"page 1"}, s.Names())
			} else {
				assert.Empty(t, s.Names())
			}
		})
	}
}

// A Type 3 font without a table of characters gives text of codes that mean nothing,
// or none at all; the page is rendered.
func TestType3WithoutCharactersIsRendered(t *testing.T) {
	glyph := streamObject("", "500 0 0 0 500 700 d1 0 0 500 700 re f")
	s, err := read(t, build("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		streamObject("", "BT /F1 12 Tf 14 TL 20 250 Td "+strings.Repeat("<0102030201030102030201030102030201> Tj T* ", 12)+"ET"),
		"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 3/Widths[500 500 500]"+
			"/Encoding<</Type/Encoding/Differences[1/g1/g2/g3]>>/CharProcs<</g1 6 0 R/g2 6 0 R/g3 6 0 R>>/Resources<<>>>>", glyph), nil)
	assert.NoError(t, err)
	assert.Equal(t, []string{"page 1"}, s.Names())
}
