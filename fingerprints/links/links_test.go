package links_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/links"
)

func of(marks ...evidence.Mark) []string {
	var out []string
	for _, l := range links.Of(marks, hosts.Label) {
		out = append(out, fmt.Sprintf("%s %s %+g", l.A.Value, l.B.Value, l.Bits))
	}
	return out
}

func mark(kind evidence.KeyKind, value, org string) evidence.Mark {
	return evidence.Mark{Key: evidence.Key{Kind: kind, Value: value}, Org: org, Value: value}
}

func TestOf(t *testing.T) {
	assert.Equal(t, []string{"northfield.example 北野 +12"}, of(mark(evidence.KeyName, "北野", "x:1"), mark(evidence.KeyDomain, "northfield.example", "x:1")))
	assert.Equal(t, []string{"kitano.example きたの +5"}, of(mark(evidence.KeyName, "きたの", ""), mark(evidence.KeyDomain, "kitano.example", "")))
	assert.Equal(t, []string{"lei:1 lei:2 -10"}, of(mark(evidence.KeyRegistry, "lei:1", ""), mark(evidence.KeyRegistry, "lei:2", "")))
	assert.Equal(t, []string{"northfield.example northfield.sharepoint.com +7"}, of(mark(evidence.KeyDomain, "northfield.example", ""), mark(evidence.KeyHost, "northfield.sharepoint.com", "")))
	assert.Empty(t, of(mark(evidence.KeyName, "mail", ""), mark(evidence.KeyDomain, "mail.example", "")), "a label that anybody may have")
	assert.Empty(t, of(mark(evidence.KeyName, "northfield", ""), mark(evidence.KeyDomain, "southfield.example", "")))
}

// A character that recognition does not know comes out differently each time.
func TestMisreadNames(t *testing.T) {
	seen := func(name string, quality float64) evidence.Mark {
		m := mark(evidence.KeyName, name, "")
		m.At.Box, m.Quality = &evidence.Box{W: 9, H: 9}, quality
		return m
	}
	form := func(m evidence.Mark, display string) evidence.Mark { m.Value = display; return m }
	known := func(m evidence.Mark, org string) evidence.Mark { m.Org = org; return m }
	native := mark(evidence.KeyName, "榛野精機", "")
	native.Quality = 1
	assert.Equal(t, []string{"棟野精機 榛野精機 +9"}, of(seen("榛野精機", .95), seen("棟野精機", .88)))
	assert.Empty(t, of(seen("榛野精機", .92), seen("棟野精機", .92)), "both are sure")
	assert.Empty(t, of(seen("榛野精機", .95), seen("棟原精機", .80)), "two characters")
	assert.Empty(t, of(seen("榛野精", .95), seen("棟野精", .80)), "too short")
	assert.Empty(t, of(native, seen("棟野精機", .80)), "one stands in a text")
	assert.Equal(t, []string{"棟野精機 榛野精機 +9"}, of(form(seen("榛野精機", .95), "榛野精機株式会社"), form(seen("棟野精機", .88), "棟野精機株式会社")))
	assert.Empty(t, of(form(seen("榛野精機", .95), "榛野精機株式会社"), form(seen("棟野精機", .88), "棟野精機有限会社")), "two legal forms")
	assert.Empty(t, of(known(seen("榛野精機", .95), "x:1"), known(seen("棟野精機", .88), "x:2")), "two records")
	assert.Empty(t, of(seen("アノ精機", .95), seen("イノ精機", .88)), "kana are read well")
	var series []evidence.Mark
	for _, r := range "一二三四五六七八" {
		series = append(series, seen("第"+string(r)+"工場用地", .5))
	}
	assert.Len(t, of(series...), 28)
	assert.Empty(t, of(append(series, seen("第九工場用地", .5))...), "a series")
}

// Names in Chinese characters are tied to domains that spell a reading of theirs, and
// names in Latin letters to domains that hold them beside a common word.
func TestSpelledDomains(t *testing.T) {
	name := func(s string) evidence.Mark { return mark(evidence.KeyName, s, "") }
	domain := func(s string) evidence.Mark { return mark(evidence.KeyDomain, s, "") }
	assert.Equal(t, []string{"takashima-seiki.example 高島精機 +7"}, of(name("高島精機"), domain("takashima-seiki.example")))
	assert.Equal(t, []string{"takashima.example 高島精機 +7"}, of(name("高島精機"), domain("takashima.example")))
	assert.Equal(t, []string{"takashima-jp.example 高島精機 +7"}, of(name("高島精機"), domain("takashima-jp.example")))
	assert.Equal(t, []string{"kitano.example 北野電機 +5"}, of(name("北野電機"), domain("kitano.example")))
	assert.Equal(t, []string{"city.kitano.example 北野市 +5"}, of(name("北野市"), domain("city.kitano.example")))
	assert.Equal(t, []string{"city-takashima.test 高島市 +7"}, of(name("高島市"), domain("city-takashima.test")))
	assert.Empty(t, of(name("高島精機"), domain("kitano.example")))
	assert.Equal(t, []string{"northfieldgroup.example northfield +5"}, of(name("northfield"), domain("northfieldgroup.example")))
	assert.Equal(t, []string{"northfield-law.example northfield solicitors +4"}, of(name("northfield solicitors"), domain("northfield-law.example")))
	assert.Equal(t, []string{"getnorthfield.example northfield +5"}, of(name("northfield"), domain("getnorthfield.example")))
	assert.Empty(t, of(name("north solicitors"), domain("northfield-law.example")))
}
