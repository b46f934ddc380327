package csv

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"evscan/report/safe"
)

// maxCell is how many UTF-16 units a cell of a spreadsheet holds
// (https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3).
const maxCell = 32767

// cell makes text of the package fit for a spreadsheet: valid UTF-8 on one line, with
// control and invisible characters written as escapes, defused, and no longer than a
// cell may be.
func cell(s string) string { return cut(defuse(safe.Line(strings.ToValidUTF8(s, "\uFFFD")))) }

// defuse keeps spreadsheets from taking text for a formula, as OWASP advises
// (https://owasp.org/www-community/attacks/CSV_Injection): what begins like one gets an
// apostrophe before it. A semicolon counts as a beginning, since spreadsheets of many
// countries split lines there, whatever the quotes say. Plain numbers stay numbers.
func defuse(s string) string {
	parts := strings.Split(s, ";")
	for i, p := range parts {
		if formula(p) {
			parts[i] = "'" + p
		}
	}
	return strings.Join(parts, ";")
}

// formula reports whether something could take s for a formula: it begins with one of
// the characters that formulas begin with, behind blanks and quotation marks that some
// importers drop.
func formula(s string) bool {
	t := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Quotation_Mark, r) || r == '`' })
	r, _ := utf8.DecodeRuneInString(t)
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−':
		return !number(s)
	}
	return false
}

// number reports whether s is a negative decimal number and nothing else. One with a
// plus is rather a telephone number, which a spreadsheet would take the plus from.
func number(s string) bool {
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	return negative && digits(whole) && (!point || digits(fraction))
}

func digits(s string) bool {
	return s != "" && len(s) <= 15 && strings.Trim(s, "0123456789") == ""
}

// cut shortens s to what a cell holds.
func cut(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := 0
	end := 0 // of what fits with the ellipsis
	for i, r := range s {
		if units <= maxCell-1 {
			end = i
		}
		if units += utf16.RuneLen(r); units > maxCell {
			return s[:end] + "…"
		}
	}
	return s
}
