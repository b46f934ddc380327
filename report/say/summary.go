package say

import "fmt"

// Items counts items.
func Items(l Lang, n int) string {
	if l == Japanese {
		return fmt.Sprintf("%d件", n)
	}
	return Plural(n, "item")
}

// Label is a label of the summaries, which are written in English, in language l. One
// that has no Japanese stays as it is.
func Label(l Lang, english string) string {
	if s, ok := labels(english); ok && l == Japanese {
		return s
	}
	return english
}

func labels(english string) (string, bool) {
	switch english {
	case ", ":
		return "、", true
	case ": ":
		return ":", true
	case "; ":
		return "。", true
	case "NOTE":
		return "注記", true
	case "CLAIM":
		return "主張", true
	case "OWNER":
		return "持ち主", true
	case "TAKEN FROM":
		return "入手元", true
	case "SHORTCUTS":
		return "単純集計", true
	case "COVERAGE":
		return "読取範囲", true
	case "OTHERS":
		return "その他の組織", true
	case "WHY %s":
		return "「%s」を示す根拠", true
	case "  (2.3 nats make it ten times as likely)":
		return "  (2.3ナットで10倍の確からしさ)", true
	case "WOULD CHANGE THE ANSWER":
		return "結論が変わる条件", true
	case "NOT OR NOT FULLY READ":
		return "読み取れなかったもの", true
	case "DECIDED BY A PERSON":
		return "人による決定", true
	case "undetermined":
		return "判定できない", true
	case "identified":
		return "特定", true
	case "not identified":
		return "特定には至らず", true
	case "no evidence":
		return "証拠なし", true
	case ", P ":
		return "、確率 ", true
	case "; leading is %s, P %s":
		return "。有力なのは %s、確率 %s", true
	case ": nothing in the package points at an owner":
		return ":持ち主を示すものはパッケージにありません", true
	case "; unknown owner P ":
		return "。未知の持ち主である確率 ", true
	case "undetermined: no custody evidence decides whose systems held the files":
		return "判定できない:どのシステムにあったかを決める証拠がありません", true
	case "the owner's own systems, P ":
		return "持ち主自身のシステム、確率 ", true
	case "systems of %s, P %s":
		return "%s のシステム、確率 %s", true
	case "nobody":
		return "該当なし", true
	case " (wrong)":
		return "(誤り)", true
	case "counting alone would say: ":
		return "数えるだけの場合の答え。", true
	case ", %d witnesses; the strongest":
		return "、証拠%d件、最も強いもの", true
	case "and %d more in the JSON report":
		return "ほか%d件はJSONレポートにあります", true
	case "and %d more":
		return "ほか%d件", true
	case "OCR models missing: ":
		return "不足しているOCRモデル: ", true
	case "VERDICT":
		return "結論", true
	case "of A in B %s; of B in A %s":
		return "AのうちBにあるもの %s。BのうちAにあるもの %s", true
	case "IDENTICAL FILES":
		return "同一のファイル", true
	case "NEAR-COPIES":
		return "近似ファイル", true
	case "SAME FORM, OTHER CONTENTS (do not count)":
		return "同じ様式で内容の異なる文書(数えない)", true
	case "does not count: ":
		return "数えない:", true
	case "ORGANISATIONS IN BOTH":
		return "両方に現れる組織", true
	}
	return "", false
}
