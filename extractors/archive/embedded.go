package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"evscan/evidence"
)

// Archives that do not begin where their file does: behind the program that unpacks
// them, or behind a picture or a document that hides them.

// stubMax is how far behind the start of a program an archive is looked for, in bytes:
// the stubs of 7-Zip and WinRAR are below 1 MiB.
const stubMax = 16 << 20

// embedded is an archive inside another file.
type embedded struct {
	format string // 7z or rar
	at     int64
}

// findEmbedded looks for the first archive of 7z or RAR from from on, whose first header's
// check sum holds: programs that read such archives hold the signatures, too.
func findEmbedded(ctx context.Context, r io.ReaderAt, from, to, size int64) (embedded, bool) {
	for pos := from; ; {
		at, ok, err := findSignature(ctx, r, to, pos, []byte(sevenZipMagic), []byte("Rar!\x1a\x07"))
		if err != nil || !ok {
			return embedded{}, false
		}
		v := evidence.Volume{At: io.NewSectionReader(r, at, size-at), Size: size - at}
		if sevenZipHolds(v) {
			return embedded{"7z", at}, true
		}
		if h, ok := readRarHead(v); ok && rarHeadHolds(v, h) {
			return embedded{"rar", at}, true
		}
		pos = at + 4
	}
}

func sevenZipHolds(v evidence.Volume) bool {
	var h [sevenZipHeader]byte
	if n, _ := v.At.ReadAt(h[:], 0); n < len(h) || string(h[:6]) != sevenZipMagic {
		return false
	}
	l := binary.LittleEndian
	offset, size := l.Uint64(h[12:]), l.Uint64(h[20:])
	rest := uint64(v.Size - sevenZipHeader)
	return crc32.ChecksumIEEE(h[12:]) == l.Uint32(h[8:]) && offset <= rest && size <= rest-offset
}

// rarHeadHolds compares the check sum of RAR 4's main header; that of RAR 5 has been.
func rarHeadHolds(v evidence.Volume, h rarHead) bool {
	if h.version == 5 {
		return true
	}
	b := make([]byte, max(0, min(h.after, 1<<16)-7))
	if n, _ := v.At.ReadAt(b, 7); n < len(b) || len(b) < 13 {
		return false
	}
	return uint16(crc32.ChecksumIEEE(b[2:13])) == binary.LittleEndian.Uint16(b) || uint16(crc32.ChecksumIEEE(b[2:])) == binary.LittleEndian.Uint16(b)
}

// executable reports whether a file begins like one that is run: PE and DOS, ELF, a script.
func executable(head []byte) bool {
	return bytes.HasPrefix(head, []byte("MZ")) || bytes.HasPrefix(head, []byte("\x7fELF")) || bytes.HasPrefix(head, []byte("#!"))
}

// behindProgram finds the archive of the given format behind the program at the start.
func behindProgram(p evidence.Probe, format string) (string, bool) {
	if !executable(p.Head) {
		return "", false
	}
	found, _ := p.Memo("archive behind a program", func() any {
		e, _ := findEmbedded(context.Background(), p.At, 1, min(p.Size, stubMax), p.Size)
		return e
	}).(embedded)
	return fmt.Sprintf("signature of %s at %d, behind a program", format, found.at), found.format == format
}

// withoutStub returns the archive behind a program as an item of its own, after the
// program has been handed over as a child. Another item comes back as it is.
func withoutStub(ctx context.Context, in evidence.Input, out evidence.Sink, format string) (evidence.Input, error) {
	head := make([]byte, 4)
	if n, _ := in.At.ReadAt(head, 0); n < len(head) || !executable(head) {
		return in, nil
	}
	e, ok := findEmbedded(ctx, in.At, 1, min(in.Size, stubMax), in.Size)
	if ctx.Err() != nil {
		return in, ctx.Err()
	}
	if !ok || e.format != format {
		return in, nil
	}
	out.Warn(fmt.Sprintf("a program stands before the archive, which begins at %d", e.at))
	if err := pushData(ctx, in, out, nameBefore, 0, e.at); err != nil {
		return in, err
	}
	return from(in, e.at), nil
}

// from is an item without its first bytes.
func from(in evidence.Input, at int64) evidence.Input {
	in.At, in.Size, in.File = io.NewSectionReader(in.At, at, in.Size-at), in.Size-at, ""
	return in
}

// rarEnd is the first byte behind the block that ends an archive; false where none is
// found, or the headers are encrypted.
func rarEnd(ctx context.Context, v evidence.Volume) (int64, bool) {
	h, ok := readRarHead(v)
	if !ok || h.sealed {
		return 0, false
	}
	for at := h.after; at < v.Size && ctx.Err() == nil; {
		if h.version == 5 {
			b, ok := rar5HeaderAt(v, at)
			switch {
			case !ok || b.data > uint64(v.Size-b.end):
				return 0, false
			case b.typ == 5:
				return b.end, true
			}
			at = b.end + int64(b.data)
			continue
		}
		var b [36]byte
		n, _ := v.At.ReadAt(b[:], at)
		if n < 7 {
			return 0, false
		}
		l := binary.LittleEndian
		flags, size := l.Uint16(b[3:]), int64(l.Uint16(b[5:]))
		if size < 7 {
			return 0, false
		}
		if b[2] == 0x7b {
			return at + size, true
		}
		if flags&rar4HasData != 0 && n >= 11 {
			data := int64(l.Uint32(b[7:]))
			if b[2] == rar4FileType && flags&0x100 != 0 && n == len(b) {
				data |= int64(l.Uint32(b[32:])) << 32
			}
			size += data
		}
		if size <= 0 || size > v.Size-at {
			return 0, false
		}
		at += size
	}
	return 0, false
}

// WithAppended returns formats that, after their own reading, look for an archive that
// was put behind the file, and list its entries: a zip is found by its end, 7z and RAR
// by their beginning, so that a picture or a document may go before them.
func WithAppended(formats []evidence.Format) []evidence.Format {
	out := slices.Clone(formats)
	for i := range out {
		read := out[i].Extract
		if read == nil {
			continue
		}
		out[i].Extract = func(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
			err := read(ctx, in, sink)
			if ctx.Err() != nil || errors.Is(err, evidence.ErrLimit) {
				return err
			}
			return errors.Join(err, extractAppended(ctx, in, sink))
		}
	}
	return out
}

func extractAppended(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	if appendedZip(in) {
		out.Warn("a zip archive was put behind it; its entries are listed here")
		return extractZipAs(ctx, in, out, false)
	}
	e, ok := findEmbedded(ctx, in.At, 1, in.Size, in.Size)
	if !ok {
		return ctx.Err()
	}
	out.Warn(fmt.Sprintf("a %s archive stands at %d; its entries are listed here", e.format, e.at))
	if e.format == "7z" {
		return extractSevenZip(ctx, from(in, e.at), out)
	}
	return extractRar(ctx, from(in, e.at), out)
}

// appendedZip reports whether the item ends like a zip: an end record whose directory is
// there and whose first entry has a local header.
func appendedZip(in evidence.Input) bool {
	tail := make([]byte, min(in.Size, endRecordReach))
	if n, _ := in.At.ReadAt(tail, in.Size-int64(len(tail))); n < len(tail) {
		return false
	}
	end, ok := findEnd(tail, in.Size-int64(len(tail)))
	if !ok || end.entries == 0 {
		return false
	}
	if shift64(in.At, end.at) > 0 {
		return true
	}
	var h [dirEntrySize]byte
	if _, err := in.At.ReadAt(h[:], end.dirStart()); err != nil || string(h[:4]) != "PK\x01\x02" {
		return false
	}
	var sig [4]byte
	_, err := in.At.ReadAt(sig[:], end.dirStart()-end.dirAt+int64(binary.LittleEndian.Uint32(h[42:])))
	return err == nil && string(sig[:]) == "PK\x03\x04"
}
