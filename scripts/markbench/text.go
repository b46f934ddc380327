package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// name is an alias in the two shapes in which it is compared.
type name struct{ plain, core string }

func known(list []string) []name {
	var out []name
	for _, s := range list {
		out = append(out, name{catalogue.Normalise(s), catalogue.Core(s)})
	}
	return out
}

func (n name) is(key string) bool { return n.core == key || n.plain == key }

func registrable(hosts []string) []string {
	var out []string
	for _, h := range hosts {
		if d, ok := catalogue.Registrable(h); ok && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// haystack is all that an item says, in the form in which names are compared.
type haystack string

func newHaystack(it *item) haystack {
	var b strings.Builder
	for _, m := range it.Metadata {
		b.WriteString(m.Value + "\n")
	}
	b.WriteString(it.Text.Content)
	return haystack(catalogue.Normalise(b.String()))
}

// holds reports whether a name stands in the text, in Latin script with no letter or
// digit at its sides, in kana with none of its kind.
func (h haystack) holds(n string) bool {
	for from := 0; n != ""; {
		i := strings.Index(string(h[from:]), n)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(string(h[:i]))
		after, _ := utf8.DecodeRuneInString(string(h[i+len(n):]))
		first, _ := utf8.DecodeRuneInString(n)
		last, _ := utf8.DecodeLastRuneInString(n)
		if !sameWord(before, first) && !sameWord(last, after) {
			return true
		}
		from = i + len(n)
	}
	return false
}

func sameWord(a, b rune) bool {
	wordy := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch {
	case !wordy(a) || !wordy(b):
		return false
	case unicode.Is(unicode.Katakana, a) && unicode.Is(unicode.Katakana, b):
		return true
	}
	return !evidence.IsCJK(a) && !evidence.IsCJK(b)
}

// holdsDomain reports whether a domain stands in the text, be it the end of a longer host.
func (h haystack) holdsDomain(d string) bool {
	for from := 0; d != ""; {
		i := strings.Index(string(h[from:]), d)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(d)
		alnum := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' }
		if (i == 0 || !alnum(h[i-1])) && (end == len(h) || !alnum(h[end]) && (h[end] != '.' || end+1 == len(h) || !alnum(h[end+1]))) {
			return true
		}
		from = end
	}
	return false
}
