package demo

import (
	"fmt"
	"time"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

var pitch = []struct {
	title string
	lines []string
}{
	{"ご提案の背景", []string{"富士通は製造業のお客様の業務改革を長年ご支援してまいりました。", "本提案は富士通の実績にもとづく標準手法を適用します。"}},
	{"富士通の強み", []string{"富士通の全国の保守拠点による24時間365日の対応", "Fujitsu グループの製造現場で培ったノウハウ", "富士通研究部門による先端技術の適用"}},
	{"システム構成案", []string{"富士通製サーバによる冗長構成", "富士通データセンタへの遠隔バックアップ", "既存システムとの連携は標準接続機能を利用"}},
	{"推進体制", nil},
	{"スケジュール", []string{"要件定義 3か月", "設計・製造 8か月", "試験・移行 4か月", "富士通より専任のプロジェクトマネージャを配置します"}},
	{"セキュリティ", []string{"Fujitsu のセキュリティ基準に準拠", "開発は富士通の閉じた環境で実施", "富士通の監視センタによる常時監視"}},
	{"保守・サポート", []string{"富士通サービスデスクによる一元窓口", "富士通オンサイト保守（4時間以内に到着）"}},
	{"導入事例（架空）", []string{"A社様: 富士通の基盤により運用費を2割削減", "B社様: Fujitsu の帳票基盤で紙を9割削減"}},
	{"概算費用", []string{"別紙の富士通お見積書をご参照ください。", "お支払条件は富士通標準契約約款によります。"}},
	{"まとめ", []string{"富士通はお客様とともに歩むパートナーとして、本件に全社をあげて取り組みます。", "お問い合わせ: 富士通株式会社 製造ソリューション営業統括部"}},
}

func team() []string {
	var lines []string
	for _, p := range vendor.Staff {
		lines = append(lines, "富士通 "+p.Title+" "+p.Name+"　"+vendor.mail(p))
	}
	return lines
}

func proposalPPTX(subject, customer string, when time.Time) ([]byte, error) {
	p := ooxml.Presentation{Properties: vendor.properties("ご提案書 "+subject, vendor.Staff[1], when), ThemeName: "FUJITSU Proposal 2020", Font: vendor.Font, Accent: vendor.Accent, Footer: vendor.footer()}
	p.Application, p.AppVersion, p.Manager = "Microsoft Office PowerPoint", "16.0000", vendor.Staff[0].Name
	p.Slides = []ooxml.Slide{{Title: subject + " ご提案書", Lines: []string{customer, jpDate(when), "富士通株式会社", "Fujitsu Limited", vendor.Dept}}}
	for _, s := range pitch {
		lines := s.lines
		if lines == nil {
			lines = team()
		}
		p.Slides = append(p.Slides, ooxml.Slide{Title: s.title, Lines: lines})
	}
	return p.Bytes()
}

func proposalDOCX(subject, customer string, when time.Time) ([]byte, error) {
	doc := ooxml.Document{Properties: vendor.properties(subject, vendor.Staff[3], when), Font: vendor.Font, Accent: vendor.Accent, Header: "富士通株式会社　CONFIDENTIAL", Footer: vendor.footer()}
	doc.Application, doc.AppVersion = "Microsoft Office Word", "16.0000"
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: subject, Style: "Title"}, ooxml.Paragraph{Text: customer}, ooxml.Paragraph{Text: jpDate(when) + "　富士通株式会社", Align: "right"}}
	for i, s := range pitch {
		doc.Body = append(doc.Body, ooxml.Paragraph{Text: fmt.Sprintf("%d. %s", i+1, s.title), Style: "Heading1"})
		lines := s.lines
		if lines == nil {
			rows := [][]string{{"役割", "氏名", "連絡先"}}
			for _, m := range vendor.Staff {
				rows = append(rows, []string{"富士通 " + m.Title, m.Name, vendor.mail(m)})
			}
			doc.Body = append(doc.Body, ooxml.Table{Rows: rows})
		}
		for _, l := range lines {
			doc.Body = append(doc.Body, ooxml.Paragraph{Text: l})
		}
	}
	return doc.Bytes()
}

func proposalPDF(subject, customer string, when time.Time) ([]byte, error) {
	var pages []*pdf.Page
	r, g, b := channels(vendor.Accent)
	for i := 0; i < len(pitch); i += 2 {
		p := &pdf.Page{}
		p.Fill(0, 0, pdf.A4Width, 14, r, g, b)
		p.RightText(551, 34, 9, "富士通株式会社　CONFIDENTIAL")
		if i == 0 {
			p.CenterText(297, 80, 20, subject)
			p.Text(60, 110, 12, customer)
			p.RightText(551, 110, 10, jpDate(when)+"　富士通株式会社 "+vendor.Dept)
		}
		y := 150.0
		for _, s := range pitch[i:min(i+2, len(pitch))] {
			p.Bold(60, y, 14, s.title)
			lines := s.lines
			if lines == nil {
				lines = team()
			}
			for _, l := range lines {
				y += 22
				p.Text(72, y, 10.5, l)
			}
			y += 48
		}
		p.CenterText(297, 815, 8, vendor.footer())
		pages = append(pages, p)
	}
	return pdf.Document{Info: vendor.info(subject, vendor.Staff[1], "Acrobat PDFMaker 17 for PowerPoint"), Created: when, Modified: when, Pages: pages}.Bytes()
}

// week is what one progress report says.
type week struct {
	no                   int
	table                [][]string
	done, trouble, asked string
}

var weeks = []week{
	{3, [][]string{{"画面仕様", "80%"}, {"帳票仕様", "35%"}}, "承認経路の差し戻しについて、お客様と3案を比較した。", "試験環境の空き枠が11月まで取れない見込み。富士通データセンタに追加を申請中。", "取引先マスタの名寄せ規則をお示しください。"},
	{9, [][]string{{"詳細設計", "67%"}, {"製造", "41%"}}, "発注画面12本のレビューを終えた。指摘は28件、うち重要は2件。", "協力会社の1名が交代し、引継ぎに3日を要した。", "検収画面の並び順は現行どおりでよろしいでしょうか。"},
	{11, [][]string{{"詳細設計", "88%"}, {"製造", "52%"}, {"単体試験", "12%"}}, "設計は帳票を残すのみ。夜間処理の試作で目標の40分を切った。", "外字26文字の置換えが未決で、帳票の製造を後ろに回している。", "人名の字について2月5日までにご判断を願います。"},
	{13, [][]string{{"製造", "74%"}, {"単体試験", "39%"}}, "移行リハーサル1回目を実施した。所要9時間20分、計画比で1時間超過。", "発注残の桁落ちが見つかった。原因は旧システムの小数部の扱い。", "2回目を2月27日に行いたく、拠点の立会いをお手配ください。"},
	{15, [][]string{{"単体試験", "93%"}, {"結合試験", "8%"}}, "結合試験の計画について合意した。性能試験は450人で行う。", "特になし。", "伏せた単価の試験データを受領しました。愛媛工場の分は来週まで。"},
}

// weekly is the n-th of the progress reports.
func weekly(n int, customer string, when time.Time) ([]byte, error) {
	w := weeks[n]
	title := fmt.Sprintf("週次進捗報告書 第%d週", w.no)
	doc := ooxml.Document{Properties: vendor.properties(title, vendor.Staff[5], when), Font: vendor.Font, Accent: vendor.Accent, Header: "富士通株式会社　CONFIDENTIAL", Footer: vendor.footer()}
	doc.Application = "Microsoft Office Word"
	table := [][]string{{"工程", "進捗", "富士通担当"}}
	for i, r := range w.table {
		table = append(table, append(r[:len(r):len(r)], vendor.Staff[3+i%2].Name))
	}
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: title, Style: "Title"}, ooxml.Paragraph{Text: customer}, ooxml.Paragraph{Text: jpDate(when) + "　富士通株式会社 PM " + vendor.Staff[5].Name, Align: "right"},
		ooxml.Table{Rows: table}, ooxml.Paragraph{Text: "今週の実績", Style: "Heading2"}, ooxml.Paragraph{Text: w.done}, ooxml.Paragraph{Text: "富士通側の課題", Style: "Heading2"}, ooxml.Paragraph{Text: w.trouble},
		ooxml.Paragraph{Text: "お客様へのお願い", Style: "Heading2"}, ooxml.Paragraph{Text: w.asked}, ooxml.Paragraph{Text: "連絡先: 富士通 五百川 " + vendor.mail(vendor.Staff[5])}}
	return doc.Bytes()
}

// proposals writes the vendor's proposals and progress reports to a customer.
func (b *builder) proposals(folder, customer string) {
	for i, s := range []string{"購買システム更改", "基幹基盤の刷新", "工場データ活用基盤", "災害対策サイト構築", "電子帳票基盤"} {
		when := day(2020, time.Month(5+i), 11+i*3)
		data, err := proposalPPTX(s, customer, when)
		b.add(folder+"/ご提案書_"+s+".pptx", when, data, err)
	}
	for i, s := range []string{"購買システム更改 提案書 本編", "運用保守サービス仕様書", "データ移行計画書"} {
		when := day(2020, time.Month(7+i), 6+i*5)
		data, err := proposalDOCX(s, customer, when)
		b.add(folder+"/"+fileName(s)+".docx", when, data, err)
	}
	for i, s := range []string{"富士通 製造業向けソリューションのご紹介", "VPN増強 技術提案", "富士通 セキュリティサービスご紹介"} {
		when := day(2020, time.Month(6+i), 19+i)
		data, err := proposalPDF(s, customer, when)
		b.add(folder+"/"+fileName(s)+".pdf", when, data, err)
	}
	for i := range 4 {
		when := day(2021, time.January, 8).AddDate(0, 0, i*14)
		data, err := weekly(i+1, customer, when)
		b.add(fmt.Sprintf("%s/進捗報告/週次進捗報告書_%s.docx", folder, when.Format("20060102")), when, data, err)
	}
}
