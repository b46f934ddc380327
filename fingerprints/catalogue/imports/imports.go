// Package imports reads lists of organisations that others publish and yields
// them as records of the catalogue: a file for each source, each a stream in
// constant memory. A row that is broken is told with its line and left out, and
// the stream goes on. Natural persons are never imported.
package imports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// ErrNotImported is wrapped by the *catalogue.RowError of a row that is sound but no
// organisation to import: a natural person, a duplicate that its register withdrew,
// an entity of another kind.
var ErrNotImported = errors.New("not imported")

// ErrFormat says that an input is not of the source that it was said to be of.
var ErrFormat = errors.New("not in the format of the source")

// Source is one kind of list.
type Source struct {
	Name    string // as --from takes it
	Title   string // what its publisher calls it; Source of its records
	Address string // where it is published, and what specifies it
	Licence string
	Notice  string // what the licence wants to be said, or a caution; "" for none

	guess func(head []byte) bool
	read  reader
}

// reader yields records that are not checked yet. A *catalogue.RowError is about one
// row, any other error is the last.
type reader func(r io.Reader) iter.Seq2[evidence.Organisation, error]

// Sources lists the sources in the order in which an input is asked about them.
func Sources() []Source {
	return []Source{gleif(), houjin(), wikidata(), ror(), openSanctions(), own()}
}

// ByName returns the source of that name.
func ByName(name string) (Source, bool) {
	for _, s := range Sources() {
		if s.Name == name {
			return s, true
		}
	}
	return Source{}, false
}

// Guess returns the source that an input begins like. head is its beginning
// without compression; some tens of kilobytes do.
func Guess(head []byte) (Source, bool) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	for _, s := range Sources() {
		if s.guess(head) {
			return s, true
		}
	}
	return Source{}, false
}

// Records yields the records of r in their order, each either in the canonical form
// of the catalogue with its source named, or an error: a *catalogue.RowError is
// about one row and the next follows (those that wrap ErrNotImported are no
// faults), any other ends the stream.
func (s Source) Records(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		for o, err := range s.read(r) {
			if err == nil && o.Source == "" && s.Name != "jsonl" {
				o.Source = s.Title
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// rowError makes the error of one row.
func rowError(line int, err error) error { return &catalogue.RowError{Line: line, Err: err} }

func notImported(line int, why string) error {
	return rowError(line, fmt.Errorf("%w: %s", ErrNotImported, why))
}

// checked brings a record into canonical form or makes the row's error.
func checked(line int, o evidence.Organisation) (evidence.Organisation, error) {
	if err := catalogue.Check(&o); err != nil {
		return evidence.Organisation{}, rowError(line, err)
	}
	return o, nil
}
