package certfacts

import (
	"fmt"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// maxCertificates bounds the certificates of one message or file.
const maxCertificates = 200

// Signed is what a CMS message holds.
type Signed struct {
	Content []byte // what was signed or compressed, nil for detached signatures
	Type    string // signed, enveloped, compressed, digested, ...
}

var contentTypes = map[string]string{
	"1.2.840.113549.1.7.1": "data", "1.2.840.113549.1.7.2": "signed", "1.2.840.113549.1.7.3": "enveloped", "1.2.840.113549.1.7.5": "digested",
	"1.2.840.113549.1.7.6": "encrypted", "1.2.840.113549.1.9.16.1.9": "compressed", "1.2.840.113549.1.9.16.1.31": "timestamped",
}

// ContentType tells which kind of CMS message b begins with, "" for none.
func ContentType(b []byte) string {
	// The outer lengths may point behind b, which is the beginning of a file.
	if len(b) < 12 || b[0] != 0x30 {
		return ""
	}
	at := 2
	if b[1] > 0x80 {
		at += int(b[1] & 0x7f)
	}
	if at > 8 || at >= len(b) {
		return ""
	}
	n, _, ok := Next(b[at:])
	if !ok {
		return ""
	}
	return contentTypes[oid(n)]
}

// Message pushes who signed a CMS message or for whom it is sealed, RFC 5652, with
// the certificates it carries, and returns its content.
func Message(out *push.Pusher, b []byte, source string) (Signed, error) {
	top, _, ok := Next(b)
	info := Children(top.Body)
	if !ok || len(info) < 2 {
		return Signed{}, fmt.Errorf("%w: the message ends early", evidence.ErrCorrupt)
	}
	s := Signed{Type: contentTypes[oid(info[0])]}
	out.Meta("cms:Type", s.Type, source)
	body, _, ok := Next(info[1].Body)
	if !ok {
		return s, fmt.Errorf("%w: the message ends early", evidence.ErrCorrupt)
	}
	fields := Children(body.Body)
	switch s.Type {
	case "signed":
		s.Content = signed(out, fields, source)
	case "enveloped":
		recipients(out, fields, source)
		return s, fmt.Errorf("%w: the message is sealed for the holders of keys", evidence.ErrEncrypted)
	case "digested":
		for _, f := range fields {
			s.Content = firstContent(f, s.Content)
		}
	case "timestamped": // RFC 5544
		for _, f := range fields {
			if f.Class == 0 && f.Tag == 4 {
				s.Content = octets(f, 0)
			}
		}
	case "compressed":
		if len(fields) > 2 {
			s.Content = content(fields[2])
		}
	case "encrypted":
		return s, fmt.Errorf("%w: the message is encrypted", evidence.ErrEncrypted)
	}
	return s, nil
}

func firstContent(f Node, have []byte) []byte {
	if have != nil || f.Tag != 16 {
		return have
	}
	return content(f)
}

// content reads an EncapsulatedContentInfo.
func content(n Node) []byte {
	p := Children(n.Body)
	if len(p) < 2 || oid(p[0]) == "" || p[1].Class != 2 {
		return nil
	}
	v, _, ok := Next(p[1].Body)
	if !ok {
		return nil
	}
	if v.Class == 0 && v.Tag == 4 {
		return octets(v, 0)
	}
	return v.Raw // PKCS #7 of old signs any type
}

// signed pushes certificates and signers of SignedData and returns what was signed.
func signed(out *push.Pusher, fields []Node, source string) []byte {
	var what []byte
	count := 0
	for i, f := range fields {
		switch {
		case i == 2 && f.Class == 0 && f.Tag == 16:
			what = content(f)
		case f.Class == 2 && f.Tag == 0:
			for _, c := range Children(f.Body) {
				if count++; count > maxCertificates {
					out.Problem(fmt.Errorf("%w: more than %d certificates", evidence.ErrLimit, maxCertificates), source)
					break
				}
				if c.Class == 0 { // others are attribute certificates
					out.Problem(Certificate(out, c.Raw, fmt.Sprintf("%s, certificate %d", source, count)), source)
				}
			}
		case f.Class == 2 && f.Tag == 1:
			for _, c := range Children(f.Body) {
				if count++; c.Class == 0 && count <= maxCertificates {
					out.Problem(RevocationList(out, c.Raw, source), source)
				}
			}
		case f.Class == 0 && f.Tag == 17 && i >= 3:
			signers(out, f, fields, source)
		}
	}
	return what
}

// signers pushes the subjects of the certificates that signed.
func signers(out *push.Pusher, set Node, fields []Node, source string) {
	for i, s := range Children(set.Body) {
		if i >= maxCertificates {
			break
		}
		p := Children(s.Body)
		if len(p) < 2 {
			continue
		}
		id := Children(p[1].Body)
		if p[1].Class != 0 || len(id) < 2 {
			continue
		}
		if subject := subjectOf(fields, id[0].Raw, id[1].Body); subject != nil {
			signer(out, subject, source)
		} else {
			out.Meta("cms:SignerIssuer", parseName(id[0]).String(), source)
		}
		for _, a := range p[2:] {
			attributes(out, a, source)
		}
	}
}

func signer(out *push.Pusher, n Name, source string) {
	out.Meta("cms:Signer", n.String(), source)
	for _, o := range n.All("O") {
		out.Meta("cms:SignerO", o, source)
	}
	for _, m := range n.All("emailAddress") {
		out.Meta("cms:SignerMail", m, source)
	}
}

// attributes reads the time and, of Authenticode, the program's name and address.
func attributes(out *push.Pusher, n Node, source string) {
	if n.Class != 2 || n.Tag > 1 {
		return
	}
	for _, a := range Children(n.Body) {
		p := Children(a.Body)
		if len(p) < 2 {
			continue
		}
		v, _, ok := Next(p[1].Body)
		if !ok {
			continue
		}
		switch oid(p[0]) {
		case "1.2.840.113549.1.9.5":
			out.Meta("cms:SigningTime", timestamp(v), source)
		case "1.3.6.1.4.1.311.2.1.12": // SpcSpOpusInfo
			for _, o := range Children(v.Body) {
				in, _, ok := Next(o.Body)
				switch {
				case !ok:
				case o.Tag == 0 && in.Tag == 0:
					in.Tag = 30
					out.Meta("cms:ProgramName", text(in), source)
				case o.Tag == 0:
					out.Meta("cms:ProgramName", text(in), source)
				case o.Tag == 1 && in.Tag == 0:
					out.Meta("cms:MoreInfo", text(in), source)
				}
			}
		}
	}
}

// subjectOf looks for the certificate that issuer and serial number name.
func subjectOf(fields []Node, issuer, number []byte) Name {
	for _, f := range fields {
		if f.Class != 2 || f.Tag != 0 {
			continue
		}
		for i, c := range Children(f.Body) {
			if i >= maxCertificates {
				break
			}
			parts := Children(c.Body)
			if len(parts) == 0 {
				continue
			}
			t := Children(parts[0].Body)
			if len(t) > 0 && t[0].Class == 2 {
				t = t[1:]
			}
			if len(t) >= 5 && string(t[0].Body) == string(number) && string(t[2].Raw) == string(issuer) {
				return parseName(t[4])
			}
		}
	}
	return nil
}

// recipients pushes the issuers of the certificates for which a message is sealed:
// an organisation's own authority names the organisation.
func recipients(out *push.Pusher, fields []Node, source string) {
	for _, f := range fields {
		if f.Class != 0 || f.Tag != 17 {
			continue
		}
		for i, r := range Children(f.Body) {
			p := Children(r.Body)
			if i >= maxCertificates || len(p) < 2 {
				continue
			}
			if id := Children(p[1].Body); p[1].Class == 0 && len(id) >= 2 {
				out.Meta("cms:RecipientIssuer", parseName(id[0]).String(), source)
			}
		}
	}
}
