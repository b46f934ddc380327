package push

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		limit int64
		want  string
		full  bool
	}{{5, "日", true}, {6, "日本", false}, {7, "日本", false}} {
		s := &extracttest.Sink{}
		p := New(s, evidence.Limits{TextBytes: c.limit})
		p.Text(" 日本\x00 ", "part", evidence.Locator{})
		assert.Equal(t, c.want, s.Text(), c.limit)
		assert.Equal(t, c.full, p.Full(), c.limit)
		assert.Equal(t, c.full, len(s.Problems) == 1, c.limit)
	}
}

func TestLongTextIsCut(t *testing.T) {
	for n, want := range map[int]int{evidence.MaxFactBytes - 1: 1, evidence.MaxFactBytes: 1, evidence.MaxFactBytes + 1: 2} {
		s := &extracttest.Sink{}
		New(s, evidence.DefaultLimits()).Text(strings.Repeat("x", n), "", evidence.Locator{})
		assert.Len(t, s.Facts, want, n)
		s.Check(t)
	}
}

func TestMeta(t *testing.T) {
	s := &extracttest.Sink{}
	p := New(s, evidence.Limits{})
	p.Meta("a:b\xff", "v\xfe", "part\xff")
	p.Meta("a:b\xff", "v\xfe", "again")
	p.Meta("a:empty", " \x00", "")
	assert.Equal(t, []string{"a:b\uFFFD=v\uFFFD"}, s.Metadata())
	for i := range MaxMeta + 2 {
		p.Meta("n", strings.Repeat("x", i+1), "")
	}
	assert.Len(t, s.Facts, MaxMeta)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemLimit}, s.Kinds())
	s.Check(t)
}

func TestConnection(t *testing.T) {
	for in, want := range map[string]string{
		"Provider=SQLOLEDB.1;Password=geheim;User ID=sa;Data Source=db01.acme.example": "Provider=SQLOLEDB.1;Password=;User ID=sa;Data Source=db01.acme.example",
		"DSN=x;PWD = y;UID=z": "DSN=x;PWD =;UID=z",
		"plain":               "plain",
	} {
		assert.Equal(t, want, Connection(in))
	}
}

func TestCustom(t *testing.T) {
	sink := &extracttest.Sink{}
	p := New(sink, evidence.Limits{})
	const label = "MSIP_Label_11111111-2222-3333-4444-555555555555_"
	for _, f := range [][2]string{{"SiteId", "{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}"}, {"Name", "Internal"}, {"Method", "Privileged"}, {"SetDate", "2021-02-01T00:00:00Z"}, {"Enabled", "true"}} {
		p.Custom("odf", label+f[0], f[1], "meta.xml")
	}
	p.Custom("odf", "Project", "P-1", "meta.xml")
	p.Custom("odf", "_PID_GUID", "x", "meta.xml")
	assert.Equal(t, []string{"msip:LabelId=11111111-2222-3333-4444-555555555555", "msip:SiteId=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "msip:Name=Internal",
		"msip:Method=Privileged", "msip:SetDate=2021-02-01T00:00:00Z", "odf:custom:Project=P-1"}, sink.Metadata())
}
