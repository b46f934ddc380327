package mapped

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Extension is how the names of these files end.
const Extension = ".evcat"

const (
	magic       = "evcat\x00\r\n"
	version     = 1
	dateLength  = 16
	fixedHeader = len(magic) + 4 + 4 + 8 + dateLength + sha256.Size + 8
	sectionSize = 4 + 4 + 8 + 8 + sha256.Size
	headerSize  = fixedHeader + sections*sectionSize + sha256.Size

	entrySize  = 16 // of an index
	offsetSize = 8
)

// Sections in the order of the table in the header.
const (
	secRecords = iota
	secOffsets
	secFirst // gates
	secMore
	secWhole
	secNames // and the two after it, like those that follow
	_
	_
	secDomains
	_
	_
	secTenants
	_
	_
	secRegistry
	_
	_
	sections
)

// Parts of an index, counted from its first section.
const (
	partValues = iota
	partEntries
	partDirectory
)

var sectionNames = [sections]string{"records", "offsets", "gate of first units", "gate of beginnings", "gate of names",
	"names", "entries of names", "directory of names", "domains", "entries of domains", "directory of domains",
	"tenants", "entries of tenants", "directory of tenants", "registry numbers", "entries of registry numbers", "directory of registry numbers"}

// Errors of files.
var (
	ErrFormat   = errors.New("not a catalogue file")                    // the file is something else
	ErrVersion  = errors.New("a catalogue file of another version")     // written by another evscan
	ErrBroken   = errors.New("broken catalogue file")                   // cut short or changed
	ErrVanished = errors.New("the catalogue file changed while in use") // cut short after it was opened
)

// section is where a part of the file lies.
type section struct {
	offset, length uint64
	sum            [sha256.Size]byte
}

type header struct {
	orgs     uint64
	date     string
	content  [sha256.Size]byte // of the records
	length   uint64            // of the file
	sections [sections]section
}

func (h *header) bytes() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, sections)
	b = binary.LittleEndian.AppendUint64(b, h.orgs)
	b = append(b, h.date...)
	b = append(b, make([]byte, dateLength-len(h.date))...)
	b = append(b, h.content[:]...)
	b = binary.LittleEndian.AppendUint64(b, h.length)
	for i, s := range h.sections {
		b = binary.LittleEndian.AppendUint32(b, uint32(i))
		b = binary.LittleEndian.AppendUint32(b, 0)
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
		b = append(b, s.sum[:]...)
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// parseHeader reads a header and holds what it says against the size of the file, so
// that every section lies inside it.
func parseHeader(b []byte, size uint64) (*header, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	if len(b) < len(magic)+4 {
		return nil, fmt.Errorf("%w: no header", ErrBroken)
	}
	if v := binary.LittleEndian.Uint32(b[len(magic):]); v != version {
		return nil, fmt.Errorf("%w: %d, this evscan reads %d", ErrVersion, v, version)
	}
	if len(b) < headerSize {
		return nil, fmt.Errorf("%w: no header", ErrBroken)
	}
	b = b[:headerSize]
	if sum := sha256.Sum256(b[:headerSize-sha256.Size]); !bytes.Equal(sum[:], b[headerSize-sha256.Size:]) {
		return nil, fmt.Errorf("%w: checksum of the header", ErrBroken)
	}
	p := b[len(magic)+4:]
	if n := binary.LittleEndian.Uint32(p); n != sections {
		return nil, fmt.Errorf("%w: %d sections", ErrBroken, n)
	}
	h := &header{orgs: binary.LittleEndian.Uint64(p[4:])}
	h.date = string(bytes.TrimRight(p[12:12+dateLength], "\x00"))
	p = p[12+dateLength:]
	copy(h.content[:], p)
	h.length = binary.LittleEndian.Uint64(p[sha256.Size:])
	p = p[sha256.Size+8:]
	if h.length != size {
		return nil, fmt.Errorf("%w: %d bytes long instead of %d", ErrBroken, size, h.length)
	}
	for i := range h.sections {
		s := &h.sections[i]
		if binary.LittleEndian.Uint32(p) != uint32(i) {
			return nil, fmt.Errorf("%w: order of the sections", ErrBroken)
		}
		s.offset, s.length = binary.LittleEndian.Uint64(p[8:]), binary.LittleEndian.Uint64(p[16:])
		copy(s.sum[:], p[24:])
		p = p[sectionSize:]
		if s.offset > size || s.length > size-s.offset {
			return nil, fmt.Errorf("%w: %s lie outside the file", ErrBroken, sectionNames[i])
		}
	}
	return h, h.check()
}

// check holds the lengths of the sections against each other.
func (h *header) check() error {
	if h.orgs >= 1<<32 || h.sections[secOffsets].length != (h.orgs+1)*offsetSize {
		return fmt.Errorf("%w: number of organisations", ErrBroken)
	}
	for i := secNames; i < sections; i += 3 {
		entries, directory := h.sections[i+partEntries].length, h.sections[i+partDirectory].length
		if entries%entrySize != 0 || directory < 8 || (directory/4-1)&(directory/4-2) != 0 || directory%4 != 0 {
			return fmt.Errorf("%w: size of the %s", ErrBroken, sectionNames[i+partDirectory])
		}
	}
	return nil
}
