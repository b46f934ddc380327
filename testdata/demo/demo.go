// Package demo makes the demonstration packages of evscan: a reconstruction of
// the 2021 case in which a leak site sold a customer's records under the name of
// its vendor, and variants of it. Everything in them is invented and says
// SIMULATED in its metadata; see README.md.
package demo

import (
	"context"
	"fmt"
	"io"

	"evscan/testdata/make/archive"
)

// Variant names a package.
type Variant string

// The packages.
const (
	Full       Variant = "demo"             // the whole package, Size bytes give or take SizeTolerance
	VendorOnly Variant = "demo-vendor-only" // without anything of the customer's own: two parties, no custody
	TrueClaim  Variant = "demo-true-claim"  // the claim is true: the vendor's own internal files
	Small      Variant = "demo-small"       // a dozen files of invented organisations, for fast tests
)

// Size is the length of the full package and SizeTolerance how far it may be
// off, both in bytes.
const (
	Size          = 24_500_000
	SizeTolerance = 100_000
)

// Note stands in the metadata of every file that can carry it.
const Note = "SIMULATED - invented test data, not a real record"

// Password opens the encrypted archive of the full package.
const Password = "simulated"

// Variants lists the packages that Write makes.
func Variants() []Variant { return []Variant{Full, VendorOnly, TrueClaim, Small} }

// FileName is the usual name of the package.
func (v Variant) FileName() string { return string(v) + ".zip" }

// Write writes one package as a zip file. The bytes depend on the variant and
// the toolchain's compressors only. An unknown variant is an error.
func Write(ctx context.Context, w io.Writer, v Variant) error {
	b := &builder{ctx: ctx, byPath: map[string]int{}}
	switch v {
	case Full:
		b.full()
	case VendorOnly:
		b.vendorOnly()
	case TrueClaim:
		b.trueClaim()
	case Small:
		b.small()
	default:
		return fmt.Errorf("no package is named %q", v)
	}
	if b.err != nil {
		return fmt.Errorf("making %s: %w", v, b.err)
	}
	if err := archive.WriteZip(w, b.entries); err != nil {
		return fmt.Errorf("making %s: %w", v, err)
	}
	return nil
}
