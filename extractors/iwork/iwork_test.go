package iwork

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// block is a Snappy block of a literal of 16 bytes, a copy of 4 from 4 back and a
// literal of Japanese.
const block = "\x20" + "\x3c" + "\x0a\x0fMeeting Acme\x00\x00" + "\x01\x04" + "\x34" + "\x0a\x0c" + "見積書面"

func chunk(b string) string {
	return string([]byte{0, byte(len(b)), byte(len(b) >> 8), 0}) + b
}

func run(data string) (*extracttest.Sink, error) {
	s := &extracttest.Sink{}
	return s, extract(context.Background(), extracttest.Memory("Document.iwa", []byte(data)), s)
}

func TestArchive(t *testing.T) {
	data := chunk(block) + chunk(block)
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("Document.iwa", []byte(data)))
	assert.Equal(t, "iwa", typ.Format)
	s, err := run(data)
	require.NoError(t, err)
	s.Check(t)
	assert.Equal(t, "Meeting Acme\n見積書面", s.Text())
}

func TestSnappy(t *testing.T) {
	got, err := snappy([]byte("\x0b\x04ab\x09\x02\x08ab!"))
	require.NoError(t, err)
	assert.Equal(t, "ababababab!", string(got))
	long := strings.Repeat("x", 100)
	got, err = snappy([]byte("\x64\xf0\x63" + long))
	require.NoError(t, err)
	assert.Equal(t, long, string(got))
	for _, bad := range []string{"", "\x05\x10ab", "\x05\x01", "\x05\x04ab\x01\x09", "\x05\xfc\xff\xff\xff\xff"} {
		_, err = snappy([]byte(bad))
		assert.ErrorIs(t, err, evidence.ErrCorrupt, "%q", bad)
	}
}

func TestTruncated(t *testing.T) {
	data := chunk(block)
	s, err := run(data + chunk(block)[:20])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Text(), "見積書面")
}

func FuzzArchive(f *testing.F) {
	f.Add(chunk(block))
	f.Fuzz(func(t *testing.T, data string) {
		s, _ := run(data)
		s.Check(t)
	})
}
