package ole

import (
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
)

const (
	maxModules = 2000
	maxSource  = 32 << 20 // bytes of one module after inflation
)

// macros reads VBA projects, [MS-OVBA]: the project's name, its references and the
// source of its modules. It reports whether there is one.
func (f *file) macros() bool {
	found := false
	for _, e := range f.cfb.File {
		if !strings.EqualFold(e.Name, "dir") || len(e.Path) == 0 || !strings.EqualFold(e.Path[len(e.Path)-1], "VBA") || e.Size == 0 {
			continue
		}
		dir := strings.Join(e.Path, "/")
		b, err := f.stream(dir, e.Name, maxStream)
		f.out.Problem(err, dir+"/dir")
		plain, err := decompress(b)
		f.out.Problem(err, dir+"/dir")
		f.project(plain, dir)
		found = true
	}
	return found
}

// project walks the records of the dir stream, 2.3.4.2.
func (f *file) project(v view, dir string) {
	page := 1252
	modules := 0
	var name, stream string
	for at := uint32(0); uint64(at)+6 <= uint64(len(v)) && f.out.Err == nil && f.ctx.Err() == nil; {
		id, size := v.u16(at), v.u32(at+2)
		if id == 0x09 { // the version's size leaves out its last two bytes
			size = 6
		}
		body := v.bytes(at+6, size)
		text := codepage.Decode(body, page)
		switch id {
		case 0x03:
			page = int(view(body).u16(0))
		case 0x04:
			if text != "VBAProject" && text != "Project" {
				f.out.Meta("ole:VBAProject", text, dir)
			}
		case 0x05:
			f.out.Meta("ole:VBADescription", text, dir)
		case 0x06:
			f.out.Meta("ole:VBAHelpFile", text, dir)
		case 0x0d, 0x0e: // registered library; other project
			f.reference(body, page, dir)
		case 0x2f, 0x30:
			f.reference(body, page, dir)
		case 0x19:
			name, stream = text, ""
		case 0x47:
			name = utf16Text(body, false)
		case 0x1a:
			stream = text
		case 0x32:
			if wide := utf16Text(body, false); wide != "" {
				stream = wide
			}
		case 0x31:
			if modules++; modules <= maxModules {
				f.module(dir, name, stream, view(body).u32(0), page)
			}
		}
		if uint64(size) > uint64(len(v)) {
			return
		}
		at += 6 + size
	}
	if modules > maxModules {
		f.out.Problem(fmt.Errorf("%w: %d modules, only the first %d are read", evidence.ErrLimit, modules, maxModules), dir)
	}
}

// reference pushes the path of a library or project: a field between the third and
// the fourth #, or all behind the mark *\A of a project (2.1.1.8).
func (f *file) reference(body view, page int, dir string) {
	text := codepage.Decode(body.bytes(4, body.u32(0)), page)
	if parts := strings.Split(text, "#"); len(parts) >= 4 && strings.HasPrefix(text, `*\`) {
		f.out.Meta("ole:VBAReference", parts[3], dir)
	} else if len(text) > 3 && strings.HasPrefix(text, `*\`) {
		f.out.Meta("ole:VBAReference", text[3:], dir)
	}
}

func (f *file) module(dir, name, stream string, offset uint32, page int) {
	if stream == "" {
		stream = name
	}
	b, err := f.stream(dir, stream, maxStream)
	f.out.Problem(err, dir+"/"+name)
	if uint64(offset) >= uint64(len(b)) {
		return
	}
	plain, err := decompress(b[offset:])
	f.out.Problem(err, dir+"/"+name)
	var lines []string
	for _, l := range strings.Split(strings.ReplaceAll(codepage.Decode(plain, page), "\r\n", "\n"), "\n") {
		if !strings.HasPrefix(l, "Attribute VB_") {
			lines = append(lines, l)
		}
	}
	f.out.Text(strings.Join(lines, "\n"), dir+"/"+name, evidence.Locator{Part: "VBA " + name, Zone: evidence.ZoneBody})
}

// decompress undoes the compression of [MS-OVBA] 2.4.1: a mark, then chunks of at most
// 4096 bytes of plain text, in which tokens copy what came before.
func decompress(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	if b[0] != 1 {
		return nil, fmt.Errorf("%w: no compressed container", evidence.ErrCorrupt)
	}
	var out []byte
	for at := 1; at+2 <= len(b) && len(out) < maxSource; {
		head := int(b[at]) | int(b[at+1])<<8
		size := head&0xfff + 3
		end := min(at+size, len(b))
		if head>>12&7 != 3 {
			return out, fmt.Errorf("%w: a chunk without its mark", evidence.ErrCorrupt)
		}
		at += 2
		start := len(out)
		if head&0x8000 == 0 {
			out = append(out, b[at:end]...)
			at = end
			continue
		}
		for at < end {
			flags := b[at]
			at++
			for bit := 0; bit < 8 && at < end; bit++ {
				if flags>>bit&1 == 0 {
					out = append(out, b[at])
					at++
					continue
				}
				if at+2 > end {
					return out, fmt.Errorf("%w: a chunk ends within a token", evidence.ErrCorrupt)
				}
				token := int(b[at]) | int(b[at+1])<<8
				at += 2
				done := len(out) - start
				bits := 4
				for 1<<bits < done {
					bits++
				}
				length, back := token&(0xffff>>bits)+3, token>>(16-bits)+1
				if back > done || done+length > 4096 {
					return out, fmt.Errorf("%w: a token points outside its chunk", evidence.ErrCorrupt)
				}
				for range length {
					out = append(out, out[len(out)-back])
				}
			}
		}
	}
	return out, nil
}
