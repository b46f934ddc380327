package apple

import (
	"context"
	bin "encoding/binary"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// .DS_Store: a tree of records in blocks of powers of two; described at
// https://metacpan.org/dist/Mac-Finder-DSStore/view/DSStoreFormat.pod.

type store struct {
	v      raw.View
	blocks []int
	seen   map[int]bool
	names  []string
	last   string
	out    *push.Pusher
}

func (s *store) u32(v raw.View, at int) int {
	if b := v.Bytes(at, 4); len(b) == 4 {
		return int(bin.BigEndian.Uint32(b))
	}
	return 0
}

// block returns the block of a number; its address holds its place and, in the
// lowest five bits, the power of two that is its size.
func (s *store) block(n int) raw.View {
	if n < 0 || n >= len(s.blocks) {
		return nil
	}
	a := s.blocks[n]
	return s.v.Bytes(4+a&^31, 1<<(a&31))
}

func extractStore(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	v, err := raw.All(in, 64<<20)
	s := &store{v: v, seen: map[int]bool{}, out: push.New(sink, in.Limits)}
	if e := s.read(); err == nil {
		err = e
	}
	s.out.Text(strings.Join(s.names, "\n"), "names", evidence.Locator{Zone: evidence.ZonePath})
	return errors.Join(s.out.Err, err)
}

func (s *store) read() error {
	info := s.v.From(4 + s.u32(s.v, 8))
	count := s.u32(info, 0)
	if count < 1 || count > 100_000 || !info.Has(8, 4*count) {
		return fmt.Errorf("%w: the list of blocks is damaged", evidence.ErrCorrupt)
	}
	for i := range count {
		s.blocks = append(s.blocks, s.u32(info, 8+4*i))
	}
	at := 8 + 4*((count+255)&^255)
	for range min(s.u32(info, at), 100) {
		n := info.U8(at + 4)
		name := string(info.Bytes(at+5, n))
		id := s.u32(info, at+5+n)
		at += 1 + n + 4
		if name == "DSDB" {
			return s.node(s.u32(s.block(id), 0), 0)
		}
	}
	return fmt.Errorf("%w: no table of records", evidence.ErrCorrupt)
}

func (s *store) node(id, depth int) error {
	if s.seen[id] || depth > maxDepth {
		return fmt.Errorf("%w: the tree leads to block %d twice", evidence.ErrCorrupt, id)
	}
	s.seen[id] = true
	v := s.block(id)
	next, count := s.u32(v, 0), s.u32(v, 4)
	at := 8
	var damage error
	for range count {
		if next != 0 {
			if err := s.node(s.u32(v, at), depth+1); err != nil && damage == nil {
				damage = err
			}
			at += 4
		}
		n, ok := s.record(v.From(at))
		if !ok || s.out.Err != nil {
			return fmt.Errorf("%w: a record of block %d ends early", evidence.ErrCorrupt, id)
		}
		at += n
	}
	if next != 0 {
		if err := s.node(next, depth+1); err != nil && damage == nil {
			damage = err
		}
	}
	return damage
}

// record reads a name, a kind and a value, and returns how long they are.
func (s *store) record(v raw.View) (int, bool) {
	n := s.u32(v, 0)
	if n > 1024 || !v.Has(4, 2*n+8) {
		return 0, false
	}
	name := v.Bytes(4, 2*n).UTF16BE()
	at := 4 + 2*n
	kind, typ := string(v.Bytes(at, 4)), string(v.Bytes(at+4, 4))
	at += 8
	if name != s.last && name != "." {
		s.out.Meta("dsstore:Name", name, "records")
		s.names = append(s.names, name)
	}
	s.last = name
	switch typ {
	case "long", "shor", "type":
		at += 4
	case "bool":
		at++
	case "comp", "dutc":
		at += 8
	case "blob":
		at += 4 + s.u32(v, at)
	case "ustr":
		size := 2 * s.u32(v, at)
		if v.Has(at+4, size) {
			text := v.Bytes(at+4, size).UTF16BE()
			switch kind {
			case "cmmt":
				s.out.Text(text, name, evidence.Locator{Zone: evidence.ZoneComment})
			case "ptbL":
				s.out.Meta("dsstore:PutBackLocation", text, name)
			case "ptbN":
				s.out.Meta("dsstore:PutBackName", text, name)
			}
		}
		at += 4 + size
	default:
		return 0, false
	}
	return at, at <= len(v)
}
