package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/report/document"
)

// organisations are the names that a report says are organisations'. Where a rule for
// persons or streets would take one of them, it is left.
type organisations struct {
	names   map[string]bool // squashed
	heads   map[string]bool // the first characters of names, squashed, headLength of them
	longest int             // squashed, in characters
	numbers map[string]bool // digits of registered numbers
	labels  map[string]bool // first labels of domains
}

// headLength is the length of the beginnings by which names are looked up.
const headLength = 2

// maxOrganisation is the length in characters of names that are looked for in text.
const maxOrganisation = 80

func newOrganisations() *organisations {
	return &organisations{names: map[string]bool{}, heads: map[string]bool{}, numbers: map[string]bool{}, labels: map[string]bool{}}
}

// organisationsOf gathers what the report's marks and candidates are called.
func organisationsOf(d document.Document) *organisations {
	o := newOrganisations()
	// What no catalogue knows may be anything that a document put where a name is
	// expected, an address or a number among them.
	judged := map[string]bool{}
	found := func(s string) {
		fine, known := judged[s]
		if !known {
			fine = Text(s) == s
			judged[s] = fine
		}
		if fine {
			o.name(s)
		}
	}
	if d.Claim != nil {
		found(d.Claim.Organisation)
	}
	found(d.Options.Claimed)
	for _, c := range d.Attribution.Candidates {
		found(c.Name)
		for _, a := range c.Aliases {
			found(a)
		}
		for _, domain := range c.Domains {
			o.domain(domain)
		}
	}
	if d.Weighing != nil {
		for _, r := range d.Weighing.Organisations {
			o.name(r.Name)
			for _, a := range r.Aliases {
				o.name(a)
			}
			for _, domain := range r.Domains {
				o.domain(domain)
			}
		}
	}
	for i := range d.Items {
		for _, m := range d.Items[i].Marks {
			switch m.KeyKind {
			case "name":
				found(m.Value)
				found(m.Key)
			case "domain":
				o.domain(m.Key)
			case "registry":
				if _, n, ok := strings.Cut(m.Key, ":"); ok {
					o.numbers[digitsOf(n)] = true
				}
			}
		}
	}
	return o
}

func (o *organisations) name(s string) {
	if strings.ContainsAny(s, "@") {
		return
	}
	k := squash(s)
	n := utf8.RuneCountInString(k)
	if n < headLength || n > maxOrganisation {
		return
	}
	o.names[k] = true
	o.heads[string([]rune(k)[:headLength])] = true
	o.longest = max(o.longest, n)
}

func (o *organisations) domain(s string) {
	if label, _, _ := strings.Cut(s, "."); len(label) >= 3 {
		o.labels[squash(label)] = true
	}
}

// is reports whether s as a whole is the name of an organisation: of one of the
// report's, or by the words of its kind.
func (o *organisations) is(s string) bool {
	k := squash(s)
	return k != "" && (o.names[k] || o.labels[k] || organisational(s))
}

// spans are the places in f where names of the report's organisations stand.
func (o *organisations) spans(f folded) []span {
	if len(o.names) == 0 {
		return nil
	}
	// The squashed text, with the offset of each of its characters and of their ends.
	var runes []rune
	var start, end []int
	for i, r := range f.s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			runes = append(runes, unicode.ToLower(r))
			start = append(start, i)
			end = append(end, i+utf8.RuneLen(r))
		}
	}
	var out []span
	for i := 0; i+headLength <= len(runes); i++ {
		if i > 0 && isWordPart(runes[i]) && end[i-1] == start[i] && isWordPart(runes[i-1]) || !o.heads[string(runes[i:i+headLength])] {
			continue
		}
		for n := min(o.longest, len(runes)-i); n >= headLength; n-- {
			last := i + n - 1
			if last+1 < len(runes) && isWordPart(runes[last]) && end[last] == start[last+1] && isWordPart(runes[last+1]) {
				continue
			}
			if o.names[string(runes[i:i+n])] {
				out = append(out, span{start: start[i], end: end[last]})
				i = last
				break
			}
		}
	}
	return out
}

// isWordPart reports whether names end between r and another such character: letters
// of scripts that put blanks between words.
func isWordPart(r rune) bool { return !isCJK(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// squash leaves the letters and digits of a name, in lower case.
func squash(s string) string {
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToLower(foldRune(r))
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// organisational reports whether a phrase says by one of its words that it is no
// person: a legal form, a kind of body, a part of one, a program.
func organisational(s string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' }) {
		if organisationWord(w) {
			return true
		}
	}
	return false
}

func organisationWord(w string) bool {
	w = word(w)
	if orgWords[w] {
		return true
	}
	r, _ := utf8.DecodeRuneInString(w)
	if !isCJK(r) {
		return false
	}
	for _, end := range orgEndings {
		if strings.HasSuffix(w, end) && w != end {
			return true
		}
	}
	return bodyWord(w)
}

// bodyWord reports whether a CJK word is a body or a part of one, and no family name
// that merely ends like a place.
func bodyWord(w string) bool {
	for _, part := range orgParts {
		if strings.Contains(w, part) {
			return true
		}
	}
	for _, end := range bodyEndings {
		if strings.HasSuffix(w, end) && w != end {
			return true
		}
	}
	return false
}
