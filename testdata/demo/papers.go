package demo

import (
	"fmt"
	"time"
)

// paper is a row of the tables below.
type paper struct {
	subject string
	y, m, d int
	pdf     bool
	invoice bool
	items   []item
}

func vendorPapers() []paper {
	return []paper{
		{"基幹サーバ更改 機器一式", 2020, 4, 15, false, false, []item{{"サーバ本体 SIMX-2200（富士通製）", 4, 2480000}, {"冗長電源・実装部材", 4, 186000}, {"据付・導入作業", 1, 1350000}}},
		{"基幹サーバ 保守（24時間365日）", 2020, 4, 15, true, false, []item{{"ハードウェア保守 24h（年額）", 4, 612000}, {"富士通リモート監視（年額）", 1, 980000}}},
		{"購買システム更改 要件定義支援", 2020, 6, 8, false, false, []item{{"要件定義支援（人月）", 6, 1650000}, {"現行調査報告書作成", 1, 1200000}}},
		{"購買システム更改 基本設計", 2020, 8, 24, true, false, []item{{"基本設計（人月）", 14, 1550000}, {"移行方式検討（人月）", 3, 1550000}}},
		{"ネットワーク機器更新（本社・大阪）", 2020, 9, 3, false, false, []item{{"L3スイッチ SIM-7400", 6, 842000}, {"L2スイッチ SIM-3200", 38, 126000}, {"設定・切替作業（休日）", 1, 2450000}}},
		{"VPN増強（在宅勤務対応）", 2020, 9, 29, true, false, []item{{"VPN装置 同時3,600接続", 2, 4980000}, {"富士通 導入支援サービス", 1, 1480000}}},
		{"仮想基盤 増設", 2020, 10, 12, false, false, []item{{"仮想化ノード SIMX-1800", 3, 3120000}, {"共有ストレージ 20TB", 1, 5860000}}},
		{"ファイルサーバ更改（本社）", 2020, 10, 30, true, false, []item{{"NAS装置 96TB", 2, 6420000}, {"データ移行作業", 1, 1980000}}},
		{"購買システム更改 詳細設計・製造", 2020, 11, 16, false, false, []item{{"詳細設計（人月）", 22, 1480000}, {"製造・単体試験（人月）", 41, 1320000}}},
		{"愛媛工場 生産実績収集サーバ", 2020, 12, 4, true, false, []item{{"産業用サーバ（富士通製）", 2, 1260000}, {"現地据付・試験", 1, 890000}}},
		{"災害対策サイト 構築検討", 2021, 1, 14, false, false, []item{{"構想策定支援（人月）", 4, 1700000}, {"概算見積作成", 1, 600000}}},
		{"電子帳票基盤 ライセンス", 2021, 1, 28, true, false, []item{{"帳票出力サーバライセンス", 2, 2240000}, {"年間サポート（富士通）", 1, 672000}}},
		{"購買システム更改 結合試験・移行", 2021, 2, 10, false, false, []item{{"結合試験（人月）", 18, 1400000}, {"本番移行・立会い", 1, 4800000}}},
		{"運用保守（2021年度）", 2021, 2, 26, true, false, []item{{"アプリケーション保守（月額）", 12, 1850000}, {"富士通 サービスデスク（月額）", 12, 420000}}},
	}
}

func supplierPapers(o *organisation) []paper {
	switch o {
	case aoba:
		return []paper{
			{"ストレージ保守 2021年度", 2021, 1, 18, false, false, []item{{"ストレージ保守（容量増設含む）", 1, 30440000}, {"オンサイト対応", 4, 76000}}},
			{"ノートPC更新 第4回 1,120台", 2021, 1, 25, true, false, []item{{"ノートPC（3年リース 月額）", 1120, 4150}, {"キッティング", 1120, 3800}}},
			{"複合機リース 滋賀・愛媛", 2021, 2, 3, false, false, []item{{"複合機（月額）", 57, 25700}}},
			{"サーバ室空調更新（大阪）", 2021, 2, 19, true, false, []item{{"空調機 2系統", 2, 9200000}, {"電源工事", 1, 5200000}}},
			{"ノートPC更新 第3回 検収分", 2020, 11, 30, true, true, []item{{"ノートPC 設置", 860, 3800}}},
		}
	case hokuto:
		return []paper{
			{"計測データ収集装置 保守", 2021, 1, 12, false, false, []item{{"保守契約（愛媛・岡崎）", 2, 6510000}}},
			{"電池評価ライン 記録装置", 2021, 2, 8, true, false, []item{{"多点記録装置 HR-64", 4, 7250000}, {"据付・校正", 1, 7400000}}},
			{"温度センサ 校正", 2020, 10, 20, true, true, []item{{"校正（出張）", 1, 480000}, {"成績書", 24, 6500}}},
			{"ひずみ計測ユニット", 2020, 12, 15, false, false, []item{{"計測ユニット HS-8", 12, 186000}}},
		}
	case minato:
		return []paper{
			{"データセンタ運用（関西）2021年度", 2021, 1, 20, true, false, []item{{"運用（月額）", 12, 7700000}, {"追加ラック（月額）", 12, 500000}}},
			{"ヘルプデスク常駐 4名", 2021, 1, 20, false, false, []item{{"常駐要員（月額）", 48, 880000}}},
			{"閉域網 38回線", 2021, 2, 15, true, false, []item{{"アクセス回線（月額）", 456, 135400}}},
			{"データセンタ運用 2020年12月分", 2020, 12, 28, true, true, []item{{"運用（12月分）", 1, 8000000}}},
			{"ヘルプデスク 2021年1月分", 2021, 1, 29, true, true, []item{{"常駐要員（1月分）", 4, 880000}}},
		}
	case larkfield:
		return []paper{
			{"Demand forecasting suite, annual subscription 2021", 2021, 1, 11, true, false, []item{{"Subscription, 40 named users", 40, 2850}, {"Premium support", 1, 18000}}},
			{"Forecast model review, polymer films", 2020, 9, 14, false, false, []item{{"Consultant days", 12, 1150}}},
			{"Demand forecasting suite, Q4 2020 instalment", 2020, 10, 1, true, true, []item{{"Subscription instalment", 1, 32500}}},
			{"Workshop, carbon fibre demand signals", 2021, 2, 5, true, true, []item{{"Remote workshop", 2, 2400}}},
		}
	default:
		return []paper{
			{"MES connector maintenance 2021", 2021, 1, 15, true, false, []item{{"MES connector, per line", 9, 16400}, {"Remote diagnostics", 1, 12800}}},
			{"OPC gateway licences, Okazaki plant", 2020, 11, 9, false, false, []item{{"Gateway licence", 6, 4200}, {"Commissioning (remote)", 3, 1300}}},
			{"OPC gateway licences, delivery 1", 2020, 12, 3, true, true, []item{{"Gateway licence", 6, 4200}}},
			{"MES connector, on-call 2020 H2", 2020, 12, 21, false, true, []item{{"On-call hours", 18, 210}}},
		}
	}
}

// papers writes the quotations and invoices that o addressed to a customer.
func (b *builder) papers(folder string, o *organisation, to *office, list []paper) {
	for i, p := range list {
		when := day(p.y, time.Month(p.m), p.d)
		q := quote{Invoice: p.invoice, No: fmt.Sprintf("%s-%02d-%04d", o.Prefix, p.y%100, 1100+i*37+p.m*11), Subject: p.subject, Date: when, Items: p.items, By: i % len(o.Staff)}
		if o == vendor {
			q.By = i % 3 // sales, not engineers
		}
		name := folder + "/" + q.No + "_" + q.title(o.Layout) + "_" + fileName(p.subject)
		if p.pdf {
			data, err := quotePDF(o, to, q)
			b.add(name+".pdf", when, data, err)
		} else {
			data, err := quoteXLSX(o, to, q)
			b.add(name+".xlsx", when, data, err)
		}
	}
}
