package archive

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"evscan/evidence"
)

// What stands between the entries that the directory lists is read, too: entries it
// keeps quiet about, another archive in front, data that belong to nothing.

// Bounds of what is found between entries.
const (
	gapMin  = localSize + 1 // shorter gaps are data descriptors and padding
	gapsMax = 100           // pieces of data handed over; more are counted
)

// span is a range of bytes, the end not included.
type span struct{ from, to int64 }

// covered collects what listed entries take, headers included.
type covered struct {
	list []span
	data map[int64]bool // where listed entries' bytes begin
}

func (c *covered) add(from, data, to int64) {
	if c.data == nil {
		c.data = map[int64]bool{}
	}
	c.list = append(c.list, span{from, to})
	c.data[data] = true
}

// gaps are the ranges before end that nothing takes, in order.
func (c *covered) gaps(end int64) []span {
	slices.SortFunc(c.list, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	at := int64(0)
	for _, s := range append(slices.Clip(c.list), span{end, end}) {
		if from := min(s.from, end); from-at >= gapMin {
			out = append(out, span{at, from})
		}
		at = max(at, s.to)
	}
	return out
}

// pushUnlisted hands over what stands in the gaps. Data before and behind the archive
// are left to others where edges is false.
func pushUnlisted(ctx context.Context, in evidence.Input, out evidence.Sink, used *covered, dir int64, edges bool) error {
	u := &unlisted{ctx: ctx, in: in, out: out}
	for _, g := range used.gaps(dir) {
		if !edges && g.from == 0 {
			continue
		}
		if err := u.gap(g, used.data); err != nil {
			return err
		}
	}
	if len(u.files) > 0 {
		out.Warn(fmt.Sprintf("entries that the directory does not list, found by their local headers: %d", len(u.files)))
	}
	for i, name := range decodeNames(u.files) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := pushEntry(ctx, in, out, name, u.entries[i]); err != nil {
			return err
		}
	}
	for i, s := range u.data {
		if i == gapsMax {
			out.Warn(fmt.Sprintf("%d further pieces of data belong to no entry; they were not read", len(u.data)-i))
			break
		}
		name := fmt.Sprintf("data at %d that belong to no entry", s.from)
		if s.from == 0 {
			name = nameBefore
		}
		if err := pushData(ctx, in, out, name, s.from, s.to); err != nil {
			return err
		}
	}
	return nil
}

type unlisted struct {
	ctx     context.Context
	in      evidence.Input
	out     evidence.Sink
	files   []*zip.File
	entries []entry
	data    []span
}

// gap looks through one range.
func (u *unlisted) gap(g span, listed map[int64]bool) error {
	part := u.in
	part.Size = g.to // an entry must end in the gap
	for pos := g.from; pos < g.to && len(u.files) <= u.in.Limits.Items; {
		off, ok, err := findLocal(u.ctx, part.At, g.to, pos)
		if err != nil {
			return err
		}
		if !ok {
			u.rest(pos, g.to)
			break
		}
		f, e, ok := localHeader(part, off)
		end := int64(0)
		if ok {
			end, err = entryEnd(u.ctx, part, &e, off)
			if err != nil {
				return err
			}
		}
		if !ok || listed[e.at] || e.at+e.packed > g.to || methodName(e.method) == "unknown" {
			if next := off + 4; next < g.to {
				u.rest(pos, off)
				pos = next
				continue
			}
			break
		}
		u.rest(pos, off)
		u.files, u.entries = append(u.files, f), append(u.entries, e)
		pos = max(end, off+localSize)
	}
	return nil
}

// rest notes data between entries, unless they are zeros or records of a directory.
func (u *unlisted) rest(from, to int64) {
	if to-from < gapMin || zeroRange(u.in.At, from, to) {
		return
	}
	var sig [4]byte
	if _, err := u.in.At.ReadAt(sig[:], from); err != nil {
		return // a missing volume is told of elsewhere
	}
	switch string(sig[:]) {
	case "PK\x01\x02", "PK\x05\x06", "PK\x06\x06", "PK\x07\x08":
		return
	}
	u.data = append(u.data, span{from, to})
}

// Names of what an archive's file holds beside the archive.
const (
	nameBefore = "data before the archive"
	nameAfter  = "data after the archive"
)

// pushData hands over a range of an item as a child.
func pushData(ctx context.Context, in evidence.Input, out evidence.Sink, name string, from, to int64) error {
	return out.Child(ctx, evidence.ChildName{Name: name, Origin: evidence.OriginEmbedded, Size: to - from}, io.NewSectionReader(in.At, from, to-from))
}

// pushAfter hands over what stands behind an archive that ends at end, unless it is
// padding.
func pushAfter(ctx context.Context, in evidence.Input, out evidence.Sink, end int64) error {
	if end >= in.Size || zeroRange(in.At, end, in.Size) {
		return nil
	}
	return pushData(ctx, in, out, nameAfter, end, in.Size)
}

// zeroRange reports whether a range holds zeros only; of a long one the first MiB is
// looked at.
func zeroRange(r io.ReaderAt, from, to int64) bool {
	buf := make([]byte, 64<<10)
	for at := from; at < min(to, from+1<<20); {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
		for _, b := range buf[:n] {
			if b != 0 {
				return false
			}
		}
		if err != nil || n == 0 {
			return true
		}
		at += int64(n)
	}
	return to-from <= 1<<20
}
