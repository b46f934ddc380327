package templates_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints/templates"
)

// kindsOf counts features by kind.
func kindsOf(facts ...evidence.Fact) map[string]int {
	n := map[string]int{}
	for _, c := range templates.Features(facts) {
		n[c.Kind]++
	}
	return n
}

func meta(name, value string) evidence.Fact {
	return evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value}
}

func TestFeaturesOfMetadata(t *testing.T) {
	assert.Equal(t, map[string]int{"theme": 1, "colours": 1, "themefonts": 1, "master": 1, "layout": 2, "placeholders": 1, "style": 1, "styleset": 3, "tablestyle": 1,
		"format": 1, "page": 2, "defined": 1, "sheet": 1, "property": 1, "session": 1, "template": 1, "producer": 1, "creator": 1, "fonts": 1, "place": 2, "palette": 2, "origin": 1},
		kindsOf(meta("ooxml:Theme", "Northfield 2020"), meta("ooxml:ThemeColours", "1 2 3"), meta("ooxml:ThemeFonts", "A||B|"), meta("ooxml:Master", "NF Blue"),
			meta("ooxml:Layout", "NF one"), meta("ooxml:Layout", "NF two"), meta("ooxml:Placeholders", "00ff"), meta("ooxml:Style", "NF Lead"), meta("ooxml:StyleSet", "1 2 3"),
			meta("ooxml:TableStyle", "NF grid"), meta("ooxml:NumberFormat", `0.00" t"`), meta("ooxml:PageSetup", "11906x16838 1 1 1 1 1 1"), meta("pdf:Pagesize", "595 x 842 pts (A4)"),
			meta("ooxml:DefinedName", "NF_rates"), meta("ooxml:Sheet", "Rates 2020"), meta("ooxml:Sheet", "Rates 2021"), // one but for the digits
			meta("ooxml:custom:NF Class", "secret"), meta("ooxml:custom:NF Class", "open"), // one but for the value
			meta("ooxml:RsidRoot", "00AB12CD"), meta("ooxml:Template", "nf.dotx"), meta("ooxml:Template", "Normal.dotm"), meta("pdf:Producer", "P"), meta("pdf:Creator", "C"),
			meta("pdf:Font", "ABCDEF+Frutiger"), meta("pdf:Font", "Frutiger"), meta("pdf:Anchors", "0011aabb 22cc33dd"), meta("image:Palette", "700 027"),
			meta("xmp:OriginalDocumentID", "uuid:1"), meta("ooxml:Creator", "somebody")))
}

func TestFeaturesOfText(t *testing.T) {
	header := evidence.Fact{Kind: evidence.FactText, Value: "Northfield Water Board of 1998", At: evidence.Locator{Zone: evidence.ZoneHeader}}
	later := header
	later.Value = "Northfield Water Board of 2024"
	// Five words are three shingles; numbers count as one word, whichever they are. The
	// header is no caption.
	assert.Equal(t, map[string]int{"edge": 3, "text": 3}, kindsOf(header))
	assert.Equal(t, templates.Features([]evidence.Fact{header}), templates.Features([]evidence.Fact{later}))
	body := evidence.Fact{Kind: evidence.FactText, Value: "Total: 12\nName: x\nDate"}
	assert.Equal(t, map[string]int{"caption": 3, "text": 3}, kindsOf(body))
}

// ocr is a recognised block with a line of words at each place.
func ocr(scale int, lines ...string) evidence.Fact {
	var words []evidence.Word
	for i, l := range lines {
		x := 40
		for _, w := range strings.Fields(l) {
			words = append(words, evidence.Word{Text: w, Line: i, Box: evidence.Box{X: x * scale, Y: (100 + 30*i) * scale, W: 10 * len(w) * scale, H: 12 * scale}})
			x += 10*len(w) + 8
		}
	}
	return evidence.OCRFacts(words, 0)[0]
}

func TestPlacesSurviveScalingAndCropping(t *testing.T) {
	places := func(f evidence.Fact) (list []templates.Component) {
		for _, c := range templates.Features([]evidence.Fact{f}) {
			if c.Kind == templates.KindPlace {
				list = append(list, c)
			}
		}
		return list
	}
	whole := places(ocr(1, "Northfield Water", "Mill Lane 12", "Telephone 555", "Order 77"))
	assert.Len(t, whole, 3)
	assert.Equal(t, whole, places(ocr(3, "Northfield Water", "Mill Lane 12", "Telephone 555", "Order 78")))
	half := places(ocr(1, "Northfield Water", "Mill Lane 12"))
	assert.Len(t, half, 1)
	assert.Contains(t, whole, half[0])
}

func TestInk(t *testing.T) {
	grid, ok := templates.ParseInk(strings.Repeat("0f", 176))
	assert.True(t, ok)
	assert.Len(t, grid, 352)
	assert.Equal(t, []byte{0, 15, 0, 15}, grid[:4])
	for _, bad := range []string{"", strings.Repeat("0", 351), strings.Repeat("0", 353), strings.Repeat("g", 352)} {
		_, ok := templates.ParseInk(bad)
		assert.False(t, ok, len(bad))
	}
}

func TestFeaturesAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&b, "w%c%c%c%c\n", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576%26)
	}
	n := kindsOf(evidence.Fact{Kind: evidence.FactText, Value: b.String()})
	assert.Equal(t, 4000, n["text"])
	assert.Equal(t, 1000, n["caption"])
}

// TestDefaultColoursJoinNothing holds that documents of Office's own theme are no
// cluster.
func TestDefaultColoursJoinNothing(t *testing.T) {
	office := "000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72"
	a := of("", "ooxml:ThemeColours", office, "ooxml:ThemeFonts", "Calibri Light||Calibri|", "ooxml:PageSetup", "1")
	assert.Equal(t, []string{"", ""}, templates.Cluster([]templates.Signature{a, a}))
}

// TestTenThousandNearCopies clusters forms of 200 templates with a third of their words
// changed.
func TestTenThousandNearCopies(t *testing.T) {
	form := func(k, n int) templates.Signature {
		var b strings.Builder
		for i := range 90 {
			if i%9 == 8 { // what is filled in
				fmt.Fprintf(&b, "%c%c%c%c\n", 'a'+n%26, 'a'+n/26%26, 'a'+i%26, 'a'+k%26)
				continue
			}
			fmt.Fprintf(&b, "t%c%c%c%c ", 'a'+k%26, 'a'+k/26, 'a'+i%26, 'a'+i/26)
		}
		return of(b.String())
	}
	sigs := make([]templates.Signature, 10_000)
	for i := range sigs {
		sigs[i] = form(i%200, i)
	}
	size, owner := map[string]int{}, map[string]int{}
	for i, g := range templates.Cluster(sigs) {
		size[g]++
		if k, ok := owner[g]; ok {
			assert.Equal(t, k, i%200)
		}
		owner[g] = i % 200
	}
	assert.Len(t, size, 200)
	assert.Equal(t, 50, size["g1"])
}

func FuzzFeatures(f *testing.F) {
	f.Add("Total: 1\nName", "pdf:Anchors", "0011aabb", "word")
	f.Add("語語語語語語", "ooxml:custom:x", "", "")
	f.Fuzz(func(t *testing.T, text, name, value, word string) {
		facts := []evidence.Fact{{Kind: evidence.FactText, Value: text}, meta(name, value), ocr(1, word, text)}
		if facts[2].Words == nil {
			return
		}
		list := templates.Features(facts)
		for i := 1; i < len(list); i++ {
			assert.Negative(t, templates.Compare(list[i-1], list[i]))
		}
		templates.Ink(facts)
		templates.Size(facts)
	})
}
