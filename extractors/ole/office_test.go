package ole

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/richardlehane/mscfb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The three examples of [MS-OVBA] 3.2.
func TestDecompress(t *testing.T) {
	for want, packed := range map[string]string{
		"abcdefghijklmnopqrstuv.":                                  "\x01\x19\xb0\x00abcdefgh\x00ijklmnop\x00qrstuv.",
		"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": "\x01\x2f\xb0\x00#aaabcde\x82f\x00pagh" + "ij\x01\x38\x08akl\x000mnop\x06q\x02p\x04\x10rstuv\x10wxyz\x00\x3c",
		strings.Repeat("a", 73):                                    "\x01\x03\xb0\x02aE\x00",
	} {
		got, err := decompress([]byte(packed))
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	for _, bad := range []string{"\x02", "\x01\x03\x00\x02aE\x00", "\x01\x03\xb0\x01E\x00", "\x01\x02\xb0\x02aE"} {
		_, err := decompress([]byte(bad))
		assert.ErrorIs(t, err, evidence.ErrCorrupt, "%q", bad)
	}
	got, err := decompress(nil)
	assert.NoError(t, err)
	assert.Empty(t, got)
}

// literally packs text without copies: a chunk of 4096 plain bytes at most.
func literally(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 8 {
		b.WriteString("\x00" + s[i:min(i+8, len(s))])
	}
	return "\x01" + u16(uint16(0xb000|(b.Len()+2-3))) + b.String()
}

// project is a VBA project in code page 932 with one module at an offset of 3.
func project() []entry {
	r := func(id uint16, body string) string { return u16(id) + u32(uint32(len(body))) + body }
	dir := r(0x03, u16(932)) + r(0x04, "Acme\x8c\xa9\x90\xcf") + u16(0x09) + u32(4) + u32(1) + u16(2) +
		r(0x0d, u32(0x28)+`*\G{0}#2.0#0#C:\Windows\stdole2.tlb#Auto`) + r(0x0e, u32(0x17)+`*\A\\fs01\addin\acme.xla`) +
		r(0x19, "Module1") + r(0x1a, "Module1") + r(0x32, utf16le("Module1")) + r(0x31, u32(3)) + r(0x10, "")
	source := "Attribute VB_Name = \"Module1\"\r\nSub Main()\r\nOpen \"\\\\fs02\\data\\a.csv\"\r\n' \x8c\xa9\x90\xcf\r\nEnd Sub"
	return []entry{{name: "VBA", members: []entry{{name: "dir", data: []byte(literally(dir))}, {name: "Module1", data: []byte("xyz" + literally(source))}}}}
}

func TestMacros(t *testing.T) {
	s := read(t, compound(append(project(), entry{name: "PROJECT", data: []byte("ID=x")})...), "vba")
	assert.Contains(t, s.Metadata(), "ole:VBAProject=Acme見積")
	assert.Contains(t, s.Metadata(), `ole:VBAReference=C:\Windows\stdole2.tlb`)
	assert.Contains(t, s.Metadata(), `ole:VBAReference=\\fs01\addin\acme.xl`)
	require.Len(t, texts(s), 1)
	assert.True(t, strings.HasPrefix(texts(s)[0], "body VBA Module1: Sub Main()\nOpen \"\\\\fs02\\data\\a.csv\"\n' 見積\nEnd Sub"), texts(s)[0])
}

func sttbOf(list ...string) string {
	b := "\xff\xff" + u16(uint16(len(list))) + u16(0)
	for _, s := range list {
		b += u16(uint16(len([]rune(s)))) + utf16le(s)
	}
	return b
}

// tables is a document whose tables tell of people and paths.
func tables(extra ...entry) []byte {
	main := make([]byte, 4096)
	put(main, 0, u16(0xa5ec))
	put(main, 0x0a, u16(0x0200))
	body := "a\x07b\x07\x07x\x13 HYPERLINK \"\\\\\\\\fs03\\\\plan.xls\" \x14plan\x15\r"
	heads := "HeadFoot\r"
	put(main, 0x4c, u32(uint32(len(body))))
	put(main, 0x54, u32(uint32(len(heads))))
	put(main, 1024, body+heads)
	n := uint32(len(body + heads))
	table := strings.Repeat("\x00", 16)
	add := func(at int, s string) {
		put(main, at, u32(uint32(len(table)))+u32(uint32(len(s))))
		table += s
	}
	add(0x01a2, "\x02"+u32(16)+u32(0)+u32(n)+u16(0)+u32(1<<30|1024*2)+u16(0))
	plc := strings.Repeat(u32(0), 7) + u32(4) + u32(4) + u32(8) + u32(8) + u32(8) + u32(9) // odd header 0..4, odd footer 4..8
	add(0xf2, plc)
	add(0x02d2, sttbOf("山田", `\\fs01\docs\a.doc`, "Taro", `C:\Users\taro\b.doc`))
	add(0x0232, sttbOf("Unknown", "Reviewer R"))
	add(0x01ba, u16(6)+utf16le("Hanako"))
	add(0x019a, sttbOf("", `\\fs01\tpl\letter.dot`, "", "", "", "", "", "", `\\db01\list.mdb`))
	std := func(sti uint16, name string) string {
		s := u16(sti) + strings.Repeat("\x00", 8) + u16(uint16(len(name))) + utf16le(name) + u16(0)
		return u16(uint16(len(s))) + s
	}
	add(0xa2, u16(4)+u16(2)+u16(10)+std(0, "Normal")+std(0xffe, "Acme Body"))
	blip := u16(0x6e0<<4) + u16(0xf01e) + u32(16+1+20) + strings.Repeat("u", 16) + "\xff" + "\x89PNG of twenty bytes"
	return compound(append([]entry{{name: "WordDocument", data: main}, {name: "1Table", data: []byte(table)}, {name: "Data", data: []byte("junk" + blip)}}, extra...)...)
}

func TestWordTables(t *testing.T) {
	s := read(t, tables(append(project(), entry{name: "ObjectPool", members: []entry{
		{name: "_1", members: []entry{{name: "\x01Ole10Native", data: []byte(native())}}},
		{name: "_2", members: []entry{{name: "Workbook", data: []byte(rec(0x809, u16(0x600)+u16(0x10)) + rec(0x204, u16(0)+u16(0)+u16(0)+u16(5)+"\x00inner") + rec(0x0a, ""))},
			{name: "Deep", members: []entry{{name: "x", data: []byte("y")}}}}},
		{name: "_3", members: []entry{{name: "Package", data: []byte("PK")}}},
	}})...), "doc")
	assert.Equal(t, []string{"ole:ExternalLink=" + `\\fs03\plan.xls`, "ole:SavedBy=山田", `ole:SavedPath=\\fs01\docs\a.doc`, "ole:SavedBy=Taro", `ole:SavedPath=C:\Users\taro\b.doc`,
		"ole:RevisionAuthor=Reviewer R", "ole:CommentAuthor=Hanako", `ole:AttachedTemplate=\\fs01\tpl\letter.dot`, `ole:DataSource=\\db01\list.mdb`, "ole:Style=Acme Body",
		`ole:PackagePath=C:\Users\yamada\note.txt`, `ole:PackagePath=C:\Temp\n.txt`,
		"ole:VBAProject=Acme見積", `ole:VBAReference=C:\Windows\stdole2.tlb`, `ole:VBAReference=\\fs01\addin\acme.xl`}, s.Metadata())
	assert.Equal(t, []string{"body: a\tb\t\nxplan", "header: Head", "footer: Foot"}, texts(s)[:3])
	assert.Equal(t, []string{"picture1.png", "note.txt", "_2", "_3"}, s.Names())
	assert.Equal(t, "\x89PNG of twenty bytes", string(s.Children[0].Data))
	assert.Equal(t, "hello", string(s.Children[1].Data))
	assert.Equal(t, []string{"body: inner"}, texts(read(t, s.Children[2].Data, "xls")), "put together anew")
	assert.True(t, bytes.HasPrefix(s.Children[3].Data, []byte("PK")))
}

func native() string {
	n := "\x02\x00note.txt\x00C:\\Users\\yamada\\note.txt\x00\x00\x00\x03\x00" + u32(14) + "C:\\Temp\\n.txt\x00" + u32(5) + "hello"
	return u32(uint32(len(n))) + n
}

// Wrapped objects as Office Open XML embeds them.
func TestWrapping(t *testing.T) {
	s := read(t, compound(entry{name: "\x01Ole10Native", data: []byte(native())}), "ole")
	assert.Equal(t, []string{"note.txt"}, s.Names())
	s = read(t, compound(entry{name: "CONTENTS", data: []byte("%PDF-1.4")}), "ole")
	assert.Equal(t, []string{"CONTENTS"}, s.Names())
	_, err := run(compound(entry{name: "something", data: []byte("x")}), "ole", nil)
	assert.ErrorIs(t, err, evidence.ErrUnsupported)
}

func TestRebuildLarge(t *testing.T) {
	// Enough sectors to need lists of the table's own sectors beyond the header's.
	big := bytes.Repeat([]byte("0123456789abcdef"), 600_000)
	data := rebuild(&node{members: []*node{{name: "Workbook", data: []byte(rec(0x0a, ""))}, {name: "Big", data: big}, {name: "S", storage: true, members: []*node{{name: "In", data: []byte("small")}}}}})
	for name, want := range map[[2]string]string{{"", "Big"}: string(big), {"S", "In"}: "small"} {
		got := streamOf(t, data, name[0], name[1])
		assert.Equal(t, len(want), len(got))
		assert.True(t, want == got)
	}
}

// streamOf reads a stream of a compound file.
func streamOf(t *testing.T, data []byte, storage, name string) string {
	t.Helper()
	cfb, err := mscfb.New(bytes.NewReader(data))
	require.NoError(t, err)
	for _, e := range cfb.File {
		if strings.Join(e.Path, "/") == storage && e.Name == name {
			b, err := io.ReadAll(e)
			require.NoError(t, err)
			return string(b)
		}
	}
	return ""
}

func TestWord6(t *testing.T) {
	main := make([]byte, 4096)
	put(main, 0, u16(0xa5dc)+u16(104))
	put(main, 0x06, u16(0x0411))
	text := "\x8c\xa9\x90\xcf\x8f\x91\rtwo\r"
	put(main, 0x18, u32(1024)+u32(1024+uint32(len(text))))
	put(main, 0x34, u32(uint32(len(text))))
	put(main, 1024, text)
	assert.Equal(t, []string{"body: 見積書\ntwo"}, texts(read(t, compound(entry{name: "WordDocument", data: main}), "doc")))
}

// sheetRecords is a sheet of Excel 97 with what surrounds its cells.
func sheetRecords() string {
	url := "https://www.acme.example/"
	link := u32(0) + u32(0) + strings.Repeat("g", 16) + u32(2) + u32(1) + "\xe0\xc9\xea\x79" + strings.Repeat("m", 12) + u32(uint32(2*len(url)+2)) + utf16le(url) + u16(0)
	return rec(0x809, u16(0x600)+u16(5)) + rec(0x5c, u16(4)+"\x00Taro") + rec(0x5b, u16(0)+u16(0)+u16(4)+"\x00Jiro") +
		rec(0x41e, u16(164)+u16(10)+"\x00yyyy-mm-dd") + rec(0xe0, u16(0)+u16(0)) + rec(0xe0, u16(0)+u16(164)) +
		rec(0x18, u16(0)+"\x00\x05"+u16(0)+u16(0)+u16(0)+u32(0)+"\x00Total") + rec(0x18, u16(0x20)+"\x00\x01"+u16(0)+u16(0)+u16(0)+u32(0)+"\x00\x06") +
		rec(0x1ae, u16(1)+u16(19)+"\x00\x01\x01@fs01\x03a\x03[b.xls]c"+"\x00\x00") + rec(0x4d, u16(0)+utf16le("PRT-01")+strings.Repeat("\x00", 60)) +
		rec(0xcd, u16(24)+"\x00DSN=x;Server=db01;PWD=no") +
		rec(0x203, u16(0)+u16(0)+u16(0)+"\x00\x00\x00\x00\x00\x00\xf8\x3f") + rec(0x27e, u16(0)+u16(1)+u16(1)+u32(44228<<2|2)) + // 1.5 and a date
		rec(0xbd, u16(0)+u16(2)+u16(0)+u32(7<<2|2)+u16(0)+u32(250<<2|3)+u16(3)) + rec(0x205, u16(0)+u16(4)+u16(0)+"\x01\x00") +
		rec(0x06, u16(1)+u16(0)+u16(0)+"\x00\x00\x00\x00\x00\x00\xff\xff"+strings.Repeat("\x00", 8)) + rec(0x207, u16(3)+"\x00sum") +
		rec(0x1b8, link) + rec(0x5d, u16(0x15)+u16(18)+u16(0x19)+u16(9)+strings.Repeat("\x00", 14)) +
		rec(0x1b6, strings.Repeat("\x00", 10)+u16(4)+u16(8)+u32(0)) + rec(0x3c, "\x00why?") + rec(0x3c, strings.Repeat("\x00", 8)) +
		rec(0x5d, u16(0x15)+u16(18)+u16(6)+u16(10)+strings.Repeat("\x00", 14)) + rec(0x1b6, strings.Repeat("\x00", 10)+u16(3)+u16(8)+u32(0)) + rec(0x3c, "\x00box") +
		rec(0x1c, u16(2)+u16(1)+u16(0)+u16(9)+u16(6)+"\x00Hanako") + rec(0x100d, u16(0)+"\x05\x00Sales") + rec(0x0a, "")
}

func TestBookRecords(t *testing.T) {
	s := read(t, compound(entry{name: "WORKBOOK", data: []byte(sheetRecords())}), "xls")
	assert.Equal(t, []string{"ole:WriteAccess=Taro", "ole:ReservedBy=Jiro", "ole:DefinedName=Total", `ole:ExternalLink=\\fs01\a\[b.xls]c`, "ole:Printer=PRT-01",
		"ole:DataConnection=DSN=x;Server=db01;PWD=", "ole:Hyperlink=https://www.acme.example/", "ole:CommentAuthor=Hanako"}, s.Metadata())
	assert.Equal(t, []string{"body: box", "comment: why?", "body: Sales", "body: 1.5\t2021-02-01\t7\t2.5\tTRUE\nsum"}, texts(s))
}

func TestBook5(t *testing.T) {
	data := rec(0x809, u16(0x500)+u16(5)) + rec(0x42, u16(932)) + rec(0x85, u32(0)+"\x00\x00\x04\x95\x5c\x8e\x86") +
		rec(0x204, u16(0)+u16(0)+u16(0)+u16(6)+"\x8c\xa9\x90\xcf\x8f\x91") + rec(0x17, "\x12\x01\x01@fs01\x03x\x03[y.xls]") + rec(0x0a, "")
	s := read(t, compound(entry{name: "Book", data: []byte(data)}), "xls")
	assert.Equal(t, []string{"ole:Sheet=表紙", `ole:ExternalLink=\\fs01\x\[y.xls]`}, s.Metadata())
	assert.Equal(t, []string{"body: 見積書"}, texts(s))
}

// A sheet of Excel 3: a head, a label, a number.
func TestOldSheet(t *testing.T) {
	data := []byte(rec(0x209, u16(0)+u16(0x10)+u16(0)) + rec(0x204, u16(0)+u16(0)+u16(0)+u16(5)+"Sales") + rec(0x203, u16(0)+u16(1)+u16(0)+"\x00\x00\x00\x00\x00\x00\xf8\x3f") + rec(0x0a, ""))
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x.xls", data))
	require.Equal(t, "xls-biff", typ.Format)
	s, err := extracttest.Run(t, *f, "x.xls", data)
	require.NoError(t, err)
	assert.Equal(t, []string{"body: Sales\t1.5"}, texts(s))
	s, err = extracttest.Run(t, *f, "x.xls", data[:len(data)-12])
	require.NoError(t, err)
	assert.Contains(t, s.Text(), "Sales")
}

func TestSlideRecords(t *testing.T) {
	atom := func(instance, kind uint16, body string) string {
		return u16(instance<<4) + u16(kind) + u32(uint32(len(body))) + body
	}
	box := func(instance, kind uint16, body string) string {
		return u16(instance<<4|0xf) + u16(kind) + u32(uint32(len(body))) + body
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, err := w.Write([]byte("object data"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	text := func(s string) string { return atom(0, 0x0fa0, utf16le(s)) }
	doc := box(0, 1000, box(0, 0x0fd7, atom(1, 0x0fba, utf16le("https://www.acme.example/")))+
		box(0, 0x0ff0, atom(0, 0x03f3, strings.Repeat("\x00", 20))+atom(0, 0x0f9f, u32(0))+text("Title")+atom(0, 0x0f9f, u32(1))+text("Body"))) +
		box(0, 0x03f8, atom(3, 0x0fba, utf16le("Acme Design"))+box(0, 0xf004, atom(0, 0x0bc3, u32(0)+"\x01\x00\x00\x00")+text("Click to edit"))+box(0, 0xf004, text("Acme internal"))) +
		box(0, 0x03ee, atom(0, 0x03f9, strings.Repeat("\x00", 10)+u16(4)+u32(0))+box(0, 0x0fd9, atom(2, 0x0fba, utf16le("© Acme")))+
			box(0, 0x2ee0, atom(0, 0x0fba, utf16le("Hanako"))+atom(1, 0x0fba, utf16le("why?")))) +
		box(0, 0x03f0, text("speak slowly")) + atom(1, 0x1011, u32(11)+packed.String())
	user := strings.Repeat("\x00", 12) + u32(0xe391c05f) + u32(0) + u16(4) + u16(1012) + "\x03\x00\x00\x00" + "Taro" + u32(8) + utf16le("山田太郎")
	s := read(t, compound(entry{name: "PowerPoint Document", data: []byte(doc)}, entry{name: "Current User", data: []byte(user)}), "ppt")
	assert.Equal(t, []string{"ole:CurrentUser=山田太郎", "ole:Hyperlink=https://www.acme.example/", "ole:Master=Acme Design", "ole:HiddenSlide=1", "ole:CommentAuthor=Hanako"}, s.Metadata())
	assert.Equal(t, []string{"title: Title", "body: Body", "footer master: Acme internal", "footer: © Acme", "comment: why?", "body notes: speak slowly"}, texts(s))
	assert.Equal(t, "object data", string(s.Children[0].Data))

	locked := strings.Replace(user, u32(0xe391c05f), u32(0xf3d1c4df), 1)
	_, err = run(compound(entry{name: "PowerPoint Document", data: []byte(doc)}, entry{name: "Current User", data: []byte(locked)}), "ppt", nil)
	assert.ErrorIs(t, err, evidence.ErrEncrypted)
}

// lock makes an encryption header of one of the two schemes and its keys.
func lock(t *testing.T, api bool, password string) (string, func(uint32) []byte) {
	t.Helper()
	salt, verifier := "saltsaltsaltsalt", []byte("verifier 16 byte")
	wide := utf16le(password)
	var key func(uint32) []byte
	var hash []byte
	if api {
		base := sha1.Sum([]byte(salt + wide))
		key = func(n uint32) []byte {
			k := sha1.Sum(binary.LittleEndian.AppendUint32(base[:], n))
			return k[:16]
		}
		h := sha1.Sum(verifier)
		hash = h[:]
	} else {
		first := md5.Sum([]byte(wide))
		base := md5.Sum([]byte(strings.Repeat(string(first[:5])+salt, 16)))
		key = func(n uint32) []byte {
			k := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(base[:5]), n))
			return k[:]
		}
		h := md5.Sum(verifier)
		hash = h[:]
	}
	both := append(bytes.Clone(verifier), hash...)
	c, err := rc4.NewCipher(key(0))
	require.NoError(t, err)
	c.XORKeyStream(both, both)
	if !api {
		return u16(1) + u16(1) + salt + string(both), key
	}
	head := u32(4) + u32(0) + u32(0x6801) + u32(0x8004) + u32(128) + u32(1) + u32(0) + u32(0) + utf16le("P\x00")
	return u16(2) + u16(2) + u32(4) + u32(uint32(len(head))) + head + u32(16) + salt + string(both[:16]) + u32(20) + string(both[16:]), key
}

func TestEncryptedBook(t *testing.T) {
	for _, api := range []bool{false, true} {
		head, key := lock(t, api, "geheim")
		plain := rec(0x809, u16(0x600)+u16(5)) + rec(0x2f, u16(1)+head) + rec(0x204, u16(0)+u16(0)+u16(0)+u16(6)+"\x00secret") + rec(0x0a, "")
		data := []byte(plain)
		at := uint32(bytes.Index(data, []byte("\x04\x02\x0f\x00"))) + 4
		blockCipher{key, 1024}.apply(data[at:at+15], at)
		file := compound(entry{name: "Workbook", data: data})
		s, err := run(file, "xls", func(in *evidence.Input) { in.Passwords = []string{"wrong", "geheim"} })
		require.NoError(t, err, api)
		assert.Equal(t, []string{"body: secret"}, texts(s), api)
		_, err = run(file, "xls", func(in *evidence.Input) { in.Passwords = []string{"wrong"} })
		assert.ErrorIs(t, err, evidence.ErrEncrypted, api)
	}
}

func TestSalvaged(t *testing.T) {
	text := []byte("\x00\x01" + utf16le("Works text here") + "\x00\x00")
	for id, data := range map[string][]byte{
		"wps": compound(entry{name: "MatOST", data: []byte("x")}, entry{name: "CONTENTS", data: text}),
		"mpp": compound(entry{name: "Props14", data: []byte("x")}, entry{name: "   114", members: []entry{{name: "TBkndTask", members: []entry{{name: "Var2Data", data: text}}}}}),
		"pub": compound(entry{name: "Quill", members: []entry{{name: "QuillSub", members: []entry{{name: "CONTENTS", data: text}}}}}),
	} {
		require.Equal(t, id, identify(data))
		s, err := run(data, id, nil)
		require.ErrorIs(t, err, evidence.ErrUnsupported, id)
		assert.Contains(t, s.Text(), "Works text here", id)
	}
}

func TestBookPath(t *testing.T) {
	for in, want := range map[string]string{"\x01\x01@fs01\x03a\x03b.xls": `\\fs01\a\b.xls`, "\x01\x01C\x03a.xls": `C:\\a.xls`, "\x01\x04a.xls": `..\a.xls`, "plain.xls": "plain.xls", "\x01\x05\x05http:": "http:"} {
		assert.Equal(t, strings.ReplaceAll(want, `:\\`, `:\`), strings.ReplaceAll(bookPath(in), `:\\`, `:\`), "%q", in)
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(tables(project()...))
	f.Add(compound(entry{name: "Workbook", data: []byte(sheetRecords())}))
	f.Add(compound(append(project(), entry{name: "PROJECT", data: []byte("x")})...))
	f.Add(compound(entry{name: "VisioDocument", data: bytes.Repeat([]byte("\x14\x00\x00\x00\x36\x00"), 100)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, id := range []string{"doc", "xls", "ppt", "vsd", "mpp", "pub", "wps", "hwp", "vba", "ole"} {
			s, _ := run(data, id, func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16 })
			s.Check(t)
		}
	})
}

// Streams alone, which get deeper than whole files do.
func FuzzOfficeStreams(f *testing.F) {
	f.Add([]byte(sheetRecords()), []byte(literally("x")), []byte(native()))
	f.Fuzz(func(t *testing.T, stream, dir, object []byte) {
		for id, name := range map[string]string{"xls": "Workbook", "ppt": "PowerPoint Document", "vsd": "VisioDocument", "doc": "WordDocument"} {
			s, _ := run(compound(entry{name: name, data: stream}, entry{name: "1Table", data: dir}, entry{name: "Data", data: object},
				entry{name: "VBA", members: []entry{{name: "dir", data: dir}}}, entry{name: "O", members: []entry{{name: "\x01Ole10Native", data: object}}}), id,
				func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16 })
			s.Check(t)
		}
	})
}
