package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
)

// database reads pages; every page of a tree is visited once.
type database struct {
	ctx      context.Context
	at       io.ReaderAt
	size     int64
	page     int // bytes of a page
	usable   int // without the space that extensions reserve
	encoding int // 1 UTF-8, 2 UTF-16le, 3 UTF-16be
	count    int // rows read
	pages    int // pages read
}

func open(ctx context.Context, in evidence.Input) (*database, error) {
	h := make([]byte, 100)
	if n, err := in.At.ReadAt(h, 0); n < 100 {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("reading the header: %w", err)
		}
		return nil, fmt.Errorf("%w: the header ends early", evidence.ErrCorrupt)
	}
	d := &database{ctx: ctx, at: in.At, size: in.Size, page: int(binary.BigEndian.Uint16(h[16:])), encoding: int(binary.BigEndian.Uint32(h[56:]))}
	if d.page == 1 {
		d.page = 65536
	}
	d.usable = d.page - int(h[20])
	if d.page < 512 || d.page&(d.page-1) != 0 || d.usable < 480 {
		return nil, fmt.Errorf("%w: pages of %d bytes", evidence.ErrCorrupt, d.page)
	}
	return d, nil
}

func (d *database) read(number int) ([]byte, error) {
	if number < 1 || int64(number-1)*int64(d.page) >= d.size {
		return nil, fmt.Errorf("%w: page %d lies behind the end", evidence.ErrCorrupt, number)
	}
	if d.pages++; d.pages > maxPages {
		return nil, fmt.Errorf("%w: more than %d pages", evidence.ErrLimit, maxPages)
	}
	if d.pages%256 == 0 {
		if err := d.ctx.Err(); err != nil {
			return nil, err
		}
	}
	b := make([]byte, d.page)
	n, err := d.at.ReadAt(b, int64(number-1)*int64(d.page))
	if n < d.page {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("reading page %d: %w", number, err)
		}
		return b[:n], fmt.Errorf("%w: page %d ends early", evidence.ErrCorrupt, number)
	}
	return b, nil
}

// rows calls f with each row of the table whose tree begins at root until it says
// no. Damaged branches are left out and told in the error.
func (d *database) rows(root int, f func(int64, record) bool) error {
	var damage error
	note := func(err error) {
		if damage == nil {
			damage = err
		}
	}
	seen := map[int]bool{}
	type step struct{ page, depth int }
	stack := []step{{root, 0}}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[s.page] || s.depth > maxDepth {
			note(fmt.Errorf("%w: the tree leads to page %d twice", evidence.ErrCorrupt, s.page))
			continue
		}
		seen[s.page] = true
		b, err := d.read(s.page)
		if err != nil {
			if !errors.Is(err, evidence.ErrCorrupt) {
				return err
			}
			note(err)
			if len(b) < 8 {
				continue
			}
		}
		at := 0
		if s.page == 1 {
			at = 100
		}
		if len(b) < at+12 {
			continue
		}
		kind, cells := b[at], int(binary.BigEndian.Uint16(b[at+3:]))
		head := 8
		if kind == 5 || kind == 2 {
			head = 12
		}
		pointers := b[at+head:]
		cells = min(cells, len(pointers)/2)
		switch kind {
		case 5, 2: // inside a table's tree; inside an index's, as tables without row numbers have
			stack = append(stack, step{int(binary.BigEndian.Uint32(b[at+8:])), s.depth + 1})
			for i := cells - 1; i >= 0; i-- {
				p := int(binary.BigEndian.Uint16(pointers[2*i:]))
				if p+4 <= len(b) {
					stack = append(stack, step{int(binary.BigEndian.Uint32(b[p:])), s.depth + 1})
				}
			}
			if kind == 2 {
				for i := range cells {
					if !d.leaf(b, int(binary.BigEndian.Uint16(pointers[2*i:]))+4, false, f, note) {
						return damage
					}
				}
			}
		case 13, 10:
			for i := range cells {
				if !d.leaf(b, int(binary.BigEndian.Uint16(pointers[2*i:])), kind == 13, f, note) {
					return damage
				}
				if d.count++; d.count > maxRows {
					return fmt.Errorf("%w: more than %d rows", evidence.ErrLimit, maxRows)
				}
			}
		default:
			note(fmt.Errorf("%w: page %d is of no kind", evidence.ErrCorrupt, s.page))
		}
	}
	return damage
}

// leaf reads the cell at an offset of a page.
func (d *database) leaf(b []byte, at int, numbered bool, f func(int64, record) bool, note func(error)) bool {
	if at >= len(b) {
		note(fmt.Errorf("%w: a row lies outside its page", evidence.ErrCorrupt))
		return true
	}
	c := b[at:]
	size, n := varint(c)
	if n == 0 || size < 0 {
		note(fmt.Errorf("%w: a row without a length", evidence.ErrCorrupt))
		return true
	}
	c = c[n:]
	var id int64
	if numbered {
		if id, n = varint(c); n == 0 {
			note(fmt.Errorf("%w: a row without a number", evidence.ErrCorrupt))
			return true
		}
		c = c[n:]
	}
	payload, err := d.payload(c, size, numbered)
	if err != nil {
		note(err)
	}
	return f(id, d.record(payload, id))
}

// payload gathers what of a row overflowed into other pages, up to maxHead.
func (d *database) payload(c []byte, size int64, numbered bool) ([]byte, error) {
	local := int64(d.usable - 35)
	if !numbered {
		local = int64((d.usable-12)*64/255 - 23)
	}
	if size <= local {
		if int64(len(c)) < size {
			return c, fmt.Errorf("%w: a row ends early", evidence.ErrCorrupt)
		}
		return c[:size], nil
	}
	least := int64((d.usable-12)*32/255 - 23)
	keep := least + (size-least)%int64(d.usable-4)
	if keep > local {
		keep = least
	}
	if int64(len(c)) < keep+4 {
		return c, fmt.Errorf("%w: a row ends early", evidence.ErrCorrupt)
	}
	out := append([]byte(nil), c[:keep]...)
	next := int(binary.BigEndian.Uint32(c[keep:]))
	want := min(size, maxHead)
	for int64(len(out)) < want {
		p, err := d.read(next)
		if err != nil || len(p) < d.usable {
			if err == nil {
				err = fmt.Errorf("%w: page %d ends early", evidence.ErrCorrupt, next)
			}
			return out, err
		}
		out = append(out, p[4:min(int64(d.usable), 4+want-int64(len(out)))]...)
		next = int(binary.BigEndian.Uint32(p))
	}
	return out, nil
}

// varint reads the integer of 1 to 9 bytes that the format uses.
func varint(b []byte) (int64, int) {
	var v uint64
	for i := range min(9, len(b)) {
		if i == 8 {
			return int64(v<<8 | uint64(b[i])), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return int64(v), i + 1
		}
	}
	return 0, 0
}

type kind int

const (
	kindNull kind = iota
	kindInteger
	kindReal
	kindText
	kindBlob
)

type value struct {
	kind kind
	num  int64
	str  string
	cut  bool // it goes on behind what was read
}

func (v value) integer() int64 { return v.num }

type record []value

// record takes a payload apart. A column that is cut off is kept as far as it goes.
func (d *database) record(b []byte, id int64) record {
	size, n := varint(b)
	if n == 0 || size < int64(n) || size > int64(len(b)) {
		return nil
	}
	types, body := b[n:size], b[size:]
	var out record
	for len(types) > 0 && len(out) < 2000 {
		t, n := varint(types)
		if n == 0 {
			break
		}
		types = types[n:]
		width := int64(0)
		switch {
		case t < 0:
			return out
		case t >= 12:
			width = (t - 12) / 2
		case t >= 1 && t <= 4:
			width = t
		case t == 5:
			width = 6
		case t == 6 || t == 7:
			width = 8
		}
		cut := width > int64(len(body))
		data := body[:min(width, int64(len(body)))]
		body = body[len(data):]
		v := d.value(t, data, id)
		v.cut = cut
		out = append(out, v)
		if cut {
			break
		}
	}
	return out
}

func (d *database) value(t int64, data []byte, id int64) value {
	switch {
	case t >= 12 && t%2 == 0:
		return value{kind: kindBlob, str: string(data)}
	case t >= 13:
		s := string(data)
		if d.encoding == 2 || d.encoding == 3 {
			s = view16(data, d.encoding == 3)
		}
		return value{kind: kindText, str: strings.ToValidUTF8(s, "\uFFFD")}
	case t == 7:
		return value{kind: kindReal}
	case t == 8 || t == 9:
		return value{kind: kindInteger, num: t - 8}
	case t == 0:
		return value{num: id} // the row's number stands for its INTEGER PRIMARY KEY
	}
	var v int64
	for i, c := range data {
		if i == 0 {
			v = int64(int8(c))
			continue
		}
		v = v<<8 | int64(c)
	}
	return value{kind: kindInteger, num: v}
}
