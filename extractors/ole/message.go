package ole

import (
	"bytes"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/push"
)

const maxMembers = 5000 // recipients and attachments

// readMessage reads an Outlook message, [MS-OXMSG]: each property is a stream
// named after its tag and type.
func readMessage(f *file) error {
	from := f.address("", "0C1A", "5D01", "0C1F")
	f.out.Meta("mail:From", from, "message")
	subject := f.property("", "0037")
	f.out.Meta("mail:Subject", subject, "message")
	f.out.Text(subject, "message", evidence.Locator{Zone: evidence.ZoneSubject})
	f.transport(f.property("", "007D"))
	members := 0
	var attached []string
	for _, e := range f.cfb.File {
		if len(e.Path) != 0 || members >= maxMembers {
			continue
		}
		switch {
		case strings.HasPrefix(e.Name, "__recip_version1.0_#"):
			members++
			field := "mail:To"
			switch f.recipientType(e.Name) {
			case 2:
				field = "mail:Cc"
			case 3:
				field = "mail:Bcc"
			}
			f.out.Meta(field, f.address(e.Name, "3001", "39FE", "3003"), e.Name)
		case strings.HasPrefix(e.Name, "__attach_version1.0_#"):
			members++
			attached = append(attached, e.Name)
		}
	}
	f.out.Text(f.property("", "1000"), "message", evidence.Locator{Zone: evidence.ZoneBody})
	for _, storage := range attached {
		f.attachment(storage)
	}
	return nil
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

// transport pushes fields of the header that Outlook keeps of mails from outside.
func (f *file) transport(header string) {
	names := map[string]string{"date": "Date", "message-id": "Message-ID", "x-mailer": "X-Mailer", "return-path": "Return-Path",
		"x-originatororg": "X-OriginatorOrg", "organization": "Organization"}
	unfolded := strings.NewReplacer("\r\n ", " ", "\r\n\t", " ", "\n ", " ", "\n\t", " ").Replace(header)
	for _, line := range strings.Split(unfolded, "\n") {
		name, value, ok := strings.Cut(line, ":")
		if as := names[strings.ToLower(name)]; ok && as != "" {
			f.out.Meta("mail:"+as, value, "header")
		}
	}
}

func (f *file) attachment(storage string) {
	name := f.property(storage, "3707")
	if name == "" {
		name = f.property(storage, "3704")
	}
	b, err := f.stream(storage, "__substg1.0_37010102", maxStream)
	if b == nil {
		f.out.Problem(fmt.Errorf("%w: an attached message or object", evidence.ErrUnsupported), push.Clean(name)+" "+storage)
		return
	}
	f.out.Problem(err, storage)
	f.out.Child(f.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginAttachment}, bytes.NewReader(b))
}
