package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScenariosAreRepeatable(t *testing.T) {
	assert.Equal(t, scenarios(3, true), scenarios(3, true))
	for _, s := range scenarios(1, false) {
		names := map[string]bool{}
		for _, e := range s.a {
			names[e.Name] = true
		}
		for b, a := range s.copies {
			assert.True(t, names[a], "%s: %s is no file of the first package (of %s)", s.scenario, a, b)
		}
		assert.Equal(t, s.recycled, 2*len(s.copies) > len(s.b), s.scenario)
	}
}

func TestEditedIsAFewPercent(t *testing.T) {
	w := newWriter(1, false)
	text := strings.Fields(w.paragraphs(400)[0])
	changed := strings.Fields(w.edited([]string{strings.Join(text, " ")})[0])
	require.Len(t, changed, len(text))
	n := 0
	for i := range text {
		if text[i] != changed[i] {
			n++
		}
	}
	assert.InDelta(t, 0.05, float64(n)/float64(len(text)), 0.03)
}

func TestScore(t *testing.T) {
	var c comparison
	c.Verdict = "recycled"
	c.Pairs = make([]struct {
		Kind    string
		A, B    struct{ Path []string }
		Trivial string
	}, 3)
	for i, p := range [][3]string{{"near-copy", "a", "b"}, {"same-form", "a", "b"}, {"identical", "x", "y"}} {
		c.Pairs[i].Kind, c.Pairs[i].A.Path, c.Pairs[i].B.Path = p[0], []string{p[1]}, []string{p[2]}
	}
	var s score
	s.add(twins{copies: map[string]string{"b": "a"}}, c)
	assert.Equal(t, score{packages: 1, recycled: 1, copies: 1, found: 1, claimed: 2, correct: 1}, s)
	assert.Equal(t, []string{"12", "3"}, numbersOf("a12 b3"))
}
