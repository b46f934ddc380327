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

func weekly(n int, customer string, when time.Time) ([]byte, error) {
	title := fmt.Sprintf("週次進捗報告書 第%d週", n)
	doc := ooxml.Document{Properties: vendor.properties(title, vendor.Staff[5], when), Font: vendor.Font, Accent: vendor.Accent, Header: "富士通株式会社　CONFIDENTIAL", Footer: vendor.footer()}
	doc.Application = "Microsoft Office Word"
	doc.Body = []ooxml.Block{ooxml.Paragraph{Text: title, Style: "Title"}, ooxml.Paragraph{Text: customer}, ooxml.Paragraph{Text: jpDate(when) + "　富士通株式会社 PM " + vendor.Staff[5].Name, Align: "right"},
		ooxml.Table{Rows: [][]string{{"工程", "進捗", "富士通担当"}, {"詳細設計", fmt.Sprintf("%d%%", 40+n*3), vendor.Staff[3].Name}, {"製造", fmt.Sprintf("%d%%", 5+n*4), vendor.Staff[4].Name}}},
		ooxml.Paragraph{Text: "富士通側の課題: 試験環境の手配。富士通データセンタの空き枠を確認中です。"}, ooxml.Paragraph{Text: "お客様へのお願い: 画面仕様のご確認を今週中にお願いいたします。"},
		ooxml.Paragraph{Text: "次回: 富士通会議室またはリモート。連絡先 " + vendor.mail(vendor.Staff[5])}}
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
		data, err := weekly(9+i*2, customer, when)
		b.add(fmt.Sprintf("%s/進捗報告/週次進捗報告書_%s.docx", folder, when.Format("20060102")), when, data, err)
	}
}
