package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"archive/zip"

	"evscan/evidence"
)

// salvageZip reads an archive without a usable directory by its local headers.
// The rest of the archive is corrupt, and the problem says so; every entry that can
// still be found becomes a child.
func salvageZip(ctx context.Context, in evidence.Input, out evidence.Sink, why error) error {
	var found []*zip.File
	var entries []entry
	for pos := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		off, ok, err := findLocal(ctx, in.At, in.Size, pos)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		f, e, ok := localHeader(in, off)
		if !ok {
			pos = off + 4
			continue
		}
		if len(found) >= in.Limits.Items {
			break
		}
		end, err := entryEnd(ctx, in, &e, off)
		if err != nil {
			return err
		}
		found, entries = append(found, f), append(entries, e)
		pos = max(end, off+localSize)
	}
	if len(found) == 0 {
		return fmt.Errorf("%w: %w, and no entry was found", evidence.ErrCorrupt, why)
	}
	var mark [4]byte
	if n, _ := in.At.ReadAt(mark[:], 0); in.Set == nil && n == len(mark) && string(mark[:]) == "PK\x07\x08" { // 8.5.5
		out.Problem(evidence.ProblemUnsupported, "", "the first volume of a split archive; the volumes behind it, and the directory in the last, are missing")
	}
	out.Problem(evidence.ProblemCorrupt, "directory", fmt.Sprintf("no usable central directory (%v); %d entries were found by their local headers", why, len(found)))
	for i, name := range decodeNames(found) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if bytes.HasSuffix([]byte(name.Name), []byte("/")) && entries[i].packed == 0 {
			continue
		}
		if err := pushEntry(ctx, in, out, name, entries[i]); err != nil {
			return err
		}
	}
	return nil
}

// findLocal looks for the signature of a local header from pos onwards.
func findLocal(ctx context.Context, r io.ReaderAt, size, pos int64) (int64, bool, error) {
	return findSignature(ctx, r, size, pos, []byte("PK\x03\x04"))
}

func findSignature(ctx context.Context, r io.ReaderAt, size, pos int64, sig ...[]byte) (int64, bool, error) {
	buf := make([]byte, 64<<10)
	for pos < size {
		if err := ctx.Err(); err != nil {
			return 0, false, err
		}
		want := min(int64(len(buf)), size-pos)
		n, err := r.ReadAt(buf[:want], pos)
		if errors.Is(err, evidence.ErrVolumeMissing) && n < 4 {
			pos = max(pos+1, nextPresent(r, pos+int64(n)))
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, evidence.ErrVolumeMissing) {
			return 0, false, fmt.Errorf("looking for local headers: %w", err)
		}
		best := -1
		for _, s := range sig {
			if i := bytes.Index(buf[:n], s); i >= 0 && (best < 0 || i < best) {
				best = i
			}
		}
		if best >= 0 {
			return pos + int64(best), true, nil
		}
		if n < 4 {
			break
		}
		pos += int64(n) - 3
		if err != nil && !errors.Is(err, evidence.ErrVolumeMissing) {
			break
		}
	}
	return 0, false, nil
}

// localHeader reads the local header at off, 4.3.7.
func localHeader(in evidence.Input, off int64) (*zip.File, entry, bool) {
	var h [localSize]byte
	if _, err := in.At.ReadAt(h[:], off); err != nil {
		return nil, entry{}, false
	}
	l := binary.LittleEndian
	nameLen, extraLen := int(l.Uint16(h[26:])), int(l.Uint16(h[28:]))
	rest := make([]byte, nameLen+extraLen)
	if _, err := in.At.ReadAt(rest, off+localSize); err != nil || nameLen == 0 {
		return nil, entry{}, false
	}
	f := &zip.File{FileHeader: zip.FileHeader{Name: string(rest[:nameLen]), Flags: l.Uint16(h[6:]), Method: l.Uint16(h[8:]),
		CRC32: l.Uint32(h[14:]), CompressedSize64: uint64(l.Uint32(h[18:])), UncompressedSize64: uint64(l.Uint32(h[22:])),
		Extra: rest[nameLen:]}}
	if z, ok := extraField(f.Extra, 1); ok && len(z) >= 16 && f.UncompressedSize64 == 0xffffffff { // 4.5.3 zip64
		f.UncompressedSize64, f.CompressedSize64 = l.Uint64(z), l.Uint64(z[8:])
	}
	e := entryOf(f, off+localSize+int64(len(rest)))
	e.modTime = l.Uint16(h[10:])
	return f, e, true
}

// entryEnd finds where an entry ends. With a data descriptor (4.3.9) the sizes are
// not in the header: the bytes then go up to the next header.
func entryEnd(ctx context.Context, in evidence.Input, e *entry, off int64) (int64, error) {
	if e.flags&(1<<3) == 0 || e.packed > 0 {
		if e.packed > in.Size-e.at {
			return in.Size, nil
		}
		return e.at + e.packed, nil
	}
	e.unverified = true
	next, ok, err := findSignature(ctx, in.At, in.Size, e.at, []byte("PK\x07\x08"), []byte("PK\x03\x04"), []byte("PK\x01\x02"))
	if err != nil {
		return 0, err
	}
	if !ok {
		next = in.Size
	}
	e.packed = next - e.at
	return next, nil
}
