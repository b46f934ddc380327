package templates

import (
	"fmt"
	"math/rand/v2"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

// places are where the parts of a form stand, in points from the upper left corner.
type places struct {
	logoX, logoY, addressX, addressY, toX, toY, titleX, titleY, metaX, metaY, tableY float64
	ruled                                                                            bool
}

func arrangements() []places {
	return []places{
		{40, 30, 360, 60, 40, 150, 230, 120, 360, 150, 280, true},
		{440, 24, 40, 40, 40, 120, 40, 220, 380, 120, 300, false},
		{40, 700, 330, 200, 60, 60, 220, 40, 400, 60, 330, true},
		{250, 20, 40, 110, 40, 180, 360, 190, 360, 220, 320, true},
		{40, 24, 40, 90, 330, 90, 40, 190, 40, 220, 340, false},
		{430, 30, 60, 140, 60, 190, 60, 250, 400, 140, 310, true},
		{40, 40, 40, 720, 40, 130, 330, 60, 330, 90, 260, false},
	}
}

func (m *maker) page(rng *rand.Rand, p *pdf.Page, title string) {
	at := arrangements()[m.o.Layout%len(arrangements())]
	c := rgb(m.o.Accent)
	p.Picture(m.logoJPEG, at.logoX, at.logoY, 110, 50)
	p.Bold(at.addressX, at.addressY, 11, m.o.Name)
	p.Text(at.addressX, at.addressY+14, 8, m.o.Address)
	p.Text(at.addressX, at.addressY+25, 8, m.o.Phone)
	p.Text(at.addressX, at.addressY+36, 8, "https://www."+m.o.Domain)
	p.Text(at.toX, at.toY, 11, pick(rng, m.customers)+m.word(" 御中", ""))
	p.Bold(at.titleX, at.titleY, 18, title)
	p.Text(at.metaX, at.metaY, 9, m.word("番号: ", "Number: ")+fmt.Sprintf("%c-%05d", 'A'+rune(rng.IntN(26)), rng.IntN(99999)))
	p.Text(at.metaX, at.metaY+13, 9, m.word("日付: ", "Date: ")+date(rng))
	p.Text(at.metaX, at.metaY+26, 9, m.word("支払条件: ", "Terms: ")+fmt.Sprintf("%d %s", 10+10*rng.IntN(6), m.word("日", "days")))
	p.Fill(40, at.tableY, 515, 18, float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
	for i, h := range []string{m.word("品名", "Item"), m.word("数量", "Quantity"), m.word("単価", "Price"), m.word("金額", "Amount")} {
		p.Bold(48+float64(i)*130, at.tableY+13, 10, h)
	}
	y := at.tableY + 34
	total := 0
	for range 4 + rng.IntN(8) {
		n, price := 1+rng.IntN(20), 10*rng.IntN(4000)
		total += n * price
		p.Text(48, y, 9, pick(rng, m.items))
		p.Text(178, y, 9, fmt.Sprint(n))
		p.Text(308, y, 9, fmt.Sprint(price))
		p.Text(438, y, 9, fmt.Sprint(n*price))
		if at.ruled {
			p.Line(40, y+4, 555, y+4, 0.5)
		}
		y += 17
	}
	p.Bold(308, y+8, 10, m.word("合計", "Total"))
	p.Bold(438, y+8, 10, fmt.Sprint(total))
	for range 2 + rng.IntN(3) {
		y += 16
		p.Text(48, y+20, 9, m.sentence(rng))
	}
	m.foot(p)
}

func (m *maker) foot(p *pdf.Page) {
	p.Line(40, 795, 555, 795, 1)
	text := []rune(m.o.Footer)
	if len(text) > 80 {
		p.Text(40, 818, 8, string(text[80:]))
		text = text[:80]
	}
	p.Text(40, 808, 8, string(text))
}

func (m *maker) invoice(rng *rand.Rand, half int) ([]byte, error) {
	d := pdf.Document{Info: []pdf.Entry{{Key: "Producer", Value: "Form Printer 4.2"}, {Key: "Creator", Value: "Billing"}}}
	first, second := &pdf.Page{}, &pdf.Page{}
	m.page(rng, first, m.word("請求書", "Invoice"))
	second.Bold(40, 60, 12, m.o.Name)
	second.Text(400, 60, 9, m.word("明細 2 / 2", "Page 2 of 2"))
	for i := range 10 + rng.IntN(20) {
		second.Text(40, 100+float64(i)*16, 9, m.sentence(rng))
	}
	m.foot(second)
	d.Pages = []*pdf.Page{first, second}
	if half > 0 {
		d.Pages = d.Pages[half-1 : half]
	}
	return d.Bytes()
}

// form is the page of a scan.
func (m *maker) form(rng *rand.Rand) ([]byte, error) {
	p := &pdf.Page{}
	m.page(rng, p, m.word("注文書", "Order"))
	return pdf.Document{Pages: []*pdf.Page{p}}.Bytes()
}

// screen is a window of an organisation's own program.
func (m *maker) screen(rng *rand.Rand) ([]byte, error) {
	p := &pdf.Page{W: 1024, H: 640}
	c := rgb(m.o.Accent)
	p.Fill(0, 0, 1024, 24, 0.85, 0.87, 0.9)
	p.Text(10, 17, 12, m.word("販売管理", "Sales")+" - "+m.o.Name)
	side := float64(m.o.Layout % 2 * 844)
	p.Fill(side, 24, 180, 616, float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
	x := 200 - side*200/844 + 20
	p.Picture(m.logoJPEG, x, 34, 110, 50)
	for i, s := range []string{m.word("受注一覧", "Orders"), m.word("見積", "Quotations"), m.word("在庫照会", "Stock"), m.word("得意先", "Customers"), m.word("月次集計", "Monthly report")} {
		p.Text(x+130+float64((i+m.o.Layout)%5)*120, 64, 12, s)
	}
	y := 110.0
	for range 10 + rng.IntN(14) {
		p.Text(x, y, 12, fmt.Sprintf("%05d", rng.IntN(99999)))
		p.Text(x+90, y, 12, pick(rng, m.customers))
		p.Text(x+360, y, 12, pick(rng, m.items))
		p.Text(x+560, y, 12, date(rng))
		y += 20
	}
	p.Text(x, 622, 11, m.o.Name+"  "+m.word("ログイン中", "signed in")+": "+m.o.Domain)
	return pdf.Document{Pages: []*pdf.Page{p}}.Bytes()
}

// plainDocuments are documents that somebody made from nothing: whatever recurs in
// them is the program's or everybody's.
func plainDocuments(seed uint64) ([]File, error) {
	var files []File
	for n := range 12 {
		rng := rand.New(rand.NewPCG(seed+uint64(n), 99))
		m := &maker{o: organisation{Japanese: n%2 == 0}, customers: customersEN, items: itemsEN}
		if m.o.Japanese {
			m.customers, m.items = customersJA, itemsJA
		}
		d := ooxml.Document{Font: "Calibri", Accent: "2F5496"}
		d.Application, d.Template = "Microsoft Office Word", "Normal.dotm"
		d.Body = append(d.Body, ooxml.Paragraph{Text: m.word("議事録", "Minutes"), Style: "Title"}, ooxml.Paragraph{Text: m.word("日付: ", "Date: ") + date(rng)})
		for range 8 {
			d.Body = append(d.Body, ooxml.Paragraph{Text: m.sentence(rng)})
		}
		data, err := d.Bytes()
		if err != nil {
			return nil, err
		}
		files = append(files, File{Folder: "others/held", Name: fmt.Sprintf("plain-%02d.docx", n), Data: data})
		p := &pdf.Page{}
		p.Bold(60, 60, 18, m.word("請求書", "Invoice"))
		p.Text(60, 100, 10, m.word("番号: ", "Number: ")+fmt.Sprint(rng.IntN(9999)))
		p.Text(60, 115, 10, m.word("日付: ", "Date: ")+date(rng))
		for i := range 12 {
			p.Text(60, 150+float64(i)*16, 10, m.sentence(rng))
		}
		if data, err = (pdf.Document{Pages: []*pdf.Page{p}}).Bytes(); err != nil {
			return nil, err
		}
		files = append(files, File{Folder: "others/held", Name: fmt.Sprintf("plain-%02d.pdf", n), Data: data})
	}
	return files, nil
}
