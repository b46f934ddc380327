package layout

import (
	"slices"
	"strings"
)

// gate tells at little cost that none of some words stands in a text: it knows the
// first three bytes of each. Most lines of a package hold none of the words that are
// looked for one by one.
type gate struct {
	three [gateSize / 64]uint64 // bit set: some word may begin with these three bytes
}

const gateSize = 1 << 14

// lower folds ASCII letters.
var lower = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			t[i] += 'a' - 'A'
		}
	}
	return t
}()

// newGate makes the gate of words in lower case. Words of less than three bytes
// must be among those that mayHold knows by itself.
func newGate(words ...string) *gate {
	g := &gate{}
	for _, w := range words {
		if len(w) < 3 {
			continue
		}
		for _, form := range []string{w, strings.ToUpper(w)} {
			h := slot(lower[form[0]], lower[form[1]], lower[form[2]])
			g.three[h/64] |= 1 << (h % 64)
		}
	}
	return g
}

func slot(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) * 2654435761 >> (32 - 14)
}

// mayHold reports whether text, once in lower case, may hold one of the words; @
// and © count as such. It errs only by saying yes.
func (g *gate) mayHold(text string) bool {
	var a, b byte
	for i := 0; i < len(text); i++ {
		c := lower[text[i]]
		// İ and the Kelvin sign become ASCII letters.
		if c == '@' || c == 0xa9 && b == 0xc2 || c == 0xb0 && b == 0xc4 || c == 0xaa && b == 0x84 && a == 0xe2 {
			return true
		}
		if h := slot(a, b, c); g.three[h/64]>>(h%64)&1 != 0 {
			return true
		}
		a, b = b, c
	}
	return false
}

var (
	signalGate = newGate(slices.Concat(phoneWords, faxWords, registerWords, streetWords, placeWords, prefectures, webWords, []string{"〒"})...)
	noticeGate = newGate(noticeWords...)
)
