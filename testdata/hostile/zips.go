package hostile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"evscan/testdata/make/archive"
)

var hello = []byte("Hello, this is an ordinary note.\n")

func zips() []Case {
	good := zipOf(stored("a.txt", hello), deflated("b.txt", bytes.Repeat(hello, 30)), stored("c.txt", []byte("third note\n")))
	local := bytes.Index(good, []byte("PK\x01\x02"))
	flip := func(at int, mask byte) []byte {
		b := bytes.Clone(good)
		b[at] ^= mask
		return b
	}
	claims := func(e zipEntry, f func(*zipEntry)) zipEntry {
		f(&e)
		return e
	}
	locked, err := archive.EncryptedZip([]archive.Entry{{Name: "secret.txt", Data: hello}}, "correct horse")
	if err != nil {
		panic(err) // fixed input
	}
	stated, err := archive.Zip([]archive.Entry{{Name: "readme.txt", Data: []byte("The password: correct horse\nor, without a blank, password: horse-7\n")},
		{Name: "locked.zip", Data: mustLock("horse-7"), Store: true}})
	if err != nil {
		panic(err) // fixed input
	}
	one := func(b []byte) zipEntry { return stored("a.txt", b) }
	return []Case{
		fixed("claims-4gb.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.size = 0xfffffff0 }))),
		fixed("claims-packed-4gb.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.packed, e.size = 0xfffffff0, 0xfffffff0 }))),
		fixed("claims-too-little.zip", zipOf(claims(deflated("a.txt", bytes.Repeat(hello, 100)), func(e *zipEntry) { e.size = 10 }))),
		fixed("zip64-lies.zip", zipOf(claims(one(hello), func(e *zipEntry) {
			e.size, e.packed = 0xffffffff, 0xffffffff
			e.extra = binary.LittleEndian.AppendUint64([]byte{1, 0, 16, 0}, 1<<62)
			e.extra = binary.LittleEndian.AppendUint64(e.extra, 1<<61)
		}))),
		fixed("zip64-end-lies.zip", zip64Lies(good)),
		fixed("count-too-high.zip", rawZip(zipEnd{entries: 9}, stored("a.txt", hello), stored("b.txt", hello[1:]))),
		fixed("count-too-low.zip", rawZip(zipEnd{entries: 1}, stored("a.txt", hello), stored("b.txt", hello[1:]))),
		fixed("name-differs.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.local = "x.exe" }))),
		fixed("size-differs.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.lsize = 7 }))),
		fixed("method-differs.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.lmethod = 8 }))),
		fixed("encryption-differs.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.lflags = 1 }))),
		fixed("directory-only.zip", zipOf(one(hello), claims(stored("ghost.txt", hello), func(e *zipEntry) { e.noLocal, e.at = true, 7 }))),
		fixed("hidden-entry.zip", hiddenEntry()),
		fixed("duplicate-names.zip", zipOf(stored("a.txt", hello), stored("a.txt", []byte("another content\n")), stored("a.txt", hello))),
		fixed("bad-crc.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.crc ^= 1 }))),
		fixed("unknown-method.zip", zipOf(claims(one(hello), func(e *zipEntry) { e.method = 77 }))),
		fixed("data-before.zip", append(bytes.Repeat([]byte("MZ stub "), 200), rawZip(zipEnd{}, one(hello))...)),
		fixed("data-after.zip", append(bytes.Clone(good), bytes.Repeat([]byte("hidden "), 100)...)),
		fixed("two-archives.zip", append(zipOf(stored("first.txt", hello)), zipOf(stored("second.txt", hello[2:]))...)),
		fixed("cut-in-header.zip", good[:20]),
		fixed("cut-in-data.zip", good[:60]),
		fixed("cut-before-directory.zip", good[:local]),
		fixed("cut-in-directory.zip", good[:local+60]),
		fixed("cut-in-end.zip", good[:len(good)-10]),
		fixed("flip-in-data.zip", flip(40, 0x10)),
		fixed("flip-in-deflate.zip", flip(bytes.Index(good, []byte("b.txt"))+10, 0xff)),
		fixed("flip-in-directory.zip", flip(local+1, 0x80)),
		fixed("flip-offset.zip", flip(local+46+5+42+1, 0x40)),
		fixed("locked.zip", locked),
		fixed("password-in-readme.zip", stated),
		fixed("symlink.zip", zipOf(claims(stored("link", []byte("/etc/passwd")), func(e *zipEntry) { e.madeBy, e.attr = 3, 0o120777<<16 }), one(hello))),
		fixed("directory-with-bytes.zip", zipOf(stored("dir/", []byte("a folder that holds bytes\n")), one(hello))),
		fixed("empty.zip", zipOf()),
		fixed("comment-bomb.zip", rawZip(zipEnd{comment: strings.Repeat("PK\x05\x06", 16000)}, one(hello))),
		{"many-entries.zip", func(w io.Writer) error {
			var entries []zipEntry
			for i := range 60_000 {
				entries = append(entries, stored(fmt.Sprintf("%05d.txt", i), nil))
			}
			_, err := w.Write(zipOf(entries...))
			return err
		}},
	}
}

func mustLock(password string) []byte {
	b, err := archive.EncryptedZip([]archive.Entry{{Name: "inside.txt", Data: []byte("what was locked away\n")}}, password)
	if err != nil {
		panic(err) // fixed input
	}
	return b
}

// zip64Lies puts a zip64 end record before the end record, which claims 2^60
// entries in a directory of 2^61 bytes at 2^62.
func zip64Lies(good []byte) []byte {
	l := binary.LittleEndian
	end := len(good) - 22
	out := bytes.Clone(good[:end])
	at := uint64(len(out))
	out = append(out, "PK\x06\x06"...)
	out = l.AppendUint64(out, 44)
	out = append(out, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, n := range []uint64{1 << 60, 1 << 60, 1 << 61, 1 << 62} {
		out = l.AppendUint64(out, n)
	}
	out = append(out, "PK\x06\x07\x00\x00\x00\x00"...)
	out = l.AppendUint64(out, at)
	out = append(out, 1, 0, 0, 0)
	return append(out, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
}

// hiddenEntry has an entry between two others that the directory does not name.
func hiddenEntry() []byte {
	all := zipOf(stored("a.txt", hello), stored("hidden.txt", []byte("nobody lists me\n")), stored("c.txt", hello[3:]))
	second := bytes.Index(all, []byte("PK\x01\x02")) + 46 + len("a.txt")
	third := second + 46 + len("hidden.txt")
	out := append(bytes.Clone(all[:second]), all[third:]...)
	end := len(out) - 22
	l := binary.LittleEndian
	l.PutUint16(out[end+8:], 2)
	l.PutUint16(out[end+10:], 2)
	l.PutUint32(out[end+12:], l.Uint32(out[end+12:])-46-uint32(len("hidden.txt")))
	return out
}

func zipNames() []Case {
	n := func(names ...string) []byte {
		var entries []zipEntry
		for i, name := range names {
			entries = append(entries, stored(name, fmt.Appendf(nil, "note %d\n", i)))
		}
		return zipOf(entries...)
	}
	utf8 := func(b []byte) []byte { // sets flag 11 in all headers
		b = bytes.Clone(b)
		for i := range len(b) - 10 {
			switch string(b[i : i+4]) {
			case "PK\x03\x04":
				b[i+7] |= 8
			case "PK\x01\x02":
				b[i+9] |= 8
			}
		}
		return b
	}
	return []Case{
		fixed("traversal.zip", n("../../../../tmp/evscan-was-here.txt", "/tmp/evscan-was-here.txt", `..\..\evscan-was-here.txt`)),
		fixed("drive-letter.zip", n(`C:\Windows\evil.txt`, "C:evil.txt", `\\server\share\evil.txt`)),
		fixed("device-names.zip", n("CON", "NUL.txt", "aux/com1", "lpt1.doc", "x. ", "a:stream")),
		fixed("control-names.zip", utf8(n("a\x1b[2J\x1b]0;x\x07.txt", "b\r\n.txt", "c\x00d.txt", "\u202egpj.exe", "z\u200bw\ufeff.txt"))),
		fixed("nfc-nfd.zip", utf8(n("caf\u00e9.txt", "cafe\u0301.txt"))),
		fixed("undecodable-names.zip", utf8(n("\xff\xfe\xfd.txt", "a\xc0\xaf.txt"))),
		fixed("cp932-names.zip", n("\x8c\x5f\x96\xf1\x8f\x91.txt", "\x90\xbf\x8b\x81\x8f\x91\x88\xea\x97\x97.txt", "\x83\x5c\x83\x74\x83\x67.txt")),
		fixed("eucjp-names.zip", n("\xb7\xc0\xcc\xf3\xbd\xf1.txt", "\xc0\xc1\xb5\xe1\xbd\xf1\xb0\xec\xcd\xf7.txt", "\xa5\xbd\xa5\xd5\xa5\xc8.txt")),
		fixed("gbk-names.zip", n("\xba\xcf\xcd\xac\xca\xe9.txt", "\xb7\xa2\xc6\xb1\xc7\xe5\xb5\xa5.txt", "\xd4\xb1\xb9\xa4\xc3\xfb\xb5\xa5.txt")),
		fixed("cp437-names.zip", n("M\x81ller.txt", "caf\x82.txt", "\x8edelstein.txt")),
		fixed("long-name.zip", n(strings.Repeat("n", 65531)+".txt")),
		fixed("deep-path.zip", n(strings.Repeat("d/", 30000)+"x.txt")),
		fixed("empty-name.zip", n("", "x.txt")),
	}
}
