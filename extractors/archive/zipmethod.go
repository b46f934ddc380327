package archive

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"

	"evscan/evidence"
)

// Compression methods, 4.4.5.
const (
	methodStore     = 0
	methodShrink    = 1
	methodImplode   = 6
	methodDeflate   = 8
	methodDeflate64 = 9
	methodBzip2     = 12
	methodLZMA      = 14
	methodZstd      = 93
	methodXZ        = 95
	methodPPMd      = 98
	methodAES       = 99
)

func methodName(m uint16) string {
	switch m {
	case methodStore:
		return "stored"
	case methodShrink:
		return "shrunk"
	case methodImplode:
		return "imploded"
	case methodDeflate:
		return "deflated"
	case methodDeflate64:
		return "Deflate64"
	case methodBzip2:
		return "bzip2"
	case methodLZMA:
		return "LZMA"
	case methodZstd:
		return "Zstandard"
	case methodXZ:
		return "xz"
	case methodPPMd:
		return "PPMd"
	case methodAES:
		return "AES"
	}
	return "unknown"
}

// decompress returns a reader of the entry's content. The method is not always the
// entry's: an encrypted one may keep it elsewhere.
func decompress(ctx context.Context, in evidence.Input, e entry, method uint16, r io.Reader) (io.ReadCloser, error) {
	switch method {
	case methodStore:
		return io.NopCloser(r), nil
	case methodDeflate:
		return flate.NewReader(r), nil
	case methodBzip2:
		return io.NopCloser(bzip2.NewReader(r)), nil
	case methodZstd:
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
		}
		return d.IOReadCloser(), nil
	case methodXZ:
		x, err := openXZ(bufio.NewReader(r))
		if err != nil {
			return nil, err
		}
		return io.NopCloser(x), nil
	case methodLZMA:
		return zipLZMA(e, r)
	case methodShrink, methodImplode, methodDeflate64, methodPPMd:
		return byProgram(ctx, in, e, method, r)
	}
	return nil, fmt.Errorf("compression method %d (%s): %w", method, methodName(method), evidence.ErrUnsupported)
}

// zipLZMA reads the stream of 5.8.8 and 5.8.9: a version, the length of the
// properties, the properties, then LZMA without its header.
func zipLZMA(e entry, r io.Reader) (io.ReadCloser, error) {
	br := bufio.NewReader(r)
	h, err := br.Peek(9)
	if err != nil || binary.LittleEndian.Uint16(h[2:]) != 5 {
		return nil, fmt.Errorf("%w: no properties of LZMA", evidence.ErrCorrupt)
	}
	if dict := binary.LittleEndian.Uint32(h[5:]); dict > dictionaryMax {
		return nil, fmt.Errorf("a dictionary of %d MiB: %w", dict>>20, evidence.ErrLimit)
	}
	head := append([]byte(nil), h[4:9]...)
	size := e.size
	if e.flags&(1<<1) != 0 { // the stream has an end mark
		size = 1<<64 - 1
	}
	head = binary.LittleEndian.AppendUint64(head, size)
	if _, err := br.Discard(9); err != nil {
		return nil, fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	z, err := lzma.NewReader(io.MultiReader(bytes.NewReader(head), br))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	return io.NopCloser(&renamed{z, corruptError}), nil
}

// byProgram gives 7z an archive of this one entry, decrypted and under a name of
// ours, and returns what it unpacks to its standard output.
func byProgram(ctx context.Context, in evidence.Input, e entry, method uint16, r io.Reader) (io.ReadCloser, error) {
	if in.Temp == "" {
		return nil, fmt.Errorf("compression method %d (%s) needs a program and a folder: %w", method, methodName(method), evidence.ErrUnsupported)
	}
	if _, err := sevenZip(); err != nil {
		return nil, fmt.Errorf("compression method %d (%s): %w", method, methodName(method), err)
	}
	dir, err := os.MkdirTemp(in.Temp, "entry")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	file := filepath.Join(dir, "entry.zip")
	if err := writeSingle(ctx, file, e, method, r); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	// AE-2 keeps no CRC, over which 7z then complains; its own code has been verified.
	p := &programReader{cancel: cancel, dir: dir, noCRC: e.method == methodAES && e.crc == 0}
	one := in
	one.File = file
	p.cmd, err = command(ctx, one, "x", "-so", "-y", "-bd", "-p", "-tzip", "--", file)
	if err == nil {
		p.out, err = p.cmd.StdoutPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		cancel()
		os.RemoveAll(dir)
		return nil, fmt.Errorf("running 7z: %w", err)
	}
	return p, nil
}

// programReader reads what a program writes and ends it when closed.
type programReader struct {
	cmd    *exec.Cmd
	out    io.Reader
	cancel context.CancelFunc
	dir    string
	waited bool
	noCRC  bool
}

func (p *programReader) Read(b []byte) (int, error) {
	n, err := p.out.Read(b)
	if errors.Is(err, io.EOF) && !p.waited {
		p.waited = true
		if werr := p.cmd.Wait(); werr != nil && !p.noCRC {
			return n, fmt.Errorf("%w: 7z: %w", evidence.ErrCorrupt, werr)
		}
	}
	return n, err
}

func (p *programReader) Close() error {
	p.cancel()
	if !p.waited {
		p.waited = true
		_ = p.cmd.Wait() // ended by us: its status tells nothing
	}
	return os.RemoveAll(p.dir)
}

// writeSingle writes an archive whose only entry, "entry", has e's claims and r's
// compressed bytes; 4.3.7, 4.3.12 and 4.3.16.
func writeSingle(ctx context.Context, file string, e entry, method uint16, r io.Reader) error {
	if e.unverified || e.size >= 1<<32-1 || e.packed >= 1<<32-1 {
		return fmt.Errorf("compression method %d (%s) of an entry of unknown or more than 4 GiB: %w", method, methodName(method), evidence.ErrUnsupported)
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing the entry: %w", err)
	}
	defer f.Close()
	const name = "entry"
	start := int64(localSize + len(name))
	if _, err := f.Seek(start, io.SeekStart); err != nil {
		return fmt.Errorf("writing the entry: %w", err)
	}
	n, err := io.Copy(f, &contextReader{ctx, r})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w: copying the entry: %w", evidence.ErrCorrupt, err)
	}
	l := binary.LittleEndian
	common := l.AppendUint16(nil, 63) // version needed
	common = l.AppendUint16(common, e.flags&(1<<1|1<<2))
	common = l.AppendUint16(common, method)
	common = l.AppendUint32(common, 0) // time and date
	common = l.AppendUint32(common, e.crc)
	common = l.AppendUint32(common, uint32(n))
	common = l.AppendUint32(common, uint32(e.size))
	common = l.AppendUint16(common, uint16(len(name)))
	common = l.AppendUint16(common, 0) // extra field
	local := append(append([]byte("PK\x03\x04"), common...), name...)
	dir := append([]byte("PK\x01\x02\x3f\x00"), common...)
	dir = append(dir, make([]byte, 14)...) // comment, disk, attributes, offset 0
	dir = append(dir, name...)
	end := append([]byte("PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00"), l.AppendUint32(nil, uint32(len(dir)))...)
	end = l.AppendUint32(end, uint32(start+n))
	end = l.AppendUint16(end, 0)
	if _, err := f.WriteAt(append(dir, end...), start+n); err != nil {
		return fmt.Errorf("writing the entry: %w", err)
	}
	if _, err := f.WriteAt(local, 0); err != nil {
		return fmt.Errorf("writing the entry: %w", err)
	}
	return nil
}
