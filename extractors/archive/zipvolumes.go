package archive

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"evscan/evidence"
)

// A split zip, APPNOTE 8.5: name.z01, name.z02, ..., and name.zip with the directory, in
// which every entry's place is a disk and an offset on it.

// splitEnd is what the end records say of the disks.
type splitEnd struct {
	disk    int   // number of the last one, from 0
	dirDisk int   // where the directory begins
	dirAt   int64 // offset on that disk
	entries int64
	size    int64 // of the directory
	loc64   bool  // there is a zip64 record, on disk disk64 at at64
	disk64  int
	at64    int64
}

// readSplitEnd reads the end record of the last volume, and the zip64 locator before it.
func readSplitEnd(v evidence.Volume) (splitEnd, bool) {
	tail := make([]byte, min(v.Size, endRecordReach))
	if n, _ := v.At.ReadAt(tail, v.Size-int64(len(tail))); n < len(tail) {
		return splitEnd{}, false
	}
	end, ok := findEnd(tail, 0)
	if !ok {
		return splitEnd{}, false
	}
	l := binary.LittleEndian
	rec := tail[end.at:]
	s := splitEnd{disk: int(l.Uint16(rec[4:])), dirDisk: int(l.Uint16(rec[6:])), entries: int64(l.Uint16(rec[10:])), size: end.dirSize, dirAt: end.dirAt}
	if loc := end.at - locator64Size; loc >= 0 && string(tail[loc:loc+4]) == "PK\x06\x07" {
		b := tail[loc:]
		s.loc64, s.disk64, s.at64 = true, int(l.Uint32(b[4:])), int64(l.Uint64(b[8:]))
		s.disk = max(0, int(l.Uint32(b[16:]))-1)
	}
	return s, true
}

const maxDisks = 10_000

// claimsOnly reports whether the archive is one file although its end record counts
// several: the directory stands before the record, no entry is on a later disk, and the
// first one is where it says.
func (s splitEnd) claimsOnly(in evidence.Input) bool {
	tail := make([]byte, min(in.Size, endRecordReach))
	if n, _ := in.At.ReadAt(tail, in.Size-int64(len(tail))); n < len(tail) {
		return false
	}
	end, ok := findEnd(tail, in.Size-int64(len(tail)))
	if !ok || end.entries == 0 {
		return ok
	}
	dir := make([]byte, min(max(0, end.at-end.dirStart()), evidence.ProbeBytes))
	if n, _ := in.At.ReadAt(dir, end.dirStart()); n < len(dir) || len(dir) < dirEntrySize || string(dir[:4]) != "PK\x01\x02" {
		return false
	}
	l := binary.LittleEndian
	local := make([]byte, localSize+min(int(l.Uint16(dir[28:])), len(dir)-dirEntrySize))
	n, _ := in.At.ReadAt(local, end.dirStart()-end.dirAt+int64(l.Uint32(dir[42:])))
	if n < len(local) || string(local[:4]) != "PK\x03\x04" || string(local[localSize:]) != string(dir[dirEntrySize:dirEntrySize+len(local)-localSize]) {
		return false
	}
	for len(dir) >= dirEntrySize && string(dir[:4]) == "PK\x01\x02" {
		if l.Uint16(dir[34:]) != 0 {
			return false
		}
		dir = dir[min(len(dir), dirEntrySize+int(l.Uint16(dir[28:]))+int(l.Uint16(dir[30:]))+int(l.Uint16(dir[32:]))):]
	}
	return true
}

// zipVolumes tells the parts that the end record counts. Without it those that begin like
// a volume, or follow one, are taken.
func zipVolumes(set *evidence.VolumeSet) []bool {
	used := make([]bool, len(set.Parts))
	last := len(set.Parts) - 1
	if set.Parts[last].At == nil {
		var sig [4]byte
		if set.Lead != 0 || read4(set.Parts[0], &sig) != nil || (string(sig[:]) != "PK\x07\x08" && string(sig[:]) != "PK\x03\x04") {
			return used
		}
		for i, v := range set.Parts {
			used[i] = v.At != nil
		}
		return used
	}
	end, ok := readSplitEnd(set.Parts[last])
	if !ok || end.disk == 0 || end.disk > maxDisks {
		return used
	}
	for i, v := range set.Parts {
		used[i] = v.At != nil && (i == last || i < end.disk)
	}
	return used
}

func read4(v evidence.Volume, sig *[4]byte) error {
	_, err := v.At.ReadAt(sig[:], 0)
	return err
}

// joinZip returns a set as one archive: its parts in a row and, in place of the
// directory, one whose entries have their place in that row. An archive that is no part
// of a set comes back as it is, unless it says itself that it is the last volume.
func joinZip(ctx context.Context, in evidence.Input, out evidence.Sink) (evidence.Input, error) {
	parts := []evidence.Volume{{Name: in.Name, At: in.At, Size: in.Size}}
	if in.Set != nil && in.Set.Kind == evidence.VolumesZip {
		parts = in.Set.Parts
	}
	last := len(parts) - 1
	end, ok := splitEnd{}, false
	if parts[last].At != nil {
		end, ok = readSplitEnd(parts[last])
	}
	switch {
	case last == 0 && (!ok || end.disk == 0):
		return in, nil
	case last == 0 && (end.disk > maxDisks || end.claimsOnly(in)):
		out.Warn(fmt.Sprintf("the end record says that this is volume %d of a set, but the archive is whole", end.disk+1))
		return in, nil
	case !ok || end.disk > maxDisks:
		for last > 0 && parts[last].At == nil {
			last--
		}
		in.At, in.Size = evidence.Join(parts[:last+1])
		return in, nil
	}
	disks := make([]evidence.Volume, end.disk+1)
	first, missing := 0, 0
	for i := range disks {
		switch {
		case i == end.disk:
			disks[i] = parts[last]
		case i < last:
			disks[i] = parts[i]
		default:
			disks[i] = evidence.Volume{Name: zipVolumeName(in.Name, i+1)}
			if missing++; missing == 1 {
				first = i
			}
		}
	}
	if missing > 0 {
		which := fmt.Sprintf("the volume %q is missing", disks[first].Name)
		if missing > 1 {
			which = fmt.Sprintf("the volumes %q to %q are missing", disks[first].Name, disks[end.disk-1].Name)
		}
		out.Problem(evidence.ProblemUnsupported, "", fmt.Sprintf("the last of %d volumes: %s", len(disks), which))
	}
	joined, size := evidence.Join(disks)
	row := diskRow(disks)
	in.At, in.Size = joined, size
	if end.loc64 && end.disk64 < len(row) {
		var rec [end64Size]byte
		if _, err := joined.ReadAt(rec[:], row[end.disk64]+end.at64); err == nil && string(rec[:4]) == "PK\x06\x06" {
			l := binary.LittleEndian
			end.dirDisk, end.entries, end.size, end.dirAt = int(l.Uint32(rec[20:])), int64(l.Uint64(rec[32:])), int64(l.Uint64(rec[40:])), int64(l.Uint64(rec[48:]))
		}
	}
	if end.dirDisk >= len(row) || end.dirAt < 0 || end.dirAt > size || end.size < 0 {
		return in, nil // the reading that follows says what is wrong
	}
	start := row[end.dirDisk] + end.dirAt
	dir, n, err := relocate(ctx, io.NewSectionReader(joined, start, max(0, min(end.size, size-start))), row, min(end.entries, int64(in.Limits.Items)+1))
	if err != nil {
		if errors.Is(err, evidence.ErrVolumeMissing) {
			return in, nil // the entries are found by their local headers
		}
		return in, err
	}
	dir = append(dir, endRecords(n, int64(len(dir)), start, start)...)
	in.At, in.Size = &spliced{joined, start, dir}, start+int64(len(dir))
	return in, nil
}

// diskRow is where each disk begins in the row.
func diskRow(disks []evidence.Volume) []int64 {
	row := make([]int64, len(disks))
	// A gap is as long as the longest part of the whole set.
	longest := int64(0)
	for _, d := range disks {
		longest = max(longest, d.Size)
	}
	at := int64(0)
	for i, d := range disks {
		row[i] = at
		if d.At == nil {
			at += longest
		} else {
			at += d.Size
		}
	}
	return row
}

// relocate rewrites at most most entries of a directory, 4.3.12, as those of one disk.
func relocate(ctx context.Context, dir io.Reader, row []int64, most int64) ([]byte, int64, error) {
	r := bufio.NewReaderSize(dir, 64<<10)
	var out []byte
	l := binary.LittleEndian
	for n := int64(0); ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		var h [dirEntrySize]byte
		_, err := io.ReadFull(r, h[:])
		if errors.Is(err, evidence.ErrVolumeMissing) {
			return nil, 0, err
		}
		if err != nil || n >= most || string(h[:4]) != "PK\x01\x02" {
			return out, n, nil
		}
		rest := make([]byte, int(l.Uint16(h[28:]))+int(l.Uint16(h[30:]))+int(l.Uint16(h[32:])))
		if _, err := io.ReadFull(r, rest); err != nil {
			return out, n, nil
		}
		nameLen, extraLen := int(l.Uint16(h[28:])), int(l.Uint16(h[30:]))
		name, extra, comment := rest[:nameLen], rest[nameLen:nameLen+extraLen], rest[nameLen+extraLen:]
		packed, size, at, disk := uint64(l.Uint32(h[20:])), uint64(l.Uint32(h[24:])), uint64(l.Uint32(h[42:])), int(l.Uint16(h[34:]))
		rest64, _ := extraField(extra, 1) // 4.5.3: the fields that do not fit, in this order
		take := func(v *uint64, max uint64) {
			if *v == max && len(rest64) >= 8 {
				*v, rest64 = l.Uint64(rest64), rest64[8:]
			}
		}
		take(&size, 1<<32-1)
		take(&packed, 1<<32-1)
		take(&at, 1<<32-1)
		if disk == 1<<16-1 && len(rest64) >= 4 {
			disk = int(l.Uint32(rest64))
		}
		if disk >= 0 && disk < len(row) && at < 1<<62 {
			at += uint64(row[disk])
		}
		field := l.AppendUint64(l.AppendUint64(l.AppendUint64([]byte{1, 0, 24, 0}, size), packed), at)
		extra = append(field, without(extra, 1)...)
		if len(extra) > 1<<16-1 {
			extra = field
		}
		l.PutUint32(h[20:], 1<<32-1)
		l.PutUint32(h[24:], 1<<32-1)
		l.PutUint32(h[42:], 1<<32-1)
		l.PutUint16(h[30:], uint16(len(extra)))
		l.PutUint16(h[34:], 0)
		out = append(append(append(append(out, h[:]...), name...), extra...), comment...)
	}
}

// without returns extra fields less those of one ID.
func without(extra []byte, id uint16) []byte {
	var out []byte
	l := binary.LittleEndian
	for len(extra) >= 4 {
		n := 4 + int(l.Uint16(extra[2:]))
		if n > len(extra) {
			break
		}
		if l.Uint16(extra) != id {
			out = append(out, extra[:n]...)
		}
		extra = extra[n:]
	}
	return append(out, extra...)
}

// endRecords are the three records behind a directory of n entries and size bytes that
// stands at dir and is said to stand at declared.
func endRecords(n, size, dir, declared int64) []byte {
	l := binary.LittleEndian
	b := append([]byte("PK\x06\x06"), 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, v := range []int64{n, n, size, declared} {
		b = l.AppendUint64(b, uint64(v))
	}
	b = append(b, "PK\x06\x07\x00\x00\x00\x00"...)
	b = l.AppendUint64(b, uint64(dir+size))
	b = append(b, 1, 0, 0, 0)
	return append(b, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
}

var zipExt = regexp.MustCompile(`(?i)\.zipx?$`)

// zipVolumeName is the name of volume n of the set whose last one is named.
func zipVolumeName(name string, n int) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	ext := zipExt.FindString(base)
	z := ".z"
	if len(ext) == len(".zipx") {
		z = ".zx"
	}
	if ext == strings.ToUpper(ext) {
		z = strings.ToUpper(z)
	}
	return fmt.Sprintf("%s%s%02d", strings.TrimSuffix(base, ext), z, n)
}

var quotedName = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// volumeError is err, or, where a volume is missing, only that.
func volumeError(err error) error {
	if err != nil && errors.Is(err, evidence.ErrVolumeMissing) {
		return fmt.Errorf("%w: its bytes go on in a missing volume: %s", evidence.ErrUnsupported, missingName(err))
	}
	return err
}

// missingName is the name of the volume in an error of a joined set, quoted.
func missingName(err error) string {
	if q := quotedName.FindString(err.Error()); q != "" {
		return q
	}
	return "its name is not known"
}

// nextPresent is the end of the gap that off lies in.
func nextPresent(r io.ReaderAt, off int64) int64 {
	if g, ok := r.(interface{ NextPresent(int64) int64 }); ok {
		return g.NextPresent(off)
	}
	return off
}

// readThrough reads p at off with zeros for what stands in missing volumes.
func readThrough(r io.ReaderAt, p []byte, off int64) (int, error) {
	n := 0
	for {
		k, err := r.ReadAt(p[n:], off+int64(n))
		n += k
		if !errors.Is(err, evidence.ErrVolumeMissing) {
			return n, err
		}
		next := int(min(int64(len(p)), nextPresent(r, off+int64(n))-off))
		if next <= n {
			next = n + 1
		}
		clear(p[n:next])
		if n = next; n == len(p) {
			return n, nil
		}
	}
}
