package registry

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/registry/numbers"
)

// courtReach is how far from an entry its court may stand, in bytes.
const courtReach = 80

// germanEntries finds entries of the German commercial register, which are numbers
// of a court and need its name beside them (§ 37a HGB, § 35a GmbHG).
func germanEntries(text string, room int) []Hit {
	scheme, ok := numbers.Lookup("de-register")
	if !ok {
		return nil
	}
	var hits []Hit
	for i := 0; len(hits) < room; {
		k := strings.Index(text[i:], "HR")
		if k < 0 {
			break
		}
		start := i + k
		i = start + 2
		if start > 0 && isAlnum(text[start-1]) || i >= len(text) || text[i] != 'A' && text[i] != 'B' {
			continue
		}
		end, number := entryNumber(text, start+3)
		if number == "" {
			continue
		}
		court := courtNear(text, start, end)
		if court == "" {
			continue
		}
		n, err := scheme.Normal(text[start:start+3] + number + "@" + court)
		if err != nil {
			continue
		}
		i = end
		hits = append(hits, Hit{Start: start, End: end, Key: evidence.Key{Kind: evidence.KeyRegistry, Value: scheme.Key(n)},
			Why: "entry of the commercial register with its court"})
	}
	return hits
}

// entryNumber reads the one to six digits behind HRA or HRB.
func entryNumber(text string, i int) (end int, number string) {
	for n := 0; i < len(text) && n < 8 && strings.IndexByte(" -.:Nr/", text[i]) >= 0; n++ {
		i++
	}
	end = i
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	if end == i || end-i > 6 || end < len(text) && isAlnum(text[end]) {
		return 0, ""
	}
	return end, text[i:end]
}

// courtNear returns the town of the court that stands nearest behind the entry, else
// before it, in capitals.
func courtNear(text string, start, end int) string {
	after := cut(text, end, end+courtReach)
	before := cut(text, start-courtReach, start)
	for _, side := range []string{after, before} {
		for _, word := range []string{"Amtsgericht", "Registergericht", "AG"} {
			i := strings.LastIndex(side, word+" ")
			if i < 0 || i > 0 && isAlnum(side[i-1]) {
				continue
			}
			if town := townOf(side[i+len(word)+1:]); town != "" {
				return town
			}
		}
	}
	return ""
}

// cut returns text[from:to] within its bounds and at whole characters.
func cut(text string, from, to int) string {
	from, to = max(0, from), min(len(text), to)
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > from && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:to]
}

// joints are small words inside the names of towns.
var joints = []string{"am", "an", "der", "im", "in", "ob", "vor", "a.", "d.", "a.d.", "i."}

// townOf reads the name of a town: a word in capitals or two, or more with joints.
func townOf(s string) string {
	var words []string
	joint := false
	for _, w := range strings.Fields(s) {
		if slices.Contains(joints, w) && len(words) > 0 {
			words = append(words, w)
			joint = true
			continue
		}
		clean := strings.TrimRight(w, ",;:.)")
		r, _ := utf8.DecodeRuneInString(clean)
		if !unicode.IsUpper(r) || strings.HasPrefix(clean, "HR") || len(words) > 0 && !joint || strings.IndexFunc(clean, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) >= 0 {
			break
		}
		words = append(words, clean)
		joint = false
		if clean != w {
			break
		}
	}
	for len(words) > 0 && slices.Contains(joints, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.ToUpper(strings.Join(words, " "))
}
