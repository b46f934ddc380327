// Package templates says which items were made from one template or are nearly
// the same text. A Signature holds hashes only, so it can be kept and compared
// without the item.
//
// Text is compared by MinHash (A. Broder, On the resemblance and containment of
// documents, 1997) over shingles of text from which what varies from copy to copy
// (digits) was taken out; candidates are found by locality-sensitive hashing in
// bands. Structure (theme, masters, styles, producer, fonts, page box) is compared
// component by component, each weighing by how rare it is.
package templates

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// Dimensions of the MinHash: 16 bands of 8 rows.
const (
	Values = 128
	rows   = 8
	bands  = Values / rows
)

// MinShingles is how many distinct shingles a text must have to be compared.
const MinShingles = 12

// maxText is how much text of an item is hashed, in bytes. The rest of a longer
// item is of no use for telling its template.
const maxText = 256 << 10

// Signature is what is compared of an item. It can be encoded by gob and JSON and
// takes less than 4 KB.
type Signature struct {
	Shingles   int         // distinct shingles of the text; 0 where there is too little text
	MinHash    []uint32    // Values numbers, or none
	Labels     int         // distinct short lines (captions of a form)
	LabelHash  []uint32    // labelValues numbers, or none
	DHash      uint64      // difference hash of a picture
	HasDHash   bool        // whether there is one
	Values     int         // distinct numbers and mail addresses of the text
	Numbers    []byte      // their sketch, numberBins bytes, or none
	Components []Component // structure, sorted
}

// Component is one part of a document's structure.
type Component struct {
	Kind string // theme, master, layout, style, template, producer, fonts, page
	Hash uint64
}

// maxComponents bounds the components of one signature.
const maxComponents = 32

// Of makes the signature of the facts of an item.
func Of(facts []evidence.Fact) Signature {
	var s Signature
	var text strings.Builder
	for i := range facts {
		f := &facts[i]
		if f.Kind == evidence.FactMetadata {
			s.metadata(f)
			continue
		}
		if room := maxText - text.Len(); room > 0 {
			text.WriteString(cut(f.Value, room))
			text.WriteByte('\n')
		}
	}
	plain := norm.NFKC.String(text.String())
	s.text(plain)
	s.labels(plain)
	s.numbers(plain)
	s.Components = sorted(s.Components)
	if len(s.Components) > maxComponents {
		s.Components = s.Components[:maxComponents]
	}
	return s
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// shingleHashes returns the hashes of the shingles of text, which is in NFKC: five characters where
// it is written in CJK, three words elsewhere.
func shingleHashes(text string) []uint64 {
	var out []uint64
	var cjk [5]rune // the characters before, as a ring
	seen := 0
	var words [3]uint64
	n := 0
	word := uint64(offset64)
	inWord := false
	endWord := func() {
		if !inWord {
			return
		}
		words[n%3] = word
		n++
		if n >= 3 {
			out = append(out, mix(words[(n-3)%3]*3^mix(words[(n-2)%3])*5^mix(mix(words[(n-1)%3]))))
		}
		word, inWord = offset64, false
	}
	last := rune(-1)
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			r = rune(shapes[r])
		case unicode.IsDigit(r):
			r = '0'
		case unicode.IsSpace(r):
			r = ' '
		default:
			r = unicode.ToLower(r)
		}
		// 1,200 and 98,000 are one thing: a number.
		if (r == ' ' || r == '0') && r == last {
			continue
		}
		last = r
		switch {
		case r == '0' || r >= 'a' && r <= 'z':
			word = (word ^ uint64(r)) * prime64
			inWord = true
		case r < utf8.RuneSelf:
			endWord()
		case evidence.IsCJK(r) && unicode.IsLetter(r) || r == 'ー':
			endWord()
			cjk[seen%5] = r
			if seen++; seen >= 5 {
				h := uint64(offset64)
				for k := range 5 {
					h = (h ^ uint64(cjk[(seen+k)%5])) * prime64
				}
				out = append(out, mix(h))
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			word = (word ^ uint64(r)) * prime64
			inWord = true
		default:
			endWord()
		}
	}
	endWord()
	slices.Sort(out)
	return slices.Compact(out)
}

// shapes is what an ASCII character counts as: digits as 0, white space as a blank,
// letters in lower case.
var shapes = func() (t [utf8.RuneSelf]byte) {
	for i := range t {
		switch r := rune(i); {
		case unicode.IsDigit(r):
			t[i] = '0'
		case unicode.IsSpace(r):
			t[i] = ' '
		default:
			t[i] = byte(unicode.ToLower(r))
		}
	}
	return t
}()

// Constants of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// mix is the finaliser of SplitMix64: every bit of the result depends on every
// bit of x.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// minHash returns n minima, each under a hash function of its own.
func minHash(hashes []uint64, n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		out[i] = ^uint32(0)
	}
	for _, h := range hashes {
		for i := range out {
			// Multiply-shift with an odd multiplier made from the index.
			if v := uint32(mix(h^seeds[i]) >> 32); v < out[i] {
				out[i] = v
			}
		}
	}
	return out
}

var seeds = func() (s [Values]uint64) {
	for i := range s {
		s[i] = mix(uint64(i+1) * 0x9e3779b97f4a7c15)
	}
	return
}()

func (s *Signature) text(text string) {
	hs := shingleHashes(text)
	if len(hs) >= MinShingles {
		s.Shingles, s.MinHash = len(hs), minHash(hs, Values)
	}
}

// labelValues is the length of the second MinHash; labels are few.
const labelValues = 64

// minLabels is how many distinct captions make a form.
const minLabels = 8

// labels hashes the captions of a form: short pieces of lines that are no
// numbers. Copies of one form share them though their contents differ.
func (s *Signature) labels(text string) {
	hs := captionHashes(text)
	if len(hs) >= minLabels {
		s.Labels, s.LabelHash = len(hs), minHash(hs, labelValues)
	}
}

// captionHashes returns the hashes of the captions of text, which is in NFKC.
func captionHashes(text string) []uint64 {
	var hs []uint64
	h, letters, blanks := uint64(offset64), 0, 0
	end := func() {
		if letters >= 2 && letters <= 40 {
			hs = append(hs, mix(h))
		}
		h, letters = offset64, 0
	}
	for _, r := range text {
		if r == ' ' {
			if blanks++; blanks == 2 {
				end()
			}
			continue
		}
		blanks = 0
		switch {
		case r < utf8.RuneSelf:
			switch c := captions[r]; c {
			case captionEnds:
				end()
				continue
			case 0:
				continue
			default:
				r = rune(c)
			}
		case unicode.IsDigit(r) || unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		letters++
		h = (h ^ uint64(r)) * prime64
	}
	end()
	slices.Sort(hs)
	return slices.Compact(hs)
}

// captionEnds stands in captions for a character that ends a piece of a line.
const captionEnds = 1

// captions is what an ASCII character counts as in a caption: 0 for nothing.
var captions = func() (t [utf8.RuneSelf]byte) {
	for i := range t {
		switch r := rune(i); {
		case strings.ContainsRune("\n\t|:\r", r):
			t[i] = captionEnds
		case unicode.IsDigit(r) || unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r):
		default:
			t[i] = byte(unicode.ToLower(r))
		}
	}
	return t
}()

// componentOf names the structure that a metadata field tells, "" for none.
func componentOf(name string) string {
	switch strings.ToLower(name) {
	case "ooxml:theme", "ooxml:themename":
		return "theme"
	case "ooxml:master", "ole:master", "odf:master":
		return "master"
	case "ooxml:layout":
		return "layout"
	case "ooxml:style", "ole:style", "odf:style", "rtf:style":
		return "style"
	case "ooxml:template", "ooxml:attachedtemplate", "ole:template", "ole:attachedtemplate", "odf:template", "rtf:template":
		return "template"
	// Colours come with the theme and placeholders with the master: no witnesses of their own.
	case "ooxml:themecolours":
		return "theme"
	case "ooxml:placeholders":
		return "master"
	case "ooxml:rsidroot":
		return "session"
	case "pdf:producer":
		return "producer"
	case "pdf:creator", "xmp:creatortool":
		return "creator"
	case "pdf:font", "pdf:fonts":
		return "fonts"
	case "pdf:pagebox", "pdf:pagesize", "pdf:mediabox":
		return "page"
	}
	return ""
}

// officeDefaults are names that programs ship, in the languages they ship in.
var officeDefaults = map[string]bool{"": true, "normal.dotm": true, "normal.dotx": true, "normal.dot": true, "normal": true, "office theme": true,
	"office テーマ": true, "office": true, "larissa": true, "office-design": true, "thème office": true, "tema de office": true, "tema di office": true,
	"office 主题": true, "office 佈景主題": true, "office 테마": true, "標準": true, "标准": true, "default": true, "default design": true, "標準デザイン": true,
	"blank": true, "blank presentation": true, "office theme 2013 - 2022": true, "office 2013 - 2022 テーマ": true, "title slide": true, "タイトル スライド": true,
	// Colours of Office's own themes: 2007, 2013, 2016, 2023.
	"000000 ffffff 1f497d eeece1 4f81bd c0504d 9bbb59 8064a2 4bacc6 f79646 0000ff 800080": true,
	"000000 ffffff 44546a e7e6e6 5b9bd5 ed7d31 a5a5a5 ffc000 4472c4 70ad47 0563c1 954f72": true,
	"000000 ffffff 44546a e7e6e6 4472c4 ed7d31 a5a5a5 ffc000 5b9bd5 70ad47 0563c1 954f72": true,
	"000000 ffffff 0e2841 e8e8e8 156082 e97132 196b24 0f9ed5 a02b93 4ea72e 467886 96607d": true}

func (s *Signature) metadata(f *evidence.Fact) {
	if strings.EqualFold(f.Name, "image:DHash") {
		if v, ok := parseHex(f.Value); ok {
			s.DHash, s.HasDHash = v, true
		}
		return
	}
	kind := componentOf(f.Name)
	v := strings.ToLower(strings.TrimSpace(f.Value))
	if kind == "" || officeDefaults[v] || len(s.Components) >= 4*maxComponents {
		return
	}
	if kind == "fonts" {
		// ABCDEF+Name: the prefix of a subset is different in every file (ISO 32000-1, 9.6.4).
		if plus := strings.IndexByte(v, '+'); plus == 6 {
			v = v[7:]
		}
	}
	h := fnv.New64a()
	h.Write([]byte(v))
	s.Components = append(s.Components, Component{Kind: kind, Hash: h.Sum64()})
}

// parseHex reads 16 hexadecimal digits.
func parseHex(s string) (uint64, bool) {
	s = strings.TrimSpace(s)
	if len(s) != 16 {
		return 0, false
	}
	var v uint64
	for i := range 16 {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			v = v<<4 | uint64(c-'a'+10)
		case c >= 'A' && c <= 'F':
			v = v<<4 | uint64(c-'A'+10)
		default:
			return 0, false
		}
	}
	return v, true
}
