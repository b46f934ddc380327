package evidence

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOCRFacts(t *testing.T) {
	words := []Word{
		{Text: "Bill", Box: Box{10, 10, 40, 12}, Confidence: 1, Block: 1, Line: 1},
		{Text: "to", Box: Box{55, 11, 20, 12}, Confidence: 0.5, Block: 1, Line: 1},
		{Text: "株式", Box: Box{10, 30, 30, 14}, Confidence: 0.5, Block: 1, Line: 2},
		{Text: "会社", Box: Box{40, 30, 30, 14}, Confidence: 1, Block: 1, Line: 2},
		{Text: "ABC", Box: Box{75, 30, 30, 14}, Confidence: 0.75, Block: 1, Line: 2},
		{Text: "next", Box: Box{200, 5, 40, 10}, Confidence: 0.25, Block: 2, Line: 1},
	}
	facts := OCRFacts(words, 3)
	require.Len(t, facts, 2)
	f := facts[0]
	assert.Equal(t, FactOCR, f.Kind)
	assert.Equal(t, "Bill to\n株式会社 ABC", f.Value)
	assert.Equal(t, Locator{Page: 3, Zone: ZoneBody, Box: &Box{10, 10, 95, 34}, Confidence: 0.75}, f.At)
	var ranges [][2]int
	for _, w := range f.Words {
		ranges = append(ranges, [2]int{w.Start, w.End})
	}
	assert.Equal(t, [][2]int{{0, 4}, {5, 7}, {8, 14}, {14, 20}, {21, 24}}, ranges)
	assert.Equal(t, "next", facts[1].Value)
	assert.Zero(t, words[1].Start, "the words given are left as they are")
	assert.Empty(t, OCRFacts(nil, 1))

	box, conf, ok := f.BoxOf(8, 20)
	assert.True(t, ok)
	assert.Equal(t, Box{10, 30, 60, 14}, box)
	assert.Equal(t, 0.75, conf)
	box, conf, ok = f.BoxOf(3, 4)
	assert.True(t, ok)
	assert.Equal(t, Box{10, 10, 40, 12}, box)
	assert.Equal(t, 1.0, conf)
	for _, r := range [][2]int{{4, 5}, {7, 8}, {24, 30}, {-5, 0}} {
		_, _, ok = f.BoxOf(r[0], r[1])
		assert.False(t, ok, r)
	}
	_, _, ok = (&Fact{Kind: FactText, Value: "native"}).BoxOf(0, 3)
	assert.False(t, ok)
}

func TestIsCJK(t *testing.T) {
	for _, r := range "漢あアー、　（Ａｱ々" {
		assert.True(t, IsCJK(r), string(r))
	}
	for _, r := range "aé1 -한я\u2fef\ufe30" {
		assert.False(t, IsCJK(r), string(r))
	}
	assert.True(t, StartsCJK("社a"))
	assert.False(t, StartsCJK("a社"))
	assert.True(t, EndsCJK("a社"))
	assert.False(t, EndsCJK("社a"))
	assert.False(t, StartsCJK("") || EndsCJK("") || StartsCJK("\xff"))
}

func TestIdentify(t *testing.T) {
	starts := func(b byte) func(Probe) (string, bool) {
		return func(p Probe) (string, bool) { return "first byte", len(p.Head) > 0 && p.Head[0] == b }
	}
	formats := []Format{
		{ID: "none", Exts: []string{"non"}},
		{ID: "aaa", MIME: "x/a", Exts: []string{"a", "aa"}, Match: starts('a')},
		{ID: "bbb", MIME: "x/b", Exts: []string{"b"}, Match: starts('b')},
		{ID: "any", MIME: "x/any", Match: starts('*')},
		{ID: "late", Match: starts('a')},
	}
	for _, c := range []struct {
		head, ext, format string
		warnings          []string
	}{
		{"a", "a", "aaa", nil},
		{"a", "AA", "aaa", nil},
		{"a", "", "aaa", nil},
		{"a", "b", "aaa", []string{"the extension .b is that of bbb, but the content is aaa"}},
		{"a", "zz", "aaa", []string{"the extension .zz is unusual for aaa"}},
		{"*", "zz", "any", nil},
		{"*", "b", "any", []string{"the extension .b is that of bbb, but the content is any"}},
		{"?", "b", "unknown", []string{"the extension .b is that of bbb, but the content is not"}},
		{"?", "zz", "unknown", nil},
		{"", "b", "unknown", nil},
	} {
		typ, f := Identify(formats, Probe{Head: []byte(c.head), Size: int64(len(c.head)), Ext: c.ext})
		assert.Equal(t, c.format, typ.Format, "%q .%s", c.head, c.ext)
		assert.Equal(t, c.warnings, typ.Warnings, "%q .%s", c.head, c.ext)
		assert.Equal(t, c.format == FormatUnknown, f == nil)
	}
	typ, _ := Identify(formats, Probe{})
	assert.Equal(t, Type{Format: "unknown", MIME: "application/octet-stream", Basis: "empty"}, typ)
}

func TestMemo(t *testing.T) {
	calls := 0
	match := func(p Probe) (string, bool) {
		p.Memo("key", func() any { calls++; return nil })
		return "", false
	}
	Identify([]Format{{Match: match}, {Match: match}}, Probe{Size: 1})
	assert.Equal(t, 1, calls, "shared while one item is identified, a nil value too")
	match(Probe{})
	match(Probe{})
	assert.Equal(t, 3, calls)
}

func TestProblemKindOf(t *testing.T) {
	for err, want := range map[error]ProblemKind{
		ErrEncrypted: ProblemEncrypted, ErrCorrupt: ProblemCorrupt, ErrUnsupported: ProblemUnsupported, ErrLimit: ProblemLimit,
		ErrToolMissing: ProblemToolMissing, context.DeadlineExceeded: ProblemTimedOut, errors.New("x"): ProblemCorrupt,
	} {
		assert.Equal(t, want, ProblemKindOf(err))
		assert.Equal(t, want, ProblemKindOf(fmt.Errorf("wrapped: %w", err)))
	}
}

func TestListsAreComplete(t *testing.T) {
	assert.ElementsMatch(t, []ProblemKind{"corrupt", "encrypted", "unsupported", "limit-reached", "timed-out", "crashed", "read-failed", "tool-missing"}, ProblemKinds())
	var custody []Class
	for _, c := range Classes() {
		if c.Custody() {
			custody = append(custody, c)
		}
	}
	assert.Equal(t, []Class{"tenant", "internal-mail", "host-path"}, custody)
	assert.Len(t, Classes(), 12)
}

func TestDefaultLimits(t *testing.T) {
	assert.Equal(t, Limits{Depth: 16, Items: 250000, ItemBytes: 8589934592, TotalBytes: 68719476736, Ratio: 2000, RatioFloor: 67108864,
		TextBytes: 33554432, ItemTime: 300 * time.Second, TotalTime: 86400 * time.Second, Pixels: 120000000}, DefaultLimits())
}

func TestName(t *testing.T) {
	assert.Equal(t, "c", (&Item{Path: []string{"a.zip", "c"}}).Name())
	assert.Empty(t, (&Item{}).Name())
}

// TestIsCJKAgreesWithUnicode walks all characters: the ranges that IsCJK answers
// without the tables must be what the tables say.
func TestIsCJKAgreesWithUnicode(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		want := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー' || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
		if IsCJK(r) != want {
			t.Fatalf("%U: %v", r, !want)
		}
	}
}

func TestOCRFactsOfZones(t *testing.T) {
	words := []Word{
		{Text: "Plan", Box: Box{10, 5, 40, 12}, Confidence: 1, Block: 1, Line: 1, Zone: ZoneWindowTitle, Why: "bar with three buttons"},
		{Text: "Viewer", Box: Box{55, 5, 60, 12}, Confidence: 1, Block: 1, Line: 1, Zone: ZoneWindowTitle, Why: "bar with three buttons"},
		{Text: "File", Box: Box{10, 20, 30, 12}, Confidence: 1, Block: 1, Line: 2},
	}
	facts := OCRFacts(words, 0)
	require.Len(t, facts, 2, "a block is split where the zone changes")
	assert.Equal(t, "Plan Viewer", facts[0].Value)
	assert.Equal(t, ZoneWindowTitle, facts[0].At.Zone)
	assert.Equal(t, "bar with three buttons", facts[0].Source)
	assert.Equal(t, "File", facts[1].Value)
	assert.Equal(t, ZoneBody, facts[1].At.Zone)
	assert.Empty(t, facts[1].Source)
	assert.Empty(t, facts[0].Words[0].Zone, "the fact carries the zone, its words do not repeat it")
	assert.Equal(t, ZoneWindowTitle, words[0].Zone, "the words given are left as they are")
}

func TestDomainUse(t *testing.T) {
	for _, name := range []string{"web", "mail", "intranet"} {
		u, ok := ParseDomainUse(name)
		assert.True(t, ok)
		assert.Equal(t, []string{name}, u.Names())
	}
	_, ok := ParseDomainUse("Web")
	assert.False(t, ok)
	assert.Equal(t, []string{"web", "intranet"}, (UseWeb | UseIntranet).Names())
	assert.Empty(t, DomainUse(0).Names())
	assert.True(t, (UseWeb | UseMail).Has(UseMail))
	assert.False(t, UseWeb.Has(UseMail))
}

func TestOrganisationListsMayBeShort(t *testing.T) {
	o := Organisation{Languages: []string{"ja"}, Uses: []DomainUse{UseMail}}
	assert.Equal(t, "ja", o.Language(0))
	assert.Empty(t, o.Language(1))
	assert.Equal(t, UseMail, o.Use(0))
	assert.Zero(t, o.Use(1))
}
