package names

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"evscan/fingerprints/catalogue"
)

// maxUnits is the longest name in units; what is longer is not in the table.
const maxUnits = catalogue.MaxUnits

// table finds names by the hash of their folded text. Gates on the beginnings of
// names say which lengths are worth a look, so that most places of a text cost one.
type table struct {
	seed  maphash.Seed // random, so that nobody can prepare names that collide
	gates *catalogue.Gates
	slots []int32 // index of entries plus one
	items []entry
	arena []byte
}

type entry struct {
	off, length uint32
	value       int32
}

// newTable makes an empty table for about n names.
func newTable(n int) *table {
	size := 1 << bits.Len(uint(max(n, 8)*2))
	return &table{seed: maphash.MakeSeed(), gates: catalogue.NewGates(max(n, 8), max(n, 8), max(n, 8)), slots: make([]int32, size)}
}

// grow makes room for n names at once.
func (t *table) grow(n int) {
	t.items = make([]entry, 0, n)
	t.arena = make([]byte, 0, 24*n)
}

// add puts a name, in the shape of catalogue.Core, into the table. The value of
// a name that is there already is returned instead of being replaced.
func (t *table) add(name string, value int32) (int32, bool) {
	if !t.gates.Add(name) || 2*(len(t.items)+1) > len(t.slots) {
		return 0, false
	}
	h := maphash.String(t.seed, name)
	for i := h & uint64(len(t.slots)-1); ; i = (i + 1) & uint64(len(t.slots)-1) {
		k := t.slots[i]
		if k == 0 {
			t.items = append(t.items, entry{off: uint32(len(t.arena)), length: uint32(len(name)), value: value})
			t.arena = append(t.arena, name...)
			t.slots[i] = int32(len(t.items))
			return value, true
		}
		if e := t.items[k-1]; string(t.arena[e.off:e.off+e.length]) == name {
			return e.value, false
		}
	}
}

func (t *table) get(name []byte) (int32, bool) {
	h := maphash.Bytes(t.seed, name)
	mask := uint64(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		k := t.slots[i]
		if k == 0 {
			return 0, false
		}
		if e := t.items[k-1]; int(e.length) == len(name) && string(t.arena[e.off:e.off+e.length]) == string(name) {
			return e.value, true
		}
	}
}

// longest calls f with the names that begin at unit i, longest first, until f
// says that it is content.
func (t *table) longest(s *stream, i int, f func(end int, value int32) bool) {
	for lengths := s.lengths(t.gates, i, nil); lengths != 0; {
		n := bits.Len64(lengths) - 1
		lengths &^= 1 << n
		if v, ok := t.get(s.core(i, i+n)); ok && f(i+n, v) {
			return
		}
	}
}

// lengths returns which lengths of names, in units, the gates let through at unit i:
// bit n stands for n units. The keys of the names go into keys where it is not nil. A
// name does not reach across a gap that is gapHard.
func (s *stream) lengths(g *catalogue.Gates, i int, keys *[maxUnits + 1]uint64) (lengths uint64) {
	s.hash()
	key := s.hashes[i]
	cjk := s.units[i].cjk
	switch {
	case g.First.Has(key):
		if g.Names.Has(key) {
			lengths = 1 << 1
		}
		if cjk && (s.pairs[i] == 0 || !g.First.Has(s.pairs[i])) {
			if keys != nil {
				keys[1] = key
			}
			return lengths
		}
	case !cjk, s.pairs[i] == 0, !g.First.Has(s.pairs[i]):
		return 0
	}
	for n := 1; ; {
		if keys != nil {
			keys[n] = key
		}
		if n++; n > maxUnits || i+n > len(s.units) || s.units[i+n-1].before&gapHard != 0 {
			return lengths
		}
		if n == 2 && cjk {
			key = s.pairs[i]
		} else {
			key = catalogue.JoinHash(key, s.joint(i+n-1), s.hashes[i+n-1])
			if n <= catalogue.GateDepth && !g.More.Has(key) {
				return lengths
			}
		}
		if g.Names.Has(key) {
			lengths |= 1 << n
		}
	}
}

// joint returns what stands before unit i, which is not the first, in the folded text:
// a blank, '&', or 0 for nothing.
func (s *stream) joint(i int) byte {
	if s.units[i].start > s.units[i-1].end {
		return s.folded[s.units[i].start-1]
	}
	return 0
}

// hash makes the hashes of the units, which every table needs, where they are not made.
func (s *stream) hash() {
	if len(s.hashes) == len(s.units) {
		return
	}
	s.hashes = slices.Grow(s.hashes[:0], len(s.units))
	s.pairs = slices.Grow(s.pairs[:0], len(s.units))
	for i := range s.units {
		u := &s.units[i]
		h := catalogue.UnitHash(s.folded[u.start:u.end])
		s.hashes = append(s.hashes, h)
		s.pairs = append(s.pairs, 0)
		if i > 0 && s.units[i-1].cjk && u.before&gapHard == 0 {
			s.pairs[i-1] = catalogue.JoinHash(s.hashes[i-1], s.joint(i), h)
		}
	}
}
