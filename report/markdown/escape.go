package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/report/say"
)

// joiner is U+2060 WORD JOINER: not seen, of no width, and no part of a name or an
// address. Trackers look for addresses and mentions in what Markdown has left over, so
// that no backslash stops them; a joiner does.
const joiner = "\u2060"

// text writes foreign text so that it is shown as it is, wherever it stands in a line:
// no mark-up of CommonMark (https://spec.commonmark.org/0.31.2/), of GitHub's tables and
// autolinks (https://github.github.com/gfm/) or of Jira takes effect in it.
func text(s string) string {
	s = clean(s)
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		before, after := s[:i], s[i+n:]
		switch r {
		case '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '~', '$', '&', '!', '^':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '|':
			b.WriteString("&#124;") // programs part tables at a backslash with a bar in different ways
		case '#':
			b.WriteString(`\#` + joiner)
		case '@', '＠':
			b.WriteString(string(r) + joiner)
		case ':':
			b.WriteByte(':')
			if strings.HasPrefix(after, "/") || emoji(after) {
				b.WriteString(joiner)
			}
		case '.':
			if numbered(before, after) || joined(before, after) {
				b.WriteByte('\\')
			}
			b.WriteByte('.')
			if strings.HasSuffix(strings.ToLower(before), "www") {
				b.WriteString(joiner)
			}
		case ')':
			if numbered(before, after) {
				b.WriteByte('\\')
			}
			b.WriteByte(')')
		case '+', '-', '=':
			if before == "" {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// clean makes foreign text valid UTF-8 on one line, without blanks around it.
func clean(s string) string {
	return strings.TrimFunc(say.Clean(strings.ToValidUTF8(s, "\uFFFD")), unicode.IsSpace)
}

// numbered reports whether a dot or a bracket between the two would make the first the
// number of a list.
func numbered(before, after string) bool {
	return before != "" && strings.Trim(before, "0123456789") == "" && (after == "" || after[0] == ' ')
}

// emoji reports whether s, behind a colon, could be the name of an emoji.
func emoji(s string) bool {
	name, _, closed := strings.Cut(s, ":")
	return closed && name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '+' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// joined reports whether a dot between the two stands inside a word, as in the name of
// a host.
func joined(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return (unicode.IsLetter(last) || unicode.IsDigit(last)) && unicode.IsLetter(first)
}

// code writes foreign text in a code span: paths, hosts and snippets, which people copy
// and in which every character counts.
func code(s string) string {
	s = clean(s)
	if s == "" {
		return ""
	}
	if strings.Contains(s, "|") {
		return text(s) // a bar would part a table, and there is no escaping it in a code span
	}
	longest, run := 0, 0
	for _, r := range s {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// cut leaves the middle of a long text out: its end is what tells names apart.
func cut(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	tail := most / 4
	return string(r[:most-tail-1]) + "…" + string(r[len(r)-tail:])
}
