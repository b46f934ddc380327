package mapped

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

const invented = `{"id":"x:aoba","name":"アオバ電機株式会社","aliases":["Aoba Electric Co., Ltd.","アオバ"],"domains":["aoba.example","aoba-denki.example"],"tenants":["00000000-1111-2222-3333-444444444444"],"registry":["jp-corporate-number:6000000000003"],"country":"JP","kind":"company"}
{"id":"x:aoba-film","name":"アオバフィルム株式会社","parent":"x:aoba","domains":["aoba.example"]}
{"id":"x:quill","name":"Quill and Ferret Partners LLP","aliases":["Quill & Ferret"],"domains":["quill.example"]}
{"id":"x:quill-2","name":"Quill & Ferret GmbH","kind":"brand"}
{"id":"x:city","name":"青葉県見本市","aliases":["見本市役所"],"kind":"municipality"}
{"id":"x:harrow","name":"Harrow Industries, Inc.","domains":["harrow.example"],"background":0.25}
{"id":"x:harrow-b","name":"Harrow","kind":"brand"}
{"id":"x:long","name":"A B C D E F G H I J"}
`

func read(t testing.TB, text string) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.Read(strings.NewReader(text), "invented")
	require.NoError(t, err)
	return c
}

func records(list ...evidence.Organisation) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		for _, o := range list {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func all(c catalogue.Index) []evidence.Organisation {
	var list []evidence.Organisation
	for o := range c.All {
		list = append(list, o)
	}
	return list
}

func written(t testing.TB, opts Options, list ...evidence.Organisation) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.evcat")
	_, err := Write(t.Context(), path, records(list...), opts)
	require.NoError(t, err)
	return path
}

func opened(t testing.TB, path string) *File {
	t.Helper()
	f, err := Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

// TestSameAsInMemory holds every answer of a file against that of the catalogue it was
// made of, with records that come in the reverse order and through files of sorting.
func TestSameAsInMemory(t *testing.T) {
	c := read(t, invented)
	list := all(c)
	slices.Reverse(list)
	path := written(t, Options{}, list...)
	mappedFile := opened(t, path)
	pieces, err := open(path, func(f *os.File, size int64) (source, error) { return &reader{f, uint64(size)}, nil })
	require.NoError(t, err)
	defer pieces.Close()
	for kind, f := range map[string]*File{"mapped": mappedFile, "read": pieces, "union": nil} {
		var x catalogue.Index = f
		if f == nil {
			x = catalogue.Union(catalogue.Empty(), mappedFile, c)
		}
		assert.Equal(t, c.Len(), x.Len(), kind)
		assert.Equal(t, all(c), all(x), kind)
		for _, o := range list {
			have, ok := x.Org(o.ID)
			assert.True(t, ok, kind)
			assert.Equal(t, o, have, kind)
		}
		_, ok := x.Org("x:nobody")
		assert.False(t, ok)
		for _, name := range []string{"アオバ電機", "アオバ", "aoba electric", "quill & ferret", "Quill and Ferret", "harrow", "Harrow Industries", "見本市役所", "a b c d e f g h i j", "nobody", "", "&"} {
			assert.Equal(t, c.ByName(name), x.ByName(name), "%s: %s", kind, name)
			assert.Equal(t, c.ByCore(name), x.ByCore(name), "%s: %s", kind, name)
			assert.Equal(t, c.ByShort(name), x.ByShort(name), "%s: %s", kind, name)
			assert.Equal(t, c.ByClaim(name), x.ByClaim(name), "%s: %s", kind, name)
		}
		for _, d := range []string{"aoba.example", "aoba-denki.example", "quill.example", "nobody.example", ""} {
			assert.Equal(t, c.ByDomain(d), x.ByDomain(d), "%s: %s", kind, d)
		}
		for _, g := range []string{"00000000-1111-2222-3333-444444444444", "00000000-1111-2222-3333-444444444445"} {
			assert.Equal(t, c.ByTenant(g), x.ByTenant(g), kind)
		}
		for _, r := range []string{"jp-corporate-number:6000000000003", "x:aoba", "x:nobody"} {
			assert.Equal(t, c.ByRegistry(r), x.ByRegistry(r), kind)
		}
		if f != nil {
			assert.Equal(t, c.Version(), f.Version())
			assert.NoError(t, f.Validate(t.Context()))
			assert.NoError(t, f.Err())
		}
	}
	assert.Equal(t, []string{"x:harrow", "x:harrow-b"}, mappedFile.ByClaim("Harrow"))
	assert.Equal(t, []string{"x:quill", "x:quill-2"}, mappedFile.ByCore("quill&ferret"))
}

// many are n organisations in no order.
func many(n int) []evidence.Organisation {
	list := make([]evidence.Organisation, n)
	for i := range list {
		k := i * 7919 % n
		list[i] = evidence.Organisation{ID: fmt.Sprintf("x:%07d", k), Name: fmt.Sprintf("Sample%d Works%d Ltd", k%97, k), Aliases: []string{fmt.Sprintf("見本%d商会", k)},
			Domains: []string{fmt.Sprintf("sample%d.example", k/2)}}
	}
	return list
}

// TestSameBytes holds that neither memory nor the way through files shows in the bytes.
func TestSameBytes(t *testing.T) {
	list := many(20_000)
	a, err := os.ReadFile(written(t, Options{Date: "2026-01-02"}, list...))
	require.NoError(t, err)
	b, err := os.ReadFile(written(t, Options{Date: "2026-01-02", Memory: 1, Temp: t.TempDir()}, list...))
	require.NoError(t, err)
	assert.True(t, slices.Equal(a, b))
	f := opened(t, written(t, Options{Date: "2026-01-02", Memory: 1}, list...))
	assert.NoError(t, f.Validate(t.Context()))
	assert.Equal(t, 20_000, f.Len())
	assert.Equal(t, []string{"x:0000098", "x:0000099"}, f.ByDomain("sample49.example"))
	assert.Equal(t, []string{"x:0012345"}, f.ByName("Sample26 Works12345"))
	assert.Equal(t, []string{"x:0012345"}, f.ByName("見本12345商会"))
	assert.True(t, strings.HasPrefix(f.Version(), "2026-01-02-"))
}

// TestManyRuns merges more files of sorting than are merged at a time.
func TestManyRuns(t *testing.T) {
	s := newSorter(t.TempDir(), 64)
	var want []string
	for i := range 500 {
		r := fmt.Sprintf("%04d-%s", i*379%500, strings.Repeat("x", i%40))
		want = append(want, r)
		require.NoError(t, s.add([]byte(r)))
		require.NoError(t, s.add([]byte(r)))
	}
	slices.Sort(want)
	var have []string
	for r, err := range s.sorted() {
		require.NoError(t, err)
		have = append(have, string(r))
	}
	assert.Equal(t, want, have)
}

func TestSameIDUnites(t *testing.T) {
	f := opened(t, written(t, Options{},
		evidence.Organisation{ID: "x:1", Name: "First Ltd", Country: "GB"},
		evidence.Organisation{ID: "x:0", Name: "Other"},
		evidence.Organisation{ID: "x:1", Name: "Second Ltd", Country: "FR", Domains: []string{"second.example"}}))
	assert.Equal(t, 2, f.Len())
	o, ok := f.Org("x:1")
	assert.True(t, ok)
	assert.Equal(t, evidence.Organisation{ID: "x:1", Name: "First Ltd", Aliases: []string{"Second Ltd"}, Country: "GB", Domains: []string{"second.example"}}, o)
}

func TestUnionUnites(t *testing.T) {
	f := opened(t, written(t, Options{}, evidence.Organisation{ID: "x:1", Name: "First Ltd", Domains: []string{"first.example"}}, evidence.Organisation{ID: "x:9", Name: "Nine"}))
	u := catalogue.Union(read(t, `{"id":"x:1","name":"Erste GmbH"}
{"id":"x:5","name":"Five"}`), f)
	assert.Equal(t, 3, u.Len())
	assert.Equal(t, []evidence.Organisation{{ID: "x:1", Name: "Erste GmbH", Aliases: []string{"First Ltd"}, Domains: []string{"first.example"}}, {ID: "x:5", Name: "Five"}, {ID: "x:9", Name: "Nine"}}, all(u))
	assert.Equal(t, []string{"x:1"}, u.ByName("first"))
	assert.Equal(t, []string{"x:1"}, u.ByName("erste"))
	assert.Len(t, catalogue.Layers(u), 2)
	assert.NotEqual(t, f.Version(), u.Version())
}

func TestEmpty(t *testing.T) {
	f := opened(t, written(t, Options{}))
	assert.Zero(t, f.Len())
	assert.Equal(t, catalogue.Empty().Version(), f.Version())
	assert.Empty(t, f.ByName("anything"))
	assert.NoError(t, f.Validate(t.Context()))
	assert.NoError(t, f.Err())
}

// TestNothingIsLeft holds that a write that fails leaves the folder as it was.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "test.evcat")
	require.NoError(t, os.WriteFile(path, []byte("before"), 0o600))
	wrong := errors.New("wrong")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		records iter.Seq2[evidence.Organisation, error]
		want    error
	}{
		"error":     {t.Context(), func(yield func(evidence.Organisation, error) bool) { yield(evidence.Organisation{}, wrong) }, wrong},
		"no name":   {t.Context(), records(evidence.Organisation{ID: "x:1", Name: " "}), ErrRecord},
		"no ID":     {t.Context(), records(evidence.Organisation{Name: "A"}), ErrRecord},
		"bad ID":    {t.Context(), records(evidence.Organisation{ID: "x:\t1", Name: "A"}), ErrRecord},
		"line feed": {t.Context(), records(evidence.Organisation{ID: "x:1", Name: "A", Country: "X\nY"}), ErrRecord},
		"cancelled": {cancelled, records(evidence.Organisation{ID: "x:1", Name: "A"}), context.Canceled},
	} {
		_, err := Write(c.ctx, path, c.records, Options{})
		assert.ErrorIs(t, err, c.want, name)
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1)
	have, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "before", string(have))
}

// use looks everything up that there is.
func use(f *File) {
	for o := range f.All {
		f.Org(o.ID)
		f.ByName(o.Name)
		f.ByClaim(o.Name)
		for _, d := range o.Domains {
			f.ByDomain(d)
		}
		f.ByRegistry(o.ID)
	}
	f.ByTenant("00000000-1111-2222-3333-444444444444")
	f.ByShort("harrow")
	for _, core := range []string{"アオバ", "harrow", "quill and ferret"} {
		for _, n := range f.Named(nil, catalogue.NameKey(core), []byte(core)) {
			f.ID(n.Org)
		}
	}
	f.ID(1 << 40)
	f.ID(-1)
}

func TestTruncated(t *testing.T) {
	whole, err := os.ReadFile(written(t, Options{}, all(read(t, invented))...))
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "cut.evcat")
	for n := 0; n < len(whole); n += 1 + len(whole)/200 {
		require.NoError(t, os.WriteFile(path, whole[:n], 0o600))
		_, err := Open(path)
		switch {
		case n < len(magic):
			assert.ErrorIs(t, err, ErrFormat, n)
		default:
			assert.ErrorIs(t, err, ErrBroken, n)
		}
	}
	require.NoError(t, os.WriteFile(path, append([]byte("evcat\x00\r\n\x02\x00\x00\x00"), whole[12:]...), 0o600))
	_, err = Open(path)
	assert.ErrorIs(t, err, ErrVersion)
	require.NoError(t, os.WriteFile(path, append(whole, 0), 0o600))
	_, err = Open(path)
	assert.ErrorIs(t, err, ErrBroken)
	_, err = Open(filepath.Dir(path))
	assert.ErrorIs(t, err, ErrFormat)
	_, err = Open(path + ".none")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// TestCutWhileInUse cuts an open file short: lookups find nothing and say why.
func TestCutWhileInUse(t *testing.T) {
	path := written(t, Options{}, many(5_000)...)
	f := opened(t, path)
	require.Equal(t, []string{"x:0001234"}, f.ByName("Sample70 Works1234"))
	require.NoError(t, os.Truncate(path, 8192))
	assert.Empty(t, f.ByName("Sample70 Works1234"))
	assert.ErrorIs(t, f.Err(), ErrVanished)
	use(f)
	assert.ErrorIs(t, f.Validate(t.Context()), ErrVanished)
}

// TestEveryByte changes each byte of a small file: it is refused when it is opened or
// validated, and looking things up meanwhile does no harm.
func TestEveryByte(t *testing.T) {
	whole, err := os.ReadFile(written(t, Options{}, all(read(t, invented))...))
	require.NoError(t, err)
	for i := range whole {
		b := slices.Clone(whole)
		b[i] ^= 0xff
		f, err := newFile(&bytesSource{b}, uint64(len(b)))
		if err != nil {
			continue
		}
		use(f)
		assert.ErrorIs(t, f.Validate(t.Context()), ErrBroken, "byte %d", i)
	}
}

// bytesSource is a file in memory.
type bytesSource struct{ b []byte }

func (s *bytesSource) read(offset, n uint64) ([]byte, error) { return s.b[offset : offset+n], nil }
func (s *bytesSource) close() error                          { return nil }

// FuzzOpen changes a file behind its header, whose checksums are mended, so that hostile
// files get past them.
func FuzzOpen(f *testing.F) {
	whole, err := os.ReadFile(written(f, Options{}, all(read(f, invented))...))
	require.NoError(f, err)
	f.Add(whole, uint64(0), uint64(0), 0)
	f.Add(whole[:len(whole)/2], uint64(9), uint64(1<<60), 3)
	f.Fuzz(func(t *testing.T, b []byte, offset, length uint64, sec int) {
		if h, err := parseHeader(slices.Clone(whole), uint64(len(whole))); err == nil && sec >= 0 && sec < sections && len(b) > headerSize {
			h.length = uint64(len(b))
			h.sections[sec].offset, h.sections[sec].length = offset, length
			for i := range h.sections {
				s := &h.sections[i]
				if i >= secFirst && i <= secWhole && s.offset < h.length && s.length < h.length-s.offset {
					s.sum = sha256.Sum256(b[s.offset : s.offset+s.length])
				}
			}
			copy(b, h.bytes())
		}
		file, err := newFile(&bytesSource{b}, uint64(len(b)))
		if err != nil {
			return
		}
		use(file)
		_ = file.Validate(context.Background())
	})
}
