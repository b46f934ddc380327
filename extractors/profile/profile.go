// Package profile reads the small files that tell a program where to connect or
// what to open: remote desktops, virtual private networks, published applications,
// shortcuts to addresses. Passwords, keys and tokens in them are left out.
package profile

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
)

const (
	maxBytes  = 4 << 20
	beginning = 8 << 10
)

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "rdp", MIME: "application/x-rdp", Version: 1, Exts: []string{"rdp"},
			Match: has("full address:s:", "gatewayhostname:s:", "screen mode id:i:"), Extract: lines(rdp)},
		{ID: "openvpn", MIME: "application/x-openvpn-profile", Version: 1, Exts: []string{"ovpn"}, Match: matchOpenVPN, Extract: extractOpenVPN},
		{ID: "wireguard", MIME: "text/x-wireguard-config", Version: 1, Match: all("[Interface]", "PrivateKey"), Extract: lines(wireguard)},
		{ID: "cisco-pcf", MIME: "text/x-cisco-pcf", Version: 1, Exts: []string{"pcf"}, Match: all("[main]", "Host="), Extract: lines(cisco)},
		{ID: "anyconnect-profile", MIME: "application/x-anyconnect-profile", Version: 1, Match: element("AnyConnectProfile"), Extract: elements(anyConnect())},
		{ID: "wlan-profile", MIME: "application/x-wlan-profile", Version: 1, Match: element("WLANProfile"), Extract: elements(wlan())},
		{ID: "filezilla-sites", MIME: "application/x-filezilla-sites", Version: 1, Match: element("FileZilla3"), Extract: elements(fileZilla())},
		{ID: "mremoteng", MIME: "application/x-mremoteng", Version: 1, Match: element("mrng:Connections"), Extract: elements(mRemote())},
		{ID: "ica", MIME: "application/x-ica", Version: 1, Exts: []string{"ica"}, Match: all("[WFClient]"), Extract: lines(ica)},
		{ID: "url", MIME: "application/x-mswinurl", Version: 1, Exts: []string{"url", "website"}, Match: all("[InternetShortcut]"), Extract: lines(shortcut)},
		{ID: "desktop", MIME: "application/x-desktop", Version: 1, Exts: []string{"desktop"}, Match: all("[Desktop Entry]"), Extract: lines(shortcut)},
		{ID: "desktop-ini", MIME: "text/x-desktop-ini", Version: 1, Match: all("[.ShellClassInfo]"), Extract: lines(folder)},
		{ID: "inf", MIME: "text/x-windows-inf", Version: 1, Exts: []string{"inf"}, Match: all("[version]", "signature"), Extract: lines(inf)},
	}
}

// lowered is the beginning of a text behind a line end, in lower case.
func lowered(p evidence.Probe) string {
	s, _ := p.Memo("profile:lowered", func() any { return "\n" + strings.ToLower(plain.Start(p, beginning)) }).(string)
	return s
}

// has accepts a text with a line that begins with any of the words.
func has(words ...string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		s := lowered(p)
		for _, w := range words {
			if strings.Contains(s, "\n"+w) {
				return "line " + w, true
			}
		}
		return "", false
	}
}

// all accepts a text that holds all the words, the first at the start of a line.
func all(words ...string) func(evidence.Probe) (string, bool) {
	first := "\n" + strings.ToLower(words[0])
	return func(p evidence.Probe) (string, bool) {
		s := lowered(p)
		if !strings.Contains(s, first) {
			return "", false
		}
		for _, w := range words[1:] {
			if !strings.Contains(s, strings.ToLower(w)) {
				return "", false
			}
		}
		return "line " + words[0], true
	}
}

// setting takes one setting: its section and name in lower case, its value. It
// returns whether the value is a secret.
type setting func(out *push.Pusher, section, name, value, source string) bool

// lines makes the reader of a file of settings.
func lines(take setting) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(_ context.Context, in evidence.Input, sink evidence.Sink) error {
		out := push.New(sink, in.Limits)
		list, err := plain.Lines(in, maxBytes)
		section := ""
		hidden := map[string]bool{}
		for i, line := range list {
			t := strings.TrimSpace(line)
			if strings.HasPrefix(t, "[") && strings.HasSuffix(t, "]") {
				section = strings.ToLower(strings.Trim(t, "[]"))
				continue
			}
			at := strings.IndexAny(t, "=:")
			if at <= 0 || strings.HasPrefix(t, "#") || strings.HasPrefix(t, ";") {
				continue
			}
			name, value := strings.ToLower(strings.TrimSpace(t[:at])), strings.Trim(strings.TrimSpace(t[at+1:]), `"`)
			if take(out, section, name, value, fmt.Sprintf("line %d", i+1)) || plain.Secret(name) {
				hidden[line] = true
			}
			if out.Err != nil {
				break
			}
		}
		plain.Push(out, list, func(l string) bool { return hidden[l] })
		return errors.Join(out.Err, err)
	}
}

// account splits DOMAIN\user.
func account(out *push.Pusher, prefix, value, source string) {
	out.Meta(prefix+":User", value, source)
	if domain, _, ok := strings.Cut(value, `\`); ok {
		out.Meta(prefix+":Domain", domain, source)
	}
}

// rdp reads name:type:value, of which s is text and b are bytes.
func rdp(out *push.Pusher, _, name, value, source string) bool {
	typ, value, _ := strings.Cut(value, ":")
	switch name {
	case "full address", "alternate full address", "loadbalanceinfo":
		out.Meta("rdp:Host", value, source)
	case "gatewayhostname":
		out.Meta("rdp:Gateway", value, source)
	case "username":
		account(out, "rdp", value, source)
	case "domain":
		out.Meta("rdp:Domain", value, source)
	case "workspace id", "remoteapplicationname", "remoteapplicationprogram", "alternate shell", "kdcproxyname":
		out.Meta("rdp:"+strings.ReplaceAll(name, " ", ""), value, source)
	case "drivestoredirect":
		return false
	}
	return typ == "b" || name == "signature"
}

func wireguard(out *push.Pusher, _, name, value, source string) bool {
	switch name {
	case "endpoint":
		out.Meta("vpn:Host", value, source)
	case "dns":
		out.Meta("vpn:Domain", value, source) // servers and, among them, domains to search
	case "address", "allowedips":
		out.Meta("vpn:Network", value, source)
	}
	return name == "privatekey" || name == "presharedkey"
}

func cisco(out *push.Pusher, _, name, value, source string) bool {
	switch strings.TrimPrefix(name, "!") {
	case "host", "backupserver":
		out.Meta("vpn:Host", value, source)
	case "groupname":
		out.Meta("vpn:GroupName", value, source)
	case "ntdomain":
		out.Meta("vpn:Domain", value, source)
	case "username":
		account(out, "vpn", value, source)
	case "description":
		out.Meta("vpn:Description", value, source)
	}
	return strings.Contains(name, "pwd") || strings.Contains(name, "password")
}

func ica(out *push.Pusher, _, name, value, source string) bool {
	switch name {
	case "address", "httpbrowseraddress", "sslproxyhost", "proxyhost", "iceproxyhost":
		if !strings.HasPrefix(value, ";") { // a ticket stands in the place of an address
			out.Meta("ica:Host", value, source)
		}
	case "domain":
		if !strings.HasPrefix(value, `\`) { // a ticket
			out.Meta("ica:Domain", value, source)
		}
	case "username":
		account(out, "ica", value, source)
	case "clientname", "initialprogram", "title":
		out.Meta("ica:"+name, value, source)
	}
	return strings.Contains(name, "logonticket") || strings.Contains(name, "password") || name == "sessionsharingkey" || name == "launchreference" || strings.HasPrefix(value, ";")
}

// shortcut reads URL of [InternetShortcut] and of [Desktop Entry].
func shortcut(out *push.Pusher, section, name, value, source string) bool {
	switch name {
	case "url", "baseurl", "origurl":
		value = plain.CleanURL(value)
		out.Meta("shortcut:URL", value, source)
		if strings.HasPrefix(strings.ToLower(value), "file:") {
			break
		}
		out.Meta("shortcut:Host", plain.Host(value), source)
	case "iconfile", "icon", "workingdirectory", "path", "exec":
		out.Meta("shortcut:"+strings.ToUpper(name[:1])+name[1:], value, source)
	case "name", "comment":
		if section == "desktop entry" {
			out.Meta("shortcut:Name", value, source)
		}
	}
	return false
}

// folder reads what desktop.ini says of its folder: a name, a tip, the icon's place.
func folder(out *push.Pusher, _, name, value, source string) bool {
	switch name {
	case "localizedresourcename", "infotip", "iconresource", "iconfile", "owner", "ownersid":
		if !strings.HasPrefix(value, "@") {
			out.Meta("folder:"+name, value, source)
		}
	}
	return false
}

// inf reads who provides a driver; names in percent signs stand in [Strings].
func inf(out *push.Pusher, section, name, value, source string) bool {
	switch {
	case name == "provider" && !strings.HasPrefix(value, "%"), section == "strings" && (strings.Contains(name, "provider") || strings.Contains(name, "mfg") || strings.Contains(name, "manufacturer") || strings.Contains(name, "company")):
		out.Meta("inf:Provider", value, source)
	case name == "catalogfile":
		out.Meta("inf:Catalogue", value, source)
	}
	return false
}

func matchOpenVPN(p evidence.Probe) (string, bool) {
	s := "\n" + strings.ReplaceAll(plain.Start(p, beginning), "\r", "")
	remote := strings.Contains(s, "\nremote ")
	dev := strings.Contains(s, "\ndev tun") || strings.Contains(s, "\ndev tap") || strings.Contains(s, "\nclient\n") || strings.Contains(s, "<ca>")
	return "directives of OpenVPN", remote && dev || p.Ext == "ovpn" && (remote || dev)
}

// extractOpenVPN reads servers and the certificates that stand inline; keys between
// tags are left out.
func extractOpenVPN(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	list, err := plain.Lines(in, maxBytes)
	var shown []string
	tag := ""
	var block strings.Builder
	for i, line := range list {
		t := strings.TrimSpace(line)
		source := fmt.Sprintf("line %d", i+1)
		switch {
		case tag != "" && t == "</"+tag+">":
			if tag == "ca" || tag == "cert" || tag == "extra-certs" {
				certificates(out, block.String(), tag)
			}
			tag = ""
			block.Reset()
			continue
		case tag != "":
			block.WriteString(line + "\n")
			continue
		case strings.HasPrefix(t, "<") && strings.HasSuffix(t, ">") && !strings.HasPrefix(t, "</"):
			tag = strings.Trim(t, "<>")
			continue
		}
		shown = append(shown, line)
		f := strings.Fields(t)
		if len(f) < 2 {
			continue
		}
		switch f[0] {
		case "remote":
			out.Meta("vpn:Host", f[1], source)
		case "http-proxy", "socks-proxy":
			out.Meta("vpn:Proxy", f[1], source)
		case "verify-x509-name", "tls-remote":
			out.Meta("vpn:ServerName", strings.Trim(f[1], `"'`), source)
		case "dhcp-option":
			if len(f) > 2 && strings.HasPrefix(strings.ToUpper(f[1]), "DOMAIN") {
				out.Meta("vpn:Domain", f[2], source)
			}
		case "setenv":
			if len(f) > 2 && (f[1] == "FRIENDLY_NAME" || strings.HasPrefix(f[1], "UV_")) {
				out.Meta("vpn:Description", strings.Join(f[2:], " "), source)
			}
		}
	}
	if tag != "" {
		err = errors.Join(err, fmt.Errorf("%w: <%s> is not closed", evidence.ErrCorrupt, tag))
		if tag == "ca" || tag == "cert" {
			certificates(out, block.String(), tag)
		}
	}
	plain.Push(out, shown, plain.SecretLine)
	return errors.Join(out.Err, err)
}

// certificates reads the certificates of a block in PEM.
func certificates(out *push.Pusher, s, source string) {
	for range 20 {
		der, rest, ok := certfacts.PEM(s)
		if !ok {
			return
		}
		out.Problem(certfacts.Certificate(out, der, source), source)
		s = rest
	}
}
