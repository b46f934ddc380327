package analyzer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
)

// textStats counts the text of an item and guesses its languages.
func textStats(facts []evidence.Fact) evidence.TextStats {
	var t evidence.TextStats
	var l languageCount
	for _, f := range facts {
		switch f.Kind {
		case evidence.FactText:
			t.Chars += utf8.RuneCountInString(f.Value)
		case evidence.FactOCR:
			t.OCRChars += utf8.RuneCountInString(f.Value)
		default:
			continue
		}
		l.add(f.Value)
	}
	t.Languages = l.languages()
	return t
}

// languageSample bounds how much of one fact is looked at for its language, in bytes.
const languageSample = 16 << 10

// languageCount tells languages apart by script and, for Latin script, by the
// commonest function words. It is meant for a line in a report, not for analysis.
type languageCount struct{ kana, han, hangul, cyrillic, arabic, latin, en, de, fr, es int }

func (l *languageCount) add(s string) {
	s = valid(s, languageSample)
	for _, r := range s {
		switch {
		case r < 0x80:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				l.latin++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			l.kana++
		case unicode.Is(unicode.Han, r):
			l.han++
		case unicode.Is(unicode.Hangul, r):
			l.hangul++
		case unicode.Is(unicode.Cyrillic, r):
			l.cyrillic++
		case unicode.Is(unicode.Arabic, r):
			l.arabic++
		case unicode.Is(unicode.Latin, r):
			l.latin++
		}
	}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		switch w {
		case "the", "and", "of", "to", "is", "for", "with", "that":
			l.en++
		case "der", "und", "die", "das", "ist", "nicht", "mit", "von":
			l.de++
		case "le", "les", "et", "des", "une", "est", "pour", "dans":
			l.fr++
		case "el", "los", "una", "para", "por", "con", "las", "que":
			l.es++
		}
	}
}

// languages lists the ISO 639-1 codes of what makes up at least a twentieth of
// the letters, most frequent first.
func (l *languageCount) languages() []string {
	type share struct {
		code string
		n    int
	}
	shares := []share{{"ko", l.hangul}, {"ru", l.cyrillic}, {"ar", l.arabic}}
	// Japanese mixes kana and Han; Han without kana is Chinese.
	if l.kana*20 >= l.han {
		shares = append(shares, share{"ja", l.kana + l.han})
	} else {
		shares = append(shares, share{"zh", l.han}, share{"ja", l.kana})
	}
	words := max(l.en, l.de, l.fr, l.es)
	latin := "en"
	switch {
	case words == 0:
	case l.de == words:
		latin = "de"
	case l.fr == words:
		latin = "fr"
	case l.es == words:
		latin = "es"
	}
	if l.en == words {
		latin = "en"
	}
	// A Latin letter says less than a Han character: about three to one.
	shares = append(shares, share{latin, (l.latin + 2) / 3})
	total := 0
	for _, s := range shares {
		total += s.n
	}
	slices.SortStableFunc(shares, func(a, b share) int { return cmp.Compare(b.n, a.n) })
	var codes []string
	for _, s := range shares {
		if s.n > 0 && s.n*20 >= total {
			codes = append(codes, s.code)
		}
	}
	return codes
}
