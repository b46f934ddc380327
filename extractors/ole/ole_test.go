package ole

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func identify(data []byte) string {
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("x", data))
	return typ.Format
}

func run(data []byte, id string, change func(*evidence.Input)) (*extracttest.Sink, error) {
	in := extracttest.Memory("x", data)
	if change != nil {
		change(&in)
	}
	s := &extracttest.Sink{}
	for _, k := range kinds() {
		if k.id == id {
			return s, extract(context.Background(), in, s, k)
		}
	}
	return nil, fmt.Errorf("no kind %s", id)
}

func read(t *testing.T, data []byte, id string) *extracttest.Sink {
	t.Helper()
	require.Equal(t, id, identify(data))
	s, err := run(data, id, nil)
	require.NoError(t, err)
	s.Check(t)
	return s
}

func texts(s *extracttest.Sink) []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			out = append(out, strings.TrimSpace(string(f.At.Zone)+" "+f.At.Part)+": "+f.Value)
		}
	}
	return out
}

var properties = []string{"ole:Author=山田", "ole:Template=Normal.dot", "ole:LastSavedBy=Taro", "ole:Created=2021-02-01T00:00:00Z",
	"ole:Manager=Chief", "ole:Company=株式会社アクメ",
	"msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"}

func TestWord(t *testing.T) {
	s := read(t, word(), "doc")
	assert.Equal(t, append(append([]string{}, properties...), "ole:ExternalLink=x"), s.Metadata())
	assert.Equal(t, []string{"body: Quoteno\n見積書", "header: 株式会社アクメ"}, texts(s))
	assert.Empty(t, s.Problems)
}

func TestBook(t *testing.T) {
	s := read(t, book(), "xls")
	assert.Equal(t, append(append([]string{}, properties...), "ole:Sheet=表紙", "ole:Sheet=Secret", "ole:HiddenSheet=Secret"), s.Metadata())
	assert.Equal(t, []string{"header 表紙: Head!", "body 表紙: ab会社cd\tAcme\nlabel", "body 表紙: far"}, texts(s))
}

func TestSlides(t *testing.T) {
	s := read(t, slides(), "ppt")
	assert.Equal(t, []string{"body: 計画\ntwo", "body: café"}, texts(s))
}

func TestMessage(t *testing.T) {
	s := read(t, message(), "msg")
	assert.Equal(t, []string{"mail:From=山田 <yamada@acme.example>", "mail:Subject=見積の件", "mail:Date=2021-02-01T00:00:00Z",
		"mail:Message-ID=<1@acme.example>", "mail:To=Suzuki <suzuki@vendor.example>", "mail:Cc=sato@vendor.example"}, s.Metadata())
	assert.Equal(t, []string{"subject: 見積の件", "body: 本文です"}, texts(s))
	require.Equal(t, []string{"見積.txt"}, s.Names())
	assert.Equal(t, "attached", strings.TrimRight(string(s.Children[0].Data), "\x00"))
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds())
}

// A message of nothing but a named property with labels, an HTML body, and an attached
// message with a body in compressed RTF, the example of [MS-OXRTFCP] 3.1.1.
func TestMessageOfManyParts(t *testing.T) {
	text := func(tag, s string) entry { return entry{name: "__substg1.0_" + tag + "001F", data: []byte(utf16le(s))} }
	rtf := []byte("\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0")
	names := u32(22) + utf16le("MSIP_Labels")
	s := read(t, compound(
		entry{name: "__properties_version1.0", data: []byte{1}},
		entry{name: "__nameid_version1.0", members: []entry{
			{name: "__substg1.0_00030102", data: []byte(u32(0x8501) + u32(6) + u32(0) + u32(5|0x12<<16))},
			{name: "__substg1.0_00040102", data: []byte(names)},
		}},
		text("8012", "MSIP_Label_0a1b2c3d-0000-4000-8000-000000000001_SiteId=5E1F0C7A-0000-4D7C-9A51-51A000000009; MSIP_Label_0a1b2c3d-0000-4000-8000-000000000001_Name=Secret"),
		text("3A16", "Acme Example Ltd"), text("1035", "<2@acme.example>"),
		entry{name: "__substg1.0_10130102", data: []byte("<p>body in HTML</p>")},
		entry{name: "__attach_version1.0_#00000000", members: []entry{text("3001", "Forwarded"), {name: "__substg1.0_3701000D", members: []entry{
			{name: "__properties_version1.0", data: []byte{1}}, text("0037", "inner"), {name: "__substg1.0_10090102", data: rtf},
		}}}},
	), "msg")
	assert.Equal(t, []string{"mail:Message-ID=<2@acme.example>", "msg:Company=Acme Example Ltd", "msip:LabelId=0a1b2c3d-0000-4000-8000-000000000001",
		"msip:SiteId=5e1f0c7a-0000-4d7c-9a51-51a000000009", "msip:Name=Secret"}, s.Metadata())
	require.Equal(t, []string{"body.html", "Forwarded.msg"}, s.Names())
	assert.Equal(t, "<p>body in HTML</p>", strings.TrimRight(string(s.Children[0].Data), "\x00"))
	inner := read(t, s.Children[1].Data, "msg")
	assert.Equal(t, []string{"subject: inner"}, texts(inner))
	require.Equal(t, []string{"body.rtf"}, inner.Names())
	assert.Equal(t, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", string(inner.Children[0].Data))
	assert.Empty(t, inner.Kinds())
}

func TestKinds(t *testing.T) {
	for name, want := range map[string]string{"VisioDocument": "vsd", "Props14": "mpp", "Something": "ole", "EncryptedPackage": "ooxml-encrypted"} {
		assert.Equal(t, want, identify(compound(entry{name: name, data: []byte("x")})))
	}
	assert.Equal(t, evidence.FormatUnknown, identify([]byte("PK\x03\x04")))
}

func TestEncryptedDocument(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.CreateHeader(&zip.FileHeader{Name: "[Content_Types].xml"}) // stored: smaller packages lie in the ministream
	require.NoError(t, err)
	_, err = part.Write(bytes.Repeat([]byte("x"), 5000))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	data, err := excelize.Encrypt(b.Bytes(), &excelize.Options{Password: "sesame"})
	require.NoError(t, err)
	require.Equal(t, "ooxml-encrypted", identify(data))
	for password, open := range map[string]bool{"": false, "wrong": false, "sesame": true} {
		s, err := run(data, "ooxml-encrypted", func(in *evidence.Input) { in.Passwords = []string{"other", password} })
		if !open {
			require.ErrorIs(t, err, evidence.ErrEncrypted, password)
			assert.Empty(t, s.Children)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, []string{"decrypted"}, s.Names())
		assert.Equal(t, b.Bytes(), s.Children[0].Data)
	}
}

func TestEncryptedOld(t *testing.T) {
	data := word()
	at := bytes.Index(data, []byte("\xec\xa5"))
	binary.LittleEndian.PutUint16(data[at+0x0a:], 0x0300)
	s, err := run(data, "doc", nil)
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Equal(t, properties, s.Metadata(), "properties are not encrypted")
	_, err = run(compound(entry{name: "Workbook", data: []byte(rec(0x809, "") + rec(0x2f, "x"))}), "xls", nil)
	require.ErrorIs(t, err, evidence.ErrEncrypted)
}

func TestTextLimit(t *testing.T) {
	full := "Quoteno\n見積書株式会社アクメ"
	for limit, want := range map[int]string{len(full) - 1: "Quoteno\n見積書株式会社アク", len(full): full, len(full) + 1: full} {
		s, err := run(word(), "doc", func(in *evidence.Input) { in.Limits.TextBytes = int64(limit) })
		require.NoError(t, err)
		assert.Equal(t, want, strings.ReplaceAll(s.Text(), "書\n株", "書株"), limit)
	}
}

func TestSharedStringBomb(t *testing.T) {
	const n, each = 100, 4 + 16
	data := compound(entry{name: "Workbook", data: []byte(rec(0x809, "") + rec(0xfc, u32(n)+u32(0xffffffff)+strings.Repeat(u16(4)+"\x00abcd", n)))})
	// What fills the stream reads as one more empty string within no record.
	for limit, want := range map[int64]bool{n*each - 1: true, n * each: false, n*each + 1: false} {
		s, err := run(data, "xls", func(in *evidence.Input) { in.Limits.TextBytes = limit })
		require.NoError(t, err)
		assert.Equal(t, want, len(s.Problems) == 1, limit)
	}
}

func TestTruncated(t *testing.T) {
	data := word()
	for _, n := range []int{8, 511, 512, 600, len(data) / 2, len(data) - 600} {
		_, err := run(data[:n], "doc", nil)
		require.ErrorIs(t, err, evidence.ErrCorrupt, n)
	}
	assert.Equal(t, "doc", identify(data), "whole")
	s, err := run(data[:len(data)-100], "doc", nil) // the last sector is not full
	require.NoError(t, err)
	assert.Contains(t, s.Text(), "見積書")
}

func TestCorruptPieces(t *testing.T) {
	data := word()
	at := bytes.Index(data, []byte("\xec\xa5"))
	for _, change := range []struct{ at, value uint32 }{{0x01a2, 0xfffffff0}, {0x01a6, 3}, {0x01a6, 0xffffffff}, {0x4c, 0xffffffff}} {
		bad := bytes.Clone(data)
		binary.LittleEndian.PutUint32(bad[at+int(change.at):], change.value)
		s, err := run(bad, "doc", nil)
		s.Check(t)
		if err != nil {
			require.ErrorIs(t, err, evidence.ErrCorrupt)
		}
		assert.Subset(t, s.Metadata(), properties)
	}
}

func FuzzOLE(f *testing.F) {
	for _, data := range [][]byte{word(), book(), slides(), message()} {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		identify(data)
		for _, id := range []string{"doc", "xls", "ppt", "msg"} {
			s, _ := run(data, id, func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16 })
			s.Check(t)
		}
	})
}

// Streams are fuzzed without their compound file, which random bytes seldom get through.
func FuzzStreams(f *testing.F) {
	f.Add([]byte(rec(0xfc, u32(1)+u32(1)+u16(9)+"\x0dab")+rec(0x3c, "\x01xx")), sets(932, []property{{15, lpstr("x")}}))
	f.Fuzz(func(t *testing.T, stream, set []byte) {
		for _, k := range [][2]string{{"xls", "Workbook"}, {"ppt", "PowerPoint Document"}, {"doc", "WordDocument"}} {
			data := compound(entry{name: "\x05DocumentSummaryInformation", data: set}, entry{name: k[1], data: stream}, entry{name: "0Table", data: set})
			s, _ := run(data, k[0], func(in *evidence.Input) { in.Limits.TextBytes = 1 << 16 })
			s.Check(t)
		}
	})
}
