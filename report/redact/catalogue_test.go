package redact

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Every name of the catalogue that is built in comes out as it went in: a rule for
// persons or streets that takes an organisation is wrong.
func TestOrganisationsOfTheCatalogueStay(t *testing.T) {
	cat, err := catalogue.Default()
	require.NoError(t, err)
	names, masked := 0, map[string]string{}
	cat.All(func(o evidence.Organisation) bool {
		for _, n := range append(append([]string{o.Name}, o.Aliases...), o.Domains...) {
			names++
			if got := Text(n); got != n {
				masked[n] = got
			}
		}
		return true
	})
	t.Logf("%d names and domains of %d organisations, %d masked", names, cat.Len(), len(masked))
	assert.Greater(t, names, 10_000)
	assert.Empty(t, masked)
}
