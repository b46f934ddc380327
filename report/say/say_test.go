package say

import (
	"math"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

func TestProbabilityIsNeverCertainty(t *testing.T) {
	for p, want := range map[float64]string{0: "<0.01", 0.01: "0.01", 0.004: "<0.01", 0.5: "0.50", 0.994: "0.99", 0.999: "0.99", 1: "0.99", -5e300: "<0.01", 5e300: "0.99", math.NaN(): "<0.01"} {
		assert.Equal(t, want, Probability(p))
	}
}

func TestTimes(t *testing.T) {
	for r, want := range map[float64]string{1.94: "1.9 times", 10: "10 times", 999: "999 times", 14705: "14,705 times", 5e7: "over 1,000,000 times"} {
		assert.Equal(t, want, times(English, r))
	}
	assert.Equal(t, "14,705倍", times(Japanese, 14705))
	assert.Equal(t, "100万倍以上", times(Japanese, 5e7))
}

func contradicted(verdict, role string) document.Document {
	return document.Document{Claim: &document.Claim{Organisation: "Kestrel\u202e Systems", Verdict: verdict, Role: role},
		Attribution: document.Attribution{Owner: &document.Party{Name: "ハロゲート紡績株式会社"}}}
}

func TestClaim(t *testing.T) {
	assert.Equal(t, `the records are those of ハロゲート紡績株式会社, not of “Kestrel\u202e Systems”; “Kestrel\u202e Systems” is its vendor.`,
		Claim(English, contradicted("contradicted", "vendor")))
	assert.Equal(t, `ハロゲート紡績株式会社 の記録であり、「Kestrel\u202e Systems」の記録ではありません。「Kestrel\u202e Systems」はその仕入先です。`,
		Claim(Japanese, contradicted("contradicted", "vendor")))
	assert.Equal(t, "主張どおり、ハロゲート紡績株式会社 の記録です。", Claim(Japanese, contradicted("supported", "")))
	assert.Equal(t, "the records are those of ハロゲート紡績株式会社, as claimed.", Claim(English, contradicted("supported", "")))
	assert.Equal(t, `「Kestrel\u202e Systems」の記録であるとも、ないとも、このパッケージからは言えません。`, Claim(Japanese, contradicted("undetermined", "")))
	assert.Equal(t, `the records are those of ハロゲート紡績株式会社, not of “Kestrel\u202e Systems”; “Kestrel\u202e Systems” is its a\x1bb.`,
		Claim(English, contradicted("contradicted", "a\x1bb")), "a forged report")
	assert.Empty(t, Claim(English, document.Document{}))
	leading := contradicted("contradicted", "")
	leading.Attribution.Candidates, leading.Attribution.Owner = []document.Candidate{{Name: "Aoba"}}, nil
	assert.Equal(t, `the records are probably those of Aoba, not of “Kestrel\u202e Systems”.`, Claim(English, leading))
	assert.Equal(t, `おそらく Aoba の記録で、「Kestrel\u202e Systems」の記録ではありません。`, Claim(Japanese, leading))
}

func TestWhere(t *testing.T) {
	at := document.Locator{Page: 3, Part: "御見積書", Cell: "B1", Zone: "address-bar", Box: &document.Box{X: 1, Y: 2, W: 3, H: 4}, Confidence: 0.914}
	assert.Equal(t, "page 3, 御見積書, cell B1, address bar, at 1,2 3x4, read at 91%", Where(English, at))
	assert.Equal(t, "3ページ、御見積書、セル B1、アドレス欄、位置 1,2 大きさ 3x4、読取確度 91%", Where(Japanese, at))
	assert.Empty(t, Where(English, document.Locator{Zone: "body"}))
}

func TestSay(t *testing.T) {
	tr := NewTranslator()
	for in, want := range map[string]string{
		"the class host-path": "種別「ホスト名・パス」",
		`Without the file a 100% b.xlsx the verdict on X would be "leading".`:                            "ファイル「a 100% b.xlsx」を除くと、X についての判定は「有力」になる。",
		"X is the probable owner (0.97); the claimed party is a vendor here":                             "X が持ち主とみられる(0.97)。主張された組織の役割は「仕入先」",
		"8 files, one template = 1.1, read with quality 0.91":                                            "8ファイル、同じひな形 = 1.1、読み取り品質 0.91",
		"server of a network path in the property ooxml:AttachedTemplate":                                "プロパティ ooxml:AttachedTemplate 内:ネットワークパスのサーバー",
		"in a block with address, postal code, telephone":                                                "住所・郵便番号・電話 のある欄",
		"the probability of X is a little under the 0.80 that identification asks for":                   "X の確率は、特定に必要な0.80にわずかに届かない",
		"X leads but is not identified: the evidence for X is too weak (0.40)":                           "X が有力だが特定には至らない:X を示す証拠は弱すぎる(0.40)",
		"the lead of X rests on one thing alone: Without the class tenant nobody leads clearly.":         "X の優位は一つの証拠だけに支えられている:種別「テナントID」を除くと、はっきりした有力候補がなくなる。",
		"Without the class recipient Harrow Mills Ltd would lead (leading).":                             "種別「宛先」を除くと、Harrow Mills Ltd が有力になる(有力)。",
		"mixed owners: A has systems of its own in documents without B":                                  "持ち主が混在:A のシステムの痕跡が、B の現れない文書にある",
		"the claimed organisation does not occur in the package, and the evidence for X is too weak (1)": "主張された組織はパッケージに現れない。X を示す証拠は弱すぎる(1)",
	} {
		got, ok := tr.Say(Japanese, in)
		assert.True(t, ok, in)
		assert.Equal(t, want, got)
		got, ok = tr.Say(English, in)
		assert.True(t, ok)
		assert.Equal(t, in, got)
	}
	got, ok := tr.Say(Japanese, "a sentence of another version\x1b")
	assert.False(t, ok)
	assert.Equal(t, `a sentence of another version\x1b`, got)
}

func TestReasons(t *testing.T) {
	r := Reasons([]document.Evidence{{Class: "a", Weight: 1}, {Class: "b", Weight: 3}, {Class: "a", Weight: 2.5}, {Class: "c", Weight: -1}})
	assert.Len(t, r, 2)
	assert.Equal(t, 3.5, r[0].Nats)
	assert.Equal(t, 2, r[0].Witnesses)
	assert.Equal(t, "b", r[1].Best.Class)
}

func FuzzSay(f *testing.F) {
	f.Add("Without the class tenant Without the file x nobody leads clearly.")
	f.Add("the lead of a rests on one thing alone: the lead of b rests on one thing alone: %r1 %9")
	tr := NewTranslator()
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := tr.Say(Japanese, s)
		if strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
