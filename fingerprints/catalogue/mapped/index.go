package mapped

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"evscan/fingerprints/catalogue"
)

// index is one of the indexes of a file.
type index struct {
	f     *File
	first int    // section
	shift uint   // of a key, to its place in the directory
	n     uint64 // entries
}

func newIndex(f *File, first int) index {
	places := f.head.sections[first+partDirectory].length/4 - 1
	return index{f: f, first: first, shift: uint(65 - bits.Len64(places)), n: f.head.sections[first+partEntries].length / entrySize}
}

// maxSame bounds how many entries with one hash are looked at; in a file that Write made
// there is one, two by a chance that nobody meets.
const maxSame = 8

// maxBucket bounds how many entries share a place of the directory. On average there are
// up to four.
const maxBucket = 4096

// find calls f with each organisation that has the key. text is the key itself.
func (x *index) find(key uint64, text []byte, f func(org uint32, role catalogue.NameRole)) error {
	place, err := x.f.read(x.first+partDirectory, key>>x.shift*4, 8)
	if err != nil {
		return err
	}
	from, to := uint64(binary.LittleEndian.Uint32(place)), uint64(binary.LittleEndian.Uint32(place[4:]))
	if from == to {
		return nil
	}
	if from > to || to > x.n || to-from > maxBucket {
		return fmt.Errorf("%w: %s", ErrBroken, sectionNames[x.first+partDirectory])
	}
	entries, err := x.f.read(x.first+partEntries, from*entrySize, (to-from)*entrySize)
	if err != nil {
		return err
	}
	same := 0
	for ; len(entries) > 0 && same < maxSame; entries = entries[entrySize:] {
		if binary.LittleEndian.Uint64(entries) != key {
			continue
		}
		same++
		found, err := x.value(binary.LittleEndian.Uint64(entries[8:]), text, f)
		if err != nil || found {
			return err
		}
	}
	return nil
}

// window is how much of a value is read at once.
const window = 256

// value reads the value at an offset and reports whether it is the one of text.
func (x *index) value(at uint64, text []byte, f func(org uint32, role catalogue.NameRole)) (bool, error) {
	broken := fmt.Errorf("%w: %s", ErrBroken, sectionNames[x.first])
	length := x.f.head.sections[x.first].length
	if at >= length {
		return false, broken
	}
	b, err := x.f.read(x.first, at, min(length-at, uint64(len(text))+window))
	if err != nil {
		return false, err
	}
	n, k := binary.Uvarint(b)
	if k <= 0 {
		return false, broken
	}
	if n != uint64(len(text)) {
		return false, nil
	}
	if n > uint64(len(b)-k) {
		return false, broken
	}
	if string(b[k:k+int(n)]) != string(text) {
		return false, nil
	}
	orgs, m := binary.Uvarint(b[k+int(n):])
	if m <= 0 || orgs > x.f.head.orgs*8 {
		return false, broken
	}
	used := k + int(n) + m
	at, b = at+uint64(used), b[used:]
	org := uint64(0)
	for ; orgs > 0; orgs-- {
		if len(b) <= binary.MaxVarintLen32+1 {
			if b, err = x.f.read(x.first, at, min(length-at, window)); err != nil {
				return false, err
			}
		}
		step, k := binary.Uvarint(b)
		if k <= 0 || len(b) == k || step >= x.f.head.orgs {
			return false, broken
		}
		if org += step; org >= x.f.head.orgs {
			return false, broken
		}
		f(uint32(org), catalogue.NameRole(b[k]))
		at, b = at+uint64(k)+1, b[k+1:]
	}
	return true, nil
}
