package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

// part is a piece of a form: one of its fields is set.
type part struct {
	big, bold, left, right string
	pair                   [2]string // side by side
	table                  *grid
	space                  bool
}

// grid is a table; widths are shares of the line.
type grid struct {
	widths []float64
	rows   [][]string // the first holds the labels, if the table has any
	plain  bool       // no labels
}

// formOf lays out the papers of the suppliers, each in its own way: order of the
// blocks, labels, columns and terms. Papers of other organisations follow the
// form in quote.go and get nil.
func formOf(o *organisation, to *office, q quote) []part {
	p := o.Staff[q.By]
	switch o {
	case aoba:
		return formAoba(o, to, q, p)
	case hokuto:
		return formHokuto(o, to, q, p)
	case minato:
		return formMinato(o, to, q, p)
	case larkfield:
		return formLarkfield(o, to, q, p)
	case kestrel:
		return formKestrel(o, to, q, p)
	}
	return nil
}

// choose picks the wording of a quotation or of an invoice.
func (q quote) choose(quotation, invoice string) string {
	if q.Invoice {
		return invoice
	}
	return quotation
}

// era is a date in the reign that began in 2019.
func era(t time.Time) string {
	return fmt.Sprintf("令和%d年%d月%d日", t.Year()-2018, t.Month(), t.Day())
}

func formAoba(o *organisation, to *office, q quote, p person) []part {
	t := &grid{widths: []float64{.06, .46, .08, .08, .15, .17}, rows: [][]string{{"項", "品名・規格", "数量", "単位", "単価（税抜）", "価格（税抜）"}}}
	for i, it := range q.Items {
		t.rows = append(t.rows, []string{strconv.Itoa(i + 1), it.Name, group(it.Count), "式", group(it.Price), group(it.Count * it.Price)})
	}
	terms := &grid{plain: true, widths: []float64{.2, .3, .2, .3}, rows: [][]string{{"納入期限", "御注文後45日以内", "納入場所", "貴社ご指定場所"}, {"取引条件", "20日締 翌月末 現金", "見積期限", jpDate(q.Date.AddDate(0, 1, 0))}}}
	if q.Invoice {
		terms.rows = [][]string{{"お振込先", "架空銀行 青葉支店 普通0000417", "お支払日", jpDate(q.Date.AddDate(0, 1, 10))}}
	}
	return []part{{pair: [2]string{q.choose("見積番号 ", "請求番号 ") + q.No, "作成日 " + jpDate(q.Date)}}, {big: q.choose("御 見 積 書", "御 請 求 書")},
		{bold: o.Name + "　" + o.Dept}, {left: o.Postal + " " + o.Address + "　電話 " + o.Tel + "　登録番号 " + o.Registration}, {space: true},
		{bold: to.Recipient}, {left: to.RecipientDept}, {left: "工事・物件名　" + q.Subject}, {table: terms}, {table: t},
		{right: "税抜計 " + group(q.net()) + "　消費税等 " + group(q.net()/10)}, {bold: q.choose("御見積金額　", "御請求金額　") + group(q.net()+q.net()/10) + "円"},
		{left: "摘要　運搬据付費を含みます。既設品の撤去処分は別途申し受けます。"}, {right: "作成者 " + p.Name + "（" + o.mail(p) + "）"}}
}

func formHokuto(o *organisation, to *office, q quote, p person) []part {
	t := &grid{widths: []float64{.44, .2, .1, .26}, rows: [][]string{{"機器・作業の名称", "単位価格", "員数", "小計（円）"}}}
	for _, it := range q.Items {
		t.rows = append(t.rows, []string{it.Name, group(it.Price), strconv.Itoa(it.Count), group(it.Count * it.Price)})
	}
	t.rows = append(t.rows, []string{"消費税（十分の一）", "", "", group(q.net() / 10)}, []string{"総額", "", "", group(q.net() + q.net()/10)})
	list := []part{{right: era(q.Date)}, {right: "計見第" + q.No + "号"}, {bold: to.Recipient}, {left: to.RecipientDept}, {big: q.choose("見　積　書", "請　求　書")},
		{left: "毎度格別のお引き立てを賜り厚く御礼申し上げます。"}, {left: "御照会の「" + q.Subject + "」につき、下記の通り" + q.choose("御見積致します。", "御請求致します。")}, {table: t}, {space: true}}
	if q.Invoice {
		list = append(list, part{left: "恐れ入りますが、月末までに同封の用紙にて御送金下さい。"})
	} else {
		list = append(list, part{bold: "【受渡及び校正に就いて】"}, part{left: "一、受渡は御発注の後二箇月、貴社工場車上渡しと致します。"}, part{left: "二、校正証明書は国家標準に遡及し得るものを添付致します。"},
			part{left: "三、代金は受渡の翌月十日に銀行振込にて頂戴致します。"}, part{left: "四、此の見積は六十日間有効と致します。"})
	}
	return append(list, part{space: true}, part{right: o.Address}, part{right: o.Name + "　" + o.Dept}, part{right: p.Title + "　" + p.Name + "　印"}, part{right: "電話 " + o.Tel + "　ファクシミリ " + o.Fax},
		part{right: o.mail(p)}, part{right: "適格請求書発行事業者 " + o.Registration})
}

func formMinato(o *organisation, to *office, q quote, p person) []part {
	t := &grid{widths: []float64{.4, .12, .16, .16, .16}, rows: [][]string{{"サービス名", "区分", "月額・単価", "月数・数", "料金"}}}
	for _, it := range q.Items {
		kind := "一時"
		if strings.Contains(it.Name, "月") {
			kind = "継続"
		}
		t.rows = append(t.rows, []string{it.Name, kind, "¥" + group(it.Price), group(it.Count), "¥" + group(it.Count*it.Price)})
	}
	who := &grid{plain: true, widths: []float64{.18, .82}, rows: [][]string{{"提供会社", o.Name + " " + o.Dept}, {"所在地", o.Postal + " " + o.Address}, {"窓口", p.Name + "　" + o.mail(p) + "　" + o.Tel}, {"事業者番号", o.Registration}}}
	list := []part{{big: q.choose("サービスお見積り", "ご利用料金のご請求")}, {table: who}, {space: true}, {pair: [2]string{to.Recipient, q.choose("Q# ", "B# ") + q.No}}, {pair: [2]string{to.RecipientDept, q.Date.Format("2006/01/02")}},
		{bold: "■ " + q.Subject}, {bold: "■ 総額（消費税込み） ¥" + group(q.net()+q.net()/10) + "　うち消費税 ¥" + group(q.net()/10)}, {table: t}}
	if q.Invoice {
		return append(list, part{bold: "■ ご入金について"}, part{left: "ご登録の口座より翌月27日に引き落とします。差異がある場合は5営業日以内にお知らせください。"})
	}
	return append(list, part{bold: "■ 前提"}, part{left: "(1) 提供期間は4月1日から翌年3月31日まで、以後1年ごとに自動更新"}, part{left: "(2) 稼働率99.9%を下回った月は料金の10%を減額"},
		part{left: "(3) 中途解約は3か月前までに書面で通知"}, part{left: "(4) 本お見積りの効力は翌々月末まで。ご請求は毎月末、口座振替"})
}

func formLarkfield(o *organisation, to *office, q quote, p person) []part {
	t := &grid{widths: []float64{.52, .12, .16, .2}, rows: [][]string{{"What you get", "Units", "Rate", "Line total"}}}
	for _, it := range q.Items {
		t.rows = append(t.rows, []string{it.Name, strconv.Itoa(it.Count), "GBP " + group(it.Price), "GBP " + group(it.Count*it.Price)})
	}
	t.rows = append(t.rows, []string{q.choose("Investment, excluding VAT", "Amount due"), "", "", "GBP " + group(q.net())})
	list := []part{{big: q.choose("Quotation ", "Invoice ") + q.No}, {left: q.Subject}, {space: true}, {bold: "Prepared for"}}
	for _, s := range to.RecipientEnglish {
		list = append(list, part{left: s})
	}
	list = append(list, part{space: true}, part{bold: "Prepared by"}, part{left: p.Latin + ", " + p.Title + ", " + o.mail(p)}, part{right: q.Date.Format("2 January 2006")}, part{table: t})
	if q.Invoice {
		return append(list, part{left: "Please pay within 30 days by bank transfer and quote the invoice number."}, part{left: "Outside the scope of UK VAT: business customer in Japan."}, part{right: o.Name + ", " + o.Address})
	}
	return append(list, part{left: "Licences run for twelve months from the order and renew unless cancelled 60 days before."}, part{left: "Valid until " + q.Date.AddDate(0, 1, 0).Format("2 January 2006") + ". Payment in full within 30 days of the order."},
		part{space: true}, part{bold: "Accepted for the customer"}, part{left: "Name ____________________   Signature ____________________   PO number ____________"}, part{right: o.Name + ", " + o.Address + ", " + o.Tel})
}

func formKestrel(o *organisation, to *office, q quote, p person) []part {
	t := &grid{widths: []float64{.08, .14, .38, .1, .14, .16}, rows: [][]string{{"Pos.", "Material", "Designation", "Qty/Unit", "Price/Unit", "Value EUR"}}}
	for i, it := range q.Items {
		t.rows = append(t.rows, []string{fmt.Sprintf("%03d", (i+1)*10), fmt.Sprintf("SIM%06d", 410000+i*17+it.Price%97), it.Name, strconv.Itoa(it.Count) + " PC", group(it.Price) + ".00", group(it.Count*it.Price) + ".00"})
	}
	list := []part{{left: o.Name + " - " + latin(o.Address)}, {space: true}}
	for _, s := range to.RecipientEnglish {
		list = append(list, part{left: s})
	}
	head := &grid{plain: true, widths: []float64{.25, .25, .25, .25}, rows: [][]string{{"Document", q.No, "Date", q.Date.Format("02.01.2006")}, {"Your contact", p.Latin, "Phone", o.Tel}, {"Customer no.", "SIM-70311", "E-mail", o.mail(p)}}}
	list = append(list, part{space: true}, part{table: head}, part{big: q.choose("Offer", "Invoice")}, part{left: "Re: " + q.Subject})
	if q.Invoice {
		list = append(list, part{left: "We invoice the following deliveries and services:"})
	} else {
		list = append(list, part{left: "Thank you for your enquiry. Subject to our General Terms of Delivery we offer without engagement:"})
	}
	list = append(list, part{table: t}, part{right: "Net value EUR " + group(q.net()) + ".00"}, part{right: "VAT 0 % (export, par. 6 UStG) EUR 0.00"})
	if !q.Invoice {
		list = append(list, part{left: "Delivery time: 4 weeks after receipt of order. Delivery terms: EXW Stuttgart, Incoterms 2020."})
	}
	return append(list, part{left: "Terms of payment: 14 days 2 % discount, 30 days net."}, part{space: true},
		part{left: "Directors: A. Beispiel, B. Muster - Amtsgericht Stuttgart HRB 000000 - VAT DE000000000"})
}

func formRows(parts []part) []ooxml.Row {
	var rows []ooxml.Row
	for _, p := range parts {
		switch {
		case p.big != "":
			rows = append(rows, ooxml.Row{{}, ooxml.S(ooxml.Title, p.big)})
		case p.bold != "":
			rows = append(rows, ooxml.Row{ooxml.S(ooxml.Bold, p.bold)})
		case p.left != "":
			rows = append(rows, ooxml.Row{ooxml.T(p.left)})
		case p.right != "":
			rows = append(rows, ooxml.Row{{}, {}, {}, ooxml.S(ooxml.Right, p.right)})
		case p.pair[0] != "":
			rows = append(rows, ooxml.Row{ooxml.T(p.pair[0]), {}, {}, ooxml.S(ooxml.Right, p.pair[1])})
		case p.table != nil:
			for i, r := range p.table.rows {
				st := ooxml.Boxed
				if i == 0 && !p.table.plain {
					st = ooxml.Heading
				}
				rows = append(rows, ooxml.Texts(st, r...))
			}
		default:
			rows = append(rows, ooxml.Row{})
		}
	}
	return rows
}

// formPage draws a form; its rule has the organisation's colour.
func formPage(page *pdf.Page, o *organisation, parts []part) {
	const left, right = 44.0, 551.0
	r, g, b := channels(o.Accent)
	page.Fill(left, 30, right-left, 2, r, g, b)
	y := 56.0
	for _, p := range parts {
		switch {
		case p.big != "":
			y += 12
			page.Bold(left+140, y, 18, p.big)
			y += 10
		case p.bold != "":
			page.Bold(left, y, 11, p.bold)
		case p.left != "":
			page.Text(left, y, 9, p.left)
		case p.right != "":
			page.RightText(right, y, 9, p.right)
		case p.pair[0] != "":
			page.Text(left, y, 10, p.pair[0])
			page.RightText(right, y, 10, p.pair[1])
		case p.table != nil:
			y = formTable(page, *p.table, left, y+4, right-left, [3]float64{r, g, b})
		}
		y += 17
	}
}

func formTable(page *pdf.Page, t grid, x, y, w float64, c [3]float64) float64 {
	for i, row := range t.rows {
		if i == 0 && !t.plain {
			page.Fill(x, y-12, w, 17, .6+c[0]*.4, .6+c[1]*.4, .6+c[2]*.4)
		}
		at := x
		for j, text := range row {
			page.Text(at+3, y, 9, text)
			at += t.widths[j] * w
		}
		page.Line(x, y+5, x+w, y+5, .4)
		y += 17
	}
	return y
}
