package evtx

import (
	"fmt"
	"strings"

	"evscan/extractors/internal/raw"
)

// event is what one record says.
type event struct {
	v                               raw.View // the chunk
	left                            int      // tokens that may still be read
	computer, channel, provider, id string
	data                            []pair
	stack                           []element
}

type pair struct{ name, value string }

// element is one that is open.
type element struct {
	name string
	attr string // the value of its attribute Name
	text strings.Builder
}

// slot is a value that a template asks for.
type slot struct {
	typ      int
	at, size int
}

// Tokens of [MS-EVEN6] 2.2.12; 0x40 says that more of the same follow.
const (
	tokEnd         = 0x00
	tokOpen        = 0x01
	tokCloseStart  = 0x02
	tokCloseEmpty  = 0x03
	tokEndElement  = 0x04
	tokValue       = 0x05
	tokAttribute   = 0x06
	tokCData       = 0x07
	tokCharRef     = 0x08
	tokEntityRef   = 0x09
	tokPITarget    = 0x0a
	tokPIData      = 0x0b
	tokTemplate    = 0x0c
	tokSubstitute  = 0x0d
	tokOptional    = 0x0e
	tokFragment    = 0x0f
	typeBinXML     = 0x21
	typeArray      = 0x80
	maxEventValues = 500
)

// fragment reads tokens from at on and returns where it ended; ok is unset where
// the bytes made no sense.
func (e *event) fragment(at, end int, slots []slot, depth int) (int, bool) {
	if depth > maxNested {
		return at, false
	}
	base := len(e.stack)
	attr := ""
	inAttr := false
	for at < end {
		if e.left--; e.left < 0 {
			return at, false
		}
		tok := e.v.U8(at)
		switch tok &^ 0x40 {
		case tokEnd:
			return at + 1, len(e.stack) == base
		case tokFragment:
			at += 4
		case tokOpen:
			name, next := e.name(at + 7)
			if tok&0x40 != 0 {
				next += 4
			}
			e.stack = append(e.stack, element{name: name})
			inAttr = false
			at = next
		case tokAttribute:
			attr, at = e.name(at + 1)
			inAttr = true
		case tokCloseStart:
			inAttr = false
			at++
		case tokCloseEmpty, tokEndElement:
			inAttr = false
			if len(e.stack) > base {
				e.close()
			}
			at++
		case tokValue:
			n := 2 * e.v.U16(at+2)
			if e.v.U8(at+1) != 1 || !e.v.Has(at+4, n) {
				return at, false
			}
			e.text(e.v.Bytes(at+4, n).UTF16(), attr, inAttr)
			at += 4 + n
		case tokCData, tokPIData:
			n := 2 * e.v.U16(at+1)
			e.text(e.v.Bytes(at+3, n).UTF16(), attr, false)
			at += 3 + n
		case tokCharRef:
			e.text(string(rune(e.v.U16(at+1))), attr, inAttr)
			at += 3
		case tokEntityRef, tokPITarget:
			name, next := e.name(at + 1)
			e.text(entities[name], attr, inAttr)
			at = next
		case tokTemplate:
			next, ok := e.template(at, end, depth)
			if !ok {
				return next, false
			}
			at = next
		case tokSubstitute, tokOptional:
			if id := e.v.U16(at + 1); id < len(slots) {
				if !e.substitute(slots[id], attr, inAttr, depth) {
					return at, false
				}
			}
			at += 4
		default:
			return at, false
		}
	}
	return at, at == end
}

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// name reads the name that the offset at points to. Where it points right behind
// itself the name stands there and is stepped over.
func (e *event) name(at int) (string, int) {
	where := e.v.U32(at)
	n := e.v.U16(where + 6)
	s := e.v.Bytes(where+8, 2*min(n, 256)).UTF16()
	if where == at+4 {
		return s, where + 8 + 2*n + 2
	}
	return s, at + 4
}

// template reads an instance: where its definition stands, and its values.
func (e *event) template(at, end, depth int) (int, bool) {
	def := e.v.U32(at + 6)
	next := at + 10
	size := e.v.U32(def + 20)
	if def == next {
		next = def + 24 + size
	}
	count := e.v.U32(next)
	next += 4
	if count > maxEventValues || !e.v.Has(next, 4*count) || next+4*count > end || !e.v.Has(def+24, size) {
		return next, false
	}
	slots := make([]slot, count)
	data := next + 4*count
	for i := range slots {
		slots[i] = slot{typ: e.v.U8(next + 4*i + 2), at: data, size: e.v.U16(next + 4*i)}
		data += slots[i].size
	}
	if data > end {
		return next, false
	}
	_, ok := e.fragment(def+24, def+24+size, slots, depth+1)
	return data, ok
}

func (e *event) substitute(s slot, attr string, inAttr bool, depth int) bool {
	if s.typ == typeBinXML {
		_, ok := e.fragment(s.at, s.at+s.size, nil, depth+1)
		return ok
	}
	e.text(value(e.v.Bytes(s.at, s.size), s.typ), attr, inAttr)
	return true
}

// value writes what a person would want to read; "" for binary values.
func value(v raw.View, typ int) string {
	switch typ {
	case 1:
		return v.UTF16()
	case 2:
		return v.Text()
	case 4:
		return fmt.Sprint(v.U8(0))
	case 6:
		return fmt.Sprint(v.U16(0))
	case 7:
		return fmt.Sprint(int32(uint32(v.U32(0))))
	case 8:
		return fmt.Sprint(v.U32(0))
	case 10:
		return fmt.Sprint(v.U64(0))
	case 15:
		return v.GUID(0)
	case 17:
		return raw.FileTime(v.U64(0))
	case 19:
		return sid(v)
	case typeArray | 1:
		return strings.TrimSpace(strings.ReplaceAll(wideList(v), "\x00", " "))
	}
	return ""
}

func wideList(v raw.View) string {
	var list []string
	for len(v) >= 2 && len(list) < 1000 {
		s := v.UTF16()
		list = append(list, s)
		n := 0
		for i := 0; i+1 < len(v); i += 2 {
			n = i + 2
			if v[i] == 0 && v[i+1] == 0 {
				break
			}
		}
		v = v.From(n)
	}
	return strings.Join(list, " ")
}

// sid formats a security identifier, [MS-DTYP] 2.4.2.
func sid(v raw.View) string {
	n := v.U8(1)
	if len(v) < 8+4*n || n > 15 {
		return ""
	}
	s := fmt.Sprintf("S-%d-%d", v.U8(0), v.U8(7))
	for i := range n {
		s += fmt.Sprintf("-%d", v.U32(8+4*i))
	}
	return s
}

// text adds to the open element or its attribute.
func (e *event) text(s, attr string, inAttr bool) {
	if len(e.stack) == 0 || s == "" {
		return
	}
	top := &e.stack[len(e.stack)-1]
	if !inAttr {
		if top.text.Len() < chunkBytes {
			top.text.WriteString(s)
		}
		return
	}
	switch {
	case attr == "Name" && top.name == "Provider":
		e.provider = s
	case attr == "Name":
		top.attr += s
	}
}

// close files away what the innermost element said.
func (e *event) close() {
	i := len(e.stack) - 1
	top := &e.stack[i]
	s := strings.TrimSpace(top.text.String())
	name, attr := top.name, top.attr
	e.stack = e.stack[:i]
	if s == "" {
		return
	}
	parent := ""
	if i > 0 {
		parent = e.stack[i-1].name
	}
	if parent == "System" {
		switch name {
		case "Computer":
			e.computer = s
		case "Channel":
			e.channel = s
		case "EventID":
			e.id = s
		}
		return
	}
	if attr == "" && name != "Data" {
		attr = name
	}
	if len(e.data) < maxEventValues && !strings.Contains(strings.ToLower(attr), "password") {
		e.data = append(e.data, pair{attr, s})
	}
}
