// Package fieldcode reads the instructions of Word's fields, ECMA-376 part 1,
// 17.16.5, which doc, docx and RTF have in common.
package fieldcode

import "strings"

// Reference says what an instruction points at outside the document, and what that
// is: Hyperlink (a web address), ExternalLink (a file, a share, a part fetched from
// elsewhere), DataConnection, Template. kind is "" where it points nowhere.
func Reference(instruction string) (kind, target string) {
	word, rest, _ := strings.Cut(strings.TrimSpace(instruction), " ")
	switch strings.ToUpper(word) {
	case "HYPERLINK":
		return Link(argument(rest))
	case "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "INCLUDE", "RD":
		if target = argument(rest); target != "" {
			return "ExternalLink", target
		}
	case "LINK", "DDEAUTO", "DDE": // class, then file
		_, rest, _ = strings.Cut(strings.TrimSpace(rest), " ")
		if target = argument(rest); target != "" {
			return "ExternalLink", target
		}
	case "DATABASE":
		return "DataConnection", strings.TrimSpace(rest)
	}
	return "", ""
}

// Link says what a hyperlink's target is: addresses of the web are Hyperlinks,
// other files ExternalLinks; mail addresses and places within are nothing.
func Link(target string) (kind, same string) {
	low := strings.ToLower(target)
	switch {
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"):
		return "Hyperlink", target
	case target == "", strings.HasPrefix(low, "mailto:"), strings.HasPrefix(low, "#"), strings.HasPrefix(target, `\`) && !strings.HasPrefix(target, `\\`):
		return "", ""
	}
	return "ExternalLink", target
}

// argument is the first argument of a field, in quotes or up to a blank. Within
// quotes a backslash stands for the next character.
func argument(s string) string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, `"`) {
		arg, _, _ := strings.Cut(s, " ")
		return arg
	}
	s = s[1:]
	if i := strings.IndexByte(s, '"'); i >= 0 {
		s = s[:i]
	}
	if strings.Contains(s, `\\`) {
		unc := strings.HasPrefix(s, `\\`) && !strings.HasPrefix(s, `\\\\`)
		s = strings.ReplaceAll(s, `\\`, `\`)
		if unc {
			s = `\` + s
		}
	}
	return s
}

// BuiltinStyle reports whether Word itself gives a style the name.
func BuiltinStyle(name string) bool {
	low := strings.ToLower(name)
	for _, p := range []string{"normal", "heading", "default", "header", "footer", "footnote", "endnote", "hyperlink", "followedhyperlink", "toc ", "index ", "list", "title",
		"subtitle", "body text", "table", "annotation", "balloon", "page number", "plain text", "strong", "emphasis", "caption", "block text", "quote", "html",
		"document map", "no list", "macro", "envelope", "message header", "salutation", "signature", "closing", "date", "note ", "line number", "intense", "subtle", "book title",
		"light ", "medium ", "dark ", "colorful ", "e-mail", "outline", "bibliography", "placeholder", "revision", "no spacing", "table grid", "index", "標準", "見出し", "ヘッダー", "フッター", "表", "本文", "unresolved", "mention", "ww8num", "absatz-standard"} {
		if strings.HasPrefix(low, p) {
			return true
		}
	}
	return strings.HasSuffix(low, " char") || strings.HasSuffix(low, "(文字)")
}

// Equation is what an EQ field shows, which has no result of its own: the arguments
// without the switches. Word sets the readings above Han characters with it. "" for
// other fields.
//
// ISO/IEC 29500-1, 17.16.5.17.
func Equation(instruction string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(instruction), "EQ ")
	open, end := strings.IndexByte(rest, '('), strings.LastIndexByte(rest, ')')
	if !ok || open < 0 || end < open {
		return ""
	}
	var shown []string
	for _, arg := range strings.FieldsFunc(rest[open+1:end], func(r rune) bool { return strings.ContainsRune("(),;", r) }) {
		if arg = strings.TrimSpace(arg); arg != "" && !strings.HasPrefix(arg, `\`) {
			shown = append(shown, arg)
		}
	}
	return strings.Join(shown, " ")
}
