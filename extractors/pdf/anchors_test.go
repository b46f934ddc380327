package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// bboxPage is what pdftotext -bbox writes for words at places of a page of 640 x 640
// points, so that ten points are one field.
func bboxPage(words ...string) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><body><doc><page width="640.000000" height="640.000000">` + "\n")
	for _, w := range words {
		var x, y float64
		var text string
		fmt.Sscanf(w, "%f %f %s", &x, &y, &text)
		fmt.Fprintf(&b, `<word xMin="%f" yMin="%f" xMax="%f" yMax="%f">%s</word>`+"\n", x, y, x+20, y+10, text)
	}
	return b.String() + "</page></doc></body></html>"
}

// TestAnchors holds hashes that another program made: FNV-1a of "invoice@3,2" and of
// "no0@3,32".
func TestAnchors(t *testing.T) {
	assert.Equal(t, []string{"0c62b3c7", "a0bcb670"}, anchorsOf([]byte(bboxPage("35 25 Invoice", "35 325 No12"))))
	assert.Equal(t, anchorsOf([]byte(bboxPage("35 25 Invoice", "35 325 No12"))), anchorsOf([]byte(bboxPage("39 29 INVOICE", "31 321 no345"))), "other case, other number, the same field")
	assert.Empty(t, anchorsOf([]byte(bboxPage("35 25 12", "35 25 x", "-5 25 Invoice", "35 640 Invoice"))), "no word, or not on the page")
	assert.Empty(t, anchorsOf(nil))
	assert.Len(t, anchorsOf([]byte(bboxPage("35 25 Invoice", "35 325 No12")[:240])), 1, "cut off")
}

func TestAnchorsAreBounded(t *testing.T) {
	for _, n := range []int{99, 100, 101} {
		var words []string
		for i := range n {
			words = append(words, fmt.Sprintf("%d 300 word%c%c", 10+i*6%600, 'a'+i%26, 'a'+i/26))
		}
		assert.Len(t, anchorsOf([]byte(bboxPage(words...))), min(n, 100))
	}
	// What stands at the head comes before the body, though it is written last.
	var words []string
	for i := range 150 {
		words = append(words, fmt.Sprintf("%d 300 word%c%c", 10+i*4, 'a'+i%26, 'a'+i/26))
	}
	head := anchorsOf([]byte(bboxPage("35 25 Letterhead")))
	assert.Contains(t, anchorsOf([]byte(bboxPage(append(words, "35 25 Letterhead")...))), head[0])
}

func FuzzAnchors(f *testing.F) {
	f.Add([]byte(bboxPage("35 25 Invoice")))
	f.Add([]byte(`<page width="NaN" height="1e999"><word xMin="Inf" yMin="-1">a</word><word>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		list := anchorsOf(b)
		assert.LessOrEqual(t, len(list), maxAnchors)
		for _, a := range list {
			assert.Regexp(t, "^[0-9a-f]{8}$", a)
		}
	})
}
