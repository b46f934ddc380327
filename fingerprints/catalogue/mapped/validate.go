package mapped

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"evscan/fingerprints/catalogue"
)

// Validate reads the whole file: the checksum of every section, every record, and the
// order of every index. The error lists what is wrong with each section.
func (f *File) Validate(ctx context.Context) error {
	var errs []error
	for i := range f.head.sections {
		if err := guard(func() error { return f.validateSum(ctx, i) }); err != nil {
			errs = append(errs, err)
		}
	}
	if err := guard(func() error { return f.validateRecords(ctx) }); err != nil {
		errs = append(errs, err)
	}
	for _, x := range []*index{&f.names, &f.domains, &f.tenants, &f.registry} {
		if err := guard(func() error { return x.validate(ctx) }); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("mapped: %w", err)
	}
	return nil
}

// piece is how much of a file is read at once.
const piece = 1 << 20

func (f *File) validateSum(ctx context.Context, i int) error {
	s := &f.head.sections[i]
	sum := sha256.New()
	for at := uint64(0); at < s.length; at += piece {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := f.read(i, at, min(piece, s.length-at))
		if err != nil {
			return err
		}
		sum.Write(b)
	}
	if [sha256.Size]byte(sum.Sum(nil)) != s.sum {
		return fmt.Errorf("%w: checksum of the %s", ErrBroken, sectionNames[i])
	}
	return nil
}

func (f *File) validateRecords(ctx context.Context) error {
	content := sha256.New()
	last := ""
	for i := range f.head.orgs {
		if i%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		o, err := f.org(i)
		if err != nil {
			return err
		}
		if i > 0 && o.ID <= last {
			return fmt.Errorf("%w: record %d is out of order", ErrBroken, i)
		}
		last = o.ID
		content.Write(append(catalogue.AppendRecord(nil, &o), '\n'))
	}
	if [sha256.Size]byte(content.Sum(nil)) != f.head.content {
		return fmt.Errorf("%w: hash of the content", ErrBroken)
	}
	return nil
}

func (x *index) validate(ctx context.Context) error {
	directory := newDirectory(0)
	directory.counts, directory.shift = make([]uint32, x.f.head.sections[x.first+partDirectory].length/4), x.shift
	last := uint64(0)
	for i := range x.n {
		if i%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, err := x.f.read(x.first+partEntries, i*entrySize, entrySize)
		if err != nil {
			return err
		}
		key := binary.LittleEndian.Uint64(e)
		if key < last || binary.LittleEndian.Uint64(e[8:]) >= x.f.head.sections[x.first].length {
			return fmt.Errorf("%w: %s: number %d", ErrBroken, sectionNames[x.first+partEntries], i)
		}
		last = key
		directory.add(key)
	}
	want := directory.bytes()
	have, err := x.f.read(x.first+partDirectory, 0, uint64(len(want)))
	if err != nil {
		return err
	}
	if string(have) != string(want) {
		return fmt.Errorf("%w: %s", ErrBroken, sectionNames[x.first+partDirectory])
	}
	return nil
}
