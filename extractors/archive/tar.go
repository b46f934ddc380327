package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// tarFormat is tar in the dialects of archive/tar: v7, ustar, GNU, star and pax
// (POSIX.1-2017, pax). The v7 dialect has no signature; the header's checksum
// serves instead.
func tarFormat() evidence.Format {
	return evidence.Format{ID: "tar", MIME: "application/x-tar", Version: 1, Exts: []string{"tar", "gtar", "ova"}, Match: matchTar, Extract: extractTar}
}

const tarBlock = 512

func matchTar(p evidence.Probe) (string, bool) {
	h := p.Head
	if len(h) < tarBlock || h[0] == 0 {
		return "", false
	}
	if !tarChecksum(h[:tarBlock]) {
		return "", false
	}
	if string(h[257:262]) == "ustar" {
		return "signature ustar at 257", true
	}
	return "checksum of a tar header at 148", true
}

// tarChecksum compares the header's sum with the octal number in it.
func tarChecksum(h []byte) bool {
	want, err := strconv.ParseInt(strings.Trim(string(h[148:156]), " \x00"), 8, 64)
	if err != nil {
		return false
	}
	var unsigned, signed int64
	for i, c := range h {
		if i >= 148 && i < 156 {
			c = ' '
		}
		unsigned += int64(c)
		signed += int64(int8(c))
	}
	return want == unsigned || want == signed
}

// maxResyncs bounds how often a tar is taken up again behind damage.
const maxResyncs = 1000

// extractTar reads the entries of a tar. Behind a damaged header, a missing volume or an
// end mark it goes on with the next header whose check sum holds: what stands there was
// archived, too.
func extractTar(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	guess, err := tarNames(ctx, in)
	if err != nil {
		return err
	}
	var twins twinNames
	defer twins.warn(out)
	at := int64(0)
	for n := 0; ; n++ {
		section := io.NewSectionReader(in.At, at, in.Size-at)
		last, err := extractTarFrom(ctx, section, out, guess, &twins)
		var stop *sinkError
		if errors.As(err, &stop) {
			return stop.error
		}
		read, _ := section.Seek(0, io.SeekCurrent) // never fails here
		end := at + read
		if err != nil {
			err = fmt.Errorf("%w: the next header: %w", evidence.ErrCorrupt, volumeError(err)) // keeps tar.ErrHeader
		}
		if errors.Is(err, tar.ErrHeader) {
			behind, perr := pushPlainTar(ctx, in, out, guess, at+last)
			if perr != nil {
				return perr
			}
			end = max(end, behind)
		}
		next, ok, ferr := nextTarHeader(ctx, in, end)
		switch {
		case ferr != nil:
			return ferr
		case !ok && err == nil:
			if end < in.Size && !zeroRange(in.At, end, in.Size) {
				out.Warn(fmt.Sprintf("%d bytes of other data after the archive", in.Size-end))
				return pushAfter(ctx, in, out, end)
			}
			return nil
		case !ok || n == maxResyncs:
			return err
		case err == nil:
			out.Warn(fmt.Sprintf("another archive begins behind the end mark, at %d", next))
		default:
			out.Problem(evidence.ProblemKindOf(err), fmt.Sprintf("byte %d", end), fmt.Sprintf("%v; read on with the header at %d", err, next))
		}
		at = next
	}
}

// sinkError is an error that ends the reading, not the archive.
type sinkError struct{ error }

// extractTarFrom reads entries up to an end mark, nil, or damage. It returns where the
// headers that it read last begin.
func extractTarFrom(ctx context.Context, r *io.SectionReader, out evidence.Sink, guess charset.Guess, twins *twinNames) (int64, error) {
	tr := tar.NewReader(r)
	for {
		if err := ctx.Err(); err != nil {
			return 0, &sinkError{err}
		}
		last, _ := r.Seek(0, io.SeekCurrent) // never fails here
		last = tarRound(last)
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return last, nil
		}
		if err != nil {
			return last, err
		}
		if h.Typeflag != tar.TypeDir {
			twins.add(guess.Decode([]byte(h.Name)))
		}
		if err := pushTar(ctx, out, guess, h, tr); err != nil {
			return last, &sinkError{err}
		}
	}
}

func tarRound(n int64) int64 { return (n + tarBlock - 1) / tarBlock * tarBlock }

// pushPlainTar hands over the file whose headers stand at off, by its plain header alone:
// the library refuses the whole entry where one word of its further headers is odd. It
// returns the first byte behind the entry, 0 where there is none.
func pushPlainTar(ctx context.Context, in evidence.Input, out evidence.Sink, guess charset.Guess, off int64) (int64, error) {
	h := make([]byte, tarBlock)
	for range 8 {
		if n, _ := in.At.ReadAt(h, off); n < len(h) || h[0] == 0 || !tarChecksum(h) {
			return 0, nil
		}
		size, err := strconv.ParseInt(strings.Trim(string(h[124:136]), " \x00"), 8, 64)
		if err != nil || size < 0 || size > in.Size-off-tarBlock {
			return 0, nil
		}
		behind := off + tarBlock + tarRound(size)
		switch h[156] {
		case tar.TypeXHeader, tar.TypeXGlobalHeader, tar.TypeGNULongName, tar.TypeGNULongLink:
			off = behind
			continue
		case tar.TypeReg, '\x00', tar.TypeCont:
		default:
			return 0, nil
		}
		raw, _, _ := bytes.Cut(h[:100], []byte{0})
		if prefix, _, _ := bytes.Cut(h[345:500], []byte{0}); string(h[257:263]) == "ustar\x00" && len(prefix) > 0 {
			raw = append(append(bytes.Clone(prefix), '/'), raw...)
		}
		return behind, out.Child(ctx, entryName(guess, raw, size), sized(in, off+tarBlock, size))
	}
	return 0, nil
}

// nextTarHeader looks for a header with a check sum that holds, block by block.
func nextTarHeader(ctx context.Context, in evidence.Input, from int64) (int64, bool, error) {
	pos := tarRound(from)
	buf := make([]byte, 128*tarBlock)
	for pos+tarBlock <= in.Size {
		if err := ctx.Err(); err != nil {
			return 0, false, err
		}
		n, err := in.At.ReadAt(buf[:min(int64(len(buf)), in.Size-pos)], pos)
		for off := 0; off+tarBlock <= n; off += tarBlock {
			if b := buf[off : off+tarBlock]; b[0] != 0 && tarChecksum(b) && tarPlausible(b) {
				return pos + int64(off), true, nil
			}
		}
		switch whole := int64(n / tarBlock * tarBlock); {
		case errors.Is(err, evidence.ErrVolumeMissing):
			next := tarRound(nextPresent(in.At, pos+int64(n)))
			pos = max(next, pos+tarBlock)
		case err != nil && !errors.Is(err, io.EOF) || whole == 0:
			return 0, false, nil // unreadable bytes are reported by what reads them
		default:
			pos += whole
		}
	}
	return 0, false, nil
}

// tarPlausible asks more of a header in the middle than its sum: the signature of POSIX or
// GNU, or a size in octal digits.
func tarPlausible(h []byte) bool {
	if string(h[257:262]) == "ustar" {
		return true
	}
	_, err := strconv.ParseInt(strings.Trim(string(h[124:136]), " \x00"), 8, 64)
	return err == nil
}

func pushTar(ctx context.Context, out evidence.Sink, guess charset.Guess, h *tar.Header, r io.Reader) error {
	name := evidence.ChildName{Name: guess.Decode([]byte(h.Name)), Origin: evidence.OriginEntry, Size: h.Size}
	if name.Name != h.Name {
		name.Raw = []byte(h.Name)
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return nil
	case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		return out.Child(ctx, name, r)
	case tar.TypeSymlink, tar.TypeLink:
		// A link is never followed: where it points to is all that it says.
		kind := "symbolic"
		if h.Typeflag == tar.TypeLink {
			kind = "hard"
		}
		name.Problem = linkProblem(kind, guess.Decode([]byte(h.Linkname)))
		return out.Child(ctx, name, nil)
	case tar.TypeXGlobalHeader:
		return nil
	}
	name.Problem = problem(evidence.ProblemUnsupported, fmt.Sprintf("entry of type %q, which has no content of its own", h.Typeflag))
	return out.Child(ctx, name, nil)
}

// tarNames guesses the encoding of the names that are not UTF-8, over all of them.
func tarNames(ctx context.Context, in evidence.Input) (charset.Guess, error) {
	tr := tar.NewReader(in.Reader())
	var names [][]byte
	size := 0
	for size < 1<<20 {
		if err := ctx.Err(); err != nil {
			return charset.Guess{}, err
		}
		h, err := tr.Next()
		if err != nil {
			break // the second pass reports it
		}
		names = append(names, []byte(h.Name))
		size += len(h.Name)
	}
	return charset.DetectNames(names), nil
}
