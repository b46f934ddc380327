// Package taught learns what the documents of an organisation look like from its own
// documents, keeps it as hashes in a file, and tells other documents made alike.
//
// What a file gives away: the organisation's name and domains as they were given; how
// many documents were shown; which hashes recur in how many of them. It holds no text
// and no picture. Hashes are not salted, since files of several teachers are compared,
// so somebody who guesses the exact three words of a footer, the name of a style or a
// font can see that the organisation uses them, and a perceptual hash shows the coarse
// light and dark of a logo of 8 by 8 fields.
package taught

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/fingerprints/logos"
	"evscan/fingerprints/templates"
)

// Format is the first field of a fingerprint file, and Version its layout.
const (
	Format  = "evscan-fingerprints"
	Version = 1
)

// Limits of a fingerprint file.
const (
	MaxLine     = 4 << 10 // bytes of a line
	MaxFeatures = 20_000  // lines beside the first
	maxDomains  = 100
	maxDocs     = 1_000_000
)

// Model is what one organisation's documents have in common.
type Model struct {
	Name      string   // of the organisation, as the teacher gave it
	Domains   []string // registrable domains, as the teacher gave them
	Documents int      // that were shown
	Recall    float64  // share of documents recognised while they were held out
	Features  []Feature
	Logos     []Logo
	Inks      []Ink
	// Org is the catalogue's ID of the organisation. It is not in the file: whoever
	// loads the file resolves it against the catalogue at hand.
	Org string
}

// Feature is a hash that recurs.
type Feature struct {
	templates.Component
	Docs int  // documents that had it
	Own  bool // a word of most documents, of different kinds among them
}

// Logo is a shape that recurs.
type Logo struct {
	logos.Hash
	Docs int
}

// Ink is where pages of one form are dark: see templates.Ink.
type Ink struct {
	Cells []byte
	Docs  int
}

type header struct {
	Format    string   `json:"format"`
	Version   int      `json:"version"`
	Name      string   `json:"organisation"`
	Domains   []string `json:"domains,omitempty"`
	Documents int      `json:"documents"`
	Recall    float64  `json:"held_out_recall"`
}

// line is one feature. The field that is set names it: kind with hash, logo or ink.
type line struct {
	Kind string `json:"kind,omitempty"`
	Hash string `json:"hash,omitempty"`
	Logo string `json:"logo,omitempty"`
	Ink  string `json:"ink,omitempty"`
	Docs int    `json:"docs"`
	Own  bool   `json:"own,omitempty"`
}

// Write writes m as JSON lines: first what it is of, then a line for each feature.
// Equal models give equal bytes.
func (m *Model) Write(w io.Writer) error {
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	err := enc.Encode(header{Format, Version, m.Name, m.Domains, m.Documents, m.Recall})
	for _, f := range m.Features {
		err = cmp.Or(err, enc.Encode(line{Kind: f.Kind, Hash: fmt.Sprintf("%016x", f.Hash), Docs: f.Docs, Own: f.Own}))
	}
	for _, l := range m.Logos {
		err = cmp.Or(err, enc.Encode(line{Logo: l.String(), Docs: l.Docs}))
	}
	for _, k := range m.Inks {
		err = cmp.Or(err, enc.Encode(line{Ink: inkString(k.Cells), Docs: k.Docs}))
	}
	return cmp.Or(err, bw.Flush())
}

// WriteRecord writes the organisation as a row of a catalogue.
func (m *Model) WriteRecord(w io.Writer) error {
	return json.NewEncoder(w).Encode(struct {
		Name    string   `json:"name"`
		Domains []string `json:"domains,omitempty"`
	}{m.Name, m.Domains})
}

func inkString(cells []byte) string {
	b := make([]byte, 0, len(cells)/2)
	for i := 0; i+1 < len(cells); i += 2 {
		b = append(b, cells[i]<<4|cells[i+1]&15)
	}
	return hex.EncodeToString(b)
}

// Is reports whether a file that begins with head is a fingerprint file.
func Is(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	return bytes.HasPrefix(bytes.TrimSpace(first), []byte(`{"format":"`+Format+`"`))
}

// ErrFile is what every error about the content of a fingerprint file wraps.
var ErrFile = errors.New("broken fingerprint file")

// Read reads a fingerprint file. A file that is not of this format and version, or
// whose first line is broken, gives no model. Broken lines after it are left out and
// told with their numbers in the joined error beside the model of the good ones; the
// first ten are told. name is how messages call the file.
func Read(r io.Reader, name string) (*Model, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, MaxLine), MaxLine)
	fault := func(n int, err error) error { return fmt.Errorf("%s:%d: %w: %w", name, n, ErrFile, err) }
	if !sc.Scan() {
		return nil, fault(1, cmp.Or(sc.Err(), errors.New("empty")))
	}
	m, err := readHeader(sc.Bytes())
	if err != nil {
		return nil, fault(1, err)
	}
	var errs []error
	bad := func(n int, err error) {
		if len(errs) < 10 {
			errs = append(errs, fault(n, err))
		}
	}
	n, kept := 1, 0
	for sc.Scan() {
		n++
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		if kept == MaxFeatures {
			bad(n, fmt.Errorf("more than %d features; the rest is left out", MaxFeatures))
			break
		}
		if err := m.readLine(sc.Bytes()); err != nil {
			bad(n, err)
			continue
		}
		kept++
	}
	if err := sc.Err(); err != nil {
		bad(n+1, err)
	}
	slices.SortStableFunc(m.Features, func(a, b Feature) int { return templates.Compare(a.Component, b.Component) })
	m.Features = slices.CompactFunc(m.Features, func(a, b Feature) bool { return a.Component == b.Component })
	return m, errors.Join(errs...)
}

func strict(b []byte, v any) error {
	if !utf8.Valid(b) {
		return errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something behind the object")
	}
	return nil
}

func readHeader(b []byte) (*Model, error) {
	var h header
	if err := strict(bytes.TrimPrefix(b, []byte("\ufeff")), &h); err != nil {
		return nil, err
	}
	switch {
	case h.Format != Format:
		return nil, fmt.Errorf("format %q, not %q", h.Format, Format)
	case h.Version != Version:
		return nil, fmt.Errorf("version %d; this program reads version %d", h.Version, Version)
	case strings.TrimSpace(h.Name) == "":
		return nil, errors.New("no organisation")
	case len(h.Name) > 500 || strings.ContainsFunc(h.Name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return nil, errors.New("the organisation's name is longer than 500 bytes or holds characters that do not print")
	case h.Documents < 1 || h.Documents > maxDocs:
		return nil, fmt.Errorf("%d documents", h.Documents)
	case !(h.Recall >= 0 && h.Recall <= 1):
		return nil, fmt.Errorf("recall %v: not in [0,1]", h.Recall)
	case len(h.Domains) > maxDomains:
		return nil, fmt.Errorf("%d domains, more than %d", len(h.Domains), maxDomains)
	}
	return &Model{Name: h.Name, Domains: h.Domains, Documents: h.Documents, Recall: h.Recall}, nil
}

func (m *Model) readLine(b []byte) error {
	var l line
	if err := strict(b, &l); err != nil {
		return err
	}
	if l.Docs < 1 || l.Docs > m.Documents {
		return fmt.Errorf("in %d of %d documents", l.Docs, m.Documents)
	}
	switch {
	case l.Kind != "" && l.Logo == "" && l.Ink == "":
		if _, ok := traits()[l.Kind]; !ok {
			return fmt.Errorf("unknown kind %q", l.Kind)
		}
		if len(l.Hash) != 16 {
			return fmt.Errorf("hash %q: not 16 hexadecimal digits", l.Hash)
		}
		h, err := strconv.ParseUint(l.Hash, 16, 64)
		if err != nil {
			return fmt.Errorf("hash %q: not 16 hexadecimal digits", l.Hash)
		}
		m.Features = append(m.Features, Feature{templates.Component{Kind: l.Kind, Hash: h}, l.Docs, l.Own})
	case l.Logo != "" && l.Kind == "" && l.Hash == "" && l.Ink == "":
		h, err := logos.Read(l.Logo)
		if err != nil {
			return err
		}
		m.Logos = append(m.Logos, Logo{h, l.Docs})
	case l.Ink != "" && l.Kind == "" && l.Hash == "" && l.Logo == "":
		cells, ok := templates.ParseInk(l.Ink)
		if !ok {
			return errors.New("ink: not 352 hexadecimal digits")
		}
		m.Inks = append(m.Inks, Ink{cells, l.Docs})
	default:
		return errors.New("neither kind with hash nor logo nor ink")
	}
	return nil
}
