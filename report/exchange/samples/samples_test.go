package samples

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever the formats are tried on must be a report: something that JSON can hold.
func TestSamplesAreReports(t *testing.T) {
	for _, d := range append(Hostile(), Mill(), Many(3)) {
		_, err := json.Marshal(d)
		assert.NoError(t, err)
	}
	assert.Len(t, Many(20000).Items, 20008)
	assert.Len(t, Many(20000).Attribution.Candidates, 63)
	assert.Len(t, Hostile(), 30)
}
