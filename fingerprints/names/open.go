package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/fingerprints/catalogue"
)

// Bounds of a name that no catalogue lists.
const (
	maxOpenCJK   = 24 // characters
	maxOpenLatin = 8  // words
)

// findOpen returns the names that a legal form gives away.
func findOpen(s *stream, forms formMarks) []span {
	var out []span
	for _, f := range forms.list {
		if s.units[f.from].cjk {
			if sp, ok := openCJK(s, forms, f); ok {
				out = append(out, sp)
			}
			continue
		}
		if sp, ok := openAbove(s, forms, f); ok {
			out = append(out, sp)
		} else if sp, ok := openLatin(s, forms, f); ok {
			out = append(out, sp)
		} else if sp, ok := openBehind(s, forms, f); ok {
			out = append(out, sp)
		}
	}
	return out
}

// openCJK takes the name before or behind a form, whichever stands closer.
func openCJK(s *stream, forms formMarks, f formMark) (span, bool) {
	left := leftRun(s, f.from, forms)
	right := rightRun(s, f.to)
	hasLeft := left < f.from && f.place&catalogue.FormAfter != 0
	hasRight := right > f.to && f.place&catalogue.FormBefore != 0
	if hasLeft && hasRight {
		tightLeft := s.units[f.from].before == 0
		tightRight := s.units[f.to].before == 0
		lineLeft := s.units[f.from].before&gapLine != 0
		if tightRight && !tightLeft || lineLeft && s.units[f.to].before&gapLine == 0 {
			hasLeft = false
		}
	}
	if f.form == "有限" {
		return span{}, false // a word of Chinese: 没有限制
	}
	switch {
	case hasLeft && !hasLetter(s, left, f.from), !hasLeft && hasRight && !hasLetter(s, f.to, right):
		return span{}, false
	case hasLeft:
		return span{from: left, to: f.to, nameFrom: left, last: f.from, form: f.form}, true
	case hasRight:
		return span{from: f.from, to: right, nameFrom: f.to, last: right, form: f.form}, true
	}
	return span{}, false
}

// leftRun returns where the name that ends before unit end begins.
func leftRun(s *stream, end int, forms formMarks) int {
	i := end
	for i > 0 && end-i < maxOpenCJK {
		if _, form := forms.end[i]; form && s.units[i-1].cjk {
			break // the form of another name
		}
		u := &s.units[i-1]
		if i < end && breaks(s, i) || i == end && s.units[i].before&(gapHard|gapComma|gapStop) != 0 {
			break
		}
		if u.kind == scriptHiragana {
			j := hiraganaRun(s, i, -1)
			if j == i {
				break
			}
			i = j
			continue
		}
		i--
	}
	return trimLabels(s, i, end)
}

// rightRun returns where the name that begins at unit from ends.
func rightRun(s *stream, from int) int {
	i := from
	for i < len(s.units) && i-from < maxOpenCJK {
		if i > from && breaks(s, i) || i == from && s.units[i].before&(gapHard|gapComma|gapStop) != 0 {
			break
		}
		if isTitle(s, i) {
			break
		}
		if s.units[i].kind == scriptHiragana {
			j := hiraganaRun(s, i, 1)
			if j == i {
				j = innerHiragana(s, from, i)
			}
			if j == i {
				break
			}
			i = j
			continue
		}
		i++
	}
	if i-from == 1 && !s.units[from].cjk && s.units[from].end-s.units[from].start < 2 {
		return from
	}
	return i
}

// breaks reports whether a name ends at the gap before unit i. Blanks break it
// unless the text is spaced out, as OCR does, or joins Latin words.
func breaks(s *stream, i int) bool {
	u, prev := &s.units[i], &s.units[i-1]
	g := u.before
	switch {
	case g&(gapHard|gapComma|gapLine|gapStop) != 0:
		return true
	case g&gapBlank == 0:
		return false
	case !u.cjk && !prev.cjk:
		return false
	}
	return !spacedOut(s, i)
}

// spacedOut reports whether the characters at both sides of the gap before unit
// i stand alone.
func spacedOut(s *stream, i int) bool {
	if !s.units[i].cjk || !s.units[i-1].cjk {
		return false
	}
	aloneLeft := i-1 == 0 || s.units[i-1].before != 0
	aloneRight := i+1 == len(s.units) || s.units[i+1].before != 0
	return aloneLeft && aloneRight
}

// hiraganaRun returns the other end of the run of hiragana before (dir -1) or
// from (dir 1) unit i, or i where the run is grammar and no name.
func hiraganaRun(s *stream, i, dir int) int {
	a, b := i, i
	if dir < 0 {
		for a > 0 && s.units[a-1].kind == scriptHiragana && (a == i || s.units[a].before == 0) {
			a--
		}
	} else {
		for b < len(s.units) && s.units[b].kind == scriptHiragana && (b == i || s.units[b].before == 0) {
			b++
		}
	}
	n := b - a
	if n < 2 || n > 6 {
		return i
	}
	run := string(s.core(a, b))
	last, _ := utf8.DecodeLastRuneInString(run)
	if strings.ContainsRune("はがをにでとのへもたてるすいしくなば", last) || slices.Contains(grammar, run) {
		return i
	}
	if dir < 0 {
		return a
	}
	return b
}

// innerHiragana returns the end of a run of hiragana that looks like grammar and
// yet is part of a name, because the name would be a stump without it and goes on
// behind it: 医療法人社団川ばた整形外科.
func innerHiragana(s *stream, from, i int) int {
	if i-from > 2 {
		return i
	}
	j := i
	for j < len(s.units) && j-i < 5 && s.units[j].kind == scriptHiragana && s.units[j].before == 0 {
		j++
	}
	if j-i < 2 || j >= len(s.units) || s.units[j].before != 0 || !s.units[j].cjk || s.units[j].kind == scriptHiragana {
		return i
	}
	if slices.Contains(grammar, string(s.core(i, j))) {
		return i
	}
	return j
}

// grammar are runs of hiragana that are no names.
var grammar = []string{"から", "まで", "より", "および", "または", "あるいは", "など", "なお", "ならびに", "かつ", "こちら", "ただし", "つまり", "ところ",
	"ください", "いただき", "により", "ほか", "それ", "これ", "あり", "おり", "ため", "ごと", "とおり", "うち", "さらに", "さん", "さま", "ところが"}

// labels are words that stand before a name in forms and letters.
var labels = []string{"宛先", "宛名", "会社名", "社名", "企業名", "法人名", "商号", "名称", "請求先", "納入先", "納品先", "得意先", "取引先", "発注先", "発注者", "受注者", "委託者",
	"受託者", "委託先", "販売元", "販売店", "発売元", "製造元", "製造者", "輸入元", "発行元", "発行者", "発行", "提出先", "提出者", "送付先", "支払先", "仕入先", "契約者", "甲", "乙",
	"見積書", "請求書", "納品書", "注文書", "契約書", "提案書", "報告書", "議事録", "当社", "弊社", "同社", "貴社", "御社", "各社", "親会社", "子会社", "関係会社",
	"株主", "担当", "所属", "勤務先", "差出人", "送信者", "作成者", "作成", "著作権者", "顧客名", "顧客", "客先", "依頼先", "依頼者", "元請", "下請", "前身", "旧", "現", "新会社"}

// notNames are runs that a form stands beside without naming anybody.
var notNames = []string{"当社", "弊社", "同社", "貴社", "御社", "各社", "本社", "支社", "他社", "自社", "会社", "親会社", "子会社", "新会社", "関連", "関係", "持株", "等", "又", "及", "及び", "の", "非公開",
	"上場", "非上場", "一般", "特例", "外国", "設立", "合弁", "各", "本", "全", "他", "種類", "有限", "様", "御中", "殿", "甲", "乙",
	"社外秘", "部外秘", "関係者外秘", "関係者限り", "極秘", "秘密", "機密", "取扱注意", "無断転載", "無断複製"}

func trimLabels(s *stream, i, end int) int {
	for again := true; again && i < end; {
		again = false
		for _, l := range labels {
			n := utf8.RuneCountInString(l)
			if i+n < end && hasCJK(s, i, l) && (n > 1 || end-i > 3) {
				i, again = i+n, true
				break
			}
		}
		if i < end && !s.units[i].cjk && isNumber(s.folded[s.units[i].start:s.units[i].end]) && i+1 < end && s.units[i+1].before != 0 {
			i, again = i+1, true // the number of a list
		}
	}
	if i < end && slices.Contains(notNames, string(s.core(i, end))) {
		return end
	}
	return i
}

func isNumber(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// titles end a name that began behind its form.
var titles = []string{"代表取締役", "取締役", "代表者", "代表", "御中", "各位", "様", "殿", "宛", "行", "本社", "本店", "支店", "支社", "営業部", "営業所", "事業所", "事業部", "工場", "総務部", "経理部",
	"人事部", "情報システム部", "技術部", "開発部", "製造部", "購買部", "資材部", "法務部", "管理部", "企画部", "担当", "部長", "課長", "社長", "会長", "専務", "常務", "電話", "住所", "所在地", "登録番号", "見積書", "御見積書", "請求書", "納品書", "注文書",
	"社外秘", "部外秘", "関係者外秘", "関係者限り", "極秘", "取扱注意", "無断転載", "無断複製", "及び", "並びに", "又は", "株式会社", "有限会社", "合同会社"}

func isTitle(s *stream, i int) bool {
	if !s.units[i].cjk {
		w := string(s.folded[s.units[i].start:s.units[i].end])
		return w == "tel" || w == "fax" || w == "url" || w == "http" || w == "https" || w == "mail" || w == "email"
	}
	for _, t := range titles {
		if hasCJK(s, i, t) {
			return true
		}
	}
	return false
}

// openForms are the Latin forms of one word that give a name away. The other
// single words are too short or too common (AS, SE, KG, PA).
var openForms = map[string]bool{"inc": true, "incorporated": true, "corp": true, "corporation": true, "ltd": true, "limited": true, "llc": true, "llp": true, "plc": true,
	"gmbh": true, "mbh": true, "ag": true, "kgaa": true, "sarl": true, "sas": true, "spa": true, "srl": true, "bv": true, "nv": true, "aps": true, "oyj": true, "oy": true, "asa": true, "sa": true, "ab": true,
	"kk": true, "berhad": true, "bhd": true, "tbk": true, "ltda": true, "doo": true, "sro": true, "kft": true, "zrt": true, "nyrt": true, "ojsc": true, "pjsc": true, "ооо": true, "оао": true, "зао": true, "пао": true,
	"pty": true, "company": true, "co": true, "eg": true, "ev": true, "ug": true}

// openLatin takes the capitalised words before a form.
func openLatin(s *stream, forms formMarks, f formMark) (span, bool) {
	if f.place&catalogue.FormAfter == 0 || f.to-f.from == 1 && !openForms[f.form] || !casedForm(s, f) {
		return span{}, false
	}
	if _, more := forms.begin[f.to]; more && s.units[f.to].before&(gapHard|gapLine) == 0 {
		return span{}, false // GmbH & Co. KG in two parts: the last one takes the name
	}
	if g := s.units[f.from].before; f.from == 0 || g&(gapHard|gapHyphen) != 0 && !countryEnds(s, f.from) || g&gapStop != 0 && wordLen(s, f.from-1) > 4 {
		return span{}, false
	}
	last := f.from
	for k, ok := forms.end[last]; ok && s.units[last].before&gapHard == 0; k, ok = forms.end[last] {
		last = forms.list[k].from
	}
	i := last
	for i > 0 && last-i < maxOpenLatin {
		u := &s.units[i-1]
		if k, ok := forms.end[i]; ok && i < last && casedForm(s, forms.list[k]) && (forms.list[k].to-forms.list[k].from > 1 || openForms[forms.list[k].form]) && s.units[i].before&^gapBlank != 0 && !countryBegins(s, i, f.from) {
			break // the form of another name
		}
		if i < last && s.units[i].before&(gapHard|gapLine|gapComma) != 0 && !countryBegins(s, i, f.from) || i < last && s.units[i].before&gapStop != 0 && wordLen(s, i-1) > 4 {
			break
		}
		if u.cjk {
			break
		}
		w := s.folded[u.start:u.end]
		r, _ := utf8.DecodeRuneInString(s.text[u.from:])
		if unicode.IsLower(r) && !connectors[string(w)] || starters[string(w)] && !allCapsNear(s, i-1) {
			break
		}
		i--
	}
	for i < last {
		w := string(s.folded[s.units[i].start:s.units[i].end])
		if k, ok := forms.begin[i]; ok && formsBefore[forms.list[k].form] && forms.list[k].to < last && isUpper(s.text[s.units[i].from:s.units[i].to]) {
			i = forms.list[k].to
			continue
		}
		if !connectors[w] && !starters[w] && !isYear(w) {
			break
		}
		i++
	}
	n := last - i
	if s.units[f.from].before&gapHard != 0 && (i >= last || i >= f.from-2 && countryBegins(s, i, f.from)) {
		return span{}, false // nothing before the brackets
	}
	if k, ok := forms.begin[i]; ok && forms.list[k].to < f.from && countryBegins(s, forms.list[k].to, f.from) {
		return span{}, false // nothing but another form: the name stands on the line before
	}
	if n == 0 || n == 1 && (f.form == "company" || f.form == "co") && s.units[f.from].before&gapAmp == 0 || !hasLetter(s, i, last) {
		return span{}, false
	}
	if unfinished[string(s.folded[s.units[last-1].start:s.units[last-1].end])] {
		return span{}, false // BUT NOT LIMITED
	}
	if n == 1 && (generic[string(s.core(i, last))] || wordLen(s, i) == 1 || wrapped(s, i)) {
		return span{}, false
	}
	return span{from: i, to: f.to, nameFrom: i, last: last, form: string(s.core(last, f.to))}, true
}

// maxAbove is the number of words up to which a line is the name of what is on the next.
const maxAbove = 6

// openAbove takes the line above a form that has a line to itself with what belongs to
// it, as letterheads and receipts are set: Example Works / Co. (M) Sdn Bhd.
func openAbove(s *stream, forms formMarks, f formMark) (span, bool) {
	if f.place&catalogue.FormAfter == 0 || f.to-f.from == 1 && !openForms[f.form] || !casedForm(s, f) {
		return span{}, false
	}
	end := f.from
	for n := 1; n <= 2 && end-n >= 1; n++ {
		if strings.HasSuffix(s.between(end-n), "(") && strings.HasPrefix(s.between(end), ")") && !s.units[end-n].cjk && capital(s, end-n) {
			end -= n
			break
		}
	}
	if end == f.from {
		return span{}, false
	}
	// A recogniser does not tell co. from CO.: the letters look alike.
	if k, ok := forms.end[end]; ok && forms.list[k].form == "co" && s.units[end].before&gapLine == 0 {
		end = forms.list[k].from
	}
	if end == 0 || !lineBegins(s, end) {
		return span{}, false
	}
	i := end
	for i > 0 && (i == end || !lineBegins(s, i)) {
		u := &s.units[i-1]
		if end-i >= maxAbove || u.cjk || !capital(s, i-1) && !connectors[word(s, i-1)] || i < end && s.units[i].before&^(gapBlank|gapAmp|gapStop) != 0 {
			return span{}, false
		}
		i--
	}
	if b := strings.TrimRight(s.between(end), " ("); strings.Trim(b, " \r\n") != "" || strings.Count(b, "\n") > 1 || !hasLetter(s, i, end) || !capital(s, i) {
		return span{}, false
	}
	if k, ok := forms.end[end]; ok && forms.list[k].from <= i || starters[word(s, i)] || unfinished[word(s, end-1)] || end-i == 1 && (generic[word(s, i)] || wordLen(s, i) < 3) {
		return span{}, false
	}
	return span{from: i, to: f.to, nameFrom: i, last: end, form: f.form}, true
}

// lineBegins reports whether unit i is the first of its line.
func lineBegins(s *stream, i int) bool { return i == 0 || strings.Contains(s.between(i), "\n") }

// countryEnds reports whether the name before unit i ends in a place in brackets, as those
// of subsidiaries do: Example (Thailand) Co., Ltd.
func countryEnds(s *stream, i int) bool {
	if i < 2 || strings.TrimRight(s.between(i), " ") != ")" {
		return false
	}
	return countryBegins(s, i-1, i) || i > 2 && near(s, i-1) && countryBegins(s, i-2, i)
}

// countryBegins reports whether the place in brackets that ends before unit end begins
// with unit i. It is one word or two, with capitals.
func countryBegins(s *stream, i, end int) bool {
	if i < 1 || end-i > 2 || s.units[i].cjk || s.units[i-1].cjk || !capital(s, i) || s.units[i].before&gapLine != 0 {
		return false
	}
	return strings.TrimLeft(s.between(i), ". ") == "(" && strings.HasPrefix(s.text[s.units[end-1].to:], ")") && s.units[end-1].to-s.units[i].from <= 24
}

// formsBefore are the Latin and Cyrillic forms that give away the name behind them;
// the others that may stand there are words or abbreviations of much else.
var formsBefore = map[string]bool{"pt": true, "uab": true, "sia": true, "ооо": true, "оао": true, "зао": true, "пао": true, "ао": true, "тов": true, "тоо": true,
	"syarikat": true, "syarikat perniagaan": true}

// openBehind takes the capitalised words behind a form, as PT Example and ООО Пример.
func openBehind(s *stream, forms formMarks, f formMark) (span, bool) {
	if f.place&catalogue.FormBefore == 0 || !formsBefore[f.form] {
		return span{}, false
	}
	if t := s.text[s.units[f.from].from:s.units[f.to-1].to]; len(f.form) <= 6 && !isUpper(t) || !capital(s, f.from) {
		return span{}, false
	}
	i := f.to
	for i < len(s.units) && i-f.to < maxOpenLatin {
		u := &s.units[i]
		quoted := i == f.to && u.before&gapHard != 0 && strings.Trim(s.between(i), " .\"'«“„") == ""
		if u.cjk || u.before&^gapBlank != 0 && u.before&^(gapBlank|gapAmp|gapStop) != 0 && !quoted || u.before&gapStop != 0 && i > f.to {
			break
		}
		if _, form := forms.begin[i]; form || !capital(s, i) && !connectors[word(s, i)] {
			break
		}
		i++
	}
	for i > f.to && connectors[word(s, i-1)] {
		i--
	}
	if i == f.to || i-f.to == 1 && (wordLen(s, f.to) < 3 || generic[word(s, f.to)]) || !hasLetter(s, f.to, i) {
		return span{}, false
	}
	return span{from: f.from, to: i, nameFrom: f.to, last: i, form: f.form}, true
}

// unfinished are words that no name ends with.
var unfinished = map[string]bool{"not": true, "but": true, "or": true, "be": true, "is": true, "are": true, "any": true, "such": true, "only": true, "all": true, "and": true, "of": true,
	"the": true, "for": true, "as": true, "in": true, "no": true}

// wrapped reports whether unit i is a common word at the beginning of a line, and
// so the end of a name that began on the line before.
func wrapped(s *stream, i int) bool {
	return i > 0 && s.units[i].before&gapLine != 0 && capital(s, i-1) && in(common(), string(s.core(i, i+1)))
}

func hasLetter(s *stream, i, end int) bool {
	for _, r := range string(s.core(i, end)) {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// isYear knows the years of copyright lines.
func isYear(w string) bool {
	return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && isNumber([]byte(w))
}

func wordLen(s *stream, i int) int { return int(s.units[i].end - s.units[i].start) }

// connectors join the words of a name and are written small.
var connectors = map[string]bool{"and": true, "of": true, "the": true, "for": true, "de": true, "du": true, "des": true, "la": true, "le": true, "di": true, "da": true, "do": true,
	"del": true, "van": true, "von": true, "der": true, "den": true, "und": true, "et": true, "y": true, "e": true, "für": true, "&": true}

// starters are written with a capital at the beginning of a sentence or a label
// and are no part of a name.
var starters = map[string]bool{"to": true, "from": true, "by": true, "at": true, "in": true, "on": true, "with": true, "dear": true, "attn": true, "attention": true, "between": true,
	"our": true, "your": true, "this": true, "that": true, "we": true, "i": true, "is": true, "are": true, "as": true, "an": true, "a": true, "or": true, "if": true, "client": true,
	"customer": true, "supplier": true, "vendor": true, "seller": true, "buyer": true, "bill": true, "ship": true, "copyright": true, "prepared": true, "author": true,
	"company": true, "confidential": true, "invoice": true, "quotation": true, "re": true, "cc": true, "subject": true, "c": true, "through": true, "under": true, "per": true, "via": true, "both": true, "hello": true}

// generic are single words that a form may follow without naming anybody.
var generic = map[string]bool{"the": true, "private": true, "public": true, "limited": true, "parent": true, "holding": true, "our": true, "joint": true, "foreign": true, "any": true, "each": true, "no": true,
	"liability": true, "not": true, "unit": true, "university": true, "bank": true, "institute": true, "foundation": true, "association": true, "council": true, "agency": true,
	"department": true, "ministry": true, "insurance": true, "trading": true, "development": true, "business": true, "government": true}

func allCapsNear(s *stream, i int) bool {
	if i+1 >= len(s.units) {
		return false
	}
	u, v := s.units[i], s.units[i+1]
	return isUpper(s.text[u.from:u.to]) && isUpper(s.text[v.from:v.to]) && u.to-u.from <= 3
}

func isUpper(t string) bool { return strings.ToUpper(t) == t && strings.ToLower(t) != t }

// casedForm reports whether a Latin form is written like one: with a capital, or
// as a word that is nothing else (inc, ltd, gmbh, llc).
func casedForm(s *stream, f formMark) bool {
	u := &s.units[f.from]
	if u.cjk {
		return true
	}
	if f.to < len(s.units) && s.units[f.to].before == gapHyphen || stateOfUS(s, f) {
		return false // Co-Chair, SA-4; Springfield, CO 80301
	}
	t := s.text[u.from:s.units[f.to-1].to]
	r, _ := utf8.DecodeRuneInString(t)
	if unicode.IsLower(r) {
		switch f.form {
		case "inc", "ltd", "llc", "gmbh", "plc", "co ltd", "corp", "llp", "sro", "doo":
			return true
		}
		return strings.Contains(t, ".") && len(t) <= 9 && f.form != "eg" // e.g.
	}
	if len(f.form) == 2 && f.form != "co" && f.form != "oy" {
		return isUpper(t) || strings.Contains(t, ".")
	}
	return true
}

// stateOfUS reports whether two letters behind a comma and before a number of
// five digits are the state of an address.
func stateOfUS(s *stream, f formMark) bool {
	if len(f.form) != 2 || s.units[f.from].before&gapComma == 0 || f.to >= len(s.units) {
		return false
	}
	w := s.folded[s.units[f.to].start:s.units[f.to].end]
	return len(w) == 5 && isNumber(w)
}
