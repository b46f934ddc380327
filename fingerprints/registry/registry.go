// Package registry finds registration numbers of organisations in text, of the
// registers that package numbers lists. A number counts only with its check digits
// or with the name of its register beside it, and with both where the number alone
// is not unmistakable.
package registry

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/registry/numbers"
)

// Hit is one number.
type Hit struct {
	Start, End int
	Key        evidence.Key // KeyRegistry, scheme:number
	Why        string
}

// MaxHits bounds the hits of one text.
const MaxHits = 2000

// maxToken is longer than any number with its separators.
const maxToken = 40

// Find returns the numbers of text from left to right.
func Find(text string) []Hit {
	var hits []Hit
	for i := 0; i < len(text) && len(hits) < MaxHits; {
		if end := skipWord(text, i); end > i {
			i = end
			continue
		}
		c, n := ascii(text, i)
		if !isAlnum(c) {
			i += n
			continue
		}
		tok := read(text, i)
		if tok.telling() {
			tok.s = written(text[tok.start:tok.end])
			h, ok := tok.judge(text)
			if rest, more := tok.withoutWord(text); !ok && more {
				h, ok = rest.judge(text)
			}
			if ok {
				hits = append(hits, h)
			}
		}
		i = tok.end
	}
	if more := germanEntries(text, MaxHits-len(hits)); len(more) > 0 {
		hits = append(hits, more...)
		slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	}
	return hits
}

// skipWord returns where the letters and punctuation that begin at i end, if they
// are no part of a number; i where that has to be looked at.
func skipWord(text string, i int) int {
	start := i
	for i < len(text) && text[i] < utf8.RuneSelf && !isAlnum(text[i]) {
		i++
	}
	word := i
	for i < len(text) && isAlnum(text[i]) && !isDigit(text[i]) {
		i++
	}
	switch n := i - word; {
	case n == 0:
		return word
	case n <= 2 || n == leiLength, i < len(text) && (text[i] >= utf8.RuneSelf || isDigit(text[i])):
		return max(start, word) // the beginning of a number, perhaps
	}
	return i
}

// leiLength is the length of an LEI, the only number that might have no digits.
const leiLength = 20

// token is a stretch of letters and digits with single blanks, hyphens or dots
// between groups of digits.
type token struct {
	start, end int
	length     int    // letters and digits
	digits     int    // of them
	s          string // once it is worth it: upper case, separators removed, full-width forms narrowed
}

// ascii returns the character at i with full-width forms narrowed, 0 for any
// other character, and its length.
func ascii(text string, i int) (byte, int) {
	if text[i] < utf8.RuneSelf {
		return text[i], 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	if r >= 0xff01 && r <= 0xff5e {
		return byte(r - 0xff01 + '!'), n
	}
	if r == '－' || r == '‐' || r == '−' || r == '‑' || r == '–' {
		return '-', n
	}
	return 0, n
}

func isAlnum(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func read(text string, start int) token {
	t := token{start: start}
	i, last := start, start
	digit := false // a separator is taken only after a digit, or letters that begin a number
	for i < len(text) {
		c, n := ascii(text, i)
		switch {
		case isAlnum(c):
			t.length++
			digit = isDigit(c)
			if digit {
				t.digits++
			}
			i += n
			last = i
			continue
		case c == '/' && digit && branch(text[i+1:]):
			i++
			continue
		case (c == ' ' || c == '-' || c == '.') && (digit || t.length <= 2) && t.length < maxToken && i+n < len(text):
			if next, _ := ascii(text, i+n); isDigit(next) {
				i += n
				continue
			}
		}
		break
	}
	t.end = last
	return t
}

// withoutWord takes off the one or two letters before a blank or point with which a
// token begins, for they may be a word ("no. 123") and not the prefix of a number.
func (t token) withoutWord(text string) (token, bool) {
	w := text[t.start:t.end]
	n := 0
	for n < len(w) && isAlnum(w[n]) && !isDigit(w[n]) {
		n++
	}
	if n == 0 || n >= len(w) || w[n] != ' ' && w[n] != '.' {
		return t, false
	}
	t.start += n + 1
	t.s = t.s[n:]
	t.length -= n
	return t, true
}

// branch reports whether s begins with the four digits and the hyphen of a branch in
// a Brazilian number.
func branch(s string) bool {
	return len(s) >= 7 && s[4] == '-' && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]) && isDigit(s[5])
}

// telling reports whether a token may be a number at all: it has the length of one
// and digits, as all have but an LEI.
func (t token) telling() bool {
	return t.length >= 5 && t.length < maxToken && (t.digits >= 5 || t.length == leiLength)
}

// written is a token without its separators.
func written(s string) string {
	var b [maxToken]byte
	out := b[:0]
	for i := 0; i < len(s); {
		c, n := ascii(s, i)
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if isAlnum(c) && len(out) < maxToken {
			out = append(out, c)
		}
		i += n
	}
	return string(out)
}

// judge asks the registers about a token, the most unmistakable first.
func (t token) judge(text string) (Hit, bool) {
	s := t.s
	if len(s) < 5 || len(s) >= maxToken {
		return Hit{}, false
	}
	hit := func(key, why string) (Hit, bool) {
		return Hit{Start: t.start, End: t.end, Why: why, Key: evidence.Key{Kind: evidence.KeyRegistry, Value: key}}, true
	}
	if before, ok := strings.CutSuffix(strings.TrimRight(text[max(0, t.start-5):t.start], " -"), "CHE"); ok && t.digits == 9 && len(s) == 9 {
		t.start = max(0, t.start-5) + len(before)
		s = "CHE" + s
	}
	var room labels
	var around *labels
	for _, scheme := range numbers.OfLength(len(s)) {
		if len(scheme.Labels) == 0 || around != nil && !around.spoken && !scheme.Alone {
			continue
		}
		number, ok := scheme.Keep(s)
		if !ok {
			continue
		}
		invoice := s[0] == 'T' && scheme.ID == "jp-corporate-number" // T and 13 digits
		if scheme.Alone || invoice {
			return hit(scheme.Key(number), scheme.Name+" with correct form and check digits")
		}
		if around == nil {
			around = labelsBefore(text, t.start, &room)
		}
		label, gap := around.find(scheme.Labels)
		if label == "" || !scheme.Checked && !(gap && writtenAs(scheme.ID, text[t.start:t.end])) {
			continue
		}
		why := scheme.Name + " with correct check digits, behind " + label
		if !scheme.Checked {
			why = "number behind " + label + " (" + scheme.Name + ")"
		}
		return hit(scheme.Key(number), why)
	}
	return Hit{}, false
}

// writtenAs reports whether a number without check digits is written the way its
// register writes it, where its label is also an ordinary word.
func writtenAs(scheme, written string) bool {
	switch scheme {
	case "us-ein": // "ein" is a word of German
		return len(written) == 10 && written[2] == '-'
	case "at-firmenbuch":
		return isDigit(written[0])
	}
	return true
}
