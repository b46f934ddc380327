package templates

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"evscan/testdata/make/pdf"
)

// officeTheme is what Office itself ships: the colours of a theme in the order dk1, lt1,
// dk2, lt2, accents 1 to 6, hyperlink, followed hyperlink, and its two Latin fonts, as
// its own documents show them and Microsoft documents them.
type officeTheme struct{ colours, major, minor string }

func officeThemes() []officeTheme {
	return []officeTheme{
		{"000000 FFFFFF 1F497D EEECE1 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080", "Cambria", "Calibri"},             // 2007, 2010
		{"000000 FFFFFF 44546A E7E6E6 5B9BD5 ED7D31 A5A5A5 FFC000 4472C4 70AD47 0563C1 954F72", "Calibri Light", "Calibri"},       // 2013
		{"000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72", "Calibri Light", "Calibri"},       // 2016 to 2022
		{"000000 FFFFFF 0E2841 E8E8E8 156082 E97132 196B24 0F9ED5 A02B93 4EA72E 467886 96607D", "Aptos Display", "Aptos"},         // 2023
		{"000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72", "游ゴシック Light", "游明朝"},             // Japanese Word 2016
		{"000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72", "Yu Gothic Light", "Yu Mincho"},   // the same by its other name
		{"000000 FFFFFF 1F497D EEECE1 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080", "Calibri", "Calibri"},             // PowerPoint 2007
		{"000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72", "Calibri Light", "Calibri Light"}, // slides
	}
}

// officePages are Word's own page setups: Letter and A4 with margins of an inch, and
// the A4 of its Japanese version.
func officePages() []string {
	return []string{
		`<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1985" w:right="1701" w:bottom="1701" w:left="1701" w:header="851" w:footer="992" w:gutter="0"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="0" w:footer="0" w:gutter="0"/>`,
	}
}

// genericCaptions are what forms of everybody print.
func genericCaptions() []string {
	return []string{"Invoice", "Quotation", "Purchase order", "Order", "Delivery note", "Receipt", "Statement", "Report", "Minutes", "Memorandum", "Agenda", "Contract",
		"Invoice number", "Invoice no", "Number", "No", "Date", "Invoice date", "Due date", "Order date", "Order number", "Customer", "Customer number", "Reference", "Your reference",
		"Our reference", "Terms", "Payment terms", "Delivery date", "Bill to", "Ship to", "Sold to", "Attn", "Attention", "From", "To", "Subject", "Re", "Page", "Page of", "Item", "Description",
		"Quantity", "Qty", "Unit", "Unit price", "Price", "Amount", "Discount", "Subtotal", "Tax", "VAT", "Total", "Grand total", "Balance due", "Remarks", "Notes", "Name", "Title", "Address",
		"Phone", "Telephone", "Tel", "Fax", "E-mail", "Email", "Signature", "Approved by", "Prepared by", "Department", "Status", "Version", "Confidential", "Thank you for your business",
		"Dear Sir or Madam", "Yours sincerely", "Kind regards", "Best regards", "Summary", "Contents", "Introduction", "Orders", "Quotations", "Customers", "Stock", "File Edit View", "File", "Edit", "View", "Help", "Search",
		"請求書", "御請求書", "見積書", "御見積書", "注文書", "発注書", "納品書", "領収書", "契約書", "議事録", "報告書", "提案書", "仕様書", "番号", "請求番号", "見積番号", "注文番号", "日付", "発行日", "請求日", "納期", "納入場所",
		"支払条件", "支払期限", "有効期限", "品名", "品番", "型番", "数量", "単位", "単価", "金額", "小計", "消費税", "合計", "合計金額", "税込合計", "備考", "件名", "担当", "担当者", "承認", "確認", "作成", "住所", "電話", "電話番号",
		"振込先", "登録番号", "御中", "様", "下記の通りご請求申し上げます", "下記のとおり御見積申し上げます", "よろしくお願いいたします", "いつもお世話になっております", "以上", "目次", "はじめに", "概要", "社外秘", "ファイル編集表示", "検索", "一覧", "内訳", "集計"}
}

// Defaults makes documents as programs make them for everybody, and forms whose words
// are everybody's. What is learned must not rest on anything in them.
func Defaults() ([]File, error) {
	var files []File
	for i, t := range officeThemes() {
		for j, page := range officePages() {
			data, err := plainWord(t, page)
			if err != nil {
				return nil, err
			}
			files = append(files, File{Name: fmt.Sprintf("office-%d-%d.docx", i, j), Data: data})
		}
	}
	p := &pdf.Page{H: 20 + 14*float64(len(genericCaptions()))}
	for i, c := range genericCaptions() {
		// Alone on its line, as in a table, and with a colon, as before a value.
		p.Text(40, 20+14*float64(i), 9, c)
	}
	data, err := pdf.Document{Pages: []*pdf.Page{p}}.Bytes()
	if err != nil {
		return nil, err
	}
	return append(files, File{Name: "words.pdf", Data: data}), nil
}

func plainWord(t officeTheme, page string) ([]byte, error) {
	var colours strings.Builder
	names := []string{"dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"}
	for i, c := range strings.Fields(t.colours) {
		fmt.Fprintf(&colours, `<a:%s><a:srgbClr val="%s"/></a:%s>`, names[i], c, names[i])
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	parts := [][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", head + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/><w:sectPr>` + page + `</w:sectPr></w:body></w:document>`},
		{"word/theme/theme1.xml", head + `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office Theme"><a:themeElements><a:clrScheme name="Office">` + colours.String() +
			`</a:clrScheme><a:fontScheme name="Office"><a:majorFont><a:latin typeface="` + t.major + `"/><a:ea typeface=""/></a:majorFont><a:minorFont><a:latin typeface="` + t.minor + `"/><a:ea typeface=""/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`},
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(p[1])); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("writing a document: %w", err)
	}
	return b.Bytes(), nil
}
