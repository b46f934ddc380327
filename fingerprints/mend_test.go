package fingerprints_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func markOf(kind evidence.KeyKind, key string, conf float64) evidence.Mark {
	return evidence.Mark{Key: evidence.Key{Kind: kind, Value: key}, Class: evidence.ClassMention, Role: evidence.RoleMentioned, Value: key, Why: "in running text",
		At: evidence.Locator{Zone: evidence.ZoneBody, Confidence: conf}, Quality: 1, Count: 1}
}

// TestMisreadKeysBecomeThoseOfThePackage: what pictures show is read as what the rest of
// the package says, and nothing else is.
func TestMisreadKeysBecomeThoseOfThePackage(t *testing.T) {
	const name, domain = evidence.KeyName, evidence.KeyDomain
	native := []evidence.Mark{markOf(name, "northfield works", 0), markOf(domain, "northfield.example", 0), markOf(name, "アオバ電機", 0),
		markOf(name, "solar", 0), markOf(name, "soiar", 0), markOf(name, "abc", 0)}
	for _, c := range []struct {
		mark    evidence.Mark
		want    string
		quality float64
	}{
		{markOf(name, "northfie1d works", 0.6), "northfield works", 0.85},
		{markOf(name, "n0rthfie1d works", 0.6), "northfield works", 0.8},
		{markOf(name, "northfie1d works", 0.95), "northfield works", 0.75},
		{markOf(domain, "n0rthfield.example", 0.6), "northfield.example", 0.85},
		{markOf(name, "アオパ電機", 0.6), "アオバ電機", 0.85},
		{markOf(name, "northfie1d works", 0), "northfie1d works", 1},   // native text is not misread
		{markOf(domain, "n0rthfield.test", 0.6), "n0rthfield.test", 1}, // another suffix
		{markOf(name, "so1ar", 0.6), "so1ar", 1},                       // as near to two
		{markOf(name, "a8c", 0.6), "a8c", 1},                           // too short
		{markOf(name, "northfeld works", 0.6), "northfeld works", 1},   // no confusion
		{markOf(name, "northfield works", 0.6), "northfield works", 1}, // right
		{markOf(domain, "northfieldworks.example", 0.6), "northfieldworks.example", 1},
	} {
		other := evidence.Key{Kind: domain, Value: "other.example"}
		items := []evidence.Item{{Marks: native}, {Marks: []evidence.Mark{c.mark, markOf(domain, "other.example", 0.6)}, Links: []evidence.Link{{A: c.mark.Key, B: other, Bits: 8}}}}
		set.Mend(items)
		got := items[1].Marks[0]
		assert.Equal(t, c.want, got.Key.Value)
		assert.InDelta(t, c.quality, got.Quality, 1e-9, c.mark.Key.Value)
		assert.Equal(t, c.mark.Value, got.Value, "what was read stays")
		if assert.Len(t, items[1].Links, 1) {
			l := items[1].Links[0]
			assert.ElementsMatch(t, []evidence.Key{got.Key, other}, []evidence.Key{l.A, l.B})
		}
		assert.Equal(t, native, items[0].Marks)
	}
}

// TestMostPicturesAreBelieved: where nothing is native, what most pictures show wins.
func TestMostPicturesAreBelieved(t *testing.T) {
	seen := markOf(evidence.KeyName, "northfield works", 0.9)
	rare := markOf(evidence.KeyName, "northfie1d works", 0.6)
	for n, want := range map[int]string{2: "northfie1d works", 3: "northfield works"} {
		items := []evidence.Item{{Marks: []evidence.Mark{rare}}}
		for range n {
			items = append(items, evidence.Item{Marks: []evidence.Mark{seen}})
		}
		set.Mend(items)
		assert.Equal(t, want, items[0].Marks[0].Key.Value, n)
	}
	sure := rare
	sure.At.Confidence = 0.9
	items := []evidence.Item{{Marks: []evidence.Mark{sure}}, {Marks: []evidence.Mark{seen}}, {Marks: []evidence.Mark{seen}}, {Marks: []evidence.Mark{seen}}}
	set.Mend(items)
	assert.Equal(t, "northfie1d works", items[0].Marks[0].Key.Value)
}

func TestMendedMarksAreUnited(t *testing.T) {
	a, b := markOf(evidence.KeyName, "northfie1d works", 0.6), markOf(evidence.KeyName, "northfield works", 0.9)
	b.Count = 4
	items := []evidence.Item{{Marks: []evidence.Mark{markOf(evidence.KeyName, "northfield works", 0)}}, {Marks: []evidence.Mark{a, b}}}
	set.Mend(items)
	if assert.Len(t, items[1].Marks, 1) {
		assert.Equal(t, 5, items[1].Marks[0].Count)
		assert.InDelta(t, 1, items[1].Marks[0].Quality, 1e-9)
	}
}
