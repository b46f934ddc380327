package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// member is an entry of an archive that stores its files one behind the other, as
// they are.
type member struct {
	raw     []byte // name
	at      int64  // first byte of its data
	size    int64  // as claimed, never negative
	problem evidence.Problem
	link    []byte  // target of a symbolic link
	sum     *uint32 // what its bytes add up to; nil: not said
}

// pushMembers decodes all names by one guess and hands the members over.
func pushMembers(ctx context.Context, in evidence.Input, out evidence.Sink, members []member) error {
	raws := make([][]byte, 0, len(members))
	for _, m := range members {
		raws = append(raws, m.raw)
	}
	guess := charset.DetectNames(raws)
	var twins twinNames
	defer twins.warn(out)
	for _, m := range members {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := entryName(guess, m.raw, m.size)
		twins.add(name.Name)
		name.Problem = m.problem
		var r io.Reader
		switch {
		case m.problem.Kind != "":
		case m.link != nil:
			name.Problem = linkProblem("symbolic", guess.Decode(m.link))
		default:
			r = sized(in, m.at, m.size)
			if m.sum != nil {
				r = &summed{r: r, want: *m.sum}
			}
		}
		if err := out.Child(ctx, name, r); err != nil {
			return err
		}
	}
	return nil
}

// entryName decodes raw and keeps it where that changed it.
func entryName(guess charset.Guess, raw []byte, size int64) evidence.ChildName {
	name := evidence.ChildName{Name: guess.Decode(raw), Origin: evidence.OriginEntry, Size: size}
	if name.Name != string(raw) {
		name.Raw = raw
	}
	return name
}

func linkProblem(kind, target string) evidence.Problem {
	return problem(evidence.ProblemUnsupported, fmt.Sprintf("a %s link to %q; links are not followed", kind, target))
}

// sized reads size bytes at off and ends with an error where the item ends before.
func sized(in evidence.Input, off, size int64) io.Reader {
	return &exact{r: io.NewSectionReader(in.At, off, max(0, min(size, in.Size-off))), size: size}
}

// exact ends with an error where r does not hold size bytes.
type exact struct {
	r    io.Reader
	size int64
	n    int64
}

func (e *exact) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.n += int64(n)
	if errors.Is(err, io.EOF) && e.n < e.size {
		err = fmt.Errorf("%w: the archive ends after %d of %d bytes", evidence.ErrCorrupt, e.n, e.size)
	}
	return n, err
}

// summed compares the bytes' sum with the one that cpio's crc dialect keeps, which
// is no CRC.
type summed struct {
	r         io.Reader
	want, sum uint32
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	for _, c := range p[:n] {
		s.sum += uint32(c)
	}
	if errors.Is(err, io.EOF) && s.sum != s.want {
		err = fmt.Errorf("%w: the bytes add up to %08x, the archive claims %08x", evidence.ErrCorrupt, s.sum, s.want)
	}
	return n, err
}

// twinNames finds names that a person can't tell apart.
type twinNames struct {
	seen     map[string]string // by composed form, the first spelling
	same     []string
	twins    []string
	overflow int
}

const maxTwins = 5 // names told of each kind

func (t *twinNames) add(name string) {
	if t.seen == nil {
		t.seen = map[string]string{}
	}
	key := norm.NFC.String(strings.TrimPrefix(name, "./"))
	first, ok := t.seen[key]
	switch {
	case !ok:
		t.seen[key] = name
		return
	case len(t.same)+len(t.twins) >= maxTwins:
		t.overflow++
	case first == name:
		t.same = append(t.same, fmt.Sprintf("several entries are named %q", name))
	default:
		t.twins = append(t.twins, fmt.Sprintf("the names %+q and %+q read alike", first, name))
	}
}

// warn tells of what was found, in the order it was found.
func (t *twinNames) warn(out evidence.Sink) {
	for _, w := range t.same {
		out.Warn(w)
	}
	for _, w := range t.twins {
		out.Warn(w)
	}
	if t.overflow > 0 {
		out.Warn(fmt.Sprintf("%d further entries repeat a name", t.overflow))
	}
}
