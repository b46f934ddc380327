package layout

import (
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
	if len(text) > maxSignalBytes {
		return 0
	}
	low := strings.ToLower(text)
	digits := strings.ContainsAny(low, "0123456789０１２３４５６７８９")
	var s signal
	if digits {
		if word(low, "tel") || word(low, "phone") || word(low, "telephone") || strings.Contains(low, "電話") || strings.Contains(low, "☎") || strings.Contains(low, "ｔｅｌ") || strings.Contains(low, "代表番号") {
			s |= tel
		}
		if word(low, "fax") || word(low, "telefax") || strings.Contains(low, "ｆａｘ") || strings.Contains(low, "ファックス") {
			s |= fax
		}
		if strings.Contains(low, "〒") {
			s |= postal
		}
		for _, w := range []string{"登録番号", "法人番号", "vat no", "vat reg", "vat id", "vat:", "vat number", "ust-id", "company no", "registration no", "reg. no", "registered in", "siret", "hrb ", "p.iva", "インボイス番号"} {
			if strings.Contains(low, w) {
				s |= reg
				break
			}
		}
		for _, w := range []string{"street", "avenue", "road", "suite", "p.o. box", "strasse", "straße", "boulevard", "floor", "postfach"} {
			if word(low, w) {
				s |= address
				break
			}
		}
	}
	if strings.Contains(low, "住所") || strings.Contains(low, "所在地") || jpAddress(low) || strings.HasPrefix(low, "address:") {
		s |= address
	}
	if strings.Contains(low, "http://") || strings.Contains(low, "https://") || strings.Contains(low, "www.") || strings.Contains(low, "e-mail") || strings.Contains(low, "email:") || mailish(low) {
		s |= web
	}
	return s
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
	for _, pref := range []string{"都", "道", "府", "県"} {
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
	"送付先", "ご請求先", "得意先", "得意先名", "顧客名", "発注者", "注文者", "ご注文主", "rechnung an", "kunde", "client facturé"}

// issuerLabels stand before the party that issued a document.
var issuerLabels = []string{"from", "issued by", "seller", "vendor", "supplier", "prepared by", "submitted by", "remit to", "contractor", "発行者", "発行元", "発行会社", "見積者", "提出者",
	"提出元", "販売元", "受注者", "請求元", "請求者", "納入者", "納入業者", "作成会社", "仕入先"}

// cutLabel splits a segment at a label at its beginning. A label of Latin letters
// needs a colon behind it, or must be all of the segment and longer than "to" and
// "from", which begin sentences.
func cutLabel(text string, labels []string) (label, rest string, ok bool) {
	t := strings.TrimLeft(text, " 　■□●○◆◇【[・*#")
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
	colon := strings.IndexAny(head, ":：】]")
	if colon < 0 {
		word := strings.ToLower(strings.Trim(t, " 　."))
		if len(word) <= 4 {
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

// isLabel reports whether a segment begins with any label.
func isLabel(text string) bool {
	if _, _, ok := cutLabel(text, recipientLabels); ok {
		return true
	}
	_, _, ok := cutLabel(text, issuerLabels)
	return ok
}
