// Package hostile makes files that are built to crash, stall, fill or fool a scan,
// and files that only look so. Everything is written as a stream, so that a file of
// many gigabytes needs no memory. Equal cases give equal bytes.
package hostile

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
)

// Case is one file.
type Case struct {
	Name  string // file name, unique
	Write func(io.Writer) error
}

// Cases lists all of them in the order of their families.
func Cases() []Case {
	return slices.Concat(bombs(), zips(), zipNames(), tars(), streams(), pictures(), documents(), mails(), texts(), polyglots(), harmless(), hidden())
}

func fixed(name string, b []byte) Case {
	return Case{name, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}}
}

// lazy is a file too large to be made before it is asked for.
func lazy(name string, f func() []byte) Case {
	return Case{name, func(w io.Writer) error {
		_, err := w.Write(f())
		return err
	}}
}

// repeat writes b n times.
func repeat(w io.Writer, b []byte, n int) error {
	block := bytes.Repeat(b, max(1, 64<<10/len(b)))
	for n > 0 {
		k := min(n, len(block)/len(b))
		if _, err := w.Write(block[:k*len(b)]); err != nil {
			return err
		}
		n -= k
	}
	return nil
}

// noise is a sequence of bytes that does not compress: a 32-bit xorshift.
func noise(n int) []byte {
	out := make([]byte, 0, n+4)
	x := uint32(2463534242)
	for len(out) < n {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out[:n]
}
