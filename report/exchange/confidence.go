package exchange

import "math"

// Confidence is a probability on the scale of 0 to 100 that STIX and UCO use: the
// probability in per cent, rounded, and never 0 or 100, which would say impossible or
// certain.
func Confidence(p float64) int {
	if math.IsNaN(p) {
		return 1
	}
	return int(math.Round(100 * min(max(p, 0.01), 0.99)))
}

// ClaimConfidence is how sure the verdict on the claim is: the probability that the
// claim is true where it is supported, that it is false where it is contradicted. An
// undetermined claim has none.
func (c *Content) ClaimConfidence() (p float64, ok bool) {
	cl := c.Doc.Claim
	if cl == nil {
		return 0, false
	}
	switch cl.Verdict {
	case "supported":
		return cl.Probability, true
	case "contradicted":
		return 1 - cl.Probability, true
	}
	return 0, false
}

// Likelihood is a probability in the words of Intelligence Community Directive 203,
// written as the MISP taxonomy estimative-language does.
func Likelihood(p float64) string {
	switch {
	case p > 0.95:
		return "almost-certain"
	case p > 0.80:
		return "very-likely"
	case p > 0.55:
		return "likely"
	case p >= 0.45:
		return "roughly-even-chance"
	case p >= 0.20:
		return "unlikely"
	case p >= 0.05:
		return "very-unlikely"
	}
	return "almost-no-chance"
}
