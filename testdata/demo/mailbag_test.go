package demo

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMailsDiffer holds what makes the mails letters rather than one template:
// no sentence of any length stands in two of them, unless quoted or in a signature.
func TestMailsDiffer(t *testing.T) {
	signature := []string{"株式会社", "TEL", "@", "----"}
	seen := map[string]string{}
	for _, file := range []string{"customer-inside.txt", "vendor-customer.txt", "suppliers.txt", "vendor-inside.txt", "clients.txt"} {
		list, err := readScripts(file)
		require.NoError(t, err)
		for _, s := range list {
			n := utf8.RuneCountInString(s.body)
			assert.GreaterOrEqual(t, n, 50, s.name)
			assert.LessOrEqual(t, n, 650, s.name)
		lines:
			for _, line := range strings.Split(s.body, "\n") {
				for _, w := range signature {
					if strings.Contains(line, w) {
						continue lines
					}
				}
				if strings.HasPrefix(line, ">") || utf8.RuneCountInString(line) < 15 {
					continue
				}
				if other := seen[line]; other != "" {
					assert.Equal(t, other, s.name, line)
				}
				seen[line] = s.name
			}
		}
	}
}
