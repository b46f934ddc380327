package identify

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/h2non/filetype/matchers"

	"evscan/evidence"
)

// rawPictures are written as TIFF (6.0, Adobe, 1992) by cameras: the maker's name in
// the first directory tells them apart, with a thumbnail in place of the picture there.
func rawPictures() []row {
	raw := func(maker string, exts string) test {
		return func(p evidence.Probe) (string, bool) {
			t := tiffOf(p)
			if !t.ok || !strings.HasPrefix(strings.ToUpper(t.maker), maker) {
				return "", false
			}
			basis := "TIFF of a " + maker + " camera"
			if t.reduced {
				return basis + " whose first picture is a reduced one", true
			}
			for _, e := range strings.Fields(exts) {
				if p.Ext == e {
					return basis + ", named ." + e, true
				}
			}
			return "", false
		}
	}
	return []row{
		// Adobe's tag stands in a DNG whoever made the camera, so it is asked for before the makers.
		{"dng", "image/x-adobe-dng", "dng", func(p evidence.Probe) (string, bool) {
			t := tiffOf(p)
			return "TIFF with the tag DNGVersion", t.ok && t.dng
		}},
		{"cr2", "image/x-canon-cr2", "cr2", and(magic("II*\x00"), "CR at 8", func(h []byte) bool { return has(h, 8, "CR\x02") })},
		{"nef", "image/x-nikon-nef", "nef nrw", raw("NIKON", "nef nrw")},
		{"arw", "image/x-sony-arw", "arw sr2 srf", raw("SONY", "arw sr2 srf")},
		{"pef", "image/x-pentax-pef", "pef ptx", raw("PENTAX", "pef ptx")},
		{"srw", "image/x-samsung-srw", "srw", raw("SAMSUNG", "srw")},
		{"3fr", "image/x-hasselblad-3fr", "3fr fff", raw("HASSELBLAD", "3fr fff")},
		{"kdc", "image/x-kodak-kdc", "kdc dcr k25", raw("EASTMAN KODAK", "kdc dcr k25")},
		{"erf", "image/x-epson-erf", "erf", raw("SEIKO EPSON", "erf")},
		{"iiq", "image/x-phaseone-iiq", "iiq", raw("PHASE ONE", "iiq")},
	}
}

// tiffHead is what the first directory of a TIFF tells.
type tiffHead struct {
	ok, dng, reduced bool
	maker            string
}

func tiffOf(p evidence.Probe) tiffHead {
	h := p.Head
	if len(h) < 16 || !(h[0] == 'I' && h[1] == 'I') && !(h[0] == 'M' && h[1] == 'M') {
		return tiffHead{}
	}
	t, _ := p.Memo("identify:tiff", func() any { return readTIFF(h) }).(tiffHead)
	return t
}

func readTIFF(h []byte) tiffHead {
	var o binary.ByteOrder = binary.LittleEndian
	if h[0] == 'M' {
		o = binary.BigEndian
	}
	// TIFF has 12 bytes for an entry, BigTIFF 20.
	var dir uint64
	entry, value := uint64(12), uint64(8)
	switch o.Uint16(h[2:]) {
	case 42:
		dir = uint64(o.Uint32(h[4:]))
	case 43:
		dir, entry, value = o.Uint64(h[8:]), 20, 12
	default:
		return tiffHead{}
	}
	size := uint64(len(h))
	if dir > size-8 {
		return tiffHead{ok: true}
	}
	n, at := uint64(o.Uint16(h[dir:])), dir+2
	if entry == 20 {
		n, at = o.Uint64(h[dir:]), dir+8
	}
	t := tiffHead{ok: true}
	for i := range min(n, 200) {
		e := at + i*entry
		if e+entry > size {
			break
		}
		switch o.Uint16(h[e:]) {
		case 254: // NewSubfileType; bit 0: a reduced picture
			t.reduced = o.Uint32(h[e+value:])&1 == 1
		case 271: // Make
			count, off := uint64(o.Uint32(h[e+4:])), uint64(o.Uint32(h[e+value:]))
			if entry == 20 {
				count, off = o.Uint64(h[e+4:]), o.Uint64(h[e+value:])
			}
			if off < size {
				b := h[off:min(size, off+min(count, 64))]
				b, _, _ = bytes.Cut(b, []byte{0})
				t.maker = string(b)
			}
		case 50706:
			t.dng = true
		}
	}
	return t
}

func pictures() []row {
	i := matchers.Image
	return []row{
		{"psb", "image/vnd.adobe.photoshop-large", "psb", magic("8BPS\x00\x02")},
		{"psd", "image/vnd.adobe.photoshop", "psd pdd", asFiletype(i, matchers.TypePsd)},
		{"xcf", "image/x-xcf", "xcf", magic("gimp xcf ")},
		{"jp2", "image/jp2", "jp2 jpg2 jpf", and(magic("\x00\x00\x00\x0cjP  \r\n\x87\n"), "brand jp2", func(h []byte) bool { return has(h, 20, "jp2 ") })},
		{"jpx", "image/jpx", "jpx jpf jp2", and(magic("\x00\x00\x00\x0cjP  \r\n\x87\n"), "brand jpx", func(h []byte) bool { return has(h, 20, "jpx ") })},
		{"jpm", "image/jpm", "jpm jpgm", and(magic("\x00\x00\x00\x0cjP  \r\n\x87\n"), "brand jpm", func(h []byte) bool { return has(h, 20, "jpm ") })},
		{"mj2", "video/mj2", "mj2 mjp2", and(magic("\x00\x00\x00\x0cjP  \r\n\x87\n"), "brand mjp2", func(h []byte) bool { return has(h, 20, "mjp2") })},
		{"j2k", "image/x-jp2-codestream", "j2k j2c jpc", magic("\xff\x4f\xff\x51\x00")},
		{"jxl", "image/jxl", "jxl", anyOf(magic("\x00\x00\x00\x0cJXL \r\n\x87\n"), and(magic("\xff\x0a"), "a codestream header", jxlStream))},
		{"jxr", "image/vnd.ms-photo", "jxr wdp hdp", magic("II\xbc\x01")},
		{"jbig2", "image/x-jbig2", "jb2 jbig2", magic("\x97JB2\r\n\x1a\n")},
		{"bpg", "image/x-bpg", "bpg", magic("BPG\xfb")},
		{"djvu", "image/vnd.djvu", "djvu djv", and(magic("AT&TFORM"), "DJV at 12", func(h []byte) bool { return has(h, 12, "DJV") })},
		{"bigtiff", "image/tiff-big", "tif tiff tf8 btf", anyOf(magic("II+\x00\x08\x00"), magic("MM\x00+\x00\x08"))},
		{"orf", "image/x-olympus-orf", "orf", magic("IIRO", "IIRS", "MMOR")},
		{"rw2", "image/x-panasonic-rw2", "rw2 raw rwl", magic("IIU\x00")},
		{"raf", "image/x-fuji-raf", "raf", magic("FUJIFILMCCD-RAW")},
		{"crw", "image/x-canon-crw", "crw", at(6, "HEAPCCDR")},
		{"mrw", "image/x-minolta-mrw", "mrw", magic("\x00MRM")},
		{"x3f", "image/x-sigma-x3f", "x3f", magic("FOVb")},
		{"dcm", "application/dicom", "dcm dicom", asFiletype(matchers.Archive, matchers.TypeDcm)},
		{"exr", "image/x-exr", "exr", magic("v/1\x01")},
		{"hdr", "image/vnd.radiance", "hdr pic", magic("#?RADIANCE\n", "#?RGBE\n")},
		{"dds", "image/vnd-ms.dds", "dds", magic("DDS \x7c\x00\x00\x00")},
		{"ktx", "image/ktx", "ktx", magic("\xabKTX 11\xbb\r\n\x1a\n")},
		{"ktx2", "image/ktx2", "ktx2", magic("\xabKTX 20\xbb\r\n\x1a\n")},
		{"qoi", "image/qoi", "qoi", magic("qoif")},
		{"flif", "image/flif", "flif", magic("FLIF")},
		{"mng", "video/x-mng", "mng", magic("\x8aMNG\r\n\x1a\n")},
		{"jng", "image/x-jng", "jng", magic("\x8bJNG\r\n\x1a\n")},
		{"fits", "application/fits", "fits fit fts", magic("SIMPLE  =")},
		{"sunras", "image/x-sun-raster", "ras sun", magic("\x59\xa6\x6a\x95")},
		{"sgi", "image/sgi", "sgi rgb rgba bw", and(magic("\x01\xda"), "storage, depth and dimensions of the header", func(h []byte) bool {
			return len(h) >= 12 && h[2] <= 1 && (h[3] == 1 || h[3] == 2) && b16(h, 4) >= 1 && b16(h, 4) <= 3
		})},
		{"dcx", "image/vnd.zbrush.dcx", "dcx", magic("\xb1\x68\xde\x3a")},
		{"pcx", "image/vnd.zbrush.pcx", "pcx", and(magic("\x0a"), "version, encoding and depth of the header", func(h []byte) bool {
			return len(h) >= 128 && h[1] <= 5 && h[1] != 1 && h[2] == 1 && (h[3] == 1 || h[3] == 2 || h[3] == 4 || h[3] == 8) &&
				h[64] == 0 && h[65] >= 1 && h[65] <= 4 && u16(h, 8) >= u16(h, 4)
		})},
		{"pcd", "image/x-photo-cd", "pcd", far(2048, "PCD_IPI")},
		{"emf", "image/emf", "emf", and(magic("\x01\x00\x00\x00"), "' EMF' at 40", func(h []byte) bool { return has(h, 40, " EMF") })},
		{"wmf", "image/wmf", "wmf", anyOf(magic("\xd7\xcd\xc6\x9a"), and(magic("\x01\x00\x09\x00\x00", "\x02\x00\x09\x00\x00"), "a header of 9 words", func(h []byte) bool {
			return len(h) >= 18 && (h[5] == 1 || h[5] == 3) && u16(h, 16) == 0
		}))},
		{"pict", "image/x-pict", "pict pct pic", and(at(522, "\x00\x11\x02\xff", "\x11\x01"), "512 bytes of nothing before", func(h []byte) bool {
			return len(bytes.Trim(h[:256], "\x00")) == 0
		})},
		{"cgm", "image/cgm", "cgm", and(where("BEGIN METAFILE", func(h []byte) bool { return b16(h, 0)&0xffe0 == 0x0020 }), "METAFILE VERSION behind the name", func(h []byte) bool {
			// ISO/IEC 8632-3: element 1 of class 0 with a name, then element 1 of class 1.
			if len(h) < 8 {
				return false
			}
			n := int(h[1] & 0x1f)
			next := 2 + n + n&1
			return n < 31 && n > 0 && int(h[2]) == n-1 && b16(h, next) == 0x1022
		})},
		{"os2ba", "image/x-os2-graphics", "bmp bga ico ptr", and(magic("BA"), "a bitmap at 14", func(h []byte) bool {
			return has(h, 14, "BM") || has(h, 14, "CI") || has(h, 14, "CP") || has(h, 14, "IC") || has(h, 14, "PT")
		})},
		{"wpg", "image/x-wordperfect-graphics", "wpg", and(magic("\xffWPC"), "file type 1.22", func(h []byte) bool { return len(h) > 9 && h[8] == 1 && h[9] == 0x16 })},
		{"psp", "image/x-paintshoppro", "psp pspimage", magic("Paint Shop Pro Image File\n\x1a")},
		{"clip", "application/x-clip-studio", "clip", magic("CSFCHUNK")},
		{"mdi", "image/vnd.ms-modi", "mdi", magic("EP*\x00")},
		{"nifti", "application/x-nifti", "nii hdr img", at(344, "n+1\x00", "ni1\x00")},
		{"icns", "image/icns", "icns", and(magic("icns"), "its own size at 4", func(h []byte) bool { return b32(h, 4) > 8 })},
		{"icc", "application/vnd.iccprofile", "icc icm", at(36, "acsp")},
		{"abr", "application/x-photoshop-brush", "abr", and(where("version 6 to 10", func(h []byte) bool { return b16(h, 0) >= 6 && b16(h, 0) <= 10 }), "8BIM at 4", func(h []byte) bool { return has(h, 4, "8BIM") })},
		{"ase", "application/x-adobe-swatches", "ase", magic("ASEF\x00\x01")},
		{"riff-palette", "application/x-riff-palette", "pal", riff("PAL ")},
		{"ani", "application/x-navi-animation", "ani", riff("ACON")},
		{"cdr", "application/vnd.corel-draw", "cdr cdt cmx", riff("CDR", "cdr", "CDT", "CMX1")},
	}
}

// jxlStream wants a size header that ISO/IEC 18181-1 allows behind FF 0A: small
// pictures set the first bit, and a picture has some bytes.
func jxlStream(h []byte) bool {
	return len(h) >= 12 && bytes.IndexByte(h[2:12], 0xff) != 0 && len(bytes.Trim(h[2:12], "\x00")) > 4
}

// weakPictures have two or three bytes to go by.
func weakPictures() []row {
	return []row{
		{"ico", "image/vnd.microsoft.icon", "ico", and(magic("\x00\x00\x01\x00"), "a directory of icons", iconDir)},
		{"cur", "image/x-win-bitmap", "cur", and(magic("\x00\x00\x02\x00"), "a directory of cursors", iconDir)},
		{"tga", "image/x-tga", "tga", anyOf(fromEnd(18, "TRUEVISION-XFILE."), func(p evidence.Probe) (string, bool) {
			h := p.Head
			if p.Ext != "tga" || len(h) < 18 || h[1] > 1 || !strings.ContainsRune("\x01\x02\x03\x09\x0a\x0b", rune(h[2])) {
				return "", false
			}
			return fmt.Sprintf("a header of picture type %d, named .tga", h[2]), h[16] == 8 || h[16] == 16 || h[16] == 24 || h[16] == 32
		})},
	}
}

// iconDir wants between 1 and 255 entries, the first of which points behind them.
func iconDir(h []byte) bool {
	n := u16(h, 4)
	return n > 0 && n < 256 && len(h) >= 22 && h[9] == 0 && u32(h, 18) >= uint32(6+16*n) && u32(h, 14) > 0
}
