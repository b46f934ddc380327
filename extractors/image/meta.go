package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"evscan/evidence"
)

// blockBytes bounds one block of metadata that is read into memory.
const blockBytes = 16 << 20

// Names of the packets that JPEG segments carry.
const (
	exifHead     = "Exif\x00\x00"
	xmpHead      = "http://ns.adobe.com/xap/1.0/\x00"
	xmpMoreHead  = "http://ns.adobe.com/xmp/extension/\x00"
	iccHead      = "ICC_PROFILE\x00"
	photoHead    = "Photoshop 3.0\x00"
	maxJPEGWalk  = 100_000 // segments before the scan
	maxJPEGBlock = 8 << 20 // a packet that comes in pieces
)

// jpegPieces are packets that do not fit into one segment.
type jpegPieces struct {
	icc, photoshop, xmp []byte
}

func gather(to *[]byte, b []byte) {
	if len(*to)+len(b) <= maxJPEGBlock {
		*to = append(*to, b...)
	}
}

// metaJPEG walks the segments of ITU-T T.81, annex B, up to the scan.
func metaJPEG(in evidence.Input, p *props) error {
	var parts jpegPieces
	walked := 0
	for pos := int64(2); pos+4 <= in.Size && p.err == nil && walked < maxJPEGWalk; walked++ {
		var h [4]byte
		if _, err := in.At.ReadAt(h[:], pos); err != nil || h[0] != 0xff {
			break
		}
		if h[1] == 0xff { // fill byte
			pos++
			continue
		}
		if h[1] == 0xda || h[1] == 0xd9 {
			break
		}
		n := int64(binary.BigEndian.Uint16(h[2:]))
		if n >= 2 && (h[1]&0xf0 == 0xe0 || h[1] == 0xfe) {
			jpegSegment(p, h[1], readAt(in, pos+4, n-2), &parts)
		}
		pos += 2 + max(n, 2)
	}
	pushResources(p, parts.photoshop)
	if len(parts.xmp) > 0 {
		pushXMP(p, parts.xmp, "extended XMP")
	}
	if len(parts.icc) > 0 {
		pushICC(p, parts.icc)
	}
	return p.err
}

func jpegSegment(p *props, marker byte, seg []byte, parts *jpegPieces) {
	has := func(head string) bool { return bytes.HasPrefix(seg, []byte(head)) }
	switch {
	case marker == 0xfe:
		p.add("jpeg:Comment", anyText(bytes.TrimRight(seg, "\x00")), "COM segment")
	case marker == 0xe1 && len(seg) >= 6 && string(seg[:5]) == exifHead[:5]:
		pushExifBlocks(p, seg[6:])
	case marker == 0xe1 && has(xmpHead[:len(xmpHead)-1]): // some write a blank for the NUL
		pushXMP(p, seg[len(xmpHead):], "XMP")
	case marker == 0xe1 && has("<?xpacket"), marker == 0xe1 && has("<x:xmpmeta"):
		pushXMP(p, seg, "XMP")
	case marker == 0xe1 && has(xmpMoreHead) && len(seg) > len(xmpMoreHead)+40:
		gather(&parts.xmp, seg[len(xmpMoreHead)+40:]) // GUID, length, offset
	case marker == 0xe2 && has(iccHead) && len(seg) > len(iccHead)+2:
		gather(&parts.icc, seg[len(iccHead)+2:]) // number, count
	case marker == 0xed && has(photoHead):
		gather(&parts.photoshop, seg[len(photoHead):])
	case marker == 0xec && has("Ducky"):
		pushDucky(p, seg[len("Ducky"):])
	}
}

// pushDucky reads the comment and the copyright that Photoshop's "Save for Web"
// writes: tags and lengths of 16 bits, texts of 16-bit characters with their count.
func pushDucky(p *props, b []byte) {
	for len(b) >= 4 {
		tag, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		if tag == 0 || 4+n > len(b) {
			return
		}
		if v := b[4 : 4+n]; (tag == 2 || tag == 3) && n > 4 {
			p.add(map[uint16]string{2: "jpeg:DuckyComment", 3: "jpeg:DuckyCopyright"}[tag], wide(v[4:], binary.BigEndian), "APP12 segment")
		}
		b = b[4+n:]
	}
}

// pushExifBlocks pushes a TIFF block and the packets of other kinds in it.
// Some writers put the name of a JPEG segment, or a byte to even it out, before it.
func pushExifBlocks(p *props, block []byte) *exifBlock {
	block = bytes.TrimPrefix(block, []byte(exifHead))
	for i := 0; i < min(8, len(block)); i++ {
		if isTIFF(block[i:]) {
			block = block[i:]
			break
		}
	}
	b := pushExif(p, bytes.NewReader(block), int64(len(block)))
	b.pushBlocks()
	return b
}

// pushBlocks pushes the XMP, IPTC, Photoshop and ICC blocks of a TIFF file.
func (b *exifBlock) pushBlocks() {
	for _, bl := range b.blocks {
		switch bl.tag {
		case tagXMP:
			pushXMP(b.p, bl.data, "XMP")
		case tagIPTC:
			data := bl.data
			// Written as LONGs in the order of the file by some.
			if len(data) > 4 && data[0] != 0x1c && data[3] == 0x1c {
				data = swapped(data)
			}
			pushIPTC(b.p, data)
		case tagPhotoshop:
			pushResources(b.p, bl.data)
		case tagICC:
			pushICC(b.p, bl.data)
		}
	}
}

func swapped(b []byte) []byte {
	out := bytes.Clone(b)
	for v := out; len(v) >= 4; v = v[4:] {
		v[0], v[1], v[2], v[3] = v[3], v[2], v[1], v[0]
	}
	return out
}

// metaTIFF reads all pages' tags. What a camera's raw file holds as JPEG pictures
// becomes children, by rawPreviews.
func metaTIFF(in evidence.Input, p *props) error {
	b := pushExif(p, in.At, in.Size)
	b.pushBlocks()
	p.previews = b.previews
	return p.err
}

// metaPNG walks the chunks of https://www.w3.org/TR/png-3/.
func metaPNG(in evidence.Input, p *props) error {
	for pos := int64(8); pos+12 <= in.Size && p.err == nil; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			break
		}
		n := int64(binary.BigEndian.Uint32(h))
		kind := string(h[4:8])
		if kind == "IEND" {
			break
		}
		switch kind {
		case "tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "zxIf":
			data := readAt(in, pos+8, min(n, blockBytes))
			switch {
			case !swells(kind, data):
			case kind == "iCCP":
				p.problem(evidence.ProblemLimit, kind, "a packed colour profile expands to more than %d bytes; only its start is read", maxProfile)
			default:
				p.problem(evidence.ProblemLimit, kind, "a packed text expands to more than %d bytes; it is cut off there", evidence.MaxFactBytes)
			}
			pngChunk(p, kind, data)
		}
		pos += 12 + n
	}
	return p.err
}

func pngChunk(p *props, kind string, data []byte) {
	switch kind {
	case "eXIf", "zxIf":
		pushExifBlocks(p, data)
		return
	case "iCCP":
		name, rest, ok := bytes.Cut(data, []byte{0})
		if ok && len(rest) > 1 {
			p.add("icc:ProfileName", latin1(name), kind)
			pushICC(p, inflate(rest[1:]))
		}
		return
	case "tIME":
		if len(data) == 7 {
			p.add("png:ModifyDate", fmt.Sprintf("%04d:%02d:%02d %02d:%02d:%02d", binary.BigEndian.Uint16(data), data[2], data[3], data[4], data[5], data[6]), kind)
		}
		return
	}
	key, value, ok := pngText(kind, data)
	switch {
	case !ok:
	case key == "XML:com.adobe.xmp":
		pushXMP(p, []byte(value), "XMP")
	case strings.HasPrefix(key, "Raw profile type "):
		pushRawProfile(p, strings.TrimPrefix(key, "Raw profile type "), value)
	default:
		p.add("png:"+strings.ReplaceAll(key, " ", ""), value, kind)
	}
}

// pushRawProfile reads what ImageMagick writes for profiles: a line with the name,
// one with the length, then hexadecimal digits.
func pushRawProfile(p *props, kind, value string) {
	fields := strings.Fields(value)
	if len(fields) < 3 {
		return
	}
	hexed := strings.Join(fields[2:], "")
	data := make([]byte, 0, len(hexed)/2)
	for i := 0; i+1 < len(hexed); i += 2 {
		hi, lo := strings.IndexByte("0123456789abcdef", hexed[i]), strings.IndexByte("0123456789abcdef", hexed[i+1])
		if hi < 0 || lo < 0 {
			break
		}
		data = append(data, byte(hi<<4|lo))
	}
	switch kind {
	case "exif", "APP1":
		if bytes.HasPrefix(data, []byte(xmpHead)) {
			pushXMP(p, data[len(xmpHead):], "XMP")
			return
		}
		pushExifBlocks(p, data)
	case "iptc", "8bim":
		if bytes.HasPrefix(data, []byte("8BIM")) {
			pushResources(p, data)
			return
		}
		pushIPTC(p, data)
	case "xmp":
		pushXMP(p, data, "XMP")
	case "icc", "icm":
		pushICC(p, data)
	}
}

// pngText splits a text chunk into keyword and value.
func pngText(kind string, data []byte) (string, string, bool) {
	key, rest, ok := bytes.Cut(data, []byte{0})
	if !ok || len(key) == 0 || len(key) > 79 {
		return "", "", false
	}
	switch kind {
	case "zTXt":
		if len(rest) < 1 {
			return "", "", false
		}
		rest = inflate(rest[1:])
	case "iTXt":
		if len(rest) < 2 {
			return "", "", false
		}
		packed := rest[0] == 1
		rest = rest[2:]
		for range 2 { // language and translated keyword
			if _, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
				return "", "", false
			}
		}
		if packed {
			rest = inflate(rest)
		}
		return latin1(key), string(rest), true
	}
	return latin1(key), pngLatin(rest), true
}

// pngLatin decodes Latin-1, or UTF-8 where a writer did not care.
func pngLatin(b []byte) string {
	if text := anyText(b); !strings.ContainsRune(text, '\uFFFD') && text != "" {
		return text
	}
	return latin1(b)
}

func latin1(b []byte) string {
	s, err := charmap.ISO8859_1.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

// maxProfile is more bytes than any colour profile of a device has.
const maxProfile = 16 << 20

// swells reports whether the packed part of a chunk expands beyond what is kept of it.
func swells(kind string, data []byte) bool {
	_, rest, ok := bytes.Cut(data, []byte{0})
	most := int64(evidence.MaxFactBytes)
	switch {
	case !ok || len(rest) < 2:
		return false
	case kind == "iCCP":
		rest, most = rest[1:], maxProfile
	case kind == "zTXt":
		rest = rest[1:]
	case kind == "iTXt" && rest[0] == 1:
		rest = rest[2:]
		for range 2 {
			if _, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
				return false
			}
		}
	default:
		return false
	}
	r, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return false
	}
	defer r.Close()
	n, _ := io.Copy(io.Discard, io.LimitReader(r, most+1)) // a broken end has no more to say
	return n > most
}

// inflate returns what can be expanded of b, at most as much as one fact holds.
func inflate(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, evidence.MaxFactBytes))
	if err != nil && len(out) == 0 {
		return nil
	}
	return out
}

// metaWebP walks the RIFF chunks of RFC 9649.
func metaWebP(in evidence.Input, p *props) error {
	for pos := int64(12); pos+8 <= in.Size && p.err == nil; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		switch kind := string(h[:4]); kind {
		case "EXIF", "XMP ", "ICCP":
			data := readAt(in, pos+8, min(n, blockBytes))
			switch kind {
			case "EXIF":
				pushExifBlocks(p, data)
			case "XMP ":
				pushXMP(p, data, "XMP")
			default:
				pushICC(p, data)
			}
		}
		pos += 8 + n + n&1
	}
	return p.err
}

// readAt returns at most n bytes from pos; fewer where the item ends.
func readAt(in evidence.Input, pos, n int64) []byte {
	if pos < 0 || pos >= in.Size || n <= 0 {
		return nil
	}
	b := make([]byte, min(n, in.Size-pos))
	k, err := in.At.ReadAt(b, pos)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return b[:k]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
