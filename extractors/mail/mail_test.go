package mail

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

type sink struct {
	facts    map[string][]string
	zones    map[evidence.Zone]string
	children []string
	problems []string
}

func (s *sink) Fact(f evidence.Fact) error {
	if f.Kind == evidence.FactText {
		s.zones[f.At.Zone] += f.Value
	} else {
		s.facts[f.Name] = append(s.facts[f.Name], f.Value)
	}
	return nil
}
func (s *sink) Child(_ context.Context, n evidence.ChildName, r io.Reader) error {
	b, _ := io.ReadAll(r)
	s.children = append(s.children, n.Name+"="+string(b))
	return nil
}
func (s *sink) Problem(k evidence.ProblemKind, w, d string) {
	s.problems = append(s.problems, string(k)+" "+w+" "+d)
}
func (s *sink) Warn(string) {}

func read(t testing.TB, raw []byte) (*sink, error) {
	s := &sink{facts: map[string][]string{}, zones: map[evidence.Zone]string{}}
	err := extract(context.Background(), evidence.Input{At: bytes.NewReader(raw), Size: int64(len(raw))}, s)
	return s, err
}

const sample = "Received: from gw.example.test (unknown) by mx.vendor.example; Mon, 1 Feb 2021 09:00:00 +0900\r\n" +
	"From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <yamada@vendor.example>\r\nTo: a@example.test,\r\n B <b@example.test>\r\n" +
	"Subject: =?cp932?B?jKmQz4+R?=\r\nDate: Mon, 1 Feb 2021 09:00:00 +0900\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n" +
	"\x1b$B;3ED\x1b(B\r\n-- \r\nTEL 03\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n" +
	"Content-Disposition: attachment; filename*=UTF-8''%E8%A6%8B.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n"

func TestMail(t *testing.T) {
	_, ok := match(evidence.Probe{Head: []byte(sample)})
	require.True(t, ok)
	s, err := read(t, []byte(sample))
	require.NoError(t, err)
	require.Empty(t, s.problems)
	require.Equal(t, []string{"山田 <yamada@vendor.example>"}, s.facts["mail:From"])
	require.Equal(t, []string{"a@example.test", "B <b@example.test>"}, s.facts["mail:To"])
	require.Equal(t, []string{"2021-02-01T00:00:00Z"}, s.facts["mail:Date"])
	require.Equal(t, []string{"gw.example.test", "mx.vendor.example"}, s.facts["mail:Received"])
	require.Equal(t, "見積書", s.zones[evidence.ZoneSubject])
	require.Equal(t, "山田", s.zones[evidence.ZoneBody])
	require.Equal(t, "TEL 03", s.zones[evidence.ZoneSignature])
	require.Equal(t, []string{"見.pdf=%PDF"}, s.children)
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(sample[:500]))
	f.Fuzz(func(t *testing.T, raw []byte) { _, _ = read(t, raw) })
}
