package image

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// XMP, ISO 16684-1: properties in RDF. A property inside a structure is named by
// those it lies in, written together, as exiftool does: HistorySoftwareAgent.

const (
	nsRDF  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsMeta = "adobe:ns:meta/"
	nsXML  = "http://www.w3.org/XML/1998/namespace"
	nsExif = "http://ns.adobe.com/exif/1.0/"
	nsTIFF = "http://ns.adobe.com/tiff/1.0/"
	nsAux  = "http://ns.adobe.com/exif/1.0/aux/"
	nsEx   = "http://cipa.jp/exif/1.0/"
)

// maxXMPDepth bounds how deep structures may lie in each other.
const maxXMPDepth = 64

// xmpNode is an element that is open.
type xmpNode struct {
	name  string // of the property it is or lies in; "" outside of any
	space string // namespace of the outermost property
	inner bool   // an element or an attribute gave a value
	text  strings.Builder
	lang  string
}

// pushXMP pushes the properties of a packet.
func pushXMP(p *props, packet []byte, source string) {
	packet = bytes.TrimRight(packet, "\x00 \r\n\t")
	if len(packet) == 0 {
		return
	}
	text := string(packet)
	if g, ok := charset.Detect(packet); ok && g.Enc != nil {
		text = g.Decode(packet)
	}
	if i := strings.Index(text, "<"); i > 0 {
		text = text[i:]
	}
	dec := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(text, "\uFFFD")))
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded above
	x := &xmpReader{p: p, names: xmpNames(), source: source}
	for p.err == nil {
		tok, err := dec.RawToken()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.problem(evidence.ProblemCorrupt, source, "%v", err)
			} else if len(x.open) > 0 {
				p.problem(evidence.ProblemCorrupt, source, "cut off")
			}
			for len(x.open) > 0 { // what stood in it is kept
				x.end()
			}
			return
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(x.open) >= maxXMPDepth {
				p.problem(evidence.ProblemLimit, source, "elements lie more than %d deep", maxXMPDepth)
				return
			}
			x.start(t)
		case xml.EndElement:
			if len(x.open) > 0 {
				x.end()
			}
		case xml.CharData:
			if n := len(x.open); n > 0 && x.open[n-1].text.Len() < evidence.MaxFactBytes {
				x.open[n-1].text.Write(t)
			}
		}
	}
}

type xmpReader struct {
	p      *props
	names  map[string]string
	source string
	open   []*xmpNode
	scopes []map[string]string // prefixes declared by each open element
	inRDF  bool                // rdf:RDF was seen
}

// space is the namespace that a prefix stands for; an undeclared prefix stands for
// itself, since half a packet is better than none.
func (x *xmpReader) space(prefix string) string {
	if prefix == "xml" {
		return nsXML
	}
	for i := len(x.scopes) - 1; i >= 0; i-- {
		if s, ok := x.scopes[i][prefix]; ok {
			return s
		}
	}
	switch prefix {
	case "rdf":
		return nsRDF
	case "x":
		return nsMeta
	}
	return prefix
}

func (x *xmpReader) start(t xml.StartElement) {
	var scope map[string]string
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			if scope == nil {
				scope = map[string]string{}
			}
			prefix := a.Name.Local
			if a.Name.Space == "" {
				prefix = ""
			}
			scope[prefix] = a.Value
		}
	}
	x.scopes = append(x.scopes, scope)
	n := &xmpNode{}
	if k := len(x.open); k > 0 {
		parent := x.open[k-1]
		n.name, n.space, n.lang = parent.name, parent.space, parent.lang
		parent.inner = true
	}
	space := x.space(t.Name.Space)
	switch {
	case space == nsRDF:
		x.inRDF = x.inRDF || t.Name.Local == "RDF"
	case space == nsMeta, !x.inRDF:
	default:
		if n.name == "" {
			n.space = space
		}
		n.name += upperFirst(t.Name.Local)
	}
	x.open = append(x.open, n)
	for _, a := range t.Attr {
		x.attr(n, a)
	}
}

func (x *xmpReader) attr(n *xmpNode, a xml.Attr) {
	switch space := x.space(a.Name.Space); {
	case a.Name.Space == "xmlns" || a.Name.Local == "xmlns":
	case space == nsXML:
		if a.Name.Local == "lang" {
			n.lang = a.Value
		}
	case space == nsMeta && a.Name.Local == "xmptk":
		x.p.add("xmp:XMPToolkit", a.Value, x.source)
	case space == nsRDF || a.Name.Space == "" && (a.Name.Local == "resource" || a.Name.Local == "about"):
		if a.Name.Local == "resource" && n.name != "" {
			n.inner = true
			x.push(n.space, n.name, a.Value, "")
		}
		if a.Name.Local == "about" {
			x.p.add("xmp:About", a.Value, x.source)
		}
	case a.Name.Space == "" || space == nsMeta || !x.inRDF:
	default:
		n.inner = n.inner || n.name != ""
		outer := n.space
		if n.name == "" {
			outer = space
		}
		x.push(outer, n.name+upperFirst(a.Name.Local), a.Value, "")
	}
}

func (x *xmpReader) end() {
	k := len(x.open) - 1
	n := x.open[k]
	if n.name != "" && !n.inner {
		x.push(n.space, n.name, n.text.String(), n.lang)
	}
	x.open, x.scopes = x.open[:k], x.scopes[:k]
}

func (x *xmpReader) push(space, name, value, lang string) {
	if to, ok := x.names[space+name]; ok {
		name = to
	}
	if lang != "" && lang != "x-default" {
		name += "-" + lang
	}
	x.p.add("xmp:"+name, xmpValue(space, name, value), x.source)
}

var xmpRational = regexp.MustCompile(`^(-?\d+)/(-?\d+)$`)

// xmpValue writes the fractions that XMP borrows from Exif as decimal numbers, and
// exposure in seconds and f-numbers, as the same properties of Exif are written.
func xmpValue(space, name, value string) string {
	value = strings.TrimSpace(value)
	switch space {
	case nsExif, nsTIFF, nsAux, nsEx:
	default:
		return value
	}
	fields := strings.Fields(value)
	for i, f := range fields {
		m := xmpRational.FindStringSubmatch(f)
		if m == nil {
			return value
		}
		num, err1 := strconv.ParseFloat(m[1], 64)
		den, err2 := strconv.ParseFloat(m[2], 64)
		if err1 != nil || err2 != nil {
			return value
		}
		v := num / den
		switch name {
		case "ShutterSpeedValue":
			v = math.Exp2(-v)
		case "ApertureValue", "MaxApertureValue":
			v = math.Exp2(v / 2)
		}
		fields[i] = decimal(v)
	}
	return strings.Join(fields, " ")
}
