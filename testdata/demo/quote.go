package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

// quote is a quotation or an invoice.
type quote struct {
	Invoice bool
	No      string
	Subject string
	Date    time.Time
	Items   []item
	By      int // index of the issuer's person
}

type item struct {
	Name  string
	Count int
	Price int // yen, or whole pounds or euros in English papers
}

func (q quote) net() int {
	total := 0
	for _, i := range q.Items {
		total += i.Count * i.Price
	}
	return total
}

func (q quote) title(l layout) string {
	switch {
	case l == english && q.Invoice:
		return "INVOICE"
	case l == english:
		return "QUOTATION"
	case q.Invoice:
		return "御請求書"
	default:
		return "御見積書"
	}
}

// group writes a number with separators.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func jpDate(t time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// properties are those of a file that the organisation made.
func (o *organisation) properties(title string, by person, when time.Time) ooxml.Properties {
	return ooxml.Properties{Title: title, Creator: by.Name, LastModifiedBy: by.Name, Description: Note, Keywords: "SIMULATED",
		Created: when.Add(-26 * time.Hour), Modified: when, Company: o.Company}
}

// issuerBlock is the block at the right of a Japanese paper.
func (o *organisation) issuerBlock(p person) []string {
	block := []string{o.Name, o.Dept, o.Postal + " " + o.Address, "TEL " + o.Tel + "  FAX " + o.Fax}
	if o.Registration != "" {
		block = append(block, "登録番号 "+o.Registration)
	}
	return append(block, "担当: "+p.Name, o.mail(p))
}

func (o *organisation) notes(q quote) []string {
	if q.Invoice {
		return []string{"お支払期限: " + jpDate(q.Date.AddDate(0, 2, 0)), "振込手数料は貴社にてご負担願います。", "本書に関するお問い合わせは" + o.Name + " " + o.Dept + "まで。"}
	}
	if o == vendor {
		return []string{"有効期限: 発行日より30日間", "お支払条件: 検収月末締め翌々月末お振込み", "本見積は富士通株式会社の標準契約約款に基づきます。",
			"保守サービスは富士通の保守拠点よりご提供します。", "内容のご照会は富士通 " + o.Dept + "までお願いいたします。"}
	}
	return []string{"有効期限: 発行日より30日間", "納期: ご発注後 約6週間", "お支払条件: 従来どおり"}
}

func (o *organisation) footer() string {
	if o == vendor {
		return "富士通株式会社 / FUJITSU LIMITED  © 2021 Fujitsu  CONFIDENTIAL"
	}
	return o.Name
}

// quoteXLSX sets a paper as a workbook.
func quoteXLSX(o *organisation, to *office, q quote) ([]byte, error) {
	p := o.Staff[q.By]
	l := o.Layout
	title := q.title(l)
	wb := ooxml.Workbook{Properties: o.properties(title+" "+q.No, p, q.Date), Font: o.Font, Accent: tint(o.Accent)}
	wb.Application, wb.AppVersion = "Microsoft Excel", "16.0300"
	if o == vendor {
		wb.Subject = q.Subject
		wb.Category = "御見積書 富士通標準様式 SOL-Q04"
	}
	sheet := title
	rows := formRows(formOf(o, to, q))
	if rows == nil {
		rows = quoteRows(o, to, q)
	}
	if l == english {
		sheet = "Sheet1"
	}
	wb.Sheets = []ooxml.Sheet{{Name: sheet, Rows: rows, Widths: []float64{26, 40, 8, 30, 18}, Footer: "&C" + o.footer() + "&R&P/&N"}}
	return wb.Bytes()
}

// quoteRows is the form of organisations that formOf does not know.
func quoteRows(o *organisation, to *office, q quote) []ooxml.Row {
	var rows []ooxml.Row
	add := func(r ...ooxml.Row) { rows = append(rows, r...) }
	block := o.issuerBlock(o.Staff[q.By])
	left := []string{to.Recipient, to.RecipientDept, "", "件名: " + q.Subject, "下記のとおり" + q.choose("お見積", "ご請求") + "申し上げます。", "", "合計金額: ¥" + group(q.net()*11/10) + "-（税込）"}
	add(ooxml.Row{{}, ooxml.S(ooxml.Title, q.title(o.Layout))}, ooxml.Row{{}, {}, {}, {}, ooxml.S(ooxml.Right, "No. "+q.No)},
		ooxml.Row{{}, {}, {}, {}, ooxml.S(ooxml.Right, jpDate(q.Date))})
	for i := range max(len(left), len(block)) {
		row := ooxml.Row{{}, {}, {}, {}}
		if i < len(left) {
			row[0].Text = left[i]
			if i == 0 {
				row[0].Style = ooxml.Bold
			}
		}
		if i < len(block) {
			row[3].Text = block[i]
		}
		add(row)
	}
	add(ooxml.Row{}, ooxml.Texts(ooxml.Heading, "No.", "品名", "数量", "単価", "金額"))
	for i, it := range q.Items {
		add(ooxml.Row{ooxml.S(ooxml.Boxed, strconv.Itoa(i+1)), ooxml.S(ooxml.Boxed, it.Name), ooxml.N(float64(it.Count)), ooxml.N(float64(it.Price)), ooxml.N(float64(it.Count * it.Price))})
	}
	net := q.net()
	sum := func(label string, v int) ooxml.Row {
		return ooxml.Row{{}, {}, {}, ooxml.S(ooxml.Boxed, label), ooxml.N(float64(v))}
	}
	add(sum("小計", net), sum("消費税(10%)", net/10), sum("合計", net+net/10), ooxml.Row{}, ooxml.Row{ooxml.S(ooxml.Bold, "備考")})
	for _, n := range o.notes(q) {
		add(ooxml.Row{ooxml.T("・" + n)})
	}
	return rows
}

// tint is a light shade of a colour, for fills behind text.
func tint(accent string) string {
	r, g, b := channels(accent)
	light := func(v float64) int { return int(255 - (1-v)*255*.22) }
	return fmt.Sprintf("%02X%02X%02X", light(r), light(g), light(b))
}

func channels(rrggbb string) (r, g, b float64) {
	v, err := strconv.ParseUint(rrggbb, 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255
}

// info is the document information of a PDF file that the organisation made.
// Acrobat's Office add-in writes Company, so the vendor's files have it.
func (o *organisation) info(title string, by person, creator string) []pdf.Entry {
	list := []pdf.Entry{{Key: "Title", Value: title}, {Key: "Author", Value: by.Name}, {Key: "Subject", Value: Note}, {Key: "Keywords", Value: "SIMULATED"},
		{Key: "Creator", Value: creator}, {Key: "Producer", Value: o.Producer}}
	if o == vendor {
		list = append(list, pdf.Entry{Key: "Company", Value: o.Company})
	}
	return list
}

// quotePDF sets a paper as a PDF file.
func quotePDF(o *organisation, to *office, q quote) ([]byte, error) {
	p := o.Staff[q.By]
	title := q.title(o.Layout)
	page := &pdf.Page{}
	if form := formOf(o, to, q); form != nil {
		formPage(page, o, form)
	} else {
		quoteJapanese(page, o, to, q, p)
	}
	creator := "Acrobat PDFMaker 17 for Excel"
	if o != vendor {
		creator = strings.ToLower(o.Prefix) + "-print"
	}
	return pdf.Document{Info: o.info(title+" "+q.No, p, creator), Created: q.Date, Modified: q.Date, Pages: []*pdf.Page{page}}.Bytes()
}

func quoteJapanese(page *pdf.Page, o *organisation, to *office, q quote, p person) {
	r, g, b := channels(o.Accent)
	y := 60.0
	page.CenterText(297, y, 20, q.title(o.Layout))
	page.Line(220, y+6, 374, y+6, 1.2)
	page.RightText(551, y+24, 10, "No. "+q.No)
	page.RightText(551, y+38, 10, jpDate(q.Date))
	y = 130
	page.Bold(44, y, 14, to.Recipient)
	page.Line(44, y+4, 280, y+4, .8)
	page.Text(44, y+20, 10, to.RecipientDept)
	page.Text(44, y+52, 10.5, "件名: "+q.Subject)
	page.Text(44, y+72, 10.5, "下記のとおり"+q.choose("お見積", "ご請求")+"申し上げます。")
	page.Bold(44, y+104, 13, "合計金額  ¥"+group(q.net()*11/10)+"-（税込）")
	for i, s := range o.issuerBlock(p) {
		if i == 0 {
			page.Bold(330, y+18, 12, s)
		} else {
			page.Text(330, y+20+float64(i)*14, 9, s)
		}
	}
	y += 134
	cols := []float64{44, 74, 350, 400, 474, 551}
	page.Fill(44, y-12, 507, 18, .5+r/2, .5+g/2, .5+b/2)
	for i, s := range []string{"No.", "品名", "数量", "単価", "金額"} {
		page.Bold(cols[i]+4, y, 10, s)
	}
	for i, it := range q.Items {
		y += 20
		page.Text(cols[0]+4, y, 10, strconv.Itoa(i+1))
		page.Text(cols[1]+4, y, 10, it.Name)
		page.RightText(cols[3]-6, y, 10, strconv.Itoa(it.Count))
		page.RightText(cols[4]-6, y, 10, group(it.Price))
		page.RightText(cols[5]-6, y, 10, group(it.Count*it.Price))
		page.Line(44, y+6, 551, y+6, .4)
	}
	net := q.net()
	for _, s := range []struct {
		label string
		v     int
	}{{"小計", net}, {"消費税(10%)", net / 10}, {"合計", net + net/10}} {
		y += 20
		page.Text(cols[3]+4, y, 10, s.label)
		page.RightText(cols[5]-6, y, 10, group(s.v))
		page.Line(cols[3], y+6, 551, y+6, .4)
	}
	y += 40
	page.Bold(44, y, 10.5, "備考")
	for i, n := range o.notes(q) {
		page.Text(54, y+18+float64(i)*15, 9.5, "・"+n)
	}
	page.CenterText(297, 810, 8, o.footer())
}

// latin keeps text inside the standard fonts of a PDF.
func latin(s string) string { return strings.ReplaceAll(s, "ß", "ss") }
