package rtf

import (
	"context"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
	"evscan/extractors/internal/push"
)

// destination is what the text of a group is for.
type destination int

const (
	destText   destination = iota // shown somewhere
	destSkip                      // of no use
	destField                     // a property, kept under state.name
	destFonts                     // font table
	destStyles                    // style sheet
	destPict                      // hexadecimal digits of a picture
	destObject                    // hexadecimal digits of an object
	destUpr                       // the half of \upr for old readers
	destTime                      // \creatim and its like: numbers only
)

// state is what a group inherits and its end restores.
type state struct {
	dest   destination
	name   string // of a field
	uc     int    // characters that follow \u for old readers
	font   int    // -1: the document's
	owns   bool   // the group opened its destination
	before destination
	star   bool // \* stands before the next word
	first  bool // nothing has come in the group yet
}

type font struct{ page int }

// story collects one text: the body, a header, a note.
type story struct {
	zone evidence.Zone
	part string
	b    strings.Builder
}

type reader struct {
	ctx context.Context
	in  evidence.Input
	out *push.Pusher
	lex lexer

	cur   state
	stack []state
	deep  int // groups beyond maxGroups

	page    int // of the document
	deff    int
	fonts   map[int]font
	fontNow int // entry of the font table being read

	bytes   []byte // text not decoded yet, all of one page
	bytesOf int    // its page
	skip    int    // characters to drop after \u
	high    uint16 // first half of a surrogate pair

	texts []*story
	field strings.Builder // text of the innermost destField

	binary    []byte // picture or object
	half      int    // a hexadecimal digit that waits for its other, or -1
	tooLong   bool
	pictKind  string
	pictures  int
	objects   int
	class     string
	styleName strings.Builder
	when      [5]int // year, month, day, hour, minute
	userName  string
	rsids     []string
}

func (r *reader) story() *story { return r.texts[len(r.texts)-1] }

// pageNow is the code page of the bytes at this place.
func (r *reader) pageNow() int {
	if r.cur.dest == destFonts {
		if p := r.fonts[r.fontNow].page; p != 0 {
			return p
		}
		return r.page
	}
	f := r.cur.font
	if f < 0 {
		f = r.deff
	}
	p := r.fonts[f].page
	if p == 0 {
		return r.page
	}
	return p
}

// byte takes a byte of text, written plainly or in hexadecimal.
func (r *reader) byte(c byte) {
	r.cur.first = false
	if r.skip > 0 {
		r.skip--
		return
	}
	switch r.cur.dest {
	case destSkip, destUpr, destTime:
		return
	case destPict, destObject:
		r.hex(c)
		return
	}
	page := r.pageNow()
	if len(r.bytes) > 0 && page != r.bytesOf {
		r.flushBytes()
	}
	r.bytesOf = page
	r.bytes = append(r.bytes, c)
	if len(r.bytes) >= 4096 && c < 0x80 {
		r.flushBytes()
	}
}

// flushBytes decodes what came since the encoding last changed. Writers of East
// Asia put their text into fonts of the Western set, too, which the document's own
// page then reads.
func (r *reader) flushBytes() {
	if len(r.bytes) == 0 {
		return
	}
	b := r.bytes
	r.bytes = r.bytes[:0]
	text := codepage.Decode(b, r.bytesOf)
	if r.bytesOf == 1252 && codepage.DoubleByte(r.page) {
		if other := codepage.Decode(b, r.page); !strings.ContainsRune(other, '\uFFFD') {
			text = other
		}
	}
	r.write(text)
}

// unit takes a unit of UTF-16.
func (r *reader) unit(u uint16) {
	r.cur.first = false
	r.flushBytes()
	switch {
	case u >= 0xd800 && u < 0xdc00:
		r.high = u
		return
	case u >= 0xdc00 && u < 0xe000 && r.high != 0:
		r.write(string(utf16.DecodeRune(rune(r.high), rune(u))))
	default:
		if u >= 0xf020 && u <= 0xf0ff { // symbol fonts
			u -= 0xf000
		}
		r.write(string(utf16.Decode([]uint16{u})))
	}
	r.high = 0
}

// say takes a character that a control word stands for.
func (r *reader) say(s string) {
	if r.skip > 0 {
		r.skip--
		return
	}
	r.flushBytes()
	r.write(s)
}

// write appends decoded text to what the destination collects.
func (r *reader) write(s string) {
	switch r.cur.dest {
	case destText:
		st := r.story()
		st.b.WriteString(s)
		if st.b.Len() >= evidence.MaxFactBytes {
			r.push(st)
		}
	case destField, destFonts:
		if r.cur.dest == destField && r.field.Len() < maxField {
			r.field.WriteString(s)
		}
	case destStyles:
		if r.styleName.Len() < maxField {
			r.styleName.WriteString(s)
		}
	}
}

const blockBytes = 8 << 10

// paragraph ends a line, and a block of the body that is long enough.
func (r *reader) paragraph() {
	r.say("\n")
	if st := r.story(); r.cur.dest == destText && st.b.Len() >= blockBytes {
		r.push(st)
	}
}

func (r *reader) push(st *story) {
	r.out.Text(st.b.String(), "rtf", evidence.Locator{Zone: st.zone, Part: st.part})
	st.b.Reset()
}

func (r *reader) open() {
	r.flushBytes()
	r.skip = 0
	if len(r.stack) >= maxGroups {
		r.deep++
		return
	}
	r.stack = append(r.stack, r.cur)
	r.cur.owns, r.cur.star, r.cur.first = false, false, true
}

// close ends a group and reports whether it was the document's.
func (r *reader) close() bool {
	r.flushBytes()
	r.skip, r.high = 0, 0
	if r.deep > 0 {
		r.deep--
		return false
	}
	if len(r.stack) == 0 {
		return false // a brace too many
	}
	if r.cur.owns {
		r.leave()
	}
	r.cur = r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	return len(r.stack) == 0
}

// finish pushes what a file that is cut off had begun.
func (r *reader) finish() {
	r.flushBytes()
	for len(r.stack) > 0 && r.out.Err == nil {
		r.deep = 0
		r.close()
	}
	for i := len(r.texts) - 1; i >= 0; i-- {
		r.push(r.texts[i])
	}
	r.pushRsids()
}

// begin gives the group a destination of its own.
func (r *reader) begin(d destination, name string) {
	if r.cur.dest == destSkip {
		return
	}
	r.cur.before = r.cur.dest
	r.cur.dest, r.cur.name, r.cur.owns = d, name, true
	switch d {
	case destField:
		r.field.Reset()
	case destPict, destObject:
		r.binary, r.half, r.tooLong = nil, -1, false
	case destTime:
		r.when = [5]int{}
	}
}

// tell gives the group a text of its own.
func (r *reader) tell(zone evidence.Zone, part string) {
	if r.cur.dest != destText || len(r.texts) > 64 {
		return
	}
	r.cur.owns, r.cur.name = true, "story"
	r.texts = append(r.texts, &story{zone: zone, part: part})
}
