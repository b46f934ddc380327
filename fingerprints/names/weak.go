package names

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
)

// weakness says why a name is not believed by itself.
type weakness uint8

const (
	strong     weakness = iota
	weakShort           // TIS, 光
	weakCommon          // Orange, Apple: a word of the language
	weakPlace           // 大阪府堺市: an address
	weakBrand           // one word that a shop or a product is called, as persons and things are
)

//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() map[string]struct{} {
	m := map[string]struct{}{}
	for w := range strings.Lines(commonText) {
		if w = strings.TrimSpace(w); w != "" && w[0] != '#' {
			m[w] = struct{}{}
		}
	}
	return m
})

// weaknessOf judges a name by its core.
func weaknessOf(core string) weakness {
	letters, han, kana, hira := 0, 0, 0, 0
	words := 1
	for _, r := range core {
		switch {
		case r == ' ' || r == '&':
			words++
		case !evidence.IsCJK(r):
			if unicode.IsLetter(r) {
				letters++
			}
		case scriptOf(r) == scriptKatakana:
			kana++
		case scriptOf(r) == scriptHiragana:
			hira++
		default:
			han++
		}
	}
	n := utf8.RuneCountInString(core)
	switch {
	case han+kana+hira == 0:
		if letters <= 3 {
			return weakShort
		}
		all := true
		for w := range strings.FieldsFuncSeq(core, func(r rune) bool { return r == ' ' || r == '&' }) {
			if _, ok := common()[w]; !ok && len(w) > 1 {
				all = false
			}
		}
		if all && words <= 2 {
			return weakCommon
		}
	case han == n && n <= 2, kana == n && n <= 2, hira == n && n <= 3:
		return weakShort
	}
	return strong
}

// boundary reports whether a name may begin at unit i and end before unit end:
// never inside a run of katakana, nor inside a word, which units see to.
func boundary(s *stream, i, end int) bool {
	if i > 0 && joined(&s.units[i]) && s.units[i].kind == scriptKatakana && s.units[i-1].kind == scriptKatakana {
		return false
	}
	if end < len(s.units) && joined(&s.units[end]) && s.units[end].kind == scriptKatakana && s.units[end-1].kind == scriptKatakana {
		return false
	}
	return true
}

// joined reports whether nothing stood between a CJK unit and the one before.
func joined(u *unit) bool { return u.cjk && u.before == 0 }

// capitalised reports whether the name begins with a capital letter, a digit or
// a letter of a script without cases.
func (sp span) capitalised(s *stream) bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.units[sp.nameFrom].from:])
	return !unicode.IsLower(r)
}

// plausible drops what is no name as it is written: several lower-case words.
func (sp span) plausible(s *stream) bool {
	if s.units[sp.nameFrom].cjk || sp.capitalised(s) || sp.form != "" && sp.weak == strong {
		return noStop(s, sp)
	}
	return sp.last-sp.nameFrom == 1 && sp.weak == strong && noStop(s, sp)
}

// noStop reports whether the name does not reach across the end of a sentence,
// that is, a point behind a word that is no abbreviation.
func noStop(s *stream, sp span) bool {
	for i := sp.nameFrom + 1; i < sp.last; i++ {
		if s.units[i].before&gapStop != 0 && s.units[i-1].end-s.units[i-1].start > 4 {
			return false
		}
	}
	return true
}

// honorific reports whether the text goes on with what follows the name of an
// organisation that is written to; 様 and 殿 follow persons.
func honorific(s *stream, i int) bool {
	for _, w := range []string{"御中", "各位"} {
		if hasCJK(s, i, w) {
			return true
		}
	}
	return false
}

// hasCJK reports whether the units from i on spell w.
func hasCJK(s *stream, i int, w string) bool {
	if i >= len(s.units) || s.folded[s.units[i].start] != w[0] || int(s.units[i].end-s.units[i].start) > len(w) {
		return false
	}
	n := utf8.RuneCountInString(w)
	return i+n <= len(s.units) && string(s.core(i, i+n)) == w
}
