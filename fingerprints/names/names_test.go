package names

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/fingerprints/catalogue"
)

const invented = `{"id":"x:aoba","name":"アオバ電機株式会社","aliases":["Aoba Electric Co., Ltd.","アオバ"]}
{"id":"x:aoba-film","name":"アオバフィルム株式会社"}
{"id":"x:mizu","name":"水光株式会社","aliases":["Mizumi"]}
{"id":"x:orange","name":"Meadow Corporation"}
{"id":"x:tqz","name":"TQZ Group plc","aliases":["TQZ"]}
{"id":"x:beer","name":"Kestrela","kind":"brand"}
{"id":"x:city","name":"青葉県見本市","aliases":["見本市役所"],"kind":"municipality"}
{"id":"x:smith","name":"Quill and Ferret Partners LLP"}
`

func matcher(t testing.TB) *Matcher {
	c, err := catalogue.Read(strings.NewReader(invented), "invented")
	require.NoError(t, err)
	return New(c)
}

// found is what a test looks at: the text of the hit, its core and its form.
type found struct{ text, core, form string }

func find(m *Matcher, text string) []found {
	var out []found
	for _, h := range m.Find(text) {
		out = append(out, found{text[h.Start:h.End], h.Core, h.Form})
	}
	return out
}

func TestKnownNames(t *testing.T) {
	m := matcher(t)
	for _, c := range []struct {
		text string
		want []found
	}{
		{"アオバ電機株式会社 御中", []found{{"アオバ電機株式会社", "アオバ電機", "株式会社"}}},
		{"ア オ バ 電 機 株 式 会 社", []found{{"ア オ バ 電 機 株 式 会 社", "アオバ電機", "株式会社"}}},
		{"ｱｵﾊﾞ電機㈱の資料", []found{{"ｱｵﾊﾞ電機㈱", "アオバ電機", "株式会社"}}},
		{"アオハ\u3099の資料", []found{{"アオハ\u3099", "アオバ", ""}}},
		{"アオバの資料", []found{{"アオバ", "アオバ", ""}}},
		{"アオバタの資料", nil},
		{"アオバフィルムの資料", []found{{"アオバフィルム", "アオバフィルム", ""}}},
		{"AOBA\nELECTRIC CO., LTD.", []found{{"AOBA\nELECTRIC CO., LTD.", "aoba electric", "co ltd"}}},
		{"Aoba\n\nElectric", nil},
		{"see Aoba-Electric’s offer", nil},
		{"mizumi_report.pdf", []found{{"mizumi", "mizumi", ""}}},
		{"Mizumiya", nil},
		{"www.mizumi.example", nil},
		{"Quill & Ferret Partners", []found{{"Quill & Ferret Partners", "quill&ferret partners", ""}}},
		{"Quill and Ferret Partners", []found{{"Quill and Ferret Partners", "quill&ferret partners", ""}}},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestWeakNamesNeedSupport(t *testing.T) {
	m := matcher(t)
	for _, c := range []struct {
		text string
		want []found
	}{
		{"水光の反射", nil},
		{"水光様", nil},
		{"a Kestrela beer", nil},
		{"水光 御中", []found{{"水光", "水光", ""}}},
		{"水光株式会社。水光は", []found{{"水光株式会社", "水光", "株式会社"}, {"水光", "水光", ""}}},
		{"a walk in the Meadow", nil},
		{"Meadow Corp. and later Meadow", []found{{"Meadow Corp.", "meadow", "corp"}, {"Meadow", "meadow", ""}}},
		{"the TQZ value", nil},
		{"TQZ Group said that TQZ", []found{{"TQZ Group", "tqz group", ""}, {"TQZ", "tqz", ""}}},
		{"青葉県見本市北町1-2-3", nil},
		{"見本市役所総務課", []found{{"見本市役所", "見本市役所", ""}}},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

// Words that are also persons, places and days, as the word lists know them.
func TestWordsAreNoNames(t *testing.T) {
	c, err := catalogue.Read(strings.NewReader(`{"id":"x:1","name":"Victoria plc"}
{"id":"x:2","name":"Sunday Ltd"}
{"id":"x:3","name":"New York Corp."}
{"id":"x:4","name":"スペース株式会社"}
{"id":"x:5","name":"Mizumi Ltd"}
{"id":"x:6","name":"Office of the Inc."}
{"id":"x:7","name":"B Ltd"}
{"id":"x:8","name":"Department of Samples"}
{"id":"x:9","name":"Harrow Industries, Inc.","domains":["harrow.example"]}`), "words")
	require.NoError(t, err)
	m := New(c)
	for _, c := range []struct {
		text string
		want []found
	}{
		{"Sent: Sunday, July 26, to Victoria J. in New York", nil},
		{"Victoria plc wrote; Victoria answered", []found{{"Victoria plc", "victoria", "plc"}, {"Victoria", "victoria", ""}}},
		{"駐車スペース6台", nil},
		{"スペースを使う", nil},
		{"we met Mr. Mizumi in San Mizumi", nil},
		{"Mizumi wrote", []found{{"Mizumi", "mizumi", ""}}},
		{"an account of what the firm calls mizumi in its manual", nil},
		{"the Office of the President, part B", nil},
		{"1200 Sample Avenue, SE", nil},
		{"INCLUDING BUT NOT LIMITED TO", nil},
		{"See e.g. the Samples", nil},
		{"Sampleton Council Co-Chair", nil},
		{"12 Center Drive, Sampleton, CO 80301", nil},
		{"Department of Samples Case No. 5", []found{{"Department of Samples", "department of samples", ""}}},
		{"Harrow wrote", nil},
		{"Harrow Industries wrote; Harrow", []found{{"Harrow Industries", "harrow industries", ""}, {"Harrow", "harrow", ""}}},
		{"医療法人社団川ばた整形外科", []found{{"医療法人社団川ばた整形外科", "川ばた整形外科", "医療法人社団"}}},
		{"如果没有限制", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestSupportComesFromTheWholeItem(t *testing.T) {
	m := matcher(t)
	weak := m.FindAll("a walk in the Meadow")
	require.Len(t, weak, 1)
	assert.True(t, weak[0].Weak)
	var s Support
	assert.True(t, s.Hits(weak))
	assert.Empty(t, s.Keep(weak))
	assert.False(t, s.Hits(m.FindAll("Meadow Corporation")))
	kept := s.Keep(weak)
	require.Len(t, kept, 1)
	assert.False(t, kept[0].Weak)
	var byDomain Support
	byDomain.Orgs([]string{"x:orange"})
	assert.Len(t, byDomain.Keep(weak), 1)
}

func TestOpenNames(t *testing.T) {
	m := New(catalogue.Empty())
	for _, c := range []struct {
		text string
		want []found
	}{
		{"株式会社見本商事 営業部", []found{{"株式会社見本商事", "見本商事", "株式会社"}}},
		{"お客様各位 株式会社見本工業所", []found{{"株式会社見本工業所", "見本工業所", "株式会社"}}},
		{"請求先：見本商事㈱ 様", []found{{"見本商事㈱", "見本商事", "株式会社"}}},
		{"（株）さくら見本", []found{{"（株）さくら見本", "さくら見本", "株式会社"}}},
		{"当社は株式会社の設立", nil},
		{"当社株式会社", nil},
		{"株式会社社外秘", nil},
		{"株式会社 極秘", nil},
		{"見本商事株式会社社外秘", []found{{"見本商事株式会社", "見本商事", "株式会社"}}},
		{"見本商事株式会社東海見本株式会社", []found{{"見本商事株式会社", "見本商事", "株式会社"}, {"東海見本株式会社", "東海見本", "株式会社"}}},
		{"株式会社見本\n有限会社サンプル", []found{{"株式会社見本", "見本", "株式会社"}, {"有限会社サンプル", "サンプル", "有限会社"}}},
		{"見本テック\n株式会社 御中", []found{{"見本テック\n株式会社", "見本テック", "株式会社"}}},
		{"Bill to: Sample Tech Co., Ltd.\nSampleton", []found{{"Sample Tech Co., Ltd.", "sample tech", "co ltd"}}},
		{"between Sample Works, Inc. and Other Mills Limited agree", []found{{"Sample Works, Inc.", "sample works", "inc"}, {"Other Mills Limited", "other mills", "limited"}}},
		{"Copyright 2021 Sample Works LLC. All", []found{{"Sample Works LLC.", "sample works", "llc"}}},
		{"Müller & Söhne GmbH & Co. KG, Ort", []found{{"Müller & Söhne GmbH & Co. KG", "müller&söhne", "gmbh&co kg"}}},
		{"Bank of Sampleton plc", []found{{"Bank of Sampleton plc", "bank of sampleton", "plc"}}},
		{"net 50 KG as of", nil},
		{"limited to the company", nil},
		{"The Company shall", nil},
		{"University of Sampleton and City of Exampleburg", []found{{"University of Sampleton", "university of sampleton", "university of"}, {"City of Exampleburg", "city of exampleburg", "city of"}}},
		{"見本大学工学部", []found{{"見本大学", "見本大学", "大学"}}},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestDisplayAndOrgs(t *testing.T) {
	h := matcher(t).Find("ア オ バ 電 機\n株 式 会 社")
	require.Len(t, h, 1)
	assert.Equal(t, "アオバ電機株式会社", h[0].Display)
	assert.Equal(t, []string{"x:aoba"}, h[0].Orgs)
	assert.True(t, h[0].Known)
	assert.Equal(t, 0.05, h[0].Cost)
	h = matcher(t).Find("Aoba Electric")
	require.Len(t, h, 1)
	assert.Zero(t, h[0].Cost)
}

func TestFromNamesFindsBareForms(t *testing.T) {
	m := FromNames(Name{Core: "サンプル化学", Display: "サンプル化学株式会社"}, Name{Core: "Sampleton Mills", Orgs: []string{"y:1"}})
	assert.Equal(t, []found{{"サンプル化学", "サンプル化学", ""}, {"Sampleton Mills", "sampleton mills", ""}},
		find(m, "サンプル化学の見本、Sampleton Mills と株式会社ほか"))
}

func TestTableKeepsNamesUpToItsLimit(t *testing.T) {
	for n, ok := range map[int]bool{maxUnits - 1: true, maxUnits: true, maxUnits + 1: false} {
		tb := newTable(4)
		_, fresh := tb.add(strings.TrimSpace(strings.Repeat("w ", n)), 7)
		assert.Equal(t, ok, fresh, n)
	}
}

// A text of one form after another must not take quadratic time.
func TestHostileTextIsLinear(t *testing.T) {
	m := matcher(t)
	for _, s := range []string{"株式会社", "Ltd ", "A & ", "(株", "ア ", "University of ", "・", "the of and "} {
		start := time.Now()
		m.Find(strings.Repeat(s, 1<<20/len(s)))
		assert.Less(t, time.Since(start), 60*time.Second, s)
	}
}

func FuzzFind(f *testing.F) {
	m := matcher(f)
	for _, s := range []string{"アオバ電機㈱", "A & B Ltd.\r\nGmbH", "(株", "ｱｵﾊﾞ", "\xff株式会社\xe3", "TQZ Group TQZ", "İnc Ltd ﷺ Inc", "Aﷺ (B) Ltd", "ООО ﷺA", "A Ageﷺncy (AA)", "A ㌀ (㌀) Co Ltd", "PT ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, h := range m.Find(s) {
			require.GreaterOrEqual(t, h.Start, end)
			require.Greater(t, h.End, h.Start)
			require.LessOrEqual(t, h.End, len(s))
			require.NotEmpty(t, h.Core)
			if utf8.ValidString(s) {
				require.True(t, utf8.ValidString(h.Display))
				require.True(t, utf8.ValidString(s[h.Start:h.End]))
			}
			end = h.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	c, err := catalogue.Default()
	require.NoError(b, err)
	m := New(c)
	for name, line := range map[string]string{
		"english":  "Please find attached the revised schedule for the second phase of the project, prepared by Sample Works Ltd. for review.\n",
		"japanese": "お世話になっております。見本商事株式会社の山田です。先日お送りした資料について、第二期の工程を改めて整理いたしました。\n",
	} {
		text := strings.Repeat(line, 1<<20/len(line))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				m.Find(text)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	c, err := catalogue.Default()
	require.NoError(b, err)
	for b.Loop() {
		New(c)
	}
}
