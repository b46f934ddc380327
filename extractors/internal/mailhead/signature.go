package mailhead

import (
	"regexp"
	"strings"
)

var contact = regexp.MustCompile(`(?i)(\btel\b|\bfax\b|\bphone\b|電話|〒\s*\d|https?://|www\.|[\w.+-]+@[\w-]+\.\w)`)

// Signature cuts off what follows "-- ", or a last block of at most 12 lines of
// which two look like contact data.
func Signature(text string) (body, sign string) {
	if i := strings.LastIndex("\n"+text, "\n-- \n"); i >= 0 {
		return text[:i], text[min(len(text), i+4):]
	}
	trimmed := strings.TrimRight(text, "\n\t ")
	i := strings.LastIndex(trimmed, "\n\n")
	if i < 0 {
		return text, ""
	}
	lines := strings.Split(trimmed[i+2:], "\n")
	hits := 0
	for _, l := range lines {
		if contact.MatchString(l) {
			hits++
		}
	}
	if len(lines) > 12 || hits < 2 {
		return text, ""
	}
	return trimmed[:i], trimmed[i+2:]
}
