package redact_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/redact"
)

// generated is one piece of personal data in its place: %s of the place is the value.
type generated struct {
	kind, value, text string
	field             string // of metadata; "" stands in the text
}

// generator makes values that no list of the program holds.
type generator struct{ *rand.Rand }

func (g generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g generator) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + g.IntN(10)))
	}
	return b.String()
}

func (g generator) latin() (given, family string) {
	syllable := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(g.pick("ba", "ko", "mi", "ter", "lo", "vin", "sa", "ru", "nel", "qua", "dri", "zo", "phe", "wyn", "gar", "tul"))
		}
		s := b.String()
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return syllable(2), syllable(3)
}

func (g generator) han() (family, given string) {
	return g.pick("鷲津山", "雲母谷", "蓬莱岡", "鵜飼野", "薬袋", "小鳥遊", "御手洗", "百目鬼", "勅使川原", "月見里", "一口坂", "鬼怒沢"), g.pick("葦比古", "琴葉", "玄三郎", "朱鷺子", "蓮太", "千尋", "龍彦", "珠代", "冴", "環")
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '!' && r <= '~' {
			return r + 0xfee0
		}
		return r
	}, s)
}

// checked appends the digit that makes a sum of the scheme come out.
func checked(d string, ok func(string) bool) string {
	for c := '0'; c <= '9'; c++ {
		if ok(d + string(c)) {
			return d + string(c)
		}
	}
	return ""
}

func luhnSum(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i]-'0') << (i % 2)
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

func (g generator) one() []generated {
	given, family := g.latin()
	hf, hg := g.han()
	local := strings.ToLower(g.pick(given+"."+family, family+"_"+given, given[:1]+family))
	who := g.pick("harrowgate.example", "aoba.test", "freemail.test")
	card := checked("4"+g.digits(14), luhnSum)
	spaced := card[:4] + " " + card[4:8] + " " + card[8:12] + " " + card[12:]
	phone := g.pick("03-"+g.digits(4)+"-"+g.digits(4), "090-"+g.digits(4)+"-"+g.digits(4), "0745-"+g.digits(2)+"-"+g.digits(4), "(0"+g.pick("52", "75")+")"+g.digits(3)+"-"+g.digits(4), "+81-3-"+g.digits(4)+"-"+g.digits(4),
		"(212) 555-0"+g.digits(3), "415-555-0"+g.digits(3), "+1 415 555 0"+g.digits(3), "+44 20 7946 0"+g.digits(3), "+49 89 "+g.digits(7))
	area := g.pick("219", "078", "574", "402")
	ssn := area + "-" + g.pick("05", "41", "87") + "-" + fmt.Sprint(1000+g.IntN(8999))
	block := fmt.Sprint(1+g.IntN(9), "-", 1+g.IntN(30), "-", 1+g.IntN(30))
	jaStreet := g.pick("青森県", "東京都", "大阪府", "京都府") + g.pick("架空市", "夢見区", "空想郡幻町") + g.pick("月夜野", "星ヶ丘", "雲居") + block
	enStreet := fmt.Sprint(100+g.IntN(8000), " ", family, " ", g.pick("Street", "Avenue", "Road", "Lane", "Blvd", "Drive"))
	born := fmt.Sprint(1940+g.IntN(60), "-0", 1+g.IntN(9), "-", 10+g.IntN(18))
	return []generated{
		{"mail address", local, local + "@" + who + " wrote", ""},
		{"mail address", local, "連絡先は" + local + "@" + who + "です", ""},
		{"mail address", local, local + "@" + who, "mail:Reply-To"},
		{"mail address, disguised", local, local + " [at] harrowgate [dot] example", ""},
		{"mail address, full width", fullWidth(local), fullWidth(local + "@aoba.test"), ""},
		{"name, mail header", family, given + " " + family + " <" + g.digits(5) + "@" + who + ">", "mail:From"},
		{"name, mail header", family, "\"" + family + ", " + given + "\" <x" + g.digits(4) + "@" + who + ">", "mail:To"},
		{"name, mail header", hf, hf + " " + hg + " <u" + g.digits(4) + "@" + who + ">", "mail:Cc"},
		{"name, author field", family, given + " " + family, g.pick("ooxml:Creator", "pdf:Author", "ooxml:LastModifiedBy", "ole:LastSavedBy", "odf:InitialCreator", "xmp:Creator")},
		{"name, author field", hg, hf + g.pick(" ", "　", "") + hg, g.pick("ooxml:Creator", "pdf:Author")},
		{"name, labelled", hg, g.pick("氏名: ", "担当者：", "作成者 ", "お名前　") + hf + " " + hg + " 様", ""},
		{"name, labelled", family, g.pick("Prepared by: ", "Attn: Ms ", "Employee name: ", "Signed by ", "Applicant: ", "Patient: ") + given + " " + family + g.pick("", "\nDate: today", ", Manager"), ""},
		{"name, end of a letter", family, g.pick("Kind regards,\n", "Sincerely,\n\n", "Best regards\n") + given + " " + family + "\nHarrowgate Mills Ltd", ""},
		{"telephone, labelled", phone, g.pick("TEL: ", "Phone ", "電話 ", "FAX：", "携帯:", "Mobile ") + phone, ""},
		{"telephone", phone, "Reach us at " + phone + " any day.", ""},
		{"telephone, full width", fullWidth(phone), "ＴＥＬ　" + fullWidth(phone), ""},
		{"card", card, "number " + card + " exp 12/27", ""},
		{"card", spaced, "カード番号 " + spaced, ""},
		{"national id", ssn, "SSN: " + ssn, ""},
		{"national id", ssn, ssn + " | " + g.pick("yes", "no"), ""},
		{"date of birth", born, g.pick("生年月日: ", "DOB ", "Date of birth: ", "生年月日 ") + born, ""},
		{"address, Japanese", block, g.pick("〒", "") + g.digits(3) + "-" + g.digits(4) + " " + jaStreet + g.pick("", " 架空ビル5F"), ""},
		{"address, Japanese", block, "本店は" + jaStreet + "にあります", ""},
		{"address, English", enStreet, enStreet + ", Springfield, IL " + g.digits(5), ""},
		{"address, English", enStreet, "Ship to " + enStreet + g.pick(", Apt 4", ""), ""},
		{"profile path", strings.ToLower(family), `C:\Users\` + strings.ToLower(given[:1]+family) + `\Desktop\plan.docx`, g.pick("", "ooxml:SavedPath")},
		{"profile path", strings.ToLower(family), "/home/" + strings.ToLower(family) + "/x", ""},
	}
}

// Recall by kind on data that is made anew, and what it costs organisations.
func TestRecall(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(8, 2026))}
	found, all := map[string]int{}, map[string]int{}
	firms := 0
	for range 25 {
		d := document.Document{Package: document.Package{Name: "case.zip"}}
		var list []generated
		for range 4 {
			list = append(list, g.one()...)
		}
		var names []string
		for i, x := range list {
			given, family := g.latin()
			firm := g.pick(given+family+" Ltd", given+" "+family+" GmbH", "株式会社"+given+"計測", family+" Trading Co., Ltd.")
			names = append(names, firm)
			it := document.Item{ID: fmt.Sprint("0.", i), Path: []string{"case.zip", fmt.Sprint(i, ".txt")}}
			if x.field != "" {
				it.Metadata = []document.Metadata{{Name: x.field, Value: x.text}, {Name: "ooxml:Company", Value: firm}}
			} else {
				it.Text.Content = x.text + "\n" + firm + "\n"
			}
			d.Items = append(d.Items, it)
		}
		b, err := json.Marshal(redact.Document(d))
		require.NoError(t, err)
		out := unescaped(string(b))
		for i, x := range list {
			all[x.kind]++
			where := redact.Document(document.Document{Items: d.Items[i : i+1]}).Items[0]
			s := where.Text.Content
			for _, m := range where.Metadata {
				s += "\n" + m.Value
			}
			if !strings.Contains(s, x.value) {
				found[x.kind]++
			} else {
				t.Logf("missed: %s in %q", x.kind, x.text)
			}
		}
		for _, n := range names {
			if strings.Contains(out, n) {
				firms++
			} else {
				t.Logf("an organisation is gone: %s", n)
			}
		}
	}
	total, kept := 0, 0
	for _, k := range slices.Sorted(func(yield func(string) bool) {
		for k := range all {
			if !yield(k) {
				return
			}
		}
	}) {
		t.Logf("%-26s %4d of %4d masked (%.3f)", k, found[k], all[k], float64(found[k])/float64(all[k]))
		assert.GreaterOrEqual(t, float64(found[k])/float64(all[k]), 0.95, k)
		total += all[k]
		kept += found[k]
	}
	t.Logf("all: %d of %d masked; organisations: %d of %d as they were", kept, total, firms, total)
	assert.GreaterOrEqual(t, float64(firms)/float64(total), 0.99)
}
