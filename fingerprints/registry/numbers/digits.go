package numbers

import "strings"

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func allUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isUpper(s[i]) {
			return false
		}
	}
	return s != ""
}

func allAlnum(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && !isUpper(s[i]) {
			return false
		}
	}
	return s != ""
}

// digits reports whether s is n digits of which at least one is not zero.
func digits(s string, n int) bool {
	return len(s) == n && allDigits(s) && strings.Trim(s, "0") != ""
}

func digit(c byte) int { return int(c - '0') }

// mod is the remainder of a decimal number of any length.
func mod(s string, m int) int {
	r := 0
	for i := 0; i < len(s); i++ {
		r = (r*10 + digit(s[i])) % m
	}
	return r
}

// weighted sums the digits of s times weights, as many as there are of them.
func weighted(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * digit(s[i])
	}
	return sum
}

// luhn is the check of ISO/IEC 7812-1.
func luhn(s string) bool { return luhnSum(s)%10 == 0 }

func luhnSum(s string) int {
	sum := 0
	for k := range len(s) {
		d := digit(s[len(s)-1-k])
		if k%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum
}

// mod11x10 is ISO/IEC 7064 MOD 11,10.
func mod11x10(s string) bool {
	p := 10
	for i := range len(s) - 1 {
		m := (digit(s[i]) + p) % 10
		if m == 0 {
			m = 10
		}
		p = 2 * m % 11
	}
	return (11-p)%10 == digit(s[len(s)-1])
}

// mod97 is the remainder of ISO/IEC 7064 MOD 97-10 with letters as 10 to 35.
func mod97(s string) int {
	m := 0
	for i := range len(s) {
		if c := s[i]; isDigit(c) {
			m = (m*10 + digit(c)) % 97
		} else {
			m = (m*100 + int(c-'A') + 10) % 97
		}
	}
	return m
}
