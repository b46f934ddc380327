package catalogue

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"  ＡＢＣ　商事 ":       "abc商事",
		"髙島﨑":             "高島崎",
		"サンプル‐テスト":        "サンプルーテスト",
		"A–B — C":         "a-b - c",
		"東 京 テ ス ト":       "東京テスト",
		"Straße":          "strasse",
		"㈱":               "(株)",
		"ｻﾝﾌﾟﾙ":           "サンプル",
		"O’Hara  &\tSons": "o'hara & sons",
		"":                "",
	} {
		assert.Equal(t, want, Normalise(in), in)
	}
}

func TestStripLegalForm(t *testing.T) {
	for _, c := range []struct {
		in, core, form string
	}{
		{"アオバ電機株式会社", "アオバ電機", "株式会社"},
		{"株式会社 アオバ電機", "アオバ電機", "株式会社"},
		{"㈱アオバ", "アオバ", "(株)"},
		{"アオバ（有）", "アオバ", "(有)"},
		{"学校法人アオバ学園", "アオバ学園", "学校法人"},
		{"Aoba Electric Co., Ltd.", "aoba electric", "co ltd"},
		{"AOBA ELECTRIC CO.,LTD.", "aoba electric", "co ltd"},
		{"Borealis Widgets, Inc.", "borealis widgets", "inc"},
		{"Borealis G.m.b.H.", "borealis", "gmbh"},
		{"Müller & Söhne GmbH & Co. KG", "müller&söhne", "gmbh&co kg"},
		{"PT Contoh Sejahtera Tbk", "contoh sejahtera", "tbk"},
		{"ООО Пример", "пример", "ооо"},
		{"The Sample Works Company", "sample works", "company"},
		{"Smith and Jones LLP", "smith&jones", "llp"},
		{"Przykład Sp. z o.o.", "przykład", "sp z oo"},
		{"示例有限公司", "示例", "有限公司"},
		{"株式会社", "株式会社", ""},
		{"Limited", "limited", ""},
		{"Plain Name", "plain name", ""},
	} {
		core, form, ok := StripLegalForm(c.in)
		assert.Equal(t, c.core, core, c.in)
		assert.Equal(t, c.form, form, c.in)
		assert.Equal(t, c.form != "", ok, c.in)
	}
}

func TestRomanise(t *testing.T) {
	for in, want := range map[string]string{
		"さくら": "sakura", "シンブン": "shinbun", "ちゃわん": "chawan", "マッチャ": "matcha", "ニッポン": "nippon", "コーヒー": "kohi",
		"ジュウショ": "juusho", "ファイル": "fairu", "ティー": "ti", "ヴィラ": "vira", "ウェブ": "webu", "ｱｵﾊﾞ": "aoba", "東京アオ": "東京ao", "": "",
	} {
		assert.Equal(t, want, Romanise(in), in)
	}
}

func TestRegistrable(t *testing.T) {
	for in, want := range map[string]string{
		"WWW.Sample.CO.JP.":         "sample.co.jp",
		"mail.aoba.example":         "aoba.example",
		"a.b.borealis.test":         "borealis.test",
		"www.city.sapporo.jp":       "city.sapporo.jp",
		"例え.jp":                     "xn--r8jz45g.jp",
		"host.local":                "",
		"srv.corp.internal":         "",
		"10.1.2.3":                  "",
		"co.jp":                     "",
		"localhost":                 "",
		"foo.nosuchtoplevel":        "",
		"a..example":                "",
		"-x.example":                "",
		"example":                   "",
		"team.project.ddns.example": "ddns.example",
	} {
		got, ok := Registrable(in)
		assert.Equal(t, want, got, in)
		assert.Equal(t, want != "", ok, in)
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"ＡＢＣ", "㈱ 髙", "İ", "a\u0300\u200b", "Co., Ltd.", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		n := Normalise(s)
		assert.Equal(t, n, Normalise(n))
		core, _, _ := StripLegalForm(s)
		assert.True(t, utf8.ValidString(core))
		Romanise(s)
		if d, ok := Registrable(s); ok {
			again, ok := Registrable(d)
			assert.True(t, ok)
			assert.Equal(t, d, again)
		}
	})
}
