// Package extractors lists every format that evscan knows.
package extractors

import (
	"slices"

	"evscan/evidence"
	"evscan/extractors/archive"
	"evscan/extractors/identify"
	"evscan/extractors/image"
	"evscan/extractors/iwork"
	"evscan/extractors/mail"
	"evscan/extractors/odf"
	"evscan/extractors/ole"
	"evscan/extractors/onenote"
	"evscan/extractors/ooxml"
	"evscan/extractors/pdf"
	"evscan/extractors/rtf"
	"evscan/extractors/text"
)

// All lists the formats in probe order; the first that matches is an item's type.
//
// A format that is told by what a container holds stands before the container
// itself, and a format with a signature before text, which anything readable is.
// Formats that evscan identifies without reading them come after all those that
// it reads, except for signatures so short that they would take a text's first
// letters for theirs: those come last.
func All() []evidence.Format {
	return slices.Concat(
		image.Formats(),
		ooxml.Formats(),
		odf.Formats(),
		ole.Formats(),
		pdf.Formats(),
		rtf.Formats(),
		onenote.Formats(),
		iwork.Formats(),
		mail.Formats(),
		archive.Formats(),
		identify.Strong(),
		text.Formats(),
		identify.Weak(),
	)
}
