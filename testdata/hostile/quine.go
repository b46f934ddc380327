package hostile

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// A zip whose only entry is the zip itself, after the construction that Russ Cox describes
// in "Zip Files All The Way Down" (https://research.swtch.com/zip). The deflate stream
// (RFC 1951) is a program of two instructions, both five bytes long: a stored block, which
// writes the bytes behind it, and a block that repeats the bytes written last.

const (
	word     = 5                      // bytes of an instruction
	quineTop = 65 - word              // local header with its name: 65 bytes are repeated by one match
	quineEnd = 258 - word             // what follows the program: 258 is the longest match
	quineOut = "quine.zip"            // name of the file and of its entry
	lastMark = "\x01\x00\x00\xff\xff" // an empty stored block, the last one
)

// write is the instruction to write the n bytes behind it: a stored block, RFC 1951 3.2.4.
func write(n int) []byte {
	return []byte{0, byte(n), byte(n >> 8), ^byte(n), ^byte(n >> 8)}
}

// bitString is a deflate stream being written, least significant bit first.
type bitString struct {
	value uint64
	n     int
}

func (b *bitString) add(value uint64, n int) {
	b.value |= value << b.n
	b.n += n
}

// code adds a Huffman code, which begins with its most significant bit.
func (b *bitString) code(value uint64, n int) {
	b.add(bits.Reverse64(value)>>(64-n), n)
}

// again is the instruction to repeat the last 20, 65 or 258 bytes: a block with the fixed
// codes of RFC 1951 3.2.6, filled up to 40 bits by a second match or an empty block.
func again(n int) []byte {
	var b bitString
	block := func() { b.add(2, 3) } // not the last, fixed codes
	end := func() { b.code(0, 7) }
	block()
	switch n {
	case 4 * word: // twice length 10 (symbol 264), distance 20 (code 8, 17 and 3 extra bits)
		for range 2 {
			b.code(264-256, 7)
			b.code(8, 5)
			b.add(20-17, 3)
		}
		end()
	case quineTop + word: // length 65 (symbol 276: 59 and 3 extra bits), distance 65 (code 12: 65 and 5)
		b.code(276-256, 7)
		b.add(65-59, 3)
		b.code(12, 5)
		b.add(0, 5)
		end()
		block()
		end()
	case quineEnd + word: // length 258 (symbol 285), distance 258 (code 16: 257 and 7 extra bits)
		b.code(0xc0+285-280, 8)
		b.code(16, 5)
		b.add(258-257, 7)
		end()
		block()
		end()
	}
	return binary.LittleEndian.AppendUint64(nil, b.value)[:word]
}

// quineWith is the file with the given CRC-32 in its headers, true or not.
func quineWith(crc uint32) []byte {
	l := binary.LittleEndian
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	// The program is as long for all headers: its instructions, two headers, two ends.
	const program = (2+1+2+2+5+1+5+1+5+1+1+1+2+1)*word + quineTop + quineEnd
	const size = quineTop + program + quineEnd
	fields := func() []byte {
		f := []byte{20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x58} // version, flags, deflated, time, date
		f = l.AppendUint32(f, crc)
		f = l.AppendUint32(f, uint32(program+len(lastMark)))
		f = l.AppendUint32(f, size)
		return l.AppendUint16(f, uint16(len(quineOut)))
	}
	top := append([]byte("PK\x03\x04"), fields()...)
	extra := quineTop - localHeader - len(quineOut)
	top = append(l.AppendUint16(top, uint16(extra)), quineOut...)
	field := l.AppendUint16([]byte("qz"), uint16(extra-4)) // an extra field of no meaning
	top = append(top, append(field, make([]byte, extra-4)...)...)

	end := append([]byte(lastMark), "PK\x01\x02\x14\x00"...)
	end = append(append(end, fields()...), make([]byte, 16)...) // no extra field, no comment, offset 0
	end = append(end, quineOut...)
	dir := len(end) - len(lastMark)
	end = append(end, "PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00"...)
	end = l.AppendUint32(end, uint32(dir))
	end = l.AppendUint32(end, uint32(quineTop+program+len(lastMark)))
	comment := quineEnd - len(end) - 2
	end = append(l.AppendUint16(end, uint16(comment)), bytes.Repeat([]byte("."), comment)...)

	w1, w4, wt, we := write(word), write(4*word), write(quineTop+word), write(quineEnd+word)
	r4, rt, re, none := again(4*word), again(quineTop+word), again(quineEnd+word), write(0)
	return join(top,
		wt, top, wt, rt,
		w1, rt, w1, w1,
		w4, rt, w1, w1, w4, r4,
		w4, r4, w4, r4, w4, r4,
		w4, r4, none, none, we, r4,
		none, none,
		we, re, end, re,
		end)
}

// localHeader is the length of a local header without name and extra field.
const localHeader = 30

// quine solves for the CRC-32 that is that of the file it stands in. The CRC of a file of
// fixed length is linear in its bits, but for a constant: 32 equations in 32 unknowns.
func quine() []byte {
	constant := crc32.ChecksumIEEE(quineWith(0))
	var rows [32]uint64 // row i: which unknowns make bit i of crc(x) xor x; bit 32: the constant
	for x := range 32 {
		column := crc32.ChecksumIEEE(quineWith(1<<x)) ^ constant ^ 1<<x
		for i := range rows {
			rows[i] |= uint64(column>>i&1) << x
		}
	}
	for i := range rows {
		rows[i] |= uint64(constant>>i&1) << 32
	}
	rank := 0
	var pivots []int
	for x := range 32 {
		at := rank
		for at < 32 && rows[at]>>x&1 == 0 {
			at++
		}
		if at == 32 {
			continue
		}
		rows[rank], rows[at] = rows[at], rows[rank]
		for i := range rows {
			if i != rank && rows[i]>>x&1 == 1 {
				rows[i] ^= rows[rank]
			}
		}
		pivots = append(pivots, x)
		rank++
	}
	crc := uint32(0)
	for i, x := range pivots {
		crc |= uint32(rows[i]>>32&1) << x
	}
	return quineWith(crc)
}
