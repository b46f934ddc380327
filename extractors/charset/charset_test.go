package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// The bytes were written by Python's codecs of the same names.
func TestDetect(t *testing.T) {
	for _, c := range []struct{ name, in, want, text string }{
		{"ASCII", "plain words", "us-ascii", "plain words"},
		{"UTF-8", "caf\xc3\xa9 \xe4\xbc\x9a\xe7\xa4\xbe", "utf-8", "café 会社"},
		{"UTF-8, cut off in a character", "caf\xc3\xa9 \xe4\xbc", "utf-8", "café \uFFFD"},
		{"UTF-8 with mark", "\xef\xbb\xbfabc", "utf-8", "abc"},
		{"UTF-16LE with mark", "\xff\xfea\x00\x1aO>y", "utf-16le", "a会社"},
		{"UTF-16BE with mark", "\xfe\xff\x00aO\x1ay>", "utf-16be", "a会社"},
		{"UTF-16LE without", "a\x00b\x00c\x00\r\x00\n\x00", "utf-16le", "abc\r\n"},
		{"UTF-16BE without", "\x00a\x00b\x00c\x00\r\x00\n", "utf-16be", "abc\r\n"},
		{"UTF-16LE, pair of surrogates", "\xff\xfe\x3d\xd8\x00\xde", "utf-16le", "😀"},
		{"UTF-32LE", "\xff\xfe\x00\x00a\x00\x00\x00\x1aO\x00\x00", "utf-32le", "a会"},
		{"UTF-32BE", "\x00\x00\xfe\xff\x00\x00\x00a\x00\x01\xf6\x00", "utf-32be", "a😀"},
		{"ISO-2022-JP", "\x1b$B2q<R\x1b(B", "iso-2022-jp", "会社"},
		{"Shift_JIS", "\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x82\xcc\x8c\xa9\x90\xcf\x8f\x91", "shift_jis", "株式会社の見積書"},
		{"EUC-JP", "\xa4\xb3\xa4\xec\xa4\xcf\xb3\xf4\xbc\xb0\xb2\xf1\xbc\xd2\xa4\xce\xb8\xab\xc0\xd1\xbd\xf1\xa4\xc7\xa4\xb9", "euc-jp", "これは株式会社の見積書です"},
		{"Windows-1252", "Stra\xdfe \x80 5", "windows-1252", "Straße € 5"},
	} {
		g, ok := Detect([]byte(c.in))
		if assert.True(t, ok, c.name) {
			assert.Equal(t, c.want, g.Name, c.name)
			assert.Equal(t, c.text, g.Decode([]byte(c.in)), c.name)
		}
	}
}

func TestWhatIsNoText(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                               "",
		"controls":                              strings.Repeat("\x01\x02\x03a", 20),
		"NULs only":                             "\x00\x00\x00\x00",
		"UTF-32LE with a lone surrogate":        "\xff\xfe\x00\x00a\x00\x00\x00\x00\xd8\x00\x00",
		"UTF-32BE with a lone surrogate":        "\x00\x00\xfe\xff\x00\x00\x00a\x00\x00\xdf\xff",
		"UTF-32LE beyond Unicode":               "\xff\xfe\x00\x00a\x00\x00\x00\x00\x00\x11\x00",
		"UTF-32LE, no character":                "\xff\xfe\x00\x00\xff\xff\x00\x00",
		"UTF-32LE, controls":                    "\xff\xfe\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00",
		"UTF-16LE with a lone first surrogate":  "\xff\xfe\x00\xd8a\x00",
		"UTF-16LE with a lone second surrogate": "\xff\xfe\x00\xdca\x00",
		"UTF-16LE, controls of the second set":  "\xff\xfe" + strings.Repeat("\x81\x00\x90\x00", 20),
		"UTF-16BE without mark, the same":       strings.Repeat("\x00\x81\x00\x90", 20),
	} {
		g, ok := Detect([]byte(in))
		assert.False(t, ok, "%s: %+v", name, g)
	}
}

// The second set of controls may be 5 of 100 units, and next line any number.
func TestControlsInWideText(t *testing.T) {
	text := func(n int, control string) []byte {
		return []byte("\xff\xfe" + strings.Repeat(control+"\x00", n) + strings.Repeat("a\x00", 100-n))
	}
	for n, want := range map[int]bool{4: true, 5: true, 6: false} {
		_, ok := Detect(text(n, "\x81"))
		assert.Equal(t, want, ok, n)
	}
	_, ok := Detect(text(50, "\x85"))
	assert.True(t, ok)
}

func TestLabel(t *testing.T) {
	for label, want := range map[string]string{" Shift_JIS ": "shift_jis", "latin1": "windows-1252", "UTF8": "utf-8"} {
		g, ok := Label(label)
		assert.True(t, ok)
		assert.Equal(t, want, g.Name)
	}
	_, ok := Label("klingon")
	assert.False(t, ok)
}

func TestDetectNames(t *testing.T) {
	for want, names := range map[string][]string{
		"us-ascii": {"a.txt", "b.txt"}, "utf-8": {"caf\xc3\xa9"}, "shift_jis": {"\x8c\x5f\x96\xf1\x8f\x91.txt", "\x90\xbf\x8b\x81\x8f\x91.txt"},
		"cp437": {"caf\x82.txt", "Fu\xe1.txt"},
	} {
		var raw [][]byte
		for _, n := range names {
			raw = append(raw, []byte(n))
		}
		assert.Equal(t, want, DetectNames(raw).Name)
	}
	g := DetectNames([][]byte{[]byte("caf\x82.txt"), []byte("Fu\xe1.txt")})
	assert.Equal(t, "café.txt", g.Decode([]byte("caf\x82.txt")))
}

func FuzzDetect(f *testing.F) {
	for _, s := range []string{"abc", "\xff\xfea\x00", "\xff\xfe\x00\x00a\x00\x00\x00", "\x1b$B2q\x1b(B", "\x8a\x94\x8e\xae", "caf\xe9"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, ok := Detect(b)
		if ok != (g.Name != "") {
			t.Errorf("%v %+v", ok, g)
		}
		if ok && !utf8.ValidString(g.Decode(b)) {
			t.Errorf("%q is not UTF-8", g.Decode(b))
		}
		DetectNames([][]byte{b, b}).Decode(b)
	})
}
