package document

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestResolver(t *testing.T) {
	r := NewResolver([]Candidate{
		{ID: "x:1", Name: "Aoba Spinning", Aliases: []string{"青葉紡績"}, Domains: []string{"aoba.example"}, Evidence: []Evidence{{Item: "0.3", Role: "issuer"}}},
		{ID: "host:kestrel", Name: "Kestrel", Aliases: []string{"Aoba Spinning"}},
	})
	for _, c := range []struct {
		mark Mark
		want int
	}{
		{Mark{Organisation: "x:1", KeyKind: "name", Key: "nobody"}, 0},
		{Mark{KeyKind: "domain", Key: "aoba.example"}, 0},
		{Mark{KeyKind: "name", Key: "x", Value: "青葉紡績"}, 0},
		{Mark{KeyKind: "name", Key: "aoba spinning"}, 0},
		{Mark{KeyKind: "host", Key: "kestrel"}, 1},
		{Mark{KeyKind: "name", Key: "somebody else"}, -1},
		{Mark{}, -1},
	} {
		assert.Equal(t, c.want, r.Of(c.mark), c.mark)
	}
	got := r.Item(Item{ID: "0.3", Marks: []Mark{{KeyKind: "host", Key: "kestrel", Role: "recipient"}, {KeyKind: "host", Key: "kestrel"}, {KeyKind: "name", Key: "?"}}})
	assert.Equal(t, ItemOrgs{Orgs: []int{0, 1}, Issuers: []int{0}, Recipients: []int{1}}, got)
	assert.Equal(t, ItemOrgs{}, r.Item(Item{ID: "0"}))
}
