package names

import (
	"slices"
	"strings"
	"unicode"

	"evscan/evidence"
)

// Label is the label of a domain that stands somewhere in the package: what is written
// like it elsewhere is most likely the domain's organisation, catalogued or not.
type Label struct {
	Label string   // in lower case, without hyphens
	Orgs  []string // IDs of the organisations that the domain belongs to
}

// technical are labels of hosts that are words of the trade.
var technical = map[string]bool{"ftp": true, "http": true, "www": true, "api": true, "xml": true, "json": true, "pdf": true, "sql": true, "html": true, "url": true, "ssl": true, "tls": true,
	"dns": true, "smtp": true, "imap": true, "ldap": true, "ssh": true, "vpn": true, "faq": true, "css": true, "php": true, "ios": true, "aka": true, "goo": true, "bit": true, "doi": true}

// costLabel is what it costs that nothing but the domain says that this is a name.
const costLabel = 0.1

// Bounds of a label.
const (
	minLabel      = 3
	shortLabel    = 5 // below it, only a word in capitals is meant
	maxLabelWords = 4
)

// WithLabels returns a matcher that also finds the labels of domains, written in one
// word or several: CISA, EDM Council. Labels that are words, persons or places are left
// out.
func (m *Matcher) WithLabels(list []Label) *Matcher {
	out := *m
	out.labels = make(map[string][]string, len(list))
	for _, l := range list {
		if len(l.Label) < minLabel || in(common(), l.Label) || in(proper(), l.Label) || generic[l.Label] || technical[l.Label] || !strings.ContainsFunc(l.Label, unicode.IsLetter) {
			continue
		}
		ids := out.labels[l.Label]
		for _, id := range l.Orgs {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		out.labels[l.Label] = ids
	}
	return &out
}

// findLabels returns the labels that are written as names.
func (m *Matcher) findLabels(s *stream) []Hit {
	var out []Hit
	var buf []byte
	for i := 0; i < len(s.units); {
		next := i + 1
		buf = buf[:0]
		for end := i + 1; end <= len(s.units) && end-i <= maxLabelWords; end++ {
			u := &s.units[end-1]
			if u.cjk || end-1 > i && u.before&^(gapBlank|gapHyphen) != 0 || !capital(s, end-1) && !connectors[string(s.folded[u.start:u.end])] {
				break
			}
			buf = append(buf, s.folded[u.start:u.end]...)
			ids, ok := m.labels[string(buf)]
			if !ok || edge(s, i) || edge(s, end-1) || !labelWritten(s, i, end, len(buf)) {
				continue
			}
			sp := span{from: i, to: end, nameFrom: i, last: end, known: true}
			h := Hit{Start: int(s.units[i].from), End: int(u.to), Core: string(s.core(i, end)), Known: true, Orgs: ids, Cost: costLabel}
			h.Display, _ = display(s, sp, h.Start, h.End)
			out, next = append(out, h), end
		}
		i = next
	}
	return slices.DeleteFunc(out, func(h Hit) bool { return h.Core == "" })
}

// edge reports whether unit i is a word that no such name begins or ends with.
func edge(s *stream, i int) bool {
	w := s.folded[s.units[i].start:s.units[i].end]
	return connectors[string(w)] || starters[string(w)]
}

// labelWritten reports whether units i to end-1, n letters long, are written as a name
// and stand in no address.
func labelWritten(s *stream, i, end, n int) bool {
	from, to := int(s.units[i].from), int(s.units[end-1].to)
	written := s.text[from:to]
	if n < shortLabel && (end-i > 1 || !isUpper(written)) {
		return false
	}
	if end-i == 1 && i > 0 && s.units[i].before == gapHyphen || end < len(s.units) && s.units[end].before == gapHyphen && !evidence.StartsCJK(s.text[s.units[end].from:]) {
		return false // a part of another word
	}
	if from > 0 && strings.IndexByte(`/\@._:=#`, s.text[from-1]) >= 0 && (s.text[from-1] != ':' || from > 1 && s.text[from-2] == '/') {
		return false
	}
	return to >= len(s.text) || strings.IndexByte(`/\@_=`, s.text[to]) < 0
}
