package identify

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/h2non/filetype/matchers"
	"github.com/h2non/filetype/types"

	"evscan/evidence"
)

// test tells from the content whether an item is of a format, and on what basis.
type test func(p evidence.Probe) (basis string, ok bool)

// row is one line of a table of formats.
type row struct {
	id, mime string
	exts     string // usual extensions, separated by blanks
	is       test
}

// formats makes formats of rows that are kinds of the format of, "" for none.
func formats(rows []row, of string, read Reader) []evidence.Format {
	var out []evidence.Format
	for _, r := range rows {
		out = append(out, evidence.Format{ID: r.id, MIME: r.mime, Version: 1, Exts: strings.Fields(r.exts), Of: of, Match: r.is, Extract: read})
	}
	return out
}

// shown is a signature as a person reads it: letters as they are, else bytes in hex.
func shown(sig string) string {
	for _, c := range []byte(sig) {
		if c < ' ' || c > '~' {
			return fmt.Sprintf("% X", sig)
		}
	}
	return sig
}

// readable is the length below which a signature of letters alone may be how a text begins.
const readable = 8

// lettered tells whether sig might begin a text: then the bytes behind it must be none.
func lettered(sig string) bool {
	for _, c := range []byte(sig) {
		if (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c > '~' {
			return false
		}
	}
	return len(sig) < readable
}

// noText tells whether the first bytes hold one that no text has.
func noText(h []byte) bool {
	for _, c := range h[:min(len(h), 512)] {
		if c < '\t' || c > '\r' && c < ' ' && c != 0x1b {
			return true
		}
	}
	return false
}

// at wants one of sigs at an offset within the head, and behind few letters bytes that
// are no text.
func at(off int, sigs ...string) test {
	plain := textual(off, sigs...)
	short := false
	for _, s := range sigs {
		short = short || lettered(s)
	}
	if !short {
		return plain
	}
	return func(p evidence.Probe) (string, bool) {
		basis, ok := plain(p)
		return basis, ok && noText(p.Head)
	}
}

// textual is at for formats that are text.
func textual(off int, sigs ...string) test {
	basis := make([]string, len(sigs))
	for i, s := range sigs {
		basis[i] = fmt.Sprintf("signature %s at %d", shown(s), off)
	}
	return func(p evidence.Probe) (string, bool) {
		if len(p.Head) <= off {
			return "", false
		}
		for i, s := range sigs {
			if h := p.Head[off:]; len(h) >= len(s) && string(h[:len(s)]) == s {
				return basis[i], true
			}
		}
		return "", false
	}
}

// magic wants one of sigs at the start.
func magic(sigs ...string) test { return at(0, sigs...) }

// anyOf takes the first test that succeeds.
func anyOf(tests ...test) test {
	return func(p evidence.Probe) (string, bool) {
		for _, t := range tests {
			if basis, ok := t(p); ok {
				return basis, true
			}
		}
		return "", false
	}
}

// and wants a test to succeed and cond to hold over the head; what says cond in words.
func and(t test, what string, cond func(h []byte) bool) test {
	return func(p evidence.Probe) (string, bool) {
		basis, ok := t(p)
		if !ok || !cond(p.Head) {
			return "", false
		}
		return basis + ", " + what, true
	}
}

// where wants cond to hold over the head.
func where(what string, cond func(h []byte) bool) test {
	return func(p evidence.Probe) (string, bool) { return what, cond(p.Head) }
}

// far wants a signature at an offset that may lie behind the head.
func far(off int64, sigs ...string) test {
	return func(p evidence.Probe) (string, bool) {
		for _, s := range sigs {
			if p.At == nil || p.Size < off+int64(len(s)) {
				continue
			}
			b := make([]byte, len(s))
			if _, err := p.At.ReadAt(b, off); (err == nil || err == io.EOF) && string(b) == s {
				return fmt.Sprintf("signature %s at %d", shown(s), off), true
			}
		}
		return "", false
	}
}

// fromEnd wants a signature so many bytes before the end.
func fromEnd(off int, sigs ...string) test {
	return func(p evidence.Probe) (string, bool) {
		if len(p.Tail) < off {
			return "", false
		}
		for _, s := range sigs {
			if bytes.HasPrefix(p.Tail[len(p.Tail)-off:], []byte(s)) {
				return fmt.Sprintf("signature %s at %d before the end", shown(s), off), true
			}
		}
		return "", false
	}
}

// asFiletype asks one signature of h2non/filetype. Many are four letters (SQLi), with which
// a text may begin.
func asFiletype(m matchers.Map, t types.Type) test {
	match, basis := m[t], "signature of "+t.MIME.Value
	return func(p evidence.Probe) (string, bool) {
		return basis, match(p.Head) && (has(p.Head, 0, `{\rtf`) || noText(p.Head))
	}
}

// u16 and u32 read little-endian numbers of the head, 0 where it is too short.
func u16(h []byte, off int) int {
	if off+2 > len(h) {
		return 0
	}
	return int(h[off]) | int(h[off+1])<<8
}

func u32(h []byte, off int) uint32 {
	if off+4 > len(h) {
		return 0
	}
	return uint32(h[off]) | uint32(h[off+1])<<8 | uint32(h[off+2])<<16 | uint32(h[off+3])<<24
}

func b16(h []byte, off int) int {
	if off+2 > len(h) {
		return 0
	}
	return int(h[off])<<8 | int(h[off+1])
}

func b32(h []byte, off int) uint32 {
	if off+4 > len(h) {
		return 0
	}
	return uint32(h[off])<<24 | uint32(h[off+1])<<16 | uint32(h[off+2])<<8 | uint32(h[off+3])
}

func has(h []byte, off int, s string) bool {
	return off >= 0 && off+len(s) <= len(h) && string(h[off:off+len(s)]) == s
}
