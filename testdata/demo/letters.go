package demo

import (
	"fmt"
	"strings"
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

// internalMail writes mail within the office: every party has its domain.
func (b *builder) internalMail(folder string, o *office, t topic) {
	subjects := []string{"見積査定の件", "サーバ停止のお知らせ", "予算会議の資料について", "共有フォルダの整理", "会議室の変更", "検収書の回付", "取引先評価の入力依頼", "工程表の更新", "端末更新の対象者", "議事録の確認依頼"}
	for i, s := range subjects {
		when := day(2021, time.January, 12).AddDate(0, 0, i*5)
		with := t.partners[i%len(t.partners)]
		m := mail.Message{From: box(o.organisation, i), To: []mail.Address{box(o.organisation, i+1)}, Subject: s, Date: when, MessageID: messageID(o.organisation, when),
			Charset: []string{"ISO-2022-JP", "UTF-8"}[i%2], Received: []string{"from mbx" + fmt.Sprint(i%3+1) + ".intra." + o.Domain + " (10.20.4." + fmt.Sprint(11+i) + ") by mail.intra." + o.Domain + "; " + when.Format(time.RFC1123Z)}}
		if i%3 == 0 {
			m.Cc = []mail.Address{box(o.organisation, i+2)}
		}
		if i%4 == 1 {
			m.Headers = []mail.Header{{Name: "msip_labels", Value: "MSIP_Label_" + o.Label + "_Enabled=True;\r\n MSIP_Label_" + o.Label + "_SiteId=" + o.Tenant + ";"}}
		}
		m.Body = strings.Fields(m.To[0].Name)[0] + "さん\n\nお疲れさまです。" + strings.Fields(m.From.Name)[0] + "です。\n\n" + s + "について、" + with + "分を含めて確認をお願いします。\n" +
			"資料は " + o.Share + `\会議体\2021` + " に置いてあります。\n今週中にお願いします。\n\n" + strings.Fields(m.From.Name)[0] + "（" + o.Dept + "）\n"
		if i == 2 {
			data, err := o.minutes(9, when, t)
			if err != nil {
				b.add(folder, when, nil, err)
			}
			m.Attachments = []mail.Attachment{{Name: "予算会議_資料.docx", Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Data: data}}
		}
		b.letter(fmt.Sprintf("%s/%s_%s.eml", folder, when.Format("0102"), s), m)
	}
}

// vendorMail writes mail from the vendor to a customer; screenshot is attached
// to one of them and may be empty. Mail that was delivered carries the trace of
// the customer's servers; the sender's copies do not.
func (b *builder) vendorMail(folder string, to *organisation, delivered bool, screenshot []byte) {
	subjects := []string{"お見積書送付の件", "購買システム更改 定例会のご案内", "議事録送付", "機器納入日程について", "保守契約更新のお願い", "VPN増強 作業手順書", "ご質問への回答", "年末年始の保守体制", "障害一次報告", "障害最終報告",
		"検収のお願い", "試験計画書のご確認", "人事異動のごあいさつ", "セキュリティ情報のご連絡", "お見積書再送", "富士通フォーラムのご案内"}
	for i, s := range subjects {
		when := day(2020, time.October, 5).AddDate(0, 0, i*9)
		m := mail.Message{From: box(vendor, i%4), To: []mail.Address{box(to, i%3)}, Subject: "【富士通】" + s, Date: when, MessageID: messageID(vendor, when), Charset: []string{"ISO-2022-JP", "UTF-8"}[i%2]}
		if delivered {
			m.Received = []string{"from mgwym0" + fmt.Sprint(i%4+1) + ".fujitsu.com (203.0.113." + fmt.Sprint(20+i) + ") by mx1." + to.Domain + "; " + when.Format(time.RFC1123Z)}
		}
		for j := range 5 {
			m.Cc = append(m.Cc, box(vendor, i%4+1+j))
		}
		m.Body = to.Name + "\n" + strings.Fields(m.To[0].Name)[0] + "様\n\nいつもお世話になっております。富士通の" + strings.Fields(m.From.Name)[0] + "です。\n\n「" + s + "」につきましてご連絡いたします。\n" +
			"ご不明な点は富士通担当（" + vendor.mail(vendor.Staff[2]) + "）までお申し付けください。\n今後とも富士通をよろしくお願い申し上げます。\n" + signature(vendor, i%4)
		if i == 2 {
			data, err := weekly(7, to.Name+" 御中", when)
			if err != nil {
				b.add(folder, when, nil, err)
			}
			m.Attachments = []mail.Attachment{{Name: "進捗報告書.docx", Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Data: data}}
		}
		if i == 8 && screenshot != nil {
			m.Attachments = []mail.Attachment{{Name: "エラー画面.png", Type: "image/png", Data: screenshot}}
		}
		b.letter(fmt.Sprintf("%s/%s_%s.eml", folder, when.Format("20060102"), s), m)
	}
}

func (b *builder) supplierMail(folder string, from, to *organisation, when time.Time) {
	m := mail.Message{From: box(from, 0), To: []mail.Address{box(to, 0)}, Date: when, MessageID: messageID(from, when), Charset: "UTF-8",
		Received: []string{"from mail." + from.Domain + " (198.51.100.7) by mx1." + to.Domain + "; " + when.Format(time.RFC1123Z)}}
	if from.Layout == english {
		m.Subject = "Quotation for " + to.English
		m.Body = "Dear " + to.Staff[0].Latin + ",\n\nplease find our quotation in the shared folder. The prices hold for 30 days.\n" + signature(from, 0)
	} else {
		m.Subject = "お見積の件"
		m.Body = to.Name + "\n" + strings.Fields(to.Staff[0].Name)[0] + "様\n\nお世話になっております。" + from.Name + "です。\nご依頼のお見積書をお送りいたします。ご査収ください。\n" + signature(from, 0)
	}
	b.letter(folder+"/"+when.Format("20060102")+"_"+fileName(from.Name)+".eml", m)
}
