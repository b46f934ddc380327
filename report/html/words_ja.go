package html

// japanese is every string of the interface in Japanese.
func japanese() map[string]string {
	return map[string]string{
		"title":   "evscan レポート",
		"skip":    "判定へ移動",
		"lang":    "言語",
		"print":   "印刷",
		"nav":     "目次",
		"verdict": "判定", "evidence": "証拠", "weights": "重み", "map": "誰から誰へ", "timeline": "年表", "items": "ファイル一覧", "problems": "読めなかったもの", "about": "来歴と検証",

		"claim.supported": "主張は裏付けられる", "claim.contradicted": "主張は証拠に反する", "claim.undetermined": "主張は判定できない",
		"owner.identified": "持ち主を特定", "owner.leading": "持ち主は未特定", "owner.undetermined": "持ち主は不明", "owner.no-evidence": "持ち主の証拠なし",
		"owner": "持ち主", "leader": "有力(未特定)", "owner.none": "特定できません。", "unknown": "見つかったどの組織でもない確率:", "probability": "確率",
		"custodian": "持ち出し元", "custodian.own": "持ち主自身のシステム", "custodian.of": "この組織のシステム", "custodian.none": "不明", "custodian.none.why": "誰のシステムにあったかを示す証拠が足りません。",
		"decided":   "人の判断の内容",
		"claimed.p": "主張された組織が持ち主である確率:",
		"flips":     "何があれば答えが変わるか", "flips.none": "どの種別の証拠、どの類似ファイル群、どの主要ファイルを一つ除いても、答えは変わりません。", "flips.nobody": "有力候補がないため、変わる答えもありません。", "more": "件はJSONレポートにあります",
		"shortcuts": "数えるだけなら", "shortcuts.wrong": "持ち主ではない", "nobody": "該当なし",
		"coverage": "読取範囲", "coverage.items": "件", "coverage.models": "不足しているOCRモデル:",
		"others": "ほかの組織", "others.all": "すべての組織(別の表記、同一とみた理由)", "confirmed": "人が確認", "same": "同一の可能性", "linked": "同一組織とみた理由", "others.found": "見つかった組織", "others.none": "組織は現れません。", "organisation": "組織", "roles": "役割", "witnesses": "証拠数", "alias": "別の表記",

		"evidence.lead":   "一枚が一つの証拠です。どこに何があり、どう数え、どれだけの重みかを示します。2.3ナットで可能性は10倍になります。",
		"evidence.none":   "組織を示す証拠はありません。",
		"evidence.folded": "件、同じ種別の証拠を表示",
		"filter.org":      "組織", "filter.class": "種別", "filter.all": "すべて", "filter.shown": "件を表示", "crop.open": "画像を拡大", "crop.close": "閉じる", "crop.alt": "画像の一部。枠は読み取った箇所:",
		"counted": "数え方", "weight": "重み", "nats": "ナット", "place": "場所", "why": "理由", "quality": "品質", "evidence.more": "件の証拠はJSONレポートだけにあります",

		"weights.lead": "各種別の証拠が、各組織をどれだけ支持する(右)か、否定する(左)か。単位はナット。", "weights.class": "種別", "weights.score": "合計", "weights.classes": "種別ごとの証拠", "weights.whole": "パッケージ全体から(目盛りは別)", "weights.none": "重みを付けた証拠はありません。",
		"map.lead": "発行者と受取人の両方が記された文書です。数字は文書の数です。", "map.claimed": "破線の枠は、主張された組織です。", "map.picture": "発行者から受取人への矢印。内容は下の表と同じです。", "map.none": "発行者と受取人の両方を記した文書はありません。", "map.from": "発行者", "map.to": "受取人", "map.count": "文書数", "map.table": "表で見る",
		"timeline.lead": "各組織を示すファイルが、いつ作成・変更・送信されたか(ファイル自身の記載による)。", "timeline.picture": "組織ごとに並べた時期別のファイル数。内容は下の表と同じです。", "timeline.none": "日付を記した証拠ファイルはありません。", "timeline.all": "日付のある全ファイル", "timeline.files": "件", "timeline.table": "表で見る", "timeline.first": "最初", "timeline.last": "最後",
		"items.lead":   "パッケージ内のすべてのファイルと、その中に含まれるものです。",
		"items.search": "名前で検索", "items.status": "状態", "items.type": "形式", "items.org": "組織", "items.any": "指定なし", "items.problems": "問題のあるもの", "items.name": "名前", "items.size": "サイズ", "items.orgs": "組織", "items.noscript": "一覧の表示にはこのページのスクリプトが必要ですが、このブラウザでは動きません。JSONレポートにすべて載っています。",
		"items.prev": "前へ", "items.next": "次へ", "items.page": "ページ", "items.of": "/", "items.none": "条件に合うファイルはありません。", "items.open": "詳細:", "items.printed": "印刷されるのは、表のこのページの行だけです。",
		"detail.path": "パス", "detail.sha256": "SHA-256", "detail.same": "同じ内容", "detail.basis": "形式の根拠", "detail.warnings": "警告", "detail.metadata": "メタデータ", "detail.marks": "組織の印", "detail.problems": "問題", "detail.cut": "これ以上の詳細はJSONレポートにあります。",
		"status.read": "読取済み", "status.partly-read": "一部のみ", "status.not-read": "未読", "aside.1": "仕込みとして除外", "aside.2": "無関係として除外", "detail.aside": "人の判断で除外",
		"problems.none": "すべて読み取れました。", "problems.lead": "読めなかったもの、一部しか読めなかったものと、その対処です。", "problems.more": "件は、ファイル一覧で探せます",
		"about.package": "パッケージ", "about.items": "ファイル", "about.items.hashed": "JSONレポートには%[2]d件中%[1]d件のSHA-256があります。", "about.again": "再判定", "about.sandbox": "読み取り時の隔離", "about.claim": "主張の解釈", "about.claim.several": "名称があいまいで、このいずれかを指します。",
		"about.check": "検証するには", "about.check.does": "レポートがパッケージのものであることを確かめ、違いがあれば一覧にします。", "about.compare": "比較するには", "about.compare.near": "二つのパッケージに共通するものを示します。%d件は編集後の複製でも見分けられます(方式%d)。", "about.compare.bytes": "二つのパッケージに共通するものを示します。このパッケージでは、内容が完全に同じファイルだけを見分けられます。",
		"about.made": "作成", "about.models": "OCR", "about.limits": "適用した上限", "about.options": "指定", "about.note": "確率は証明ではありません。このパッケージの証拠が、ほかの組織と比べてどれだけ一人の持ち主に合うかを示すものです。パッケージにないものは誰も量っていません。",
	}
}
