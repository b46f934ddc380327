package ole

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"evscan/extractors/internal/compoundtest"
)

// entry is a stream, or with members a storage, of a sample.
type entry struct {
	name    string
	data    []byte
	members []entry
}

// compound writes a compound file of samples.
func compound(entries ...entry) []byte {
	var of func(list []entry) []compoundtest.Entry
	of = func(list []entry) []compoundtest.Entry {
		var out []compoundtest.Entry
		for _, e := range list {
			out = append(out, compoundtest.Entry{Name: e.name, Data: e.data, Members: of(e.members)})
		}
		return out
	}
	return compoundtest.File(of(entries)...)
}

func u16(v uint16) string { return string(binary.LittleEndian.AppendUint16(nil, v)) }
func u32(v uint32) string { return string(binary.LittleEndian.AppendUint32(nil, v)) }

func utf16le(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteString(u16(u))
	}
	return b.String()
}

// property is a typed value of a set, in bytes.
type property struct {
	id    uint32
	value string
}

func lpstr(s string) string {
	s += "\x00"
	return u32(0x1e) + u32(uint32(len(s))) + s + strings.Repeat("\x00", (4-len(s)%4)%4)
}

// sets writes a property set stream; the code page is the first property of each.
func sets(page uint16, list ...[]property) []byte {
	head := u16(0xfffe) + u16(0) + u32(0) + strings.Repeat("\x00", 16) + u32(uint32(len(list)))
	at := uint32(28 + 20*len(list))
	body := ""
	for _, props := range list {
		props = append([]property{{1, u32(2) + u32(uint32(page))}}, props...)
		index, values := "", ""
		for _, p := range props {
			index += u32(p.id) + u32(uint32(8+8*len(props)+len(values)))
			values += p.value
		}
		set := u32(uint32(8+len(index)+len(values))) + u32(uint32(len(props))) + index + values
		head += strings.Repeat("\x00", 16) + u32(at+uint32(len(body)))
		body += set
	}
	return []byte(head + body)
}

// summary is in code page 932: 株式会社アクメ and 山田 by their bytes.
func summary() []entry {
	const acme, yamada = "\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x83\x41\x83\x4e\x83\x81", "\x8e\x52\x93\x63"
	name := "MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId\x00"
	dictionary := u32(1) + u32(2) + u32(uint32(len(name))) + name + strings.Repeat("\x00", (4-len(name)%4)%4)
	return []entry{
		// 2021-02-01T00:00:00Z is 132566112000000000 in units of 100 ns since 1601.
		{name: "\x05SummaryInformation", data: sets(932, []property{{4, lpstr(yamada)}, {7, lpstr("Normal.dot")}, {8, lpstr("Taro")}, {12, u32(0x40) + u32(0x2f03c000) + u32(0x01d6f82d)}})},
		{name: "\x05DocumentSummaryInformation", data: sets(932, []property{{14, lpstr("Chief")}, {15, lpstr(acme)}},
			[]property{{0, dictionary}, {2, lpstr("AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE")}})},
	}
}

func put(b []byte, at int, s string) { copy(b[at:], s) }

// word has a piece of one byte a character and one of two, and a header.
func word() []byte {
	main := make([]byte, 4096)
	put(main, 0, u16(0xa5ec))
	put(main, 0x0a, u16(0x0200))
	first, second := "Quote\x13 HYPERLINK x\x14no\x15\r", "見積書\r株式会社アクメ\r"
	body := uint32(len(first) + 4)
	put(main, 0x4c, u32(body))
	put(main, 0x54, u32(8))
	put(main, 1024, first)
	put(main, 2048, utf16le(second))
	n := uint32(len(first))
	clx := "\x01" + u16(2) + "xx" + "\x02" + u32(4*3+8*2) + u32(0) + u32(n) + u32(n+12) +
		u16(0) + u32(1<<30|1024*2) + u16(0) + u16(0) + u32(2048) + u16(0)
	put(main, 0x01a2, u32(16))
	put(main, 0x01a6, u32(uint32(len(clx))))
	return compound(append(summary(), entry{name: "WordDocument", data: main}, entry{name: "1Table", data: []byte(strings.Repeat("\x00", 16) + clx)})...)
}

func rec(kind uint16, body string) string { return u16(kind) + u16(uint16(len(body))) + body }

// book has a string that goes on in a continued record, in other width.
func book() []byte {
	name := "表紙"
	sheetName := "\x02\x01" + utf16le(name)
	globals := func(at uint32) string {
		return rec(0x809, u16(0x600)+u16(5)) + rec(0x85, u32(at)+"\x00\x00"+sheetName) + rec(0x85, u32(0xffff)+"\x01\x00\x06\x00Secret") +
			rec(0xfc, u32(2)+u32(2)+u16(4)+"\x00Acme"+u16(6)+"\x00ab") + rec(0x3c, "\x01"+utf16le("会社cd")) + rec(0x0a, "")
	}
	at := uint32(len(globals(0)))
	sheet := rec(0x809, u16(0x600)+u16(0x10)) + rec(0x14, u16(7)+"\x00&LHead!") + rec(0xfd, u16(0)+u16(0)+u16(0)+u32(1)) +
		rec(0xfd, u16(0)+u16(1)+u16(0)+u32(0)) + rec(0x204, u16(1)+u16(0)+u16(0)+u16(5)+"\x00label") + rec(0xfd, u16(9)+u16(0)+u16(0)+u32(77)) +
		rec(0x204, u16(9)+u16(0)+u16(0)+u16(3)+"\x00far") + rec(0x0a, "")
	return compound(append(summary(), entry{name: "Workbook", data: []byte(globals(at) + sheet)})...)
}

func slides() []byte {
	atom := func(kind uint16, body string) string { return u16(0) + u16(kind) + u32(uint32(len(body))) + body }
	inner := atom(0x0fa0, utf16le("計画\rtwo")) + atom(0x0fa8, "caf\xe9") + atom(0x1234, "noise")
	return compound(append(summary(), entry{name: "PowerPoint Document", data: []byte(u16(0xf) + u16(1000) + u32(uint32(len(inner))) + inner)})...)
}

func message() []byte {
	text := func(tag, s string) entry { return entry{name: "__substg1.0_" + tag + "001F", data: []byte(utf16le(s))} }
	kind := strings.Repeat("\x00", 8) + u32(0x0c150003) + u32(6) + u32(2) + u32(0)
	return compound(
		entry{name: "__properties_version1.0", data: []byte{1}},
		text("0037", "見積の件"), text("0C1A", "山田"), text("5D01", "yamada@acme.example"), text("1000", "本文です"),
		text("007D", "Received: x\r\nDate: Mon, 1 Feb 2021\r\n 09:00:00 +0900\r\nMessage-ID: <1@acme.example>\r\n"),
		entry{name: "__recip_version1.0_#00000000", members: []entry{text("3001", "Suzuki"), text("39FE", "suzuki@vendor.example")}},
		entry{name: "__recip_version1.0_#00000001", members: []entry{text("3003", "sato@vendor.example"), {name: "__properties_version1.0", data: []byte(kind)}}},
		entry{name: "__attach_version1.0_#00000000", members: []entry{text("3707", "見積.txt"), {name: "__substg1.0_37010102", data: []byte("attached")}}},
		entry{name: "__attach_version1.0_#00000001", members: []entry{text("3704", "inner.msg")}},
	)
}
