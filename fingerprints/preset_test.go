package fingerprints_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints"
	"evscan/fingerprints/catalogue"
)

// What the maker of a computer presets says nothing of who writes on it.
func TestPresetCompany(t *testing.T) {
	cat, err := catalogue.Default()
	assert.NoError(t, err)
	classes := func(company string) map[evidence.Class]bool {
		it := &evidence.Item{ID: "0", Path: []string{"a.docx"}}
		found := fingerprints.New(cat).Match(it, []evidence.Fact{{Kind: evidence.FactMetadata, Name: "ooxml:Company", Value: company}})
		out := map[evidence.Class]bool{}
		for _, m := range found.Marks {
			out[m.Class] = true
		}
		return out
	}
	assert.False(t, classes("TOSHIBA")[evidence.ClassAuthorship])
	assert.False(t, classes("Hewlett-Packard Company")[evidence.ClassAuthorship])
	assert.True(t, classes("Harrowgate Spinning Ltd")[evidence.ClassAuthorship])
}
