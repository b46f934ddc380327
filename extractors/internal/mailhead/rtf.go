package mailhead

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"evscan/evidence"
)

// dictionary is what compressed RTF begins with, [MS-OXRTFCP] 2.1.2.1.
const dictionary = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// maxRTF bounds what is unpacked, in bytes.
const maxRTF = 32 << 20

// UnpackRTF unpacks the RTF body of a MAPI message, [MS-OXRTFCP]: references of 12 bits
// into a ring of 4096 bytes and 4 bits of length, eight after each byte of flags. What
// could be unpacked is returned beside an error, which wraps evidence.ErrCorrupt or
// evidence.ErrLimit.
func UnpackRTF(b []byte) ([]byte, error) {
	if len(b) < 16 {
		return nil, fmt.Errorf("%w: compressed RTF of %d bytes", evidence.ErrCorrupt, len(b))
	}
	size, kind, sum := binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])
	body := b[16:]
	if whole := 4 + uint64(binary.LittleEndian.Uint32(b)); whole >= 16 && whole < uint64(len(b)) {
		body = b[16:whole] // what follows fills up the stream
	}
	switch kind {
	case 0x414c454d: // MELA: stored
		return body[:min(len(body), int(min(size, maxRTF)))], nil
	case 0x75465a4c: // LZFu
	default:
		return nil, fmt.Errorf("%w: compressed RTF of the unknown kind %08x", evidence.ErrCorrupt, kind)
	}
	var failed error
	if got := ^crc32.Update(0xffffffff, crc32.IEEETable, body); got != sum {
		failed = fmt.Errorf("%w: the check sum of the compressed RTF is %08x, not %08x", evidence.ErrCorrupt, got, sum)
	}
	var ring [4096]byte
	at := copy(ring[:], dictionary)
	var out []byte
	put := func(c byte) {
		out = append(out, c)
		ring[at] = c
		at = (at + 1) % len(ring)
	}
	for i := 0; i < len(body); {
		flags := body[i]
		i++
		for bit := range 8 {
			if len(out) > maxRTF {
				return out[:maxRTF], fmt.Errorf("%w: the RTF is longer than %d bytes", evidence.ErrLimit, maxRTF)
			}
			if flags>>bit&1 == 0 {
				if i >= len(body) {
					return out, unended(failed)
				}
				put(body[i])
				i++
				continue
			}
			if i+2 > len(body) {
				return out, unended(failed)
			}
			ref := int(body[i])<<8 | int(body[i+1])
			i += 2
			from := ref >> 4
			if from == at {
				return out, failed
			}
			for range ref&15 + 2 {
				put(ring[from])
				from = (from + 1) % len(ring)
			}
		}
	}
	return out, unended(failed)
}

func unended(failed error) error {
	if failed != nil {
		return failed
	}
	return fmt.Errorf("%w: the compressed RTF has no end mark", evidence.ErrCorrupt)
}
