package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// address is one mail address in a folded text, in whatever disguise.
type address struct {
	start, end int // of the part before the at sign
	local      string
	host       string
	hostEnd    int
}

// maxLocal bounds what is taken for the left half of an address, in bytes; RFC 5321
// allows 64 characters.
const maxLocal = 320

// atSigns are the ways to write an at sign, blanks around them excluded.
var atSigns = []string{"@", "[at]", "(at)", "{at}", "<at>", "[@]", "(@)", "【at】", "(アット)", "[アット]", "%40", "®", "&#64;", "_at_"}

// addressesIn finds the mail addresses of a text. It errs on the side of taking too
// much: what stands before an at sign and is no address is a name all the more.
func addressesIn(f folded) []address {
	var out []address
	if !strings.ContainsAny(f.low, "@®[({<【%&_") && !strings.Contains(f.low, " at ") {
		return nil
	}
	from := 0
	for i := 0; i < len(f.low); i++ {
		n := atSign(f.low, i)
		if n == 0 {
			continue
		}
		if a, ok := addressAt(f, i, n, from); ok {
			out = append(out, a)
			from = a.end
			i = a.hostEnd - 1
		}
	}
	return out
}

func atSign(s string, i int) int {
	switch s[i] {
	case '@', '[', '(', '{', '<', '%', '&', '_', 0xc2, 0xe3:
		for _, sign := range atSigns {
			if strings.HasPrefix(s[i:], sign) {
				return len(sign)
			}
		}
	case ' ':
		if strings.HasPrefix(s[i:], " at ") {
			return len(" at ")
		}
	}
	return 0
}

func addressAt(f folded, i, n, from int) (address, bool) {
	s := f.s
	plain := s[i] == '@'
	hostStart := i + n
	end := i
	blank := false
	if s[i] != ' ' {
		for hostStart < len(s) && s[hostStart] == ' ' && hostStart < i+n+2 {
			hostStart++
			blank = true
		}
		for end > from && s[end-1] == ' ' && end > i-2 {
			end--
			blank = true
		}
	}
	hostEnd, dots, letters := hostStart, 0, false
	for hostEnd < len(s) && hostEnd-hostStart < 260 {
		r, size := utf8.DecodeRuneInString(s[hostEnd:])
		if !(unicode.IsLetter(r) && !isCJK(r) || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_') {
			break
		}
		if r == '.' {
			dots++
		}
		letters = letters || unicode.IsLetter(r)
		hostEnd += size
	}
	host := strings.Trim(s[hostStart:hostEnd], ".-_")
	if host == "" && plain && !blank {
		// The domain in Japanese or another script: 連絡先@例え.テスト
		for hostEnd < len(s) && (isCJK(after(s, hostEnd)) || after(s, hostEnd) == '.') && hostEnd-hostStart < 120 {
			hostEnd += utf8.RuneLen(after(s, hostEnd))
		}
		host, letters = s[hostStart:hostEnd], hostEnd > hostStart
	}
	spelled := strings.Contains(f.low[hostStart:min(len(s), hostEnd+8)], " dot ") || strings.Contains(f.low[hostStart:min(len(s), hostEnd+8)], "[dot]") || strings.Contains(f.low[hostStart:min(len(s), hostEnd+8)], "(dot)")
	if host == "" || !letters || s[i] == ' ' && !spelled || (!plain || blank) && dots == 0 && !spelled {
		return address{}, false
	}
	start := end
	if end > from && s[end-1] == '"' {
		if q := strings.LastIndexByte(s[max(from, end-maxLocal):end-1], '"'); q >= 0 {
			start = max(from, end-maxLocal) + q
			return address{start + 1, end - 1, s[start+1 : end-1], strings.ToLower(host), hostEnd}, end-1 > start+1
		}
	}
	for start > from && end-start < maxLocal {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !(unicode.IsLetter(r) && !isCJK(r) || unicode.IsMark(r) || r >= '0' && r <= '9' || strings.ContainsRune("._-+%&'~!#$*^{}=", r)) {
			break
		}
		start -= size
	}
	if start == end && plain && !blank {
		for start > from && isCJK(before(s, start)) && utf8.RuneCountInString(s[start:end]) < 8 {
			start -= utf8.RuneLen(before(s, start))
		}
	}
	for start < end && strings.IndexByte("._-'&=%!#*^{}", s[start]) >= 0 {
		start++
	}
	if start == end {
		return address{}, false
	}
	if local := s[start:end]; dots == 0 && local != strings.ToLower(local) && !strings.ContainsAny(local, "._") && !strings.ContainsFunc(local, isCJK) {
		return address{}, false // a name that is spelled with the sign: Inter@ct
	}
	start = widen(s, from, start, end)
	return address{start, end, s[start:end], strings.ToLower(host), hostEnd}, true
}

// widen takes what a recogniser of pictures split off ("ann. weaver@"), and the user
// before a password in an address of the web (user:password@host).
func widen(s string, from, start, end int) int {
	if strings.Contains(s[start:end], ".") || !roleLocal(s[start:end]) {
		for range 3 {
			i := start
			if i-2 >= from && s[i-1] == ' ' && (s[i-2] == '.' || s[i-2] == '_') {
				i -= 2
			} else if i-1 > from && s[i-1] == '.' {
				i--
			} else {
				break
			}
			j := i
			for j > from && (s[j-1] >= 'a' && s[j-1] <= 'z' || isDigit(s[j-1])) {
				j--
			}
			if j == i || j > from && isLetter(s[j-1]) {
				break
			}
			start = j
		}
	}
	if start > from && s[start-1] == ':' {
		i := start - 1
		for i > from && s[i-1] > ' ' && s[i-1] != '/' && s[i-1] < utf8.RuneSelf && start-i < 64 {
			i--
		}
		if strings.HasSuffix(s[:i], "//") {
			return i
		}
	}
	return start
}

// roleLocal reports whether the left half of an address is a function's: each of its
// words names one, or a number.
func roleLocal(local string) bool {
	local = strings.ToLower(local)
	if roleMailboxes[local] {
		return true
	}
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' || r == '+' || r == '=' })
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	role := false
	for _, w := range words {
		w = strings.TrimRight(w, "0123456789")
		switch {
		case w == "":
		case roleMailboxes[w]:
			role = true
		case genericLocals[w]:
		default:
			return false
		}
	}
	return role
}

// localName is the name that the left half of an address spells, if it spells one:
// words of letters.
func localName(local string) name {
	n := name{}
	local, _, _ = strings.Cut(local, "+")
	for w := range strings.FieldsFuncSeq(local, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		w = word(w)
		if utf8.RuneCountInString(w) >= minWord && !genericLocals[w] && !roleMailboxes[w] {
			n.words = append(n.words, w)
		}
	}
	return n
}

// holder returns whom an address belongs to.
func (m *masker) holder(a address) int {
	i := m.people.person("mail " + strings.ToLower(a.local) + "@" + a.host)
	n := localName(a.local)
	if len(n.words) >= 2 && len(n.words) <= 4 {
		i = m.people.merge(i, m.people.byName(n))
		m.people.add(i, n)
	} else if len(n.words) == 1 && utf8.RuneCountInString(n.words[0]) >= 3 {
		m.people.add(i, n)
	}
	return i
}

// display returns the stretch before an address, back to previous, that may name its
// holder, and the stretch in brackets behind it.
func display(f folded, a address, previous int) (start, end int) {
	s := f.s
	end = a.start
	for end > previous && strings.IndexByte(" <\"'([", s[end-1]) >= 0 {
		end--
	}
	if strings.HasSuffix(f.low[:end], "mailto:") {
		end -= len("mailto:")
		for end > previous && strings.IndexByte(" <\"'([", s[end-1]) >= 0 {
			end--
		}
	}
	start = end
	for start > previous && end-start < maxName {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if strings.ContainsRune(";<>\n\t:|", r) || r == ',' && !lastFirst(s, start, end) {
			break
		}
		start -= size
	}
	return start, end
}

// lastFirst reports whether the comma that ends at start parts the two halves of one
// name: Weaver, Ann <...>. In a list of addresses it follows one.
func lastFirst(s string, comma, end int) bool {
	first := strings.TrimSpace(s[comma:end])
	i := comma - 1
	j := i
	for j > 0 && j > i-40 && strings.IndexByte(";<>\n:,\"@", s[j-1]) < 0 {
		j--
	}
	last := strings.TrimSpace(s[j:i])
	return first != "" && last != "" && len(strings.Fields(first)) <= 2 && len(strings.Fields(last)) <= 2 && !strings.Contains(first, ",") && (j == 0 || s[j-1] != '>' && s[j-1] != '@')
}
