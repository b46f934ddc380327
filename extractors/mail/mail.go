// Package mail reads Internet messages (RFC 5322, MIME RFC 2045 to 2049).
package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	stdmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const (
	maxParts = 2000
	maxDepth = 20
	maxBody  = 16 << 20 // bytes of one text part
)

// Formats lists eml.
func Formats() []evidence.Format {
	return []evidence.Format{{ID: "eml", MIME: "message/rfc822", Version: 1, Exts: []string{"eml"}, Match: match, Extract: extract}}
}

var known = regexp.MustCompile(`(?i)^(From|To|Subject|Received|Message-ID|MIME-Version|Date|Return-Path):`)
var field = regexp.MustCompile(`^[!-9;-~]+:`)

// match wants three different well-known fields in the first KB, with nothing
// but fields before the first empty line.
func match(p evidence.Probe) (string, bool) {
	seen := map[string]bool{}
	head := p.Head[:min(len(p.Head), 1024)]
	lines := strings.Split(string(head), "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || i == len(lines)-1 && len(head) == 1024 {
			break
		}
		if i == 0 && strings.HasPrefix(line, "From ") || i > 0 && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		if !field.MatchString(line) {
			return "", false
		}
		if m := known.FindStringSubmatch(line); m != nil {
			seen[strings.ToLower(m[1])] = true
		}
	}
	return fmt.Sprintf("%d header fields of a mail", len(seen)), len(seen) >= 3
}

type reader struct {
	ctx   context.Context
	out   *push.Pusher
	parts int
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	r := &reader{ctx: ctx, out: push.New(out, in.Limits)}
	src := in.Reader()
	first := make([]byte, min(in.Size, 1024))
	n, _ := io.ReadFull(src, first)
	skip := int64(0)
	if bytes.HasPrefix(first[:n], []byte("From ")) { // the envelope line of an mbox
		skip = int64(bytes.IndexByte(first[:n], '\n') + 1)
	}
	if _, err := src.Seek(skip, io.SeekStart); err != nil {
		return err
	}
	e, err := message.ReadWithOptions(src, &message.ReadOptions{MaxHeaderBytes: 1 << 20})
	if e == nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	r.header(e.Header)
	r.entity(e, "", 0)
	return errors.Join(r.out.Err, ctx.Err())
}

// decode turns a header value into text: encoded words, then raw 8-bit bytes.
func decode(s string) string {
	if !utf8.ValidString(s) {
		if b, err := japanese.ShiftJIS.NewDecoder().String(s); err == nil {
			s = b
		}
	}
	dec := mime.WordDecoder{CharsetReader: charset}
	if t, err := dec.DecodeHeader(s); err == nil {
		return t
	}
	return s
}

func charset(label string, r io.Reader) (io.Reader, error) {
	switch label = strings.ToLower(strings.Trim(label, `"' `)); label {
	case "cp932", "ms932", "windows-932", "x-ms-cp932":
		label = "shift_jis"
	case "iso-2022-jp-ms", "cp50220", "cp50221", "cp50222", "iso-2022-jp-1":
		label = "iso-2022-jp"
	case "":
		label = "utf-8"
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("charset %q: %w", label, err)
	}
	return enc.NewDecoder().Reader(r), nil
}

var dkimDomain = regexp.MustCompile(`(?:^|;)\s*d\s*=\s*([^;\s]+)`)
var receivedHost = regexp.MustCompile(`\b(?:from|by)\s+([^\s;()]+)`)
var label = regexp.MustCompile(`MSIP_Label_([0-9A-Fa-f-]{36})_(SiteId|Name|Method|SetDate)=([^;]*)`)

func (r *reader) header(h message.Header) {
	for f := h.Fields(); f.Next(); {
		name, value := f.Key(), decode(f.Value())
		lower := strings.ToLower(name)
		push := func(as, v string) { r.out.Meta("mail:"+as, v, name) }
		switch lower {
		case "from", "sender", "reply-to", "return-path", "to", "cc", "bcc":
			as := map[string]string{"from": "From", "sender": "Sender", "reply-to": "Reply-To", "return-path": "Return-Path",
				"to": "To", "cc": "Cc", "bcc": "Bcc"}[lower]
			for _, a := range addresses(f.Value()) {
				push(as, a)
			}
		case "subject":
			push("Subject", value)
			r.out.Text(value, name, evidence.Locator{Zone: evidence.ZoneSubject})
		case "date":
			if t, err := stdmail.ParseDate(value); err == nil {
				value = t.UTC().Format(time.RFC3339)
			}
			push("Date", value)
		case "message-id":
			push("Message-ID", value)
		case "in-reply-to":
			push("In-Reply-To", value)
		case "x-mailer", "user-agent":
			push("X-Mailer", value)
		case "received":
			for _, m := range receivedHost.FindAllStringSubmatch(value, 4) {
				push("Received", m[1])
			}
		case "dkim-signature":
			if m := dkimDomain.FindStringSubmatch(value); m != nil {
				push("DKIM-Domain", m[1])
			}
		case "msip_labels":
			for _, m := range label.FindAllStringSubmatch(value, 50) {
				v := strings.TrimSpace(m[3])
				if m[2] == "SiteId" {
					v = strings.ToLower(v)
				}
				r.out.Meta("msip:LabelId", strings.ToLower(m[1]), name)
				r.out.Meta("msip:"+m[2], v, name)
			}
		case "x-originatororg", "organization":
			push(name, value)
		default:
			if strings.HasPrefix(lower, "x-ms-exchange-crosstenant-") || strings.HasPrefix(lower, "x-ms-exchange-organization-") {
				push(name, value)
			}
		}
	}
}

// addresses lists a field's addresses as "Name <addr>"; a field that does not
// parse is kept whole.
func addresses(raw string) []string {
	p := stdmail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: charset}}
	list, err := p.ParseList(raw)
	if err != nil {
		return []string{decode(raw)}
	}
	var out []string
	for _, a := range list {
		if a.Name == "" {
			out = append(out, a.Address)
		} else {
			out = append(out, a.Name+" <"+a.Address+">")
		}
	}
	return out
}

func (r *reader) entity(e *message.Entity, where string, depth int) {
	if r.out.Err != nil || r.ctx.Err() != nil {
		return
	}
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		if r.parts <= maxParts+1 {
			r.out.Problem(fmt.Errorf("%w: too many parts or too deeply nested", evidence.ErrLimit), where)
		}
		r.parts = max(r.parts, maxParts+1)
		return
	}
	if mr := e.MultipartReader(); mr != nil {
		for i := 1; r.parts <= maxParts; i++ {
			name := strings.TrimPrefix(fmt.Sprintf("%s.%d", where, i), ".")
			part, err := mr.NextPart()
			if err == io.EOF {
				return
			}
			if part == nil {
				r.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), name)
				return
			}
			r.entity(part, name, depth+1)
			if r.out.Err != nil || r.ctx.Err() != nil {
				return
			}
		}
		return
	}
	kind, params, err := e.Header.ContentType()
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	disposition, dparams, _ := e.Header.ContentDisposition()
	name := decode(dparams["filename"])
	if name == "" {
		name = decode(params["name"])
	}
	if disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/") {
		r.out.Child(r.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginAttachment}, e.Body)
		return
	}
	r.body(e, kind, params["charset"], where)
}

// body pushes a text part. The library has decoded charsets that it knows only
// if it was told how, which it was not, so the bytes are still the sender's.
func (r *reader) body(e *message.Entity, kind, label, where string) {
	raw, err := io.ReadAll(io.LimitReader(e.Body, maxBody+1))
	if err != nil {
		r.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), where)
	}
	if len(raw) > maxBody {
		raw = raw[:maxBody]
		r.out.Problem(fmt.Errorf("%w: text part longer than %d bytes", evidence.ErrLimit, maxBody), where)
	}
	text := string(raw)
	if label != "" && !(utf8.Valid(raw) && !bytes.Contains(raw, []byte("\x1b$"))) || bytes.Contains(raw, []byte("\x1b$")) {
		if label == "" || strings.EqualFold(label, "us-ascii") {
			label = "iso-2022-jp"
		}
		if dec, err := charset(label, bytes.NewReader(raw)); err == nil {
			if b, err := io.ReadAll(dec); err == nil {
				text = string(b)
			}
		} else {
			r.out.Problem(fmt.Errorf("%w: %v", evidence.ErrUnsupported, err), where)
		}
	}
	if kind == "text/html" {
		text = strip(text)
	}
	text, sign := signature(strings.ReplaceAll(text, "\r\n", "\n"))
	r.out.Text(text, kind, evidence.Locator{Part: where, Zone: evidence.ZoneBody})
	r.out.Text(sign, kind, evidence.Locator{Part: where, Zone: evidence.ZoneSignature})
}

var contact = regexp.MustCompile(`(?i)(\btel\b|\bfax\b|\bphone\b|電話|〒\s*\d|https?://|www\.|[\w.+-]+@[\w-]+\.\w)`)

// signature cuts off what follows "-- ", or a last block of at most 12 lines of
// which two look like contact data.
func signature(text string) (body, sign string) {
	if i := strings.LastIndex("\n"+text, "\n-- \n"); i >= 0 {
		return text[:i], text[min(len(text), i+4):]
	}
	trimmed := strings.TrimRight(text, "\n\t ")
	i := strings.LastIndex(trimmed, "\n\n")
	if i < 0 {
		return text, ""
	}
	lines := strings.Split(trimmed[i+2:], "\n")
	hits := 0
	for _, l := range lines {
		if contact.MatchString(l) {
			hits++
		}
	}
	if len(lines) > 12 || hits < 2 {
		return text, ""
	}
	return trimmed[:i], trimmed[i+2:]
}

// strip leaves the text of HTML, lines where blocks end.
func strip(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.WriteString(strings.Join(strings.Fields(html.UnescapeString(string(z.Raw()))), " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			switch t.Data {
			case "style", "script":
				if t.Type == html.StartTagToken {
					hidden++
				} else if hidden > 0 {
					hidden--
				}
			case "br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "hr":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte('\t')
			default:
				b.WriteByte(' ')
			}
		}
	}
}
