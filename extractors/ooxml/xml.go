package ooxml

import (
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

const maxXMLDepth = 512

// errFull ends the reading of a part when no more text is wanted.
var errFull = errors.New("text limit")

// element is a start tag, an end tag or, where name is empty, character data.
// Names are local: strict and transitional documents differ in namespaces only.
type element struct {
	name  string
	start bool
	attrs []xml.Attr
	text  []byte // valid during the call only
}

func (e element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// relID is the r:id of an element, which may stand beside an id of its own.
func (e element) relID() string {
	for _, a := range e.attrs {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// walk calls f for each tag and text of a part. AlternateContent repeats its
// content in Fallback for older readers; that half is left out.
func (d *document) walk(name string, f func(element) error) error {
	rc, err := d.open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	limited := &io.LimitedReader{R: rc, N: maxPartBytes}
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
	depth, skip := 0, 0
	for n := 0; ; n++ {
		if n%1024 == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		tok, err := dec.RawToken()
		switch {
		case err == io.EOF && limited.N > 0:
			if depth > 0 {
				return fmt.Errorf("%w: the part ends within an element", evidence.ErrCorrupt)
			}
			return nil
		case limited.N <= 0:
			return fmt.Errorf("%w: the part is longer than %d bytes", evidence.ErrLimit, maxPartBytes)
		case errors.Is(err, evidence.ErrLimit):
			return err
		case err != nil:
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		var e element
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return fmt.Errorf("%w: elements nest deeper than %d", evidence.ErrLimit, maxXMLDepth)
			}
			if skip == 0 && t.Name.Local == "Fallback" {
				skip = depth
			}
			e = element{name: t.Name.Local, start: true, attrs: t.Attr}
		case xml.EndElement:
			if skip == depth {
				skip = 0
				depth--
				continue
			}
			depth = max(0, depth-1)
			e = element{name: t.Name.Local}
		case xml.CharData:
			e = element{text: t}
		case xml.Directive:
			if why := xmlguard.Declares(t); why != "" {
				d.out.Out.Warn(name + " " + why)
			}
			continue
		default:
			continue
		}
		if skip > 0 {
			continue
		}
		if err := f(e); err != nil {
			return err
		}
	}
}
