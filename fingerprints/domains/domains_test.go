package domains_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/domains"
)

// found writes hits as host=registrable, with @ for mail and / for URLs.
func found(text string) []string {
	var out []string
	for _, h := range domains.Find(text) {
		s := h.Host + "=" + h.Domain
		if h.Mail {
			s = h.Local + "@" + s
		}
		if h.URL {
			s = "//" + s
		}
		out = append(out, s)
	}
	return out
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"see www.kitano.co.jp, or mail info@kitano.co.jp.", []string{"www.kitano.co.jp=kitano.co.jp", "info@kitano.co.jp=kitano.co.jp"}},
		{"詳細はhttps://www.kitano.example/会社概要をご覧ください", []string{"//www.kitano.example=kitano.example"}},
		{"連絡先：tanaka＠kitano．example（代表）", []string{"tanaka@kitano.example=kitano.example"}},
		{"hxxps://evil[.]kitano[.]example/x", []string{"//evil.kitano.example=kitano.example"}},
		{"a.b[at]kitano.example", []string{"a.b@kitano.example=kitano.example"}},
		{"https://bücher.example/", []string{"//xn--bcher-kva.example=xn--bcher-kva.example"}},
		{"see report.doc, main.py, setup.sh, README.md, lib.rs and archive.zip", nil},
		{"https://main.py/ but not main.py", []string{"//main.py=main.py"}},
		{"That is done.It works. done.De Wit", nil},
		{"ASP.NET and Node.js and item.id and e.g. this", nil},
		{"src/kitano.com/x and C:\\kitano.com\\y", nil},
		{"version 1.2.3.4 of 10.0.0.1", nil},
		{"fs01.kitano.local", []string{"fs01.kitano.local="}},
		{"x@corp.kitano.internal", []string{"x@corp.kitano.internal="}},
		{"http://portal/top", []string{"//portal="}},
		{"KITANO.CO.JP", []string{"kitano.co.jp=kitano.co.jp"}},
		{"..@@..--", nil},
	} {
		assert.Equal(t, c.want, found(c.text), c.text)
	}
}

func TestNamespacesAreSaid(t *testing.T) {
	hits := domains.Find(`<x xmlns:a="http://schemas.kitano.example/2006" href="http://www.kitano.example/">`)
	assert.Len(t, hits, 2)
	assert.True(t, hits[0].Namespace)
	assert.False(t, hits[1].Namespace)
}

func TestOffsetsCoverTheAddress(t *testing.T) {
	text := "住所 <info@kitano.example>, end"
	h := domains.Find(text)[0]
	assert.Equal(t, "info@kitano.example", text[h.Start:h.End])
}

func TestMaxHits(t *testing.T) {
	for _, n := range []int{domains.MaxHits - 1, domains.MaxHits, domains.MaxHits + 1} {
		assert.Len(t, domains.Find(strings.Repeat("kitano.example ", n)), min(n, domains.MaxHits))
	}
}

func TestLongTextsTakeSeconds(t *testing.T) {
	for _, unit := range []string{"a", "a.", "@", "a@", "://a", "[.]", "語", "a.b ", "(at)"} {
		start := time.Now()
		domains.Find(strings.Repeat(unit, 2<<20/len(unit)))
		assert.Less(t, time.Since(start), 60*time.Second, unit)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "a@b.example", "hxxp://a[.]b", "＠．", "http://[::1]/", "xn--a.example", "\xff@\xff.jp", "://語.jp"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, h := range domains.Find(s) {
			assert.GreaterOrEqual(t, h.Start, end)
			assert.Greater(t, h.End, h.Start)
			assert.LessOrEqual(t, h.End, len(s))
			assert.NotEmpty(t, h.Host)
			end = h.End
		}
	})
}

// TestDresses lists the ways in which addresses are written so that no program finds
// them, and in which Japanese input methods leave them.
func TestDresses(t *testing.T) {
	for _, c := range []struct{ text, as, host, domain, local string }{
		{"see hxxps://www.northfield[.]example/x", "www.northfield[.]example", "www.northfield.example", "northfield.example", ""},
		{"see northfield(dot)co(dot)jp.", "northfield(dot)co(dot)jp", "northfield.co.jp", "northfield.co.jp", ""},
		{"mail taro[at]northfield[dot]example now", "taro[at]northfield[dot]example", "northfield.example", "northfield.example", "taro"},
		{"mail taro [at] northfield [dot] example now", "taro [at] northfield [dot] example", "northfield.example", "northfield.example", "taro"},
		{"mail taro (at) mail.northfield.example, now", "taro (at) mail.northfield.example", "mail.northfield.example", "northfield.example", "taro"},
		{"mail taro at northfield dot com today", "taro at northfield dot com", "northfield.com", "northfield.com", "taro"},
		{"mail taro at northfield dot co dot jp.", "taro at northfield dot co dot jp", "northfield.co.jp", "northfield.co.jp", "taro"},
		{"ｔａｒｏ＠ｎｏｒｔｈｆｉｅｌｄ．ｃｏ．ｊｐまで", "ｔａｒｏ＠ｎｏｒｔｈｆｉｅｌｄ．ｃｏ．ｊｐ", "northfield.co.jp", "northfield.co.jp", "taro"},
		{"詳細はhttps://www.northfield.co.jpをご覧", "www.northfield.co.jp", "www.northfield.co.jp", "northfield.co.jp", ""},
		{"taro@northfield.co.jpまでご連絡", "taro@northfield.co.jp", "northfield.co.jp", "northfield.co.jp", "taro"},
		{"taro＠northfield.example", "taro＠northfield.example", "northfield.example", "northfield.example", "taro"},
		{"taro（アット）northfield.example", "taro（アット）northfield.example", "northfield.example", "northfield.example", "taro"},
		{"http://ｗｗｗ．ｎｏｒｔｈｆｉｅｌｄ．ｃｏｍ／", "ｗｗｗ．ｎｏｒｔｈｆｉｅｌｄ．ｃｏｍ", "www.northfield.com", "northfield.com", ""},
		{"(www.northfield.example).", "www.northfield.example", "www.northfield.example", "northfield.example", ""},
		{"https://見本.example/", "見本.example", "xn--8pvz87e.example", "xn--8pvz87e.example", ""},
		{"https://xn--8pvz87e.example/", "xn--8pvz87e.example", "xn--8pvz87e.example", "xn--8pvz87e.example", ""},
		{"a.b.c.northfield.co.jp", "a.b.c.northfield.co.jp", "a.b.c.northfield.co.jp", "northfield.co.jp", ""},
	} {
		hits := domains.Find(c.text)
		if assert.Len(t, hits, 1, c.text) {
			h := hits[0]
			assert.Equal(t, c.as, c.text[h.Start:h.End])
			assert.Equal(t, []string{c.host, c.domain, c.local}, []string{h.Host, h.Domain, h.Local}, c.text)
		}
	}
	for _, text := range []string{"we met at noon dot", "look at the dot com crisis", "he was at work. dot", "Ａ．Ｂ", "１．２", "a [at", "at dot com"} {
		assert.Empty(t, domains.Find(text), text)
	}
}
