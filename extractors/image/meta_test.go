package image

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The expected values are those that `exiftool -n` prints for the samples, which it
// wrote.
func TestMetadataAgainstExiftool(t *testing.T) {
	data, err := os.ReadFile("testdata/meta.jpg")
	require.NoError(t, err)
	s, err := run(t, "jpeg", data)
	require.NoError(t, err)
	for _, want := range []string{
		"exif:HostComputer=PC-0123", "exif:XPComment=備考", "exif:ExposureTime=0.02", "exif:UserComment=コメント", "exif:OwnerName=山田 花子", "exif:LensInfo=18 55 3.5 5.6",
		"exif:InteropIndex=R98", "exif:GPSLatitude=35.681", "exif:GPSLongitudeRef=E", "exif:GPSTimeStamp=01:02:03", "exif:GPSDateStamp=2021:05:06", "exif:GPSPosition=35.681000 139.767000",
		"exif:ApertureValue=2.800000004", "exif:ShutterSpeedValue=0.02000000064", // exiftool rounds the fraction before: its last digit differs
		"iptc:CodedCharacterSet=UTF8", "iptc:EnvelopeRecordVersion=4", "iptc:Keywords=one", "iptc:Keywords=two", "iptc:DateCreated=2021:05:06", "iptc:TimeCreated=07:08:09+09:00",
		"iptc:By-line=Ann Example", "iptc:Credit=株式会社テスト", "iptc:CopyrightNotice=Example KK", "photoshop:URL=https://www.example.test/p",
		"xmp:XMPToolkit=Image::ExifTool 12.57", "xmp:CreatorWorkEmail=ann@example.test", "xmp:Creator=Ann", "xmp:Creator=Bob", "xmp:Rights=Example KK", "xmp:Rights-ja=株式会社テスト",
		"xmp:ExposureTime=0.02", "xmp:Credit=Desk", "xmp:HistorySoftwareAgent=Tool 1", "xmp:HistorySoftwareAgent=Tool 2", "xmp:WebStatement=https://www.example.test/",
	} {
		assert.Contains(t, s.Metadata(), want)
	}
	assert.Empty(t, s.Problems)

	data, err = os.ReadFile("testdata/meta.png")
	require.NoError(t, err)
	s, err = run(t, "png", data)
	require.NoError(t, err)
	for _, want := range []string{"png:Author=Ann Example", "png:Software=Grabber 1", "xmp:Title=画面", "exif:UserComment=Screenshot", "image:Screenshot=macOS"} {
		assert.Contains(t, s.Metadata(), want)
	}
}

// entry is one entry of a directory, little-endian, whose value is four bytes.
func entry(id, kind uint16, count, value uint32) []byte {
	b := binary.LittleEndian.AppendUint16(nil, id)
	b = binary.LittleEndian.AppendUint16(b, kind)
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, count), value)
}

func directory(next uint32, entries ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(len(entries)))
	return binary.LittleEndian.AppendUint32(append(b, slices.Concat(entries...)...), next)
}

func pushed(t *testing.T, f func(p *props)) *extracttest.Sink {
	t.Helper()
	s := &extracttest.Sink{}
	p := newProps(s)
	f(p)
	require.NoError(t, p.err)
	s.Check(t)
	return s
}

func exifOf(t *testing.T, block []byte) *extracttest.Sink {
	return pushed(t, func(p *props) { pushExif(p, bytes.NewReader(block), int64(len(block))) })
}

func TestAllDirectories(t *testing.T) {
	// At 8: IFD0 with a sub-directory at 60 and IFD1 at 38; IFD1 leads back to 8.
	block := slices.Concat([]byte("II*\x00\x08\x00\x00\x00"),
		directory(38, entry(0x0112, 3, 1, 6), entry(tagSubIFDs, 4, 1, 60)),
		make([]byte, 38-8-30+0),
		directory(8, entry(0x0131, 2, 4, 0x00414243)), // "CBA"
		make([]byte, 60-38-18),
		directory(0, entry(0x010f, 2, 2, 'M'), entry(0x9999, 2, 3, 'x'|'y'<<8)))
	s := exifOf(t, block)
	assert.Equal(t, []string{"exif:Orientation=6", "exif:Make=M", "exif:Tag0x9999=xy", "exif:Software=CBA"}, s.Metadata())
	assert.Equal(t, []string{"IFD0", "SubIFD", "SubIFD", "IFD1"}, []string{s.Facts[0].Source, s.Facts[1].Source, s.Facts[2].Source, s.Facts[3].Source})
	assert.Empty(t, s.Problems)
}

func TestExifCutOff(t *testing.T) {
	data, err := os.ReadFile("testdata/meta.jpg")
	require.NoError(t, err)
	i := bytes.Index(data, []byte("Exif\x00\x00"))
	block := data[i+6 : i+6+600]
	whole := exifOf(t, block)
	require.NotEmpty(t, whole.Metadata())
	for _, n := range []int{0, 4, 7, 9, 30, 200, 400} {
		s := exifOf(t, block[:n])
		assert.NotEmpty(t, s.Problems, "cut at %d", n)
		assert.Less(t, len(s.Metadata()), len(whole.Metadata()), "cut at %d", n)
	}
}

func TestUserComment(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	for _, c := range []struct {
		data  string
		order binary.ByteOrder
		want  string
	}{
		{"ASCII\x00\x00\x00plain", le, "plain"},
		{"UNICODE\x00a\x00b\x00", le, "ab"},
		{"UNICODE\x00a\x00b\x00", be, "ab"}, // the order of the block is not that of the text
		{"UNICODE\x00\xff\xfeq\x67", be, "東"},
		{"JIS\x00\x00\x00\x00\x00\x1b$BF|K\\\x1b(B", le, "日本"},
		{"JIS\x00\x00\x00\x00\x00F|K\\", le, "日本"},
		{"\x00\x00\x00\x00\x00\x00\x00\x00\x93\xfa\x96\x7b\x8c\xea", le, "日本語"},
		{"no code at all", le, "no code at all"},
		{"\x00\x00\x00IICSAtext", le, "text"},
		{"short", le, "short"},
		{"", le, ""},
		{"\x00\x00\x00\x00\x00\x00\x00\x00", le, ""},
	} {
		assert.Equal(t, c.want, userComment([]byte(c.data), c.order), "%q", c.data)
	}
}

func TestXMP(t *testing.T) {
	for _, c := range []struct {
		name, packet string
		want         []string
		problems     int
	}{
		{"attributes", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Tool 1"/></rdf:RDF></x:xmpmeta>`,
			[]string{"xmp:CreatorTool=Tool 1"}, 0},
		{"a structure", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><c:CreatorContactInfo rdf:parseType="Resource"><c:CiAdrCity>東京</c:CiAdrCity></c:CreatorContactInfo><c:Location>x &amp; y</c:Location></rdf:Description></rdf:RDF>`,
			[]string{"xmp:CreatorCity=東京", "xmp:Location=x & y"}, 0},
		{"a resource", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:ManageUI rdf:resource="https://dam.corp.test/1"/></rdf:Description></rdf:RDF>`,
			[]string{"xmp:ManageUI=https://dam.corp.test/1"}, 0},
		{"fractions", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:e="http://ns.adobe.com/exif/1.0/" e:FNumber="28/10" e:ApertureValue="4/1" e:SubjectDistance="1/0" xmlns:d="http://purl.org/dc/elements/1.1/" d:source="1/2"/></rdf:RDF>`,
			[]string{"xmp:FNumber=2.8", "xmp:ApertureValue=4", "xmp:SubjectDistance=inf", "xmp:Source=1/2"}, 0},
		{"cut off", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator><rdf:Seq><rdf:li>Ann`,
			[]string{"xmp:Creator=Ann"}, 1},
		{"no RDF", `<html><body a="b">text</body></html>`, nil, 0},
		{"nothing", "\x00\x00", nil, 0},
		{"too deep", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + strings.Repeat("<a>", 100), nil, 1},
	} {
		s := pushed(t, func(p *props) { pushXMP(p, []byte(c.packet), "XMP") })
		assert.Equal(t, c.want, s.Metadata(), c.name)
		assert.Len(t, s.Problems, c.problems, c.name)
	}
}

func TestPropertiesAreBounded(t *testing.T) {
	for n, problems := range map[int]int{maxProps - 1: 0, maxProps: 0, maxProps + 1: 1, maxProps + 5: 1} {
		s := pushed(t, func(p *props) {
			for i := range n {
				p.add("xmp:HistoryAction", fmt.Sprint(i), "XMP")
			}
		})
		assert.Len(t, s.Facts, min(n, maxProps))
		assert.Len(t, s.Problems, problems)
	}
}

func dataSet(record, set byte, value string) string {
	return string([]byte{0x1c, record, set, byte(len(value) >> 8), byte(len(value))}) + value
}

func TestIPTC(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
		problems   int
	}{
		{"Shift_JIS", dataSet(2, 0, "\x00\x02") + dataSet(2, 110, "\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x83\x65\x83\x58\x83\x67"), []string{"iptc:ApplicationRecordVersion=2", "iptc:Credit=株式会社テスト"}, 0},
		{"UTF-8", dataSet(1, 90, "\x1b%G") + dataSet(2, 116, "© Example KK"), []string{"iptc:CodedCharacterSet=UTF8", "iptc:CopyrightNotice=© Example KK"}, 0},
		{"dates", dataSet(2, 55, "20210506") + dataSet(2, 60, "070809+0900") + dataSet(2, 120, "20210506"), []string{"iptc:DateCreated=2021:05:06", "iptc:TimeCreated=07:08:09+09:00", "iptc:Caption-Abstract=20210506"}, 0},
		{"a long length", "\x1c\x02\x05\x80\x02\x00\x03abc", []string{"iptc:ObjectName=abc"}, 0},
		{"cut off", "\x1c\x02\x05\x00\x09abc", []string{"iptc:ObjectName=abc"}, 1},
		{"a length of lengths too long", "\x1c\x02\x05\x80\x09abc", nil, 0},
		{"other records", dataSet(7, 5, "abc"), nil, 0},
	} {
		s := pushed(t, func(p *props) { pushIPTC(p, []byte(c.data)) })
		assert.Equal(t, c.want, s.Metadata(), c.name)
		assert.Len(t, s.Problems, c.problems, c.name)
	}
}

func resource(id uint16, data string) string {
	b := binary.BigEndian.AppendUint16([]byte("8BIM"), id)
	b = binary.BigEndian.AppendUint32(append(b, 0, 0), uint32(len(data)))
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return string(b)
}

// units is a Photoshop string: a count and big-endian UTF-16.
func units(s string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len([]rune(s))))
	for _, r := range s {
		b = binary.BigEndian.AppendUint16(b, uint16(r))
	}
	return string(b)
}

func samplePSD() []byte {
	number := func(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	block := func(key, data string) string { return "8BIM" + key + number(len(data)) + data }
	extra := number(0) + number(0) + "\x03abc" + block("luni", units("製品ロゴ")) + block("TySh", "....Txt TEXT"+units("部外秘\r2021")+"..")
	layer := strings.Repeat("\x00", 16) + "\x00\x01" + "\x00\x00" + number(0) + "8BIMnorm\xff\x00\x00\x00" + number(len(extra)) + extra
	layers := "\x00\x01" + layer
	resources := resource(0x0404, dataSet(2, 116, "Example KK")) + resource(0x040b, "https://www.example.test") + resource(0x0421, "\x00\x00\x00\x01\x01"+units("Writer 1")+units("Reader 2"))
	return []byte("8BPS\x00\x01\x00\x00\x00\x00\x00\x00\x00\x03" + number(20) + number(24) + "\x00\x08\x00\x03" + number(0) + number(len(resources)) + resources +
		number(len(layers)+4) + number(len(layers)) + layers)
}

func TestPSD(t *testing.T) {
	s, err := run(t, "psd", samplePSD())
	require.NoError(t, err)
	assert.Equal(t, []string{"image:Width=24", "image:Height=20", "iptc:CopyrightNotice=Example KK", "photoshop:URL=https://www.example.test",
		"photoshop:WriterName=Writer 1", "photoshop:ReaderName=Reader 2", "psd:LayerName=製品ロゴ"}, s.Metadata())
	assert.Equal(t, "部外秘\n2021", s.Text())
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds(), "the pixels")
}

func boxOf(kind string, parts ...string) string {
	data := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) + kind + data
}

const uuidXMPBytes = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"

// tiny is an Exif block with one text.
func tiny() string {
	return "II*\x00\x08\x00\x00\x00" + string(directory(0, entry(0x0131, 2, 4, 0x00414243)))
}

const tinyXMP = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:d="http://purl.org/dc/elements/1.1/" d:creator="Ann"/></rdf:RDF>`

func sampleHEIF() []byte {
	head := boxOf("ftyp", "heic\x00\x00\x00\x00mif1heic")
	meta := func(at int) string {
		exif, xmp := "\x00\x00\x00\x00"+tiny(), tinyXMP
		place := func(id, at, n int) string {
			b := binary.BigEndian.AppendUint16(nil, uint16(id))
			b = append(b, 0, 0, 0, 1)
			return string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, uint32(at)), uint32(n)))
		}
		return boxOf("meta", "\x00\x00\x00\x00",
			boxOf("iinf", "\x00\x00\x00\x00\x00\x02", boxOf("infe", "\x02\x00\x00\x00\x00\x01\x00\x00Exif\x00"), boxOf("infe", "\x02\x00\x00\x00\x00\x02\x00\x00mime\x00application/rdf+xml\x00")),
			boxOf("iloc", "\x00\x00\x00\x00\x44\x00\x00\x02", place(1, at, len(exif)), place(2, at+len(exif), len(xmp))),
			boxOf("iprp", boxOf("ipco", boxOf("ispe", "\x00\x00\x00\x00\x00\x00\x00\x18\x00\x00\x00\x14")))) +
			boxOf("mdat", exif, xmp)
	}
	mdat := len(head) + strings.Index(meta(0), "mdat") + 4
	return []byte(head + meta(mdat))
}

func sampleJXL(t testing.TB) []byte {
	var z bytes.Buffer
	w := brotli.NewWriter(&z)
	_, err := w.Write([]byte(tinyXMP))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return []byte("\x00\x00\x00\x0cJXL \r\n\x87\n" + boxOf("ftyp", "jxl \x00\x00\x00\x00jxl ") + boxOf("Exif", "\x00\x00\x00\x00", tiny()) + boxOf("brob", "xml ", z.String()))
}

func sampleJP2() []byte {
	return []byte("\x00\x00\x00\x0cjP  \r\n\x87\n" + boxOf("jp2h", boxOf("ihdr", "\x00\x00\x00\x14\x00\x00\x00\x18\x00\x03\x07\x07\x00\x00")) + boxOf("uuid", uuidXMPBytes, tinyXMP) +
		boxOf("uuid", "JpgTiffExif->JP2", tiny()))
}

func sampleBPG() []byte {
	ext := "\x01" + string([]byte{byte(len(tiny()))}) + tiny() + "\x03" + string([]byte{0x80 | byte(len(tinyXMP)>>7), byte(len(tinyXMP) & 0x7f)}) + tinyXMP
	return []byte("BPG\xfb\x00\x08\x18\x14\x00" + string([]byte{0x80 | byte(len(ext)>>7), byte(len(ext) & 0x7f)}) + ext)
}

func TestBoxes(t *testing.T) {
	size := []string{"image:Width=24", "image:Height=20"}
	both := []string{"exif:Software=CBA", "xmp:Creator=Ann"}
	for id, c := range map[string]struct {
		data []byte
		want []string
	}{
		"heif": {sampleHEIF(), slices.Concat(size, both)},
		"jxl":  {sampleJXL(t), both},
		"jp2":  {sampleJP2(), slices.Concat(size, both)},
		"bpg":  {sampleBPG(), slices.Concat(size, both)},
	} {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a", c.data))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		s, err := run(t, id, c.data)
		require.NoError(t, err, id)
		assert.ElementsMatch(t, c.want, s.Metadata(), id)
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds(), id)
		for n := range len(c.data) { // cut off anywhere: a problem, and no more than there was
			s, err := run(t, id, c.data[:n])
			assert.True(t, err != nil || len(s.Problems) > 0, "%s cut at %d", id, n)
			assert.LessOrEqual(t, len(s.Metadata()), len(c.want))
		}
	}
}

func TestGIFSaysMore(t *testing.T) {
	data := samples(t)["gif"]
	at := 13 + int(colours(data[10]))
	trailer := []byte{1}
	for i := 255; i >= 0; i-- {
		trailer = append(trailer, byte(i))
	}
	packet := slices.Concat([]byte("\x21\xff\x0bXMP DataXMP"), []byte(tinyXMP), trailer, []byte{0})
	s, err := run(t, "gif", slices.Concat(data[:at], []byte("\x21\xfe\x05\x93\xfa\x96\x7b!\x00"), packet, []byte("\x21\xfe\x02hi\x00"), data[at:]))
	require.NoError(t, err)
	assert.Equal(t, []string{"gif:Comment=日本!", "xmp:Creator=Ann", "gif:Comment=hi"}, s.Metadata()[:3])
	assert.Empty(t, s.Problems)
}

// profile is a colour profile with one tag.
func profile(tag, value string) []byte {
	head := make([]byte, 128)
	copy(head[36:], "acsp")
	b := binary.BigEndian.AppendUint32(head, 1)
	b = append(b, tag...)
	b = binary.BigEndian.AppendUint32(b, 144)
	return append(binary.BigEndian.AppendUint32(b, uint32(len(value))), value...)
}

func TestICC(t *testing.T) {
	for _, c := range []struct{ tag, value, want string }{
		{"desc", "desc\x00\x00\x00\x00\x00\x00\x00\x09Monitor1\x00", "icc:ProfileDescription=Monitor1"},
		{"desc", "mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cjaJP\x00\x00\x00\x04\x00\x00\x00\x1c\x75\x3b\x97\x62", "icc:ProfileDescription=画面"},
		{"cprt", "text\x00\x00\x00\x00Example KK\x00", "icc:ProfileCopyright=Example KK"},
	} {
		whole := profile(c.tag, c.value)
		s := pushed(t, func(p *props) { pushICC(p, whole) })
		if c.want == "icc:ProfileDescription=画面" {
			assert.Equal(t, "icc:ProfileDescription="+string([]rune{0x753b, 0x9762}), s.Metadata()[0])
		} else {
			assert.Equal(t, []string{c.want}, s.Metadata())
		}
		for n := range len(whole) {
			pushed(t, func(p *props) { pushICC(p, whole[:n]) })
		}
	}
}

func TestScreenshots(t *testing.T) {
	for _, c := range []struct {
		name     string
		facts    []string // name, value
		w, h     int
		lossless bool
		want     string
	}{
		{"Screenshot_20210506-070809_Mail.jpg", nil, 1080, 2400, false, "Android"},
		{"Screen Shot 2021-05-06 at 7.08.09.png", nil, 100, 100, true, "macOS"},
		{"スクリーンショット 2021-05-06 7.08.09.png", nil, 100, 100, true, "macOS"},
		{"スクリーンショット (12).png", nil, 100, 100, true, "Windows"},
		{"スクリーンショット 2021-05-06 070809.png", nil, 100, 100, true, "Windows"},
		{"Screenshot from 2021-05-06 07-08-09.png", nil, 100, 100, true, "GNOME"},
		{"キャプチャ.PNG", nil, 100, 100, true, "Windows"},
		{"IMG_0123.PNG", nil, 1170, 2532, true, "iOS"},
		{"a.png", []string{"exif:UserComment", "Screenshot"}, 1170, 2532, true, "iOS"},
		{"a.png", []string{"exif:UserComment", "Screenshot"}, 1000, 500, true, "macOS"},
		{"a.png", []string{"png:Software", "Greenshot"}, 10, 10, true, "Greenshot"},
		{"a.png", nil, 1920, 1080, true, "unknown"},
		{"a.jpg", nil, 1920, 1080, false, ""},
		{"a.png", []string{"exif:Make", "Camera"}, 1920, 1080, true, ""},
		{"a.png", []string{"png:Software", "Adobe ImageReady"}, 1920, 1080, true, ""},
		{"photo.png", nil, 640, 480, true, ""},
	} {
		var m marks
		for i := 0; i+1 < len(c.facts); i += 2 {
			m.see(c.facts[i], c.facts[i+1])
		}
		system, why, ok := m.screenshot(evidence.Input{Name: c.name}, c.w, c.h, c.lossless)
		assert.Equal(t, c.want, system, "%s %s", c.name, why)
		assert.Equal(t, c.want != "", ok)
	}
}

// blotches is a picture of coarse fields that a seed chooses.
func blotches(w, h int, seed uint32) image.Image {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := seed + uint32(x*9/w)*2654435761 + uint32(y*8/h)*40503
			v ^= v >> 13
			v *= 2246822519
			img.SetGray(x, y, color.Gray{Y: byte(v >> 24)})
		}
	}
	return img
}

func TestThumbnailOfAnotherPicture(t *testing.T) {
	encoded := func(img image.Image) []byte {
		var b bytes.Buffer
		require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 60}))
		return b.Bytes()
	}
	whole := encoded(blotches(320, 240, 1))
	with := func(thumb []byte) []byte {
		// IFD0 without entries, then IFD1 with the thumbnail behind it.
		block := slices.Concat([]byte("II*\x00\x08\x00\x00\x00"), directory(14), directory(0, entry(tagJPEGOffset, 4, 1, 44), entry(tagJPEGLength, 4, 1, uint32(len(thumb)))), thumb)
		seg := append([]byte(exifHead), block...)
		return slices.Concat(whole[:2], []byte{0xff, 0xe1, byte((len(seg) + 2) >> 8), byte(len(seg) + 2)}, seg, whole[2:])
	}
	s, err := run(t, "jpeg", with(encoded(blotches(160, 120, 1))))
	require.NoError(t, err)
	assert.Empty(t, s.Children, "its own")
	other := encoded(blotches(160, 120, 77))
	s, err = run(t, "jpeg", with(other))
	require.NoError(t, err)
	assert.Equal(t, []string{"thumbnail.jpg"}, s.Names())
	assert.Equal(t, other, s.Children[0].Data)
	assert.Equal(t, []string{"the EXIF thumbnail shows another picture"}, s.Warnings)
}

func TestRawProfile(t *testing.T) {
	hexed := hex.EncodeToString([]byte(tiny()))
	s := pushed(t, func(p *props) {
		pngChunk(p, "tEXt", []byte("Raw profile type exif\x00\nexif\n      30\n"+hexed[:20]+"\n"+hexed[20:]+"\n"))
		pngChunk(p, "tIME", []byte{0x07, 0xe5, 5, 6, 7, 8, 9})
	})
	assert.Equal(t, []string{"exif:Software=CBA", "png:ModifyDate=2021:05:06 07:08:09"}, s.Metadata())
}

func FuzzMetadata(f *testing.F) {
	for _, name := range []string{"testdata/meta.jpg", "testdata/meta.png"} {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	for _, b := range [][]byte{samplePSD(), sampleHEIF(), sampleJXL(f), sampleJP2(), sampleBPG(), []byte(tiny()), []byte(tinyXMP), []byte(dataSet(2, 5, "x")), []byte(resource(0x41a, "x")), profile("desc", "text")} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &extracttest.Sink{}
		p := newProps(s)
		in := extracttest.Memory("a", data)
		for _, meta := range []func(evidence.Input, *props) error{metaJPEG, metaPNG, metaGIF, metaWebP, metaTIFF, metaPSD, metaHEIF, metaJXL, metaJP2, metaBPG} {
			require.NoError(t, meta(in, p))
		}
		pushXMP(p, data, "XMP")
		pushIPTC(p, data)
		pushICC(p, data)
		pushResources(p, data)
		s.Check(t)
	})
}

func TestPreviewOfARawFile(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, blotches(64, 48, 3), nil))
	block := slices.Concat([]byte("II*\x00\x08\x00\x00\x00"), directory(0, entry(tagCompression, 3, 1, 6), entry(tagJPEGOffset, 4, 1, 50), entry(tagJPEGLength, 4, 1, uint32(b.Len()))), b.Bytes())
	in := extracttest.Input(t, "a.nef", block)
	s := &extracttest.Sink{}
	require.NoError(t, extracttest.Find(t, Formats(), "tiff").Extract(t.Context(), in, s))
	assert.Equal(t, []string{"preview.jpg"}, s.Names())
	assert.Equal(t, b.Bytes(), s.Children[0].Data)
}
