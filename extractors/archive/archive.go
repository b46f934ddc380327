// Package archive opens files whose only purpose is to hold other files, or one
// other file in fewer bytes. Every entry becomes a child, with its bytes or with a
// Problem that says why there are none.
package archive

import (
	"slices"

	"evscan/evidence"
)

// Formats lists the archive formats in probe order. What has its signature at the
// start stands before zip, which is also known by the record at its end: a tar whose
// last entry is a zip ends like one. Packages that are zip files but have a type of
// their own stand before the plain zip.
func Formats() []evidence.Format {
	return slices.Concat(
		byReader(gzFormat(), bz2Format(), zstFormat(), sevenZipFormat(), rarFormat(), xzFormat(), lz4Format(), compressFormat(), lzipFormat(), warcFormat(), arcFormat(), mtreeFormat()),
		byReader(arFormats()...),
		programFormats(),
		byReader(tarFormat(), cpioFormat(), lzmaFormat()),
		byReader(zipFormats()...),
	)
}

// byReader marks formats that are read without a file.
func byReader(formats ...evidence.Format) []evidence.Format {
	for i := range formats {
		formats[i].ByReader = true
	}
	return formats
}
