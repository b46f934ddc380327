package media

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func box(kind string, parts ...string) string {
	data := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) + kind + data
}

func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }

func le16(s string) string {
	var b []byte
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func frame(id, data string) string {
	return id + string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + "\x00\x00" + data
}

func comments(list ...string) string {
	s := le32(6) + "Tool 1" + le32(len(list))
	for _, c := range list {
		s += le32(len(c)) + c
	}
	return s
}

func samples() map[string]string {
	data := func(v string) string { return box("data", "\x00\x00\x00\x01\x00\x00\x00\x00"+v) }
	mp4 := func(brand string) string {
		return box("ftyp", brand, "\x00\x00\x00\x00") + box("moov",
			box("mvhd", "\x00\x00\x00\x00\xdc\x00\x00\x00", strings.Repeat("\x00", 40)),
			box("udta", box("\xa9xyz", "\x00\x08\x15\xc7+35+139/"), box("cprt", "\x00\x00\x00\x00\x15\xc7Example KK\x00"),
				box("meta", "\x00\x00\x00\x00", box("ilst", box("\xa9too", data("Encoder 1")), box("\xa9nam", data("会議"))))),
			box("meta", box("keys", "\x00\x00\x00\x00\x00\x00\x00\x01", box("mdta", "com.apple.quicktime.software")), box("ilst", box("\x00\x00\x00\x01", data("System 2")))))
	}
	frames := frame("TIT2", "\x01\xff\xfe"+le16("会議")) + frame("TPE1", "\x00\x93\xfa\x96\x7b\x8c\xea") + frame("COMM", "\x00engwhat\x00a comment") + frame("WXXX", "\x00\x00https://www.example.test/") + frame("APIC", "\x00skipped")
	info := "INFO" + "ISFT" + le32(7) + "Tool 1\x00\x00" + "ICOP" + le32(10) + "Example KK"
	content := "\x0a\x00\x08\x00\x00\x00\x00\x00\x00\x00" + le16("Call") + le16("Ann")
	header, err := hex.DecodeString(asfContent)
	if err != nil {
		panic(err)
	}
	object := string(header) + string(binary.LittleEndian.AppendUint64(nil, uint64(24+len(content)))) + content
	packet := "\x03vorbis" + comments("ARTIST=Ann Example", "ORGANIZATION=Example KK")
	return map[string]string{
		"mp4":  mp4("isom"),
		"mov":  mp4("qt  "),
		"mp3":  "ID3\x03\x00\x00\x00\x00" + string([]byte{byte(len(frames) >> 7), byte(len(frames) & 0x7f)}) + frames + "TAG" + "v1 title" + strings.Repeat("\x00", 117),
		"wav":  "RIFF" + le32(4+8+len(info)) + "WAVE" + "LIST" + le32(len(info)) + info,
		"flac": "fLaC\x84\x00" + string([]byte{0, byte(len(comments("COPYRIGHT=Example KK")))}) + comments("COPYRIGHT=Example KK"),
		"ogg":  "OggS\x00" + strings.Repeat("\x00", 21) + "\x01" + string([]byte{byte(len(packet))}) + packet,
		"wmv":  "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c" + strings.Repeat("\x00", 14) + object,
	}
}

func TestRecordings(t *testing.T) {
	mp4 := []string{"mp4:CreateDate=2020-12-16T18:18:40Z", "mp4:Location=+35+139/", "mp4:Copyright=Example KK", "mp4:Encoder=Encoder 1", "mp4:Title=会議", "mp4:Software=System 2"}
	want := map[string][]string{
		"mp4":  mp4,
		"mov":  mp4,
		"mp3":  {"id3:Title=会議", "id3:Artist=日本語", "id3:Comment=a comment", "id3:URL=https://www.example.test/", "id3:Title=v1 title"},
		"wav":  {"riff:Software=Tool 1", "riff:Copyright=Example KK"},
		"flac": {"vorbis:Vendor=Tool 1", "vorbis:Copyright=Example KK"},
		"ogg":  {"vorbis:Vendor=Tool 1", "vorbis:Artist=Ann Example", "vorbis:Organization=Example KK"},
		"wmv":  {"asf:Title=Call", "asf:Author=Ann"},
	}
	for id, data := range samples() {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a", []byte(data)))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		s, err := extracttest.Run(t, *f, "a", []byte(data))
		require.NoError(t, err, id)
		s.Check(t)
		assert.Equal(t, want[id], s.Metadata(), id)
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds(), id)
		for n := 0; n < len(data); n += 3 { // cut off anywhere: what was there is read
			s, err := extracttest.Run(t, *f, "a", []byte(data[:n]))
			require.NoError(t, err, "%s cut at %d", id, n)
			assert.LessOrEqual(t, len(s.Metadata()), len(want[id]))
		}
	}
}

func TestBrands(t *testing.T) {
	for head, want := range map[string]string{
		"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00": "m4a", "\x00\x00\x00\x10ftyp3gp5\x00\x00\x00\x00": "3gp", "\x00\x00\x00\x10ftypM4VH\x00\x00\x00\x00": "m4v",
		"\x00\x00\x00\x10ftypheic\x00\x00\x00\x00": "", "\x00\x00\x00\x10moov\x00\x00\x00\x08abcd": "mov", "\x00\x00\x01\x10moov\x00\x00\x00\x08abcd": "", "RIFF\x00\x00\x00\x00WEBP": "",
		"ID3 is a text": "",
	} {
		_, f := evidence.Identify(Formats(), extracttest.Probe("a", []byte(head)))
		got := ""
		if f != nil {
			got = f.ID
		}
		assert.Equal(t, want, got, "%q", head)
	}
}

func TestID3Versions(t *testing.T) {
	for version, data := range map[string]string{
		"\x02": "TT2\x00\x00\x06\x00title", "\x03": frame("TIT2", "\x03title"), "\x04": frame("TIT2", "\x03title"),
	} {
		head := "ID3" + version + "\x00\x00\x00\x00\x00" + string([]byte{byte(len(data))})
		s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "mp3"), "a", []byte(head+data))
		require.NoError(t, err)
		assert.Equal(t, []string{"id3:Title=title"}, s.Metadata())
		s, err = extracttest.Run(t, extracttest.Find(t, Formats(), "mp3"), "a", []byte(head+data[:len(data)-2]))
		require.NoError(t, err)
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt, evidence.ProblemUnsupported}, s.Kinds())
		assert.Equal(t, []string{"id3:Title=tit"}, s.Metadata())
	}
}

func FuzzRecordings(f *testing.F) {
	all := samples()
	var ids []string
	for id := range all {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		f.Add([]byte(all[id]))
	}
	formats := Formats()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range formats {
			s := &extracttest.Sink{}
			format.Match(extracttest.Probe("a", data))
			_ = format.Extract(t.Context(), extracttest.Memory("a", data), s)
			s.Check(t)
		}
	})
}
