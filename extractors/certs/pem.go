package certs

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Textual encodings, RFC 7468, and what older programs write around them.

const (
	pemBegin  = "-----BEGIN "
	pemEnd    = "-----END "
	maxBlocks = 1000
)

// pemLabels are the labels that are read, by what they hold.
func pemLabel(label string) string {
	switch label {
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
		return "certificate"
	case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
		return "request"
	case "X509 CRL":
		return "crl"
	case "PKCS7", "CMS", "PKCS #7 SIGNED DATA":
		return "cms"
	case "OPENSSH PRIVATE KEY":
		return "openssh"
	case "SSH2 PUBLIC KEY", "SSH2 ENCRYPTED PRIVATE KEY":
		return "ssh2"
	}
	switch {
	case strings.HasSuffix(label, "PRIVATE KEY"):
		return "private"
	case strings.HasSuffix(label, "PUBLIC KEY"), strings.HasSuffix(label, "PARAMETERS"):
		return "public"
	}
	return ""
}

// matchPEM accepts a file that begins with a block of one of the labels, or any
// known one where none is given, or with what programs write before a block.
func matchPEM(labels ...string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		b := bytes.TrimLeft(bytes.TrimPrefix(p.Head, []byte("\xef\xbb\xbf")), " \t\r\n")
		at := 0
		if !bytes.HasPrefix(b, []byte(pemBegin)) {
			at = bytes.Index(b, []byte("\n"+pemBegin)) + 1
			if at == 0 || !preamble(b[:at], p.Ext) {
				if ssh2 := bytes.HasPrefix(b, []byte("---- BEGIN SSH2 PUBLIC KEY ----")); ssh2 && len(labels) == 0 {
					return "starts with ---- BEGIN SSH2 PUBLIC KEY ----", true
				}
				return "", false
			}
		}
		label, _, ok := strings.Cut(string(b[at+len(pemBegin):min(len(b), at+100)]), "-----")
		if !ok || pemLabel(label) == "" {
			return "", false
		}
		for _, l := range labels {
			if l == label {
				return pemBegin + label, true
			}
		}
		return pemBegin + label, len(labels) == 0
	}
}

// preamble reports whether text before a first block is what OpenSSL or a maker of
// bundles writes there, or the name says that the block is what the file is about.
func preamble(b []byte, ext string) bool {
	for _, s := range []string{"Bag Attributes", "Certificate:", "Certificate Request:", "Certificate Revocation List", "Subject:", "subject=", "issuer=", "#", "Private-Key:", "RSA Private-Key:", "Public-Key:", " s:", "Issuer:"} {
		if bytes.HasPrefix(b, []byte(s)) {
			return true
		}
	}
	switch ext {
	case "pem", "crt", "cer", "key", "csr", "req", "crl", "p7b", "p7s", "p7m":
		return true
	}
	return false
}

func extractPEM(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	rest := string(b)
	var between strings.Builder
	for n := 1; ; n++ {
		at := strings.Index(rest, pemBegin)
		if at < 0 || n > maxBlocks {
			if at >= 0 {
				err = fmt.Errorf("%w: more than %d blocks", evidence.ErrLimit, maxBlocks)
				rest = ""
			}
			between.WriteString(rest)
			break
		}
		between.WriteString(rest[:at])
		rest = rest[at+len(pemBegin):]
		label, body, ok := strings.Cut(rest, "-----")
		if !ok || len(label) > 80 {
			break
		}
		body, after, ok := strings.Cut(body, pemEnd+label)
		if ok {
			after = strings.TrimPrefix(after, "-----")
		} else {
			// A file of many is cut off in its last block; a marker that is missing in
			// the middle must not take the next block along.
			if i := strings.Index(body, pemBegin); i >= 0 {
				after, body = body[i:], body[:i]
			}
			err = errors.Join(err, fmt.Errorf("%w: block %d has no end", evidence.ErrCorrupt, n))
		}
		out.Problem(block(ctx, out, label, body, fmt.Sprintf("block %d", n)), fmt.Sprintf("block %d", n))
		rest = after
	}
	openText(out, between.String())
	return errors.Join(out.Err, err)
}

// openText pushes what stands between the blocks: OpenSSL's listing, the name of a
// bag, comments. Lines of a key in hexadecimal digits are left out.
func openText(out *push.Pusher, s string) {
	if strings.Contains(s, "---- BEGIN SSH2 PUBLIC KEY") {
		ssh2(out, s, "")
		return
	}
	var keep []string
	for line := range strings.SplitSeq(s, "\n") {
		t := strings.TrimSpace(line)
		if t == "" || t == "-----" || strings.Trim(t, "0123456789abcdefABCDEF: ") == "" {
			continue
		}
		if k, v, ok := strings.Cut(t, ": "); ok && strings.EqualFold(k, "friendlyName") {
			out.Meta("key:Alias", v, "")
		}
		keep = append(keep, t)
	}
	out.Text(strings.Join(keep, "\n"), "", evidence.Locator{Zone: evidence.ZoneBody})
}

// block reads one block, its headers apart (RFC 1421: a name, a colon, a value, and
// an empty line behind the last).
func block(ctx context.Context, out *push.Pusher, label, body, source string) error {
	headers := map[string]string{}
	body = strings.ReplaceAll(strings.TrimLeft(body, "\r\n "), "\r\n", "\n")
	for strings.Contains(body, ":") {
		line, after, _ := strings.Cut(body, "\n")
		k, v, ok := strings.Cut(line, ":")
		if !ok {
			break
		}
		headers[strings.TrimSpace(k)] = strings.TrimSpace(v)
		body = strings.TrimLeft(after, "\n")
	}
	kind := pemLabel(label)
	switch kind {
	case "private":
		out.Meta("key:Type", label, source)
		sealed := strings.Contains(label, "ENCRYPTED") || strings.Contains(headers["Proc-Type"], "ENCRYPTED")
		out.Meta("key:Encrypted", fmt.Sprint(sealed), source)
		return nil
	case "public":
		out.Meta("key:Type", label, source)
		return nil
	case "ssh2":
		out.Meta("key:Type", label, source)
		out.Meta("ssh:Comment", strings.Trim(headers["Comment"], `"`), source)
		return nil
	case "":
		return nil
	}
	der, err := unbase64(body)
	switch kind {
	case "certificate":
		if e := certfacts.Certificate(out, der, source); e != nil {
			return e
		}
	case "request":
		if e := certfacts.Request(out, der, source); e != nil {
			return e
		}
	case "crl":
		if e := certfacts.RevocationList(out, der, source); e != nil {
			return e
		}
	case "openssh":
		return opensshPrivate(out, der, source)
	case "cms":
		s, e := certfacts.Message(out, der, source)
		message(ctx, out, s)
		if e != nil {
			return e
		}
	}
	return err
}

// unbase64 decodes as much as is well-formed.
func unbase64(s string) ([]byte, error) {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s)
	s = strings.TrimRight(s, "=")
	b, err := base64.RawStdEncoding.DecodeString(s)
	var bad base64.CorruptInputError
	if errors.As(err, &bad) {
		good, _ := base64.RawStdEncoding.DecodeString(s[:int64(bad)/4*4])
		return good, fmt.Errorf("%w: base64: %v", evidence.ErrCorrupt, err)
	}
	return b, nil
}

// inflate reads the zlib stream of a compressed message, RFC 3274.
func inflate(b []byte) (io.Reader, error) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	return r, nil
}
