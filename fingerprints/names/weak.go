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
	weakCommon          // Orange, Apple, 藤沢: a word of the language, a person, a place, a day
	weakPlace           // 大阪府堺市: an address
	weakBrand           // one word that a shop or a product is called, as persons and things are
)

//go:embed common.txt
var commonText string

//go:embed proper.txt
var properText string

var common = sync.OnceValue(func() map[string]struct{} { return wordSet(commonText) })

// proper are the names of persons, places, days and peoples.
var proper = sync.OnceValue(func() map[string]struct{} { return wordSet(properText) })

func wordSet(text string) map[string]struct{} {
	m := make(map[string]struct{}, strings.Count(text, "\n"))
	for w := range strings.Lines(text) {
		if w = strings.TrimSpace(w); w != "" && w[0] != '#' {
			m[w] = struct{}{}
		}
	}
	return m
}

func in(m map[string]struct{}, w string) bool {
	_, ok := m[w]
	return ok
}

// katakanaWords are words of offices and computers that dictionaries leave out.
var katakanaWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("トークン ウェブ ウエブ クリエイト クリエイション クラウド サーバ サーバー ソフトウェア ソフトウエア ハードウェア ネット インターネット ブラウザ アプリ アプリケーション " +
		"データベース ファイル フォルダ フォルダー ユーザ ユーザー アカウント ログイン パスワード リンク メール ウィンドウ ドキュメント テンプレート プラットフォーム ソリューション コンテンツ " +
		"セキュリティ ネットワーク サポート サービス システム エンジニアリング コンサルティング マネジメント マーケティング プロジェクト プロセス ストレージ バックアップ ダウンロード " +
		"アップデート インストール オンライン モバイル スマート デジタル アナログ グローバル ビジネス パートナー トレーニング イノベーション テクノロジー コミュニケーション クリエイティブ") {
		m[w] = true
	}
	return m
}()

// placeHeads begin the names of places in two words: New York, San Diego.
var placeHeads = map[string]bool{"new": true, "san": true, "santa": true, "saint": true, "st": true, "los": true, "las": true, "el": true, "north": true, "south": true,
	"east": true, "west": true, "lake": true, "mount": true, "fort": true, "port": true, "great": true}

// titlesOfPersons stand before the names of persons.
var titlesOfPersons = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "professor": true, "sir": true, "judge": true, "herr": true, "frau": true}

// weaknessOf judges a name by its core.
func weaknessOf(core string) weakness {
	letters, han, kana, hira := 0, 0, 0, 0
	words := 1
	for _, r := range core {
		switch {
		case r == ' ' || r == '&':
			words++
		case r < utf8.RuneSelf:
			if r >= 'a' && r <= 'z' {
				letters++
			}
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
	if katakanaWords[core] {
		return weakCommon
	}
	if in(proper(), core) || han+kana+hira > 0 && in(common(), core) {
		return weakCommon
	}
	switch {
	case han+kana+hira == 0:
		if letters <= 3 {
			return weakShort
		}
		if head, rest, ok := strings.Cut(core, " "); ok && placeHeads[head] && in(proper(), rest) {
			return weakCommon
		}
		all := true
		for w := range strings.FieldsFuncSeq(core, func(r rune) bool { return r == ' ' || r == '&' }) {
			if !in(common(), w) && len(w) > 1 {
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

// maxDepartment is the length of the name of a department in characters.
const maxDepartment = 14

// department reports whether the name of a department follows at unit i, as behind a
// town that acts: 見本市総務課. An address goes on with a quarter (町, 丁目) instead.
func department(s *stream, i int) bool {
	for j := i; j < len(s.units) && j-i < maxDepartment && s.units[j].cjk && (j == i || joined(&s.units[j])); j++ {
		r, _ := utf8.DecodeRune(s.folded[s.units[j].start:])
		switch r {
		case '町', '村', '丁', '番', '字', '市', '区':
			return false
		case '課', '局', '室', '部', '係':
			if j == i {
				return false
			}
			if end := j + 1; end >= len(s.units) || !joined(&s.units[end]) || s.units[end].kind != scriptHan || r != '部' && r != '室' {
				return true
			}
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

// apart reports whether a name in CJK characters that is also a common word or
// very short stands by itself: 藤沢 in 藤沢太郎 and スペース in 駐車スペース are parts
// of other words.
func (sp span) apart(s *stream) bool {
	if !s.units[sp.nameFrom].cjk {
		return true
	}
	wordy := func(u *unit) bool { return u.kind == scriptHan || u.kind == scriptKatakana }
	if sp.from > 0 && joined(&s.units[sp.from]) && s.units[sp.from-1].cjk && wordy(&s.units[sp.from-1]) {
		return false
	}
	return sp.to >= len(s.units) || !joined(&s.units[sp.to]) || !wordy(&s.units[sp.to])
}

// shortText is the length in units up to which a text counts as a title or the
// name of a file, in which names are written small.
const shortText = 8

// doubtful reports whether a strong name of one Latin word is written as a word,
// or stands as part of the name of a person or a place.
func (sp span) doubtful(s *stream) bool {
	if sp.last-sp.nameFrom != 1 || s.units[sp.nameFrom].cjk || sp.form != "" {
		return false
	}
	if !sp.capitalised(s) && len(s.units) > shortText {
		return true
	}
	i := sp.nameFrom
	if i == 0 || s.units[i].before&^(gapBlank|gapStop) != 0 || s.units[i-1].cjk || !capital(s, i-1) {
		return false
	}
	w := string(s.folded[s.units[i-1].start:s.units[i-1].end])
	return titlesOfPersons[w] || s.units[i].before == gapBlank && nobiliary[w] || s.units[i].before == gapBlank && (placeHeads[w] && w != "new" && w != "great" || in(proper(), w))
}

// nobiliary stand, with a capital too, before the last name of a person.
var nobiliary = map[string]bool{"da": true, "de": true, "van": true, "von": true, "di": true, "del": true, "du": true, "le": true, "la": true, "mac": true, "ben": true, "bin": true}

// maxStump is the length of a name in CJK characters up to which a kanji right before it
// may be the beginning of a longer one: 森ビル in 大森ビル.
const maxStump = 4

// beforeNames are kanji that stand right before a name without being a part of it.
const beforeNames = "元旧現同各対社者年月日時分号名様殿在於及並故本新該等他約第回部課店長員的之与和由在向为於"

// stump reports whether a strong name in CJK characters may be the end of a longer one:
// a kanji stands right before it, and the name is short or has a blank within.
func (sp span) stump(s *stream) bool {
	i := sp.nameFrom
	if sp.form != "" || !s.units[i].cjk || i == 0 || !joined(&s.units[i]) || s.units[i-1].kind != scriptHan || !s.units[i-1].cjk || s.units[i].kind == scriptKatakana && s.units[sp.last-1].kind == scriptKatakana {
		return false
	}
	r, _ := utf8.DecodeRune(s.folded[s.units[i-1].start:])
	if strings.ContainsRune(beforeNames, r) {
		return false
	}
	broken := false
	for k := i + 1; k < sp.last; k++ {
		broken = broken || s.units[k].before&(gapBlank|gapLine) != 0
	}
	return broken || sp.last-i <= maxStump
}

// formCounts reports whether the legal form at the side of a weak name is a form
// and nothing else: SE is also a point of the compass, PA a state.
func (sp span) formCounts(s *stream) bool {
	if sp.form == "" {
		return false
	}
	return sp.form[0] >= utf8.RuneSelf || strings.ContainsAny(sp.form, " &") || openForms[sp.form]
}
