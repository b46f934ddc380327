package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/h2non/filetype/matchers"

	"evscan/evidence"
)

// The zip format is specified by PKWARE's APPNOTE.TXT 6.3.10,
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT; section numbers
// below are of that document.

const (
	zipVersion    = 1
	endRecordSize = 22 // 4.3.16 end of central directory record, without comment
	localSize     = 30 // 4.3.7 local file header, without name and extra field
)

// zipFormats lists the formats that are zip files. Those of documents whose
// parts evscan reads one by one are opened like a plain zip.
func zipFormats() []evidence.Format {
	packaged := func(id, mime string, exts ...string) evidence.Format {
		return evidence.Format{ID: id, MIME: mime, Version: zipVersion, Exts: exts, Extract: extractZip,
			Match: func(p evidence.Probe) (string, bool) { return matchMimetypePart(p, mime) }}
	}
	holding := func(id, mime, part string, exts ...string) evidence.Format {
		return evidence.Format{ID: id, MIME: mime, Version: zipVersion, Exts: exts, Extract: extractZip,
			Match: func(p evidence.Probe) (string, bool) { return matchPart(p, part) }}
	}
	return []evidence.Format{
		packaged("epub", "application/epub+zip", "epub"),
		holding("apk", "application/vnd.android.package-archive", "AndroidManifest.xml", "apk"),
		holding("jar", "application/java-archive", "META-INF/MANIFEST.MF", "jar", "war", "ear"),
		{ID: "zip", MIME: "application/zip", Version: zipVersion, Exts: []string{"zip", "zipx"}, Match: matchZip, Extract: extractZip, Volumes: zipVolumes},
	}
}

// matchZip takes a local header at the start, an empty archive, or an end record
// whose directory is where it says, behind other bytes (a self-extracting archive).
func matchZip(p evidence.Probe) (string, bool) {
	if matchers.Zip(p.Head) {
		return fmt.Sprintf("signature PK\\x%02x\\x%02x at 0", p.Head[2], p.Head[3]), true
	}
	end, ok := findEnd(p.Tail, p.Size-int64(len(p.Tail)))
	if !ok || end.entries == 0 {
		return "", false
	}
	var sig [4]byte
	if shift := shift64(p.At, end.at); shift > 0 {
		return fmt.Sprintf("zip64 directory of an archive that begins at %d", shift), true
	}
	if _, err := p.At.ReadAt(sig[:], end.dirStart()); err != nil || string(sig[:]) != "PK\x01\x02" {
		return "", false
	}
	return fmt.Sprintf("zip directory of %d entries at %d", end.entries, end.dirStart()), true
}

// matchMimetypePart looks at the first entry: a stored file named mimetype, as
// OpenDocument 1.3 part 2, 3.3 and EPUB OCF 3.3 ask for.
func matchMimetypePart(p evidence.Probe, mime string) (string, bool) {
	h := p.Head
	if len(h) < localSize || string(h[:4]) != "PK\x03\x04" {
		return "", false
	}
	nameLen, extraLen := int(binary.LittleEndian.Uint16(h[26:])), int(binary.LittleEndian.Uint16(h[28:]))
	at := localSize + nameLen + extraLen
	if nameLen != 8 || len(h) < at+len(mime) || string(h[localSize:localSize+8]) != "mimetype" {
		return "", false
	}
	rest := h[at:]
	if !bytes.HasPrefix(rest, []byte(mime)) || (len(rest) > len(mime) && rest[len(mime)] == '-') {
		return "", false
	}
	return fmt.Sprintf("zip whose first entry mimetype says %s at %d", mime, at), true
}

func matchPart(p evidence.Probe, part string) (string, bool) {
	if !bytes.HasPrefix(p.Head, []byte("PK\x03\x04")) {
		return "", false
	}
	names, _ := p.Memo("zip names", func() any { return directoryNames(p) }).([]string)
	if !slices.Contains(names, part) {
		return "", false
	}
	return "zip that holds " + part, true
}

// directoryNames lists the first names of the central directory.
func directoryNames(p evidence.Probe) []string {
	end, ok := findEnd(p.Tail, p.Size-int64(len(p.Tail)))
	if !ok {
		return nil
	}
	dir := make([]byte, min(end.dirSize, evidence.ProbeBytes))
	n, err := p.At.ReadAt(dir, end.dirStart())
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	dir = dir[:n]
	var names []string
	for len(dir) >= 46 && string(dir[:4]) == "PK\x01\x02" {
		l := binary.LittleEndian
		name, extra, comment := int(l.Uint16(dir[28:])), int(l.Uint16(dir[30:])), int(l.Uint16(dir[32:]))
		if len(dir) < 46+name+extra+comment {
			break
		}
		names = append(names, string(dir[46:46+name]))
		dir = dir[46+name+extra+comment:]
	}
	return names
}

// endRecord is the end of central directory record, 4.3.16.
type endRecord struct {
	at      int64 // where it stands
	after   int64 // first byte behind it and its comment
	entries int
	dirSize int64
	dirAt   int64 // as declared, from the start of the archive
}

// dirStart is where the directory really stands: directly before its end record,
// whatever stands before the archive. A zip64 directory keeps its declared place.
func (e endRecord) dirStart() int64 {
	if e.dirSize == 0xffffffff || e.at < e.dirSize {
		return e.dirAt
	}
	return e.at - e.dirSize
}

// findEnd looks for the last end record in the tail of an item, which starts at off.
func findEnd(tail []byte, off int64) (endRecord, bool) {
	for i := len(tail) - endRecordSize; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" {
			continue
		}
		l := binary.LittleEndian
		comment := int(l.Uint16(tail[i+20:]))
		e := endRecord{at: off + int64(i), after: off + int64(min(i+endRecordSize+comment, len(tail))),
			entries: int(l.Uint16(tail[i+10:])), dirSize: int64(l.Uint32(tail[i+12:])), dirAt: int64(l.Uint32(tail[i+16:]))}
		return e, true
	}
	return endRecord{}, false
}

func extractZip(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	return extractZipAs(ctx, in, out, true)
}

// extractZipAs reads a zip. whole says that the item is nothing else: data before and
// behind the archive are then handed over, too.
func extractZipAs(ctx context.Context, in evidence.Input, out evidence.Sink, whole bool) error {
	// One entry more than may be taken, so that the sink sees its limit trip.
	in, err := joinZip(ctx, in, out)
	if err != nil {
		return err
	}
	var ahead int64
	in, ahead = zip64Shifted(in)
	if whole && ahead > 0 {
		out.Warn(fmt.Sprintf("other data before the archive, which begins at %d", ahead))
		if err := pushData(ctx, evidence.Input{At: in.At.(*shifted).whole}, out, nameBefore, 0, ahead); err != nil {
			return err
		}
	}
	at, size, err := capped(in, max(in.Limits.Items, 0)+1)
	if err != nil {
		return fmt.Errorf("reading the directory: %w", err)
	}
	zr, err := zip.NewReader(at, size)
	if errors.Is(err, evidence.ErrVolumeMissing) {
		err = errors.New("it stands in a missing volume")
	}
	if err != nil {
		return salvageZip(ctx, in, out, err)
	}
	warnAround(in, out, zr)
	if zr.Comment != "" {
		g := namesOf(zr.File)
		if err := out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "zip:Comment", Value: g.Decode([]byte(zr.Comment)),
			Source: "end record", At: evidence.Locator{Zone: evidence.ZoneComment}}); err != nil {
			return err
		}
	}
	names := decodeNames(zr.File)
	warnOfFields(out, zr.File)
	var used spans
	var taken covered
	var twins twinNames
	defer twins.warn(out)
	var lies disagreements
	defer lies.warn(out)
	for i, f := range zr.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := names[i]
		twins.add(name.Name)
		at, err := f.DataOffset()
		if strings.HasSuffix(name.Name, "/") && f.CompressedSize64 == 0 {
			if err == nil {
				taken.add(lies.compare(in, f, at), at, at)
			}
			continue
		}
		e := entryOf(f, at)
		e.link = f.Mode()&fs.ModeSymlink != 0
		if err == nil {
			taken.add(lies.compare(in, f, at), at, at+claimed(f.CompressedSize64))
		}
		switch {
		case errors.Is(err, evidence.ErrVolumeMissing):
			name.Problem = problem(evidence.ProblemUnsupported, "its bytes stand in a missing volume: "+missingName(err))
		case err != nil:
			name.Problem = problem(evidence.ProblemCorrupt, "its local header is not where the directory says: "+err.Error())
		case used.overlaps(at, int64(f.CompressedSize64)):
			name.Problem = problem(evidence.ProblemCorrupt, "its bytes overlap those of another entry; not expanded")
		}
		if err := pushEntry(ctx, in, out, name, e); err != nil {
			return err
		}
	}
	if _, cut := at.(*spliced); cut && in.Set == nil {
		return nil // the directory lists more than was looked at
	}
	dir, end := directoryRange(in)
	if err := pushUnlisted(ctx, in, out, &taken, dir, whole); err != nil {
		return err
	}
	if whole && in.Set == nil {
		return pushAfter(ctx, in, out, end)
	}
	return nil
}

// directoryRange is where the directory of a zip begins, and the first byte behind its
// end record.
func directoryRange(in evidence.Input) (dir, after int64) {
	tail := make([]byte, min(in.Size, endRecordReach))
	if n, err := readThrough(in.At, tail, in.Size-int64(len(tail))); err != nil && n < len(tail) {
		return 0, in.Size
	}
	end, ok := findEnd(tail, in.Size-int64(len(tail)))
	if !ok {
		return 0, in.Size
	}
	if at, size, _, ok := end64(in, end.at); ok && size <= at {
		return at - size, end.after
	}
	return max(0, min(end.dirStart(), end.at)), end.after
}

// warnAround tells of bytes before and behind the archive.
func warnAround(in evidence.Input, out evidence.Sink, zr *zip.Reader) {
	tail := make([]byte, min(in.Size, 1<<16+endRecordSize))
	if n, err := readThrough(in.At, tail, in.Size-int64(len(tail))); err == nil || n == len(tail) {
		if end, ok := findEnd(tail, in.Size-int64(len(tail))); ok && end.after < in.Size {
			out.Warn(fmt.Sprintf("%d bytes of other data after the archive", in.Size-end.after))
		}
	}
	first := int64(-1)
	for _, f := range zr.File {
		if at, err := f.DataOffset(); err == nil && (first < 0 || at < first) {
			first = at
		}
	}
	var head [4]byte
	if _, err := in.At.ReadAt(head[:], 0); err == nil && first > localSize && string(head[:2]) != "PK" {
		out.Warn(fmt.Sprintf("other data before the archive, whose first entry's bytes stand at %d", first))
	}
}

func problem(kind evidence.ProblemKind, detail string) evidence.Problem {
	return evidence.Problem{Kind: kind, Detail: detail}
}

// spans are the byte ranges that entries have taken, sorted by start.
type spans struct{ list [][2]int64 }

// overlaps takes the range and reports whether a part of it was taken before.
func (s *spans) overlaps(at, size int64) bool {
	if size <= 0 {
		return false
	}
	i, _ := slices.BinarySearchFunc(s.list, at, func(r [2]int64, at int64) int {
		if r[0] < at {
			return -1
		}
		return 1
	})
	if i > 0 && s.list[i-1][1] > at || i < len(s.list) && s.list[i][0] < at+size {
		return true
	}
	s.list = slices.Insert(s.list, i, [2]int64{at, at + size})
	return false
}
