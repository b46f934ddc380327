package ole

import (
	"bytes"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/mailhead"
	"evscan/extractors/internal/push"
)

const maxMembers = 5000 // recipients and attachments

// readMessage reads an Outlook message, [MS-OXMSG]: each property is a stream
// named after its tag and type. Of the bodies the plain one is read; the others say the
// same in HTML or RTF, and count where it is missing.
func readMessage(f *file) error {
	f.out.Meta("mail:From", f.address("", "0C1A", "5D01", "0C1F"), "message")
	subject := f.property("", "0037")
	f.out.Meta("mail:Subject", subject, "message")
	f.out.Text(subject, "message", evidence.Locator{Zone: evidence.ZoneSubject})
	for _, p := range mailhead.Properties() {
		f.out.Meta(p.Name, f.property("", p.Tag), p.Tag)
	}
	mailhead.Block(f.out, f.property("", "007D"))
	f.named()
	members, cut := 0, false
	var attached []string
	for _, e := range f.cfb.File {
		recipient, attachment := strings.HasPrefix(e.Name, "__recip_version1.0_#"), strings.HasPrefix(e.Name, "__attach_version1.0_#")
		if len(e.Path) != 0 || !recipient && !attachment {
			continue
		}
		if members++; members > maxMembers {
			cut = true
			continue
		}
		if attachment {
			attached = append(attached, e.Name)
			continue
		}
		field := "mail:To"
		switch f.recipientType(e.Name) {
		case 2:
			field = "mail:Cc"
		case 3:
			field = "mail:Bcc"
		}
		f.out.Meta(field, f.address(e.Name, "3001", "39FE", "3003"), e.Name)
	}
	if cut {
		f.out.Problem(fmt.Errorf("%w: more than %d recipients and attachments", evidence.ErrLimit, maxMembers), "")
	}
	f.body()
	for _, storage := range attached {
		f.attachment(storage)
	}
	return nil
}

// body pushes the plain text, or hands over what stands in its place.
func (f *file) body() {
	if plain := f.property("", "1000"); strings.TrimSpace(plain) != "" {
		body, signature := mailhead.Signature(strings.ReplaceAll(plain, "\r\n", "\n"))
		f.out.Text(body, "message", evidence.Locator{Zone: evidence.ZoneBody})
		f.out.Text(signature, "message", evidence.Locator{Zone: evidence.ZoneSignature})
		return
	}
	if b, err := f.stream("", "__substg1.0_10130102", maxStream); len(b) > 0 {
		f.out.Problem(err, "body")
		f.child("body.html", b)
		return
	}
	if s := f.property("", "1013"); s != "" {
		f.child("body.html", []byte("\ufeff"+s))
		return
	}
	packed, err := f.stream("", "__substg1.0_10090102", maxStream)
	if len(packed) == 0 {
		return
	}
	f.out.Problem(err, "body")
	b, err := mailhead.UnpackRTF(packed)
	f.out.Problem(err, "body")
	f.child("body.rtf", b)
}

// named looks for the one named property that matters, the header field of sensitivity
// labels, in the table of [MS-OXMSG] 2.2.3.
func (f *file) named() {
	const dir = "__nameid_version1.0"
	entries, _ := f.stream(dir, "__substg1.0_00030102", maxProperty)
	names, _ := f.stream(dir, "__substg1.0_00040102", maxStream)
	v := view(names)
	for e := view(entries); len(e) >= 8; e = e[8:] {
		at, kind := e.u32(0), e.u32(4)
		if kind&1 == 0 {
			continue
		}
		n := v.u32(at)
		if uint64(at)+4+uint64(n) > uint64(len(names)) || n > 512 {
			continue
		}
		if strings.EqualFold(utf16Text(names[at+4:at+4+n], true), "msip_labels") {
			mailhead.Labels(f.out, f.property("", fmt.Sprintf("%04X", 0x8000+kind>>16)), "msip_labels")
		}
	}
}

// property reads a text property, UTF-16 (001F) or of an unnamed code page (001E).
func (f *file) property(storage, tag string) string {
	if b, err := f.stream(storage, "__substg1.0_"+tag+"001F", maxStream); b != nil {
		f.out.Problem(err, tag)
		return utf16Text(b, true)
	}
	b, err := f.stream(storage, "__substg1.0_"+tag+"001E", maxStream)
	if b == nil {
		return ""
	}
	f.out.Problem(err, tag)
	b, _, _ = bytes.Cut(b, []byte{0})
	if guess, ok := charset.Detect(b); ok {
		return guess.Decode(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// address joins the first of the properties for an address with the name. An
// address of an Exchange directory is no mail address and stays for what it is.
func (f *file) address(storage, name string, tags ...string) string {
	display, addr := push.Clean(f.property(storage, name)), ""
	for _, tag := range tags {
		if addr = push.Clean(f.property(storage, tag)); addr != "" {
			break
		}
	}
	switch {
	case addr == "" || addr == display:
		return display
	case display == "":
		return addr
	}
	return display + " <" + addr + ">"
}

// recipientType looks up PidTagRecipientType in a recipient's fixed properties:
// entries of 16 bytes behind 8 reserved ones.
func (f *file) recipientType(storage string) uint32 {
	b, _ := f.stream(storage, "__properties_version1.0", maxProperty)
	v := view(b)
	for at := uint32(8); uint64(at)+16 <= uint64(len(v)); at += 16 {
		if v.u32(at) == 0x0c150003 {
			return v.u32(at+8) & 0xff
		}
	}
	return 1
}

func (f *file) attachment(storage string) {
	name := f.property(storage, "3707")
	if name == "" {
		name = f.property(storage, "3704")
	}
	b, err := f.stream(storage, "__substg1.0_37010102", maxStream)
	if b != nil {
		f.out.Problem(err, storage)
		f.out.Child(f.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginAttachment}, bytes.NewReader(b))
		return
	}
	if name == "" {
		name = f.property(storage, "3001")
	}
	// A message or an OLE object that is attached is a storage of its own, [MS-OXCMSG] 2.2.2.10.
	inner := "__substg1.0_3701000D"
	for _, e := range f.cfb.File {
		if e.Name != inner || strings.Join(e.Path, "/") != storage {
			continue
		}
		if strings.TrimSpace(name) == "" {
			name = "attached"
		}
		if f.index[indexKey(storage+"/"+inner, "__properties_version1.0")] != nil {
			name += ".msg"
		}
		f.storage(storage+"/"+inner, name)
		return
	}
	f.out.Problem(fmt.Errorf("%w: an attachment that is kept elsewhere, by a link or a service", evidence.ErrUnsupported), push.Clean(name)+" "+storage)
}
