package catalogue

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"evscan/evidence"
)

// maxRow is the longest line that Read takes, in bytes.
const maxRow = 1 << 20

// maxRowErrors bounds how many broken rows are told one by one.
const maxRowErrors = 100

// row is one line of our JSON lines.
type row struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Aliases    []string `json:"aliases,omitempty"`
	Domains    []string `json:"domains,omitempty"`
	Tenants    []string `json:"tenants,omitempty"`
	Registry   []string `json:"registry,omitempty"`
	Country    string   `json:"country,omitempty"`
	Parent     string   `json:"parent,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Background float64  `json:"background,omitempty"`

	Languages map[string]string   `json:"languages,omitempty"` // of names and aliases, by them
	Uses      map[string][]string `json:"uses,omitempty"`      // of domains, by them: web, mail, intranet
	Hosts     []string            `json:"hosts,omitempty"`
	Source    string              `json:"source,omitempty"`
	Date      string              `json:"date,omitempty"`
}

// ErrRow is what every error about one row of a file wraps.
var ErrRow = errors.New("broken row")

// RowError is one row of a file that was left out, and why. It wraps ErrRow and
// the reason.
type RowError struct {
	Line int // of the file, from 1
	Err  error
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns ErrRow and the reason.
func (e *RowError) Unwrap() []error { return []error{ErrRow, e.Err} }

// Read reads a catalogue of JSON lines: one object for each organisation with
// the fields id, name, aliases, domains, tenants, registry, country, parent, kind,
// background, hosts, source and date as evidence.Organisation describes them,
// languages as an object of names with their tags (BCP 47) and uses as an object of
// domains with lists of web, mail and intranet. Only name is needed. Empty lines and
// lines that begin with # are skipped. Unknown fields, numbers with wrong check
// digits and the like make a row broken: it is left out and told with its line
// number in the joined error, while the catalogue of all good rows is returned
// beside it. name is how messages call the file.
func Read(r io.Reader, name string) (*Catalogue, error) {
	var orgs []evidence.Organisation
	var errs []error
	broken := 0
	for o, err := range Records(r) {
		var row *RowError
		switch {
		case err == nil:
			orgs = append(orgs, o)
		case !errors.As(err, &row):
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		default:
			if broken++; broken <= maxRowErrors {
				errs = append(errs, fmt.Errorf("%s:%d: %w: %w", name, row.Line, ErrRow, row.Err))
			}
		}
	}
	if broken > maxRowErrors {
		errs = append(errs, fmt.Errorf("%s: %w: %d more", name, ErrRow, broken-maxRowErrors))
	}
	return newCatalogue(orgs, ""), errors.Join(errs...)
}

// Records yields the records of a catalogue of JSON lines as Read takes them, one
// after the other, each either checked or a *RowError. Another error is one of
// reading; it is the last.
func Records(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		for l := range rows(r) {
			if !yield(l.org, l.err) {
				return
			}
		}
	}
}

// numbered is a row with its line.
type numbered struct {
	line int
	org  evidence.Organisation
	err  error // of the row a *RowError, else of reading
}

func rows(r io.Reader) iter.Seq[numbered] {
	return func(yield func(numbered) bool) {
		br := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			line, long, err := readLine(br)
			if len(line) > 0 || long {
				o, ok, rowErr := parseRow(line, long)
				if rowErr != nil && !yield(numbered{line: n, err: &RowError{n, rowErr}}) || ok && !yield(numbered{line: n, org: o}) {
					return
				}
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(numbered{line: n, err: err})
				return
			}
		}
	}
}

// readLine returns the next line without its end. A line above maxRow is read to
// its end and not kept.
func readLine(br *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if len(line)+len(part) > maxRow {
			long, line = true, nil
		} else if !long {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), long, err
	}
}

func parseRow(line []byte, long bool) (evidence.Organisation, bool, error) {
	var o evidence.Organisation
	if long {
		return o, false, fmt.Errorf("longer than %d bytes", maxRow)
	}
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	if len(line) == 0 || line[0] == '#' {
		return o, false, nil
	}
	if !utf8.Valid(line) {
		return o, false, errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	var w row
	if err := d.Decode(&w); err != nil {
		return o, false, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return o, false, errors.New("something behind the object")
	}
	o, err := w.organisation()
	if err != nil {
		return o, false, err
	}
	if err := check(&o); err != nil {
		return evidence.Organisation{}, false, err
	}
	return o, true, nil
}
