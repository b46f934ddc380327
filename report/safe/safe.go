// Package safe makes strings of a hostile package fit to be shown on a terminal:
// nothing in them moves the cursor, hides text or turns its direction.
package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining characters may stand over one another; every script
// makes do with fewer. More are drawn over the lines above and below.
const maxMarks = 4

// Line returns s on one line: control characters, line breaks, bidirectional
// controls, invisible format characters and heaps of combining characters are written as
// escapes such as \x1b or \u202e, and a backslash stays what it is. Bytes that are no
// UTF-8 become U+FFFD.
func Line(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	marks := 0
	heaped := func(r rune) bool {
		if r < 0x300 || !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
			return false
		}
		marks++
		return marks > maxMarks
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return heaped(r) || unsafeRune(r) }) {
		return s
	}
	var b strings.Builder
	marks = 0
	for _, r := range s {
		switch {
		case !heaped(r) && !unsafeRune(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// unsafeRune reports whether r could change how a terminal shows what follows, or
// is not seen at all: Unicode categories Cc, Cf, Co, Cs, Zl, Zp and unassigned
// invisible code points such as variation selectors.
func unsafeRune(r rune) bool {
	if r >= 0x20 && r < 0x7f {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector) ||
		r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0
}

// Cut leaves the middle of s out where it has more than most characters: the end of a
// name tells names apart and holds the extension. What it returns has at most most
// characters; most is at least 4.
func Cut(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	tail := most / 4
	return string(r[:most-tail-1]) + "…" + string(r[len(r)-tail:])
}
