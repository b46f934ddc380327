package registry

import "strings"

// vat reports whether s, upper case without separators, is a VAT number with its
// country prefix whose check digits are right. Countries whose check is not
// implemented here are refused: a bare format is met by too many other numbers.
// The algorithms are those of the European Commission's VIES and of HMRC.
func vat(s string) bool {
	if len(s) < 9 {
		return false
	}
	country, n := s[:2], s[2:]
	digits := strings.Trim(n, "0123456789") == ""
	switch country {
	case "DE":
		return len(n) == 9 && digits && iso11_10(n)
	case "FR":
		return len(n) == 11 && digits && luhn(n[2:]) && atoi(n[:2]) == (12+3*(atoi(n[2:])%97))%97
	case "IT":
		return len(n) == 11 && digits && luhn(n)
	case "BE":
		return len(n) == 10 && digits && 97-atoi(n[:8])%97 == atoi(n[8:])
	case "NL":
		return len(n) == 12 && n[9] == 'B' && strings.Trim(n[:9]+n[10:], "0123456789") == "" && (elevenNL(n) || mod97(s) == 1)
	case "GB":
		return (len(n) == 9 || len(n) == 12) && digits && ukCheck(n)
	case "DK":
		return len(n) == 8 && digits && weighted(n, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	case "FI":
		return len(n) == 8 && digits && weighted(n, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
	case "PL":
		return len(n) == 10 && digits && weighted(n, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(n[9]-'0')
	case "AT":
		return len(n) == 9 && n[0] == 'U' && strings.Trim(n[1:], "0123456789") == "" && austria(n[1:])
	case "SE":
		return len(n) == 12 && digits && luhn(n[:10])
	}
	return false
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func weighted(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return sum
}

// iso11_10 is ISO 7064 MOD 11,10.
func iso11_10(s string) bool {
	p := 10
	for i := 0; i < len(s)-1; i++ {
		m := (int(s[i]-'0') + p) % 10
		if m == 0 {
			m = 10
		}
		p = 2 * m % 11
	}
	return (11-p)%10 == int(s[len(s)-1]-'0') && s[0] != '0'
}

func elevenNL(n string) bool { return weighted(n, 9, 8, 7, 6, 5, 4, 3, 2)%11 == int(n[8]-'0') }

func ukCheck(n string) bool {
	sum := weighted(n, 8, 7, 6, 5, 4, 3, 2) + atoi(n[7:9])
	return sum%97 == 0 || (sum+55)%97 == 0
}

func austria(n string) bool {
	sum := 0
	for i := range 7 {
		d := int(n[i] - '0')
		if i%2 == 1 {
			d = d/5 + d*2%10
		}
		sum += d
	}
	return (10-(sum+4)%10)%10 == int(n[7]-'0')
}
