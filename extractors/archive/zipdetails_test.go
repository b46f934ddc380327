package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

type stored struct {
	name, data string
	mode       fs.FileMode
	extra      []byte
}

// zipStored writes entries without compression and data descriptors, so that sizes
// stand in both headers.
func zipStored(t testing.TB, entries ...stored) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, NonUTF8: true, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(e.data)), Extra: e.extra,
			CompressedSize64: uint64(len(e.data)), UncompressedSize64: uint64(len(e.data))}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateRaw(h)
		require.NoError(t, err)
		_, err = f.Write([]byte(e.data))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestZipHeadersThatDisagree(t *testing.T) {
	good := zipStored(t, stored{name: "a.txt", data: "content"})
	s, err := open(t, "a.zip", good, "zip")
	require.NoError(t, err)
	assert.Empty(t, s.Warnings)
	for want, change := range map[string]func([]byte){
		`the headers of entry "a.txt" disagree: name "b.txt" and "a.txt"`: func(b []byte) { b[30] = 'b' },
		`the headers of entry "a.txt" disagree: method 8 and 0`:           func(b []byte) { b[8] = 8 },
		`the headers of entry "a.txt" disagree: size 9 and 7`:             func(b []byte) { b[22] = 9 },
		`the headers of entry "a.txt" disagree: packed size 8 and 7`:      func(b []byte) { b[18] = 8 },
		`the headers of entry "a.txt" disagree: flags 0001 and 0000`:      func(b []byte) { b[6] |= 1 },
	} {
		bad := bytes.Clone(good)
		change(bad)
		s, err := open(t, "a.zip", bad, "zip")
		require.NoError(t, err)
		assert.Equal(t, []string{want}, s.Warnings)
		assert.Equal(t, []string{"a.txt=content"}, contents(s))
	}
}

func TestZipNamesTwiceLinksAndFolders(t *testing.T) {
	data := zipStored(t, stored{name: "a.txt", data: "1"}, stored{name: "a.txt", data: "2"}, stored{name: "d/"},
		stored{name: "\u304c.txt", data: "3"}, stored{name: "\u304b\u3099.txt", data: "4"}, stored{name: "l", data: "../../etc/passwd", mode: fs.ModeSymlink | 0o777})
	s, err := open(t, "a.zip", data, "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt=1", "a.txt=2", "\u304c.txt=3", "\u304b\u3099.txt=4", "l= (unsupported)"}, contents(s))
	assert.Equal(t, `a symbolic link to "../../etc/passwd"; links are not followed`, s.Children[4].Name.Problem.Detail)
	assert.Equal(t, []string{`several entries are named "a.txt"`, `the names "\u304c.txt" and "\u304b\u3099.txt" read alike`}, s.Warnings)
}

func TestZipSplit(t *testing.T) {
	data := zipStored(t, stored{name: "a.txt", data: "in the first volume"}, stored{name: "b.txt", data: strings.Repeat("here", 300)})
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(data[end+4:], 2)
	binary.LittleEndian.PutUint16(data[end+6:], 2)
	second := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint16(data[second+34:], 2)
	copy(data, "gone") // the first entry's header stands elsewhere
	s, err := open(t, "x/case.zip", data, "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt= (unsupported)", "b.txt=" + strings.Repeat("here", 300)}, contents(s))
	assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemUnsupported, Detail: `the last of 3 volumes: the volumes "case.z01" to "case.z02" are missing`}}, s.Problems)
	assert.Equal(t, `its bytes stand in a missing volume: "case.z01"`, s.Children[0].Name.Problem.Detail)
}

func TestZipDataAround(t *testing.T) {
	good := zipStored(t, stored{name: "a.txt", data: "content"})
	s, err := open(t, "a.exe", append([]byte("MZ and a program"), good...), "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt=content"}, contents(s))
	require.Len(t, s.Warnings, 1)
	assert.Contains(t, s.Warnings[0], "other data before the archive")
	s, err = open(t, "a.zip", append(bytes.Clone(good), "tail"...), "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"4 bytes of other data after the archive"}, s.Warnings)
}

func TestZipThatLies(t *testing.T) {
	good := zipStored(t, stored{name: "a.txt", data: "content"}, stored{name: "b.txt", data: "content"})
	dir := bytes.Index(good, []byte("PK\x01\x02"))
	second := dir + bytes.Index(good[dir+4:], []byte("PK\x01\x02")) + 4

	bad := bytes.Clone(good)
	bad[bytes.Index(bad, []byte("content"))] = 'C'
	s, err := open(t, "a.zip", bad, "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt=Content (corrupt)", "b.txt=content"}, contents(s))
	assert.Contains(t, s.Children[0].Name.Problem.Detail, "CRC-32 is")

	bad = bytes.Clone(good) // both entries point at the first one's bytes
	binary.LittleEndian.PutUint32(bad[second+42:], 0)
	s, err = open(t, "a.zip", bad, "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.txt=content", "b.txt= (corrupt)", "b.txt=content"}, contents(s), "the entry is found where it stands")
	assert.Equal(t, "its bytes overlap those of another entry; not expanded", s.Children[1].Name.Problem.Detail)

	bad = zipStored(t, stored{name: "a", data: "x"}) // 4 GB claimed
	dir = bytes.Index(bad, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(bad[dir+24:], 1<<32-2)
	require.Less(t, len(bad), 110)
	s, err = open(t, "a.zip", bad, "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"a=x (corrupt)"}, contents(s))
	assert.Contains(t, s.Children[0].Name.Problem.Detail, "1 bytes where the archive claims 4294967294")
}

func TestZipUnicodePath(t *testing.T) {
	field := func(raw string) []byte {
		name := "会議.txt"
		b := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(5+len(name)))
		b = binary.LittleEndian.AppendUint32(append(b, 1), crc32.ChecksumIEEE([]byte(raw)))
		return append(b, name...)
	}
	s, err := open(t, "a.zip", zipStored(t, stored{name: "__.txt", data: "x", extra: field("__.txt")}), "zip")
	require.NoError(t, err)
	assert.Equal(t, []string{"会議.txt"}, s.Names())
	assert.Equal(t, []byte("__.txt"), s.Children[0].Name.Raw)
	s, err = open(t, "a.zip", zipStored(t, stored{name: "__.txt", data: "x", extra: field("other")}), "zip") // the field of a renamed entry
	require.NoError(t, err)
	assert.Equal(t, []string{"__.txt"}, s.Names())
}

func TestZipNamesInOldEncodings(t *testing.T) {
	for _, c := range []struct {
		what  string
		enc   encoding.Encoding
		names []string
	}{
		{"CP932", japanese.ShiftJIS, []string{"見積書.xlsx", "会議の記録/表示.txt"}},
		{"EUC-JP", japanese.EUCJP, []string{"見積書.xlsx", "会議の記録/一覧.txt"}},
		{"GBK", simplifiedchinese.GBK, []string{"合同文件.docx", "会议记录/报价单.txt"}},
	} {
		var entries []stored
		for _, n := range c.names {
			raw, err := c.enc.NewEncoder().String(n)
			require.NoError(t, err)
			entries = append(entries, stored{name: raw, data: "x"})
		}
		s, err := open(t, "a.zip", zipStored(t, entries...), "zip")
		require.NoError(t, err)
		assert.Equal(t, c.names, s.Names(), c.what)
	}
}

func TestTarDialects(t *testing.T) {
	long := "folder/" + string(bytes.Repeat([]byte("n"), 120)) + ".txt"
	for _, c := range []struct {
		name   string
		format tar.Format
	}{{"ustar", tar.FormatUSTAR}, {"pax", tar.FormatPAX}, {"gnu", tar.FormatGNU}} {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		want := []string{"a.txt=hi", "h= (unsupported)"}
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "d/", Typeflag: tar.TypeDir, Format: c.format}))
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "a.txt", Size: 2, Mode: 0o600, ModTime: time.Unix(0, 0), Format: c.format}))
		_, err := w.Write([]byte("hi"))
		require.NoError(t, err)
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "h", Linkname: "a.txt", Typeflag: tar.TypeLink, Format: c.format}))
		if c.name != "ustar" {
			require.NoError(t, w.WriteHeader(&tar.Header{Name: long, Mode: 0o600, Format: c.format}))
			want = append(want, long+"=")
		}
		require.NoError(t, w.Close())
		s, err := open(t, "a.tar", b.Bytes(), "tar")
		require.NoError(t, err, c.name)
		assert.Equal(t, want, contents(s), c.name)
		assert.Equal(t, `a hard link to "a.txt"; links are not followed`, s.Children[1].Name.Problem.Detail)
		if c.name == "ustar" { // without its magic the header is that of the seventh edition
			v7 := bytes.Clone(b.Bytes())
			for at := 0; at+512 <= len(v7); at += 512 {
				if h := v7[at : at+512]; string(h[257:262]) == "ustar" {
					copy(h[257:], make([]byte, 255))
					copy(h[148:156], "        ")
					sum := 0
					for _, x := range h {
						sum += int(x)
					}
					copy(h[148:], []byte{'0', byte('0' + sum>>12&7), byte('0' + sum>>9&7), byte('0' + sum>>6&7), byte('0' + sum>>3&7), byte('0' + sum&7), 0, ' '})
				}
			}
			s, err := open(t, "a.tar", v7, "tar")
			require.NoError(t, err)
			assert.Equal(t, want, contents(s))
		}
	}
}

func TestTarAndZipStopAtOnce(t *testing.T) {
	data := zipStored(t, stored{name: "a", data: "1"}, stored{name: "b", data: "2"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := extracttest.Find(t, Formats(), "zip")
	require.ErrorIs(t, f.Extract(ctx, extracttest.Input(t, "a.zip", data), &extracttest.Sink{}), context.Canceled)
	s := &extracttest.Sink{MaxChildren: 1}
	require.ErrorIs(t, f.Extract(t.Context(), extracttest.Input(t, "a.zip", data), s), extracttest.ErrFull)
	assert.Len(t, s.Children, 1)
}
