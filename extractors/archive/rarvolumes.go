package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"time"

	"evscan/evidence"
)

// rarHead is what the main header of an archive says, and where the blocks behind it
// begin.
type rarHead struct {
	version int
	volume  bool
	sealed  bool // the headers are encrypted
	solid   bool
	number  int   // of the volume, from 0; -1: not said
	after   int64 // first byte behind the main header
}

// Flags of RAR 4: of the main header, and of blocks.
const (
	rar4Volume   = 0x0001
	rar4Solid    = 0x0008
	rar4Sealed   = 0x0080
	rar4SplitIn  = 0x0001 // of a file: it began in the volume before
	rar4HasData  = 0x8000
	rar4MainType = 0x73
	rar4FileType = 0x74
)

// Types and flags of RAR 5.
const (
	rar5MainType    = 1
	rar5FileType    = 2
	rar5ServiceType = 3
	rar5SealType    = 4
	rar5HasExtra    = 1
	rar5HasData     = 2
	rar5SplitIn     = 8
)

// rar5Header is a header of RAR 5, without its data.
type rar5Header struct {
	typ, flags uint64
	data       uint64 // length of what follows
	body       []byte // behind the common fields, with the extra area
	end        int64  // first byte behind the header
}

const rarHeaderMax = 2 << 20 // RAR 5 allows no longer one

// rar5HeaderAt reads the header at off.
func rar5HeaderAt(v evidence.Volume, off int64) (rar5Header, bool) {
	var h rar5Header
	var first [4 + binary.MaxVarintLen64]byte
	n, _ := v.At.ReadAt(first[:min(int64(len(first)), max(0, v.Size-off))], off)
	if n < 6 {
		return h, false
	}
	size, k := binary.Uvarint(first[4:n])
	if k <= 0 || size == 0 || size > rarHeaderMax || off+4+int64(k)+int64(size) > v.Size {
		return h, false
	}
	b := make([]byte, k+int(size))
	if n, _ := v.At.ReadAt(b, off+4); n < len(b) || crc32.ChecksumIEEE(b) != binary.LittleEndian.Uint32(first[:]) {
		return h, false
	}
	h.end = off + 4 + int64(len(b))
	b = b[k:]
	bad := false
	next := func() uint64 {
		n, k := binary.Uvarint(b)
		if k <= 0 {
			bad = true
			return 0
		}
		b = b[k:]
		return n
	}
	h.typ, h.flags = next(), next()
	if h.flags&rar5HasExtra != 0 {
		next()
	}
	if h.flags&rar5HasData != 0 {
		h.data = next()
	}
	h.body = b
	return h, !bad
}

// readRarHead reads the main header of a volume.
func readRarHead(v evidence.Volume) (rarHead, bool) {
	h := rarHead{number: -1}
	sig := make([]byte, 8)
	if v.At == nil {
		return h, false
	}
	if n, _ := v.At.ReadAt(sig, 0); n < len(sig) {
		return h, false
	}
	switch {
	case string(sig) == rar5Magic:
		h.version = 5
		m, ok := rar5HeaderAt(v, 8)
		if !ok {
			return h, false
		}
		if m.typ == rar5SealType {
			h.sealed = true
			return h, true
		}
		flags, k := binary.Uvarint(m.body)
		if m.typ != rar5MainType || k <= 0 {
			return h, false
		}
		h.volume, h.solid, h.after = flags&1 != 0, flags&4 != 0, m.end
		h.number = 0
		if flags&2 != 0 {
			n, k := binary.Uvarint(m.body[k:])
			if k <= 0 || n > 1<<20 {
				return h, false
			}
			h.number = int(n)
		}
		return h, true
	case string(sig[:7]) == rar4Magic:
		h.version = 4
		var m [7]byte
		if n, _ := v.At.ReadAt(m[:], 7); n < len(m) || m[2] != rar4MainType {
			return h, false
		}
		flags, size := binary.LittleEndian.Uint16(m[3:]), binary.LittleEndian.Uint16(m[5:])
		h.volume, h.solid, h.sealed = flags&rar4Volume != 0, flags&rar4Solid != 0, flags&rar4Sealed != 0
		h.after = 7 + int64(size)
		return h, size >= 7
	}
	return h, false
}

// rarVolumes tells the parts whose main header says that they are volumes like the lead,
// and, where it keeps a number, have the one of their name.
func rarVolumes(set *evidence.VolumeSet) []bool {
	used := make([]bool, len(set.Parts))
	lead, ok := readRarHead(set.Parts[set.Lead])
	if !ok || !lead.volume && !lead.sealed {
		return used
	}
	for i, v := range set.Parts {
		h, ok := readRarHead(v)
		used[i] = ok && h.version == lead.version && h.volume == lead.volume && h.sealed == lead.sealed && (h.number < 0 || h.number == i)
	}
	return used
}

// rarRuns cuts a set where parts are missing or do not belong. What follows a gap begins
// with the first entry that begins there, and is read as a set of its own; a solid or
// sealed one can't be.
func rarRuns(set *evidence.VolumeSet) (runs []*evidence.VolumeSet, lost bool) {
	used := rarVolumes(set)
	for i := 0; i < len(used); i++ {
		if !used[i] {
			continue
		}
		from := i
		run := &evidence.VolumeSet{Name: set.Name, Kind: set.Kind}
		for ; i < len(used) && used[i]; i++ {
			v := set.Parts[i]
			h, _ := readRarHead(v)
			if from > 0 && (h.solid || h.sealed) {
				lost = true
				continue
			}
			if from > 0 {
				var any bool
				if v, any = restarted(v, h, len(run.Parts)); !any {
					continue // all of it goes on from before the gap
				}
			}
			run.Parts = append(run.Parts, v)
		}
		if len(run.Parts) > 0 {
			runs = append(runs, run)
		}
	}
	return runs, lost
}

// restarted shows a later volume as number n of a set. As the first it leaves out the
// entries that began before; false where no other is left.
func restarted(v evidence.Volume, h rarHead, n int) (evidence.Volume, bool) {
	at := h.after
	var head []byte
	if h.version == 5 {
		flags := uint64(1)
		body := binary.AppendUvarint(binary.AppendUvarint(nil, rar5MainType), 0)
		if n > 0 {
			flags |= 2
		}
		body = binary.AppendUvarint(body, flags)
		if n > 0 {
			body = binary.AppendUvarint(body, uint64(n))
		}
		sized := append(binary.AppendUvarint(nil, uint64(len(body))), body...)
		head = append([]byte(rar5Magic), binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(sized))...)
		head = append(head, sized...)
	} else {
		head = make([]byte, h.after)
		if k, _ := v.At.ReadAt(head, 0); k < len(head) {
			return v, false
		}
	}
	for n == 0 {
		next, skip := continued(v, h.version, at)
		if !skip {
			if !entryAt(v, h.version, at) {
				return v, false
			}
			break
		}
		at = next
	}
	return evidence.Volume{Name: v.Name, At: &prefixed{head, v.At, at}, Size: int64(len(head)) + v.Size - at}, true
}

// entryAt reports whether the block at off is an entry, not the end of the volume.
func entryAt(v evidence.Volume, version int, off int64) bool {
	if version == 5 {
		h, ok := rar5HeaderAt(v, off)
		return ok && h.typ == rar5FileType
	}
	var b [7]byte
	n, _ := v.At.ReadAt(b[:], off)
	return n == len(b) && b[2] == rar4FileType
}

// continued reports whether the block at off belongs to an entry that began in the
// volume before, and where the next one stands.
func continued(v evidence.Volume, version int, off int64) (int64, bool) {
	if version == 5 {
		h, ok := rar5HeaderAt(v, off)
		if !ok || h.data > uint64(v.Size-h.end) || h.typ != rar5FileType && h.typ != rar5ServiceType || h.flags&rar5SplitIn == 0 {
			return 0, false
		}
		return h.end + int64(h.data), true
	}
	var b [36]byte
	n, _ := v.At.ReadAt(b[:], off)
	if n < 11 || b[2] != rar4FileType || b[3]&rar4SplitIn == 0 {
		return 0, false
	}
	l := binary.LittleEndian
	flags, size, data := l.Uint16(b[3:]), int64(l.Uint16(b[5:])), int64(l.Uint32(b[7:]))
	if flags&0x100 != 0 && n == len(b) { // the upper half of a size beyond 4 GiB
		data |= int64(l.Uint32(b[32:])) << 32
	}
	if flags&rar4HasData == 0 || size < 11 || data < 0 || data > v.Size-off-size {
		return 0, false
	}
	return off + size + data, true
}

// prefixed reads other bytes in place of those before from.
type prefixed struct {
	head []byte
	at   io.ReaderAt
	from int64
}

// ReadAt implements io.ReaderAt.
func (p *prefixed) ReadAt(b []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("a negative offset")
	}
	n := 0
	if off < int64(len(p.head)) {
		n = copy(b, p.head[off:])
	}
	if n == len(b) {
		return n, nil
	}
	m, err := p.at.ReadAt(b[n:], off+int64(n)-int64(len(p.head))+p.from)
	return n + m, err
}

// rarFiles gives the library the volumes under names of our own: the names of either
// rule that it makes from the first.
type rarFiles struct {
	parts []evidence.Volume
	wrap  func(io.Reader) io.Reader
}

const rarFirst = "set.part1.rar"

// noVolume names the volume that the library asks for and that is not there.
type noVolume string

// Error implements error.
func (n noVolume) Error() string {
	return "it goes on in a further volume, which is missing: " + string(n)
}

// Is makes it fs.ErrNotExist, by which the library knows the end of a set.
func (n noVolume) Is(target error) bool {
	return target == fs.ErrNotExist || target == evidence.ErrVolumeMissing
}

func (f *rarFiles) number(name string) int {
	rest, ok := bytes.CutPrefix([]byte(name), []byte("set.part"))
	if !ok {
		return -1
	}
	digits, ext, _ := bytes.Cut(rest, []byte("."))
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' || n > 1<<20 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	switch {
	case string(ext) == "rar":
		return n - 1
	case n == 1 && len(ext) == 3 && ext[0] >= 'r' && ext[0] <= 'z' && ext[1] >= '0' && ext[1] <= '9' && ext[2] >= '0' && ext[2] <= '9':
		return 1 + 100*int(ext[0]-'r') + 10*int(ext[1]-'0') + int(ext[2]-'0')
	}
	return -1
}

// Open implements fs.FS.
func (f *rarFiles) Open(name string) (fs.File, error) {
	n := f.number(name)
	if n < 0 || n >= len(f.parts) {
		return nil, noVolume(nextRarVolume(f.parts[len(f.parts)-1].Name))
	}
	v := f.parts[n]
	return &rarFile{f.wrap(io.NewSectionReader(v.At, 0, v.Size)), v.Size}, nil
}

type rarFile struct {
	io.Reader
	size int64
}

// Close implements fs.File.
func (f *rarFile) Close() error { return nil }

// Stat implements fs.File.
func (f *rarFile) Stat() (fs.FileInfo, error) { return rarFileInfo{f.size}, nil }

type rarFileInfo struct{ size int64 }

func (i rarFileInfo) Name() string       { return "volume" }
func (i rarFileInfo) Size() int64        { return i.size }
func (i rarFileInfo) Mode() fs.FileMode  { return 0o400 }
func (i rarFileInfo) ModTime() time.Time { return time.Time{} }
func (i rarFileInfo) IsDir() bool        { return false }
func (i rarFileInfo) Sys() any           { return nil }
