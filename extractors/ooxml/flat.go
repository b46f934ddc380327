package ooxml

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const flatNamespace = "http://schemas.microsoft.com/office/2006/xmlPackage"

// flatFormat is a package written as one XML file ("Flat OPC"): each part an element
// that holds XML or base64.
func flatFormat() evidence.Format {
	return evidence.Format{
		ID: "flat-opc", MIME: "application/vnd.ms-office.flat-opc+xml", Version: 1, Exts: []string{"xml", "fopc"},
		Match: func(p evidence.Probe) (string, bool) {
			head := p.Head[:min(len(p.Head), 4<<10)]
			return "XML of the namespace " + flatNamespace, bytes.Contains(head, []byte(flatNamespace)) && bytes.Contains(head, []byte("package"))
		},
		Extract: extractFlat,
	}
}

func extractFlat(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	d := &document{ctx: ctx, in: in, out: push.New(out, in.Limits), index: map[string]int{}, rels: map[string][]relationship{}}
	main, broken := d.flatParts()
	k := kind{read: func(*document) {}}
	for _, one := range kinds() {
		if one.main == main {
			k = one
		}
	}
	return d.read(k, broken)
}

// flatParts finds where each part stands and which content type the main one has.
// Parts are read from their place in the file, so none is held in memory.
func (d *document) flatParts() (main string, err error) {
	known := map[string]bool{}
	for _, k := range kinds() {
		known[k.main] = true
	}
	dec := xml.NewDecoder(d.in.Reader())
	dec.Strict = false
	var name string
	var from int64
	for n := 0; ; n++ {
		if n%1024 == 0 && d.ctx.Err() != nil {
			return main, d.ctx.Err()
		}
		before := dec.InputOffset()
		tok, err := dec.RawToken()
		if err != nil && name != "" && from > 0 { // the part that the file ends in
			d.flatPart(name, from, d.in.Size, false)
			return main, fmt.Errorf("%w: the file ends within the part %s", evidence.ErrCorrupt, name)
		}
		if err == io.EOF {
			return main, nil
		}
		if err != nil {
			return main, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Space != "pkg" && t.Name.Space != "":
			case t.Name.Local == "part":
				name, from = "", 0
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "name":
						name = strings.TrimPrefix(a.Value, "/")
					case "contentType":
						if main == "" && known[a.Value] {
							main = a.Value
						}
					}
				}
			case t.Name.Local == "xmlData" || t.Name.Local == "binaryData":
				from = dec.InputOffset()
			}
		case xml.EndElement:
			if t.Name.Space == "pkg" && (t.Name.Local == "xmlData" || t.Name.Local == "binaryData") && name != "" && len(d.parts) < maxParts {
				d.flatPart(name, from, before, t.Name.Local == "binaryData")
				name, from = "", 0
			}
		}
	}
}

func (d *document) flatPart(name string, from, to int64, binary bool) {
	d.parts = append(d.parts, part{name, func() (io.ReadCloser, error) {
		r := io.Reader(io.NewSectionReader(d.in.At, from, to-from))
		if binary {
			r = base64.NewDecoder(base64.StdEncoding, &unspaced{r})
		}
		return io.NopCloser(r), nil
	}})
}

// unspaced drops blanks, which base64 in XML is full of.
type unspaced struct{ r io.Reader }

func (u *unspaced) Read(p []byte) (int, error) {
	for {
		n, err := u.r.Read(p)
		kept := 0
		for _, c := range p[:n] {
			if c > ' ' {
				p[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}
