// Package mailhead reads the header fields of Internet messages, wherever they are
// kept: RFC 5322, RFC 2047, RFC 2231, and what mailers make of them.
package mailhead

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"evscan/extractors/charset"
)

const detectBytes = 64 << 10 // how much of a body is looked at to find its encoding

// labelled returns the encoding a message names. Mailers of East Asia use names
// that the registry of the web does not know.
func labelled(name string) (charset.Guess, bool) {
	name, _, _ = strings.Cut(strings.ToLower(strings.Trim(name, `"' `)), "*") // RFC 2231: a language behind the charset
	switch name {
	case "cp932", "ms932", "windows-932", "x-ms-cp932", "x-sjis-cp932":
		name = "shift_jis"
	case "iso-2022-jp-ms", "cp50220", "cp50221", "cp50222", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3":
		name = "iso-2022-jp"
	case "eucjp", "eucjp-ms", "cp51932":
		name = "euc-jp"
	case "utf8", "unicode-1-1-utf-8":
		name = "utf-8"
	}
	return charset.Label(name)
}

// Text decodes bytes whose charset the message names, or does not, or names
// wrongly: where the name fails, what the bytes themselves show decides.
func Text(raw []byte, label string) string {
	escapes := bytes.Contains(raw, []byte("\x1b$"))
	guess, known := labelled(label)
	if guess.Name == "windows-1252" && (strings.EqualFold(strings.Trim(label, `"' `), "us-ascii") || escapes) {
		known = false // the web reads these labels so, mailers put them on anything
	}
	if known && guess.Enc == nil && utf8.Valid(raw) && !escapes || !known && isASCII(raw) && !escapes {
		return string(raw)
	}
	declared := ""
	if known && guess.Enc != nil {
		if declared = guess.Decode(raw); !strings.Contains(declared, "\uFFFD") {
			return declared
		}
	}
	seen, ok := charset.Detect(raw[:min(len(raw), detectBytes)])
	if !ok {
		if declared != "" {
			return declared
		}
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	detected := seen.Decode(raw)
	if declared != "" && strings.Count(declared, "\uFFFD") <= strings.Count(detected, "\uFFFD") {
		return declared
	}
	return detected
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// word is an encoded word of RFC 2047, section 2, with blanks in B text as some
// mailers fold them.
var word = regexp.MustCompile(`=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=`)

// Decode turns a header value into text: raw bytes first, then encoded words.
// Neighbours of one charset are joined before they are decoded, for mailers cut
// words in the middle of a character.
func Decode(s string) string {
	s = Text([]byte(s), "")
	var out strings.Builder
	var pending []byte
	label := ""
	flush := func() {
		if len(pending) > 0 {
			out.WriteString(Text(pending, label))
		}
		pending, label = nil, ""
	}
	for {
		m := word.FindStringSubmatchIndex(s)
		if m == nil {
			break
		}
		if between := s[:m[0]]; label == "" || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(between)
		}
		name := strings.ToLower(s[m[2]:m[3]])
		if label != name {
			flush()
			label = name
		}
		if body := s[m[6]:m[7]]; strings.EqualFold(s[m[4]:m[5]], "b") {
			pending = append(pending, Unbase64(body)...)
		} else {
			pending = append(pending, Unhex(strings.ReplaceAll(body, "_", " "), '=')...)
		}
		s = s[m[1]:]
	}
	flush()
	out.WriteString(s)
	return out.String()
}

// Unbase64 decodes as far as it goes, with or without padding.
func Unbase64(s string) []byte {
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "=")
	b, _ := base64.RawStdEncoding.DecodeString(s)
	return b
}

// Unhex replaces mark and two hexadecimal digits by their byte.
func Unhex(s string, mark byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == mark && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// CutQuoted splits s at separators outside quoted strings, comments and angles.
func CutQuoted(s, separators string) []string {
	var parts []string
	start, quoted, comment, angle := 0, false, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && (quoted || comment > 0):
			i++
		case c == '"' && comment == 0:
			quoted = !quoted
		case quoted:
		case c == '=' && strings.HasPrefix(s[i:], "=?"):
			if m := word.FindStringIndex(s[i:]); m != nil && m[0] == 0 {
				i += m[1] - 1
			}
		case c == '(':
			comment++
		case c == ')' && comment > 0:
			comment--
		case comment > 0:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case !angle && strings.IndexByte(separators, c) >= 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

const maxAddresses = 5000 // of one field

// Addresses lists a field's addresses (RFC 5322, section 3.4) as "Name <addr>" or
// as the address alone. What is no address is kept as it stands.
func Addresses(raw string) []string {
	var out []string
	for _, part := range CutQuoted(Text([]byte(raw), ""), ",;") {
		if len(out) == maxAddresses {
			break
		}
		part = strings.TrimSpace(part)
		if group, rest, ok := strings.Cut(part, ":"); ok && !strings.ContainsAny(group, `@"<(`) {
			part = strings.TrimSpace(rest)
		}
		if part == "" || part == "<>" {
			continue
		}
		name, addr := "", part
		if i := strings.LastIndexByte(part, '<'); i >= 0 {
			name, addr = part[:i], strings.TrimSuffix(strings.TrimSpace(part[i+1:]), ">")
		} else if i := strings.IndexByte(part, '('); i > 0 && strings.HasSuffix(part, ")") {
			name, addr = part[i+1:len(part)-1], part[:i]
		}
		name, addr = strings.TrimSpace(Decode(unquote(name))), strings.TrimSpace(Decode(addr))
		switch {
		case name == "" || name == addr:
			out = append(out, addr)
		case addr == "":
			out = append(out, name)
		default:
			out = append(out, name+" <"+addr+">")
		}
	}
	return out
}

// unquote takes the quotes off the quoted strings within s.
func unquote(s string) string {
	if !strings.ContainsRune(s, '"') {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] != '"':
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// Media reads a Content-Type or Content-Disposition. A parameter comes in one of
// the ways of RFC 2231 or, against the RFC, as an encoded word or raw bytes.
func Media(raw string) (kind string, params map[string]string) {
	parts := CutQuoted(Text([]byte(raw), ""), ";")
	kind = strings.ToLower(strings.TrimSpace(parts[0]))
	type piece struct {
		number  int
		encoded bool
		value   string
	}
	const plain = -1 // the number of a parameter that is not extended
	pieces := map[string][]piece{}
	for _, p := range parts[1:] {
		name, value, ok := strings.Cut(p, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); !ok || name == "" {
			continue
		}
		encoded := strings.HasSuffix(name, "*")
		name, number, numbered := strings.Cut(strings.TrimSuffix(name, "*"), "*")
		n, _ := strconv.Atoi(number)
		if !encoded && !numbered {
			n = plain
		}
		pieces[name] = append(pieces[name], piece{n, encoded, unquote(strings.TrimSpace(value))})
	}
	params = map[string]string{}
	for name, list := range pieces {
		// The extended form counts where the plain one stands beside it.
		if slices.ContainsFunc(list, func(p piece) bool { return p.number != plain }) {
			list = slices.DeleteFunc(list, func(p piece) bool { return p.number == plain })
		}
		slices.SortStableFunc(list, func(a, b piece) int { return cmp.Compare(a.number, b.number) })
		label := ""
		var b []byte
		for i, p := range list {
			if i == 0 && p.encoded {
				if f := strings.SplitN(p.value, "'", 3); len(f) == 3 {
					label, p.value = f[0], f[2]
				}
			}
			if p.encoded {
				b = append(b, Unhex(p.value, '%')...)
			} else {
				b = append(b, p.value...)
			}
		}
		params[name] = Decode(Text(b, label))
	}
	return kind, params
}
