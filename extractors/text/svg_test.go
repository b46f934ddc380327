package text

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func TestSVG(t *testing.T) {
	png := "\x89PNG\r\n\x1a\nrest"
	data := `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:s="x" s:docname="plan.svg" s:export-filename="\\fs01\share\plan.png"><title>構成図</title>
<metadata><r><dc:creator><Agent><dc:title>Ann Example</dc:title></Agent></dc:creator></r></metadata><style>.a{}</style><path d="M 1 2 3 4"/>
<text><tspan>株式会社</tspan><tspan>テスト &#x682a;</tspan></text><a xlink:href="https://intra.corp.test/x"/><image href="data:image/png;base64,` + base64.StdEncoding.EncodeToString([]byte(png)) + `"/></svg>`
	_, s := read(t, "a.svg", []byte(data))
	assert.Equal(t, []string{"text:Encoding=utf-8", `svg:FileName=plan.svg`, `svg:FileName=\\fs01\share\plan.png`, "svg:Title=構成図", "svg:Creator=Ann Example", "svg:Link=https://intra.corp.test/x"}, s.Metadata())
	assert.Equal(t, []string{"構成図", "Ann", "Example", "株式会社", "テスト", "株"}, strings.Fields(s.Text()))
	assert.Equal(t, []string{"embedded 1.png"}, s.Names())
	assert.Equal(t, png, string(s.Children[0].Data))

	cut, err := extracttest.Run(t, extracttest.Find(t, Formats(), "svg"), "a.svg", []byte(data[:strings.Index(data, "</text>")]))
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, cut.Text(), "テスト")
}

func TestHeldFiles(t *testing.T) {
	for address, want := range map[string]string{
		"data:image/png;base64,QUJD":             "ABC",
		"data:image/png;base64,QUJ DRA%3D%3D":    "ABCD",
		"data:image/svg+xml,%3Csvg/%3E":          "<svg/>",
		"data:image/jpeg;charset=x;base64,QUJD!": "ABC",
		"data:text/html,abc":                     "",
		"data:image/png":                         "",
	} {
		var h held
		assert.True(t, h.add(address), address)
		got := ""
		if len(h.list) > 0 {
			got = string(h.list[0].data)
		}
		assert.Equal(t, want, got, address)
	}
	var h held
	assert.False(t, h.add("https://a.test"))
	_, s := read(t, "a.html", []byte(`<!DOCTYPE html><img src="data:image/gif;base64,R0lG" alt="x">`))
	assert.Equal(t, []string{"embedded 1.gif"}, s.Names())
	assert.Equal(t, "GIF", string(s.Children[0].Data))
}
