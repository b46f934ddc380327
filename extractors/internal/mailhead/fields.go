package mailhead

import (
	stdmail "net/mail"
	"regexp"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

var (
	dkimDomain   = regexp.MustCompile(`(?:^|;)\s*d\s*=\s*([^;\s]+)`)
	receivedHost = regexp.MustCompile(`\b(?:from|by)\s+([^\s;()]+)`)
	label        = regexp.MustCompile(`MSIP_Label_([0-9A-Fa-f-]{36})_(SiteId|Name|Method|SetDate)=([^;]*)`)
	bareAddress  = regexp.MustCompile(`[^\s<>,;"]+@[^\s<>,;"]+`)
)

// kept are the fields whose values are kept as they stand, by their lower-case names.
func kept() map[string]string {
	return map[string]string{
		"message-id": "Message-ID", "in-reply-to": "In-Reply-To", "thread-topic": "Thread-Topic",
		"x-mailer": "X-Mailer", "user-agent": "X-Mailer", "x-originatororg": "X-OriginatorOrg", "organization": "Organization", "organisation": "Organization",
		"x-originating-ip": "X-Originating-IP", "x-sender": "X-Sender", "x-authenticated-sender": "X-Sender",
		"authentication-results": "Authentication-Results", "arc-authentication-results": "Authentication-Results", "received-spf": "Received-SPF",
		"list-id": "List-Id", "list-post": "List-Post", "mailing-list": "List-Id", "content-location": "Content-Location",
		"snapshot-content-location": "Content-Location", "x-envelope-from": "Return-Path", "x-apparently-to": "Delivered-To",
	}
}

// parties are the fields of addresses.
func parties() map[string]string {
	return map[string]string{
		"from": "From", "sender": "Sender", "reply-to": "Reply-To", "return-path": "Return-Path", "to": "To", "cc": "Cc", "bcc": "Bcc",
		"delivered-to": "Delivered-To", "x-original-to": "Delivered-To", "envelope-to": "Delivered-To", "errors-to": "Errors-To",
		"disposition-notification-to": "Disposition-Notification-To", "resent-from": "Resent-From", "resent-to": "Resent-To",
	}
}

// Push pushes what the header field of a message says as properties named mail: and
// msip:, and the subject as a text. Value is raw and unfolded.
func Push(out *push.Pusher, name, raw string) {
	lower := strings.ToLower(strings.TrimSpace(name))
	value := strings.TrimSpace(Decode(raw))
	if as, ok := parties()[lower]; ok {
		for _, a := range Addresses(raw) {
			out.Meta("mail:"+as, a, name)
		}
		return
	}
	if as := kept()[lower]; as != "" {
		out.Meta("mail:"+as, value, name)
		return
	}
	switch lower {
	case "subject":
		out.Meta("mail:Subject", value, name)
		out.Text(value, name, evidence.Locator{Zone: evidence.ZoneSubject})
	case "date":
		if t, err := stdmail.ParseDate(value); err == nil {
			value = t.UTC().Format(time.RFC3339)
		}
		out.Meta("mail:Date", value, name)
	case "received", "x-received":
		for _, m := range receivedHost.FindAllStringSubmatch(value, 4) {
			out.Meta("mail:Received", m[1], name)
		}
	case "dkim-signature":
		if m := dkimDomain.FindStringSubmatch(value); m != nil {
			out.Meta("mail:DKIM-Domain", m[1], name)
		}
	case "msip_labels":
		Labels(out, value, name)
	case "list-unsubscribe", "list-owner", "list-help":
		for _, a := range bareAddress.FindAllString(value, 4) {
			out.Meta("mail:List-Address", strings.TrimPrefix(a, "mailto:"), name)
		}
	default:
		if strings.HasPrefix(lower, "x-ms-exchange-crosstenant-") || strings.HasPrefix(lower, "x-ms-exchange-organization-") {
			out.Meta("mail:"+name, value, name)
		}
	}
}

// Labels pushes the sensitivity labels of a field msip_labels: name=value pairs
// between semicolons, the tenant being SiteId.
func Labels(out *push.Pusher, value, source string) {
	for _, m := range label.FindAllStringSubmatch(value, 50) {
		v := strings.TrimSpace(m[3])
		if m[2] == "SiteId" {
			v = strings.ToLower(v)
		}
		out.Meta("msip:LabelId", strings.ToLower(m[1]), source)
		out.Meta("msip:"+m[2], v, source)
	}
}

// Block pushes the fields of a whole header, folded or not.
func Block(out *push.Pusher, header string) {
	unfolded := strings.NewReplacer("\r\n ", " ", "\r\n\t", " ", "\n ", " ", "\n\t", " ").Replace(header)
	for line := range strings.Lines(unfolded) {
		if name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":"); ok && !strings.ContainsAny(name, " \t") {
			Push(out, name, value)
		}
	}
}
