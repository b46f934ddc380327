package bench

import (
	"fmt"
	"strings"
	"time"
)

// paper is what a document says, before it takes a format.
type paper struct {
	kind     string
	from, to *org // issuer and addressee, nil for none
	ja       bool
	title    string
	number   string
	when     time.Time
	toLines  []string
	fromBox  []string
	body     []string
	table    [][]string
	footer   string
	header   string
	subject  string
	mailFrom person
	mailTo   []person
	fromOrg  *org
	toOrg    *org
}

func (w *world) day() time.Time {
	return time.Date(2018+w.r.IntN(6), time.Month(1+w.r.IntN(12)), 1+w.r.IntN(28), 8+w.r.IntN(10), w.r.IntN(60), 0, 0, time.FixedZone("", 9*3600))
}

func (w *world) date(ja bool, t time.Time) string {
	if ja {
		return pick(w.r, []string{t.Format("2006年1月2日"), t.Format("2006/01/02"), fmt.Sprintf("令和%d年%d月%d日", t.Year()-2018, t.Month(), t.Day())})
	}
	return pick(w.r, []string{t.Format("2 January 2006"), t.Format("02/01/2006"), t.Format("Jan 2, 2006"), t.Format("2006-01-02")})
}

// addressee is how a paper names whom it goes to.
func (w *world) addressee(ja bool, to *org, style int) []string {
	p := pick(w.r, to.people)
	if ja {
		switch style % 4 {
		case 0:
			return []string{to.name + " 御中"}
		case 1:
			return []string{to.name, pick(w.r, []string{"購買部", "総務部", "情報システム部", "経理部"}) + " 御中"}
		case 2:
			return []string{to.name, p.name + " 様"}
		default:
			return []string{"宛先: " + to.name + " 御中", "ご担当: " + p.name + " 様"}
		}
	}
	switch style % 5 {
	case 0:
		return []string{"To: " + to.name, "Attn: " + p.name}
	case 1:
		return []string{"Bill to:", to.name, to.address}
	case 2:
		return []string{p.name, to.name, to.address}
	case 3:
		return []string{"Customer: " + to.name}
	default:
		return []string{"Prepared for " + to.name}
	}
}

// letterhead is how a paper names whom it comes from.
func (w *world) letterhead(from *org) []string {
	out := []string{from.name}
	if from.english != "" && from.look%3 == 0 {
		out = append(out, from.english)
	}
	out = append(out, from.address)
	if from.ja {
		out = append(out, pick(w.r, []string{"TEL " + from.tel, "TEL: " + from.tel + "  FAX: " + from.tel[:len(from.tel)-1] + "9", "電話 " + from.tel}))
		if from.look%2 == 0 && from.number != "" {
			out = append(out, "登録番号 "+from.number)
		}
		if from.look%5 == 0 {
			out = append(out, "担当: "+pick(w.r, from.people).name)
		}
	} else {
		out = append(out, pick(w.r, []string{"Tel: " + from.tel, "Phone " + from.tel, "T " + from.tel}))
		if from.look%2 == 0 {
			out = append(out, "VAT No. GB"+fmt.Sprint(100000000+from.look*7))
		}
	}
	if from.look%3 != 1 {
		out = append(out, pick(w.r, []string{"https://www." + from.domain + "/", "www." + from.domain, "info@" + from.domain}))
	}
	return out
}

var (
	jaGoods = []string{"サーバ保守サービス 年額", "精密部品 A-310", "制御盤改修一式", "ネットワーク機器 24ポート", "検査治具", "梱包資材", "樹脂ペレット 25kg", "校正作業", "データ移行作業", "消耗品一式"}
	enGoods = []string{"Annual server maintenance", "Machined bracket A-310", "Control panel refit", "24-port switch", "Inspection jig", "Packing material", "Resin pellets 25 kg",
		"Calibration", "Data migration", "Consumables"}
	titles = map[string][2][]string{
		"quotation": {{"御見積書", "見積書", "お見積り"}, {"QUOTATION", "Quote", "Price quotation"}},
		"invoice":   {{"請求書", "御請求書"}, {"INVOICE", "Tax invoice", "Invoice"}},
		"delivery":  {{"納品書", "物品受領書"}, {"DELIVERY NOTE", "Packing slip"}},
		"order":     {{"注文書", "発注書"}, {"PURCHASE ORDER", "Purchase Order"}},
		"letter":    {{"ご連絡", "価格改定のお知らせ", "年末年始休業のご案内"}, {"Change of terms", "Notice of price adjustment", "Visit next month"}},
		"proposal":  {{"ご提案書", "更改計画のご提案"}, {"Proposal", "Renewal proposal"}},
		"contract":  {{"業務委託契約書", "顧問契約書"}, {"SERVICE AGREEMENT", "Engagement letter"}},
		"drawing":   {{"部品図", "製作仕様書"}, {"Part drawing", "Manufacturing specification"}},
	}
)

func index(ja bool) int {
	if ja {
		return 0
	}
	return 1
}

func (w *world) table(ja bool) [][]string {
	heads := [2][]string{{"品名", "数量", "単価", "金額"}, {"Item", "Qty", "Unit price", "Amount"}}
	goods := [2][]string{jaGoods, enGoods}[index(ja)]
	rows := [][]string{heads[index(ja)]}
	for range w.some(2, 5) {
		q, u := w.some(1, 40), w.some(3, 900)*100
		rows = append(rows, []string{pick(w.r, goods), fmt.Sprint(q), fmt.Sprint(u), fmt.Sprint(q * u)})
	}
	return rows
}

// paper adds a business paper from one organisation to another, kept by holder.
func (w *world) paper(kind string, from, to, holder *org) {
	ja := from.ja
	p := paper{kind: kind, from: from, to: to, ja: ja, when: w.day(), number: fmt.Sprintf("%s-%d", strings.ToUpper(kind[:1]), 10000+w.r.IntN(80000))}
	all := titles[kind][index(ja)]
	p.title = all[from.look%len(all)]
	if chance(w.r, 0.92) {
		p.toLines = w.addressee(ja, to, from.look/7)
	}
	p.fromBox = w.letterhead(from)
	p.footer = from.notice
	switch kind {
	case "letter", "proposal", "contract":
		p.body = w.prose(ja, from, to, kind)
	case "drawing":
		p.body = w.spec(ja, from)
		p.toLines = nil
		if chance(w.r, 0.5) {
			p.toLines = w.addressee(ja, to, 3)
		}
		p.header = from.notice
	default:
		p.table = w.table(ja)
		p.body = []string{[2]string{"下記のとおり申し上げます。", "Please find the details below."}[index(ja)]}
	}
	format := pick(w.r, []string{"docx", "pdf", "pdf", "xlsx", "docx"})
	if kind == "letter" || kind == "contract" || kind == "proposal" {
		format = pick(w.r, []string{"docx", "docx", "pdf"})
	}
	if kind == "proposal" && chance(w.r, 0.5) {
		format = "pptx"
	}
	if chance(w.r, 0.08) {
		format = "scan.pdf"
	}
	dir := [2][]string{{"受領", "取引先/" + from.short, "共有", "営業"}, {"incoming", "vendors/" + from.short, "shared", "docs"}}[index(holder.ja)]
	w.add(file{path: pick(w.r, dir) + "/" + w.stemOf(p) + "." + format, kind: "paper", paper: p, format: format, maker: from, travels: true, look: from.look,
		inside: w.plan.Inside && from == holder && chance(w.r, 0.4)})
}

func (w *world) stemOf(p paper) string {
	return pick(w.r, []string{p.when.Format("20060102") + "_" + p.title, p.title + "_" + p.number, p.number, p.title + p.when.Format("0601")})
}

func (w *world) prose(ja bool, from, to *org, kind string) []string {
	a, b := pick(w.r, from.people), pick(w.r, to.people)
	if ja {
		out := []string{"拝啓 時下ますますご清栄のこととお慶び申し上げます。", "平素は格別のお引き立てを賜り、厚く御礼申し上げます。"}
		if kind == "contract" {
			out = []string{to.name + "（以下「甲」という）と" + from.name + "（以下「乙」という）は、次のとおり契約を締結する。", "第1条 乙は甲に対し、別紙の業務を行う。", "第2条 甲は対価を支払う。"}
		}
		out = append(out, pick(w.r, []string{"来月の打合せにつきまして、別紙の資料をご確認ください。", "価格を改定させていただきたく、ご案内申し上げます。", "設備更改の計画をまとめましたのでご査収ください。"}), a.name)
		return out
	}
	out := []string{"Dear " + b.name + ",", pick(w.r, []string{"Thank you for meeting us last week.", "We write about the terms of our current contract.", "Please find our plan for the renewal attached."})}
	if kind == "contract" {
		out = []string{"This agreement is made between " + from.name + " (\"the Provider\") and " + to.name + " (\"the Client\").", "1. The Provider shall perform the services in Schedule A.", "2. The Client shall pay within 30 days."}
	}
	return append(out, pick(w.r, []string{"The new prices apply from the first of next month.", "We suggest to replace the equipment in two steps.", "Our team is available for questions."}), a.name)
}

func (w *world) spec(ja bool, from *org) []string {
	if ja {
		return []string{"図番 " + fmt.Sprint(w.some(1000, 9999)), "材質 A5052 板厚 3.0", "公差 ±0.05 表面処理 アルマイト", from.short + " 設計部", "無断転載を禁ず"}
	}
	return []string{fmt.Sprintf("Drawing no. %d rev %c", w.some(1000, 9999), 'A'+rune(w.r.IntN(5))), "Material 6061-T6, thickness 3.0", "Tolerance 0.05, anodised",
		"Property of " + from.name, "Do not copy without permission"}
}

// mailBody is a mail's text with the signature of who wrote it.
func (w *world) mailBody(o *org, from, to person) []string {
	if o.ja {
		return []string{to.name + "さん", "", "お疲れさまです。" + strings.Fields(from.name)[0] + "です。", pick(w.r, []string{"来週の会議資料を共有フォルダに置きました。ご確認をお願いします。",
			"サーバの更新は土曜の夜に行います。", "見積の比較表を送ります。", "在庫の棚卸しは月末までにお願いします。"}), "", "--", o.name, from.name, "TEL " + o.tel, from.romaji + "@" + o.domain}
	}
	return []string{"Hi " + strings.Fields(to.name)[0] + ",", "", pick(w.r, []string{"I put the slides for next week's meeting on the share.", "The server update is on Saturday night.", "Here is the comparison of the quotes.",
		"Please finish the stock count by the end of the month."}), "", "Regards,", from.name, o.name, "Tel " + o.tel, from.romaji + "@" + o.domain}
}

// mail adds a mail between two organisations, or inside one.
func (w *world) mail(from, to *org, dir string) {
	a := from.people[w.r.IntN(3)]
	b := to.people[3+w.r.IntN(3)]
	p := paper{kind: "mail", ja: from.ja, when: w.day(), fromOrg: from, toOrg: to, mailFrom: a, mailTo: []person{b}, body: w.mailBody(from, a, b)}
	if from == to && chance(w.r, 0.5) {
		p.mailTo = append(p.mailTo, to.people[(3+w.r.IntN(2))%6])
	}
	p.subject = [2][]string{{"打合せの件", "Re: 見積について", "サーバ更新", "棚卸しのお願い"}, {"Meeting next week", "Re: quote", "Server update", "Stock count"}}[index(from.ja)][w.r.IntN(4)]
	w.add(file{path: fmt.Sprintf("%s%s_%03d.eml", dir, p.when.Format("20060102"), w.r.IntN(1000)), kind: "mail", format: "eml", paper: p, maker: from})
}

// outside adds a mail between partners, in either direction.
func (w *world) outside(a, b *org) {
	if chance(w.r, 0.4) {
		a, b = b, a
	}
	w.mail(a, b, pick(w.r, []string{"mail/", "受信トレイ/", "Inbox/"}))
}

// inhouse adds what an organisation makes for itself. With inside, some of it shows
// its systems.
func (w *world) inhouse(o *org, n int) {
	inside := w.plan.Inside
	if inside {
		for range w.some(1, 4) {
			switch w.r.IntN(4) {
			case 0, 1:
				for range w.some(1, 3) {
					w.mail(o, o, "mail/")
				}
			case 2:
				w.servers(o)
			default:
				w.desk(o)
			}
		}
	}
	for range n {
		w.memo(o, inside && chance(w.r, 0.6))
	}
}

// memo adds minutes, an instruction, a staff list or slides.
func (w *world) memo(o *org, inside bool) {
	p := paper{kind: "memo", ja: o.ja, when: w.day(), footer: o.notice, from: nil}
	if chance(w.r, 0.4) {
		p.header = o.short
	}
	a, b := pick(w.r, o.people), pick(w.r, o.people)
	if o.ja {
		p.title = pick(w.r, []string{"定例会議 議事録", "作業手順書", "社員名簿", "月次報告", "設備台帳"})
		p.body = []string{"作成 " + a.name, "出席者 " + a.name + "、" + b.name, pick(w.r, []string{"先月の課題を確認した。", "手順1 電源を切る。手順2 カバーを外す。", "今月の実績は計画どおり。"}),
			pick(w.r, []string{"次回は第二水曜日とする。", "詳細は別紙による。", "以上"})}
	} else {
		p.title = pick(w.r, []string{"Minutes of the weekly meeting", "Work instruction", "Staff list", "Monthly report", "Asset register"})
		p.body = []string{"Author: " + a.name, "Present: " + a.name + ", " + b.name, pick(w.r, []string{"Open points of last month were reviewed.", "Step 1: switch off. Step 2: remove the cover.", "Results are on plan."}),
			pick(w.r, []string{"Next meeting on Wednesday.", "See annex.", "End."})}
	}
	if inside && chance(w.r, 0.6) {
		p.body = append(p.body, pick(w.r, []string{`\\` + o.server + `\share\` + p.when.Format("2006"), "https://intranet." + o.domain + "/wiki/" + fmt.Sprint(w.r.IntN(900)), `\\` + o.server + "." + o.ad + `\data`,
			"https://" + strings.SplitN(o.domain, ".", 2)[0] + ".sharepoint.com/sites/team"}))
	}
	format := pick(w.r, []string{"docx", "docx", "xlsx", "pptx", "pdf"})
	if format == "xlsx" || strings.Contains(p.title, "名簿") || strings.Contains(p.title, "list") {
		format = "xlsx"
		p.table = [][]string{{"No", [2]string{"氏名", "Name"}[index(o.ja)], "Mail"}}
		for i, x := range o.people {
			mail := ""
			if inside || chance(w.r, 0.3) {
				mail = x.romaji + "@" + o.domain
			}
			p.table = append(p.table, []string{fmt.Sprint(i + 1), x.name, mail})
		}
	}
	dir := [2][]string{{"社内", "総務", "会議"}, {"internal", "admin", "meetings"}}[index(o.ja)]
	w.add(file{path: pick(w.r, dir) + "/" + p.title + p.when.Format("_060102") + "." + format, kind: "paper", paper: p, format: format, maker: o, look: o.look, inside: inside})
}

// servers adds a list of machines.
func (w *world) servers(o *org) {
	p := paper{kind: "memo", ja: o.ja, when: w.day(), title: [2]string{"サーバ一覧", "Server inventory"}[index(o.ja)], footer: o.notice}
	p.table = [][]string{{"Host", "FQDN", "IP", [2]string{"用途", "Role"}[index(o.ja)]}}
	for i, role := range []string{"dc01", "file01", "db01", "web01", "bkp01"} {
		p.table = append(p.table, []string{strings.ToUpper(role), role + "." + o.ad, fmt.Sprintf("10.%d.0.%d", o.look%200, 10+i), role[:2]})
	}
	w.add(file{path: "IT/" + p.title + ".xlsx", kind: "paper", paper: p, format: "xlsx", maker: o, look: o.look, inside: true})
}

// desk adds a screenshot of a desk of the organisation.
func (w *world) desk(o *org) {
	p := paper{kind: "desk", ja: o.ja, when: w.day()}
	a := pick(w.r, o.people)
	folder := [2][]string{{"見積", "契約書", "名簿", "図面", "経理"}, {"Quotes", "Contracts", "Staff", "Drawings", "Finance"}}[index(o.ja)]
	switch w.r.IntN(3) {
	case 0:
		p.body = append([]string{`\\` + o.server + "." + o.ad + `\` + pick(w.r, folder), ""}, folder...)
	case 1:
		p.body = []string{`C:\Users\` + a.romaji + `>ipconfig /all`, "", "Windows IP Configuration", "   Host Name . . . . . : PC" + fmt.Sprint(w.some(100, 999)), "   Primary Dns Suffix  : " + o.ad,
			"   DNS Suffix Search List: " + o.ad, `C:\Users\` + a.romaji + `>net use`, `OK  S:  \\` + o.server + `\share`}
	default:
		b := pick(w.r, o.people)
		p.body = []string{"From: " + a.name + " <" + a.romaji + "@" + o.domain + ">", "To: " + b.name + " <" + b.romaji + "@" + o.domain + ">", "Subject: " + pick(w.r, folder), "", "https://portal." + o.domain + "/", ""}
		p.body = append(p.body, w.mailBody(o, a, b)[:4]...)
	}
	ext := pick(w.r, []string{"png", "png", "jpg"})
	w.add(file{path: fmt.Sprintf("screens/%d.%s", w.r.IntN(9000), ext), kind: "shot", format: ext, paper: p, maker: o, look: w.r.IntN(100)})
}

// ticket adds a provider's note about its customer.
func (w *world) ticket(msp, customer *org) {
	if chance(w.r, 0.5) {
		w.mail(msp, msp, "tickets/")
		return
	}
	p := paper{kind: "memo", ja: msp.ja, when: w.day(), header: msp.short, footer: msp.notice}
	if msp.ja {
		p.title = "作業報告 " + customer.short
		p.body = []string{"顧客 " + customer.name, "作業者 " + pick(w.r, msp.people).name, "バックアップの復元を確認した。", `保存先 \\` + msp.server + "." + msp.ad + `\backup`}
	} else {
		p.title = "Ticket report " + customer.short
		p.body = []string{"Client: " + customer.name, "Engineer: " + pick(w.r, msp.people).name, "Restore of the nightly backup verified.", `Target \\` + msp.server + "." + msp.ad + `\backup`}
	}
	format := pick(w.r, []string{"docx", "pdf"})
	w.add(file{path: "tickets/" + fmt.Sprint(w.some(1000, 9999)) + "." + format, kind: "paper", paper: p, format: format, maker: msp, look: msp.look, inside: true})
}

// form adds an authority's form that an organisation filled in.
func (w *world) form(authority, filer, agent *org) {
	ja := authority.ja
	p := paper{kind: "form", ja: ja, when: w.day(), from: authority, number: fmt.Sprint(w.some(100000, 999999))}
	p.header = authority.name
	if ja {
		p.title = pick(w.r, []string{"法人税申告書", "答弁書", "届出書", "源泉徴収票"})
		p.toLines = []string{authority.name + "長 殿"}
		p.body = []string{"納税者 " + filer.name, "所在地 " + filer.address, "電話 " + filer.tel}
		if agent != filer {
			p.body = append(p.body, pick(w.r, []string{"作成税理士 ", "提出代理人 ", "訴訟代理人 "})+agent.name+" "+pick(w.r, agent.people).name)
		}
		p.footer = "この様式は" + authority.name + "が定めたものです"
	} else {
		p.title = pick(w.r, []string{"Corporate tax return", "Statement of defence", "Annual compliance return", "Notice of filing"})
		p.toLines = []string{authority.name}
		p.body = []string{"Filed by: " + filer.name, "Address: " + filer.address, "Telephone: " + filer.tel}
		if agent != filer {
			p.body = append(p.body, pick(w.r, []string{"Agent: ", "Counsel: ", "Prepared by: "})+agent.name)
		}
		p.footer = "Form prescribed by " + authority.name
	}
	format := pick(w.r, []string{"pdf", "pdf", "docx", "scan.pdf"})
	if w.shots() > 2 && format == "scan.pdf" {
		format = "pdf"
	}
	w.add(file{path: [2]string{"申告/", "filings/"}[index(ja)] + filer.short + "_" + p.number + "." + format, kind: "paper", paper: p, format: format, maker: agent, look: authority.look})
}

func (w *world) shots() int {
	n := 0
	for _, f := range w.plan.files {
		if f.kind == "shot" || f.format == "scan.pdf" {
			n++
		}
	}
	return n
}

// directory adds a list of partners.
func (w *world) directory(o *org, list []*org, what string) {
	p := paper{kind: "memo", ja: o.ja, when: w.day(), title: map[string][2]string{"customers": {"得意先一覧", "Customer list"}, "clients": {"顧問先一覧", "Client list"}}[what][index(o.ja)], footer: o.notice}
	p.table = [][]string{{"No", [2]string{"名称", "Name"}[index(o.ja)], [2]string{"電話", "Phone"}[index(o.ja)]}}
	for i, c := range list {
		p.table = append(p.table, []string{fmt.Sprint(i + 1), c.name, c.tel})
	}
	w.add(file{path: p.title + ".xlsx", kind: "paper", paper: p, format: "xlsx", maker: o, look: o.look})
}

// brochure adds what somebody sends to everybody.
func (w *world) brochure(o *org) {
	p := paper{kind: "brochure", ja: o.ja, when: w.day(), from: o, fromBox: w.letterhead(o), footer: o.notice}
	if o.ja {
		p.title = pick(w.r, []string{"会社案内", "製品カタログ", "ニュースレター"})
		p.body = []string{o.short + "は創業以来、品質第一で歩んでまいりました。", "新製品のご案内", "お問い合わせは下記まで"}
	} else {
		p.title = pick(w.r, []string{"Company profile", "Product catalogue", "Newsletter"})
		p.body = []string{o.short + " has stood for quality since its beginnings.", "New products", "Contact us"}
	}
	format := pick(w.r, []string{"pdf", "pdf", "pptx"})
	w.add(file{path: "misc/" + o.short + " " + p.title + "." + format, kind: "paper", paper: p, format: format, maker: o, travels: true, look: o.look})
}

func (w *world) cv(o *org) {
	x := w.person(o.ja)
	p := paper{kind: "private", ja: o.ja, when: w.day(), title: [2]string{"職務経歴書", "Curriculum vitae"}[index(o.ja)], body: []string{x.name, "2015-2020 " + o.name, "Excel, Python"}}
	w.add(file{path: "documents/cv.docx", kind: "paper", format: "docx", paper: p, look: w.r.IntN(100)})
}

// private adds a file of a person's own life.
func (w *world) private(ja bool) {
	p := paper{kind: "private", ja: ja, when: w.day()}
	x := w.person(ja)
	if ja {
		p.title = pick(w.r, []string{"旅行の計画", "家計簿", "レシピ", "町内会のお知らせ"})
		p.body = []string{x.name, "土曜日の朝に出発。お弁当を忘れないこと。", "合計 12,300円"}
	} else {
		p.title = pick(w.r, []string{"Holiday plan", "Household budget", "Recipe", "Garden notes"})
		p.body = []string{x.name, "We leave on Saturday morning. Do not forget the sandwiches.", "Total 123.40"}
	}
	format := pick(w.r, []string{"docx", "txt", "xlsx"})
	if format == "xlsx" {
		p.table = [][]string{{"A", "B"}, {"1", "200"}}
	}
	w.add(file{path: "private/" + p.title + "." + format, kind: "paper", format: format, paper: p, look: w.r.IntN(100)})
}

// note adds a file that names nobody.
func (w *world) note(ja bool) {
	p := paper{kind: "note", ja: ja, when: w.day()}
	if ja {
		p.title = pick(w.r, []string{"メモ", "todo", "計算"})
		p.body = []string{"12時 電話", "部品の数を数える", fmt.Sprint(w.some(100, 9999))}
	} else {
		p.title = pick(w.r, []string{"notes", "todo", "numbers"})
		p.body = []string{"call at 12", "count the parts", fmt.Sprint(w.some(100, 9999))}
	}
	format := pick(w.r, []string{"txt", "csv", "docx"})
	w.add(file{path: p.title + fmt.Sprint(w.r.IntN(100)) + "." + format, kind: "paper", format: format, paper: p, look: w.r.IntN(100)})
}

func (w *world) photo() {
	w.add(file{path: fmt.Sprintf("photos/IMG_%04d.jpg", w.r.IntN(9999)), kind: "photo", format: "jpg"})
}
