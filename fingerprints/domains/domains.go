// Package domains finds DNS names and mail addresses in text.
//
// Text is full of things that look like names of hosts and are none: file names
// (main.py), code (item.id), sentences without a blank (done.It). A bare name is
// therefore believed only under a public suffix that is rarely anything else; under
// the others it needs the context of an address (scheme, www., @).
package domains

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"evscan/fingerprints/catalogue"
)

// Hit is one host name or mail address.
type Hit struct {
	Start, End int    // byte range in the text, of the whole address where Mail is set
	Host       string // lower case, punycode
	Domain     string // registrable domain, "" under no public suffix (corp.local, a bare server name)
	Local      string // part before the @; only where Mail is set
	Mail       bool   // part of a mail address
	URL        bool   // follows a scheme such as https://
	Namespace  bool   // the address of an XML namespace or a schema: it names a vocabulary, nobody's site
	Defanged   bool   // was written as hxxp:// or with [.]
	// FindOCR only: how far the reading was mended, [0,1), and whether it was.
	Cost   float64
	Mended bool
}

// MaxHits bounds the hits of one text; what follows is not looked at.
const MaxHits = 20_000

// maxRun is longer than any host name (253) with a local part (64) and brackets.
const maxRun = 512

// Find returns the hosts and addresses of text from left to right, none
// overlapping. It reads text once and never fails.
func Find(text string) []Hit {
	if narrow, at := narrowed(text); at != nil {
		hits := find(narrow)
		for i := range hits {
			hits[i].Start, hits[i].End = at[hits[i].Start], at[hits[i].End]
		}
		return hits
	}
	return find(text)
}

func find(text string) []Hit {
	var hits []Hit
	var run run // its buffers are used again for every run
	for i := 0; i < len(text) && len(hits) < MaxHits; {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if !startsRun(r) && !(r >= utf8.RuneSelf && unicode.IsLetter(r) && strings.HasSuffix(text[:i], "://")) {
			i += n
			continue
		}
		if end, word := skipWord(text, i); word {
			i = end
			continue
		}
		run.read(text, i)
		if h, ok := run.hit(text); ok {
			hits = append(hits, h)
		}
		i = run.end
	}
	return hits
}

// skipWord reports whether the run that begins at i is a word or a number and
// where it ends: most runs are, and are left without a copy. It says false where it
// would have to look closer.
func skipWord(text string, i int) (end int, word bool) {
	if i > 0 && text[i-1] == '/' {
		return i, false // a bare label counts behind a scheme
	}
	points, last := 0, 0
	for end = i; end < len(text); end++ {
		c := text[end]
		switch {
		case isAlnum(c) || c == '-' || c == '_' || c == '+' || c == '%':
			continue
		case c == '.':
			if points++; points == 1 {
				last = end + 1
			}
			continue
		case c == ' ' && maySpell(text, end):
			if _, n := spelled(text[end:], true); n > 0 {
				return i, false
			}
		case c == '@' || c == '[' || c == '(' || c == '{' || c >= utf8.RuneSelf:
			return i, false
		}
		break
	}
	if points == 0 {
		return end, true
	}
	// One point in a run without a letter behind it: a number, an item of a list, or
	// the end of a sentence.
	return end, points == 1 && (last == end || strings.Trim(text[last:end], "0123456789%") == "")
}

// run is a longest stretch of characters that an address may consist of.
type run struct {
	end      int
	canon    []byte // dots and at signs undone of their disguise
	at       []int  // offset in the text of each byte of canon
	defanged bool
	long     bool // longer than any address
}

func startsRun(r rune) bool {
	return r < utf8.RuneSelf && isAlnum(byte(r)) || r >= utf8.RuneSelf && isLatin(r)
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func isLatin(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }

// disguises are the ways in which reports of security teams break addresses so
// that nobody clicks them, and the full-width forms of Japanese input methods.
var disguises = [...]struct {
	from string
	to   byte
}{
	{"[.]", '.'}, {"(.)", '.'}, {"{.}", '.'}, {"[dot]", '.'}, {"(dot)", '.'},
	{"[@]", '@'}, {"(@)", '@'}, {"[at]", '@'}, {"(at)", '@'}, {"＠", '@'}, {"．", '.'},
	{"{at}", '@'}, {"{dot}", '.'}, {"(アット)", '@'}, {"[アット]", '@'}, {"（アット）", '@'}, {"（at）", '@'}, {"（＠）", '@'}, {"【at】", '@'}, {"（ドット）", '.'}, {"(ドット)", '.'},
}

func (r *run) read(text string, start int) {
	r.canon, r.at, r.defanged, r.long = r.canon[:0], r.at[:0], false, false
	// Letters of any script belong to an international name after a scheme or an
	// at sign; elsewhere they are the sentence around it.
	anyScript := strings.HasSuffix(text[max(0, start-3):start], "://")
	i := start
loop:
	for i < len(text) {
		if len(r.canon) > maxRun {
			r.long = true
		}
		c := text[i]
		switch {
		case isAlnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '%':
			r.push(c, i)
			i++
			continue
		case c == ' ' && maySpell(text, i):
			if sign, n := spelled(text[i:], bytes.IndexByte(r.canon, '@') >= 0); n > 0 {
				r.defanged = true
				anyScript = anyScript || sign == '@'
				r.push(sign, i)
				i += n
				continue
			}
		case c == '@':
			anyScript = true
			r.push(c, i)
			i++
			continue
		case c == '[' || c == '(' || c == '{' || c >= utf8.RuneSelf:
			for _, d := range disguises {
				if strings.HasPrefix(text[i:], d.from) {
					if c < utf8.RuneSelf {
						r.defanged = true
					}
					anyScript = anyScript || d.to == '@'
					r.push(d.to, i)
					i += len(d.from)
					continue loop
				}
			}
			if c < utf8.RuneSelf {
				break loop
			}
			u, n := utf8.DecodeRuneInString(text[i:])
			if !isLatin(u) && !(anyScript && (unicode.IsLetter(u) || unicode.IsMark(u) || u == 'ー')) {
				break loop
			}
			for k := range n {
				r.push(text[i+k], i)
			}
			i += n
			continue
		}
		break
	}
	r.end = max(i, start+1)
}

// spelled reads a sign that is set apart by blanks, s beginning with the first of them:
// " [at] ", " (dot) ", and the bare words only in the row of an address (" at northfield
// dot example "). mail says that the address has its at sign already.
func spelled(s string, mail bool) (sign byte, n int) {
	const words = 96 // far enough to see the end of a name
	low := strings.ToLower(s[:min(len(s), words)])
	for _, d := range [...]struct {
		from string
		to   byte
	}{{" [at] ", '@'}, {" (at) ", '@'}, {" {at} ", '@'}, {" <at> ", '@'}, {" [@] ", '@'}, {" (@) ", '@'}, {" [dot] ", '.'}, {" (dot) ", '.'}, {" {dot} ", '.'}, {" <dot> ", '.'}, {" [.] ", '.'}, {" (.) ", '.'}} {
		if strings.HasPrefix(low, d.from) && len(low) > len(d.from) && isAlnum(low[len(d.from)]) {
			return d.to, len(d.from)
		}
	}
	if rest, ok := strings.CutPrefix(low, " at "); ok && !strings.HasPrefix(rest, "the ") && !strings.HasPrefix(rest, "a ") {
		host, tail, found := strings.Cut(rest, " dot ")
		if found && validHost(host) && !strings.Contains(host, ".") && spelledSuffix(tail) {
			return '@', len(" at ")
		}
	}
	if rest, ok := strings.CutPrefix(low, " dot "); ok && mail && spelledSuffix(rest) {
		return '.', len(" dot ")
	}
	return 0, 0
}

// maySpell reports, at little cost, whether spelled may know what stands behind the
// blank at i.
func maySpell(text string, i int) bool {
	if i+4 >= len(text) {
		return false
	}
	switch c := text[i+1]; c {
	case '[', '(', '{', '<':
		return true
	case 'a', 'A':
		return text[i+2]|0x20 == 't' && text[i+3] == ' '
	case 'd', 'D':
		return text[i+2]|0x20 == 'o' && text[i+3]|0x20 == 't' && text[i+4] == ' '
	}
	return false
}

// spelledSuffix reports whether s begins with the rest of a spelled out name.
func spelledSuffix(s string) bool {
	for range 3 {
		word := s
		if i := strings.IndexAny(s, " ,;)>\n"); i >= 0 {
			word = s[:i]
		}
		word = strings.TrimRight(word, ".")
		if bareSuffixes[word] {
			return true
		}
		rest, ok := strings.CutPrefix(s[len(word):], " dot ")
		if !ok || !validHost(word) {
			return false
		}
		s = rest
	}
	return false
}

// narrowed writes full-width letters and signs as ASCII where an address may be made of
// them; at maps offsets of the result to those of text. nil: nothing is.
func narrowed(text string) (string, []int) {
	if !wideAddress(text) {
		return text, nil
	}
	b := make([]byte, 0, len(text))
	at := make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r >= 0xff01 && r <= 0xff5e {
			b, at = append(b, byte(r-0xfee0)), append(at, i)
			i += n
			continue
		}
		for k := range n {
			b, at = append(b, text[i+k]), append(at, i+k)
		}
		i += n
	}
	return string(b), append(at, len(text))
}

// wideAddress reports whether a full-width letter or digit stands before a point or an
// at sign and another character of an address behind that.
func wideAddress(text string) bool {
	for i := 0; ; {
		j := strings.Index(text[i:], "\xef\xbc")
		k := strings.Index(text[i:], "\xef\xbd")
		if j < 0 || k >= 0 && k < j {
			j = k
		}
		if j < 0 {
			return false
		}
		i += j
		r, n := utf8.DecodeRuneInString(text[i:])
		i += max(1, n)
		if !wideAlnum(r) {
			continue
		}
		sign, m := utf8.DecodeRuneInString(text[i:])
		if sign != '．' && sign != '＠' && sign != '.' && sign != '@' {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[i+m:]); wideAlnum(next) {
			return true
		}
	}
}

func wideAlnum(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

func (r *run) push(c byte, at int) {
	if len(r.canon) <= maxRun {
		r.canon = append(r.canon, c)
		r.at = append(r.at, at)
	}
}

func (r *run) hit(text string) (Hit, bool) {
	if r.long {
		return Hit{}, false
	}
	lo, hi := 0, len(r.canon)
	for hi > lo && !endsName(r.canon[hi-1]) {
		hi--
	}
	for lo < hi && !endsName(r.canon[lo]) {
		lo++
	}
	if hi-lo < 3 {
		return Hit{}, false
	}
	if bytes.IndexByte(r.canon[lo:hi], '.') < 0 && bytes.IndexByte(r.canon[lo:hi], '@') < 0 && !strings.HasSuffix(text[:r.at[lo]], "/") {
		return Hit{}, false // a word
	}
	s := string(r.canon[lo:hi])
	h := Hit{Start: r.at[lo], End: r.end, Defanged: r.defanged}
	if hi < len(r.canon) {
		h.End = r.at[hi]
	}
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		h.Local, h.Mail = s[:at], true
		s = s[at+1:]
		if cut := strings.LastIndexByte(h.Local, '@'); cut >= 0 {
			h.Local = h.Local[cut+1:]
		}
	}
	if !strings.Contains(s, ".") && !h.Mail {
		// A bare label is a host only behind a scheme; package hosts judges it.
		scheme, fanged := schemeBefore(text, h.Start)
		if !scheme || h.End < len(text) && text[h.End] == ':' && looksLikeUser(text, h.End) {
			return Hit{}, false
		}
		h.URL, h.Defanged = true, fanged
		h.Host = strings.ToLower(s)
		return h, validHost(h.Host)
	}
	host, ok := canonicalHost(s)
	if !ok || h.Mail && (h.Local == "" || len(h.Local) > 64) {
		return Hit{}, false
	}
	h.Host = host
	if !h.Mail {
		var fanged bool
		h.URL, fanged = schemeBefore(text, h.Start)
		h.Defanged = h.Defanged || fanged
	}
	// Most dots are those of numbers and sentences: leave without asking the list.
	if !h.Mail && !h.URL && !h.Defanged && strings.Count(host, ".") == 1 && !bareSuffixes[host[strings.IndexByte(host, '.')+1:]] && !internalSuffix(host) {
		return Hit{}, false
	}
	h.Domain, ok = catalogue.Registrable(host)
	if !ok {
		if cut := r.sentence(s, lo); cut > 0 {
			r.canon, r.at, r.end = r.canon[:cut], r.at[:cut+1], r.at[cut]
			return r.hit(text)
		}
		h.Domain = ""
		return h, (h.Mail || h.URL || internalSuffix(host)) && !isAddress(host)
	}
	h.Namespace = h.URL && namespaceBefore(text, h.Start)
	context := h.Mail || h.URL || strings.HasPrefix(host, "www.") || h.Defanged
	return h, context || believable(text, h, s)
}

// sentence returns where in canon the sentence goes on behind an address, as Japanese
// does without a blank (taro@northfield.exampleまで), or 0. s begins at lo plus whatever
// stood before its at sign.
func (r *run) sentence(s string, lo int) int {
	point := strings.LastIndexByte(s, '.')
	for i := max(point, 0) + 1; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf && isAlnum(s[i-1]) && point >= 0 {
			end := len(r.canon)
			for end > lo && !endsName(r.canon[end-1]) {
				end--
			}
			return end - (len(s) - i)
		}
	}
	return 0
}

func endsName(c byte) bool { return isAlnum(c) || c >= utf8.RuneSelf }

// canonicalHost lowers and encodes a name, or refuses it (RFC 1123, RFC 5891).
func canonicalHost(s string) (string, bool) {
	s = strings.ToLower(s)
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			a, err := idna.Lookup.ToASCII(s)
			return a, err == nil && validHost(a)
		}
	}
	return s, validHost(s)
}

func validHost(s string) bool {
	if len(s) == 0 || len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			if !isAlnum(label[i]) && label[i] != '-' && label[i] != '_' {
				return false
			}
		}
	}
	return true
}

// isAddress reports whether a dotted name is made of digits only: an IPv4
// address or a version number. Private addresses are the same in every network.
func isAddress(host string) bool { return strings.Trim(host, "0123456789.") == "" }

func internalSuffix(host string) bool {
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "local", "internal", "corp", "lan", "intra", "intranet":
		return true
	}
	return false
}

// schemeBefore reports whether an address scheme ends at i, and whether it was
// broken on purpose.
func schemeBefore(text string, i int) (found, defanged bool) {
	back := text[max(0, i-16):i]
	// user@ or user:password@ never occur here: the run would have taken them.
	for _, sep := range []string{"://", "[:]//", ":\\/\\/"} {
		if strings.HasSuffix(back, sep) {
			scheme := strings.ToLower(back[:len(back)-len(sep)])
			return endsInScheme(scheme), strings.HasSuffix(scheme, "hxxp") || strings.HasSuffix(scheme, "hxxps") || sep[0] == '['
		}
	}
	return false, false
}

func endsInScheme(s string) bool {
	for _, scheme := range []string{"http", "https", "hxxp", "hxxps", "ftp", "ftps", "sftp", "ssh", "ldap", "ldaps", "smb", "file",
		"ws", "wss", "git", "svn", "rdp", "vnc", "imap", "imaps", "smtp", "jdbc", "mysql", "postgresql", "mongodb", "redis", "sip", "rtsp"} {
		if strings.HasSuffix(s, scheme) {
			return true
		}
	}
	return false
}

func looksLikeUser(text string, colon int) bool {
	rest := text[colon+1 : min(len(text), colon+65)]
	end := strings.IndexAny(rest, "/ \n\t")
	if end < 0 {
		end = len(rest)
	}
	return strings.IndexByte(rest[:end], '@') >= 0
}

// namespaceBefore reports whether the address that begins at i is the value of a
// namespace or schema attribute.
func namespaceBefore(text string, i int) bool {
	back := text[max(0, i-80):i]
	if cut := strings.LastIndexAny(back, "<>\n"); cut >= 0 {
		back = back[cut+1:]
	}
	for _, mark := range []string{"xmlns", "schemaLocation", "SchemaLocation", "DOCTYPE", "PUBLIC", "rdf:about", "\"$schema", "namespace"} {
		// One open quote: the address stands in the value of that attribute and not
		// in a later one. A document type has its public name quoted before.
		if at := strings.LastIndex(back, mark); at >= 0 {
			open := strings.Count(back[at:], "\"") + strings.Count(back[at:], "'")
			return open <= 1 || mark == "DOCTYPE" || mark == "PUBLIC" || mark[0] == '"'
		}
	}
	return false
}

// bareSuffixes are the last labels under which a name without any context is
// believed: those that are no ordinary extension of a file, no keyword of code
// and no word that begins a sentence.
var bareSuffixes = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields("com net org edu gov mil biz info jp de fr uk cn kr tw hk sg th vn au nz ca mx br ar cl es pt nl lu ch dk se fi ie cz sk hu ro bg gr tr ru ua il za ae sa eu example test") {
		m[s] = true
	}
	return m
}()

// believable judges a name that stands alone in the text.
func believable(text string, h Hit, written string) bool {
	host := h.Host
	last := host[strings.LastIndexByte(host, '.')+1:]
	suffix := host[len(host)-len(h.Domain):]
	suffix = suffix[strings.IndexByte(suffix, '.')+1:]
	if !bareSuffixes[last] && !strings.Contains(suffix, ".") {
		return false
	}
	// done.De, ASP.NET: a suffix in capitals behind anything else is a new sentence or a product.
	writtenLast := written[strings.LastIndexByte(written, '.')+1:]
	if writtenLast != strings.ToLower(writtenLast) && (written != strings.ToUpper(written) || last == "net") {
		return false
	}
	label := h.Domain[:strings.IndexByte(h.Domain, '.')]
	if len(label) < 2 || strings.Contains(host, "_") || strings.Trim(label, "0123456789") == "" {
		return false
	}
	if h.Start > 0 {
		switch c := text[h.Start-1]; c {
		case '\\', '$', '#', '&', '=', '_':
			return false
		case '/':
			return strings.HasSuffix(text[:h.Start], "//")
		}
	}
	return h.End >= len(text) || text[h.End] != '(' && text[h.End] != '\\' && text[h.End] != '='
}
