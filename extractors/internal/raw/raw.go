// Package raw is what the readers of binary records share: bounded views of bytes
// in which every read outside comes out as zero, and values as Windows stores them.
package raw

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// View reads little-endian numbers; what lies outside comes out as zero or empty.
type View []byte

// From is what stands from at on, empty where at lies outside.
func (v View) From(at int) View {
	if at < 0 || at > len(v) {
		return nil
	}
	return v[at:]
}

// Bytes is at most n bytes from at on.
func (v View) Bytes(at, n int) View {
	b := v.From(at)
	if n < 0 {
		return nil
	}
	return b[:min(n, len(b))]
}

// U8 is the byte at an offset.
func (v View) U8(at int) int {
	if b := v.From(at); len(b) >= 1 {
		return int(b[0])
	}
	return 0
}

// U16 is the 16-bit number at an offset.
func (v View) U16(at int) int {
	if b := v.From(at); len(b) >= 2 {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

// U32 is the 32-bit number at an offset.
func (v View) U32(at int) int {
	if b := v.From(at); len(b) >= 4 {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// U64 is the 64-bit number at an offset.
func (v View) U64(at int) uint64 {
	if b := v.From(at); len(b) >= 8 {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// Has reports whether n bytes stand at an offset.
func (v View) Has(at, n int) bool { return at >= 0 && n >= 0 && at <= len(v) && n <= len(v)-at }

// UTF16 decodes little-endian UTF-16 up to its first NUL.
func (v View) UTF16() string { return decode16(v, binary.LittleEndian) }

// UTF16BE decodes big-endian UTF-16 up to its first NUL.
func (v View) UTF16BE() string { return decode16(v, binary.BigEndian) }

func decode16(v View, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(v)/2)
	for i := 0; i+1 < len(v); i += 2 {
		u := order.Uint16(v[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// Text decodes bytes of an unnamed code page up to their first NUL.
func (v View) Text() string {
	b := []byte(v)
	for i, c := range b {
		if c == 0 {
			b = b[:i]
			break
		}
	}
	if g, ok := charset.Detect(b); ok {
		return g.Decode(b)
	}
	out := make([]rune, 0, len(b))
	for _, c := range b {
		out = append(out, rune(c))
	}
	return string(out)
}

// GUID formats the 16 bytes at an offset as Windows writes them, lower case and
// without braces; "" where they lie outside or are all zero.
func (v View) GUID(at int) string {
	b := v.Bytes(at, 16)
	if len(b) < 16 || string(b) == string(make([]byte, 16)) {
		return ""
	}
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", b.U32(0), b.U16(4), b.U16(6), []byte(b[8:10]), []byte(b[10:16]))
}

// FileTime formats 100 ns since 1601 in RFC 3339; "" for times nobody means,
// before 1980 or after 2200.
func FileTime(t uint64) string {
	const epoch = 116444736000000000
	if t < epoch+3_155_328_000_000_000 || t > epoch+72_583_776_000_000_000 {
		return ""
	}
	return time.Unix(int64(t-epoch)/10_000_000, 0).UTC().Format(time.RFC3339)
}

// All reads the item, as far as limit. Beyond it the error wraps ErrLimit and what
// was read is returned all the same.
func All(in evidence.Input, limit int64) (View, error) {
	b := make([]byte, max(0, min(in.Size, limit)))
	n, err := in.At.ReadAt(b, 0)
	b = b[:n]
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return b, fmt.Errorf("reading the item: %w", err)
	case in.Size > limit:
		return b, fmt.Errorf("%w: only the first %d bytes of this kind of file are read", evidence.ErrLimit, limit)
	}
	return b, nil
}
