package archive

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func needs7z(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath(sevenZipProgram)
	require.NoError(t, err, "7z is installed by make install")
}

func unzipped(t testing.TB, file string) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(sample(t, file)))
	require.NoError(t, err)
	data, err := io.ReadAll(z)
	require.NoError(t, err)
	return data
}

// The samples were made by gcab, arj, jlha, rpmbuild, genisoimage (-J -R, -udf) and
// bsdtar --format=xar of Debian 12.
func TestProgramFormats(t *testing.T) {
	needs7z(t)
	two := []string{"plain.txt=plain words", "sub/more.txt=more words"}
	for _, c := range []struct {
		name, format string
		data         []byte
		want         []string
	}{
		{"plain.cab", "cab", sample(t, "plain.cab"), two},
		{"zip.cab", "cab", sample(t, "zip.cab"), two[:1]},
		{"plain.lzh", "lzh", sample(t, "plain.lzh"), two},
		{"plain.arj", "arj", sample(t, "plain.arj"), two[:1]},
		{"garbled.arj", "arj", sample(t, "garbled.arj"), []string{"plain.txt= (encrypted)"}},
		{"plain.xar", "xar", sample(t, "plain.xar"), two},
		{"joliet.iso", "iso", unzipped(t, "joliet.iso.gz"), []string{"link=", "more.txt=more words", "plain.txt=plain words", "会議の記録.txt=even more"}},
		{"udf.iso", "iso", unzipped(t, "udf.iso.gz"), two[:1]},
	} {
		s, err := open(t, c.name, c.data, c.format)
		if c.name != "garbled.arj" {
			require.NoError(t, err, c.name)
		}
		got := contents(s)
		if c.format == "xar" { // 7z adds the archive's own directory
			require.Equal(t, "[TOC].xml", s.Children[2].Name.Name)
			got = got[:2]
		}
		assert.Equal(t, c.want, got, c.name)
	}
	s, err := open(t, "small.rpm", sample(t, "small.rpm"), "rpm")
	require.NoError(t, err)
	require.Equal(t, []string{"small-1-1.noarch.cpio.gz"}, s.Names())
	s, err = open(t, s.Names()[0], s.Children[0].Data, "gz")
	require.NoError(t, err)
	s, err = open(t, s.Names()[0], s.Children[0].Data, "cpio")
	require.NoError(t, err)
	assert.Equal(t, []string{"./opt/plain.txt=plain words"}, contents(s))
}

func TestProgramFormatsCutAndDamaged(t *testing.T) {
	needs7z(t)
	for _, file := range []string{"plain.cab", "zip.cab", "plain.lzh", "plain.arj", "small.rpm", "plain.xar"} {
		data := sample(t, file)
		_, f := evidence.Identify(Formats(), extracttest.Probe(file, data))
		require.NotNil(t, f, file)
		cut := data[:len(data)-9]
		if file == "plain.xar" { // bsdtar leaves its directory a second time at the end
			cut = data[:680]
		}
		s, err := extracttest.Run(t, *f, file, cut)
		assert.True(t, err != nil || len(s.Kinds()) > 0, "%s: cut off in silence", file)
		s.Check(t)
		bad := bytes.Clone(data)
		if i := bytes.Index(bad, []byte("plain words")); i >= 0 && file != "plain.cab" { // gcab writes no check sum
			bad[i] = 'P'
			s, err = extracttest.Run(t, *f, file, bad)
			assert.Error(t, err, file)
			require.NotEmpty(t, s.Children, file)
			assert.Equal(t, evidence.ProblemCorrupt, s.Children[0].Name.Problem.Kind, file)
			assert.Equal(t, "7z: CRC Failed", s.Children[0].Name.Problem.Detail, file)
		}
	}
}

func TestProgramIsEndedByLimits(t *testing.T) {
	needs7z(t)
	data := sample(t, "plain.cab")
	s := &extracttest.Sink{MaxChildren: 1}
	require.ErrorIs(t, extracttest.Find(t, Formats(), "cab").Extract(t.Context(), extracttest.Input(t, "a.cab", data), s), extracttest.ErrFull)
}

func TestProgramIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := open(t, "a.cab", sample(t, "plain.cab"), "cab")
	require.ErrorIs(t, err, evidence.ErrToolMissing)
	assert.Equal(t, "tool missing: 7z is not installed (Debian package p7zip-full)", err.Error())
}

func TestOnlyRegularFilesBelowTheFolder(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(secret, filepath.Join(dir, "link")))
	require.NoError(t, os.Symlink(filepath.Dir(secret), filepath.Join(dir, "folder")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "renamed"), []byte("content"), 0o600))
	s := &extracttest.Sink{}
	require.NoError(t, pushExpanded(t.Context(), evidence.Input{}, s, dir, []listed{{path: "link"}, {path: "folder/secret"}, {path: "../secret"}, {path: "ab:c"}}, nil, nil, nil))
	assert.Equal(t, []string{"link= (corrupt)", "folder/secret= (corrupt)", "../secret= (corrupt)", "ab:c= (corrupt)", "renamed=content"}, contents(s))
}

func TestListing(t *testing.T) {
	got := parseListing(strings.NewReader("Path = a = b\nFolder = -\nSize = 12\nMethod = LZX:21\nEncrypted = +\n\nPath = d\nFolder = +\n\nPath = l\nSymbolic Link = ../x\nSize = -5\n"), 10)
	assert.Equal(t, []listed{{path: "a = b", size: 12, method: "LZX:21", encrypted: true}, {path: "d", folder: true}, {path: "l", link: "../x"}}, got)
	assert.Len(t, parseListing(strings.NewReader("Path = a\nPath = b\nPath = c\n"), 2), 2)
}

func FuzzListing(f *testing.F) {
	f.Add([]byte("Path = a\nSize = 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		require.LessOrEqual(t, len(parseListing(bytes.NewReader(data), 3)), 3)
		for _, format := range programFormats() {
			format.Match(extracttest.Probe("a", data))
		}
	})
}

// The names were put into the headers in Shift_JIS; the second bytes of 表 and of 請's
// neighbours are backslashes to whoever does not know that.
func TestNamesOfOldArchives(t *testing.T) {
	for file, want := range map[string][]string{
		"cp932.cab": {"契約書.tx=plain words", "表/請求書.tx=more words"},
		"cp932.lzh": {"契約書.txt=plain words", "表示/請求書.txt=more words"},
	} {
		s, err := open(t, file, sample(t, file), file[len("cp932."):])
		require.NoError(t, err)
		assert.Equal(t, want, contents(s))
		assert.Empty(t, s.Kinds())
		assert.NotEmpty(t, s.Children[0].Name.Raw)
	}
}

// The names of the samples with ASCII names, as 7z lists them.
func TestRawNames(t *testing.T) {
	names := func(raws []rawName) []string {
		var out []string
		for _, r := range raws {
			out = append(out, fmt.Sprintf("%s %d", r.raw, r.size))
		}
		return out
	}
	read := func(file string) evidence.Input { return extracttest.Memory(file, sample(t, file)) }
	assert.Equal(t, []string{"plain.txt 11", `sub\more.txt 10`}, names(cabNames(read("plain.cab"))))
	assert.Equal(t, []string{"plain.txt 11", "sub\xffmore.txt 10"}, names(lzhNames(read("plain.lzh"))))
	assert.Nil(t, rawNames(read("plain.cab"), "cab"), "ASCII needs no guess")
	assert.Nil(t, decodedNames([]rawName{{size: 3}}, []listed{{size: 4}}), "another entry")
	assert.Nil(t, decodedNames([]rawName{{size: 3}}, nil))
	for cut := range len(sample(t, "cp932.lzh")) {
		in := extracttest.Memory("a", sample(t, "cp932.lzh")[:cut])
		lzhNames(in)
		cabNames(extracttest.Memory("a", sample(t, "cp932.cab")[:min(cut, 60)]))
	}
}

func FuzzRawNames(f *testing.F) {
	for _, file := range []string{"cp932.cab", "cp932.lzh", "plain.cab", "plain.lzh"} {
		f.Add(sample(f, file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := extracttest.Memory("a", data)
		in.Limits.Items = 1000
		for _, kind := range []string{"cab", "lzh"} {
			raws := rawNames(in, kind)
			var entries []listed
			for _, r := range raws {
				entries = append(entries, listed{size: r.size})
			}
			for _, n := range decodedNames(raws, entries) {
				assert.True(t, utf8.ValidString(n.Name))
			}
		}
	})
}
