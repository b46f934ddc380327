package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The samples are written by SQLite 3.40 from the values that the tests expect.

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

func read(t testing.TB, data []byte) (*extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x.db", data))
	require.Equal(t, "sqlite", typ.Format)
	s := &extracttest.Sink{}
	err := f.Extract(context.Background(), extracttest.Memory("x.db", data), s)
	s.Check(t)
	return s, err
}

func TestRows(t *testing.T) {
	s, err := read(t, sample(t, "mixed.db"))
	require.NoError(t, err)
	assert.Empty(t, s.Problems)
	assert.Equal(t, []string{"sqlite:Table=customers", "sqlite:Table=codes"}, s.Metadata())
	text := s.Text()
	assert.True(t, strings.HasPrefix(text, "id\tname\tmail\tnote\tapi_token\n株式会社星野精機\tsato@hoshino.example\tplain note\nLong x"), text[:80])
	assert.Contains(t, text, "x end\n", "a row over several pages")
	assert.Equal(t, 200, strings.Count(text, "@customer.example"))
	assert.Equal(t, 100, strings.Count(text, "Label "), "a table without row numbers")
	assert.NotContains(t, text, "tok-hidden")
	assert.Equal(t, "customers", s.Facts[2].At.Part)
	s, err = read(t, sample(t, "utf16.db"))
	require.NoError(t, err)
	assert.Equal(t, "a\n予算", s.Text())
}

func TestBrowsers(t *testing.T) {
	s, err := read(t, sample(t, "History.db"))
	require.NoError(t, err)
	assert.Subset(t, s.Metadata(), []string{"sqlite:Application=Chromium history", "browser:Host=portal.hoshino.example", "browser:Title=社内ポータル", "browser:Host=sso.hoshino.example"})
	assert.Contains(t, s.Text(), "https://portal.hoshino.example/wiki?x=1")
	assert.NotContains(t, s.Text(), "abc123secret")
	s, err = read(t, sample(t, "Logins.db"))
	require.NoError(t, err)
	assert.Subset(t, s.Metadata(), []string{"sqlite:Application=Chromium logins", "browser:LoginURL=https://erp.hoshino.example/", "browser:LoginUser=sato"})
	assert.NotContains(t, s.Text(), "hunter")
}

func TestFilesInRows(t *testing.T) {
	s, err := read(t, sample(t, "files.db"))
	require.NoError(t, err)
	require.Equal(t, []string{"mail row 7 body"}, s.Names())
	assert.Equal(t, "%PDF-1.4\n"+strings.Repeat("x", 3000), string(s.Children[0].Data))
	assert.Equal(t, "id\tbody\tsession_token", s.Text())
}

func TestDamaged(t *testing.T) {
	data := sample(t, "mixed.db")
	s, err := read(t, data[:len(data)/2])
	assert.True(t, err != nil || len(s.Problems) > 0)
	assert.Contains(t, s.Text(), "株式会社星野精機")
	_, err = read(t, data[:60])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	// Every page becomes the schema's own: trees that lead to themselves end.
	for _, at := range []int{16, 20, 100, 103, 108} {
		bad := append([]byte{}, data...)
		for i := at; i < at+2; i++ {
			bad[i] ^= 0x55
		}
		s, err := read(t, bad)
		assert.True(t, err != nil || len(s.Problems) > 0 || at == 103, at)
	}
}

func TestTextLimit(t *testing.T) {
	in := extracttest.Memory("x.db", sample(t, "utf16.db"))
	for limit, problems := range map[int64]int{7: 1, 8: 0, 9: 0} {
		in.Limits.TextBytes = limit
		s := &extracttest.Sink{}
		require.NoError(t, Formats()[0].Extract(t.Context(), in, s))
		assert.Len(t, s.Problems, problems, limit)
	}
}

func TestVarint(t *testing.T) {
	for in, want := range map[string]int64{"\x00": 0, "\x7f": 127, "\x81\x00": 128, "\x81\x7f": 255, "\xff\xff\xff\xff\xff\xff\xff\xff\xff": -1} {
		v, n := varint([]byte(in))
		assert.Equal(t, want, v)
		assert.Equal(t, len(in), n)
	}
	_, n := varint([]byte("\x81"))
	assert.Zero(t, n)
}

func TestColumns(t *testing.T) {
	for sql, want := range map[string][]column{
		"CREATE TABLE a(b, c INT)": {{"b"}, {"c"}},
		"CREATE TABLE \"x\" (\"a b\" TEXT DEFAULT 'x,y(', [c]/**/, d DECIMAL(10,5), PRIMARY KEY (a, b))": {{"a b"}, {"c"}, {"d"}},
		"CREATE TABLE":        nil,
		"CREATE TABLE x (a, ": {{"a"}},
	} {
		assert.Equal(t, want, columns(sql), sql)
	}
}

func FuzzSQLite(f *testing.F) {
	for _, name := range []string{"utf16.db", "History.db"} {
		f.Add(sample(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &extracttest.Sink{}
		in := extracttest.Memory("x", append([]byte(magic), data[min(16, len(data)):]...))
		in.Limits.TextBytes = 1 << 16
		_ = extract(context.Background(), in, s)
		s.Check(t)
	})
}
