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
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// date writes a day the way an organisation writes it.
func (o *org) date(t time.Time) string {
	st := o.style("date")
	if o.ja {
		switch st.IntN(4) {
		case 0:
			return t.Format("2006/01/02")
		case 1:
			if t.Year() >= 2019 {
				return fmt.Sprintf("令和%d年%d月%d日", t.Year()-2018, t.Month(), t.Day())
			}
		}
		return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	}
	return t.Format(pick(st, []string{"2 January 2006", "January 2, 2006", "02/01/2006", "2006-01-02", "02-Jan-2006"}))
}

// goods are what is traded.
var (
	jaGoods = []string{"ステンレス継手 SUS304", "保守サービス（年額）", "制御盤 改造", "複写機 リース料", "軸受 6204ZZ", "ネットワーク機器", "設計作業（人月）", "配送料", "消耗品一式", "サーバ機器", "印刷物 A4 カラー",
		"検査治具", "作業着 夏用", "清掃委託", "産業廃棄物処理", "電子部品 実装", "梱包資材", "会計ソフト利用料", "安全靴", "段ボール箱", "ポンプ 分解点検", "ライセンス 50ユーザー", "調査費用", "研修費"}
	enGoods = []string{"Stainless fittings DN50", "Annual maintenance", "Control panel rework", "Printer lease", "Bearing 6204ZZ", "Network switch 48p", "Consulting (days)", "Freight", "Consumables", "Server hardware", "Brochure print run",
		"Inspection jig", "Workwear", "Cleaning service", "Waste disposal", "PCB assembly", "Packaging material", "Software subscription", "Safety boots", "Pump overhaul", "Licence, 50 users", "Survey", "Training course", "Calibration"}
)

func goods(r *rand.Rand, ja bool) []string {
	if ja {
		return jaGoods
	}
	return enGoods
}

// address block of an issuer.
func (s *scene) issuer(o *org, p person) []string {
	st := o.style("issuer")
	var b []string
	if o.ja {
		b = append(b, o.name)
		if o.showsEN && o.english != "" {
			b = append(b, o.english)
		}
		if chance(st, .4) {
			b = append(b, pick(st, o.depts))
		}
		b = append(b, pick(st, []string{"〒" + o.postal + " " + o.address, "〒" + o.postal, o.address}))
		if len(b) > 0 && b[len(b)-1] == "〒"+o.postal {
			b = append(b, o.address)
		}
		switch st.IntN(4) {
		case 0:
			b = append(b, "TEL "+o.tel+"  FAX "+o.fax)
		case 1:
			b = append(b, "電話 "+o.tel)
		case 2:
			b = append(b, "TEL: "+o.tel, "FAX: "+o.fax)
		}
		if chance(st, .55) && s.now.Year() >= 2021 {
			b = append(b, pick(st, []string{"登録番号 ", "登録番号：", "適格請求書発行事業者登録番号 ", "登録番号: "})+o.number)
		}
		if chance(st, .6) {
			b = append(b, pick(st, []string{"担当: ", "担当：", "担当者 "})+pick(st, []string{p.name, p.family}))
		}
	} else {
		b = append(b, o.name, o.address, o.postal)
		switch st.IntN(4) {
		case 0:
			b = append(b, "Tel "+o.tel)
		case 1:
			b = append(b, "Phone: "+o.tel+" | Fax: "+o.fax)
		case 2:
			b = append(b, "T "+o.tel)
		}
		if chance(st, .5) {
			b = append(b, pick(st, []string{"VAT Reg No ", "VAT No. ", "Tax ID: "})+o.vat)
		}
		if chance(st, .4) {
			b = append(b, pick(st, []string{"Contact: ", "Your contact: ", "Prepared by: "})+p.name)
		}
	}
	if chance(st, .45) {
		b = append(b, pick(st, []string{o.mail(p), "info@" + o.domain(), "E-mail: " + o.mail(p)}))
	}
	if chance(st, .3) {
		b = append(b, pick(st, []string{"www." + o.domain(), "https://www." + o.domain() + "/", "http://" + o.domain()}))
	}
	return b
}

// recipient block in the words of the issuer.
func (s *scene) recipient(by, to *org, p person) []string {
	st := by.style("recipient")
	if by.ja {
		name := to.name
		if chance(st, .15) && to.short != to.name {
			name = to.short
		}
		var b []string
		if chance(st, .25) {
			b = append(b, "〒"+to.postal+" "+to.address)
		}
		switch st.IntN(6) {
		case 0:
			b = append(b, name, pick(st, to.depts)+" "+p.family+" 様")
		case 1:
			b = append(b, name+" 御中", pick(st, to.depts)+" "+p.name+" 様")
		case 2:
			b = append(b, "宛先: "+name+" 御中")
		case 3:
			b = append(b, name+"御中")
		case 4:
			b = append(b, name+"　様")
		default:
			b = append(b, name+" 御中")
		}
		return b
	}
	lead := pick(st, []string{"Bill to:", "To:", "Customer:", "Sold to", "", "Attn: " + p.name, "Invoice to:", "Ship to:", "Client"})
	b := []string{}
	if lead != "" {
		b = append(b, lead)
	}
	b = append(b, to.name)
	if chance(st, .6) {
		b = append(b, to.address, to.postal)
	}
	if chance(st, .4) {
		b = append(b, "Attn: "+p.name)
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
)

var tradeNames = map[tradeKind]string{quotation: "quotation", invoice: "invoice", order: "purchase-order", delivery: "delivery-note", receipt: "receipt"}

func (k tradeKind) title(o *org) string {
	st := o.style("title" + tradeNames[k])
	if o.ja {
		return pick(st, map[tradeKind][]string{quotation: {"御見積書", "見積書", "お見積書"}, invoice: {"請求書", "御請求書", "ご請求書"}, order: {"注文書", "発注書", "購入注文書"},
			delivery: {"納品書", "納品書（控）", "物品受領書"}, receipt: {"領収書", "領収証"}}[k])
	}
	return pick(st, map[tradeKind][]string{quotation: {"QUOTATION", "Quote", "Proposal of prices", "Estimate"}, invoice: {"INVOICE", "Tax Invoice", "Invoice"}, order: {"PURCHASE ORDER", "Order", "Purchase Order"},
		delivery: {"DELIVERY NOTE", "Packing slip", "Dispatch note"}, receipt: {"RECEIPT", "Payment receipt"}}[k])
}

// trade is a paper that one organisation issues to another one.
func (s *scene) trade(k tradeKind, from, to *org) *paper {
	st := from.style("trade" + tradeNames[k])
	r := s.r
	by, rc := pick(r, from.people), pick(r, to.people[:3])
	when := s.day()
	p := &paper{by: from, author: by, ja: from.ja, when: when, custody: s.custody(from)}
	head := k.title(from)
	no := pick(st, []string{"", "Q-", "No.", strings.ToUpper(from.roman[:2]) + "-", "INV"}) + fmt.Sprintf("%02d%02d-%03d", when.Year()%100, when.Month(), r.IntN(1000))
	p.title = head + " " + no
	if from.formal && chance(st, .7) {
		p.footer = from.notice
		if p.footer == "" || chance(st, .4) {
			p.footer = from.name
		}
	}
	if from.formal && chance(st, .3) {
		p.header = pick(st, []string{from.short, from.name, from.notice})
	}
	recipient, issuer := s.recipient(from, to, rc), s.issuer(from, by)
	dateLine := from.date(when)
	if from.ja {
		dateLine = pick(st, []string{"", "発行日: ", "日付 "}) + dateLine
	} else {
		dateLine = pick(st, []string{"", "Date: ", "Issued "}) + dateLine
	}
	layout := st.IntN(4)
	switch layout {
	case 0: // title, number at the right, recipient at the left, issuer at the right
		p.add("title", head)
		p.add("right", no, dateLine)
		p.pair(recipient, issuer)
	case 1: // issuer first, as a letterhead
		p.add("text", issuer...)
		p.gap()
		p.add("title", head)
		p.pair(recipient, []string{no, dateLine})
	case 2: // recipient first
		p.add("text", recipient...)
		p.add("right", issuer...)
		p.add("title", head)
		p.add("text", no+"  "+dateLine)
	default:
		p.add("title", head)
		p.pair(append(recipient, "", no, dateLine), issuer)
	}
	p.gap()
	if from.ja {
		p.add("text", pick(st, map[tradeKind][]string{
			quotation: {"下記のとおりお見積り申し上げます。", "下記の通り御見積申し上げます。", "平素より格別のお引き立てを賜り厚く御礼申し上げます。ご依頼の件、下記のとおりです。"},
			invoice:   {"下記のとおりご請求申し上げます。", "下記の通り御請求申し上げます。", "今月分をご請求いたします。"},
			order:     {"下記のとおり注文いたします。", "下記の通り発注いたします。", "下記の条件にて注文します。ご査収ください。"},
			delivery:  {"下記のとおり納品いたしました。", "ご注文の品を納品いたします。ご査収ください。"},
			receipt:   {"上記の金額を正に領収いたしました。", "下記正に領収いたしました。"}}[k]))
	} else if chance(st, .6) {
		p.add("text", pick(st, map[tradeKind][]string{
			quotation: {"We are pleased to offer as follows.", "Thank you for your enquiry. Our prices are below.", "This quote is valid for 30 days."},
			invoice:   {"Please find our charges below.", "For services rendered.", "Payment due within 30 days of the date of this invoice."},
			order:     {"Please supply the following goods.", "We order subject to our terms of purchase.", "Please confirm receipt of this order."},
			delivery:  {"Goods delivered as listed.", "Please check the goods on arrival."},
			receipt:   {"Received with thanks.", "Payment received in full."}}[k]))
	}
	total := 0
	rows := [][]string{pick(st, [][]string{{"品名", "数量", "単価", "金額"}, {"摘要", "数量", "単価（円）", "金額（円）"}, {"項目", "数", "単価", "小計"}})}
	if !from.ja {
		rows = [][]string{pick(st, [][]string{{"Description", "Qty", "Unit price", "Amount"}, {"Item", "Quantity", "Price", "Total"}, {"Line item", "Units", "Rate", "Sum"}})}
	}
	for range 1 + r.IntN(6) {
		n, price := 1+r.IntN(24), (5+r.IntN(900))*map[bool]int{true: 500, false: 5}[from.ja]
		total += n * price
		rows = append(rows, []string{pick(r, goods(r, from.ja)), strconv.Itoa(n), group(price), group(n * price)})
	}
	p.table(rows)
	if from.ja {
		p.add("right", "小計 "+group(total), "消費税(10%) "+group(total/10), "合計 ¥"+group(total*11/10))
	} else {
		cur := pick(st, []string{"GBP ", "USD ", "EUR ", "$", "£"})
		p.add("right", "Total "+cur+group(total))
	}
	if chance(st, .7) {
		if from.ja {
			p.add("text", pick(st, []string{"備考: 納期はご注文後約4週間", "お支払条件: 月末締め翌月末払い", "有効期限: 発行日より30日", "振込手数料は貴社にてご負担ください。", "本書に関するお問い合わせは" + from.short + "まで"}))
			if k == invoice && chance(st, .6) {
				p.add("text", "振込先: "+pick(st, []string{"架空銀行 本店", "見本信用金庫 駅前支店"})+fmt.Sprintf(" 普通 %07d ", st.IntN(10000000))+pick(st, []string{from.name, "カ）" + title(from.roman)}))
			}
		} else {
			p.add("text", pick(st, []string{"Terms: net 30 days", "Prices exclude VAT.", "Goods remain the property of " + from.name + " until paid.", "Thank you for your business!", "Subject to the general terms of " + from.short + "."}))
		}
	}
	return p
}

// tradeFile puts a trade paper at a place where somebody filed it.
func (s *scene) tradeFile(k tradeKind, from, to *org, folder string) {
	p := s.trade(k, from, to)
	st := from.style("file" + tradeNames[k])
	name := p.title
	other := from
	if s.role[from] == RoleOwner {
		other = to
	}
	switch s.r.IntN(6) {
	case 0:
		name = p.when.Format("20060102") + "_" + other.short
	case 1:
		name = other.short + "_" + p.title
	case 2:
		name = fmt.Sprintf("%s%04d", pick(s.r, []string{"scan", "doc", "IMG_", "SKM_C", ""}), s.r.IntN(10000))
	case 3:
		name = p.when.Format("0601") + " " + pick(s.r, goods(s.r, from.ja))
	}
	format := pick(st, []string{pdfs, pdfs, xlsx, docx, pdfs, xlsx})
	if chance(s.r, .1) && s.shots < 2 {
		format = scan
		s.shots++
	}
	s.put(folder, name, tradeNames[k], p, format)
}
