package ocr

import (
	"image"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/extractors/ocr/proof"
)

// As tesseract 5.3.0 writes it with hocr_char_boxes, of a picture of two words.
const hocr = `<div class='ocr_page' id='page_1' title='image "unknown"; bbox 0 0 100 42'>
   <div class='ocr_carea' id='block_1_1' title="bbox 8 10 90 31">
    <p class='ocr_par' id='par_1_1' lang='eng' title="bbox 8 10 90 31">
     <span class='ocr_line' id='line_1_1' title="bbox 8 10 90 31; baseline 0 -1; x_size 20; x_descenders 5; x_ascenders 5">
      <span class='ocrx_word' id='word_1_1' title='bbox 8 10 40 31; x_wconf 96'>
       <span class='ocrx_cinfo' title='x_bboxes 8 10 20 31; x_conf 99.04'>R</span>
       <span class='ocrx_cinfo' title='x_bboxes 22 10 40 31; x_conf 97.5'>&amp;</span>
      </span>
      <span class='ocrx_word' id='word_1_2' title='bbox 60 12 90 30; x_wconf 41'>
       <span class='ocrx_cinfo' title='x_bboxes 60 12 90 30; x_conf 41.25'>&#39;</span>
      </span>
      <span class='ocrx_word' id='word_1_3' title='bbox 95 12 96 30; x_wconf 0'>
       <span class='ocrx_cinfo' title='x_bboxes 95 12 96 30; x_conf 0'> </span>
      </span>
     </span>
    </p>
   </div>
</div>`

func TestParseHOCR(t *testing.T) {
	assert.Equal(t, []word{
		{text: "R&", box: image.Rect(8, 10, 40, 31), confidence: 96, block: 1, par: 1, line: 1, glyphs: []proof.Glyph{
			{Text: "R", Box: image.Rect(8, 10, 20, 31), Confidence: 99.04}, {Text: "&", Box: image.Rect(22, 10, 40, 31), Confidence: 97.5}}},
		{text: "'", box: image.Rect(60, 12, 90, 30), confidence: 41, block: 1, par: 1, line: 1, glyphs: []proof.Glyph{
			{Text: "'", Box: image.Rect(60, 12, 90, 30), Confidence: 41.25}}},
	}, parseHOCR(hocr), "a word of a blank is none")
	for i := range len(hocr) {
		assert.LessOrEqual(t, len(parseHOCR(hocr[:i])), 2, "cut off at %d", i)
	}
	assert.Empty(t, parseHOCR("<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4'>x</span>"), "a character of no word")
	got := parseHOCR("<span class='ocrx_word' title='bbox 1 2; x_wconf NaN'><span class='ocrx_cinfo'>x</span>")
	assert.Equal(t, []word{{text: "x", glyphs: []proof.Glyph{{Text: "x"}}}}, got, "no box and no number where they are none")
}

func TestPages(t *testing.T) {
	two := "<?xml version='1.0'?>" + hocr + hocr
	got := hocrPages(two, 3)
	assert.Len(t, got, 3)
	assert.Equal(t, got[0], got[1])
	assert.Len(t, got[0], 2)
	assert.Empty(t, got[2], "a page that is not there has no words")
	assert.Len(t, hocrPages(two, 1), 1)
}

func FuzzParseHOCR(f *testing.F) {
	f.Add(hocr)
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range parseHOCR(s) {
			assert.NotEmpty(t, w.text)
			assert.Equal(t, w.text, proof.Text(w.glyphs))
		}
	})
}
