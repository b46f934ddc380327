// Package plain is what the readers of named kinds of text share: the decoded
// lines of a file, pushed in blocks, with the values of secrets left out.
package plain

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

const block = 32 << 10

// Start decodes the beginning of an item, at most n bytes of it, without a byte order
// mark and blanks; "" where it is no text.
func Start(p evidence.Probe, n int) string {
	s, _ := p.Memo(fmt.Sprint("plain:", n), func() any {
		head := p.Head[:min(len(p.Head), n)]
		g, ok := charset.Of(p)
		if !ok {
			return ""
		}
		return strings.TrimLeft(g.Decode(head), "\ufeff \t\r\n")
	}).(string)
	return s
}

// Lines decodes an item of at most limit bytes into lines without their ends. The
// lines come with an error that wraps ErrLimit or ErrCorrupt where not all are there.
func Lines(in evidence.Input, limit int64) ([]string, error) {
	v, err := raw.All(in, limit)
	g, ok := charset.Detect(v[:min(len(v), 1<<20)])
	if !ok {
		return nil, errors.Join(err, fmt.Errorf("%w: the bytes are no text", evidence.ErrCorrupt))
	}
	lines := strings.Split(strings.TrimPrefix(g.Decode(v), "\ufeff"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\r")
	}
	return lines, err
}

// Push pushes lines as text in blocks. A line for which hide returns true is not
// shown but for what stands before its first separator (= or : or a blank).
func Push(out *push.Pusher, lines []string, hide func(line string) bool) {
	var b strings.Builder
	from := 1
	flush := func(next int) {
		if strings.TrimSpace(b.String()) != "" {
			out.Text(b.String(), "", evidence.Locator{Part: fmt.Sprintf("line %d", from), Zone: evidence.ZoneBody})
		}
		b.Reset()
		from = next
	}
	for i, line := range lines {
		if hide != nil && hide(line) {
			at := strings.IndexAny(line, "=: \t")
			line = line[:max(0, at)] + " (not shown)"
		}
		if b.Len()+len(line) > block {
			flush(i + 1)
		}
		b.WriteString(line + "\n")
		if out.Full() {
			return
		}
	}
	flush(len(lines))
}

// Secret reports whether the name of a setting promises a secret.
func Secret(name string) bool {
	low := strings.ToLower(name)
	for _, w := range []string{"password", "passwd", "pwd", "secret", "token", "privatekey", "private_key", "private-key", "presharedkey", "psk", "passphrase", "credential", "apikey", "api_key", "clearpassword", "shadowhash", "verifier"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// SecretLine reports whether a line sets a secret: its name stands before = or : or
// a blank.
func SecretLine(line string) bool {
	at := strings.IndexAny(line, "=:")
	return at > 0 && Secret(line[:at])
}

// CleanURL drops the password from an address: https://user:password@host.
func CleanURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.User == nil {
		return s
	}
	if _, has := u.User.Password(); has {
		u.User = url.User(u.User.Username())
	}
	if name := u.User.Username(); strings.HasPrefix(name, "gh") && strings.Contains(name, "_") || len(name) > 30 {
		u.User = nil // a token in the place of a name
	}
	return u.String()
}

// Host is the host of an address, also of git's user@host:path and of host:port; ""
// where there is none.
func Host(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, "://"); i >= 0 {
		u, err := url.Parse(s)
		if err != nil {
			return ""
		}
		return strings.ToLower(u.Hostname())
	}
	if strings.HasPrefix(s, `\\`) {
		s, _, _ = strings.Cut(s[2:], `\`)
		return strings.ToLower(s)
	}
	if i := strings.IndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	} else if strings.HasPrefix(s, "/") || strings.HasPrefix(s, ".") || len(s) > 1 && s[1] == ':' {
		return ""
	}
	if i := strings.IndexAny(s, ":/ \t"); i >= 0 {
		s = s[:i]
	}
	if strings.ContainsAny(s, `\"'<>()`) || len(s) > 253 {
		return ""
	}
	return strings.ToLower(s)
}
