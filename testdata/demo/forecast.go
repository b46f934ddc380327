package demo

import (
	"strconv"
	"time"
)

// clientPapers are the lines of the quotations to the n-th client of the vendor.
func clientPapers(n int) []paper {
	switch n {
	case 0:
		return []paper{
			{"第2圧延 操業サーバ更新", 2020, 7, 6, false, false, []item{{"操業サーバ SIMX-2200（富士通製）", 2, 2480000}, {"無停止切替作業（連休）", 1, 3900000}}},
			{"操業サーバ 保守", 2020, 7, 6, true, false, []item{{"ハードウェア保守 24h（年額）", 2, 612000}}},
			{"事務所ネットワーク更新", 2020, 11, 19, false, false, []item{{"L2スイッチ SIM-3200", 14, 126000}, {"配線", 1, 870000}}}}
	case 1:
		return []paper{
			{"工場見える化 構想支援", 2020, 8, 3, false, false, []item{{"構想支援（人月）", 3, 1650000}}},
			{"包装ライン 実績収集", 2020, 10, 22, true, false, []item{{"収集端末", 18, 96000}, {"画面製造（人月）", 7, 1320000}, {"教育", 2, 150000}}}}
	case 2:
		return []paper{
			{"営業店端末更新 46台", 2020, 9, 10, true, false, []item{{"営業店端末", 46, 214000}, {"通帳印字装置", 23, 388000}}},
			{"支店追加に伴う保守", 2021, 2, 22, false, false, []item{{"端末保守（月額）", 8, 4200}, {"回線監視（月額）", 2, 9800}}}}
	case 3:
		return []paper{
			{"倉庫端末の入替え", 2020, 10, 5, false, false, []item{{"携帯端末", 400, 68000}, {"展開作業", 5, 740000}}},
			{"倉庫基盤 移行", 2021, 2, 3, true, false, []item{{"移行設計（人月）", 5, 1480000}, {"本番移行", 5, 1250000}}}}
	case 4:
		return []paper{{"図面管理 概算", 2021, 3, 1, false, false, []item{{"図面管理ライセンス 50名", 1, 2900000}, {"取込み 8,000枚", 1, 960000}}}}
	default:
		return []paper{{"店舗予約システム 改修", 2021, 1, 12, true, false, []item{{"改修（人月）", 4, 1320000}, {"負荷試験", 1, 680000}}}}
	}
}

// forecasts writes the vendor's workbooks about its clients' orders.
func (b *builder) forecasts(folder string, o *office) {
	list := clients()
	deals := [][]string{{"案件", "金額（千円）", "確度", "受注予定", "競合", "メモ"},
		{"操業サーバ更新", "12,984", "A", "2月", "1社", "内示済み。納期2週間後ろ"}, {"会計入替え", "38,000", "C", "8月", "不明", "夏に再訪"}, {"支店追加 保守", "636", "A", "3月", "なし", "理事会2/26"},
		{"倉庫端末の入替え", "30,900", "B", "3月", "2社", "停止時間が鍵"}, {"図面管理", "3,860", "C", "6月", "なし", "紹介案件"}, {"店舗予約 改修", "5,960", "B", "3月", "1社", "先方の予算待ち"}}
	rows := [][]string{append([]string{"お客様"}, deals[0]...)}
	for i, c := range list {
		rows = append(rows, append([]string{c.Name}, deals[i+1]...))
	}
	when := day(2021, time.February, 2)
	data, err := o.ownWorkbook(3, "2020年度4Q 受注見込み", when, rows)
	b.add(folder+"/2020年度4Q.xlsx", when, data, err)

	rows = [][]string{{"担当", "お客様", "訪問", "提案", "見積", "受注"}}
	for i, c := range list {
		rows = append(rows, []string{o.Staff[i%3].Name, c.Name, strconv.Itoa(9 - i), strconv.Itoa(4 - i/2), strconv.Itoa(len(clientPapers(i))), strconv.Itoa((i + 1) % 2)})
	}
	when = day(2021, time.January, 6)
	data, err = o.ownWorkbook(6, "営業活動 月次集計（12月）", when, rows)
	b.add(folder+"/活動集計_2012.xlsx", when, data, err)

	rows = [][]string{{"月", "計画", "実績・見込み", "差", "備考"}}
	for i, plan := range []int{41200, 38800, 52000, 36500, 44100, 71300} {
		got := plan - 4300 + i*i*390
		rows = append(rows, []string{strconv.Itoa((9+i)%12+1) + "月", group(plan), group(got), strconv.Itoa(got - plan), []string{"", "機器の遅れ", "期末の計上", "", "", "年度末"}[i]})
	}
	when = day(2021, time.February, 15)
	data, err = o.ownWorkbook(8, "下期 売上見通し（第三営業部）", when, rows)
	b.add(folder+"/下期売上見通し.xlsx", when, data, err)
}
