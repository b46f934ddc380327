// Package evidence is the vocabulary of evscan: what a scanned package consists
// of (Item), what a file says (Fact), what in it points at an organisation
// (Mark), what could not be read (Problem), and the two contracts by which
// formats are added (Format, Sink).
//
// It imports the standard library only and knows nothing of archives, OCR
// engines or report formats. Every other package may import it.
package evidence
