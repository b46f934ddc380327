package analyzer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/analyzer/attribution"
	"evscan/evidence"
)

func TestWhatIsWeighedIsWhatAReportKeeps(t *testing.T) {
	items := []evidence.Item{{
		Marks: []evidence.Mark{{Key: evidence.Key{Kind: evidence.KeyName, Value: "kab\xffuto"}, Value: "Kab\xffuto", Snippet: "\xfe", Source: "a\x80", Why: "b\x80",
			At: evidence.Locator{Part: "c\x80", Cell: "d\x80"}, Quality: 0.8765434999}},
		Links: []evidence.Link{{A: evidence.Key{Value: "\xff"}, Bits: 4.00000049, Why: "\xff"}},
	}}
	w := &Weighed{Orgs: map[string]evidence.Organisation{"x": {ID: "x", Background: 1.0 / 3}},
		Links: []evidence.Link{{B: evidence.Key{Value: "e\xff"}, Bits: -10}},
		Claim: &attribution.Claim{Text: "Kab\xffuto", Keys: []evidence.Key{{Value: "kab\xffuto"}}}}
	storable(items, w)
	m := items[0].Marks[0]
	assert.Equal(t, 0.876543, m.Quality)
	assert.Equal(t, []string{"kab\uFFFDuto", "Kab\uFFFDuto", "\uFFFD", "a\uFFFD", "b\uFFFD", "c\uFFFD", "d\uFFFD"},
		[]string{m.Key.Value, m.Value, m.Snippet, m.Source, m.Why, m.At.Part, m.At.Cell})
	assert.Equal(t, evidence.Link{A: evidence.Key{Value: "\uFFFD"}, Bits: 4, Why: "\uFFFD"}, items[0].Links[0])
	assert.Equal(t, 0.333333, w.Orgs["x"].Background)
	assert.Equal(t, []evidence.Link{{B: evidence.Key{Value: "e\uFFFD"}, Bits: -10}}, w.Links)
	assert.Equal(t, &attribution.Claim{Text: "Kab\uFFFDuto", Keys: []evidence.Key{{Value: "kab\uFFFDuto"}}}, w.Claim)
}
