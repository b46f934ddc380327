package certs

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// OpenPGP, RFC 4880: keys with the identities of their owners, and for whom a
// message is sealed.

const maxPackets = 20_000

// matchPGP accepts armour of either label, or binary packets of which the first
// has one of the tags and a plausible version.
func matchPGP(a, b string, tags ...int) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		head := bytes.TrimLeft(bytes.TrimPrefix(p.Head, []byte("\xef\xbb\xbf")), " \t\r\n")
		for _, label := range []string{a, b} {
			if bytes.HasPrefix(head, []byte("-----BEGIN "+label)) {
				return "-----BEGIN " + label, true
			}
		}
		tag, body, rest, ok := packet(p.Head)
		if !ok && body == nil || len(body) < 6 {
			return "", false
		}
		for _, t := range tags {
			if t != tag {
				continue
			}
			version := body[0]
			switch {
			case tag == 5 || tag == 6:
				// Numbers of the algorithms in use, and an identity or subkey behind.
				next := 0
				if len(rest) > 0 {
					next, _, _, _ = packet(rest)
				}
				good := version == 4 && body[5] > 0 && body[5] < 30 && (len(rest) == 0 || next > 0 && next <= 19)
				return "OpenPGP key packet", good
			case tag == 1:
				return "OpenPGP packet of a sealed message", version == 3 && len(body) > 12 && len(body) < 1200 && body[9] > 0 && body[9] < 30
			case tag == 3:
				return "OpenPGP packet of a sealed message", version == 4 && len(body) < 64 && (body[1] > 0 && body[1] < 14) && body[2] < 4
			}
		}
		return "", false
	}
}

// packet reads one packet; a body that is cut off comes with ok unset. Partial
// lengths occur in messages only, whose content is not read: they end the walk.
func packet(b []byte) (tag int, body, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x80 == 0 {
		return 0, nil, nil, false
	}
	var size, at int
	if b[0]&0x40 != 0 {
		tag = int(b[0] & 0x3f)
		switch c := int(b[1]); {
		case c < 192:
			size, at = c, 2
		case c < 224 && len(b) >= 3:
			size, at = (c-192)<<8+int(b[2])+192, 3
		case c == 255 && len(b) >= 6:
			size, at = int(b[2])<<24|int(b[3])<<16|int(b[4])<<8|int(b[5]), 6
		default:
			return tag, nil, nil, false
		}
	} else {
		tag = int(b[0] >> 2 & 15)
		n := 1 << (b[0] & 3)
		if n == 8 || len(b) < 1+n {
			return tag, nil, nil, false
		}
		for _, c := range b[1 : 1+n] {
			size = size<<8 | int(c)
		}
		at = 1 + n
	}
	if size > len(b)-at {
		return tag, b[at:], nil, false
	}
	return tag, b[at : at+size], b[at+size:], true
}

func extractPGP(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	b, err := raw.All(in, maxBytes)
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("-----BEGIN PGP")) {
		if e := packets(out, b); err == nil || e == nil {
			err = errors.Join(err, e)
		}
		return errors.Join(out.Err, err)
	}
	rest := string(trimmed)
	for n := 0; n < maxBlocks; n++ {
		at := strings.Index(rest, "-----BEGIN PGP ")
		if at < 0 {
			break
		}
		label, body, _ := strings.Cut(rest[at+len("-----BEGIN "):], "-----")
		if label == "PGP SIGNED MESSAGE" {
			text, after, _ := strings.Cut(body, "-----BEGIN PGP SIGNATURE")
			out.Text(text, "", evidence.Locator{Zone: evidence.ZoneBody})
			if after == "" {
				break
			}
			label, body = "PGP SIGNATURE", strings.TrimPrefix(after, "-----")
		}
		body, after, closed := strings.Cut(body, "-----END PGP")
		if !closed {
			err = errors.Join(err, fmt.Errorf("%w: the armour has no end", evidence.ErrCorrupt))
		}
		rest = after
		data, e := unarmour(out, body)
		err = errors.Join(err, e)
		if label != "PGP SIGNATURE" {
			err = errors.Join(err, packets(out, data))
		}
	}
	return errors.Join(out.Err, err)
}

// unarmour decodes the base64 between headers and checksum.
func unarmour(out *push.Pusher, body string) ([]byte, error) {
	var data strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.TrimSpace(line)
		if k, v, ok := strings.Cut(line, ": "); ok {
			if k == "Comment" {
				out.Meta("pgp:Comment", v, "")
			}
			continue
		}
		if strings.HasPrefix(line, "=") {
			break // the checksum
		}
		data.WriteString(line)
	}
	return unbase64(data.String())
}

func packets(out *push.Pusher, b []byte) error {
	sealed := false
	for n := 0; len(b) > 0; n++ {
		if n == maxPackets {
			return fmt.Errorf("%w: more than %d packets", evidence.ErrLimit, maxPackets)
		}
		tag, body, rest, ok := packet(b)
		if !ok && (tag == 9 || tag == 18 || tag == 20) {
			sealed = true
			break // sealed data in parts
		}
		if !ok {
			return fmt.Errorf("%w: packet %d ends early", evidence.ErrCorrupt, n+1)
		}
		switch tag {
		case 1:
			if len(body) >= 9 {
				out.Meta("pgp:Recipient", fmt.Sprintf("%x", body[1:9]), "")
			}
		case 5, 7, 6, 14:
			key(out, tag, body)
		case 9, 18, 20:
			sealed = true
		case 13:
			out.Meta("pgp:UserID", raw.View(body).Text(), "")
		}
		if out.Err != nil {
			return nil
		}
		b = rest
	}
	if sealed {
		return fmt.Errorf("%w: the message is sealed for the holders of keys or of a password", evidence.ErrEncrypted)
	}
	return nil
}

// key pushes when a key was made and its identifier (RFC 4880 12.2, for public ones).
func key(out *push.Pusher, tag int, body []byte) {
	if len(body) < 6 || body[0] != 4 {
		return
	}
	secret := tag == 5 || tag == 7
	if tag == 5 || tag == 6 {
		kind := "public key"
		if secret {
			kind = "private key"
		}
		out.Meta("key:Type", "OpenPGP "+kind, "")
		made := int64(body[1])<<24 | int64(body[2])<<16 | int64(body[3])<<8 | int64(body[4])
		out.Meta("pgp:Created", time.Unix(made, 0).UTC().Format(time.RFC3339), "")
	}
	if !secret && len(body) < 1<<16 {
		sum := sha1.Sum(append([]byte{0x99, byte(len(body) >> 8), byte(len(body))}, body...))
		out.Meta("pgp:KeyID", fmt.Sprintf("%x", sum[12:]), "")
	}
}
