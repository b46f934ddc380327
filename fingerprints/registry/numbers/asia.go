package numbers

import "strings"

// jpCorporate: 9 minus the weighted sum (1 for odd, 2 for even positions from the
// right) modulo 9 is the leading digit.
func jpCorporate(s string) bool {
	if len(s) != 13 || !allDigits(s) {
		return false
	}
	return digit(s[0]) == 9-weighted(s[1:], 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)%9
}

// cnUSCC is GB 32100-2015: 17 characters of 31 with weights 3^i, modulo 31.
func cnUSCC(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 || !allDigits(s[2:8]) {
		return false
	}
	sum, w := 0, 1
	for i := range 17 {
		k := strings.IndexByte(alphabet, s[i])
		if k < 0 {
			return false
		}
		sum += k * w
		w = w * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == s[17]
}

// krBRN: the fourth and fifth digit say the kind of taxpayer: 81 to 88 are
// companies, public and foreign bodies and branches; the others are persons in
// business and bodies without a legal form, and refused.
func krBRN(s string) bool {
	if !digits(s, 10) || s[3] != '8' || s[4] == '0' || s[4] > '8' {
		return false
	}
	sum := weighted(s, 1, 3, 7, 1, 3, 7, 1, 3, 5) + digit(s[8])*5/10
	return (10-sum%10)%10 == digit(s[9])
}

// krCorporate is the registration number of a corporation: weights 1 and 2 in turn.
func krCorporate(s string) bool {
	return digits(s, 13) && (10-weighted(s, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2)%10)%10 == digit(s[12])
}

// twUBN: digit sums of the products with 1,2,1,2,1,2,4,1; since April 2023 divisible
// by 5, with one alternative where the seventh digit is 7.
func twUBN(s string) bool {
	if !digits(s, 8) {
		return false
	}
	sum := 0
	for i, w := range [...]int{1, 2, 1, 2, 1, 2, 4, 1} {
		p := w * digit(s[i])
		sum += p/10 + p%10
	}
	return sum%5 == 0 || s[6] == '7' && (sum+1)%5 == 0
}

// sgUEN has three forms: businesses 8 digits and a letter, companies year, five
// digits and a letter, others a letter of the century (R, S, T), year, type, number.
func sgUEN(s string) bool {
	switch {
	case len(s) == 9 && allDigits(s[:8]):
		return "XMKECAWLJDB"[weighted(s, 10, 4, 9, 3, 8, 2, 7, 1)%11] == s[8]
	case len(s) == 10 && allDigits(s[:9]) && s[0] != '0':
		return "ZKCMDNERGWH"[weighted(s, 10, 8, 6, 4, 9, 7, 5, 3, 1)%11] == s[9]
	case len(s) == 10 && (s[0] == 'R' || s[0] == 'S' || s[0] == 'T') && allDigits(s[1:3]) && allUpper(s[3:4]) && allAlnum(s[4:5]) && allDigits(s[5:9]):
		const alphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
		sum := 0
		for i, w := range [...]int{4, 3, 5, 3, 10, 2, 2, 5, 7} {
			k := strings.IndexByte(alphabet, s[i])
			if k < 0 {
				return false
			}
			sum += k * w
		}
		return alphabet[((sum-5)%11+11)%11] == s[9]
	}
	return false
}

// inPAN: five letters, of which the fourth is the kind of holder and P a person,
// four digits, a letter that no published rule makes.
func inPAN(s string) bool {
	return len(s) == 10 && allUpper(s[:5]) && strings.IndexByte("ABCFGJLT", s[3]) >= 0 && digits(s[5:9], 4) && isUpper(s[9])
}

// inGSTIN: state, PAN, number of the registration, Z, check character modulo 36.
func inGSTIN(s string) bool {
	if len(s) != 15 || !allDigits(s[:2]) || !inPAN(s[2:12]) || s[12] == '0' || !allAlnum(s[12:]) || s[13] != 'Z' {
		return false
	}
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i := range 14 {
		p := strings.IndexByte(alphabet, s[i]) * (1 + i%2)
		sum += p/36 + p%36
	}
	return alphabet[(36-sum%36)%36] == s[14]
}

// inCIN: listed or not, industry, state, year, kind of company, number.
func inCIN(s string) bool {
	return len(s) == 21 && (s[0] == 'L' || s[0] == 'U') && allDigits(s[1:6]) && allUpper(s[6:8]) && allDigits(s[8:12]) &&
		(s[8:10] == "18" || s[8:10] == "19" || s[8:10] == "20") && allUpper(s[12:15]) && digits(s[15:], 6)
}

// ilCompany: numbers of companies and other bodies begin with 5.
func ilCompany(s string) bool { return digits(s, 9) && s[0] == '5' && luhn(s) }

// trVKN is the tax number of Turkish companies.
func trVKN(s string) bool {
	if !digits(s, 10) {
		return false
	}
	sum := 0
	for i := 1; i <= 9; i++ {
		c := (digit(s[9-i]) + i) % 10
		if c == 0 {
			continue
		}
		p := c << i % 9
		if p == 0 {
			p = 9
		}
		sum += p
	}
	return (10-sum%10)%10 == digit(s[9])
}

// vnMST: ten digits, or thirteen for a branch.
func vnMST(s string) (string, bool) {
	if len(s) == 13 && allDigits(s) {
		s = s[:10]
	}
	return s, digits(s, 10) && 10-weighted(s, 31, 29, 23, 19, 17, 13, 7, 5, 3)%11 == digit(s[9])
}

// thTIN: legal persons begin with 0.
func thTIN(s string) bool {
	return digits(s, 13) && s[0] == '0' && (11-weighted(s, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%10 == digit(s[12])
}
