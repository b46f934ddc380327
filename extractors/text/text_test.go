package text

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// read identifies and extracts data, and checks what was pushed.
func read(t *testing.T, name string, data []byte) (string, *extracttest.Sink) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	require.NotNil(t, f, "%s is no text", name)
	s, err := extracttest.Run(t, *f, name, data)
	require.NoError(t, err)
	s.Check(t)
	return typ.Format, s
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

const (
	japanese = "請求書　御中\n品名,数量\nテスト株式会社の見積もりです。\n"
	mainland = "合同编号：公司的名称和地址\n我们是一家公司，这是报价单。\n"
	taiwan   = "公司名稱與地址\n我們是一家公司，這是報價單。\n"
	korean   = "견적서 회사 이름과 주소\n이것은 우리 회사의 문서입니다.\n"
	western  = "Café – Résumé, 100 € for the naïve customer\n"
)

// The bytes were written by the codecs of Python 3.
func TestEncodings(t *testing.T) {
	for _, c := range []struct{ bytes, encoding, want string }{
		{"e8ab8be6b182e69bb8e38080e5bea1e4b8ad0d0ae59381e5908d2ce695b0e9878f0d0ae38386e382b9e38388e6a0aae5bc8fe4bc9ae7a4bee381aee8a68be7a98de38282e3828ae381a7e38199e380820d0a", "utf-8", japanese},
		{"efbbbfe8ab8be6b182e69bb8e38080e5bea1e4b8ad0d0ae59381e5908d2ce695b0e9878f0d0ae38386e382b9e38388e6a0aae5bc8fe4bc9ae7a4bee381aee8a68be7a98de38282e3828ae381a7e38199e380820d0a", "utf-8", japanese},
		{"cb8a426cf8660030a15f2d4e0d000a00c1540d542c007065cf910d000a00c630b930c8302a680f5f1a4f3e796e308b894d7a82308a306730593002300d000a00", "utf-16le", japanese},
		{"fffecb8a426cf8660030a15f2d4e0d000a00c1540d542c007065cf910d000a00c630b930c8302a680f5f1a4f3e796e308b894d7a82308a306730593002300d000a00", "utf-16le", japanese},
		{"8acb6c4266f830005fa14e2d000d000a54c1540d002c657091cf000d000a30c630b930c8682a5f0f4f1a793e306e898b7a4d3082308a306730593002000d000a", "utf-16be", japanese},
		{"feff8acb6c4266f830005fa14e2d000d000a54c1540d002c657091cf000d000a30c630b930c8682a5f0f4f1a793e306e898b7a4d3082308a306730593002000d000a", "utf-16be", japanese},
		{"90bf8b818f9181408ce492860d0a956996bc2c909497ca0d0a8365835883678a948eae89ef8ed082cc8ca990cf82e082e882c582b781420d0a", "shift_jis", japanese},
		{"c0c1b5e1bdf1a1a1b8e6c3e60d0ac9caccbe2cbff4cecc0d0aa5c6a5b9a5c8b3f4bcb0b2f1bcd2a4ceb8abc0d1a4e2a4eaa4c7a4b9a1a30d0a", "euc-jp", japanese},
		{"1b2442404135613d712121386643661b28420d0a1b2442494a4c3e1b28422c1b24423f744e4c1b28420d0a1b244225462539254833743c3032713c52244e382b40512462246a2447243921231b28420d0a", "iso-2022-jp", japanese},
		{"bacfcdacb1e0bac5a3bab9abcbbeb5c4c3fbb3c6bacdb5d8d6b70aced2c3c7cac7d2bbbcd2b9abcbbea3acd5e2cac7b1a8bcdbb5a5a1a30a", "gbk", mainland},
		{"a4bda571a657bad9bb50a661a77d0aa7daadccac4fa440ae61a4bda571a141b36fac4fb3f8bbf9b3e6a1430a", "big5", taiwan},
		{"b0dfc0fbbcad20c8b8bbe720c0ccb8a7b0fa20c1d6bcd20ac0ccb0cdc0ba20bfecb8ae20c8b8bbe7c0c720b9aebcadc0d4b4cfb4d92e0a", "euc-kr", korean},
		{"436166e920962052e973756de92c20313030208020666f7220746865206e61ef766520637573746f6d65720a", "windows-1252", western},
		{"8ca990cf8f91", "shift_jis", "見積書"},
		{"8ce49286", "shift_jis", "御中"},
		{"87408a948eae89ef8ed0836583588367", "shift_jis", "①株式会社テスト"},
		{"c3bdc48fa49358", "shift_jis", "ﾃｽﾄ商店"},
		{"61620a", "us-ascii", "ab\n"},
	} {
		data := unhex(t, c.bytes)
		format, s := read(t, "a.txt", data)
		assert.Equal(t, "text", format, c.bytes)
		assert.Equal(t, []string{"text:Encoding=" + c.encoding}, s.Metadata(), c.want)
		assert.Equal(t, c.want, s.Text(), c.encoding)
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct{ name, data, format string }{
		{"a.csv", "a,b\n1,2\n", "csv"},
		{"a.tsv", "a\tb\n1\t2\n", "csv"},
		{"a.json", `{"a": [1, "b"]}`, "json"},
		{"a", `{"a": [1, "b"]}`, "json"},
		{"a.xml", "<?xml version=\"1.0\"?>\n<a>b</a>", "xml"},
		{"a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>b</text></svg>", "svg"},
		{"a", "<!DOCTYPE html><p>b", "html"},
		{"a.txt", "plain, text", "text"},
	} {
		format, s := read(t, c.name, []byte(c.data))
		assert.Equal(t, c.format, format, c.data)
		if format == "svg" {
			assert.Equal(t, "b", s.Text())
		} else if format != "html" {
			assert.Equal(t, c.data, s.Text())
		}
	}
}

func TestNoText(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty":     nil,
		"ELF":       unhex(t, "7f454c4602010100000000000000000003003e0001000000"),
		"controls":  unhex(t, "0102030405060708"),
		"NULs":      make([]byte, 64),
		"high":      unhex(t, "81ff8d9d8f9d9081ffff81"),
		"deflated":  unhex(t, "789ccb48cdc9c95728cf2fca4951c840a2003d4e0712"),
		"only mark": unhex(t, "fffe00d800d80100"),
	} {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a.txt", data))
		assert.Nil(t, f, "%s: %s", name, typ.Basis)
		_, err := extracttest.Run(t, extracttest.Find(t, Formats(), "text"), "a", data)
		assert.ErrorIs(t, err, evidence.ErrCorrupt, name)
	}
}

// The bytes were written by Python's euc_jp: <?xml version="1.0" encoding="EUC-JP"?>, a line feed, <a>会社</a>.
// The second sample is Cyrillic in Windows-1251, too short to be guessed.
func TestXMLDeclaration(t *testing.T) {
	_, s := read(t, "a.xml", unhex(t, "3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e673d224555432d4a50223f3e0a3c613eb2f1bcd23c2f613e"))
	assert.Equal(t, []string{"text:Encoding=euc-jp"}, s.Metadata())
	assert.Contains(t, s.Text(), "<a>会社</a>")

	_, s = read(t, "a.xml", []byte("<?xml version='1.0' encoding='windows-1251'?><a>\xcf\xf0\xe8\xe2\xe5\xf2</a>"))
	assert.Equal(t, []string{"text:Encoding=windows-1251"}, s.Metadata())
	assert.Contains(t, s.Text(), "<a>Привет</a>")

	// A declaration that the bytes contradict loses.
	_, s = read(t, "a.xml", []byte("<?xml version='1.0' encoding='Shift_JIS'?><a>会社</a>"))
	assert.Equal(t, []string{"text:Encoding=utf-8"}, s.Metadata())
}

func TestHTML(t *testing.T) {
	_, s := read(t, "a.html", []byte(`<!DOCTYPE html><html><head><title>Price &amp; list
 2</title><meta name="Generator" content="Maker 1"><meta name=author content="Ann Example">
<link rel="canonical" href="https://a.example/x"><base href="https://b.example/"><meta property="og:site_name" content="Example KK">
<style>p{color:red}</style><script>var hidden = "</p>";</script></head>
<body><p>Bill to&nbsp;Example &lt;KK&gt; &#26666;</p><table><tr><td>1<td>2</table><script>x()</script>end</body></html>`))
	assert.Equal(t, []string{"text:Encoding=us-ascii", "html:generator=Maker 1", "html:author=Ann Example", "html:canonical=https://a.example/x",
		"html:base=https://b.example/", "html:og:site_name=Example KK", "html:title=Price & list 2"}, s.Metadata())
	text := strings.Join(strings.Fields(s.Text()), " ")
	assert.Equal(t, "Bill to Example <KK> 株 1 2 end", text)
	for _, f := range s.Facts {
		if f.Name == "html:title" {
			assert.Equal(t, evidence.ZoneTitle, f.At.Zone)
		}
	}
	// Python's shift_jis.
	_, s = read(t, "a.html", unhex(t, "3c68746d6c3e3c686561643e3c6d65746120636861727365743d2253686966745f4a4953223e3c7469746c653e8ca990cf8f913c2f7469746c653e3c2f686561643e3c626f64793e8a948eae89ef8ed03c2f626f64793e3c2f68746d6c3e"))
	assert.Equal(t, []string{"text:Encoding=shift_jis", "html:title=見積書"}, s.Metadata())
	assert.Equal(t, "株式会社", strings.TrimSpace(s.Text()))
}

func TestTruncatedHTML(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{"<html><body><p>seen</p><p tit", "seen"},
		{"<html><body>seen<!-- never closed", "seen"},
		{"<html><body>seen<script>never closed", "seen"},
	} {
		_, s := read(t, "a.html", []byte(c.data))
		assert.Equal(t, c.want, strings.TrimSpace(s.Text()), c.data)
	}
}

// parts lists place and length of the text facts.
func parts(s *extracttest.Sink) []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			out = append(out, fmt.Sprintf("%s: %d", f.At.Part, len(f.Value)))
		}
	}
	return out
}

func TestBlocks(t *testing.T) {
	line := strings.Repeat("x", 1023) + "\n"
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"one below", strings.Repeat("x", 65535), []string{"line 1: 65535"}},
		{"exact", strings.Repeat("x", 65536), []string{"line 1: 65536"}},
		{"one above", strings.Repeat("x", 65537), []string{"line 1: 65536", "line 1: 1"}},
		{"lines", strings.Repeat(line, 65), []string{"line 1: 65536", "line 65: 1024"}},
		{"a line across", strings.Repeat(line, 63) + strings.Repeat("y", 2000) + "\nz", []string{"line 1: 64512", "line 64: 2002"}},
		{"within a character", strings.Repeat("x", 65535) + "会", []string{"line 1: 65535", "line 1: 3"}},
	} {
		_, s := read(t, "a.txt", []byte(c.data))
		assert.Equal(t, c.want, parts(s), c.name)
	}
	_, s := read(t, "a.txt", []byte(strings.Repeat("会", 1<<20/3)))
	assert.Equal(t, strings.Repeat("会", 1<<20/3), strings.ReplaceAll(s.Text(), "\n", ""))
	assert.Len(t, parts(s), 17)
}

func FuzzText(f *testing.F) {
	f.Add([]byte("<html><title>a</title><p>b &amp; c"))
	f.Add([]byte("<?xml version='1.0' encoding='windows-1251'?><a>\xcf\xf0</a>"))
	f.Add(unhex(f, "90bf8b818f9181408ce492860d0a"))
	f.Add(unhex(f, "fffecb8a426cf866"))
	f.Add([]byte(`{"a": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			s := &extracttest.Sink{}
			format.Match(extracttest.Probe("a.csv", data))
			_ = format.Extract(t.Context(), extracttest.Memory("a", data), s)
			s.Check(t)
		}
	})
}
