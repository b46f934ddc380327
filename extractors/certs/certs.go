// Package certs reads what stands in the open in files of certificates and keys:
// whom a certificate was made for and by whom, who signed a message, what a key was
// called by its owner. The secret part of a key never becomes a fact.
package certs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// maxBytes bounds a file of certificates; the bundle of all public authorities has 250 kB.
const maxBytes = 16 << 20

// maxMessage bounds a signed message that is read with its content.
const maxMessage = 256 << 20

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "openssh-private-key", MIME: "application/x-openssh-private-key", Version: 1, Match: matchPEM("OPENSSH PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY"), Extract: extractPEM},
		{ID: "pgp-key", MIME: "application/pgp-keys", Version: 1, Exts: []string{"asc", "gpg", "pgp"},
			Match: matchPGP("PGP PUBLIC KEY BLOCK", "PGP PRIVATE KEY BLOCK", 5, 6), Extract: extractPGP},
		{ID: "pgp-message", MIME: "application/pgp-encrypted", Version: 1, Exts: []string{"asc", "gpg", "pgp"},
			Match: matchPGP("PGP MESSAGE", "PGP MESSAGE", 1, 3), Extract: extractPGP},
		{ID: "pgp-signature", MIME: "application/pgp-signature", Version: 1, Exts: []string{"asc", "sig"},
			Match: matchPGP("PGP SIGNATURE", "PGP SIGNED MESSAGE"), Extract: extractPGP},
		{ID: "pem", MIME: "application/x-pem-file", Version: 1,
			Exts: []string{"pem", "crt", "cer", "key", "csr", "req", "crl", "p7b", "p7c", "p7s", "p7m", "p7", "ca-bundle", "p8"}, Match: matchPEM(), Extract: extractPEM},
		{ID: "putty-key", MIME: "application/x-putty-private-key", Version: 1, Exts: []string{"ppk"}, Match: startsWith("PuTTY-User-Key-File-"), Extract: extractPuTTY},
		{ID: "ssh-public-key", MIME: "text/x-ssh-public-key", Version: 1, Exts: []string{"pub"}, Match: matchSSH, Extract: extractSSH},
		{ID: "java-keystore", MIME: "application/x-java-keystore", Version: 1, Exts: []string{"jks", "keystore", "ks", "truststore", "jceks"}, Match: matchJKS, Extract: extractJKS},
		{ID: "pkcs7", MIME: "application/pkcs7-mime", Version: 1, Exts: []string{"p7b", "p7c", "p7s", "p7m", "p7", "p7z", "spc", "cat", "tsd"},
			Match: matchCMS, Extract: extractCMS},
		{ID: "pkcs12", MIME: "application/x-pkcs12", Version: 1, Exts: []string{"p12", "pfx"}, Match: matchPKCS12, Extract: extractPKCS12},
		{ID: "x509-certificate", MIME: "application/pkix-cert", Version: 1, Exts: []string{"cer", "crt", "der"}, Match: matchDER(isCertificate), Extract: der(certfacts.Certificate)},
		{ID: "x509-crl", MIME: "application/pkix-crl", Version: 1, Exts: []string{"crl"}, Match: matchDER(isCRL), Extract: der(certfacts.RevocationList)},
		{ID: "x509-request", MIME: "application/pkcs10", Version: 1, Exts: []string{"csr", "req", "p10", "der"}, Match: matchDER(isRequest), Extract: der(certfacts.Request)},
		{ID: "der-key", MIME: "application/pkcs8", Version: 1, Exts: []string{"der", "key", "p8", "pk8"}, Match: matchDER(isKey), Extract: extractKey},
	}
}

func startsWith(s string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		return "starts with " + s, bytes.HasPrefix(p.Head, []byte(s))
	}
}

// sequence opens the outermost value although the file may be longer than the
// probe: its fields are returned as far as the probe goes.
func sequence(p evidence.Probe) (fields []byte, ok bool) {
	b := p.Head
	if len(b) < 8 || b[0] != 0x30 {
		return nil, false
	}
	if b[1] == 0x80 {
		return b[2:], true
	}
	at, size := 2, int64(b[1])
	if b[1] > 0x80 {
		count := int(b[1] & 0x7f)
		if count > 4 {
			return nil, false
		}
		for size = 0; at < 2+count; at++ {
			size = size<<8 | int64(b[at])
		}
	}
	// Bytes behind the value happen (padding of smart cards), half a value does in
	// truncated files; a value that claims far less than there is was no value.
	if size < 8 || int64(at)+size < p.Size-4096 {
		return nil, false
	}
	return b[at:], true
}

// heads lists the tags of the first values in b, of which the last may be cut off.
func heads(b []byte, n int) []int {
	var tags []int
	for len(tags) < n && len(b) > 0 {
		tags = append(tags, int(b[0]))
		v, rest, ok := certfacts.Next(b)
		if !ok {
			break
		}
		_ = v
		b = rest
	}
	return tags
}

func equal(have []int, want ...int) bool {
	if len(have) < len(want) {
		return false
	}
	for i, w := range want {
		if have[i] != w {
			return false
		}
	}
	return true
}

// inner is what stands in the first field, whatever length it claims.
func inner(b []byte) []byte {
	if len(b) < 6 || b[0] != 0x30 {
		return nil
	}
	at := 2
	if b[1] > 0x80 {
		at += int(b[1] & 0x7f)
	}
	if at > 6 || at > len(b) {
		return nil
	}
	return b[at:]
}

func isCertificate(b []byte) bool {
	in := inner(b)
	h := heads(in, 6)
	return equal(h, 0xa0, 0x02, 0x30, 0x30, 0x30, 0x30) || equal(h, 0x02, 0x30, 0x30, 0x30, 0x30, 0x30)
}

func isCRL(b []byte) bool {
	in := inner(b)
	h := heads(in, 4)
	for _, t := range []int{0x17, 0x18} {
		if equal(h, 0x02, 0x30, 0x30, t) || equal(h, 0x30, 0x30, t) {
			return true
		}
	}
	return false
}

func isRequest(b []byte) bool {
	in := inner(b)
	return equal(heads(in, 4), 0x02, 0x30, 0x30, 0xa0) && equal(heads(b, 3), 0x30, 0x30, 0x03)
}

// isKey knows PKCS #8, plain and encrypted, the older forms for RSA and elliptic
// curves, and SubjectPublicKeyInfo.
func isKey(b []byte) bool {
	h := heads(b, 9)
	return equal(h, 0x02, 0x30, 0x04) || equal(h, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02) || equal(h, 0x02, 0x04, 0xa0) ||
		len(h) == 2 && equal(h, 0x30, 0x03) || len(h) == 2 && equal(h, 0x30, 0x04) && equal(heads(inner(b), 1), 0x06)
}

func matchDER(is func([]byte) bool) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		b, ok := sequence(p)
		return "structure of its DER encoding", ok && is(b)
	}
}

func der(read func(*push.Pusher, []byte, string) error) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(_ context.Context, in evidence.Input, sink evidence.Sink) error {
		out := push.New(sink, in.Limits)
		b, err := raw.All(in, maxBytes)
		if rerr := read(out, b, ""); err == nil {
			err = rerr
		}
		return errors.Join(out.Err, err)
	}
}

func extractKey(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	n, _, ok := certfacts.Next(b)
	if !ok {
		return errors.Join(out.Err, fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt))
	}
	h := heads(n.Body, 9)
	switch {
	case equal(h, 0x30, 0x04):
		out.Meta("key:Type", "PKCS #8 private key", "")
		out.Meta("key:Encrypted", "true", "")
	case equal(h, 0x30, 0x03):
		out.Meta("key:Type", "public key", "")
	default:
		out.Meta("key:Type", "private key", "")
		out.Meta("key:Encrypted", "false", "")
	}
	return errors.Join(out.Err, err)
}

func matchCMS(p evidence.Probe) (string, bool) {
	if _, ok := sequence(p); !ok {
		return "", false
	}
	kind := certfacts.ContentType(p.Head)
	return "CMS message, " + kind, kind != "" && kind != "data"
}

func extractCMS(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxMessage)
	s, merr := certfacts.Message(out, b, "")
	if err == nil {
		err = merr
	}
	message(ctx, out, s)
	return errors.Join(out.Err, err)
}

// message hands over what a signed message signs.
func message(ctx context.Context, out *push.Pusher, s certfacts.Signed) {
	name := evidence.ChildName{Name: "content", Origin: evidence.OriginEmbedded}
	switch {
	case len(s.Content) == 0:
		return
	case s.Type == "compressed":
		name.Name = "content.zlib"
		r, err := inflate(s.Content)
		if err != nil {
			name.Problem = evidence.Problem{Kind: evidence.ProblemCorrupt, Detail: err.Error()}
			out.Child(ctx, name, nil)
			return
		}
		name.Name = "content"
		out.Child(ctx, name, r)
	default:
		// Catalogues and Authenticode sign a structure that nobody reads as a file.
		if s.Content[0] == 0x30 {
			if n, rest, ok := certfacts.Next(s.Content); ok && len(rest) == 0 && n.Constructed {
				catalogue(out, s.Content, 0)
				return
			}
		}
		out.Child(ctx, name, bytes.NewReader(s.Content))
	}
}

// catalogue pushes the names in a Windows security catalogue: UTF-16 strings of
// which some name the files, systems and hardware it vouches for.
func catalogue(out *push.Pusher, b []byte, depth int) {
	if depth > 12 {
		return
	}
	for _, n := range certfacts.Children(b) {
		switch {
		case n.Constructed:
			catalogue(out, n.Body, depth+1)
		case n.Class == 0 && n.Tag == 4 && len(n.Body) >= 8 && n.Body[1] == 0 && n.Body[3] == 0 && len(n.Body) < 4096:
			if s := raw.View(n.Body).UTF16(); len(s) > 3 && strings.ContainsAny(s, ".:") {
				out.Meta("cms:CatalogueName", s, "")
			}
		}
	}
}
