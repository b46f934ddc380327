package hostile

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// pe is a program of no code: the headers that a reader needs to take it for one
// (Microsoft's PE format: DOS header, signature, COFF header without sections).
func pe() []byte {
	b := make([]byte, 512)
	copy(b, "MZ")
	binary.LittleEndian.PutUint32(b[60:], 64)
	copy(b[64:], "PE\x00\x00\x4c\x01")
	return b
}

// sevenZipOf is a 7z with one stored entry (7zFormat.txt of the LZMA SDK): signature
// header, the bytes, a header that is not packed.
func sevenZipOf(name string, data []byte) []byte {
	var n []byte
	for _, c := range name {
		n = append(n, byte(c), 0)
	}
	n = append(n, 0, 0)
	l := binary.LittleEndian
	h := []byte{1, 4} // header, main streams
	h = append(h, 6, 0, 1, 9, byte(len(data)), 0)
	h = append(h, 7, 11, 1, 0, 1, 1, 0, 12, byte(len(data)), 10, 1)
	h = l.AppendUint32(h, crc32.ChecksumIEEE(data))
	h = append(h, 0, 8, 0, 0)                       // end of the folder, empty substreams
	h = append(h, 5, 1, 17, byte(len(n)+1), 0)      // one file, its name
	h = append(append(h, n...), 0, 0)               // end of files, of the header
	start := l.AppendUint64(nil, uint64(len(data))) // where the header stands
	start = l.AppendUint64(start, uint64(len(h)))
	start = l.AppendUint32(start, crc32.ChecksumIEEE(h))
	out := append([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), l.AppendUint32(nil, crc32.ChecksumIEEE(start))...)
	return append(append(append(out, start...), data...), h...)
}

// rarOf is a RAR 5 with one stored entry (rarlab's technote).
func rarOf(name string, data []byte) []byte {
	block := func(content []byte) []byte {
		sized := append(binary.AppendUvarint(nil, uint64(len(content))), content...)
		return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(sized)), sized...)
	}
	size := binary.AppendUvarint(nil, uint64(len(data)))
	h := append([]byte{2, 2}, size...)
	h = append(append(h, 4), size...)
	h = append(h, 0xa4, 0x83, 2) // mode 0100644
	h = binary.LittleEndian.AppendUint32(h, crc32.ChecksumIEEE(data))
	h = append(append(h, 0, 1, byte(len(name))), name...)
	out := append([]byte("Rar!\x1a\x07\x01\x00"), block([]byte{1, 0, 0})...)
	out = append(append(out, block(h)...), data...)
	return append(out, block([]byte{5, 0, 0})...)
}

// zip64Of is a zip with zip64 records that say what the plain end record says, too.
func zip64Of(entries ...zipEntry) []byte {
	z := zipOf(entries...)
	l := binary.LittleEndian
	end := len(z) - 22
	n, size, at := uint64(l.Uint16(z[end+10:])), uint64(l.Uint32(z[end+12:])), uint64(l.Uint32(z[end+16:]))
	out := append(bytes.Clone(z[:end]), "PK\x06\x06"...)
	out = l.AppendUint64(out, 44)
	out = append(out, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, v := range []uint64{n, n, size, at} {
		out = l.AppendUint64(out, v)
	}
	out = append(out, "PK\x06\x07\x00\x00\x00\x00"...)
	out = l.AppendUint64(out, uint64(end))
	out = append(out, 1, 0, 0, 0)
	return append(out, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
}

// hidden are archives where a reader may not look for them, and headers that programs
// read differently.
func hidden() []Case {
	z := zipOf(stored("inside.txt", hello))
	stub := append(pe(), "this program unpacks itself\n"...)
	behind := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	unicodePath := func(of, name string) []byte {
		f := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(of)))...)
		f = append(f, name...)
		return append([]byte{0x75, 0x70, byte(len(f)), 0}, f...)
	}
	with := func(e zipEntry, f func(*zipEntry)) zipEntry { f(&e); return e }
	badTar := tarOf(tarFile("a.txt", hello), tarFile("b.txt", hello[1:]), tarFile("c.txt", hello[2:]))
	badTar[1024+150] ^= 0x11 // the check sum of the second header
	disk := bytes.Clone(z)
	binary.LittleEndian.PutUint16(disk[len(disk)-22+4:], 3)
	return []Case{
		fixed(quineOut, quine()),
		fixed("sfx.7z.exe", behind(stub, sevenZipOf("inside.txt", hello))),
		fixed("sfx-signature-twice.exe", behind(stub, []byte("7z\xbc\xaf\x27\x1c, a constant of the program; Rar!\x1a\x07\x00 too\n"), sevenZipOf("inside.txt", hello))),
		fixed("sfx.rar.exe", behind(stub, rarOf("inside.txt", hello))),
		fixed("sfx.zip.exe", behind(stub, z)),
		fixed("sfx-script.sh", behind([]byte("#!/bin/sh\ntail -c +40 \"$0\" | 7z x -si\nexit\n"), sevenZipOf("inside.txt", hello))),
		fixed("zip64.zip", zip64Of(stored("inside.txt", hello))),
		fixed("zip64-behind-stub.exe", behind(stub, zip64Of(stored("inside.txt", hello)))),
		fixed("two-7z.7z", behind(sevenZipOf("first.txt", hello), sevenZipOf("second.txt", hello[1:]))),
		fixed("two-rar.rar", behind(rarOf("first.txt", hello), rarOf("second.txt", hello[1:]))),
		fixed("zip-after-7z.7z", behind(sevenZipOf("first.txt", hello), zipOf(stored("second.txt", hello[1:])))),
		fixed("tar-after-tar.tar", behind(tarOf(tarFile("first.txt", hello)), tarOf(tarFile("second.txt", hello[1:])))),
		fixed("note-after-tar.tar", behind(tarOf(tarFile("first.txt", hello)), []byte("a note behind the end mark\n"))),
		fixed("zip-after-gz.gz", behind(gz("first.txt", hello), zipOf(stored("second.txt", hello[1:])))),
		fixed("data-between.zip", dataBetween()),
		fixed("bad-header-in-the-middle.tar", badTar),
		fixed("second-unicode-path.zip", zipOf(with(stored("a.txt", hello), func(e *zipEntry) {
			e.extra = append(unicodePath("older.txt", "wrong.txt"), unicodePath("a.txt", "right.txt")...)
		}))),
		fixed("extra-too-long.zip", zipOf(with(stored("a.txt", hello), func(e *zipEntry) { e.extra = []byte{0x41, 0x41, 200, 0, 1, 2} }))),
		fixed("disk-number.zip", disk),
		fixed("backslash-utf8.zip", zipOf(with(stored(`folder\a.txt`, hello), func(e *zipEntry) { e.flags = 1 << 11 }))),
		fixed("not-utf8.zip", zipOf(with(stored("a\xff.txt", hello), func(e *zipEntry) { e.flags = 1 << 11 }))),
		fixed("nul-in-name.zip", zipOf(stored("a.txt\x00.exe", hello))),
		fixed("comment-with-end-record.zip", rawZip(zipEnd{comment: "see " + string(zipOf()) + " there"}, stored("inside.txt", hello))),
		fixed("comment-64k.zip", rawZip(zipEnd{comment: strings.Repeat("c", 65535)}, stored("inside.txt", hello))),
		fixed("rar-in-jpeg.jpg", behind(jpegWith([]byte("MM\x00\x2a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")), rarOf("inside.txt", hello))),
		fixed("7z-in-png.png", behind(png(1, 1, zlibbed([]byte{0}, 2)), sevenZipOf("inside.txt", hello))),
	}
}

// dataBetween is a zip with a note between its first and its second entry.
func dataBetween() []byte {
	first := zipOf(stored("a.txt", hello))
	cut := bytes.Index(first, []byte("PK\x01\x02"))
	note := []byte("a note that stands between two entries, and in none\n")
	second := rawZip(zipEnd{shift: int64(cut + len(note))}, stored("b.txt", hello[1:]))
	at := bytes.Index(second, []byte("PK\x01\x02"))
	e1 := first[cut : len(first)-22]
	e2 := second[at : len(second)-22]
	out := bytes.Join([][]byte{first[:cut], note, second[:at], e1, e2}, nil)
	end := bytes.Clone(second[len(second)-22:])
	l := binary.LittleEndian
	l.PutUint16(end[8:], 2)
	l.PutUint16(end[10:], 2)
	l.PutUint32(end[12:], uint32(len(e1)+len(e2)))
	return append(out, end...)
}
