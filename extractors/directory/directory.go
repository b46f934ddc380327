// Package directory reads what administrators export and print of a network: LDIF and
// other exports of Active Directory, name resolution and Kerberos settings, accounts
// of Unix systems, and reports of Windows' own programs. All are texts; besides the
// text, the names of domains, machines and organisations become fields.
package directory

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
)

const (
	maxBytes  = 64 << 20
	beginning = 16 << 10
)

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "ldif", MIME: "text/x-ldif", Version: 1, Exts: []string{"ldif", "ldf"}, Match: matchLDIF, Extract: extractLDIF},
		{ID: "csvde", MIME: "text/x-csvde", Version: 1, Exts: []string{"csv"}, Match: matchCSVDE, Extract: extractCSVDE},
		{ID: "adfind", MIME: "text/x-adfind", Version: 1, Match: matchAdFind, Extract: extractLDIF},
		{ID: "windows-report", MIME: "text/x-windows-report", Version: 1, Match: matchReport, Extract: extractReport},
		{ID: "hosts", MIME: "text/x-hosts", Version: 1, Match: matchHosts, Extract: extractHosts},
		{ID: "resolv-conf", MIME: "text/x-resolv-conf", Version: 1, Match: matchResolv, Extract: extractResolv},
		{ID: "krb5-conf", MIME: "text/x-krb5-conf", Version: 1, Match: matchKerberos, Extract: extractKerberos},
		{ID: "unix-accounts", MIME: "text/x-passwd", Version: 1, Match: matchAccounts, Extract: extractAccounts},
	}
}

// settled returns the lines of the beginning that are no comments.
func settled(p evidence.Probe) []string {
	lines, _ := p.Memo("directory:settled", func() any {
		var out []string
		for line := range strings.SplitSeq(plain.Start(p, beginning), "\n") {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ";") {
				out = append(out, line)
			}
		}
		return out
	}).([]string)
	return slices.Clip(lines)
}

var hostsLine = regexp.MustCompile(`^(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.%a-z]*:[0-9a-fA-F]{0,4}\S*)\s+[A-Za-z0-9][A-Za-z0-9._-]*(?:\s+[A-Za-z0-9._-]+)*\s*(?:#.*)?$`)

// matchHosts wants every line to be an address with names, and among them localhost,
// or all of the few lines of a file without extension.
func matchHosts(p evidence.Probe) (string, bool) {
	lines := settled(p)
	if len(lines) == 0 || p.Ext != "" && p.Ext != "txt" && p.Ext != "ics" && p.Ext != "bak" && p.Ext != "old" {
		return "", false
	}
	if len(lines) > 1 && p.Size > beginning {
		lines = lines[:len(lines)-1] // cut off
	}
	local := false
	for _, l := range lines {
		if !hostsLine.MatchString(l) {
			return "", false
		}
		local = local || strings.Contains(l, "localhost")
	}
	return "addresses with names of hosts", local || p.Ext == "" && len(lines) >= 2
}

func extractHosts(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	for i, line := range lines {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		for _, name := range f[min(1, len(f)):] {
			out.Meta("net:HostsEntry", name, place(i))
		}
	}
	plain.Push(out, lines, nil)
	return errors.Join(out.Err, err)
}

func matchResolv(p evidence.Probe) (string, bool) {
	servers := 0
	for _, l := range settled(p) {
		word, _, _ := strings.Cut(strings.ReplaceAll(l, "\t", " "), " ")
		switch word {
		case "nameserver":
			servers++
		case "search", "domain", "options", "sortlist":
		default:
			return "", false
		}
	}
	return "line nameserver", servers > 0
}

func extractResolv(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	for i, line := range lines {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] != "search" && f[0] != "domain" {
			continue
		}
		for _, d := range f[1:] {
			out.Meta("net:Domain", d, place(i))
		}
	}
	plain.Push(out, lines, nil)
	return errors.Join(out.Err, err)
}

func matchKerberos(p evidence.Probe) (string, bool) {
	s := "\n" + plain.Start(p, beginning)
	for _, section := range []string{"\n[libdefaults]", "\n[realms]", "\n[domain_realm]"} {
		if strings.Contains(s, section) {
			return "section " + section[1:], true
		}
	}
	return "", false
}

// extractKerberos reads realms, their servers and their domains, krb5.conf(5).
func extractKerberos(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	section := ""
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "[") {
			section = strings.Trim(t, "[]")
			continue
		}
		k, v, ok := strings.Cut(t, "=")
		if !ok || strings.HasPrefix(t, "#") || strings.HasPrefix(t, ";") {
			continue
		}
		k, v = strings.TrimSpace(k), strings.TrimSpace(v)
		switch {
		case k == "default_realm":
			out.Meta("net:Realm", v, place(i))
		case section == "realms" && strings.HasPrefix(v, "{"):
			out.Meta("net:Realm", k, place(i))
		case k == "kdc" || k == "admin_server" || k == "kpasswd_server" || k == "master_kdc":
			out.Meta("net:KDC", v, place(i))
		case k == "default_domain":
			out.Meta("net:Domain", v, place(i))
		case section == "domain_realm":
			out.Meta("net:Domain", strings.TrimPrefix(k, "."), place(i))
			out.Meta("net:Realm", v, place(i))
		}
	}
	plain.Push(out, lines, plain.SecretLine)
	return errors.Join(out.Err, err)
}

var accountLine = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?:[^:]*:(?:\d+:\d+:[^:]*:[^:]*:[^:]*|\d*:\d*:\d*:\d*:\d*:\d*:[^:]*)$`)

// matchAccounts knows passwd(5) and shadow(5) by their first line.
func matchAccounts(p evidence.Probe) (string, bool) {
	lines := settled(p)
	return "line of the accounts of a Unix system", len(lines) > 0 && accountLine.MatchString(lines[0]) && (len(lines) < 2 || accountLine.MatchString(lines[1]))
}

func extractAccounts(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	for i, line := range lines {
		f := strings.Split(line, ":")
		if len(f) < 7 {
			continue
		}
		if len(f) == 7 && strings.Trim(f[4], ", ") != "" {
			out.Meta("net:User", strings.Trim(f[4], ", "), place(i))
		}
		f[1] = "x" // a hash, perhaps
		lines[i] = strings.Join(f, ":")
	}
	plain.Push(out, lines, nil)
	return errors.Join(out.Err, err)
}
