package rtf

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func run(t testing.TB, data string, lim evidence.Limits) (*extracttest.Sink, error) {
	t.Helper()
	in := extracttest.Memory("x.rtf", []byte(data))
	in.Limits = lim
	s := &extracttest.Sink{}
	err := extract(context.Background(), in, s)
	s.Check(t)
	return s, err
}

func read(t testing.TB, data string) *extracttest.Sink {
	t.Helper()
	s, err := run(t, data, evidence.DefaultLimits())
	require.NoError(t, err)
	return s
}

func texts(s *extracttest.Sink) []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText {
			out = append(out, strings.TrimSpace(string(f.At.Zone)+" "+f.At.Part)+": "+f.Value)
		}
	}
	return out
}

// packageObject is an OLE 1.0 object of class Package that holds note.txt.
func packageObject() string {
	le := func(n int) string { return string([]byte{byte(n), byte(n >> 8), 0, 0}) }
	native := "\x02\x00note.txt\x00C:\\Users\\yamada\\note.txt\x00\x00\x00\x03\x00" + le(14) + "C:\\Temp\\n.txt\x00" + le(5) + "hello"
	return hex.EncodeToString([]byte("\x01\x05\x00\x00" + le(2) + le(8) + "Package\x00" + le(0) + le(0) + le(len(native)) + native))
}

func sample() string {
	return `{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 \'82\'6c\'82\'72;}{\f1\froman\fcharset0 Times;}{\f2\fcharset204 Arial Cyr;}}` +
		`{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s15\f0 Acme Body;}{\*\cs16 \additive Acme Mark;}}` +
		`{\*\revtbl{Unknown;}{Taro Y;}{Hanako;}}{\*\rsidtbl \rsid10\rsid4660}{\*\generator Writer 1.0;}` +
		`{\*\template \\\\fs01\\tpl\\letter.dot}` + "\n" +
		`{\info{\title \'8c\'a9\'90\'cf\'8f\'91}{\author \u23665 ?\u30000 ?}{\operator Op}{\manager Chief}{\company \'8a\'94\'8e\'ae\'89\'ef\'8e\'d0\'83A\'83N\'83\'81}` +
		`{\doccomm remark}{\hlinkbase \\\\fs01\\docs}{\creatim\yr2021\mo2\dy1\hr9\min5}{\upr{\keywords ansi}{\*\ud{\keywords \u37325 ?}}}}` +
		`{\*\userprops{\propname Project}\proptype30{\staticval P-1}{\propname MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId}\proptype30{\staticval AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}}` +
		`{\header \pard Acme K.K.\par}{\footer \f0 \'8e\'d0\'8a\'4f\'94\'e9\par}` +
		`\pard\f1 caf\'e9? \f0 \'8c\'a9\'90\'cf\'83A\par {\f2 \'d4\'e8\'f0\'ec\'e0}\par\uc2\u26666 ab\uc1\u-10179 ?\u-8704 ?\par ` +
		`a\cell b\cell\row{\field{\*\fldinst {HYPERLINK "https://www.acme.example/x"}}{\fldrslt link}}` +
		`{\field{\*\fldinst HYPERLINK "\\\\\\\\fs02\\\\share\\\\plan.xls"}{\fldrslt plan}}` +
		`{\footnote \pard see note}{\*\atnid T}{\*\atnauthor Jiro}\chatn{\*\annotation why?}` +
		`{\shp{\*\shpinst\shpleft0{\sp{\sn name}{\sv hidden}}{\shptxt \pard in a box\par}}{\shprslt in a box again}}` +
		`{\object\objemb{\*\objclass Package}{\*\objdata ` + packageObject() + `}{\result shown}}` +
		`{\*\shppict{\pict{\*\picprop{\sp{\sn x}{\sv y}}}\pngblip 89504E47}}{\nonshppict{\pict\wmetafile8 0100}}` +
		`{\*\unknown not shown}{\pict\jpegblip\bin4 {}\'xx}\~end\emdash\{\}\\}` + "\x00"
}

func TestSample(t *testing.T) {
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("x.rtf", []byte(sample())))
	assert.Equal(t, "rtf", typ.Format)
	s := read(t, sample())
	assert.Empty(t, s.Problems)
	assert.Equal(t, []string{
		"header: Acme K.K.", "footer: 社外秘", "body footnote: see note", "comment: why?", "body text box: in a box",
		"body: café? 見積ア\nФирма\n株😀\na\tb\t\nlinkplanshown\u00a0end—{}\\",
	}, texts(s))
	assert.Equal(t, []string{
		"rtf:Style=Acme Body", "rtf:Style=Acme Mark",
		"rtf:RevisionAuthor=Taro Y", "rtf:RevisionAuthor=Hanako", "rtf:Generator=Writer 1.0;",
		`rtf:Template=\\fs01\tpl\letter.dot`,
		"rtf:Title=見積書", "rtf:Author=山田", "rtf:Operator=Op", "rtf:Manager=Chief", "rtf:Company=株式会社アクメ", "rtf:Comments=remark",
		`rtf:HyperlinkBase=\\fs01\docs`, "rtf:Created=2021-02-01T09:05", "rtf:Keywords=重", "rtf:custom:Project=P-1",
		"msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
		"rtf:Hyperlink=https://www.acme.example/x", `rtf:ExternalLink=\\fs02\share\plan.xls`, "rtf:CommentAuthor=Jiro",
		"rtf:ObjectClass=Package", `rtf:PackagePath=C:\Users\yamada\note.txt`, `rtf:PackagePath=C:\Temp\n.txt`,
		"rtf:Rsids=0000000A 00001234",
	}, s.Metadata())
	assert.Equal(t, []string{"note.txt", "picture1.png", "picture2.jpg"}, s.Names())
	assert.Equal(t, "hello", string(s.Children[0].Data))
	assert.Equal(t, "\x89PNG", string(s.Children[1].Data))
	assert.Equal(t, "{}\\'", string(s.Children[2].Data))
}

// Every prefix of the sample is read as far as it goes and says that it is cut off.
func TestTruncated(t *testing.T) {
	data := sample()
	for _, part := range []string{`{\footer`, `\pard\f1`, `{\object`, `{\*\unknown`} {
		cut := strings.Index(data, part)
		s, err := run(t, data[:cut+3], evidence.DefaultLimits())
		require.ErrorIs(t, err, evidence.ErrCorrupt, part)
		assert.Contains(t, s.Text(), "Acme K.K.", part)
		assert.Contains(t, s.Metadata(), "rtf:Company=株式会社アクメ", part)
	}
}

func TestCorrupt(t *testing.T) {
	for data, want := range map[string]string{
		`{\rtf1 a}}}trailing`:               "body: a",
		`{\rtf1 a\'zzb\'}`:                  "body: a?zzb?",
		`{\rtf1\ansicpg932 \'82}`:           "body: \uFFFD",
		`{\rtf1 \u99999999999999999999 ?b}`: "",
		`{\rtf1\bin99999999999 a}`:          "",
	} {
		s, _ := run(t, data, evidence.DefaultLimits())
		if want != "" {
			assert.Equal(t, []string{want}, texts(s), data)
		}
	}
	s := read(t, `{\rtf1 a{\object{\*\objdata 0105}}b}`)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Equal(t, "ab", s.Text())
}

func TestLimits(t *testing.T) {
	for n, want := range map[int64][]evidence.ProblemKind{9: {evidence.ProblemLimit}, 10: nil, 11: nil} {
		s, err := run(t, `{\rtf1 0123456789}`, evidence.Limits{TextBytes: n})
		require.NoError(t, err)
		assert.Equal(t, want, s.Kinds(), n)
		assert.Equal(t, "0123456789"[:min(n, 10)], s.Text())
	}
	// Groups that nest deeper than is kept apart are read as one level.
	for _, n := range []int{maxGroups - 2, maxGroups - 1, maxGroups, 3 * maxGroups} {
		s := read(t, `{\rtf1 `+strings.Repeat("{", n)+"deep"+strings.Repeat("}", n)+" end}")
		assert.Equal(t, "deep end", s.Text(), n)
	}
}

func FuzzRTF(f *testing.F) {
	f.Add(sample())
	f.Add(sample()[:700])
	f.Add(`{\rtf1{\upr{\*\ud{\title x}}}\u-1?{\pict\bin3 }}}`)
	f.Fuzz(func(t *testing.T, data string) {
		s, _ := run(t, data, evidence.Limits{TextBytes: 1 << 16})
		if n := len(s.Text()); n > 1<<17 {
			t.Errorf("%d bytes of text with a limit of %d", n, 1<<16)
		}
	})
}
