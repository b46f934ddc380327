package mail

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/mailhead"
	"evscan/extractors/internal/push"
)

const (
	maxCardLine  = 1 << 20 // bytes of an unfolded line
	maxCardLines = 2_000_000
)

// matchBegin takes a text that begins with BEGIN:kind, whatever blanks stand before.
func matchBegin(kind string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		head := bytes.TrimLeft(bytes.TrimPrefix(p.Head[:min(len(p.Head), 512)], []byte("\xef\xbb\xbf")), " \t\r\n")
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		if first, _, _ := bytes.Cut(rest, []byte("\n")); kind == "VCALENDAR" && strings.TrimSpace(string(first)) == "VERSION:1.0" {
			return "", false // vCalendar, the format before
		}
		return "begins with BEGIN:" + kind, strings.EqualFold(strings.TrimSpace(string(line)), "BEGIN:"+kind)
	}
}

// cardFields are the properties of cards and calendars that name somebody, by the names
// they get here. What stands in no list is text only.
func cardFields() map[string]string {
	return map[string]string{
		"ORG": "Org", "EMAIL": "Email", "URL": "Url", "FN": "Name", "TEL": "Telephone", "TITLE": "Title", "ROLE": "Role", "ADR": "Address",
		"IMPP": "Impp", "PRODID": "ProdID", "ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "CONTACT": "Contact", "UID": "Uid",
		"X-WR-CALNAME": "CalendarName", "LOCATION": "Location", "SOURCE": "Source", "MAILER": "Mailer",
	}
}

// extractCards reads contacts and calendars: RFC 6350 and vCard 2.1 and 3.0, RFC 5545.
// Each line is text, as it reads unfolded and decoded; photographs are items.
func extractCards(prefix string) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
		p := push.New(out, in.Limits)
		fields := cardFields()
		var text strings.Builder
		flush := func() {
			p.Text(text.String(), prefix, evidence.Locator{Zone: evidence.ZoneBody})
			text.Reset()
		}
		src := bufio.NewReaderSize(in.Reader(), 64<<10)
		open, closed := 0, 0
		var failed error
		for n := 0; p.Err == nil && ctx.Err() == nil; n++ {
			line, err := cardLine(src)
			if err != nil && line == "" {
				if err != io.EOF {
					failed = err
				}
				break
			}
			if n == maxCardLines {
				failed = fmt.Errorf("%w: more than %d lines", evidence.ErrLimit, maxCardLines)
				break
			}
			name, params, value := cardProperty(line)
			switch name {
			case "BEGIN":
				open++
				continue
			case "END":
				closed++
				flush()
				continue
			case "PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "":
				if b := embedded(params, value); len(b) > 0 {
					p.Child(ctx, evidence.ChildName{Name: strings.ToLower(name), Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
					continue
				}
			}
			if name == "" {
				continue
			}
			if as := fields[name]; as != "" {
				if cn := params["CN"]; cn != "" {
					p.Meta(prefix+":"+as, cn, name)
				}
				p.Meta(prefix+":"+as, clearCard(value), name)
			}
			if cn := params["CN"]; cn != "" {
				value = cn + " " + value
			}
			text.WriteString(name + ": " + clearCard(value) + "\n")
			if text.Len() > evidence.MaxFactBytes/2 {
				flush()
			}
		}
		flush()
		switch {
		case p.Err != nil:
			return p.Err
		case ctx.Err() != nil:
			return ctx.Err()
		case failed == nil && closed < open:
			failed = fmt.Errorf("%w: %d of %d parts have no end", evidence.ErrCorrupt, open-closed, open)
		}
		return failed
	}
}

// cardLine reads one line with its continuations: those that begin with a blank, and
// behind a soft line end of quoted-printable the next.
func cardLine(src *bufio.Reader) (string, error) {
	var b []byte
	for {
		line, err := src.ReadSlice('\n')
		for len(line) > 0 && err == bufio.ErrBufferFull && len(b)+len(line) <= maxCardLine {
			b = append(b, line...)
			line, err = src.ReadSlice('\n')
		}
		if len(b)+len(line) > maxCardLine {
			return string(b), fmt.Errorf("%w: a line is longer than %d bytes", evidence.ErrLimit, maxCardLine)
		}
		b = append(b, bytes.TrimRight(line, "\r\n")...)
		if err != nil {
			return string(b), err
		}
		next, _ := src.Peek(1)
		switch {
		case len(next) == 1 && (next[0] == ' ' || next[0] == '\t') && len(b) > 0:
			if _, err := src.Discard(1); err != nil {
				return string(b), err
			}
		case bytes.HasSuffix(b, []byte("=")) && bytes.Contains(bytes.ToUpper(b[:min(len(b), 200)]), []byte("QUOTED-PRINTABLE")):
			b = b[:len(b)-1]
		case len(b) == 0:
		default:
			return string(b), nil
		}
	}
}

// cardProperty splits name, parameters and value; a group before the name is dropped.
func cardProperty(line string) (name string, params map[string]string, value string) {
	quoted, colon := false, -1
	for i := 0; i < len(line) && colon < 0; i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			colon = i
		}
	}
	if colon < 0 {
		return "", nil, ""
	}
	parts := mailhead.CutQuoted(line[:colon], ";")
	name = strings.ToUpper(strings.TrimSpace(parts[0]))
	if _, after, ok := strings.Cut(name, "."); ok {
		name = after
	}
	params = map[string]string{}
	for _, p := range parts[1:] {
		key, v, ok := strings.Cut(p, "=")
		if !ok { // vCard 2.1 names encodings bare
			key, v = "ENCODING", p
		}
		key = strings.ToUpper(strings.TrimSpace(key))
		if _, seen := params[key]; !seen {
			params[key] = mailhead.Text([]byte(strings.Trim(v, `"`)), "")
		}
	}
	raw := []byte(line[colon+1:])
	if strings.EqualFold(params["ENCODING"], "QUOTED-PRINTABLE") {
		raw = mailhead.Unhex(string(raw), '=')
	}
	return name, params, mailhead.Text(raw, params["CHARSET"])
}

// embedded is a value of base64, in itself or as a data address; nil where it is none.
func embedded(params map[string]string, value string) []byte {
	switch strings.ToUpper(params["ENCODING"]) {
	case "B", "BASE64":
		return mailhead.Unbase64(value)
	}
	if rest, ok := strings.CutPrefix(value, "data:"); ok {
		if _, data, ok := strings.Cut(rest, ";base64,"); ok {
			return mailhead.Unbase64(data)
		}
	}
	return nil
}

// clearCard undoes the escapes of RFC 6350, 3.4, and drops the scheme of an address.
func clearCard(s string) string {
	s = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
	for _, scheme := range []string{"mailto:", "MAILTO:", "tel:"} {
		s = strings.TrimPrefix(s, scheme)
	}
	return strings.Trim(s, "; ")
}
