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
	"evscan/extractors/iwork"
	"evscan/extractors/mail"
	"evscan/extractors/media"
	"evscan/extractors/odf"
	"evscan/extractors/ole"
	"evscan/extractors/onenote"
	"evscan/extractors/ooxml"
	"evscan/extractors/pdf"
	"evscan/extractors/postscript"
	"evscan/extractors/profile"
	"evscan/extractors/registry"
	"evscan/extractors/repo"
	"evscan/extractors/rtf"
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
	pictures, packages, compound, archives, texts := image.Formats(), ooxml.Formats(), ole.Formats(), archive.Formats(), text.Formats()
	// A kind that is only told by its name or its structure is read as what it is a kind of.
	lent := identify.Readers{
		Start: text.Start, ZipNames: archive.ZipNames, OPCTypes: ooxml.Types,
		Zip: reader(archives, "zip"), OLE: reader(compound, "ole"), TIFF: reader(pictures, "tiff"),
		HTML: reader(texts, "html"), XML: reader(texts, "xml"), JSON: reader(texts, "json"), Text: reader(texts, "text"),
		PEM: reader(certs.Formats(), "pem"), Plist: reader(apple.Formats(), "bplist"), MachO: reader(executable.Formats(), "macho"),
	}
	// Kinds of HTML, XML and JSON stand before these; the languages of programs, which all
	// three hold, behind them and before what is merely text.
	structured, plain := split(texts, "csv")
	recordings := slices.Concat(media.Formats(), postscript.Formats())
	told := identify.Strong(lent)
	weak := identify.Weak()
	pictures, told, weak = lend(pictures, told, weak)
	recordings, told, weak = lend(recordings, told, weak)
	return joined(systems(), slices.Concat(
		identify.Kinds(lent),
		archive.WithAppended(pictures),
		packages,
		odf.Formats(),
		windows.Formats(),
		archive.WithAppended(executable.Formats()),
		compound,
		certs.Formats(),
		archive.WithAppended(pdf.Formats()),
		rtf.Formats(),
		onenote.Formats(),
		iwork.Formats(),
		mail.Formats(),
		profile.Formats(),
		registry.Formats(),
		evtx.Formats(),
		sqlite.Formats(),
		repo.Formats(),
		apple.Formats(),
		directory.Formats(),
		archives,
		told,
		recordings,
		identify.Structured(lent),
		structured,
		identify.Texts(lent),
		plain,
		weak,
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
