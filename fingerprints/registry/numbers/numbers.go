// Package numbers is the table of registers of organisations whose numbers evscan
// knows: how a number is written, which check digits it carries and what stands
// beside it in documents. Numbers that a register gives to natural persons are
// refused wherever the number tells.
package numbers

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// Scheme is one register of organisations.
type Scheme struct {
	ID      string // what stands before the colon of a registry number, e.g. jp-corporate-number
	Name    string // what its own country calls it
	Country string // ISO 3166-1 alpha-2, "" where it is of no single country
	// Checked says that a number carries check digits that are verified; without them
	// a number in a text is no number unless a label stands beside it.
	Checked bool
	// Alone says that structure and check digits make a number unmistakable without a label.
	Alone  bool
	Labels []string // lower case words that stand before such a number in documents
	Spec   string   // who publishes the rule
	As     string   // ID of the scheme under which its numbers are kept, "" for its own

	// least and most are the lengths of a number without separators, in bytes.
	least, most int
	// normal brings capital letters and digits without separators into the one way in
	// which the number is kept, or says false.
	normal func(s string) (string, bool)
}

// ErrNumber is what the errors of this package wrap.
var ErrNumber = errors.New("not a number of that register")

// Lookup returns the scheme of that ID.
func Lookup(id string) (Scheme, bool) {
	for _, s := range table {
		if s.ID == id {
			return s, true
		}
	}
	return Scheme{}, false
}

// Each yields every scheme in the order in which a text is asked about them.
func Each(yield func(*Scheme) bool) {
	for i := range table {
		if !yield(&table[i]) {
			return
		}
	}
}

// ofLength lists the schemes by the length of their numbers.
var ofLength = sync.OnceValue(func() [][]*Scheme {
	list := make([][]*Scheme, maxNumber+1)
	for i := range table {
		for n := table[i].least; n <= table[i].most; n++ {
			list[n] = append(list[n], &table[i])
		}
	}
	return list
})

// OfLength returns the schemes whose numbers may have n characters without
// separators, in the order of Each. The result must not be changed.
func OfLength(n int) []*Scheme {
	if n < 0 || n > maxNumber {
		return nil
	}
	return ofLength()[n]
}

// Schemes lists every scheme in the order of Each.
func Schemes() []Scheme { return append([]Scheme(nil), table...) }

// Normal returns the one way in which a number of the register is kept: capital
// letters and digits without separators, padded where the register pads. The error
// wraps ErrNumber and says whether the check digits or the form are wrong.
func (s Scheme) Normal(number string) (string, error) {
	n, ok := s.keep(Compact(number))
	if ok {
		return n, nil
	}
	what := "wrong form"
	if s.Checked {
		what = "wrong form or check digits"
	}
	return "", fmt.Errorf("%w: %s: %s", ErrNumber, s.ID, what)
}

// Key joins a number in its normal form with the scheme that it is kept under.
func (s Scheme) Key(normal string) string { return cmp.Or(s.As, s.ID) + ":" + normal }

// Keep returns a number that is written without separators in its normal form, false
// where it is none of the register.
func (s *Scheme) Keep(compact string) (normal string, ok bool) { return s.keep(compact) }

// Is reports whether number, written without separators, is one of the register.
func (s Scheme) Is(number string) bool {
	_, ok := s.keep(number)
	return ok
}

func (s *Scheme) keep(compact string) (string, bool) {
	if len(compact) < s.least || len(compact) > s.most {
		return "", false
	}
	return s.normal(compact)
}

// maxNumber is longer than any number with its separators, in bytes.
const maxNumber = 80

// Compact takes blanks, hyphens, points and slashes out of a number, narrows
// full-width letters and digits and makes letters capital.
func Compact(s string) string {
	if len(s) > maxNumber {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		n := 1
		if c >= utf8.RuneSelf {
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			switch {
			case r >= 0xff01 && r <= 0xff5e:
				c = byte(r - 0xff01 + '!')
			case r == 0x3000 || r == 0xa0 || r == 0x202f || r >= 0x2010 && r <= 0x2015 || r == 0x2212:
				c = '-'
			default:
				b.WriteString(s[i : i+n])
				i += n
				continue
			}
		}
		i += n
		switch {
		case c == ' ' || c == '-' || c == '.' || c == '/':
		case c >= 'a' && c <= 'z':
			b.WriteByte(c - 'a' + 'A')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Parse reads scheme:number and returns it with the number in its normal form. A
// scheme that the table does not know is returned as it is, known is false then.
func Parse(schemeNumber string) (normal string, known bool, err error) {
	id, number, ok := strings.Cut(schemeNumber, ":")
	if !ok || number == "" || id == "" {
		return "", false, fmt.Errorf("%w: %q is not scheme:number", ErrNumber, schemeNumber)
	}
	s, ok := Lookup(id)
	if !ok {
		return schemeNumber, false, nil
	}
	n, err := s.Normal(number)
	if err != nil {
		return "", true, err
	}
	return s.Key(n), true, nil
}
