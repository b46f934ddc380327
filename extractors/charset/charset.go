// Package charset finds out in which encoding bytes are text, and decodes them.
//
// Short texts, and names above all, defeat statistical detectors, so a ladder of
// hard evidence comes first: byte order marks, ISO-2022 escapes, valid UTF-8, NUL
// parity for UTF-16, then the encodings of East Asia weighed against each other by
// how common the characters are that they yield.
package charset

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"evscan/evidence"
)

// Guess is an encoding and why it was chosen.
type Guess struct {
	Name  string            // IANA name in lower case
	Enc   encoding.Encoding // nil for UTF-8 and ASCII
	Basis string
	Skip  int // bytes of the byte order mark
}

// Decode returns b, without its byte order mark, as valid UTF-8; what the
// encoding does not know becomes U+FFFD.
func (g Guess) Decode(b []byte) string {
	b = b[min(g.Skip, len(b)):]
	if g.Enc == nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	out, err := g.Enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(out), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// chardetMin is the length from which the statistical detector is trusted.
const chardetMin = 200

// Of is Detect of an item's head, found out once for all formats that ask.
func Of(p evidence.Probe) (Guess, bool) {
	type found struct {
		Guess
		ok bool
	}
	f, _ := p.Memo("charset", func() any {
		g, ok := Detect(p.Head)
		return found{g, ok}
	}).(found)
	return f.Guess, f.ok
}

// Detect says in which encoding b is text, and false where b is no text. b may be
// the beginning of a longer text and end in the middle of a character.
func Detect(b []byte) (Guess, bool) {
	if len(b) == 0 {
		return Guess{}, false
	}
	if g, ok := byMark(b); ok {
		return g, true
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return utf16ByParity(b)
	}
	if !fewControls(b) {
		return Guess{}, false
	}
	if iso2022JP(b) {
		return Guess{Name: "iso-2022-jp", Enc: japanese.ISO2022JP, Basis: "ISO-2022-JP escape sequences"}, true
	}
	if validUTF8(b) {
		if isASCII(b) {
			return Guess{Name: "us-ascii", Basis: "ASCII bytes only"}, true
		}
		return Guess{Name: "utf-8", Basis: "valid UTF-8"}, true
	}
	if g, ok := eastAsian(b, asian()); ok {
		return g, true
	}
	if len(b) >= chardetMin {
		if g, ok := statistical(b); ok {
			return g, true
		}
	}
	return western(b)
}

// Label returns the encoding that a document declares by name.
func Label(name string) (Guess, bool) {
	e, err := htmlindex.Get(strings.TrimSpace(name))
	if err != nil {
		return Guess{}, false
	}
	canonical, err := htmlindex.Name(e)
	if err != nil {
		return Guess{}, false
	}
	if canonical == "utf-8" {
		return Guess{Name: canonical, Basis: "declared"}, true
	}
	return Guess{Name: canonical, Enc: e, Basis: "declared"}, true
}

func byMark(b []byte) (Guess, bool) {
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return Guess{Name: "utf-8", Basis: "byte order mark", Skip: 3}, true
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}) && plausible32(b[4:], false):
		return Guess{Name: "utf-32le", Enc: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), Basis: "byte order mark", Skip: 4}, true
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}) && plausible32(b[4:], true):
		return Guess{Name: "utf-32be", Enc: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), Basis: "byte order mark", Skip: 4}, true
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}) && plausible16(b[2:], false):
		return Guess{Name: "utf-16le", Enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), Basis: "byte order mark", Skip: 2}, true
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}) && plausible16(b[2:], true):
		return Guess{Name: "utf-16be", Enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), Basis: "byte order mark", Skip: 2}, true
	}
	return Guess{}, false
}

// utf16ByParity looks at which half of the 16-bit units the NULs stand in.
func utf16ByParity(b []byte) (Guess, bool) {
	const enough = 8 << 10 // bytes to see it in, if there is a NUL among them
	var zeros [2]int
	for i, c := range b {
		if i >= enough && zeros[0]+zeros[1] > 0 {
			break
		}
		if c == 0 {
			zeros[i&1]++
		}
	}
	big := zeros[0] > zeros[1]
	if !plausible16(b, big) {
		return Guess{}, false
	}
	if big {
		return Guess{Name: "utf-16be", Enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), Basis: "NULs in even places"}, true
	}
	return Guess{Name: "utf-16le", Enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), Basis: "NULs in odd places"}, true
}

// plausible32 reports whether b reads as text in 32-bit units: characters of Unicode,
// no surrogates, few controls. Without it two NULs behind a mark, which any table of
// numbers may begin with, would make garbage a text.
func plausible32(b []byte, big bool) bool {
	n := len(b) / 4
	if n == 0 {
		return len(b) == 0
	}
	controls := 0
	for i := range n {
		u := binary.LittleEndian.Uint32(b[4*i:])
		if big {
			u = binary.BigEndian.Uint32(b[4*i:])
		}
		switch {
		case u == 0, u > utf8.MaxRune, u >= 0xd800 && u < 0xe000, u&0xfffe == 0xfffe:
			return false
		case control(rune(u)):
			controls++
		}
	}
	return controls*100 <= n*5
}

// control reports whether r is a control character that no text holds, of the first
// set or of the second, 0x80 to 0x9f. Next line (0x85) stands in texts of mainframes.
func control(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r >= 0x7f && r < 0xa0 && r != 0x85
}

// plausible16 reports whether b reads as text in 16-bit units: pairs of surrogates
// match, no unassigned units, and nearly every unit is of a script in use.
func plausible16(b []byte, big bool) bool {
	n := len(b) / 2
	if n == 0 {
		return len(b) == 0
	}
	unit := func(i int) rune {
		if big {
			return rune(b[2*i])<<8 | rune(b[2*i+1])
		}
		return rune(b[2*i+1])<<8 | rune(b[2*i])
	}
	odd := 0 // units that are rare in texts; one in twenty may be
	for i := 0; i < n; i++ {
		switch u := unit(i); {
		case u >= 0xd800 && u < 0xdc00:
			if i+1 < n {
				if v := unit(i + 1); v < 0xdc00 || v > 0xdfff {
					return false
				}
			}
			i++
		case u >= 0xdc00 && u < 0xe000, u == 0xfffe, u == 0xffff, u == 0:
			return false
		case control(u):
			odd++
		case u < 0x600, u >= 0x2000 && u < 0x2600, u >= 0x3000 && u < 0x3100,
			u >= 0x4e00 && u < 0xa000, u >= 0xac00 && u < 0xd7a4, u >= 0xff00, u == 0xfeff:
		default:
			odd++
		}
		if odd*20 > n {
			return false
		}
	}
	return true
}

// rare marks the controls that hardly stand in a text.
var rare = func() (t [256]uint8) {
	for c := range t {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != '\b' || c == 0x7f {
			t[c] = 1
		}
	}
	return t
}()

// fewControls reports whether control characters are as rare as in text.
func fewControls(b []byte) bool {
	n := 0
	for _, c := range b {
		n += int(rare[c])
	}
	return n*200 <= len(b)
}

func isASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// validUTF8 allows for a last character that is cut off.
func validUTF8(b []byte) bool {
	if utf8.Valid(b) {
		return true
	}
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			return !utf8.FullRune(b[i:]) && utf8.Valid(b[:i])
		}
	}
	return false
}

func iso2022JP(b []byte) bool {
	if !isASCII(b) {
		return false
	}
	for _, esc := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I", "\x1b$(D"} {
		if bytes.Contains(b, []byte(esc)) {
			return true
		}
	}
	return false
}

// statistical asks the detector for the encodings that the ladder has no rule
// for. Its answers come in any order where they are equally sure.
func statistical(b []byte) (Guess, bool) {
	results, err := chardet.NewTextDetector().DetectAll(b)
	if err != nil {
		return Guess{}, false
	}
	slices.SortFunc(results, func(x, y chardet.Result) int {
		return cmp.Or(-cmp.Compare(x.Confidence, y.Confidence), cmp.Compare(x.Charset, y.Charset), cmp.Compare(x.Language, y.Language))
	})
	for _, r := range results {
		if r.Confidence < 30 {
			break
		}
		if !strings.HasPrefix(r.Charset, "ISO-8859") && !strings.HasPrefix(r.Charset, "windows") && !strings.HasPrefix(r.Charset, "KOI8") {
			continue
		}
		if g, ok := Label(r.Charset); ok {
			g.Basis = "letter statistics"
			return g, true
		}
	}
	return Guess{}, false
}

// western takes bytes for Windows-1252 where high bytes are as rare as accented
// letters are and none of them is undefined.
func western(b []byte) (Guess, bool) {
	high := 0
	for _, c := range b {
		switch {
		case c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d:
			return Guess{}, false
		case c >= utf8.RuneSelf:
			high++
		}
	}
	if high*3 > len(b) {
		return Guess{}, false
	}
	return Guess{Name: "windows-1252", Enc: charmap.Windows1252, Basis: "few high bytes, all of Windows-1252"}, true
}
