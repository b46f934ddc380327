package identify

import (
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"

	"evscan/evidence"
)

// maxDirectory bounds how many sectors of a compound file's directory are looked at.
const maxDirectory = 512

// compound is what the directory of a compound file says of its root: the class and
// the names of its entries.
type compound struct {
	class string
	names map[string]bool
}

// compoundOf reads the directory of a compound file ([MS-CFB] 2.2, 2.6): chains of
// sectors are followed as far as they go, and a torn file still has the names that are there.
func compoundOf(p evidence.Probe) compound {
	h := p.Head
	out := compound{names: map[string]bool{}}
	shift := u16(h, 30)
	if len(h) < 512 || shift != 9 && shift != 12 || p.At == nil {
		return out
	}
	size := int64(1) << shift
	sector := func(n uint32) []byte {
		at := (int64(n) + 1) << shift
		if n > 0xfffffff0 || at >= p.Size {
			return nil
		}
		b := make([]byte, size)
		m, err := p.At.ReadAt(b, at)
		if err != nil && err != io.EOF {
			return nil
		}
		return b[:m]
	}
	per := uint32(size / 4)
	next := func(n uint32) uint32 {
		if n/per >= 109 { // the further lists of sectors are for files that hold millions
			return 0xfffffffe
		}
		fat := sector(binary.LittleEndian.Uint32(h[76+4*(n/per):]))
		return fatEntry(fat, n%per)
	}
	var dir []byte
	at := binary.LittleEndian.Uint32(h[48:])
	for range maxDirectory {
		b := sector(at)
		if b == nil {
			break
		}
		dir = append(dir, b...)
		if at = next(at); at > 0xfffffff0 {
			break
		}
	}
	if len(dir) < 128 {
		return out
	}
	l := binary.LittleEndian
	c := dir[80:96]
	out.class = fmt.Sprintf("{%08x-%04x-%04x-%x-%x}", l.Uint32(c), l.Uint16(c[4:]), l.Uint16(c[6:]), c[8:10], c[10:16])
	// The entries of the root are a tree of siblings below its child.
	seen := map[uint32]bool{}
	for todo := []uint32{l.Uint32(dir[76:])}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[n] || int64(n) >= int64(len(dir)/128) {
			continue
		}
		seen[n] = true
		e := dir[n*128 : n*128+128]
		if k := int(l.Uint16(e[64:])); k >= 2 && k <= 64 {
			wide := make([]uint16, k/2-1)
			for i := range wide {
				wide[i] = l.Uint16(e[2*i:])
			}
			out.names[string(utf16.Decode(wide))] = true
		}
		todo = append(todo, l.Uint32(e[68:]), l.Uint32(e[72:]))
	}
	return out
}

func fatEntry(fat []byte, i uint32) uint32 {
	if int(4*i+4) > len(fat) {
		return 0xfffffffe
	}
	return binary.LittleEndian.Uint32(fat[4*i:])
}
