package say

import (
	"fmt"

	"evscan/report/document"
)

// Notes are the sentences that a reader must see before the answer: that it was weighed
// again, and what the scan itself had answered. They are none for the report of a scan.
func Notes(l Lang, d document.Document) []string {
	var out []string
	if r := d.Rescored; r != nil {
		out = append(out, rescored(l, r))
		if r.WeightsBefore != d.Tool.WeightsVersion {
			out = append(out, fmt.Sprintf(pick(l, "The weights are those of %s; the scan's answer was made with those of %s.",
				"重みは%s版です。スキャン時の判定は%s版の重みによるものでした。"), Clean(d.Tool.WeightsVersion), Clean(r.WeightsBefore)))
		}
	}
	return out
}

func rescored(l Lang, r *document.Rescored) string {
	was := Outcome(l, r.Before)
	if l == Japanese {
		if r.ClaimedBefore == "" {
			return "保存済みの報告から再判定したものです。スキャン時の判定:" + was + "。"
		}
		return fmt.Sprintf("保存済みの報告から再判定したものです。スキャン時は「%s」の主張について:%s。", Clean(r.ClaimedBefore), was)
	}
	if r.ClaimedBefore == "" {
		return "Weighed again from a stored report; the scan answered: " + was + "."
	}
	return fmt.Sprintf("Weighed again from a stored report; the scan, told of “%s”, answered: %s.", Clean(r.ClaimedBefore), was)
}

// Outcome is an answer in short.
func Outcome(l Lang, o document.Outcome) string {
	s := ""
	switch {
	case o.Name == "":
		s = pick(l, "owner ", "持ち主は") + Verdict(l, o.Verdict)
	case o.Verdict == "identified":
		s = fmt.Sprintf(pick(l, "%s identified as the owner, P %s", "%s を持ち主と特定、確率 %s"), Clean(o.Name), Probability(o.Probability))
	default:
		s = fmt.Sprintf(pick(l, "%s leading, not identified, P %s", "%s が有力、特定には至らず、確率 %s"), Clean(o.Name), Probability(o.Probability))
	}
	if o.Claim != "" {
		s += pick(l, "; claim ", "。主張は") + Verdict(l, o.Claim)
	}
	return s
}
