package mail

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// run reads data with the reader of what it is.
func run(name string, data []byte) (*extracttest.Sink, error) {
	in := extracttest.Memory(name, data)
	s := &extracttest.Sink{}
	_, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	if f == nil {
		return s, fmt.Errorf("%s is of no format here", name)
	}
	return s, f.Extract(context.Background(), in, s)
}

func said(s *extracttest.Sink) string {
	var b strings.Builder
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			b.WriteString(f.Value)
		}
	}
	return b.String()
}

func le32(v uint32) string { return string(binary.LittleEndian.AppendUint32(nil, v)) }
func le16(v uint16) string { return string(binary.LittleEndian.AppendUint16(nil, v)) }

// attribute is one of [MS-OXTNEF] 2.1.3.2 with its check sum.
func attribute(level byte, id uint32, data string) string {
	sum := uint16(0)
	for i := range len(data) {
		sum += uint16(data[i])
	}
	return string(level) + le32(id) + le32(uint32(len(data))) + data + le16(sum)
}

// winmail is what Outlook sends, written by hand after [MS-OXTNEF].
func winmail() []byte {
	str8 := func(tag uint32, s string) string {
		s += "\x00"
		return le32(tag<<16|0x1e) + le32(1) + le32(uint32(len(s))) + s + strings.Repeat("\x00", (4-len(s)%4)%4)
	}
	recipient := le32(3) + le32(0x0c150003) + le32(2) + str8(0x3001, "Sato") + str8(0x39fe, "sato@acme.example")
	named := le32(0x8001<<16|0x1e) + strings.Repeat("\x01", 16) + le32(1) + le32(6) + "a\x00b\x00\x00\x00" + "\x00\x00" + le32(1) + le32(2) + "x\x00\x00\x00"
	return []byte(tnefHead + "\x01\x00" +
		attribute(1, attSubject, "Quotation\x00") +
		attribute(1, attFrom, le16(4)+le16(29)+le16(6)+le16(24)+"Suzuki"+"smtp:suzuki@acme.example") +
		attribute(1, attRecipients, le32(1)+recipient) +
		attribute(1, attProperties, le32(3)+named+str8(0x1000, "the text")+str8(0x3a16, "Acme Example Ltd")) +
		attribute(2, attRender, strings.Repeat("\x00", 14)) + attribute(2, attTitle, "list.txt\x00") + attribute(2, attData, "attached"))
}

func TestTNEF(t *testing.T) {
	s, err := run("winmail.dat", winmail())
	require.NoError(t, err)
	assert.Equal(t, []string{"mail:Subject=Quotation", "mail:From=Suzuki <suzuki@acme.example>", "mail:Cc=Sato <sato@acme.example>", "msg:Company=Acme Example Ltd"}, s.Metadata())
	assert.Contains(t, said(s), "the text")
	require.Equal(t, []string{"list.txt"}, s.Names())
	assert.Equal(t, "attached", string(s.Children[0].Data))
	for n := 7; n < len(winmail()); n += 5 {
		if _, err := run("winmail.dat", winmail()[:n]); err != nil {
			assert.ErrorIs(t, err, evidence.ErrCorrupt, n)
		}
	}
}

func TestCards(t *testing.T) {
	s, err := run("a.vcf", []byte("BEGIN:VCARD\r\nVERSION:2.1\r\nitem1.ORG;CHARSET=Shift_JIS:\x8e\x4f\x89\xcd\x95\x94\x95\x69;\x91\x8d\x96\xb1\r\n"+
		"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E5=B1=B1=\r\n=E7=94=B0\r\nEMAIL;TYPE=\"work,pref\":yamada@mikawa.example\r\n"+
		"NOTE:first\\nsecond\\, and a long\r\n  line\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/\r\nEND:VCARD\r\n"))
	require.NoError(t, err)
	assert.Equal(t, []string{"vcard:Org=三河部品;総務", "vcard:Name=山田", "vcard:Email=yamada@mikawa.example"}, s.Metadata())
	assert.Equal(t, "VERSION: 2.1\nORG: 三河部品;総務\nFN: 山田\nEMAIL: yamada@mikawa.example\nNOTE: first\nsecond, and a long line", said(s))
	require.Equal(t, []string{"photo"}, s.Names())
	assert.Equal(t, "\xff\xd8\xff", string(s.Children[0].Data))

	s, err = run("a.ics", []byte("BEGIN:VCALENDAR\nPRODID:-//Acme Example Ltd//Planner 1.0//EN\nVERSION:2.0\nBEGIN:VEVENT\n"+
		"ORGANIZER;CN=\"Suzuki: Hana\":mailto:suzuki@acme.example\nATTENDEE;CN=Sato:MAILTO:sato@acme.example\nSUMMARY:Review\nEND:VEVENT\n"))
	assert.ErrorIs(t, err, evidence.ErrCorrupt, "VCALENDAR has no end")
	assert.Equal(t, []string{"ical:ProdID=-//Acme Example Ltd//Planner 1.0//EN", "ical:Organizer=Suzuki: Hana", "ical:Organizer=suzuki@acme.example",
		"ical:Attendee=Sato", "ical:Attendee=sato@acme.example"}, s.Metadata())
}

func TestEmlx(t *testing.T) {
	mail := "From: a@acme.example\nTo: b@b.example\nSubject: c\n\nbody\n"
	plist := "<?xml version=\"1.0\"?><plist/>\n"
	s, err := run("1.emlx", []byte("54        \n"+mail+plist))
	require.NoError(t, err)
	require.Len(t, mail, 54)
	assert.Equal(t, []string{"mail:From=a@acme.example", "mail:To=b@b.example", "mail:Subject=c"}, s.Metadata())
	assert.Equal(t, []string{"properties.plist"}, s.Names())
	assert.Equal(t, plist, string(s.Children[0].Data))
	assert.Empty(t, s.Kinds())
	s, err = run("1.emlx", []byte("99\n"+mail))
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
}

func TestSavedPage(t *testing.T) {
	page := "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://intra.acme.example/a\r\nSubject: a\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Location: https://intra.acme.example/a\r\n\r\n<p>Portal</p>\r\n--x--\r\n"
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("a.mhtml", []byte(page)))
	assert.Equal(t, "mht", typ.Format)
	assert.Empty(t, typ.Warnings)
	s, err := run("a.mhtml", []byte(page))
	require.NoError(t, err)
	assert.Contains(t, s.Metadata(), "mail:Content-Location=https://intra.acme.example/a")
	assert.Contains(t, said(s), "Portal")
}

// A folder that is none: readpst says so, and no tool gives another problem.
func TestPST(t *testing.T) {
	data := append([]byte("!BDN\x00\x00\x00\x00SM\x17\x00"), bytes.Repeat([]byte("x"), 1000)...)
	path := t.TempDir() + "/a.pst"
	require.NoError(t, os.WriteFile(path, data, 0o600))
	in := extracttest.Memory("a.pst", data)
	in.File, in.Temp = path, t.TempDir()
	var s extracttest.Sink
	err := extractPST(context.Background(), in, &s)
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	t.Setenv("PATH", t.TempDir())
	assert.ErrorIs(t, extractPST(context.Background(), in, &s), evidence.ErrToolMissing)
}

func FuzzTNEF(f *testing.F) {
	f.Add(winmail())
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = run("winmail.dat", append([]byte(tnefHead), b...)) })
}

func FuzzCards(f *testing.F) {
	f.Add([]byte("BEGIN:VCARD\nORG;CHARSET=x;ENCODING=B:eA==\n y\nEND:VCARD"))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = run("a.vcf", append([]byte("BEGIN:VCARD\n"), b...)) })
}
