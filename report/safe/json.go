package safe

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns JSON text b, which must be valid, with every character that Line would
// escape written as \uXXXX: it says the same, and does nothing to a terminal. b may be
// returned as it is. Line breaks between values stay.
func JSON(b []byte) []byte {
	var out []byte
	done := 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf && b[i] != 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if unsafeRune(r) {
			out = append(out, b[done:i]...)
			for _, u := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, u)
			}
			done = i + n
		}
		i += n
	}
	if out == nil {
		return b
	}
	return append(out, b[done:]...)
}
