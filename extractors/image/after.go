package image

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"evscan/evidence"
)

// A picture ends where its format says, whatever follows: viewers show it, and an
// archive behind it opens as well. What follows is handed over as an item.

// maxPadding is how much padding is cut off from the beginning of what follows a
// picture. It stays below the 32 KiB that an ISO 9660 image begins with.
const maxPadding = 4 << 10

// pushAfter hands over what follows the picture. end returns where the picture ends,
// and false where its bytes end or break before; then an archive is looked for by
// the directory at its end.
func pushAfter(ctx context.Context, in evidence.Input, out evidence.Sink, end func(evidence.Input) (int64, bool)) error {
	at, ok := end(in)
	if !ok || at > in.Size {
		if at, ok = zipAtEnd(in); !ok {
			return nil
		}
	}
	n, only, err := padding(ctx, in, at)
	if err != nil || only {
		return err
	}
	if n < maxPadding {
		at += n
	}
	size := in.Size - at
	out.Warn(fmt.Sprintf("polyglot: %d bytes of other data after the picture", size))
	return out.Child(ctx, evidence.ChildName{Name: "data after the image", Origin: evidence.OriginEmbedded, Size: size},
		io.NewSectionReader(in.At, at, size))
}

// padding counts the NULs and line ends from the offset, and tells whether there
// is nothing else.
func padding(ctx context.Context, in evidence.Input, at int64) (n int64, only bool, err error) {
	buf := make([]byte, 64<<10)
	for at+n < in.Size {
		if err := ctx.Err(); err != nil {
			return n, false, err
		}
		k, err := in.At.ReadAt(buf[:min(int64(len(buf)), in.Size-at-n)], at+n)
		rest := bytes.TrimLeft(buf[:k], "\x00\r\n")
		n += int64(k - len(rest))
		if len(rest) > 0 {
			return n, false, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return n, false, fmt.Errorf("reading behind the picture: %w", err)
		}
		if k == 0 {
			break
		}
	}
	return n, true, nil
}

// zipAtEnd finds the start of a zip archive by its end of central directory record,
// section 4.3.16 of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
func zipAtEnd(in evidence.Input) (int64, bool) {
	const record = 22
	off := max(0, in.Size-record-0xffff)
	tail := readAt(in, off, in.Size-off)
	for i := bytes.LastIndex(tail, []byte("PK\x05\x06")); i >= 0; i = bytes.LastIndex(tail[:i], []byte("PK\x05\x06")) {
		if len(tail)-i < record {
			continue
		}
		size, from := int64(binary.LittleEndian.Uint32(tail[i+12:])), int64(binary.LittleEndian.Uint32(tail[i+16:]))
		dir := off + int64(i) - size
		if dir < 0 || !bytes.Equal(readAt(in, dir, 4), []byte("PK\x01\x02")) {
			continue
		}
		// Offsets count from the archive, or from the picture before it.
		if start := dir - from; start > 0 && bytes.Equal(readAt(in, start, 4), []byte("PK\x03\x04")) {
			return start, true
		}
		if entry := readAt(in, dir+42, 4); len(entry) == 4 {
			start := int64(binary.LittleEndian.Uint32(entry))
			if start > 0 && bytes.Equal(readAt(in, start, 4), []byte("PK\x03\x04")) {
				return start, true
			}
		}
	}
	return 0, false
}

// endJPEG looks for the end marker, ITU-T T.81, annex B.1.1: segments are skipped
// by their length, and in a scan 0xFF stands for itself before 0x00 only.
func endJPEG(in evidence.Input) (int64, bool) {
	br := bufio.NewReaderSize(io.NewSectionReader(in.At, 2, max(0, in.Size-2)), 64<<10)
	pos, scan := int64(2), false
	for {
		c, err := br.ReadByte()
		if err != nil {
			return 0, false
		}
		pos++
		if c != 0xff {
			if !scan {
				return 0, false
			}
			continue
		}
		for c == 0xff { // fill bytes, B.1.1.2
			if c, err = br.ReadByte(); err != nil {
				return 0, false
			}
			pos++
		}
		switch {
		case c == 0xd9:
			return pos, true
		case c == 0 && scan, c >= 0xd0 && c <= 0xd7, c == 0x01: // a byte of the scan, or a marker that stands alone
			continue
		case c == 0:
			return 0, false
		}
		var h [2]byte
		if _, err := io.ReadFull(br, h[:]); err != nil {
			return 0, false
		}
		n := int(binary.BigEndian.Uint16(h[:]))
		if n < 2 {
			return 0, false
		}
		if _, err := br.Discard(n - 2); err != nil {
			return 0, false
		}
		pos += int64(n)
		scan = c == 0xda || scan && c == 0xdc
	}
}

// endPNG walks the chunks of https://www.w3.org/TR/png-3/ to IEND.
func endPNG(in evidence.Input) (int64, bool) {
	for pos := int64(8); ; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			return 0, false
		}
		pos += 12 + int64(binary.BigEndian.Uint32(h))
		if string(h[4:]) == "IEND" {
			return pos, true
		}
	}
}

// endGIF walks the blocks of https://www.w3.org/Graphics/GIF/spec-gif89a.txt to
// the trailer.
func endGIF(in evidence.Input) (int64, bool) {
	table := func(flags byte) int64 {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	head := readAt(in, 0, 13)
	if len(head) < 13 {
		return 0, false
	}
	g := &walk{br: bufio.NewReader(in.Reader())}
	g.skip(13 + table(head[10]))
	for !g.cut {
		switch g.next() {
		case 0x3b:
			return g.pos, !g.cut
		case 0x21: // extension: label, then blocks
			g.skip(1)
		case 0x2c: // image: place and size, flags, colours, code size, then blocks
			g.skip(8)
			g.skip(table(g.next()) + 1)
		default:
			return 0, false
		}
		for n := g.next(); n != 0 && !g.cut; n = g.next() {
			g.skip(int64(n))
		}
	}
	return 0, false
}

// walk reads forward and remembers that the bytes ended.
type walk struct {
	br  *bufio.Reader
	pos int64
	cut bool
}

func (g *walk) next() byte {
	c, err := g.br.ReadByte()
	if err != nil {
		g.cut = true
		return 0
	}
	g.pos++
	return c
}

func (g *walk) skip(n int64) {
	k, err := g.br.Discard(int(n))
	g.pos += int64(k)
	g.cut = g.cut || err != nil
}

// endBMP reckons the end from width, height and depth: the size of the file is
// declared too, and a polyglot declares what it likes.
// https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
func endBMP(in evidence.Input) (int64, bool) {
	h := readAt(in, 0, 14+124)
	if len(h) < 26 {
		return 0, false
	}
	l := binary.LittleEndian
	pixels := int64(l.Uint32(h[10:]))
	if l.Uint32(h[14:]) == 12 { // BITMAPCOREHEADER
		return pixels + rows(int64(l.Uint16(h[18:])), int64(l.Uint16(h[20:])), int64(l.Uint16(h[24:]))), true
	}
	if len(h) < 54 {
		return 0, false
	}
	width, height := int64(int32(l.Uint32(h[18:]))), int64(int32(l.Uint32(h[22:])))
	end := pixels + int64(l.Uint32(h[34:])) // size of the compressed pixels
	switch l.Uint32(h[30:]) {
	case 0, 3, 6: // not compressed
		if width <= 0 || height == 0 {
			return 0, false
		}
		end = pixels + rows(width, max(height, -height), int64(l.Uint16(h[28:])))
	}
	if l.Uint32(h[14:]) == 124 && len(h) == 138 && l.Uint32(h[126:]) > 0 { // BITMAPV5HEADER: a profile
		end = max(end, 14+int64(l.Uint32(h[126:]))+int64(l.Uint32(h[130:])))
	}
	return end, true
}

// rows is the size of rows that are each filled up to four bytes. All arguments
// fit 32 bits and depth 16; what overflows lies behind the item's end anyway.
func rows(width, height, depth int64) int64 {
	row := (width*depth + 31) / 32 * 4
	if height > 0 && row > (1<<62)/height {
		return 1 << 62
	}
	return row * height
}

// endWebP is the end of the RIFF chunk, RFC 9649 section 2.3.
func endWebP(in evidence.Input) (int64, bool) {
	h := readAt(in, 4, 4)
	if len(h) < 4 {
		return 0, false
	}
	n := int64(binary.LittleEndian.Uint32(h))
	return 8 + n + n&1, true
}
