package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"evscan/evidence"
)

// compressFormat is the output of compress, POSIX.1-2024, XCU compress:
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/compress.html, with the
// third byte and the padding as ncompress writes them.
func compressFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		h := p.Head
		return "signature 1f 9d and a code length at 0", len(h) >= 3 && h[0] == 0x1f && h[1] == 0x9d && lzwFlags(h[2])
	}
	return evidence.Format{ID: "Z", MIME: "application/x-compress", Version: 1, Exts: []string{"z", "taz"}, Match: match,
		Extract: extractStream(openCompress)}
}

const (
	lzwMinBits   = 9
	lzwMaxBits   = 16
	lzwClear     = 256 // in block mode this code empties the table
	lzwBlockMode = 0x80
)

func lzwFlags(b byte) bool {
	return b&0x1f >= lzwMinBits && b&0x1f <= lzwMaxBits && b&0x60 == 0
}

func openCompress(r io.Reader) (io.Reader, error) {
	br := bufio.NewReader(r)
	var h [3]byte
	if _, err := io.ReadFull(br, h[:]); err != nil {
		return nil, err
	}
	if !lzwFlags(h[2]) {
		return nil, fmt.Errorf("%w: flags %02x", evidence.ErrUnsupported, h[2])
	}
	z := &lzwReader{br: br, maxBits: uint(h[2] & 0x1f), block: h[2]&lzwBlockMode != 0}
	z.reset()
	return z, nil
}

// lzwReader decodes compress's LZW. Codes come in groups of eight of one length;
// when the length changes, the rest of the group is skipped.
type lzwReader struct {
	br      *bufio.Reader
	maxBits uint
	block   bool

	prefix [1 << lzwMaxBits]uint16
	suffix [1 << lzwMaxBits]byte
	next   int  // next free code
	bits   uint // length of the next code
	last   int  // the code before, -1: none
	first  byte // its first byte

	group     [lzwMaxBits]byte
	groupBits uint // bits in group
	groupAt   uint // bits used of it

	stack []byte // decoded bytes, last first
	err   error
}

func (z *lzwReader) reset() {
	z.next = lzwClear
	if z.block {
		z.next++
	}
	z.bits, z.last = lzwMinBits, -1
	z.groupBits, z.groupAt = 0, 0
}

// code returns the next code, io.EOF at the end.
func (z *lzwReader) code() (int, error) {
	if z.groupAt+z.bits > z.groupBits {
		n, err := io.ReadFull(z.br, z.group[:z.bits])
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, err
		}
		z.groupBits, z.groupAt = uint(n)*8, 0
		if z.groupBits < z.bits {
			return 0, io.EOF // the padding of the last byte
		}
	}
	v, at := 0, z.groupAt/8
	for i := uint(0); i < 3 && at+i < lzwMaxBits; i++ {
		v |= int(z.group[at+i]) << (8 * i)
	}
	v = v >> (z.groupAt % 8) & (1<<z.bits - 1)
	z.groupAt += z.bits
	return v, nil
}

// step decodes one code onto the stack.
func (z *lzwReader) step() error {
	c, err := z.code()
	if err != nil {
		return err
	}
	if c == lzwClear && z.block {
		z.reset()
		return nil
	}
	if z.last < 0 {
		if c > 255 {
			return fmt.Errorf("%w: the table begins with code %d", evidence.ErrCorrupt, c)
		}
		z.last, z.first = c, byte(c)
		z.stack = append(z.stack, byte(c))
		return nil
	}
	at := c
	switch {
	case c > z.next || c == z.next && z.next == 1<<z.maxBits:
		return fmt.Errorf("%w: code %d where %d is the next", evidence.ErrCorrupt, c, z.next)
	case c == z.next: // the string before and its own first byte
		z.stack = append(z.stack, z.first)
		at = z.last
	}
	for at > 255 {
		z.stack = append(z.stack, z.suffix[at])
		at = int(z.prefix[at])
	}
	z.first = byte(at)
	z.stack = append(z.stack, z.first)
	if z.next < 1<<z.maxBits {
		z.prefix[z.next], z.suffix[z.next] = uint16(z.last), z.first
		z.next++
		if z.next == 1<<z.bits && z.bits < z.maxBits {
			z.bits++
			z.groupBits, z.groupAt = 0, 0
		}
	}
	z.last = c
	return nil
}

func (z *lzwReader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(z.stack) == 0 {
			if z.err != nil {
				break
			}
			z.err = z.step()
			continue
		}
		p[n] = z.stack[len(z.stack)-1]
		z.stack = z.stack[:len(z.stack)-1]
		n++
	}
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, z.err
}
