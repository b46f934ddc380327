package catalogue

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"evscan/evidence"
)

// Names are looked up by keys that are made of the hashes of their units, Latin words
// and CJK characters, one after the other: a text is hashed once, and whether any name
// begins with the next word is known without putting the words together. The hashes
// are part of the layout of mapped files and never change; whoever needs to be safe
// from prepared collisions compares the names themselves, as every user does.

const (
	hashSeed  = 0x9e3779b97f4a7c15
	hashMul   = 0xd6e8feb86659fd93
	hashChain = 0xa0761d6478bd642f
)

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// UnitHash is the hash of one unit of a name in the form of Core.
func UnitHash[T string | []byte](unit T) uint64 {
	b := []byte(unit)
	h := uint64(hashSeed) ^ uint64(len(b))*hashChain
	for len(b) > 8 {
		h = mix(h^binary.LittleEndian.Uint64(b), hashMul)
		b = b[8:]
	}
	n := len(b)
	v := uint64(0)
	switch {
	case n >= 4:
		v = uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<32
	case n > 0:
		v = uint64(b[0]) | uint64(b[n/2])<<8 | uint64(b[n-1])<<16
	}
	return mix(h^v, hashMul)
}

// JoinHash is the key of a name that goes on with one unit more. between is what
// stands before that unit: a blank, '&', or 0 for nothing.
func JoinHash(key uint64, between byte, unit uint64) uint64 {
	return mix(bits.RotateLeft64(key, 23)^uint64(between)*hashSeed, unit^hashChain)
}

// NameKey is the key of a name in the form of Core.
func NameKey(core string) uint64 {
	var keys [8]uint64
	_, last, _ := Prefixes(keys[:0], core)
	return last
}

// Prefixes appends to dst the keys of the beginnings of a name of one unit, two, and
// so on, as many as dst has room for, and returns the key of the whole name and how
// many units it has.
func Prefixes(dst []uint64, core string) (prefixes []uint64, key uint64, units int) {
	put := func(between byte, unit string) {
		h := UnitHash(unit)
		if units == 0 {
			key = h
		} else {
			key = JoinHash(key, between, h)
		}
		units++
		if len(dst) < cap(dst) {
			dst = append(dst, key)
		}
	}
	between := byte(0)
	for i := 0; i < len(core); {
		if core[i] == ' ' || core[i] == '&' {
			between = core[i]
			i++
			continue
		}
		j := unitEnd(core, i)
		put(between, core[i:j])
		between, i = 0, j
	}
	return dst, key, units
}

// unitEnd returns where the unit that begins at i ends.
func unitEnd(core string, i int) int {
	for j := i; j < len(core); {
		r, n := rune(core[j]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(core[j:])
		}
		switch {
		case r == ' ' || r == '&':
			return j
		case r >= utf8.RuneSelf && evidence.IsCJK(r):
			if j > i {
				return j
			}
			return j + n
		}
		j += n
	}
	return len(core)
}

// MaxUnits is the longest name, in units, that a text is looked through for.
const MaxUnits = 63

// Gates say of keys whether names may begin with them or have them. They are wrong,
// with a yes, about once in a hundred.
type Gates struct {
	First *Filter // Latin first units, the first two units of names in CJK characters, and names of one such unit
	More  *Filter // beginnings of more units than that, up to four
	Names *Filter // whole names
}

// NewGates returns gates for that many distinct beginnings and names.
func NewGates(first, more, names int) *Gates {
	return &Gates{First: NewFilter(first), More: NewFilter(more), Names: NewFilter(names)}
}

// Add lets a name in the form of Core through. What is longer than MaxUnits, or
// nothing, is not looked for and stays out; then it says false.
func (g *Gates) Add(core string) bool {
	return GateKeys(core, g.First.Add, g.More.Add, g.Names.Add)
}

// GateKeys calls the functions with the keys that Add adds to each filter.
func GateKeys(core string, first, more, names func(uint64)) bool {
	var room [GateDepth]uint64
	prefixes, key, units := Prefixes(room[:0], core)
	if units == 0 || units > MaxUnits {
		return false
	}
	names(key)
	from := 0
	if units > 1 && evidence.StartsCJK(core) {
		from = 1
	}
	for i := from; i < len(prefixes); i++ {
		if i == from {
			first(prefixes[i])
		} else {
			more(prefixes[i])
		}
	}
	return true
}

// GateDepth is how many units Gates.More knows the beginnings of names by.
const GateDepth = 4
