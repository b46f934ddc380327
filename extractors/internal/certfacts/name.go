package certfacts

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"evscan/extractors/charset"
)

// Attribute is one part of a distinguished name.
type Attribute struct {
	Type  string // O, OU, CN, DC, ... or a dotted identifier
	Value string
}

// Name is a distinguished name in the order of the certificate, country first.
type Name []Attribute

// attributeTypes are the short names of RFC 4519 and RFC 4514, and OpenSSL's where
// those have none.
var attributeTypes = map[string]string{
	"2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "street",
	"2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title", "2.5.4.15": "businessCategory", "2.5.4.42": "GN", "2.5.4.97": "organizationIdentifier",
	"1.2.840.113549.1.9.1": "emailAddress", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
}

// Parse reads a Name of RFC 5280 section 4.1.2.4.
func parseName(n Node) Name {
	var out Name
	for _, set := range Children(n.Body) {
		for _, pair := range Children(set.Body) {
			p := Children(pair.Body)
			if len(p) < 2 || len(out) >= 64 {
				continue
			}
			id := oid(p[0])
			if short, ok := attributeTypes[id]; ok {
				id = short
			}
			if v := strings.TrimSpace(text(p[1])); v != "" {
				out = append(out, Attribute{id, v})
			}
		}
	}
	return out
}

// String writes the name most telling part first, as RFC 4514 does.
func (n Name) String() string {
	var b strings.Builder
	for i := len(n) - 1; i >= 0; i-- {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(n[i].Type)
		b.WriteByte('=')
		b.WriteString(n[i].Value)
	}
	return b.String()
}

// All lists the values of one type.
func (n Name) All(kind string) []string {
	var out []string
	for _, a := range n {
		if a.Type == kind {
			out = append(out, a.Value)
		}
	}
	return out
}

// Domain joins the domain components; "" where there are fewer than two.
func (n Name) Domain() string {
	dc := n.All("DC")
	if len(dc) < 2 {
		return ""
	}
	for i, j := 0, len(dc)-1; i < j; i, j = i+1, j-1 {
		dc[i], dc[j] = dc[j], dc[i]
	}
	return strings.ToLower(strings.Join(dc, "."))
}

// text decodes the string types of X.520.
func text(n Node) string {
	b := n.Body
	switch n.Tag {
	case 30: // BMPString
		units := make([]uint16, 0, len(b)/2)
		for i := 0; i+1 < len(b); i += 2 {
			units = append(units, binary.BigEndian.Uint16(b[i:]))
		}
		return string(utf16.Decode(units))
	case 28: // UniversalString
		var out strings.Builder
		for i := 0; i+3 < len(b); i += 4 {
			out.WriteRune(rune(binary.BigEndian.Uint32(b[i:])))
		}
		return strings.ToValidUTF8(out.String(), "\uFFFD")
	}
	if g, ok := charset.Detect(b); ok && g.Enc != nil && !strings.HasPrefix(g.Name, "utf-16") {
		return g.Decode(b) // a code page in a type that does not allow it
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
