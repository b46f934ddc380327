package catalogue

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"evscan/evidence"
)

//go:embed data/legalforms.txt
var legalFormsText string

// FormPlace says where a legal form may stand.
type FormPlace uint8

const (
	FormAfter  FormPlace = 1 << iota // X GmbH
	FormBefore                       // 株式会社X, PT X
)

// formTable holds the legal forms of all jurisdictions. Keys are as bare leaves
// them: "co ltd", "gmbh&co kg", "株式会社".
type formTable struct {
	latin     map[string]FormPlace // of words
	maxTokens int
	cjk       []string // longest first
	cjkPlace  map[string]FormPlace
}

var forms = sync.OnceValue(func() *formTable { return parseForms(legalFormsText) })

func parseForms(text string) *formTable {
	t := &formTable{latin: map[string]FormPlace{}, cjkPlace: map[string]FormPlace{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		mark, form, ok := strings.Cut(line, " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		var place FormPlace
		if strings.Contains(mark, "a") {
			place |= FormAfter
		}
		if strings.Contains(mark, "b") {
			place |= FormBefore
		}
		if hasCJK(form) {
			t.cjk = append(t.cjk, form)
			t.cjkPlace[form] = place
			continue
		}
		t.latin[form] = place
		t.maxTokens = max(t.maxTokens, 1+strings.Count(form, " "))
	}
	return t
}

// StripLegalForm takes the legal form off a name at either end and returns the
// rest in the form of Core and the legal form, normalised. ok is false where
// there was none; core is then the whole name. A name that consists of legal
// forms only (Limited, 株式会社) is left as it is.
func StripLegalForm(s string) (core, form string, ok bool) {
	n := Normalise(s)
	if n == "" {
		return "", "", false
	}
	t := forms()
	if rest, f := t.stripCJK(n); f != "" {
		core = bare(rest)
		if inner, _ := t.stripLatin(core); inner != "" {
			core = inner
		}
		return withoutThe(core), f, true
	}
	p := bare(n)
	if p == "" {
		return n, "", false
	}
	if rest, f := t.stripLatin(p); f != "" {
		return withoutThe(rest), f, true
	}
	return withoutThe(p), "", false
}

// bare is punctuate with the special case of a name that is nothing but
// punctuation, which stays as it is.
func bare(n string) string {
	if p := punctuate(n); p != "" {
		return p
	}
	return n
}

func withoutThe(core string) string {
	if rest, ok := strings.CutPrefix(core, "the "); ok && len(rest) > 3 {
		return rest
	}
	return core
}

func hasCJK(s string) bool { return strings.ContainsFunc(s, evidence.IsCJK) }

func (t *formTable) stripCJK(n string) (rest, form string) {
	rest = n
	if !hasCJK(n) {
		return rest, ""
	}
	for again := true; again; {
		again = false
		for _, f := range t.cjk {
			place := t.cjkPlace[f]
			cut, ok := rest, false
			if place&FormBefore != 0 {
				cut, ok = strings.CutPrefix(rest, f)
			}
			if !ok && place&FormAfter != 0 {
				cut, ok = strings.CutSuffix(rest, f)
			}
			cut = strings.Trim(cut, " ・-.,")
			if ok && cut != "" {
				rest, again = cut, true
				if form == "" {
					form = f
				}
				break
			}
		}
	}
	return rest, form
}

// stripLatin takes forms off the end, repeatedly (X Co Ltd, X Holdings GmbH & Co
// KG), then one off the beginning.
func (t *formTable) stripLatin(p string) (rest, form string) {
	rest = p
	for {
		i := t.suffix(rest)
		if i <= 0 {
			break
		}
		f := strings.TrimLeft(rest[i:], " &")
		rest = strings.TrimRight(rest[:i], " &")
		if form == "" {
			form = f
		} else {
			form = f + " " + form
		}
	}
	if i := t.prefix(rest); i > 0 {
		if form == "" {
			form = strings.TrimSpace(rest[:i])
		}
		rest = strings.TrimSpace(rest[i:])
	}
	return rest, form
}

// suffix returns where the longest legal form at the end of p begins, or 0.
func (t *formTable) suffix(p string) int {
	best := 0
	end := len(p)
	for n := 0; n < t.maxTokens; n++ {
		i := strings.LastIndexAny(p[:end], " &")
		if i <= 0 {
			break
		}
		if t.latin[p[i+1:]]&FormAfter != 0 {
			best = i
		}
		end = i
	}
	return best
}

func (t *formTable) prefix(p string) int {
	best := 0
	from := 0
	for n := 0; n < t.maxTokens; n++ {
		i := strings.IndexByte(p[from:], ' ')
		if i < 0 {
			break
		}
		from += i
		if t.latin[p[:from]]&FormBefore != 0 {
			best = from
		}
		from++
	}
	if best > 0 && utf8.RuneCountInString(p[best:]) < 2 {
		return 0
	}
	return best
}

// IsLegalForm reports whether s, whatever its dress (Inc., ㈱, G.m.b.H.), is a
// legal form and nothing else, and where such a form stands.
func IsLegalForm(s string) (FormPlace, bool) {
	n := Normalise(s)
	t := forms()
	if p, ok := t.cjkPlace[n]; ok {
		return p, true
	}
	p, ok := t.latin[punctuate(n)]
	return p, ok
}

// LegalForm is one legal form in the shape of Core.
type LegalForm struct {
	Text  string
	Place FormPlace
}

// LegalForms lists the legal forms that are known, longest first within their
// script.
func LegalForms() []LegalForm {
	t := forms()
	out := make([]LegalForm, 0, len(t.cjk)+len(t.latin))
	for _, f := range t.cjk {
		out = append(out, LegalForm{f, t.cjkPlace[f]})
	}
	latin := slices.Sorted(maps.Keys(t.latin))
	slices.SortStableFunc(latin, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, f := range latin {
		out = append(out, LegalForm{f, t.latin[f]})
	}
	return out
}
