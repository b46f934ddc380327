package numbers

import "strings"

// vat is a VAT number with the prefix of its country. The forms that member
// states give to natural persons are refused where they differ (BG, CZ, ES, LV, PT,
// RO); the others can't be told apart. Structures:
// https://ec.europa.eu/taxation_customs/vies, check digits: the states' own rules.
func vat(s string) (string, bool) {
	if len(s) < 4 || isDigit(s[0]) {
		return "", false
	}
	country, n := s[:2], s[2:]
	switch country {
	case "GR":
		country = "EL"
	case "BE":
		if len(n) == 9 {
			n = "0" + n
		}
	case "CH":
		if uid, ok := chUID(s); ok {
			return uid, true
		}
		return "", false
	case "NO":
		n = strings.TrimSuffix(n, "MVA")
		return "NO" + n + "MVA", noOrg(n)
	}
	for _, c := range vatChecks {
		if c.country == country {
			return country + n, c.ok(n)
		}
	}
	return "", false
}

// vatChecks are the states whose number is their prefix and a part of its own.
var vatChecks = [...]struct {
	country string
	ok      func(n string) bool
}{
	{"AT", atVAT},
	{"BE", beKBO},
	{"BG", bgVAT},
	{"CY", cyVAT},
	{"CZ", func(n string) bool { return len(n) == 8 && n[0] != '9' && czICO(n) }},
	{"DE", func(n string) bool { return digits(n, 9) && n[0] != '0' && mod11x10(n) }},
	{"DK", dkCVR},
	{"EE", func(n string) bool { return digits(n, 9) && weighted(n, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0 }},
	{"EL", elVAT},
	{"ES", esCIF},
	{"FI", fiBusiness},
	{"FR", frVAT},
	{"GB", gbVAT},
	{"XI", gbVAT},
	{"HR", func(n string) bool { return digits(n, 11) && mod11x10(n) }},
	{"HU", func(n string) bool { return digits(n, 8) && weighted(n, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0 }},
	{"IE", ieVAT},
	{"IT", itVAT},
	{"LT", ltVAT},
	{"LU", func(n string) bool { return digits(n, 8) && mod(n[:6], 89) == mod(n[6:], 100) }},
	{"LV", func(n string) bool {
		return digits(n, 11) && n[0] > '3' && weighted(n, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)%11 == 3
	}},
	{"MT", func(n string) bool {
		return digits(n, 8) && n[0] != '0' && weighted(n, 3, 4, 6, 7, 8, 9, 10, 1)%37 == 0
	}},
	{"NL", nlVAT},
	{"PL", plNIP},
	{"PT", ptVAT},
	{"RO", roVAT},
	{"SE", func(n string) bool { return len(n) == 12 && seOrg(n[:10]) && allDigits(n[10:]) && n[10:] != "00" }},
	{"SI", siVAT},
	{"SK", func(n string) bool {
		return digits(n, 10) && n[0] != '0' && strings.IndexByte("234789", n[2]) >= 0 && mod(n, 11) == 0
	}},
}

func atVAT(n string) bool {
	if len(n) != 9 || n[0] != 'U' || !digits(n[1:], 8) {
		return false
	}
	sum := 4
	for i := range 7 {
		d := digit(n[1+i])
		if i%2 == 1 {
			d = d/5 + d*2%10
		}
		sum += d
	}
	return (10-sum%10)%10 == digit(n[8])
}

// bgVAT takes the nine digits of legal persons; ten are a person's.
func bgVAT(n string) bool {
	if !digits(n, 9) {
		return false
	}
	c := weighted(n, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if c == 10 {
		c = weighted(n, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
	}
	return c == digit(n[8])
}

func cyVAT(n string) bool {
	if len(n) != 9 || !digits(n[:8], 8) || n[:2] == "12" {
		return false
	}
	sum := 0
	for i := range 8 {
		if d := digit(n[i]); i%2 == 0 {
			sum += [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}[d]
		} else {
			sum += d
		}
	}
	return n[8] == byte('A'+sum%26)
}

func elVAT(n string) bool {
	return digits(n, 9) && weighted(n, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == digit(n[8])
}

// esCIF takes the numbers of legal persons: a letter of their kind, seven digits
// and a digit or letter.
func esCIF(n string) bool {
	if len(n) != 9 || strings.IndexByte("ABCDEFGHJNPQRSUVW", n[0]) < 0 || !digits(n[1:8], 7) {
		return false
	}
	c := (10 - luhnSum(n[1:8]+"0")%10) % 10
	// Publications disagree which kinds carry a letter and which a digit.
	return n[8] == "JABCDEFGHI"[c] || n[8] == byte('0'+c)
}

// frVAT is a key and the SIREN; keys with letters follow another rule.
func frVAT(n string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	if len(n) != 11 || !digits(n[2:], 9) || !luhn(n[2:]) && n[2:5] != "000" {
		return false
	}
	if allDigits(n[:2]) {
		return mod(n[:2], 100) == (12+3*mod(n[2:], 97))%97
	}
	a, b := strings.IndexByte(alphabet, n[0]), strings.IndexByte(alphabet, n[1])
	if a < 0 || b < 0 {
		return false
	}
	k := a*34 + b - 100
	if isDigit(n[0]) {
		k = a*24 + b - 10
	}
	return (mod(n[2:], 11)+1+k/11)%11 == k%11
}

func gbVAT(n string) bool {
	switch {
	case len(n) == 5 && n[:2] == "GD" && allDigits(n[2:]):
		return n[2] < '5'
	case len(n) == 5 && n[:2] == "HA" && allDigits(n[2:]):
		return n[2] >= '5'
	case len(n) != 9 && len(n) != 12 || !allDigits(n) || mod(n, 1e9) == 0:
		return false
	}
	c := (weighted(n, 8, 7, 6, 5, 4, 3, 2) + mod(n[7:9], 100)) % 97
	return c == 0 || c == 42 && n[0] != '0' // the second series, 55 more
}

func ieVAT(n string) bool {
	const alphabet = "WABCDEFGHIJKLMNOPQRSTUV"
	if len(n) == 8 && !isDigit(n[1]) && allDigits(n[2:7]) && (isUpper(n[1]) || n[1] == '+' || n[1] == '*') {
		n = "0" + n[2:7] + n[:1] + n[7:] // before 1991
	}
	if len(n) != 8 && len(n) != 9 || !allDigits(n[:7]) {
		return false
	}
	sum := weighted(n, 8, 7, 6, 5, 4, 3, 2)
	if len(n) == 9 {
		k := strings.IndexByte(alphabet, n[8])
		if k < 0 {
			return false
		}
		sum += 9 * k
	}
	return alphabet[sum%23] == n[7]
}

// itVAT: the eighth to tenth digits are the office that gave the number out.
func itVAT(n string) bool {
	if !digits(n, 11) || n[:7] == "0000000" {
		return false
	}
	office := mod(n[7:10], 1000)
	return (office >= 1 && office <= 100 || office == 120 || office == 121 || office == 888 || office == 999) && luhn(n)
}

func ltVAT(n string) bool {
	switch {
	case digits(n, 9) && n[7] == '1':
	case digits(n, 12) && n[10] == '1':
	default:
		return false
	}
	pass := func(from int) int {
		sum := 0
		for i := range len(n) - 1 {
			sum += (1 + (i+from)%9) * digit(n[i])
		}
		return sum % 11
	}
	c := pass(0)
	if c == 10 {
		c = pass(2) % 10
	}
	return c == digit(n[len(n)-1])
}

// nlVAT: nine digits that pass the eleven test, or those of 2020 and later that
// pass MOD 97-10 with the prefix.
func nlVAT(n string) bool {
	if len(n) != 12 || n[9] != 'B' || !digits(n[:9], 9) || !digits(n[10:], 2) {
		return false
	}
	return weighted(n, 9, 8, 7, 6, 5, 4, 3, 2)%11 == digit(n[8]) || mod97("NL"+n) == 1
}

// ptVAT: 1 to 4 begin numbers of persons.
func ptVAT(n string) bool {
	return digits(n, 9) && n[0] >= '5' && (11-weighted(n, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == digit(n[8])
}

// roVAT takes two to ten digits; thirteen are a person's.
func roVAT(n string) bool {
	if len(n) < 2 || len(n) > 10 || !allDigits(n) || n[0] == '0' {
		return false
	}
	p := strings.Repeat("0", 10-len(n)) + n
	return 10*weighted(p, 7, 5, 3, 2, 1, 7, 5, 3, 2)%11%10 == digit(p[9])
}

func siVAT(n string) bool {
	if !digits(n, 8) || n[0] == '0' {
		return false
	}
	c := 11 - weighted(n, 8, 7, 6, 5, 4, 3, 2)%11
	return c < 11 && c%10 == digit(n[7])
}
