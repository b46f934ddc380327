package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rwcarlsen/goexif/tiff"

	"evscan/extractors/charset"
)

// maxNumbers bounds the numbers of one value: longer rows are tables.
const maxNumbers = 1024

// Tags with a meaning of their own; Exif 2.32 section 4.6.5.
const (
	tagShutterSpeed  = 0x9201
	tagAperture      = 0x9202
	tagMaxAperture   = 0x9205
	tagComponents    = 0x9101
	tagUserComment   = 0x9286
	tagFileSource    = 0xa300
	tagSceneType     = 0xa301
	tagCFAPattern    = 0xa302
	tagXPTitle       = 0x9c9b
	tagXPSubject     = 0x9c9f
	tagDNGVersion    = 0xc612
	tagDNGBackward   = 0xc613
	gpsTimeStamp     = 7
	gpsLatitude      = 2
	gpsLongitude     = 4
	gpsDestLatitude  = 20
	gpsDestLongitude = 22
	gpsProcessing    = 27
	gpsArea          = 28
)

// tagText is the value as exiftool -n prints it, "" where it is binary.
func tagText(id uint16, tag *tiff.Tag, order binary.ByteOrder) string {
	switch id {
	case tagXPTitle, tagXPTitle + 1, tagXPTitle + 2, tagXPTitle + 3, tagXPSubject:
		return wide(tag.Val, binary.LittleEndian)
	case tagUserComment:
		return userComment(tag.Val, order)
	case tagShutterSpeed:
		return apex(tag, order, func(v float64) float64 { return math.Exp2(-v) })
	case tagAperture, tagMaxAperture:
		return apex(tag, order, func(v float64) float64 { return math.Exp2(v / 2) })
	case tagCFAPattern:
		return cfaPattern(tag.Val, order)
	case tagComponents, tagFileSource, tagSceneType, tagDNGVersion, tagDNGBackward:
		if tag.Type == tiff.DTUndefined || tag.Type == tiff.DTByte {
			return byteNumbers(tag.Val)
		}
	}
	return plainText(tag, order)
}

func gpsText(id uint16, tag *tiff.Tag, order binary.ByteOrder) string {
	switch id {
	case gpsLatitude, gpsLongitude, gpsDestLatitude, gpsDestLongitude:
		if v, ok := sexagesimal(tag, order); ok {
			return decimal(v)
		}
		return ""
	case gpsTimeStamp:
		r := rationals(tag, order)
		if len(r) < 3 {
			return ""
		}
		for _, v := range r[:3] {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || v > 1e6 {
				return ""
			}
		}
		sec := strconv.FormatFloat(math.Round(r[2]*1e9)/1e9, 'f', -1, 64)
		if i := strings.IndexByte(sec, '.'); i == 1 || i < 0 && len(sec) == 1 {
			sec = "0" + sec
		}
		return fmt.Sprintf("%02d:%02d:%s", int(r[0]), int(r[1]), sec)
	case gpsProcessing, gpsArea:
		return userComment(tag.Val, order)
	}
	return plainText(tag, order)
}

// plainText writes a value by its type.
func plainText(tag *tiff.Tag, order binary.ByteOrder) string {
	switch tag.Type {
	case tiff.DTAscii:
		s, _, _ := bytes.Cut(tag.Val, []byte{0})
		return anyText(s)
	case tiff.DTUndefined:
		s := bytes.TrimRight(tag.Val, "\x00")
		if t := anyText(s); printable(t) {
			return t
		}
		return ""
	case tiff.DTRational, tiff.DTSRational, tiff.DTFloat, tiff.DTDouble:
		return joined(rationals(tag, order), decimal)
	}
	return joined(numbers(tag, order), func(v int64) string { return strconv.FormatInt(v, 10) })
}

func joined[T any](values []T, f func(T) string) string {
	if len(values) > maxNumbers {
		return ""
	}
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = f(v)
	}
	return strings.Join(parts, " ")
}

func byteNumbers(b []byte) string {
	return joined(b, func(v byte) string { return strconv.Itoa(int(v)) })
}

// numbers are the integers of a value; nil where it has none.
func numbers(tag *tiff.Tag, order binary.ByteOrder) []int64 {
	if tag == nil {
		return nil
	}
	size := map[tiff.DataType]int{tiff.DTByte: 1, tiff.DTSByte: 1, tiff.DTShort: 2, tiff.DTSShort: 2, tiff.DTLong: 4, tiff.DTSLong: 4}[tag.Type]
	if size == 0 {
		return nil
	}
	out := make([]int64, 0, len(tag.Val)/size)
	for v := tag.Val; len(v) >= size; v = v[size:] {
		switch tag.Type {
		case tiff.DTByte:
			out = append(out, int64(v[0]))
		case tiff.DTSByte:
			out = append(out, int64(int8(v[0])))
		case tiff.DTShort:
			out = append(out, int64(order.Uint16(v)))
		case tiff.DTSShort:
			out = append(out, int64(int16(order.Uint16(v))))
		case tiff.DTLong:
			out = append(out, int64(order.Uint32(v)))
		case tiff.DTSLong:
			out = append(out, int64(int32(order.Uint32(v))))
		}
	}
	return out
}

// rationals are the numbers of a value that may have fractions; x/0 is infinite and
// 0/0 not a number.
func rationals(tag *tiff.Tag, order binary.ByteOrder) []float64 {
	if tag == nil {
		return nil
	}
	size := map[tiff.DataType]int{tiff.DTRational: 8, tiff.DTSRational: 8, tiff.DTFloat: 4, tiff.DTDouble: 8}[tag.Type]
	if size == 0 {
		var out []float64
		for _, n := range numbers(tag, order) {
			out = append(out, float64(n))
		}
		return out
	}
	out := make([]float64, 0, len(tag.Val)/size)
	for v := tag.Val; len(v) >= size; v = v[size:] {
		switch tag.Type {
		case tiff.DTRational:
			out = append(out, float64(order.Uint32(v))/float64(order.Uint32(v[4:])))
		case tiff.DTSRational:
			out = append(out, float64(int32(order.Uint32(v)))/float64(int32(order.Uint32(v[4:]))))
		case tiff.DTFloat:
			out = append(out, float64(math.Float32frombits(order.Uint32(v))))
		case tiff.DTDouble:
			out = append(out, math.Float64frombits(order.Uint64(v)))
		}
	}
	return out
}

// decimal writes ten significant digits, as many as a fraction of 32-bit numbers
// carries.
func decimal(v float64) string {
	switch {
	case math.IsNaN(v):
		return "undef"
	case math.IsInf(v, 0):
		return "inf"
	case v != 0 && (math.Abs(v) < 1e-6 || math.Abs(v) > 1e15):
		return strconv.FormatFloat(v, 'g', 10, 64)
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 10, 64), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}

// apex turns a value of the additive system of photographic exposure into seconds
// or an f-number.
func apex(tag *tiff.Tag, order binary.ByteOrder, f func(float64) float64) string {
	r := rationals(tag, order)
	if len(r) == 0 {
		return ""
	}
	if math.IsNaN(r[0]) || math.IsInf(r[0], 0) || math.Abs(r[0]) > 100 {
		return decimal(r[0])
	}
	return decimal(f(r[0]))
}

// cfaPattern writes columns, rows and the colours of the filter. The sizes come in
// either byte order.
func cfaPattern(b []byte, order binary.ByteOrder) string {
	if len(b) < 4 {
		return ""
	}
	w, h := int(order.Uint16(b)), int(order.Uint16(b[2:]))
	if w*h != len(b)-4 {
		w, h = w>>8|w&0xff<<8, h>>8|h&0xff<<8
	}
	if w*h != len(b)-4 {
		return ""
	}
	return fmt.Sprintf("%d %d %s", w, h, byteNumbers(b[4:]))
}

// sexagesimal is degrees, minutes and seconds as degrees.
func sexagesimal(tag *tiff.Tag, order binary.ByteOrder) (float64, bool) {
	r := rationals(tag, order)
	if len(r) < 3 {
		return 0, false
	}
	var v float64
	unit := 1.0
	for i, part := range r[:3] {
		if i > 0 && math.IsNaN(part) { // 0/0: not measured
			part = 0
		}
		if math.IsNaN(part) || math.IsInf(part, 0) {
			return 0, false
		}
		v += part / unit
		unit *= 60
	}
	return v, true
}

// anyText decodes what ought to be ASCII and, in Japan, often is Shift_JIS.
func anyText(b []byte) string {
	if g, ok := charset.Detect(b); ok {
		return g.Decode(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// printable reports whether s looks as if somebody wrote it.
func printable(s string) bool {
	odd := 0
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	return odd == 0
}

// userComment decodes a comment with the name of its character code in eight
// bytes before it, Exif 2.32 table 9. Many writers name none, and many name UNICODE
// and write another byte order than that of the block.
func userComment(b []byte, order binary.ByteOrder) string {
	if len(b) < 8 {
		return anyText(bytes.TrimRight(b, "\x00 "))
	}
	code, rest := string(b[:8]), b[8:]
	switch {
	case strings.HasPrefix(code, "UNICODE"):
		return wide(rest, wideOrder(rest, order))
	case strings.HasPrefix(code, "JIS"):
		rest = bytes.TrimRight(rest, "\x00 ")
		if !bytes.Contains(rest, []byte{0x1b}) && len(rest) > 0 && len(rest)%2 == 0 && jisPairs(rest) {
			// JIS X 0208 by itself, without the escape that ISO-2022-JP puts before it.
			rest = append([]byte("\x1b$B"), rest...)
		}
		return anyText(rest)
	case strings.HasPrefix(code, "ASCII\x00"), strings.Trim(code, "\x00 ") == "", !printable(code):
	default: // no code at all
		rest = b
	}
	text := anyText(bytes.TrimRight(rest, "\x00 "))
	if !printable(text) {
		text, _, _ = strings.Cut(text, "\x00")
	}
	if !printable(text) {
		return ""
	}
	return text
}

func jisPairs(b []byte) bool {
	for _, c := range b {
		if c < 0x21 || c > 0x7e {
			return false
		}
	}
	return b[0] >= 0x21 && b[0] <= 0x74
}

// wideOrder believes a byte order mark, then the NULs beside ASCII characters, then
// the block.
func wideOrder(b []byte, order binary.ByteOrder) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case zeros[0] > 2*zeros[1]:
		return binary.BigEndian
	case zeros[1] > 2*zeros[0]:
		return binary.LittleEndian
	}
	return order
}

func wide(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := order.Uint16(b[i:])
		if u == 0 {
			break
		}
		if u != 0xfeff {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}
