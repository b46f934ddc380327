package pdf

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The objects of PDF (ISO 32000-1, 7.3) as this package reads them:
// nil, bool, float64, name, text (a string's bytes), array, dict, ref, *stream.
type (
	name   string
	text   []byte
	array  []any
	dict   map[name]any
	ref    int // number of an indirect object; generations are not told apart
	stream struct {
		dict dict
		raw  []byte
	}
	word string // an operator or a keyword
)

// Bounds of one object.
const (
	maxNesting = 64
	maxNodes   = 1 << 20
)

// lexer reads objects from the beginning of b.
type lexer struct {
	b     []byte
	pos   int
	nodes int
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}
func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }
func digit(c byte) bool     { return c >= '0' && c <= '9' }

func (l *lexer) skip() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case space(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// object reads one object, and false at the end, where nothing readable follows or
// too much does.
func (l *lexer) object(depth int) (any, bool) {
	l.skip()
	if l.nodes++; l.pos >= len(l.b) || depth > maxNesting || l.nodes > maxNodes {
		return nil, false
	}
	switch c := l.b[l.pos]; {
	case c == '/':
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case c == '<' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '<':
		return l.dict(depth)
	case c == '<':
		return l.hex(), true
	case c == '[':
		return l.array(depth)
	case digit(c) || c == '+' || c == '-' || c == '.':
		return l.number(), true
	case delimiter(c):
		l.pos++
		return word(c), true
	}
	start := l.pos
	for l.pos < len(l.b) && !space(l.b[l.pos]) && !delimiter(l.b[l.pos]) {
		l.pos++
	}
	switch w := string(l.b[start:l.pos]); w {
	case "true", "false":
		return w == "true", true
	case "null":
		return nil, true
	default:
		return word(w), true
	}
}

func (l *lexer) name() name {
	var b strings.Builder
	for l.pos++; l.pos < len(l.b) && !space(l.b[l.pos]) && !delimiter(l.b[l.pos]); l.pos++ {
		if c := l.b[l.pos]; c == '#' && l.pos+2 < len(l.b) && hexDigit(l.b[l.pos+1]) >= 0 && hexDigit(l.b[l.pos+2]) >= 0 {
			b.WriteByte(byte(hexDigit(l.b[l.pos+1])<<4 | hexDigit(l.b[l.pos+2])))
			l.pos += 2
			continue
		}
		b.WriteByte(l.b[l.pos])
	}
	return name(b.String())
}

func hexDigit(c byte) int {
	switch {
	case digit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// literal reads a string in brackets (7.3.4.2).
func (l *lexer) literal() text {
	out := text{}
	depth := 0
	for ; l.pos < len(l.b); l.pos++ {
		switch c := l.b[l.pos]; c {
		case '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return out
			}
			out = append(out, c)
		case '\\':
			l.pos++
			if l.pos >= len(l.b) {
				return out
			}
			switch e := l.b[l.pos]; {
			case e == 'n':
				out = append(out, '\n')
			case e == 'r':
				out = append(out, '\r')
			case e == 't':
				out = append(out, '\t')
			case e == 'b':
				out = append(out, '\b')
			case e == 'f':
				out = append(out, '\f')
			case e == '\r' || e == '\n':
				if e == '\r' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n' {
					l.pos++
				}
			case e >= '0' && e <= '7':
				v := 0
				for n := 0; n < 3 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; n++ {
					v = v<<3 | int(l.b[l.pos]-'0')
					l.pos++
				}
				l.pos--
				out = append(out, byte(v))
			default:
				out = append(out, e)
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

func (l *lexer) hex() text {
	out := text{}
	half := -1
	for l.pos++; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		if c == '>' {
			l.pos++
			break
		}
		v := hexDigit(c)
		switch {
		case v < 0:
		case half < 0:
			half = v
		default:
			out = append(out, byte(half<<4|v))
			half = -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}

func (l *lexer) array(depth int) (any, bool) {
	a := array{}
	for l.pos++; ; {
		v, ok := l.object(depth + 1)
		if !ok {
			return a, len(a) > 0
		}
		switch v {
		case word("]"):
			return a, true
		case word("endobj"), word("stream"):
			return a, true
		}
		a = append(a, v)
	}
}

func (l *lexer) dict(depth int) (any, bool) {
	d := dict{}
	for l.pos += 2; ; {
		key, ok := l.object(depth + 1)
		if !ok {
			return d, len(d) > 0
		}
		switch k := key.(type) {
		case name:
			v, ok := l.object(depth + 1)
			if !ok {
				return d, len(d) > 0
			}
			if v == word(">") {
				l.pos = min(l.pos+1, len(l.b))
				return d, true
			}
			d[k] = v
		case word:
			if k == ">" {
				if l.pos < len(l.b) && l.b[l.pos] == '>' {
					l.pos++
				}
				return d, true
			}
			if k == "endobj" || k == "stream" {
				l.pos -= len(k)
				return d, true
			}
		}
	}
}

// number reads a number, or a reference "12 0 R".
func (l *lexer) number() any {
	start := l.pos
	for l.pos < len(l.b) && (digit(l.b[l.pos]) || bytes.IndexByte([]byte("+-."), l.b[l.pos]) >= 0) {
		l.pos++
	}
	v, err := strconv.ParseFloat(string(l.b[start:l.pos]), 64)
	if err != nil {
		return 0.0
	}
	if n := int(v); float64(n) == v && n > 0 && n < 1<<31 {
		at := l.pos
		for at < len(l.b) && space(l.b[at]) {
			at++
		}
		gen := at
		for at < len(l.b) && digit(l.b[at]) && at-gen < 6 {
			at++
		}
		if at > gen && at < len(l.b) && space(l.b[at]) {
			for at < len(l.b) && space(l.b[at]) {
				at++
			}
			if at < len(l.b) && l.b[at] == 'R' && (at+1 == len(l.b) || space(l.b[at+1]) || delimiter(l.b[at+1])) {
				l.pos = at + 1
				return ref(n)
			}
		}
	}
	return v
}

// docEncoding are the characters of PDFDocEncoding from 0x80 to 0xa0, and those from
// 0x18 to 0x1f, that are not those of Latin-1 (ISO 32000-1, D.2).
var docEncoding = [256]rune{0x18: '˘', 0x19: 'ˇ', 0x1a: 'ˆ', 0x1b: '˙', 0x1c: '˝', 0x1d: '˛', 0x1e: '˚', 0x1f: '˜',
	0x80: '•', 0x81: '†', 0x82: '‡', 0x83: '…', 0x84: '—', 0x85: '–', 0x86: 'ƒ', 0x87: '⁄', 0x88: '‹', 0x89: '›', 0x8a: '−', 0x8b: '‰',
	0x8c: '„', 0x8d: '“', 0x8e: '”', 0x8f: '‘', 0x90: '’', 0x91: '‚', 0x92: '™', 0x93: 'ﬁ', 0x94: 'ﬂ', 0x95: 'Ł', 0x96: 'Œ', 0x97: 'Š',
	0x98: 'Ÿ', 0x99: 'Ž', 0x9a: 'ı', 0x9b: 'ł', 0x9c: 'œ', 0x9d: 'š', 0x9e: 'ž', 0x9f: '\uFFFD', 0xa0: '€'}

// String decodes a text string (7.9.2.2).
func (t text) String() string {
	switch {
	case bytes.HasPrefix(t, []byte("\xfe\xff")), bytes.HasPrefix(t, []byte("\xff\xfe")):
		units := make([]uint16, 0, len(t)/2)
		for i := 2; i+1 < len(t); i += 2 {
			if t[0] == 0xfe {
				units = append(units, uint16(t[i])<<8|uint16(t[i+1]))
			} else {
				units = append(units, uint16(t[i+1])<<8|uint16(t[i]))
			}
		}
		return string(utf16.Decode(units))
	case bytes.HasPrefix(t, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(t[3:]), "\uFFFD")
	}
	var b strings.Builder
	for _, c := range t {
		if r := docEncoding[c]; r != 0 {
			b.WriteRune(r)
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}
