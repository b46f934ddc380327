package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/japanese"
)

var english = strings.Fields(`the of and to in for is on with by at from this that please find attached
invoice quotation order delivery payment account balance total amount price quantity unit description
customer vendor supplier contract agreement schedule project meeting minutes report budget forecast
department finance sales purchasing engineering human resources manager director president employee
address telephone fax mail subject sent received inbox drafts folder file edit view help home insert
format tools window name date modified type size network printer server database table query select
Confidential Internal Only Draft Revision Approved Review Status Open Closed Pending Region Europe Asia
North South Street Road Limited Company Holdings Group Industries Bank Tax VAT Subtotal Due Terms Net
Monday Friday January March August December password user login system error warning message update
WHERE INSERT VALUES NULL TRUE SHARE ADMIN TOTAL NO. REF DATE ITEM QTY CASH CHANGE THANK YOU`)

var nippon = strings.Fields(`株式会社 有限会社 見積書 請求書 納品書 注文書 契約書 御中 様 担当 部長 課長 営業部 経理部
総務部 人事部 技術部 開発 製造 工場 本社 支店 東京都 大阪府 愛知県 千代田区 中央区 丁目 番地 電話番号 住所 郵便番号 件名 宛先
差出人 日時 金額 合計 小計 消費税 税込 単価 数量 品名 備考 納期 有効期限 支払条件 お世話になっております 添付ファイルをご確認ください
よろしくお願いいたします 会議室 議事録 予算 実績 計画 進捗 報告 資料 社外秘 部外秘 取扱注意 更新日時 種類 サイズ 名前 ファイル
フォルダー デスクトップ ダウンロード ドキュメント ピクチャ ネットワーク プリンター サーバー システム メール 受信トレイ 送信済み
下書き 返信 転送 検索 編集 表示 挿入 書式 ヘルプ ホーム データ シート 管理表 一覧 顧客名簿 設備 保守 運用 移行 確認 完了 未着手
対応中 承認 申請 部署 社員番号 氏名 役職 取締役 代表 監査役 事業 企画 法務 研究所 センター グループ 工業 商事 電機 化学 物流 食品
印刷 建設 です ます した から まで について に関する および ならびに`)

func pick(r *rand.Rand, s []string) string { return s[r.IntN(len(s))] }

func latinLine(r *rand.Rand) string {
	var parts []string
	for range 1 + r.IntN(9) {
		parts = append(parts, latinToken(r))
	}
	s := strings.Join(parts, " ")
	if r.IntN(6) == 0 {
		s = strings.ToUpper(s)
	}
	return s
}

func latinToken(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0:
		return fmt.Sprintf("%d-%02d-%02d", 2010+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28))
	case 1:
		return fmt.Sprintf("%d,%03d.%02d", 1+r.IntN(900), r.IntN(1000), r.IntN(100))
	case 2:
		return strings.ToLower(syllables(r)) + "." + strings.ToLower(syllables(r)) + "@" + strings.ToLower(syllables(r)) + pick(r, []string{".example", ".test", "-sys.example", ".co.example"})
	case 3:
		return `\\srv` + fmt.Sprint(r.IntN(100)) + `\` + strings.ToLower(syllables(r)) + `\` + pick(r, english)
	case 4:
		return fmt.Sprint(r.IntN(1_000_000))
	case 5:
		return fmt.Sprintf("%d:%02d", r.IntN(24), r.IntN(60))
	case 6:
		return syllables(r)
	}
	return pick(r, english)
}

func syllables(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		b.WriteString(pick(r, strings.Fields("ba ken tor li mo sha ri ne wil ber gra fen do ka sto ven mar lin pe rus ha tch")))
	}
	s := b.String()
	return string(unicode.ToUpper(rune(s[0]))) + s[1:]
}

func japaneseLine(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(7) {
		switch r.IntN(8) {
		case 0:
			b.WriteString(kanji(r, 1+r.IntN(5)))
		case 1:
			b.WriteString(kana(r, 'ァ', 2+r.IntN(7)))
		case 2:
			b.WriteString(kana(r, 'ぁ', 2+r.IntN(7)))
		default:
			b.WriteString(pick(r, nippon))
		}
		if r.IntN(5) == 0 {
			b.WriteByte(' ')
		}
		if r.IntN(8) == 0 {
			b.WriteString(latinToken(r))
		}
	}
	return b.String()
}

// kana draws n characters of the block that begins at first, small letters and
// all.
func kana(r *rand.Rand, first rune, n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(first + rune(r.IntN(83)))
	}
	return b.String()
}

// kanji draws n characters of JIS X 0208 level 1 (rows 16 to 46).
func kanji(r *rand.Rand, n int) string {
	b := make([]byte, 0, 2*n)
	for range n {
		b = append(b, 0xA0+16+byte(r.IntN(31)), 0xA1+byte(r.IntN(94)))
	}
	s, err := japanese.EUCJP.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}
