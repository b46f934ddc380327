// Package compoundtest writes compound files [MS-CFB] as samples for tests.
package compoundtest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// Entry is a stream, or with members a storage, of a sample.
type Entry struct {
	Name    string
	Data    []byte
	Members []Entry
}

const (
	none = 0xffffffff
	end  = 0xfffffffe
)

// File writes a compound file [MS-CFB] of version 3 with sectors of 512 bytes.
// Streams are filled with zeros to 4096 bytes, so that none goes to the ministream.
func File(entries ...Entry) []byte {
	type dir struct {
		name                     string
		kind                     byte
		right, child, start, len uint32
	}
	dirs := []dir{{name: "Root Entry", kind: 5, right: none, child: none, start: end}}
	var body bytes.Buffer
	var fat []uint32
	chain := func(data []byte, least int) uint32 {
		n := (max(len(data), least) + 511) / 512
		start := uint32(len(fat))
		for i := range n {
			next := start + uint32(i) + 1
			if i == n-1 {
				next = end
			}
			fat = append(fat, next)
		}
		body.Write(data)
		body.Write(make([]byte, n*512-len(data)))
		return start
	}
	var add func(list []Entry) uint32
	add = func(list []Entry) uint32 {
		first, last := uint32(none), -1
		for _, e := range list {
			d := dir{name: e.Name, kind: 2, right: none, child: none, start: end}
			id := len(dirs)
			dirs = append(dirs, d)
			if e.Members != nil {
				dirs[id].kind = 1
				dirs[id].child = add(e.Members)
			} else {
				dirs[id].start, dirs[id].len = chain(e.Data, 4096), uint32(max(len(e.Data), 4096))
			}
			if last >= 0 {
				dirs[last].right = uint32(id)
			} else {
				first = uint32(id)
			}
			last = id
		}
		return first
	}
	dirs[0].child = add(entries)
	le := binary.LittleEndian
	var table []byte
	for _, d := range dirs {
		b := make([]byte, 128)
		units := utf16.Encode([]rune(d.name))
		for i, u := range units {
			le.PutUint16(b[2*i:], u)
		}
		le.PutUint16(b[64:], uint16(2*len(units)+2))
		b[66], b[67] = d.kind, 1
		le.PutUint32(b[68:], none)
		le.PutUint32(b[72:], d.right)
		le.PutUint32(b[76:], d.child)
		le.PutUint32(b[116:], d.start)
		le.PutUint32(b[120:], d.len)
		table = append(table, b...)
	}
	root := chain(table, 512)
	fatSectors := 1
	for (len(fat)+fatSectors)*4 > fatSectors*512 {
		fatSectors++
	}
	first := uint32(len(fat))
	for range fatSectors {
		fat = append(fat, 0xfffffffd)
	}
	for len(fat)%128 != 0 {
		fat = append(fat, none)
	}
	for _, v := range fat {
		body.Write(le.AppendUint32(nil, v))
	}
	h := make([]byte, 512)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint16(h[24:], 0x3e)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xfffe)
	le.PutUint16(h[30:], 9)
	le.PutUint16(h[32:], 6)
	le.PutUint32(h[44:], uint32(fatSectors))
	le.PutUint32(h[48:], root)
	le.PutUint32(h[56:], 4096)
	le.PutUint32(h[60:], end)
	le.PutUint32(h[68:], end)
	for i := range 109 {
		v := uint32(none)
		if i < fatSectors {
			v = first + uint32(i)
		}
		le.PutUint32(h[76+4*i:], v)
	}
	return append(h, body.Bytes()...)
}
