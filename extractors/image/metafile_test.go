package image

import (
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func u32(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func le16(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// emfRecord is a record, filled up to four bytes.
func emfRecord(kind uint32, parts ...[]byte) []byte {
	b := slices.Concat(parts...)
	b = append(b, make([]byte, (4-len(b)%4)%4)...)
	return slices.Concat(u32(kind, uint32(len(b)+8)), b)
}

func emfText(kind uint32, y uint32, n int, options uint32, text []byte) []byte {
	return emfRecord(kind, make([]byte, 28), u32(0, y, uint32(n), 76, options), make([]byte, 20), text)
}

func sampleEMF() []byte {
	title := "Draw 1\x00部外秘.vsd\x00\x00"
	head := emfRecord(1, u32(0, 0, 24, 20), make([]byte, 16), []byte(" EMF"), u32(0x10000, 0, 10), []byte{0, 0, 0, 0}, u32(uint32(len([]rune(title))), 88), make([]byte, 20), le16(title))
	font := make([]byte, 100)
	font[4+23] = 128
	binary.LittleEndian.PutUint32(font, 7)
	plus := slices.Concat([]byte{0x1c, 0x40, 0, 0}, u32(12+28+6, 28+6), u32(0, 0, 3), make([]byte, 16), le16("EM+"))
	return slices.Concat(head, emfRecord(82, font), emfRecord(37, u32(7)),
		emfText(84, 10, 3, 0, le16("株式会")), emfText(84, 10, 1, 0, le16("社")), emfText(83, 20, 6, 0, []byte("\x93\xfa\x96\x7b\x8c\xea")), emfText(84, 30, 2, 0x10, le16("xy")),
		emfRecord(108, u32(0, 40, 5, 0x300, 0, 0, 0), []byte("small")), emfRecord(70, u32(uint32(4+len(plus))), []byte("EMF+"), plus), emfRecord(14, u32(0, 0, 20)))
}

func wmfRecord(kind uint16, parts ...[]byte) []byte {
	b := slices.Concat(parts...)
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	return slices.Concat(u32(uint32(len(b)+6)/2), []byte{byte(kind), byte(kind >> 8)}, b)
}

func sampleWMF() []byte {
	font := func(charset byte) []byte { return append(append(make([]byte, 13), charset), make([]byte, 4)...) }
	return slices.Concat([]byte("\xd7\xcd\xc6\x9a\x00\x00\x00\x00\x00\x00\x18\x00\x14\x00\x60\x00\x00\x00\x00\x00\x00\x00"), []byte("\x01\x00\x09\x00\x00\x03"), make([]byte, 12),
		wmfRecord(0x02fa, make([]byte, 10)), wmfRecord(0x02fb, font(204)), wmfRecord(0x01f0, []byte{0, 0}), wmfRecord(0x02fb, font(128)), // takes the pen's place
		wmfRecord(0x012d, []byte{0, 0}), wmfRecord(0x0521, []byte{5, 0}, []byte("\x93\xfa\x96\x7b!\x00"), []byte{10, 0, 0, 0}),
		wmfRecord(0x012d, []byte{1, 0}), wmfRecord(0x0a32, []byte{20, 0, 0, 0, 3, 0, 4, 0}, make([]byte, 8), []byte("\xc4\xe0!")),
		wmfRecord(0))
}

func TestMetafiles(t *testing.T) {
	for id, c := range map[string]struct {
		data []byte
		meta []string
		text string
	}{
		"emf": {sampleEMF(), []string{"image:Width=24", "image:Height=20", "emf:Application=Draw 1", "emf:Title=部外秘.vsd"}, "株式会社\n日本語\nsmall\nEM+"},
		"wmf": {sampleWMF(), []string{"image:Width=24", "image:Height=20"}, "日本!\nДа!"},
	} {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a", c.data))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		s, err := extracttest.Run(t, *f, "a", c.data)
		require.NoError(t, err, id)
		s.Check(t)
		assert.Equal(t, c.meta, s.Metadata(), id)
		assert.Equal(t, c.text, s.Text(), id)
		if id == "emf" {
			assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemUnsupported, Where: "text", Detail: "some text is drawn by the numbers of a font's glyphs and not read"}}, s.Problems)
		}
		for n := range len(c.data) - 24 {
			s, err := extracttest.Run(t, *f, "a", c.data[:n])
			assert.ErrorIs(t, err, evidence.ErrCorrupt, "%s cut at %d", id, n)
			assert.LessOrEqual(t, len(s.Text()), len(c.text))
		}
	}
	_, f := evidence.Identify(Formats(), extracttest.Probe("a", []byte("\x01\x00\x09\x00\x00\x04")))
	assert.Nil(t, f)
}

func FuzzMetafiles(f *testing.F) {
	f.Add(sampleEMF())
	f.Add(sampleWMF())
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range metafiles() {
			s := &extracttest.Sink{}
			_ = format.Extract(t.Context(), extracttest.Memory("a", data), s)
			s.Check(t)
		}
	})
}
