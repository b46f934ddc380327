package hostile

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
)

// zipEntry is one entry with every field of both its headers (APPNOTE 4.3.7,
// 4.3.12) under control.
type zipEntry struct {
	name    string
	local   string // name in the local header; "" for the same
	data    []byte // as stored
	size    uint32
	crc     uint32
	method  uint16
	flags   uint16
	attr    uint32 // external attributes
	madeBy  uint16
	extra   []byte
	packed  int64  // packed size in both headers; 0: as it is
	lsize   uint32 // size in the local header; 0: as in the directory
	lmethod uint16 // method in the local header; 0: as in the directory
	lflags  uint16 // flags in the local header; 0: as in the directory
	at      int64  // where the directory says the local header is; -1: at 0; 0: where it is
	noLocal bool   // only the directory knows of it
}

// zipEnd is what the end record says where it lies.
type zipEnd struct {
	entries int // 0: as many as there are
	dirSize int64
	dirAt   int64
	comment string
	shift   int64 // added to all offsets
}

func stored(name string, data []byte) zipEntry {
	return zipEntry{name: name, data: data, size: uint32(len(data)), crc: crc32.ChecksumIEEE(data)}
}

func deflated(name string, data []byte) zipEntry {
	e := stored(name, data)
	e.data, e.method = deflate(data), 8
	return e
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // fails for unknown levels only
	w.Write(data)
	w.Close()
	return b.Bytes()
}

func zipOf(entries ...zipEntry) []byte { return rawZip(zipEnd{}, entries...) }

func rawZip(end zipEnd, entries ...zipEntry) []byte {
	var out, dir []byte
	l := binary.LittleEndian
	for _, e := range entries {
		at := int64(len(out)) + end.shift
		packed := int64(len(e.data))
		if e.packed != 0 {
			packed = e.packed
		}
		if !e.noLocal {
			name := e.name
			if e.local != "" {
				name = e.local
			}
			size, method, flags := e.size, e.method, e.flags
			if e.lsize != 0 {
				size = e.lsize
			}
			if e.lmethod != 0 {
				method = e.lmethod
			}
			if e.lflags != 0 {
				flags = e.lflags
			}
			out = append(out, "PK\x03\x04\x14\x00"...)
			out = l.AppendUint16(out, flags)
			out = l.AppendUint16(out, method)
			out = l.AppendUint32(out, 0x58210000)
			out = l.AppendUint32(out, e.crc)
			out = l.AppendUint32(out, uint32(packed))
			out = l.AppendUint32(out, size)
			out = l.AppendUint16(out, uint16(len(name)))
			out = l.AppendUint16(out, uint16(len(e.extra)))
			out = append(append(append(out, name...), e.extra...), e.data...)
		}
		if e.at != 0 {
			at = max(e.at, 0)
		}
		dir = append(dir, "PK\x01\x02\x14"...)
		dir = append(dir, byte(e.madeBy), 20, 0)
		dir = l.AppendUint16(dir, e.flags)
		dir = l.AppendUint16(dir, e.method)
		dir = l.AppendUint32(dir, 0x58210000)
		dir = l.AppendUint32(dir, e.crc)
		dir = l.AppendUint32(dir, uint32(packed))
		dir = l.AppendUint32(dir, e.size)
		dir = l.AppendUint16(dir, uint16(len(e.name)))
		dir = l.AppendUint16(dir, uint16(len(e.extra)))
		dir = append(dir, 0, 0, 0, 0, 0, 0)
		dir = l.AppendUint32(dir, e.attr)
		dir = l.AppendUint32(dir, uint32(at))
		dir = append(append(dir, e.name...), e.extra...)
	}
	dirAt, dirSize, n := int64(len(out))+end.shift, int64(len(dir)), len(entries)
	if end.dirAt != 0 {
		dirAt = end.dirAt
	}
	if end.dirSize != 0 {
		dirSize = end.dirSize
	}
	if end.entries != 0 {
		n = end.entries
	}
	out = append(out, dir...)
	out = append(out, "PK\x05\x06\x00\x00\x00\x00"...)
	out = l.AppendUint16(out, uint16(n))
	out = l.AppendUint16(out, uint16(n))
	out = l.AppendUint32(out, uint32(dirSize))
	out = l.AppendUint32(out, uint32(dirAt))
	out = l.AppendUint16(out, uint16(len(end.comment)))
	return append(out, end.comment...)
}
