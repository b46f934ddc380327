package apple

import (
	"encoding/base64"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/raw"
)

// Binary property lists, as CFBinaryPList.c of Apple's open CoreFoundation writes them.

type binary struct {
	*list
	v                   raw.View
	offsetSize, refSize int
	count, table        int
	visited             int
	damage              error
}

// number reads a big-endian number of n bytes; one beyond 2^47 comes out as -1.
func (b *binary) number(at, n int) int {
	out := 0
	for _, c := range b.v.Bytes(at, n) {
		if out > 1<<39 {
			return -1
		}
		out = out<<8 | int(c)
	}
	return out
}

func (b *binary) open() error {
	if len(b.v) < 40 {
		return fmt.Errorf("%w: the list ends early", evidence.ErrCorrupt)
	}
	t := len(b.v) - 32
	b.offsetSize, b.refSize = b.v.U8(t+6), b.v.U8(t+7)
	b.count, b.table = b.number(t+8, 8), b.number(t+24, 8)
	top := b.number(t+16, 8)
	if b.offsetSize < 1 || b.offsetSize > 8 || b.refSize < 1 || b.refSize > 8 || b.count < 1 || b.table < 8 || !b.v.Has(b.table, 1) || top < 0 || top >= b.count {
		b.salvage()
		return fmt.Errorf("%w: the trailer is damaged or missing", evidence.ErrCorrupt)
	}
	b.value(top, nil, 0)
	return b.damage
}

func (b *binary) wrong(what string) {
	if b.damage == nil {
		b.damage = fmt.Errorf("%w: %s", evidence.ErrCorrupt, what)
	}
}

// value visits an object and what it holds.
func (b *binary) value(ref int, path []string, depth int) {
	if b.visited++; b.visited > maxNodes || depth > maxDepth || b.out.Err != nil {
		if b.damage == nil {
			b.damage = fmt.Errorf("%w: more than %d values or nested deeper than %d", evidence.ErrLimit, maxNodes, maxDepth)
		}
		return
	}
	if ref < 0 || ref >= b.count || !b.v.Has(b.table+ref*b.offsetSize, b.offsetSize) {
		b.wrong("a value lies outside the list")
		return
	}
	at := b.number(b.table+ref*b.offsetSize, b.offsetSize)
	if !b.v.Has(at, 1) {
		b.wrong("a value lies outside the list")
		return
	}
	kind, n, at := b.head(at)
	switch kind {
	case 4:
		if !b.v.Has(at, n) {
			b.wrong("bytes end early")
		}
		b.data(path, b.v.Bytes(at, n))
	case 5, 6:
		b.put(path, b.text(kind, at, n))
	case 10, 11, 12:
		if !b.v.Has(at, n*b.refSize) {
			b.wrong("an array ends early")
		}
		for i := 0; i < n && b.v.Has(at+i*b.refSize, b.refSize) && b.visited <= maxNodes; i++ {
			b.value(b.number(at+i*b.refSize, b.refSize), path, depth+1)
		}
	case 13:
		if !b.v.Has(at, 2*n*b.refSize) {
			b.wrong("a dictionary ends early")
			return
		}
		for i := 0; i < n && b.visited <= maxNodes; i++ {
			key := b.key(b.number(at+i*b.refSize, b.refSize))
			b.value(b.number(at+(n+i)*b.refSize, b.refSize), append(path[:len(path):len(path)], key), depth+1)
		}
	}
}

// head reads the kind of an object and how many units it has.
func (b *binary) head(at int) (kind, n, next int) {
	kind, n = b.v.U8(at)>>4, b.v.U8(at)&15
	at++
	if n == 15 && kind >= 4 {
		width := 1 << (b.v.U8(at) & 15)
		if b.v.U8(at)>>4 != 1 || width > 8 {
			return 0, 0, at
		}
		n = b.number(at+1, width)
		at += 1 + width
	}
	if n < 0 || n > len(b.v) {
		n = len(b.v) + 1
	}
	return kind, n, at
}

func (b *binary) text(kind, at, n int) string {
	if kind == 6 {
		n *= 2
	}
	if !b.v.Has(at, n) {
		b.wrong("a string ends early")
	}
	if kind == 6 {
		return b.v.Bytes(at, n).UTF16BE()
	}
	return strings.ToValidUTF8(string(b.v.Bytes(at, n)), "\uFFFD")
}

// key is the string that an object is, "" where it is another.
func (b *binary) key(ref int) string {
	if ref < 0 || ref >= b.count || !b.v.Has(b.table+ref*b.offsetSize, b.offsetSize) {
		return ""
	}
	kind, n, at := b.head(b.number(b.table+ref*b.offsetSize, b.offsetSize))
	if kind != 5 && kind != 6 || n > 1024 {
		return ""
	}
	return b.text(kind, at, n)
}

// salvage reads the strings of a list that lost its trailer: objects follow each
// other, so that a string is found where the one before it ends.
func (b *binary) salvage() {
	for at := 8; at < len(b.v) && b.visited < maxNodes; b.visited++ {
		kind, n, next := b.head(at)
		switch kind {
		case 5, 6:
			width := n
			if kind == 6 {
				width *= 2
			}
			if !b.v.Has(next, width) {
				return
			}
			if s := b.text(kind, next, n); !strings.ContainsAny(s, "\x00\uFFFD") {
				b.put(nil, s)
			}
			at = next + width
		case 4:
			at = next + n
		case 1, 2:
			at = next + 1<<n
		case 3:
			at = next + 8
		case 8:
			at = next + n + 1
		case 10, 12:
			at = next + n // references of one byte, as in all but the largest lists
		case 13:
			at = next + 2*n
		default:
			at = next
		}
	}
}

func unbase64(s string) []byte {
	s = strings.Join(strings.Fields(s), "")
	out, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return out
}
