package certs

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

const maxEntries = 5000

// javaMagic and cryptoMagic begin the stores of Java's own kind and of its JCE.
var (
	javaMagic   = []byte{0xfe, 0xed, 0xfe, 0xed}
	cryptoMagic = []byte{0xce, 0xce, 0xce, 0xce}
)

func matchJKS(p evidence.Probe) (string, bool) {
	if len(p.Head) < 12 || !bytes.HasPrefix(p.Head, javaMagic) && !bytes.HasPrefix(p.Head, cryptoMagic) {
		return "", false
	}
	v := binary.BigEndian.Uint32(p.Head[4:])
	return fmt.Sprintf("signature of a Java keystore, version %d", v), v == 1 || v == 2
}

// store reads big-endian fields one after the other; the first that is cut off
// makes all later ones empty.
type store struct {
	b    []byte
	fail bool
}

func (s *store) take(n int) []byte {
	if s.fail || n < 0 || n > len(s.b) {
		s.fail = true
		return nil
	}
	out := s.b[:n]
	s.b = s.b[n:]
	return out
}

func (s *store) u32() int {
	if b := s.take(4); b != nil {
		return int(binary.BigEndian.Uint32(b))
	}
	return 0
}

func (s *store) text() string {
	b := s.take(2)
	if b == nil {
		return ""
	}
	return raw.View(s.take(int(binary.BigEndian.Uint16(b)))).Text()
}

func (s *store) date() string {
	b := s.take(8)
	if b == nil {
		return ""
	}
	ms := binary.BigEndian.Uint64(b)
	if ms > 1<<43 {
		return ""
	}
	return time.UnixMilli(int64(ms)).UTC().Format(time.RFC3339)
}

// extractJKS reads a Java keystore, whose certificates and aliases are not
// encrypted. The layout is that of the class sun.security.provider.JavaKeyStore.
func extractJKS(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	s := &store{b: b}
	s.take(4)
	version := s.u32()
	count := s.u32()
	out.Meta("key:Entries", fmt.Sprint(count), "")
	certificate := func(source string) {
		if version == 2 {
			s.text() // X.509
		}
		if der := s.take(s.u32()); !s.fail {
			out.Problem(certfacts.Certificate(out, der, source), source)
		}
	}
	for i := 0; i < count && !s.fail && out.Err == nil; i++ {
		if i == maxEntries {
			err = fmt.Errorf("%w: more than %d entries", evidence.ErrLimit, maxEntries)
			break
		}
		tag, alias := s.u32(), s.text()
		source := fmt.Sprintf("entry %d", i+1)
		out.Meta("key:Alias", alias, source)
		s.date()
		switch tag {
		case 1:
			s.take(s.u32()) // the key, encrypted
			out.Meta("key:Encrypted", "true", source)
			for n := s.u32(); n > 0 && !s.fail; n-- {
				certificate(source)
			}
		case 2:
			certificate(source)
		default: // a serialised secret, whose length is not stored
			out.Meta("key:Encrypted", "true", source)
			return errors.Join(out.Err, err, fmt.Errorf("%w: entries behind a sealed secret", evidence.ErrUnsupported))
		}
	}
	s.take(20) // the digest that closes the store
	if s.fail && err == nil {
		err = fmt.Errorf("%w: the store ends early", evidence.ErrCorrupt)
	}
	return errors.Join(out.Err, err)
}

// matchPKCS12 looks for version 3 and the content type behind it, RFC 7292.
func matchPKCS12(p evidence.Probe) (string, bool) {
	b, ok := sequence(p)
	if !ok || !bytes.HasPrefix(b, []byte{2, 1, 3, 0x30}) {
		return "", false
	}
	kind := certfacts.ContentType(b[3:])
	return "PKCS #12, version 3", kind == "data" || kind == "signed"
}

// maxIterations bounds what a file may demand to check one password; the default of
// current programs is 2,048 to 600,000.
const maxIterations = 2_000_000

func extractPKCS12(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	if err != nil {
		return errors.Join(out.Err, err)
	}
	if n := iterations(b, 0); n > maxIterations {
		return fmt.Errorf("%w: %d rounds of key derivation are asked for", evidence.ErrLimit, n)
	}
	if _, _, ok := certfacts.Next(b); !ok {
		return fmt.Errorf("%w: the file ends early", evidence.ErrCorrupt)
	}
	for _, password := range append([]string{""}, in.Passwords...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		done, err := open12(out, b, password)
		if done {
			return errors.Join(out.Err, err)
		}
	}
	out.Meta("key:Encrypted", "true", "")
	return errors.Join(out.Err, fmt.Errorf("%w: no password opens the certificates and keys", evidence.ErrEncrypted))
}

// open12 reads the certificates with one password. done is set unless another
// password may do better.
func open12(out *push.Pusher, b []byte, password string) (done bool, err error) {
	key, cert, chain, err := pkcs12.DecodeChain(b, password)
	switch {
	case err == nil:
		if key != nil {
			out.Meta("key:Type", "private key", "")
		}
		if cert != nil {
			out.Problem(certfacts.Certificate(out, cert.Raw, "certificate"), "certificate")
		}
		for i, c := range chain {
			where := fmt.Sprintf("chain %d", i+1)
			out.Problem(certfacts.Certificate(out, c.Raw, where), where)
		}
		return true, nil
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return false, nil
	}
	entries, terr := pkcs12.DecodeTrustStore(b, password)
	if terr == nil {
		for i, c := range entries {
			where := fmt.Sprintf("certificate %d", i+1)
			out.Problem(certfacts.Certificate(out, c.Raw, where), where)
		}
		return true, nil
	}
	if errors.Is(terr, pkcs12.ErrIncorrectPassword) {
		return false, nil
	}
	return true, fmt.Errorf("%w: %v", evidence.ErrUnsupported, err)
}

// iterations is the largest number in the places where counts of rounds stand, as
// far as they are not encrypted themselves: behind the salt of a MacData, and of
// the parameters of a password based cipher.
func iterations(b []byte, depth int) int {
	most := 0
	if depth > 16 {
		return most
	}
	salt := false // the count stands behind the salt
	for _, n := range certfacts.Children(b) {
		behind := salt
		salt = n.Class == 0 && n.Tag == 4
		switch {
		case n.Constructed:
			most = max(most, iterations(n.Body, depth+1))
		case salt && len(n.Body) > 64 && n.Body[0] == 0x30:
			most = max(most, iterations(n.Body, depth+1))
		case behind && n.Class == 0 && n.Tag == 2 && len(n.Body) <= 7:
			v := 0
			for _, c := range n.Body {
				v = v<<8 | int(c)
			}
			most = max(most, v)
		}
	}
	return most
}
