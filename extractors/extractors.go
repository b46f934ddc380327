// Package extractors lists every format that evscan knows.
package extractors

import (
	"slices"

	"evscan/evidence"
	"evscan/extractors/archive"
	"evscan/extractors/certs"
	"evscan/extractors/identify"
	"evscan/extractors/image"
	"evscan/extractors/mail"
	"evscan/extractors/odf"
	"evscan/extractors/ole"
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
	pictures, packages, compound, archives, texts := image.Formats(), ooxml.Formats(), ole.Formats(), archive.Formats(), text.Formats()
	// A kind that is only told by its name or its structure is read as what it is a kind of.
	lent := identify.Readers{
		Start: text.Start, ZipNames: archive.ZipNames, OPCTypes: ooxml.Types,
		Zip: reader(archives, "zip"), OLE: reader(compound, "ole"), TIFF: reader(pictures, "tiff"),
		HTML: reader(texts, "html"), XML: reader(texts, "xml"), JSON: reader(texts, "json"), Text: reader(texts, "text"),
	}
	// Kinds of HTML, XML and JSON stand before these; the languages of programs, which all
	// three hold, behind them and before what is merely text.
	structured, plain := split(texts, "csv")
	return withSystemReaders(slices.Concat(
		identify.Kinds(lent),
		archive.WithAppended(pictures),
		packages,
		odf.Formats(),
		compound,
		archive.WithAppended(pdf.Formats()),
		rtf.Formats(),
		mail.Formats(),
		archives,
		identify.Strong(lent),
		systems(),
		identify.Structured(lent),
		structured,
		identify.Texts(lent),
		certs.Formats(),
		plain,
		identify.Weak(),
	))
}

// reader is how the format id of a family is read, nil where it is not.
func reader(family []evidence.Format, id string) identify.Reader {
	if i := slices.IndexFunc(family, func(f evidence.Format) bool { return f.ID == id }); i >= 0 {
		return family[i].Extract
	}
	return nil
}

// split parts a family before the format id.
func split(family []evidence.Format, id string) (before, from []evidence.Format) {
	i := slices.IndexFunc(family, func(f evidence.Format) bool { return f.ID == id })
	if i < 0 {
		i = len(family)
	}
	return family[:i], family[i:]
}
