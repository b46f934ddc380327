package analyzer

import (
	"strings"

	"evscan/analyzer/attribution"
)

// notRead is what an inventory says of every item that is no container.
const notRead = "listed, hashed and typed only: an inventory was asked for"

// Unjudged is the answer of an inventory: nobody looked, so nothing is known, and
// a claim is neither supported nor refuted.
func Unjudged(claimed string) attribution.Attribution {
	const reason = "an inventory was asked for: no text was read, so nothing speaks for or against anybody"
	a := attribution.Attribution{Verdict: attribution.VerdictUndetermined, Reason: reason, Unknown: 1, Unread: 1}
	if text := strings.TrimSpace(claimed); text != "" {
		a.Claim = &attribution.ClaimVerdict{Organisation: text, Verdict: attribution.ClaimUndetermined, Reason: reason, LikelihoodRatio: 1}
	}
	return a
}
