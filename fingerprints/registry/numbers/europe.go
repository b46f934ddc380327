package numbers

import "strings"

func frSIREN(s string) bool { return digits(s, 9) && luhn(s) }

// frSIRET is kept as the SIREN of the business whose establishment it names.
// Establishments of La Poste (356000000) have a digit sum divisible by 5 instead.
func frSIRET(s string) (string, bool) {
	if !digits(s, 14) || !frSIREN(s[:9]) {
		return "", false
	}
	post := s[:9] == "356000000" && weighted(s, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%5 == 0
	return s[:9], luhn(s) || post
}

func plNIP(s string) bool {
	return digits(s, 10) && weighted(s, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == digit(s[9])
}

// plREGON has 9 digits, or 14 for a unit of the body with the first 9.
func plREGON(s string) (string, bool) {
	switch {
	case digits(s, 9):
		return s, weighted(s, 8, 9, 2, 3, 4, 5, 6, 7)%11%10 == digit(s[8])
	case digits(s, 14):
		_, ok := plREGON(s[:9])
		return s[:9], ok && weighted(s, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)%11%10 == digit(s[13])
	}
	return "", false
}

// beKBO: 97 less the first eight digits modulo 97; numbers begin with 0 or 1.
func beKBO(s string) bool {
	return digits(s, 10) && s[0] <= '1' && 97-mod(s[:8], 97) == mod(s[8:], 100)
}

func noOrg(s string) bool {
	return digits(s, 9) && (s[0] == '8' || s[0] == '9') && weighted(s, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// seOrg: the third digit is 2 or more; below it is the month of a person's birth.
func seOrg(s string) bool { return digits(s, 10) && s[2] >= '2' && luhn(s) }

func fiBusiness(s string) bool {
	return digits(s, 8) && weighted(s, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
}

func dkCVR(s string) bool {
	return digits(s, 8) && s[0] != '0' && weighted(s, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// chUID is CHE and nine digits; MWST, TVA or IVA behind it name the VAT register.
func chUID(s string) (string, bool) {
	for _, tax := range [...]string{"MWST", "TVA", "IVA", "TPV", "HR", "RC"} {
		s = strings.TrimSuffix(s, tax)
	}
	if len(s) != 12 || s[:3] != "CHE" || !digits(s[3:], 9) {
		return "", false
	}
	c := (11 - weighted(s[3:], 5, 4, 3, 2, 7, 6, 5, 4)%11) % 11
	return s, c == digit(s[11])
}

// gbCompany: eight digits, or two letters of the register and six digits.
func gbCompany(s string) (string, bool) {
	if len(s) >= 6 && len(s) < 8 && allDigits(s) {
		s = strings.Repeat("0", 8-len(s)) + s
	}
	if digits(s, 8) {
		return s, true
	}
	if len(s) != 8 || !digits(s[2:], 6) {
		return "", false
	}
	switch s[:2] {
	case "SC", "NI", "OC", "SO", "NC", "FC", "SF", "NF", "LP", "SL", "NL", "R0", "RC", "SR", "NR", "IP", "SP", "NP", "IC", "SI", "NV", "AC", "SA",
		"NA", "GE", "GN", "GS", "CE", "CS", "PC", "RS", "OE", "ZC", "SZ", "NZ", "BR", "UC":
		return s, true
	}
	return "", false
}

// deRegister is a section and number of the commercial register with the court
// that keeps it, for the number alone says nothing: HRB12345@MUSTERSTADT.
func deRegister(s string) (string, bool) {
	entry, court, ok := strings.Cut(s, "@")
	if !ok || court == "" || strings.ContainsAny(court, "@0123456789") {
		return "", false
	}
	for _, section := range [...]string{"HRA", "HRB", "GNR", "VR", "PR", "GSR"} {
		n, ok := strings.CutPrefix(entry, section)
		if !ok {
			continue
		}
		for len(n) > 0 && isUpper(n[len(n)-1]) {
			n = n[:len(n)-1]
		}
		return s, len(n) > 0 && len(n) <= 6 && allDigits(n) && n[0] != '0'
	}
	return "", false
}

// czICO: weights 8 to 2, modulo 11.
func czICO(s string) bool {
	if !digits(s, 8) {
		return false
	}
	c := (11 - weighted(s, 8, 7, 6, 5, 4, 3, 2)%11) % 11
	if c == 0 {
		c = 1
	}
	return c%10 == digit(s[7])
}

// ruINN of a legal person has ten digits, that of a person twelve.
func ruINN(s string) bool {
	return digits(s, 10) && weighted(s, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(s[9])
}

// ruOGRN of a legal person has thirteen digits and begins with 1 or 5.
func ruOGRN(s string) bool {
	return digits(s, 13) && (s[0] == '1' || s[0] == '5') && mod(s[:12], 11)%10 == digit(s[12])
}

// uaEDRPOU: two rows of weights by range, a second pass where the first gives 10.
func uaEDRPOU(s string) bool {
	if !digits(s, 8) {
		return false
	}
	a, b := []int{1, 2, 3, 4, 5, 6, 7}, []int{3, 4, 5, 6, 7, 8, 9}
	if s[0] >= '3' && s[0] <= '5' {
		a, b = []int{7, 1, 2, 3, 4, 5, 6}, []int{9, 3, 4, 5, 6, 7, 8}
	}
	c := weighted(s, a...) % 11
	if c > 9 {
		c = weighted(s, b...) % 11 % 10
	}
	return c == digit(s[7])
}

func atFirmenbuch(s string) (string, bool) {
	s = strings.TrimPrefix(s, "FN")
	return s, len(s) >= 2 && len(s) <= 7 && allDigits(s[:len(s)-1]) && isUpper(s[len(s)-1]) && s[0] != '0'
}

func luRCS(s string) bool {
	return len(s) >= 2 && len(s) <= 8 && isUpper(s[0]) && allDigits(s[1:]) && s[1] != '0'
}

// eeCode is checked like a personal code, with seven weights.
func eeCode(s string) bool {
	if !digits(s, 8) || strings.IndexByte("1789", s[0]) < 0 {
		return false
	}
	c := weighted(s, 1, 2, 3, 4, 5, 6, 7) % 11
	if c == 10 {
		c = weighted(s, 3, 4, 5, 6, 7, 8, 9) % 11 % 10
	}
	return c == digit(s[7])
}
