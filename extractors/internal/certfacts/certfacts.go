// Package certfacts says what certificates, requests, revocation lists and signed
// messages tell of people and organisations: RFC 5280, RFC 2986, RFC 5652. Keys,
// signatures and validity are not checked; that somebody wrote a name is what counts.
package certfacts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// Certificate pushes the fields of one certificate in DER or BER. source says where
// it stood. An error wraps ErrCorrupt.
func Certificate(out *push.Pusher, der []byte, source string) error {
	top, _, ok := Next(der)
	if !ok || top.Tag != 16 {
		return fmt.Errorf("%w: no certificate", evidence.ErrCorrupt)
	}
	parts := Children(top.Body)
	if len(parts) == 0 {
		return fmt.Errorf("%w: an empty certificate", evidence.ErrCorrupt)
	}
	f := Children(parts[0].Body)
	if len(f) > 0 && f[0].Class == 2 && f[0].Tag == 0 {
		f = f[1:] // the version
	}
	if len(f) < 5 || f[0].Tag != 2 || f[2].Tag != 16 || f[4].Tag != 16 {
		return fmt.Errorf("%w: no certificate", evidence.ErrCorrupt)
	}
	issuer, subject := parseName(f[2]), parseName(f[4])
	names(out, "Subject", subject, source)
	names(out, "Issuer", issuer, source)
	if string(f[2].Raw) == string(f[4].Raw) {
		out.Meta("x509:SelfSigned", "true", source)
	}
	out.Meta("x509:Serial", serial(f[0].Body), source)
	if v := Children(f[3].Body); len(v) >= 2 {
		out.Meta("x509:NotBefore", timestamp(v[0]), source)
		out.Meta("x509:NotAfter", timestamp(v[1]), source)
	}
	for _, n := range f[5:] {
		if n.Class == 2 && n.Tag == 3 {
			if list, _, ok := Next(n.Body); ok {
				extensions(out, list.Body, source)
			}
		}
	}
	sum := sha256.Sum256(top.Raw)
	out.Meta("x509:SHA256", hex.EncodeToString(sum[:]), source)
	return nil
}

// names pushes a distinguished name whole and by its telling parts.
func names(out *push.Pusher, role string, n Name, source string) {
	out.Meta("x509:"+role, n.String(), source)
	for _, a := range n {
		switch a.Type {
		case "O", "OU", "CN", "organizationIdentifier":
			out.Meta("x509:"+role+a.Type, a.Value, source)
		case "emailAddress":
			out.Meta("x509:"+role+"Mail", a.Value, source)
		}
	}
	out.Meta("x509:ADDomain", n.Domain(), source)
}

// Request pushes the fields of a certification request, RFC 2986.
func Request(out *push.Pusher, der []byte, source string) error {
	top, _, ok := Next(der)
	parts := Children(top.Body)
	if !ok || top.Tag != 16 || len(parts) == 0 {
		return fmt.Errorf("%w: no certification request", evidence.ErrCorrupt)
	}
	f := Children(parts[0].Body)
	if len(f) < 3 || f[0].Tag != 2 || f[1].Tag != 16 {
		return fmt.Errorf("%w: no certification request", evidence.ErrCorrupt)
	}
	names(out, "Subject", parseName(f[1]), source)
	for _, n := range f[3:] {
		if n.Class != 2 || n.Tag != 0 {
			continue
		}
		for _, attr := range Children(n.Body) {
			a := Children(attr.Body)
			if len(a) < 2 {
				continue
			}
			for _, v := range Children(a[1].Body) {
				switch oid(a[0]) {
				case "1.2.840.113549.1.9.14": // the extensions that are asked for
					extensions(out, v.Body, source)
				case "1.3.6.1.4.1.311.13.2.3": // version of the Windows that asks
					out.Meta("x509:OSVersion", text(v), source)
				case "1.3.6.1.4.1.311.21.20": // machine, account and program that ask
					info := Children(v.Body)
					for i, name := range []string{"", "ClientMachine", "ClientUser", "ClientProcess"} {
						if i > 0 && i < len(info) {
							out.Meta("x509:"+name, text(info[i]), source)
						}
					}
				case "1.2.840.113549.1.9.2": // unstructured name
					out.Meta("x509:UnstructuredName", text(v), source)
				}
			}
		}
	}
	return nil
}

// RevocationList pushes who issued a revocation list, and how much is in it.
func RevocationList(out *push.Pusher, der []byte, source string) error {
	top, _, ok := Next(der)
	parts := Children(top.Body)
	if !ok || top.Tag != 16 || len(parts) == 0 {
		return fmt.Errorf("%w: no revocation list", evidence.ErrCorrupt)
	}
	f := Children(parts[0].Body)
	if len(f) > 0 && f[0].Tag == 2 {
		f = f[1:]
	}
	if len(f) < 3 || f[0].Tag != 16 || f[1].Tag != 16 {
		return fmt.Errorf("%w: no revocation list", evidence.ErrCorrupt)
	}
	names(out, "Issuer", parseName(f[1]), source)
	out.Meta("x509:ThisUpdate", timestamp(f[2]), source)
	for _, n := range f[3:] {
		switch {
		case n.Class == 0 && (n.Tag == 23 || n.Tag == 24):
			out.Meta("x509:NextUpdate", timestamp(n), source)
		case n.Class == 0 && n.Tag == 16:
			out.Meta("x509:Revoked", fmt.Sprint(len(Children(n.Body))), source)
		case n.Class == 2 && n.Tag == 0:
			if list, _, ok := Next(n.Body); ok {
				extensions(out, list.Body, source)
			}
		}
	}
	return nil
}

var keyUsages = []string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"}

var extendedUsages = map[string]string{
	"1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth", "1.3.6.1.5.5.7.3.3": "codeSigning", "1.3.6.1.5.5.7.3.4": "emailProtection",
	"1.3.6.1.5.5.7.3.8": "timeStamping", "1.3.6.1.5.5.7.3.9": "OCSPSigning", "1.3.6.1.4.1.311.20.2.2": "smartcardLogon", "1.3.6.1.4.1.311.10.3.4": "encryptingFileSystem",
	"1.3.6.1.4.1.311.10.3.12": "documentSigning", "1.3.6.1.5.2.3.5": "kdcAuthentication", "2.5.29.37.0": "any",
}

func extensions(out *push.Pusher, body []byte, source string) {
	for _, e := range Children(body) {
		p := Children(e.Body)
		if len(p) < 2 {
			continue
		}
		value := octets(p[len(p)-1], 0)
		v, _, ok := Next(value)
		if !ok {
			continue
		}
		switch oid(p[0]) {
		case "2.5.29.17":
			generalNames(out, v.Body, source, "x509:URI")
		case "2.5.29.18":
			generalNames(out, v.Body, source, "x509:IssuerURI")
		case "2.5.29.15":
			out.Meta("x509:KeyUsage", bits(v), source)
		case "2.5.29.19":
			if c := Children(v.Body); len(c) > 0 && c[0].Tag == 1 && len(c[0].Body) == 1 && c[0].Body[0] != 0 {
				out.Meta("x509:CA", "true", source)
			}
		case "2.5.29.37":
			var list []string
			for _, u := range Children(v.Body) {
				id := oid(u)
				if s, ok := extendedUsages[id]; ok {
					id = s
				}
				list = append(list, id)
			}
			out.Meta("x509:ExtendedKeyUsage", strings.Join(list[:min(len(list), 32)], ", "), source)
		case "2.5.29.31":
			for _, uri := range findURIs(v, 0) {
				address(out, "x509:CRLDistributionPoint", uri, source)
			}
		case "1.3.6.1.5.5.7.1.1":
			for _, uri := range findURIs(v, 0) {
				address(out, "x509:AuthorityInfoAccess", uri, source)
			}
		case "1.3.6.1.4.1.311.20.2":
			out.Meta("x509:Template", text(v), source)
		case "2.16.840.1.113730.1.13":
			out.Meta("x509:Comment", text(v), source)
		}
	}
}

// address pushes an address from which something can be fetched. An LDAP address
// names the domain in its path: ldap:///CN=...,DC=corp,DC=example.
func address(out *push.Pusher, name, uri, source string) {
	if strings.HasPrefix(strings.ToLower(uri), "ldap:") {
		if plain, err := url.PathUnescape(uri); err == nil {
			uri = plain
		}
		path, _, _ := strings.Cut(uri, "?")
		var labels []string
		for part := range strings.SplitSeq(path, ",") {
			if k, v, ok := strings.Cut(strings.TrimSpace(part), "="); ok && strings.EqualFold(strings.TrimLeft(k, "/"), "dc") {
				labels = append(labels, v)
			}
		}
		if len(labels) >= 2 {
			out.Meta("x509:ADDomain", strings.ToLower(strings.Join(labels, ".")), source)
		}
	}
	out.Meta(name, uri, source)
}

// findURIs walks any structure for general names of the kind URI.
func findURIs(n Node, depth int) []string {
	if n.Class == 2 && n.Tag == 6 && !n.Constructed {
		return []string{text(n)}
	}
	if !n.Constructed || depth > 8 {
		return nil
	}
	var out []string
	for _, c := range Children(n.Body) {
		out = append(out, findURIs(c, depth+1)...)
		if len(out) > 64 {
			break
		}
	}
	return out
}

func generalNames(out *push.Pusher, body []byte, source, uriField string) {
	for _, n := range Children(body) {
		switch n.Tag {
		case 0: // another name: Microsoft's user principal name is the one in use
			p := Children(n.Body)
			if len(p) == 2 && oid(p[0]) == "1.3.6.1.4.1.311.20.2.3" {
				if v, _, ok := Next(p[1].Body); ok {
					out.Meta("x509:UPN", text(v), source)
				}
			}
		case 1:
			out.Meta("x509:Mail", text(n), source)
		case 2:
			out.Meta("x509:DNS", text(n), source)
		case 4:
			if name, _, ok := Next(n.Body); ok {
				names(out, "Alternative", parseName(name), source)
			}
		case 6:
			out.Meta(uriField, text(n), source)
		case 7:
			if len(n.Body) == net.IPv4len || len(n.Body) == net.IPv6len {
				out.Meta("x509:IP", net.IP(n.Body).String(), source)
			}
		}
	}
}

func bits(n Node) string {
	var list []string
	if n.Tag != 3 || len(n.Body) < 2 {
		return ""
	}
	for i, name := range keyUsages {
		if at := 1 + i/8; at < len(n.Body) && n.Body[at]&(0x80>>(i%8)) != 0 {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

func serial(b []byte) string {
	if len(b) > 64 {
		b = b[:64]
	}
	return new(big.Int).SetBytes(b).Text(16)
}

// timestamp reads UTCTime and GeneralizedTime; "" for what is neither.
func timestamp(n Node) string {
	layouts := []string{"060102150405Z", "0601021504Z", "060102150405-0700"}
	if n.Tag == 24 {
		layouts = []string{"20060102150405Z", "20060102150405-0700", "20060102150405"}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, string(n.Body)); err == nil {
			// Two digits from 50 on are years of the last century, RFC 5280 4.1.2.5.1;
			// the time package draws that line at 69.
			if n.Tag == 23 && t.Year() >= 2050 {
				t = t.AddDate(-100, 0, 0)
			}
			return t.UTC().Format(time.RFC3339)
		}
	}
	return ""
}
