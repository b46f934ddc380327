// Package xmlwalk goes through XML of unknown make, tag by tag, in bounded memory.
package xmlwalk

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"evscan/evidence"
	"evscan/extractors/internal/xmlguard"
)

// Bounds of one XML part.
const (
	MaxBytes = 256 << 20
	maxDepth = 512
)

// Element is a start tag, an end tag or, where Name is empty, character data.
// Names are local, Prefix is what the file writes before them.
type Element struct {
	Prefix, Name string
	Start        bool
	Attrs        []xml.Attr
	Text         []byte // valid during the call only
	Warning      string // what a declaration is up to; all else is empty then
}

// Attr is the value of the first attribute with the local name.
func (e Element) Attr(local string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// Walk calls f for each tag and text of r, and stops at its first error, which it
// returns as it is. Elements of the name in skip are left out with what they hold.
func Walk(ctx context.Context, r io.Reader, skip string, f func(Element) error) error {
	limited := &io.LimitedReader{R: r, N: MaxBytes}
	dec := xml.NewDecoder(xmlguard.Reader(transform.NewReader(limited, unicode.BOMOverride(transform.Nop))))
	dec.Strict = false
	dec.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch label {
		case "UTF-16", "utf-16", "UTF-16LE", "UTF-16BE":
			return r, nil // the byte order mark has been followed already
		}
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("charset %q: %w", label, err)
		}
		return enc.NewDecoder().Reader(r), nil
	}
	depth, skipped := 0, 0
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		tok, err := dec.RawToken()
		switch {
		case err == io.EOF && limited.N > 0:
			if depth > 0 {
				return fmt.Errorf("%w: the part ends within an element", evidence.ErrCorrupt)
			}
			return nil
		case limited.N <= 0:
			return fmt.Errorf("%w: the part is longer than %d bytes", evidence.ErrLimit, MaxBytes)
		case errors.Is(err, evidence.ErrLimit):
			return err
		case err != nil:
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		var e Element
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("%w: elements nest deeper than %d", evidence.ErrLimit, maxDepth)
			}
			if skipped == 0 && skip != "" && t.Name.Local == skip {
				skipped = depth
			}
			e = Element{Prefix: t.Name.Space, Name: t.Name.Local, Start: true, Attrs: t.Attr}
		case xml.EndElement:
			if skipped != 0 && skipped == depth {
				skipped = 0
				depth--
				continue
			}
			depth = max(0, depth-1)
			e = Element{Prefix: t.Name.Space, Name: t.Name.Local}
		case xml.CharData:
			e = Element{Text: t}
		case xml.Directive:
			if e.Warning = xmlguard.Declares(t); e.Warning == "" {
				continue
			}
		default:
			continue
		}
		if skipped > 0 {
			continue
		}
		if err := f(e); err != nil {
			return err
		}
	}
}
