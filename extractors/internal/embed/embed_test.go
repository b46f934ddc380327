package embed

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	names = "\x02\x00note.txt\x00C:\\Users\\yamada\\note.txt\x00\x00\x00\x03\x00\x0e\x00\x00\x00C:\\Temp\\n.txt\x00"
	body  = "\x05\x00\x00\x00hello"
)

func TestReadPackage(t *testing.T) {
	p, ok := ReadPackage([]byte(names+body), 1252)
	assert.True(t, ok)
	assert.Equal(t, Package{Label: "note.txt", Source: `C:\Users\yamada\note.txt`, Temp: `C:\Temp\n.txt`, Data: []byte("hello"), Whole: true}, p)
	assert.Equal(t, "note.txt", p.Name())

	p, ok = ReadPackage([]byte(names+body+"\x01\x00\x00\x00T\x00\x02\x00\x00\x00\x8b\x89\x4d\x7a\x01\x00\x00\x00S\x00"), 1252)
	assert.True(t, ok)
	assert.Equal(t, Package{Label: "見積", Source: "S", Temp: "T", Data: []byte("hello"), Whole: true}, p)

	p, ok = ReadPackage([]byte(names+body[:6]), 1252)
	assert.True(t, ok)
	assert.Equal(t, "he", string(p.Data))
	assert.False(t, p.Whole)

	for i := range len(names) + 4 {
		_, ok = ReadPackage([]byte((names + body)[:i]), 1252)
		assert.False(t, ok, i)
	}
}

func TestPackageName(t *testing.T) {
	assert.Equal(t, "b.doc", Package{Source: `\\fs01\a\b.doc`}.Name())
	assert.Empty(t, Package{}.Name())
	assert.Empty(t, Package{Source: `/`}.Name())
}

func TestReadObject(t *testing.T) {
	o, ok := ReadObject([]byte("\x01\x05\x00\x00\x02\x00\x00\x00\x08\x00\x00\x00Package\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00abc"), 1252)
	assert.True(t, ok)
	assert.Equal(t, Object{Class: "Package", Data: []byte("abc")}, o)
	o, ok = ReadObject([]byte("\x01\x05\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00X\x00\x05\x00\x00\x00\\\\f\\\x00\x03\x00\x00\x00A1\x00"), 1252)
	assert.True(t, ok)
	assert.Equal(t, Object{Linked: true, Class: "X", Topic: `\\f\`, Item: "A1"}, o)
	_, ok = ReadObject([]byte("\x01\x05\x00\x00\x02\x00\x00\x00\xff\xff\xff\xffP"), 1252)
	assert.False(t, ok)
	_, ok = ReadObject(nil, 1252)
	assert.False(t, ok)
}

func TestReadNative(t *testing.T) {
	assert.Equal(t, "ab", string(ReadNative([]byte("\x02\x00\x00\x00abc"))))
	assert.Equal(t, "abc", string(ReadNative([]byte("\x09\x00\x00\x00abc"))))
	assert.Nil(t, ReadNative([]byte("ab")))
}

func FuzzEmbed(f *testing.F) {
	f.Add([]byte(names + body))
	f.Add([]byte("\x01\x05\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00P\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00abc"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, ok := ReadPackage(b, 932); ok && len(p.Data) > len(b) {
			t.Error("more data than there is")
		}
		if o, ok := ReadObject(b, 932); ok && len(o.Data) > len(b) {
			t.Error("more data than there is")
		}
		ReadNative(b)
	})
}
