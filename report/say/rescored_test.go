package say

import (
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
	assert.Equal(t, "Hinode identified as the owner, P 0.99; claim contradicted", Outcome(English, d.Rescored.Before))
	assert.Equal(t, "Hinode を持ち主と特定、確率 0.99。主張は反する", Outcome(Japanese, d.Rescored.Before))
}
