// Package templates writes documents of invented organisations, each made from that
// organisation's own templates with ever new content, for measuring how well templates
// are told apart. Equal seeds give equal bytes, except for scans, which a PDF program
// renders. Words of trade and of forms are shared by all: only what an organisation
// designs is its own.
package templates

// organisation is one of the cast. All are invented.
type organisation struct {
	ID       string // also the folder
	Name     string
	Domain   string
	Address  string
	Phone    string
	Footer   string
	Japanese bool
	Accent   string // RRGGBB
	Font     string
	Theme    string
	Template string // file name of its Word template
	Taught   bool   // whether its documents are shown to learn
	Layout   int    // which arrangement its forms have; two organisations share one
}

func cast() []organisation {
	return []organisation{
		{"aoba", "青葉精機株式会社", "aoba-seiki.example", "〒390-0874 長野県松本市大手 3-8-13 青葉ビル", "TEL 0263-55-0110 FAX 0263-55-0111", "青葉精機株式会社 品質保証部 管理文書 無断転載を禁ずる", true, "0B6E4F", "Yu Mincho", "青葉標準2021", "aoba_letter.dotx", true, 0},
		{"minato", "みなと海運株式会社", "minato-kaiun.example", "〒231-0002 神奈川県横浜市中区海岸通 5-25-2", "TEL 045-555-0170 FAX 045-555-0171", "みなと海運グループ 社内限り 取扱注意 本書の複写は総務部の承認を要する", true, "0A3D91", "Meiryo UI", "MKK_Template_v4", "通知文書.dotx", true, 1},
		{"hokuto", "北斗電設工業株式会社", "hokuto-densetsu.example", "〒060-0042 北海道札幌市中央区大通西 12-4-77", "TEL 011-555-0139", "北斗電設工業株式会社 登録電気工事業者 北海道知事登録 第 20331 号", true, "B3261E", "BIZ UDPGothic", "北斗2023", "hokuto-std.dotx", true, 2},
		{"kestrel", "Kestrel Marine Surveyors Ltd", "kestrel-marine.example", "14 Harbour Parade, Falmouth TR11 3QX", "Tel +44 1326 555 0182", "Kestrel Marine Surveyors Ltd. Registered in England No. 05550182. Opinions are given without prejudice.", false, "13505B", "Georgia", "Kestrel Survey 2020", "KMS Report.dotx", true, 3},
		{"nordvik", "Nordvik Timber AB", "nordvik-timber.example", "Sågverksgatan 7, 903 30 Umeå, Sweden", "Phone +46 90 555 01 44", "Nordvik Timber AB, Org. no. 555012-0144, certified chain of custody, all measures at 18 percent moisture", false, "7A4B12", "Trebuchet MS", "NVT blue sky", "nordvik_brev.dotx", true, 4},
		{"halden", "Halden Feinwerktechnik GmbH", "halden-feinwerk.example", "Industriestraße 21, 78532 Tuttlingen", "Telefon +49 7461 555 0193", "Halden Feinwerktechnik GmbH, Geschäftsführer Dr. K. Brandt, Amtsgericht Stuttgart HRB 5550193, Gerichtsstand Tuttlingen", false, "5B2A86", "Verdana", "Halden CI 3", "HFT_Brief.dotx", true, 5},
		{"meridian", "Meridian Actuarial Partners LLP", "meridian-actuarial.example", "88 Lyndon Square, Hartford CT 06103", "Phone (860) 555-0127", "Meridian Actuarial Partners LLP. Prepared solely for the addressee; no third party may rely on this analysis.", false, "8C1C4B", "Garamond", "Meridian Deck", "MAP memo.dotx", true, 6},
		{"solano", "Solano Valley Water District", "solano-water.example", "2200 Canal Boulevard, Fairfield CA 94533", "Phone (707) 555-0166", "Solano Valley Water District - public agency - board meets every second Tuesday - report leaks at any hour", false, "0077B6", "Calibri", "SVWD 2019", "SVWD Form.dotx", true, 3},
		// Never taught. The first shares the arrangement of a taught one's forms.
		{"pelham", "Pelham Instruments Inc.", "pelham-instruments.example", "5 Foundry Road, Rochester NY 14604", "Phone (585) 555-0112", "Pelham Instruments Inc. - calibrated to national standards - returns need an authorisation number", false, "444444", "Arial", "Pelham", "pelham.dotx", false, 6},
		{"sakai", "堺紙業株式会社", "sakai-shigyo.example", "〒590-0078 大阪府堺市堺区南瓦町 6-1-9", "TEL 072-555-0148", "堺紙業株式会社 古紙再生促進センター会員 再生紙を使用しています", true, "666633", "MS Gothic", "堺", "sakai.dotx", false, 1},
	}
}

var (
	customersEN = []string{"Ardmore Foods plc", "Bellweather Hotels", "Castlegate Motors", "Dunmore Clinics", "Eastfield Borough Council", "Farnham Dairy", "Glenrock Mining", "Hartwell Schools Trust", "Inverlea Textiles", "Jessop & Vane"}
	customersJA = []string{"山吹食品株式会社", "若竹ホテル株式会社", "白浜自動車株式会社", "緑川医院", "東野市役所", "朝霧乳業株式会社", "岩根鉱山株式会社", "花園学園", "糸魚織物株式会社", "藤波商事株式会社"}
	wordsEN     = []string{"inspection", "delivery", "schedule", "of", "the", "measured", "tolerance", "and", "was", "report", "within", "steel", "pump", "replaced", "according", "agreed", "to", "revision", "quarter", "estimate", "storage", "on", "request", "with", "annual", "safety", "for", "review", "panel", "load", "result", "in", "order", "section", "valve", "supplier"}
	subjectsJA  = []string{"点検の結果", "納期の変更", "数量の差異", "部品の交換", "見積の前提", "次回の打合せ", "図面の改訂", "安全対策", "工程の遅れ", "検収の時期", "担当者の交代", "試験成績書", "据付の手順", "在庫の状況"}
	verbsJA     = []string{"を報告します", "については別途協議します", "を確認しました", "は次のとおりです", "を説明します", "を反映しました", "を強化します", "は予定どおりです", "を添付します", "に問題はありません", "を見直します", "は未定です"}
	itemsEN     = []string{"Bearing set", "Control valve", "Site visit", "Hydraulic pump", "Coating", "Freight", "Documentation", "Sensor module", "Calibration", "Gasket kit"}
	itemsJA     = []string{"軸受一式", "制御弁", "現地調査", "油圧ポンプ", "塗装", "運賃", "図書作成", "センサ", "校正費", "ガスケット"}
)
