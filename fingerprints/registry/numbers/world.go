package numbers

import "strings"

// exact makes a normal function of a test that keeps the number as it is.
func exact(ok func(string) bool) func(string) (string, bool) {
	return func(s string) (string, bool) { return s, ok(s) }
}

// padded makes a normal function for numbers whose leading zeros may be left out.
func padded(n, least int, ok func(string) bool) func(string) (string, bool) {
	return func(s string) (string, bool) {
		if len(s) < least || len(s) > n || !allDigits(s) {
			return "", false
		}
		s = strings.Repeat("0", n-len(s)) + s
		return s, ok(s)
	}
}

// prefixed makes a normal function that takes a prefix off where it is written.
func prefixed(prefix string, f func(string) (string, bool)) func(string) (string, bool) {
	return func(s string) (string, bool) { return f(strings.TrimPrefix(s, prefix)) }
}

func lei(s string) bool {
	return len(s) == 20 && allAlnum(s) && allDigits(s[18:]) && mod97(s) == 1
}

// ror identifiers are 0, six characters of Crockford's alphabet without I, L, O
// and U, and two check digits: 98 minus the value of the six times 100, mod 97.
func ror(s string) (string, bool) {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	if len(s) != 9 || s[0] != '0' || !allDigits(s[7:]) {
		return "", false
	}
	v := 0
	for i := 1; i < 7; i++ {
		k := strings.IndexByte(alphabet, s[i])
		if k < 0 {
			return "", false
		}
		v = v*32 + k
	}
	return strings.ToLower(s), 98-v*100%97 == mod(s[7:], 100)
}

func wikidata(s string) bool {
	return len(s) > 1 && len(s) < 12 && s[0] == 'Q' && allDigits(s[1:]) && s[1] != '0'
}

// cik is kept without leading zeros.
func cik(s string) (string, bool) {
	if len(s) > 10 || !allDigits(s) {
		return "", false
	}
	s = strings.TrimLeft(s, "0")
	return s, s != ""
}
