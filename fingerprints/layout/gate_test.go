package layout

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGateLetsEveryWordThrough(t *testing.T) {
	signals := slices.Concat(phoneWords, faxWords, registerWords, streetWords, placeWords, prefectures, webWords, []string{"〒", "@"})
	for g, words := range map[*gate][]string{signalGate: signals, noticeGate: noticeWords} {
		for _, w := range words {
			for _, form := range []string{w, strings.ToUpper(w), "x" + w, "会" + w + "x"} {
				assert.True(t, g.mayHold(form), form)
			}
		}
		assert.False(t, g.mayHold("2024-01-01 INFO 31 ms"))
		assert.False(t, g.mayHold("") || g.mayHold("a"))
	}
	assert.True(t, signalGate.mayHold("Sİ")) // in lower case it may begin a word
}
