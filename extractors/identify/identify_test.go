package identify_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors"
	"evscan/extractors/extracttest"
)

// pad puts s at an offset behind zeros.
func pad(off int, s string) string { return strings.Repeat("\x00", off) + s }

// zipped is a zip file of these entries.
func zipped(t *testing.T, entries ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		e, err := w.CreateRaw(&zip.FileHeader{Name: entries[i], Method: zip.Store, CompressedSize64: uint64(len(entries[i+1])), UncompressedSize64: uint64(len(entries[i+1]))})
		require.NoError(t, err)
		_, err = e.Write([]byte(entries[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// compoundFile is a compound file [MS-CFB] of version 3 whose root has this class and
// these empty streams: header, one sector of the FAT, then the directory.
func compoundFile(class string, streams ...string) string {
	l := binary.LittleEndian
	h := make([]byte, 512)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	l.PutUint16(h[24:], 0x3e)
	l.PutUint16(h[26:], 3)
	l.PutUint16(h[28:], 0xfffe)
	l.PutUint16(h[30:], 9)
	l.PutUint16(h[32:], 6)
	l.PutUint32(h[44:], 1) // sectors of the FAT
	l.PutUint32(h[48:], 1) // first of the directory
	l.PutUint32(h[56:], 4096)
	l.PutUint32(h[60:], 0xfffffffe)
	l.PutUint32(h[68:], 0xfffffffe)
	for i := 76; i < 512; i += 4 {
		l.PutUint32(h[i:], 0xffffffff)
	}
	l.PutUint32(h[76:], 0)
	sectors := (len(streams) + 4) / 4
	fat := bytes.Repeat([]byte{0xff}, 512)
	l.PutUint32(fat, 0xfffffffd)
	for i := range sectors {
		l.PutUint32(fat[4*(i+1):], uint32(i+2))
	}
	l.PutUint32(fat[4*sectors:], 0xfffffffe)
	dir := make([]byte, 512*sectors)
	for i := range len(dir) / 128 {
		e := dir[128*i:]
		l.PutUint32(e[68:], 0xffffffff)
		l.PutUint32(e[72:], 0xffffffff)
		l.PutUint32(e[76:], 0xffffffff)
	}
	for i, name := range append([]string{"Root Entry"}, streams...) {
		e := dir[128*i:]
		wide := utf16.Encode([]rune(name))
		for j, c := range wide {
			l.PutUint16(e[2*j:], c)
		}
		l.PutUint16(e[64:], uint16(2*len(wide)+2))
		e[66] = 2
		if i > 0 && i < len(streams) {
			l.PutUint32(e[72:], uint32(i+1)) // the next is the right sibling
		}
	}
	dir[66] = 5
	if len(streams) > 0 {
		l.PutUint32(dir[76:], 1)
	}
	copy(dir[80:], class)
	return string(h) + string(fat) + string(dir)
}

// heads are hand-made beginnings after the specification of each format.
func heads(t *testing.T) []struct{ name, data, id, mime, basis string } {
	type h = struct{ name, data, id, mime, basis string }
	return []h{
		// Signatures.
		{"a.jp2", "\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00", "jp2", "image/jp2", "signature 00 00 00 0C 6A 50 20 20 0D 0A 87 0A at 0, brand jp2"},
		{"a.heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic", "image/heic", "major brand heic at 8"},
		{"a.avif", "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avif", "avif", "image/avif", "major brand avif at 8"},
		{"a.mp4", "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "mp4", "video/mp4", "major brand isom at 8"},
		{"a.mov", "\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ", "mov", "video/quicktime", "major brand qt   at 8"},
		{"a.m4a", "\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00M4A mp42", "m4a", "audio/mp4", "major brand M4A  at 8"},
		{"a.avi", "RIFF\x24\x00\x00\x00AVI LIST", "avi", "video/x-msvideo", "RIFF form AVI  at 8"},
		{"a.wav", "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", "wav", "audio/vnd.wave", "RIFF form WAVE at 8"},
		{"a.opus", "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead\x01", "opus", "audio/opus", "Ogg stream of OpusHead at 28"},
		{"a.webm", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "webm", "video/webm", "EBML document type webm"},
		{"a.mkv", "\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska", "mkv", "video/x-matroska", "EBML document type matroska"},
		{"a.psd", "8BPS\x00\x01\x00\x00\x00\x00\x00\x00\x00\x03", "psd", "image/vnd.adobe.photoshop", "signature of image/vnd.adobe.photoshop"},
		{"a.emf", "\x01\x00\x00\x00" + pad(36, " EMF\x00\x00\x01\x00"), "emf", "image/emf", "signature 01 00 00 00 at 0, ' EMF' at 40"},
		{"a.ico", "\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00\x68\x04\x00\x00\x16\x00\x00\x00\x28", "ico", "image/vnd.microsoft.icon", "signature 00 00 01 00 at 0, a directory of icons"},
		{"a.dcm", pad(128, "DICM\x02\x00\x00\x00UL"), "dcm", "application/dicom", "signature of application/dicom"},
		{"a.class", "\xca\xfe\xba\xbe\x00\x00\x00\x34\x00\x1d", "class", "application/java-vm", "signature CA FE BA BE at 0, a version from 45"},
		{"a.dylib", "\xca\xfe\xba\xbe\x00\x00\x00\x02\x01\x00\x00\x07", "macho-fat", "application/x-mach-o-universal", "signature CA FE BA BE at 0, fewer than 30 processors"},
		{"NTUSER.DAT", "regf\x01\x00\x00\x00\x01\x00\x00\x00", "regf", "application/x-ms-regf", "signature regf at 0"},
		{"a.pst", "!BDN\x00\x00\x00\x00SM\x17\x00", "pst", "application/vnd.ms-outlook-pst", "signature !BDN at 0, SM or SO at 8"},
		{"winmail.dat", "\x78\x9f\x3e\x22\x01\x00\x01", "tnef", "application/vnd.ms-tnef", "signature 78 9F 3E 22 at 0"},
		{"a.accdb", "\x00\x01\x00\x00Standard ACE DB\x00", "accdb", "application/x-msaccess-ace", "signature 53 74 61 6E 64 61 72 64 20 41 43 45 20 44 42 00 at 4"},
		{"a.kdbx", "\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x04\x00", "kdbx", "application/x-keepass2", "signature 03 D9 A2 9A 67 FB 4B B5 at 0"},
		{"a.vmdk", "KDMV\x01\x00\x00\x00\x03\x00\x00\x00", "vmdk", "application/x-vmdk", "signature KDMV at 0"},
		{"a.dwg", "AC1032\x00\x00\x00\x00\x00\x04", "dwg", "image/vnd.dwg", "signature AC10 at 0, a version of AutoCAD"},
		{"a.pcap", "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00", "pcap", "application/vnd.tcpdump.pcap", "signature D4 C3 B2 A1 at 0"},
		{"a.wmf", "\xd7\xcd\xc6\x9a\x00\x00\x00\x00", "wmf", "image/wmf", "signature D7 CD C6 9A at 0"},
		{"a.aac", strings.Repeat("\xff\xf1\x50\x80\x02\x1f\xfc"+pad(9, ""), 3), "aac", "audio/aac", "frames of ADTS"},
		{"a.mp3", "\xff\xfb\x90\x00" + pad(413, "\xff\xfb\x90\x00"), "mp3", "audio/mpeg", "frames of MPEG audio"},
		{"a.ttf", "\x00\x01\x00\x00\x00\x0c\x00\x80\x00\x03\x00\x40", "ttf", "font/ttf", "signature 00 01 00 00 at 0, a directory of tables"},
		{"a.dng", "II*\x00\x08\x00\x00\x00\x01\x00\x12\xc6\x01\x00\x04\x00\x00\x00\x01\x04\x00\x00\x00\x00\x00\x00", "dng", "image/x-adobe-dng", "TIFF with the tag DNGVersion"},
		{"a.dbf", "\x03\x79\x04\x01\x01\x00\x00\x00\x41\x00\x0b\x00" + pad(20, "NAME\x00\x00\x00\x00\x00\x00\x00C") + pad(20, "\x0d"), "dbf", "application/vnd.dbf", "the version, date and sizes of a dBase table"},

		// DER.
		{"a.cer", "\x30\x26\x30\x24\xa0\x03\x02\x01\x02\x02\x02\x10\x01\x30\x05\x06\x01\x2a\x05\x00\x30\x04\x31\x02\x30\x00\x30\x0c\x17\x04\x32\x31\x30\x31\x17\x04\x32\x32\x30\x31", "x509", "application/x-x509-cert", "DER with the shape of a certificate"},

		// Containers by what they hold.
		{"a.kmz", zipped(t, "doc.kml", "<kml/>"), "kmz", "application/vnd.google-earth.kmz", "zip that holds doc.kml|*.kml"},
		{"a.idml", zipped(t, "mimetype", "application/vnd.adobe.indesign-idml-package", "designmap.xml", "<a/>"), "idml", "application/vnd.adobe.indesign-idml-package", "zip whose first entry mimetype says application/vnd.adobe.indesign-idml-package"},
		{"a.dwfx", zipped(t, "[Content_Types].xml", `<Types><Default Extension="xml" ContentType="application/vnd.adsk-package.dwfx-markup-content+xml"/></Types>`), "dwfx", "model/vnd.dwfx+xps", "zip with a part of type application/vnd.adsk-package.dwfx-markup-content+xml"},
		{"a.whl", zipped(t, "a-1.0.dist-info/WHEEL", "x"), "whl", "application/x-python-wheel", "zip that holds *.dist-info/WHEEL"},
		{"a.pages", zipped(t, "Index/Document.iwa", "x"), "pages", "application/vnd.apple.pages", "zip that holds Index/Document.iwa, as all of iWork, named .pages"},
		{"Thumbs.db", compoundFile("", "1", "2", "3", "4", "Catalog"), "thumbsdb", "application/x-ms-thumbsdb", `compound file with "Catalog"`},
		{"a.sdw", compoundFile("", "StarWriterDocument"), "sdw", "application/vnd.stardivision.writer", `compound file with "StarWriterDocument"`},

		// XML by its root, JSON by its keys.
		{"a.kml", `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>`, "kml", "application/vnd.google-earth.kml+xml", "XML root element kml of http://www.opengis.net/kml/2.2"},
		{"a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'>", "atom", "application/atom+xml", "XML root element feed of http://www.w3.org/2005/Atom"},
		{"a.xml", "\xff\xfe<\x00r\x00s\x00s\x00>\x00", "rss", "application/rss+xml", "XML root element rss"},
		{"a.dita", `<!DOCTYPE task PUBLIC "-//OASIS//DTD DITA Task//EN" "task.dtd"><task id="a">`, "dita-topic", "application/dita+xml; format=topic", "XML root element task"},
		{"a.geojson", `{"type": "FeatureCollection", "features": []}`, "geojson", "application/geo+json", `JSON with "FeatureCollection"|"Feature"|"GeometryCollection" and "geometry"|"features"`},

		// Text by its beginning.
		{"a.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "ical", "text/calendar", "begins with BEGIN:VCALENDAR"},
		{"a.vcs", "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n", "vcalendar", "text/x-vcalendar", "VCALENDAR of version 1.0"},
		{"a.vcf", "BEGIN:VCARD\nVERSION:3.0\n", "vcard", "text/vcard", "begins with BEGIN:VCARD"},
		{"a.srt", "1\n00:00:01,000 --> 00:00:02,500\nHello\n", "srt", "application/x-subrip", "a number and a span of time with commas"},
		{"a.emlx", "1795\nFrom: a@a.example\nTo: b@b.example\nSubject: c\n\nd", "emlx", "message/x-emlx", "a length and 3 header fields of a mail"},
		{"article", "Path: news.example!a\nFrom: a@a.example\nNewsgroups: alt.test\nSubject: b\nMessage-ID: <1@a.example>\n\nc", "news", "message/news", "header fields of a news article"},
		{"dump", "CREATE TABLE customers (\n  id INT\n);\n", "sql", "application/sql", "statements of SQL"},
		{"Makefile", ".PHONY: all\nall: a.o\n\tcc -o $@ a.o\n", "makefile", "text/x-makefile", "directives of make"},
		{"folded", "X-List: a b\n\tc d\nSee: e\n\tf\n", "text", "text/plain", "text in us-ascii: ASCII bytes only"},
		{"a.pbm", "P4\n16 1\n\x80\x01", "pbm", "image/x-portable-bitmap", "signature P4 and a size"},

		// Languages, with and without their names.
		{"script", "#!/usr/bin/env python3\nx = 1\n", "python", "text/x-python", "#! names python"},
		{"main", "package main\n\nimport (\n\t\"fmt\"\n)\n\nfunc main() {\n}\n", "go", "text/x-go", "3 sorts of lines as in go"},
		{"a.java", "package a.b;\nimport java.util.List;\npublic class A {\n", "java", "text/x-java-source", "4 sorts of lines as in java, named .java"},
		{"run.bat", "@ECHO OFF\r\nREM a\r\n", "batch", "application/x-bat", "2 sorts of lines as in batch, named .bat"},
		{"a.h", "#ifndef A_H\n#define A_H\n#endif\n", "c-header", "text/x-chdr", "4 sorts of lines as in c-header, named .h"},
		{"a.py", "x\n", "python", "text/x-python", "name .py, and the content is text"},
		{"a.xdw", "\x60\x0e\x00\x01\x02\x03\x9f\xff", "xdw", "application/vnd.fujixerox.docuworks", "name .xdw, and no signature contradicts it"},

		// What stays plain.
		{"a.txt", "Get the files, please.\n", "text", "text/plain", "text in us-ascii: ASCII bytes only"},
		{"a.txt", "icns and qoif are signatures\n", "text", "text/plain", "text in us-ascii: ASCII bytes only"},
		{"README.Debian", "SQLite is a database.\n", "text", "text/plain", "text in us-ascii: ASCII bytes only"},
		{"a.txt", "BM is a text about motor cars", "text", "text/plain", "text in us-ascii: ASCII bytes only"},
		{"a.bin", "\x00\x01\x02\x03\x9f\x88\x00\xff\x10\x11\x00\x00", "unknown", "application/octet-stream", "no signature matched and it is not text"},
	}
}

func TestHeads(t *testing.T) {
	formats := extractors.All()
	for _, c := range heads(t) {
		p := extracttest.Probe(c.name, []byte(c.data))
		typ, _ := evidence.Identify(formats, p)
		assert.Equal(t, c.id, typ.Format, "%s %q", c.name, c.data[:min(24, len(c.data))])
		assert.Equal(t, c.mime, typ.MIME, c.id)
		assert.Equal(t, c.basis, typ.Basis, c.id)
		var want []string
		if strings.HasPrefix(c.basis, "name ") {
			want = []string{"only the name says that this is " + c.id}
		}
		assert.Equal(t, want, typ.Warnings, "%s %s", c.name, c.id)
		for range 5 {
			again, _ := evidence.Identify(formats, p)
			require.Equal(t, typ, again, "the answer never differs")
		}
		// A torn item is something else or the same, and no panic.
		for n := 0; n < len(c.data); n += 1 + len(c.data)/40 {
			evidence.Identify(formats, extracttest.Probe(c.name, []byte(c.data[:n])))
		}
	}
}

func TestNames(t *testing.T) {
	formats := extractors.All()
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"a.png", "regf\x01\x00\x00\x00", []string{"the extension .png is that of png, but the content is regf"}},
		{"a.docx", "MZ" + pad(58, "\x40\x00\x00\x00PE\x00\x00\x64\x86"), []string{"the extension .docx is that of docx, but the content is pe"}},
		{"a.dat", "regf\x01\x00\x00\x00", nil},
		{"a.bak", "8BPS\x00\x01\x00\x00\x00\x00\x00\x00\x00\x03", nil},
		{"a.zip", zipped(t, "doc.kml", "<kml/>"), nil},    // a KMZ is a zip
		{"a.kmz", zipped(t, "a.txt", "a"), nil},           // and what is not known to be one misleads nobody
		{"a.xml", "<rss>", nil},                           // as are vocabularies XML
		{"a.txt", "BEGIN:VCARD\nVERSION:3.0\n", nil},      // and texts text
		{"a.conf", "Only a remark.\n", nil},               // .conf belongs to many
		{"a.devhelp", "<?xml version=\"1.0\"?><a/>", nil}, // XML goes by any name
		{"a.doc", `{\rtf1\ansi a}`, nil},                  // Word opens both
		{"a.jpg", "<?xml version=\"1.0\"?><a/>", []string{"the extension .jpg is that of jpeg, but the content is xml"}},
		{"a.lnk", "only a text\n", []string{"the extension .lnk is that of lnk, but the content is text"}},
	} {
		typ, _ := evidence.Identify(formats, extracttest.Probe(c.name, []byte(c.data)))
		assert.Equal(t, c.want, typ.Warnings, "%s as %s", c.name, typ.Format)
	}
}

func FuzzIdentify(f *testing.F) {
	formats := extractors.All()
	f.Add([]byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80"), "p7s")
	f.Add([]byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x01\x00"), "dng")
	f.Add([]byte(compoundFile("", "Catalog")), "db")
	f.Add([]byte("<a xmlns='b'>"), "xml")
	f.Add([]byte("#!/bin/sh\nif [ a ]; then\n"), "")
	f.Add([]byte("\xff\xf1\x50\x80\x02\x1f\xfc"), "aac")
	f.Add([]byte("PK\x03\x04mimetype"), "odt")
	f.Fuzz(func(t *testing.T, data []byte, ext string) {
		p := extracttest.Probe("a."+ext, data)
		first, format := evidence.Identify(formats, p)
		second, _ := evidence.Identify(formats, p)
		require.Equal(t, first, second)
		assert.NotEmpty(t, first.Basis)
		assert.Equal(t, format == nil, first.Format == evidence.FormatUnknown)
	})
}
