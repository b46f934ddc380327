package ooxml

import (
	"encoding/xml"
	"errors"

	"evscan/extractors/internal/xmlwalk"
)

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
	return xmlwalk.Walk(d.ctx, rc, "Fallback", func(e xmlwalk.Element) error {
		if e.Warning != "" {
			d.out.Out.Warn(name + " " + e.Warning)
			return nil
		}
		return f(element{name: e.Name, start: e.Start, attrs: e.Attrs, text: e.Text})
	})
}
