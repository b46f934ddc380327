package templates_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/templates"
)

func of(text string, meta ...string) templates.Signature {
	facts := []evidence.Fact{{Kind: evidence.FactText, Value: text}}
	for i := 0; i+1 < len(meta); i += 2 {
		facts = append(facts, evidence.Fact{Kind: evidence.FactMetadata, Name: meta[i], Value: meta[i+1]})
	}
	return templates.Of(facts)
}

func words(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "w%c%c%c%c ", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26))
	}
	return b.String()
}

func TestNumbersDoNotMatter(t *testing.T) {
	base := "the price of item number %d in the list of the year is %d in all and for the whole of the plant and of the works in town"
	assert.Equal(t, of(fmt.Sprintf(base, 1, 20)).MinHash, of(fmt.Sprintf(base, 4711, 3)).MinHash)
}

func TestFewWordsAreNoTemplate(t *testing.T) {
	assert.Zero(t, of("a b c d e f g h i j k l m").Shingles, "11 shingles")
	assert.Equal(t, 12, of("a b c d e f g h i j k l m n").Shingles)
}

func TestComponentsNeedTwoKinds(t *testing.T) {
	one := func() templates.Signature { return of("", "ooxml:Theme", "Northfield 2020") }
	two := func() templates.Signature { return of("", "ooxml:Theme", "Northfield 2020", "ooxml:Master", "NF Blue") }
	var sigs []templates.Signature
	for i := range 30 {
		sigs = append(sigs, of("", "ooxml:Theme", fmt.Sprint("t", i), "ooxml:Master", fmt.Sprint("m", i)))
	}
	got := templates.Cluster(append(sigs, one(), one(), two(), two()))
	assert.Equal(t, []string{"", "", "g1", "g1"}, got[30:])
	got = templates.Cluster([]templates.Signature{of("", "ooxml:Theme", "Office Theme", "ooxml:Template", "Normal.dotm"), of("", "ooxml:Theme", "Office Theme", "ooxml:Template", "Normal.dotm")})
	assert.Equal(t, []string{"", ""}, got)
}

func TestPictures(t *testing.T) {
	a, b, c := of("", "image:DHash", "0f1e2d3c4b5a6978"), of("", "image:DHash", "0f1e2d3c4b5a6977"), of("", "image:DHash", "f0e1d2c3b4a59687")
	assert.Equal(t, []string{"g1", "g1", ""}, templates.Cluster([]templates.Signature{a, b, c}))
}

func TestSignatureIsSmall(t *testing.T) {
	var meta []string
	for i := range 500 {
		meta = append(meta, "ooxml:Style", fmt.Sprint("style ", i))
	}
	j, err := json.Marshal(of(words(rand.New(rand.NewPCG(1, 2)), 5000), append(meta, "image:DHash", "0f1e2d3c4b5a6978")...))
	require.NoError(t, err)
	assert.LessOrEqual(t, len(j), 4<<10)
}

func TestManySignatures(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	base := words(r, 60)
	sigs := make([]templates.Signature, 20_000)
	for i := range sigs {
		switch {
		case i%20 == 0:
			sigs[i] = of(base + words(r, 6))
		case i < 400:
			sigs[i] = of(words(r, 60))
		}
	}
	start := time.Now()
	got := templates.Cluster(sigs)
	assert.Less(t, time.Since(start), 60*time.Second)
	n := 0
	for i := range got {
		if got[i] == "g1" {
			n++
			assert.Zero(t, i%20)
		}
	}
	assert.Equal(t, 1000, n)
	assert.Equal(t, got, templates.Cluster(sigs))
}

func FuzzOf(f *testing.F) {
	f.Add("abc def", "image:DHash", "00")
	f.Add("語語語語語語語", "pdf:Font", "ABCDEF+x")
	f.Fuzz(func(t *testing.T, text, name, value string) {
		s := of(text, name, value)
		templates.Cluster([]templates.Signature{s, s, {}})
	})
}
