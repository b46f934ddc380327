package ole

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
	"evscan/extractors/internal/fieldcode"
)

func utf16Runes(units []uint16) []rune { return utf16.Decode(units) }

// Records of [MS-PPT] 2.13.24.
const (
	rtSlide          = 0x03ee
	rtNotes          = 0x03f0
	rtMainMaster     = 0x03f8
	rtTextHeader     = 0x0f9f
	rtTextChars      = 0x0fa0
	rtTextBytes      = 0x0fa8
	rtCString        = 0x0fba
	rtHyperlink      = 0x0fd7
	rtHeadersFooters = 0x0fd9
	rtSlideList      = 0x0ff0
	rtSlidePersist   = 0x03f3
	rtOleObject      = 0x1011
	rtComment        = 0x2ee0
	rtPlaceholder    = 0x0bc3
	rtShape          = 0xf004
	rtSlideShow      = 0x03f9
)

// readSlides reads the text of a presentation, [MS-PPT] 2.9.40. Containers hold
// records, so stepping into each visits all of them.
func readSlides(f *file) error {
	if f.currentUser() {
		return fmt.Errorf("%w: the presentation is encrypted (RC4 by objects)", evidence.ErrEncrypted)
	}
	b, err := f.stream("", "PowerPoint Document", maxStream)
	s := &slideReader{f: f, v: b}
	s.read()
	if pictures, bad := f.stream("", "Pictures", maxStream); pictures != nil {
		f.out.Problem(bad, "Pictures")
		f.blips(pictures, "picture")
	}
	return err
}

// currentUser reads who saved the presentation last, 2.3.2, and reports whether the
// presentation is encrypted.
func (f *file) currentUser() bool {
	b, _ := f.stream("", "Current User", 1<<16) // absent from old ones
	v := view(b)
	n := uint32(v.u16(20))
	name := codepage.Decode(v.bytes(28, n), f.page)
	if wide := utf16Text(v.bytes(28+n+4, 2*n), true); wide != "" {
		name = wide
	}
	f.out.Meta("ole:CurrentUser", name, "Current User")
	return v.u32(12) == 0xf3d1c4df
}

// box is a container that is open.
type box struct {
	kind, instance uint16
	end            uint32
}

type slideReader struct {
	f           *file
	v           view
	open        []box
	page        int  // of the list of slides
	slides      int  // containers of slides
	title       bool // the text that follows is a title
	placeholder byte // kind of the shape's placeholder
	objects     int
	seen        map[string]bool
}

func (s *slideReader) within(kind uint16) (box, bool) {
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].kind == kind {
			return s.open[i], true
		}
	}
	return box{}, false
}

func (s *slideReader) read() {
	v := s.v
	for at := uint32(0); uint64(at)+8 <= uint64(len(v)) && !s.f.out.Full() && s.f.ctx.Err() == nil; {
		for len(s.open) > 0 && at >= s.open[len(s.open)-1].end {
			s.open = s.open[:len(s.open)-1]
		}
		head, kind, length := v.u16(at), v.u16(at+2), v.u32(at+4)
		at += 8
		end := uint32(min(uint64(at)+uint64(length), uint64(len(v))))
		if head&0xf == 0xf {
			if len(s.open) < 64 {
				s.open = append(s.open, box{kind, head >> 4, end})
			}
			s.container(kind)
			continue
		}
		s.atom(kind, head>>4, v[at:end])
		at = end
	}
}

func (s *slideReader) container(kind uint16) {
	switch kind {
	case rtShape:
		s.placeholder, s.title = 0, false
	case rtSlideList:
		s.page = 0
	case rtSlide:
		s.slides++
	}
}

func (s *slideReader) atom(kind, instance uint16, body view) {
	switch kind {
	case rtTextHeader:
		t := body.u32(0)
		s.title = t == 0 || t == 6
	case rtPlaceholder:
		if len(body) > 4 {
			s.placeholder = body[4]
		}
	case rtSlidePersist:
		s.page++
	case rtTextChars:
		s.text(utf16Text(body, false))
	case rtTextBytes: // the low bytes of UTF-16
		units := make([]uint16, len(body))
		for i, c := range body {
			units[i] = uint16(c)
		}
		s.text(string(utf16.Decode(units)))
	case rtCString:
		s.named(instance, utf16Text(body, false))
	case rtOleObject:
		s.object(instance, body)
	case rtSlideShow: // the third bit of its flags hides the slide
		if body.u16(10)&4 != 0 {
			s.f.out.Meta("ole:HiddenSlide", strconv.Itoa(s.slides), "PowerPoint Document")
		}
	}
}

// text pushes a text of a shape. What masters hold in placeholders are prompts.
func (s *slideReader) text(text string) {
	at := evidence.Locator{Zone: evidence.ZoneBody}
	text = strings.NewReplacer("\r", "\n", "\v", "\n").Replace(text)
	switch {
	case s.placeholder == 9:
		at.Zone = evidence.ZoneFooter
	case s.placeholder == 10:
		at.Zone = evidence.ZoneHeader
	case s.title:
		at.Zone = evidence.ZoneTitle
	}
	if _, ok := s.within(rtMainMaster); ok {
		if s.placeholder >= 1 && s.placeholder <= 8 || text == "*" {
			return
		}
		at.Zone, at.Part = evidence.ZoneFooter, "master"
	} else if _, ok := s.within(rtNotes); ok {
		at.Part = "notes"
	} else if list, ok := s.within(rtSlideList); ok && list.instance == 0 {
		at.Page = s.page
	}
	s.f.out.Text(text, "PowerPoint Document", at)
}

// named takes the strings of containers that give them a meaning.
func (s *slideReader) named(instance uint16, text string) {
	if len(s.open) == 0 {
		return
	}
	source := "PowerPoint Document"
	switch parent := s.open[len(s.open)-1]; parent.kind {
	case rtHyperlink:
		if instance == 1 {
			if kind, target := fieldcode.Link(text); kind != "" {
				s.f.out.Meta("ole:"+kind, target, source)
			}
		}
	case rtComment:
		switch instance {
		case 0:
			s.f.out.Meta("ole:CommentAuthor", text, source)
		case 1:
			s.f.out.Text(text, source, evidence.Locator{Zone: evidence.ZoneComment})
		}
	case rtHeadersFooters:
		zone := map[uint16]evidence.Zone{1: evidence.ZoneHeader, 2: evidence.ZoneFooter}[instance]
		if zone != "" && !s.seen[text] && len(s.seen) < 1000 {
			if s.seen == nil {
				s.seen = map[string]bool{}
			}
			s.seen[text] = true
			s.f.out.Text(text, source, evidence.Locator{Zone: zone})
		}
	case rtMainMaster:
		if instance == 3 && !defaultDesign(text) {
			s.f.out.Meta("ole:Master", text, source)
		}
	}
}

// defaultDesign reports whether PowerPoint itself gives a design the name.
func defaultDesign(name string) bool {
	low := strings.ToLower(name)
	for _, s := range []string{"", "default design", "標準デザイン", "blank", "office theme", "office テーマ", "custom design", "default theme", "blank presentation"} {
		if low == s {
			return true
		}
	}
	return false
}

// object unpacks an embedded object or a VBA project, 2.10.34: where the instance
// is 1 it is deflated behind its length.
func (s *slideReader) object(instance uint16, body view) {
	s.objects++
	name := "object" + strconv.Itoa(s.objects)
	if instance != 1 {
		s.f.child(name, body)
		return
	}
	zr, err := zlib.NewReader(bytes.NewReader(body.from(4)))
	if err != nil {
		s.f.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), name)
		return
	}
	plain, err := io.ReadAll(io.LimitReader(zr, maxObjectBytes))
	if err != nil && uint32(len(plain)) < body.u32(0) { // some leave out the checksum
		s.f.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), name)
	}
	s.f.child(name, plain)
}
