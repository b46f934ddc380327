package bench

import (
	"fmt"
	"strings"

	"evscan/testdata/make/mail"
	"evscan/testdata/make/picture"
)

// noise adds what lies about everywhere.
func (s *scene) noise() {
	for range s.r.IntN(5) {
		switch s.r.IntN(8) {
		case 0, 1:
			s.put("", "", "bulletin", s.bulletin(s.cast(pick(s.r, []kind{company, company, authority, bank}), RoleMentioned)), pick(s.r, []string{pdfs, pdfs, pptx}))
		case 2:
			s.put("", "", "private", s.private(s.japanese()), pick(s.r, []string{docx, txt, xlsx}))
		case 3:
			if s.shots < 2 {
				s.photo()
			}
		case 4:
			if s.owner != nil {
				s.newsletter(s.owner)
			}
		case 5:
			s.put("", "", "blank-form", s.blank(s.japanese()), pick(s.r, []string{docx, xlsx, pdfs}))
		default:
			s.software()
		}
	}
}

// newsletter adds a circular mail of a stranger to somebody of the organisation.
func (s *scene) newsletter(to *org) {
	r := s.r
	from := s.cast(company, RoleMentioned)
	b := pick(r, to.people)
	when := s.day()
	body := strings.Join(append(sentences(r, from.ja, 4), "", from.name, say(from.ja, "配信停止: ", "Unsubscribe: ")+"https://news."+from.domain()+"/u/"+fmt.Sprint(r.IntN(1e6))), "\n")
	m := mail.Message{From: mail.Address{Name: from.short, Addr: pick(r, []string{"news@", "info@", "no-reply@"}) + from.domain()}, To: []mail.Address{{Addr: to.mail(b)}},
		Subject: say(from.ja, "【"+from.short+"】", "") + topic(r, from.ja), Body: body, Charset: "UTF-8"}
	if s.metadata == Kept {
		m.Date, m.MessageID = when, fmt.Sprintf("%x@news.%s", r.Uint64(), from.domain())
		m.Headers = []mail.Header{{Name: "List-Unsubscribe", Value: "<https://news." + from.domain() + "/u>"}}
	}
	s.file(s.place("mail", when.Format("20060102-1504"), "eml"), "newsletter", when, func(*setter) ([]byte, error) { return m.Bytes() })
}

// blank is a form or table that names nobody.
func (s *scene) blank(ja bool) *paper {
	r := s.r
	p := &paper{ja: ja, when: s.day(), author: newPerson(r, ja, 0)}
	if ja {
		p.title = pick(r, []string{"点検表", "申請書（様式）", "座席表", "計算シート", "議事録ひな形", "会議室予約表"})
	} else {
		p.title = pick(r, []string{"Check list", "Request form", "Seating plan", "Calculation", "Minutes template", "Room plan"})
	}
	p.add("title", p.title)
	rows := [][]string{{"No", say(ja, "項目", "Item"), say(ja, "結果", "Result")}}
	for i := range 4 + r.IntN(10) {
		rows = append(rows, []string{fmt.Sprint(i + 1), topic(r, ja), pick(r, []string{"", "○", "-", "OK", ""})})
	}
	p.table(rows)
	return p
}

// bill is a private person's bill of a utility, a bank or a shop.
func (s *scene) bill(from *org, ja bool) *paper {
	r := s.r
	p := &paper{by: from, author: from.people[0], ja: from.ja, when: s.day()}
	q := newPerson(r, ja, 0)
	p.title = say(from.ja, pick(r, []string{"ご利用明細", "ご請求のお知らせ", "会員規約"}), pick(r, []string{"Your bill", "Account summary", "Terms of membership"}))
	p.add("title", p.title)
	p.pair([]string{say(from.ja, q.name+" 様", q.name)}, s.issuer(from, from.people[0], from.ja))
	p.add("text", sentences(r, from.ja, 2)...)
	p.add("right", say(from.ja, "ご請求額 ", "Total ")+group(1000+r.IntN(30000)))
	return p
}

// photo adds a picture without text.
func (s *scene) photo() {
	s.shots++
	when := s.day()
	seed := s.r.Uint64()
	kind := picture.Scene(s.r.IntN(4))
	s.file(s.place("", fmt.Sprintf("IMG_%04d", s.r.IntN(10000)), "jpg"), "photo", when, func(st *setter) ([]byte, error) {
		data, err := encodeJPEG(picture.Photo(kind, seed, 480, 360), 70)
		if err != nil || st.plan.Metadata == Stripped {
			return data, err
		}
		return picture.AddEXIF(data, picture.EXIF{Make: "Canon", Model: "PowerShot G7", Taken: when})
	})
}

// software adds what programs leave: logs, settings, licences.
func (s *scene) software() {
	r := s.r
	when := s.day()
	text := pick(r, []string{
		"MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software...\n",
		"[InternetShortcut]\nURL=https://www.microsoft.com/ja-jp/windows\n",
		"; for 16-bit app support\n[fonts]\n[extensions]\n[mci extensions]\n[files]\n[Mail]\nMAPI=1\n",
		"{\n  \"name\": \"app\",\n  \"version\": \"1.2.0\",\n  \"dependencies\": {\"left-pad\": \"^1.3.0\"}\n}\n",
		when.Format("2006-01-02 15:04:05") + " INFO  started\n" + when.Format("2006-01-02 15:04:05") + " WARN  retry 1\n" + when.Format("2006-01-02 15:04:05") + " INFO  connected to db\n",
		"Adobe Acrobat Reader DC\r\nCopyright Adobe. All rights reserved.\r\n",
		"<html><head><title>Index of /pub</title></head><body><h1>Index of /pub</h1><a href=\"a.tar.gz\">a.tar.gz</a></body></html>\n",
		"# settings\nlisten = 0.0.0.0\nport = " + fmt.Sprint(1000+r.IntN(9000)) + "\nworkers = 4\n",
		"select * from t_order where order_date > '2020-01-01' order by 1;\n",
		"Date,Open,High,Low,Close\n2020-01-06,101,104,100,103\n2020-01-07,103,105,101,102\n",
	})
	name := pick(r, []string{"LICENSE", "setup", "win", "package", "app", "notes", "config", "export", "index", "query"})
	s.file(s.place(pick(r, []string{"", "tmp", "tools", "Downloads"}), name, pick(r, []string{"txt", "log", "ini", "json", "html", "csv"})), "software", when, func(*setter) ([]byte, error) { return []byte(text), nil })
}
