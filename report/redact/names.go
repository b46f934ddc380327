package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// part is a stretch of a text that is the name of a person.
type part struct {
	start, end int
	name       name
}

// maxName bounds a name in bytes.
const maxName = 120

// namesIn reads what stands where a person is named: a display name, a field for
// authors, a value behind a label. Organisations, departments and programs in it are
// left out. strict asks for more than that nothing speaks against a person.
func (m *masker) namesIn(s string, strict bool) []part {
	var out []part
	if len(s) > 4*maxName || strings.TrimSpace(s) == "" {
		return nil
	}
	for start := 0; start < len(s); {
		end := start
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if strings.ContainsRune(";/|()[]{}<>「」『』【】（）、\n\t\\\"&=・:", r) {
				break
			}
			end += n
		}
		out = append(out, m.segment(s, start, end, strict)...)
		_, n := utf8.DecodeRuneInString(s[min(end, len(s)):])
		start = end + max(1, n)
	}
	return out
}

// segment reads a stretch without separators, "Weaver, Ann" and "営業部 山田 太郎"
// among them.
func (m *masker) segment(s string, start, end int, strict bool) []part {
	whole := strings.TrimSpace(s[start:end])
	if whole == "" || len(whole) > maxName || m.orgs.is(whole) && !strings.ContainsFunc(whole, isCJK) {
		return nil
	}
	if a, b, ok := strings.Cut(whole, ","); ok {
		last, first := strings.TrimSpace(a), strings.TrimSpace(b)
		if strings.Contains(b, ",") || len(strings.Fields(last)) > 2 || len(strings.Fields(first)) > 3 || m.orgs.is(last) || m.orgs.is(first) {
			var out []part
			for at := start; at < end; {
				stop := strings.IndexByte(s[at:end], ',')
				if stop < 0 {
					stop = end - at
				}
				out = append(out, m.segment(s, at, at+stop, strict)...)
				at += stop + 1
			}
			return out
		}
	}
	start += strings.Index(s[start:end], whole)
	if strings.ContainsFunc(whole, isCJK) {
		return m.cjkPart(s, start, start+len(whole), strict)
	}
	return m.latinPart(s, start, start+len(whole), strict)
}

// latinPart takes words without digits, one to four of them.
func (m *masker) latinPart(s string, start, end int, strict bool) []part {
	for _, title := range []string{"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "dear", "mme", "ing", "dipl"} {
		rest := s[start:end]
		if len(rest) > len(title)+1 && strings.EqualFold(rest[:len(title)], title) && (rest[len(title)] == ' ' || rest[len(title)] == '.') {
			start += len(title)
			start += len(s[start:end]) - len(strings.TrimLeft(s[start:end], " ."))
		}
	}
	text := s[start:end]
	if isToken(text) || strings.ContainsFunc(text, func(r rune) bool {
		return !(unicode.IsLetter(r) || unicode.IsMark(r) || r == ' ' || r == '.' || r == ',' || r == '-' || r == '\'' || r == '_' || unicode.IsDigit(r))
	}) {
		return nil
	}
	ws := latinWords(text)
	if len(ws) == 0 || len(ws) > 5 {
		return nil
	}
	n := name{}
	given, long := false, 0
	for _, w := range ws {
		if organisationWord(w.word) || m.orgs.labels[w.word] {
			return nil
		}
		n.words = append(n.words, w.word)
		given = given || givenNames[w.word]
		long = max(long, utf8.RuneCountInString(w.word))
	}
	if long < 2 || strict && !(given && len(ws) >= 2) {
		return nil
	}
	return []part{{start, end, n}}
}

// cjkPart takes one or two words at the end of a stretch, whatever stands before them
// being a body or a title.
func (m *masker) cjkPart(s string, start, end int, strict bool) []part {
	var words []part
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:end])
		if !isCJK(r) {
			i += n
			continue
		}
		from := i
		for i < end {
			r, n = utf8.DecodeRuneInString(s[i:end])
			if !isCJK(r) {
				break
			}
			i += n
		}
		words = append(words, part{from, i, name{}})
	}
	var out []part
	for i := 0; i < len(words); i++ {
		w := words[i]
		to := honorificless(s, w.start, w.end)
		text := s[w.start:to]
		n := utf8.RuneCountInString(text)
		if n == 0 || n > 8 || m.orgs.names[squash(text)] || bodyWord(text) || isTitle(text) || isLabelWord(text) {
			continue
		}
		if i+1 < len(words) && n <= 4 && to == w.end && s[w.end:words[i+1].start] == " " {
			next := words[i+1]
			nextEnd := honorificless(s, next.start, next.end)
			second := s[next.start:nextEnd]
			if k := utf8.RuneCountInString(second); k >= 1 && k <= 5 && !m.orgs.names[squash(second)] && !bodyWord(second) && !isTitle(second) && (!organisationWord(second) || givenLike(second)) &&
				(!organisationWord(text) || givenLike(second)) && (!strict || surnames[text] || givenLike(second)) {
				out = append(out, part{w.start, nextEnd, name{words: []string{text, second}, cjk: true}})
				i++
				continue
			}
		}
		family, given := splitName(text)
		switch {
		case organisationWord(text) && family == "":
		case family != "" && given != "":
			out = append(out, part{w.start, to, name{words: []string{family, given}, cjk: true}})
		case strict && !surnames[text]:
		case n >= 2 && n <= 6:
			out = append(out, part{w.start, to, name{words: []string{text}, cjk: true}})
		}
	}
	return out
}

// splitName parts a name whose family name is a common one.
func splitName(s string) (family, given string) {
	rs := []rune(s)
	if bodyWord(s) {
		return "", ""
	}
	for n := min(3, len(rs)-1); n >= 1; n-- {
		if surnames[string(rs[:n])] && len(rs)-n <= 3 && len(rs) >= 3 && givenLike(string(rs[n:])) {
			return string(rs[:n]), string(rs[n:])
		}
	}
	return "", ""
}

// givenLike reports whether s may be a given name: one to three characters, the last of
// which ends such names.
func givenLike(s string) bool {
	rs := []rune(s)
	if len(rs) < 1 || len(rs) > 3 {
		return false
	}
	kana := true
	for _, r := range rs {
		kana = kana && isKana(r)
		if !isHan(r) && !isKana(r) {
			return false
		}
	}
	return kana && len(rs) >= 2 || givenEndings[rs[len(rs)-1]]
}

func isTitle(s string) bool {
	for _, h := range honorifics {
		if strings.HasSuffix(s, h) && utf8.RuneCountInString(s) <= utf8.RuneCountInString(h)+2 && !surnames[strings.TrimSuffix(s, h)] {
			return true
		}
	}
	return false
}

// honorificless is where a word ends without the form of address at its end.
func honorificless(s string, start, end int) int {
	for _, h := range honorifics {
		if strings.HasSuffix(s[start:end], h) && end-start > len(h) {
			return end - len(h)
		}
	}
	return end
}
