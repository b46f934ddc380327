package bench

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// group writes a number with separators.
func group(n int) string {
	if n < 0 {
		return "-" + group(-n)
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// date writes a day the way an organisation writes it.
func (o *org) date(t time.Time) string { return o.dateIn(t, o.ja) }

func (o *org) dateIn(t time.Time, ja bool) string {
	st := o.style("date")
	if ja {
		switch st.IntN(5) {
		case 0:
			return t.Format("2006/01/02")
		case 1:
			if t.Year() >= 2019 {
				return fmt.Sprintf("令和%d年%d月%d日", t.Year()-2018, t.Month(), t.Day())
			}
		case 2:
			return t.Format("2006.01.02")
		}
		return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	}
	return t.Format(pick(st, []string{"2 January 2006", "January 2, 2006", "02/01/2006", "2006-01-02", "02-Jan-2006", "Jan 2, 2006"}))
}

// goods are what is traded.
var goodsOf = [2][]string{
	{"ステンレス継手 SUS304", "保守サービス（年額）", "制御盤 改造", "複写機 リース料", "軸受 6204ZZ", "ネットワーク機器", "設計作業（人月）", "配送料", "消耗品一式", "サーバ機器", "印刷物 A4 カラー",
		"検査治具", "作業着 夏用", "清掃委託", "産業廃棄物処理", "電子部品 実装", "梱包資材", "会計ソフト利用料", "安全靴", "段ボール箱", "ポンプ 分解点検", "ライセンス 50ユーザー", "調査費用", "研修費",
		"アルミ板 t3.0", "無停電電源装置", "データ移行作業", "樹脂ペレット 25kg", "校正作業", "塗装工事", "足場設置", "警備業務", "翻訳 和英", "冷凍運賃", "クリーンルーム手袋", "切削油 20L", "窓口端末", "水質分析", "タイヤ交換", "会議弁当"},
	{"Stainless fittings DN50", "Annual maintenance", "Control panel rework", "Printer lease", "Bearing 6204ZZ", "Network switch 48p", "Consulting (days)", "Freight", "Consumables", "Server hardware", "Brochure print run",
		"Inspection jig", "Workwear", "Cleaning service", "Waste disposal", "PCB assembly", "Packaging material", "Software subscription", "Safety boots", "Pump overhaul", "Licence, 50 users", "Survey", "Training course", "Calibration",
		"Aluminium sheet 3 mm", "UPS unit", "Data migration", "Resin pellets 25 kg", "Painting", "Scaffolding", "Guard service", "Translation", "Cold chain freight", "Nitrile gloves", "Cutting fluid 20 l", "Counter terminal", "Water analysis", "Tyres", "Catering", "Translation into German"},
}

func goods(ja bool) []string { return goodsOf[english(ja)] }

// What those who make nothing charge for.
var feesOf = map[kind][2][]string{
	firm:     {{"顧問料", "決算料", "記帳代行", "年末調整", "給与計算", "申告書作成", "相談料", "立替金"}, {"Retainer", "Annual accounts", "Bookkeeping", "Payroll run", "Tax return", "Advice (hours)", "Disbursements"}},
	lawFirm:  {{"着手金", "成功報酬", "相談料", "日当", "収入印紙", "契約書作成", "実費"}, {"Advice (hours)", "Drafting", "Court fees", "Counsel's fees", "Disbursements", "Retainer"}},
	provider: {{"サーバ監視 月額", "バックアップ 月額", "ヘルプデスク", "回線費用", "クラウド利用料", "ライセンス 50ユーザー", "障害対応", "ファイアウォール保守"}, {"Server monitoring, monthly", "Backup, monthly", "Help desk", "Leased line", "Cloud usage", "Licence, 50 users", "Incident response", "Firewall care"}},
	bank:     {{"振込手数料", "融資利息", "保証料", "口座管理手数料", "外国為替手数料"}, {"Transfer charges", "Loan interest", "Guarantee fee", "Account fee", "Foreign exchange fee"}},
	utility:  {{"基本料金", "従量料金", "工事負担金", "検針手数料", "設備使用料"}, {"Standing charge", "Usage", "Connection works", "Metering", "Use of plant"}},
	public:   {{"施設使用料", "証明書手数料", "受託研究費", "負担金", "検査料"}, {"Use of premises", "Certificates", "Contract research", "Contribution", "Inspection fee"}},
}

// sells is what an organisation trades in, a handful of things each.
func (o *org) sells(ja bool) []string {
	if fees, ok := feesOf[o.kind]; ok {
		return fees[english(ja)]
	}
	list := append([]string{}, goods(ja)...)
	st := o.style("sells")
	st.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:5+st.IntN(6)]
}

// english is the index of a language in tables that hold Japanese first.
func english(ja bool) int {
	if ja {
		return 0
	}
	return 1
}

// say picks the text of a language.
func say(ja bool, japanese, inEnglish string) string {
	if ja {
		return japanese
	}
	return inEnglish
}

// tongue is the language of a paper between two organisations: Japanese firms write
// English to foreign ones, mostly.
func (s *scene) tongue(from, to *org) bool {
	if from.ja && !to.ja {
		return from.english == "" || chance(from.style("tongue"), .2)
	}
	return from.ja
}

// issuer is the block of whom a paper comes from.
func (s *scene) issuer(o *org, p person, ja bool) []string {
	st := o.style("issuer")
	b := []string{o.called(ja)}
	if ja {
		if o.showsEN && o.english != "" {
			b = append(b, o.english)
		}
		if chance(st, .4) {
			b = append(b, pick(st, o.depts))
		}
		switch st.IntN(3) {
		case 0:
			b = append(b, "〒"+o.postal, o.address)
		case 1:
			b = append(b, o.address)
		default:
			b = append(b, "〒"+o.postal+" "+o.address)
		}
		b = append(b, pick(st, [][]string{{"TEL " + o.tel + "  FAX " + o.fax}, {"電話 " + o.tel}, {"TEL: " + o.tel, "FAX: " + o.fax}, {"Tel." + o.tel}, {}})...)
		if chance(st, .55) && s.now.Year() >= 2021 {
			b = append(b, pick(st, []string{"登録番号 ", "登録番号：", "適格請求書発行事業者登録番号 ", "登録番号: "})+o.number)
		}
		if chance(st, .6) {
			b = append(b, pick(st, []string{"担当: ", "担当：", "担当者 "})+pick(st, []string{p.name, p.family}))
		}
		if chance(st, .15) {
			b = append(b, "㊞")
		}
	} else {
		seat := o.seat(false)
		if chance(st, .3) {
			seat = []string{strings.Join(seat, ", ")}
		}
		b = append(b, seat...)
		b = append(b, pick(st, [][]string{{"Tel " + o.tel}, {"Phone: " + o.tel + " | Fax: " + o.fax}, {"T " + o.tel}, {}})...)
		if chance(st, .5) && o.vat != "" {
			b = append(b, pick(st, []string{"VAT Reg No ", "VAT No. ", "Tax ID: "})+o.vat)
		}
		if chance(st, .4) {
			b = append(b, pick(st, []string{"Contact: ", "Your contact: ", "Prepared by: "})+p.in(false))
		}
	}
	if chance(st, .45) {
		b = append(b, pick(st, []string{o.mail(p), "info@" + o.domain(), "E-mail: " + o.mail(p), "sales@" + o.domain()}))
	}
	if chance(st, .35) {
		b = append(b, pick(st, []string{"www." + o.domain(), "https://www." + o.domain() + "/", "http://" + o.domain()}))
	}
	return b
}

// recipient is the block of whom a paper goes to, in the words of the issuer.
func (s *scene) recipient(by, to *org, p person, ja bool) []string {
	return s.addressed(by, to, p, ja, toBuyer)
}

// What a recipient is, which some forms say.
type purpose int

const (
	toBuyer  purpose = iota
	toSeller         // of an order
	toReader         // of a letter
)

// addressed is the block of whom a paper goes to, as what it says that one is.
func (s *scene) addressed(by, to *org, p person, ja bool, as purpose) []string {
	st := by.style("recipient")
	name := to.called(ja)
	if chance(st, .12) {
		name = to.brief(ja)
	}
	if ja {
		var b []string
		if chance(st, .25) {
			b = append(b, to.seat(true)...)
		}
		dept := pick(st, jaDepts)
		switch st.IntN(9) {
		case 0:
			return append(b, name, dept+" "+p.family+" 様")
		case 1:
			return append(b, name+" 御中", dept+" "+p.name+" 様")
		case 2:
			return append(b, "宛先: "+name+" 御中")
		case 3:
			return append(b, name+"御中")
		case 4:
			return append(b, name+"　様")
		case 5:
			return append(b, name, "　　"+dept+"　御中")
		case 6:
			return append(b, name+" 殿")
		case 7:
			if as == toReader {
				return append(b, name+"　御中")
			}
			if as == toSeller {
				return append(b, pick(st, []string{"発注先 ", "仕入先：", "注文先: "})+name)
			}
			return append(b, pick(st, []string{"お客様名 ", "得意先 ", "納入先：", "請求先 "})+name)
		}
		return append(b, name+" 御中")
	}
	lead := pick(st, []string{"Bill to:", "To:", "Customer:", "Sold to", "", "", "Invoice to:", "Ship to:", "Client", "Prepared for", "Buyer"})
	switch as {
	case toSeller:
		lead = pick(st, []string{"Supplier:", "To:", "Vendor:", "Seller", "", ""})
	case toReader:
		lead = pick(st, []string{"To:", "", "", ""})
	}
	var b []string
	switch {
	case lead == "":
		b = append(b, name)
	case chance(st, .4):
		b = append(b, strings.TrimSuffix(lead, ":")+": "+name)
	default:
		b = append(b, lead, name)
	}
	if chance(st, .6) {
		b = append(b, to.seat(false)...)
	}
	if chance(st, .4) {
		b = append(b, "Attn: "+p.in(false))
	}
	return b
}

// tradeKind is a kind of paper between two organisations.
type tradeKind int

const (
	quotation tradeKind = iota
	invoice
	order
	delivery
	receipt
	statement
)

// form of words of a kind of paper, Japanese first.
type tradeWords struct {
	kind   string
	titles [2][]string
	leads  [2][]string
}

func (k tradeKind) words() tradeWords {
	return []tradeWords{
		{"quotation", [2][]string{{"御見積書", "見積書", "お見積書", "御 見 積 書", "概算見積書"}, {"QUOTATION", "Quote", "Price offer", "Estimate", "Quotation"}},
			[2][]string{{"下記のとおりお見積り申し上げます。", "下記の通り御見積申し上げます。", "平素より格別のお引き立てを賜り厚く御礼申し上げます。ご依頼の件、下記のとおりです。", "ご照会の件、次のとおりお見積りいたします。"},
				{"We are pleased to offer as follows.", "Thank you for your enquiry. Our prices are below.", "This quote is valid for 30 days.", "Following your request we can offer:"}}},
		{"invoice", [2][]string{{"請求書", "御請求書", "ご請求書", "請求明細書"}, {"INVOICE", "Tax Invoice", "Invoice", "Commercial Invoice"}},
			[2][]string{{"下記のとおりご請求申し上げます。", "下記の通り御請求申し上げます。", "今月分をご請求いたします。", "毎度ありがとうございます。次のとおりご請求いたします。"},
				{"Please find our charges below.", "For services rendered.", "Payment due within 30 days of the date of this invoice.", "Charges for the period:"}}},
		{"purchase-order", [2][]string{{"注文書", "発注書", "購入注文書", "注文伝票"}, {"PURCHASE ORDER", "Order", "Purchase Order", "Works order"}},
			[2][]string{{"下記のとおり注文いたします。", "下記の通り発注いたします。", "下記の条件にて注文します。ご査収ください。"}, {"Please supply the following goods.", "We order subject to our terms of purchase.", "Please confirm receipt of this order."}}},
		{"delivery-note", [2][]string{{"納品書", "納品書（控）", "物品受領書", "出荷案内書"}, {"DELIVERY NOTE", "Packing slip", "Dispatch note"}},
			[2][]string{{"下記のとおり納品いたしました。", "ご注文の品を納品いたします。ご査収ください。"}, {"Goods delivered as listed.", "Please check the goods on arrival."}}},
		{"receipt", [2][]string{{"領収書", "領収証"}, {"RECEIPT", "Payment receipt"}}, [2][]string{{"上記の金額を正に領収いたしました。", "下記正に領収いたしました。"}, {"Received with thanks.", "Payment received in full."}}},
		{"statement", [2][]string{{"残高確認書", "取引明細書", "検収通知書"}, {"Statement of account", "Remittance advice"}}, [2][]string{{"下記のとおりご通知申し上げます。", "ご確認のうえ、ご返送ください。"}, {"The balance of your account is shown below.", "We have paid the following items."}}},
	}[k]
}

func (k tradeKind) String() string { return k.words().kind }

// trade is a paper that one organisation issues to another one.
func (s *scene) trade(k tradeKind, from, to *org) *paper {
	w := k.words()
	st := from.style("trade" + w.kind)
	r := s.r
	by, rc := pick(r, from.people), pick(r, to.people[:3])
	ja := s.tongue(from, to)
	lang := english(ja)
	p := &paper{by: from, author: by, ja: ja, when: s.day(), custody: s.custody(from)}
	head := pick(st, w.titles[lang])
	if ja && chance(st, .08) {
		head += "　" + w.titles[1][0]
	}
	no := pick(st, []string{"", "Q-", "No.", strings.ToUpper(from.roman[:2]) + "-", "INV", "第"}) + pick(st, []string{p.when.Format("0601") + fmt.Sprintf("-%03d", r.IntN(1000)), fmt.Sprint(100000 + r.IntN(900000)), p.when.Format("20060102") + fmt.Sprint(r.IntN(9)), fmt.Sprintf("%d/%d", 100+r.IntN(900), p.when.Year())})
	if strings.HasPrefix(no, "第") {
		no = say(ja, no+"号", strings.TrimPrefix(no, "第"))
	}
	p.title = head + " " + no
	if from.formal && chance(st, .7) {
		p.footer = from.notice
		if p.footer == "" || chance(st, .4) {
			p.footer = from.called(ja)
		}
	}
	if from.formal && chance(st, .3) {
		p.header = pick(st, []string{from.brief(ja), from.called(ja), from.notice})
	}
	as := toBuyer
	if k == order {
		as = toSeller
	}
	recipient, issuer := s.addressed(from, to, rc, ja, as), s.issuer(from, by, ja)
	if chance(r, .06) {
		recipient = nil // a carbon, a page of several, a form that was not filled in
	}
	day := pick(st, [2][]string{{"", "発行日: ", "日付 ", "作成日 "}, {"", "Date: ", "Issued ", "Invoice date "}}[lang])
	if !ja && k != invoice {
		day = strings.Replace(day, "Invoice date", "Dated", 1)
	}
	day += from.dateIn(p.when, ja)
	switch st.IntN(7) {
	case 0, 1: // title, number at the right, recipient at the left, issuer at the right
		p.add("title", head)
		p.add("right", no, day)
		p.pair(recipient, issuer)
	case 2: // issuer first, as a letterhead
		p.add("text", issuer...)
		p.gap()
		p.add("title", head)
		p.pair(recipient, []string{no, day})
	case 3: // recipient first
		p.add("text", recipient...)
		p.add("right", issuer...)
		p.add("title", head)
		p.add("text", no+"  "+day)
	case 4: // two columns with labels
		p.add("title", head)
		p.table([][]string{{pick(st, [2][]string{{"発行元", "売主", "FROM"}, {"From", "Seller", "Supplier"}}[lang]), pick(st, [2][]string{{"宛先", "買主", "TO"}, {"To", "Buyer", "Customer"}}[lang])},
			{from.called(ja), to.called(ja)}, {strings.Join(from.seat(ja), " "), strings.Join(to.seat(ja), " ")}, {say(ja, "担当 ", "Contact ") + by.in(ja), rc.in(ja)}})
		p.add("right", no, day)
	case 5: // issuer at the foot
		p.add("title", head)
		p.add("text", recipient...)
		p.add("right", no, day)
	default:
		p.add("title", head)
		p.pair(append(recipient, "", no, day), issuer)
	}
	atFoot := len(p.blocks) > 0 && !blocksHold(p.blocks, from.called(ja))
	p.gap()
	seller := from
	if k == order || k == statement {
		seller = to
	}
	stock := seller.sells(ja)
	if ja || chance(st, .6) {
		p.add("text", pick(st, w.leads[lang]))
	}
	if ja && chance(st, .5) {
		p.add("text", pick(st, []string{"件名: ", "件名　", "案件名: "})+pick(r, stock))
	}
	s.lines(p, st, k, stock)
	if chance(st, .7) {
		p.add("text", s.terms(st, k, from, ja)...)
	}
	if atFoot {
		p.add("right", issuer...)
	}
	return p
}

func blocksHold(list []block, text string) bool {
	for _, b := range list {
		if strings.Contains(b.text, text) || strings.Contains(strings.Join(b.right, "\n"), text) || strings.Contains(strings.Join(b.left, "\n"), text) {
			return true
		}
		for _, row := range b.rows {
			if strings.Contains(strings.Join(row, "\n"), text) {
				return true
			}
		}
	}
	return false
}

// lines adds what is traded, with sums.
func (s *scene) lines(p *paper, st *rand.Rand, k tradeKind, stock []string) {
	r := s.r
	total := 0
	heads := [2][][]string{{{"品名", "数量", "単価", "金額"}, {"摘要", "数量", "単価（円）", "金額（円）"}, {"項目", "数", "単価", "小計"}, {"品番・品名", "数量", "単価", "金額"}, {"内容", "数量", "単位", "金額"}},
		{{"Description", "Qty", "Unit price", "Amount"}, {"Item", "Quantity", "Price", "Total"}, {"Line item", "Units", "Rate", "Sum"}, {"Goods", "Qty", "Each", "Value"}}}[english(p.ja)]
	rows := [][]string{pick(st, heads)}
	for range 1 + r.IntN(6) {
		n, price := 1+r.IntN(24), 5*(5+r.IntN(900))
		if p.ja {
			price *= 100
		}
		total += n * price
		name := pick(r, stock)
		if chance(st, .3) {
			name = fmt.Sprintf("%s-%03d %s", pick(st, []string{"A", "K", "PN", "0"}), r.IntN(1000), name)
		}
		rows = append(rows, []string{name, strconv.Itoa(n), group(price), group(n * price)})
	}
	p.table(rows)
	if k == delivery && chance(st, .6) {
		return
	}
	if p.ja {
		p.add("right", pick(st, [][]string{{"小計 " + group(total), "消費税(10%) " + group(total/10), "合計 ¥" + group(total*11/10)}, {"合計金額 " + group(total*11/10) + "円（税込）"}, {"税抜合計 ¥" + group(total) + "-"}})...)
		return
	}
	cur := pick(st, []string{"GBP ", "USD ", "EUR ", "$", "£", "JPY "})
	p.add("right", pick(st, [][]string{{"Total " + cur + group(total)}, {"Net " + cur + group(total), "VAT 20% " + cur + group(total/5), "Gross " + cur + group(total*6/5)}, {"Amount due: " + cur + group(total)}})...)
}

// terms are the small print.
func (s *scene) terms(st *rand.Rand, k tradeKind, from *org, ja bool) []string {
	if k == order {
		return []string{say(ja, pick(st, []string{"納入場所: 弊社倉庫", "納期: 別途ご連絡", "検収後、翌月末払い", "納入場所 " + from.address, "注文請書をご返送ください。"}),
			pick(st, []string{"Deliver to: " + strings.Join(from.seat(false), ", "), "Our terms of purchase apply.", "Confirm within two days.", "Invoice to accounts@" + from.domain(), "Please quote the order number on all papers."}))}
	}
	if ja {
		out := []string{pick(st, []string{"備考: 納期はご注文後約4週間", "お支払条件: 月末締め翌月末払い", "有効期限: 発行日より30日", "振込手数料は貴社にてご負担ください。", "本書に関するお問い合わせは" + from.short + "まで", "上記金額に消費税は含まれておりません。", "※軽減税率対象"})}
		if k == invoice && chance(st, .6) {
			out = append(out, "振込先: "+pick(st, []string{"架空銀行 本店", "見本信用金庫 駅前支店", "例示銀行 港支店"})+fmt.Sprintf(" 普通 %07d ", st.IntN(10000000))+pick(st, []string{from.name, "カ）" + title(from.roman), from.short}))
		}
		return out
	}
	out := []string{pick(st, []string{"Terms: net 30 days", "Prices exclude VAT.", "Goods remain the property of " + from.called(false) + " until paid.", "Thank you for your business!", "Subject to the general terms of " + from.brief(false) + ".", "Please quote our reference on payment."})}
	if k == invoice && chance(st, .5) {
		out = append(out, "Bank: Example Bank, account name "+from.called(false)+fmt.Sprintf(", no. %08d", st.IntN(100000000)))
	}
	return out
}

// tradeFile puts a trade paper where somebody filed it.
func (s *scene) tradeFile(k tradeKind, from, to *org, folder string) {
	p := s.trade(k, from, to)
	st := from.style("file" + k.String())
	other := from
	if s.role[from] == RoleOwner {
		other = to
	}
	format := pick(st, []string{pdfs, pdfs, xlsx, docx, pdfs, xlsx})
	if chance(s.r, .08) && s.shots < 2 {
		format = pick(s.r, []string{scan, scan, jpg})
		s.shots++
	}
	s.put(folder, s.named(p, other), k.String(), p, format)
}

// named is how somebody names the file of a paper. other may be nil.
func (s *scene) named(p *paper, other *org) string {
	r := s.r
	name := strings.Join(strings.Fields(p.title), pick(r, []string{" ", "_"}))
	switch r.IntN(10) {
	case 0, 1:
		name = p.when.Format("20060102") + "_" + name
	case 2:
		name = fmt.Sprintf("%s%04d", pick(r, []string{"scan", "doc", "IMG_", "SKM_C", "", "Scan_"}), r.IntN(10000))
	case 3:
		name += pick(r, []string{"_v2", "_final", "(1)", " - コピー", "_最終", " copy", "_rev3", "_修正版"})
	case 4, 5:
		if other != nil {
			name = pick(r, []string{other.short + "_" + name, p.when.Format("20060102") + "_" + other.short, name + "（" + other.short + "様）", other.roman + p.when.Format("0102")})
		}
	case 6:
		name = p.when.Format("0601") + " " + name
	}
	return clipRunes(name, 60)
}
