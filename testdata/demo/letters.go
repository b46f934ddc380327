package demo

import (
	"fmt"
	"time"

	"evscan/testdata/make/mail"
)

func box(o *organisation, n int) mail.Address {
	p := o.Staff[n%len(o.Staff)]
	name := p.Name
	if o.Layout == english {
		name = p.Latin
	}
	return mail.Address{Name: name, Addr: o.mail(p)}
}

func signature(o *organisation, n int) string {
	p := o.Staff[n%len(o.Staff)]
	if o.Layout == english {
		return "\nKind regards\n" + p.Latin + "\n" + p.Title + ", " + o.Name + "\n" + o.mail(p) + " | " + o.Tel + "\n"
	}
	return "\n--------------------------------\n" + o.Name + "\n" + o.Dept + "\n" + p.Name + "\nTEL " + o.Tel + "\nE-mail " + o.mail(p) + "\n--------------------------------\n"
}

func (b *builder) letter(name string, m mail.Message) {
	m.Headers = append(m.Headers, mail.Header{Name: "X-Simulated", Value: Note})
	data, err := m.Bytes()
	b.add(name, m.Date, data, err)
}

func messageID(o *organisation, when time.Time) string {
	return when.UTC().Format("20060102150405") + ".51A0" + fmt.Sprint(when.Unix()%9973) + "@" + o.Domain
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// internalMail writes the mail within an office.
func (b *builder) internalMail(folder, file, attachment string, o *office, known []*organisation, t topic) {
	data, err := o.minutes(9, day(2021, time.January, 18), t)
	if err != nil {
		b.add(folder, listed, nil, err)
		return
	}
	b.mails(file, mailbag{folder: folder, known: known, holder: o.organisation, label: o,
		attach: map[string]mail.Attachment{attachment: {Type: docxType, Data: data}}})
}

// vendorMail writes the mail between the vendor and the customer, as the
// customer's mailboxes hold it or, without the customer's own, as the vendor
// sent it. A screenshot is attached to one of them and may be empty.
func (b *builder) vendorMail(folder string, delivered bool, screenshot []byte) {
	data, err := weekly(0, "東レ株式会社 御中", day(2020, time.October, 23))
	if err != nil {
		b.add(folder, listed, nil, err)
		return
	}
	g := mailbag{folder: folder, known: []*organisation{vendor, owner.organisation}, attach: map[string]mail.Attachment{"進捗報告書.docx": {Type: docxType, Data: data}}}
	if screenshot != nil {
		g.attach["エラー画面.png"] = mail.Attachment{Type: "image/png", Data: screenshot}
	}
	if delivered {
		g.holder = owner.organisation
	} else {
		g.only = vendor
	}
	b.mails("vendor-customer.txt", g)
}
