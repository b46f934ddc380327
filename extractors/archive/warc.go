package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// Web archives: WARC 1.1 (ISO 28500:2017),
// https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/, and
// its predecessor ARC, https://archive.org/web/researcher/ArcFileFormat.php. Every record
// is a child; of a record that keeps an HTTP response the body is.

const (
	warcLineMax   = 64 << 10 // bytes of a header line
	warcLinesMax  = 1000     // header lines of a record
	warcHeaderMax = 1 << 20  // bytes of an HTTP header
)

func warcFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		line, _, ok := bytes.Cut(p.Head[:min(len(p.Head), 16)], []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		return fmt.Sprintf("signature %q at 0", line), ok && bytes.HasPrefix(line, []byte("WARC/")) && len(line) > 5 && line[5] >= '0' && line[5] <= '9'
	}
	return evidence.Format{ID: "warc", MIME: "application/warc", Version: 1, Exts: []string{"warc"}, Match: match, Extract: extractWarc}
}

func arcFormat() evidence.Format {
	return evidence.Format{ID: "arc", MIME: "application/x-internet-archive", Version: 1, Exts: []string{"arc"}, Match: signature("filedesc://"), Extract: extractArc}
}

// webRecord is one record of a web archive.
type webRecord struct {
	kind, uri, mime string
	at, size        int64 // of the block
}

func extractWarc(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	for pos, n := int64(0), 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := skipLineEnds(in, pos)
		if start >= in.Size {
			return nil
		}
		rec, fields, err := warcHeader(in, start)
		if err != nil {
			return fmt.Errorf("record %d at %d: %w", n, start, err)
		}
		if rec.kind == "warcinfo" {
			if err := warcInfo(in, out, rec); err != nil {
				return err
			}
		}
		if n == 1 || fields["warc-ip-address"] != "" && n <= warcLinesMax {
			for _, name := range []string{"WARC-Filename", "WARC-IP-Address"} {
				if v := fields[strings.ToLower(name)]; v != "" {
					if err := out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "warc:" + name, Value: strings.ToValidUTF8(v, "\uFFFD"), Source: fmt.Sprintf("record %d", n),
						At: evidence.Locator{Zone: evidence.ZoneProperty}}); err != nil {
						return err
					}
				}
			}
		}
		if err := pushRecord(ctx, in, out, rec); err != nil {
			return err
		}
		if rec.size > in.Size-rec.at {
			return nil // told of on the child
		}
		pos = rec.at + rec.size
	}
}

// skipLineEnds passes the two line ends behind a block, of which writers disagree.
func skipLineEnds(in evidence.Input, at int64) int64 {
	var b [64]byte
	n, _ := in.At.ReadAt(b[:], at)
	for i, c := range b[:n] {
		if c != '\r' && c != '\n' {
			return at + int64(i)
		}
	}
	return at + int64(n)
}

// warcHeader reads the header of the record at off.
func warcHeader(in evidence.Input, off int64) (webRecord, map[string]string, error) {
	lines := &lineReader{r: bufio.NewReader(io.NewSectionReader(in.At, off, in.Size-off))}
	version, err := lines.next()
	if err != nil || !strings.HasPrefix(version, "WARC/") {
		return webRecord{}, nil, fmt.Errorf("%w: no version line", evidence.ErrCorrupt)
	}
	fields := map[string]string{}
	last := ""
	for range warcLinesMax {
		line, err := lines.next()
		if err != nil {
			return webRecord{}, nil, fmt.Errorf("%w: the header ends early", evidence.ErrCorrupt)
		}
		if line == "" {
			size, err := strconv.ParseInt(fields["content-length"], 10, 64)
			if err != nil || size < 0 {
				return webRecord{}, nil, fmt.Errorf("%w: Content-Length is %q", evidence.ErrCorrupt, fields["content-length"])
			}
			return webRecord{kind: fields["warc-type"], uri: strings.Trim(fields["warc-target-uri"], "<>"), mime: fields["content-type"],
				at: off + lines.n, size: size}, fields, nil
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" {
			fields[last] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		last = strings.ToLower(strings.TrimSpace(name))
		fields[last] = strings.TrimSpace(value)
	}
	return webRecord{}, nil, fmt.Errorf("%w: more than %d header lines", evidence.ErrCorrupt, warcLinesMax)
}

// lineReader reads lines of bounded length and counts their bytes.
type lineReader struct {
	r *bufio.Reader
	n int64
}

func (l *lineReader) next() (string, error) {
	var b []byte
	for {
		part, err := l.r.ReadSlice('\n')
		l.n += int64(len(part))
		b = append(b, part...)
		if err == nil {
			return strings.TrimRight(string(b), "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) || len(b) > warcLineMax {
			return "", fmt.Errorf("a line without an end: %w", err)
		}
	}
}

// warcInfo keeps the fields of the record that describes the file.
func warcInfo(in evidence.Input, out evidence.Sink, rec webRecord) error {
	if !strings.HasPrefix(rec.mime, "application/warc-fields") {
		return nil
	}
	lines := &lineReader{r: bufio.NewReader(io.NewSectionReader(in.At, rec.at, max(0, min(rec.size, in.Size-rec.at))))}
	for range warcLinesMax {
		line, err := lines.next()
		if err != nil {
			return nil // the block is a child, too: nothing is lost
		}
		name, value, ok := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); !ok || value == "" {
			continue
		}
		if err := out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "warc:" + strings.ToValidUTF8(strings.TrimSpace(name), "\uFFFD"),
			Value: strings.ToValidUTF8(value, "\uFFFD"), Source: "warcinfo", At: evidence.Locator{Zone: evidence.ZoneProperty}}); err != nil {
			return err
		}
	}
	return nil
}

// pushRecord hands over the block of a record, of an HTTP response its body.
func pushRecord(ctx context.Context, in evidence.Input, out evidence.Sink, rec webRecord) error {
	label := rec.uri
	if rec.kind != "response" && rec.kind != "resource" && rec.kind != "" || label == "" {
		label = strings.TrimSpace(rec.kind + " " + rec.uri)
	}
	name := entryName(charset.DetectNames([][]byte{[]byte(label)}), []byte(label), rec.size)
	body := sized(in, rec.at, rec.size)
	http := rec.kind == "response" && strings.HasPrefix(strings.ToLower(strings.ReplaceAll(rec.mime, " ", "")), "application/http")
	if rec.kind == "" { // ARC: told by the block itself
		var sig [5]byte
		n, _ := in.At.ReadAt(sig[:], rec.at)
		http = n == len(sig) && string(sig[:]) == "HTTP/" && rec.size > 5
	}
	if http {
		body = httpBody(body)
	}
	return out.Child(ctx, name, body)
}

// httpBody returns the body of an HTTP/1 response (RFC 9112), without the codings that
// were put on it for the way. A response that is none comes back whole.
func httpBody(r io.Reader) io.Reader {
	br := bufio.NewReader(r)
	if b, err := br.Peek(5); err != nil || string(b) != "HTTP/" {
		return br
	}
	limited := &io.LimitedReader{R: br, N: warcHeaderMax}
	hr := bufio.NewReader(limited)
	tp := textproto.NewReader(hr)
	if _, err := tp.ReadLine(); err != nil {
		return failing{fmt.Errorf("%w: the status line of the response: %w", evidence.ErrCorrupt, err)}
	}
	header, err := tp.ReadMIMEHeader()
	if err != nil && len(header) == 0 {
		return failing{fmt.Errorf("%w: the header of the response: %w", evidence.ErrCorrupt, err)}
	}
	body := bufio.NewReader(io.MultiReader(io.LimitReader(hr, int64(hr.Buffered())), br))
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && chunked(body) {
		body = bufio.NewReader(&renamed{httputil.NewChunkedReader(body), corruptError})
	}
	b, _ := body.Peek(2)
	switch strings.ToLower(header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if string(b) != "\x1f\x8b" { // a crawler may have taken it off and left the field
			return body
		}
		z, err := gzip.NewReader(body)
		if err != nil {
			return failing{fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)}
		}
		return &renamed{z, corruptError}
	case "deflate":
		if len(b) < 2 || b[0]&0x0f != 8 || (uint16(b[0])<<8|uint16(b[1]))%31 != 0 {
			return body
		}
		z, err := zlib.NewReader(body)
		if err != nil {
			return failing{fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)}
		}
		return &renamed{z, corruptError}
	}
	return body
}

// chunked reports whether a body begins with the length of a chunk.
func chunked(br *bufio.Reader) bool {
	b, _ := br.Peek(10)
	line, _, ok := bytes.Cut(b, []byte("\n"))
	digits, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
	_, err := strconv.ParseUint(string(bytes.TrimSpace(digits)), 16, 63)
	return err == nil && (ok || len(b) == 10)
}

// failing is a reader that has nothing but its error.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

// extractArc reads ARC: a line of words, the last of which is the length of the block
// behind it.
func extractArc(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	for pos, n := int64(0), 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := skipLineEnds(in, pos)
		if start >= in.Size {
			return nil
		}
		lines := &lineReader{r: bufio.NewReader(io.NewSectionReader(in.At, start, in.Size-start))}
		line, err := lines.next()
		words := strings.Fields(line)
		if err != nil || len(words) < 5 {
			return fmt.Errorf("%w: record %d at %d has no header of five words", evidence.ErrCorrupt, n, start)
		}
		size, err := strconv.ParseInt(words[len(words)-1], 10, 64)
		if err != nil || size < 0 {
			return fmt.Errorf("%w: record %d at %d has the length %q", evidence.ErrCorrupt, n, start, words[len(words)-1])
		}
		rec := webRecord{uri: words[0], at: start + lines.n, size: size}
		if n == 1 {
			rec.kind = "filedesc"
		}
		if err := pushRecord(ctx, in, out, rec); err != nil {
			return err
		}
		if size > in.Size-rec.at {
			return nil // told of on the child
		}
		pos = rec.at + size
	}
}
