package proof

import (
	"strings"
	"unicode/utf8"
)

// initial turns a small l before a consonant at the beginning of a word into the
// capital I that looks the same: no language written in Latin letters begins so.
func initial(glyphs []Glyph) []Glyph {
	for k := 0; k+2 < len(glyphs); k++ {
		if glyphs[k].Text == "l" && lower(glyphs[k+1].Text) && strings1("bcdgmnrstv", glyphs[k+1].Text) && lower(glyphs[k+2].Text) &&
			(k == 0 || !alnum(glyphs[k-1].Text) && !strings.ContainsAny(glyphs[k-1].Text, "-_.@'’/\\")) {
			glyphs[k].Text = "I"
		}
	}
	return glyphs
}

// signs turns what stands for @ in a mail address into it: the signs with a ring
// around a letter, and single characters of a script that the rest is not of.
func signs(glyphs []Glyph) []Glyph {
	for k := 1; k+1 < len(glyphs); k++ {
		if !ring(glyphs[k].Text) {
			continue
		}
		switch {
		case glyphs[k-1].Text == "@": // one sign read twice
			glyphs = append(glyphs[:k], glyphs[k+1:]...)
			k--
		case localEnd(glyphs[:k]) && domain(Text(glyphs[k+1:])):
			glyphs[k].Text = "@"
		}
	}
	return glyphs
}

// ring tells whether s can be a misread @: a circled letter or number, a sign of that
// shape, or a letter of a script whose letters are as wide as it is.
func ring(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if n != len(s) {
		return false
	}
	switch {
	case r == '®', r == '©', r == '＠', r >= 0x2460 && r <= 0x24ff:
		return true
	}
	return r >= 0x3041 && r <= 0x30fa || r >= 0x4e00 && r <= 0x9fff
}

// localEnd tells whether glyphs can be the part of an address before the @.
func localEnd(glyphs []Glyph) bool {
	n := 0
	for _, g := range glyphs {
		switch {
		case alnum(g.Text):
			n++
		case g.Text != "." && g.Text != "_" && g.Text != "-" && g.Text != "+":
			n = 0 // of <, ( or : before an address
		}
	}
	return n >= 2 && alnum(glyphs[len(glyphs)-1].Text)
}

// domain tells whether s begins with a domain name of at least two labels, the last
// of two letters or more.
func domain(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if end >= 0 {
		if r, _ := utf8.DecodeRuneInString(s[end:]); !strings.ContainsRune(">)];,:'\"/", r) {
			return false
		}
		s = s[:end]
	}
	labels := strings.Split(strings.Trim(s, "."), ".")
	if len(labels) < 2 {
		return false
	}
	for _, l := range labels {
		if l == "" || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(last) >= 2 && strings.Trim(last, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// addressLike tells whether a word has the look of a mail address, a host or a file
// name: more than six letters and digits, at least as many letters as digits, with a
// sign of an address between them. An amount or a date is none.
func addressLike(glyphs []Glyph) bool {
	letters, digits, marks := 0, 0, 0
	for k, g := range glyphs {
		switch {
		case digit(g.Text):
			digits++
		case alnum(g.Text):
			letters++
		case k > 0 && k+1 < len(glyphs) && (ring(g.Text) || len(g.Text) == 1 && strings1(".@,_-", g.Text)):
			marks++
		}
	}
	return letters+digits > 6 && letters >= max(4, digits) && marks > 0
}
