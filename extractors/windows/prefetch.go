package windows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Prefetch files: which program ran and which files it opened, with the serial
// numbers of their volumes. Versions 17 (XP), 23 (7), 26 (8.1), 30 and 31 (10, 11);
// Windows 10 compresses them.

func matchPrefetch(p evidence.Probe) (string, bool) {
	v := raw.View(p.Head)
	switch {
	case string(v.Bytes(4, 4)) == "SCCA":
		return fmt.Sprintf("signature SCCA at 4, version %d", v.U32(0)), v.U32(0) < 100
	case string(v.Bytes(0, 3)) == "MAM" && v.U8(3)&0x7f == 4:
		return "signature MAM", p.Size > 264
	}
	return "", false
}

func extractPrefetch(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxBytes)
	if string(v.Bytes(0, 3)) == "MAM" {
		plain, e := expandMAM(v)
		if err == nil {
			err = e
		}
		v = plain
		if string(v.Bytes(4, 4)) != "SCCA" {
			return errors.Join(err, fmt.Errorf("%w: the compressed bytes are no prefetch file", evidence.ErrUnsupported))
		}
	}
	if e := prefetch(out, v); err == nil {
		err = e
	}
	return errors.Join(out.Err, err)
}

// expandMAM undoes the compression of ntdll's RtlCompressBuffer with its header:
// the signature, the size of what comes out, and perhaps a checksum.
func expandMAM(v raw.View) (raw.View, error) {
	at := 8
	if v.U8(3)&0x80 != 0 {
		at = 12
	}
	return expandHuffman(v.From(at), min(v.U32(4), maxBytes))
}

func prefetch(out *push.Pusher, v raw.View) error {
	out.Meta("prefetch:Executable", v.Bytes(16, 60).UTF16(), "header")
	strs := v.From(v.U32(100))
	size := v.U32(104)
	ends := !strs.Has(0, size) || v.U32(12) > len(v)
	var names []string
	for s := strs.Bytes(0, size); len(s) >= 2 && len(names) < 20_000; {
		name := s.UTF16()
		if name != "" {
			names = append(names, name)
		}
		s = s.From(2*utf16Len(s) + 2)
	}
	// The program's own path tells the volume and often the user.
	exe := v.Bytes(16, 60).UTF16()
	for _, n := range names {
		if i := strings.LastIndexByte(n, '\\'); exe != "" && strings.EqualFold(n[i+1:], exe) {
			out.Meta("prefetch:Path", n, "file names")
		}
	}
	out.Text(strings.Join(names, "\n"), "file names", evidence.Locator{Zone: evidence.ZonePath})
	each := 104
	switch v.U32(0) {
	case 17:
		each = 40
	case 30, 31:
		each = 96
	}
	vols := v.From(v.U32(108))
	for i := range min(v.U32(112), 64) {
		e := vols.From(i * each)
		out.Meta("prefetch:VolumePath", vols.From(e.U32(0)).Bytes(0, 2*min(e.U32(4), 1024)).UTF16(), "volumes")
		out.Meta("prefetch:VolumeSerial", serial(e.U32(16)), "volumes")
		out.Meta("prefetch:VolumeCreated", raw.FileTime(e.U64(8)), "volumes")
	}
	if ends {
		return fmt.Errorf("%w: the file ends early", evidence.ErrCorrupt)
	}
	return nil
}

// utf16Len is the number of units before the first NUL.
func utf16Len(v raw.View) int {
	for i := 0; i+1 < len(v); i += 2 {
		if v[i] == 0 && v[i+1] == 0 {
			return i / 2
		}
	}
	return len(v) / 2
}

// expandHuffman is the LZ77 with Huffman codes of [MS-XCA] 2.2: blocks of 64 KiB,
// each with the lengths of its 512 codes before it.
func expandHuffman(in raw.View, size int) (raw.View, error) {
	early := fmt.Errorf("%w: the compressed bytes end early", evidence.ErrCorrupt)
	var out bytes.Buffer
	for out.Len() < size {
		if len(in) < 256 {
			return out.Bytes(), early
		}
		table, ok := huffman(in[:256])
		if !ok {
			return out.Bytes(), fmt.Errorf("%w: the code lengths are no code", evidence.ErrCorrupt)
		}
		used, err := expandBlock(in[256:], table, &out, min(size, out.Len()+65536), size)
		if err != nil {
			return out.Bytes(), err
		}
		in = in.From(256 + used)
	}
	return out.Bytes(), nil
}

type code struct {
	symbol uint16
	length uint8
}

const codeBits = 15

// huffman makes a table over all 15-bit prefixes.
func huffman(lengths []byte) ([]code, bool) {
	table := make([]code, 1<<codeBits)
	at := 0
	for l := 1; l <= codeBits; l++ {
		for s := range 512 {
			n := int(lengths[s/2])
			if s&1 == 1 {
				n >>= 4
			}
			if n&15 != l {
				continue
			}
			span := 1 << (codeBits - l)
			if at+span > len(table) {
				return nil, false
			}
			for range span {
				table[at] = code{uint16(s), uint8(l)}
				at++
			}
		}
	}
	return table, at > 0
}

// expandBlock appends until the buffer holds end bytes and returns how many bytes
// of in it used. Bits come from 16-bit words, most significant first, and lengths
// that do not fit their four bits stand between the words.
func expandBlock(in raw.View, table []code, out *bytes.Buffer, end, size int) (int, error) {
	if len(in) < 4 {
		return 0, fmt.Errorf("%w: the compressed bytes end early", evidence.ErrCorrupt)
	}
	bits := uint32(in.U16(0))<<16 | uint32(in.U16(2))
	at, have := 4, 16
	drop := func(n int) {
		bits <<= n
		if have -= n; have < 0 {
			bits |= uint32(in.U16(at)) << -have
			at += 2
			have += 16
		}
	}
	for out.Len() < end {
		if at > len(in)+2 {
			return at, fmt.Errorf("%w: the compressed bytes end early", evidence.ErrCorrupt)
		}
		c := table[bits>>(32-codeBits)]
		if c.length == 0 {
			return at, fmt.Errorf("%w: no code fits", evidence.ErrCorrupt)
		}
		drop(int(c.length))
		if c.symbol < 256 {
			out.WriteByte(byte(c.symbol))
			continue
		}
		if c.symbol == 256 && at >= len(in) {
			break // the end of the stream, where another block would stand
		}
		length, width := int(c.symbol&15), int(c.symbol>>4&15)
		if length == 15 {
			length = in.U8(at)
			at++
			if length == 255 {
				length = in.U16(at)
				at += 2
				if length == 0 {
					length = in.U32(at)
					at += 4
				}
				length -= 15
			}
			length += 15
		}
		length += 3
		distance := 1 << width
		if width > 0 {
			distance += int(bits >> (32 - width))
		}
		drop(width)
		if distance > out.Len() || length < 3 {
			return at, fmt.Errorf("%w: a copy from before the beginning", evidence.ErrCorrupt)
		}
		// A copy may reach over the block's end.
		from := out.Len() - distance
		for i := range min(length, size-out.Len()) {
			out.WriteByte(out.Bytes()[from+i])
		}
	}
	return at, nil
}
