package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scannedPDF is a document of pages without a text layer that show img, ISO 32000-1:
// each with its entry Rotate and with the matrix by which the picture is laid on a page
// of 600 x 600.
func scannedPDF(img image.Image, pages ...[2]string) []byte {
	var pix strings.Builder
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			pix.WriteByte(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
		}
	}
	stream := func(dict, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
	}
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "",
		stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8", b.Dx(), b.Dy()), pix.String())}
	kids := ""
	for _, p := range pages {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Rotate %s/Contents %d 0 R/Resources<</XObject<</I 3 0 R>>>>>>", p[0], n+1),
			stream("", "q "+p[1]+" cm /I Do Q"))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	var out strings.Builder
	out.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return []byte(out.String())
}

// The words are those drawn into the picture. However a page comes to lie on its side,
// it is read; a page that is turned twice stands upright.
func TestScannedPagesThatAreTurned(t *testing.T) {
	f, err := os.Open("../../extractors/ocr/testdata/latin.png")
	require.NoError(t, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(t, err)
	const (
		upright = "420 0 0 110 90 200"
		right   = "0 -420 110 0 330 520" // its top looks to the right
		left    = "0 420 -110 0 280 60"
		twice   = "0 420 -110 0 340 100" // with Rotate 90 it stands upright
	)
	// No two look alike: equal pictures are read once.
	pages := [][2]string{{"0", upright}, {"90", upright}, {"270", upright}, {"180", upright}, {"0", right}, {"0", left}, {"90", twice}}
	dir := folder(t, map[string][]byte{"scan.pdf": scannedPDF(img, pages...)})
	got := evscan(t, dir, nil, "scan", "--jobs", "1", "--include-text", "--format", "json", "scan.pdf")
	require.Equal(t, 0, got.status, got.err)
	read := map[string]string{}
	for _, it := range parse(t, got.out).Items {
		if it.Text.OCRChars > 0 {
			read[it.Path[len(it.Path)-1]] = it.Text.Content
		}
	}
	require.Len(t, read, len(pages))
	for n, p := range pages {
		assert.Equal(t, "Northfield Marine Supplies\n14 Harbour Street, Seaport\n\nInvoice 20418\n\nPayment terms: 30 days",
			read[fmt.Sprintf("page %d", n+1)], "Rotate %s, %s", p[0], p[1])
	}
}

// Pictures that declare 50,000 x 50,000 or no pixels, a PNG that is called a JPEG and one
// that is cut off cost nothing but themselves: the one worker reads the last of them.
func TestBadPicturesBeforeAGoodOne(t *testing.T) {
	good, err := os.ReadFile("../../extractors/ocr/testdata/latin.png")
	require.NoError(t, err)
	gif := func(w, h string) []byte { return []byte("GIF89a" + w + h + "\x80\x00\x00\x00\x00\x00\xff\xff\xff;") }
	bmp := append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x50\xc3\x00\x00\x50\xc3\x00\x00\x01\x00\x18\x00"), make([]byte, 24)...)
	dir := folder(t, map[string][]byte{
		"1.gif": gif("\x50\xc3", "\x50\xc3"), "2.bmp": bmp, "3.gif": gif("\x00\x00", "\x10\x00"),
		"4.png": good[:len(good)*3/4], "5.jpg": good,
	})
	got := evscan(t, dir, nil, "scan", "--jobs", "1", "--include-text", "--format", "json", ".")
	require.Equal(t, 0, got.status, got.err)
	said, text := map[string]string{}, map[string]string{}
	for _, it := range parse(t, got.out).Items {
		name := it.Path[len(it.Path)-1]
		text[name] = it.Text.Content
		for _, p := range it.Problems {
			said[name] += string(p.Kind) + " "
		}
	}
	assert.Equal(t, map[string]string{"1.gif": "limit-reached ", "2.bmp": "limit-reached ", "3.gif": "corrupt ", "4.png": "corrupt "}, said)
	assert.Contains(t, text["4.png"], "Northfield Marine Supplies")
	assert.Equal(t, "Northfield Marine Supplies\n14 Harbour Street, Seaport\n\nInvoice 20418\n\nPayment terms: 30 days", text["5.jpg"])
}
