package domains

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/fingerprints/catalogue"
)

// Costs of a mended address, see Hit.Cost.
const (
	costJoined = 0.1  // blanks or a line end taken out of it
	costSign   = 0.15 // another sign read for @ or a point
	costSuffix = 0.15 // the public suffix misread
	costPoint  = 0.25 // a point lost
	maxCost    = 0.5
)

// FindOCR is Find for text that a recogniser read: addresses broken by blanks and
// line ends, with another sign for @ (®, ©, 必, 太) or a comma for a point, with a
// misread public suffix (c0m, co.ip) or without the point before it. The suffix of a
// mended address is a registered one; where more had to be guessed, the domain is one
// that known knows.
func FindOCR(text string, known func(domain string) bool) []Hit {
	hits := Find(text)
	var mended []Hit
	for _, p := range chains(text) {
		if h, ok := p.mend(text, known); ok {
			mended = append(mended, h)
		}
		if len(mended) >= MaxHits {
			break
		}
	}
	if len(mended) == 0 {
		return hits
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool {
		i, _ := slices.BinarySearchFunc(mended, h.Start, func(m Hit, at int) int {
			if m.End <= at {
				return -1
			}
			return 1
		})
		return i < len(mended) && mended[i].Start < h.End
	})
	hits = append(hits, mended...)
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	return hits
}

// piece is a stretch of text without blanks.
type piece struct{ start, end int }

// chain is a row of pieces that may be one address.
type chain []piece

// maxChain is how many pieces an address is broken into at most.
const maxChain = 6

// chains cuts text at blanks and puts together what a point, an at sign, a slash or a
// hyphen at the cut says may belong together.
func chains(text string) []chain {
	var out []chain
	var cur chain
	last := piece{end: -1}
	flush := func() {
		if len(cur) > 0 {
			out = append(out, cur)
		}
		cur = nil
	}
	for i := 0; i < len(text); {
		for i < len(text) && isBlank(text[i]) {
			i++
		}
		start := i
		for i < len(text) && !isBlank(text[i]) {
			i++
		}
		if start == i {
			break
		}
		p := piece{start, i}
		if last.end < 0 || len(cur) >= maxChain || start-last.end > 2 || p.end-p.start > maxRun || !joinable(text, last, p) && !torn(text, cur, p) {
			flush()
		}
		cur = append(cur, p)
		last = p
	}
	flush()
	return out
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func joinable(text string, a, b piece) bool {
	l, r := text[a.end-1], text[b.start]
	if begins(text[b.start:b.end]) && l != '/' && l != '@' {
		return false
	}
	small := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }
	at := func(s string) bool {
		return s[0] == '@' || strings.HasPrefix(s, "＠") || strings.HasPrefix(s, "®") || strings.HasPrefix(s, "©")
	}
	switch {
	case l == '.' || l == ',' || l == '-' || l == '/':
		return small(r) || r >= 'A' && r <= 'Z' && upper(text[a.start:a.end])
	case l == '@' || strings.HasSuffix(text[a.start:a.end], "＠"):
		return isAlnum(r)
	case r == '.' || r == ',':
		return isAlnum(l) && b.end-b.start > 2 && isAlnum(text[b.start+1])
	}
	return isAlnum(l) && at(text[b.start:b.end])
}

// begins reports whether an address begins with s, and none goes on.
func begins(s string) bool {
	low := strings.ToLower(s[:min(len(s), 8)])
	return strings.HasPrefix(low, "www.") || strings.HasPrefix(low, "www,") || strings.HasPrefix(low, "http")
}

// torn reports whether a blank stands within the name of a site: the pieces begin with
// www and have no domain yet, and what follows on the line ends like one.
func torn(text string, cur chain, p piece) bool {
	if len(cur) == 0 || !begins(text[cur[0].start:cur[0].end]) || text[p.start-1] != ' ' || strings.IndexByte(text[p.start:p.end], '.') <= 0 {
		return false
	}
	last := cur[len(cur)-1]
	return isAlnum(text[last.end-1]) && isAlnum(text[p.start]) && strings.IndexByte(text[last.start:last.end], '.') < 0 && len(cur) > 1
}

func upper(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// mend reads a chain as one address, longest first.
func (c chain) mend(text string, known func(string) bool) (Hit, bool) {
	for n := len(c); n > 0; n-- {
		for i := 0; i+n <= len(c); i++ {
			if h, ok := c[i:i+n].read(text, known); ok {
				return h, true
			}
		}
	}
	return Hit{}, false
}

// read joins the pieces and mends what they say; ok is unset where nothing had to be
// mended or where the result is no address.
func (c chain) read(text string, known func(string) bool) (Hit, bool) {
	var b strings.Builder
	var at []int
	joins := []int{} // offsets in the joined text
	for i, p := range c {
		if i > 0 {
			joins = append(joins, b.Len())
		}
		for k := p.start; k < p.end; k++ {
			at = append(at, k)
		}
		b.WriteString(text[p.start:p.end])
	}
	at = append(at, c[len(c)-1].end)
	joined := b.String()
	cost := 0.0
	if len(c) > 1 {
		cost = costJoined
	} else if !suspect(joined) {
		return Hit{}, false
	}
	if signs, from, changed := signed(joined); changed {
		joined, cost = signs, max(cost, costSign)
		moved := make([]int, len(from))
		for i, f := range from {
			moved[i] = at[f]
		}
		at = moved
		for i := range joins {
			joins[i], _ = slices.BinarySearch(from, joins[i])
		}
	}
	var hit Hit
	for _, h := range Find(joined) {
		if h.Namespace || len(c) > 1 && !slices.ContainsFunc(joins, func(j int) bool { return h.Start < j && j < h.End }) {
			continue
		}
		hit = h
		break
	}
	if hit.End > 0 && hit.Domain != "" && cost > 0 && (len(c) == 1 || believedJoin(joined, hit, joins, known)) {
		hit.Cost, hit.Mended = cost, true
		hit.Start, hit.End = at[hit.Start], at[hit.End]
		return hit, true
	}
	h, ok := suffixed(joined, known)
	if !ok || len(c) > 1 && (!slices.ContainsFunc(joins, func(j int) bool { return h.Start < j && j < h.End }) || !believedJoin(joined, h, joins, known)) {
		return Hit{}, false
	}
	h.Cost = min(maxCost, h.Cost+cost)
	h.Start, h.End, h.Mended = at[h.Start], at[h.End], true
	return h, true
}

// suspect reports whether a piece may be an address that was misread.
func suspect(s string) bool {
	return strings.ContainsAny(s, "@.,®©＠") || strings.Contains(s, "必") || strings.Contains(s, "太") || len(s) > 6 && len(s) < 80 && lostPoint(strings.ToLower(s))
}

// signed writes the signs that stand for @ and for a point as these, and says where
// each byte came from.
func signed(s string) (string, []int, bool) {
	var b strings.Builder
	var from []int
	changed, hasAt := false, strings.ContainsRune(s, '@')
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		tight := i > 0 && isAlnum(s[i-1]) && i+n < len(s) && isAlnum(s[i+n])
		put := ""
		switch s[i : i+n] {
		case "®", "©", "必", "太":
			if tight && !hasAt && strings.ContainsAny(s[i+n:], ".,") {
				put, hasAt = "@", true
			}
		case ",":
			if tight && strings.Count(s, "@") < 2 && !digit(s[i-1]) && !digit(s[i+1]) && (hasAt || strings.Contains(s, "www") || strings.Count(s, ".") > 0) {
				put = "."
			}
		}
		if put != "" {
			changed = true
			b.WriteString(put)
			from = append(from, i)
			i += n
			continue
		}
		for k := range n {
			from = append(from, i+k)
		}
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String(), append(from, len(s)), changed
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// believedJoin reports whether joined pieces are more than the end of a sentence and
// the beginning of the next.
func believedJoin(s string, h Hit, joins []int, known func(string) bool) bool {
	suffix := h.Domain[strings.IndexByte(h.Domain, '.')+1:]
	sign := strings.LastIndexByte(s[:h.End], '@')
	for _, j := range joins {
		if j <= h.Start || j >= h.End {
			continue
		}
		if h.Mail && j < sign {
			return false // the last word of the sentence before
		}
		// What stood before the cut was an address already: the rest is the next word,
		// unless it is the end of a suffix such as co.jp.
		left := Find(strings.TrimRight(s[h.Start:j], ".,-/"))
		if len(left) == 1 && left[0].Domain != "" &&
			(!strings.Contains(suffix, ".") || !strings.HasSuffix(left[0].Host, "."+suffix[:strings.IndexByte(suffix, '.')])) {
			return false
		}
	}
	if !bareSuffixes[h.Host[strings.LastIndexByte(h.Host, '.')+1:]] && !strings.Contains(suffix, ".") {
		return known(h.Domain)
	}
	return h.Mail || h.URL || strings.HasPrefix(h.Host, "www.") || strings.Contains(suffix, ".") || known(h.Domain)
}

// suffixes are those whose misreadings are mended.
var suffixes = []string{"co.jp", "or.jp", "ne.jp", "ac.jp", "go.jp", "lg.jp", "ed.jp", "gr.jp", "co.uk", "ac.uk", "gov.uk", "com", "net", "org", "edu", "gov", "info", "jp"}

// lostPoint reports whether a word ends like a public suffix without its point.
func lostPoint(s string) bool {
	for _, x := range suffixes {
		if x != "jp" && strings.HasSuffix(s, strings.ReplaceAll(x, ".", "")) {
			return true
		}
	}
	return false
}

// suffixed mends the public suffix of the address in s.
func suffixed(s string, known func(string) bool) (Hit, bool) {
	start := strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isAlnum(byte(r)) })
	if i := strings.Index(s, "://"); i >= 0 {
		start = i + 3
	}
	if start < 0 || start >= len(s) {
		return Hit{}, false
	}
	end := start
	for end < len(s) && (isAlnum(s[end]) || strings.IndexByte("@.-_+%", s[end]) >= 0) {
		end++
	}
	for end > start && !isAlnum(s[end-1]) {
		end--
	}
	h := Hit{Start: start, End: end}
	host := strings.ToLower(s[start:end])
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		h.Mail, h.Local, host = true, s[start:start+i], host[i+1:]
		if h.Local == "" || len(h.Local) > 64 {
			return Hit{}, false
		}
	}
	h.URL, _ = schemeBefore(s, start)
	context := h.Mail || h.URL || strings.HasPrefix(host, "www.")
	have, registered := catalogue.Registrable(host)
	for _, x := range suffixes {
		mended, cost, sure := mendSuffix(host, x)
		if mended == "" {
			continue
		}
		// c0.jp is a domain as good as any, but not with the name of a firm before it.
		if registered && (have == host || catalogue.Skeleton(have) != catalogue.Skeleton(x)) {
			continue
		}
		d, ok := catalogue.Registrable(mended)
		if !ok || !validHost(mended) || len(d)-len(x) < 3 {
			continue
		}
		if known(d) || context && sure {
			h.Host, h.Domain, h.Cost = mended, d, cost
			return h, true
		}
	}
	// www without its point.
	if rest, ok := strings.CutPrefix(host, "www"); ok && registered && rest != "" && isAlnum(rest[0]) {
		if d, ok := catalogue.Registrable(rest); ok && known(d) {
			h.Host, h.Domain, h.Cost = "www."+rest, d, costPoint
			return h, true
		}
	}
	return Hit{}, false
}

// mendSuffix returns host with the suffix x where its end is a misreading of that; sure
// says that nothing else can be meant.
func mendSuffix(host, x string) (mended string, cost float64, sure bool) {
	labels := strings.Count(x, ".") + 1
	i := len(host)
	for range labels {
		if i = strings.LastIndexByte(host[:max(0, i)], '.'); i < 0 {
			break
		}
	}
	if i > 0 {
		read := host[i+1:]
		same := catalogue.Skeleton(read) == catalogue.Skeleton(x) || strings.HasSuffix(x, ".jp") && catalogue.Skeleton(read) == catalogue.Skeleton(strings.TrimSuffix(x, "jp")+"ip")
		if read != x && same {
			return host[:i+1] + x, costSuffix, true
		}
	}
	if labels == 2 {
		// The point within the suffix: example.cojp.
		flat := strings.ReplaceAll(x, ".", "")
		if rest, ok := strings.CutSuffix(host, "."+flat); ok && rest != "" {
			return rest + "." + x, costPoint, true
		}
		if rest, ok := strings.CutSuffix(host, flat); ok && rest != "" && isAlnum(rest[len(rest)-1]) {
			return rest + "." + x, costPoint, len(rest) > 2
		}
	}
	if rest, ok := strings.CutSuffix(host, x); ok && rest != "" && isAlnum(rest[len(rest)-1]) {
		return rest + "." + x, costPoint, false
	}
	return "", 0, false
}
