// Package extractors lists every format that evscan knows.
package extractors

import (
	"slices"

	"evscan/evidence"
	"evscan/extractors/apple"
	"evscan/extractors/archive"
	"evscan/extractors/certs"
	"evscan/extractors/directory"
	"evscan/extractors/evtx"
	"evscan/extractors/executable"
	"evscan/extractors/identify"
	"evscan/extractors/image"
	"evscan/extractors/mail"
	"evscan/extractors/ole"
	"evscan/extractors/ooxml"
	"evscan/extractors/pdf"
	"evscan/extractors/profile"
	"evscan/extractors/registry"
	"evscan/extractors/repo"
	"evscan/extractors/sqlite"
	"evscan/extractors/text"
	"evscan/extractors/windows"
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
		windows.Formats(),
		executable.Formats(),
		ole.Formats(),
		certs.Formats(),
		pdf.Formats(),
		mail.Formats(),
		profile.Formats(),
		registry.Formats(),
		evtx.Formats(),
		sqlite.Formats(),
		repo.Formats(),
		apple.Formats(),
		directory.Formats(),
		archive.Formats(),
		identify.Strong(),
		text.Formats(),
		identify.Weak(),
	)
}
