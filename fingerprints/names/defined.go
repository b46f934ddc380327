package names

import (
	"strings"
	"unicode"

	"evscan/fingerprints/catalogue"
)

// Definition is an abbreviation that a text introduces behind the words it stands for:
// Security Assessment Plan (SAP).
type Definition struct {
	Short string // core of the abbreviation
	Full  string // core of the words
}

// maxDefinitions bounds the definitions of one text.
const maxDefinitions = 500

// Definitions returns what a text defines abbreviations as, in order. An abbreviation
// that stands for other words in a text is no organisation there, whatever it may be
// elsewhere.
func Definitions(text string) []Definition {
	var out []Definition
	for from := 0; len(out) < maxDefinitions; {
		i := strings.IndexByte(text[from:], '(')
		if i < 0 {
			break
		}
		open := from + i
		from = open + 1
		end := open + 1
		for end < len(text) && end-open <= 9 && text[end] >= 'A' && text[end] <= 'Z' {
			end++
		}
		short := text[open+1 : end]
		if len(short) < 2 || len(short) > 8 || end >= len(text) || text[end] != ')' && text[end] != 's' {
			continue
		}
		if full := expansion(text[max(0, open-120):open], short); full != "" {
			out = append(out, Definition{strings.ToLower(short), catalogue.Core(full)})
		}
	}
	return out
}

// expansion returns the words at the end of before whose initials are short.
func expansion(before, short string) string {
	before = strings.TrimRight(before, " \n")
	left := len(short)
	at := len(before)
	for words := 0; left > 0 && words < 2*len(short)+2; words++ {
		end := strings.TrimRight(before[:at], " \n-/")
		if len(end) == 0 {
			return ""
		}
		i := strings.LastIndexFunc(end, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '.' && r != '’' })
		word := end[i+1:]
		if word == "" || strings.ContainsAny(before[len(end):at], "\n") && strings.Count(before[len(end):at], "\n") > 1 {
			return ""
		}
		low := strings.ToLower(word)
		switch {
		case low[0] == short[left-1]|0x20:
			left--
		case connectors[low]:
		default:
			return ""
		}
		at = i + 1
	}
	if left > 0 || !strings.ContainsAny(strings.TrimSpace(before[at:]), " -") {
		return ""
	}
	return before[at:]
}
