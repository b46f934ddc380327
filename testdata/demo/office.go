package demo

import (
	"fmt"
	"strings"
	"time"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

// topic is what an office's own files are about.
type topic struct {
	project  string
	partners []string // the other organisations, by the names the office uses
	agenda   []string
}

// own are properties as the office's own software writes them: Company is often
// left empty, since the desktops were set up without it.
func (o *office) own(title string, n int, when time.Time) ooxml.Properties {
	p := o.properties(title, o.Staff[n%len(o.Staff)], when)
	p.LastModifiedBy = o.Staff[(n+1)%len(o.Staff)].Name
	p.Company = ""
	if n%3 == 0 {
		p.Company = o.Company
	}
	return p
}

func (o *office) label(when time.Time, part bool) *ooxml.Label {
	return &ooxml.Label{ID: o.Label, SiteID: o.Tenant, Name: "社外秘", Method: "Standard", Set: when, Part: part}
}

func (o *office) budget(n int, title string, when time.Time, t topic) ([]byte, error) {
	wb := ooxml.Workbook{Properties: o.own(title, n, when), Font: o.Font, Printer: o.Printer, Accent: tint(o.Accent)}
	wb.Application, wb.AppVersion = "Microsoft Excel", "16.0300"
	if n%2 == 0 {
		wb.ExternalLinks = []string{"file:///" + o.Share + `\予算\` + fmt.Sprint(when.Year()-1) + `\実績集計.xlsx`}
	} else {
		wb.HyperlinkBase = o.Share + `\予算\`
	}
	if n%3 == 1 {
		wb.Label = o.label(when, n%2 == 1)
	}
	rows := []ooxml.Row{{ooxml.S(ooxml.Title, title)}, {ooxml.T(o.Dept), {}, {}, {}, ooxml.S(ooxml.Right, "単位: 千円")}, {},
		ooxml.Texts(ooxml.Heading, "No.", "費目", "取引先", "前年度実績", "当年度要求", "備考")}
	kinds := []string{"保守料", "委託費", "ライセンス", "リース", "通信費", "設備", "教育"}
	for i := range 9 + n%5 {
		amount := float64(2400 + (i*7919+n*1543)%91000)
		note := ""
		if i%4 == 1 {
			note = "査定中"
		}
		rows = append(rows, ooxml.Row{ooxml.S(ooxml.Boxed, fmt.Sprint(i+1)), ooxml.S(ooxml.Boxed, kinds[(i+n)%len(kinds)]), ooxml.S(ooxml.Boxed, t.partners[(i*3+n)%len(t.partners)]),
			ooxml.N(amount * .94), ooxml.N(amount), ooxml.S(ooxml.Boxed, note)})
	}
	rows = append(rows, ooxml.Row{}, ooxml.Row{ooxml.T("保存先: " + o.Share + `\予算\` + fmt.Sprint(when.Year()))})
	wb.Sheets = []ooxml.Sheet{{Name: "明細", Rows: rows, Widths: []float64{6, 16, 32, 14, 14, 28}, Header: "&R" + o.Name + " 社外秘", Footer: "&C&P/&N"},
		{Name: "前提", Hidden: true, Rows: []ooxml.Row{{ooxml.T("為替前提 USD 105円 / EUR 124円 / GBP 142円")}, {ooxml.T("前年度実績は経理システムの12月締め。")}}}}
	return wb.Bytes()
}

func (o *office) minutes(n int, when time.Time, t topic) ([]byte, error) {
	with := t.partners[n%len(t.partners)]
	title := fmt.Sprintf("%s 定例会議事録 第%d回", t.project, n+7)
	doc := ooxml.Document{Properties: o.own(title, n+1, when), Font: o.Font, Accent: o.Accent, Header: o.Name + "　社外秘", Footer: o.Dept}
	doc.Application, doc.AppVersion, doc.Template = "Microsoft Office Word", "16.0000", "社内文書2019.dotx"
	if n%2 == 0 {
		doc.AttachedTemplate = o.Template
	}
	if n%4 == 2 {
		doc.Label = o.label(when, true)
	}
	a, c := o.Staff[n%len(o.Staff)], o.Staff[(n+2)%len(o.Staff)]
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: title, Style: "Title"},
		ooxml.Table{Rows: [][]string{{"日時", "場所", "出席者"}, {jpDate(when), "本社 7階 会議室" + fmt.Sprint(n%4+1), a.Name + "、" + c.Name + "、" + with + " 2名"}}},
		ooxml.Paragraph{Text: "1. 前回の宿題", Style: "Heading1"}, ooxml.Paragraph{Text: "前回の宿題のうち3件は完了。残る1件は次回までに" + with + "より回答をいただく。"},
		ooxml.Paragraph{Text: "2. 進捗", Style: "Heading1"}}
	for i := range 3 {
		doc.Body = append(doc.Body, ooxml.Paragraph{Text: "・" + t.agenda[(n*3+i)%len(t.agenda)]})
	}
	doc.Body = append(doc.Body, ooxml.Paragraph{Text: "3. 決定事項・宿題", Style: "Heading1"},
		ooxml.Table{Rows: [][]string{{"内容", "担当", "期限"}, {"見積条件の再整理", a.Name, jpDate(when.AddDate(0, 0, 7))}, {"工程表の更新", c.Name, jpDate(when.AddDate(0, 0, 14))}, {"回答書の提出", with, jpDate(when.AddDate(0, 0, 10))}}},
		ooxml.Paragraph{Text: "議事録の保存先: " + o.Share + `\会議体\` + fmt.Sprint(when.Year())})
	return doc.Bytes()
}

func (o *office) approval(n int, when time.Time, t topic) ([]byte, error) {
	with := t.partners[(n*2+1)%len(t.partners)]
	title := "稟議書 " + t.agenda[n%len(t.agenda)]
	doc := ooxml.Document{Properties: o.own(title, n, when), Font: o.Font, Accent: o.Accent, Header: "社外秘", Footer: o.Name + " 電子稟議"}
	doc.Application = "Microsoft Office Word"
	doc.AttachedTemplate = o.Template
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: "稟 議 書", Style: "Title"},
		ooxml.Table{Rows: [][]string{{"稟議番号", "起案部署", "起案者", "起案日"}, {fmt.Sprintf("R%02d-%05d", when.Year()%100, 731+n*57), o.Dept, o.Staff[n%len(o.Staff)].Name, jpDate(when)}}},
		ooxml.Paragraph{Text: "件名: " + t.agenda[n%len(t.agenda)]},
		ooxml.Paragraph{Text: "理由: 現行設備の保守期限が到来するため。相見積の結果、" + with + "の提案を採用したい。"},
		ooxml.Paragraph{Text: "予算: 当年度予算内（" + o.Share + `\予算\` + fmt.Sprint(when.Year()) + " 参照）"},
		ooxml.Paragraph{Text: "関連資料は社内ポータルに掲載している。", Link: o.Intranet + "ringi/" + fmt.Sprint(731+n*57)}}
	return doc.Bytes()
}

func (o *office) regulation(when time.Time) ([]byte, error) {
	doc := ooxml.Document{Properties: o.own("購買管理規程", 0, when), Font: o.Font, Accent: o.Accent, Header: o.Name + "　購買管理規程　社外秘", Footer: "無断複写・転載を禁ずる　" + o.Name}
	doc.Application, doc.AttachedTemplate = "Microsoft Office Word", o.Template
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: "購買管理規程", Style: "Title"}}
	for i, s := range []string{"本規程は、当社における物品および役務の購買に関する手続きを定め、公正な取引を確保することを目的とする。",
		"一件100万円以上の購買は、原則として3社以上の見積を徴する。", "見積書の宛先は" + o.Name + "とし、購買部が受領日を記録する。",
		"取引先の評価は年1回実施し、品質、価格、納期、情報管理の4項目について行う。", "取引先より受領した見積書および提案書は、共有フォルダ " + o.Share + " に7年間保存する。",
		"本規程の改廃は購買部長の決裁による。"} {
		doc.Body = append(doc.Body, ooxml.Paragraph{Text: fmt.Sprintf("第%d条", i+1), Style: "Heading2"}, ooxml.Paragraph{Text: s})
	}
	return doc.Bytes()
}

func (o *office) regulationPDF(when time.Time) ([]byte, error) {
	page := &pdf.Page{}
	page.RightText(551, 40, 9, o.Name+"　社外秘")
	page.CenterText(297, 90, 18, "情報機器取扱要領")
	for i, s := range []string{"1. 社内のパソコンには許可のないソフトウェアを導入しない。", "2. 業務データは " + o.Share + " に保存し、端末に残さない。",
		"3. 社外へデータを渡すときは、所属長の承認を得て、暗号化する。", "4. 紛失や不審な事象は、直ちに " + o.Dept + " へ連絡する。", "5. 取引先の機器を社内網に接続してはならない。"} {
		page.Text(60, 140+float64(i)*24, 11, s)
	}
	page.CenterText(297, 810, 8, o.Name+" "+o.Dept)
	info := []pdf.Entry{{Key: "Title", Value: "情報機器取扱要領"}, {Key: "Author", Value: o.Dept}, {Key: "Subject", Value: Note}, {Key: "Keywords", Value: "SIMULATED"},
		{Key: "Producer", Value: o.Producer}, {Key: "MSIP_Label_" + o.Label + "_SiteId", Value: o.Tenant}, {Key: "MSIP_Label_" + o.Label + "_Name", Value: "社外秘"}}
	return pdf.Document{Info: info, Created: when, Modified: when, Pages: []*pdf.Page{page}}.Bytes()
}

func (o *office) orgChart(when time.Time) ([]byte, error) {
	p := ooxml.Presentation{Properties: o.own(o.Dept+" 組織図", 0, when), ThemeName: o.Short + " 標準", Font: o.Font, Accent: o.Accent, Footer: o.Name + "　社外秘"}
	p.Application, p.AppVersion = "Microsoft Office PowerPoint", "16.0000"
	var lines []string
	for _, s := range o.Staff {
		lines = append(lines, s.Title+"　"+s.Name+"　"+o.mail(s))
	}
	p.Slides = []ooxml.Slide{{Title: o.Dept + " 組織図（" + jpDate(when) + "付）", Lines: lines, Notes: "人事発令後に更新する。元ファイル: " + o.Share + `\組織\組織図.pptx`}}
	return p.Bytes()
}

// ownWorkbook is a list with headings, as offices keep for everything.
func (o *office) ownWorkbook(n int, title string, when time.Time, rows [][]string) ([]byte, error) {
	wb := ooxml.Workbook{Properties: o.own(title, n, when), Font: o.Font, Accent: tint(o.Accent)}
	wb.Application = "Microsoft Excel"
	if n%2 == 1 {
		wb.Printer = o.Printer
	} else {
		wb.HyperlinkBase = o.Share + `\`
	}
	table := []ooxml.Row{{ooxml.S(ooxml.Title, title)}, {ooxml.T(o.Dept + "　" + jpDate(when))}, {}}
	for i, r := range rows {
		st := ooxml.Boxed
		if i == 0 {
			st = ooxml.Heading
		}
		table = append(table, ooxml.Texts(st, r...))
	}
	wb.Sheets = []ooxml.Sheet{{Name: "一覧", Rows: table, Widths: []float64{18, 30, 30, 24, 24}, Header: "&L" + o.Dept + "&R社外秘"}}
	return wb.Bytes()
}

// files writes an office's own documents below a folder.
func (b *builder) files(folder string, o *office, t topic) {
	for i, title := range []string{"2020年度 予算実績対比", "2021年度 予算要求書", "2021年度 予算査定表", "設備投資計画 2021-2023", "上期見込み集計"} {
		when := day(2020, time.Month(8+i), 5+i*4)
		if i > 2 {
			when = day(2021, time.Month(i-2), 8+i)
		}
		data, err := o.budget(i, title, when, t)
		b.add(folder+"/予算/"+fileName(title)+".xlsx", when, data, err)
	}
	for i := range 7 {
		when := day(2020, time.October, 6).AddDate(0, 0, i*21)
		data, err := o.minutes(i, when, t)
		b.add(fmt.Sprintf("%s/会議体/%s_%s_議事録.docx", folder, when.Format("20060102"), fileName(t.project)), when, data, err)
	}
	for i := range 4 {
		when := day(2020, time.November, 10).AddDate(0, 0, i*17)
		data, err := o.approval(i, when, t)
		b.add(fmt.Sprintf("%s/稟議/稟議書_%02d.docx", folder, i+1), when, data, err)
	}
	when := day(2019, time.April, 1)
	data, err := o.regulation(when)
	b.add(folder+"/規程/購買管理規程.docx", when, data, err)
	data, err = o.regulationPDF(when)
	b.add(folder+"/規程/情報機器取扱要領.pdf", when, data, err)
	when = day(2021, time.January, 4)
	data, err = o.orgChart(when)
	b.add(folder+"/組織/組織図.pptx", when, data, err)

	assets := [][]string{{"資産番号", "機器", "設置場所", "ホスト名", "保守先"}}
	for i := range 24 {
		assets = append(assets, []string{fmt.Sprintf("A-%05d", 20110+i*3), []string{"サーバ", "スイッチ", "ストレージ", "端末"}[i%4], []string{"本社", "大阪", "滋賀", "愛媛", "岡崎"}[i%5],
			fmt.Sprintf("%ssv%02d.%s", strings.ToLower(o.Domain[:3]), i+1, o.Domain), t.partners[i%len(t.partners)]})
	}
	when = day(2021, time.February, 2)
	data, err = o.ownWorkbook(3, "情報機器 資産台帳", when, assets)
	b.add(folder+"/台帳/情報機器資産台帳.xlsx", when, data, err)
	rating := [][]string{{"取引先", "品質", "価格", "納期", "総合"}}
	for i, p := range t.partners {
		rating = append(rating, []string{p, string(rune('A' + i%3)), string(rune('A' + (i+1)%3)), "A", []string{"継続", "継続", "改善依頼"}[i%3]})
	}
	when = day(2021, time.February, 22)
	data, err = o.ownWorkbook(4, "2020年度 取引先評価", when, rating)
	b.add(folder+"/台帳/2020年度_取引先評価.xlsx", when, data, err)
	plan := [][]string{{"工程", "作業", "担当", "開始", "終了"}}
	for i, a := range t.agenda {
		plan = append(plan, []string{fmt.Sprintf("WBS-%02d", i+1), a, o.Staff[i%len(o.Staff)].Name, jpDate(when.AddDate(0, 0, i*9)), jpDate(when.AddDate(0, 0, i*9+21))})
	}
	data, err = o.ownWorkbook(5, t.project+" 全体工程表", when, plan)
	b.add(folder+"/会議体/"+fileName(t.project)+"_全体工程表.xlsx", when, data, err)
}
