package pdf

import (
	"bytes"
	"encoding/xml"
	"strings"
)

const maxXMPDepth = 64

// xmp reads the metadata packet (ISO 16684-1), in which a property is an element,
// a list in an element, or an attribute of rdf:Description.
func (d *document) xmp() {
	b, err := d.run(maxInfo, "pdfinfo", "-meta")
	if err != nil {
		return // the plain properties were read; a broken packet loses nothing else
	}
	d.xmpPacket(b)
}

func (d *document) xmpPacket(b []byte) {
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	var open []string // names of the open elements
	var text strings.Builder
	for d.out.Err == nil && len(open) < maxXMPDepth {
		tok, err := dec.RawToken()
		if err != nil {
			return
		}
		switch t := tok.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
			text.Reset()
			if t.Name.Local == "Description" {
				for _, a := range t.Attr {
					d.xmpField(a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			if text.Len() < 1<<16 {
				text.Write(t)
			}
		case xml.EndElement:
			if len(open) == 0 {
				return
			}
			name := open[len(open)-1]
			open = open[:len(open)-1]
			if name == "li" && len(open) > 1 { // property, kind of list, li
				name = open[len(open)-2]
			}
			d.xmpField(name, text.String())
			text.Reset()
		}
	}
}

// xmpField pushes the properties that tell of people, programs and organisations.
// Local names are told apart well enough without their namespaces.
func (d *document) xmpField(name, value string) {
	if m := msip.FindStringSubmatch(name); m != nil {
		d.label(m[1], m[2], value, "XMP")
		return
	}
	switch name {
	case "CreatorTool", "creator", "title", "rights", "publisher", "Producer", "Credit", "Owner", "Company", "SourceModified", "UsageTerms", "WebStatement",
		"subject", "description", "Keywords", "Author", "AuthorsPosition", "Manager", "DocumentID", "OriginalDocumentID", "InstanceID":
		d.out.Meta("xmp:"+name, value, "XMP")
	}
}

func (d *document) label(id, field, value, source string) {
	if field == "SiteId" {
		value = strings.ToLower(strings.Trim(strings.TrimSpace(value), "{}"))
	}
	d.out.Meta("msip:LabelId", strings.ToLower(id), source)
	d.out.Meta("msip:"+field, value, source)
}
