package names

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/fingerprints/catalogue"
)

const misreadable = `{"id":"m:1","name":"Northfield Industries Ltd"}
{"id":"m:2","name":"Hermora Works Inc"}
{"id":"m:3","name":"サンプルサービス株式会社"}
{"id":"m:4","name":"ニチカロボット工業株式会社"}
{"id":"m:5","name":"Weston 85 Systems GmbH"}
{"id":"m:6","name":"ヘリオストラスト株式会社"}
{"id":"m:7","name":"エイトタイヤ株式会社"}
{"id":"m:8","name":"Irwell Instruments"}
{"id":"m:9","name":"Solistar"}
{"id":"m:10","name":"Burn"}
{"id":"m:11","name":"Iliad Mills"}
{"id":"m:12","name":"Lliad Mills"}`

func sureness(c float64) func(int, int) float64 { return func(int, int) float64 { return c } }

func misread(t testing.TB) *Matcher {
	c, err := catalogue.Read(strings.NewReader(misreadable), "misread")
	require.NoError(t, err)
	return New(c)
}

// TestConfusionsAreMended lists each confusion with the cost it has where the
// recogniser was not sure and where it was; a cost of 1 says that it is not mended.
func TestConfusionsAreMended(t *testing.T) {
	m := misread(t)
	for _, c := range []struct {
		text, core, form string
		unsure, sureCost float64
	}{
		{"at N0rthfield Industries today", "northfield industries", "", 0.15, 0.15},
		{"at Northfie1d Industries today", "northfield industries", "", 0.15, 0.15},
		{"at NorthfieId Industries today", "northfield industries", "", 0.15, 0.15},
		{"at Northfield lndustries today", "northfield industries", "", 0.15, 0.15},
		{"at Northfield |ndustries today", "northfield industries", "", 0.15, 0.15},
		{"at Northfield Indu5tries today", "northfield industries", "", 0.15, 0.15},
		{"at N0rthfie1d Indu5tries today", "northfield industries", "", 0.25, 0.25},
		{"at Herrnora Works today", "hermora works", "", 0.15, 1},
		{"at Herrnora Works Inc today", "hermora works", "inc", 0.15, 0.25},
		{"at Hermora VVorks today", "hermora works", "", 0.15, 0.15},
		{"by Irwell lnstruments", "irwell instruments", "", 0.15, 0.15},
		{"by lrwell Instruments", "irwell instruments", "", 0.15, 0.15},
		{"by Weston B5 Systems", "weston 85 systems", "", 0.15, 0.15},
		{"by Weston 8S Systems", "weston 85 systems", "", 0.15, 0.15},
		{"the S0listar", "solistar", "", 0.15, 0.15},
		{"サンプルサ一ビス", "サンプルサービス", "", 0.15, 0.15},
		{"サンプルサ-ビス", "サンプルサービス", "", 0.15, 0.15},
		{"サ ン プ ル サ 一 ビ ス", "サンプルサービス", "", 0.15, 0.15},
		{"サンブルサービス", "サンプルサービス", "", 0.15, 0.25},
		{"サソプルサービス株式会社", "サンプルサービス", "株式会社", 0.15, 0.25},
		{"ニチ力ロボット工業", "ニチカロボット工業", "", 0.15, 0.15},
		{"ニチカ口ボット工業", "ニチカロボット工業", "", 0.15, 0.15},
		{"二チカロボット工業", "ニチカロボット工業", "", 0.15, 0.15},
		{"ニチカロボット工業株式会杜", "ニチカロボット工業", "", 0, 0},
		{"ニチカロボットエ業", "ニチカロボット工業", "", 0.15, 0.15},
		{"ニチカロボッ卜工業", "ニチカロボット工業", "", 0.15, 0.15},
		{"へリオストラスト", "ヘリオストラスト", "", 0.15, 0.15},
		{"エイ卜夕イヤ", "エイトタイヤ", "", 1, 1}, // two in six
		{"エイト夕イヤ", "エイトタイヤ", "", 0.15, 0.15},
	} {
		for conf, want := range map[float64]float64{0.5: c.unsure, 0.95: c.sureCost} {
			hits := m.FindOCR(c.text, sureness(conf))
			if want == 1 {
				for _, h := range hits {
					assert.NotEqual(t, c.core, h.Core, "%s at %g", c.text, conf)
				}
				continue
			}
			if assert.Len(t, hits, 1, "%s at %g", c.text, conf) {
				assert.Equal(t, c.core, hits[0].Core)
				assert.InDelta(t, want, hits[0].Cost, 1e-9, "%s at %g", c.text, conf)
				assert.Equal(t, c.form, hits[0].Form, c.text)
				assert.Equal(t, want > 0.05, hits[0].Mended, c.text)
			}
		}
	}
}

func TestMisreadLegalForms(t *testing.T) {
	m := New(catalogue.Empty())
	for text, want := range map[string]found{
		"between Sample Works lnc. and others": {"Sample Works lnc.", "sample works", "inc"},
		"Sample Works Co., -|td":               {"Sample Works Co., -|td", "sample works", "co ltd"},
		"Sample Works 1td":                     {"Sample Works 1td", "sample works", "ltd"},
		"見本商事株式会杜 営業部":                         {"見本商事株式会杜", "見本商事", "株式会社"},
		"Sample Works GrnbH":                   {"Sample Works GrnbH", "sample works", "gmbh"},
	} {
		hits := m.FindOCR(text, sureness(0.6))
		if want.core == "" {
			assert.Empty(t, hits, text)
			continue
		}
		if assert.Len(t, hits, 1, text) {
			h := hits[0]
			assert.Equal(t, want, found{text[h.Start:h.End], h.Core, h.Form})
			assert.True(t, h.Mended)
			assert.InDelta(t, 0.1, h.Cost, 1e-9)
		}
	}
}

// TestNothingIsMadeUp holds that clean text stays what it is: other words, names
// that are known as they stand, several names with one skeleton.
func TestNothingIsMadeUp(t *testing.T) {
	m := misread(t)
	for _, text := range []string{"Northfield Industries Ltd and Hermora Works", "the Solistar of 1850", "Bum notes", "ニチカロボット工業株式会社", "サービスエリア", "シールとツール",
		"a northern industry", "Weston 85 Systems", "IliadMills", "口と目", "0 1 5 8 rn vv", "Iliad Mills"} {
		for _, h := range m.FindOCR(text, sureness(0.3)) {
			assert.False(t, h.Mended, "%s: %+v", text, h)
		}
		assert.Equal(t, m.FindAll(text), m.FindOCR(text, sureness(1)), text)
	}
	assert.Empty(t, m.FindOCR("1liad Mills", sureness(0.3)), "as near to one name as to another")
}

func FuzzFindOCR(f *testing.F) {
	m := misread(f)
	for _, s := range []string{"N0rthfield lndustries Ltd", "サ一ビス株式会杜", "-|td |nc", "見本-|", "ソ-社", "\xff-ア-\xe3", "サンプルサ-ビス株式会社"} {
		f.Add(s, 0.5)
	}
	f.Fuzz(func(t *testing.T, s string, conf float64) {
		end := 0
		for _, h := range m.FindOCR(s, sureness(conf)) {
			require.GreaterOrEqual(t, h.Start, end)
			require.Greater(t, h.End, h.Start)
			require.LessOrEqual(t, h.End, len(s))
			require.NotEmpty(t, h.Core)
			require.LessOrEqual(t, h.Cost, maxCost)
			if utf8.ValidString(s) {
				require.True(t, utf8.ValidString(s[h.Start:h.End]))
			}
			end = h.End
		}
	})
}
