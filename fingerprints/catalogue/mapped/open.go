package mapped

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// File is an open catalogue file. It is safe for concurrent use. A fault that shows
// when something is looked up is kept, see Err, and the answer is that there is nothing.
type File struct {
	src   source
	head  *header
	gates *catalogue.Gates
	fault atomic.Pointer[error]

	names, domains, tenants, registry index
}

var _ catalogue.NameTable = (*File)(nil)

// Open opens a file that Write made. It reads the header and the gates and holds them
// against their checksums; for the rest see Validate.
func Open(path string) (*File, error) {
	f, err := open(path, openMemory)
	if err != nil {
		return nil, fmt.Errorf("mapped: %w", err)
	}
	return f, nil
}

func open(path string, from func(*os.File, int64) (source, error)) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrFormat, path), file.Close())
	}
	src, err := from(file, info.Size())
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f, err := newFile(src, uint64(info.Size()))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), src.close())
	}
	return f, nil
}

func newFile(src source, size uint64) (*File, error) {
	f := &File{src: src, gates: &catalogue.Gates{}}
	err := guard(func() error {
		b, err := src.read(0, min(size, uint64(headerSize)))
		if err != nil {
			return err
		}
		if f.head, err = parseHeader(b, size); err != nil {
			return err
		}
		for i, to := range []**catalogue.Filter{&f.gates.First, &f.gates.More, &f.gates.Names} {
			s := &f.head.sections[secFirst+i]
			b, err := src.read(s.offset, s.length)
			if err != nil {
				return err
			}
			if sum := sha256.Sum256(b); sum != s.sum {
				return fmt.Errorf("%w: checksum of the %s", ErrBroken, sectionNames[secFirst+i])
			}
			if *to, err = catalogue.ParseFilter(b); err != nil {
				return fmt.Errorf("%w: %s: %w", ErrBroken, sectionNames[secFirst+i], err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	f.names, f.domains = newIndex(f, secNames), newIndex(f, secDomains)
	f.tenants, f.registry = newIndex(f, secTenants), newIndex(f, secRegistry)
	return f, nil
}

// Close gives the memory back. What looks things up meanwhile, or later, finds nothing.
func (f *File) Close() error { return f.src.close() }

// Err returns the first fault that a lookup met, nil where there was none.
func (f *File) Err() error {
	if p := f.fault.Load(); p != nil {
		return *p
	}
	return nil
}

// look calls a lookup and keeps its fault.
func (f *File) look(lookup func() error) {
	if err := guard(lookup); err != nil {
		err = fmt.Errorf("mapped: %w", err)
		f.fault.CompareAndSwap(nil, &err)
	}
}

// read reads a part of a section.
func (f *File) read(sec int, offset, n uint64) ([]byte, error) {
	s := &f.head.sections[sec]
	if offset > s.length || n > s.length-offset {
		return nil, fmt.Errorf("%w: behind the end of the %s", ErrBroken, sectionNames[sec])
	}
	return f.src.read(s.offset+offset, n)
}

// Len returns the number of organisations.
func (f *File) Len() int { return int(f.head.orgs) }

// Version is that of a Catalogue with the same organisations.
func (f *File) Version() string {
	sum := hex.EncodeToString(f.head.content[:6])
	if f.head.date == "" {
		return sum
	}
	return f.head.date + "-" + sum
}

// Gates implements catalogue.NameTable.
func (f *File) Gates() *catalogue.Gates { return f.gates }

// record returns a record without its line feed.
func (f *File) record(i uint64) ([]byte, error) {
	b, err := f.read(secOffsets, i*offsetSize, 2*offsetSize)
	if err != nil {
		return nil, err
	}
	from, to := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[offsetSize:])
	if to <= from || to-from > maxRecord {
		return nil, fmt.Errorf("%w: offset of record %d", ErrBroken, i)
	}
	return f.read(secRecords, from, to-from-1)
}

func idOf(record []byte) []byte {
	id, _, _ := bytes.Cut(record, []byte{'\t'})
	return id
}

func (f *File) id(i uint64) (string, error) {
	r, err := f.record(i)
	if err != nil {
		return "", err
	}
	return string(idOf(r)), nil
}

func (f *File) org(i uint64) (evidence.Organisation, error) {
	r, err := f.record(i)
	if err != nil {
		return evidence.Organisation{}, err
	}
	o, err := catalogue.ParseRecord(string(r))
	if err != nil {
		return o, fmt.Errorf("%w: record %d: %w", ErrBroken, i, err)
	}
	return o, nil
}

// ID implements catalogue.NameTable.
func (f *File) ID(org int) (id string) {
	f.look(func() (err error) { id, err = f.id(uint64(org)); return err })
	return id
}

// Named implements catalogue.NameTable.
func (f *File) Named(dst []catalogue.Named, key uint64, core []byte) []catalogue.Named {
	n := len(dst)
	f.look(func() error {
		return f.names.find(key, core, func(org uint32, role catalogue.NameRole) {
			dst = append(dst, catalogue.Named{Org: int(org), Role: role})
		})
	})
	if f.Err() != nil {
		return dst[:n]
	}
	return dst
}

// Org returns the organisation of that ID.
func (f *File) Org(id string) (o evidence.Organisation, ok bool) {
	f.look(func() error {
		from, to := uint64(0), f.head.orgs
		for from < to {
			mid := from + (to-from)/2
			r, err := f.record(mid)
			if err != nil {
				return err
			}
			switch c := strings.Compare(string(idOf(r)), id); {
			case c == 0:
				o, err = f.org(mid)
				ok = err == nil
				return err
			case c < 0:
				from = mid + 1
			default:
				to = mid
			}
		}
		return nil
	})
	return o, ok
}

// All yields every organisation, sorted by ID, up to the first that is broken.
func (f *File) All(yield func(evidence.Organisation) bool) {
	for i := range f.head.orgs {
		var o evidence.Organisation
		ok := false
		f.look(func() (err error) { o, err = f.org(i); ok = err == nil; return err })
		if !ok || !yield(o) {
			return
		}
	}
}

// ids returns who has a key, as far as want says yes to the role.
func (f *File) ids(x *index, key uint64, text string, want func(catalogue.NameRole) bool) (ids []string) {
	f.look(func() error {
		var orgs []uint32
		if err := x.find(key, []byte(text), func(org uint32, role catalogue.NameRole) {
			if want == nil || want(role) {
				orgs = append(orgs, org)
			}
		}); err != nil {
			return err
		}
		orgs = slices.Compact(orgs) // which come in order
		for _, org := range orgs {
			id, err := f.id(uint64(org))
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids
}

// ByDomain returns the IDs of the organisations with that registrable domain, sorted.
func (f *File) ByDomain(registrable string) []string {
	return f.ids(&f.domains, catalogue.UnitHash(registrable), registrable, nil)
}

// ByName returns the IDs of the organisations with that name, in whatever spelling.
func (f *File) ByName(name string) []string { return f.ByCore(catalogue.Core(name)) }

// ByCore is ByName for a name that is in the form of catalogue.Core already.
func (f *File) ByCore(core string) []string {
	return f.ids(&f.names, catalogue.NameKey(core), core, func(r catalogue.NameRole) bool {
		return r.Of() != catalogue.RoleShort && r&catalogue.RoleWritten == 0
	})
}

// ByShort returns the IDs of the organisations with that catalogue.ShortName.
func (f *File) ByShort(core string) []string {
	return f.ids(&f.names, catalogue.NameKey(core), core, func(r catalogue.NameRole) bool {
		return r.Of() == catalogue.RoleShort && r&catalogue.RoleWritten == 0
	})
}

// ByTenant returns the IDs of the organisations with that Entra tenant id.
func (f *File) ByTenant(guid string) []string {
	guid = strings.ToLower(guid)
	return f.ids(&f.tenants, catalogue.UnitHash(guid), guid, nil)
}

// ByRegistry returns the IDs of the organisations with that registry number, written
// scheme:number.
func (f *File) ByRegistry(schemeNumber string) []string {
	return f.ids(&f.registry, catalogue.UnitHash(schemeNumber), schemeNumber, nil)
}

// ByClaim returns the IDs of the organisations that somebody means who claims a name,
// see catalogue.Claimed.
func (f *File) ByClaim(name string) []string { return catalogue.Claimed(f, name) }
