package attribution

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// What the chances of seeing a class are is the method's; its weights are fitted, and say by
// what.
func TestDefaultWeights(t *testing.T) {
	w, err := DefaultWeights()
	require.NoError(t, err)
	for class, want := range map[evidence.Class]ClassWeights{
		evidence.ClassInternalMail: {M: .93, U: .10, Rho: .35}, evidence.ClassRecipient: {M: .45, U: .35, Rho: .50}, evidence.ClassMention: {M: .40, U: .30, Rho: .85},
	} {
		got := w.Classes[class]
		got.W = 0
		assert.Equal(t, want, got, "%s", class)
	}
	assert.Greater(t, w.Classes[evidence.ClassInternalMail].W, w.Classes[evidence.ClassMention].W)
	assert.Regexp(t, `^MAP conditional logit on \d+ generated packages .*; make fit-attribution N=\d+ SEED=\d+$`, w.Fitted)
	assert.Regexp(t, `^\d{4}-\d\d-\d\d$`, w.Version)
	assert.Len(t, w.Classes, 11)
}

func TestValidate(t *testing.T) {
	for what, spoil := range map[string]func(*Weights){
		"m":           func(w *Weights) { w.Classes[evidence.ClassLogo] = ClassWeights{M: 1, U: .1} },
		"u over m":    func(w *Weights) { w.Classes[evidence.ClassLogo] = ClassWeights{M: .1, U: .2} },
		"listing":     func(w *Weights) { w.Classes[evidence.ClassListing] = ClassWeights{M: .2, U: .1} },
		"missing":     func(w *Weights) { delete(w.Classes, evidence.ClassLogo) },
		"temperature": func(w *Weights) { w.Prior.Temperature = 0 },
		"nan":         func(w *Weights) { w.Clip = math.NaN() },
		"prior":       func(w *Weights) { w.Prior.Unread = 0.8 },
		"cap":         func(w *Weights) { w.Gates.Identified = 0.995 },
		"version":     func(w *Weights) { w.Version = "" },
	} {
		w, err := DefaultWeights()
		require.NoError(t, err)
		spoil(&w)
		assert.ErrorIs(t, w.Validate(), ErrWeights, what)
	}
	assert.Equal(t, VerdictUndetermined, Attribute(Input{}).Verdict)
}

func TestEffectiveCount(t *testing.T) {
	assert.InDelta(t, 1.102, effective(14, 0.9), 0.001) // 14/(1+0.9*13)
	assert.Equal(t, 0.5, effective(0.5, 0.9))
	assert.Equal(t, 0.0, effective(0, 0.9))
}

func TestBand(t *testing.T) {
	for lr, want := range map[float64]string{1: "neutral", 2: "weak", 10: "weak", 11: "moderate", 101: "moderately strong", 1001: "strong",
		10_001: "very strong", 1_000_001: "extremely strong", 0.01: "moderate against"} {
		assert.Equal(t, want, band(lr), "%v", lr)
	}
}

func TestNear(t *testing.T) {
	assert.True(t, near("darktrace", "darktracer"))
	assert.True(t, near("hinode", "hinoed"))
	assert.False(t, near("abc", "abd"))
	assert.False(t, near("hinode", "kabuto"))
	assert.Equal(t, 3, distance([]rune("kitten"), []rune("sitting")))
}

func TestUnreadShare(t *testing.T) {
	items := []evidence.Item{{ID: "0", Status: evidence.StatusRead}, {ID: "0.0", Parent: "0", Status: evidence.StatusRead},
		{ID: "0.1", Parent: "0", Status: evidence.StatusPartly}, {ID: "0.2", Parent: "0", Status: evidence.StatusNotRead}, {ID: "0.3", Parent: "0", Status: evidence.StatusRead}}
	assert.Equal(t, 0.375, layOut(items).unread)
}

func TestDocuments(t *testing.T) {
	items := []evidence.Item{
		{ID: "0", Origin: evidence.OriginPackage},
		{ID: "0.0", Parent: "0", Origin: evidence.OriginEntry},
		{ID: "0.0.0", Parent: "0.0", Origin: evidence.OriginAttachment},
		{ID: "0.0.0.0", Parent: "0.0.0", Origin: evidence.OriginEmbedded},
		{ID: "0.10", Parent: "0", Origin: evidence.OriginEntry},
		{ID: "0.10.0", Parent: "0.10", Origin: evidence.OriginEntry},
		{ID: "0.2", Parent: "0", Origin: evidence.OriginEntry},
		{ID: "0.2.0", Parent: "0.2", Origin: evidence.OriginRendered, Group: "scan"},
		{ID: "0.3", Parent: "0", Origin: evidence.OriginEntry, SameAs: "0.0"},
	}
	l := layOut(items)
	var got []string
	for i, it := range l.items {
		top := ""
		if d := l.docOf[i]; d >= 0 {
			top = l.docs[d].id
		}
		got = append(got, it.ID+"<"+top)
	}
	assert.Equal(t, []string{"0<0", "0.0<0.0", "0.0.0<0.0", "0.0.0.0<0.0", "0.2<0.2", "0.2.0<0.2", "0.3<", "0.10<0.10", "0.10.0<0.10.0"}, got)
	assert.Contains(t, l.groups, "group scan")
}

// randomInput derives marks from bytes.
func randomInput(t testing.TB, data []byte) Input {
	next := func(n int) int {
		if len(data) == 0 {
			return 0
		}
		b := int(data[0])
		data = data[1:]
		return b % n
	}
	p := newPkg()
	kinds := []evidence.KeyKind{evidence.KeyName, evidence.KeyDomain, evidence.KeyTenant, evidence.KeyHost, evidence.KeyRegistry, evidence.KeyTemplate, evidence.KeyLogo, "other"}
	roles := []evidence.Role{evidence.RoleNone, evidence.RoleIssuer, evidence.RoleRecipient, evidence.RoleHolder}
	key := func() evidence.Key { return evidence.Key{Kind: kinds[next(len(kinds))], Value: fmt.Sprint(next(7))} }
	p.record(evidence.Organisation{ID: "r:0", Name: "0", Domains: []string{"0"}, Background: 0.5, Parent: "r:1"})
	p.record(evidence.Organisation{ID: "r:1", Name: "1", Domains: []string{"1"}, Parent: "r:0"})
	for len(data) > 0 && len(p.items) < 60 {
		it := p.file([]string{"", "", "g", "h"}[next(4)])
		it.Status = []evidence.Status{evidence.StatusRead, evidence.StatusPartly, evidence.StatusNotRead}[next(3)]
		if next(5) == 0 {
			it.Parent, it.Origin = fmt.Sprintf("0.%d", next(60)), evidence.OriginAttachment
		}
		for range next(6) {
			m := mark(key(), evidence.Classes()[next(12)], roles[next(4)])
			m.Quality = []float64{1, 0.5, 0, math.NaN(), math.Inf(1), -1}[next(6)]
			m.Org = []string{"", "", "r:0", "r:1", "r:gone"}[next(5)]
			it.Marks = append(it.Marks, m)
		}
		if next(3) == 0 {
			it.Links = append(it.Links, evidence.Link{A: key(), B: key(), Bits: []float64{3, 4, 7, 8, 12, -10, math.NaN(), math.Inf(1)}[next(8)]})
		}
	}
	p.claims("x", key(), key())
	return p.input(t)
}

func FuzzAttribute(f *testing.F) {
	f.Add([]byte("some marks of some organisations in some files"))
	f.Add([]byte{0, 0, 1, 5, 1, 1, 0, 3, 2, 2, 9, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 200, 201, 202, 203})
	f.Fuzz(func(t *testing.T, data []byte) {
		in := randomInput(t, data)
		a := Attribute(in)
		sound(t, a)
		assert.Equal(t, a, Attribute(in))
	})
}

func BenchmarkAttribute10000(b *testing.B) {
	p := newPkg()
	p.same("hinode", "hinode.example")
	for i := range 10_000 {
		v := fmt.Sprintf("vendor %d", i%300)
		it := p.letter("", v, "hinode")
		for k := range 6 {
			it.Marks = append(it.Marks, mark(name(fmt.Sprintf("mentioned %d", (i*7+k*131)%2000)), evidence.ClassMention, evidence.RoleMentioned))
		}
		it.Marks = append(it.Marks, mark(domain("hinode.example"), evidence.ClassHostPath, evidence.RoleHolder))
		it.Links = []evidence.Link{{A: name(v), B: name("hinode"), Bits: 3, Why: "same file"}}
	}
	in := p.input(b)
	for b.Loop() {
		Attribute(in)
	}
}
