package fingerprints

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressRunes is how far behind a municipality the number of an address stands:
// 市, a ward, a town, a quarter, its number.
const addressRunes = 18

// inAddress reports whether a Japanese municipality that ends at end of a text is part
// of a street address: what follows runs on to a number without a blank. Then it says where
// somebody is, not who.
func inAddress(text string, name string, end int) bool {
	last, _ := utf8.DecodeLastRuneInString(name)
	if !strings.ContainsRune("市区町村都道府県", last) || end < 0 || end >= len(text) {
		return false
	}
	rest := text[end:]
	for _, w := range []string{"役所", "役場", "長", "立", "議会", "民", "教育委員会", "職員", "内"} {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	n := 0
	for _, r := range rest {
		switch {
		case n == addressRunes:
			return false
		case n == 0 && strings.ContainsRune("のはがをにでともやへ", r):
			return false // a sentence goes on
		case unicode.IsDigit(r), strings.ContainsRune("一二三四五六七八九十", r) && n > 0 && streetUnit(rest, r):
			return true
		case !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー':
			return false
		}
		n++
	}
	return false
}

// streetUnit reports whether a numeral in Chinese characters counts quarters or lots.
func streetUnit(rest string, numeral rune) bool {
	for _, unit := range []string{"丁目", "番", "条", "号"} {
		if strings.Contains(rest, string(numeral)+unit) {
			return true
		}
	}
	return false
}
