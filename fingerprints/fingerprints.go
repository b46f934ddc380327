// Package fingerprints finds marks of organisations in the facts of items. Its
// children each know one kind of mark; Kinds lists them.
package fingerprints

import "evscan/evidence"

// Found is what the facts of one item hold.
type Found struct {
	Marks []evidence.Mark
	Links []evidence.Link
	Names []Name // organisation names that no catalogue lists, known by their legal form
}

// Name is an organisation name that was found by its legal form.
type Name struct {
	Key     evidence.Key // KeyName
	Display string       // as it should be shown, with its legal form
	Count   int
}
