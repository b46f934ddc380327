// Package identify knows by name many formats that evscan does not read, so that
// a report can say what an item is instead of that it is unknown.
//
// h2non/filetype is asked first. Its own Match walks a map and answers differently
// from run to run where two signatures fit (video/mp4 and quicktime), so its
// signatures are asked one by one, in the order of the table. gabriel-vasile/mimetype
// knows what it misses; its SetLimit changes every caller's result and is not
// needed, since it only helps with zip containers, whose directory is read instead.
package identify

import (
	"fmt"

	"github.com/gabriel-vasile/mimetype"
	"github.com/h2non/filetype/matchers"
	"github.com/h2non/filetype/types"

	"evscan/evidence"
)

// Strong lists the formats whose signature no text carries by chance.
func Strong() []evidence.Format {
	var out []evidence.Format
	for _, r := range fileTypes() {
		out = append(out, r.format())
	}
	for _, r := range mimeTypes() {
		out = append(out, r.format())
	}
	return out
}

// Weak lists the formats with a signature so short that they are only looked for
// in what is not text.
func Weak() []evidence.Format {
	var out []evidence.Format
	for _, r := range weakTypes() {
		out = append(out, r.format())
	}
	return out
}

// byFiletype is a format known by a signature of h2non/filetype.
type byFiletype struct {
	id    string
	kind  types.Type
	exts  []string
	match matchers.Matcher
}

func (r byFiletype) format() evidence.Format {
	exts := r.exts
	if exts == nil {
		exts = []string{r.kind.Extension}
	}
	basis := "signature of " + r.kind.MIME.Value
	match := r.match
	return evidence.Format{ID: r.id, MIME: r.kind.MIME.Value, Version: 1, Exts: exts,
		Match: func(p evidence.Probe) (string, bool) { return basis, match(p.Head) }}
}

// byMimetype is a format that gabriel-vasile/mimetype knows.
type byMimetype struct {
	id, mime string
	exts     []string
}

func (r byMimetype) format() evidence.Format {
	return evidence.Format{ID: r.id, MIME: r.mime, Version: 1, Exts: r.exts,
		Match: func(p evidence.Probe) (string, bool) {
			m, _ := p.Memo("mimetype", func() any { return mimetype.Detect(p.Head) }).(*mimetype.MIME)
			if m == nil || !m.Is(r.mime) {
				return "", false
			}
			return fmt.Sprintf("signature of %s", r.mime), true
		}}
}

func of(m matchers.Map, t types.Type) matchers.Matcher { return m[t] }

// fileTypes is in probe order: of two signatures that fit the first wins.
func fileTypes() []byFiletype {
	a, d, v, au, i, f, ap := matchers.Archive, matchers.Document, matchers.Video, matchers.Audio, matchers.Image, matchers.Font, matchers.Application
	return []byFiletype{
		{"lz", matchers.TypeLz, nil, of(a, matchers.TypeLz)},
		{"pdf", matchers.TypePdf, []string{"pdf", "ai"}, of(a, matchers.TypePdf)},
		{"sqlite", matchers.TypeSqlite, []string{"sqlite", "sqlite3", "db", "db3"}, of(a, matchers.TypeSqlite)},
		{"elf", matchers.TypeElf, []string{"elf", "so", "o"}, of(a, matchers.TypeElf)},
		{"crx", matchers.TypeCrx, nil, of(a, matchers.TypeCrx)},
		{"dcm", matchers.TypeDcm, nil, of(a, matchers.TypeDcm)},
		{"wasm", matchers.TypeWasm, nil, of(ap, matchers.TypeWasm)},
		{"psd", matchers.TypePsd, nil, of(i, matchers.TypePsd)},
		{"jp2", matchers.TypeJpeg2000, nil, of(i, matchers.TypeJpeg2000)},
		{"heif", matchers.TypeHeif, []string{"heic", "heif"}, of(i, matchers.TypeHeif)},
		{"dwg", matchers.TypeDwg, nil, of(i, matchers.TypeDwg)},
		{"mkv", matchers.TypeMkv, nil, of(v, matchers.TypeMkv)},
		{"webm", matchers.TypeWebm, nil, of(v, matchers.TypeWebm)},
		{"avi", matchers.TypeAvi, nil, of(v, matchers.TypeAvi)},
		{"wmv", matchers.TypeWmv, []string{"wmv", "wma", "asf"}, of(v, matchers.TypeWmv)},
		{"m4v", matchers.TypeM4v, nil, of(v, matchers.TypeM4v)},
		{"m4a", matchers.TypeM4a, nil, of(au, matchers.TypeM4a)},
		{"3gp", matchers.Type3gp, nil, of(v, matchers.Type3gp)},
		{"mp4", matchers.TypeMp4, []string{"mp4", "m4v"}, of(v, matchers.TypeMp4)},
		{"mov", matchers.TypeMov, []string{"mov", "qt"}, of(v, matchers.TypeMov)},
		{"flv", matchers.TypeFlv, nil, of(v, matchers.TypeFlv)},
		{"wav", matchers.TypeWav, nil, of(au, matchers.TypeWav)},
		{"flac", matchers.TypeFlac, nil, of(au, matchers.TypeFlac)},
		{"ogg", matchers.TypeOgg, []string{"ogg", "oga", "ogv", "opus"}, of(au, matchers.TypeOgg)},
		{"midi", matchers.TypeMidi, []string{"mid", "midi"}, of(au, matchers.TypeMidi)},
		{"aiff", matchers.TypeAiff, []string{"aiff", "aif"}, of(au, matchers.TypeAiff)},
		{"woff", matchers.TypeWoff, nil, of(f, matchers.TypeWoff)},
		{"woff2", matchers.TypeWoff2, nil, of(f, matchers.TypeWoff2)},
		{"ttf", matchers.TypeTtf, nil, of(f, matchers.TypeTtf)},
		{"otf", matchers.TypeOtf, nil, of(f, matchers.TypeOtf)},
		{"doc", matchers.TypeDoc, []string{"doc", "dot"}, of(d, matchers.TypeDoc)},
		{"xls", matchers.TypeXls, []string{"xls", "xlt"}, of(d, matchers.TypeXls)},
		{"ppt", matchers.TypePpt, []string{"ppt", "pps"}, of(d, matchers.TypePpt)},
	}
}

func mimeTypes() []byMimetype {
	return []byMimetype{
		{"msi", "application/x-ms-installer", []string{"msi"}},
		{"msg", "application/vnd.ms-outlook", []string{"msg", "oft"}},
		{"pub", "application/vnd.ms-publisher", []string{"pub"}},
		{"doc", "application/msword", []string{"doc", "dot"}},
		{"xls", "application/vnd.ms-excel", []string{"xls", "xlt"}},
		{"ppt", "application/vnd.ms-powerpoint", []string{"ppt", "pps"}},
		{"ole", "application/x-ole-storage", nil},
		{"mdb", "application/x-msaccess", []string{"mdb", "accdb"}},
		{"chm", "application/vnd.ms-htmlhelp", []string{"chm"}},
		{"lnk", "application/x-ms-shortcut", []string{"lnk"}},
		{"class", "application/x-java-applet", []string{"class"}},
		{"parquet", "application/vnd.apache.parquet", []string{"parquet"}},
		{"djvu", "image/vnd.djvu", []string{"djvu", "djv"}},
		{"avif", "image/avif", []string{"avif"}},
		{"heic", "image/heic", []string{"heic"}},
		{"jxl", "image/jxl", []string{"jxl"}},
		{"xcf", "image/x-xcf", []string{"xcf"}},
		{"icns", "image/x-icns", []string{"icns"}},
		{"mobi", "application/x-mobipocket-ebook", []string{"mobi", "prc"}},
		{"torrent", "application/x-bittorrent", []string{"torrent"}},
		{"pcap", "application/vnd.tcpdump.pcap", []string{"pcap"}},
		{"ttc", "font/collection", []string{"ttc"}},
		{"ps", "application/postscript", []string{"ps", "eps", "ai"}},
		{"lotus123", "application/vnd.lotus-1-2-3", []string{"123", "wk1", "wk3", "wk4"}},
		{"wpd", "application/vnd.wordperfect", []string{"wpd"}},
		{"macho", "application/x-mach-binary", nil},
	}
}

// weakTypes have two or three bytes to go by.
func weakTypes() []byFiletype {
	a, v, au, i := matchers.Archive, matchers.Video, matchers.Audio, matchers.Image
	return []byFiletype{
		{"exe", matchers.TypeExe, []string{"exe", "dll", "sys", "ocx", "scr", "com", "cpl", "drv", "efi"}, of(a, matchers.TypeExe)},
		{"swf", matchers.TypeSwf, nil, of(a, matchers.TypeSwf)},
		{"ico", matchers.TypeIco, []string{"ico", "cur"}, of(i, matchers.TypeIco)},
		{"mpeg", matchers.TypeMpeg, []string{"mpg", "mpeg", "vob"}, of(v, matchers.TypeMpeg)},
		{"mp3", matchers.TypeMp3, nil, of(au, matchers.TypeMp3)},
		{"aac", matchers.TypeAac, nil, of(au, matchers.TypeAac)},
		{"amr", matchers.TypeAmr, nil, of(au, matchers.TypeAmr)},
	}
}
