package archive

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// zstdWindow bounds the memory that a Zstandard frame may ask for; 128 MiB is
// what `zstd -d` grants without --memory.
const zstdWindow = 128 << 20

func signature(sig string) func(evidence.Probe) (string, bool) {
	basis := fmt.Sprintf("signature %q at 0", sig)
	return func(p evidence.Probe) (string, bool) { return basis, bytes.HasPrefix(p.Head, []byte(sig)) }
}

// gzFormat is gzip, RFC 1952.
func gzFormat() evidence.Format {
	return evidence.Format{ID: "gz", MIME: "application/gzip", Version: 1, Exts: []string{"gz", "tgz", "svgz", "emz"},
		Match: signature("\x1f\x8b\x08"), Extract: extractGzip}
}

// bz2Format is bzip2: BZh, the block size, and the first block or the end of an
// empty stream.
func bz2Format() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		h := p.Head
		if len(h) < 10 || string(h[:3]) != "BZh" || h[3] < '1' || h[3] > '9' {
			return "", false
		}
		magic := string(h[4:10])
		return fmt.Sprintf("signature %q at 0", h[:4]), magic == "1AY&SY" || magic == "\x17rE8P\x90"
	}
	return evidence.Format{ID: "bz2", MIME: "application/x-bzip2", Version: 1, Exts: []string{"bz2", "tbz", "tbz2"}, Match: match,
		Extract: extractStream(func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })}
}

// zstFormat is Zstandard, RFC 8878.
func zstFormat() evidence.Format {
	return evidence.Format{ID: "zst", MIME: "application/zstd", Version: 1, Exts: []string{"zst", "tzst"}, Match: matchZstd,
		Extract: extractStream(func(r io.Reader) (io.Reader, error) {
			return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
		})}
}

// matchZstd takes a frame, also behind skippable ones (RFC 8878, 3.1.2), in which some
// programs keep notes of their own.
func matchZstd(p evidence.Probe) (string, bool) {
	at := int64(0)
	for range 100 {
		var h [8]byte
		n, _ := p.At.ReadAt(h[:], at)
		if n < 4 {
			break
		}
		if string(h[:4]) == "\x28\xb5\x2f\xfd" {
			return fmt.Sprintf("signature 28 b5 2f fd at %d", at), true
		}
		if n < len(h) || binary.LittleEndian.Uint32(h[:])>>4 != 0x184d2a5 {
			break
		}
		at += 8 + int64(binary.LittleEndian.Uint32(h[4:]))
	}
	return "", false
}

// unpackedName is the name of what is inside, as the usual programs make it.
func unpackedName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	ext := path.Ext(name)
	switch base := strings.TrimSuffix(name, ext); strings.ToLower(ext) {
	case "", ".":
		return ""
	case ".tgz", ".taz", ".tbz", ".tbz2", ".tzst", ".txz", ".tlz", ".tlz4":
		return base + ".tar"
	case ".svgz":
		return base + ".svg"
	case ".emz":
		return base + ".emf"
	default:
		return base
	}
}

func extractGzip(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	all := in.Reader()
	br := bufio.NewReader(all)
	zr, err := gzip.NewReader(br)
	if err != nil {
		return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	defer zr.Close()
	zr.Multistream(false)
	name := evidence.ChildName{Name: unpackedName(in.Name), Origin: evidence.OriginEntry}
	if raw := latin1Bytes(zr.Name); len(raw) > 0 {
		name.Name = charset.DetectNames([][]byte{raw}).Decode(raw)
		if name.Name != string(raw) {
			name.Raw = raw
		}
	}
	if zr.Comment != "" {
		raw := latin1Bytes(zr.Comment)
		if err := out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "gzip:Comment", Value: charset.DetectNames([][]byte{raw}).Decode(raw),
			Source: "header", At: evidence.Locator{Zone: evidence.ZoneComment}}); err != nil {
			return err
		}
	}
	m := &members{zr: zr, br: br, all: all}
	err = out.Child(ctx, name, m)
	if m.trailing {
		out.Warn("other data after the last gzip member")
		if err == nil {
			return pushAfter(ctx, in, out, in.Size-m.left)
		}
	}
	return err
}

// latin1Bytes undoes the conversion of header strings by compress/gzip.
func latin1Bytes(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

// members reads the members of a gzip file as one; RFC 1952 section 2.2. What
// follows the last one is tolerated, as gunzip does.
type members struct {
	zr       *gzip.Reader
	br       *bufio.Reader
	trailing bool
	done     bool
	left     int64 // bytes behind the last member
	all      *io.SectionReader
}

func (m *members) Read(p []byte) (int, error) {
	for !m.done {
		n, err := m.zr.Read(p)
		if errors.Is(err, io.EOF) {
			err = m.next()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.EOF
}

func (m *members) next() error {
	magic, err := m.br.Peek(2)
	if err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		m.done = true
		at, _ := m.all.Seek(0, io.SeekCurrent) // never fails here
		m.left = m.all.Size() - at + int64(m.br.Buffered())
		m.trailing = len(magic) > 0 && !zeros(m.br)
		return nil
	}
	if err := m.zr.Reset(m.br); err != nil {
		m.done = true
		return fmt.Errorf("%w: a further gzip member: %w", evidence.ErrCorrupt, err)
	}
	m.zr.Multistream(false)
	return nil
}

// zeros reports whether only padding follows: tapes are filled with NULs.
func zeros(br *bufio.Reader) bool {
	b, _ := br.Peek(br.Size())
	return len(bytes.Trim(b, "\x00")) == 0
}
