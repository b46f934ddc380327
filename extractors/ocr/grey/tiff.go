package grey

import "encoding/binary"

// TIFF encodes pictures as the pages of one uncompressed 8-bit grey file. None may be
// empty.
//
// https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
func TIFF(pages []*Picture) []byte {
	const (
		header  = 8
		entries = 10
		dir     = 2 + entries*12 + 4
		short   = 3
		long    = 4
		inches  = 2
	)
	size := header
	for _, p := range pages {
		size += (p.W*p.H+1)&^1 + dir + 8
	}
	le := binary.LittleEndian
	b := make([]byte, header, size)
	copy(b, "II*\x00")
	link := 4 // where the place of the next directory belongs
	for _, p := range pages {
		pixels := len(b)
		b = append(b, p.Pix...)
		if len(b)%2 == 1 {
			b = append(b, 0)
		}
		resolution := len(b)
		b = le.AppendUint32(b, 300)
		b = le.AppendUint32(b, 1)
		le.PutUint32(b[link:], uint32(len(b)))
		b = le.AppendUint16(b, entries)
		for _, e := range [entries][3]int{
			{256, long, p.W},
			{257, long, p.H},
			{258, short, 8},
			{259, short, 1}, // not compressed
			{262, short, 1}, // 0 is black
			{273, long, pixels},
			{278, long, p.H}, // one strip
			{279, long, p.W * p.H},
			{282, 5, resolution},
			{296, short, inches},
		} {
			b = le.AppendUint16(b, uint16(e[0]))
			b = le.AppendUint16(b, uint16(e[1]))
			b = le.AppendUint32(b, 1)
			b = le.AppendUint32(b, uint32(e[2]))
		}
		link = len(b)
		b = le.AppendUint32(b, 0)
	}
	return b
}
