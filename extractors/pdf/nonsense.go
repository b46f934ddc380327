package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A font whose table of characters is missing or wrong gives text that nobody wrote
// while the page looks right. Such a text is recognised by what no language has;
// the page is then read by OCR as well. The thresholds are far from what real pages
// reach, lists of part numbers included: a page too many costs seconds, and a page
// that is taken for readable says nothing.
const (
	minJudged   = 30  // characters besides blanks; fewer are not judged
	minLetters  = 150 // letters of one script from which its pairs are judged
	mostBroken  = 0.2 // of all characters: replacement, private use, controls
	mostForeign = 0.3 // of the letters: scripts that stand in hardly any document
	fewPairs    = 0.28
	// mostlyLetters is what lists of codes stay below, of all characters.
	mostlyLetters = 0.75
	fewCommon     = 0.5 // of the ideographs: those in a first level of some standard
	mostSigns     = 0.6 // of all characters: signs that draw no lines
)

// pairs are the most frequent pairs of letters of the languages of Europe, taken
// together: of 1,400 pages of published PDF files none had less
// than 0.47 of its pairs among them; of letters by chance it is 0.2, of letters moved
// along the alphabet less.
const pairs = " th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur" +
	" la el ei ie ge un qu us ta di no ca pr da un au et ai em sc do os ao ad ni lo un po ia tr na ka va ko sk an ij aa ee oo nn vo ac mo pe ct so tu id vi "

// counts is what is looked at in a page's text, in characters besides blanks.
type counts struct {
	all, broken, signs, letters, foreign int
	han, common                          int // ideographs, and those in use
	latin, vowels, pairs, known          int // Latin letters, pairs of neighbours, and frequent pairs
}

func measure(page string) counts {
	var c counts
	var last rune
	for _, r := range page {
		if unicode.IsSpace(r) {
			last = 0
			continue
		}
		c.all++
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Co, r), unicode.IsControl(r), !assigned(r):
			c.broken++
		case r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_=*,:/", r):
			c.signs++
		}
		if !unicode.IsLetter(r) {
			last = 0
			continue
		}
		c.letters++
		if unicode.Is(unicode.Latin, r) {
			l := plain(r)
			c.latin++
			if strings.ContainsRune("aeiouy", l) {
				c.vowels++
			}
			if last != 0 {
				c.pairs++
				if strings.Contains(pairs, " "+string(last)+string(l)+" ") {
					c.known++
				}
			}
			last = l
			continue
		}
		last = 0
		switch {
		case unicode.Is(unicode.Han, r):
			c.han++
			if commonHan(r) {
				c.common++
			}
		case !usual(r):
			c.foreign++
		}
	}
	return c
}

// nonsense says why a page's text can't be what the page shows; "" where it can.
func nonsense(page string) string {
	c := measure(page)
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	switch {
	case c.all < minJudged:
		return ""
	case share(c.broken, c.all) > mostBroken:
		return "characters without a meaning"
	case c.letters >= minJudged && share(c.foreign, c.letters) > mostForeign:
		return "letters of scripts that do not go together"
	case c.han >= minJudged && share(c.common, c.han) < fewCommon:
		return "ideographs that no text uses"
	case share(c.signs, c.all) > mostSigns && c.all >= minLetters:
		return "signs instead of letters"
	case c.latin >= minLetters && c.pairs >= minLetters/2 && share(c.known, c.pairs) < fewPairs && share(c.latin, c.all) > mostlyLetters:
		return "letters in an order that no language has"
	}
	return ""
}

// assigned reports whether r is a character of Unicode at all.
func assigned(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.C)
}

// usual reports whether r is of a script that documents are written in.
func usual(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew,
		unicode.Thai, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Telugu, unicode.Gujarati, unicode.Kannada, unicode.Malayalam,
		unicode.Gurmukhi, unicode.Armenian, unicode.Georgian, unicode.Common, unicode.Inherited, unicode.Bopomofo, unicode.Lao, unicode.Khmer,
		unicode.Myanmar, unicode.Sinhala, unicode.Ethiopic, unicode.Tibetan)
}

// plain takes the accent from a Latin letter, as far as the pairs need it.
func plain(r rune) rune {
	r = unicode.ToLower(r)
	for _, set := range []string{"aàáâãäåāăą", "eèéêëēėęě", "iìíîïīı", "oòóôõöøōő", "uùúûüūůű", "cçćč", "nñńň", "sśšş", "zźżž", "yýÿ"} {
		if strings.ContainsRune(set[1:], r) {
			return rune(set[0])
		}
	}
	return r
}

// commonHan reports whether a character is in the first level of a standard of
// Japan (JIS X 0208), China (GB 2312) or Taiwan (Big5): those that are in use.
func commonHan(r rune) bool {
	in := func(b []byte, err error, from, to byte) bool {
		return err == nil && len(b) == 2 && b[0] >= from && b[0] <= to
	}
	s := []byte(string(r))
	b, err := japanese.EUCJP.NewEncoder().Bytes(s)
	if in(b, err, 0xb0, 0xcf) {
		return true
	}
	if b, err = simplifiedchinese.GBK.NewEncoder().Bytes(s); in(b, err, 0xb0, 0xd7) && b[1] >= 0xa1 {
		return true
	}
	b, err = traditionalchinese.Big5.NewEncoder().Bytes(s)
	return in(b, err, 0xa4, 0xc6)
}
