package archive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/mikelolasagasti/xz"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz/lzma"

	"evscan/evidence"
)

// dictionaryMax bounds the dictionary that a stream may ask for; xz -9 takes half of it.
const dictionaryMax = 128 << 20

// xzFormat is the .xz file format 1.2.1, https://tukaani.org/xz/xz-file-format.txt
func xzFormat() evidence.Format {
	return evidence.Format{ID: "xz", MIME: "application/x-xz", Version: 1, Exts: []string{"xz", "txz"}, Match: signature("\xfd7zXZ\x00"),
		Extract: extractStream(openXZ)}
}

func openXZ(r io.Reader) (io.Reader, error) {
	x, err := xz.NewReader(r, dictionaryMax)
	if err != nil {
		return nil, xzError(err)
	}
	return &renamed{x, xzError}, nil
}

func xzError(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case errors.Is(err, xz.ErrMemlimit):
		return fmt.Errorf("a dictionary of more than %d MiB: %w", dictionaryMax>>20, evidence.ErrLimit)
	case errors.Is(err, xz.ErrOptions), errors.Is(err, xz.ErrUnsupportedCheck):
		return fmt.Errorf("%w: %w", evidence.ErrUnsupported, err)
	}
	return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
}

// renamed gives a decoder's errors our kinds.
type renamed struct {
	r   io.Reader
	err func(error) error
}

func (r *renamed) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	return n, r.err(err)
}

func corruptError(err error) error {
	if err == nil || errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
}

// lz4Format is the LZ4 frame format 1.6.4 and the legacy frame,
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
func lz4Format() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		return fmt.Sprintf("signature %q at 0", p.Head[:min(4, len(p.Head))]), lz4Magic(p.Head)
	}
	return evidence.Format{ID: "lz4", MIME: "application/x-lz4", Version: 1, Exts: []string{"lz4", "tlz4"}, Match: match,
		Extract: extractStream(func(r io.Reader) (io.Reader, error) {
			br := bufio.NewReader(r)
			return &lz4Frames{br: br, zr: lz4.NewReader(br)}, nil
		})}
}

func lz4Magic(h []byte) bool {
	return bytes.HasPrefix(h, []byte("\x04\x22\x4d\x18")) || bytes.HasPrefix(h, []byte("\x02\x21\x4c\x18"))
}

// lz4Frames reads frames one behind the other as one file, as the specification
// asks for.
type lz4Frames struct {
	br *bufio.Reader
	zr *lz4.Reader
}

func (f *lz4Frames) Read(p []byte) (int, error) {
	for {
		n, err := f.zr.Read(p)
		if !errors.Is(err, io.EOF) || n > 0 {
			if n > 0 && errors.Is(err, io.EOF) {
				err = nil
			}
			return n, corruptError(err)
		}
		more, _ := f.br.Peek(4)
		switch {
		case len(more) == 0:
			return 0, io.EOF
		case !lz4Magic(more) && binary.LittleEndian.Uint32(append(more, 0, 0, 0, 0))>>4 != 0x184d2a5:
			return 0, fmt.Errorf("%w: other data after the last frame", evidence.ErrCorrupt)
		}
		f.zr.Reset(f.br)
	}
}

// lzmaFormat is the format of LZMA Utils and of `7z -tlzma`: properties, size and the
// stream, without a signature; https://www.7-zip.org/sdk.html, lzma-specification.txt.
func lzmaFormat() evidence.Format {
	return evidence.Format{ID: "lzma", MIME: "application/x-lzma", Version: 1, Exts: []string{"lzma", "tlz"}, Match: matchLZMA,
		Extract: extractStream(openLZMA)}
}

// lzmaHeader is the length of the properties and the size.
const lzmaHeader = 13

// matchLZMA wants what encoders write: a power of two, or that and its half, for a
// dictionary; a size below 256 GiB, or none; the first byte of a range coder, zero.
func matchLZMA(p evidence.Probe) (string, bool) {
	h := p.Head
	if len(h) < lzmaHeader+5 || h[0] >= 9*5*5 || h[lzmaHeader] != 0 {
		return "", false
	}
	dict, size := binary.LittleEndian.Uint32(h[1:]), binary.LittleEndian.Uint64(h[5:])
	if dict < 1<<12 || (dict != 1<<32-1 && bits.OnesCount32(dict) > 2) || bits.OnesCount32(dict) == 2 && dict&(dict<<1) == 0 {
		return "", false
	}
	if size == 0 || size >= 1<<38 && size != 1<<64-1 {
		return "", false
	}
	return fmt.Sprintf("properties of LZMA at 0: a dictionary of %d bytes", dict), true
}

func openLZMA(r io.Reader) (io.Reader, error) {
	br := bufio.NewReader(r)
	h, err := br.Peek(lzmaHeader)
	if err != nil {
		return nil, err
	}
	if dict := binary.LittleEndian.Uint32(h[1:]); dict > dictionaryMax {
		return nil, fmt.Errorf("a dictionary of %d MiB: %w", dict>>20, evidence.ErrLimit)
	}
	z, err := lzma.NewReader(br)
	if err != nil {
		return nil, err
	}
	return &renamed{z, corruptError}, nil
}

// extractStream reads a format that holds one nameless file.
func extractStream(open func(io.Reader) (io.Reader, error)) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
		r, err := open(bufio.NewReader(&contextReader{ctx, in.Reader()}))
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if evidence.ProblemKindOf(err) == evidence.ProblemCorrupt {
				err = fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
			}
			return err
		}
		if c, ok := r.(interface{ Close() }); ok {
			defer c.Close()
		}
		name := evidence.ChildName{Name: unpackedName(in.Name), Origin: evidence.OriginEntry}
		return out.Child(ctx, name, r)
	}
}
