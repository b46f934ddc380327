package taught

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/templates"
)

func meta(name, value string) evidence.Fact {
	return evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value}
}

func text(zone evidence.Zone, value string) evidence.Fact {
	return evidence.Fact{Kind: evidence.FactText, Value: value, At: evidence.Locator{Zone: zone}}
}

const foot = "Harrow Industries Limited registered office twelve Mill Lane Brockton telephone four five six opinions given without prejudice"

// letter is a document made from a template; n varies what is in it.
func letter(n int) Document {
	return DocumentOf(fmt.Sprint(n), []evidence.Fact{
		meta("ooxml:Template", "harrow letter.dotx"), meta("ooxml:Style", "Harrow Lead"), meta("ooxml:ThemeColours", "111111 222222"),
		text(evidence.ZoneFooter, foot), text(evidence.ZoneBody, fmt.Sprintf("word%c other%c third%c fourth%c", 'a'+n, 'b'+n, 'c'+n, 'd'+n)),
	})
}

// plainLetter is made from nothing.
func plainLetter(n int) Document {
	return DocumentOf("plain", []evidence.Fact{meta("ooxml:Template", "Normal.dotm"),
		meta("ooxml:ThemeColours", "000000 FFFFFF 44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72"),
		text(evidence.ZoneBody, fmt.Sprintf("alpha%c beta%c gamma%c", 'a'+n, 'b'+n, 'c'+n))})
}

func letters(n int, f func(int) Document) (list []Document) {
	for i := range n {
		list = append(list, f(i))
	}
	return list
}

func TestLearn(t *testing.T) {
	m, r, err := Learn("Harrow Industries Ltd", []string{"harrow.example"}, letters(10, letter))
	require.NoError(t, err)
	assert.Equal(t, 10, r.Recognised)
	assert.Equal(t, 1.0, r.Recall())
	assert.Zero(t, r.Mistaken)
	assert.Equal(t, 49, r.Defaults)
	// foot has 17 words, so 15 shingles of three.
	assert.Equal(t, map[string]int{"template": 1, "style": 1, "colours": 1, "edge": 15, "text": 15}, r.Features)

	x := NewMatcher(m)
	l, p := letter(20), plainLetter(1)
	assert.Equal(t, 0, x.Takes(&l))
	assert.Equal(t, -1, x.Takes(&p))
	marks := x.Marks(l.Items[0])
	require.Len(t, marks, 1)
	assert.Equal(t, evidence.ClassTemplate, marks[0].Class)
	assert.Equal(t, evidence.RoleIssuer, marks[0].Role)
	assert.Equal(t, "Harrow Industries Ltd", marks[0].Value)
	assert.Contains(t, marks[0].Why, "template name")
	assert.Contains(t, marks[0].Why, "running header or footer")
}

func TestOneComponentIsNoMatch(t *testing.T) {
	m, _, err := Learn("Harrow", nil, letters(10, letter))
	require.NoError(t, err)
	x := NewMatcher(m)
	for name, fact := range map[string]evidence.Fact{
		"template": meta("ooxml:Template", "Harrow letter.dotx"),
		"style":    meta("ooxml:Style", "Harrow Lead"),
	} {
		d := DocumentOf(name, []evidence.Fact{fact})
		assert.Equal(t, -1, x.Takes(&d), name)
	}
	both := DocumentOf("both", []evidence.Fact{meta("ooxml:Template", "Harrow letter.dotx"), meta("ooxml:Style", "Harrow Lead")})
	assert.Equal(t, 0, x.Takes(&both))
}

func TestLearnRefuses(t *testing.T) {
	_, _, err := Learn("X", nil, letters(MinDocuments-1, letter))
	assert.ErrorIs(t, err, ErrTooFew)
	_, _, err = Learn("X", nil, letters(MinDocuments, letter))
	assert.NoError(t, err)
	_, r, err := Learn("X", nil, letters(12, plainLetter))
	assert.ErrorIs(t, err, ErrDefault)
	assert.Zero(t, r.Recognised)
}

func TestWhatTwoShareTellsNeither(t *testing.T) {
	a, _, err := Learn("A", nil, letters(10, letter))
	require.NoError(t, err)
	b, r, err := Learn("B", nil, letters(9, letter))
	require.NoError(t, err)
	assert.Empty(t, r.Against)
	l := letter(20)
	assert.Equal(t, -1, NewMatcher(a, b).Takes(&l))
	_, r, err = Learn("B", nil, letters(9, letter), a)
	assert.ErrorIs(t, err, ErrDefault, "beside A nothing of B's is its own")
	assert.Equal(t, []Collision{{"A", 9}}, r.Against)
}

func TestFileHoldsHashesOnly(t *testing.T) {
	m, _, err := Learn("Harrow Industries Ltd", []string{"harrow.example"}, letters(10, letter))
	require.NoError(t, err)
	var b, again bytes.Buffer
	require.NoError(t, m.Write(&b))
	first, rest, _ := strings.Cut(b.String(), "\n")
	assert.Equal(t, `{"format":"evscan-fingerprints","version":1,"organisation":"Harrow Industries Ltd","domains":["harrow.example"],"documents":10,"held_out_recall":1}`, first)
	for line := range strings.Lines(rest) {
		assert.Regexp(t, `^\{"kind":"[a-z]+","hash":"[0-9a-f]{16}","docs":10(,"own":true)?\}\n$`, line)
	}
	got, err := Read(bytes.NewReader(b.Bytes()), "x")
	require.NoError(t, err)
	assert.Equal(t, m, got)
	require.NoError(t, got.Write(&again))
	assert.Equal(t, b.String(), again.String())
	assert.True(t, Is(b.Bytes()))
	assert.False(t, Is([]byte(`{"id":"x","name":"y"}`)))
}

const head = `{"format":"evscan-fingerprints","version":1,"organisation":"X","documents":5,"held_out_recall":1}` + "\n"

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "x:1: broken fingerprint file: empty"},
		{"{}\n", `x:1: broken fingerprint file: format "", not "evscan-fingerprints"`},
		{strings.Replace(head, `"version":1`, `"version":2`, 1), "x:1: broken fingerprint file: version 2; this program reads version 1"},
		{strings.Replace(head, `"X"`, `" "`, 1), "x:1: broken fingerprint file: no organisation"},
		{strings.Replace(head, `"X"`, `"X\u001b[2J"`, 1), "x:1: broken fingerprint file: the organisation's name is longer than 500 bytes or holds characters that do not print"},
		{strings.Replace(head, `:5`, `:0`, 1), "x:1: broken fingerprint file: 0 documents"},
		{strings.Replace(head, `recall":1`, `recall":1.1`, 1), "x:1: broken fingerprint file: recall 1.1: not in [0,1]"},
		{head + `{"kind":"colour","hash":"0000000000000001","docs":1}`, `x:2: broken fingerprint file: unknown kind "colour"`},
		{head + `{"kind":"style","hash":"1","docs":1}`, `x:2: broken fingerprint file: hash "1": not 16 hexadecimal digits`},
		{head + `{"kind":"style","hash":"0000000000000001","docs":6}`, "x:2: broken fingerprint file: in 6 of 5 documents"},
		{head + `{"kind":"style","hash":"0000000000000001","docs":1,"text":"a"}`, `x:2: broken fingerprint file: json: unknown field "text"`},
		{head + `{"docs":1}`, "x:2: broken fingerprint file: neither kind with hash nor logo nor ink"},
		{head + `{"ink":"00","docs":1}`, "x:2: broken fingerprint file: ink: not 352 hexadecimal digits"},
		{head + "\xff", "x:2: broken fingerprint file: not UTF-8"},
		{head + strings.Repeat(" ", MaxLine+1), "x:2: broken fingerprint file: bufio.Scanner: token too long"},
	} {
		_, err := Read(strings.NewReader(c.file), "x")
		assert.EqualError(t, err, c.want)
	}
}

func TestBrokenLinesAreLeftOut(t *testing.T) {
	m, err := Read(strings.NewReader(head+"{\n"+`{"kind":"style","hash":"000000000000000a","docs":5}`+"\n\n"), "x")
	assert.ErrorContains(t, err, "x:2:")
	assert.Equal(t, []Feature{{templates.Component{Kind: "style", Hash: 10}, 5, false}}, m.Features)
}

func TestReadBounds(t *testing.T) {
	file := func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			fmt.Fprintf(&b, `{"kind":"text","hash":"%016x","docs":1}`+"\n", i)
		}
		return b.String()
	}
	for _, c := range []struct {
		n, want int
		fault   bool
	}{{MaxFeatures - 1, MaxFeatures - 1, false}, {MaxFeatures, MaxFeatures, false}, {MaxFeatures + 1, MaxFeatures, true}} {
		m, err := Read(strings.NewReader(file(c.n)), "x")
		assert.Len(t, m.Features, c.want)
		assert.Equal(t, c.fault, err != nil, c.n)
	}
}

func TestLogoAloneIsALogo(t *testing.T) {
	m, err := Read(strings.NewReader(head+`{"logo":"b20c75cb97b34926-6699a55a3cc3f00f-170","docs":5}`), "x")
	require.NoError(t, err)
	m.Org = "domain:x.example"
	x := NewMatcher(m)
	page := []evidence.Fact{meta("image:Width", "1000"), meta("image:Height", "1400"), meta("image:Shapes", "10,20,170,100,b20c75cb97b34926,6699a55a3cc3f00f")}
	marks := x.Marks(See(page))
	require.Len(t, marks, 1)
	assert.Equal(t, evidence.Mark{Kind: "logos", Key: evidence.Key{Kind: evidence.KeyLogo, Value: "domain:x.example"}, Org: "domain:x.example", Class: evidence.ClassLogo,
		Role: evidence.RoleIssuer, Value: "X", Source: "fingerprint file", Why: "looks like a logo that was taught (likeness 1.00)", Quality: 1, Count: 1,
		At: evidence.Locator{Zone: evidence.ZoneBody, Box: &evidence.Box{X: 10, Y: 20, W: 170, H: 100}}}, marks[0])
	page[2].Value = "10,900,170,100,b20c75cb97b34926,6699a55a3cc3f00f"
	assert.Equal(t, evidence.RoleMentioned, x.Marks(See(page))[0].Role, "in the middle of a page")
	page[2].Value = "10,20,170,100,4df38a34684cb6d9,6699a55a3cc3f00f"
	assert.Empty(t, x.Marks(See(page)))
}

func TestCosine(t *testing.T) {
	assert.InDelta(t, 1, cosine([]byte{0, 5, 10}, []byte{1, 6, 11}), 1e-9)
	assert.InDelta(t, -1, cosine([]byte{0, 5, 10}, []byte{10, 5, 0}), 1e-9)
	assert.Zero(t, cosine([]byte{3, 3, 3}, []byte{1, 2, 3}), "a grid of one shade is like none")
}

func TestEnough(t *testing.T) {
	for _, c := range []struct {
		n, all int
		want   bool
	}{{1, 1, false}, {2, 10, true}, {2, 11, false}, {3, 11, true}, {3, 1000, true}} {
		assert.Equal(t, c.want, enough(c.n, c.all), c)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + `{"kind":"style","hash":"000000000000000a","docs":5}`))
	f.Add([]byte(head + `{"logo":"b20c75cb97b34926-6699a55a3cc3f00f-170","docs":5}`))
	f.Add([]byte(head + `{"ink":"` + strings.Repeat("0f", 176) + `","docs":2}`))
	f.Add([]byte(head[:40]))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(bytes.NewReader(data), "x")
		if m == nil {
			assert.ErrorIs(t, err, ErrFile)
			return
		}
		var b bytes.Buffer
		require.NoError(t, m.Write(&b))
		again, err := Read(&b, "x")
		require.NoError(t, err)
		assert.Equal(t, m, again)
		NewMatcher(m).Match(See(nil))
	})
}

func BenchmarkMatch(b *testing.B) {
	m, _, err := Learn("Harrow", nil, letters(10, letter))
	require.NoError(b, err)
	x, d := NewMatcher(m), letter(20)
	for b.Loop() {
		x.Match(d.Items[0])
	}
}
