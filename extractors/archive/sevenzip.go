package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"

	"github.com/bodgit/sevenzip"

	"evscan/evidence"
)

// The 7z format is described in DOC/7zFormat.txt of the LZMA SDK, https://www.7-zip.org/sdk.html

const (
	sevenZipMagic  = "7z\xbc\xaf\x27\x1c"
	sevenZipHeader = 32
	sevenZipCipher = "AES-256"
)

func sevenZipFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		if basis, ok := signature(sevenZipMagic)(p); ok {
			return basis, true
		}
		return behindProgram(p, "7z")
	}
	return evidence.Format{ID: "7z", MIME: "application/x-7z-compressed", Version: 1, Exts: []string{"7z"}, Match: match,
		Extract: extractSevenZip}
}

func extractSevenZip(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	in, err := withoutStub(ctx, in, out, "7z")
	if err != nil {
		return err
	}
	end, err := checkSevenZip(in, out)
	if err != nil {
		return err
	}
	a, err := openSevenZip(ctx, in)
	if err != nil {
		return err
	}
	var twins twinNames
	defer twins.warn(out)
	for i, f := range a.readers[a.opened].File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.FileInfo().IsDir() {
			continue
		}
		name := evidence.ChildName{Name: strings.ToValidUTF8(f.Name, "\uFFFD"), Origin: evidence.OriginEntry, Size: claimed(f.UncompressedSize)}
		twins.add(name.Name)
		if err := a.push(ctx, in, out, name, i); err != nil {
			return err
		}
	}
	return pushAfter(ctx, in, out, end)
}

// checkSevenZip looks at the header of fixed length: it tells a file that is cut off
// from one that no password opens. It returns the first byte behind the archive.
func checkSevenZip(in evidence.Input, out evidence.Sink) (int64, error) {
	var h [sevenZipHeader]byte
	if _, err := in.At.ReadAt(h[:], 0); err != nil {
		return 0, fmt.Errorf("%w: shorter than its header", evidence.ErrCorrupt)
	}
	l := binary.LittleEndian
	if crc32.ChecksumIEEE(h[12:]) != l.Uint32(h[8:]) {
		return 0, fmt.Errorf("%w: the CRC-32 of the header differs", evidence.ErrCorrupt)
	}
	offset, size := l.Uint64(h[12:]), l.Uint64(h[20:])
	rest := uint64(in.Size - sevenZipHeader)
	if offset > rest || size > rest-offset {
		where := fmt.Sprintf("the directory of %d bytes stands at %d, behind the end of this file", size, claimed(offset))
		if in.Ext == "001" {
			return 0, fmt.Errorf("%w: %s: the volumes from .002 on are missing", evidence.ErrUnsupported, where)
		}
		return 0, fmt.Errorf("%w: %s: it is cut off, or the first volume of several", evidence.ErrCorrupt, where)
	}
	if after := rest - offset - size; after > 0 {
		out.Warn(fmt.Sprintf("%d bytes of other data after the archive", after))
	}
	if sum := l.Uint32(h[28:]); size > 0 {
		crc := crc32.NewIEEE()
		if _, err := io.Copy(crc, io.NewSectionReader(in.At, int64(sevenZipHeader+offset), int64(size))); err != nil || crc.Sum32() != sum {
			return 0, fmt.Errorf("%w: the CRC-32 of the directory is %08x, its header claims %08x", evidence.ErrCorrupt, crc.Sum32(), sum)
		}
	}
	return int64(sevenZipHeader + offset + size), nil
}

// sevenZipArchive is the same archive opened once with each password. The empty one
// comes first.
type sevenZipArchive struct {
	passwords []string
	readers   []*sevenzip.Reader // nil until needed
	probes    []*sevenzip.Reader // the same for trying: the library mixes up a stream that is read twice
	opened    int                // the first that opened the directory
	sealed    bool               // the directory is encrypted
	streams   map[int]streamKey  // by the number of the compressed stream
}

// streamKey says which password opens a stream.
type streamKey struct {
	encrypted bool
	password  int // -1: none
}

func openSevenZip(ctx context.Context, in evidence.Input) (*sevenZipArchive, error) {
	a := &sevenZipArchive{passwords: append([]string{""}, in.Passwords...), streams: map[int]streamKey{}}
	a.readers, a.probes = make([]*sevenzip.Reader, len(a.passwords)), make([]*sevenzip.Reader, len(a.passwords)+1)
	for i := range a.passwords {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		z, err := a.reader(ctx, in, a.readers, i)
		if err == nil {
			a.opened, a.readers[i] = i, z
			return a, nil
		}
		var read *sevenzip.ReadError
		if i == 0 && (!errors.As(err, &read) || !read.Encrypted) {
			return nil, sevenZipError(err)
		}
		a.sealed = true
	}
	return nil, fmt.Errorf("%w with %s, the names too; %s", evidence.ErrEncrypted, sevenZipCipher, triedPasswords(len(in.Passwords)))
}

// reader opens the archive with password i, once in list. The number behind the last
// is that of a password nobody uses.
func (a *sevenZipArchive) reader(ctx context.Context, in evidence.Input, list []*sevenzip.Reader, i int) (*sevenzip.Reader, error) {
	if list[i] != nil {
		return list[i], nil
	}
	password := "\x00another\x00"
	if i < len(a.passwords) {
		password = a.passwords[i]
	}
	z, err := sevenzip.NewReaderWithPassword(&contextReaderAt{ctx, in.At}, in.Size, password)
	if err != nil {
		return nil, err
	}
	list[i] = z
	return z, nil
}

func triedPasswords(n int) string {
	switch n {
	case 0:
		return "no password was given"
	case 1:
		return "the one password given does not open it"
	}
	return fmt.Sprintf("none of %d passwords opened it", n)
}

// push hands over entry i with the password of its stream.
func (a *sevenZipArchive) push(ctx context.Context, in evidence.Input, out evidence.Sink, name evidence.ChildName, i int) error {
	f := a.readers[a.opened].File[i]
	if f.UncompressedSize == 0 {
		return out.Child(ctx, name, bytes.NewReader(nil))
	}
	key, ok := a.streams[f.Stream]
	if !ok {
		var err error
		if key, err = a.keyOf(ctx, in, i); err != nil {
			return err
		}
		a.streams[f.Stream] = key
	}
	if key.password < 0 {
		name.Problem = problem(evidence.ProblemEncrypted, fmt.Sprintf("encrypted with %s (%d bytes claimed); %s, or its bytes are damaged",
			sevenZipCipher, f.UncompressedSize, triedPasswords(len(in.Passwords))))
		if len(in.Passwords) == 0 {
			name.Problem.Detail = fmt.Sprintf("encrypted with %s (%d bytes claimed); no password was given", sevenZipCipher, f.UncompressedSize)
		}
		return out.Child(ctx, name, nil)
	}
	z, err := a.reader(ctx, in, a.readers, key.password)
	if err != nil {
		return err
	}
	f = z.File[i]
	r, err := f.Open()
	if err != nil && errors.Is(sevenZipError(err), evidence.ErrUnsupported) && in.File != "" && !key.encrypted {
		if p, perr := sevenZipByProgram(ctx, in, f.Name); perr == nil {
			r, err = p, nil
		}
	}
	if err != nil {
		err = sevenZipError(err)
		name.Problem = problem(evidence.ProblemKindOf(err), err.Error())
		return out.Child(ctx, name, nil)
	}
	defer r.Close()
	checked := &sevenZipReader{r: &contextReader{ctx, r}, size: f.UncompressedSize, want: f.CRC32}
	if f.Mode()&fs.ModeSymlink != 0 {
		target, err := io.ReadAll(io.LimitReader(checked, 4<<10))
		name.Problem = linkProblem("symbolic", strings.ToValidUTF8(string(target), "\uFFFD"))
		if err != nil {
			name.Problem = problem(evidence.ProblemKindOf(err), "a symbolic link whose target is damaged: "+err.Error())
		}
		return out.Child(ctx, name, nil)
	}
	return out.Child(ctx, name, checked)
}

// sevenZipByProgram has 7z unpack one entry, of a method that the library lacks.
func sevenZipByProgram(ctx context.Context, in evidence.Input, name string) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &programReader{cancel: cancel}
	var err error
	p.cmd, err = command(ctx, in, "x", "-so", "-y", "-bd", "-p", "-t7z", "-spd", "--", in.File, name)
	if err == nil {
		p.out, err = p.cmd.StdoutPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("running 7z: %w", err)
	}
	return p, nil
}

// keyOf finds the password of the stream that entry i begins. The format keeps no
// check of the password: only the CRC of what comes out tells.
func (a *sevenZipArchive) keyOf(ctx context.Context, in evidence.Input, i int) (streamKey, error) {
	if a.sealed {
		return streamKey{encrypted: true, password: a.opened}, nil // what opened the directory
	}
	encrypted, err := a.dependsOnPassword(ctx, in, i)
	if err != nil || !encrypted {
		return streamKey{password: a.opened}, err
	}
	for p := 1; p < len(a.passwords); p++ {
		z, err := a.reader(ctx, in, a.probes, p)
		if err != nil {
			continue
		}
		fits, err := sevenZipFits(ctx, in, z.File[i])
		if err != nil {
			return streamKey{}, err
		}
		if fits {
			return streamKey{encrypted: true, password: p}, nil
		}
	}
	return streamKey{encrypted: true, password: -1}, nil
}

// dependsOnPassword reports whether entry i begins otherwise under another password.
func (a *sevenZipArchive) dependsOnPassword(ctx context.Context, in evidence.Input, i int) (bool, error) {
	begin := func(password int) (string, bool) {
		var head []byte
		z, err := a.reader(ctx, in, a.probes, password)
		if err != nil {
			return "", false
		}
		r, err := z.File[i].Open()
		if err == nil {
			defer r.Close()
			head, err = io.ReadAll(io.LimitReader(r, 64))
		}
		var read *sevenzip.ReadError
		return string(head), errors.As(err, &read) && read.Encrypted
	}
	first, hint := begin(a.opened)
	if hint || ctx.Err() != nil {
		return hint, ctx.Err()
	}
	second, hint := begin(len(a.passwords))
	return hint || first != second, ctx.Err()
}

func sevenZipFits(ctx context.Context, in evidence.Input, f *sevenzip.File) (bool, error) {
	r, err := f.Open()
	if err != nil {
		return false, ctx.Err()
	}
	defer r.Close()
	crc := crc32.NewIEEE()
	n, err := io.Copy(crc, io.LimitReader(&contextReader{ctx, r}, in.Limits.ItemBytes))
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err == nil && n == in.Limits.ItemBytes {
		return true, nil // longer than anybody will read: what was read decides nothing, so it passes
	}
	return err == nil && uint64(n) == f.UncompressedSize && (f.CRC32 == 0 || crc.Sum32() == f.CRC32), nil
}

// sevenZipReader compares an entry with what the directory claims.
type sevenZipReader struct {
	r         io.Reader
	size, n   uint64
	want, sum uint32
}

func (s *sevenZipReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.n += uint64(n)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, p[:n])
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, evidence.ErrVolumeMissing):
		return n, volumeError(err)
	case !errors.Is(err, io.EOF):
		return n, fmt.Errorf("after %d of %d bytes: %w", s.n, s.size, sevenZipError(err))
	case s.n != s.size:
		return n, fmt.Errorf("%w: %d bytes where the archive claims %d", evidence.ErrCorrupt, s.n, s.size)
	case s.want != 0 && s.sum != s.want:
		return n, fmt.Errorf("%w: CRC-32 is %08x, the archive claims %08x", evidence.ErrCorrupt, s.sum, s.want)
	}
	return n, io.EOF
}

// sevenZipError tells methods that the library lacks from damage; it has no error
// value for them.
func sevenZipError(err error) error {
	if errors.Is(err, evidence.ErrVolumeMissing) {
		return volumeError(err)
	}
	if strings.Contains(err.Error(), "unsupported compression algorithm") {
		return fmt.Errorf("%w: %w", evidence.ErrUnsupported, err)
	}
	return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
}

// contextReaderAt ends with the context's error when the context ends.
type contextReaderAt struct {
	ctx context.Context
	at  io.ReaderAt
}

func (c *contextReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.at.ReadAt(p, off)
}
