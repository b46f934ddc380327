package demo

import (
	"fmt"
	"path"
	"strings"
	"time"

	"evscan/testdata/make/archive"
	"evscan/testdata/make/mail"
	"evscan/testdata/make/picture"
)

var suppliers = []*organisation{aoba, hokuto, minato, larkfield, kestrel}

var customerTopic = topic{project: "購買システム更改",
	partners: []string{"富士通株式会社", "アオバ電機株式会社", "北斗計測株式会社", "株式会社みなとデータサービス", "Larkfield Analytics Ltd", "Kestrel Systems GmbH"},
	agenda:   []string{"基幹サーバ更改の機種選定", "購買システム画面仕様の確認", "VPN増強の切替手順", "愛媛工場 生産実績収集の範囲", "データセンタ費用の見直し", "ノートPC更新の日程", "電池評価ライン記録装置の導入", "需要予測ソフトの継続可否", "閉域網 予備回線の扱い"}}

var listed = day(2021, time.April, 14)

// listing writes what the leak site put beside the data.
func (b *builder) listing(name, domain string) {
	text := "DARKPIER MARKET\r\n===============\r\n\r\nLOT 0417 - " + name + " (" + domain + ")\r\n\r\nFresh from the internal network of " + name + ".\r\nSample of 4 GB, full set for the best offer. Quotations, projects, mail, network plans.\r\n\r\n" +
		"Proof for " + name + ": see files in this archive.\r\nhttp://darkpiersimulatedxxxxinventedaddress0000.onion/lot/0417\r\n\r\n(" + Note + ")\r\n"
	b.add("readme.txt", listed, []byte(text), nil)
	data, err := banner("DARKPIER MARKET")
	b.add("banner.png", listed, data, err)
}

func (b *builder) full() {
	b.listing("FUJITSU", "fujitsu.com")
	shots := b.shots()
	b.screens(shots)
	b.papers("購買/見積/富士通", vendor, &owner, vendorPapers())
	for _, s := range suppliers {
		b.papers("購買/見積/"+fileName(s.Name), s, &owner, supplierPapers(s))
	}
	b.files("情報システム", &owner, customerTopic)
	b.proposals("購買/提案書/富士通", "東レ株式会社 御中")
	everyone := append([]*organisation{owner.organisation, vendor}, suppliers...)
	b.internalMail("メール/社内", "customer-inside.txt", "予算会議_資料.docx", &owner, everyone, customerTopic)
	var attach []byte
	for _, s := range shots {
		if !s.page() && strings.HasSuffix(s.file, ".png") {
			attach = s.data
			break
		}
	}
	b.vendorMail("メール/社外", true, attach)
	b.mails("suppliers.txt", mailbag{folder: "メール/社外", known: everyone, holder: owner.organisation})
	b.texts()
	b.oddities(shots)
	b.photos(12, Size)
}

func (b *builder) vendorOnly() {
	b.listing("FUJITSU", "fujitsu.com")
	b.papers("見積", vendor, &owner, vendorPapers())
	b.proposals("提案書", "東レ株式会社 御中")
	b.vendorMail("メール", false, nil)
}

// clients are the invented customers of the vendor where the claim is true.
func clients() []*office {
	var list []*office
	for _, o := range []*organisation{
		{Name: "八雲製鋼株式会社", English: "Yakumo Steel Co., Ltd.", Domain: "yakumo-steel.example", Staff: []person{{"日置 勝", "Masaru Hioki", "hioki", "課長"}}},
		{Name: "株式会社つばさ食品", English: "Tsubasa Foods Inc.", Domain: "tsubasa-foods.example", Staff: []person{{"鳥居 恵", "Megumi Torii", "torii", "主任"}}},
		{Name: "南総信用組合", English: "Nanso Credit Cooperative", Domain: "nanso-credit.example", Staff: []person{{"安房 孝", "Takashi Awa", "awa", "係長"}}},
		{Name: "株式会社ひいらぎ物流", English: "Hiiragi Logistics Inc.", Domain: "hiiragi-log.example", Staff: []person{{"柊 文子", "Fumiko Hiiragi", "hiiragi", "課長"}}},
		{Name: "岬精機株式会社", English: "Misaki Seiki Co., Ltd.", Domain: "misaki-seiki.example", Staff: []person{{"加地 亘", "Wataru Kaji", "kaji", "総務課長"}}},
		{Name: "夕凪化粧品株式会社", English: "Yunagi Cosmetics Inc.", Domain: "yunagi-cosme.example", Staff: []person{{"瀬戸 玲奈", "Rena Seto", "seto", "主任"}}}} {
		list = append(list, &office{organisation: o, Recipient: o.Name + " 御中", RecipientDept: "情報システム部 " + o.Staff[0].Name + " 様"})
	}
	return list
}

func (b *builder) trueClaim() {
	b.listing("FUJITSU", "fujitsu.com")
	inside := office{organisation: vendor, Short: "富士通", Share: `\\ftfs02\製造ソリューション営業`, Printer: `\\ftprt01\SHIODOME-21F`, Template: `file:///\\ftfs02\共通\様式\営業文書2020.dotx`,
		Intranet: "http://sales.intra.fujitsu.com/", Tenant: "7d2c9b10-0000-4a63-b1f0-51a000000003", Label: "c4a81e95-0000-4d0e-9b7e-51a000000004"}
	t := topic{project: "営業案件管理", agenda: []string{"八雲製鋼様 基盤更改の見積査定", "つばさ食品様 工場案件の失注要因", "南総信用組合様 保守契約更新", "ひいらぎ物流様 提案書レビュー", "第4四半期の受注見込み", "SE要員計画の調整", "協力会社の評価", "提案テンプレートの改訂"}}
	known := []*organisation{vendor}
	for i, c := range clients() {
		known = append(known, c.organisation)
		t.partners = append(t.partners, c.Name)
		b.papers("見積/"+fileName(c.Name), vendor, c, clientPapers(i))
		if i > 3 {
			continue // asked for prices only
		}
		when := day(2020, time.Month(6+i), 12)
		data, err := proposalPPTX([]string{"操業基盤更改", "工場見える化", "営業店端末更新", "倉庫端末の入替え"}[i], c.Recipient, when)
		b.add("提案/"+fileName(c.Name)+"_ご提案書.pptx", when, data, err)
	}
	b.files("営業", &inside, t)
	b.forecasts("営業/見込み", &inside)
	b.internalMail("メール/社内", "vendor-inside.txt", "受注見込み_会議資料.docx", &inside, known, t)
	b.mails("clients.txt", mailbag{folder: "メール/社外", known: known, holder: vendor})
}

func (b *builder) small() {
	b.listing("KITATANI SYSTEMS", "kitatani-systems.example")
	seller := &organisation{Name: "北谷システムズ株式会社", English: "Kitatani Systems Co., Ltd.", Domain: "kitatani-systems.example", Postal: "〒900-0000", Address: "架空県北谷市1-1", Tel: "098-000-1100", Fax: "098-000-1101", Dept: "営業部",
		Registration: "T0360001000101", Company: "北谷システムズ株式会社", Prefix: "KT", Accent: "A03030", Font: "Meiryo UI", Producer: "Acrobat Distiller 17.0", Layout: jpn, Staff: []person{{"仲間 望", "Nozomi Nakama", "nakama", "主任"}}}
	buyer := office{organisation: &organisation{Name: "七尾フィルム株式会社", English: "Nanao Film Co., Ltd.", Domain: "nanao-film.example", Dept: "情報システム課", Company: "七尾フィルム株式会社", Accent: "17406D", Font: "Yu Gothic", Producer: "Microsoft® Word 2016",
		Staff: []person{{"能登 晴美", "Harumi Noto", "noto", "課長"}, {"羽咋 隆", "Takashi Hakui", "hakui", "担当"}}},
		Short: "七尾フィルム", Share: `\\nanaofs01\情報システム`, Printer: `\\nanaoprt01\2F`, Template: `file:///\\nanaofs01\様式\社内.dotx`, Intranet: "http://portal.nanao-film.example/",
		Tenant: "1a6f4c02-0000-4e21-a870-51a000000005", Label: "66b0d1f7-0000-4c55-83aa-51a000000006", Recipient: "七尾フィルム株式会社 御中", RecipientDept: "情報システム課 能登 様", RecipientEnglish: []string{"Nanao Film Co., Ltd."}}
	b.papers("見積", seller, &buyer, []paper{
		{"L2スイッチ更新", 2020, 12, 2, false, false, []item{{"L2スイッチ SIM-3200", 8, 126000}, {"設定作業", 1, 240000}}},
		{"L2スイッチ 保守", 2020, 12, 9, true, false, []item{{"保守（年額）", 8, 18000}}}})
	b.papers("見積", aoba, &buyer, supplierPapers(aoba)[:1])
	t := topic{project: "端末更新", partners: []string{seller.Name, aoba.Name}, agenda: []string{"機種選定", "日程調整", "予算確認"}}
	when := day(2021, time.January, 20)
	data, err := buyer.budget(1, "2021年度 予算", when, t)
	b.add("社内/予算.xlsx", when, data, err)
	data, err = buyer.minutes(2, when, t)
	b.add("社内/議事録.docx", when, data, err)
	m := mail.Message{From: box(buyer.organisation, 0), To: []mail.Address{box(buyer.organisation, 1)}, Subject: "見積の確認", Date: when, MessageID: messageID(buyer.organisation, when), Charset: "ISO-2022-JP", Body: "羽咋さん\n\n" + seller.Name + "の見積を確認してください。\n" + buyer.Share + "\n\n能登\n"}
	b.letter("社内/見積の確認.eml", m)
	m = mail.Message{From: box(seller, 0), To: []mail.Address{box(buyer.organisation, 0)}, Date: when, MessageID: messageID(seller, when), Charset: "UTF-8",
		Received: []string{"from mail." + seller.Domain + " (198.51.100.7) by mx1." + buyer.Domain + "; " + when.Format(time.RFC1123Z)}, Subject: "お見積の件",
		Body: buyer.Name + "\n能登様\n\nお世話になっております。" + seller.Name + "です。\nご依頼のお見積書をお送りいたします。ご査収ください。\n" + signature(seller, 0)}
	b.letter("メール/"+when.Format("20060102")+"_"+fileName(seller.Name)+".eml", m)
	nested, err := archive.Zip([]archive.Entry{{Name: "memo.txt", Data: []byte("SIMULATED\n" + buyer.Name + " 棚卸メモ\n"), Time: when}})
	b.add("社内/旧.zip", when, nested, err)
	data, err = window("File server - Nanao Film Co., Ltd.", []string{"http://portal.nanao-film.example/", "", `\\nanaofs01\budget\2021`, "budget_2021.xlsx", "minutes_0120.docx", "helpdesk@nanao-film.example", "Nanao Film Co., Ltd. Confidential"})
	b.add("画面/screen01.png", when, data, err)
	b.photo("写真/写真01.jpg", 0, 640, 480, 80, when)
}

// screens puts the screenshots into the package under the names that a desktop
// gives them, and one again at another quality.
func (b *builder) screens(shots []shot) {
	for i, s := range shots {
		if s.page() || s.letterhead() {
			continue
		}
		when := time.Date(2021, time.March, 1+i, 10, 3*i%60, 17, 0, tokyo)
		b.add(fmt.Sprintf("画面/%s_%s", when.Format("20060102-150405"), s.file), when, s.data, nil)
	}
}

func (b *builder) photo(name string, n, w, h, quality int, when time.Time) int {
	img := picture.Photo(picture.Scene(n%4), uint64(n+1), w, h)
	data, err := picture.EncodeJPEG(img, quality)
	if err == nil {
		data, err = picture.AddEXIF(data, photoEXIF(n, when))
	}
	b.add(name, when, data, err)
	return len(data)
}

func photoEXIF(n int, when time.Time) picture.EXIF {
	cameras := [][2]string{{"Canon", "Canon EOS 80D"}, {"SONY", "DSC-RX100M3"}, {"Apple", "iPhone 8"}}
	c := cameras[n%3]
	x := picture.EXIF{Description: Note, Make: c[0], Model: c[1], Comment: "SIMULATED", Taken: when, ExposureDenominator: uint32(60 + n*20), FNumberTenths: 28, ISO: uint16(100 + n*50), FocalTenths: 240}
	if n%3 == 2 {
		x.GPS = &picture.Position{Latitude: 33.79 + float64(n)*.002, Longitude: 132.7 + float64(n)*.003, Altitude: 12}
	}
	return x
}

func photoName(n int) string { return fmt.Sprintf("写真/IMG_%04d.jpg", 2107+n*3) }

// ext is the extension of a name without its dot, jpeg for jpg.
func ext(name string) string {
	e := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if e == "jpg" {
		return "jpeg"
	}
	return e
}
