package archive

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/ulikunitz/xz/lzma"

	"evscan/evidence"
)

// lzipFormat is lzip, https://www.nongnu.org/lzip/manual/lzip_manual.html, "File format":
// members of a header, an LZMA stream with an end mark, and a trailer.
func lzipFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		h := p.Head
		return "signature LZIP and a version at 0", len(h) >= lzipHeader && lzipMagic(h)
	}
	return evidence.Format{ID: "lz", MIME: "application/lzip", Version: 1, Exts: []string{"lz", "tlz"}, Match: match,
		Extract: extractLzip}
}

func extractLzip(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	all := in.Reader()
	z := &lzipReader{br: bufio.NewReader(&contextReader{ctx, all})}
	if err := z.next(); err != nil {
		return err
	}
	if err := out.Child(ctx, evidence.ChildName{Name: unpackedName(in.Name), Origin: evidence.OriginEntry}, z); err != nil || !z.trailing {
		return err
	}
	at, _ := all.Seek(0, io.SeekCurrent) // never fails here
	out.Warn("other data after the last lzip member")
	return pushAfter(ctx, in, out, at-int64(z.br.Buffered()))
}

const (
	lzipHeader  = 6
	lzipTrailer = 20 // CRC-32, size of the data, size of the member; version 0 lacks the last
)

func lzipMagic(h []byte) bool { return string(h[:4]) == "LZIP" && h[4] <= 1 }

// lzipReader reads all members as one file, as lzip does.
type lzipReader struct {
	br      *bufio.Reader
	z       *lzma.Reader
	version byte
	sum     uint32
	n       uint64
	done    bool

	trailing bool // other data follow
}

// next begins a member.
func (l *lzipReader) next() error {
	h, err := l.br.Peek(lzipHeader)
	if err != nil || !lzipMagic(h) {
		return fmt.Errorf("%w: no header of a member", evidence.ErrCorrupt)
	}
	exp, eighths := uint(h[5]&0x1f), uint64(h[5]>>5)
	if exp < 12 || exp > 29 {
		return fmt.Errorf("%w: a dictionary of 2 to the %d bytes", evidence.ErrCorrupt, exp)
	}
	dict := uint64(1)<<exp - eighths<<(exp-4)
	if dict > dictionaryMax {
		return fmt.Errorf("a dictionary of %d MiB: %w", dict>>20, evidence.ErrLimit)
	}
	l.version = h[4]
	if _, err := l.br.Discard(lzipHeader); err != nil {
		return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	head := binary.LittleEndian.AppendUint32([]byte{0x5d}, uint32(dict)) // lc 3, lp 0, pb 2
	head = binary.LittleEndian.AppendUint64(head, 1<<64-1)
	l.sum, l.n = 0, 0
	l.z, err = lzma.NewReader(&headed{head, l.br})
	if err != nil {
		return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	return nil
}

// Read implements io.Reader.
func (l *lzipReader) Read(p []byte) (int, error) {
	for !l.done {
		n, err := l.z.Read(p)
		l.sum = crc32.Update(l.sum, crc32.IEEETable, p[:n])
		l.n += uint64(n)
		if errors.Is(err, io.EOF) {
			err = l.end()
		} else if err != nil {
			err = fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.EOF
}

// end reads the trailer of a member and begins the next.
func (l *lzipReader) end() error {
	size := lzipTrailer
	if l.version == 0 {
		size -= 8
	}
	t := make([]byte, size)
	if _, err := io.ReadFull(l.br, t); err != nil {
		return fmt.Errorf("%w: the trailer is cut off", evidence.ErrCorrupt)
	}
	if sum := binary.LittleEndian.Uint32(t); sum != l.sum {
		return fmt.Errorf("%w: CRC-32 is %08x, the trailer claims %08x", evidence.ErrCorrupt, l.sum, sum)
	}
	if n := binary.LittleEndian.Uint64(t[4:]); n != l.n {
		return fmt.Errorf("%w: %d bytes where the trailer claims %d", evidence.ErrCorrupt, l.n, n)
	}
	more, _ := l.br.Peek(lzipHeader)
	switch {
	case len(more) == 0:
		l.done = true
		return nil
	case len(more) < lzipHeader || !lzipMagic(more):
		l.done, l.trailing = true, true
		return nil
	}
	return l.next()
}

// headed reads bytes and then a reader, byte by byte where asked: the decoder must not
// take more than its stream.
type headed struct {
	head []byte
	br   *bufio.Reader
}

// Read implements io.Reader.
func (h *headed) Read(p []byte) (int, error) {
	if len(h.head) > 0 {
		n := copy(p, h.head)
		h.head = h.head[n:]
		return n, nil
	}
	return h.br.Read(p)
}

// ReadByte implements io.ByteReader.
func (h *headed) ReadByte() (byte, error) {
	if len(h.head) > 0 {
		b := h.head[0]
		h.head = h.head[1:]
		return b, nil
	}
	return h.br.ReadByte()
}
