// Package codepage decodes bytes by the numbers that Windows gives to encodings,
// which property sets, RTF fonts and the old Office formats carry.
package codepage

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"evscan/extractors/charset"
)

// Decode returns b, which is text of the code page, as valid UTF-8. Where the page
// is unknown the bytes themselves decide.
func Decode(b []byte, page int) string {
	name := ""
	switch page {
	case 437:
		return single(charmap.CodePage437, b)
	case 850:
		return single(charmap.CodePage850, b)
	case 852:
		return single(charmap.CodePage852, b)
	case 0, 1252, 1200:
		name = "windows-1252"
	case 932, 10001:
		name = "shift_jis"
	case 936, 10008:
		name = "gbk"
	case 949, 1361, 10003:
		name = "euc-kr"
	case 950, 10002:
		name = "big5"
	case 65000, 65001, 20127:
		name = "utf-8"
	case 10000, 32768:
		name = "macintosh"
	case 10007:
		name = "x-mac-cyrillic"
	case 51932, 20932:
		name = "euc-jp"
	case 866:
		name = "ibm866"
	case 20866:
		name = "koi8-r"
	case 28591, 28592, 28595, 28597, 28605:
		name = "iso-8859-" + strconv.Itoa(page-28590)
	default:
		name = "windows-" + strconv.Itoa(page)
	}
	guess, ok := charset.Label(name)
	if !ok {
		if guess, ok = charset.Detect(b); !ok {
			return strings.ToValidUTF8(string(b), "\uFFFD")
		}
	}
	return guess.Decode(b)
}

func single(m *charmap.Charmap, b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(m.DecodeByte(c))
	}
	return s.String()
}

// OfCharset is the code page of a font's character set, [MS-WMF] 2.1.1.5, and 0
// for sets that leave it to the document.
func OfCharset(set int) int {
	switch set {
	case 0, 2:
		return 1252
	case 77:
		return 10000
	case 78, 128:
		return 932
	case 79, 129:
		return 949
	case 130:
		return 1361
	case 80, 134:
		return 936
	case 81, 136:
		return 950
	case 161:
		return 1253
	case 162:
		return 1254
	case 163:
		return 1258
	case 177:
		return 1255
	case 178:
		return 1256
	case 186:
		return 1257
	case 204:
		return 1251
	case 222:
		return 874
	case 238:
		return 1250
	case 254:
		return 437
	case 255:
		return 850
	}
	return 0
}

// DoubleByte reports whether characters of the page take two bytes.
func DoubleByte(page int) bool {
	switch page {
	case 932, 936, 949, 950, 1361, 10001, 10002, 10003, 10008:
		return true
	}
	return false
}
