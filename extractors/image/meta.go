package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bep/imagemeta"
	"golang.org/x/text/encoding/charmap"

	"evscan/evidence"
)

// blockBytes bounds one block of metadata that is read into memory.
const blockBytes = 16 << 20

// metaJPEG walks the segments of ITU-T T.81, annex B, up to the scan.
func metaJPEG(in evidence.Input, out evidence.Sink) error {
	for pos := int64(2); pos+4 <= in.Size; {
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
		if n < 2 || (h[1] != 0xe1 && h[1] != 0xfe) {
			pos += 2 + max(n, 2)
			continue
		}
		seg := readAt(in, pos+4, n-2)
		switch {
		case h[1] == 0xfe:
			if err := pushMeta(out, "jpeg:Comment", string(seg), "COM segment"); err != nil {
				return err
			}
		case bytes.HasPrefix(seg, []byte("Exif\x00\x00")):
			if err := pushExif(out, seg[6:]); err != nil {
				return err
			}
		}
		pos += 2 + n
	}
	return pushPackets(in, out, imagemeta.JPEG)
}

func metaTIFF(in evidence.Input, out evidence.Sink) error {
	if err := pushExif(out, readAt(in, 0, blockBytes)); err != nil {
		return err
	}
	return pushPackets(in, out, imagemeta.TIFF)
}

// metaPNG walks the chunks of https://www.w3.org/TR/png-3/.
func metaPNG(in evidence.Input, out evidence.Sink) error {
	for pos := int64(8); pos+12 <= in.Size; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			break
		}
		n := int64(binary.BigEndian.Uint32(h))
		kind := string(h[4:8])
		switch kind {
		case "tEXt", "zTXt", "iTXt", "eXIf":
			data := readAt(in, pos+8, min(n, blockBytes))
			if kind == "eXIf" {
				if err := pushExif(out, data); err != nil {
					return err
				}
				break
			}
			if swells(kind, data) {
				out.Problem(evidence.ProblemLimit, kind, fmt.Sprintf("a packed text expands to more than %d bytes; it is cut off there", evidence.MaxFactBytes))
			}
			if key, value, ok := pngText(kind, data); ok && key != "XML:com.adobe.xmp" {
				if err := pushMeta(out, "png:"+strings.ReplaceAll(key, " ", ""), value, kind); err != nil {
					return err
				}
			}
		case "iCCP":
			if swells(kind, readAt(in, pos+8, min(n, blockBytes))) {
				out.Problem(evidence.ProblemLimit, kind, fmt.Sprintf("a packed colour profile expands to more than %d bytes; it is not read", maxProfile))
			}
		case "IEND":
			return pushPackets(in, out, imagemeta.PNG)
		}
		pos += 12 + n
	}
	return pushPackets(in, out, imagemeta.PNG)
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
	return latin1(key), latin1(rest), true
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
func metaWebP(in evidence.Input, out evidence.Sink) error {
	for pos := int64(12); pos+8 <= in.Size; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		if string(h[:4]) == "EXIF" {
			data := bytes.TrimPrefix(readAt(in, pos+8, min(n, blockBytes)), []byte("Exif\x00\x00"))
			if err := pushExif(out, data); err != nil {
				return err
			}
		}
		pos += 8 + n + n&1
	}
	return pushPackets(in, out, imagemeta.WebP)
}

// readAt returns at most n bytes from pos; fewer where the item ends.
func readAt(in evidence.Input, pos, n int64) []byte {
	if pos >= in.Size || n <= 0 {
		return nil
	}
	b := make([]byte, min(n, in.Size-pos))
	k, err := in.At.ReadAt(b, pos)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return b[:k]
}

// pushPackets pushes XMP (ISO 16684-1) and IPTC-IIM properties.
func pushPackets(in evidence.Input, out evidence.Sink, format imagemeta.ImageFormat) error {
	var pushErr error
	_, err := imagemeta.Decode(imagemeta.Options{
		R: in.Reader(), ImageFormat: format, Sources: imagemeta.XMP | imagemeta.IPTC,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag: func(t imagemeta.TagInfo) error {
			prefix := "xmp:"
			if t.Source == imagemeta.IPTC {
				prefix = "iptc:"
			}
			pushErr = pushMeta(out, prefix+upperFirst(t.Tag), valueText(t.Value), t.Namespace)
			return pushErr
		},
	})
	if pushErr != nil {
		return pushErr
	}
	if err != nil {
		out.Problem(evidence.ProblemCorrupt, "metadata", "XMP or IPTC: "+err.Error())
	}
	return nil
}

func upperFirst(s string) string {
	if s == "" || strings.HasPrefix(s, imagemeta.UnknownPrefix) {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	case []any:
		parts := slices.Collect(func(yield func(string) bool) {
			for _, e := range v {
				if !yield(fmt.Sprint(e)) {
					return
				}
			}
		})
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}
