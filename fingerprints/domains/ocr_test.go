package domains

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func nobody(string) bool { return false }

func knows(list ...string) func(string) bool {
	return func(d string) bool {
		for _, k := range list {
			if d == k {
				return true
			}
		}
		return false
	}
}

// TestMisreadAddresses lists each way in which an address is misread, with what it
// costs. known is a domain that is known from elsewhere, where one is needed.
func TestMisreadAddresses(t *testing.T) {
	for _, c := range []struct {
		text, known, as, host, domain string
		cost                          float64
	}{
		{"see example. co. jp today", "", "example. co. jp", "example.co.jp", "example.co.jp", 0.1},
		{"see northfield .co.jp today", "", "northfield .co.jp", "northfield.co.jp", "northfield.co.jp", 0.1},
		{"at www. northfield. com", "", "www. northfield. com", "www.northfield.com", "northfield.com", 0.1},
		{"at https://www.northfield.\ncom/a", "", "www.northfield.\ncom", "www.northfield.com", "northfield.com", 0.1},
		{"to taro@ northfield.com", "", "taro@ northfield.com", "northfield.com", "northfield.com", 0.1},
		{"to taro @northfield.com", "", "taro @northfield.com", "northfield.com", "northfield.com", 0.1},
		{"to taro@northfield.\nco.jp now", "", "taro@northfield.\nco.jp", "northfield.co.jp", "northfield.co.jp", 0.1},
		{"to taro@north-\nfield.com now", "", "taro@north-\nfield.com", "north-field.com", "north-field.com", 0.1},
		{"see northfield. com today", "northfield.com", "northfield. com", "northfield.com", "northfield.com", 0.1},
		{"COME AGAIN.\nwww. north field. co. jp", "", "www. north field. co. jp", "www.northfield.co.jp", "northfield.co.jp", 0.1},
		{"to taro®northfield.com", "", "taro®northfield.com", "northfield.com", "northfield.com", 0.15},
		{"to taro©northfield.com", "", "taro©northfield.com", "northfield.com", "northfield.com", 0.15},
		{"to taro必northfield.co.jp", "", "taro必northfield.co.jp", "northfield.co.jp", "northfield.co.jp", 0.15},
		{"to taro太northfield.co.jp", "", "taro太northfield.co.jp", "northfield.co.jp", "northfield.co.jp", 0.15},
		{"to taro@northfield,co.jp", "", "taro@northfield,co.jp", "northfield.co.jp", "northfield.co.jp", 0.15},
		{"www,northfield.com", "", "www,northfield.com", "www.northfield.com", "northfield.com", 0.15},
		{"to taro@northfield.c0m", "", "taro@northfield.c0m", "northfield.com", "northfield.com", 0.15},
		{"to taro@northfield.corn", "", "taro@northfield.corn", "northfield.com", "northfield.com", 0.15},
		{"www.northfield.0rg", "", "www.northfield.0rg", "www.northfield.org", "northfield.org", 0.15},
		{"to taro@northfield.co.ip", "", "taro@northfield.co.ip", "northfield.co.jp", "northfield.co.jp", 0.15},
		{"to taro@northfield.c0.jp", "", "taro@northfield.c0.jp", "northfield.co.jp", "northfield.co.jp", 0.15},
		{"to taro@northfield.cojp", "", "taro@northfield.cojp", "northfield.co.jp", "northfield.co.jp", 0.25},
		{"to taro@northfieldcojp", "", "taro@northfieldcojp", "northfield.co.jp", "northfield.co.jp", 0.25},
		{"to taro@northfieldcom", "northfield.com", "taro@northfieldcom", "northfield.com", "northfield.com", 0.25},
		{"at northfieldcom now", "northfield.com", "northfieldcom", "northfield.com", "northfield.com", 0.25},
		{"at wwwnorthfield.com", "northfield.com", "wwwnorthfield.com", "www.northfield.com", "northfield.com", 0.25},
	} {
		hits := FindOCR(c.text, knows(c.known))
		if !assert.Len(t, hits, 1, c.text) {
			continue
		}
		h := hits[0]
		assert.Equal(t, c.as, c.text[h.Start:h.End], c.text)
		assert.Equal(t, c.host, h.Host, c.text)
		assert.Equal(t, c.domain, h.Domain, c.text)
		assert.InDelta(t, c.cost, h.Cost, 1e-9, c.text)
		assert.True(t, h.Mended, c.text)
	}
}

// TestCleanTextStaysAsItIs holds that nothing is mended where nothing is misread.
func TestCleanTextStaysAsItIs(t *testing.T) {
	for _, text := range []string{
		"This is an example. net income rose.", "mail bob@northfield.com. info on request", "go to northfield.com. please", "Northfield® Windows.NET",
		"Copyright©2020 northfield.com", "see a.co. Jp", "welcome, com", "the telecom and the intercom", "1,000.com", "x@y", "end. com", "the end. taro@northfield.com", "v @ Client.java", "taro @ work.py", "use item. id, a. b. c",
		"必northfield", "太郎northfield.example", "https://northfield.com/a, b", "bob@northfield.com, ann@northfield.com", "northfield.com / southfield.com",
		"see northfield.com - it works", "file.c, main.h", "Inc. com", "No. jp", "dotcom", "wwwhat", "the e.g. org. chart", "a.\nb@c.\nd",
	} {
		assert.Equal(t, Find(text), FindOCR(text, nobody), text)
	}
}

func FuzzFindOCR(f *testing.F) {
	for _, s := range []string{"a@b. co. jp", "a®b.com", "www,x.c0m", "a@bcojp", "x.\n.\n@", "太", "a太b,c", "https://. ."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, h := range FindOCR(s, nobody) {
			require.GreaterOrEqual(t, h.Start, end)
			require.Greater(t, h.End, h.Start)
			require.LessOrEqual(t, h.End, len(s))
			require.LessOrEqual(t, h.Cost, maxCost)
			if h.Mended {
				require.NotEmpty(t, h.Domain)
			}
			end = h.End
		}
	})
}
