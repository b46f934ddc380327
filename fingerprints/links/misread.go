package links

import (
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

const (
	// sameButOne is what it says that two names, seen in pictures only, differ in one character
	// that recognition was not sure of.
	sameButOne = 9
	// unsure is the recogniser's confidence in a name from which on all its characters are believed.
	// On rendered pages in which names were known, names with a wrong character reached .913.
	unsure = .92
	// minMisread is the shortest name of which three characters remain.
	minMisread = 4
	// maxMisread bounds the names that share one pattern; more are a series.
	maxMisread = 8
	// maxPictured bounds the names that are compared; of more, the first in order are.
	maxPictured = 20_000
)

// misread ties names that stand in pictures only and are alike but for one Chinese
// character, where recognition was unsure of one of them: a character that it was not
// taught comes out differently each time. Names that the catalogue knows apart stay apart.
func (l *linker) misread() {
	by := map[string][]int{}
	var patterns []string
	names := 0
	for i := range l.entries {
		e := &l.entries[i]
		n := utf8.RuneCountInString(e.key.Value)
		if e.key.Kind != evidence.KeyName || !e.pictured || !evidence.StartsCJK(e.key.Value) || n < minMisread || n > 40 {
			continue
		}
		if names++; names > maxPictured {
			break
		}
		runes := []rune(e.key.Value)
		for k, r := range runes {
			if !unicode.Is(unicode.Han, r) {
				continue
			}
			p := string(runes[:k]) + "\x00" + string(runes[k+1:])
			if len(by[p]) == 0 {
				patterns = append(patterns, p)
			}
			by[p] = append(by[p], i)
		}
	}
	for _, p := range patterns {
		if len(by[p]) > maxMisread {
			continue
		}
		for x, i := range by[p] {
			for _, j := range by[p][x+1:] {
				a, b := &l.entries[i], &l.entries[j]
				if a.org != "" && b.org != "" || a.best >= unsure && b.best >= unsure || !sameForm(a.displays, b.displays) {
					continue
				}
				l.link(a.key, b.key, sameButOne, "the names differ in one character of which recognition was unsure")
			}
		}
	}
}

// sameForm reports whether two names were seen with one legal form, or one of them
// without any.
func sameForm(a, b []string) bool {
	forms := func(list []string) (out []string) {
		for _, s := range list {
			if _, f, ok := catalogue.StripLegalForm(s); ok {
				out = append(out, f)
			}
		}
		return out
	}
	fa, fb := forms(a), forms(b)
	if len(fa) == 0 || len(fb) == 0 {
		return true
	}
	for _, f := range fa {
		for _, g := range fb {
			if f == g {
				return true
			}
		}
	}
	return false
}
