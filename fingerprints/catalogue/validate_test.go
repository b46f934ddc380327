package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func TestValidate(t *testing.T) {
	word := func(s string) bool { return s == "orange" || s == "target" }
	v := NewValidator(word)
	var faults []string
	n, err := v.Validate(strings.NewReader(`{"id":"x:1","name":"Aoba","domains":["aoba.example"]}
# a remark
{"id":"x:1","name":"Aoba again"}
{"id":"x:2","name":"Mail","domains":["gmail.com"]}
{"id":"x:3","name":"Borealis","aliases":["Target"]}
{"id":"x:4","name":"Orange SA","aliases":["Orange"]}
{"id":"lei:5493001KJTIIGC8Y1R13","name":"Wrong"}
{"id":"x:5","name":"Suffix","domains":["co.uk"]}
`), func(e *RowError) { faults = append(faults, e.Error()) })
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.Equal(t, []string{
		`line 3: id "x:1": the same as in line 1`,
		`line 4: domain "gmail.com": anybody has mail there, so it tells no organisation`,
		`line 5: alias "Target": a common word, which would be found everywhere`,
		`line 7: registry number "lei:5493001KJTIIGC8Y1R13": not a number of that register: lei: wrong form or check digits`,
		`line 8: domain "co.uk": not a registrable domain`,
	}, faults)

	o := evidence.Organisation{ID: "x:9", Name: "Borealis", Aliases: []string{"Target", "ボレアリス"}, Languages: []string{"en", "en", "ja"},
		Domains: []string{"gmail.com", "borealis.example"}, Uses: []evidence.DomainUse{evidence.UseMail, evidence.UseWeb}}
	v.Clean(&o)
	assert.Equal(t, evidence.Organisation{ID: "x:9", Name: "Borealis", Aliases: []string{"ボレアリス"}, Languages: []string{"en", "ja"},
		Domains: []string{"borealis.example"}, Uses: []evidence.DomainUse{evidence.UseWeb}}, o)
	assert.NoError(t, v.Judge(9, &o))
}
