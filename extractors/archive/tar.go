package archive

import (
	"archive/tar"
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

func extractTar(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	guess, err := tarNames(ctx, in)
	if err != nil {
		return err
	}
	tr := tar.NewReader(in.Reader())
	var twins twinNames
	defer twins.warn(out)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: the next header: %w", evidence.ErrCorrupt, err)
		}
		if h.Typeflag != tar.TypeDir {
			twins.add(guess.Decode([]byte(h.Name)))
		}
		if err := pushTar(ctx, out, guess, h, tr); err != nil {
			return err
		}
	}
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
