package catalogue

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"

	"evscan/evidence"
)

// Validator holds records to what Read does not ask of them: no ID twice, no domain
// on which anybody has mail, no alias that is a common word.
type Validator struct {
	// CommonWord reports whether a name in the form of Normalise is a word of a
	// language; nil for no such test.
	CommonWord func(normalised string) bool

	seed  maphash.Seed
	lines map[uint64]int // of IDs, by their hash
}

// NewValidator returns a Validator without records.
func NewValidator(commonWord func(normalised string) bool) *Validator {
	return &Validator{CommonWord: commonWord, seed: maphash.MakeSeed(), lines: map[uint64]int{}}
}

// Judge returns what is wrong with a record that Check accepts, nil for nothing. line
// is where it stands.
func (v *Validator) Judge(line int, o *evidence.Organisation) error {
	var errs []error
	key := maphash.String(v.seed, o.ID)
	if first, ok := v.lines[key]; ok {
		errs = append(errs, fmt.Errorf("id %q: the same as in line %d", o.ID, first))
	} else {
		v.lines[key] = line
	}
	for _, d := range o.Domains {
		if FreeMail(d) || Disposable(d) {
			errs = append(errs, fmt.Errorf("domain %q: anybody has mail there, so it tells no organisation", d))
		}
	}
	for _, a := range v.commonAliases(o) {
		errs = append(errs, fmt.Errorf("alias %q: a common word, which would be found everywhere", a))
	}
	return errors.Join(errs...)
}

// commonAliases returns the aliases that are common words and not what the name
// itself is without its legal form.
func (v *Validator) commonAliases(o *evidence.Organisation) []string {
	if v.CommonWord == nil {
		return nil
	}
	var out []string
	for _, a := range o.Aliases {
		if n := Normalise(a); v.CommonWord(n) && Core(o.Name) != Core(a) {
			out = append(out, a)
		}
	}
	return out
}

// Clean takes out of a record what Judge would refuse, except for an ID that is
// there already.
func (v *Validator) Clean(o *evidence.Organisation) {
	if common := v.commonAliases(o); len(common) > 0 {
		var l nameList
		for k := range 1 + len(o.Aliases) {
			if k == 0 || !slices.Contains(common, nameAt(o, k)) {
				l.one(nameAt(o, k), o.Language(k))
			}
		}
		l.put(o)
	}
	if slices.ContainsFunc(o.Domains, func(d string) bool { return FreeMail(d) || Disposable(d) }) {
		var l domainList
		for i, d := range o.Domains {
			if !FreeMail(d) && !Disposable(d) {
				l.one(d, o.Use(i))
			}
		}
		l.put(o)
	}
}

// Validate reads a catalogue of JSON lines and calls fault with a *RowError for
// every row that is broken or that Judge refuses. It returns the number of sound
// rows. An error is one of reading.
func (v *Validator) Validate(r io.Reader, fault func(*RowError)) (sound int, err error) {
	for l := range rows(r) {
		var row *RowError
		switch {
		case errors.As(l.err, &row):
			fault(row)
		case l.err != nil:
			return sound, l.err
		default:
			if err := v.Judge(l.line, &l.org); err != nil {
				fault(&RowError{l.line, err})
				continue
			}
			sound++
		}
	}
	return sound, nil
}
