package apple

import (
	"context"
	bin "encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The lists are written by Python's plistlib.

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

func read(t testing.TB, name string, data []byte) (string, *extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	s := &extracttest.Sink{}
	if f == nil {
		return typ.Format, s, nil
	}
	err := f.Extract(context.Background(), extracttest.Memory(name, data), s)
	s.Check(t)
	return typ.Format, s, err
}

func TestLists(t *testing.T) {
	for name, format := range map[string]string{"profile.plist": "bplist", "profile.xml.plist": "plist"} {
		got, s, err := read(t, name, sample(t, name))
		require.NoError(t, err, name)
		assert.Equal(t, format, got)
		assert.ElementsMatch(t, []string{"plist:PayloadOrganization=株式会社星野精機", "wifi:SSID=HOSHINO-CORP", "plist:Host=mail.hoshino.example"}, s.Metadata(), name)
		assert.Contains(t, s.Text(), "Many: a19")
		assert.NotContains(t, s.Text(), "hunter2")
		require.Equal(t, []string{"Blob"}, s.Names(), "a secret is not handed on")
		assert.Len(t, s.Children[0].Data, 38)
	}
	_, s, err := read(t, "link.webloc", sample(t, "link.webloc"))
	require.NoError(t, err)
	assert.Equal(t, []string{"shortcut:URL=https://intra.hoshino.example/x", "shortcut:Host=intra.hoshino.example"}, s.Metadata())
}

// finder lays out a record of the Finder by hand: a tree of two levels.
func finder() []byte {
	be := func(b []byte, v ...uint32) []byte {
		for _, n := range v {
			b = bin.BigEndian.AppendUint32(b, n)
		}
		return b
	}
	record := func(b []byte, name, kind, typ string, data []byte) []byte {
		units := utf16.Encode([]rune(name))
		b = be(b, uint32(len(units)))
		for _, u := range units {
			b = bin.BigEndian.AppendUint16(b, u)
		}
		return append(append(b, kind+typ...), data...)
	}
	text := func(s string) []byte {
		units := utf16.Encode([]rune(s))
		b := be(nil, uint32(len(units)))
		for _, u := range units {
			b = bin.BigEndian.AppendUint16(b, u)
		}
		return b
	}
	left := be(nil, 0, 2)
	left = record(left, "契約", "Iloc", "blob", be(nil, 4, 7))
	left = record(left, "契約", "cmmt", "ustr", text("For Hoshino Seiki"))
	right := be(nil, 0, 3)
	right = record(right, "z.docx", "ptbL", "ustr", text("Users/sato/keiri/"))
	right = record(right, "z.docx", "ptbN", "ustr", text("old.docx"))
	right = record(right, "zz", "dilc", "bool", []byte{1})
	root := record(be(be(nil, 4, 1), 3), "見積書.xlsx", "moDD", "comp", make([]byte, 8))
	head := be(nil, 2, 1, 4, 3, 4096)
	b := make([]byte, 36+5*512)
	copy(b, "\x00\x00\x00\x01Bud1")
	// Block 0 is the list of blocks, 1 the table's head, 2 to 4 the tree; each has 512 bytes but the list 2048.
	place := func(n int, data []byte) uint32 {
		copy(b[4+32+512*n:], data)
		return uint32(32+512*n) | 9
	}
	addresses := []uint32{0, place(0, head), place(1, root), place(2, left), place(3, right)}
	info := be(be(nil, 5, 0), addresses...)
	info = append(info, make([]byte, 8+4*256-len(info))...)
	info = append(be(info, 1), 4)
	info = be(append(info, "DSDB"...), 1)
	copy(b[8:], be(nil, 32+4*512, uint32(len(info)), 32+4*512))
	return append(b[:36+4*512], info...)
}

func TestStore(t *testing.T) {
	data := finder()
	format, s, err := read(t, ".DS_Store", data)
	require.NoError(t, err)
	assert.Equal(t, "ds-store", format)
	assert.Equal(t, []string{"dsstore:Name=契約", "dsstore:Name=見積書.xlsx", "dsstore:Name=z.docx", "dsstore:PutBackLocation=Users/sato/keiri/", "dsstore:PutBackName=old.docx", "dsstore:Name=zz"}, s.Metadata())
	assert.Equal(t, "For Hoshino Seiki\n契約\n見積書.xlsx\nz.docx\nzz", s.Text())
	for _, n := range []int{20, 1000, len(data) - 10} {
		_, _, err := read(t, ".DS_Store", data[:n])
		require.ErrorIs(t, err, evidence.ErrCorrupt, n)
	}
	// A node that is its own child.
	bad := append([]byte{}, data...)
	bin.BigEndian.PutUint32(bad[4+32+512+8:], 2)
	_, s, err = read(t, ".DS_Store", bad)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Text(), "見積書.xlsx")
}

func TestDamagedLists(t *testing.T) {
	data := sample(t, "profile.plist")
	_, s, err := read(t, "x.plist", data[:len(data)-40])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Text(), "株式会社星野精機", "strings are found without the trailer")
	xml := sample(t, "profile.xml.plist")
	_, s, err = read(t, "x.plist", xml[:len(xml)-30])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, strings.Join(s.Metadata(), "\n"), "株式会社星野精機")
}

// loop is an array that holds itself a hundred times.
func loop() []byte {
	b := []byte("bplist00\xaf\x10\x64")
	b = append(b, make([]byte, 100)...)
	table := len(b)
	b = append(b, 8)
	trailer := make([]byte, 32)
	trailer[6], trailer[7], trailer[15], trailer[31] = 1, 1, 1, byte(table)
	return append(b, trailer...)
}

func TestBomb(t *testing.T) {
	_, _, err := read(t, "x.plist", loop())
	require.ErrorIs(t, err, evidence.ErrLimit)
}

func TestDepth(t *testing.T) {
	for n, tripped := range map[int]bool{maxDepth - 1: false, maxDepth: false, maxDepth + 1: true} {
		_, _, err := read(t, "x.plist", []byte("<plist>"+strings.Repeat("<array>", n)+strings.Repeat("</array>", n)+"</plist>"))
		assert.Equal(t, tripped, err != nil, n)
	}
}

func FuzzApple(f *testing.F) {
	for _, name := range []string{"profile.plist", "profile.xml.plist"} {
		f.Add(sample(f, name))
	}
	f.Add(loop())
	f.Add(finder())
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
