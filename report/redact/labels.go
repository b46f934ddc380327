package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelKind is what a word in front of a value says the value is.
type labelKind int

const (
	noLabel labelKind = iota
	labelPhone
	labelCard
	labelAccount
	labelID       // of a person: passport, licence, insurance
	labelBirth    // a date of birth
	labelRegistry // a number of an organisation: it stays
	labelPerson
	labelSide    // From, To: a person or an organisation
	labelAddress // a street address
)

// label is one occurrence of a label word.
type label struct {
	start, end int
	kind       labelKind
}

type labelWord struct {
	word string
	kind labelKind
}

// labelWords lists the label words by their first character, longest first.
var labelWords = func() map[rune][]labelWord {
	lists := []struct {
		kind  labelKind
		words string
	}{
		{labelPhone, `tel|telephone|phone|ph|fax|mobile|cell|cellular|cell phone|call|hotline|ext|extension|direct|direct line|t/f|tel/fax|telefon|téléphone|telefax|teléfono|telefono|handy|rufnummer|電話|電話番号|携帯|携帯電話|携帯番号|連絡先|℡|☎|📞|ファックス|ファクシミリ|ファクス|ﾌｧｯｸｽ|内線|直通|代表電話|緊急連絡先|电话|手机|传真|전화|팩스|휴대폰|тел`},
		{labelCard, `card|card no|card number|credit card|debit card|pan|カード番号|クレジットカード|カード|クレジット番号|kreditkarte|carte bancaire|tarjeta`},
		{labelAccount, `account no|account number|account|acct|a/c|a/c no|bank account|口座番号|口座|普通預金|当座預金|普通|当座|kontonummer|konto-nr|iban|sort code`},
		{labelID, `passport|passport no|passport number|passport #|driver license|driver's license|driver's licence|drivers license|driving licence|driving license|licence no|national id|id card|identity card|id no|ssn|social security|social security number|social security no|nino|ni number|national insurance|national insurance number|tax id number|personalausweis|ausweisnummer|steuer-id|steueridentifikationsnummer|sozialversicherungsnummer|nie|dni|curp|cpf|nhs number|nhs no|medicare|health insurance no|パスポート|パスポート番号|旅券番号|旅券|運転免許|運転免許証|免許証番号|運転免許証番号|マイナンバー|個人番号|基礎年金番号|年金番号|被保険者番号|保険者番号|保険証番号|健康保険証|記号番号|在留カード|在留カード番号|社員番号|社員no|従業員番号|職員番号|患者番号|患者id|身份证|身份证号|护照|주민등록번호|여권번호|employee id|employee no|employee number|patient id|member id`},
		{labelBirth, `生年月日|誕生日|出生日期|生日|생년월일|date of birth|birth date|birthdate|birthday|birth|d.o.b|dob|born|born on|geburtsdatum|geburtstag|geboren am|geb.|né le|née le|né(e) le|date de naissance|fecha de nacimiento|data di nascita`},
		{labelRegistry, `法人番号|登録番号|会社法人等番号|事業者番号|証券コード|許可番号|免許番号|届出番号|認証番号|特許|商標|duns|d-u-n-s|ein|fein|abn|acn|cik|vat|vat no|vat reg|ust-id|ust-idnr|hrb|hra|siren|siret|crn|company no|company number|company registration|registered number|registered no|registration no|registration number|reg no|reg. no|lei|uen|cnpj|kvk|patent|isbn|issn|jan|ean|gtin|p/n|part no|serial|serial no|s/n|model|invoice no|invoice number|order no|po no|注文番号|請求書番号|見積番号|伝票番号|管理番号|型番|品番|製造番号|文書番号`},
		{labelPerson, `氏名|お名前|御名前|名前|姓名|申請者|申請者名|申請者氏名|担当者|担当者名|担当者氏名|担当|ご担当|ご担当者|御担当|御担当者|作成者|承認者|確認者|起案者|起票者|記入者|報告者|責任者|管理者|署名者|代表者|代表者名|代表者氏名|代表取締役|代表取締役社長|取締役社長|社員名|従業員名|職員名|患者名|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|カナ氏名|被保険者名|世帯主|本人氏名|参加者|出席者|受講者|発表者|講師|著者|筆者|执笔|联系人|성명|담당자|name|full name|first name|last name|given name|surname|family name|applicant|applicant name|employee|employee name|contact person|contact name|contact|attn|attention|prepared by|approved by|reviewed by|created by|written by|submitted by|requested by|reported by|signed by|signed|signature|author|patient|patient name|assigned to|assignee|account manager|project manager|line manager|cardholder|card holder|account holder|passenger|guest name|ansprechpartner|ansprechpartnerin|sachbearbeiter|bearbeiter|nachname|vorname|nom|prénom|nombre|apellidos|cognome|name of applicant|name of employee`},
		{labelSide, `from|to|cc|bcc|sent by|sender|recipient|差出人|宛先|送信者|受信者|受取人|発信者|von|an|de`},
		{labelAddress, `住所|現住所|本籍|自宅|自宅住所|所在地|送付先|届け先|お届け先|納入先住所|居所|home address|postal address|mailing address|billing address|shipping address|street address|address|residence|anschrift|adresse|dirección|地址|주소`},
	}
	byFirst := map[rune][]labelWord{}
	for _, l := range lists {
		for w := range strings.SplitSeq(l.words, "|") {
			r, _ := utf8.DecodeRuneInString(w)
			list := byFirst[r]
			at := 0
			for at < len(list) && len(list[at].word) >= len(w) {
				at++
			}
			list = append(list, labelWord{})
			copy(list[at+1:], list[at:])
			list[at] = labelWord{w, l.kind}
			byFirst[r] = list
		}
	}
	return byFirst
}()

// labelsIn finds the label words of a text, from left to right, none overlapping.
func labelsIn(f folded) []label {
	var out []label
	for i := 0; i < len(f.low); {
		r, n := rune(f.low[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(f.low[i:])
		}
		found := false
		for _, w := range labelWords[r] {
			if strings.HasPrefix(f.low[i:], w.word) && bounded(f.s, i, i+len(w.word), w.kind) {
				out = append(out, label{i, i + len(w.word), w.kind})
				i += len(w.word)
				found = true
				break
			}
		}
		if !found {
			i += n
		}
	}
	return out
}

// bounded reports whether a word stands by itself. Japanese words do in a sentence too,
// but those for a person's part must not be a piece of a longer word.
func bounded(s string, start, end int, k labelKind) bool {
	first, last := after(s, start), before(s, end)
	if !isCJK(last) && unicode.IsLetter(last) && unicode.IsLetter(after(s, end)) && !isCJK(after(s, end)) {
		return false
	}
	if !isCJK(first) && unicode.IsLetter(first) {
		p := before(s, start)
		if unicode.IsLetter(p) && !isCJK(p) || p == '-' || p == '_' || p == '.' && k == labelSide {
			return false
		}
	}
	if k == labelPerson && isHan(first) && isHan(before(s, start)) {
		return false
	}
	return true
}
