package say

import "strings"

// Class names an evidence class or another summand of a score.
func Class(l Lang, class string) string {
	if l == English {
		switch class {
		case "header-footer":
			return "header or footer"
		case "host-path":
			return "host or path"
		case "custody elsewhere":
			return "custody marks of others"
		case "hub":
			return "share of the documents"
		case "counterparties":
			return "number of counterparties"
		case "clipping and guard":
			return "limits and corrections"
		}
	}
	return term(l, class, map[string]string{
		"tenant": "テナントID", "internal-mail": "社内メール", "host-path": "ホスト名・パス", "template": "ひな形", "header-footer": "ヘッダー・フッター",
		"authorship": "作成者情報", "recipient": "宛先", "external-mail": "社外メール", "logo": "ロゴ", "issuer": "発行者欄", "mention": "本文中の言及", "listing": "掲載文",
		"custody elsewhere": "他者の保管の痕跡", "hub": "文書の当事者である割合", "counterparties": "取引相手の数", "clipping and guard": "上限と補正",
	})
}

// Meaning says in a sentence what a class of evidence shows; empty for what is no
// class of evidence.
func Meaning(l Lang, class string) string {
	switch class {
	case "tenant":
		return pick(l, "The id of a Microsoft 365 tenant: the files were labelled in this organisation's own account.", "Microsoft 365のテナントID。ファイルはこの組織のアカウント内でラベル付けされた。")
	case "internal-mail":
		return pick(l, "Mail that never left the house: sender and recipients share its domain.", "組織の外に出ていないメール。差出人も受取人も同じドメイン。")
	case "host-path":
		return pick(l, "Servers, shares and intranet pages of its own network.", "自社ネットワークのサーバー、共有フォルダー、社内ページ。")
	case "template":
		return pick(l, "Documents made with its own forms and templates.", "この組織のひな形や様式で作られた文書。")
	case "header-footer":
		return pick(l, "It stands in running headers, footers or confidentiality notices.", "ヘッダー、フッター、秘密保持の注意書きに記されている。")
	case "authorship":
		return pick(l, "Files name it as the company or author that made them.", "ファイルの作成者・会社として記録されている。")
	case "recipient":
		return pick(l, "Documents are addressed to it.", "文書の宛先になっている。")
	case "external-mail":
		return pick(l, "It is one side of mail between two organisations.", "組織間のメールの一方である。")
	case "logo":
		return pick(l, "Its logo was recognised.", "ロゴが認められた。")
	case "issuer":
		return pick(l, "It stands where the issuer of a document stands: letterhead, seal, registration number.", "文書の発行者の位置(レターヘッド、印、登録番号)に記されている。")
	case "mention":
		return pick(l, "It is named in running text; this weighs little.", "本文で言及されている。重みは小さい。")
	case "listing":
		return pick(l, "Words of whoever published the package; they count for the claim only.", "公開した側の文言。主張の検討にのみ用いる。")
	}
	return ""
}

// Role names the part an organisation plays.
func Role(l Lang, role string) string {
	return term(l, role, map[string]string{
		"owner": "持ち主", "custodian": "保管者", "customer": "顧客", "vendor": "仕入先", "partner": "取引相手", "regulator": "規制当局",
		"software-vendor": "ソフトウェアの製造元", "mentioned": "言及のみ", "claimed": "主張された組織",
		"issuer": "発行者", "recipient": "受取人", "holder": "保管者",
	})
}

// Zone names the part of a page in which something stands.
func Zone(l Lang, zone string) string {
	return term(l, zone, map[string]string{
		"body": "本文", "header": "ヘッダー", "footer": "フッター", "title": "表題", "subject": "件名", "addressee": "宛名", "issuer": "発行者欄",
		"signature": "署名", "notice": "注意書き", "window-title": "ウィンドウの題名", "address-bar": "アドレス欄", "path": "パス",
		"property": "プロパティ", "name": "ファイル名", "comment": "コメント",
	})
}

// Status names how much of an item was read.
func Status(l Lang, status string) string {
	return term(l, status, map[string]string{"read": "読取済み", "partly-read": "一部のみ", "not-read": "未読"})
}

// ProblemKinds lists the reasons why something was not read, in the order reports use.
func ProblemKinds() []string {
	return []string{"encrypted", "corrupt", "unsupported", "tool-missing", "limit-reached", "timed-out", "crashed", "read-failed"}
}

// ProblemKind names a reason why something was not read.
func ProblemKind(l Lang, kind string) string {
	return term(l, kind, map[string]string{
		"corrupt": "破損", "encrypted": "暗号化", "unsupported": "未対応", "limit-reached": "上限到達", "timed-out": "時間切れ",
		"crashed": "読取中に異常終了", "read-failed": "読込失敗", "tool-missing": "道具の不足",
	})
}

// Verdict names a verdict on the claim or on the owner.
func Verdict(l Lang, verdict string) string {
	return term(l, verdict, map[string]string{
		"supported": "裏付けられる", "contradicted": "反する", "undetermined": "判定できない", "identified": "特定", "leading": "有力", "no-evidence": "証拠なし",
	})
}

// Band names a likelihood ratio in words.
func Band(l Lang, band string) string {
	name, against := strings.CutSuffix(Clean(band), " against")
	if l != Japanese {
		return Clean(band)
	}
	name = term(l, name, map[string]string{"weak": "弱い", "moderate": "中程度", "moderately strong": "やや強い", "strong": "強い",
		"very strong": "非常に強い", "extremely strong": "極めて強い"})
	if against {
		return name + "反証"
	}
	return name + "裏付け"
}

// Baseline names a shortcut that counts instead of weighing.
func Baseline(l Lang, name string) string {
	if l == Japanese {
		return term(l, name, map[string]string{"most-mentioned": "最多の言及", "mail-domain": "最多のメールアドレス", "company-property": "最多の会社プロパティ", "pooled": "全ての印の合計"})
	}
	switch name {
	case "most-mentioned":
		return "most mentions"
	case "mail-domain":
		return "most mail addresses"
	case "company-property":
		return "most Company fields"
	case "pooled":
		return "all marks pooled"
	}
	return Clean(name)
}

// term is the Japanese word where there is one, else the report's own word with
// blanks for hyphens.
func term(l Lang, word string, japanese map[string]string) string {
	if s, ok := japanese[word]; ok && l == Japanese {
		return s
	}
	return strings.ReplaceAll(Clean(word), "-", " ")
}
