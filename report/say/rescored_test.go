package say

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

func TestNotes(t *testing.T) {
	var d document.Document
	assert.Empty(t, Notes(English, d))
	d.Tool.WeightsVersion = "2026-11-22"
	d.Rescored = &document.Rescored{WeightsBefore: "2026-11-22", Before: document.Outcome{Verdict: "no-evidence"}}
	assert.Equal(t, []string{"Weighed again from a stored report; the scan answered: owner no evidence."}, Notes(English, d))
	assert.Equal(t, []string{"保存済みの報告から再判定したものです。スキャン時の判定:持ち主は証拠なし。"}, Notes(Japanese, d))
	d.Rescored = &document.Rescored{WeightsBefore: "2026-01-01", ClaimedBefore: "Kab\x1buto",
		Before: document.Outcome{Verdict: "leading", Name: "Hinode", Probability: 0.612, Claim: "undetermined"}}
	assert.Equal(t, []string{"Weighed again from a stored report; the scan, told of “Kab\\x1buto”, answered: Hinode leading, not identified, P 0.61; claim undetermined.",
		"The weights are those of 2026-11-22; the scan's answer was made with those of 2026-01-01."}, Notes(English, d))
	assert.Equal(t, []string{"保存済みの報告から再判定したものです。スキャン時は「Kab\\x1buto」の主張について:Hinode が有力、特定には至らず、確率 0.61。主張は判定できない。",
		"重みは2026-11-22版です。スキャン時の判定は2026-01-01版の重みによるものでした。"}, Notes(Japanese, d))
	d.Rescored.Before = document.Outcome{Verdict: "identified", Name: "Hinode", Probability: 0.99, Claim: "contradicted"}
	weak := document.Outcome{Verdict: "undetermined", Name: "Hinode", Probability: 0.12, Claim: "undetermined"}
	assert.Equal(t, "owner undetermined, the best candidate Hinode with P 0.12; claim undetermined", Outcome(English, weak))
	assert.Equal(t, "持ち主は判定できない(最上位は Hinode、確率 0.12)。主張は判定できない", Outcome(Japanese, weak))
	assert.Equal(t, "Hinode identified as the owner, P 0.99; claim contradicted", Outcome(English, d.Rescored.Before))
	assert.Equal(t, "Hinode を持ち主と特定、確率 0.99。主張は反する", Outcome(Japanese, d.Rescored.Before))
}

func TestDecisions(t *testing.T) {
	d := document.Document{Undecided: &document.Outcome{Verdict: "undetermined", Claim: "undetermined"}, Decisions: []document.Decision{
		{Kind: "reject", About: []string{"Tanaka Taro"}, Note: "a\nperson", Analyst: "A. Weaver", Date: "2026-11-23"},
		{Kind: "merge", About: []string{"a.example", "b.example"}, Analyst: "B. Lindqvist"},
		{Kind: "reject", About: []string{"1", "2", "3", "4", "5", "6"}, Analyst: "A. Weaver"},
		{Kind: "split", About: []string{"a.example"}, Off: []string{"c.example"}, Date: "2026-11-23"},
		{Kind: "accept", About: []string{"host:x"}, Name: "X \x1b[31m"},
	}}
	assert.Equal(t, []string{"A person's decisions shaped this answer: 2 rejected, 1 merged, 1 split, 1 confirmed (by A. Weaver, B. Lindqvist). Without them: owner undetermined; claim undetermined."}, Notes(English, d))
	assert.Equal(t, []string{"この判定には人の判断が反映されています:却下2件、統合1件、分割1件、確認1件(A. Weaver、B. Lindqvist)。判断なしの場合:持ち主は判定できない。主張は判定できない。"}, Notes(Japanese, d))
	var en, ja []string
	for _, x := range d.Decisions {
		en, ja = append(en, Decision(English, x)), append(ja, Decision(Japanese, x))
	}
	assert.Equal(t, []string{"rejected: Tanaka Taro – a person (A. Weaver, 2026-11-23)", "merged: a.example, b.example (B. Lindqvist)", "rejected: 1, 2, 3, 4 and 2 more (A. Weaver)",
		"split: a.example; apart from it: c.example (2026-11-23)", `confirmed: host:x, called X \x1b[31m`}, en)
	assert.Equal(t, []string{"却下:Tanaka Taro ― a person(A. Weaver、2026-11-23)", "統合:a.example、b.example(B. Lindqvist)", "却下:1、2、3、4ほか2件(A. Weaver)",
		"分割:a.example。別組織:c.example(2026-11-23)", `確認:host:x、名称:X \x1b[31m`}, ja)
	long := document.Decision{Kind: "reject", About: []string{strings.Repeat("長", 81)}, Note: strings.Repeat("b", 300), Analyst: strings.Repeat("c", 80)}
	assert.Equal(t, "rejected: "+strings.Repeat("長", 79)+"… – "+strings.Repeat("b", 300)+" ("+strings.Repeat("c", 80)+")", Decision(English, long))
	for i := range 7 {
		d.Decisions = append(d.Decisions, document.Decision{Kind: "planted", Analyst: string(rune('a' + i))})
	}
	assert.Contains(t, Notes(English, d)[0], "(by A. Weaver, B. Lindqvist, a, b, c, 4 more)")
}
