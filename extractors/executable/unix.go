package executable

import (
	"context"
	"debug/elf"
	"debug/macho"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// maxSection bounds a section that is looked through.
const maxSection = 8 << 20

// extractELF reads the compiler's comment and the paths that debugging information,
// or the run path, keep of where a program was built.
func extractELF(_ context.Context, in evidence.Input, sink evidence.Sink) (err error) {
	out := push.New(sink, in.Limits)
	f, err := elf.NewFile(in.At)
	if err != nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	out.Meta("elf:Machine", f.Machine.String(), "header")
	out.Meta("elf:Type", f.Type.String(), "header")
	for _, tag := range []elf.DynTag{elf.DT_RPATH, elf.DT_RUNPATH, elf.DT_SONAME} {
		if list, e := f.DynString(tag); e == nil {
			for _, s := range list[:min(len(list), 64)] {
				out.Meta("elf:"+strings.TrimPrefix(tag.String(), "DT_"), s, ".dynamic")
			}
		}
	}
	for i, s := range f.Sections {
		if i > 4096 || out.Err != nil {
			break
		}
		switch s.Name {
		case ".comment", ".debug_str", ".debug_line_str", ".rodata", ".go.buildinfo", ".strtab":
		default:
			continue
		}
		if s.Type == elf.SHT_NOBITS || s.Flags&elf.SHF_COMPRESSED != 0 {
			continue
		}
		// Sizes in the file are not believed: bytes are read as they come.
		b, e := io.ReadAll(io.LimitReader(io.NewSectionReader(in.At, int64(s.Offset), int64(s.FileSize)), maxSection))
		if e == nil && uint64(len(b)) < min(s.FileSize, maxSection) {
			err = fmt.Errorf("%w: section %s ends early", evidence.ErrCorrupt, s.Name)
		}
		if s.Name == ".comment" {
			for c := range strings.SplitSeq(string(b[:min(len(b), 4096)]), "\x00") {
				out.Meta("elf:Comment", c, s.Name)
			}
			continue
		}
		buildPaths(out, b, "elf:Path", s.Name)
	}
	return errors.Join(out.Err, err)
}

// extractMachO reads libraries, run paths, build paths and the signature.
func extractMachO(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	f, err := macho.NewFile(in.At)
	var files []*macho.File
	if err == nil {
		files = []*macho.File{f}
	} else {
		fat, e := macho.NewFatFile(in.At)
		if e != nil {
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		for _, a := range fat.Arches {
			files = append(files, a.File)
		}
	}
	for _, f := range files[:min(len(files), 16)] {
		out.Meta("macho:CPU", f.Cpu.String(), "header")
		for i, l := range f.Loads {
			if i > 2000 {
				break
			}
			switch l := l.(type) {
			case *macho.Rpath:
				out.Meta("macho:RunPath", l.Path, "loads")
			case *macho.Dylib:
				if !strings.HasPrefix(l.Name, "/usr/lib/") && !strings.HasPrefix(l.Name, "/System/") {
					out.Meta("macho:Library", l.Name, "loads")
				}
			}
		}
		for i, s := range f.Sections {
			if i > 2000 || s.Name != "__cstring" && s.Name != "__debug_str" {
				continue
			}
			b, _ := io.ReadAll(io.LimitReader(s.Open(), maxSection))
			buildPaths(out, b, "macho:Path", s.Name)
		}
		signedMachO(out, f)
	}
	return errors.Join(out.Err, nil)
}

// signedMachO reads the CMS blob of a code signature: magic 0xfade0b01 in the
// superblob that the load command LC_CODE_SIGNATURE points to. Its place is found by
// the magic, which stands in the last part of the file.
func signedMachO(out *push.Pusher, f *macho.File) {
	seg := f.Segment("__LINKEDIT")
	if seg == nil {
		return
	}
	b, _ := io.ReadAll(io.LimitReader(seg.Open(), 64<<20))
	at := strings.LastIndex(string(b), "\xfa\xde\x0b\x01")
	if at < 0 || len(b) < at+8 {
		return
	}
	v := raw.View(b[at+8:])
	if n, _, ok := certfacts.Next(v); ok {
		if _, err := certfacts.Message(out, n.Raw, "signature"); err != nil {
			out.Problem(err, "signature")
		}
	}
}
