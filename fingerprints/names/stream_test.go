package names

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzShortCuts holds the short cuts of folding against the long way.
func FuzzShortCuts(f *testing.F) {
	for _, s := range []string{"Aoba & Co. a\u0301b", "本書は、第三回。「見本」カ)アオバ", "アオハ\u3099ｱｵﾊﾞ髙島屋々〇ー", "see  x\u0308 \u0301y", "カ）ミホン　ABC\xe3\x81", "澤\ufe00國・ア-イ", "ab\xcc\x81"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fast, slow := &stream{}, &stream{slow: true}
		fast.reset(text)
		slow.reset(text)
		require.Equal(t, string(slow.folded), string(fast.folded))
		require.Equal(t, slow.units, fast.units)
	})
}
