package numbers

import "strings"

// auABN: the first digit less one, weights, divisible by 89.
func auABN(s string) bool {
	return digits(s, 11) && s[0] != '0' && (weighted(s, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

func auACN(s string) bool {
	return digits(s, 9) && (10-weighted(s, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10 == digit(s[8])
}

// nzNZBN is a GS1 global location number of New Zealand.
func nzNZBN(s string) bool {
	return digits(s, 13) && strings.HasPrefix(s, "94") && weighted(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)%10 == 0
}

// brCNPJ: twelve characters and two check digits modulo 11. Letters are allowed in
// the twelve since July 2026 and count as their code less that of 0.
func brCNPJ(s string) bool {
	if len(s) != 14 || !allAlnum(s) || !allDigits(s[12:]) || strings.Trim(s, "0") == "" {
		return false
	}
	for n := 12; n < 14; n++ {
		sum, w := 0, 2
		for i := n - 1; i >= 0; i-- {
			sum += w * int(s[i]-'0')
			if w++; w > 9 {
				w = 2
			}
		}
		check := 11 - sum%11
		if check > 9 {
			check = 0
		}
		if check != digit(s[n]) {
			return false
		}
	}
	return true
}

// arCUIT: 30, 33 and 34 are legal persons; where the check would be 10 it is 9.
func arCUIT(s string) bool {
	if !digits(s, 11) || s[:2] != "30" && s[:2] != "33" && s[:2] != "34" {
		return false
	}
	c := (11 - weighted(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	return min(c, 9) == digit(s[10])
}

// clRUT: legal persons have numbers of 50 million and more.
func clRUT(s string) bool {
	if len(s) != 9 || !allDigits(s[:8]) || s[0] < '5' {
		return false
	}
	c := (11 - weighted(s, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	return c == 10 && s[8] == 'K' || c < 10 && s[8] == byte('0'+c)
}

// coNIT: legal persons begin with 8 or 9; nine digits and the check digit.
func coNIT(s string) bool {
	if !digits(s, 10) || s[0] < '8' {
		return false
	}
	c := weighted(s, 41, 37, 29, 23, 19, 17, 13, 7, 3) % 11
	if c > 1 {
		c = 11 - c
	}
	return c == digit(s[9])
}

// mxRFC of a legal person: three letters, a date, three characters of which the
// last is a check digit modulo 11. Persons have four letters.
func mxRFC(s string) bool {
	const alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ"
	if len(s) != 12 || !allDigits(s[3:9]) || mod(s[5:7], 100) > 12 || mod(s[7:9], 100) > 31 {
		return false
	}
	sum := 481 // of the blank before a legal person's three letters
	for i := range 11 {
		k := strings.IndexByte(alphabet, s[i])
		if k < 0 || i < 3 && isDigit(s[i]) {
			return false
		}
		sum += k * (12 - i)
	}
	return s[11] == "0123456789A"[(11-sum%11)%11]
}

func caBN(s string) (string, bool) {
	if len(s) == 15 && allUpper(s[9:11]) && allDigits(s[11:]) {
		s = s[:9] // the accounts of one business: RC0001 and so on
	}
	return s, digits(s, 9) && luhn(s)
}

// usEIN has no check digit; these campuses give out no numbers.
func usEIN(s string) bool {
	if !digits(s, 9) {
		return false
	}
	switch s[:2] {
	case "00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97":
		return false
	}
	return true
}
