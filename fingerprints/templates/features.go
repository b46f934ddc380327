package templates

import (
	"cmp"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// Kinds of features that a taught template is made of, beside those of Component.
const (
	KindEdge    = "edge"    // a shingle of a running header or footer
	KindText    = "text"    // a shingle of the text
	KindCaption = "caption" // a short line or the name of a field
	KindPlace   = "place"   // two pieces of text, one below the other, or a word at its place on a page
	KindInk     = "ink"     // where a picture of a page is dark
)

// Bounds of the features of one item.
const (
	maxShingles = 4000 // of the text and of the running headers each
	maxCaptions = 1000
	maxPlaces   = 1000
)

// Features returns what the facts of an item say about the template it was made
// from, as hashes: sorted, each once. Equal hashes of a kind are one feature. Text
// counts without its digits, which vary from copy to copy.
func Features(facts []evidence.Fact) []Component {
	var s Signature
	var body, edge strings.Builder
	var lines []placedLine
	for i := range facts {
		f := &facts[i]
		if f.Kind == evidence.FactMetadata {
			s.feature(f)
			continue
		}
		b := &body
		if f.At.Zone == evidence.ZoneHeader || f.At.Zone == evidence.ZoneFooter {
			b = &edge
		}
		if room := maxText - b.Len(); room > 0 {
			b.WriteString(cut(f.Value, room))
			b.WriteByte('\n')
		}
		if f.Kind == evidence.FactOCR && len(lines) < maxPlaces {
			lines = append(lines, linesOf(f)...)
		}
	}
	out := s.Components
	add := func(kind string, hashes []uint64, most int) {
		for _, h := range hashes[:min(len(hashes), most)] {
			out = append(out, Component{Kind: kind, Hash: h})
		}
	}
	running, plain := norm.NFKC.String(edge.String()), norm.NFKC.String(body.String())
	add(KindEdge, shingleHashes(running), maxShingles)
	add(KindText, shingleHashes(running+"\n"+plain), maxShingles)
	add(KindCaption, captionHashes(plain), maxCaptions)
	add(KindPlace, belowHashes(lines), maxPlaces)
	return sorted(out)
}

func sorted(list []Component) []Component {
	slices.SortFunc(list, Compare)
	return slices.Compact(list)
}

// Compare orders components by kind, then by hash.
func Compare(a, b Component) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Hash, b.Hash))
}

// featureOf names the feature that a metadata field tells, "" for none, and how its
// value is split into several.
func featureOf(name string) (kind string, split func(string) []string) {
	low := strings.ToLower(name)
	for _, prefix := range []string{"ooxml:custom:", "ole:custom:", "odf:custom:"} {
		if strings.HasPrefix(low, prefix) {
			return "property", nil
		}
	}
	switch low {
	case "ooxml:themecolours":
		return "colours", nil
	case "ooxml:themefonts":
		return "themefonts", nil
	case "ooxml:placeholders":
		return "placeholders", nil
	case "ooxml:styleset":
		return "styleset", strings.Fields
	case "ooxml:tablestyle":
		return "tablestyle", nil
	case "ooxml:numberformat":
		return "format", nil
	case "ooxml:pagesetup":
		return "page", nil
	case "ooxml:definedname":
		return "defined", nil
	case "ooxml:sheet":
		return "sheet", nil
	case "pdf:anchors":
		return KindPlace, strings.Fields
	case "image:palette":
		return "palette", strings.Fields
	case "xmp:documentid", "xmp:originaldocumentid":
		return "origin", nil
	}
	return componentOf(name), nil
}

// feature takes over what a metadata field says about the template.
func (s *Signature) feature(f *evidence.Fact) {
	kind, split := featureOf(f.Name)
	if kind == "" || len(s.Components) >= 4*maxPlaces {
		return
	}
	value := strings.ToLower(strings.TrimSpace(f.Value))
	if kind == "property" { // the name is the template's, the value the document's
		value = strings.ToLower(f.Name)
		value = value[strings.LastIndexByte(value, ':')+1:]
	}
	switch kind {
	case "sheet":
		value = digitless(value)
	case "fonts":
		if plus := strings.IndexByte(value, '+'); plus == 6 {
			value = value[7:]
		}
	}
	if officeDefaults[value] {
		return
	}
	list := []string{value}
	if split != nil {
		list = split(value)
	}
	for _, v := range list {
		s.Components = append(s.Components, Component{Kind: kind, Hash: stringHash(v)})
	}
}

func stringHash(v string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(v))
	return mix(h.Sum64())
}

// digitless is s with each number as one 0.
func digitless(s string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range s {
		if unicode.IsDigit(r) {
			r = '0'
		}
		if r != '0' || last != '0' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// placedLine is the beginning of a line on a picture.
type placedLine struct {
	text string
	box  evidence.Box
}

// linesOf are the lines of a recognised block, each by its first words: what a form
// prints stands before what is filled in.
func linesOf(f *evidence.Fact) []placedLine {
	var out []placedLine
	for i := 0; i < len(f.Words); {
		j := i
		var text strings.Builder
		box := f.Words[i].Box
		for ; j < len(f.Words) && f.Words[j].Line == f.Words[i].Line; j++ {
			if j-i < 2 {
				text.WriteString(f.Words[j].Text)
				box = box.Union(f.Words[j].Box)
			}
		}
		if t := lettersOf(text.String()); len([]rune(t)) >= 3 {
			out = append(out, placedLine{t, box})
		}
		i = j
	}
	return out
}

// lettersOf is text in NFKC and lower case without anything but its letters.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(text))
}

// belowHashes names the pairs of lines of which one stands next below the other
// and begins at the same left edge: that survives scaling and cropping.
func belowHashes(lines []placedLine) []uint64 {
	lines = slices.Clone(lines[:min(len(lines), maxPlaces)])
	slices.SortStableFunc(lines, func(a, b placedLine) int { return cmp.Or(cmp.Compare(a.box.Y, b.box.Y), cmp.Compare(a.box.X, b.box.X)) })
	const next = 40 // lines looked at for the one below
	var out []uint64
	for i, a := range lines {
		for _, b := range lines[i+1 : min(len(lines), i+1+next)] {
			h := max(a.box.H, 1)
			if b.box.Y < a.box.Y+h/2 || b.box.Y > a.box.Y+8*h || abs(b.box.X-a.box.X) > h {
				continue
			}
			out = append(out, stringHash(a.text+"\n"+b.text))
			break
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func abs(x int) int { return max(x, -x) }

// InkCells is the number of cells of an ink grid, 16 in each of 22 rows.
const InkCells = 16 * 22

// Ink returns the ink grid of the picture that the facts describe: how dark each
// cell of a page is, 0 to 15. False where there is none.
func Ink(facts []evidence.Fact) ([]byte, bool) {
	for i := range facts {
		f := &facts[i]
		if f.Kind == evidence.FactMetadata && f.Name == "image:Ink" {
			return ParseInk(f.Value)
		}
	}
	return nil, false
}

// ParseInk reads a grid of one hexadecimal digit a cell.
func ParseInk(s string) ([]byte, bool) {
	if len(s) != InkCells {
		return nil, false
	}
	raw, err := hex.DecodeString(s)
	if err != nil {
		return nil, false
	}
	out := make([]byte, 0, InkCells)
	for _, b := range raw {
		out = append(out, b>>4, b&15)
	}
	return out, true
}

// Size returns the width and height of the picture that the facts describe, in
// pixels, 0 where they do not say.
func Size(facts []evidence.Fact) (w, h int) {
	for i := range facts {
		switch f := &facts[i]; f.Name {
		case "image:Width":
			w, _ = strconv.Atoi(f.Value)
		case "image:Height":
			h, _ = strconv.Atoi(f.Value)
		}
	}
	return w, h
}
