package imports

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Input is an opened list without its compression.
type Input struct {
	io.Reader
	Head []byte // its beginning, for Guess
	Name string // of the member of an archive, "" where there is none
	stop []func()
}

// Close frees what reading holds; the reader given to Open stays open.
func (in *Input) Close() {
	for _, f := range in.stop {
		f()
	}
	in.stop = nil
}

// headSize is how much of an input Guess sees, in bytes.
const headSize = 64 << 10

// maxZstdWindow bounds the memory of a decoder.
const maxZstdWindow = 256 << 20

// Open takes gzip, bzip2, zstd or zip off r, told by its content. Of a zip the first
// member with a name of a table or JSON is read; where r is an io.ReaderAt with a
// known size its directory is used, otherwise its first member. Reading ends with
// ctx.
func Open(ctx context.Context, r io.Reader, size int64) (*Input, error) {
	in := &Input{}
	at, _ := r.(io.ReaderAt)
	br := bufio.NewReaderSize(&contextReader{ctx, r}, headSize)
	magic, err := br.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var body io.Reader = br
	switch {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")) && at != nil && size > 0:
		body, err = in.zipMember(ctx, at, size)
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		body, err = in.zipStream(br)
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		body, err = gzip.NewReader(br)
	case bytes.HasPrefix(magic, []byte("BZh")):
		body = bzip2.NewReader(br)
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		var d *zstd.Decoder
		if d, err = zstd.NewReader(br, zstd.WithDecoderMaxWindow(maxZstdWindow), zstd.WithDecoderConcurrency(1)); err == nil {
			in.stop = append(in.stop, d.Close)
			body = d
		}
	}
	if err != nil {
		in.Close()
		return nil, err
	}
	out := bufio.NewReaderSize(body, headSize)
	head, err := out.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		in.Close()
		return nil, err
	}
	in.Head = bytes.Clone(head)
	in.Reader = out
	return in, nil
}

// tables are the extensions of members that may be a list.
var tables = []string{".csv", ".json", ".jsonl", ".ndjson"}

func (in *Input) zipMember(ctx context.Context, at io.ReaderAt, size int64) (io.Reader, error) {
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, err
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	// Dumps of one registry carry the same records as JSON and as a flat table: JSON says more.
	for _, want := range [][]string{tables[1:], tables[:1]} {
		for _, f := range z.File {
			if !slices.Contains(want, strings.ToLower(path.Ext(f.Name))) {
				continue
			}
			m, err := f.Open()
			if err != nil {
				return nil, err
			}
			in.Name = path.Base(f.Name)
			in.stop = append(in.stop, func() { m.Close() })
			return &contextReader{ctx, m}, nil
		}
	}
	return nil, fmt.Errorf("%w: the zip holds no file %s", ErrFormat, strings.Join(tables, ", "))
}

// zipStream reads the first member by its local header (APPNOTE 4.3.7).
func (in *Input) zipStream(r io.Reader) (io.Reader, error) {
	var h [30]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	le := func(i int) int { return int(h[i]) | int(h[i+1])<<8 }
	name := make([]byte, le(26))
	if _, err := io.ReadFull(r, name); err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	if _, err := io.CopyN(io.Discard, r, int64(le(28))); err != nil {
		return nil, fmt.Errorf("zip: %w", err)
	}
	if le(6)&1 != 0 || le(8) != int(zip.Deflate) {
		return nil, fmt.Errorf("%w: a zip on standard input must begin with a deflated file without a password", ErrFormat)
	}
	in.Name = path.Base(string(name))
	body := flate.NewReader(r)
	in.stop = append(in.stop, func() { body.Close() })
	return body, nil
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
