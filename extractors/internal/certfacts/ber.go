package certfacts

// BER as far as certificates and signed messages need it, ITU-T X.690. Indefinite
// lengths are understood, since mail programs and mainframes write them; anything
// that is not well-formed ends the reading of its parent.

// maxDepth bounds the nesting of indefinite lengths.
const maxDepth = 40

// Node is one value.
type Node struct {
	Class       int // 0 universal, 2 context
	Tag         int
	Constructed bool
	Body        []byte
	Raw         []byte // with its header
}

// Next reads the value at the beginning of b and returns what follows it.
func Next(b []byte) (n Node, rest []byte, ok bool) { return next(b, 0) }

func next(b []byte, depth int) (n Node, rest []byte, ok bool) {
	if len(b) < 2 || depth > maxDepth {
		return n, nil, false
	}
	n = Node{Class: int(b[0] >> 6), Tag: int(b[0] & 31), Constructed: b[0]&32 != 0}
	at := 1
	if n.Tag == 31 { // no structure read here has tags above 30
		return n, nil, false
	}
	size := int(b[at])
	at++
	switch {
	case size == 0x80:
		if !n.Constructed {
			return n, nil, false
		}
		end, after, ok := indefinite(b[at:], depth+1)
		if !ok {
			return n, nil, false
		}
		n.Body, n.Raw = b[at:at+end], b[:at+after]
		return n, b[at+after:], true
	case size > 0x80:
		count := size & 0x7f
		if count > 4 || len(b) < at+count {
			return n, nil, false
		}
		size = 0
		for range count {
			size = size<<8 | int(b[at])
			at++
		}
	}
	if size > len(b)-at {
		return n, nil, false
	}
	n.Body, n.Raw = b[at:at+size], b[:at+size]
	return n, b[at+size:], true
}

// indefinite finds the end-of-contents octets that close b: where they begin and
// where they end.
func indefinite(b []byte, depth int) (end, after int, ok bool) {
	rest := b
	for {
		if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
			end = len(b) - len(rest)
			return end, end + 2, true
		}
		if _, rest, ok = next(rest, depth); !ok {
			return 0, 0, false
		}
	}
}

// Children lists the values in a constructed body, as far as they are well-formed.
func Children(b []byte) []Node {
	var list []Node
	for len(b) > 0 && len(list) < 100_000 {
		n, rest, ok := Next(b)
		if !ok || n.Class == 0 && n.Tag == 0 && len(n.Body) == 0 {
			break
		}
		list = append(list, n)
		b = rest
	}
	return list
}

// octets joins an octet string that may be cut into several.
func octets(n Node, depth int) []byte {
	if !n.Constructed {
		return n.Body
	}
	if depth > maxDepth {
		return nil
	}
	var out []byte
	for _, c := range Children(n.Body) {
		out = append(out, octets(c, depth+1)...)
	}
	return out
}

// oid formats an object identifier; "" where it is none.
func oid(n Node) string {
	if n.Class != 0 || n.Tag != 6 || len(n.Body) == 0 || len(n.Body) > 64 {
		return ""
	}
	out := make([]byte, 0, 32)
	var v uint64
	first := true
	for _, c := range n.Body {
		if v > 1<<56 {
			return ""
		}
		v = v<<7 | uint64(c&0x7f)
		if c&0x80 != 0 {
			continue
		}
		if first {
			top := min(v/40, 2)
			out = appendNumber(appendNumber(out, top), v-40*top)
			first = false
		} else {
			out = appendNumber(out, v)
		}
		v = 0
	}
	return string(out)
}

func appendNumber(b []byte, v uint64) []byte {
	if len(b) > 0 {
		b = append(b, '.')
	}
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + v%10)
		if v /= 10; v == 0 {
			return append(b, digits[i:]...)
		}
	}
}
