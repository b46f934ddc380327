package image

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"io"

	"github.com/andybalholm/brotli"

	"evscan/evidence"
	"evscan/extractors/internal/bmff"
)

// ISO base media files, ISO/IEC 14496-12, are boxes of a size and a kind of four
// letters each. HEIF (ISO/IEC 23008-12) keeps pictures and metadata as items in
// them, JPEG 2000 (ISO/IEC 15444-1 annex I) and JPEG XL (ISO/IEC 18181-2) use the
// boxes by themselves.

// maxBoxes bounds what else is listed.
const maxBoxes = bmff.MaxBoxes

func boxes(in evidence.Input, at, end int64) []bmff.Box {
	return bmff.List(in.At, at, min(end, in.Size))
}

func content(in evidence.Input, b bmff.Box) []byte {
	b.End = min(b.End, in.Size)
	return b.Data(in.At, blockBytes)
}

// Identifiers of uuid boxes.
const (
	uuidXMP           = "be7acfcb97a942e89c71999491e3afac"
	uuidExif          = "4a706754696666457869662d3e4a5032" // JpgTiffExif->JP2
	uuidPhotoshopExif = "0537cdab9d0c4431a72afa561f2a113e"
	uuidIPTC          = "33c7a4d2b81d4723a0baf1a3e097ad38"
	uuid8BIM          = "2c4c0100850440b9a03e562148d6dfeb"
)

func pushUUID(p *props, data []byte) {
	if len(data) < 16 {
		return
	}
	rest := data[16:]
	switch hex.EncodeToString(data[:16]) {
	case uuidXMP:
		pushXMP(p, rest, "XMP")
	case uuidExif, uuidPhotoshopExif:
		pushExifBlocks(p, rest)
	case uuidIPTC:
		pushIPTC(p, rest)
	case uuid8BIM:
		pushResources(p, rest)
	}
}

// metaJP2 reads the boxes of a JPEG 2000 file.
func metaJP2(in evidence.Input, p *props) error {
	for _, b := range boxes(in, 0, in.Size) {
		switch b.Kind {
		case "jp2h":
			for _, c := range boxes(in, b.At, b.End) {
				d := content(in, c)
				switch {
				case c.Kind == "ihdr" && len(d) >= 8:
					p.size(int64(binary.BigEndian.Uint32(d[4:])), int64(binary.BigEndian.Uint32(d)), "ihdr")
				case c.Kind == "colr" && len(d) > 3 && d[0] == 2:
					pushICC(p, d[3:])
				}
			}
		case "xml ":
			pushXMP(p, content(in, b), "xml box")
		case "uuid":
			pushUUID(p, content(in, b))
		}
	}
	return p.err
}

// metaJXL reads the boxes of a JPEG XL file. A box brob holds another, compressed.
func metaJXL(in evidence.Input, p *props) error {
	for _, b := range boxes(in, 0, in.Size) {
		kind, data := b.Kind, []byte(nil)
		switch kind {
		case "Exif", "xml ":
			data = content(in, b)
		case "brob":
			d := content(in, b)
			if len(d) < 4 {
				continue
			}
			kind = string(d[:4])
			var err error
			data, err = io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(d[4:])), blockBytes))
			if err != nil {
				p.problem(evidence.ProblemCorrupt, "box brob", "%v", err)
			}
		}
		pushBoxed(p, kind, data)
	}
	return p.err
}

// pushBoxed pushes an Exif block behind the offset of its TIFF header, or a packet.
func pushBoxed(p *props, kind string, data []byte) {
	switch kind {
	case "Exif":
		if len(data) < 4 {
			return
		}
		skip := uint64(binary.BigEndian.Uint32(data)) + 4
		if skip > uint64(len(data)) {
			p.problem(evidence.ProblemCorrupt, "EXIF", "the header lies at %d of %d bytes", skip, len(data))
			return
		}
		pushExifBlocks(p, data[skip:])
	case "xml ":
		pushXMP(p, data, "XMP")
	}
}

// metaHEIF reads the items of metadata of a HEIF file.
func metaHEIF(in evidence.Input, p *props) error {
	top := boxes(in, 0, in.Size)
	for _, b := range top {
		if b.Kind == "uuid" {
			pushUUID(p, content(in, b))
		}
	}
	meta, ok := bmff.Find(top, "meta")
	if !ok {
		p.problem(evidence.ProblemCorrupt, "", "no meta box")
		return p.err
	}
	list := boxes(in, meta.At+4, meta.End)
	if iprp, ok := bmff.Find(list, "iprp"); ok {
		if ipco, ok := bmff.Find(boxes(in, iprp.At, iprp.End), "ipco"); ok {
			heifProperties(in, p, ipco)
		}
	}
	iinf, ok1 := bmff.Find(list, "iinf")
	iloc, ok2 := bmff.Find(list, "iloc")
	if !ok1 || !ok2 {
		return p.err
	}
	idat, _ := bmff.Find(list, "idat")
	places := heifPlaces(content(in, iloc))
	for _, it := range heifItems(in, iinf) {
		if it.kind != "Exif" && it.mime != "application/rdf+xml" {
			continue
		}
		var data []byte
		for _, e := range places[it.id] {
			at := e.at
			if e.inIdat {
				at += idat.At
			}
			data = append(data, readAt(in, at, min(e.n, blockBytes-int64(len(data))))...)
		}
		if len(data) == 0 {
			p.problem(evidence.ProblemCorrupt, "metadata", "an item of kind %s lies outside the file", it.kind)
			continue
		}
		if it.kind == "Exif" {
			pushBoxed(p, "Exif", data)
		} else {
			pushXMP(p, data, "XMP")
		}
	}
	return p.err
}

// heifProperties reads the profile and the size: of the pictures in the file the
// largest, since others are its tiles and its thumbnail.
func heifProperties(in evidence.Input, p *props, ipco bmff.Box) {
	var w, h int64
	for _, b := range boxes(in, ipco.At, ipco.End) {
		d := content(in, b)
		switch {
		case b.Kind == "ispe" && len(d) >= 12:
			bw, bh := int64(binary.BigEndian.Uint32(d[4:])), int64(binary.BigEndian.Uint32(d[8:]))
			if bw*bh > w*h {
				w, h = bw, bh
			}
		case b.Kind == "colr" && len(d) > 4 && (string(d[:4]) == "prof" || string(d[:4]) == "rICC"):
			pushICC(p, d[4:])
		}
	}
	p.size(w, h, "ispe")
}

type heifItem struct {
	id         uint32
	kind, mime string
}

// heifItems reads the box iinf, ISO/IEC 14496-12 section 8.11.6.
func heifItems(in evidence.Input, iinf bmff.Box) []heifItem {
	head := readAt(in, iinf.At, 4)
	if len(head) < 4 {
		return nil
	}
	skip := int64(6)
	if head[0] > 0 {
		skip = 8
	}
	var out []heifItem
	for _, b := range boxes(in, iinf.At+skip, iinf.End) {
		d := content(in, b)
		if b.Kind != "infe" || len(d) < 12 || d[0] < 2 {
			continue
		}
		it := heifItem{id: uint32(binary.BigEndian.Uint16(d[4:]))}
		rest := d[6:]
		if d[0] > 2 {
			it.id, rest = binary.BigEndian.Uint32(d[4:]), d[8:]
		}
		if len(rest) < 6 {
			continue
		}
		it.kind = string(rest[2:6]) // behind the protection index
		if name := bytes.SplitN(rest[6:], []byte{0}, 3); it.kind == "mime" && len(name) > 1 {
			it.mime = string(name[1])
		}
		out = append(out, it)
	}
	return out
}

type extent struct {
	at, n  int64
	inIdat bool
}

// heifPlaces reads the box iloc, ISO/IEC 14496-12 section 8.11.3.
func heifPlaces(d []byte) map[uint32][]extent {
	out := map[uint32][]extent{}
	r := &numberReader{b: d}
	version := r.next(1)
	r.next(3)
	sizes := r.next(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	idSize := 2
	if version == 2 {
		idSize = 4
	}
	if version == 0 {
		index = 0
	}
	count, extents := r.next(idSize), 0
	for i := uint64(0); i < count && !r.cut; i++ {
		id := uint32(r.next(idSize))
		method := uint64(0)
		if version > 0 {
			method = r.next(2) & 15
		}
		r.next(2) // data reference
		start := r.next(base)
		for k := r.next(2); k > 0 && !r.cut; k-- {
			r.next(index)
			e := extent{at: int64((start + r.next(offset)) & (1<<62 - 1)), inIdat: method == 1}
			e.n = int64(r.next(length) & (1<<62 - 1))
			if extents++; extents > maxBoxes { // lengths of no bytes at all would allow any number
				return out
			}
			if method <= 1 && !r.cut {
				out[id] = append(out[id], e)
			}
		}
	}
	return out
}

// numberReader reads big-endian numbers of any length and remembers its end.
type numberReader struct {
	b   []byte
	cut bool
}

func (r *numberReader) next(n int) uint64 {
	if n > len(r.b) {
		r.cut = true
		r.b = nil
		return 0
	}
	var v uint64
	for _, c := range r.b[:n] {
		v = v<<8 | uint64(c)
	}
	r.b = r.b[n:]
	return v
}

// metaBPG reads the extensions of https://bellard.org/bpg/bpg_spec.txt.
func metaBPG(in evidence.Input, p *props) error {
	head := readAt(in, 0, blockBytes)
	if len(head) < 6 {
		p.problem(evidence.ProblemCorrupt, "", "cut off in its header")
		return p.err
	}
	extended := head[5]&8 != 0
	b := head[6:]
	w, b := ue7(b)
	h, b := ue7(b)
	_, b = ue7(b) // length of the picture
	p.size(w, h, "header")
	if !extended {
		return p.err
	}
	n, b := ue7(b)
	b = b[:min(int64(len(b)), n)]
	for len(b) > 1 && p.err == nil {
		var kind, n int64
		kind, b = ue7(b)
		n, b = ue7(b)
		data := b[:min(int64(len(b)), n)]
		b = b[len(data):]
		switch kind {
		case 1:
			pushExifBlocks(p, data)
		case 2:
			pushICC(p, data)
		case 3:
			pushXMP(p, data, "XMP")
		}
	}
	return p.err
}

// ue7 reads a number of seven bits to the byte, the last one without its top bit.
func ue7(b []byte) (int64, []byte) {
	var v int64
	for i, c := range b {
		if i > 4 {
			return 0, nil
		}
		v = v<<7 | int64(c&0x7f)
		if c&0x80 == 0 {
			return v, b[i+1:]
		}
	}
	return 0, nil
}
