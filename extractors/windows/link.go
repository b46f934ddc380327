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

// Shell links, [MS-SHLLINK] 7.0.

const linkClass = "\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"

// maxLink bounds one link; Windows itself writes some 3 kB.
const maxLink = 4 << 20

func matchLink(p evidence.Probe) (string, bool) {
	return "header and class of a shell link", bytes.HasPrefix(p.Head, []byte(linkClass))
}

func extractLink(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxLink)
	if e := link(out, v); err == nil {
		err = e
	}
	return errors.Join(out.Err, err)
}

func link(out *push.Pusher, v raw.View) error {
	short := func(part string) error { return fmt.Errorf("%w: the link ends in its %s", evidence.ErrCorrupt, part) }
	if len(v) < 76 {
		return short("header")
	}
	flags := v.U32(20)
	out.Meta("lnk:Created", raw.FileTime(v.U64(28)), "header")
	out.Meta("lnk:Written", raw.FileTime(v.U64(44)), "header")
	at := 76
	if flags&1 != 0 {
		size := v.U16(at)
		if !v.Has(at+2, size) {
			return short("target")
		}
		out.Meta("lnk:ShellPath", shellPath(v.Bytes(at+2, size)), "LinkTargetIDList")
		at += 2 + size
	}
	if flags&2 != 0 {
		size := v.U32(at)
		if size < 4 || !v.Has(at, size) {
			linkInfo(out, v.From(at))
			return short("link info")
		}
		linkInfo(out, v.Bytes(at, size))
		at += size
	}
	for _, s := range []struct {
		flag int
		name string
	}{{4, "Description"}, {8, "RelativePath"}, {16, "WorkingDir"}, {32, "Arguments"}, {64, "IconLocation"}} {
		if flags&s.flag == 0 {
			continue
		}
		size := v.U16(at)
		wide := flags&0x80 != 0
		if wide {
			size *= 2
		}
		if !v.Has(at, 2+size) {
			return short("strings")
		}
		text := v.Bytes(at+2, size)
		if wide {
			out.Meta("lnk:"+s.name, text.UTF16(), "StringData")
		} else {
			out.Meta("lnk:"+s.name, text.Text(), "StringData")
		}
		at += 2 + size
	}
	for range 100 {
		size := v.U32(at)
		if size < 4 {
			break // the terminal block
		}
		if !v.Has(at, size) || size < 8 {
			return short("extra data")
		}
		extra(out, v.Bytes(at, size))
		at += size
	}
	return nil
}

// linkInfo reads where the target was, 2.3.
func linkInfo(out *push.Pusher, v raw.View) {
	const source = "LinkInfo"
	header, flags := v.U32(4), v.U32(8)
	at := func(ansi, wide int) string {
		if header >= 0x24 && wide > 0 {
			if o := v.U32(wide); o > 0 {
				return v.From(o).UTF16()
			}
		}
		if o := v.U32(ansi); o > 0 {
			return v.From(o).Text()
		}
		return ""
	}
	suffix := at(24, 0x20)
	if flags&1 != 0 {
		if base := at(16, 0x1c); base != "" {
			out.Meta("lnk:Target", base+suffix, source)
		}
		vol := v.From(v.U32(12))
		out.Meta("lnk:VolumeSerial", serial(vol.U32(8)), source)
		label := vol.U32(12)
		if label == 0x14 {
			out.Meta("lnk:VolumeLabel", vol.From(vol.U32(16)).UTF16(), source)
		} else if label > 0 {
			out.Meta("lnk:VolumeLabel", vol.From(label).Text(), source)
		}
	}
	if flags&2 != 0 {
		net := v.From(v.U32(20))
		name, device := "", ""
		if o := net.U32(8); o > 0x14 {
			name, device = net.From(net.U32(20)).UTF16(), net.From(net.U32(24)).UTF16()
		} else if o > 0 {
			name = net.From(o).Text()
		}
		if o := net.U32(12); device == "" && net.U32(4)&1 != 0 && o > 0 {
			device = net.From(o).Text()
		}
		if name != "" && suffix != "" {
			name = strings.TrimRight(name, `\`) + `\` + suffix
		}
		out.Meta("lnk:NetworkPath", name, source)
		out.Meta("lnk:NetworkDrive", device, source)
	}
}

func serial(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%04X-%04X", n>>16, n&0xffff)
}

// extra reads the blocks behind the strings, 2.5.
func extra(out *push.Pusher, v raw.View) {
	switch v.U32(4) {
	case 0xA0000003: // TrackerDataBlock: where the target was when the link was made
		out.Meta("lnk:MachineID", v.Bytes(16, 16).Text(), "TrackerDataBlock")
		for _, at := range []int{48, 80} {
			id := v.GUID(at)
			if len(id) < 36 || id[14] != '1' {
				continue
			}
			// Version 1 of a UUID ends in the address of the network card, RFC 4122 4.1.6.
			mac := v.Bytes(at+10, 6)
			if len(mac) == 6 && mac[0]&1 == 0 {
				out.Meta("lnk:MAC", fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]), "TrackerDataBlock")
			}
			out.Meta("lnk:DroidFile", id, "TrackerDataBlock")
		}
		out.Meta("lnk:DroidVolume", v.GUID(32), "TrackerDataBlock")
	case 0xA0000001:
		path := v.Bytes(268, 520).UTF16()
		if path == "" {
			path = v.Bytes(8, 260).Text()
		}
		out.Meta("lnk:EnvironmentTarget", path, "EnvironmentVariableDataBlock")
	case 0xA0000009:
		propertyStore(out, v.From(8))
	}
}

// propertyStore reads the strings of a serialised property store, [MS-PROPSTORE].
func propertyStore(out *push.Pusher, v raw.View) {
	for range 100 {
		size := v.U32(0)
		if size < 24 || v.U32(4) != 0x53505331 {
			return
		}
		set := v.Bytes(8, size-8)
		named := set.GUID(0) == "d5cdd505-2e9c-101b-9397-08002b2cf9ae"
		for at, n := 16, 0; n < 1000; n++ {
			each := set.U32(at)
			if each < 13 || named {
				break
			}
			if typ := set.U16(at + 9); typ == 0x1f {
				text := set.Bytes(at+17, min(2*set.U32(at+13), each)).UTF16()
				switch {
				case strings.HasPrefix(text, "S-1-5-21-"):
					out.Meta("lnk:SID", text, "PropertyStoreDataBlock")
				case strings.ContainsAny(text, `\@`):
					out.Meta("lnk:Property", text, "PropertyStoreDataBlock")
				}
			}
			at += each
		}
		v = v.From(size)
	}
}

// shellPath joins the names in an item list as far as they name drives, shares,
// folders and files. Its layout is not published; this is what Windows XP to 11 write.
func shellPath(v raw.View) string {
	var parts []string
	for range 64 {
		size := v.U16(0)
		if size < 3 {
			break
		}
		item := v.Bytes(0, size)
		v = v.From(size)
		switch kind := item.U8(2); {
		case kind == 0x2f:
			parts = append(parts, strings.TrimRight(item.From(3).Text(), `\`))
		case kind&0x70 == 0x40 && len(item) > 5:
			// A network place: its name as it is typed, \\server\share.
			if name := item.From(5).Text(); strings.HasPrefix(name, `\\`) {
				parts = []string{strings.TrimRight(name, `\`)}
			}
		case kind&0x70 == 0x30:
			if name := entryName(item); name != "" {
				parts = append(parts, name)
			}
		}
	}
	return strings.Join(parts, `\`)
}

// entryName prefers the long name in the extension block 0xbeef0004.
func entryName(item raw.View) string {
	if at := bytes.Index(item, []byte("\x04\x00\xef\xbe")); at >= 4 {
		block := item.From(at - 4)
		offset := 20
		switch v := block.U16(2); {
		case v >= 9:
			offset = 46
		case v >= 8:
			offset = 42
		case v >= 7:
			offset = 38
		}
		if name := block.From(offset).UTF16(); name != "" {
			return name
		}
	}
	if item.U8(2)&4 != 0 {
		return item.From(14).UTF16()
	}
	return item.From(14).Text()
}

func extractJumpList(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	err := streams(in, func(name string, v raw.View, err error) bool {
		out.Problem(err, name)
		if name == "DestList" {
			out.Problem(destinations(out, v), name)
		} else if bytes.HasPrefix(v, []byte(linkClass)) {
			out.Child(ctx, evidence.ChildName{Name: name + ".lnk", Origin: evidence.OriginEmbedded}, bytes.NewReader(v))
		}
		return out.Err == nil
	})
	return errors.Join(out.Err, err)
}

// destinations reads the list that orders a jump list: machine, path and time of
// each entry. Windows 7 writes version 1, Windows 10 version 3 and later.
func destinations(out *push.Pusher, v raw.View) error {
	lengthAt, pathAt, behind := 112, 114, 0
	if v.U32(0) >= 2 {
		lengthAt, pathAt, behind = 128, 130, 4
	}
	at := 32
	for n := 0; v.Has(at, pathAt); n++ {
		if n >= 2000 {
			return fmt.Errorf("%w: more than 2000 destinations", evidence.ErrLimit)
		}
		e := v.From(at)
		size := 2 * e.U16(lengthAt)
		if !e.Has(pathAt, size) {
			return fmt.Errorf("%w: destination %d ends early", evidence.ErrCorrupt, n+1)
		}
		source := fmt.Sprintf("DestList %d", n+1)
		out.Meta("jumplist:Path", e.Bytes(pathAt, size).UTF16(), source)
		out.Meta("jumplist:MachineID", e.Bytes(72, 16).Text(), source)
		at += pathAt + size + behind
	}
	if at < len(v) {
		return fmt.Errorf("%w: %d bytes behind the last destination", evidence.ErrCorrupt, len(v)-at)
	}
	return nil
}

func matchCustom(p evidence.Probe) (string, bool) {
	return "shell links behind one another, named ." + p.Ext, p.Ext == "customdestinations-ms" && bytes.Contains(p.Head, []byte(linkClass[4:]))
}

// extractCustom cuts the links of a custom jump list out: each begins with its header
// and ends where the next one's class, or the end mark, begins.
func extractCustom(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxBytes)
	n := 0
	for rest := []byte(v); out.Err == nil; {
		at := bytes.Index(rest, []byte(linkClass))
		if at < 0 {
			break
		}
		rest = rest[at:]
		end := len(rest)
		if next := bytes.Index(rest[len(linkClass):], []byte(linkClass)); next >= 0 {
			end = next + len(linkClass)
		}
		n++
		out.Child(ctx, evidence.ChildName{Name: fmt.Sprintf("%d.lnk", n), Origin: evidence.OriginEmbedded}, bytes.NewReader(rest[:end]))
		rest = rest[end:]
	}
	if !bytes.HasSuffix(v, []byte("\xab\xfb\xbf\xba")) && err == nil {
		err = fmt.Errorf("%w: the end mark is missing", evidence.ErrCorrupt)
	}
	return errors.Join(out.Err, err)
}
