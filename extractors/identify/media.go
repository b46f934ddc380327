package identify

import (
	"bytes"
	"fmt"

	"github.com/h2non/filetype/matchers"

	"evscan/evidence"
)

// riff wants a RIFF file of one of these forms.
func riff(forms ...string) test {
	return func(p evidence.Probe) (string, bool) {
		if !has(p.Head, 0, "RIFF") && !has(p.Head, 0, "RIFX") && !has(p.Head, 0, "RF64") {
			return "", false
		}
		for _, f := range forms {
			if has(p.Head, 8, f) {
				return fmt.Sprintf("RIFF form %s at 8", shown(f)), true
			}
		}
		return "", false
	}
}

// brand wants an ISO base media file (ISO/IEC 14496-12) with one of these major
// brands; nothing else is asked, so compatible brands do not make two answers.
func brand(brands ...string) test {
	return func(p evidence.Probe) (string, bool) {
		if !has(p.Head, 4, "ftyp") {
			return "", false
		}
		for _, b := range brands {
			if has(p.Head, 8, b) {
				return fmt.Sprintf("major brand %s at 8", shown(b)), true
			}
		}
		return "", false
	}
}

// compatible wants one of these among the compatible brands.
func compatible(brands ...string) test {
	return func(p evidence.Probe) (string, bool) {
		h := p.Head
		if !has(h, 4, "ftyp") {
			return "", false
		}
		for at := 16; at+4 <= min(len(h), int(min(b32(h, 0), 256))); at += 4 {
			for _, b := range brands {
				if has(h, at, b) {
					return fmt.Sprintf("compatible brand %s at %d", shown(b), at), true
				}
			}
		}
		return "", false
	}
}

// ogg wants an Ogg stream (RFC 3533) whose first packet, behind the first page's
// header of 28 bytes, begins so.
func ogg(packets ...string) test {
	return func(p evidence.Probe) (string, bool) {
		if !has(p.Head, 0, "OggS\x00") {
			return "", false
		}
		for _, s := range packets {
			if has(p.Head, 28, s) {
				return fmt.Sprintf("Ogg stream of %s at 28", shown(s)), true
			}
		}
		return "", false
	}
}

// ebml wants an EBML document (RFC 8794) of a type.
func ebml(doctype string) test {
	return func(p evidence.Probe) (string, bool) {
		if !has(p.Head, 0, "\x1a\x45\xdf\xa3") {
			return "", false
		}
		i := bytes.Index(p.Head[:min(len(p.Head), 128)], []byte("\x42\x82"))
		return "EBML document type " + doctype, i >= 0 && has(p.Head, i+3, doctype)
	}
}

// asf tells by the stream headers of an ASF file what it carries: the GUID of video,
// of audio.
const (
	asfHead  = "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
	asfVideo = "\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b"
	asfAudio = "\x40\x9e\x69\xf8\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b"
)

// windowsMedia wants codecs by their names in the codec list, UTF-16.
func windowsMedia(h []byte) bool {
	for _, s := range []string{"W\x00i\x00n\x00d\x00o\x00w\x00s\x00 \x00M\x00e\x00d\x00i\x00a\x00 \x00V\x00", "WMV1", "WMV2", "WMV3", "WVC1"} {
		if bytes.Contains(h[:min(len(h), 8192)], []byte(s)) {
			return true
		}
	}
	return false
}

func media() []row {
	v, au := matchers.Video, matchers.Audio
	return []row{
		{"webm", "video/webm", "webm", ebml("webm")},
		// One EBML document type for films and for sound alone; the name decides what MIME alone could.
		{"mkv", "video/x-matroska", "mkv mka mks mk3d", ebml("matroska")},
		{"avi", "video/x-msvideo", "avi divx", riff("AVI ", "AVIX")},
		{"wav", "audio/vnd.wave", "wav wave bwf", riff("WAVE")},
		{"bw64", "audio/x-bw64", "wav bw64", and(magic("BW64"), "WAVE at 8", func(h []byte) bool { return has(h, 8, "WAVE") })},
		{"rmi", "audio/x-rmid", "rmi mid", riff("RMID")},
		{"qcp", "audio/qcelp", "qcp", riff("QLCM")},
		{"sf2", "audio/x-sf2", "sf2", riff("sfbk")},
		{"amv", "video/x-amv", "amv", riff("AMV ")},
		// Of the brands of ISO media the narrow ones come first; mp41, isom and the like say
		// little and are asked last.
		{"avif", "image/avif", "avif avifs", brand("avif", "avis")},
		{"heic", "image/heic", "heic heics", brand("heic", "heix", "hevc", "hevx", "heim", "heis")},
		{"heif", "image/heif", "heif heic hif", brand("mif1", "msf1")},
		{"cr3", "image/x-canon-cr3", "cr3", brand("crx ")},
		{"m4b", "audio/x-m4b", "m4b", brand("M4B ")},
		{"m4p", "audio/x-m4p", "m4p", brand("M4P ")},
		{"m4a", "audio/mp4", "m4a mp4", brand("M4A ")},
		{"m4v", "video/x-m4v", "m4v mp4", brand("M4V ", "M4VH", "M4VP")},
		{"f4v", "video/x-f4v", "f4v", brand("F4V ", "F4P ")},
		{"3g2", "video/3gpp2", "3g2", brand("3g2a", "3g2b", "3g2c", "KDDI")},
		{"3gp", "video/3gpp", "3gp 3gpp mp4", brand("3gp", "3ge", "3gs", "3gr", "3gg")},
		{"mov", "video/quicktime", "mov qt", anyOf(brand("qt  "), and(at(4, "moov", "mdat", "wide", "skip", "free", "pnot"), "an atom of its size at 0", func(h []byte) bool {
			return b32(h, 0) == 1 || b32(h, 0) >= 8 && h[0] < 0x20
		}))},
		{"dash", "video/iso.segment", "m4s mp4", brand("dash", "msdh", "msix")},
		{"mp4", "video/mp4", "mp4 m4v mpg4", anyOf(brand("mp4", "isom", "iso", "avc1", "MSNV", "dby1", "NDS", "XAVC", "mmp4", "MP4"), compatible("mp41", "mp42", "isom", "iso2"))},
		// The header of ASF says what the streams are: sound alone is WMA.
		{"wma", "audio/x-ms-wma", "wma asf", and(magic(asfHead), "sound and no picture", func(h []byte) bool {
			return bytes.Contains(h, []byte(asfAudio)) && !bytes.Contains(h, []byte(asfVideo))
		})},
		{"wmv", "video/x-ms-wmv", "wmv asf", and(magic(asfHead), "a codec of Windows Media Video", windowsMedia)},
		{"asf", "video/x-ms-asf", "asf wmv wma dvr-ms", magic(asfHead)},
		{"flv", "video/x-flv", "flv f4v", asFiletype(v, matchers.TypeFlv)},
		{"flac", "audio/flac", "flac", asFiletype(au, matchers.TypeFlac)},
		{"opus", "audio/opus", "opus ogg oga", ogg("OpusHead")},
		{"speex", "audio/speex", "spx ogg", ogg("Speex   ")},
		{"oggflac", "audio/x-oggflac", "oga ogg", ogg("\x7fFLAC")},
		{"ogv", "video/ogg", "ogv ogg ogm", ogg("\x80theora", "fishead\x00", "\x01video")},
		{"ogg", "audio/ogg", "ogg oga", asFiletype(au, matchers.TypeOgg)},
		{"midi", "audio/midi", "mid midi kar smf", asFiletype(au, matchers.TypeMidi)},
		{"aifc", "audio/x-aifc", "aifc aiff aif", and(magic("FORM"), "AIFC at 8", func(h []byte) bool { return has(h, 8, "AIFC") })},
		{"aiff", "audio/x-aiff", "aiff aif", and(magic("FORM"), "AIFF at 8", func(h []byte) bool { return has(h, 8, "AIFF") })},
		{"8svx", "audio/x-8svx", "8svx iff", and(magic("FORM"), "8SVX at 8", func(h []byte) bool { return has(h, 8, "8SVX") })},
		{"ilbm", "image/x-ilbm", "ilbm lbm iff", and(magic("FORM"), "ILBM at 8", func(h []byte) bool { return has(h, 8, "ILBM") || has(h, 8, "PBM ") })},
		{"au", "audio/basic", "au snd", and(magic(".snd"), "a header of 24 bytes or more", func(h []byte) bool { return b32(h, 4) >= 24 && b32(h, 12) <= 27 })},
		{"amr-wb", "audio/amr-wb", "awb amr", magic("#!AMR-WB\n")},
		{"amr", "audio/amr", "amr", magic("#!AMR\n")},
		{"rm", "application/vnd.rn-realmedia", "rm rmvb rv", magic(".RMF\x00\x00")},
		{"ra", "audio/x-realaudio", "ra", magic(".ra\xfd")},
		{"ape", "audio/x-ape", "ape", and(magic("MAC "), "a version", func(h []byte) bool { return u16(h, 4) >= 2000 && u16(h, 4) < 9000 })},
		{"wv", "audio/x-wavpack", "wv", magic("wvpk")},
		{"mpc", "audio/x-musepack", "mpc mpp", magic("MPCK", "MP+\x07")},
		{"tta", "audio/x-tta", "tta", magic("TTA1")},
		{"dsf", "audio/x-dsf", "dsf", magic("DSD \x1c\x00")},
		{"dff", "audio/x-dff", "dff", and(magic("FRM8"), "DSD at 12", func(h []byte) bool { return has(h, 12, "DSD ") })},
		{"caf", "audio/x-caf", "caf", magic("caff\x00\x01")},
		{"voc", "audio/x-voc", "voc", magic("Creative Voice File\x1a")},
		{"xm", "audio/x-xm", "xm", magic("Extended Module: ")},
		{"it", "audio/x-it", "it", and(magic("IMPM"), "a version at 40", func(h []byte) bool { return len(h) > 48 && u16(h, 42) < 0x300 })},
		{"s3m", "audio/x-s3m", "s3m", at(44, "SCRM")},
		{"mod", "audio/x-mod", "mod", at(1080, "M.K.", "M!K!", "4CHN", "6CHN", "8CHN", "FLT4")},
		{"mxf", "application/mxf", "mxf", magic("\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01")},
		{"dv", "video/x-dv", "dv", magic("\x1f\x07\x00")},
		{"ivf", "video/x-ivf", "ivf", magic("DKIF\x00\x00")},
		{"y4m", "video/x-yuv4mpeg", "y4m", magic("YUV4MPEG2 ")},
		{"nut", "video/x-nut", "nut", magic("nut/multimedia container\x00")},
		{"smk", "video/x-smacker", "smk", magic("SMK2", "SMK4")},
		{"bik", "video/x-bink", "bik bk2", magic("BIKi", "BIKf", "BIKg", "BIKh", "BIKb", "KB2")},
		{"flc", "video/x-flc", "flc fli", and(at(4, "\x11\xaf", "\x12\xaf"), "a frame at 128", func(h []byte) bool { return has(h, 132, "\xfa\xf1") || has(h, 132, "\x00\xf1") })},
		{"m2ts", "video/mp2t", "ts m2ts mts m2t tsv", where("sync byte 47 in each of five packets", func(h []byte) bool { return packets(h, 0, 188) || packets(h, 4, 192) })},
		{"wtv", "video/x-wtv", "wtv", magic("\xb7\xd8\x00\x20\x37\x49\xda\x11\xa6\x4e\x00\x07\xe9\x5e\xad\x8d")},
		{"aup", "audio/x-audible", "aa", at(4, "\x57\x90\x75\x36")},
		{"flp", "application/x-fl-studio", "flp", magic("FLhd\x06\x00")},
		{"swf", "application/x-shockwave-flash", "swf", and(magic("FWS", "CWS", "ZWS"), "a version", func(h []byte) bool { return len(h) > 8 && h[3] > 0 && h[3] < 60 && u32(h, 4) > 8 })},
		{"dcr", "application/x-director", "dcr dir dxr", and(magic("RIFX", "XFIR"), "a Director form at 8", func(h []byte) bool {
			return has(h, 8, "MV93") || has(h, 8, "39VM") || has(h, 8, "FGDM") || has(h, 8, "MDGF")
		})},
	}
}

// packets tells whether five packets of a transport stream (ISO/IEC 13818-1) begin as they must.
func packets(h []byte, first, size int) bool {
	for i := range 5 {
		if at := first + i*size; at >= len(h) || h[at] != 0x47 {
			return false
		}
	}
	return true
}

// weakMedia have two or three bytes to go by, so a frame is followed to the next.
func weakMedia() []row {
	return []row{
		{"mpeg-ps", "video/mpeg", "mpg mpeg vob dat mpe", magic("\x00\x00\x01\xba")},
		{"mpeg-es", "video/mpeg-elementary", "mpg mpeg m1v m2v mpv", magic("\x00\x00\x01\xb3")},
		{"h264", "video/h264", "h264 264 avc", magic("\x00\x00\x00\x01\x67", "\x00\x00\x00\x01\x09\x10", "\x00\x00\x00\x01\x09\x30", "\x00\x00\x00\x01\x09\xf0")},
		{"h265", "video/h265", "h265 265 hevc", magic("\x00\x00\x00\x01\x40\x01")},
		{"ac3", "audio/ac3", "ac3", and(magic("\x0b\x77"), "a bit stream id up to 8", func(h []byte) bool { return len(h) > 7 && h[5]>>3 <= 8 && h[4]>>6 < 3 })},
		{"eac3", "audio/eac3", "eac3 ec3 ac3", and(magic("\x0b\x77"), "bit stream id 16", func(h []byte) bool { return len(h) > 7 && h[5]>>3 >= 11 && h[5]>>3 <= 16 })},
		{"dts", "audio/vnd.dts", "dts", magic("\x7f\xfe\x80\x01", "\xfe\x7f\x01\x80", "\x64\x58\x20\x25")},
		// ADTS has layer 0 where MP3 has layer 1 to 3, so the two do not meet; behind an ID3 tag the first frame tells.
		{"aac", "audio/aac", "aac adts", func(p evidence.Probe) (string, bool) { return "frames of ADTS", adts(p, behindID3(p)) }},
		{"adif-aac", "audio/x-adif", "aac adif", magic("ADIF")},
		{"mp3", "audio/mpeg", "mp3 mp2 mpga m2a mp1", func(p evidence.Probe) (string, bool) {
			if has(p.Head, 0, "ID3") && len(p.Head) > 10 && p.Head[3] < 5 {
				return "an ID3 tag at 0", true
			}
			return "frames of MPEG audio", mpegAudio(p.Head, 0)
		}},
	}
}

// behindID3 is where the tag of ID3v2 ends, 0 where there is none.
func behindID3(p evidence.Probe) int64 {
	h := p.Head
	if !has(h, 0, "ID3") || len(h) < 10 {
		return 0
	}
	n := int64(h[6]&0x7f)<<21 | int64(h[7]&0x7f)<<14 | int64(h[8]&0x7f)<<7 | int64(h[9]&0x7f)
	return n + 10
}

// adts follows three frames of ISO/IEC 13818-7, 6.2.
func adts(p evidence.Probe, at int64) bool {
	for i := range 3 {
		b := make([]byte, 7)
		if at+7 > p.Size {
			return i > 1 // a short sample ends with its frames
		}
		if at+7 <= int64(len(p.Head)) {
			copy(b, p.Head[at:])
		} else if p.At == nil {
			return false
		} else if _, err := p.At.ReadAt(b, at); err != nil {
			return false
		}
		if i > 1 && string(b[:3]) == "TAG" { // ID3 of version 1 ends a file
			return true
		}
		size := int64(b[3]&3)<<11 | int64(b[4])<<3 | int64(b[5]>>5)
		if b[0] != 0xff || b[1]&0xf6 != 0xf0 || b[2]>>2&15 > 12 || size < 7 {
			return false
		}
		at += size
	}
	return true
}

// mpegAudio wants two frames of ISO/IEC 11172-3, 2.4.2, one behind the other.
func mpegAudio(h []byte, at int) bool {
	rates := [2][16]int{ // kbit/s of layer III: MPEG 1, MPEG 2 and 2.5
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
	}
	layer2 := [2][16]int{
		{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
	}
	for i := range 2 {
		if at+4 > len(h) {
			return i > 0
		}
		b := h[at : at+4]
		version, layer := b[1]>>3&3, b[1]>>1&3
		if b[0] != 0xff || b[1]&0xe0 != 0xe0 || version == 1 || layer == 0 || layer == 3 || b[2]>>2&3 == 3 {
			return false
		}
		low, samples := 0, 144
		hz := []int{44100, 48000, 32000}[b[2]>>2&3]
		switch version {
		case 2:
			low, hz = 1, hz/2
		case 0:
			low, hz = 1, hz/4
		}
		if low == 1 && layer == 1 {
			samples = 72
		}
		rate := rates[low][b[2]>>4]
		if layer == 2 {
			rate = layer2[low][b[2]>>4]
		}
		if rate == 0 {
			return false
		}
		at += samples*rate*1000/hz + int(b[2]>>1&1)
	}
	return true
}

func fonts() []row {
	f := matchers.Font
	sfnt := func(h []byte) bool { return b16(h, 4) > 0 && b16(h, 4) < 100 && b16(h, 6) >= 16 }
	return []row{
		{"woff", "font/woff", "woff", asFiletype(f, matchers.TypeWoff)},
		{"woff2", "font/woff2", "woff2", asFiletype(f, matchers.TypeWoff2)},
		{"ttc", "font/collection", "ttc otc", magic("ttcf\x00\x01\x00\x00", "ttcf\x00\x02\x00\x00")},
		{"otf", "font/otf", "otf", asFiletype(f, matchers.TypeOtf)},
		{"ttf", "font/ttf", "ttf", and(magic("\x00\x01\x00\x00", "true", "typ1"), "a directory of tables", sfnt)},
		{"eot", "application/vnd.ms-fontobject", "eot", at(34, "LP")},
		{"pfb", "application/x-font-type1", "pfb", and(magic("\x80\x01"), "%! at 6", func(h []byte) bool { return has(h, 6, "%!PS-AdobeFont") || has(h, 6, "%!FontType1") })},
		{"pfm", "application/x-font-printer-metric", "pfm", and(magic("\x00\x01"), "a copyright at 6", func(h []byte) bool { return has(h, 6, "Copyright") || has(h, 6, "(c)") || has(h, 6, "\xa9") })},
		{"pcf", "application/x-font-pcf", "pcf", magic("\x01fcp")},
		{"pk", "application/x-tex-pk", "pk", and(magic("\xf7\x59"), "a comment", func(h []byte) bool { return len(h) > 20 && h[3] >= ' ' && h[3] < 0x7f })},
		{"fon", "application/x-font-fnt", "fnt", and(magic("\x00\x02", "\x00\x03"), "its own size and a copyright at 6", func(h []byte) bool { return has(h, 6, "Copyright") || has(h, 6, "(c)") })},
	}
}
