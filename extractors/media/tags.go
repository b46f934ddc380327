package media

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// maxFrames bounds the frames, chunks or comments of one file.
const maxFrames = 5000

func matchID3(p evidence.Probe) (string, bool) {
	h := p.Head
	return "ID3 tag at 0", len(h) >= 10 && string(h[:3]) == "ID3" && h[3] >= 2 && h[3] <= 4 && h[6]|h[7]|h[8]|h[9] < 0x80
}

// readMP3 reads ID3v2 at the beginning, https://id3.org/id3v2.4.0-structure, and ID3v1
// at the end.
func readMP3(in evidence.Input, p *push.Pusher) {
	h := at(in, 0, 10)
	if len(h) == 10 && string(h[:3]) == "ID3" {
		id3v2(at(in, 10, int64(synchsafe(h[6:]))), h[3], h[5], p)
	}
	if tail := at(in, in.Size-128, 128); len(tail) == 128 && string(tail[:3]) == "TAG" {
		for _, f := range []struct {
			name     string
			from, to int
		}{{"Title", 3, 33}, {"Artist", 33, 63}, {"Album", 63, 93}, {"Date", 93, 97}, {"Comment", 97, 125}} {
			b, _, _ := bytes.Cut(tail[f.from:f.to], []byte{0})
			p.Meta("id3:"+f.name, text(b), "ID3v1")
		}
	}
}

func synchsafe(b []byte) uint32 {
	return uint32(b[0]&0x7f)<<21 | uint32(b[1]&0x7f)<<14 | uint32(b[2]&0x7f)<<7 | uint32(b[3]&0x7f)
}

func frameName(id string) string {
	return map[string]string{"TIT2": "Title", "TT2": "Title", "TPE1": "Artist", "TP1": "Artist", "TALB": "Album", "TAL": "Album", "TCOP": "Copyright", "TCR": "Copyright", "TENC": "EncodedBy",
		"TEN": "EncodedBy", "TSSE": "EncoderSettings", "TSS": "EncoderSettings", "TPUB": "Publisher", "TPB": "Publisher", "TOWN": "Owner", "TDRC": "Date", "TYER": "Date", "TYE": "Date",
		"COMM": "Comment", "COM": "Comment", "WCOP": "CopyrightURL", "WOAF": "FileURL", "WOAR": "ArtistURL", "WPUB": "PublisherURL", "WXXX": "URL", "TXXX": "UserText", "TCOM": "Composer",
		"TRSN": "Station", "TOFN": "OriginalFileName", "TIT3": "Subtitle"}[id]
}

func id3v2(b []byte, version, flags byte, p *push.Pusher) {
	if flags&0x80 != 0 && version < 4 { // unsynchronisation
		b = bytes.ReplaceAll(b, []byte{0xff, 0}, []byte{0xff})
	}
	head, idLen := 10, 4
	if version == 2 {
		head, idLen = 6, 3
	}
	if flags&0x40 != 0 && version > 2 && len(b) >= 4 { // extended header
		n := int(binary.BigEndian.Uint32(b)) + 4
		if version == 4 {
			n = int(synchsafe(b))
		}
		b = b[min(max(n, 0), len(b)):]
	}
	for i := 0; len(b) > head && b[0] != 0 && i < maxFrames; i++ {
		id := string(b[:idLen])
		var n int
		switch version {
		case 2:
			n = int(b[3])<<16 | int(b[4])<<8 | int(b[5])
		case 3:
			n = int(binary.BigEndian.Uint32(b[4:]))
		default:
			n = int(synchsafe(b[4:]))
		}
		data := b[head:]
		if n > len(data) {
			p.Problem(fmt.Errorf("%w: frame %.4q of %d bytes is cut off after %d", evidence.ErrCorrupt, id, n, len(data)), "ID3v2")
			n = len(data)
		}
		data, b = data[:n], data[n:]
		if name := frameName(id); name != "" && len(data) > 1 {
			p.Meta("id3:"+name, frameText(id, data), "ID3v2")
		}
	}
}

// frameText decodes a frame by the number of its encoding, and without the
// description that comments and addresses begin with.
func frameText(id string, b []byte) string {
	if id[0] == 'W' && id != "WXXX" {
		return text(b)
	}
	enc, rest := b[0], b[1:]
	if (id == "COMM" || id == "COM") && len(rest) >= 3 {
		rest = rest[3:] // language
	}
	two := enc == 1 || enc == 2
	if id == "COMM" || id == "COM" || id == "WXXX" || id == "TXXX" {
		rest = afterNUL(rest, two)
	}
	if id == "WXXX" || !two {
		return text(rest)
	}
	if enc == 2 || bytes.HasPrefix(rest, []byte{0xfe, 0xff}) {
		return wide(rest, binary.BigEndian)
	}
	return wide(rest, binary.LittleEndian)
}

func afterNUL(b []byte, two bool) []byte {
	if !two {
		_, rest, _ := bytes.Cut(b, []byte{0})
		return rest
	}
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			return b[i+2:]
		}
	}
	return nil
}

// readRIFF reads the list INFO and, of broadcasts, the chunk bext,
// https://tech.ebu.ch/docs/tech/tech3285.pdf.
func readRIFF(in evidence.Input, p *push.Pusher) {
	chunks(in, 12, in.Size, func(kind string, from, to int64) {
		switch kind {
		case "LIST":
			if string(at(in, from, 4)) != "INFO" {
				return
			}
			chunks(in, from+4, to, func(kind string, from, to int64) {
				name := map[string]string{"INAM": "Title", "IART": "Artist", "ICOP": "Copyright", "ICRD": "Date", "ISFT": "Software", "ICMT": "Comment", "IENG": "Engineer", "ITCH": "Technician",
					"ICMS": "CommissionedBy", "ISBJ": "Subject", "ISRC": "Source", "IKEY": "Keywords"}[kind]
				if name != "" {
					p.Meta("riff:"+name, text(at(in, from, to-from)), "INFO")
				}
			})
		case "bext":
			if b := at(in, from, min(to-from, 338)); len(b) == 338 {
				for _, f := range []struct {
					name     string
					from, to int
				}{{"Description", 0, 256}, {"Originator", 256, 288}, {"OriginatorReference", 288, 320}, {"Date", 320, 330}} {
					v, _, _ := bytes.Cut(b[f.from:f.to], []byte{0})
					p.Meta("riff:"+f.name, text(v), "bext")
				}
			}
		case "id3 ", "ID3 ":
			if b := at(in, from, to-from); len(b) > 10 && string(b[:3]) == "ID3" {
				id3v2(b[10:], b[3], b[5], p)
			}
		}
	})
}

func chunks(in evidence.Input, pos, end int64, f func(kind string, from, to int64)) {
	end = min(end, in.Size)
	for i := 0; pos+8 <= end && i < maxFrames; i++ {
		h := at(in, pos, 8)
		if len(h) < 8 {
			return
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		f(string(h[:4]), pos+8, min(pos+8+n, end))
		pos += 8 + n + n&1
	}
}

// readFLAC reads the block of comments, RFC 9639 section 8.6.
func readFLAC(in evidence.Input, p *push.Pusher) {
	pos := int64(4)
	for range maxFrames {
		h := at(in, pos, 4)
		if len(h) < 4 {
			p.Problem(fmt.Errorf("%w: cut off between its metadata", evidence.ErrCorrupt), "metadata")
			return
		}
		n := int64(h[1])<<16 | int64(h[2])<<8 | int64(h[3])
		if h[0]&0x7f == 4 {
			vorbis(at(in, pos+4, n), p)
		}
		if h[0]&0x80 != 0 {
			return
		}
		pos += 4 + n
	}
}

// readOgg finds the comments in the first pages, https://www.xiph.org/vorbis/doc/v-comment.html.
// Pages (RFC 3533 section 6) are put together: a packet may run over several.
func readOgg(in evidence.Input, p *push.Pusher) {
	var body []byte
	pos := int64(0)
	for len(body) < 1<<20 {
		h := at(in, pos, 27)
		if len(h) < 27 || string(h[:4]) != "OggS" {
			break
		}
		lacing := at(in, pos+27, int64(h[26]))
		n := int64(0)
		for _, l := range lacing {
			n += int64(l)
		}
		pos += 27 + int64(h[26])
		body = append(body, at(in, pos, n)...)
		pos += n
	}
	for _, head := range []string{"\x03vorbis", "OpusTags", "\x81theora", "\x03speex"} {
		if i := bytes.Index(body, []byte(head)); i >= 0 {
			vorbis(body[i+len(head):], p)
			return
		}
	}
}

// vorbis reads vendor and comments: little-endian lengths and NAME=value in UTF-8.
func vorbis(b []byte, p *push.Pusher) {
	next := func() (string, error) {
		if len(b) < 4 {
			return "", io.ErrUnexpectedEOF
		}
		n := uint64(binary.LittleEndian.Uint32(b))
		if n > uint64(len(b)-4) {
			return "", io.ErrUnexpectedEOF
		}
		s := string(b[4 : 4+n])
		b = b[4+n:]
		return s, nil
	}
	vendor, err := next()
	p.Meta("vorbis:Vendor", vendor, "comments")
	if err != nil || len(b) < 4 {
		p.Problem(fmt.Errorf("%w: comments cut off", evidence.ErrCorrupt), "comments")
		return
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for i := uint32(0); i < min(count, maxFrames); i++ {
		c, err := next()
		if errors.Is(err, io.ErrUnexpectedEOF) {
			p.Problem(fmt.Errorf("%w: %d of %d comments", evidence.ErrCorrupt, i, count), "comments")
			return
		}
		name, value, ok := strings.Cut(c, "=")
		if name = strings.ToUpper(name); ok && name != "" && name != "METADATA_BLOCK_PICTURE" && name != "COVERART" {
			p.Meta("vorbis:"+name[:1]+strings.ToLower(name[1:]), value, "comments")
		}
	}
}

// Objects of Advanced Systems Format, by their GUIDs.
const (
	asfContent  = "3326b2758e66cf11a6d900aa0062ce6c"
	asfExtended = "40a4d0d207e3d21197f000a0c95ea850"
)

// readASF reads the content descriptions of an ASF file, sections 3.10 and 3.11 of its
// specification.
func readASF(in evidence.Input, p *push.Pusher) {
	l := binary.LittleEndian
	pos := int64(30)
	for range maxFrames {
		h := at(in, pos, 24)
		if len(h) < 24 {
			return
		}
		n := l.Uint64(h[16:])
		if n < 24 || n > uint64(in.Size) {
			return
		}
		switch hex.EncodeToString(h[:16]) {
		case asfContent:
			content(at(in, pos+24, int64(n)-24), p)
		case asfExtended:
			extended(at(in, pos+24, int64(n)-24), p)
		}
		pos += int64(n)
	}
}

func content(b []byte, p *push.Pusher) {
	if len(b) < 10 {
		return
	}
	rest := b[10:]
	for i, name := range []string{"Title", "Author", "Copyright", "Description", "Rating"} {
		n := min(int(binary.LittleEndian.Uint16(b[2*i:])), len(rest))
		p.Meta("asf:"+name, wide(rest[:n], binary.LittleEndian), "content description")
		rest = rest[n:]
	}
}

func extended(b []byte, p *push.Pusher) {
	l := binary.LittleEndian
	if len(b) < 2 {
		return
	}
	b = b[2:]
	take := func() []byte {
		if len(b) < 2 {
			return nil
		}
		n := min(int(l.Uint16(b)), len(b)-2)
		v := b[2 : 2+n]
		b = b[2+n:]
		return v
	}
	for len(b) > 6 {
		name := wide(take(), l)
		if len(b) < 2 {
			return
		}
		kind := l.Uint16(b)
		b = b[2:]
		if value := take(); kind == 0 {
			p.Meta("asf:"+strings.TrimPrefix(name, "WM/"), wide(value, l), "extended content description")
		}
	}
}
