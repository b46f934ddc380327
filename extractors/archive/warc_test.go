package archive

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

const warcPage = "<html><title>Harrowgate</title><body>An ordinary page of the Harrowgate works.</body></html>"

// The samples were written by hand from the specifications; bsdtar 3.6.2 lists the
// response and resource records of the first under these addresses.
func TestWarc(t *testing.T) {
	s, err := open(t, "sample.warc", sample(t, "sample.warc"), "warc")
	require.NoError(t, err)
	assert.Equal(t, []string{
		"warcinfo=software: by hand\r\noperator: Harrowgate Web Team\r\nhostname: crawl7.harrowgate.example\r\n",
		"request http://www.harrowgate.example/=GET / HTTP/1.1\r\nHost: www.harrowgate.example\r\n\r\n",
		"http://www.harrowgate.example/=" + warcPage,
		"http://www.harrowgate.example/gzip=" + warcPage,
		"http://www.harrowgate.example/chunked=" + warcPage,
		"file://share.harrowgate.example/note.txt=An ordinary note.\n",
		"metadata http://www.harrowgate.example/=via: http://www.harrowgate.example/\r\n",
	}, contents(s))
	assert.Equal(t, []string{"warc:software=by hand", "warc:operator=Harrowgate Web Team", "warc:hostname=crawl7.harrowgate.example",
		"warc:WARC-Filename=sample.warc", "warc:WARC-IP-Address=192.0.2.7"}, s.Metadata())
	assert.Empty(t, s.Problems)
	newer, err := open(t, "sample.warc", bytes.ReplaceAll(sample(t, "sample.warc"), []byte("WARC/1.0"), []byte("WARC/1.1")), "warc")
	require.NoError(t, err)
	assert.Equal(t, contents(s), contents(newer))
}

func TestWarcCutOffAndDamaged(t *testing.T) {
	data := sample(t, "sample.warc")
	note := bytes.Index(data, []byte("An ordinary note."))
	s, err := open(t, "a.warc", data[:note+5], "warc")
	require.NoError(t, err)
	require.Len(t, s.Children, 6)
	assert.Equal(t, "An or", string(s.Children[5].Data))
	assert.Equal(t, evidence.ProblemCorrupt, s.Children[5].Name.Problem.Kind)

	s, err = open(t, "a.warc", data[:note-30], "warc")
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Len(t, s.Children, 5)

	bad := bytes.Replace(data, []byte("Content-Length: 18\r\n"), []byte("Content-Length: -8\r\n"), 1)
	s, err = open(t, "a.warc", bad, "warc")
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Len(t, s.Children, 5)

	bad = bytes.Replace(data, []byte("\x1f\x8b\x08"), []byte("\x1f\x8b\x09"), 1)
	s, err = open(t, "a.warc", bad, "warc")
	require.NoError(t, err)
	assert.Equal(t, evidence.ProblemCorrupt, s.Children[3].Name.Problem.Kind)
	assert.Len(t, s.Children, 7)
}

func TestArc(t *testing.T) {
	data := sample(t, "sample.arc")
	s, err := open(t, "sample.arc", data, "arc")
	require.NoError(t, err)
	assert.Equal(t, []string{
		"filedesc filedesc://sample.arc=1 0 Harrowgate\nURL IP-address Archive-date Content-type Archive-length\n",
		"http://www.harrowgate.example/=" + warcPage,
		"dns:www.harrowgate.example=www.harrowgate.example 192.0.2",
	}, contents(s))
	s, err = open(t, "sample.arc", data[:len(data)-10], "arc")
	require.NoError(t, err)
	assert.Equal(t, evidence.ProblemCorrupt, s.Children[2].Name.Problem.Kind)
	_, err = open(t, "sample.arc", append(data, "more words\n"...), "arc")
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

// plain.tar.lz was written by bsdtar 3.6.2 over liblzma.
func TestLzip(t *testing.T) {
	data := sample(t, "plain.tar.lz")
	s, err := open(t, "plain.tar.lz", data, "lz")
	require.NoError(t, err)
	require.Equal(t, []string{"plain.tar"}, s.Names())
	inner, err := open(t, "plain.tar", s.Children[0].Data, "tar")
	require.NoError(t, err)
	assert.Equal(t, []string{"plain.txt=plain words"}, contents(inner))

	twice, err := open(t, "a.lz", append(bytes.Clone(data), data...), "lz")
	require.NoError(t, err)
	assert.Equal(t, append(bytes.Clone(s.Children[0].Data), s.Children[0].Data...), twice.Children[0].Data)

	after, err := open(t, "a.lz", append(bytes.Clone(data), "and a note"...), "lz")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "data after the archive"}, after.Names())
	assert.Equal(t, "and a note", string(after.Children[1].Data))

	for name, change := range map[string]func([]byte){
		"CRC":        func(b []byte) { b[len(b)-20] ^= 1 },
		"size":       func(b []byte) { b[len(b)-12] ^= 1 },
		"stream":     func(b []byte) { b[20] ^= 0x40 },
		"first byte": func(b []byte) { b[6] = 1 },
		"dictionary": func(b []byte) { b[5] = 3 },
	} {
		bad := bytes.Clone(data)
		change(bad)
		s, err := open(t, "a.lz", bad, "lz")
		damaged := err != nil || len(s.Kinds()) == 1 && s.Kinds()[0] == evidence.ProblemCorrupt
		assert.True(t, damaged, name)
	}
	bad := bytes.Clone(data)
	bad[5] = 29
	_, err = open(t, "a.lz", bad, "lz")
	require.ErrorIs(t, err, evidence.ErrLimit)
	s, err = open(t, "a.lz", data[:len(data)-3], "lz")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
}

func TestMtree(t *testing.T) {
	s, err := open(t, "a.mtree", []byte("#mtree\n/set type=file uid=0\n./note.txt size=5\n"), "mtree")
	require.NoError(t, err)
	assert.Equal(t, "#mtree\n/set type=file uid=0\n./note.txt size=5\n", s.Text())
	long := append([]byte("#mtree\n"), bytes.Repeat([]byte("./a size=1\n"), 20000)...)
	s, err = open(t, "a.mtree", long, "mtree")
	require.NoError(t, err)
	total := 0
	for _, f := range s.Facts {
		total += len(f.Value)
	}
	assert.Equal(t, len(long), total)
}

func FuzzLzip(f *testing.F)  { fuzzFormats(f, []string{"*.lz"}, "lz") }
func FuzzWarc(f *testing.F)  { fuzzFormats(f, []string{"*.warc", "*.arc"}, "warc", "arc") }
func FuzzMtree(f *testing.F) { fuzzFormats(f, nil, "mtree") }
