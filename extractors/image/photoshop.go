package image

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"evscan/evidence"
)

// pushResources pushes Photoshop's image resources, "Adobe Photoshop File Formats
// Specification", section Image Resources.
func pushResources(p *props, b []byte) {
	for len(b) >= 12 && p.err == nil {
		if s := string(b[:4]); s != "8BIM" && s != "8BPS" && s != "PHUT" && s != "DCSR" && s != "AgHg" && s != "MeSa" {
			p.problem(evidence.ProblemCorrupt, "Photoshop resources", "a resource without its signature")
			return
		}
		id := binary.BigEndian.Uint16(b[4:])
		name := 1 + int(b[6])
		head := 6 + name + name&1
		if head+4 > len(b) {
			return
		}
		n := uint64(binary.BigEndian.Uint32(b[head:]))
		data := b[head+4:]
		if n > uint64(len(data)) {
			p.problem(evidence.ProblemCorrupt, "Photoshop resources", "resource 0x%04x of %d bytes is cut off after %d", id, n, len(data))
			n = uint64(len(data))
		}
		pushResource(p, id, data[:n])
		b = data[min(n+n&1, uint64(len(data))):]
	}
}

func pushResource(p *props, id uint16, data []byte) {
	source := fmt.Sprintf("8BIM 0x%04X", id)
	switch id {
	case 0x0404:
		pushIPTC(p, data)
	case 0x0422, 0x0423:
		pushExifBlocks(p, data)
	case 0x0424:
		pushXMP(p, data, "XMP")
	case 0x040f:
		pushICC(p, data)
	case 0x0409, 0x040c: // JPEG behind a header of 28 bytes
		if len(data) > 28 && id == 0x040c {
			p.thumb(data[28:], "Photoshop thumbnail")
		}
	case 0x040a:
		if len(data) > 0 && data[0] == 1 {
			p.add("photoshop:CopyrightFlag", "1", source)
		}
	case 0x040b:
		p.add("photoshop:URL", anyText(data), source)
	case 0x041e:
		p.urls(data, source)
	case 0x0421:
		pushVersionInfo(p, data, source)
	case 0x03f0: // caption as a Pascal string
		if len(data) > 0 && int(data[0]) < len(data) {
			p.add("photoshop:Caption", anyText(data[1:1+int(data[0])]), source)
		}
	case 0x0bb7:
		if len(data) > 0 && int(data[0]) < len(data) {
			p.add("photoshop:ClippingPathName", anyText(data[1:1+int(data[0])]), source)
		}
	case 0x041a:
		pushSlices(p, data, source)
	}
}

// urls reads the list of addresses: count, then number, identifier and text each.
func (p *props) urls(b []byte, source string) {
	if len(b) < 4 {
		return
	}
	for b = b[4:]; len(b) >= 12; {
		text, n := unicodeString(b[8:])
		if n == 0 {
			return
		}
		p.add("photoshop:URL", text, source)
		b = b[8+n:]
	}
}

// pushVersionInfo reads who wrote and who read the file last.
func pushVersionInfo(p *props, b []byte, source string) {
	if len(b) < 5 {
		return
	}
	writer, n := unicodeString(b[5:])
	p.add("photoshop:WriterName", writer, source)
	if n > 0 {
		reader, _ := unicodeString(b[5+n:])
		p.add("photoshop:ReaderName", reader, source)
	}
}

// pushSlices reads the name of the group of slices, which is the name that the
// file had when it was cut.
func pushSlices(p *props, b []byte, source string) {
	if len(b) >= 24 && binary.BigEndian.Uint32(b) == 6 {
		name, _ := unicodeString(b[20:])
		p.add("photoshop:SlicesGroupName", name, source)
	} else if i := bytes.Index(b, []byte("baseNameTEXT")); i >= 0 {
		name, _ := unicodeString(b[i+12:])
		p.add("photoshop:SlicesGroupName", name, source)
	}
}

// unicodeString reads a count of UTF-16 units and the units, and returns how many
// bytes they took; 0 where they are cut off.
func unicodeString(b []byte) (string, int) {
	if len(b) < 4 {
		return "", 0
	}
	n := uint64(binary.BigEndian.Uint32(b))
	if n > uint64(len(b)-4)/2 {
		return "", 0
	}
	return wide(b[4:4+2*n], binary.BigEndian), 4 + 2*int(n)
}
