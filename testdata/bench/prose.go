package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Sentences are drawn from patterns whose slots are drawn as well, so that two
// organisations rarely write the same.
var (
	jaPatterns = []string{
		"{thing}について{dept}から報告があり、{n}件の課題が残っている。", "{thing}の納期が{n}週間遅れる見込みのため、代替案を検討する。", "{thing}の費用は前年比{n}%増となった。", "{month}末までに{thing}の方針を決める。",
		"{person}が{thing}の一覧をまとめ、次回報告する。", "{thing}の試験結果は{good}であった。", "{thing}に関する手順書を第{n}版に改訂する。", "{place}の{thing}は{month}に更新する予定。", "予算超過分{n}0万円は期末に調整する。",
		"{dept}と{dept}で{thing}の分担を見直す。", "{thing}の停止日は未定であり、{person}が調整する。", "{place}で{n}件の差異が見つかった。原因は{cause}であった。", "{thing}の見積を{n}社から取り、比較表を作る。", "{month}の棚卸では{thing}の数が帳簿と合わなかった。",
		"{person}より{thing}の進捗が説明され、異議なく了承された。", "{thing}は{cause}により再発したため、恒久対策を{month}までに立てる。", "新任の{person}が{dept}に着任した。", "{place}の見学は{month}{n}日とする。", "{thing}の教育を{n}名が受講した。",
		"詳細は別紙{n}のとおり。", "{thing}の点検は{place}から始め、{n}日間で終える。", "{dept}は{thing}の使用をやめ、代替品に切り替える。", "契約更新にあたり{thing}の条件を確認すること。", "{cause}の疑いがあるため、{place}の記録を{n}か月分調べる。",
		"{thing}の件、ご確認のうえ{month}{n}日までにご返信ください。", "添付の資料をご査収ください。{thing}の部分を更新しています。", "お手数ですが{thing}の日程をご調整いただけますでしょうか。", "{person}が不在のため、{thing}は{dept}で対応します。", "先日ご依頼の{thing}、{n}点の変更を反映しました。",
		"{place}の鍵は{dept}で管理する。", "{thing}の返品は{n}個、理由は{cause}。", "前回の議事録を確認した。", "{month}の出荷は{n}00個を予定している。", "{thing}の単価は据え置きとする。", "監査の指摘は{n}件で、いずれも{month}までに是正する。"}
	enPatterns = []string{
		"{Dept} reported {n} open points on {thing}.", "{Thing} will be {n} weeks late; alternatives are being looked at.", "Spending on {thing} rose by {n} percent.", "A decision on {thing} is due by the end of {month}.",
		"{person} will list the needs for {thing} and report next time.", "Tests of {thing} came out {good}.", "The procedure for {thing} moves to revision {n}.", "{Thing} at {place} is to be renewed in {month}.", "The overrun of {n} thousand will be settled at year end.",
		"{Dept} and {dept} will share the work on {thing}.", "No date yet for switching off {thing}; {person} is asking around.", "{n} differences were found at {place}, caused by {cause}.", "We will ask {n} suppliers for quotes on {thing}.", "The stock count in {month} did not match for {thing}.",
		"{person} presented the state of {thing}; there were no objections.", "{Thing} failed again because of {cause}; a lasting fix is due in {month}.", "{person} has joined {dept}.", "The visit to {place} is on {n} {month}.", "{n} people attended the course on {thing}.",
		"See annex {n}.", "Checks of {thing} start at {place} and take {n} days.", "{Dept} stops using {thing} and moves to a substitute.", "Please look at the terms for {thing} before we renew.", "Records of {place} for {n} months will be searched because of {cause}.",
		"Could you confirm {thing} by {n} {month}?", "The updated file is attached; the part on {thing} has changed.", "Would you have time to talk about {thing} next week?", "{person} is away, so {dept} will take care of {thing}.", "I have put in the {n} changes you asked for.",
		"Keys for {place} are with {dept}.", "{n} units of {thing} came back, reason: {cause}.", "Minutes of the last meeting were approved.", "Shipments for {month} are planned at {n} hundred.", "Rates for {thing} stay as they are.", "The audit raised {n} findings, all due in {month}."}
	slots = map[string][2][]string{
		"thing": {{"基幹システム", "受発注画面", "空調設備", "作業服", "梱包仕様", "検査成績書", "勤怠管理", "出荷ラベル", "社用車", "図面管理", "溶接治具", "給湯設備", "電話交換機", "受入検査", "印鑑届", "安全靴", "消火器", "月次決算", "複写機", "入退室カード", "在庫引当", "原価計算", "会議室予約", "防犯カメラ", "金型", "循環ポンプ", "名刺", "採用面接", "健康診断", "駐車場"},
			{"the order entry screen", "the air handling unit", "workwear", "the packing spec", "test certificates", "time sheets", "shipping labels", "the pool cars", "drawing control", "the welding jig", "hot water supply", "the phone switch", "goods inwards", "signatures on file", "safety boots", "fire extinguishers", "month-end closing", "the copier", "door cards", "stock allocation", "cost accounting", "room booking", "the cameras", "the mould", "the circulation pump", "business cards", "interviews", "health checks", "parking", "the old server"}},
		"dept":  {{"総務部", "経理部", "購買部", "営業部", "情報システム部", "人事部", "生産管理部", "品質保証部", "物流課", "設備課"}, {"finance", "purchasing", "HR", "IT", "operations", "sales", "quality", "facilities", "legal", "logistics"}},
		"month": {{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"}, {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}},
		"place": {{"本社", "第1工場", "第2工場", "北倉庫", "南営業所", "試験棟", "配送センター", "事務棟2階", "サーバ室", "資材置場"}, {"head office", "plant 1", "plant 2", "the north warehouse", "the south branch", "the test bay", "the depot", "the second floor", "the server room", "the yard"}},
		"cause": {{"棚番の誤り", "入力ミス", "部品の摩耗", "配線の緩み", "連絡不足", "版の取り違え", "気温の変化", "設定漏れ"}, {"a wrong bin", "a typing error", "worn parts", "a loose cable", "poor communication", "an outdated revision", "heat", "a missing setting"}},
		"good":  {{"良好", "基準内", "一部不良", "想定どおり", "再試験が必要"}, {"well", "within limits", "partly bad", "as expected", "unclear and will be repeated"}},
	}
)

// sentence draws one sentence.
func sentence(r *rand.Rand, ja bool) string {
	out, i := pick(r, enPatterns), 1
	if ja {
		out, i = pick(r, jaPatterns), 0
	}
	for {
		a := strings.IndexByte(out, '{')
		if a < 0 {
			return out
		}
		b := a + strings.IndexByte(out[a:], '}')
		name := out[a+1 : b]
		var fill string
		switch name {
		case "n":
			fill = fmt.Sprint(2 + r.IntN(27))
		case "person":
			fill = newPerson(r, ja, 0).family
			if ja {
				fill += pick(r, []string{"さん", "課長", "主任", "部長"})
			}
		default:
			fill = pick(r, slots[strings.ToLower(name)][i])
			if name[0] < 'a' {
				fill = title(fill)
			}
		}
		out = out[:a] + fill + out[b+1:]
	}
}

// sentences draws n of them.
func sentences(r *rand.Rand, ja bool, n int) []string {
	var out []string
	for range n {
		out = append(out, sentence(r, ja))
	}
	return out
}

// topic is what a paper or a mail is about.
func topic(r *rand.Rand, ja bool) string {
	if ja {
		thing := pick(r, slots["thing"][0])
		return pick(r, []string{thing, thing + "の更新", thing + "の見直し", pick(r, slots["month"][0]) + "度 " + thing, thing + "検討", pick(r, slots["place"][0]) + " " + thing, thing + "（" + pick(r, slots["dept"][0]) + "）"})
	}
	thing := title(strings.TrimPrefix(pick(r, slots["thing"][1]), "the "))
	return pick(r, []string{thing, thing + " review", "Renewal: " + strings.ToLower(thing), thing + " " + pick(r, slots["month"][1]), thing + " for " + pick(r, slots["dept"][1]), thing + " plan", thing + " - " + pick(r, slots["place"][1])})
}
