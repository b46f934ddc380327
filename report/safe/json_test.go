package safe

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"plain 東レ"}`:       `{"a":"plain 東レ"}`,
		"\"\u202eexe.txt\"":      `"\u202eexe.txt"`,
		"\"\u009b31m\u007f\"":    `"\u009b31m\u007f"`,
		"\"a\U000e0041b\"":       `"a\udb40\udc41b"`,
		"\"\u200b\"\n\"\u200b\"": "\"\\u200b\"\n\"\\u200b\"",
		`""`:                     `""`,
	} {
		assert.Equal(t, want, string(JSON([]byte(in))))
	}
}

func FuzzJSON(f *testing.F) {
	f.Add("a\u202eb\U000e0041\u009b")
	f.Fuzz(func(t *testing.T, s string) {
		plain, err := json.Marshal(s)
		require.NoError(t, err)
		var want, got string
		require.NoError(t, json.Unmarshal(plain, &want))
		b := JSON(plain)
		require.NoError(t, json.Unmarshal(b, &got))
		if want != got {
			t.Fatalf("%q became %q", want, got)
		}
		for _, r := range string(b) {
			if unsafeRune(r) {
				t.Fatalf("%U stands in %q", r, b)
			}
		}
	})
}
