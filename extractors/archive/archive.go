// Package archive opens files whose only purpose is to hold other files, or one
// other file in fewer bytes. Every entry becomes a child, with its bytes or with a
// Problem that says why there are none.
package archive

import (
	"slices"

	"evscan/evidence"
)

// Formats lists the archive formats in probe order. Packages that are zip files
// but have a type of their own stand before the plain zip.
func Formats() []evidence.Format {
	return slices.Concat(zipFormats(), []evidence.Format{gzFormat(), bz2Format(), zstFormat(), tarFormat()})
}
