package bench

import (
	"fmt"
	"strings"
	"time"

	"evscan/testdata/make/mail"
)

// message adds a mail between people of two organisations, or of one.
func (s *scene) message(from, to *org, folder string) {
	r := s.r
	a, b := pick(r, from.people), pick(r, to.people)
	when := s.day()
	ja := s.tongue(from, to)
	sub := topic(r, ja)
	if ja {
		sub = pick(r, []string{"", "Re: ", "RE: ", "【共有】", "【ご確認】", "Fw: "}) + sub + pick(r, []string{"について", "の件", "", "（依頼）"})
	} else {
		sub = pick(r, []string{"", "Re: ", "RE: ", "FW: ", ""}) + sub
	}
	var body strings.Builder
	inside := from == to
	if ja {
		if !inside {
			body.WriteString(pick(r, []string{to.called(true) + "\n" + b.family + " 様\n\n", to.short + " " + b.family + "様\n\n", b.family + "様\n\n"}))
			body.WriteString(pick(r, []string{"いつもお世話になっております。" + from.short + "の" + a.family + "です。\n", "お世話になります。\n", "いつも大変お世話になっております。\n"}))
		} else {
			body.WriteString(pick(r, []string{b.family + "さん\n\nお疲れ様です。" + a.family + "です。\n", "各位\n\nお疲れ様です。\n", b.family + "さん\n\n"}))
		}
	} else {
		body.WriteString(pick(r, []string{"Hi " + strings.Fields(b.in(false))[0] + ",\n\n", "Dear " + b.in(false) + ",\n\n", "All,\n\n", "Hello,\n\n"}))
	}
	body.WriteString(strings.Join(sentences(r, ja, 2+r.IntN(3)), "\n") + "\n")
	if inside && chance(r, .3) {
		body.WriteString("\n" + pick(r, []string{s.sharePath(from), from.portal + "wiki/" + fmt.Sprint(r.IntN(900))}) + "\n")
	}
	body.WriteString("\n" + s.signature(from, a, inside, ja))
	for depth := range 3 {
		if !chance(r, .4) {
			break
		}
		q := when.AddDate(0, 0, -1-3*depth-r.IntN(3)).Add(-time.Duration(r.IntN(200)) * time.Minute)
		quoted := strings.Join(sentences(r, ja, 2), "\n> ")
		if ja {
			body.WriteString(fmt.Sprintf("\n\n-----Original Message-----\nFrom: %s <%s>\nSent: %s\nTo: %s\nSubject: %s\n\n> %s\n", b.in(ja), to.mail(b), q.Format("2006/01/02 15:04"), from.mail(a), strings.TrimPrefix(sub, "Re: "), quoted))
		} else {
			body.WriteString(fmt.Sprintf("\n\nOn %s, %s <%s> wrote:\n> %s\n", q.Format("Mon, 2 Jan 2006 at 15:04"), b.in(ja), to.mail(b), quoted))
		}
	}
	m := mail.Message{From: mail.Address{Name: a.in(ja), Addr: from.mail(a)}, To: []mail.Address{{Name: b.in(ja), Addr: to.mail(b)}}, Subject: sub, Body: body.String(), Charset: "UTF-8"}
	if chance(from.style("bare"), .2) {
		m.From.Name = ""
	}
	if from.ja && chance(from.style("charset"), .4) && ascii7(m) {
		m.Charset = "ISO-2022-JP"
	}
	if chance(r, .35) {
		c := pick(r, to.people)
		m.Cc = append(m.Cc, mail.Address{Name: c.in(ja), Addr: to.mail(c)})
	}
	if s.metadata == Kept {
		m.Date = when
		m.MessageID = fmt.Sprintf("%x@%s", r.Uint64(), pick(r, []string{from.domain(), "mail." + from.domain(), fmt.Sprintf("TY%dPR01MB%04d.jpnprd01.prod.outlook.com", r.IntN(9), r.IntN(10000))}))
		m.Headers = []mail.Header{{Name: "X-Mailer", Value: from.mailer}}
		if from.labels && (s.role[from] != RoleOwner || s.inside) && chance(r, .5) {
			m.Headers = append(m.Headers, mail.Header{Name: "msip_labels", Value: fmt.Sprintf("MSIP_Label_%s_Enabled=true; MSIP_Label_%s_SiteId=%s", from.label, from.label, from.tenant)})
		}
		m.Received = []string{fmt.Sprintf("from mail.%s (mail.%s [203.0.113.%d])\r\n by mx.%s; %s", from.domain(), from.domain(), 1+r.IntN(250), to.domain(), when.Format(time.RFC1123Z))}
		if inside {
			m.Received = []string{fmt.Sprintf("from EX01.%s (10.0.0.%d) by EX02.%s;\r\n %s", from.ad, 1+r.IntN(250), from.ad, when.Format(time.RFC1123Z))}
		}
	}
	var enclosed *paper
	if !inside && chance(r, .25) {
		enclosed = s.trade(pick(r, []tradeKind{quotation, invoice, order}), from, to)
	}
	kind := "mail"
	if inside {
		kind = "internal-mail"
	}
	if s.metadata == Stripped && chance(r, .4) {
		s.printed(m, from, when, folder, kind)
		return
	}
	name := pick(r, []string{sub, when.Format("20060102-1504"), fmt.Sprintf("%05d", r.IntN(100000)), a.family + " " + sub})
	s.file(s.place(folder, clipRunes(name, 40), "eml"), kind, when, func(st *setter) ([]byte, error) {
		if enclosed == nil {
			return m.Bytes()
		}
		data, err := st.set(enclosed, pdfs)
		if err != nil {
			return nil, err
		}
		withFile := m
		withFile.Attachments = []mail.Attachment{{Name: enclosed.title + ".pdf", Type: "application/pdf", Data: data}}
		return withFile.Bytes()
	})
}

// printed is a mail printed to PDF or saved as text.
func (s *scene) printed(m mail.Message, from *org, when time.Time, folder, kind string) {
	p := &paper{ja: from.ja, when: when, title: m.Subject}
	show := func(a mail.Address) string { return strings.TrimSpace(a.Name + " <" + a.Addr + ">") }
	labels := []string{"From: ", "To: ", "Subject: "}
	if from.ja && chance(s.r, .6) {
		labels = []string{"差出人: ", "宛先: ", "件名: "}
	}
	p.add("text", labels[0]+show(m.From), labels[1]+show(m.To[0]), labels[2]+m.Subject, "")
	p.add("text", strings.Split(strings.TrimSpace(m.Body), "\n")...)
	s.put(folder, clipRunes(m.Subject, 30), kind, p, pick(s.r, []string{pdfs, pdfs, txt}))
}

// ascii7 reports whether the message has no character that ISO-2022-JP lacks.
func ascii7(m mail.Message) bool {
	_, err := mail.Message{From: m.From, To: m.To, Subject: m.Subject, Body: m.Body, Charset: "ISO-2022-JP"}.Bytes()
	return err == nil
}

// signature ends a mail.
func (s *scene) signature(o *org, p person, inside, ja bool) string {
	st := o.style("signature")
	if inside && chance(s.r, .6) {
		return pick(s.r, []string{lastName(p, ja), p.in(ja), p.in(ja) + " / " + pick(s.r, [2][]string{jaDepts, enDepts}[english(ja)])}) + "\n"
	}
	line := pick(st, []string{"--------------------", "************************", "--", "═══════════════", "_______________"})
	var b []string
	b = append(b, line)
	if ja {
		b = append(b, o.name, pick(st, o.depts)+"　"+p.name, "〒"+o.postal+" "+o.address, "TEL "+o.tel, "Mail "+o.mail(p))
	} else {
		b = append(b, p.in(false), p.role, o.called(false), strings.Join(o.seat(false), ", "), o.tel, o.mail(p))
	}
	if chance(st, .4) {
		b = append(b, "http://www."+o.domain())
	}
	if chance(st, .3) {
		b = append(b, say(ja, "本メールは宛先の方のみを対象としており、機密情報を含む場合があります。", "This message is confidential and for the addressee only."))
	}
	return strings.Join(b, "\n") + "\n"
}

func lastName(p person, ja bool) string {
	if ja {
		return p.family
	}
	return strings.Fields(p.in(false))[0]
}
