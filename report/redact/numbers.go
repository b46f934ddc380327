package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// group is a run of digits; groups that only blanks and signs part are one row.
type group struct{ start, end int }

// rows cuts the digits of a text into rows of groups.
func rows(s string) [][]group {
	var out [][]group
	var row []group
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		if len(row) > 0 && !separator(s[row[len(row)-1].end:start]) {
			out = append(out, row)
			row = nil
		}
		row = append(row, group{start, i})
	}
	if len(row) > 0 {
		out = append(out, row)
	}
	return out
}

// separator reports whether a text may stand between the groups of one number.
func separator(s string) bool { return len(s) <= 4 && strings.Trim(s, " -.()/") == "" }

// numbers finds telephone and card numbers, accounts, national ids and dates of birth.
func (m *masker) numbers(f folded, field string) []span {
	if !strings.ContainsAny(f.s, "0123456789") {
		return nil
	}
	labels := labelsIn(f)
	out := lettered(f)
	guids := guidForm.FindAllStringIndex(f.low, -1)
	taken := 0 // what stands before is masked
	add := func(start, end int, k kind, canonical string) {
		if start >= taken && end > start {
			out = append(out, span{start: start, end: end, kind: k, canonical: canonical})
			taken = end
		}
	}
	next := 0
	registered := -1 // end of the last label of an organisation's number
	label := func(until int) {
		for ; next < len(labels) && labels[next].end <= until; next++ {
			l := labels[next]
			switch l.kind {
			case labelRegistry:
				registered = l.end
			case labelPerson, labelSide, labelAddress, noLabel:
			default:
				if start, end, k, ok := m.valueOf(f, l); ok && start >= taken {
					add(start, end, k, canonicalNumber(k, f.s[start:end]))
				}
			}
		}
	}
	for _, row := range rows(f.s) {
		label(row[0].start)
		for i := 0; i < len(row); i++ {
			label(row[i].start)
			if row[i].start < taken || within(row[i].start, guids) {
				continue
			}
			r := reading{s: f.s, row: row, at: i}
			if registered >= 0 && registered <= row[i].start && row[i].start-registered <= 12 && !strings.ContainsAny(f.s[registered:row[i].start], "0123456789\n") {
				continue
			}
			if k, last, start, ok := r.read(); ok && !m.orgs.numbers[r.digits(last)] {
				end := row[last].end
				if k == kindID && end < len(f.s) && (f.s[end] == 'X' || f.s[end] == 'x') && len(r.digits(last)) == 17 {
					end++
				}
				add(start, end, k, canonicalNumber(k, f.s[start:end]))
				i = last
			}
		}
	}
	label(len(f.s))
	return out
}

var guidForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func within(i int, list [][]int) bool {
	for _, l := range list {
		if l[0] <= i && i < l[1] {
			return true
		}
	}
	return false
}

// compact is a value without blanks and signs, the form by which values are the same.
func compact(s string) string { return squash(s) }

// canonicalNumber makes +81 3 1234 5678 and 03-1234-5678 one.
func canonicalNumber(k kind, s string) string {
	if k != kindPhone {
		return compact(s)
	}
	d := digitsOf(misread.Replace(s))
	if strings.Contains(s, "+81") {
		d = "0" + strings.TrimPrefix(strings.TrimPrefix(d, "81"), "0")
	}
	return d
}

// misread undoes the letters that recognisers read for digits.
var misread = strings.NewReplacer("O", "0", "o", "0", "Q", "0", "D", "0", "l", "1", "I", "1", "|", "1", "S", "5", "B", "8")

// reading reads the number that begins with one group of a row.
type reading struct {
	s   string
	row []group
	at  int
}

func (r reading) sep(i int) string { // behind group i
	if i+1 >= len(r.row) {
		return ""
	}
	return r.s[r.row[i].end:r.row[i+1].start]
}

func (r reading) len(i int) int {
	if i >= len(r.row) {
		return 0
	}
	return r.row[i].end - r.row[i].start
}

func (r reading) digits(last int) string {
	var b strings.Builder
	for i := r.at; i <= last; i++ {
		b.WriteString(r.s[r.row[i].start:r.row[i].end])
	}
	return b.String()
}

// starts reports whether a number may begin here, and not only its rest.
func (r reading) starts() bool {
	if r.at == 0 {
		p := before(r.s, r.row[0].start)
		return !(p < utf8.RuneSelf && unicode.IsLetter(p) || p == '_' || p == '$' || p == '#')
	}
	gap := r.sep(r.at - 1)
	return strings.ContainsAny(gap, " /") || strings.Contains(gap, "(")
}

// ends reports whether a number may end with group i.
func (r reading) ends(i int) bool {
	if i+1 < len(r.row) {
		gap := r.sep(i)
		return strings.ContainsAny(gap, " /()") || gap == "."
	}
	p := after(r.s, r.row[i].end)
	return !(p < utf8.RuneSelf && unicode.IsLetter(p) || p == '_' || p == '%')
}

// read returns the kind of the number, its last group and where it begins.
func (r reading) read() (kind, int, int, bool) {
	start := r.row[r.at].start
	if last, from, ok := r.international(); ok {
		return kindPhone, last, from, true
	}
	if !r.starts() {
		return "", 0, 0, false
	}
	longest := r.at
	for longest+1 < len(r.row) && longest < r.at+6 && simple(r.sep(longest)) && len(r.digits(longest+1)) <= 19 {
		longest++
	}
	for last := longest; last >= r.at; last-- {
		d := r.digits(last)
		if len(d) > 19 {
			break
		}
		closing := last
		if !r.ends(closing) && !(len(d) == 17 && endsInX(r.s, r.row[last].end)) {
			continue
		}
		groups := last - r.at + 1
		switch {
		case len(d) >= 14 && cardNumber(d) && (groups == 1 || r.shaped(4, 4, 4, 4) || r.shaped(4, 6, 5) || r.shaped(4, 6, 4) || r.shaped(4, 4, 4, 4, 3)):
			return kindCard, last, start, true
		case len(d) == 12 && (groups == 1 && myNumber(d) && !timestamp(d) || r.shaped(4, 4, 4) && (myNumber(d) || verhoeff(d)) && r.len(last+1) != 4) && !r.corporateTail(d):
			return kindID, last, start, true
		case len(d) == 9 && r.shaped(3, 2, 4) && strings.Contains(r.sep(r.at), "-") && socialSecurity(d):
			return kindID, last, start, true
		case groups == 1 && (len(d) == 18 && chineseID(d) || len(d) == 17 && endsInX(r.s, r.row[last].end) && chineseID(d+"X")):
			return kindID, last, start, true
		case r.shaped(6, 7) && groups == 2 && koreanID(d), r.shaped(3, 3, 3, 2) && groups == 4 && brazilianID(d), len(d) == 15 && (groups == 1 || r.shaped(1, 2, 2, 2, 3, 3, 2)) && frenchID(d):
			return kindID, last, start, true
		case r.phone(last, d):
			if p := start - 1; p >= 0 && r.s[p] == '(' && strings.Contains(r.sep(r.at), ")") {
				start = p
			}
			return kindPhone, last, start, true
		}
	}
	return "", 0, 0, false
}

func endsInX(s string, i int) bool {
	return i < len(s) && (s[i] == 'X' || s[i] == 'x') && !isLetter(byte(min(127, after(s, i+1))))
}

func (r reading) shaped(lens ...int) bool {
	for i, n := range lens {
		if r.len(r.at+i) != n {
			return false
		}
	}
	return true
}

// corporateTail reports whether d is the rest of a corporate number whose first digit
// stands apart.
func (r reading) corporateTail(d string) bool {
	return r.at > 0 && r.len(r.at-1) == 1 && corporateNumber(r.s[r.row[r.at-1].start:r.row[r.at-1].end]+d)
}

// simple reports whether s may part groups within one number.
func simple(s string) bool {
	return len(s) <= 3 && strings.Count(s, "-") <= 1 && strings.Count(s, ".") <= 1 && strings.Count(s, " ") <= 2
}

// international reads numbers that begin with + and a country's code.
func (r reading) international() (last, start int, ok bool) {
	start = r.row[r.at].start
	for start > 0 && (r.s[start-1] == '(' || r.s[start-1] == ' ') && r.row[r.at].start-start < 2 {
		start--
	}
	if start == 0 || r.s[start-1] != '+' || r.len(r.at) > 15 {
		return 0, 0, false
	}
	start--
	if start > 0 && (isLetter(r.s[start-1]) || isDigit(r.s[start-1])) {
		return 0, 0, false
	}
	for i := r.at; i < len(r.row); i++ {
		if i > r.at && !simple(r.sep(i-1)) {
			break
		}
		n := len(r.digits(i))
		if n > 15 {
			break
		}
		if n >= 8 {
			last, ok = i, true
		}
	}
	return last, start, ok
}

// phone reports whether the groups up to last are a national telephone number.
func (r reading) phone(last int, d string) bool {
	groups := last - r.at + 1
	seps := make([]string, 0, 4)
	for i := r.at; i < last; i++ {
		seps = append(seps, strings.TrimSpace(r.sep(i)))
	}
	hyphened := len(seps) > 0
	blank := len(seps) > 0
	same := true
	for _, s := range seps {
		hyphened = hyphened && (s == "-" || strings.ContainsAny(s, "()"))
		blank = blank && s == ""
		same = same && s == seps[0]
	}
	bracketed := r.row[r.at].start > 0 && r.s[r.row[r.at].start-1] == '(' && strings.Contains(r.sep(r.at), ")")
	if d[0] == '0' && d[1:] != "" && d[1] != '0' {
		mobile := strings.HasPrefix(d, "050") || strings.HasPrefix(d, "060") || strings.HasPrefix(d, "070") || strings.HasPrefix(d, "080") || strings.HasPrefix(d, "090") || strings.HasPrefix(d, "010")
		a, b, c := r.len(r.at), r.len(r.at+1), r.len(r.at+2)
		switch groups {
		case 1:
			return len(d) == 11 && mobile && d[:3] != "010"
		case 2:
			s := seps[0]
			return s == "/" && a >= 3 && a <= 5 && len(d) >= 8 && len(d) <= 12 || s == "-" && a >= 3 && a <= 5 && b >= 5 && b <= 8 && len(d) >= 9 && len(d) <= 11 ||
				s == "" && len(d) >= 10 && len(d) <= 11 && a >= 3 && a <= 5 && b >= 5 || bracketed && len(d) >= 9 && len(d) <= 11
		case 3:
			total := len(d) == 10 || len(d) == 11 || len(d) == 9 && hyphened
			if !total || a < 2 || a > 5 {
				return false
			}
			return (hyphened || blank && len(d) >= 10 || seps[0] == "." && same || bracketed) && (c == 4 && b >= 1 && b <= 4 || b >= 3 && c == 3 && len(d) == 10)
		case 4:
			return hyphened && (len(d) == 10 || len(d) == 11) && a >= 2 && a <= 5 && r.len(last) == 4 && bracketed
		case 5:
			return r.shaped(2, 2, 2, 2, 2) && same && d[1] != '0'
		}
		return false
	}
	switch {
	case groups == 3 && r.shaped(3, 3, 4) && d[0] >= '2' && d[3] >= '2' && (bracketed || same && (seps[0] == "-" || seps[0] == ".") || seps[0] == ")"):
		return true
	case groups == 2 && bracketed && r.shaped(3, 7) && d[0] >= '2':
		return true
	case groups == 4 && r.shaped(1, 3, 3, 4) && d[0] == '1' && d[1] >= '2' && d[4] >= '2':
		return true
	case groups == 3 && r.shaped(3, 4, 4) && d[0] == '1' && d[1] >= '3' && same && (seps[0] == "-" || seps[0] == ""):
		return true // China
	}
	return false
}

// lettered finds numbers that begin with letters: IBANs and national insurance numbers
// of the United Kingdom.
func lettered(f folded) []span {
	var out []span
	s := f.s
	for i := 0; i+8 < len(s); i++ {
		if !upper(s[i]) || !upper(s[i+1]) {
			continue
		}
		if p := before(s, i); p < utf8.RuneSelf && (unicode.IsLetter(p) || unicode.IsDigit(p)) {
			i++
			continue
		}
		if end := ninoAt(s, i); end > 0 {
			out = append(out, span{start: i, end: end, kind: kindID, canonical: compact(s[i:end])})
			i = end
			continue
		}
		if isDigit(s[i+2]) && isDigit(s[i+3]) {
			if end := ibanAt(s, i); end > 0 {
				out = append(out, span{start: i, end: end, kind: kindAccount, canonical: compact(s[i:end])})
				i = end
			}
		}
	}
	return out
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func ninoAt(s string, i int) int {
	if strings.IndexByte("DFIQUV", s[i]) >= 0 || strings.IndexByte("DFIOQUV", s[i+1]) >= 0 {
		return 0
	}
	switch s[i : i+2] {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return 0
	}
	j, n := i+2, 0
	for j < len(s) && n < 6 {
		if s[j] == ' ' && n%2 == 0 && j+1 < len(s) && isDigit(s[j+1]) {
			j++
		}
		if !isDigit(s[j]) {
			return 0
		}
		j++
		n++
	}
	if j < len(s) && s[j] == ' ' {
		j++
	}
	if n < 6 || j >= len(s) || s[j] < 'A' || s[j] > 'D' || j+1 < len(s) && (isLetter(s[j+1]) || isDigit(s[j+1])) {
		return 0
	}
	return j + 1
}

func ibanAt(s string, i int) int {
	var b []byte
	ends := make([]int, 0, 34)
	for j := i; j < len(s) && len(b) < 34; j++ {
		if c := s[j]; upper(c) || isDigit(c) {
			b = append(b, c)
			ends = append(ends, j+1)
		} else if c != ' ' && c != '-' || j+1 < len(s) && !upper(s[j+1]) && !isDigit(s[j+1]) {
			break
		}
	}
	if n, ok := ibanLengths[s[i:i+2]]; ok {
		if len(b) >= n && iban(string(b[:n])) {
			return ends[n-1]
		}
		return 0
	}
	for n := len(b); n >= 15; n-- {
		if iban(string(b[:n])) && (ends[n-1] == len(s) || !isLetter(s[ends[n-1]]) && !isDigit(s[ends[n-1]])) {
			return ends[n-1]
		}
	}
	return 0
}

// Bounds of what a label says of the text behind it, in bytes.
const (
	maxLabelGap = 16 // between a label and its value
	maxLabelled = 64
)

// valueOf reads the value behind a label of a number.
func (m *masker) valueOf(f folded, l label) (start, end int, k kind, ok bool) {
	s := f.s
	i := l.end
	for i < len(s) && i-l.end < maxLabelGap {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '+' || r == '(' && i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '+') {
			break
		}
		if isDigit(s[i]) || r != ' ' && !strings.ContainsRune(".:=|>→・]」)}#*(-/~,", r) && r != '\n' && r != '\t' {
			break
		}
		i += n
	}
	switch l.kind {
	case labelBirth:
		if d := birthForm.FindStringIndex(s[i:min(len(s), i+maxLabelled)]); d != nil {
			return i, i + d[1], kindBirth, true
		}
	case labelPhone:
		return phoneBehind(s, l, i)
	case labelCard:
		return digitsBehind(s, skipWords(f.low, i, "no", "number", "num", "番号", "は"), 12, 19, kindCard)
	case labelAccount:
		return digitsBehind(s, skipWords(f.low, i, "no", "number", "num", "番号", "普通", "当座", "は"), 6, 20, kindAccount)
	case labelID:
		return idBehind(s, skipWords(f.low, i, "no", "number", "num", "番号", "は", "is"))
	}
	return 0, 0, "", false
}

func skipWords(low string, i int, words ...string) int {
	for range 2 {
		for _, w := range words {
			if strings.HasPrefix(low[i:], w) && !isLetter(byte(min(127, after(low, i+len(w))))) {
				i += len(w)
				for i < len(low) && strings.IndexByte(" .:=#|", low[i]) >= 0 {
					i++
				}
			}
		}
	}
	return i
}

// phoneBehind reads a number as a person writes it or a recogniser misreads it: letters
// that look like digits count where digits stand beside them.
func phoneBehind(s string, l label, i int) (start, end int, k kind, ok bool) {
	if i-l.end >= maxLabelGap {
		return 0, 0, "", false
	}
	digits, real := 0, 0
	j := i
	for j < len(s) && j-i < 40 {
		c := s[j]
		switch {
		case isDigit(c):
			digits++
			real++
			end = j + 1
		case strings.IndexByte("OoQlI|SBD", c) >= 0 && (j == i || strings.IndexByte("0123456789-() +OoQlI", s[j-1]) >= 0) && (j+1 < len(s) && strings.IndexByte("0123456789-()OolI", s[j+1]) >= 0):
			digits++
			end = j + 1
		case strings.IndexByte("/+(", c) >= 0 && digits >= 9:
			j = len(s)
		case strings.IndexByte(" -.()/+", c) >= 0:
			if j > i && strings.HasSuffix(s[i:j+1], "  ") {
				j = len(s)
			}
		default:
			j = len(s)
		}
		j++
		if digits >= 15 {
			break
		}
	}
	least := 5
	switch low := strings.ToLower(s[l.start:l.end]); low {
	case "ext", "extension", "内線", "直通":
		least = 2
	case "call", "direct", "ph", "cell", "mobile", "handy", "连络", "連絡先", "hotline":
		least = 7
	}
	if real < least || real*2 < digits || digits == 13 && corporateNumber(digitsOf(s[i:end])) {
		return 0, 0, "", false
	}
	return i, end, kindPhone, true
}

func digitsBehind(s string, i, least, most int, k kind) (int, int, kind, bool) {
	n, end := 0, i
	for j := i; j < len(s) && n < most; j++ {
		if isDigit(s[j]) {
			n++
			end = j + 1
		} else if (s[j] != ' ' && s[j] != '-') || j == i {
			break
		}
	}
	return i, end, k, n >= least
}

// idBehind takes one word of letters and digits with at least four digits.
func idBehind(s string, i int) (int, int, kind, bool) {
	n, digits, end := 0, 0, i
	for j := i; j < len(s) && n < 24; j++ {
		switch c := s[j]; {
		case isDigit(c):
			n++
			digits++
			end = j + 1
			continue
		case upper(c) || isLetter(c) && n < 3:
			n++
			end = j + 1
			continue
		case (c == '-' || c == ' ') && n > 0 && j+1 < len(s) && isDigit(s[j+1]):
			continue
		}
		break
	}
	return i, end, kindID, digits >= 4
}

// birthForm is a date, in figures or words.
var birthForm = regexp.MustCompile(`^(?:は|is|on|am|le)?[ :]*(?:` +
	`(?:西暦|明治|大正|昭和|平成|令和|[MTSHR]\.?)? ?\d{1,4} ?[年./\-] ?\d{1,2} ?[月./\-] ?\d{1,4}日?` +
	`|\d{8}` +
	`|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?\pL{3,9}\.?,? \d{4}` +
	`|\pL{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}` +
	`|\d{1,2}-\pL{3,9}-\d{2,4}` +
	`|(?:明治|大正|昭和|平成|令和)[元〇一二三四五六七八九十]{1,4}年[元〇一二三四五六七八九十]{1,3}月[〇一二三四五六七八九十]{1,4}日)`)
