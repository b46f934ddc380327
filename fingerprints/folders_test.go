package fingerprints_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestFoldersOfOrganisations(t *testing.T) {
	for v, want := range map[string][]string{
		`C:\Users\mori\OneDrive - Kitano Works Ltd\plans\a.xlsx`:                       {"name:kitano works host-path holder path"},
		`C:\Users\mori\OneDrive - 北野商事株式会社\a.xlsx`:                                     {"name:北野商事 host-path holder path"},
		`/Users/mori/Library/CloudStorage/OneDrive-KitanoWorks/a.xlsx`:                 {"name:kitanoworks host-path holder path"},
		`/Users/mori/Library/CloudStorage/OneDrive-SharedLibraries-KitanoWorks/a.xlsx`: {"name:kitanoworks host-path holder path"},
		`C:\Users\mori\Dropbox (Kitano Works)\a`:                                       {"name:kitano works host-path holder path"},
		`C:\Users\mori\OneDrive - Personal\a`:                                          nil,
		`C:\Users\mori\OneDrive\a`:                                                     nil,
		`how to use OneDrive - Kitano explains`:                                        nil,
	} {
		var holders []string
		for _, s := range shown(set.Match(item(), []evidence.Fact{text(v)})) {
			if len(s) > 16 && s[len(s)-11:] == "holder path" {
				holders = append(holders, s)
			}
		}
		assert.Equal(t, want, holders, v)
	}
	f := set.Match(item(), []evidence.Fact{meta("ooxml:SavedPath", `C:\Users\mori\OneDrive - Kitano Works Ltd\plans\a.xlsx`)})
	assert.Contains(t, shown(f), "name:kitano works host-path holder path")
}
