package evidence

// Paper is the kind of a business paper, as its heading says.
type Paper string

const (
	PaperQuotation Paper = "quotation" // also offers and estimates
	PaperProposal  Paper = "proposal"
	PaperOrder     Paper = "order" // also requests for quotations: whoever issues it buys
	PaperAccepted  Paper = "order-confirmation"
	PaperDelivery  Paper = "delivery-note"
	PaperInvoice   Paper = "invoice" // also credit notes and statements of account
	PaperReceipt   Paper = "receipt"
)

// Papers lists every kind.
func Papers() []Paper {
	return []Paper{PaperQuotation, PaperProposal, PaperOrder, PaperAccepted, PaperDelivery, PaperInvoice, PaperReceipt}
}

// Buys reports whether the issuer of such a paper is the one who buys. Of all the
// others the issuer sells.
func (p Paper) Buys() bool { return p == PaperOrder }
