package certs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// keyTypes are the names with which a line of a public key's base64 begins.
var keyTypes = []string{"ssh-rsa", "ssh-dss", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com",
	"ecdsa-sha2-nistp256-cert-v01@openssh.com"}

// sshLine takes a line of a .pub, an authorized_keys or a known_hosts file apart:
// what stands before the key's type (options, or hosts) and its comment.
func sshLine(line string) (before, kind, comment string, ok bool) {
	for _, t := range keyTypes {
		at := strings.Index(" "+line, " "+t+" AAAA")
		if at < 0 {
			continue
		}
		rest := line[at+len(t)+1:]
		_, comment, _ = strings.Cut(rest, " ")
		return strings.TrimSpace(line[:at]), t, strings.TrimSpace(comment), true
	}
	return "", "", "", false
}

func matchSSH(p evidence.Probe) (string, bool) {
	head := string(p.Head[:min(len(p.Head), 8192)])
	for line := range strings.SplitSeq(head, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		_, kind, _, ok := sshLine(line)
		return "line of an SSH key, " + kind, ok
	}
	return "", false
}

func extractSSH(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	n := 0
	for line := range strings.SplitSeq(string(b), "\n") {
		n++
		line = strings.TrimSpace(line)
		source := fmt.Sprintf("line %d", n)
		if line, ok := strings.CutPrefix(line, "#"); ok {
			out.Text(line, source, evidence.Locator{Zone: evidence.ZoneComment})
			continue
		}
		before, kind, comment, ok := sshLine(line)
		if !ok {
			if line != "" && err == nil {
				err = fmt.Errorf("%w: %s is no key", evidence.ErrCorrupt, source)
			}
			continue
		}
		out.Meta("ssh:KeyType", kind, source)
		out.Meta("ssh:Comment", comment, source)
		options(out, before, source)
		if out.Err != nil {
			break
		}
	}
	return errors.Join(out.Err, err)
}

// options reads what stands before a key: from= and command= of authorized_keys, or
// the hosts of known_hosts, of which hashed ones (|1|) tell nothing.
func options(out *push.Pusher, s, source string) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "@cert-authority"), "@revoked"))
	switch {
	case s == "" || strings.HasPrefix(s, "|1|"):
	case strings.ContainsAny(s, `="`) || strings.HasPrefix(s, "no-"):
		out.Text(s, source, evidence.Locator{Zone: evidence.ZoneBody})
	default:
		for host := range strings.SplitSeq(s, ",") {
			host = strings.TrimPrefix(host, "[")
			if i := strings.Index(host, "]:"); i >= 0 {
				host = host[:i]
			}
			out.Meta("ssh:KnownHost", host, source)
		}
	}
}

// opensshPrivate reads the open part of OpenSSH's own format, PROTOCOL.key of its
// sources. Where the key is not encrypted its comment stands behind the secret
// numbers, which are stepped over.
func opensshPrivate(out *push.Pusher, b []byte, source string) error {
	const magic = "openssh-key-v1\x00"
	out.Meta("key:Type", "OPENSSH PRIVATE KEY", source)
	if !strings.HasPrefix(string(b), magic) {
		return fmt.Errorf("%w: not OpenSSH's format", evidence.ErrCorrupt)
	}
	b = b[len(magic):]
	var field [3][]byte // cipher, key derivation, its options
	for i := range field {
		var ok bool
		if field[i], b, ok = lengthPrefixed(b); !ok {
			return fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
		}
	}
	cipher := string(field[0])
	out.Meta("key:Encrypted", fmt.Sprint(cipher != "none"), source)
	if len(b) < 4 {
		return fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
	}
	public, rest, ok := lengthPrefixed(b[4:])
	if !ok {
		return fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
	}
	kind, _, ok := lengthPrefixed(public)
	if ok && len(kind) < 64 {
		out.Meta("ssh:KeyType", string(kind), source)
	}
	if cipher != "none" {
		return nil
	}
	private, _, ok := lengthPrefixed(rest)
	if !ok || len(private) < 8 {
		return fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
	}
	secret := map[string]int{"ssh-rsa": 6, "ssh-ed25519": 2, "ssh-dss": 5, "ecdsa-sha2-nistp256": 3, "ecdsa-sha2-nistp384": 3, "ecdsa-sha2-nistp521": 3}
	skip, known := secret[string(kind)]
	if !known {
		return nil
	}
	private = private[8:]
	for range skip + 1 { // and the type
		if _, private, ok = lengthPrefixed(private); !ok {
			return fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
		}
	}
	if comment, _, ok := lengthPrefixed(private); ok && len(comment) < 1024 {
		out.Meta("ssh:Comment", raw.View(comment).Text(), source)
	}
	return nil
}

func lengthPrefixed(b []byte) (value, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, nil, false
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, nil, false
	}
	return b[4 : 4+n], b[4+n:], true
}

// ssh2 reads the public key file of RFC 4716.
func ssh2(out *push.Pusher, s, source string) {
	out.Meta("key:Type", "SSH2 PUBLIC KEY", source)
	for line := range strings.SplitSeq(s, "\n") {
		k, v, ok := strings.Cut(strings.TrimSpace(line), ":")
		if ok && (strings.EqualFold(k, "Comment") || strings.EqualFold(k, "Subject")) {
			out.Meta("ssh:"+k, strings.Trim(strings.TrimSpace(v), `"`), source)
		}
	}
}

// extractPuTTY reads the open lines of PuTTY's format.
func extractPuTTY(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	seen := false
	for line := range strings.SplitSeq(string(b), "\n") {
		k, v, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		switch {
		case strings.HasPrefix(k, "PuTTY-User-Key-File-"):
			out.Meta("ssh:KeyType", v, "")
		case k == "Encryption":
			out.Meta("key:Encrypted", fmt.Sprint(v != "none"), "")
			seen = true
		case k == "Comment":
			out.Meta("ssh:Comment", raw.View(v).Text(), "")
		}
	}
	if !seen && err == nil {
		err = fmt.Errorf("%w: the key ends early", evidence.ErrCorrupt)
	}
	return errors.Join(out.Err, err)
}
