package say

import (
	"fmt"
	"slices"
	"strings"

	"evscan/report/document"
)

// Notes are the sentences that a reader must see before the answer: that persons were
// masked, that it was weighed again, what the scan itself had answered, and that a person decided things. They are
// none for the report of a scan.
func Notes(l Lang, d document.Document) []string {
	var out []string
	if s := Redacted(l, d.Options); s != "" {
		out = append(out, s)
	}
	if r := d.Rescored; r != nil {
		out = append(out, rescored(l, r))
		if r.WeightsBefore != d.Tool.WeightsVersion {
			out = append(out, fmt.Sprintf(pick(l, "The weights are those of %s; the scan's answer was made with those of %s.",
				"重みは%s版です。スキャン時の判定は%s版の重みによるものでした。"), Clean(d.Tool.WeightsVersion), Clean(r.WeightsBefore)))
		}
	}
	if len(d.Decisions) > 0 {
		out = append(out, decided(l, d))
	}
	return out
}

// decided says that a person shaped the answer, who, and what it would be otherwise.
func decided(l Lang, d document.Document) string {
	counts := map[string]int{}
	var kinds, analysts []string
	for _, x := range d.Decisions {
		if counts[x.Kind]++; counts[x.Kind] == 1 {
			kinds = append(kinds, x.Kind)
		}
		if a := brief(x.Analyst, maxName); a != "" && !slices.Contains(analysts, a) {
			analysts = append(analysts, a)
		}
	}
	var parts []string
	for _, k := range kinds {
		parts = append(parts, fmt.Sprintf(pick(l, "%d %s", "%[2]s%[1]d件"), counts[k], DecisionKind(l, k)))
	}
	s := pick(l, "A person's decisions shaped this answer: ", "この判定には人の判断が反映されています:") + strings.Join(parts, pick(l, ", ", "、"))
	if n := len(analysts); n > 0 {
		if n > maxAnalysts {
			analysts = append(analysts[:maxAnalysts], fmt.Sprintf(pick(l, "%d more", "ほか%d名"), n-maxAnalysts))
		}
		s += pick(l, " (by ", "(") + strings.Join(analysts, pick(l, ", ", "、")) + pick(l, ")", ")")
	}
	s += pick(l, ".", "。")
	if d.Undecided != nil {
		s += fmt.Sprintf(pick(l, " Without them: %s.", "判断なしの場合:%s。"), Outcome(l, *d.Undecided))
	}
	return s
}

// maxAnalysts is how many are named in a sentence.
const maxAnalysts = 5

// DecisionKind names what a person decided.
func DecisionKind(l Lang, kind string) string {
	if l == Japanese {
		return term(l, kind, map[string]string{"accept": "確認", "reject": "却下", "merge": "統合", "split": "分割", "planted": "仕込みファイルの除外", "irrelevant": "無関係ファイルの除外"})
	}
	switch kind {
	case "accept":
		return "confirmed"
	case "reject":
		return "rejected"
	case "merge":
		return "merged"
	case "split":
		return "split"
	case "planted":
		return "taken for planted"
	case "irrelevant":
		return "left out as irrelevant"
	}
	return Clean(kind)
}

// How much of what people wrote stands in a line, in characters.
const (
	maxName   = 80
	maxRemark = 300
)

// brief is text on one line, cut after n characters.
func brief(s string, n int) string {
	r := []rune(Clean(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}

// maxNamed is how many candidates or files of a decision are named.
const maxNamed = 4

// Decision is one decision in a line: what, about whom, why, by whom and when.
func Decision(l Lang, d document.Decision) string {
	s := DecisionKind(l, d.Kind) + pick(l, ": ", ":") + named(l, d.About)
	if len(d.Off) > 0 {
		s += pick(l, "; apart from it: ", "。別組織:") + named(l, d.Off)
	}
	if d.Name != "" {
		s += pick(l, ", called ", "、名称:") + brief(d.Name, maxName)
	}
	if d.Note != "" {
		s += pick(l, " – ", " ― ") + brief(strings.Join(strings.Fields(d.Note), " "), maxRemark)
	}
	switch by := brief(d.Analyst, maxName); {
	case by != "" && d.Date != "":
		s += pick(l, " (", "(") + by + pick(l, ", ", "、") + brief(d.Date, maxName) + pick(l, ")", ")")
	case by+d.Date != "":
		s += pick(l, " (", "(") + by + brief(d.Date, maxName) + pick(l, ")", ")")
	}
	return s
}

func named(l Lang, list []string) string {
	var parts []string
	for _, s := range list[:min(len(list), maxNamed)] {
		parts = append(parts, brief(s, maxName))
	}
	s := strings.Join(parts, pick(l, ", ", "、"))
	if n := len(list) - maxNamed; n > 0 {
		s += fmt.Sprintf(pick(l, " and %d more", "ほか%d件"), n)
	}
	return s
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
	case o.Verdict == "undetermined":
		s = fmt.Sprintf(pick(l, "owner undetermined, the best candidate %s with P %s", "持ち主は判定できない(最上位は %s、確率 %s)"), Clean(o.Name), Probability(o.Probability))
	default:
		s = fmt.Sprintf(pick(l, "%s leading, not identified, P %s", "%s が有力、特定には至らず、確率 %s"), Clean(o.Name), Probability(o.Probability))
	}
	if o.Claim != "" {
		s += pick(l, "; claim ", "。主張は") + Verdict(l, o.Claim)
	}
	return s
}
