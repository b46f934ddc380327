package main

import (
	"fmt"
	"strings"

	"evscan/evidence"
)

// Names and text are made by counting, so that every run has the same: invented
// syllables with the legal forms and trade words of real ones.

var (
	heads     = strings.Fields("ba be bi bo da de di do fa fe fi fo ga ge ha he hi ho ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za ze zi zo")
	trades    = strings.Fields("Industries Works Systems Logistics Chemicals Foods Energy Partners Capital Motors Textiles Robotics Media Pharma Trading Engineering Materials Instruments Shipping Insurance")
	forms     = []string{"Ltd", "Inc.", "GmbH", "S.A.", "plc", "LLC", "AG", "B.V.", "Co., Ltd.", "S.p.A."}
	kana      = []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ")
	kanji     = []rune("青赤白黒東西南北山川田中村森林石原野島崎岡本松竹梅桜藤高大小長永光明和平安富福吉")
	japTrades = []string{"電機", "工業", "商事", "製作所", "化学", "建設", "食品", "物流", "精工", "印刷"}
)

// syllables writes a number in invented syllables, at least n of them.
func syllables(k, n int) string {
	var b strings.Builder
	for ; k > 0 || n > 0; n-- {
		b.WriteString(heads[k%len(heads)])
		k /= len(heads)
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

func digits(k int, of []rune, n int) string {
	var out []rune
	for ; k > 0 || n > 0; n-- {
		out = append(out, of[k%len(of)])
		k /= len(of)
	}
	return string(out)
}

// bare is name number i without its legal form, and the name with it.
func bare(i int) (name, whole string) {
	switch i % 5 {
	case 0:
		name = digits(i/5, kana, 4) + japTrades[i/5%len(japTrades)]
		return name, name + "株式会社"
	case 1:
		name = digits(i/5, kanji, 3) + japTrades[i/5%len(japTrades)]
		return name, "株式会社" + name
	case 2:
		name = syllables(i/5, 4)
	case 3:
		name = syllables(i/5%40000, 3) + " " + syllables(i/200000, 2) + " " + trades[i/5%len(trades)]
	default:
		name = syllables(i/5, 4) + " & " + syllables(i/5%977, 2) + " " + trades[i/5%len(trades)]
	}
	return name, name + " " + forms[i/5%len(forms)]
}

// organisation is number i of the catalogue.
func organisation(i int) evidence.Organisation {
	_, whole := bare(i)
	return evidence.Organisation{ID: fmt.Sprintf("made:%08d", i), Name: whole, Kind: "company", Domains: []string{fmt.Sprintf("made%d.example", i)}}
}

// placed is where a name was put into the text, without its legal form.
type placed struct {
	start, end int
	name       string
}

var english = strings.Fields(`the committee met on Tuesday to look at the plan which nobody had changed since the last review and it was agreed that
work goes on as before while prices for raw material are expected to rise by four percent in the second quarter of the year Delivery of the
remaining parts was confirmed for March however the invoice had not been approved by the finance department because two signatures are missing
Please find attached the minutes of our meeting with all open points and the responsible persons the contract ends in December unless both
parties extend it in writing General terms apply to every order that is placed after this date Quality reports must be sent once a month`)

var japanese = strings.Split("本書は第三回の打ち合わせの結果をまとめたものです。/システムの更新は来週に行う予定で、担当は未定とする。/納期については別途ご連絡いたします。/"+
	"下記のとおりお見積り申し上げます。/会議の議事録を添付しましたのでご確認ください。/品質報告書は毎月一回提出するものとする。/契約の期間は一年間とし、双方の合意により延長できる。/"+
	"請求金額は消費税を含みます。/今期の売上は前年を上回る見込みである。/資料の取り扱いには十分ご注意願います。", "/")

// rate is how many bytes of prose stand between two names, about.
const rate = 600

// makeText writes about size bytes of business prose, two parts English to one of
// Japanese by bytes, with names out of n.
func makeText(size, n int) (string, []placed) {
	var b strings.Builder
	var names []placed
	state := uint64(88172645463325252)
	next := func(k int) int {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return int(state % uint64(k))
	}
	put := func(before string, i int, after string) {
		name, whole := bare(i)
		shown := name
		if next(2) == 0 {
			shown = whole
		}
		b.WriteString(before)
		at := b.Len() + strings.Index(shown, name)
		b.WriteString(shown)
		b.WriteString(after)
		names = append(names, placed{at, at + len(name), name})
	}
	for b.Len() < size {
		from := b.Len()
		if next(3) > 0 {
			for b.Len()-from < rate {
				at := next(len(english) - 16)
				b.WriteString(strings.Join(english[at:at+6+next(10)], " "))
				b.WriteString(".\n"[next(2):])
				b.WriteByte(' ')
			}
			i := next(n/5)*5 + 2 + next(3)
			put("It was signed for ", min(i, n-1), ", as agreed.\n")
			continue
		}
		for b.Len()-from < rate {
			b.WriteString(japanese[next(len(japanese))])
			if next(3) == 0 {
				b.WriteByte('\n')
			}
		}
		put("なお、", next(n/5)*5+next(2), "、から連絡があった。\n")
	}
	return b.String(), names
}
