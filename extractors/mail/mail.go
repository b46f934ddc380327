// Package mail reads Internet messages (RFC 5322, MIME RFC 2045 to 2049) and
// mailboxes of them (RFC 4155).
package mail

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/emersion/go-message"
	"golang.org/x/net/html"

	"evscan/evidence"
	"evscan/extractors/internal/mailhead"
	"evscan/extractors/internal/push"
)

const (
	maxParts  = 2000
	maxDepth  = 20
	maxBody   = 16 << 20 // bytes of one text part
	maxHeader = 1 << 20  // bytes of the message's header; further ones are body
)

// Formats lists mbox and eml. A mailbox begins as a mail with an envelope line does,
// so it is tried first.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "mbox", MIME: "application/mbox", Version: 1, Exts: []string{"mbox", "mbx"}, Match: matchMbox, Extract: extractMbox},
		{ID: "mht", MIME: "multipart/related", Version: 1, Exts: []string{"mht", "mhtml"}, Of: "eml", Match: matchPage, Extract: extract},
		{ID: "emlx", MIME: "message/x-emlx", Version: 1, Exts: []string{"emlx"}, Match: matchEmlx, Extract: extract},
		{ID: "eml", MIME: "message/rfc822", Version: 3, Exts: []string{"eml", "mbox"}, Match: match, Extract: extract},
		{ID: "tnef", MIME: "application/vnd.ms-tnef", Version: 1, Exts: []string{"dat", "tnef"}, Match: matchTNEF, Extract: extractTNEF},
		{ID: "pst", MIME: "application/vnd.ms-outlook-pst", Version: 1, Exts: []string{"pst", "ost"}, Match: matchPST, Extract: extractPST},
		{ID: "vcard", MIME: "text/vcard", Version: 1, Exts: []string{"vcf", "vcard"}, Match: matchBegin("VCARD"), Extract: extractCards("vcard")},
		{ID: "ical", MIME: "text/calendar", Version: 1, Exts: []string{"ics", "ical", "vcs", "ifb"}, Match: matchBegin("VCALENDAR"), Extract: extractCards("ical")},
	}
}

var known = regexp.MustCompile(`(?i)^(From|To|Subject|Received|Message-ID|MIME-Version|Date|Return-Path|Content-Type):`)
var field = regexp.MustCompile(`^[!-9;-~]+[ \t]*:`)

// match wants three different well-known fields with nothing but fields before
// the first empty line. Relays put long chains of Received and signatures first, so
// all of the head is looked at as long as it reads like a header.
func match(p evidence.Probe) (string, bool) {
	seen := map[string]bool{}
	head := bytes.TrimPrefix(p.Head, []byte("\xef\xbb\xbf"))
	for i := 0; len(head) > 0; i++ {
		line, rest, whole := bytes.Cut(head, []byte("\n"))
		line, head = bytes.TrimSuffix(line, []byte("\r")), rest
		if len(line) == 0 || !whole && len(p.Head) == evidence.ProbeBytes {
			break
		}
		if i == 0 && bytes.HasPrefix(line, []byte("From ")) || i > 0 && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		if !named(line) || i == maxUnknown && len(seen) == 0 {
			return "", false
		}
		if m := known.FindSubmatch(line); m != nil {
			seen[strings.ToLower(string(m[1]))] = true
		}
	}
	return fmt.Sprintf("%d header fields of a mail", len(seen)), len(seen) >= 3
}

// matchPage wants a page that a browser saved as a mail, RFC 2557: a mail of related
// parts that says where it lay.
func matchPage(p evidence.Probe) (string, bool) {
	// An archive that keeps its first member as it is has the fields as well.
	if first, _, _ := bytes.Cut(bytes.TrimPrefix(p.Head[:min(len(p.Head), 1024)], []byte("\xef\xbb\xbf")), []byte("\n")); !field.Match(first) {
		return "", false
	}
	head, _, _ := bytes.Cut(p.Head, []byte("\r\n\r\n"))
	low := bytes.ToLower(head[:min(len(head), 8<<10)])
	if !bytes.Contains(low, []byte("multipart/related")) || !bytes.Contains(low, []byte("snapshot-content-location:")) &&
		!bytes.Contains(low, []byte("from: <saved by")) && !bytes.Contains(low, []byte("x-mimeole: produced by microsoft mhtml")) {
		return "", false
	}
	return "a saved page as a mail of related parts", true
}

// emlxHead is the first line of Apple Mail's files, the length of the mail behind it.
var emlxHead = regexp.MustCompile(`^\d{1,10} *\r?\n`)

func matchEmlx(p evidence.Probe) (string, bool) {
	first := emlxHead.Find(p.Head)
	if first == nil {
		return "", false
	}
	p.Head = p.Head[len(first):]
	basis, ok := match(p)
	return "a length and " + basis, ok
}

func matchTNEF(p evidence.Probe) (string, bool) {
	return "signature 78 9F 3E 22 at 0", bytes.HasPrefix(p.Head, []byte(tnefHead))
}

// maxUnknown is after how many fields one that is known must have come.
const maxUnknown = 200

// named reports whether a line begins with a name as mail programs give them, and a
// colon: a stricter look than field, for much else is written with colons.
func named(line []byte) bool {
	name, _, ok := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	if !ok || len(name) == 0 || len(name) > 100 {
		return false
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

type reader struct {
	ctx   context.Context
	out   *push.Pusher
	parts int
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	r := &reader{ctx: ctx, out: push.New(out, in.Limits)}
	src := bufio.NewReaderSize(in.Reader(), lineBytes)
	if first, _ := src.Peek(16); emlxHead.Match(first) {
		return r.apple(in, first)
	}
	return r.read(src)
}

// apple reads a file of Apple Mail: the length of a mail, the mail, a property list.
func (r *reader) apple(in evidence.Input, first []byte) error {
	line := emlxHead.Find(first)
	n, err := strconv.ParseInt(strings.TrimSpace(string(line)), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: the length of the mail: %v", evidence.ErrCorrupt, err)
	}
	at := int64(len(line))
	if n > in.Size-at {
		r.out.Problem(fmt.Errorf("%w: the mail is cut off, %d bytes are missing", evidence.ErrCorrupt, n-(in.Size-at)), "")
		n = in.Size - at
	}
	failed := r.read(bufio.NewReaderSize(io.NewSectionReader(in.At, at, n), lineBytes))
	if rest := in.Size - at - n; rest > 0 && r.out.Err == nil {
		r.out.Child(r.ctx, evidence.ChildName{Name: "properties.plist", Origin: evidence.OriginEmbedded}, io.NewSectionReader(in.At, at+n, rest))
	}
	return errors.Join(failed, r.out.Err)
}

func (r *reader) read(src *bufio.Reader) error {
	head, dropped := header(src)
	if dropped > 0 {
		r.out.Problem(fmt.Errorf("%w: %d lines of the header are no fields", evidence.ErrCorrupt, dropped), "header")
	}
	e, err := message.ReadWithOptions(io.MultiReader(bytes.NewReader(head), src), &message.ReadOptions{MaxHeaderBytes: 2 * maxHeader})
	if e == nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	r.header(e.Header)
	r.transfer(err, e, "")
	r.entity(e, "", 0, nil)
	return errors.Join(r.out.Err, r.ctx.Err())
}

// header reads up to the first empty line and leaves out what is no field, which
// would end the reading otherwise: envelope lines, lines of gateways, torn ones.
func header(src *bufio.Reader) (head []byte, dropped int) {
	keep := false
	for first := true; len(head) < maxHeader; first = false {
		line, err := src.ReadSlice('\n')
		bare := bytes.TrimRight(line, "\r\n")
		if first {
			bare = bytes.TrimPrefix(bare, []byte("\xef\xbb\xbf"))
		}
		switch {
		case len(bare) == 0 && err != bufio.ErrBufferFull:
			return append(head, "\r\n"...), dropped
		case first && bytes.HasPrefix(bare, []byte("From ")):
			keep = false
		case len(bare) > 0 && (bare[0] == ' ' || bare[0] == '\t') && !first:
			// A continuation goes where its field went; one of blanks alone ends nothing.
		case field.Match(bare):
			keep = true
		default:
			keep = false
			dropped++
		}
		if keep {
			if name, value, ok := bytes.Cut(bare, []byte(":")); ok && bare[0] != ' ' && bare[0] != '\t' {
				bare = append(append(bytes.TrimRight(name, " \t"), ':'), value...)
			}
			head = append(append(head, bare...), "\r\n"...)
		}
		for err == bufio.ErrBufferFull { // the rest of a monstrous line
			_, err = src.ReadSlice('\n')
		}
		if err != nil {
			break
		}
	}
	return append(head, "\r\n"...), dropped
}

// transfer reports an encoding of the body that nobody knows. Mailers write 8-bit
// where they mean 8bit, and the bytes are right.
func (r *reader) transfer(err error, e *message.Entity, where string) {
	if !message.IsUnknownEncoding(err) {
		return
	}
	name := strings.ToLower(e.Header.Get("Content-Transfer-Encoding"))
	if n := strings.TrimSpace(strings.NewReplacer("-", "", " ", "", "s", "").Replace(name)); n == "8bit" || n == "7bit" || n == "none" {
		return
	}
	r.out.Problem(fmt.Errorf("%w transfer encoding %q; the bytes are taken as they are", evidence.ErrUnsupported, push.Clean(name)), where)
}

func (r *reader) header(h message.Header) {
	for f := h.Fields(); f.Next(); {
		mailhead.Push(r.out, f.Key(), f.Value())
	}
}

// alternative is what a multipart/alternative has shown so far.
type alternative struct {
	plain bool            // there was a plain text
	words map[string]bool // of it
}

// rest is what a text of the part says that the plain one did not: all of it before
// there was one, and then the lines of which a word is new. Senders let the plain
// text say less, or something else.
func (a *alternative) rest(kind, text string) string {
	if kind == "text/plain" || !a.plain {
		for w := range strings.FieldsFuncSeq(text, notWord) {
			if a.words != nil && len(a.words) < maxWords {
				a.words[strings.ToLower(w)] = true
			}
		}
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		for w := range strings.FieldsFuncSeq(line, notWord) {
			if !a.words[strings.ToLower(w)] {
				b.WriteString(line)
				break
			}
		}
	}
	return b.String()
}

const maxWords = 100_000

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func (r *reader) entity(e *message.Entity, where string, depth int, alt *alternative) {
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
	kind, params := mailhead.Media(e.Header.Get("Content-Type"))
	if mr := e.MultipartReader(); mr != nil {
		if kind == "multipart/alternative" {
			alt = &alternative{}
		}
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
			r.transfer(err, part, name)
			r.entity(part, name, depth+1, alt)
			if r.out.Err != nil || r.ctx.Err() != nil {
				return
			}
		}
		return
	}
	if !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	disposition, dparams := mailhead.Media(e.Header.Get("Content-Disposition"))
	name := dparams["filename"]
	if name == "" {
		name = params["name"]
	}
	if disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/") {
		origin := evidence.OriginAttachment
		if strings.HasPrefix(kind, "image/") && (disposition == "inline" || disposition == "" && e.Header.Get("Content-Id") != "") {
			origin = evidence.OriginEmbedded // shown within the text
		}
		r.out.Child(r.ctx, evidence.ChildName{Name: push.Clean(name), Origin: origin}, e.Body)
		return
	}
	if alt == nil || kind != "text/plain" && kind != "text/html" {
		r.body(e, kind, params["charset"], where, nil)
		return
	}
	if kind == "text/plain" && alt.words == nil {
		alt.words = map[string]bool{}
	}
	said := r.body(e, kind, params["charset"], where, alt)
	alt.plain = alt.plain || kind == "text/plain" && said
}

// body pushes a text part and reports whether it said anything. The library hands
// the bytes on as they were sent, for it was given no charsets.
func (r *reader) body(e *message.Entity, kind, label, where string, alt *alternative) bool {
	raw, err := io.ReadAll(io.LimitReader(e.Body, maxBody+1))
	if err != nil {
		r.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), where)
	}
	if len(raw) > maxBody {
		raw = raw[:maxBody]
		r.out.Problem(fmt.Errorf("%w: text part longer than %d bytes", evidence.ErrLimit, maxBody), where)
	}
	body := mailhead.Text(raw, label)
	if kind == "text/html" {
		body = strip(body)
	}
	if alt != nil {
		if body = alt.rest(kind, body); body == "" {
			return false
		}
	}
	body, sign := mailhead.Signature(strings.ReplaceAll(body, "\r\n", "\n"))
	r.out.Text(body, kind, evidence.Locator{Part: where, Zone: evidence.ZoneBody})
	r.out.Text(sign, kind, evidence.Locator{Part: where, Zone: evidence.ZoneSignature})
	return strings.TrimSpace(body) != "" || strings.TrimSpace(sign) != ""
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
