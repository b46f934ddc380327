package mail

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/mailhead"
	"evscan/extractors/internal/push"
)

// tnefHead is the signature of [MS-OXTNEF] 2.1.3.2.
const tnefHead = "\x78\x9f\x3e\x22"

const (
	maxAttributes = 20_000
	maxAttribute  = 64 << 20 // bytes of an attribute that is held in memory
	maxProperties = 5_000    // of one attribute
)

// Attributes of [MS-OXTNEF] 2.1.3.4, with their types.
const (
	attSubject     = 0x00018004
	attBody        = 0x0002800c
	attFrom        = 0x00008000
	attMessageID   = 0x00018009
	attProperties  = 0x00069003
	attRecipients  = 0x00069004
	attAttachment  = 0x00069005
	attRender      = 0x00069002
	attTitle       = 0x00018010
	attData        = 0x0006800f
	levelAttached  = 2
	attributeSizes = 9 // level, identifier, length
)

// bundle is one attachment in the making.
type bundle struct {
	name string
	data io.Reader
	size int64
}

type tnef struct {
	ctx       context.Context
	in        evidence.Input
	out       *push.Pusher
	file      *bundle // nil before the first attachment
	body      bool    // a plain text was pushed
	html, rtf []byte
}

// extractTNEF reads what Outlook sends to others of its kind, winmail.dat, [MS-OXTNEF]:
// attributes one behind the other, those of an attachment behind its attRender.
func extractTNEF(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	r := &tnef{ctx: ctx, in: in, out: push.New(out, in.Limits)}
	var failed error
	pos := int64(6) // signature, key
	for n := 0; pos < in.Size && ctx.Err() == nil && r.out.Err == nil; n++ {
		if n == maxAttributes {
			failed = fmt.Errorf("%w: more than %d attributes", evidence.ErrLimit, maxAttributes)
			break
		}
		var h [attributeSizes]byte
		if _, err := in.At.ReadAt(h[:], pos); err != nil {
			failed = fmt.Errorf("%w: the attribute at %d is cut off", evidence.ErrCorrupt, pos)
			break
		}
		id, size := binary.LittleEndian.Uint32(h[1:]), int64(binary.LittleEndian.Uint32(h[5:]))
		if h[0] != 1 && h[0] != levelAttached {
			failed = fmt.Errorf("%w: no attribute at %d", evidence.ErrCorrupt, pos)
			break
		}
		at := pos + attributeSizes
		if size > in.Size-at {
			failed = fmt.Errorf("%w: the attribute at %d is longer than the file", evidence.ErrCorrupt, pos)
			size = in.Size - at
		}
		r.attribute(id, at, size)
		pos = at + size + 2 // a check sum
	}
	r.flush()
	switch {
	case r.body:
	case len(r.html) > 0:
		r.out.Child(ctx, evidence.ChildName{Name: "body.html", Origin: evidence.OriginEmbedded}, bytes.NewReader(r.html))
	case len(r.rtf) > 0:
		b, err := mailhead.UnpackRTF(r.rtf)
		r.out.Problem(err, "body")
		r.out.Child(ctx, evidence.ChildName{Name: "body.rtf", Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
	}
	if r.out.Err != nil {
		return r.out.Err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failed
}

func (r *tnef) attribute(id uint32, at, size int64) {
	switch id {
	case attRender:
		r.flush()
		r.file = &bundle{}
		return
	case attData:
		if r.file != nil {
			r.file.data, r.file.size = io.NewSectionReader(r.in.At, at, size), size
		}
		return
	}
	if size > maxAttribute {
		r.out.Problem(fmt.Errorf("%w: an attribute of %d bytes", evidence.ErrLimit, size), fmt.Sprintf("%08x", id))
		size = maxAttribute
	}
	b := make([]byte, size)
	if n, _ := r.in.At.ReadAt(b, at); n < len(b) {
		b = b[:n]
	}
	switch id {
	case attSubject:
		r.subject(eightBit(b))
	case attBody:
		r.plain(eightBit(b))
	case attMessageID:
		r.out.Meta("mail:Message-ID", eightBit(b), "attMessageId")
	case attFrom:
		r.out.Meta("mail:From", triple(b), "attFrom")
	case attTitle:
		if r.file != nil && r.file.name == "" {
			r.file.name = eightBit(b)
		}
	case attProperties:
		r.properties(b, func(tag string, value []byte, text string) {
			switch tag {
			case "0037":
				r.subject(text)
			case "1000":
				r.plain(text)
			case "1013":
				if r.html = value; text != "" {
					r.html = []byte("\ufeff" + text)
				}
			case "1009":
				r.rtf = value
			case "007D":
				mailhead.Block(r.out, text)
			case "0C1A", "5D01", "0C1F":
				r.out.Meta("mail:From", text, tag)
			}
			for _, p := range mailhead.Properties() {
				if p.Tag == tag {
					r.out.Meta(p.Name, text, tag)
				}
			}
		})
	case attRecipients:
		if len(b) < 4 {
			return
		}
		rest := b[4:]
		for range min(binary.LittleEndian.Uint32(b), maxProperties) {
			kind, name, addr := "mail:To", "", ""
			rest = r.properties(rest, func(tag string, value []byte, text string) {
				switch {
				case tag == "0C15" && len(value) == 4:
					kind = map[byte]string{2: "mail:Cc", 3: "mail:Bcc"}[value[0]]
				case tag == "3001":
					name = text
				case tag == "39FE" || tag == "3003" && addr == "":
					addr = text
				}
			})
			if kind == "" {
				kind = "mail:To"
			}
			switch {
			case addr == "" || addr == name:
				r.out.Meta(kind, name, "attRecipTable")
			case name == "":
				r.out.Meta(kind, addr, "attRecipTable")
			default:
				r.out.Meta(kind, name+" <"+addr+">", "attRecipTable")
			}
			if len(rest) == 0 {
				break
			}
		}
	case attAttachment:
		if r.file == nil {
			return
		}
		r.properties(b, func(tag string, value []byte, text string) {
			switch {
			case tag == "3707" || tag == "3001" && r.file.name == "":
				r.file.name = text
			case tag == "3701" && len(value) > 16 && bytes.HasPrefix(value[16:], []byte(tnefHead)):
				// A message: an interface identifier stands before it.
				r.file.data, r.file.size = bytes.NewReader(value[16:]), int64(len(value)-16)
			case tag == "3701" && len(value) > 0 && r.file.data == nil:
				r.file.data, r.file.size = bytes.NewReader(value), int64(len(value))
			}
		})
	}
}

func (r *tnef) subject(s string) {
	r.out.Meta("mail:Subject", s, "attSubject")
	if strings.TrimSpace(s) != "" {
		r.out.Text(s, "attSubject", evidence.Locator{Zone: evidence.ZoneSubject})
	}
}

func (r *tnef) plain(s string) {
	if r.body || strings.TrimSpace(s) == "" {
		return
	}
	r.body = true
	body, signature := mailhead.Signature(strings.ReplaceAll(s, "\r\n", "\n"))
	r.out.Text(body, "attBody", evidence.Locator{Zone: evidence.ZoneBody})
	r.out.Text(signature, "attBody", evidence.Locator{Zone: evidence.ZoneSignature})
}

func (r *tnef) flush() {
	if r.file == nil {
		return
	}
	f := r.file
	r.file = nil
	if f.data == nil {
		r.out.Problem(fmt.Errorf("%w: an attachment without its data", evidence.ErrUnsupported), push.Clean(f.name))
		return
	}
	r.out.Child(r.ctx, evidence.ChildName{Name: push.Clean(f.name), Origin: evidence.OriginAttachment}, f.data)
}

// properties reads a list of MAPI properties, [MS-OXTNEF] 2.1.3.3.1, and returns what
// stands behind it. Text is set for strings, value for everything.
func (r *tnef) properties(b []byte, f func(tag string, value []byte, text string)) (rest []byte) {
	bad := func() []byte {
		r.out.Problem(fmt.Errorf("%w: a list of properties is cut off", evidence.ErrCorrupt), "properties")
		return nil
	}
	take := func(n uint32) ([]byte, bool) {
		if uint64(n) > uint64(len(b)) {
			return nil, false
		}
		v := b[:n]
		b = b[n:]
		return v, true
	}
	number := func() (uint32, bool) {
		v, ok := take(4)
		if !ok {
			return 0, false
		}
		return binary.LittleEndian.Uint32(v), true
	}
	wide, _ := charset.Label("utf-16le")
	count, ok := number()
	if !ok {
		return bad()
	}
	for range min(count, maxProperties) {
		tag, ok := number()
		if !ok {
			return bad()
		}
		kind, id := tag&0x0fff, tag>>16
		if id >= 0x8000 { // a named one: a set, and a number or a name
			if _, ok = take(16); !ok {
				return bad()
			}
			how, ok := number()
			if !ok {
				return bad()
			}
			n, ok := number()
			if ok && how == 1 {
				_, ok = take((n + 3) &^ 3)
			}
			if !ok {
				return bad()
			}
		}
		size, values := uint32(0), uint32(1)
		switch kind {
		case 0x02, 0x03, 0x04, 0x0a, 0x0b:
			size = 4
		case 0x05, 0x06, 0x07, 0x14, 0x40:
			size = 8
		case 0x48:
			size = 16
		case 0x1e, 0x1f, 0x0d, 0x102:
		default:
			r.out.Problem(fmt.Errorf("%w: a property of the unknown type %04x", evidence.ErrCorrupt, kind), "properties")
			return nil
		}
		if size == 0 || tag&0x1000 != 0 {
			if values, ok = number(); !ok {
				return bad()
			}
		}
		for range min(values, maxProperties) {
			n := size
			if size == 0 {
				if n, ok = number(); !ok {
					return bad()
				}
			}
			v, ok := take(n)
			if !ok {
				return bad()
			}
			if pad := (4 - n%4) % 4; pad > 0 {
				if _, ok = take(pad); !ok && len(b) > 0 {
					return bad()
				}
			}
			text := ""
			switch kind {
			case 0x1e:
				text = eightBit(v)
			case 0x1f:
				text = strings.TrimRight(wide.Decode(v), "\x00")
			}
			f(fmt.Sprintf("%04X", id), v, text)
		}
	}
	return b
}

// eightBit decodes a string of an unnamed code page up to its end.
func eightBit(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	return mailhead.Text(b, "")
}

// triple reads an address of [MS-OXTNEF] 2.1.3.4.3: four lengths, a name, and a kind
// and an address with a colon between.
func triple(b []byte) string {
	if len(b) < 8 {
		return ""
	}
	n, m := int(binary.LittleEndian.Uint16(b[4:])), int(binary.LittleEndian.Uint16(b[6:]))
	if 8+n+m > len(b) {
		return ""
	}
	name, addr := eightBit(b[8:8+n]), eightBit(b[8+n:8+n+m])
	if _, after, ok := strings.Cut(addr, ":"); ok {
		addr = after
	}
	switch {
	case addr == "" || addr == name:
		return name
	case name == "":
		return addr
	}
	return name + " <" + addr + ">"
}
