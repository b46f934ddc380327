// Package xmlguard stands between foreign XML and encoding/xml, which holds a text
// or a tag in memory as a whole, however long it is.
package xmlguard

import (
	"bytes"
	"fmt"
	"io"

	"evscan/evidence"
)

// Bounds in bytes.
const (
	MaxTag  = 4 << 20 // a tag, a comment or a declaration; a longer one is an error
	maxText = 1 << 20 // a text; a longer one comes in pieces
	// entity is more than a reference to a character or an entity has: a text is not
	// split within one.
	entity = 64
)

// split stands between two pieces of a text: a comment ends a text and says nothing.
const split = "<!---->"

// Reader returns the bytes of r, which must be UTF-8 or another extension of
// ASCII, with long texts split. Where a tag is longer than MaxTag it ends with
// evidence.ErrLimit (wrapped).
func Reader(r io.Reader) io.Reader { return &reader{r: r, buf: make([]byte, 32<<10)} }

type reader struct {
	r       io.Reader
	buf     []byte
	out     []byte // to be handed out
	err     error
	tag     bool // within < and >
	run     int  // bytes since the last < or >
	ref     int  // bytes since an & that is not closed; 0: none
	pending bytes.Buffer
}

func (g *reader) Read(p []byte) (int, error) {
	for len(g.out) == 0 {
		if g.err != nil {
			return 0, g.err
		}
		n, err := g.r.Read(g.buf)
		g.err = err
		if bad := g.take(g.buf[:n]); bad != nil {
			g.err = bad
		}
		g.out = g.pending.Bytes()
	}
	n := copy(p, g.out)
	if g.out = g.out[n:]; len(g.out) == 0 {
		g.pending.Reset()
	}
	return n, nil
}

func (g *reader) take(b []byte) error {
	for _, c := range b {
		switch {
		case c == '<':
			g.tag, g.run, g.ref = true, 0, 0
		case c == '>':
			g.tag, g.run, g.ref = false, -1, 0
		case g.tag && g.run >= MaxTag:
			return fmt.Errorf("%w: a tag is longer than %d bytes", evidence.ErrLimit, MaxTag)
		case !g.tag && g.run >= maxText && g.ref == 0 && (c < 0x80 || c >= 0xc0):
			g.pending.WriteString(split)
			g.run = 0
		}
		g.run++
		switch {
		case c == '&':
			g.ref = 1
		case c == ';' || g.ref > entity:
			g.ref = 0
		case g.ref > 0:
			g.ref++
		}
		g.pending.WriteByte(c)
	}
	return nil
}

// Declares says, for a warning, which entities a document type declaration
// declares, or "" where there are none. Evscan expands none of them and opens no
// file for one; a program that does is what such a declaration may be meant for.
func Declares(directive []byte) string {
	n := bytes.Count(directive, []byte("<!ENTITY"))
	switch {
	case n == 0:
		return ""
	case bytes.Contains(directive, []byte("SYSTEM")) || bytes.Contains(directive, []byte("PUBLIC")):
		return fmt.Sprintf("declares %d entities, of other files among them; they were neither expanded nor opened", n)
	}
	return fmt.Sprintf("declares %d entities; they were not expanded", n)
}
