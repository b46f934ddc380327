package grey

import "encoding/binary"

// bmpDPI is written into every BMP: tesseract guesses the resolution of pictures
// that name none and warns about it.
const bmpDPI = 11811 // pixels per metre, 300 per inch

// BMP encodes p as an uncompressed 8-bit Windows bitmap with a grey palette, the
// format that leptonica reads fastest (PNM goes byte by byte, PNG is unpacked).
//
// https://learn.microsoft.com/en-us/windows/win32/gdi/bitmap-storage
func (p *Picture) BMP() []byte {
	const header = 14 + 40 + 256*4
	stride := (p.W + 3) &^ 3
	b := make([]byte, header+stride*p.H)
	le := binary.LittleEndian
	copy(b, "BM")
	le.PutUint32(b[2:], uint32(len(b)))
	le.PutUint32(b[10:], header)
	le.PutUint32(b[14:], 40)
	le.PutUint32(b[18:], uint32(p.W))
	le.PutUint32(b[22:], uint32(p.H))
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], 8)
	le.PutUint32(b[34:], uint32(stride*p.H))
	le.PutUint32(b[38:], bmpDPI)
	le.PutUint32(b[42:], bmpDPI)
	le.PutUint32(b[46:], 256)
	for i := range 256 {
		v := byte(i)
		copy(b[54+4*i:], []byte{v, v, v})
	}
	for y := range p.H {
		copy(b[header+(p.H-1-y)*stride:], p.Row(y))
	}
	return b
}
