// Package readings tells whether Latin letters spell a Japanese name: takashima is a
// reading of 高島. A character has several readings, and nobody can say which one a name
// takes; but a given spelling either is one of them or not.
//
// The readings are those of the Unicode Han Database (kJapaneseOn, kJapaneseKun of
// UAX #38) for the characters of JIS X 0208; cmd/makereadings made the table.
package readings

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

//go:generate go run ./cmd/makereadings -o readings.txt.gz Unihan_Readings.txt

//go:embed readings.txt.gz
var packed []byte

// table maps a character to its readings, long vowels written out.
var table = sync.OnceValue(func() map[rune][]string {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil // the table's test opens it: it is part of the program
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	m := make(map[rune][]string, 6500)
	for line := range strings.SplitSeq(string(text), "\n") {
		c, list, ok := strings.Cut(line, " ")
		if r, _ := utf8.DecodeRuneInString(c); ok {
			m[r] = strings.Fields(list)
		}
	}
	return m
})

// Bounds of what is compared.
const (
	minLetters = 4
	maxLetters = 40
	maxRunes   = 24
)

// Spells reports how many characters of name the letters spell, beginning with its
// first: all letters must be used up, and at least two characters of the name, or three
// where they are kana. letters are lower case, without hyphens; 0 means that they do not.
func Spells(letters, name string) int {
	if len(letters) < minLetters || len(letters) > maxLetters {
		return 0
	}
	runes := []rune(name)
	if len(runes) > maxRunes {
		runes = runes[:maxRunes]
	}
	at := []int{0} // where in letters the characters so far may end
	best := 0
	for i := 0; i < len(runes) && len(at) > 0; {
		n, options := optionsAt(runes, i)
		var next []int
		for _, pos := range at {
			for _, o := range options {
				for _, v := range variants(o, i > 0) {
					if !strings.HasPrefix(letters[pos:], v) && !nasal(letters[pos:], v) {
						continue
					}
					if end := pos + len(v); !slices.Contains(next, end) {
						next = append(next, end)
					}
				}
				// 日本 is nippon: the end of the first reading is swallowed.
				if s, ok := swallowed(o); ok && strings.HasPrefix(letters[pos:], s) && pos+len(s)+1 < len(letters) && letters[pos+len(s)] == letters[pos+len(s)+1] {
					if end := pos + len(s) + 1; !slices.Contains(next, end) {
						next = append(next, end)
					}
				}
			}
		}
		i += n
		at = next
		if slices.Contains(at, len(letters)) && enough(runes[:i]) {
			best = i
		}
	}
	return best
}

// enough reports whether so much of a name tells it from others.
func enough(part []rune) bool {
	han := 0
	for _, r := range part {
		if table()[r] != nil || r == '々' {
			han++
		}
	}
	return han >= 2 || len(part) >= 3
}

// optionsAt returns the readings of what stands at i, and how many characters that is:
// a character of Chinese, or a run of kana.
func optionsAt(runes []rune, i int) (int, []string) {
	r := runes[i]
	if r == '々' && i > 0 {
		return 1, table()[runes[i-1]]
	}
	if list := table()[r]; list != nil {
		return 1, list
	}
	if !evidence.IsCJK(r) {
		return 1, nil
	}
	n := 1
	for i+n < len(runes) && table()[runes[i+n]] == nil && runes[i+n] != '々' && evidence.IsCJK(runes[i+n]) {
		n++
	}
	latin := catalogue.Romanise(string(runes[i : i+n]))
	if strings.ContainsFunc(latin, func(r rune) bool { return r < 'a' || r > 'z' }) || latin == "" {
		return n, nil
	}
	options := []string{latin}
	if r == 'ケ' || r == 'ヶ' {
		options = append(options, "ga")
	}
	return n, options
}

// variants are the ways in which a reading is written: with long vowels or without,
// and, behind another character, with its first consonant voiced.
func variants(s string, behind bool) []string {
	out := []string{s}
	add := func(v string) {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if behind {
		for _, p := range [][2]string{{"k", "g"}, {"sh", "j"}, {"s", "z"}, {"ch", "j"}, {"ts", "z"}, {"t", "d"}, {"h", "b"}, {"f", "b"}, {"h", "p"}} {
			if rest, ok := strings.CutPrefix(s, p[0]); ok && !(p[0] == "s" && strings.HasPrefix(s, "sh")) && !(p[0] == "t" && strings.HasPrefix(s, "ts")) {
				add(p[1] + rest)
			}
		}
	}
	for _, v := range slices.Clone(out) {
		for _, long := range [][2]string{{"ou", "o"}, {"ou", "oh"}, {"oo", "o"}, {"uu", "u"}} {
			if strings.Contains(v, long[0]) {
				add(strings.ReplaceAll(v, long[0], long[1]))
			}
		}
	}
	return out
}

// nasal reports whether text begins with v written with m for n, as Hepburn did before
// b, m and p: shimbashi.
func nasal(text, v string) bool {
	rest, ok := strings.CutSuffix(v, "n")
	return ok && len(text) > len(v) && strings.HasPrefix(text, rest+"m") && strings.ContainsRune("bmp", rune(text[len(v)]))
}

// swallowed is a reading without the end that a following consonant swallows.
func swallowed(s string) (string, bool) {
	for _, end := range []string{"tsu", "chi", "ku", "ki"} {
		if rest, ok := strings.CutSuffix(s, end); ok && rest != "" {
			return rest, true
		}
	}
	return "", false
}
