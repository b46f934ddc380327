package redact

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

// Numbers are those that the schemes publish as examples, or of ranges kept free for
// fiction; persons and firms are invented.
func TestText(t *testing.T) {
	for in, want := range map[string]string{
		// Mail addresses.
		"Mail ann.weaver@harrowgate.example today":                       "Mail person-1@harrowgate.example today",
		"info@harrowgate.example, sales-tokyo@harrowgate.example":        "info@harrowgate.example, sales-tokyo@harrowgate.example",
		"ann.weaver [at] harrowgate [dot] example":                       "person-1 [at] harrowgate [dot] example",
		"連絡はｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｔｅｓｔまで":                                       "連絡はperson-1＠ｅｘａｍｐｌｅ．ｔｅｓｔまで",
		`"Ann Weaver"@harrowgate.example`:                                `"person-1"@harrowgate.example`,
		"https://ann:secret@intranet.harrowgate.example/x":               "https://person-1@intranet.harrowgate.example/x",
		"ann.weaver@a.example and ann.weaver@a.example, bo.li@a.example": "person-1@a.example and person-1@a.example, person-2@a.example",
		"[opsadm@db02 ~]$ cat /etc/hosts":                                "[person-1@db02 ~]$ cat /etc/hosts",
		"lodash@4.17.21 and 10 @ 5.00":                                   "lodash@4.17.21 and 10 @ 5.00",
		// Names beside them.
		"Ann Weaver <ann@harrowgate.example>":                             "person-1 <person-1@harrowgate.example>",
		"\"Weaver, Ann\" <aw7@harrowgate.example>; Help <help@a.example>": "\"person-1\" <person-1@harrowgate.example>; Help <help@a.example>",
		"三宅 由紀子 <miyake@aoba.example>":                                    "person-1 <person-1@aoba.example>",
		"株式会社青葉 営業部 野々村 健吾 <n@aoba.example>":                              "株式会社青葉 営業部 person-1 <person-1@aoba.example>",
		"青葉商事株式会社 <info@aoba.example>":                                    "青葉商事株式会社 <info@aoba.example>",
		"ann@harrowgate.example (Ann Weaver)":                             "person-1@harrowgate.example (person-1)",
		// The same person elsewhere.
		"ann.weaver@a.example: CV_Ann-Weaver.pdf, A. Weaver, WEAVER ANN, AnnWeaver, aweaver": "person-1@a.example: CV_person-1.pdf, person-1, person-1, person-1, person-1",
		"三宅 由紀子 <m@aoba.example> 三宅様、三宅由紀子、由紀子（三宅）":                                          "person-1 <person-1@aoba.example> person-1様、person-1、person-1（person-1）",
		// Behind labels, in greetings, below letters.
		"氏名：五百川 徹":                             "氏名：person-1",
		"担当者 山田太郎 電話 03-0000-1234":             "担当者 person-1 電話 [phone-1]",
		"Attn: Ms Imogen Ashdown, Purchasing":  "Attn: Ms person-1, Purchasing",
		"Prepared by Jonas Wittkamp on Monday": "Prepared by person-1 on Monday",
		"Kind regards,\nTove Marklund\nCFO":    "Kind regards,\nperson-1\nCFO",
		"Dear Ms Marklund,\nyour order":        "Dear Ms person-1,\nyour order",
		"Company name: Kestrel Trading":        "Company name: Kestrel Trading",
		"担当：営業部":                               "担当：営業部",
		"山田様、いつもお世話になっております。":                  "person-1様、いつもお世話になっております。",
		// Telephone.
		"TEL 03-0000-1234 FAX 03(0000)1235":         "TEL [phone-1] FAX [phone-2]",
		"Tel. +81 3 0000 1234 or 03-0000-1234":      "Tel. [phone-1] or [phone-1]",
		"電話：０９０－００００－１２３４":                          "電話：[phone-1]",
		"call (212) 555-0123 or 212-555-0124":       "call [phone-1] or [phone-2]",
		"TEL O3-l234-5678":                          "TEL [phone-1]",
		"+44 20 7946 0018, +49 711 000 9320":        "[phone-1], [phone-2]",
		"01 99 00 12 34":                            "[phone-1]",
		"2021-08-26 03:00, page 12-34, 1,105 items": "2021-08-26 03:00, page 12-34, 1,105 items",
		"登録番号 T1020001071491 法人番号 1-0200-0107-1491": "登録番号 T1020001071491 法人番号 1-0200-0107-1491",
		"5e1f0c7a-0000-4d7c-9a51-510000000018":      "5e1f0c7a-0000-4d7c-9a51-510000000018",
		// Cards, accounts, ids, dates of birth.
		"4111 1111 1111 1111 and 5555555555554444, 3782 822463 10005": "[card-1] and [card-2], [card-3]",
		"4111 1111 1111 1112":                               "4111 1111 1111 1112",
		"IBAN DE89 3704 0044 0532 0130 00.":                 "IBAN [account-1].",
		"マイナンバー 1234 5678 9018":                             "マイナンバー [id-1]",
		"123456789018 and 123456789012":                     "[id-1] and 123456789012",
		"SSN 078-05-1120":                                   "SSN [id-1]",
		"AB 12 34 56 C":                                     "[id-1]",
		"Passport No: TK1234567":                            "Passport No: [id-1]",
		"身份证 11010519491231002X":                            "身份证 [id-1]",
		"CPF 111.444.777-35":                                "CPF [id-1]",
		"生年月日：昭和55年1月2日":                                    "生年月日：[born-1]",
		"Date of birth: 2 January 1980; ordered 2021-01-02": "Date of birth: [born-1]; ordered 2021-01-02",
		// Addresses.
		"〒100-0000 東京都千代田区架空1-2-3 架空ビル5F 株式会社青葉":                    "[address-1] 株式会社青葉",
		"大津市架空一丁目1番1号":                                              "[address-1]",
		"住所: 青葉村大字架空123":                                            "住所: [address-1]",
		"14 Imaginary Row, Cambridge CB0 0XX":                       "[address-1]",
		"at 1600 Nowhere Avenue NW, Suite 5, Springfield, IL 62704": "at [address-1]",
		"Erfundene Straße 7, 70000 Stuttgart":                       "[address-1]",
		"12 rue de la Fiction, 75000 Paris":                         "[address-1]",
		"P.O. Box 1234":                                             "[address-1]",
		"42 Street Partners Ltd":                                    "42 Street Partners Ltd",
		// Paths.
		`C:\Users\a.weaver\Desktop\x.docx`:                                             `C:\Users\person-1\Desktop\x.docx`,
		`C:\\Users\\aweaver\\Desktop`:                                                  `C:\\Users\\person-1\\Desktop`,
		"/home/weaver/.ssh and /home/ubuntu":                                           "/home/person-1/.ssh and /home/ubuntu",
		`C:\Users\Public\x HARROW\ann.weaver`:                                          `C:\Users\Public\x HARROW\person-1`,
		"https://a-my.sharepoint.com/personal/ann_weaver_harrowgate_example/Documents": "https://a-my.sharepoint.com/personal/person-1/Documents",
		`\\aobafs01\共通\home$\miyake\x`:                                                 `\\aobafs01\共通\home$\person-1\x`,
	} {
		t.Run(in, func(t *testing.T) {
			got := Text(in)
			assert.Equal(t, want, got)
			assert.Equal(t, got, Text(got), "masking again changes nothing")
		})
	}
}

// Sentences and figures that look like something personal and are not.
func TestTextStays(t *testing.T) {
	for _, s := range []string{
		"富士見工業株式会社 御中", "株式会社山田太郎商店", "Ann Weaver Textiles Ltd", "東京都", "第1-2-3号", "版1-0-1", "0.12.345.6789",
		"sha256 f58d989d0672896d9e80037bbcc45e47", "10.24.0.53", "v2.11.0", "192.168.100.254", "2021-02-24T05:00:49Z", "¥13,215,400-",
		"Harrowgate Mills Ltd is a party of 95% of the documents, and marks of its own systems stand in 37 of them",
		"https://www.harrowgate.example/about?id=20210226", "御見積書 No. FJ-20-1144", "OpenSSL 1.1.1k  25 Mar 2021", "ISBN 978-4-00-000000-0",
		"HRB 123456 Amtsgericht", "CHE-116.281.710", "D-U-N-S 06-704-1234", "52,1 %", "3 of 4 read; 1 file = 1", "SIRET 303 000 000 00013",
		"Attn: Accounts Payable", "Kind regards, Harrowgate Support Team", "お客様各位", "担当者様", "関係者各位", "From: Harrowgate Newsletter",
	} {
		assert.Equal(t, s, Text(s))
	}
}

func sample() document.Document {
	meta := func(pairs ...string) []document.Metadata {
		var out []document.Metadata
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, document.Metadata{Name: pairs[i], Value: pairs[i+1]})
		}
		return out
	}
	mark := func(kind, key, value, snippet string) document.Mark {
		return document.Mark{Kind: "names", KeyKind: kind, Key: key, Class: "mention", Value: value, Snippet: snippet, Count: 1}
	}
	return document.Document{
		Schema:  document.Schema{Version: document.Version, URL: document.SchemaURL},
		Package: document.Package{Name: "case of Ann Weaver.zip", Kind: "file", SHA256: strings.Repeat("4", 64)},
		Claim:   &document.Claim{Organisation: "Kestrel Systems", Verdict: "contradicted"},
		Attribution: document.Attribution{Verdict: "leading", Candidates: []document.Candidate{
			{ID: "domain:harrowgate.example", Name: "Harrowgate Mills Ltd", Aliases: []string{"ハロゲート紡績"}, Domains: []string{"harrowgate.example"},
				Evidence: []document.Evidence{{Item: "0.1", Path: []string{"case of Ann Weaver.zip", "CV_weaver.pdf"}, Value: "ann.weaver@harrowgate.example",
					Snippet: "Ann Weaver, Harrowgate Mills Ltd, 03-0000-1234", Crop: &document.Crop{MIME: "image/png", Width: 1, Height: 1, Data: []byte{1}}}}},
			{ID: "name:ann weaver", Name: "Ann Weaver"},
		}, Flips: []document.Flip{{Without: "the file CV_weaver.pdf", Detail: "Without the file CV_weaver.pdf nobody leads clearly."}}},
		Items: []document.Item{
			{ID: "0", Path: []string{"case of Ann Weaver.zip"}},
			{ID: "0.1", Path: []string{"case of Ann Weaver.zip", "CV_weaver.pdf"}, NameBytes: []byte("CV_weaver\xff.pdf"),
				Metadata: meta("pdf:Author", "Ann Weaver", "pdf:Company", "Harrowgate Mills Ltd", "exif:GPSPosition", "33.794000 132.706000"),
				Marks: []document.Mark{mark("name", "harrowgate mills", "Harrowgate Mills Ltd", "Ann Weaver, Harrowgate Mills Ltd"), mark("name", "ann weaver", "Ann Weaver", "Ann Weaver"),
					mark("registry", "jp-corporate-number:1020001071491", "T1020001071491", "登録番号 T1020001071491")},
				Text: document.Text{Content: "Harrowgate Mills Ltd\nAnn Weaver\n03-0000-1234\n"}},
			{ID: "0.2", Path: []string{"case of Ann Weaver.zip", "mail.eml"}, Metadata: meta("mail:From", "Ann Weaver <ann.weaver@harrowgate.example>", "mail:To", "Bo Lindqvist",
				"mail:Message-ID", "<20210224050049.51A02826@harrowgate.example>", "mail:Subject", "Application of Bo Lindqvist")},
		},
		Problems: []document.Problem{{Item: "0.1", Kind: "encrypted", Where: "Ann Weaver.txt", Detail: "encrypted"}},
	}
}

func TestDocument(t *testing.T) {
	d := sample()
	r := Document(d)
	assert.Equal(t, sample(), d, "what is given stays as it is")
	assert.True(t, r.Options.Redacted)
	assert.Equal(t, "case of person-1.zip", r.Package.Name)
	assert.Equal(t, d.Package.SHA256, r.Package.SHA256)
	assert.Equal(t, "Kestrel Systems", r.Claim.Organisation)
	c := r.Attribution.Candidates
	assert.Equal(t, "Harrowgate Mills Ltd", c[0].Name)
	assert.Equal(t, []string{"ハロゲート紡績"}, c[0].Aliases)
	assert.Equal(t, "person-1@harrowgate.example", c[0].Evidence[0].Value)
	assert.Equal(t, "person-1, Harrowgate Mills Ltd, [phone-1]", c[0].Evidence[0].Snippet)
	assert.Equal(t, []string{"case of person-1.zip", "CV_person-1.pdf"}, c[0].Evidence[0].Path)
	assert.Nil(t, c[0].Evidence[0].Crop)
	assert.Equal(t, "name:person-1", c[1].ID, "a person that was taken for an organisation")
	assert.Equal(t, "person-1", c[1].Name)
	assert.Equal(t, "Without the file CV_person-1.pdf nobody leads clearly.", r.Attribution.Flips[0].Detail)
	it := r.Items[1]
	assert.Nil(t, it.NameBytes)
	assert.Equal(t, []document.Metadata{{Name: "pdf:Author", Value: "person-1"}, {Name: "pdf:Company", Value: "Harrowgate Mills Ltd"}, {Name: "exif:GPSPosition", Value: "[place-1]"}}, it.Metadata)
	assert.Equal(t, []string{"harrowgate mills", "person-1", "jp-corporate-number:1020001071491"}, []string{it.Marks[0].Key, it.Marks[1].Key, it.Marks[2].Key})
	assert.Equal(t, "登録番号 T1020001071491", it.Marks[2].Snippet)
	assert.Equal(t, "Harrowgate Mills Ltd\nperson-1\n[phone-1]\n", it.Text.Content)
	assert.Equal(t, "person-1 <person-1@harrowgate.example>", r.Items[2].Metadata[0].Value)
	assert.Equal(t, "person-2", r.Items[2].Metadata[1].Value)
	assert.Equal(t, "<message-1@harrowgate.example>", r.Items[2].Metadata[2].Value)
	assert.Equal(t, "Application of person-2", r.Items[2].Metadata[3].Value)
	assert.Equal(t, "person-1.txt", r.Problems[0].Where)
	assert.Equal(t, r, Document(r), "redacting again changes nothing")
}

// A report that names nobody loses nothing.
func TestDocumentWithoutPersons(t *testing.T) {
	d := document.Document{Package: document.Package{Name: "case.zip"}, Items: []document.Item{{ID: "0.1234567890.1", Path: []string{"case.zip"}, SHA256: "4111111111111111"}}}
	want := d
	want.Options.Redacted = true
	assert.Equal(t, want, Document(d))
}

func TestLongStringsInLinearTime(t *testing.T) {
	for _, unit := range []string{"@", "0", "03-", "山田", "a@", "Ann Weaver ", "〒", "東京都", "\\Users\\", "4111 ", "TEL ", "氏名:", "A ", "1 A St ", "(", "㈱", "a.", "Dear "} {
		s := strings.Repeat(unit, (1<<15)/len(unit))
		out := Text(s)
		assert.True(t, utf8.ValidString(out), unit)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Ann Weaver <ann@a.example>", "TEL 03-0000-1234", "氏名：五百川 徹", "4111 1111 1111 1111", "〒100-0000 東京都千代田区架空1-2-3", `C:\Users\a\`, "person-1 [phone-2]", "Dear Ms X,", "\xff@\xfe"} {
		f.Add(s)
	}
	secrets := []string{"quenby.ottoline", "4111111111111111", "090-0000-4321", "078-05-1120"}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		out := Text(s)
		assert.True(t, utf8.ValidString(out))
		assert.Equal(t, out, Text(out), "again")
		seeded := Text(s + "\n" + strings.Join([]string{secrets[0] + "@harrowgate.example", secrets[1], secrets[2], secrets[3]}, "\n") + "\n" + s)
		for _, secret := range secrets {
			assert.NotContains(t, seeded, secret)
		}
		assert.Contains(t, seeded, "@harrowgate.example")
	})
}

// The ends of a snippet fall where they fall.
func TestSnippetsAreCut(t *testing.T) {
	d := document.Document{Items: []document.Item{{ID: "0", Path: []string{"x"}, Metadata: []document.Metadata{
		{Name: "mail:From", Value: "Ottoline Quenby <ottoline.quenby@harrowgate.example>"}, {Name: "mail:To", Value: "鷲津山 葦比古 <w@harrowgate.example>"}}}}}
	snippets := map[string]string{
		"pay by card 4111 1111":           "pay by card [card-1]",
		"cards 5555 5555 55":              "cards [card-1]",
		"TEL 03-00":                       "TEL [phone-1]",
		"or call +44 20":                  "or call [phone-1]",
		"or 090-0000-":                    "or [phone-1]-",
		"0000-4321 FAX":                   "[phone-1] FAX",
		"1111 1111 1111 is the card":      "[card-1] is the card",
		"reach ottoline.quen":             "reach person-1",
		"with Ottoline Qu":                "with person-1",
		"line Quenby said":                "person-1 said",
		"担当は鷲津山葦":                         "担当はperson-2",
		"担当は鷲津":                           "担当はperson-2",
		"登録番号 T10200":                     "登録番号 T10200",
		"ordered in 2021":                 "ordered in 2021",
		"on 2021-08-26":                   "on 2021-08-26",
		"12,345,678":                      "12,345,678",
		"2021-08-26 report":               "2021-08-26 report",
		"version 1.2.3":                   "version 1.2.3",
		"Harrowgate Mills Ltd and Harrow": "Harrowgate Mills Ltd and Harrow",
	}
	for in := range snippets {
		d.Items[0].Marks = append(d.Items[0].Marks, document.Mark{KeyKind: "host", Key: "h", Value: "h", Snippet: in})
	}
	r := Document(d)
	for i, m := range r.Items[0].Marks {
		in := d.Items[0].Marks[i].Snippet
		got := regexp.MustCompile(`\[(\w+)-\d+\]`).ReplaceAllString(m.Snippet, "[$1-1]")
		assert.Equal(t, snippets[in], got, in)
	}
	assert.Equal(t, r, Document(r))
}
