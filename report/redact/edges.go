package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A snippet is cut out of a text, and its ends may fall into a number or a name, of which
// no rule for whole ones knows. What may be the beginning or the rest of one is masked.

// Bounds of what is told by a part, in characters.
const (
	minPartWord = 3 // of a Latin word
	minPartCJK  = 2 // of a name in Han
	minPartLine = 4 // of the left half of an address
)

// edges finds what the ends of a snippet hold of numbers and names.
func (m *masker) edges(f folded) []span {
	var out []span
	labels := labelsIn(f)
	if p, ok := lastNumber(f, labels); ok {
		out = append(out, p)
	} else if p, ok := m.lastWord(f); ok {
		out = append(out, p)
	}
	if p, ok := firstNumber(f); ok {
		out = append(out, p)
	} else if p, ok := m.firstWord(f); ok {
		out = append(out, p)
	}
	return out
}

// lastNumber reads the row of digits that the snippet ends with.
func lastNumber(f folded, labels []label) (span, bool) {
	s := f.s
	end := len(strings.TrimRight(s, " -.(/+"))
	start := end
	for start > 0 && (isDigit(s[start-1]) || strings.IndexByte(" -.()/+", s[start-1]) >= 0) {
		start--
	}
	for start < end && s[start] != '+' && s[start] != '(' && !isDigit(s[start]) {
		start++
	}
	row := s[start:end]
	if d := digitsOf(row); row == "" || len(d) < 2 || isLetter(byte(min(127, before(s, start)))) || len(tokensIn(s[max(0, start-12):end])) > 0 {
		return span{}, false
	}
	k := kind("")
	for _, l := range labels {
		if l.end <= start && start-l.end <= maxLabelGap && !strings.ContainsAny(s[l.end:start], "0123456789\n") {
			switch l.kind {
			case labelPhone:
				k = kindPhone
			case labelCard:
				k = kindCard
			case labelAccount:
				k = kindAccount
			case labelID:
				k = kindID
			case labelBirth:
				k = kindBirth
			case labelRegistry:
				return span{}, false
			}
		}
	}
	groups := strings.FieldsFunc(row, func(r rune) bool { return r < '0' || r > '9' })
	fours := len(groups) >= 2
	for i, g := range groups {
		fours = fours && (len(g) == 4 || i == len(groups)-1 && len(g) < 4)
	}
	d := digitsOf(row)
	switch {
	case k != "":
	case row[0] == '+' && len(d) >= 3, len(groups) >= 2 && groups[0][0] == '0' && len(groups[0]) >= 2 && len(groups[0]) <= 5 && len(d) >= 4 && !strings.Contains(row, "."):
		k = kindPhone
	case fours && len(d) >= 6 && strings.IndexByte("3456", d[0]) >= 0:
		k = kindCard
	case fours && len(d) >= 8:
		k = kindID
	default:
		return span{}, false
	}
	return span{start: start, end: end, kind: k, canonical: "part " + d}, true
}

// firstNumber reads the row of digits that the snippet begins with: the rest of a
// telephone or a card number.
func firstNumber(f folded) (span, bool) {
	s := f.s
	end := 0
	for end < len(s) && (isDigit(s[end]) || strings.IndexByte(" -)", s[end]) >= 0) {
		end++
	}
	for end > 0 && !isDigit(s[end-1]) {
		end--
	}
	row := s[:end]
	groups := strings.FieldsFunc(row, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) < 2 || end < len(s) && isLetter(s[end]) {
		return span{}, false
	}
	d := digitsOf(row)
	last := groups[len(groups)-1]
	hyphened := strings.Count(row, "-") == len(groups)-1
	fours := true
	for i, g := range groups {
		fours = fours && (len(g) == 4 || i == 0 && len(g) < 4)
	}
	switch {
	case hyphened && len(last) == 4 && len(d) >= 5 && len(groups) <= 3:
		return span{start: strings.IndexAny(row, "0123456789"), end: end, kind: kindPhone, canonical: "part " + d}, true
	case fours && len(d) >= 8:
		return span{start: strings.IndexAny(row, "0123456789"), end: end, kind: kindCard, canonical: "part " + d}, true
	}
	return span{}, false
}

// lastWord finds the beginning of a known name or address at the end of a snippet.
func (m *masker) lastWord(f folded) (span, bool) {
	s := f.s
	if start, who := m.people.cjkBeginning(s); who > 0 {
		return span{start: start, end: len(s), kind: kindPerson, person: who}, true
	}
	start := len(s)
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if !(unicode.IsLetter(r) && !isCJK(r) || unicode.IsDigit(r) || strings.ContainsRune("._-+", r)) {
			break
		}
		start -= n
	}
	part := lower(s[start:])
	if len(part) >= minPartLine && !isToken(part) {
		if who, ok := m.people.localBeginning(part); ok {
			return span{start: start, end: len(s), kind: kindPerson, person: who + 1}, true
		}
	}
	words := latinWords(s[start-min(start, maxName):])
	off := start - min(start, maxName)
	if len(words) == 0 || off+words[len(words)-1].end != len(s) {
		return span{}, false
	}
	w := words[len(words)-1]
	if len(words) >= 2 && near(s[off:], words[len(words)-2], w) && len(w.word) >= 1 {
		for _, who := range m.people.byWord[words[len(words)-2].word] {
			for other := range m.people.words[m.people.find(who)] {
				if other != words[len(words)-2].word && strings.HasPrefix(other, w.word) {
					return span{start: off + words[len(words)-2].start, end: len(s), kind: kindPerson, person: m.people.find(who) + 1}, true
				}
			}
		}
	}
	return span{}, false
}

// firstWord finds the end of a known name at the beginning of a snippet.
func (m *masker) firstWord(f folded) (span, bool) {
	words := latinWords(f.s[:runeStart(f.s, min(len(f.s), maxName))])
	if len(words) < 2 || words[0].start != 0 || len(words[0].word) < minPartWord || !near(f.s, words[0], words[1]) {
		return span{}, false
	}
	for _, who := range m.people.byWord[words[1].word] {
		for other := range m.people.words[m.people.find(who)] {
			if other != words[1].word && strings.HasSuffix(other, words[0].word) {
				return span{start: 0, end: words[1].end, kind: kindPerson, person: m.people.find(who) + 1}, true
			}
		}
	}
	return span{}, false
}

// cjkBeginning finds the beginning of a whole CJK name at the end of s, and 1 + whose it
// is.
func (p *people) cjkBeginning(s string) (start, who int) {
	var tail []rune
	starts := []int{}
	for i := len(s); i > 0 && len(tail) < 8; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if r == ' ' && len(tail) > 0 {
			i -= n
			continue
		}
		if !isCJK(r) {
			break
		}
		i -= n
		tail = append([]rune{r}, tail...)
		starts = append([]int{i}, starts...)
	}
	for k := 0; k+minPartCJK <= len(tail); k++ {
		for _, c := range p.byHead[string(tail[k:k+2])] {
			if len(tail)-k < len(c.name) && string(c.name[:len(tail)-k]) == string(tail[k:]) {
				return starts[k], p.find(c.person) + 1
			}
		}
	}
	return 0, 0
}

// localBeginning finds who has an address or a login that begins with part.
func (p *people) localBeginning(part string) (int, bool) {
	i, _ := slices.BinarySearch(p.locals, part)
	if i < len(p.locals) && strings.HasPrefix(p.locals[i], part) {
		return p.find(p.byLocal[p.locals[i]]), true
	}
	return 0, false
}
