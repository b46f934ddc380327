package say

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

func TestRedacted(t *testing.T) {
	for _, l := range Langs() {
		assert.Empty(t, Redacted(l, document.Options{}), l)
	}
	assert.Contains(t, Redacted(English, document.Options{Redacted: true}), "Redacted: names of persons")
	assert.Contains(t, Redacted(Japanese, document.Options{Redacted: true}), "墨消し済み")
}
