package redact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// span is a stretch of a folded text that is to be masked.
type span struct {
	start, end int
	kind       kind
	canonical  string // what the token is numbered by
	person     int    // 1 + the person's number; 0: none
	fixed      bool   // an organisation's name does not hold it back
}

// maxMaskRounds bounds how often one string is masked: a token may leave a name bare
// that was a part of a longer word before.
const maxMaskRounds = 4

// mask returns s with everything personal in it replaced by tokens.
func (m *masker) mask(text string, at place) string {
	if at.use == maskKey {
		return m.key(text)
	}
	var b strings.Builder
	for s := range blocks(text) {
		for range maxMaskRounds {
			masked := m.once(s, at)
			if masked == s {
				break
			}
			s = masked
		}
		b.WriteString(s)
	}
	return b.String()
}

// key masks the key of a mark where it is a person and not an organisation: the whole
// name of somebody whom the report knows as a person, or a host that is called so.
func (m *masker) key(s string) string {
	scheme, value, ok := strings.Cut(s, ":")
	if !ok || strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		ok, scheme, value = false, "", s
	}
	switch scheme {
	case "", "name", "host":
	default:
		return s
	}
	if strings.Contains(value, ".") && !strings.Contains(value, " ") || m.orgs.names[squash(value)] && !m.isPerson(value) {
		return s
	}
	if strings.ContainsAny(value, " @") || strings.ContainsFunc(value, isCJK) {
		if masked := m.mask(value, place{}); masked != value {
			return strings.TrimSuffix(s, value) + masked // something that is no name at all
		}
	}
	f := fold(value)
	for _, p := range m.people.named(f, false, m.orgs) {
		if p.start == 0 && p.end == len(f.s) {
			masked := m.tokens.of(kindPerson, m.people.canonical(p.person-1))
			if ok {
				return scheme + ":" + masked
			}
			return masked
		}
	}
	return s
}

// isPerson reports whether somebody was met under the whole of a name.
func (m *masker) isPerson(s string) bool {
	_, cjk := m.people.byKey["cjk "+strings.ReplaceAll(s, " ", "")]
	words := strings.Fields(word(s))
	slices.Sort(words)
	_, latin := m.people.byKey["name "+strings.Join(words, " ")]
	return cjk || latin
}

// once masks what can be seen in s as it is.
func (m *masker) once(s string, at place) string {
	f := fold(s)
	spans := m.spans(f, at)
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	done := 0
	for _, p := range spans {
		canonical := p.canonical
		if p.person > 0 {
			canonical = m.people.canonical(p.person - 1)
		}
		b.WriteString(s[done:f.original(p.start)])
		b.WriteString(m.tokens.of(p.kind, canonical))
		done = f.original(p.end)
	}
	b.WriteString(s[done:])
	return b.String()
}

// spans finds everything to be masked, from left to right, none overlapping. What
// comes first in the list wins.
func (m *masker) spans(f folded, at place) []span {
	if whole, ok := wholeField(f, at.field); ok {
		return whole
	}
	var found []span
	message := strings.HasSuffix(fieldName(at.field), "message-id") || strings.HasSuffix(fieldName(at.field), "in-reply-to") || fieldName(at.field) == "references"
	for _, a := range addressesIn(f) {
		switch {
		case isToken(a.local) || roleLocal(a.local):
		case message || len(digitsOf(a.local)) >= 12:
			found = append(found, span{start: a.start, end: a.end, kind: kindMessage, canonical: strings.ToLower(a.local) + "@" + a.host, fixed: true})
		default:
			found = append(found, span{start: a.start, end: a.end, kind: kindPerson, person: m.holder(a) + 1, fixed: true})
		}
	}
	add := func(p part, who int) {
		if !isToken(f.s[p.start:p.end]) {
			found = append(found, span{start: p.start, end: p.end, kind: kindPerson, person: who + 1})
		}
	}
	for _, p := range m.profiles(f) {
		found = append(found, span{start: p.start, end: p.end, kind: kindPerson, person: m.account(p.name, f.s[p.start:p.end]) + 1, fixed: true})
	}
	found = append(found, m.numbers(f, at.field)...)
	if !message {
		for _, p := range m.holders(f) {
			add(p.part, p.who)
		}
	}
	for _, p := range m.fieldNames(f, at.field) {
		add(p, m.people.byName(p.name))
	}
	found = append(found, m.addresses(f)...)
	for _, p := range m.labelled(f) {
		add(p, m.people.byName(p.name))
	}
	found = append(found, m.people.named(f, at.use == maskPath, m.orgs)...)
	if at.cut {
		found = append(found, m.edges(f)...)
	}
	if len(found) == 0 {
		return nil
	}
	return m.resolve(f, found)
}

// resolve leaves organisations in, and one of those spans that overlap: what is left of
// the other is kept where it is not a name. Its time is linear in the text.
func (m *masker) resolve(f folded, found []span) []span {
	orgs := m.orgs.spans(f)
	named, hosts, taken := newCover(f.s, orgs), newCover(f.s, hostsIn(f)), newCover(f.s, nil)
	for _, t := range tokensIn(f.s) {
		hosts.add(t[0], t[1])
	}
	var out []span
	for _, p := range found {
		switch {
		case p.fixed:
			if isToken(f.s[p.start:p.end]) {
				continue
			}
		case p.kind == kindPerson:
			if hosts.touches(p.start, p.end) || named.touches(p.start, p.end) && !m.ownName(f, p, orgs) {
				continue
			}
		case p.kind == kindAddress:
			p = outside(p, orgs)
		}
		for p.start < p.end && (f.s[p.start] == ' ' || taken[p.start]) {
			p.start++
		}
		for i := p.start; i < p.end; i++ {
			if taken[i] {
				p.end = i
			}
		}
		for p.start < p.end && f.s[p.end-1] == ' ' {
			p.end--
		}
		if p.start >= p.end || p.kind == kindAddress && !strings.ContainsFunc(f.s[p.start:p.end], unicode.IsLetter) && !strings.ContainsAny(f.s[p.start:p.end], "0123456789") {
			continue
		}
		taken.add(p.start, p.end)
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	return out
}

// cover says of each byte of a text whether something was found there.
type cover []bool

func newCover(s string, list []span) cover {
	c := make(cover, len(s))
	for _, p := range list {
		c.add(p.start, p.end)
	}
	return c
}

func (c cover) add(start, end int) {
	for i := start; i < end; i++ {
		c[i] = true
	}
}

func (c cover) touches(start, end int) bool { return slices.Contains(c[start:end], true) }

// ownName reports whether an organisation's name that p overlaps is no more than the
// name of a person: a mark that took somebody for an organisation hides nobody.
func (m *masker) ownName(f folded, p span, orgs []span) bool {
	i, _ := slices.BinarySearchFunc(orgs, p.start, func(o span, at int) int { return cmp.Compare(o.end, at+1) })
	for ; i < len(orgs) && orgs[i].start < p.end; i++ {
		if o := orgs[i]; o.start < p.start || o.end > p.end || !m.isPerson(f.s[o.start:o.end]) {
			return false
		}
	}
	return true
}

// outside cuts organisations off the ends of an address; an address inside an
// organisation's name is none. Those within stay: streets and buildings are named
// after organisations.
func outside(p span, orgs []span) span {
	i, _ := slices.BinarySearchFunc(orgs, p.start, func(o span, at int) int { return cmp.Compare(o.end, at+1) })
	for ; i < len(orgs) && orgs[i].start < p.end; i++ {
		o := orgs[i]
		switch {
		case o.end <= p.start:
		case o.start <= p.start && p.end <= o.end:
			p.end = p.start
		case o.start <= p.start && o.end-o.start > minClip:
			p.start = max(p.start, o.end)
		case o.end >= p.end:
			p.end = min(p.end, o.start)
		}
	}
	return p
}

// minClip is the length in bytes up to which an organisation at the head of an address
// is the prefecture or the city of it.
const minClip = 9

// hostsIn finds the domains of addresses and links, which are organisations'.
func hostsIn(f folded) []span {
	var out []span
	for i := 0; i < len(f.s); i++ {
		c := f.s[i]
		if !isLetter(c) && !isDigit(c) {
			continue
		}
		start := i
		dots := 0
		for i < len(f.s) && (isLetter(f.s[i]) || isDigit(f.s[i]) || f.s[i] == '-' || f.s[i] == '.' || f.s[i] == '_') {
			if f.s[i] == '.' {
				dots++
			}
			i++
		}
		linked := start > 0 && (f.s[start-1] == '@' || strings.HasSuffix(f.s[:start], "//"))
		if linked || dots > 0 && strings.HasPrefix(f.low[start:], "www.") {
			out = append(out, span{start: start, end: i})
		}
	}
	return out
}
