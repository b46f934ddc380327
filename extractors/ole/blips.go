package ole

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
)

const maxBlip = 64 << 20 // bytes of a picture after inflation

// blips hands over the pictures in a run of OfficeArt records, [MS-ODRAW] 2.2.23. The
// records are searched, not walked: containers around them differ by program.
func (f *file) blips(v view, prefix string) {
	n := 0
	for at := uint32(0); uint64(at)+12 < uint64(len(v)) && f.out.Err == nil && f.ctx.Err() == nil; {
		// Types F01A to F01F and F029, in little-endian at the third byte.
		i := bytes.IndexByte(v[at+3:], 0xf0)
		if i < 0 || uint64(at)+uint64(i)+8 > uint64(len(v)) {
			return
		}
		at += uint32(i)
		kind, instance, length := v.u16(at+2), v.u16(at)>>4, v.u32(at+4)
		ext := map[uint16]string{0xf01a: "emf", 0xf01b: "wmf", 0xf01c: "pict", 0xf01d: "jpg", 0xf01e: "png", 0xf01f: "dib", 0xf029: "tif", 0xf02a: "jpg"}[kind]
		if ext == "" || v.u16(at)&0xf != 0 || length < 25 || uint64(length) > uint64(len(v))-uint64(at)-8 || !blipInstance(kind, instance) {
			at++
			continue
		}
		body := view(v.bytes(at+8, length))
		n++
		f.blip(body, kind, instance, prefix+strconv.Itoa(n)+"."+ext)
		at += 8 + length
	}
}

// blipInstance holds the values the specification allows, so that chance bytes
// do not pass for a picture.
func blipInstance(kind, i uint16) bool {
	switch kind {
	case 0xf01a:
		return i == 0x3d4 || i == 0x3d5
	case 0xf01b:
		return i == 0x216 || i == 0x217
	case 0xf01c:
		return i == 0x542 || i == 0x543
	case 0xf01d, 0xf02a:
		return i == 0x46a || i == 0x46b || i == 0x6e2 || i == 0x6e3
	case 0xf01e:
		return i == 0x6e0 || i == 0x6e1
	case 0xf01f:
		return i == 0x7a8 || i == 0x7a9
	}
	return i == 0x6e4 || i == 0x6e5
}

func (f *file) blip(b view, kind, instance uint16, name string) {
	skip := uint32(16)
	switch kind {
	case 0xf01a, 0xf01b, 0xf01c:
		if instance&1 != 0 {
			skip = 32
		}
		packed := b.from(skip + 34)
		if len(packed) == 0 {
			return
		}
		if b[skip+32] == 0xfe { // not deflated
			f.child(name, metafile(packed, kind))
			return
		}
		zr, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			f.out.Problem(fmt.Errorf("picture: %v", err), name)
			return
		}
		plain, err := io.ReadAll(io.LimitReader(zr, maxBlip))
		if err != nil {
			f.out.Problem(fmt.Errorf("picture: %v", err), name)
		}
		f.child(name, metafile(plain, kind))
		return
	}
	if instance == 0x46b || instance == 0x6e3 || instance == 0x6e1 || instance == 0x7a9 || instance == 0x6e5 {
		skip = 32
	}
	f.child(name, b.from(skip+1))
}

// metafile puts the header of a placeable file before a Windows metafile, and the
// 512 empty bytes before a Macintosh picture.
func metafile(b []byte, kind uint16) []byte {
	switch {
	case kind == 0xf01c:
		return append(make([]byte, 512), b...)
	case kind == 0xf01b && !bytes.HasPrefix(b, []byte("\xd7\xcd\xc6\x9a")):
		head := []byte{0xd7, 0xcd, 0xc6, 0x9a, 0, 0, 0, 0, 0, 0, 0xe8, 3, 0xe8, 3, 0xa0, 5, 0, 0, 0, 0, 0, 0}
		var sum uint16
		for i := 0; i < 20; i += 2 {
			sum ^= uint16(head[i]) | uint16(head[i+1])<<8
		}
		head[20], head[21] = byte(sum), byte(sum>>8)
		return append(head, b...)
	}
	return b
}
