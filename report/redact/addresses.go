package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	han      = `[\p{Han}々ヶケノ]`
	hanKana  = `[\p{Han}\p{Hiragana}\p{Katakana}ー々]`
	kanjiNum = `[0-9一二三四五六七八九十〇]{1,5}`
	block    = kanjiNum + `(?: ?(?:丁目|番町|番地|番|号|条|の|-) ?[0-9一二三四五六七八九十〇]{0,5}(?:号|番地|番)?){1,4}`
	// What may stand behind the number of a block: a building, a floor, a room.
	building = `(?: ?[\p{Han}\p{Katakana}ーA-Za-z0-9・]{1,20}(?:ビルディング|ビル|タワー|マンション|ハイツ|コーポ|アパート|ハウス|プラザ|メゾン|レジデンス|荘|号館|棟))?(?: ?(?:地下)?[0-9A-Z]{1,4}(?:階|F|号室|号))?`
)

var (
	// 東京都港区青葉1-2-3 青葉ビル5F, with the postal code before it
	prefectureForm = regexp.MustCompile(`(?:〒 ?)?(?:\d{3}-?\d{4} ?)?(?:` + prefectures + `) ?` + hanKana + `{0,12}?[市区町村郡](?: ?` + hanKana + `{0,16}? ?` + block + building + `| ?` + hanKana + `{1,12})?`)
	// 港区青葉1-2-3, 大津市園山一丁目1番1号
	cityForm = regexp.MustCompile(han + `{1,4}[市区町村郡]` + hanKana + `{0,16}? ?` + block + building)
	// 青葉1丁目2番3号
	townForm = regexp.MustCompile(han + `{1,8}` + kanjiNum + ` ?丁目(?: ?\d{1,4}(?: ?(?:番地|番|号|-) ?\d{0,4}){0,3}号?)?` + building)
	// 青葉1-2-3 where a snippet begins within an address
	dashForm   = regexp.MustCompile(han + `{2,8}\d{1,3}-\d{1,3}-\d{1,4}` + building)
	postalForm = regexp.MustCompile(`〒 ?\d{3} ?-? ?\d{4}(?: ?` + hanKana + `{2,24}(?: ?` + block + building + `)?)?`)
	chinaForm  = regexp.MustCompile(`(?:[\p{Han}]{2,4}[省市])?[\p{Han}]{1,8}(?:路|街|大道|巷|弄) ?\d{1,5} ?号(?:[\p{Han}0-9A-Z]{0,12}室)?`)
	koreaForm  = regexp.MustCompile(`(?:\p{Hangul}{1,6}(?:시|도) )?(?:\p{Hangul}{1,6}(?:구|군|시) )\p{Hangul}{1,8}(?:로|길) ?\d{1,4}(?:-\d{1,4})?`)

	streetForm = regexp.MustCompile(`^\d{1,6}[A-Za-z]?(?:-\d{1,5})?,? (?:[NSEW]\.? |[NSEW][EW]\.? |(?:North|South|East|West) )?(?:[A-Z][\pL'.\-]*|\d{1,3}(?:st|nd|rd|th)) (?:[A-Z][\pL'.\-]* ){0,3}?(?:` + streets + `)\b\.?` +
		`(?: [NSEW][EW]?\b)?(?:,? (?:Suite|Ste|Apt|Apartment|Unit|Floor|Fl|Room|Rm|Building|Bldg|#)\.? ?[\w\-]{1,8})?` +
		`(?:,? (?:[A-Z][\pL.'\-]* ?){1,3},? (?:` + states + `)\.? \d{4,5}(?:-\d{4})?\b|,? (?:[A-Z][\pL.'\-]*,? ){1,3}` + ukPostcode + `)?`)
	// One word and a kind of street: 12 Highway
	shortStreet = regexp.MustCompile(`^\d{1,5}[A-Za-z]? (?:Broadway|Highway|Main)\b`)
	floorForm   = regexp.MustCompile(`^\d{1,5}[a-z]?,? (?:bis |ter )?(?:rue|avenue|av\.|boulevard|bd|place|chemin|allée|quai|impasse|route|cours|via|calle|viale|corso) (?:d[eu]s? |de la |de l'|d')?\pL[\pL'\-]*(?: \p{Lu}[\pL'\-]*){0,3}(?:,? \d{5} \p{Lu}[\pL\-]*)?`)
	germanForm  = regexp.MustCompile(`\p{Lu}[\pL.\-]{1,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm)(?: |-)?\d{1,4} ?[a-z]?\b(?:,? (?:D-)?\d{5} \p{Lu}[\pL\-]+)?`)
	germanApart = regexp.MustCompile(`\p{Lu}[\pL\-]{1,30} (?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring) \d{1,4} ?[a-z]?\b(?:,? (?:D-)?\d{5} \p{Lu}[\pL\-]+)?`)
	zipForm     = regexp.MustCompile(`^(?:` + states + `) \d{5}(?:-\d{4})?\b`)
	postForm    = regexp.MustCompile(`^` + ukPostcode)
	boxForm     = regexp.MustCompile(`(?i)\bP\.? ?O\.? ?Box \d{1,6}|\bPostfach \d[\d ]{1,8}\d`)
)

const ukPostcode = `[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2}\b`

// addresses finds where people live and houses stand.
func (m *masker) addresses(f folded) []span {
	var out []span
	add := func(start, end int) {
		for start < end && f.s[start] == ' ' {
			start++
		}
		if end > start && !m.legalBehind(f.s, start, end) {
			out = append(out, span{start: start, end: end, kind: kindAddress, canonical: compact(f.s[start:end])})
		}
	}
	digits := strings.ContainsAny(f.s, "0123456789")
	if strings.Contains(f.s, "〒") {
		for _, x := range postalForm.FindAllStringIndex(f.s, -1) {
			add(x[0], clipBody(f.s, x[0], x[1]))
		}
	}
	if strings.ContainsAny(f.s, "都道府県") {
		for _, x := range prefectureForm.FindAllStringIndex(f.s, -1) {
			if end := clipBody(f.s, x[0], x[1]); strings.ContainsAny(f.s[x[0]:end], "0123456789") || kanjiBlock(f.s[x[0]:end]) || strings.Contains(f.s[max(0, x[0]-16):x[0]], "〒") || addressLabelled(f.s, x[0]) {
				add(x[0], end)
			}
		}
	}
	if strings.ContainsAny(f.s, "市区町村郡丁-") && digits || strings.Contains(f.s, "丁目") {
		for _, x := range cityForm.FindAllStringIndex(f.s, -1) {
			add(x[0], clipBody(f.s, x[0], x[1]))
		}
		for _, x := range townForm.FindAllStringIndex(f.s, -1) {
			add(x[0], clipBody(f.s, x[0], x[1]))
		}
		for _, x := range dashForm.FindAllStringIndex(f.s, -1) {
			if !numberedThing(f.s[x[0]:x[1]]) {
				add(x[0], clipBody(f.s, x[0], x[1]))
			}
		}
	}
	if strings.ContainsAny(f.s, "路街道巷弄") && strings.Contains(f.s, "号") {
		for _, x := range chinaForm.FindAllStringIndex(f.s, -1) {
			add(x[0], x[1])
		}
	}
	if strings.ContainsAny(f.s, "로길") {
		for _, x := range koreaForm.FindAllStringIndex(f.s, -1) {
			add(x[0], x[1])
		}
	}
	if digits {
		m.western(f, add)
	}
	for _, l := range labelsIn(f) {
		if l.kind == labelAddress {
			if start, end, ok := m.addressBehind(f, l); ok {
				add(start, end)
			}
		}
	}
	return out
}

// western finds addresses in Latin letters, each beginning with or ending in a number.
func (m *masker) western(f folded, add func(start, end int)) {
	s := f.s
	const window = 160
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		start := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		if p := before(s, start); i-start > 6 || p < utf8.RuneSelf && unicode.IsLetter(p) || p == '.' && start > 1 && isDigit(s[start-2]) || p == '-' || p == '/' {
			continue
		}
		if from, end := postcode(s, start, i); end > 0 {
			add(from, end)
			continue
		}
		near := s[start:min(len(s), start+window)]
		if !mayBeStreet(near[i-start:]) {
			continue
		}
		for _, form := range []*regexp.Regexp{streetForm, floorForm, shortStreet} {
			if x := form.FindStringIndex(near); x != nil {
				add(start, start+x[1])
				i = max(i, start+x[1]-1)
				break
			}
		}
	}
	if strings.Contains(f.low, "box ") || strings.Contains(f.low, "postfach") {
		for _, x := range boxForm.FindAllStringIndex(s, -1) {
			add(x[0], x[1])
		}
	}
	if strings.Contains(f.low, "str") || strings.Contains(f.low, "weg") || strings.Contains(f.low, "platz") || strings.Contains(f.low, "allee") || strings.Contains(f.low, "gasse") || strings.Contains(f.low, "ufer") || strings.Contains(f.low, "damm") || strings.Contains(f.low, "ring") {
		for _, form := range []*regexp.Regexp{germanForm, germanApart} {
			for _, x := range form.FindAllStringIndex(s, -1) {
				add(x[0], x[1])
			}
		}
	}
}

// postcode finds a ZIP code behind its state, and a postcode of the United Kingdom, by
// the digits from start to end; 0 where there is none.
func postcode(s string, start, end int) (int, int) {
	if end-start == 5 && start >= 3 && s[start-1] == ' ' && upper(s[start-2]) {
		from := start - 3
		if start >= 4 && upper(s[start-4]) {
			from--
		}
		if !isLetter(byte(min(127, before(s, from)))) {
			if x := zipForm.FindStringIndex(s[from:min(len(s), end+8)]); x != nil {
				return from, from + x[1]
			}
		}
	}
	if end-start == 1 && start >= 3 && s[start-1] == ' ' && end+2 <= len(s) && upper(s[end]) && upper(s[end+1]) {
		from := start - 1
		for from > 0 && start-from < 5 && (upper(s[from-1]) || isDigit(s[from-1])) {
			from--
		}
		if p := before(s, from); !unicode.IsLetter(p) && !unicode.IsDigit(p) {
			if x := postForm.FindStringIndex(s[from:min(len(s), end+3)]); x != nil {
				return from, from + x[1]
			}
		}
	}
	return 0, 0
}

// mayBeStreet reports, at little cost, whether what follows the number of a house may be
// a street: a blank and a word, or a number that is one (5th).
func mayBeStreet(s string) bool {
	j := 0
	for j < len(s) && j < 8 && s[j] != ' ' {
		j++
	}
	if j+3 >= len(s) || s[j] != ' ' {
		return false
	}
	if !isDigit(s[j+1]) {
		return true
	}
	for j++; j < len(s) && isDigit(s[j]); j++ {
	}
	return j < len(s) && isLetter(s[j])
}

// legalBehind reports whether what follows says that a stretch was the beginning of an
// organisation's name: 42 Street Partners Ltd, 1-2-3 Main Street Bank.
func (m *masker) legalBehind(s string, start, end int) bool {
	rest := s[end:min(len(s), end+40)]
	rest = strings.TrimPrefix(rest, " ")
	if len(rest) == len(s[end:min(len(s), end+40)]) {
		return false
	}
	w := rest
	if i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		w = rest[:i]
	}
	return w != "" && unicode.IsUpper(after(w, 0)) && organisationWord(w) && !strings.ContainsFunc(s[start:end], isCJK) && !isLabelWord(w)
}

// bodies are what the name of an organisation begins with where it follows an address
// without a sign between them.
var bodies = []string{"株式会社", "有限会社", "合同会社", "一般社団", "公益社団", "一般財団", "公益財団", "学校法人", "医療法人", "独立行政", "国立大学", "(株)", "㈱", "TEL", "Tel", "tel", "FAX", "電話"}

// clipBody ends an address before an organisation that follows it.
func clipBody(s string, start, end int) int {
	for _, b := range bodies {
		if i := strings.Index(s[start:end], b); i > 0 {
			end = start + i
		}
	}
	for end > start && s[end-1] == ' ' {
		end--
	}
	return end
}

// numberedThing reports whether three numbers are those of a chapter, a figure, a
// version or an article.
func numberedThing(s string) bool {
	i := strings.IndexAny(s, "0123456789")
	return i > 0 && strings.ContainsRune("第図表章節項版号条例番付式型種類別年月日回次品", before(s, i))
}

func kanjiBlock(s string) bool { return strings.Contains(s, "丁目") || strings.Contains(s, "番地") }

// addressLabelled reports whether a label for an address ends shortly before i.
func addressLabelled(s string, i int) bool {
	head := fold(s[runeStart(s, max(0, i-40)):i])
	for _, l := range labelsIn(head) {
		if l.kind == labelAddress {
			return true
		}
	}
	return false
}

func runeStart(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// addressBehind takes what stands behind a label for an address up to the end of the
// line or the next label, where it has a number in it.
func (m *masker) addressBehind(f folded, l label) (int, int, bool) {
	s := f.s
	i := l.end
	sign := false
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != ' ' && r != '\t' && !strings.ContainsRune(":=|>→]」)#*", r) {
			break
		}
		sign = sign || r != ' '
		i += n
	}
	if i == l.end || i >= len(s) || i-l.end > 12 || !sign {
		return 0, 0, false
	}
	end := i
	for end < len(s) && end-i < 240 {
		r, n := utf8.DecodeRuneInString(s[end:])
		if r == '\n' || r == '|' || r == '\t' || r == ';' {
			break
		}
		end += n
	}
	if t := tokensIn(s[i:end]); len(t) > 0 {
		end = i + t[0][0]
	}
	for _, other := range labelsIn(fold(s[i:end])) {
		if other.kind != labelAddress && other.start > 0 && i+other.start < end {
			end = i + other.start
		}
	}
	end = clipBody(s, i, end)
	for end > i && strings.IndexByte(" ,.-/[", s[end-1]) >= 0 {
		end--
	}
	if end <= i || !strings.ContainsAny(s[i:end], "0123456789") || strings.Contains(s[i:end], "@") || strings.Contains(s[i:end], "://") || ipLike(s[i:end]) {
		return 0, 0, false
	}
	return i, end, true
}

// ipLike reports whether a value is the address of a machine.
func ipLike(s string) bool {
	return strings.Trim(s, "0123456789.:/abcdefABCDEF ") == "" || !strings.Contains(s, " ") && strings.Count(s, ".") >= 2
}

// wholeField masks fields whose whole value is personal: the place where a picture was
// taken, numbers and addresses of cards of persons.
func wholeField(f folded, field string) ([]span, bool) {
	if field == "" || strings.TrimSpace(f.s) == "" || strings.HasPrefix(f.s, "[") && len(tokensIn(f.s)) > 0 {
		return nil, false
	}
	n := fieldName(field)
	k := kind("")
	switch {
	case strings.HasPrefix(n, "gps") && (strings.Contains(n, "position") || strings.Contains(n, "latitude") || strings.Contains(n, "longitude") || strings.Contains(n, "altitude")) && strings.ContainsAny(f.s, "0123456789") && !strings.HasSuffix(n, "ref"):
		k = kindPlace
	case n == "telephone" || n == "phone" || n == "fax" || n == "mobile" || n == "tel" || strings.HasSuffix(n, "phonenumber") || strings.HasSuffix(n, "workphone") || strings.HasSuffix(n, "worktelephone"):
		k = kindPhone
	case n == "adr" || n == "streetaddress" || n == "postaladdress" || strings.HasSuffix(n, "creatoraddress") || n == "street" || n == "creatorpostalcode":
		k = kindAddress
	case n == "bday" || n == "birthday" || n == "dateofbirth":
		k = kindBirth
	default:
		return nil, false
	}
	return []span{{start: 0, end: len(f.s), kind: k, canonical: compact(f.s)}}, true
}
