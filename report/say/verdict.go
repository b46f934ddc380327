package say

import (
	"fmt"
	"strconv"

	"evscan/report/document"
)

// Claim is the verdict on the claim in one sentence, in small letters in English.
// It is empty where nobody claimed anything.
func Claim(l Lang, d document.Document) string {
	c := d.Claim
	if c == nil {
		return ""
	}
	owner := leader(d)
	if l == Japanese {
		return claimJapanese(c, owner, d.Attribution.Owner != nil)
	}
	who := "“" + Clean(c.Organisation) + "”"
	probably := ""
	if d.Attribution.Owner == nil {
		probably = "probably " // one can be sure who it is not before who it is
	}
	role := ""
	switch c.Role {
	case "":
	case "mentioned", "claimed":
		role = "; " + who + " is merely mentioned in it"
	default:
		role = "; " + who + " is its " + Role(English, c.Role)
	}
	switch c.Verdict {
	case "supported":
		return "the records are those of " + owner + ", as claimed."
	case "contradicted":
		return "the records are " + probably + "those of " + owner + ", not of " + who + role + "."
	default:
		return "the package neither proves nor refutes that the records are those of " + who + "."
	}
}

func claimJapanese(c *document.Claim, owner string, sure bool) string {
	who := "「" + Clean(c.Organisation) + "」"
	switch c.Verdict {
	case "supported":
		return "主張どおり、" + owner + " の記録です。"
	case "contradicted":
		s := owner + " の記録であり、" + who + "の記録ではありません。"
		if !sure {
			s = "おそらく " + owner + " の記録で、" + who + "の記録ではありません。"
		}
		switch c.Role {
		case "":
			return s
		case "mentioned", "claimed":
			return s + who + "は文中に現れるだけです。"
		default:
			return s + who + "はその" + Role(Japanese, c.Role) + "です。"
		}
	default:
		return who + "の記録であるとも、ないとも、このパッケージからは言えません。"
	}
}

func leader(d document.Document) string {
	if d.Attribution.Owner != nil {
		return Clean(d.Attribution.Owner.Name)
	}
	if len(d.Attribution.Candidates) > 0 {
		return Clean(d.Attribution.Candidates[0].Name)
	}
	return ""
}

// Owner is the answer in one sentence, whatever was claimed.
func Owner(l Lang, d document.Document) string {
	a := d.Attribution
	switch {
	case d.Options.Inventory:
		return pick(l, "Nothing was read: this is an inventory, and nobody was judged.", "一覧のみの作成で、中身は読んでいません。判定はありません。")
	case a.Owner != nil:
		return fmt.Sprintf(pick(l, "The records are those of %s.", "%s の記録です。"), Clean(a.Owner.Name))
	case a.Verdict == "leading" && len(a.Candidates) > 0:
		return fmt.Sprintf(pick(l, "The records may be those of %s; this is not sure enough to say so.",
			"%s の記録かもしれませんが、断定できるほど確かではありません。"), Clean(a.Candidates[0].Name))
	case a.Verdict == "no-evidence":
		return pick(l, "Nothing in the package points at an owner.", "持ち主を示すものはこのパッケージにありません。")
	default:
		return pick(l, "Whose records these are is undetermined.", "誰の記録かは判定できません。")
	}
}

// Likelihood says how well the evidence fits the claim; empty where that is unknown.
func Likelihood(l Lang, c *document.Claim) string {
	r := c.LikelihoodRatio
	if r <= 0 {
		return ""
	}
	s := ""
	switch {
	case r >= 1 && l == Japanese:
		s = "証拠は、主張が正しい場合のほうに" + times(l, r) + "よく合います"
	case l == Japanese:
		s = "証拠は、持ち主が別である場合のほうに" + times(l, 1/r) + "よく合います"
	case r >= 1:
		s = "the evidence fits the claim " + times(l, r) + " better than its contrary"
	default:
		s = "the evidence fits another owner " + times(l, 1/r) + " better"
	}
	if c.Band != "" {
		s += pick(l, " (", "(") + Band(l, c.Band) + pick(l, ")", ")")
	}
	return s
}

func times(l Lang, r float64) string {
	n := ""
	switch {
	case r >= 1e6:
		return pick(l, "over 1,000,000 times", "100万倍以上")
	case r >= 1000:
		n = fmt.Sprintf("%d,%03d", int(r)/1000, int(r)%1000)
	case r >= 10:
		n = fmt.Sprintf("%.0f", r)
	default:
		n = strconv.FormatFloat(r, 'f', 1, 64)
	}
	return n + pick(l, " times", "倍")
}

// Standing says what no single file shows: how much of the package a candidate is a
// party of, and how many different others it deals with.
func Standing(l Lang, c document.Candidate) string {
	if l == Japanese {
		return fmt.Sprintf("文書の%.0f%%で当事者であり、他の%d組織とやり取りがある", c.Coverage*100, c.Counterparties)
	}
	return fmt.Sprintf("a party of %.0f%% of the documents, dealing with %s", c.Coverage*100, Plural(c.Counterparties, "other organisation"))
}

// Coverage says how many items were read.
func Coverage(l Lang, c document.Coverage) string {
	if l == Japanese {
		s := fmt.Sprintf("読取済み%d件、一部のみ%d件、未読%d件", c.Read, c.PartlyRead, c.NotRead)
		if c.Duplicates > 0 {
			s += fmt.Sprintf("(完全な重複%d件)", c.Duplicates)
		}
		return s
	}
	s := fmt.Sprintf("%d read, %d partly, %d not read", c.Read, c.PartlyRead, c.NotRead)
	if c.Duplicates > 0 {
		s += "; " + Plural(c.Duplicates, "exact duplicate")
	}
	return s
}
