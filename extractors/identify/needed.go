package identify

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// needed finds strings, in lower case, one of which every text that expr matches holds;
// none where nothing is certain. Looking for them first spares most texts the expression,
// which is a hundred times as dear.
func needed(expr string) []string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	set := literals(re.Simplify())
	for _, s := range set {
		if len(s) < 2 {
			return nil
		}
	}
	return set
}

const maxNeeded = 24 // more alternatives cost as much as the expression

// literals is needed for one node of the expression.
func literals(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		var b strings.Builder
		for _, r := range re.Rune {
			// Of letters beyond ASCII the two cases may differ in length.
			if r > unicode.MaxASCII && re.Flags&syntax.FoldCase != 0 {
				return nil
			}
			b.WriteRune(unicode.ToLower(r))
		}
		return []string{b.String()}
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literals(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if set := literals(sub); better(set, best) {
				best = set
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			set := literals(sub)
			if set == nil {
				return nil
			}
			all = append(all, set...)
		}
		if len(all) <= maxNeeded {
			return all
		}
	}
	return nil
}

// better prefers the set whose shortest string is longer, then the smaller one.
func better(a, b []string) bool {
	if a == nil || b == nil {
		return a != nil
	}
	la, lb := shortest(a), shortest(b)
	return la > lb || la == lb && len(a) < len(b)
}

func shortest(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}
