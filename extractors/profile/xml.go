package profile

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// element accepts XML with the root element of a name.
func element(name string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		s := plain.Start(p, beginning)
		at := strings.Index(s, "<"+name)
		if at < 0 || !strings.HasPrefix(s, "<") {
			return "", false
		}
		// Before the root stand the declaration and comments only.
		before := s[:at]
		for _, c := range []string{"<?", "<!"} {
			before = strings.ReplaceAll(before, c, "")
		}
		return "root element " + name, !strings.Contains(before, "<")
	}
}

// fields says which field the text of an element, or an attribute, becomes; an empty
// name hides a value that is a secret.
type fields map[string]string

func anyConnect() fields {
	return fields{"HostAddress": "vpn:Host", "HostName": "vpn:Description", "UserGroup": "vpn:GroupName", "TrustedDNSDomains": "vpn:Domain", "DNSSuffix": "vpn:Domain",
		"Domain": "vpn:Domain", "TrustedHttpsServerList": "vpn:Host", "Address": "vpn:Host", "SCEPHost": "vpn:Host", "CAURL": "vpn:Host", "BackupServer": "vpn:Host"}
}

// wlan is what netsh exports of a wireless network; the key may stand in the open.
func wlan() fields {
	return fields{"name": "wifi:SSID", "ServerNames": "vpn:Host", "keyMaterial": ""}
}

func fileZilla() fields {
	return fields{"Host": "vpn:Host", "User": "vpn:User", "Name": "vpn:Description", "Pass": "", "Keyfile": ""}
}

// mRemote keeps everything in attributes of nodes.
func mRemote() fields {
	return fields{"Hostname": "rdp:Host", "Domain": "rdp:Domain", "Username": "rdp:User", "RDGatewayHostname": "rdp:Gateway", "RDGatewayDomain": "rdp:Domain",
		"Protected": "", "Password": "", "RDGatewayPassword": "", "VNCProxyPassword": ""}
}

// elements makes the reader of a profile in XML.
func elements(known fields) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(_ context.Context, in evidence.Input, sink evidence.Sink) error {
		out := push.New(sink, in.Limits)
		v, err := raw.All(in, maxBytes)
		d := xml.NewDecoder(bytes.NewReader(v))
		d.Strict = false
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		name := ""
		var text []string
		take := func(name, s string) {
			f, ok := known[name]
			if s = strings.TrimSpace(s); s == "" || ok && f == "" || plain.Secret(name) {
				return
			}
			s = plain.CleanURL(s)
			if ok {
				out.Meta(f, s, name)
			}
			text = append(text, name+": "+s)
		}
		for out.Err == nil {
			t, e := d.Token()
			if errors.Is(e, io.EOF) {
				break
			}
			if e != nil {
				err = errors.Join(err, fmt.Errorf("%w: %v", evidence.ErrCorrupt, e))
				break
			}
			switch t := t.(type) {
			case xml.StartElement:
				name = t.Name.Local
				for _, a := range t.Attr {
					if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
						take(a.Name.Local, a.Value)
					}
				}
			case xml.EndElement:
				name = ""
			case xml.CharData:
				take(name, string(t))
			}
		}
		plain.Push(out, text, nil)
		return errors.Join(out.Err, err)
	}
}
