package names

import (
	"hash/maphash"
	"math/bits"
	"unicode/utf8"

	"evscan/evidence"
)

// maxUnits is the longest name in units; what is longer is not in the table.
const maxUnits = 63

// table finds names by the hash of their folded text. A gate on the beginning of
// the name (its first word, or its first two characters) says which lengths are
// worth a look, so that most places of a text cost one probe.
type table struct {
	seed  maphash.Seed // random, so that nobody can prepare a text of collisions
	sieve []uint64     // bit set: a beginning may have this sum; small enough to stay near the processor
	gates []gateEntry
	slots []int32 // index of entries plus one
	items []entry
	arena []byte
}

type gateEntry struct {
	key     uint64
	lengths uint64 // bit n: there are names of n units
}

type entry struct {
	off, length uint32
	value       int32
}

// newTable makes an empty table for about n names.
func newTable(n int) *table {
	size := 1 << bits.Len(uint(max(n, 8)*2))
	return &table{seed: maphash.MakeSeed(), sieve: make([]uint64, max(1, size/64)), gates: make([]gateEntry, size), slots: make([]int32, size)}
}

// grow makes room for n names at once.
func (t *table) grow(n int) {
	t.items = make([]entry, 0, n)
	t.arena = make([]byte, 0, 24*n)
}

// add puts a name, in the shape of catalogue.Core, into the table. The value of
// a name that is there already is returned instead of being replaced.
func (t *table) add(name string, value int32) (int32, bool) {
	if n, first := shape(name); n == 0 || n > maxUnits {
		return 0, false
	} else if g := t.gate(maphash.String(t.seed, name[:first])); g != nil {
		g.lengths |= 1 << n
		h := sieveSum(name[:first], len(t.gates))
		t.sieve[h/64] |= 1 << (h % 64)
	} else {
		return 0, false
	}
	if 2*(len(t.items)+1) > len(t.slots) {
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

// gate returns the entry of a key, made where there is none; nil where the gates
// are full.
func (t *table) gate(key uint64) *gateEntry {
	mask := uint64(len(t.gates) - 1)
	for i, n := key&mask, 0; n < len(t.gates); i, n = (i+1)&mask, n+1 {
		if t.gates[i].lengths == 0 {
			t.gates[i].key = key
			return &t.gates[i]
		}
		if t.gates[i].key == key {
			return &t.gates[i]
		}
	}
	return nil
}

func (t *table) lengths(first []byte) uint64 {
	if h := sieveSum(first, len(t.gates)); t.sieve[h/64]>>(h%64)&1 == 0 {
		return 0
	}
	key := maphash.Bytes(t.seed, first)
	mask := uint64(len(t.gates) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		g := &t.gates[i]
		if g.lengths == 0 {
			return 0
		}
		if g.key == key {
			return g.lengths
		}
	}
}

// sieveSum is a quick sum, below size, of the length and the first eight bytes of
// the beginning of a name. Size is a power of two.
func sieveSum[T string | []byte](first T, size int) uint64 {
	v := uint64(len(first))
	for i := 0; i < len(first) && i < 8; i++ {
		v = v<<8 ^ v>>56 ^ uint64(first[i])
	}
	return v * 0x9e3779b97f4a7c15 >> (64 - uint(bits.Len(uint(size-1))))
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
	if len(t.items) == 0 {
		return
	}
	u := s.units[i]
	var lengths uint64
	if u.cjk {
		if i+1 < len(s.units) {
			lengths = t.lengths(s.folded[u.start:s.units[i+1].end])
		}
		lengths |= t.lengths(s.folded[u.start:u.end]) & 2
	} else {
		lengths = t.lengths(s.folded[u.start:u.end])
	}
	for lengths != 0 {
		n := bits.Len64(lengths) - 1
		lengths &^= 1 << n
		if i+n > len(s.units) || !reachable(s.units[i+1:i+n]) {
			continue
		}
		if v, ok := t.get(s.core(i, i+n)); ok && f(i+n, v) {
			return
		}
	}
}

// reachable reports whether a name can reach across the gaps before units.
func reachable(units []unit) bool {
	for k := range units {
		if units[k].before&gapHard != 0 {
			return false
		}
	}
	return true
}

// shape counts the units of a name and returns the length in bytes of what the
// gate looks at.
func shape(name string) (units, first int) {
	if units, first = shapeASCII(name); units > 0 {
		return units, first
	}
	word := false
	for i, r := range name {
		switch {
		case r == ' ' || r == '&':
			word = false
			continue
		case evidence.IsCJK(r):
			units++
			word = false
		case !word:
			units++
			word = true
		}
		end := i + utf8.RuneLen(r)
		startsCJK := evidence.StartsCJK(name)
		if units == 1 || (units == 2 && startsCJK) {
			first = end
		}
	}
	return units, first
}

// shapeASCII is shape for names in ASCII, which most are; zero for others.
func shapeASCII(name string) (units, first int) {
	word := false
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= utf8.RuneSelf:
			return 0, 0
		case c == ' ' || c == '&':
			word = false
			continue
		case !word:
			units++
			word = true
		}
		if units == 1 {
			first = i + 1
		}
	}
	return units, first
}
