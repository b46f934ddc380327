package media

import (
	"bytes"
	"encoding/binary"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/bmff"
	"evscan/extractors/internal/push"
)

// QuickTime File Format, https://developer.apple.com/documentation/quicktime-file-format,
// and ISO/IEC 14496-12: user data lie in moov/udta, in moov/meta by key, and in
// moov/udta/meta/ilst, as iTunes writes them.

// names are those of user data, without the sign © before them.
func names(kind string) string {
	return map[string]string{"nam": "Title", "ART": "Artist", "aut": "Author", "too": "Encoder", "swr": "Software", "mak": "Make", "mod": "Model", "cmt": "Comment", "cpy": "Copyright",
		"day": "Date", "xyz": "Location", "des": "Description", "inf": "Information", "prd": "Producer", "dir": "Director", "alb": "Album", "wrt": "Writer", "src": "Source", "enc": "EncodedBy",
		"hst": "HostComputer", "key": "Keywords", "pub": "Publisher", "url": "URL", "fmt": "Format", "req": "Requirements"}[kind]
}

func readMP4(in evidence.Input, p *push.Pusher) {
	top := bmff.List(in.At, 0, in.Size)
	moov, ok := bmff.Find(top, "moov")
	if !ok {
		p.Problem(evidence.ErrCorrupt, "moov")
		return
	}
	for _, b := range bmff.List(in.At, moov.At, moov.End) {
		switch b.Kind {
		case "mvhd":
			movieHeader(b.Data(in.At, 64), p)
		case "udta":
			userData(in, b, p)
		case "meta":
			keyed(in, b, p)
		}
	}
}

// movieHeader reads when the recording was made: seconds since 1904.
func movieHeader(b []byte, p *push.Pusher) {
	var sec uint64
	switch {
	case len(b) >= 12 && b[0] == 0:
		sec = uint64(binary.BigEndian.Uint32(b[4:]))
	case len(b) >= 20 && b[0] == 1:
		sec = binary.BigEndian.Uint64(b[4:])
	}
	if sec > 2_082_844_800 && sec < 6_000_000_000 { // after 1970
		p.Meta("mp4:CreateDate", time.Unix(int64(sec)-2_082_844_800, 0).UTC().Format(time.RFC3339), "mvhd")
	}
}

func userData(in evidence.Input, udta bmff.Box, p *push.Pusher) {
	for _, b := range bmff.List(in.At, udta.At, udta.End) {
		switch kind := b.Kind; {
		case kind == "meta":
			list := bmff.List(in.At, b.At+4, b.End)
			if ilst, ok := bmff.Find(list, "ilst"); ok {
				for _, item := range bmff.List(in.At, ilst.At, ilst.End) {
					name := names(strings.TrimPrefix(item.Kind, "\xa9"))
					switch item.Kind {
					case "cprt":
						name = "Copyright"
					case "desc", "ldes":
						name = "Description"
					case "aART":
						name = "Artist"
					}
					itemData(in, item, name, p)
				}
			}
		case kind[0] == 0xa9: // length, language, text
			d := b.Data(in.At, blockBytes)
			if n := 0; len(d) >= 4 {
				if n = int(binary.BigEndian.Uint16(d)); 4+n > len(d) {
					n = len(d) - 4
				}
				p.Meta("mp4:"+nameOr(names(kind[1:]), kind[1:]), text(d[4:4+n]), "udta")
			}
		case kind == "cprt" || kind == "auth" || kind == "titl" || kind == "dscp" || kind == "perf": // 3GPP TS 26.244 section 8
			if d := b.Data(in.At, blockBytes); len(d) > 6 {
				name := map[string]string{"cprt": "Copyright", "auth": "Author", "titl": "Title", "dscp": "Description", "perf": "Artist"}[kind]
				value := d[6:]
				if bytes.HasPrefix(value, []byte{0xfe, 0xff}) {
					p.Meta("mp4:"+name, wide(value, binary.BigEndian), "udta")
				} else {
					p.Meta("mp4:"+name, text(value), "udta")
				}
			}
		}
	}
}

func nameOr(name, kind string) string {
	if name == "" {
		return "Tag-" + kind
	}
	return name
}

// itemData pushes the box data of an item: type, locale, value.
func itemData(in evidence.Input, item bmff.Box, name string, p *push.Pusher) {
	if name == "" {
		return
	}
	for _, b := range bmff.List(in.At, item.At, item.End) {
		d := b.Data(in.At, blockBytes)
		if b.Kind != "data" || len(d) < 8 {
			continue
		}
		switch binary.BigEndian.Uint32(d) {
		case 1:
			p.Meta("mp4:"+name, string(d[8:]), "ilst")
		case 2:
			p.Meta("mp4:"+name, wide(d[8:], binary.BigEndian), "ilst")
		}
	}
}

// keyed reads moov/meta: a list of keys, and items numbered by them.
func keyed(in evidence.Input, meta bmff.Box, p *push.Pusher) {
	list := bmff.List(in.At, meta.At, meta.End)
	keys, ok := bmff.Find(list, "keys")
	if !ok { // a version before the boxes
		list = bmff.List(in.At, meta.At+4, meta.End)
		if keys, ok = bmff.Find(list, "keys"); !ok {
			return
		}
	}
	var names []string
	for _, k := range bmff.List(in.At, keys.At+8, keys.End) {
		names = append(names, strings.TrimPrefix(string(k.Data(in.At, 256)), "com.apple.quicktime."))
	}
	ilst, _ := bmff.Find(list, "ilst")
	for _, item := range bmff.List(in.At, ilst.At, ilst.End) {
		i := uint64(binary.BigEndian.Uint32([]byte(item.Kind)))
		if i < 1 || i > uint64(len(names)) || names[i-1] == "" {
			continue
		}
		itemData(in, item, keyName(names[i-1]), p)
	}
}

// keyName writes a key as the other fields are written: creationdate, software,
// location.ISO6709.
func keyName(key string) string {
	switch key {
	case "creationdate":
		return "CreateDate"
	case "location.ISO6709":
		return "Location"
	}
	return strings.ToUpper(key[:1]) + key[1:]
}
