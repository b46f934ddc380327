package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"evscan/evidence"
	"evscan/extractors/charset"
)

const flagEncrypted = 1 << 0 // 4.4.4

// entry is what the headers of one entry say, wherever they were found.
type entry struct {
	at         int64 // first byte of its data
	packed     int64
	size       uint64
	crc        uint32
	flags      uint16
	method     uint16
	modTime    uint16 // MS-DOS time, a part of ZipCrypto's check
	extra      []byte
	unverified bool // size and CRC are not known
	link       bool // its content is where a symbolic link points to
}

func entryOf(f *zip.File, at int64) entry {
	return entry{at: at, packed: claimed(f.CompressedSize64), size: f.UncompressedSize64, crc: f.CRC32, flags: f.Flags,
		method: f.Method, modTime: f.ModifiedTime, extra: f.Extra}
}

// pushEntry hands over one entry, opened with the first password that fits.
func pushEntry(ctx context.Context, in evidence.Input, out evidence.Sink, name evidence.ChildName, e entry) error {
	if name.Problem.Kind != "" {
		return out.Child(ctx, name, nil)
	}
	packed := io.NewSectionReader(in.At, e.at, max(0, min(e.packed, in.Size-e.at)))
	if e.flags&flagEncrypted != 0 {
		plain, method, err := decrypt(ctx, in, e, packed)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			name.Problem = problem(evidence.ProblemKindOf(err), err.Error())
			return out.Child(ctx, name, nil)
		}
		return pushPlain(ctx, in, out, name, e, method, plain)
	}
	return pushPlain(ctx, in, out, name, e, e.method, packed)
}

func pushPlain(ctx context.Context, in evidence.Input, out evidence.Sink, name evidence.ChildName, e entry, method uint16, packed io.Reader) error {
	r, err := decompress(ctx, in, e, method, packed)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name.Problem = problem(evidence.ProblemKindOf(err), err.Error())
		return out.Child(ctx, name, nil)
	}
	defer r.Close()
	body := &checked{r: r, e: e, noCRC: e.method == methodAES && e.crc == 0}
	if !e.link {
		return out.Child(ctx, name, body)
	}
	target, err := io.ReadAll(io.LimitReader(body, 4<<10))
	name.Problem = linkProblem("symbolic", charset.DetectNames([][]byte{target}).Decode(target))
	if err != nil {
		name.Problem = problem(evidence.ProblemCorrupt, "a symbolic link whose target is damaged: "+err.Error())
	}
	return out.Child(ctx, name, nil)
}

// checked reads an entry's bytes and compares them with what its headers claim.
type checked struct {
	r     io.Reader
	e     entry
	noCRC bool // WinZip AE-2 leaves the CRC empty; its own code has been verified
	n     uint64
	sum   uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += uint64(n)
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p[:n])
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, evidence.ErrVolumeMissing):
		return n, volumeError(err)
	case !errors.Is(err, io.EOF):
		return n, fmt.Errorf("after %d of %d bytes: %w: %w", c.n, c.e.size, evidence.ErrCorrupt, err)
	case c.e.unverified:
		return n, io.EOF
	case c.n != c.e.size:
		return n, fmt.Errorf("%w: %d bytes where the archive claims %d", evidence.ErrCorrupt, c.n, c.e.size)
	case !c.noCRC && c.sum != c.e.crc:
		return n, fmt.Errorf("%w: CRC-32 is %08x, the archive claims %08x", evidence.ErrCorrupt, c.sum, c.e.crc)
	}
	return n, io.EOF
}
