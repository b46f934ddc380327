package archive

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"evscan/evidence"
)

const (
	dirEntrySize   = 46 // 4.3.12 central directory header, without name, extra field and comment
	end64Size      = 56 // 4.3.14 zip64 end of central directory record
	locator64Size  = 20 // 4.3.15
	endRecordReach = 1<<16 + endRecordSize
)

// capped returns the archive as if its directory ended behind its first most
// entries: a directory of ten million entries is half a gigabyte, and several once
// it is read, of which a scan takes no more than its limit of items. A shorter one
// is returned as it is.
func capped(in evidence.Input, most int) (io.ReaderAt, int64, error) {
	tail := make([]byte, min(in.Size, endRecordReach))
	if _, err := readThrough(in.At, tail, in.Size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	end, ok := findEnd(tail, in.Size-int64(len(tail)))
	if !ok {
		return in.At, in.Size, nil
	}
	at, size, start := end.at, end.dirSize, end.dirAt
	if a, s, d, ok := end64(in, end.at); ok {
		at, size, start = a, s, d
	}
	if size/dirEntrySize <= int64(most) || size > at || start < 0 || start > at {
		return in.At, in.Size, nil
	}
	base := at - size - start
	dir := at - size
	stop, ok := skipEntries(io.NewSectionReader(in.At, dir, size), most)
	if !ok {
		return in.At, in.Size, nil
	}
	b := endRecords(int64(most), stop, dir, dir-base)
	return &spliced{in.At, dir + stop, b}, dir + stop + int64(len(b)), nil
}

// end64 reads the zip64 end record that the locator before the end record points at.
func end64(in evidence.Input, end int64) (at, size, start int64, ok bool) {
	var loc [locator64Size]byte
	if _, err := in.At.ReadAt(loc[:], end-locator64Size); end < locator64Size || err != nil || string(loc[:4]) != "PK\x06\x07" {
		return 0, 0, 0, false
	}
	at = int64(binary.LittleEndian.Uint64(loc[8:]))
	var rec [end64Size]byte
	if at < 0 || at > end {
		return 0, 0, 0, false
	}
	if _, err := in.At.ReadAt(rec[:], at); err != nil || string(rec[:4]) != "PK\x06\x06" {
		return 0, 0, 0, false
	}
	return at, int64(binary.LittleEndian.Uint64(rec[40:])), int64(binary.LittleEndian.Uint64(rec[48:])), true
}

// zip64Shifted returns an archive behind other data from its own first byte on, and how
// many bytes stand before. That of other directories shows in where they stand; a zip64
// record is found by an offset which counts from the archive's first byte.
func zip64Shifted(in evidence.Input) (evidence.Input, int64) {
	tail := make([]byte, min(in.Size, endRecordReach))
	if n, _ := readThrough(in.At, tail, in.Size-int64(len(tail))); n < len(tail) {
		return in, 0
	}
	end, ok := findEnd(tail, in.Size-int64(len(tail)))
	if !ok {
		return in, 0
	}
	shift := shift64(in.At, end.at)
	if shift <= 0 {
		return in, 0
	}
	in.At, in.Size = &shifted{io.NewSectionReader(in.At, shift, in.Size-shift), in.At}, in.Size-shift
	return in, shift
}

// shift64 is by how many bytes a zip64 end record stands behind where its locator, which
// stands before the end record at end, says it does.
func shift64(r io.ReaderAt, end int64) int64 {
	var b [end64Size + locator64Size]byte
	at := end - int64(len(b))
	if _, err := r.ReadAt(b[:], at); at < 0 || err != nil || string(b[:4]) != "PK\x06\x06" || string(b[end64Size:end64Size+4]) != "PK\x06\x07" {
		return 0
	}
	said := int64(binary.LittleEndian.Uint64(b[end64Size+8:]))
	if said < 0 || said >= at {
		return 0
	}
	return at - said
}

// shifted is an archive without what stands before it.
type shifted struct {
	io.ReaderAt
	whole io.ReaderAt
}

// skipEntries returns the length of the first n entries of a directory; false where
// it holds fewer.
func skipEntries(dir io.Reader, n int) (int64, bool) {
	r := bufio.NewReaderSize(dir, 64<<10)
	var h [dirEntrySize]byte
	var length int64
	for range n {
		if _, err := io.ReadFull(r, h[:]); err != nil || string(h[:4]) != "PK\x01\x02" {
			return 0, false
		}
		l := binary.LittleEndian
		rest := int(l.Uint16(h[28:])) + int(l.Uint16(h[30:])) + int(l.Uint16(h[32:]))
		if _, err := r.Discard(rest); err != nil {
			return 0, false
		}
		length += int64(dirEntrySize + rest)
	}
	return length, true
}

// spliced reads the first bytes of an archive and, behind them, others.
type spliced struct {
	io.ReaderAt
	cut  int64
	tail []byte
}

func (s *spliced) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	if off < s.cut {
		k := min(int64(len(p)), s.cut-off)
		var err error
		if n, err = s.ReaderAt.ReadAt(p[:k], off); n < int(k) {
			return n, err
		}
	}
	if n == len(p) {
		return n, nil
	}
	at := off + int64(n) - s.cut
	if at >= int64(len(s.tail)) {
		return n, io.EOF
	}
	m := copy(p[n:], s.tail[at:])
	if n+m < len(p) {
		return n + m, io.EOF
	}
	return n + m, nil
}
