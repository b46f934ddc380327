package names

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommonWord(t *testing.T) {
	for w, want := range map[string]bool{"abacus": true, "monday": true, "aoba electric": false, "": false} {
		assert.Equal(t, want, CommonWord(w), w)
	}
}
