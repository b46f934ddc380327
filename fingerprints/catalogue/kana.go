package catalogue

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Romanise writes hiragana and katakana in Hepburn without macrons and without
// marks for long vowels (トウレ becomes toure, コーヒー kohi). Other characters
// stay as they are.
func Romanise(kana string) string {
	in := []rune(norm.NFKC.String(kana))
	var b strings.Builder
	double := false
	for i := 0; i < len(in); i++ {
		r := toKatakana(in[i])
		if r == 'ッ' {
			double = true
			continue
		}
		if r == 'ー' {
			continue
		}
		s := ""
		if i+1 < len(in) {
			s = digraph(r, toKatakana(in[i+1]))
		}
		if s != "" {
			i++
		} else {
			s = monograph(r)
		}
		if s == "" {
			double = false
			b.WriteRune(in[i])
			continue
		}
		if double {
			double = false
			switch {
			case strings.HasPrefix(s, "ch"):
				b.WriteByte('t')
			case !strings.ContainsRune("aiueo", rune(s[0])):
				b.WriteByte(s[0])
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

// toKatakana moves hiragana to the katakana block.
func toKatakana(r rune) rune {
	if (r >= 'ぁ' && r <= 'ゖ') || r == 'ゝ' || r == 'ゞ' {
		return r + ('ァ' - 'ぁ')
	}
	return r
}

const kanaTable = "アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso " +
	"ザza ジji ズzu ゼze ゾzo タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne ノno " +
	"ハha ヒhi フfu ヘhe ホho バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo マma ミmi ムmu メme モmo " +
	"ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu ァa ィi ゥu ェe ォo ャya ュyu ョyo ヮwa ヵka ヶke"

func monograph(r rune) string {
	if r < 'ァ' || r > 'ヶ' {
		return ""
	}
	i := strings.IndexRune(kanaTable, r)
	if i < 0 {
		return ""
	}
	rest := kanaTable[i+len(string(r)):]
	if j := strings.IndexByte(rest, ' '); j >= 0 {
		return rest[:j]
	}
	return rest
}

// digraph joins a kana with a small one behind it; "" where they do not join.
func digraph(r, small rune) string {
	switch small {
	case 'ャ', 'ュ', 'ョ':
		return yoon(r, small)
	case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ':
		return foreign(r, small)
	}
	return ""
}

func yoon(r, small rune) string {
	vowel := map[rune]string{'ャ': "a", 'ュ': "u", 'ョ': "o"}[small]
	s := monograph(r)
	switch r {
	case 'シ', 'チ', 'ジ', 'ヂ':
		return strings.TrimSuffix(s, "i") + vowel
	case 'キ', 'ギ', 'ニ', 'ヒ', 'ビ', 'ピ', 'ミ', 'リ':
		return strings.TrimSuffix(s, "i") + "y" + vowel
	case 'テ', 'デ', 'フ', 'ヴ':
		return s[:1] + "y" + vowel
	}
	return ""
}

func foreign(r, small rune) string {
	vowel := map[rune]string{'ァ': "a", 'ィ': "i", 'ゥ': "u", 'ェ': "e", 'ォ': "o"}[small]
	s := monograph(r)
	switch {
	case (r == 'フ' || r == 'ヴ') && small != 'ゥ':
		return s[:1] + vowel
	case (r == 'テ' || r == 'デ') && small == 'ィ', (r == 'ト' || r == 'ド') && small == 'ゥ':
		return s[:1] + vowel
	case (r == 'シ' || r == 'チ' || r == 'ジ') && small == 'ェ':
		return strings.TrimSuffix(s, "i") + vowel
	case r == 'ツ' && small != 'ゥ':
		return "ts" + vowel
	case r == 'ウ' && (small == 'ィ' || small == 'ェ' || small == 'ォ'):
		return "w" + vowel
	case r == 'ク' && small != 'ゥ', r == 'グ' && small == 'ァ':
		return s[:1] + "w" + vowel
	case r == 'イ' && small == 'ェ':
		return "ye"
	}
	return ""
}
