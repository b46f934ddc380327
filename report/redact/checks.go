package redact

import "strings"

// luhn reports whether the last digit of a number is its check digit (ISO/IEC 7812-1,
// annex B).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// cardNumber reports whether digits are a number of a payment card: the length and the
// first digits of a scheme, and the check digit.
func cardNumber(d string) bool {
	two, three, four := number(d, 2), number(d, 3), number(d, 4)
	ok := false
	switch len(d) {
	case 14:
		ok = three >= 300 && three <= 305 || two == 36 || two == 38 || two == 39 // Diners Club
	case 15:
		ok = two == 34 || two == 37 // American Express
	case 16:
		ok = d[0] == '4' || two >= 51 && two <= 55 || four >= 2221 && four <= 2720 || four >= 3528 && four <= 3589 ||
			four == 6011 || three >= 644 && three <= 649 || two == 65 || two == 62 || two == 50 || two == 67 || two == 63 || two == 60 || two == 81
	case 17, 18, 19:
		ok = d[0] == '4' && len(d) == 19 || two == 62 || two == 50 || two >= 56 && two <= 58 || two == 63 || two == 67
	}
	return ok && luhn(d) && strings.Trim(d, d[:1]) != ""
}

func number(d string, digits int) int {
	n := 0
	for i := range min(digits, len(d)) {
		n = n*10 + int(d[i]-'0')
	}
	return n
}

// myNumber reports whether twelve digits are an individual number of Japan: the check
// digit of the ordinance of 2014, number 85, article 5.
func myNumber(d string) bool {
	if len(d) != 12 || strings.Trim(d, d[:1]) == "" {
		return false
	}
	sum := 0
	for n := 1; n <= 11; n++ {
		p := int(d[11-n] - '0')
		q := n + 1
		if n > 6 {
			q = n - 5
		}
		sum += p * q
	}
	check := 11 - sum%11
	if sum%11 <= 1 {
		check = 0
	}
	return int(d[11]-'0') == check
}

// corporateNumber reports whether thirteen digits are the corporate number of an
// organisation of Japan, which stays.
func corporateNumber(d string) bool {
	if len(d) != 13 || d[0] == '0' {
		return false
	}
	sum := 0
	for n := 1; n <= 12; n++ {
		q := 2 - n%2
		sum += int(d[13-n]-'0') * q
	}
	return int(d[0]-'0') == 9-sum%9
}

// timestamp reports whether twelve digits may be a date and a time of day.
func timestamp(d string) bool {
	year, month, day, hour, minute := number(d, 4), number(d[4:], 2), number(d[6:], 2), number(d[8:], 2), number(d[10:], 2)
	return year >= 1990 && year <= 2049 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute < 60
}

// verhoeff is the check of Aadhaar numbers of India.
func verhoeff(d string) bool {
	mul := [10]string{"0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"}
	perm := [8]string{"0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"}
	c := byte('0')
	for i := range len(d) {
		c = mul[c-'0'][perm[i%8][d[len(d)-1-i]-'0']-'0']
	}
	return c == '0' && len(d) == 12 && d[0] >= '2'
}

// socialSecurity reports whether nine digits may be a social security number of the
// United States.
func socialSecurity(d string) bool {
	area := number(d, 3)
	return len(d) == 9 && area != 0 && area != 666 && area < 900 && d[3:5] != "00" && d[5:] != "0000"
}

// chineseID is the check of resident identity numbers (GB 11643), the last sign of
// which may be X.
func chineseID(d string) bool {
	if len(d) != 18 {
		return false
	}
	year, month, day := number(d[6:], 4), number(d[10:], 2), number(d[12:], 2)
	if year < 1900 || year > 2049 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	sum, weight := 0, [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	for i := range 17 {
		sum += int(d[i]-'0') * weight[i]
	}
	return "10X98765432"[sum%11] == d[17]
}

// koreanID is the check of resident registration numbers given out before October
// 2020; companies' numbers have another.
func koreanID(d string) bool {
	if len(d) != 13 || number(d[2:], 2) < 1 || number(d[2:], 2) > 12 || number(d[4:], 2) < 1 || number(d[4:], 2) > 31 || d[6] < '1' || d[6] > '8' {
		return false
	}
	sum := 0
	for i := range 12 {
		sum += int(d[i]-'0') * (i%8 + 2)
	}
	return (11-sum%11)%10 == int(d[12]-'0')
}

// brazilianID is the check of CPF numbers.
func brazilianID(d string) bool {
	if len(d) != 11 || strings.Trim(d, d[:1]) == "" {
		return false
	}
	for n := 9; n <= 10; n++ {
		sum := 0
		for i := range n {
			sum += int(d[i]-'0') * (n + 1 - i)
		}
		if (sum*10%11)%10 != int(d[n]-'0') {
			return false
		}
	}
	return true
}

// frenchID is the check of social security numbers (NIR) of France, Corsica excepted.
func frenchID(d string) bool {
	if len(d) != 15 || d[0] != '1' && d[0] != '2' {
		return false
	}
	rest := 0
	for i := range 13 {
		rest = (rest*10 + int(d[i]-'0')) % 97
	}
	return 97-rest == number(d[13:], 2)
}

// iban is the check of account numbers of ISO 13616; s has no blanks.
func iban(s string) bool {
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for i := range len(s) {
		c := s[(i+4)%len(s)]
		switch {
		case isDigit(c):
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

// ibanLengths are the lengths of IBANs of the countries that use them most; others are
// tried at every length.
var ibanLengths = map[string]int{"AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
	"GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "QA": 29, "RO": 24,
	"SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29}
