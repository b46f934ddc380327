package onenote

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

const (
	wide = "\x00\x00\x8b\x89\x4d\x7a\x6e\x30\xf6\x4e\x00\x00" // 見積の件
	file = embedded + "\x04\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00\x00\x00" + "data"
)

func sample() string {
	return section + strings.Repeat("\x00", 16) + wide + "\x01\x02Meeting with Acme\x00\x00" + file + "\x00C\x00a\x00l\x00i\x00b\x00r\x00i\x00\x00\x00"
}

func run(data string) (*extracttest.Sink, error) {
	s := &extracttest.Sink{}
	return s, extract(context.Background(), extracttest.Memory("x.one", []byte(data)), s)
}

func TestSection(t *testing.T) {
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("x.one", []byte(sample())))
	assert.Equal(t, "onenote", typ.Format)
	s, err := run(sample())
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	s.Check(t)
	assert.Equal(t, "見積の件\nMeeting with Acme", s.Text())
	assert.Equal(t, "data", string(s.Children[0].Data))
}

func TestTruncated(t *testing.T) {
	data := sample()
	s, err := run(data[:strings.Index(data, "data")+2])
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Contains(t, s.Text(), "Meeting with Acme")
}

func FuzzOneNote(f *testing.F) {
	f.Add(sample())
	f.Fuzz(func(t *testing.T, data string) {
		s, _ := run(data)
		s.Check(t)
	})
}
