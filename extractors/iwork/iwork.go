// Package iwork picks the text out of the archives of Apple's Pages, Numbers and
// Keynote since 2013. The documents are zip files, whose previews and pictures are
// read like any other; the files *.iwa within hold the text, in protocol buffers
// packed with Snappy (github.com/google/snappy, format_description.txt) behind a
// head of four bytes a chunk.
package iwork

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const (
	maxPacked = 64 << 20
	maxPlain  = 256 << 20
	maxChunk  = 1 << 20 // a chunk holds 64 KB
)

// Formats lists the archives within iWork documents.
func Formats() []evidence.Format {
	return []evidence.Format{{
		ID: "iwa", MIME: "application/x-iwork-archive", Version: 1, Exts: []string{"iwa"},
		Match: func(p evidence.Probe) (string, bool) {
			if p.Ext != "iwa" || len(p.Head) < 8 || p.Head[0] != 0 {
				return "", false
			}
			n := int64(p.Head[1]) | int64(p.Head[2])<<8 | int64(p.Head[3])<<16
			return "chunk of Snappy in a file named iwa", n > 0 && n+4 <= p.Size
		},
		Extract: extract,
	}}
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	p := push.New(out, in.Limits)
	raw, err := io.ReadAll(io.LimitReader(in.Reader(), maxPacked))
	if err != nil {
		err = fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	plain, bad := unpack(raw)
	p.Text(runs(plain), "", evidence.Locator{Zone: evidence.ZoneBody})
	return errors.Join(p.Err, ctx.Err(), err, bad)
}

func unpack(b []byte) ([]byte, error) {
	var out []byte
	for len(b) > 0 {
		if len(b) < 4 || b[0] != 0 {
			return out, fmt.Errorf("%w: a chunk without its head", evidence.ErrCorrupt)
		}
		n := int(b[1]) | int(b[2])<<8 | int(b[3])<<16
		chunk, err := snappy(b[4:min(4+n, len(b))])
		out = append(out, chunk...)
		if err != nil {
			return out, err
		}
		if 4+n > len(b) {
			return out, fmt.Errorf("%w: a chunk is cut off", evidence.ErrCorrupt)
		}
		if len(out) > maxPlain {
			return out, fmt.Errorf("%w: more than %d bytes", evidence.ErrLimit, maxPlain)
		}
		b = b[4+n:]
	}
	return out, nil
}

// snappy unpacks one block. The length it declares is not believed.
func snappy(b []byte) ([]byte, error) {
	bad := fmt.Errorf("%w: damaged Snappy", evidence.ErrCorrupt)
	_, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, bad
	}
	b = b[n:]
	var out []byte
	for len(b) > 0 && len(out) < maxChunk {
		tag := int(b[0])
		b = b[1:]
		length, back := tag>>2+1, 0
		switch tag & 3 {
		case 0:
			if extra := length - 60; extra > 0 {
				if extra > len(b) || extra > 3 {
					return out, bad
				}
				length = 1
				for i := range extra {
					length += int(b[i]) << (8 * i)
				}
				b = b[extra:]
			}
			if length > len(b) {
				return append(out, b...), bad
			}
			out = append(out, b[:length]...)
			b = b[length:]
			continue
		case 1:
			if len(b) < 1 {
				return out, bad
			}
			length, back = tag>>2&7+4, tag>>5<<8|int(b[0])
			b = b[1:]
		case 2:
			if len(b) < 2 {
				return out, bad
			}
			back = int(binary.LittleEndian.Uint16(b))
			b = b[2:]
		case 3:
			if len(b) < 4 {
				return out, bad
			}
			back = int(binary.LittleEndian.Uint32(b))
			b = b[4:]
		}
		if back == 0 || back > len(out) {
			return out, bad
		}
		for range length {
			out = append(out, out[len(out)-back])
		}
	}
	return out, nil
}

// runs gives the strings that are text of people: protocol buffers write strings in
// UTF-8 behind their length, between bytes that are no text.
func runs(b []byte) string {
	var out strings.Builder
	seen := map[string]bool{}
	for len(b) > 0 {
		n := 0
		for n < len(b) {
			r, size := utf8.DecodeRune(b[n:])
			if r == utf8.RuneError && size <= 1 || r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r > 0xffff && !unicode.IsLetter(r) && !unicode.IsSymbol(r) {
				break
			}
			n += size
		}
		if s := strings.TrimSpace(string(b[:n])); human(s) && !seen[s] {
			seen[s] = true
			out.WriteString(s + "\n")
		}
		if i := bytes.IndexFunc(b[n:], func(r rune) bool { return r >= ' ' && r != utf8.RuneError }); i > 0 {
			n += i
		} else {
			n++
		}
		b = b[min(n, len(b)):]
	}
	return out.String()
}

// human leaves out short runs, identifiers and names of styles.
func human(s string) bool {
	letters, blanks, wide := 0, 0, 0
	for _, r := range s {
		switch {
		case r >= 0x3000:
			wide++
		case unicode.IsLetter(r):
			letters++
		case unicode.IsSpace(r):
			blanks++
		}
	}
	n := utf8.RuneCountInString(s)
	return wide >= 2 && (wide+letters)*2 >= n || letters >= 4 && letters+blanks >= n*7/10 && (blanks > 0 || n <= 24) && !strings.ContainsAny(s, "{}")
}
