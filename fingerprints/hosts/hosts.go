// Package hosts finds names of machines and services inside an organisation's
// network: UNC shares, Windows accounts and profile folders, hosts under private
// suffixes, tenants of cloud services, intranet servers.
package hosts

import (
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// Hit is one host.
type Hit struct {
	Start, End int
	Host       string        // lower case, as found: fs01, fs01.corp.local, fs01.corp.example.com
	Key        evidence.Key  // KeyHost; zero where Host has a registrable domain, which the caller then uses
	Zone       evidence.Zone // ZonePath or ZoneBody
	Why        string
	Quality    float64 // how surely this is a host of the holder's network, (0,1]
}

// MaxHits bounds the hits of one text.
const MaxHits = 5000

// Find returns the hosts that paths and accounts in text name. ocr allows the
// readings that recognisers give for backslashes: a yen sign (the glyph Japanese
// fonts have for it), blanks around it, a capital Y.
func Find(text string, ocr bool) []Hit {
	var hits []Hit
	for i := 0; i < len(text) && len(hits) < MaxHits; {
		c := text[i]
		switch {
		case c == '\\' || c == 0xc2 || c == 0xef || c == 'Y' && ocr:
			h, next := unc(text, i, ocr)
			if h.End > 0 {
				hits = append(hits, h)
			} else if next == i {
				h, next = account(text, i)
				if h.End > 0 {
					hits = append(hits, h)
				}
			}
			i = max(next, i+1)
		case c == '/' || c == ':':
			h, next := schemePath(text, i)
			if h.End > 0 {
				hits = append(hits, h)
			}
			i = max(next, i+1)
		default:
			i++
		}
	}
	return hits
}

// slash returns the length of a backslash or its stand-in at i, 0 for none.
func slash(text string, i int) int {
	if i >= len(text) {
		return 0
	}
	switch {
	case text[i] == '\\':
		return 1
	case strings.HasPrefix(text[i:], "¥"):
		return len("¥")
	case strings.HasPrefix(text[i:], "￥"):
		return len("￥")
	}
	return 0
}

// ocrSlash is slash, and also takes a capital Y where one stands in for the yen sign.
func ocrSlash(text string, i int, ocr bool) int {
	if n := slash(text, i); n > 0 {
		return n
	}
	if ocr && i < len(text) && text[i] == 'Y' {
		return 1
	}
	return 0
}

func blanks(text string, i int, ocr bool) int {
	n := 0
	for ocr && i+n < len(text) && text[i+n] == ' ' && n < 2 {
		n++
	}
	return n
}

// unc reads \\server\share at i. It returns where to go on, i where there is no
// path.
func unc(text string, i int, ocr bool) (Hit, int) {
	if i > 0 && !boundary(text, i) {
		return Hit{}, i
	}
	p := i
	a := ocrSlash(text, p, ocr)
	if a == 0 {
		return Hit{}, i
	}
	p += a
	p += blanks(text, p, ocr)
	b := ocrSlash(text, p, ocr)
	if b == 0 {
		return Hit{}, i
	}
	guessed := text[i] == 'Y' || text[p] == 'Y'
	p += b
	// JSON and source code write every backslash twice.
	double := false
	if slash(text, p) > 0 && slash(text, p+1) > 0 && text[i] == '\\' {
		p += 2
		double = true
	}
	if strings.HasPrefix(text[p:], `?\UNC\`) {
		p += len(`?\UNC\`)
	}
	p += blanks(text, p, ocr)
	start := p
	for p < len(text) && hostByte(text[p]) {
		if guessed && text[p] == 'Y' {
			break // the yen sign read as Y ends the server's name
		}
		p++
	}
	server := strings.Trim(text[start:p], ".-")
	if len(server) < 2 || len(server) > 253 || !hasLetter(server) || server != text[start:p] {
		return Hit{}, i
	}
	if ocr {
		server = number(server)
	}
	end := p
	p += blanks(text, p, ocr)
	s := ocrSlash(text, p, ocr)
	if s == 0 || guessed && s == 1 && text[p] == 'Y' && p+1 < len(text) && !lowerOrCJK(text, p+1) {
		// A server without a share is believed where nothing was guessed and the
		// text ends with it, as in an address bar.
		if !guessed && (end >= len(text) || text[end] == '\n') && i > 0 {
			return found(server, i, end, 0.6), end
		}
		return Hit{}, i
	}
	p += s
	p += blanks(text, p, ocr)
	if double {
		if slash(text, p) == 0 {
			return Hit{}, i
		}
		p++
	}
	if p >= len(text) || !shareStart(text, p) {
		return Hit{}, i
	}
	for p < len(text) && text[p] != '\n' && text[p] != '\t' && text[p] != '"' && text[p] != '<' && text[p] != '>' && text[p] != '|' && p-i < 260 {
		p++
	}
	for p < len(text) && !utf8.RuneStart(text[p]) {
		p++
	}
	q := 1.0
	if guessed {
		q = 0.7
	}
	return found(server, i, end, q), p
}

// serverFunctions are what names of numbered servers end in before the number.
var serverFunctions = []string{"fs", "sv", "srv", "svr", "db", "dc", "ap", "app", "ad", "nas", "prt", "print", "file", "web", "ts", "vm", "mail", "sql", "gw"}

// number mends the number at the end of a server's name as recognisers misread it:
// fso2 is fs02. It does so behind a server's function only, since names end in o, l
// and I, too.
func number(server string) string {
	role := strings.TrimRight(server, "0123456789oOlI")
	tail := server[len(role):]
	if !strings.ContainsAny(tail, "0123456789") || !strings.ContainsAny(tail, "oOlI") {
		return server
	}
	for _, f := range serverFunctions {
		if strings.HasSuffix(strings.ToLower(role), f) {
			return role + strings.NewReplacer("o", "0", "O", "0", "l", "1", "I", "1").Replace(tail)
		}
	}
	return server
}

// found makes the hit of a UNC server, or none where its name says nothing.
func found(server string, start, end int, q float64) Hit {
	h := hitFor(strings.ToLower(server), "server of a network path", q)
	if h.Host == "" {
		return Hit{}
	}
	h.Start, h.End, h.Zone = start, end, evidence.ZonePath
	return h
}

// hitFor fills host and key.
func hitFor(host, why string, q float64) Hit {
	if anyonesServer(host) {
		return Hit{}
	}
	h := Hit{Host: host, Why: why, Quality: q}
	if k, ok := PrivateKey(host); ok {
		h.Key = k
	}
	return h
}

// PrivateKey is the key of a host that has no public name: a NetBIOS name, or a
// name under a private suffix, where hosts of one Active Directory share the
// last two labels.
func PrivateKey(host string) (evidence.Key, bool) {
	labels := strings.Split(host, ".")
	n := len(labels)
	if n == 1 {
		return evidence.Key{Kind: evidence.KeyHost, Value: host}, host != ""
	}
	switch labels[n-1] {
	case "local", "internal", "corp", "lan", "intra", "intranet", "home", "localdomain", "private", "ad":
		return evidence.Key{Kind: evidence.KeyHost, Value: strings.Join(labels[n-2:], ".")}, true
	}
	return evidence.Key{}, false
}

// anyonesServer are names that stand in examples, in every network, or for the
// machine itself.
func anyonesServer(host string) bool {
	switch host {
	case "localhost", "server", "servername", "share", "host", "hostname", "wsl", "wsl$", "tsclient", "psf", "vmware-host",
		"pipe", "unc", "globalroot", "system32", "windows", "users", "program files", "fileserver", "nas", "computer", "domain",
		"example", "test", "localhost.localdomain", "home", "my-server", "myserver", "servername.local":
		return true
	}
	return strings.Trim(host, "0123456789.") == ""
}

// boundary reports whether a path may begin at i: not inside a word, another
// path, or behind a drive's colon (C:\\dir in source code).
func boundary(text string, i int) bool {
	c := text[i-1]
	if c >= utf8.RuneSelf {
		r, _ := utf8.DecodeLastRuneInString(text[:i])
		return r != '¥' && r != '￥'
	}
	return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') && strings.IndexByte(`\:.%$})_-`, c) < 0
}

func hostByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_'
}

func hasLetter(s string) bool {
	return strings.ContainsAny(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz")
}

func lowerOrCJK(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || evidence.IsCJK(r)
}

func shareStart(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return hostByte(byte(min(r, 127))) && r < utf8.RuneSelf && r != '.' || evidence.IsCJK(r) || r == '$'
}

// schemePath reads file://server/share and smb://server/share at the colon.
func schemePath(text string, i int) (Hit, int) {
	if text[i] != ':' || !strings.HasPrefix(text[i:], "://") {
		return Hit{}, i
	}
	back := strings.ToLower(text[max(0, i-4):i])
	if !strings.HasSuffix(back, "file") && !strings.HasSuffix(back, "smb") && !strings.HasSuffix(back, "cifs") && !strings.HasSuffix(back, "nfs") {
		return Hit{}, i
	}
	start := i + 3
	for start < len(text) && text[start] == '/' && start < i+5 {
		start++
	}
	// Three slashes are a file of this machine; five are an UNC path in a URL.
	if start-i-3 == 1 {
		return Hit{}, start
	}
	p := start
	for p < len(text) && hostByte(text[p]) && p-start < 254 {
		p++
	}
	if p >= len(text) || text[p] != '/' || p-start < 2 || !hasLetter(text[start:p]) {
		return Hit{}, max(p, i+1)
	}
	return found(text[start:p], i-min(i, 4), p, 1), p
}
