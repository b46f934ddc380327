package hosts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/hosts"
)

func found(text string, ocr bool) []string {
	var out []string
	for _, h := range hosts.Find(text, ocr) {
		k := h.Key.Value
		if k == "" {
			k = "public"
		}
		out = append(out, h.Host+"="+k)
	}
	return out
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		ocr  bool
		want []string
	}{
		{`\\kitanofs01\share\予算`, false, []string{"kitanofs01=kitanofs01"}},
		{`see \\fs01.corp.kitano.example\dept\x.xlsx`, false, []string{"fs01.corp.kitano.example=public"}},
		{`\\fs01.kitano.local\総務部`, false, []string{"fs01.kitano.local=kitano.local"}},
		{`file:///\\kitanofs01\templates\quote.dotx`, false, []string{"kitanofs01=kitanofs01"}},
		{`file://kitanofs01/templates/quote.dotx`, false, []string{"kitanofs01=kitanofs01"}},
		{`file:///C:/Users/x`, false, nil},
		{`{"path": "\\\\kitanofs01\\share\\a"}`, false, []string{"kitanofs01=kitanofs01"}},
		{`C:\\Users\\tanaka\\x`, false, nil},
		{`regexp "\\w\\d+"`, false, nil},
		{`\\?\UNC\kitanofs01\share\a`, false, []string{"kitanofs01=kitanofs01"}},
		{`\\localhost\c$ \\10.0.0.5\x \\server\share`, false, nil},
		{"¥¥kitanofs01¥共有¥予算", true, []string{"kitanofs01=kitanofs01"}},
		{"￥￥ kitanofs01 ￥ 共有", true, []string{"kitanofs01=kitanofs01"}},
		{"YYkitanofs01Y共有", true, []string{"kitanofs01=kitanofs01"}},
		{"YYkitanofs01Y共有", false, nil},
		{"合計 ¥12,000 ¥3,400", true, nil},
		{`login KITANO\tanaka`, false, []string{"kitano=kitano"}},
		{`HKLM\Software NT AUTHORITY\SYSTEM BUILTIN\Admins SRC\main.c`, false, nil},
		{`DESKTOP-AB12\tanaka`, false, nil},
		{`C:\Users\tanaka.KITANO\Documents`, false, []string{"kitano=kitano"}},
		{`C:\Users\tanaka\Documents\x`, false, nil},
	} {
		assert.Equal(t, c.want, found(c.text, c.ocr), c.text)
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		host, domain string
		bar          bool
		key          string // "" none, "public" the registrable domain
	}{
		{"kitano.sharepoint.com", "sharepoint.com", false, "kitano.sharepoint.com"},
		{"kitano-my.sharepoint.com", "sharepoint.com", true, "kitano.sharepoint.com"},
		{"kitano.onmicrosoft.com", "onmicrosoft.com", false, "kitano.onmicrosoft.com"},
		{"www.slack.com", "slack.com", false, ""},
		{"marketplace.visualstudio.com", "visualstudio.com", false, ""},
		{"portal.kitano.co.jp", "kitano.co.jp", true, "public"},
		{"intra.kitano.co.jp", "kitano.co.jp", false, "public"},
		{"www.kitano.co.jp", "kitano.co.jp", true, ""},
		{"kitano.co.jp", "kitano.co.jp", true, ""},
		{"web01.kitano.local", "", false, "kitano.local"},
		{"kitanoportal", "", true, "kitanoportal"},
		{"localhost", "", true, ""},
	} {
		h, ok := hosts.Judge(c.host, c.domain, c.bar)
		assert.Equal(t, c.key != "", ok, c.host)
		if c.key == "public" {
			assert.Empty(t, h.Key.Value, c.host)
		} else {
			assert.Equal(t, c.key, h.Key.Value, c.host)
		}
	}
}

func TestTime(t *testing.T) {
	for _, unit := range []string{`\`, `\\a`, `\\a\`, "Y", "¥", "A\\", "://", `\\a\b `, "file://a"} {
		start := time.Now()
		hosts.Find(strings.Repeat(unit, 2<<20/len(unit)), true)
		assert.Less(t, time.Since(start), 60*time.Second, unit)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{`\\a\b`, "¥¥a¥b", "YYaYb", `A\b`, `C:\Users\a.BCD\`, "file://a/b", "\xc2\\\\", `\\`, `\\\\`} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, ocr bool) {
		for _, h := range hosts.Find(s, ocr) {
			assert.NotEmpty(t, h.Host)
			assert.GreaterOrEqual(t, h.Start, 0)
			assert.Greater(t, h.End, h.Start)
			assert.LessOrEqual(t, h.End, len(s))
		}
	})
}

func TestMisreadServerNumbers(t *testing.T) {
	for in, want := range map[string]string{
		`\\kitanofso2\share\x`:    "kitanofs02",
		`\\kitanodbl1\share\x`:    "kitanodb11",
		`\\kitanofs02\share\x`:    "kitanofs02",
		`\\kitanocontrol1\share\`: "kitanocontrol1",
		`\\kitanofso\share\x`:     "kitanofso",
	} {
		hits := hosts.Find(in, true)
		if assert.Len(t, hits, 1, in) {
			assert.Equal(t, want, hits[0].Host, in)
		}
	}
	assert.Equal(t, "kitanofso2", hosts.Find(`\\kitanofso2\share\x`, false)[0].Host, "native text is not misread")
}
