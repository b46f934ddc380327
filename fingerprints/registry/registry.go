// Package registry finds registration numbers of organisations: Japanese
// corporate and invoice numbers, LEI, VAT numbers, SIREN and SIRET, SEC's CIK.
// A number counts only with its check digit or with the name of its register
// beside it, and with both where the number alone is not unmistakable.
package registry

import (
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// Hit is one number.
type Hit struct {
	Start, End int
	Key        evidence.Key // KeyRegistry, scheme:number
	Why        string
}

// MaxHits bounds the hits of one text.
const MaxHits = 2000

// Schemes of keys.
const (
	JP    = "jp-corporate-number"
	LEI   = "lei"
	VAT   = "vat"
	SIREN = "siren"
	CIK   = "cik"
)

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
			if h, ok := tok.judge(text); ok {
				hits = append(hits, h)
			}
		}
		i = tok.end
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

func (t token) judge(text string) (Hit, bool) {
	s := t.s
	if len(s) < 5 || len(s) >= maxToken {
		return Hit{}, false
	}
	hit := func(scheme, number, why string) (Hit, bool) {
		return Hit{Start: t.start, End: t.end, Why: why,
			Key: evidence.Key{Kind: evidence.KeyRegistry, Value: scheme + ":" + number}}, true
	}
	digits := strings.Trim(s, "0123456789") == ""
	switch {
	case len(s) == 14 && s[0] == 'T' && jpCorporate(s[1:]):
		return hit(JP, s[1:], "registration number of an invoice issuer (T and 13 digits, check digit correct)")
	case digits && len(s) == 13 && jpCorporate(s) && near(text, t.start, "法人番号", "登録番号", "corporate number", "registration no", "registration number"):
		return hit(JP, s, "corporate number with correct check digit")
	case len(s) == 20 && mod97(s) == 1 && near(text, t.start, "lei", "legal entity identifier"):
		return hit(LEI, s, "LEI with correct check digits")
	case digits && len(s) == 9 && luhn(s) && near(text, t.start, "siren", "rcs"):
		return hit(SIREN, s, "SIREN with correct check digit")
	case digits && len(s) == 14 && luhn(s) && luhn(s[:9]) && near(text, t.start, "siret"):
		return hit(SIREN, s[:9], "SIRET with correct check digits")
	case digits && len(s) <= 10 && near(text, t.start, "cik"):
		return hit(CIK, strings.Repeat("0", 10-len(s))+s, "named as CIK")
	}
	if vat(s) && near(text, t.start, "vat", "ust", "mwst", "uid", "tva", "iva", "btw", "nif", "moms", "alv", "tax id", "p.iva") {
		return hit(VAT, s, "VAT number with correct check digits")
	}
	return Hit{}, false
}

// near reports whether one of the words stands within the 48 bytes before i.
func near(text string, i int, words ...string) bool {
	back := text[max(0, i-48):i]
	if !strings.ContainsAny(back, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") && isASCII(back) {
		return false
	}
	back = strings.ToLower(back)
	for _, w := range words {
		if strings.Contains(back, w) {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// jpCorporate checks the leading check digit of a corporate number: 9 minus the
// weighted sum (1 for odd, 2 for even positions from the right) modulo 9
// (ordinance of the Ministry of Finance on corporate numbers, article 2).
func jpCorporate(s string) bool {
	if len(s) != 13 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	sum := 0
	for k := 1; k <= 12; k++ {
		d := int(s[13-k] - '0')
		if k%2 == 0 {
			d *= 2
		}
		sum += d
	}
	return int(s[0]-'0') == 9-sum%9
}

// mod97 is ISO 7064 MOD 97-10 with letters as 10 to 35; ISO 17442 demands 1. It
// returns 0 for anything but letters and digits.
func mod97(s string) int {
	m := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			m = (m*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			m = (m*100 + int(c-'A') + 10) % 97
		default:
			return 0
		}
	}
	return m
}

// luhn is the check of ISO/IEC 7812-1, which SIREN, SIRET and Italian VAT numbers share.
func luhn(s string) bool {
	sum := 0
	for k := 0; k < len(s); k++ {
		c := s[len(s)-1-k]
		if !isDigit(c) {
			return false
		}
		d := int(c - '0')
		if k%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.Trim(s, "0") != ""
}
