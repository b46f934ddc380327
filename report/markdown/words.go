package markdown

import "evscan/report/say"

// words are the strings of the report's own frame, by key, in one language.
func words(l say.Lang) map[string]string {
	if l == say.Japanese {
		return map[string]string{
			"title":           "evscan レポート:",
			"claim.supported": "主張は裏付けられる", "claim.contradicted": "主張は証拠に反する", "claim.undetermined": "主張は判定できない",
			"owner.identified": "持ち主を特定", "owner.leading": "持ち主は未特定", "owner.undetermined": "持ち主は不明", "owner.no-evidence": "持ち主の証拠なし",
			"organisation": "組織", "probability": "確率", "role": "役割", "domain": "ドメイン", "witnesses": "証拠数",
			"owner": "持ち主", "leader": "有力(未特定)", "unknown": "見つかったどの組織でもない", "custodian": "持ち出し元", "claimed": "主張された組織",
			"custodian.none": "不明(誰のシステムにあったかを示す証拠が足りない)", "custodian.own": "持ち主自身のシステム", "custodian.of": "%s のシステム",
			"flips": "何があれば答えが変わるか", "flips.none": "どの種別の証拠、どの類似ファイル群、どの主要ファイルを一つ除いても、答えは変わりません。",
			"decided": "人の判断の内容",
			"others":  "ほかの組織", "found": "見つかった組織", "evidence": "%s を示す主な証拠", "nats": "ナット", "witness": "証拠%d件。最も強いもの:",
			"place": "場所:", "reads": "内容:", "counted": "数え方:",
			"coverage": "読取範囲", "coverage.items": "%d件:%s。", "models": "不足しているOCRモデル:",
			"problems": "読めなかったもの", "more": "ほか%d件はJSONレポートにあります", "about": "このレポートについて", "package": "パッケージ:", "made": "作成:",
			"note": "2.3ナットで可能性は10倍になります。確率は証明ではありません。このパッケージの証拠が、ほかの組織と比べてどれだけ一人の持ち主に合うかを示すものです。",
		}
	}
	return map[string]string{
		"title":           "evscan report:",
		"claim.supported": "Claim supported", "claim.contradicted": "Claim contradicted", "claim.undetermined": "Claim undetermined",
		"owner.identified": "Owner identified", "owner.leading": "Owner not identified", "owner.undetermined": "Owner undetermined", "owner.no-evidence": "No evidence of an owner",
		"organisation": "Organisation", "probability": "Probability", "role": "Role", "domain": "Domain", "witnesses": "Witnesses",
		"owner": "Owner", "leader": "Leading, not identified", "unknown": "None of those found", "custodian": "Taken from", "claimed": "Claimed",
		"custodian.none": "undetermined: no custody evidence decides whose systems held the files", "custodian.own": "the owner's own systems", "custodian.of": "systems of %s",
		"flips": "What would change the answer", "flips.none": "Leaving out any one class of evidence, any one group of look-alike files or any one of the weightiest files changes nothing.",
		"decided": "What a person decided",
		"others":  "Other organisations", "found": "Organisations found", "evidence": "Best evidence for %s", "nats": "nats", "witness": "%d witnesses; the strongest:",
		"place": "where:", "reads": "reads:", "counted": "counted as:",
		"coverage": "Coverage", "coverage.items": "%d items: %s.", "models": "OCR models missing:",
		"problems": "Not or not fully read", "more": "and %d more in the JSON report", "about": "About this report", "package": "Package:", "made": "Made by:",
		"note": "2.3 nats make an organisation ten times as likely. A probability is no proof: it says how well the evidence in this package fits one owner compared with others.",
	}
}
