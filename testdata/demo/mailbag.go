package demo

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"evscan/testdata/make/mail"
)

// script is a mail as the files under mails/ tell it: a line "=== name", fields,
// an empty line and the body. The fields are those of a mail, with mailboxes by
// their local part, and
//
//	Cc: team         all colleagues of the sender whom the packages know
//	Reply: name      the mail of the same file that this one answers
//	Charset: X       UTF-8 unless told
//	Label: yes       carries the office's sensitivity label
//	Attach: name     an attachment, made by the caller
type script struct {
	name   string
	fields map[string]string
	body   string
}

func readScripts(file string) ([]script, error) {
	data, err := fs.ReadFile(embedded, "mails/"+file)
	if err != nil {
		return nil, fmt.Errorf("reading mails: %w", err)
	}
	var list []script
	for _, part := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		head, body, ok := strings.Cut(part, "\n\n")
		lines := strings.Split(head, "\n")
		s := script{name: lines[0], fields: map[string]string{}, body: strings.TrimRight(body, "\n") + "\n"}
		for _, l := range lines[1:] {
			key, value, colon := strings.Cut(l, ": ")
			ok = ok && colon
			s.fields[key] = value
		}
		if !ok {
			return nil, fmt.Errorf("%s: mail %q is not fields, an empty line and a body", file, s.name)
		}
		list = append(list, s)
	}
	return list, nil
}

// mailbag sends the mails of one file.
type mailbag struct {
	folder  string
	known   []*organisation
	holder  *organisation // whose mailbox it is; nil: copies of the sender, without a trace of servers
	label   *office       // whose label the mails carry
	only    *organisation // nil: every sender
	attach  map[string]mail.Attachment
	senders map[string]string // Message-ID by name
}

// mailbox finds a person by the local part; "Name <addr>" stands for itself.
func (g *mailbag) mailbox(text string) (*organisation, mail.Address, error) {
	if name, addr, ok := strings.Cut(strings.TrimSuffix(text, ">"), " <"); ok {
		for _, o := range g.known {
			if strings.HasSuffix(addr, "@"+o.Domain) {
				return o, mail.Address{Name: name, Addr: addr}, nil
			}
		}
	}
	for _, o := range g.known {
		for i, p := range o.Staff {
			if p.Box == text {
				return o, box(o, i), nil
			}
		}
	}
	return nil, mail.Address{}, fmt.Errorf("nobody is known as %q", text)
}

func (g *mailbag) mailboxes(list string) ([]mail.Address, error) {
	if list == "" {
		return nil, nil
	}
	var out []mail.Address
	for _, text := range strings.Split(list, ", ") {
		_, a, err := g.mailbox(text)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (g *mailbag) message(n int, s script) (*organisation, mail.Message, error) {
	from, sender, err := g.mailbox(s.fields["From"])
	if err != nil {
		return nil, mail.Message{}, err
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", s.fields["Date"], tokyo)
	if err != nil {
		return nil, mail.Message{}, fmt.Errorf("date: %w", err)
	}
	when = when.Add(time.Duration(n*17%60) * time.Second)
	m := mail.Message{From: sender, Subject: s.fields["Subject"], Date: when, MessageID: messageID(from, when), Charset: "UTF-8", Body: s.body}
	if c := s.fields["Charset"]; c != "" {
		m.Charset = c
	}
	if m.To, err = g.mailboxes(s.fields["To"]); err != nil {
		return nil, mail.Message{}, err
	}
	if cc := s.fields["Cc"]; cc == "team" {
		for i := range from.Staff {
			if a := box(from, i); a != sender {
				m.Cc = append(m.Cc, a)
			}
		}
	} else if m.Cc, err = g.mailboxes(cc); err != nil {
		return nil, mail.Message{}, err
	}
	g.senders[s.name] = m.MessageID
	if name := s.fields["Reply"]; name != "" {
		id, ok := g.senders[name]
		if !ok {
			return nil, mail.Message{}, fmt.Errorf("answers %q, which is not earlier in the file", name)
		}
		m.InReplyTo = id
	}
	m.Received = g.received(n, from, m)
	if s.fields["Label"] == "yes" && g.label != nil {
		m.Headers = []mail.Header{{Name: "msip_labels", Value: "MSIP_Label_" + g.label.Label + "_Enabled=True;\r\n MSIP_Label_" + g.label.Label + "_SiteId=" + g.label.Tenant + ";"}}
	}
	if name := s.fields["Attach"]; name != "" {
		if a, ok := g.attach[name]; ok {
			a.Name = name
			m.Attachments = []mail.Attachment{a}
		}
	}
	return from, m, nil
}

// received is the trace of the servers that brought a mail into the holder's
// mailbox: none on what the holder sent out.
func (g *mailbag) received(n int, from *organisation, m mail.Message) []string {
	stamp := "; " + m.Date.Format(time.RFC1123Z)
	switch {
	case g.holder == nil:
		return nil
	case from != g.holder:
		return []string{fmt.Sprintf("from mgw%02d.%s (203.0.113.%d) by mx1.%s%s", n%4+1, from.Domain, 20+n, g.holder.Domain, stamp)}
	case slices.ContainsFunc(m.To, func(a mail.Address) bool { return !strings.HasSuffix(a.Addr, "@"+g.holder.Domain) }):
		return nil
	}
	return []string{fmt.Sprintf("from mbx%d.intra.%s (10.20.4.%d) by mail.intra.%s%s", n%3+1, from.Domain, 11+n, from.Domain, stamp)}
}

// mails adds the mails of a file under mails/.
func (b *builder) mails(file string, g mailbag) {
	if b.err != nil {
		return
	}
	list, err := readScripts(file)
	if err != nil {
		b.err = err
		return
	}
	g.senders = map[string]string{}
	for i, s := range list {
		from, m, err := g.message(i, s)
		if err != nil {
			b.err = fmt.Errorf("%s: mail %q: %w", file, s.name, err)
			return
		}
		if g.only == nil || from == g.only {
			b.letter(g.folder+"/"+s.name+".eml", m)
		}
	}
}
