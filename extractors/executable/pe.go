package executable

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// The PE format, https://learn.microsoft.com/windows/win32/debug/pe-format.

const (
	maxHeaders   = 64 << 10
	maxSections  = 96 // as Windows loads
	maxVersion   = 256 << 10
	maxSignature = 4 << 20
	maxResources = 2000 // entries of one directory
)

type section struct{ va, size, at, rawSize int }

type image struct {
	in       evidence.Input
	out      *push.Pusher
	sections []section
	cut      bool // something lay behind the end
}

func extractPE(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	m := &image{in: in, out: push.New(sink, in.Limits)}
	dos := m.read(0, 64)
	at := dos.U32(60)
	h := m.read(at, maxHeaders)
	if len(h) < 24+96 {
		return fmt.Errorf("%w: the headers end early", evidence.ErrCorrupt)
	}
	m.cut = false
	count, optional := h.U16(6), h.U16(20)
	opt := h.Bytes(24, optional)
	dirs := 96
	if opt.U16(0) == 0x20b {
		dirs = 112
	}
	if stamp := h.U32(8); stamp > 315532800 && stamp < 4102444800 { // reproducible builds put a digest there
		m.out.Meta("pe:TimeDateStamp", time.Unix(int64(stamp), 0).UTC().Format(time.RFC3339), "header")
	}
	m.cut = !h.Has(24+optional, 40*min(count, maxSections))
	for i := range min(count, maxSections) {
		s := h.From(24 + optional + 40*i)
		m.sections = append(m.sections, section{va: s.U32(12), size: s.U32(8), at: s.U32(20), rawSize: s.U32(16)})
	}
	dir := func(i int) (va, size int) {
		if i >= opt.U32(dirs-4) {
			return 0, 0
		}
		return opt.U32(dirs + 8*i), opt.U32(dirs + 8*i + 4)
	}
	if va, size := dir(2); va > 0 {
		m.resources(va, size)
	}
	if va, size := dir(6); va > 0 {
		m.debug(va, size)
	}
	if va, _ := dir(14); va > 0 {
		m.out.Meta("pe:Runtime", ".NET", "header")
		m.metadata(va)
	}
	var err error
	if off, size := dir(4); off > 0 && size > 8 { // the only one that is an offset in the file
		err = m.signature(off, size)
	}
	for _, s := range m.sections {
		if s.rawSize > 0 && int64(s.at)+int64(s.rawSize) > in.Size {
			m.cut = true
		}
	}
	if m.cut && err == nil {
		err = fmt.Errorf("%w: parts lie behind the end of the file", evidence.ErrCorrupt)
	}
	return errors.Join(m.out.Err, err)
}

// read returns up to n bytes at an offset of the file.
func (m *image) read(at, n int) raw.View {
	if at < 0 || n <= 0 || int64(at) >= m.in.Size {
		m.cut = m.cut || int64(at) >= m.in.Size
		return nil
	}
	b := make([]byte, min(int64(n), m.in.Size-int64(at)))
	got, err := m.in.At.ReadAt(b, int64(at))
	if err != nil && !errors.Is(err, io.EOF) {
		m.cut = true
	}
	return b[:got]
}

// virtual returns up to n bytes at an address relative to where the image is loaded.
func (m *image) virtual(va, n int) raw.View {
	for _, s := range m.sections {
		if off := va - s.va; off >= 0 && off < max(s.size, s.rawSize) {
			return m.read(s.at+off, min(n, max(0, s.rawSize-off)))
		}
	}
	return nil
}

// resources looks for the version information: type 16, any name, any language.
func (m *image) resources(va, size int) {
	tree := m.virtual(va, min(size, 1<<20))
	entries := func(at int) [][2]int {
		var out [][2]int
		n := tree.U16(at+12) + tree.U16(at+14)
		for i := 0; i < n && i < maxResources && tree.Has(at+16+8*i, 8); i++ {
			out = append(out, [2]int{tree.U32(at + 16 + 8*i), tree.U32(at + 20 + 8*i)})
		}
		return out
	}
	done := 0
	for _, typ := range entries(0) {
		if typ[0] != 16 || typ[1]&0x80000000 == 0 {
			continue
		}
		for _, name := range entries(typ[1] & 0x7fffffff) {
			if name[1]&0x80000000 == 0 {
				continue
			}
			for _, lang := range entries(name[1] & 0x7fffffff) {
				if done++; lang[1]&0x80000000 != 0 || done > 32 {
					continue
				}
				block := m.virtual(tree.U32(lang[1]), min(tree.U32(lang[1]+4), maxVersion))
				m.version(block, "version", 0)
			}
		}
	}
}

// wanted are the strings that say something; the numbers of versions do not.
var wanted = map[string]bool{"CompanyName": true, "FileDescription": true, "InternalName": true, "LegalCopyright": true, "LegalTrademarks": true, "OriginalFilename": true,
	"ProductName": true, "Comments": true, "PrivateBuild": true, "SpecialBuild": true, "ProductVersion": true, "FileVersion": true}

// version walks VS_VERSIONINFO: blocks of a length, the length of a value, a type, a
// key, then the value and further blocks, each on a boundary of four bytes.
func (m *image) version(v raw.View, path string, depth int) {
	for n := 0; len(v) >= 6 && depth < 6 && n < 500; n++ {
		size := v.U16(0)
		if size < 6 {
			return
		}
		b := v.Bytes(0, size)
		key := b.From(6).UTF16()
		at := (6 + 2*len([]rune(key)) + 2 + 3) &^ 3
		value := b.U16(2)
		text := b.U16(4) == 1
		switch {
		case depth == 3 || text && value > 0:
			if wanted[key] {
				m.out.Meta("pe:"+key, b.Bytes(at, 2*value).UTF16(), path)
			}
		default:
			m.version(b.From((at+value+3)&^3), path, depth+1)
		}
		v = v.From((size + 3) &^ 3)
	}
}

// debug reads where the program's symbols were when it was built.
func (m *image) debug(va, size int) {
	list := m.virtual(va, min(size, 28*32))
	for i := 0; list.Has(28*i, 28); i++ {
		e := list.From(28 * i)
		if e.U32(12) != 2 { // CodeView
			continue
		}
		b := m.read(e.U32(24), min(e.U32(16), 4096))
		switch string(b.Bytes(0, 4)) {
		case "RSDS":
			m.out.Meta("pe:PDB", b.From(24).Text(), "debug")
		case "NB10":
			m.out.Meta("pe:PDB", b.From(16).Text(), "debug")
		}
	}
}

// metadata takes the version of the runtime; what names people stands in the version
// information of .NET programs, too.
func (m *image) metadata(va int) {
	cli := m.virtual(va, 72)
	root := m.virtual(cli.U32(8), 256)
	if root.U32(0) == 0x424a5342 {
		m.out.Meta("pe:RuntimeVersion", root.Bytes(16, min(root.U32(12), 64)).Text(), "header")
	}
}

// signature reads the Authenticode signatures at the end of the file.
func (m *image) signature(at, size int) error {
	if int64(at)+int64(size) > m.in.Size {
		m.cut = true
	}
	v := m.read(at, min(size, maxSignature))
	for n := 0; n < 8 && v.Has(0, 8); n++ {
		length := v.U32(0)
		if length < 8 {
			break
		}
		if v.U16(6) == 2 {
			if _, err := certfacts.Message(m.out, v.Bytes(8, length-8), "signature"); err != nil {
				return err
			}
		}
		v = v.From((length + 7) &^ 7)
	}
	return nil
}

// buildPaths finds paths in a part of a program that tell on whose machine it was built.
func buildPaths(out *push.Pusher, v []byte, field, source string) {
	found := 0
	for s := range strings.SplitSeq(string(v), "\x00") {
		if len(s) < 6 || len(s) > 400 || found >= 50 {
			continue
		}
		for _, p := range []string{"/home/", "/Users/", "/builddir/", "/root/", "/var/lib/jenkins/", "/build/", "C:\\Users\\", "D:\\"} {
			if strings.HasPrefix(s, p) {
				out.Meta(field, s, source)
				found++
				break
			}
		}
	}
}
