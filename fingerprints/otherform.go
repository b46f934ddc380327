package fingerprints

import (
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// OtherForm returns the name under which the marks show the claimed one with another
// legal form (X GmbH for X AG, X株式会社 for X合同会社), and "" where the claim states no form, the
// same form occurs too, or the two forms may stand for one: English forms are mixed up too
// often to tell firms apart, and forms of different scripts are translations.
func (s *Set) OtherForm(claim string, keys []evidence.Key, marks []evidence.Mark) string {
	_, form, ok := catalogue.StripLegalForm(claim)
	if !ok {
		return ""
	}
	names := map[evidence.Key]bool{}
	for _, k := range keys {
		if k.Kind == evidence.KeyName {
			names[k] = true
		}
	}
	other := ""
	for i := range marks {
		m := &marks[i]
		if !names[m.Key] {
			continue
		}
		_, f, ok := catalogue.StripLegalForm(m.Value)
		switch {
		case !ok:
		case formOf(f) == formOf(form):
			return ""
		case apart(formOf(f), formOf(form)) && (other == "" || m.Value < other):
			other = m.Value
		}
	}
	return other
}

// formOf is a legal form without the ways of writing it.
func formOf(form string) string {
	switch form = strings.Trim(form, "() "); form {
	case "株":
		return "株式会社"
	case "有":
		return "有限会社"
	case "同":
		return "合同会社"
	case "資":
		return "合資会社"
	}
	return form
}

// apart reports whether two forms are of different firms.
func apart(a, b string) bool {
	if evidence.StartsCJK(a) || evidence.StartsCJK(b) {
		return evidence.StartsCJK(a) && evidence.StartsCJK(b)
	}
	return !loose(a) && !loose(b)
}

// loose reports whether a form is one of those that people write for each other.
func loose(form string) bool {
	for _, w := range strings.Fields(form) {
		switch w {
		case "ltd", "limited", "co", "company", "corp", "corporation", "inc", "incorporated", "plc", "llc", "pty", "pte", "group":
			return true
		}
	}
	return false
}
