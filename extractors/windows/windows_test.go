package windows

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	"evscan/extractors/internal/compoundtest"
)

func read(t testing.TB, name string, data []byte) (string, *extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	s := &extracttest.Sink{}
	if f == nil {
		return typ.Format, s, nil
	}
	err := f.Extract(context.Background(), extracttest.Memory(name, data), s)
	s.Check(t)
	return typ.Format, s, err
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func pad(b []byte, n int) []byte { return append(bytes.Clone(b), make([]byte, n-len(b))...) }

func le(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// unix is a time as Windows keeps it.
func unix(s uint64) uint64 { return (s + 11644473600) * 10_000_000 }

// The sample is made after [MS-SHLLINK] by other means than this package; exiftool
// 12.57 prints the same volume, paths, strings and machine.
func share(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/share.lnk")
	require.NoError(t, err)
	return b
}

func TestLink(t *testing.T) {
	format, s, err := read(t, "share.lnk", share(t))
	require.NoError(t, err)
	assert.Equal(t, "lnk", format)
	assert.Equal(t, []string{
		"lnk:Created=2020-09-13T12:26:40Z", "lnk:Written=2021-01-07T06:13:20Z",
		`lnk:ShellPath=\\fs01.hoshino.local\keiri\見積書.xlsx`,
		`lnk:Target=C:\Users\sato.HOSHINO\Desktop\見積書.xlsx`,
		"lnk:VolumeSerial=9A8B-7C6D", "lnk:VolumeLabel=KEIRI",
		`lnk:NetworkPath=\\FS01\keiri\見積書.xlsx`, "lnk:NetworkDrive=K:",
		"lnk:Description=Quotations", `lnk:RelativePath=..\..\keiri\見積書.xlsx`, `lnk:WorkingDir=\\fs01.hoshino.local\keiri`,
		"lnk:Arguments=/tenant hoshino.example", `lnk:IconLocation=%SystemRoot%\system32\shell32.dll`,
		"lnk:MachineID=hoshino-pc042", "lnk:MAC=00:50:56:a1:b2:c3", "lnk:DroidFile=11111111-2222-1333-8444-005056a1b2c3",
		"lnk:DroidVolume=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "lnk:SID=S-1-5-21-1-2-3-1001",
	}, s.Metadata())
}

func TestLinkTruncated(t *testing.T) {
	data := share(t)
	for n := 20; n < len(data)-4; n++ {
		_, s, err := read(t, "x.lnk", data[:n])
		// Cut between two blocks of extra data only the end mark is missing.
		if err == nil {
			assert.Contains(t, s.Metadata(), `lnk:WorkingDir=\\fs01.hoshino.local\keiri`, n)
			continue
		}
		require.ErrorIs(t, err, evidence.ErrCorrupt, n)
	}
	_, s, _ := read(t, "x.lnk", data[:len(data)-150])
	assert.Contains(t, s.Metadata(), `lnk:NetworkPath=\\FS01\keiri\見積書.xlsx`)
}

func jumpList(t testing.TB) []byte {
	path := `\\fs01\keiri\予算.xlsx`
	entry := pad(nil, 72)
	entry = append(entry, pad([]byte("hoshino-pc042"), 16)...)
	entry = append(entry, pad(nil, 128-len(entry))...)
	entry = append(entry, le(uint16(len([]rune(path))))...)
	entry = append(append(entry, wide(path)...), 0, 0, 0, 0)
	list := append(pad(le(uint32(3), uint32(1)), 32), entry...)
	return compoundtest.File(compoundtest.Entry{Name: "1", Data: share(t)}, compoundtest.Entry{Name: "DestList", Data: pad(list, 4096)})
}

func TestJumpList(t *testing.T) {
	format, s, _ := read(t, "a.automaticDestinations-ms", jumpList(t))
	assert.Equal(t, "jumplist", format)
	assert.Subset(t, s.Metadata(), []string{`jumplist:Path=\\fs01\keiri\予算.xlsx`, "jumplist:MachineID=hoshino-pc042"})
	require.Equal(t, []string{"1.lnk"}, s.Names())
	assert.Equal(t, share(t), s.Children[0].Data[:len(share(t))])

	custom := bytes.Join([][]byte{make([]byte, 24), share(t), []byte(linkClass[4:]), share(t), []byte("\xab\xfb\xbf\xba")}, nil)
	format, s, err := read(t, "a.customDestinations-ms", custom)
	require.NoError(t, err)
	assert.Equal(t, "custom-jump-list", format)
	assert.Equal(t, []string{"1.lnk", "2.lnk"}, s.Names())
	_, _, err = read(t, "a.customDestinations-ms", custom[:len(custom)-2])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

func TestRecycleBin(t *testing.T) {
	path := `C:\Users\sato.HOSHINO\見積.xlsx`
	first := append(le(uint64(1), uint64(777), unix(1600000000)), pad(wide(path), 520)...)
	second := append(le(uint64(2), uint64(777), unix(1600000000), uint32(len([]rune(path))+1)), append(wide(path), 0, 0)...)
	want := []string{"recycle:Path=" + path, "recycle:Deleted=2020-09-13T12:26:40Z", "recycle:Size=777"}
	for _, data := range [][]byte{first, second} {
		format, s, err := read(t, "$IABCDEF.xlsx", data)
		require.NoError(t, err)
		assert.Equal(t, "recycle", format)
		assert.Equal(t, want, s.Metadata())
		_, s, err = read(t, "$I", data[:60])
		require.ErrorIs(t, err, evidence.ErrCorrupt)
		assert.Contains(t, s.Metadata()[0], `recycle:Path=C:\Users\sat`)
	}
	info := append(le(uint32(5), uint32(0), uint32(1), uint32(800), uint32(0)), pad([]byte(`C:\a.txt`), 260)...)
	info = append(info, le(uint32(1), uint32(2), unix(1600000000), uint32(9))...)
	info = append(info, pad(wide(path), 520)...)
	format, s, err := read(t, "INFO2", info)
	require.NoError(t, err)
	assert.Equal(t, "recycle-bin-index", format)
	assert.Equal(t, want[:2], s.Metadata())
}

func lock(size int) []byte {
	b := make([]byte, 55)
	b[0] = 9
	copy(b[1:], "\x8d\xb2\x93\xa1 Taro") // 佐藤 in Shift_JIS
	b = append(b[:54+size-162], le(uint16(7))...)
	return pad(append(b, wide("佐藤 Taro")...), size)
}

func TestLockFile(t *testing.T) {
	for _, size := range []int{162, 165} {
		size = min(size, 165)
		data := lock(162)
		if size == 165 {
			data = append(make([]byte, 0, 165), lock(162)[:54]...)
			data = append(data, ' ')
			data = pad(append(append(data, le(uint16(7))...), wide("佐藤 Taro")...), 165)
		}
		format, s, err := read(t, "~$x.docx", data)
		require.NoError(t, err)
		assert.Equal(t, "office-lock", format)
		assert.Equal(t, []string{"lock:Owner=佐藤 Taro"}, s.Metadata())
	}
	for _, size := range []int{161, 163, 164, 166} {
		format, _, _ := read(t, "~$x.docx", pad(lock(162)[:160], size))
		assert.Equal(t, evidence.FormatUnknown, format, size)
	}
}

// The alphabet as [MS-XCA] 3.2 compresses it.
func TestHuffmanOfTheSpecification(t *testing.T) {
	table := make([]byte, 256)
	copy(table[0x30:], "\x50\x55\x55\x55\x55\x55\x55\x55\x55\x55\x55\x45\x44\x04")
	table[0x80] = 4
	data, err := hex.DecodeString("d8523ed794115be9195ff9d67cdf8d0400000000")
	require.NoError(t, err)
	out, err := expandHuffman(append(table, data...), 26)
	require.NoError(t, err)
	assert.Equal(t, "abcdefghijklmnopqrstuvwxyz", string(out))
	_, err = expandHuffman(append(table, data[:6]...), 26)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	_, err = expandHuffman(table[:255], 26)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

func prefetchSample() []byte {
	names := append(wide(`\VOLUME{01d3096ba3a46863-2ca3d1ae}\USERS\SATO.HOSHINO\TOOL.EXE`), 0, 0)
	names = append(append(names, wide(`\VOLUME{01d3096ba3a46863-2ca3d1ae}\KEIRI\予算.XLSX`)...), 0, 0)
	vol := wide(`\VOLUME{01d3096ba3a46863-2ca3d1ae}`)
	volumes := append(le(uint32(96), uint32(len(vol)/2), unix(1500000000), uint32(0x2ca3d1ae)), make([]byte, 96-20)...)
	volumes = append(volumes, vol...)
	head := append(le(uint32(30), []byte("SCCA"), uint32(0x11), uint32(0)), pad(wide("TOOL.EXE"), 60)...)
	head = pad(head, 304)
	binary.LittleEndian.PutUint32(head[100:], 304)
	binary.LittleEndian.PutUint32(head[104:], uint32(len(names)))
	binary.LittleEndian.PutUint32(head[108:], uint32(304+len(names)))
	binary.LittleEndian.PutUint32(head[112:], 1)
	out := append(append(head, names...), volumes...)
	binary.LittleEndian.PutUint32(out[12:], uint32(len(out)))
	return out
}

func TestPrefetch(t *testing.T) {
	data := prefetchSample()
	format, s, err := read(t, "TOOL.EXE-01234567.pf", data)
	require.NoError(t, err)
	assert.Equal(t, "prefetch", format)
	assert.Equal(t, []string{"prefetch:Executable=TOOL.EXE", `prefetch:Path=\VOLUME{01d3096ba3a46863-2ca3d1ae}\USERS\SATO.HOSHINO\TOOL.EXE`,
		`prefetch:VolumePath=\VOLUME{01d3096ba3a46863-2ca3d1ae}`, "prefetch:VolumeSerial=2CA3-D1AE", "prefetch:VolumeCreated=2017-07-14T02:40:00Z"}, s.Metadata())
	assert.Contains(t, s.Text(), `\KEIRI\予算.XLSX`)
	_, s, err = read(t, "x.pf", data[:420])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Metadata(), "prefetch:Executable=TOOL.EXE")

	// Compressed: every byte is a code of eight bits, so that no copies occur.
	table := append(bytes.Repeat([]byte{0x88}, 128), make([]byte, 128)...)
	packed := append(le([]byte("MAM\x04"), uint32(len(data))), table...)
	for i := 0; i < len(data); i += 2 {
		hi, lo := data[i], byte(0)
		if i+1 < len(data) {
			lo = data[i+1]
		}
		packed = append(packed, lo, hi)
	}
	_, s, err = read(t, "x.pf", append(packed, 0, 0, 0, 0))
	require.NoError(t, err)
	assert.Len(t, s.Metadata(), 5)
	_, _, err = read(t, "x.pf", packed[:len(packed)/2])
	require.Error(t, err)
}

func TestThumbs(t *testing.T) {
	jpeg := []byte("\xff\xd8\xff\xe0picture")
	name := append(wide("契約書.jpg"), 0, 0)
	catalog := append(le(uint16(16), uint16(7), uint32(1), uint32(96), uint32(96)), le(uint32(16+len(name)), uint32(12), unix(0))...)
	catalog = append(catalog, name...)
	data := compoundtest.File(compoundtest.Entry{Name: "21", Data: append(make([]byte, 12), jpeg...)}, compoundtest.Entry{Name: "Catalog", Data: pad(catalog, 4096)})
	format, s, err := read(t, "Thumbs.db", data)
	require.NoError(t, err)
	assert.Equal(t, "thumbsdb", format)
	assert.Equal(t, []string{"thumbs:Name=契約書.jpg"}, s.Metadata())
	require.Equal(t, []string{"契約書.jpg"}, s.Names())
	assert.True(t, bytes.HasPrefix(s.Children[0].Data, jpeg))

	entry := func(p []byte) []byte {
		return append(append(le([]byte("CMMM"), uint32(56+len(p)), uint64(0xabc)), make([]byte, 40)...), p...)
	}
	cache := append(pad(le([]byte("CMMM"), uint32(32), uint32(2)), 24), bytes.Join([][]byte{entry(jpeg), {0, 0, 0, 0, 0}, entry([]byte("\x89PNG\r\n\x1a\nx"))}, nil)...)
	format, s, err = read(t, "thumbcache_96.db", cache)
	require.NoError(t, err)
	assert.Equal(t, "thumbcache", format)
	require.Len(t, s.Children, 2)
	assert.Equal(t, jpeg, s.Children[0].Data)
	_, s, err = read(t, "thumbcache_96.db", cache[:len(cache)-3])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Len(t, s.Children, 1)
}

func FuzzWindows(f *testing.F) {
	f.Add(share(f))
	f.Add(jumpList(f))
	f.Add(prefetchSample())
	f.Add(lock(162))
	f.Add([]byte("MAM\x04\x00\x10\x00\x00" + strings.Repeat("\x88", 128) + strings.Repeat("\x00", 200)))
	f.Fuzz(func(t *testing.T, data []byte) {
		read(t, "x.customDestinations-ms", data)
		for _, format := range Formats() {
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
