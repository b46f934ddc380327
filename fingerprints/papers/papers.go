// Package papers tells the kind of a business paper by its heading: who issues a
// quotation sells, who issues an order buys.
package papers

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// Bounds of a heading. Further down, and in longer lines, papers talk about other papers.
const (
	maxLines   = 30
	maxRunes   = 40
	maxRunesJA = 16
	maxBytes   = 8 << 10
)

// headings holds the words of headings, longer ones before those they contain.
var headings = []struct {
	kind  evidence.Paper
	words []string
}{
	{evidence.PaperAccepted, []string{"注文請書", "発注請書", "order confirmation", "order acknowledgement", "order acknowledgment", "auftragsbestätigung", "confirmation de commande"}},
	{evidence.PaperOrder, []string{"見積依頼書", "注文書", "発注書", "発注伝票", "request for quotation", "request for quote", "rfq", "purchase order", "order form", "bestellung", "bon de commande", "orden de compra", "采购订单", "order"}},
	{evidence.PaperQuotation, []string{"見積書", "見積り書", "御見積", "お見積り", "お見積もり", "quotation", "price quotation", "price offer", "quote", "estimate", "offer", "angebot", "devis", "cotización", "报价单"}},
	{evidence.PaperProposal, []string{"提案書", "proposal"}},
	{evidence.PaperDelivery, []string{"納品書", "納品伝票", "出荷案内書", "物品受領書", "送付状", "delivery note", "delivery slip", "packing slip", "packing list", "dispatch note", "lieferschein", "bon de livraison", "送货单"}},
	{evidence.PaperInvoice, []string{"請求書", "請求明細書", "tax invoice", "commercial invoice", "proforma invoice", "pro forma invoice", "invoice", "credit note", "statement of account", "rechnung", "facture", "factura", "发票"}},
	{evidence.PaperReceipt, []string{"領収書", "領収証", "official receipt", "sales receipt", "cash receipt", "receipt", "quittung", "reçu", "收据"}},
	{evidence.PaperPayment, []string{"支払通知書", "検収通知書", "検収書", "remittance advice", "payment advice", "payment notice"}},
	{evidence.PaperDrawing, []string{"組立図", "部品図", "製作図", "承認図", "assembly drawing", "part drawing", "detail drawing", "general arrangement drawing", "drawing"}},
}

// ordinary are words that head a paper of their own only where no other heading stands
// (invoices have an order's number too), and say nothing in the name of a file: a court's order, a
// drawing of a child.
var ordinary = map[string]bool{"order": true, "drawing": true}

// Kind is the kind of the paper that the facts of an item are, by the first heading in
// its first lines and else by the name of its file; "" where neither says.
func Kind(name string, facts []evidence.Fact) evidence.Paper {
	lines := 0
	var other evidence.Paper
	for i := range facts {
		f := &facts[i]
		if f.Kind == evidence.FactMetadata {
			continue
		}
		text := f.Value
		if len(text) > maxBytes {
			text = text[:maxBytes]
		}
		for line := range strings.SplitSeq(text, "\n") {
			for cell := range strings.SplitSeq(line, "\t") {
				if cell = strings.TrimSpace(cell); cell == "" {
					continue
				}
				if lines++; lines > maxLines {
					return cmp.Or(other, ofName(name))
				}
				k, sure := heading(cell)
				if sure {
					return k
				}
				other = cmp.Or(other, k)
			}
		}
	}
	return cmp.Or(other, ofName(name))
}

// heading is the kind that a line names, where the line is little else. It is not sure
// of words that are no more than ordinary.
func heading(line string) (kind evidence.Paper, sure bool) {
	if len(line) > 4*maxRunes || utf8.RuneCountInString(line) > maxRunes {
		return "", false
	}
	flat := fold(line)
	squeezed := strings.ReplaceAll(flat, " ", "")
	for _, h := range headings {
		for _, w := range h.words {
			if evidence.StartsCJK(w) {
				if utf8.RuneCountInString(squeezed) <= maxRunesJA && strings.Contains(squeezed, w) && !asks(squeezed, w) {
					return h.kind, true
				}
				continue
			}
			rest, ok := strings.CutPrefix(flat, w)
			if !ok {
				// Headings are spaced out for looks: I N V O I C E.
				rest, ok = strings.CutPrefix(squeezed, strings.ReplaceAll(w, " ", ""))
				ok = ok && strings.Count(flat, " ") >= len(squeezed)-1
			}
			if ok && ends(rest) {
				return h.kind, !ordinary[w]
			}
		}
	}
	return "", false
}

// asks reports whether a Japanese line wants the paper rather than being it: 見積書送付の件,
// 請求書について.
func asks(line, word string) bool {
	_, after, _ := strings.Cut(line, word)
	for _, w := range []string{"の", "に", "を", "は", "が", "と", "へ", "送付", "依頼", "発行", "番号", "no", "一覧", "在中"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// ends reports whether what follows a heading's words is a number or nothing: "Invoice
// No. 17", not "Invoice address" or "Quote of the day".
func ends(rest string) bool {
	rest = strings.TrimLeft(rest, " :.-/#")
	first := strings.TrimRight(strings.SplitN(rest, " ", 2)[0], ":.-/#")
	for _, w := range []string{"no", "number", "nr", "ref", "date"} {
		if first == w {
			return true
		}
	}
	return !strings.ContainsFunc(first, unicode.IsLower)
}

// ofName is the kind that the name of a file says.
func ofName(name string) evidence.Paper {
	flat := fold(strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(name))
	padded := " " + flat + " "
	for _, h := range headings {
		for _, w := range h.words {
			if evidence.StartsCJK(w) && strings.Contains(flat, w) || !ordinary[w] && strings.Contains(padded, " "+w+" ") {
				return h.kind
			}
		}
	}
	return ""
}

// fold brings a line into one form: NFKC, lower case, single blanks.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}
