package say

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLinked(t *testing.T) {
	tr := NewTranslator()
	for _, c := range []struct {
		in, en, ja string
		known      bool
	}{
		{"the catalogue lists them as one organisation (+12)", "the catalogue lists them as one organisation (+12)", "カタログで同一組織(+12)", true},
		{"kestrel.example and kestrelfs01: the host's name is the organisation's label and what administrators append (+7), a mail inside the domain points at the server (+6), they stand in one file, and in another (+4.25)",
			"kestrel.example and kestrelfs01: the host's name is the organisation's label and what administrators append (+7), a mail inside the domain points at the server (+6), they stand in one file, and in another (+4.25)",
			"kestrel.example と kestrelfs01:ホスト名が組織のラベルと管理用の接尾辞からなる(+7)、ドメイン内のメールがそのサーバーを指している(+6)、同じファイルに並び、別のファイルでも並ぶ(+4.25)", true},
		{"a and b: something new (+1)", "a and b: something new (+1)", "a と b:something new(+1)", false},
		{"kestrel.example: a person says that they are one organisation", "kestrel.example: a person says that they are one organisation", "kestrel.example:人が同一組織と判断", true},
		{"a sentence of another version", "a sentence of another version", "a sentence of another version", false},
		{"a\u202e and b: name and domain in one block (+8)", `a\u202e and b: name and domain in one block (+8)`, `a\u202e と b:名称とドメインが同じ欄にある(+8)`, true},
		{"(+1)", "(+1)", "(+1)", false},
	} {
		got, ok := tr.Linked(English, c.in)
		assert.Equal(t, c.en, got)
		assert.True(t, ok)
		got, ok = tr.Linked(Japanese, c.in)
		assert.Equal(t, c.ja, got)
		assert.Equal(t, c.known, ok, c.in)
	}
}
