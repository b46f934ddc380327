package say

import "evscan/report/document"

// Redacted says that persons were masked, and what that left out; empty where nothing
// was.
func Redacted(l Lang, o document.Options) string {
	if !o.Redacted {
		return ""
	}
	return pick(l, "Redacted: names of persons, street addresses, telephone and card numbers, national ids and dates of birth are masked, each with the same mark throughout. Pictures are left out. Organisations stand as they are.",
		"墨消し済み:個人の名前、住所、電話番号、カード番号、個人を識別する番号、生年月日を伏せています(同じものには同じ記号)。画像は載せていません。組織名はそのままです。")
}
