package say

import (
	"fmt"

	"evscan/report/compare"
)

// Compared is what two packages have in common, in one sentence.
func Compared(l Lang, c compare.Comparison) string {
	a, b := &c.A, &c.B
	from, to := a, b // the package that the other one holds more of
	if b.Share > a.Share || b.Share == a.Share && b.ShareBytes > a.ShareBytes {
		from, to = b, a
	}
	switch c.Verdict {
	case compare.Identical:
		if a.SHA256 == b.SHA256 {
			return pick(l, "both are the same package, byte for byte.", "二つは同一のパッケージです(全バイト一致)。")
		}
		return pick(l, "every file of one is in the other, byte for byte; only the packing differs.", "どちらのファイルもすべて他方にあり、全バイト一致します。違うのは梱包だけです。")
	case compare.Recycled:
		return fmt.Sprintf(pick(l, "%s of %s is in %s. Which of them came first, the contents do not say.",
			"%[2]s の%[1]sが %[3]s にあります。どちらが先かは内容からは分かりません。"), ShareOf(l, from), Clean(from.Name), Clean(to.Name))
	case compare.Overlapping:
		if from.Identical+from.Near == 0 {
			return pick(l, "forms of the same make with other contents, but no file of one is in the other.", "同じ様式で内容の異なる文書がありますが、共通のファイルはありません。")
		}
		return fmt.Sprintf(pick(l, "%s of %s is in %s, less than the %.0f%% from which on a package counts as recycled.",
			"%[2]s の%[1]sが %[3]s にありますが、使い回しとみなす%.0[4]f%%には達しません。"), ShareOf(l, from), Clean(from.Name), Clean(to.Name), 100*c.Threshold)
	case compare.SameOrganisations:
		return pick(l, "no content in common; the same organisations appear in both, which does not make one a copy of the other.",
			"共通の内容はありません。同じ組織が両方に現れますが、それだけでは使い回しとは言えません。")
	case compare.Unrelated:
		return pick(l, "neither content nor parties in common.", "内容にも関係する組織にも共通点はありません。")
	default:
		return pick(l, "one of them holds no file that could be compared.", "一方に比較できるファイルがありません。")
	}
}

// ShareOf says how much of a package was found in the other one.
func ShareOf(l Lang, s *compare.Side) string {
	return fmt.Sprintf(pick(l, "%.0f%% (%d of %s; %s of %s)", "%.0f%%(%[3]s中%[2]d件、%[5]s中%[4]s)"),
		100*s.Share, s.Identical+s.Near, files(l, s.Files), Size(s.Found), Size(s.Bytes))
}

func files(l Lang, n int) string {
	if l == Japanese {
		return fmt.Sprintf("%d件", n)
	}
	return Plural(n, "file")
}

// ComparedSide says what of a package was found, and how.
func ComparedSide(l Lang, s *compare.Side) string {
	out := fmt.Sprintf(pick(l, "%s: %d identical, %d near-copies", "%s: 同一%d件、近似%d件"), files(l, s.Files), s.Identical, s.Near)
	switch {
	case s.Trivial == 1 && l == English:
		out += "; 1 trivial one does not count"
	case s.Trivial > 0:
		out += fmt.Sprintf(pick(l, "; %d trivial ones do not count", "、些末な%d件は数えない"), s.Trivial)
	}
	if s.Unprinted > 0 {
		out += fmt.Sprintf(pick(l, "; %d compared by their bytes only", "、%d件は全バイトの一致のみで比較"), s.Unprinted)
	}
	return out
}

// NearCopiesMissing says why not all near-copies were looked for; empty where they were.
func NearCopiesMissing(l Lang, c compare.Comparison) string {
	switch c.Why {
	case "no-fingerprints":
		return pick(l, "Near-copies were not looked for: a report holds no fingerprints of its items (an inventory, or of an older evscan). Only equal bytes count; scan again to find more.",
			"近似ファイルは調べていません。ファイルの指紋を持たないレポートがあります(一覧のみ、または古い版で作成)。全バイトの一致だけを数えました。再スキャンすれば詳しく比較できます。")
	case "redacted":
		return pick(l, "A report is redacted and holds no numbers: near-copies were told by their words and pictures only.",
			"秘匿処理されたレポートには数値の指紋がありません。近似ファイルは文章と画像だけで判定しました。")
	case "other-method":
		return pick(l, "Near-copies were not looked for: the fingerprints of the reports are of different versions. Only equal bytes count; scan again with one evscan to find more.",
			"近似ファイルは調べていません。指紋の版がレポートごとに違います。全バイトの一致だけを数えました。同じ版で再スキャンすれば詳しく比較できます。")
	}
	return ""
}

// ComparedVerdict names a verdict on two packages.
func ComparedVerdict(l Lang, verdict string) string {
	return term(l, verdict, map[string]string{"identical": "同一", "recycled": "使い回し", "overlapping": "一部重複",
		"same-organisations": "組織のみ共通", "unrelated": "無関係", "undetermined": "判定できない"})
}

// ComparedBy says by what two files are alike.
func ComparedBy(l Lang, p compare.Pair) string {
	switch p.By {
	case "sha256":
		return pick(l, "same bytes", "全バイト一致")
	case "picture":
		s := fmt.Sprintf(pick(l, "pictures %.0f%% alike", "画像の類似度%.0f%%"), 100*p.Similarity)
		if p.Text > 0 {
			s += fmt.Sprintf(pick(l, ", text %.0f%%", "、文字%.0f%%"), 100*p.Text)
		}
		return s
	case "numbers":
		return fmt.Sprintf(pick(l, "%.0f%% of the numbers", "数値の%.0f%%が共通"), 100*p.Numbers)
	default:
		s := fmt.Sprintf(pick(l, "text %.0f%% alike", "文章の類似度%.0f%%"), 100*p.Text)
		if p.Numbers > 0 || p.Kind == compare.PairForm {
			s += fmt.Sprintf(pick(l, ", numbers %.0f%%", "、数値%.0f%%"), 100*p.Numbers)
		}
		return s
	}
}

// Trivial says why a file does not count.
func Trivial(l Lang, why string) string {
	return term(l, why, map[string]string{"empty": "空", "tiny": "極小", "system": "システムの残置", "software": "プログラム", "blank": "白紙", "licence": "ライセンス文"})
}
