// Package mail writes Internet messages (RFC 5322, MIME) for tests, in UTF-8 or
// in ISO-2022-JP (RFC 1468), as Japanese mail clients write them. Equal values
// give equal bytes.
package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"golang.org/x/text/encoding/japanese"
)

// Message is one mail.
type Message struct {
	From        Address
	To, Cc      []Address
	Subject     string
	Date        time.Time // zero: none, as after stripping
	MessageID   string    // without angle brackets; empty: none
	InReplyTo   string
	Headers     []Header // further headers, in this order, ASCII
	Received    []string // values of Received headers, newest first
	Body        string   // lines end in \n
	Charset     string   // UTF-8 or ISO-2022-JP
	Attachments []Attachment
}

// Address is a mailbox with the name shown beside it.
type Address struct{ Name, Addr string }

// Header is a header field.
type Header struct{ Name, Value string }

// Attachment is an attached file.
type Attachment struct {
	Name, Type string
	Data       []byte
}

// Bytes returns the message with CRLF line ends.
func (m Message) Bytes() ([]byte, error) {
	var b bytes.Buffer
	for _, r := range m.Received {
		fmt.Fprintf(&b, "Received: %s\r\n", r)
	}
	fields := []struct {
		name string
		list []Address
	}{{"From", []Address{m.From}}, {"To", m.To}, {"Cc", m.Cc}}
	for _, f := range fields {
		if len(f.list) == 0 {
			continue
		}
		value, err := m.addresses(f.list)
		if err != nil {
			return nil, fmt.Errorf("header %s: %w", f.name, err)
		}
		fmt.Fprintf(&b, "%s: %s\r\n", f.name, value)
	}
	subject, err := m.words(m.Subject)
	if err != nil {
		return nil, fmt.Errorf("subject: %w", err)
	}
	fmt.Fprintf(&b, "Subject: %s\r\n", subject)
	if !m.Date.IsZero() {
		fmt.Fprintf(&b, "Date: %s\r\n", m.Date.Format(time.RFC1123Z))
	}
	if m.MessageID != "" {
		fmt.Fprintf(&b, "Message-ID: <%s>\r\n", m.MessageID)
	}
	if m.InReplyTo != "" {
		fmt.Fprintf(&b, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", m.InReplyTo, m.InReplyTo)
	}
	for _, h := range m.Headers {
		fmt.Fprintf(&b, "%s: %s\r\n", h.Name, h.Value)
	}
	b.WriteString("MIME-Version: 1.0\r\n")
	if len(m.Attachments) == 0 {
		return m.text(&b)
	}
	boundary := m.boundary()
	fmt.Fprintf(&b, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary)
	if _, err := m.text(&b); err != nil {
		return nil, err
	}
	for _, a := range m.Attachments {
		name, err := m.words(a.Name)
		if err != nil {
			return nil, fmt.Errorf("attachment: %w", err)
		}
		fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: %s;\r\n name=\"%s\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename*=%s\r\n\r\n",
			boundary, a.Type, name, extended(a.Name))
		writeBase64(&b, a.Data)
	}
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes(), nil
}

func (m Message) text(b *bytes.Buffer) ([]byte, error) {
	body := strings.ReplaceAll(m.Body, "\n", "\r\n")
	if m.Charset == "ISO-2022-JP" {
		raw, err := japanese.ISO2022JP.NewEncoder().String(body)
		if err != nil {
			return nil, fmt.Errorf("body in ISO-2022-JP: %w", err)
		}
		b.WriteString("Content-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + raw)
		return b.Bytes(), nil
	}
	b.WriteString("Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	writeBase64(b, []byte(body))
	return b.Bytes(), nil
}

func (m Message) boundary() string {
	h := fnv.New64a()
	h.Write([]byte(m.MessageID)) // a hash does not fail
	return fmt.Sprintf("----=_Part_%016x", h.Sum64())
}

func (m Message) addresses(list []Address) (string, error) {
	parts := make([]string, 0, len(list))
	for _, a := range list {
		if a.Name == "" {
			parts = append(parts, a.Addr)
			continue
		}
		name, err := m.words(a.Name)
		if err != nil {
			return "", err
		}
		if name == a.Name {
			name = `"` + name + `"`
		}
		parts = append(parts, name+" <"+a.Addr+">")
	}
	return strings.Join(parts, ",\r\n "), nil
}

// words encodes header text as encoded words (RFC 2047) where it is not ASCII.
// Ten characters fit into the 75 that a word may have in either character set.
func (m Message) words(s string) (string, error) {
	plain := true
	for _, r := range s {
		plain = plain && r < 0x7f && r >= 0x20
	}
	if plain {
		return s, nil
	}
	charset := "UTF-8"
	if m.Charset == "ISO-2022-JP" {
		charset = m.Charset
	}
	var out []string
	runes := []rune(s)
	for len(runes) > 0 {
		n := min(10, len(runes))
		raw := string(runes[:n])
		if charset == "ISO-2022-JP" {
			var err error
			if raw, err = japanese.ISO2022JP.NewEncoder().String(raw); err != nil {
				return "", fmt.Errorf("%q in ISO-2022-JP: %w", s, err)
			}
		}
		out = append(out, "=?"+charset+"?B?"+base64.StdEncoding.EncodeToString([]byte(raw))+"?=")
		runes = runes[n:]
	}
	return strings.Join(out, "\r\n "), nil
}

// extended writes a parameter value as RFC 2231 has it.
func extended(s string) string {
	var b strings.Builder
	b.WriteString("UTF-8''")
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func writeBase64(b *bytes.Buffer, data []byte) {
	text := base64.StdEncoding.EncodeToString(data)
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	b.WriteString(text + "\r\n")
}
