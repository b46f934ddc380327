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
	PaperPayment   Paper = "payment-advice" // also acceptances of what was delivered: whoever issues it bought
	PaperDrawing   Paper = "drawing"        // of a part: whoever's it is has it made by others
)

// Papers lists every kind.
func Papers() []Paper {
	return []Paper{PaperQuotation, PaperProposal, PaperOrder, PaperAccepted, PaperDelivery, PaperInvoice, PaperReceipt, PaperPayment, PaperDrawing}
}

// Buys reports whether the issuer of such a paper is the one who buys. Of all the
// others the issuer sells.
func (p Paper) Buys() bool {
	return p == PaperOrder || p == PaperPayment || p == PaperDrawing
}
