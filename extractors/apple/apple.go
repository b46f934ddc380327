// Package apple reads what macOS and iOS leave beside documents: property lists,
// binary and XML, web locations, and the Finder's records of its folders.
package apple

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

const (
	maxBytes = 256 << 20
	maxDepth = 128
	maxNodes = 500_000 // values that are visited, however often they are shared
)

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "bplist", MIME: "application/x-bplist", Version: 1, Exts: []string{"plist", "bplist", "webloc", "strings", "mobileconfig", "webarchive", "nib", "sfl2", "sfl3"},
			Match: func(p evidence.Probe) (string, bool) {
				return "signature bplist", bytes.HasPrefix(p.Head, []byte("bplist0")) && p.Size >= 40
			}, Extract: extractBinary},
		{ID: "plist", MIME: "application/x-plist", Version: 1, Exts: []string{"plist", "webloc", "strings", "mobileconfig", "xcconfig"}, Match: matchXML, Extract: extractXML},
		{ID: "ds-store", MIME: "application/x-apple-dsstore", Version: 1, Exts: []string{"ds_store"},
			Match: func(p evidence.Probe) (string, bool) {
				return "signature Bud1", bytes.HasPrefix(p.Head, []byte("\x00\x00\x00\x01Bud1"))
			}, Extract: extractStore},
	}
}

func matchXML(p evidence.Probe) (string, bool) {
	s := plain.Start(p, 4096)
	return "element plist", strings.HasPrefix(s, "<plist") || strings.HasPrefix(s, "<?xml") && strings.Contains(s, "<plist") || strings.HasPrefix(s, "<!DOCTYPE plist")
}

// telling are keys whose values name people, organisations or networks.
var telling = map[string]string{
	"PayloadOrganization": "plist:PayloadOrganization", "PayloadDisplayName": "plist:PayloadDisplayName", "PayloadDescription": "plist:PayloadDescription",
	"ServerURL": "plist:Host", "HostName": "plist:Host", "EmailAddress": "plist:Mail", "UserName": "plist:User", "ComputerName": "plist:ComputerName", "LocalHostName": "plist:ComputerName",
	"NSHumanReadableCopyright": "plist:Copyright", "CFBundleIdentifier": "plist:CFBundleIdentifier", "CFBundleName": "plist:CFBundleName",
	"SSID_STR": "wifi:SSID", "SSIDString": "wifi:SSID", "URL": "shortcut:URL", "URLString": "shortcut:URL", "Company": "plist:Company", "Organization": "plist:Organization",
	"EmailAccountName": "plist:User", "IncomingMailServerHostName": "plist:Host", "OutgoingMailServerHostName": "plist:Host", "RemoteAddress": "vpn:Host",
	"kMDItemWhereFroms": "shortcut:URL", "SearchDomains": "net:Domain", "DomainName": "net:Domain",
}

// list gathers the strings of a property list in lines of key and value.
type list struct {
	ctx   context.Context
	out   *push.Pusher
	lines strings.Builder
	kids  int
}

// put takes one string and the keys above it.
func (l *list) put(path []string, s string) {
	key := ""
	if len(path) > 0 {
		key = path[len(path)-1]
	}
	for _, k := range path {
		if plain.Secret(k) {
			return
		}
	}
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if strings.Contains(s, "://") {
		s = plain.CleanURL(s)
	}
	if f := telling[key]; f != "" && len(s) < push.MaxMetaBytes {
		l.out.Meta(f, s, strings.Join(path, "/"))
		if f == "shortcut:URL" {
			l.out.Meta("shortcut:Host", plain.Host(s), strings.Join(path, "/"))
		}
	}
	if l.lines.Len()+len(s) > 32<<10 {
		l.flush()
	}
	if key != "" {
		l.lines.WriteString(key + ": ")
	}
	l.lines.WriteString(s + "\n")
}

func (l *list) flush() {
	l.out.Text(l.lines.String(), "values", evidence.Locator{Zone: evidence.ZoneBody})
	l.lines.Reset()
}

// data hands over bytes that are a file of their own. Web archives keep pages so.
func (l *list) data(path []string, b []byte) {
	web := len(path) > 0 && path[len(path)-1] == "WebResourceData"
	for _, magic := range []string{"bplist0", "\x89PNG", "\xff\xd8\xff", "PK\x03\x04", "%PDF", "SQLite format 3", "0\x82", ""} {
		if (magic != "" || web) && len(b) > 16 && bytes.HasPrefix(b, []byte(magic)) && l.kids < 5000 {
			for _, k := range path {
				if plain.Secret(k) {
					return
				}
			}
			l.kids++
			name := fmt.Sprintf("data %d", l.kids)
			if len(path) > 0 {
				name = path[len(path)-1]
			}
			l.out.Child(l.ctx, evidence.ChildName{Name: name, Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
			return
		}
	}
}

// extractXML reads a property list in XML, https://www.apple.com/DTDs/PropertyList-1.0.dtd.
func extractXML(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	l := &list{ctx: ctx, out: push.New(sink, in.Limits)}
	text, err := plain.Lines(in, maxBytes/4)
	d := xml.NewDecoder(strings.NewReader(strings.Join(text, "\n")))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var path []string // keys of the dictionaries that are open
	var value strings.Builder
	key := ""
	for n := 0; l.out.Err == nil; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
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
			value.Reset()
			if t.Name.Local == "dict" || t.Name.Local == "array" {
				if len(path) >= maxDepth {
					l.flush()
					return errors.Join(l.out.Err, fmt.Errorf("%w: nested deeper than %d", evidence.ErrLimit, maxDepth))
				}
				path = append(path, key)
				if t.Name.Local == "dict" {
					key = ""
				}
			}
		case xml.CharData:
			if value.Len() < maxBytes {
				value.Write(t)
			}
		case xml.EndElement:
			at := append(path[:len(path):len(path)], key)
			switch t.Name.Local {
			case "key":
				key = strings.TrimSpace(value.String())
			case "string":
				l.put(keys(at), value.String())
			case "data":
				l.data(keys(at), unbase64(value.String()))
			case "dict", "array":
				if len(path) > 0 {
					key = path[len(path)-1]
					path = path[:len(path)-1]
				}
			}
		}
	}
	l.flush()
	return errors.Join(l.out.Err, err)
}

// keys drops the levels that have no name: arrays and the root.
func keys(path []string) []string {
	var out []string
	for _, k := range path {
		if k != "" && (len(out) == 0 || out[len(out)-1] != k) {
			out = append(out, k)
		}
	}
	return out
}

func extractBinary(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	l := &list{ctx: ctx, out: push.New(sink, in.Limits)}
	v, err := raw.All(in, maxBytes)
	b := &binary{list: l, v: v}
	if e := b.open(); err == nil {
		err = e
	}
	l.flush()
	return errors.Join(l.out.Err, err)
}
