package extractors

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func pictures(t *testing.T) (p, j []byte) {
	var a, b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	require.NoError(t, png.Encode(&a, img))
	require.NoError(t, jpeg.Encode(&b, img, nil))
	return a.Bytes(), b.Bytes()
}

func TestIdentify(t *testing.T) {
	p, j := pictures(t)
	for _, c := range []struct {
		name, data, want string
		warnings         []string
	}{
		{"a.png", string(p), "png", nil},
		{"a.png", string(j), "jpeg", []string{"the extension .png is that of png, but the content is jpeg"}},
		{"a.zip", "only a text\n", "text", []string{"the extension .zip is that of zip, but the content is text"}},
		{"a.go", "package a\n", "go", nil},
		{"a.txt", "\x93\xfa\x96\x7b\x8c\xea", "text", nil},
		{"a.csv", "a,b\n1,2\n", "csv", nil},
		{"a.json", `{"a": 1}`, "json", nil},
		{"a.xml", `<?xml version="1.0"?><a/>`, "xml", nil},
		{"a.htm", `<!DOCTYPE html><title>x</title>`, "html", nil},
		{"a.odt", "PK\x03\x04\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x27\x00\x00\x00\x27\x00\x00\x00\x08\x00\x00\x00mimetypeapplication/vnd.oasis.opendocument.text", "odt", nil},
		{"a.rar", "Rar!\x1a\x07\x01\x00\x00\x00\x00\x00", "rar", nil},
		{"a.bin", "\x00\x01\x02\x03\x9f\x88\x00\xff\x10\x11\x00\x00", "unknown", nil},
		{"MZ.txt", "MZ is two letters\n", "text", nil},
	} {
		typ, _ := evidence.Identify(All(), extracttest.Probe(c.name, []byte(c.data)))
		assert.Equal(t, c.want, typ.Format, c.name)
		assert.Equal(t, c.warnings, typ.Warnings, c.name)
	}
}

func TestPicturesAreRead(t *testing.T) {
	p, j := pictures(t)
	const hash = "image:DHash=0000000000000000"
	size := []string{"image:Width=40", "image:Height=30"}
	for name, c := range map[string]struct {
		data []byte
		more []string
	}{"png": {p, []string{hash}}, "jpeg": {j, []string{hash}}, "jpeg cut": {j[:len(j)-20], nil}} {
		data := c.data
		_, f := evidence.Identify(All(), extracttest.Probe(name, data))
		require.NotNil(t, f, name)
		in := extracttest.Input(t, name, data)
		ocr := &extracttest.Recogniser{}
		in.OCR = ocr
		s := &extracttest.Sink{}
		require.NoError(t, f.Extract(t.Context(), in, s), name)
		assert.Equal(t, slices.Concat(size, c.more, []string{"ocr:Result=no text found"}), s.Metadata(), name)
		assert.Len(t, ocr.Seen, 1)
	}
}

func TestHTML(t *testing.T) {
	s, err := extracttest.Run(t, extracttest.Find(t, All(), "html"), "a.html",
		[]byte(`<html><head><title>A &amp; B</title><meta name="generator" content="G 1"><link rel="canonical" href="https://a.example/"><script>var x = "<p>";</script></head><body><p>One &lt;two&gt;</p><p>three</p></body>`))
	require.NoError(t, err)
	assert.Equal(t, []string{"text:Encoding=us-ascii", "html:generator=G 1", "html:canonical=https://a.example/", "html:title=A & B"}, s.Metadata())
	assert.Contains(t, s.Text(), "One <two>\n")
	assert.NotContains(t, s.Text(), "var x")
}

func TestEncodings(t *testing.T) {
	for want, data := range map[string]string{
		"utf-8":       "日本語の文書",
		"shift_jis":   "\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x95\xb6\x8f\x91",
		"euc-jp":      "\xc6\xfc\xcb\xdc\xb8\xec\xa4\xce\xca\xb8\xbd\xf1",
		"iso-2022-jp": "\x1b$BF|K\\8l$NJ8=q\x1b(B",
		"utf-16le":    "\xff\xfe\xe5\x65\x2c\x67\x9e\x8a\x6e\x30\x87\x65\xf8\x66",
		"utf-16be":    "\xfe\xff\x65\xe5\x67\x2c\x8a\x9e\x30\x6e\x65\x87\x66\xf8",
	} {
		s, err := extracttest.Run(t, extracttest.Find(t, All(), "text"), "a.txt", []byte(data))
		require.NoError(t, err, want)
		assert.Equal(t, []string{"text:Encoding=" + want}, s.Metadata())
		assert.Equal(t, "日本語の文書", s.Text(), want)
	}
}
