package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// learn finds out who is named in a text, so that their names are known wherever else
// they stand.
func (m *masker) learn(text string, at place) {
	if at.use == maskKey {
		return
	}
	for s := range blocks(text) {
		f := fold(s)
		for _, p := range m.holders(f) {
			m.people.add(p.who, p.name)
		}
		for _, p := range m.fieldNames(f, at.field) {
			m.people.add(m.people.byName(p.name), p.name)
		}
		for _, p := range m.labelled(f) {
			m.people.add(m.people.byName(p.name), p.name)
		}
		for _, p := range m.profiles(f) {
			m.account(p.name, f.s[p.start:p.end])
		}
	}
}

// held is a name beside an address, and whose it is.
type held struct {
	part
	who int
}

// holders reads the addresses of a text with the names beside them.
func (m *masker) holders(f folded) []held {
	var out []held
	previous := 0
	for _, a := range addressesIn(f) {
		if isToken(a.local) {
			previous = a.hostEnd
			continue
		}
		role := roleLocal(a.local)
		who := -1
		if !role {
			who = m.holder(a)
		}
		start, end := display(f, a, previous)
		bracketed := a.start > 0 && strings.IndexByte("<(", f.s[a.start-1]) >= 0 || strings.HasSuffix(f.low[:a.start], "mailto:")
		start = sentenceEnd(f.s, start, end)
		if !bracketed {
			// In running text only the last words before an address may be its holder's name.
			start = lastWords(f.s, start, end)
		}
		parts := m.namesIn(f.s[start:end], role || !bracketed)
		if b, e := bracketBehind(f.s, a.hostEnd); e > b {
			for _, p := range m.namesIn(f.s[b:e], true) {
				parts = append(parts, part{p.start + b - start, p.end + b - start, p.name})
			}
		}
		for _, p := range parts {
			p.start, p.end = p.start+start, p.end+start
			if !bracketed && !role && !p.name.cjk && !related(p.name, a.local) && !anyGiven(p.name) {
				continue
			}
			i := m.people.byName(p.name)
			if who >= 0 && len(parts) == 1 {
				i = m.people.merge(who, i)
			}
			out = append(out, held{p, i})
		}
		previous = a.hostEnd
	}
	return out
}

// sentenceEnd is where the name at the end of a sentence may begin: at the last words with
// capitals, behind the last particle.
func sentenceEnd(s string, start, end int) int {
	text := s[start:end]
	if strings.ContainsFunc(text, isCJK) {
		if utf8.RuneCountInString(text) <= 12 {
			return start
		}
		cut := 0
		for _, particle := range []string{"の", "は", "が", "を", "に", "へ", "で", "と", "。", ",", "より", "から"} {
			if i := strings.LastIndex(text, particle); i >= 0 && i+len(particle) < len(text) {
				cut = max(cut, i+len(particle))
			}
		}
		return start + cut
	}
	words := latinWords(text)
	if len(words) <= 4 {
		return start
	}
	from := len(words)
	for from > 0 && len(words)-from < 3 && words[from-1].capital && !organisationWord(words[from-1].word) {
		from--
	}
	if from == len(words) {
		return end
	}
	return start + words[from].start
}

func anyGiven(n name) bool {
	for _, w := range n.words {
		if givenNames[w] {
			return true
		}
	}
	return false
}

// related reports whether a name and the left half of an address share a word or the
// beginning of one.
func related(n name, local string) bool {
	local = word(local)
	for _, w := range n.words {
		if len(w) >= 3 && strings.Contains(local, w) {
			return true
		}
	}
	return false
}

// lastWords is where the last two words of s[start:end] begin, one where the last is
// long enough to be a whole CJK name.
func lastWords(s string, start, end int) int {
	i, words := end, 0
	for i > start {
		for i > start && s[i-1] == ' ' {
			i--
		}
		from := i
		for i > start && s[i-1] != ' ' {
			i--
		}
		if i == from {
			break
		}
		if words++; words == 2 {
			return i
		}
	}
	return start
}

// bracketBehind returns what stands in round brackets behind an address, as old mails
// have it.
func bracketBehind(s string, i int) (int, int) {
	if i < len(s) && s[i] == '>' {
		i++
	}
	if i < len(s) && s[i] == ' ' {
		i++
	}
	if i >= len(s) || s[i] != '(' {
		return 0, 0
	}
	end := strings.IndexByte(s[i:min(len(s), i+maxName)], ')')
	if end < 0 {
		return 0, 0
	}
	return i + 1, i + end
}

// account makes the name of a user's folder or login one of a person's.
func (m *masker) account(n name, login string) int {
	i := m.people.person("login " + word(login))
	if len(n.words) >= 2 {
		i = m.people.merge(i, m.people.byName(n))
	}
	m.people.add(i, n)
	if len(n.words) == 1 && utf8.RuneCountInString(n.words[0]) >= 6 {
		m.people.join(n.words[0], i, 6)
	}
	return i
}

// personFields are metadata fields whose value names whoever wrote, changed, signed or
// holds something, by the name behind the vocabulary's prefix in lower case.
var personFields = set(`creator author lastmodifiedby lastauthor lastsavedby artist by-line byline initial-creator initialcreator manager revisionauthor commentauthor
	annotationauthor savedby currentuser writeaccess reservedby refreshedby printedby contributor operator signer signaturename signaturecontact cameraownername
	ownername owner owneransi xpauthor captionwriter writer-editor committer user username userid signed-off-by registeredowner identityname imagecreatorname
	imagecreator displayname creatorname lastmodifiername sentrepresenting receivedby receivedrepresenting primarysendaccount nextsendaccount clientuser loginuser
	defaultusername lastloggedonuser contact rdpuser organizer attendee fn n personname name-of-author authors editor director composer performer lyricist
	dc.creator dcterms.creator citation_author copyrightownername licensorname personinimage from to cc bcc sender reply-to delivered-to return-path
	subjectcn signername reviewer translator speaker agent nickname assistant spouse`)

// loginFields hold the name of an account, which may stand behind its domain.
var loginFields = set(`user username userid clientuser loginuser defaultusername lastloggedonuser rdpuser logonuser`)

func fieldName(field string) string {
	low := strings.ToLower(field)
	if i := strings.LastIndexAny(low, ":/"); i >= 0 && low[:i] != "x509" {
		low = low[i+1:]
	} else if i >= 0 {
		low = low[i+1:]
	}
	return low
}

// fieldNames reads a metadata field for persons.
func (m *masker) fieldNames(f folded, field string) []part {
	if field == "" {
		return nil
	}
	n := fieldName(field)
	if !personFields[n] || n == "name" {
		return nil
	}
	strict := n == "subjectcn" || strings.HasPrefix(strings.ToLower(field), "mp3:") || n == "owner" || n == "contact"
	var out []part
	for _, p := range m.namesIn(f.s, strict) {
		if loginFields[n] && !p.name.cjk && profileNames[strings.ToLower(f.s[p.start:p.end])] {
			continue
		}
		if insideAddress(f.s, p) {
			continue
		}
		out = append(out, p)
	}
	if loginFields[n] && len(out) == 0 {
		// An account such as HARROW\e12345 or weaver7.
		start := strings.LastIndexAny(f.s, `\/`) + 1
		v := strings.TrimSpace(f.s[start:])
		if v != "" && len(v) <= 64 && !strings.ContainsAny(v, " @") && !profileNames[strings.ToLower(v)] && !isToken(v) && !organisational(v) {
			out = append(out, part{start, start + len(v), name{words: []string{word(v)}}})
		}
	}
	return withoutTokens(f, out)
}

// insideAddress reports whether a part is a piece of a mail address or of a host.
func insideAddress(s string, p part) bool {
	a, b := before(s, p.start), after(s, p.end)
	return a == '@' || b == '@' || a == '.' && unicode.IsLetter(after(s, p.start)) && p.start > 1 && s[p.start-2] != ' ' && strings.Contains(s, "@")
}

// labelled finds the names behind labels, in greetings and below the end of letters.
func (m *masker) labelled(f folded) []part {
	var out []part
	for _, l := range labelsIn(f) {
		if l.kind != labelPerson && l.kind != labelSide {
			continue
		}
		if p, ok := m.behind(f, l); ok {
			out = append(out, p)
		}
	}
	out = append(out, m.closings(f)...)
	return withoutTokens(f, append(out, m.common(f)...))
}

// withoutTokens leaves out what overlaps a token: it is nobody's name.
func withoutTokens(f folded, parts []part) []part {
	tokens := tokensIn(f.s)
	if len(tokens) == 0 {
		return parts
	}
	c := newCover(f.s, nil)
	for _, t := range tokens {
		c.add(t[0], t[1])
	}
	return slices.DeleteFunc(parts, func(p part) bool { return c.touches(p.start, p.end) })
}

// behind reads the name that follows a label.
func (m *masker) behind(f folded, l label) (part, bool) {
	s := f.s
	first := after(s, l.start)
	if strings.HasSuffix(f.low[l.start:l.end], "name") && organisational(lastWord(f.s, l.start)) {
		return part{}, false // company name, file name
	}
	i := l.end
	sign := false
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == ' ' || r == '\t':
		case strings.ContainsRune(":=|>→・]」)}#*\"'", r):
			sign = true
		case r == '\n' && sign:
		default:
			goto value
		}
		i += n
	}
value:
	if i >= len(s) || i-l.end > 12 || !isCJK(first) && !sign && !bareLabels[f.low[l.start:l.end]] || i == l.end && !isCJK(first) {
		return part{}, false
	}
	if isCJK(after(s, i)) {
		end, words := i, 1
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if r == ' ' && words == 1 && isCJK(after(s, end+1)) {
				words++
			} else if !isCJK(r) {
				break
			}
			end += n
		}
		strict := i == l.end || l.kind == labelSide || !sign
		parts := m.namesIn(s[i:end], strict)
		// 営業部 山田: the body comes first.
		if len(parts) == 0 && end < len(s) && s[end] == ' ' && isCJK(after(s, end+1)) && m.orgs.is(strings.TrimSpace(s[i:end])) {
			return m.behind(f, label{l.start, end, l.kind})
		}
		if len(parts) == 0 || len(labelsIn(fold(s[i+parts[0].start:i+parts[0].end]))) > 0 {
			return part{}, false
		}
		p := parts[0]
		if p.start > 0 && words == 1 && !strict && !m.orgs.is(s[i:i+p.start]) {
			return part{}, false
		}
		return part{p.start + i, p.end + i, p.name}, true
	}
	end := m.latinEnd(f, i)
	parts := m.namesIn(s[i:end], l.kind == labelSide || l.kind == labelPerson && weakLabels[f.low[l.start:l.end]])
	if len(parts) == 0 || after(s, i+parts[0].end) == '@' {
		return part{}, false
	}
	p := parts[0]
	return part{p.start + i, p.end + i, p.name}, true
}

// bareLabels need no sign between them and the name.
var bareLabels = map[string]bool{"attn": true, "prepared by": true, "approved by": true, "reviewed by": true, "created by": true, "written by": true, "submitted by": true,
	"requested by": true, "reported by": true, "signed by": true, "assigned to": true, "ansprechpartner": true, "ansprechpartnerin": true}

// weakLabels stand before organisations as well.
var weakLabels = map[string]bool{"name": true, "contact": true, "author": true, "attention": true, "attn": true, "created by": true, "submitted by": true, "account holder": true, "nom": true}

// latinEnd is where a name that begins at i ends at the latest: after three words that
// begin with capitals, at any sign, before the next label.
func (m *masker) latinEnd(f folded, i int) int {
	s := f.s
	end, words := i, 0
	for words < 3 && end < len(s) {
		j := end
		for j < len(s) && (s[j] == ' ' || s[j] == ',' && words == 1) {
			j++
		}
		r, _ := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsUpper(r) && (words > 0 || !unicode.IsLetter(r)) || j-end > 2 {
			break
		}
		k := j
		for k < len(s) {
			r, n := utf8.DecodeRuneInString(s[k:])
			if !(unicode.IsLetter(r) && !isCJK(r) || unicode.IsMark(r) || r == '-' || r == '\'' || r == '.' && k+1 < len(s) && s[k+1] != '\n') {
				break
			}
			k += n
		}
		w := strings.Trim(s[j:k], ".")
		if words > 0 && (after(s, k) == ':' || after(s, k) == '=' || organisationWord(w) || isLabelWord(w)) {
			break
		}
		if words == 2 && k < len(s) && s[k] == ' ' && unicode.IsLetter(after(s, k+1)) && len([]rune(w)) > 1 && s[end-1] != '.' {
			break // the sentence goes on: two words are a name
		}
		title := words == 0 && titles[strings.ToLower(w)]
		end = k
		if !title {
			words++
		}
	}
	return end
}

var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "prof": true, "herr": true, "frau": true, "sir": true}

func isLabelWord(w string) bool {
	w = strings.ToLower(w)
	r, _ := utf8.DecodeRuneInString(w)
	for _, l := range labelWords[r] {
		if l.word == w {
			return true
		}
	}
	return false
}

// lastWord is the word before i.
func lastWord(s string, i int) string {
	s = strings.TrimRight(s[max(0, i-24):i], " _-")
	return s[strings.LastIndexAny(s, " \n\t:;,.|")+1:]
}

// closingWords end letters; the next line, or the next words where lines were joined,
// are the writer's name.
var closingWords = []string{"best regards", "kind regards", "warm regards", "with regards", "regards", "yours sincerely", "sincerely yours", "sincerely", "yours faithfully", "yours truly", "best wishes",
	"many thanks", "thanks", "thank you", "cheers", "mit freundlichen grüßen", "freundliche grüße", "viele grüße", "beste grüße", "cordialement", "bien cordialement", "saludos", "cordiali saluti", "dear", "dear mr", "dear ms", "dear mrs", "dear dr", "敬具", "草々", "以上", "拝", "よろしくお願いいたします。", "よろしくお願い致します。", "宜しくお願いいたします。", "宜しくお願い致します。", "よろしくお願いします。"}

// needsSign are closings that also stand in the middle of sentences and names.
var needsSign = map[string]bool{"thanks": true, "many thanks": true, "thank you": true, "cheers": true, "regards": true, "best wishes": true, "以上": true, "拝": true}

func (m *masker) closings(f folded) []part {
	var out []part
	for _, c := range closingWords {
		for from := 0; ; {
			i := strings.Index(f.low[from:], c)
			if i < 0 {
				break
			}
			i += from
			from = i + len(c)
			if r, _ := utf8.DecodeRuneInString(c); !isCJK(r) && (unicode.IsLetter(before(f.low, i)) || unicode.IsLetter(after(f.low, from))) {
				continue
			}
			j := from
			for j < len(f.s) && strings.IndexByte(" ,.!\r\n\t-_", f.s[j]) >= 0 && j-from < 12 {
				j++
			}
			if j == from || j >= len(f.s) || needsSign[c] && !strings.ContainsAny(f.s[from:j], ",.!\n") {
				continue
			}
			if isCJK(after(f.s, j)) {
				end := j
				for end < len(f.s) && f.s[end] != '\n' && end-j < maxName {
					end += utf8.RuneLen(after(f.s, end))
				}
				for _, p := range m.namesIn(f.s[j:end], true) {
					out = append(out, part{p.start + j, p.end + j, p.name})
				}
				continue
			}
			end := m.latinEnd(f, j)
			greeting := strings.HasPrefix(c, "dear")
			alone := end >= len(f.s) || f.s[end] == '\n' || f.s[end] == '\r' || f.s[end] == ',' && greeting
			for _, p := range m.namesIn(f.s[j:end], !alone) {
				if !unicode.IsUpper(after(f.s, j+p.start)) || p.name.words[0] == word(f.s[j+p.start:j+p.end]) && !alone {
					continue
				}
				out = append(out, part{p.start + j, p.end + j, p.name})
			}
		}
	}
	return out
}

// common finds Japanese names whose family name is a common one, wherever they stand.
func (m *masker) common(f folded) []part {
	var out []part
	s := f.s
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isHan(r) || isHan(before(s, i)) || unicode.Is(unicode.Katakana, before(s, i)) {
			i += n
			continue
		}
		end := i
		for end < len(s) && isHan(after(s, end)) {
			end += utf8.RuneLen(after(s, end))
		}
		run := s[i:end]
		to := honorificless(s, i, end)
		polite := to < end || honorific(s[end:])
		switch family, given := splitName(s[i:to]); {
		case utf8.RuneCountInString(run) > 8:
		case !polite && end < len(s) && unicode.Is(unicode.Katakana, after(s, end)):
		case family != "" && utf8.RuneCountInString(given) >= 2 && utf8.RuneCountInString(family) >= 2:
			out = append(out, part{i, to, name{words: []string{family, given}, cjk: true}})
		case family != "" && polite:
			out = append(out, part{i, to, name{words: []string{family, given}, cjk: true}})
		case surnames[s[i:to]] && to == end && end < len(s) && s[end] == ' ' && isHan(after(s, end+1)):
			k := end + 1
			for k < len(s) && isHan(after(s, k)) {
				k += utf8.RuneLen(after(s, k))
			}
			second := s[end+1 : honorificless(s, end+1, k)]
			if givenLike(second) && (!organisationWord(second) || honorific(s[end+1+len(second):])) {
				out = append(out, part{i, end + 1 + len(second), name{words: []string{run, second}, cjk: true}})
				end = k
			}
		case surnames[s[i:to]] && polite && !m.orgs.is(s[i:to]):
			out = append(out, part{i, to, name{words: []string{s[i:to]}, cjk: true}})
		}
		i = end
	}
	return out
}

// blocks cuts a long text where no rule looks across: at line ends, else between words.
func blocks(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(s) > maxBlock {
			cut := strings.LastIndexByte(s[:maxBlock], '\n') + 1
			if cut <= maxBlock/2 {
				cut = strings.LastIndexByte(s[:maxBlock], ' ') + 1
			}
			if cut <= maxBlock/2 {
				cut = maxBlock
				for cut > maxBlock/2 && !utf8.RuneStart(s[cut]) {
					cut--
				}
			}
			if !yield(s[:cut]) {
				return
			}
			s = s[cut:]
		}
		if s != "" {
			yield(s)
		}
	}
}

// maxBlock is the length in bytes of the pieces in which a long text is masked.
const maxBlock = 32 << 10
