package registry

import (
	"bytes"
	"strings"
)

// labelReach is how far before a number its label may stand, in bytes.
const labelReach = 48

// labels is the text before a number.
type labels struct {
	buf    [labelReach]byte
	back   []byte // lower case
	spoken bool   // there is anything to compare
	has    uint32 // bit of each small letter that occurs
	other  bool   // so does what is not ASCII
}

// labelsBefore fills l, which is where the text is kept.
func labelsBefore(text string, i int, l *labels) *labels {
	back := text[max(0, i-labelReach):i]
	l.back = l.buf[:0]
	for k := 0; k < len(back); k++ {
		c := back[k]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' {
			l.has |= 1 << (c - 'a')
		}
		l.other = l.other || c >= 0x80
		l.back = append(l.back, c)
	}
	if l.other {
		l.back = []byte(strings.ToLower(back))
	}
	l.spoken = l.has != 0 || l.other
	return l
}

// mayHold reports whether the letters of a word occur at all.
func (l *labels) mayHold(w string) bool {
	for k := 0; k < len(w); k++ {
		switch c := w[k]; {
		case c >= 'a' && c <= 'z':
			if l.has&(1<<(c-'a')) == 0 {
				return false
			}
		case c >= 0x80:
			return l.other
		}
	}
	return true
}

// find returns the first of the labels that stands there as a word of its own, and
// whether nothing but words like "no." stands between it and the number.
func (l *labels) find(words []string) (label string, adjacent bool) {
	if !l.spoken {
		return "", false
	}
	for _, w := range words {
		if !l.mayHold(w) {
			continue
		}
		for end := len(l.back); ; {
			i := bytes.LastIndex(l.back[:end], []byte(w))
			if i < 0 {
				break
			}
			if l.stands(i, w) {
				return w, onlyFiller(string(l.back[i+len(w):]))
			}
			end = i + len(w) - 1
		}
	}
	return "", false
}

// shortLabel is the length up to which a label must be a whole word; a longer one
// may have an ending (company number, company numbers).
const shortLabel = 5

func (l *labels) stands(i int, w string) bool {
	if !isASCII(w) {
		return true
	}
	if i > 0 && isAlnum(l.back[i-1]) {
		return false
	}
	j := i + len(w)
	return len(w) > shortLabel || j >= len(l.back) || !isAlnum(l.back[j]) || isDigit(l.back[j])
}

// onlyFiller reports whether what stands between a label and a number are signs and
// words that say that a number follows.
func onlyFiller(s string) bool {
	if len(s) > 24 {
		return false
	}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool {
		return r < 0x80 && !isAlnum(byte(r)) || r == '：' || r == '№' || r == '°' || r == 'º'
	}) {
		switch w {
		case "no", "nr", "number", "nummer", "num", "code", "id", "is", "n", "reg", "registration":
		default:
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
