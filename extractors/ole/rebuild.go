package ole

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	sectorSize = 512
	miniSize   = 64
	miniCutoff = 4096
	freeSector = 0xffffffff
	endOfChain = 0xfffffffe
)

// node is a storage or a stream of a compound file that is put together anew.
type node struct {
	name    string
	data    []byte
	storage bool
	members []*node
}

// rebuild writes a compound file, [MS-CFB] version 3, out of the streams of an
// embedded object, so that it is read like a file of its own.
func rebuild(root *node) []byte {
	type entry struct {
		n                        *node
		left, right, child, from uint32
		size                     uint32
	}
	root.storage = true
	entries := []entry{{n: root, left: freeSector, right: freeSector, child: freeSector, from: endOfChain}}
	var add func(list []*node) uint32
	add = func(list []*node) uint32 {
		slices.SortFunc(list, func(a, b *node) int { // 2.6.4: shorter names first
			la, lb := len(utf16.Encode([]rune(a.name))), len(utf16.Encode([]rune(b.name)))
			if la != lb {
				return la - lb
			}
			return strings.Compare(strings.ToUpper(a.name), strings.ToUpper(b.name))
		})
		var tree func(list []*node) uint32
		tree = func(list []*node) uint32 {
			if len(list) == 0 {
				return freeSector
			}
			mid := len(list) / 2
			id := uint32(len(entries))
			entries = append(entries, entry{n: list[mid], left: freeSector, right: freeSector, child: freeSector, from: endOfChain})
			l := tree(list[:mid])
			r := tree(list[mid+1:])
			c := uint32(freeSector)
			if list[mid].storage {
				c = add(list[mid].members)
			}
			entries[id].left, entries[id].right, entries[id].child = l, r, c
			return id
		}
		return tree(list)
	}
	child := add(root.members)
	entries[0].child = child

	var body, mini []byte
	var fat, miniFAT []uint32
	chain := func(data []byte) uint32 {
		if len(data) == 0 {
			return endOfChain
		}
		from := uint32(len(fat))
		for i := 0; i < len(data); i += sectorSize {
			fat = append(fat, uint32(len(fat))+1)
		}
		fat[len(fat)-1] = endOfChain
		body = append(body, data...)
		body = append(body, make([]byte, -len(data)&(sectorSize-1))...)
		return from
	}
	for i := range entries[1:] {
		e := &entries[i+1]
		if e.n.storage || len(e.n.data) == 0 {
			continue
		}
		e.size = uint32(len(e.n.data))
		if len(e.n.data) >= miniCutoff {
			e.from = chain(e.n.data)
			continue
		}
		e.from = uint32(len(miniFAT))
		for j := 0; j < len(e.n.data); j += miniSize {
			miniFAT = append(miniFAT, uint32(len(miniFAT))+1)
		}
		miniFAT[len(miniFAT)-1] = endOfChain
		mini = append(mini, e.n.data...)
		mini = append(mini, make([]byte, -len(e.n.data)&(miniSize-1))...)
	}
	entries[0].size = uint32(len(mini))
	entries[0].from = chain(mini)
	le := binary.LittleEndian
	var table []byte
	for _, v := range miniFAT {
		table = le.AppendUint32(table, v)
	}
	for len(table)%sectorSize != 0 {
		table = le.AppendUint32(table, freeSector)
	}
	miniAt, miniSectors := chain(table), len(table)/sectorSize
	var dirs []byte
	for i, e := range entries {
		b := make([]byte, 128)
		name := e.n.name
		if i == 0 {
			name = "Root Entry"
		}
		units := utf16.Encode([]rune(name))
		units = units[:min(31, len(units))]
		for j, u := range units {
			le.PutUint16(b[2*j:], u)
		}
		le.PutUint16(b[64:], uint16(2*len(units)+2))
		b[66], b[67] = 2, 1
		if e.n.storage {
			b[66] = 1
		}
		if i == 0 {
			b[66] = 5
		}
		le.PutUint32(b[68:], e.left)
		le.PutUint32(b[72:], e.right)
		le.PutUint32(b[76:], e.child)
		le.PutUint32(b[116:], e.from)
		le.PutUint32(b[120:], e.size)
		dirs = append(dirs, b...)
	}
	dirsAt := chain(dirs)
	// The table has an entry for each of its own sectors, and for those that list
	// its sectors once the header's 109 places are full.
	fatSectors, lists := 0, 0
	for {
		f := (len(fat) + fatSectors + lists + 127) / 128
		l := max(0, (f-109+126)/127)
		if f == fatSectors && l == lists {
			break
		}
		fatSectors, lists = f, l
	}
	fatAt := uint32(len(fat))
	for range fatSectors {
		fat = append(fat, 0xfffffffd)
	}
	listAt := uint32(len(fat))
	for range lists {
		fat = append(fat, 0xfffffffc)
	}
	for len(fat)%128 != 0 {
		fat = append(fat, freeSector)
	}
	for _, v := range fat {
		body = le.AppendUint32(body, v)
	}
	place := func(i int) uint32 {
		if i < fatSectors {
			return fatAt + uint32(i)
		}
		return freeSector
	}
	for l := range lists {
		for i := range 127 {
			body = le.AppendUint32(body, place(109+127*l+i))
		}
		next := uint32(endOfChain)
		if l+1 < lists {
			next = listAt + uint32(l) + 1
		}
		body = le.AppendUint32(body, next)
	}
	h := make([]byte, sectorSize)
	copy(h, signature)
	le.PutUint16(h[24:], 0x3e)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xfffe)
	le.PutUint16(h[30:], 9)
	le.PutUint16(h[32:], 6)
	le.PutUint32(h[44:], uint32(fatSectors))
	le.PutUint32(h[48:], dirsAt)
	le.PutUint32(h[56:], miniCutoff)
	le.PutUint32(h[60:], miniAt)
	le.PutUint32(h[64:], uint32(miniSectors))
	le.PutUint32(h[68:], endOfChain)
	if lists > 0 {
		le.PutUint32(h[68:], listAt)
		le.PutUint32(h[72:], uint32(lists))
	}
	for i := range 109 {
		le.PutUint32(h[76+4*i:], place(i))
	}
	return append(h, body...)
}
