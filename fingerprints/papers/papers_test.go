package papers

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func text(lines string) []evidence.Fact {
	return []evidence.Fact{{Kind: evidence.FactMetadata, Value: "Invoice"}, {Kind: evidence.FactText, Value: lines}}
}

func TestKind(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       evidence.Paper
	}{
		{"a.pdf", "No. 17\n御 見 積 書\n見本商事株式会社 御中", evidence.PaperQuotation},
		{"a.pdf", "ご請求書\n件名 注文書 12 の分", evidence.PaperInvoice},
		{"a.pdf", "注文書\n見本商事株式会社 御中", evidence.PaperOrder},
		{"a.pdf", "注文請書", evidence.PaperAccepted},
		{"a.pdf", "見積依頼書", evidence.PaperOrder},
		{"a.pdf", "納品書（控）", evidence.PaperDelivery},
		{"a.pdf", "領収証", evidence.PaperReceipt},
		{"a.pdf", "PURCHASE ORDER\nSample Trading Ltd", evidence.PaperOrder},
		{"a.pdf", "Tax Invoice", evidence.PaperInvoice},
		{"a.pdf", "I N V O I C E\nSample Trading Ltd", evidence.PaperInvoice},
		{"a.pdf", "Invoice No. INV-2041", evidence.PaperInvoice},
		{"a.pdf", "ＩＮＶＯＩＣＥ", evidence.PaperInvoice},
		{"a.pdf", "Rechnung Nr. 12", evidence.PaperInvoice},
		{"a.pdf", "Packing slip", evidence.PaperDelivery},
		{"a.pdf", "Quote 88-1", evidence.PaperQuotation},
		{"a.pdf", "Quote of the day", ""},
		{"a.pdf", "Invoice address", ""},
		{"a.pdf", "請求書の送付について", ""},
		{"a.pdf", "Please pay the attached invoice within thirty days of today, thank you.", ""},
		{"a.pdf", "Minutes\nInvoices were discussed", ""},
		{"注文書_0012.pdf", "", evidence.PaperOrder},
		{"Sample_Purchase-Order_7.docx", "Item\tQty", evidence.PaperOrder},
		{"invoices.xlsx", "Item\tQty", ""},
		{"a.pdf", "Order 2019-17", evidence.PaperOrder},
		{"a.pdf", "Order No. 17\nInvoice", evidence.PaperInvoice},
		{"a.pdf", "Order of the court", ""},
		{"Court order 17.pdf", "x", ""},
		{"a.pdf", "Remittance advice", evidence.PaperPayment},
		{"a.pdf", "検収通知書", evidence.PaperPayment},
		{"a.pdf", "Drawing no", evidence.PaperDrawing},
		{"組立図 A-17.pdf", "x", evidence.PaperDrawing},
		{"a.pdf", "Drawing conclusions", ""},
		{"a.xlsx", "見積書\t\t2021/4/1", evidence.PaperQuotation},
	} {
		assert.Equal(t, c.want, Kind(c.name, text(c.text)), "%s: %s", c.name, c.text)
	}
}

// A heading counts in the first thirty cells, not in the next.
func TestHeadingsStandAtTheTop(t *testing.T) {
	lines := func(n int) string {
		s := ""
		for range n {
			s += "x\n"
		}
		return s + "INVOICE"
	}
	assert.Equal(t, evidence.PaperInvoice, Kind("a", text(lines(maxLines-2))))
	assert.Equal(t, evidence.PaperInvoice, Kind("a", text(lines(maxLines-1))))
	assert.Equal(t, evidence.Paper(""), Kind("a", text(lines(maxLines))))
}

func FuzzKind(f *testing.F) {
	f.Add("請求書.pdf", "御 見 積 書\nx")
	f.Add("a", "I N V O I C E")
	f.Fuzz(func(t *testing.T, name, s string) {
		k := Kind(name, text(s))
		if k != "" {
			assert.Contains(t, evidence.Papers(), k)
		}
		assert.True(t, utf8.ValidString(string(k)))
	})
}
