package demo

// organisation is a party of the packages. Addresses, telephone numbers and
// persons are invented for all of them.
type organisation struct {
	Name, English, Domain           string
	Postal, Address, Tel, Fax, Dept string
	Registration                    string // 登録番号; empty: none
	Company                         string // what its software writes as Company
	Prefix                          string // of the numbers of its quotations
	Accent                          string // RRGGBB
	Font, Producer                  string
	Layout                          layout
	Staff                           []person
}

// person is an invented employee. Mailboxes begin with "sim." so that nobody's
// real address is meant.
type person struct{ Name, Latin, Box, Title string }

func (o *organisation) mail(p person) string { return p.Box + "@" + o.Domain }

// office is an organisation as its own files show it.
type office struct {
	*organisation
	Short, Share, Printer, Template, Intranet, Tenant, Label string
	Recipient                                                string // how others address it
	RecipientDept                                            string
	RecipientEnglish                                         []string
}

// layout is the language of an organisation's papers.
type layout int

const (
	jpn layout = iota
	english
)

// The two companies of the public case. 登録番号 of the vendor is its public
// corporate number.
var (
	vendor = &organisation{Name: "富士通株式会社", English: "Fujitsu Limited", Domain: "fujitsu.com",
		Postal: "〒100-0000", Address: "東京都千代田区架空町1-5-2 架空汐留ビル", Tel: "03-0000-2255", Fax: "03-0000-2256",
		Dept: "製造ソリューション営業統括部 第三営業部", Registration: "T1020001071491", Company: "富士通株式会社",
		Prefix: "FJ", Accent: "B01020", Font: "Meiryo UI", Producer: "Acrobat Distiller 17.0", Layout: jpn,
		Staff: []person{
			{"秋庭 遼", "Ryo Akiba", "sim.akiba.ryo", "部長"}, {"北見 沙織", "Saori Kitami", "sim.kitami.saori", "課長"},
			{"野々村 健吾", "Kengo Nonomura", "sim.nonomura.kengo", "担当"}, {"白鳥 美緒", "Mio Shiratori", "sim.shiratori.mio", "SE"},
			{"鴨下 大介", "Daisuke Kamoshita", "sim.kamoshita.daisuke", "SE"}, {"五百川 徹", "Toru Iokawa", "sim.iokawa.toru", "PM"},
			{"柳 志保", "Shiho Yanagi", "sim.yanagi.shiho", "営業支援"}, {"第三営業部 受付", "Sales Desk 3", "sim.sales3.desk", "共用"}}}

	owner = office{organisation: &organisation{Name: "東レ株式会社", English: "Toray Industries, Inc.", Domain: "toray.co.jp",
		Postal: "〒100-0000", Address: "東京都中央区架空橋2-1-1 架空タワー", Tel: "03-0000-5111", Fax: "03-0000-5112",
		Dept: "情報システム部門", Company: "東レ株式会社", Accent: "17406D", Font: "Yu Gothic", Producer: "Microsoft® Word 2016",
		Staff: []person{
			{"三宅 由紀子", "Yukiko Miyake", "sim.miyake.yukiko", "IT調達グループ 主任"}, {"大貫 修", "Osamu Onuki", "sim.onuki.osamu", "基盤課 課長"},
			{"高梨 翔", "Sho Takanashi", "sim.takanashi.sho", "購買システム課"}, {"小早川 聡子", "Satoko Kobayakawa", "sim.kobayakawa.satoko", "購買部 課長"},
			{"真田 弘樹", "Hiroki Sanada", "sim.sanada.hiroki", "愛媛工場 生産技術課"}, {"内海 佳代", "Kayo Utsumi", "sim.utsumi.kayo", "経理部"}}},
		Short: "東レ", Share: `\\torayfs01\情報システム`, Printer: `\\torayprt02\HONSHA-7F-MFP3`,
		Template: `file:///\\torayfs01\共通\テンプレート\社内文書2019.dotx`, Intranet: "http://portal.toray.co.jp/",
		Tenant: "5e1f0c7a-0000-4d7c-9a51-51a000000001", Label: "0b7e2d44-0000-4f11-8c60-51a000000002",
		Recipient: "東レ株式会社 御中", RecipientDept: "情報システム部門 IT調達グループ 三宅 様",
		RecipientEnglish: []string{"Toray Industries, Inc.", "IT Procurement Group, Information Systems Division", "Attn: Ms. Yukiko Miyake", "Tokyo, Japan"}}
)

// The other suppliers; all of them are invented. Their 登録番号 begin with 0,
// which no real number does.
var (
	aoba = &organisation{Name: "アオバ電機株式会社", English: "Aoba Denki Co., Ltd.", Domain: "aoba-denki.example",
		Postal: "〒980-0000", Address: "宮城県仙台市架空区青葉町4-7", Tel: "022-000-4101", Fax: "022-000-4102", Dept: "首都圏営業所",
		Registration: "T0370100112358", Company: "アオバ電機", Prefix: "AB", Accent: "1E7B4F", Font: "MS PGothic", Producer: "SkyPDF Standard 6", Layout: jpn,
		Staff: []person{{"柏木 誠", "Makoto Kashiwagi", "kashiwagi", "所長"}, {"原島 梢", "Kozue Harashima", "harashima", "営業"}}}
	hokuto = &organisation{Name: "北斗計測株式会社", English: "Hokuto Keisoku Co., Ltd.", Domain: "hokuto-keisoku.example",
		Postal: "〒060-0000", Address: "北海道札幌市架空区北四条西9-1", Tel: "011-000-7730", Fax: "011-000-7731", Dept: "産業機器部",
		Registration: "T0430001314159", Company: "", Prefix: "HK", Accent: "5B4B8A", Font: "MS Mincho", Producer: "Antenna House PDF Output Library 7.1", Layout: jpn,
		Staff: []person{{"星 直也", "Naoya Hoshi", "n-hoshi", "主任"}}}
	minato = &organisation{Name: "株式会社みなとデータサービス", English: "Minato Data Service Inc.", Domain: "minato-data.example",
		Postal: "〒231-0000", Address: "神奈川県横浜市架空区港町2-20", Tel: "045-000-8080", Fax: "045-000-8081", Dept: "運用サービス本部",
		Registration: "T0020001271828", Company: "株式会社みなとデータサービス", Prefix: "MD", Accent: "0B6FA4", Font: "Yu Gothic", Producer: "LibreOffice 6.4", Layout: jpn,
		Staff: []person{{"波多野 岳", "Gaku Hatano", "g.hatano", "部長"}, {"石動 香", "Kaori Isurugi", "k.isurugi", "営業"}}}
	larkfield = &organisation{Name: "Larkfield Analytics Ltd", English: "Larkfield Analytics Ltd", Domain: "larkfield.example",
		Address: "14 Imaginary Row, Cambridge CB0 0XX, United Kingdom", Tel: "+44 1223 000 146", Dept: "Customer Success",
		Company: "Larkfield Analytics Ltd", Prefix: "LA", Accent: "C4722B", Font: "Calibri", Producer: "wkhtmltopdf 0.12.5", Layout: english,
		Staff: []person{{"Imogen Ashdown", "Imogen Ashdown", "i.ashdown", "Account Director"}}}
	kestrel = &organisation{Name: "Kestrel Systems GmbH", English: "Kestrel Systems GmbH", Domain: "kestrel-systems.example",
		Address: "Erfundene Straße 7, 70000 Stuttgart, Germany", Tel: "+49 711 000 9320", Dept: "Industrial Connectivity",
		Company: "Kestrel Systems GmbH", Prefix: "KS", Accent: "2F5597", Font: "Arial", Producer: "SAP NetWeaver 750", Layout: english,
		Staff: []person{{"Jonas Wittkamp", "Jonas Wittkamp", "jonas.wittkamp", "Sales Manager"}}}
)
