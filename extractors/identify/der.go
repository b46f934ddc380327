package identify

import (
	"regexp"
	"strings"

	"evscan/evidence"
)

// Certificates, keys and signed messages in DER (ITU-T X.690) are told by the shape of
// their first elements; nothing of them is decoded.

// element is the head of one element of DER.
type element struct {
	tag        byte
	start, end int // of its contents within the bytes; end may lie behind them
}

// next reads the element at at. Contents of indefinite length reach as far as the bytes do.
func next(h []byte, at int) (element, bool) {
	if at < 0 || at+2 > len(h) {
		return element{}, false
	}
	n := int(h[at+1])
	e := element{tag: h[at], start: at + 2}
	switch {
	case n < 0x80:
		e.end = e.start + n
	case n == 0x80:
		e.end = len(h)
	case n <= 0x84:
		k := n & 0x7f
		if e.start+k > len(h) {
			return element{}, false
		}
		n = 0
		for _, c := range h[e.start : e.start+k] {
			n = n<<8 | int(c)
		}
		e.start += k
		e.end = e.start + n
	default:
		return element{}, false
	}
	return e, true
}

// shape spells the first elements of DER: ( and ) around a sequence, i for an integer,
// w, x, y, z for the integers 0 to 3, o for an object identifier, s for octets, b for bits, { for a set, t for a time,
// 0 to 3 for tagged ones. It goes into sequences as deep as three.
func shape(h []byte) string {
	first, ok := next(h, 0)
	if !ok || first.tag != 0x30 || first.end > len(h) && len(h) < evidence.ProbeBytes {
		return ""
	}
	var b strings.Builder
	spell(&b, h, 0, min(first.end, len(h)), 0)
	return b.String()
}

func spell(b *strings.Builder, h []byte, at, end, depth int) {
	for n := 0; at < end && n < 12 && b.Len() < 128; n++ {
		e, ok := next(h, at)
		if !ok {
			return
		}
		switch {
		case e.tag == 0x30:
			b.WriteByte('(')
			if depth < 3 {
				spell(b, h, e.start, min(e.end, end), depth+1)
			}
			b.WriteByte(')')
		case e.tag == 0x02 && e.end-e.start == 1 && e.end <= len(h) && h[e.start] < 4:
			b.WriteByte('w' + h[e.start])
		case e.tag == 0x02:
			b.WriteByte('i')
		case e.tag == 0x06:
			b.WriteByte('o')
		case e.tag == 0x04:
			b.WriteByte('s')
		case e.tag == 0x03:
			b.WriteByte('b')
		case e.tag == 0x31:
			b.WriteByte('{')
		case e.tag == 0x17 || e.tag == 0x18:
			b.WriteByte('t')
		case e.tag == 0x05:
			b.WriteByte('n')
		case e.tag&0xc0 == 0x80:
			b.WriteByte('0' + e.tag&0x07)
		case e.tag == 0x0a:
			b.WriteByte('e')
		case e.tag == 0x0c || e.tag == 0x13 || e.tag == 0x16:
			b.WriteByte('c')
		default:
			b.WriteByte('?')
			return
		}
		at = e.end
	}
}

const (
	oidPKCS7   = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	oidPBE     = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05"
	oidPBE12   = "\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x0c"
	oidTSTInfo = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04"
	oidMSCTL   = "\x2b\x06\x01\x04\x01\x82\x37\x0a\x01"
)

// der wants a shape, and one of these identifiers among the first bytes where any is named.
func der(what, shaped string, oids ...string) test {
	re := regexp.MustCompile("^" + shaped)
	return func(p evidence.Probe) (string, bool) {
		if !has(p.Head, 0, "\x30") || len(p.Head) < 16 {
			return "", false
		}
		s, _ := p.Memo("identify:der", func() any { return shape(p.Head) }).(string)
		found := len(oids) == 0
		for _, oid := range oids {
			found = found || contains(p.Head, 256, oid)
		}
		return "DER with the shape of " + what, found && re.MatchString(s)
	}
}

func certificates() []row {
	const algorithm, name = `\(o[^()]*(\(\))?\)`, `\(\{*\)`
	return []row{
		// Signed data too, so before it: what is signed tells.
		{"catalog", "application/vnd.ms-pki.seccat", "cat", der("signed data over a list of hashes", `\(o0`, oidMSCTL)},
		{"timestamp", "application/timestamp-reply", "tsr", der("a status and a signed time", `\(\(w[^()]*\)\(o0`, oidTSTInfo)},
		{"tsd", "application/timestamped-data", "tsd", der("data with its time stamps", `\(o0`, "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x1f")},
		{"x509", "application/x-x509-cert", "cer crt der pem ca", der("a certificate", `\(\(0?[wxyzi]`+algorithm+name+`\(tt\)`)},
		{"crl", "application/pkix-crl", "crl pem", der("a list of revoked certificates", `\(\(x?`+algorithm+name+`t`)},
		{"csr", "application/pkcs10", "csr p10 req pem", der("a certification request", `\(\(w`+name+`\(\(`)},
		{"private-key-encrypted", "application/x-x509-key-encrypted", "key der p8 pem", der("an encrypted private key", `\(\(o\([^{}]*s`, oidPBE, oidPBE12)},
		{"private-key", "application/x-x509-key", "key der p8 pem", der("a private key", `\((w\(o|w[ixyz]{5,9}\)|xs[01])`)},
		{"public-key", "application/x-x509-public-key", "pub key der pem", der("a public key with its algorithm", `\(\(o[^()]*(\(\S*\))?\)b\)`)},
		{"ocsp", "application/ocsp-response", "ors ocsp", der("an answer of OCSP", `\(e0`)},
	}
}
