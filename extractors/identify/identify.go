// Package identify tells what an item is where no other family knows its format, and
// what kind of it where one does: the kinds of archives, of compound files, of XML,
// JSON and text are read by the readers of those, and named by what they hold.
//
// h2non/filetype is asked first for what it has a signature of. Its own Match walks a
// map and answers differently from run to run where two signatures fit (video/mp4
// and quicktime), so its signatures are asked one by one, in the order of the tables.
// Each table is data: a row for a format, in probe order, and a comment where the
// order matters. What a group of rows has in common, as the root element of an XML
// document or the names in an archive, is found out once for an item.
package identify

import (
	"context"
	"slices"

	"evscan/evidence"
)

// Reader is the Extract of a format; nil is identified only.
type Reader = func(context.Context, evidence.Input, evidence.Sink) error

// Readers are what other families lend: how they look into an item, and the readers of
// the broader formats that the kinds told here are kinds of.
type Readers struct {
	Start    func(evidence.Probe) (text, encoding string) // the beginning of a text, decoded; "" where it is no text
	ZipNames func(evidence.Probe) []string                // names of a zip's entries
	OPCTypes func(evidence.Probe) []byte                  // the list of content types of an Office package

	Zip, OLE, TIFF, HTML, XML, JSON, Text, PEM, Plist, MachO Reader
}

// Kinds lists the formats that are kinds of a container which another family would take
// for the plain thing: they stand before it.
func Kinds(r Readers) []evidence.Format {
	return slices.Concat(
		formats(rawPictures(), "tiff", r.TIFF),
		formats(r.zipKinds(), "zip", r.Zip),
		formats([]row{{"dwf", "model/vnd.dwf", "dwf", magic("(DWF V06.00)PK")}}, "zip", r.Zip),
		formats(oleKinds(), "ole", r.OLE),
		formats(r.news(), "text", r.Text),
		formats(r.told("identify:pem", armoured(), nil), "pem", r.PEM),
		formats([]row{{"webarchive", "application/x-webarchive", "webarchive", and(magic("bplist0"), "the key WebMainResource", func(h []byte) bool { return contains(h, 4096, "WebMainResource") })}}, "bplist", r.Plist),
		// A class of Java begins alike; it counts no processors.
		formats([]row{{"macho-fat", "application/x-mach-o-universal", "dylib bundle jnilib", and(magic("\xca\xfe\xba\xbe", "\xca\xfe\xba\xbf"), "fewer than 30 processors", func(h []byte) bool { return b32(h, 4) > 0 && b32(h, 4) < 30 })}}, "macho", r.MachO),
	)
}

// Strong lists the formats whose signature no text carries by chance. Signatures that
// begin alike stand longest first.
func Strong(r Readers) []evidence.Format {
	return slices.Concat(
		formats(pictures(), "", nil),
		formats(media(), "", nil),
		formats(fonts(), "", nil),
		formats(packed(), "", nil),
		formats(system(), "", nil),
		formats(data(), "", nil),
		formats(documents(), "", nil),
		formats(cad(), "", nil),
		formats(certificates(), "", nil),
		// File systems come last: a boot sector may stand before anything.
		formats(disks(), "", nil),
	)
}

// Structured lists the kinds of HTML, XML and JSON, and what begins as they do.
func Structured(r Readers) []evidence.Format {
	return slices.Concat(
		formats(pnm(), "", nil),
		formats(r.xmlKinds(), "xml", r.XML),
		formats(r.jsonKinds(), "json", r.JSON),
		formats(r.told("identify:page", pageKinds(), nil), "html", r.HTML),
		formats(r.told("identify:markup", markupKinds(), nil), "text", r.Text),
	)
}

// Texts lists the kinds of text: those with a beginning of their own, then the languages
// of programs and settings, which are weighed. HTML, XML and JSON hold programs, so
// they are told before.
func Texts(r Readers) []evidence.Format {
	return slices.Concat(
		formats(r.told("identify:begins", textKinds(), nil), "text", r.Text),
		formats(r.told("identify:likely", likelyKinds(), claimed()), "text", r.Text),
		formats(r.sourceKinds(), "text", r.Text),
	)
}

// Weak lists the formats with a signature so short that they are only looked for
// in what is not text.
func Weak() []evidence.Format {
	return slices.Concat(
		formats(weakPictures(), "", nil),
		formats(weakSystem(), "", nil),
		formats(weakMedia(), "", nil),
		formats(weakData(), "", nil),
		formats(weakCAD(), "", nil),
		formats(weakPacked(), "", nil),
		formats(named(), "", nil),
	)
}
