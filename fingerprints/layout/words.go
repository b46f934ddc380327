package layout

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// signal is a set of things that letterheads hold.
type signal uint16

const (
	tel signal = 1 << iota
	fax
	postal
	address
	reg
	web
	person
)

// contact are the signals that make a block an issuer's.
const contact = tel | fax | postal | address | reg | web

var signalNames = []struct {
	s    signal
	name string
}{{address, "address"}, {postal, "postal code"}, {tel, "telephone"}, {fax, "fax"}, {reg, "registration number"}, {web, "web or mail address"}}

func (s signal) count() int {
	n := 0
	for _, k := range signalNames {
		if s&k.s != 0 {
			n++
		}
	}
	return n
}

func (s signal) String() string {
	var parts []string
	for _, k := range signalNames {
		if s&k.s != 0 {
			parts = append(parts, k.name)
		}
	}
	return strings.Join(parts, ", ")
}

// maxSignalBytes bounds the segments that are searched for signals: a letterhead has short lines.
const maxSignalBytes = 400

func signalsOf(text string) signal {
	if len(text) > maxSignalBytes || !signalGate.mayHold(text) {
		return 0
	}
	low := strings.ToLower(text)
	digits := strings.ContainsAny(low, "0123456789０１２３４５６７８９")
	var s signal
	if digits {
		if anyWord(low, phoneWords) {
			s |= tel
		}
		if anyWord(low, faxWords) {
			s |= fax
		}
		if strings.Contains(low, "〒") {
			s |= postal
		}
		if anyOf(low, registerWords) {
			s |= reg
		}
		if anyWord(low, streetWords) {
			s |= address
		}
	}
	if anyOf(low, placeWords[:2]) || jpAddress(low) || strings.HasPrefix(low, "address:") {
		s |= address
	}
	if anyOf(low, webWords) || mailish(low) {
		s |= web
	}
	return s
}

// The words of a letterhead. Each is at least three bytes long and known to
// signalGate, which signalsOf asks first.
var (
	phoneWords    = []string{"tel", "phone", "telephone", "電話", "☎", "ｔｅｌ", "代表番号"}
	faxWords      = []string{"fax", "telefax", "ｆａｘ", "ファックス"}
	registerWords = []string{"登録番号", "法人番号", "vat no", "vat reg", "vat id", "vat:", "vat number", "ust-id", "company no", "registration no", "reg. no", "registered in", "siret", "hrb ", "p.iva", "インボイス番号",
		"gst reg", "gst no", "gst id", "gstin", "sst no", "sst id", "co. no.", "co. reg", "reg no", "reg. number", "abn:", "tax id", "tax reg", "brn:", "uen:", "npwp"}
	streetWords = []string{"street", "avenue", "road", "suite", "p.o. box", "strasse", "straße", "boulevard", "floor", "postfach"}
	placeWords  = []string{"住所", "所在地", "address:", "丁目", "番地"}
	prefectures = []string{"都", "道", "府", "県"}
	webWords    = []string{"http://", "https://", "www.", "e-mail", "email:"}
)

// anyOf reports whether one of the words stands anywhere in low.
func anyOf(low string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(low, w) })
}

// anyWord is anyOf for words that, in Latin script, have no letter on either side.
func anyWord(low string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		if w[0] < utf8.RuneSelf {
			return word(low, w)
		}
		return strings.Contains(low, w)
	})
}

// word reports whether w stands in low without a letter on either side.
func word(low, w string) bool {
	for from := 0; ; {
		i := strings.Index(low[from:], w)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(w)
		if (i == 0 || !letter(low[i-1])) && (end == len(low) || !letter(low[end])) {
			return true
		}
		from = end
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

// jpAddress reports whether a prefecture is followed by a city, ward, town or
// county and a number, or a block number (丁目, 番地).
func jpAddress(s string) bool {
	if strings.Contains(s, "丁目") || strings.Contains(s, "番地") {
		return true
	}
	for _, pref := range prefectures {
		i := strings.Index(s, pref)
		if i <= 0 {
			continue
		}
		if j := strings.IndexAny(s[i:], "市区町村郡"); j > 0 && strings.ContainsAny(s[i+j:], "0123456789０１２３４５６７８９一二三四五六七八九") {
			return true
		}
	}
	return false
}

func mailish(low string) bool {
	i := strings.IndexByte(low, '@')
	return i > 0 && i < len(low)-3 && strings.IndexByte(low[i:], '.') > 1
}

// recipientLabels stand before the party a document is addressed to. Labels in
// Latin letters must be followed by a colon or stand alone; see cutLabel.
var recipientLabels = []string{"bill to", "billed to", "invoice to", "sold to", "ship to", "deliver to", "delivered to", "customer", "client", "prepared for", "submitted to",
	"attn", "attention", "messrs", "quote to", "quotation for", "to", "buyer", "purchaser", "宛先", "宛名", "宛", "お客様名", "お客様", "御社名", "貴社名", "請求先", "納入先", "納品先",
	"送付先", "ご請求先", "得意先", "得意先名", "顧客名", "発注者", "注文者", "ご注文主", "rechnung an", "kunde", "client facturé",
	"customer name", "client name", "bill-to", "sold-to", "ship-to", "invoice address", "billing address", "delivery address", "shipping address", "consignee", "addressee", "addressed to",
	"見積先", "発注元", "御請求先", "御見積先", "ご送付先", "依頼元", "注文元", "荷受人", "配送先", "お届け先", "届け先", "ご依頼主", "お取引先名",
	"an", "empfänger", "rechnungsempfänger", "auftraggeber", "kundenname", "lieferadresse", "rechnungsadresse", "à l'attention de", "destinataire", "facturé à",
	"cliente", "destinatario", "destinatário", "facturar a", "a la atención de", "客户", "客户名称", "客戶", "收件人", "收货人", "买方", "需方"}

// issuerLabels stand before the party that issued a document.
var issuerLabels = []string{"from", "issued by", "seller", "vendor", "supplier", "prepared by", "submitted by", "remit to", "contractor", "発行者", "発行元", "発行会社", "見積者", "提出者",
	"提出元", "販売元", "受注者", "請求元", "請求者", "納入者", "納入業者", "作成会社", "仕入先",
	"absender", "lieferant", "auftragnehmer", "rechnungssteller", "émetteur", "fournisseur", "expéditeur", "proveedor", "emisor", "remitente", "fornitore", "mittente", "fornecedor",
	"supplier name", "vendor name", "seller name", "shipper", "consignor", "发件人", "供应商", "卖方", "供方", "发货人"}

// cutLabel splits a segment at a label at its beginning. A label of Latin letters
// needs a colon behind it, or must be all of the segment and longer than "to" and
// "from", which begin sentences.
func cutLabel(text string, labels []string) (label, rest string, ok bool) {
	t := text
	if t != "" && !isAlnum(t[0]) {
		t = strings.TrimLeft(text, " 　■□●○◆◇【[・*#")
	}
	if len(t) > 4*maxSignalBytes {
		return "", "", false
	}
	head := t
	if len(head) > 60 {
		head = head[:60]
		for len(head) > 0 && !utf8.ValidString(head) {
			head = head[:len(head)-1]
		}
	}
	colon := colonIn(head)
	if colon < 0 {
		if l, rest, ok := blankLabel(head, t, labels); ok {
			return l, rest, true
		}
		word := strings.Trim(t, " 　.")
		if len(word) > maxAlone {
			return "", "", false
		}
		if word = strings.ToLower(word); len(word) <= 4 {
			return "", "", false
		}
		for _, l := range labels {
			if word == l {
				return l, "", true
			}
		}
		return "", "", false
	}
	word := strings.ToLower(strings.Trim(head[:colon], " 　."))
	for _, l := range labels {
		if word == l {
			_, n := utf8.DecodeRuneInString(t[colon:])
			return l, t[colon+n:], true
		}
	}
	return "", "", false
}

// blankLabel splits a segment at a Japanese or Chinese label with nothing but a blank
// behind it, as on forms: 納品先　北野商事.
func blankLabel(head, t string, labels []string) (label, rest string, ok bool) {
	i := strings.IndexAny(head, " 　")
	if i <= 0 || head[0] < utf8.RuneSelf {
		return "", "", false
	}
	for _, l := range labels {
		if head[:i] == l {
			return l, strings.TrimLeft(t[i:], " 　"), true
		}
	}
	return "", "", false
}

// maxAlone is three times the longest label, in bytes: lower case takes at most two
// thirds of a word away (the Kelvin sign is k).
const maxAlone = 64

// colonIn is the offset of the first colon or closing bracket in s, -1 for none.
func colonIn(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ':' || c == ']':
			return i
		case c == "："[0] && strings.HasPrefix(s[i:], "：") || c == "】"[0] && strings.HasPrefix(s[i:], "】"):
			return i
		}
	}
	return -1
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// isLabel reports whether a segment begins with any label.
func isLabel(text string) bool {
	if _, _, ok := cutLabel(text, recipientLabels); ok {
		return true
	}
	_, _, ok := cutLabel(text, issuerLabels)
	return ok
}
