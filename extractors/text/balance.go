package text

import "bytes"

// balance counts the tags of XML as it goes by, https://www.w3.org/TR/xml/, to tell
// whether its end is there. It gives up, and then says nothing, where it meets what XML
// does not have: templates and pages are named .xml too.
type balance struct {
	depth  int
	inside bool   // markup that began with <
	tag    []byte // the first bytes of it
	last   [2]byte
	quote  byte
	gaveUp bool
}

// maxMarkup is how much of a tag is kept: enough to tell what it is.
const maxMarkup = 9

// Write never fails.
func (b *balance) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 && !b.gaveUp {
		if !b.inside {
			i := bytes.IndexByte(p, '<')
			if i < 0 {
				break
			}
			b.inside, b.tag, b.last, b.quote = true, b.tag[:0], [2]byte{}, 0
			p = p[i+1:]
			continue
		}
		b.take(p[0])
		p = p[1:]
	}
	return n, nil
}

// take is told the next byte of a piece of markup.
func (b *balance) take(c byte) {
	first := len(b.tag) == 0
	if len(b.tag) < maxMarkup {
		b.tag = append(b.tag, c)
	}
	if first && !(c == '!' || c == '?' || c == '/' || c == '_' || c == ':' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z') {
		b.gaveUp = true
		return
	}
	ends := false
	switch {
	case b.tag[0] == '?':
		ends = c == '>' && b.last[1] == '?' && len(b.tag) > 2
	case bytes.HasPrefix(b.tag, []byte("!--")):
		ends = c == '>' && b.last == [2]byte{'-', '-'} && len(b.tag) > 5
	case bytes.HasPrefix(b.tag, []byte("![CDATA[")):
		ends = c == '>' && b.last == [2]byte{']', ']'}
	case b.tag[0] == '!':
		// Quotes and comments within a declaration's subset may hold anything.
		b.gaveUp = c == '[' && len(b.tag) >= maxMarkup
		ends = c == '>'
	case b.quote != 0:
		if c == b.quote {
			b.quote = 0
		}
	case c == '"' || c == '\'':
		b.quote = c
	case c == '<':
		b.gaveUp = true
	case c == '>':
		ends = true
		switch {
		case b.tag[0] == '/':
			b.depth--
		case b.last[1] != '/':
			b.depth++
		}
	}
	b.last = [2]byte{b.last[1], c}
	if ends {
		b.inside = false
	}
}

// cut reports whether the text ended inside an element.
func (b *balance) cut() bool { return !b.gaveUp && (b.inside || b.depth > 0) }
