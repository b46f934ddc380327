package mapped

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Options say how a file is written. The zero value will do.
type Options struct {
	// Date of the newest source, 2006-01-02; "" where nobody said.
	Date string
	// Temp is the folder for what does not fit into memory, about twice the size of the
	// records; "" is the folder of the file.
	Temp string
	// Memory is what sorting may use, in bytes; 0 is 128 MB, at least 1 MB.
	Memory int
	// Progress, where it is set, is told now and then how many records were read and how
	// many were written.
	Progress func(read, written int)
}

// Written is what Write wrote.
type Written struct {
	Organisations int
	Names         int   // distinct, in the form of catalogue.Core
	Bytes         int64 // length of the file
}

// ErrRecord is what errors about a record wrap that no catalogue can hold.
var ErrRecord = errors.New("unusable record")

// maxRecord is the longest record in the packed layout, in bytes.
const maxRecord = 4 << 20

const (
	defaultMemory = 128 << 20
	minMemory     = 1 << 20
	every         = 10_000 // records between two looks at the clock and the context
)

// Write makes the file at path out of records, which come in any order and must be as
// catalogue.Read leaves them (registrable domains, numbers checked). Records with the
// same ID are united, the earlier one winning. The first error of records ends it, as
// does a record without ID or name; then no file is left, and one that was there stays.
func Write(ctx context.Context, path string, records iter.Seq2[evidence.Organisation, error], opts Options) (Written, error) {
	if len(opts.Date) > dateLength {
		return Written{}, fmt.Errorf("mapped: date %q is too long", opts.Date)
	}
	temp, err := os.MkdirTemp(cmp.Or(opts.Temp, filepath.Dir(path)), ".evcat-*")
	if err != nil {
		return Written{}, fmt.Errorf("mapped: %w", err)
	}
	w := &writer{ctx: ctx, opts: opts, temp: temp, memory: max(minMemory, cmp.Or(opts.Memory, defaultMemory)), path: path}
	out, err := w.run(records)
	if err = errors.Join(err, os.RemoveAll(temp)); err != nil {
		return Written{}, fmt.Errorf("mapped: %w", err)
	}
	return out, nil
}

type writer struct {
	ctx    context.Context
	opts   Options
	temp   string
	path   string
	memory int

	head header
	file *os.File
	out  *bufio.Writer
	at   uint64 // length of the file so far

	names, domains, tenants, registry keySorter
	first, more, whole                *counter
	read, written                     int
}

// keySorter gathers the keys of one index.
type keySorter struct {
	sort *sorter
	n    int
	buf  []byte
}

// put adds a key. The record ends with a zero, the number of the organisation and its
// role, so that records of a key are in the order of their organisations.
func (k *keySorter) put(key uint64, text string, org int, role catalogue.NameRole) error {
	k.n++
	k.buf = binary.BigEndian.AppendUint64(k.buf[:0], key)
	k.buf = append(k.buf, text...)
	k.buf = append(k.buf, 0)
	k.buf = binary.BigEndian.AppendUint32(k.buf, uint32(org))
	k.buf = append(k.buf, byte(role))
	return k.sort.add(k.buf)
}

// keyTail is the length of what follows the text in the record of a key.
const keyTail = 1 + 4 + 1

func (w *writer) run(records iter.Seq2[evidence.Organisation, error]) (Written, error) {
	byID := newSorter(w.temp, w.memory)
	if err := w.gather(byID, records); err != nil {
		return Written{}, err
	}
	var err error
	if w.file, err = os.CreateTemp(filepath.Dir(w.path), ".evcat-*"); err != nil {
		return Written{}, err
	}
	name := w.file.Name()
	out, err := w.write(byID)
	if err = errors.Join(err, w.file.Close()); err == nil {
		err = os.Chmod(name, 0o644)
	}
	if err == nil {
		err = os.Rename(name, w.path)
	}
	if err != nil {
		return Written{}, errors.Join(err, os.Remove(name))
	}
	return out, nil
}

func (w *writer) tick() error {
	if (w.read+w.written)%every != 0 {
		return nil
	}
	if w.opts.Progress != nil {
		w.opts.Progress(w.read, w.written)
	}
	return w.ctx.Err()
}

// gather sorts the records by ID, then in the order they came in.
func (w *writer) gather(byID *sorter, records iter.Seq2[evidence.Organisation, error]) error {
	var buf []byte
	for o, err := range records {
		if err != nil {
			return err
		}
		if o.ID == "" || strings.TrimSpace(o.Name) == "" || strings.ContainsFunc(o.ID, func(r rune) bool { return r < ' ' }) {
			return fmt.Errorf("%w: id %q, name %q", ErrRecord, o.ID, o.Name)
		}
		buf = append(append(buf[:0], o.ID...), 0)
		buf = binary.BigEndian.AppendUint64(buf, uint64(w.read))
		n := len(buf)
		if buf = catalogue.AppendRecord(buf, &o); len(buf)-n > maxRecord || bytes.IndexByte(buf[n:], '\n') >= 0 {
			return fmt.Errorf("%w: %s is longer than %d bytes or has line feeds", ErrRecord, o.ID, maxRecord)
		}
		if err := byID.add(buf); err != nil {
			return err
		}
		w.read++
		if err := w.tick(); err != nil {
			return err
		}
	}
	return w.ctx.Err()
}

// united yields the records by ID, those with the same ID as one.
func united(byID *sorter) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		var last evidence.Organisation
		for record, err := range byID.sorted() {
			var o evidence.Organisation
			if err == nil {
				i := bytes.IndexByte(record, 0)
				o, err = catalogue.ParseRecord(string(record[i+9:]))
			}
			switch {
			case err != nil:
				yield(o, err)
				return
			case last.ID == o.ID:
				last = catalogue.Unite(last, o)
				continue
			case last.ID != "" && !yield(last, nil):
				return
			}
			last = o
		}
		if last.ID != "" {
			yield(last, nil)
		}
	}
}

func (w *writer) write(byID *sorter) (Written, error) {
	w.out = bufio.NewWriterSize(w.file, 1<<20)
	if _, err := w.out.Write(make([]byte, headerSize)); err != nil {
		return Written{}, err
	}
	w.at = uint64(headerSize)
	for _, k := range []*keySorter{&w.names, &w.domains, &w.tenants, &w.registry} {
		k.sort = newSorter(w.temp, w.memory/8)
	}
	w.names.sort.limit = w.memory / 2
	w.first, w.more, w.whole = newCounter(), newCounter(), newCounter()
	if err := w.records(byID); err != nil {
		return Written{}, err
	}
	gates := catalogue.NewGates(w.first.estimate(), w.more.estimate(), w.whole.estimate())
	names, err := w.index(secNames, &w.names, gates)
	if err != nil {
		return Written{}, err
	}
	for i, f := range []*catalogue.Filter{gates.First, gates.More, gates.Names} {
		if err := w.section(secFirst+i, func(put func([]byte) error) error { return put(f.AppendTo(nil)) }); err != nil {
			return Written{}, err
		}
	}
	for _, x := range []struct {
		section int
		keys    *keySorter
	}{{secDomains, &w.domains}, {secTenants, &w.tenants}, {secRegistry, &w.registry}} {
		if _, err := w.index(x.section, x.keys, nil); err != nil {
			return Written{}, err
		}
	}
	if err := w.out.Flush(); err != nil {
		return Written{}, err
	}
	w.head.orgs, w.head.date, w.head.length = uint64(w.written), w.opts.Date, w.at
	if _, err := w.file.WriteAt(w.head.bytes(), 0); err != nil {
		return Written{}, err
	}
	return Written{Organisations: w.written, Names: names, Bytes: int64(w.at)}, w.file.Sync()
}

// section writes one section.
func (w *writer) section(i int, write func(put func([]byte) error) error) error {
	s := &w.head.sections[i]
	s.offset = w.at
	sum := sha256.New()
	err := write(func(b []byte) error {
		sum.Write(b)
		w.at += uint64(len(b))
		_, err := w.out.Write(b)
		return err
	})
	s.length = w.at - s.offset
	sum.Sum(s.sum[:0])
	return err
}

// records writes the records and their offsets, and gathers the keys of all indexes.
func (w *writer) records(byID *sorter) error {
	offsets, err := os.CreateTemp(w.temp, "offsets-*")
	if err != nil {
		return err
	}
	defer offsets.Close()
	ow := bufio.NewWriter(offsets)
	content := sha256.New()
	err = w.section(secRecords, func(put func([]byte) error) error {
		var line, number []byte
		at := uint64(0)
		for o, err := range united(byID) {
			if err != nil {
				return err
			}
			line = append(catalogue.AppendRecord(line[:0], &o), '\n')
			content.Write(line)
			number = binary.LittleEndian.AppendUint64(number[:0], at)
			_, _ = ow.Write(number)
			at += uint64(len(line))
			if err := errors.Join(put(line), w.keys(&o, w.written)); err != nil {
				return err
			}
			w.written++
			if err := w.tick(); err != nil {
				return err
			}
		}
		_, err := ow.Write(binary.LittleEndian.AppendUint64(number[:0], at))
		return err
	})
	content.Sum(w.head.content[:0])
	if err = errors.Join(err, ow.Flush()); err != nil {
		return err
	}
	return w.section(secOffsets, func(put func([]byte) error) error { return copyFrom(offsets, put) })
}

func copyFrom(f *os.File, put func([]byte) error) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	buf := make([]byte, 1<<20)
	for {
		n, err := f.Read(buf)
		if err := put(buf[:n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// keys gathers what finds an organisation.
func (w *writer) keys(o *evidence.Organisation, org int) error {
	var errs []error
	var flags catalogue.NameRole
	switch o.Kind {
	case "brand":
		flags = catalogue.RoleBrand
	case "municipality", "government":
		flags = catalogue.RolePublic
	}
	name := func(core string, role catalogue.NameRole) {
		catalogue.GateKeys(core, w.first.add, w.more.add, w.whole.add)
		errs = append(errs, w.names.put(catalogue.NameKey(core), core, org, role|flags))
	}
	both := func(core string, role catalogue.NameRole) {
		if core == "" {
			return
		}
		name(core, role)
		if strings.Contains(core, "&") {
			name(strings.ReplaceAll(core, "&", " and "), role|catalogue.RoleWritten)
		}
	}
	cores := catalogue.Cores(o)
	for i, core := range cores {
		role := catalogue.RoleAlias
		if i == 0 {
			role = catalogue.RoleCanonical
		}
		both(core, role)
	}
	both(catalogue.ShortName(o, cores), catalogue.RoleShort)
	for _, d := range o.Domains {
		errs = append(errs, w.domains.put(catalogue.UnitHash(d), d, org, 0))
	}
	for _, t := range o.Tenants {
		t = strings.ToLower(t)
		errs = append(errs, w.tenants.put(catalogue.UnitHash(t), t, org, 0))
	}
	if !strings.HasPrefix(o.ID, "domain:") && !strings.HasPrefix(o.ID, "name:") {
		errs = append(errs, w.registry.put(catalogue.UnitHash(o.ID), o.ID, org, 0))
	}
	for _, r := range o.Registry {
		errs = append(errs, w.registry.put(catalogue.UnitHash(r), r, org, 0))
	}
	return errors.Join(errs...)
}

// index writes the three sections of an index and returns how many keys it has.
func (w *writer) index(first int, keys *keySorter, gates *catalogue.Gates) (int, error) {
	entries, err := os.CreateTemp(w.temp, "entries-*")
	if err != nil {
		return 0, err
	}
	defer entries.Close()
	ew := bufio.NewWriter(entries)
	directory := newDirectory(keys.n)
	count := 0
	err = w.section(first+partValues, func(put func([]byte) error) error {
		var g group
		at := uint64(0)
		var entry []byte
		flush := func() error {
			if g.orgs == 0 {
				return nil
			}
			if gates != nil {
				gates.Add(string(g.text))
			}
			value := g.value()
			entry = binary.LittleEndian.AppendUint64(entry[:0], g.key)
			entry = binary.LittleEndian.AppendUint64(entry, at)
			_, _ = ew.Write(entry)
			directory.add(g.key)
			count++
			at += uint64(len(value))
			return put(value)
		}
		n := 0
		for record, err := range keys.sort.sorted() {
			if n++; err == nil && n%every == 0 {
				err = w.ctx.Err()
			}
			if err != nil {
				return err
			}
			if !g.same(record) {
				if err := flush(); err != nil {
					return err
				}
				g.begin(record)
			}
			g.add(record)
		}
		return flush()
	})
	if err = errors.Join(err, ew.Flush()); err != nil {
		return 0, err
	}
	if err := w.section(first+partEntries, func(put func([]byte) error) error { return copyFrom(entries, put) }); err != nil {
		return 0, err
	}
	return count, w.section(first+partDirectory, func(put func([]byte) error) error { return put(directory.bytes()) })
}

// group is a key with its organisations.
type group struct {
	key   uint64
	text  []byte
	orgs  int
	last  uint32
	tail  []byte
	whole []byte
}

func (g *group) same(record []byte) bool {
	return g.orgs > 0 && binary.BigEndian.Uint64(record) == g.key && bytes.Equal(record[8:len(record)-keyTail], g.text)
}

func (g *group) begin(record []byte) {
	g.key = binary.BigEndian.Uint64(record)
	g.text = append(g.text[:0], record[8:len(record)-keyTail]...)
	g.orgs, g.last, g.tail = 0, 0, g.tail[:0]
}

func (g *group) add(record []byte) {
	end := record[len(record)-keyTail+1:]
	org := binary.BigEndian.Uint32(end)
	g.tail = binary.AppendUvarint(g.tail, uint64(org-g.last))
	g.tail = append(g.tail, end[4])
	g.last = org
	g.orgs++
}

// value is what parseValue reads.
func (g *group) value() []byte {
	g.whole = binary.AppendUvarint(g.whole[:0], uint64(len(g.text)))
	g.whole = append(g.whole, g.text...)
	g.whole = binary.AppendUvarint(g.whole, uint64(g.orgs))
	return append(g.whole, g.tail...)
}
