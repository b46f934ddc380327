// Package names finds the names of organisations in text: those that a catalogue
// lists, those that carry a legal form, and public bodies by their endings.
package names

import "evscan/fingerprints/catalogue"

// Hit is one name in a text.
type Hit struct {
	Start, End int      // bytes of the text, legal form included
	Core       string   // key of the name, see catalogue.Core
	Form       string   // legal form or public suffix it stood with, normalised; "" for none
	Display    string   // as it stands, line breaks and blanks of OCR taken out
	Orgs       []string // IDs of the catalogue's organisations with that name, sorted
	Known      bool     // the matcher was built with this name; false: found by its legal form
	Cost       float64  // how far the reading was corrected, [0,1): 0 exactly as it stands
}

// Name is a name for FromNames.
type Name struct {
	Core    string // or any spelling of it
	Display string
	Orgs    []string
}

// Matcher finds names. It is immutable and safe for concurrent use.
type Matcher struct {
	cat *catalogue.Catalogue
}

// New returns a matcher for the names of a catalogue and, by their legal forms,
// for all others.
func New(cat *catalogue.Catalogue) *Matcher { return &Matcher{cat: cat} }

// FromNames returns a matcher for the bare forms of names that were found
// elsewhere in the package, and for nothing else.
func FromNames(list ...Name) *Matcher { return &Matcher{cat: catalogue.Empty()} }

// Find returns the names in text, in order of Start, not overlapping.
func (m *Matcher) Find(text string) []Hit { return nil }
