package redact

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// people are the persons that a report has shown. The same person is known by several
// names: Ann Weaver, ann.weaver@..., Weaver, A. They are merged as they are met.
type people struct {
	parent []int // union-find; an earlier person wins
	words  []map[string]bool
	byKey  map[string]int   // addresses, accounts and whole names
	byWord map[string][]int // words in Latin and other letters that names are made of
	byJoin map[string]int   // two words written as one: taroyamada, tyamada
	byHead map[string][]cjkName
	single map[string]int // family and given names of CJK names that were written apart
	lone   map[string]int // family names of which no more was seen
	grown  int            // how often something new was learned
	// Left halves of addresses and names of logins, and whose they are; sorted by settle.
	byLocal map[string]int
	locals  []string
}

// cjkName is a whole name without blanks.
type cjkName struct {
	name   []rune
	person int
	apart  bool // too short to be believed without the blank between its halves
}

func newPeople() *people {
	return &people{byKey: map[string]int{}, byWord: map[string][]int{}, byJoin: map[string]int{}, byHead: map[string][]cjkName{}, single: map[string]int{}, lone: map[string]int{}, byLocal: map[string]int{}}
}

func (p *people) find(i int) int {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

func (p *people) merge(a, b int) int {
	a, b = p.find(a), p.find(b)
	if a > b {
		a, b = b, a
	}
	if a != b {
		p.parent[b] = a
		for w := range p.words[b] {
			p.words[a][w] = true
		}
	}
	return a
}

// person returns whom key stands for, somebody new where nobody is known by it.
func (p *people) person(key string) int {
	if i, ok := p.byKey[key]; ok {
		return p.find(i)
	}
	i := len(p.parent)
	p.grown++
	p.parent = append(p.parent, i)
	p.words = append(p.words, map[string]bool{})
	p.byKey[key] = i
	return i
}

// canonical is the form of a person under which the tokens are numbered.
func (p *people) canonical(i int) string { return strconv.Itoa(p.find(i)) }

// name is a name as it was read: its words, in comparable form.
type name struct {
	words []string
	cjk   bool
}

// minWord is the length in characters of a Latin word that tells somebody apart
// together with another.
const minWord = 2

// byName returns who has a name, somebody new where nobody has.
func (p *people) byName(n name) int {
	if n.cjk && len(n.words) == 1 {
		if i, ok := p.single[n.words[0]]; ok {
			return p.find(i)
		}
	}
	if n.cjk {
		return p.person("cjk " + strings.Join(n.words, ""))
	}
	if len(n.words) == 1 {
		return p.person("word " + n.words[0])
	}
	// Somebody whose words hold all of these, or whose whole name these hold.
	for _, w := range n.words {
		for _, i := range p.byWord[w] {
			i = p.find(i)
			if len(p.words[i]) >= 2 && contains(p.words[i], n.words) {
				return i
			}
		}
	}
	sorted := slices.Sorted(slices.Values(n.words))
	return p.person("name " + strings.Join(sorted, " "))
}

func contains(set map[string]bool, words []string) bool {
	for _, w := range words {
		if !set[w] {
			return false
		}
	}
	return true
}

// maxPerWord bounds the persons that share one word, and so the work for each
// occurrence of it; of more, the first are known by it.
const maxPerWord = 32

// add makes a name one of a person's.
func (p *people) add(i int, n name) {
	i = p.find(i)
	if n.cjk {
		joined := []rune(strings.Join(n.words, ""))
		if len(n.words) == 1 && len(joined) <= 3 {
			if _, taken := p.lone[n.words[0]]; !taken {
				p.lone[n.words[0]] = i
				p.grown++
			}
		}
		if len(n.words) >= 2 {
			for _, w := range n.words {
				if utf8.RuneCountInString(w) >= 2 {
					if _, taken := p.single[w]; !taken {
						p.single[w] = i
						p.grown++
					}
				}
			}
		}
		if len(joined) < 2 || len(n.words) == 1 && len(joined) == 2 {
			return
		}
		head := string(joined[:2])
		for _, c := range p.byHead[head] {
			if string(c.name) == string(joined) {
				return
			}
		}
		if len(p.byHead[head]) < maxPerWord {
			p.grown++
			p.byHead[head] = append(p.byHead[head], cjkName{joined, i, len(joined) == 2})
			// The longest first, so that a name wins over its beginning.
			slices.SortStableFunc(p.byHead[head], func(a, b cjkName) int { return cmp.Compare(len(b.name), len(a.name)) })
		}
		return
	}
	for _, w := range n.words {
		if utf8.RuneCountInString(w) < minWord || p.words[i][w] {
			continue
		}
		p.words[i][w] = true
		p.grown++
		if len(p.byWord[w]) < maxPerWord {
			p.byWord[w] = append(p.byWord[w], i)
		}
	}
}

// settle prepares joined names once everybody is known.
func (p *people) settle() {
	for key, i := range p.byKey {
		kind, value, _ := strings.Cut(key, " ")
		if kind != "mail" && kind != "login" {
			continue
		}
		value, _, _ = strings.Cut(value, "@")
		if first, known := p.byLocal[value]; value != "" && (!known || i < first) {
			p.byLocal[value] = i
		}
	}
	p.locals = slices.Sorted(maps.Keys(p.byLocal))
	for i := range p.parent {
		if p.find(i) != i || len(p.words[i]) > 5 {
			continue
		}
		words := make([]string, 0, len(p.words[i]))
		for w := range p.words[i] {
			words = append(words, w)
		}
		slices.Sort(words)
		for _, a := range words {
			for _, b := range words {
				if a == b || len(a) < 2 || len(b) < 2 {
					continue
				}
				p.join(a+b, i, 7)
				if len(b) >= 5 {
					p.join(a[:firstLen(a)]+b, i, 6) // tyamada
					p.join(b+a[:firstLen(a)], i, 6) // yamadat
				}
			}
		}
	}
}

func firstLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

func (p *people) join(s string, i, least int) {
	if len(s) >= least {
		if _, taken := p.byJoin[s]; !taken {
			p.byJoin[s] = i
		}
	}
}

// latinWord is one word of letters in a folded text.
type latinWord struct {
	start, end int
	word       string
	capital    bool
}

// latinWords cuts a text into words of letters; TaroYamada is two.
func latinWords(s string) []latinWord {
	var out []latinWord
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) || isCJK(r) {
			i += n
			continue
		}
		start := i
		lowerSeen := false
		for i < len(s) {
			r, n = utf8.DecodeRuneInString(s[i:])
			if !(unicode.IsLetter(r) && !isCJK(r) || unicode.IsMark(r) || r == '\'' && i > start && i+1 < len(s) && unicode.IsLetter(after(s, i+1))) {
				break
			}
			if unicode.IsUpper(r) && lowerSeen {
				break
			}
			lowerSeen = unicode.IsLower(r)
			i += n
		}
		out = append(out, latinWord{start, i, word(s[start:i]), unicode.IsUpper(after(s, start))})
	}
	return out
}

// near reports whether two words can be parts of one name: nothing stands between
// them, or what stands between parts of names.
func near(s string, a, b latinWord) bool {
	gap := s[a.end:b.start]
	if len(gap) > 3 {
		return false
	}
	for i := 0; i < len(gap); i++ {
		switch gap[i] {
		case ' ', '.', ',', '_', '-', '\'', '+':
		default:
			return false
		}
	}
	return true
}

// named finds the known persons of a text. loose also takes single words, as names of
// files allow.
func (p *people) named(f folded, loose bool, orgs *organisations) []span {
	if len(p.parent) == 0 {
		return nil
	}
	var out []span
	out = p.latin(f, loose, orgs, out)
	return p.cjk(f, orgs, out)
}

func (p *people) latin(f folded, loose bool, orgs *organisations, out []span) []span {
	if len(p.byWord) == 0 {
		return out
	}
	words := latinWords(f.s)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if who, ok := p.byJoin[w.word]; ok && !orgs.is(w.word) {
			out = append(out, span{start: w.start, end: w.end, kind: kindPerson, person: p.find(who) + 1})
			continue
		}
		if end, who := p.run(f.s, words, i); who >= 0 {
			out = append(out, span{start: w.start, end: words[end].end, kind: kindPerson, person: who + 1})
			i = end
			continue
		}
		list := p.byWord[w.word]
		if len(list) == 0 || orgs.is(w.word) {
			continue
		}
		if loose && utf8.RuneCountInString(w.word) >= 5 || addressed(f.low, w) {
			out = append(out, span{start: w.start, end: w.end, kind: kindPerson, person: p.find(list[0]) + 1})
		}
	}
	return out
}

// run returns the last of the words from i on that are a name of one person, at least
// two of them or one with an initial, and -1 where they are nobody's.
func (p *people) run(s string, words []latinWord, i int) (int, int) {
	tryFrom := func(who int) (int, bool) {
		who = p.find(who)
		set := p.words[who]
		full, last, used := 0, i-1, map[string]bool{}
		for j := i; j < len(words) && j < i+5; j++ {
			if j > i && !near(s, words[j-1], words[j]) {
				break
			}
			w := words[j].word
			if set[w] && !used[w] {
				used[w] = true
				full++
			} else if utf8.RuneCountInString(w) == 1 && (words[j].capital || full > 0 || j == i) && initialOf(set, used, w) {
				used[w+"."] = true
			} else {
				break
			}
			last = j
		}
		initials := len(used) - full
		return last, full >= 2 || full == 1 && initials >= 1
	}
	best, owner := -1, -1
	note := func(list []int) {
		for _, who := range list {
			if last, ok := tryFrom(who); ok && last > best {
				best, owner = last, p.find(who)
			}
		}
	}
	note(p.byWord[words[i].word])
	if utf8.RuneCountInString(words[i].word) == 1 && i+1 < len(words) && near(s, words[i], words[i+1]) {
		note(p.byWord[words[i+1].word])
	}
	return best, owner
}

func initialOf(set, used map[string]bool, initial string) bool {
	for w := range set {
		if !used[w] && strings.HasPrefix(w, initial) {
			return true
		}
	}
	return false
}

// addressed reports whether a word is spoken to, or of, as a person.
func addressed(low string, w latinWord) bool {
	head := strings.TrimRight(low[max(0, w.start-12):w.start], " .")
	if cut := strings.LastIndexAny(head, " \n\t,;:(<\"'"); cut >= 0 {
		head = head[cut+1:]
	}
	switch head {
	case "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "dear", "hi", "hello", "hey", "sir", "madam", "sr", "sra", "thanks", "cheers", "regards":
		return true
	}
	for _, tail := range []string{"-san", " san", "-sama", "さん", "様", "氏", "さま", "殿"} {
		if strings.HasPrefix(low[w.end:], tail) {
			return true
		}
	}
	return false
}

// cjk finds names written in Han, kana and Hangul, with or without blanks in them.
func (p *people) cjk(f folded, orgs *organisations, out []span) []span {
	if len(p.byHead) == 0 {
		return out
	}
	s := f.s
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isCJK(r) {
			i += n
			continue
		}
		if end, who := p.whole(s, i); end > 0 {
			out = append(out, span{start: i, end: end, kind: kindPerson, person: p.find(who) + 1})
			i = end
			continue
		}
		if end, who := p.half(s, i); end > 0 && !orgs.names[squash(s[i:end])] {
			out = append(out, span{start: i, end: end, kind: kindPerson, person: p.find(who) + 1})
			i = end
			continue
		}
		i += n
	}
	return out
}

// whole matches a whole name at i and returns its end, or 0.
func (p *people) whole(s string, i int) (int, int) {
	a, j, _ := nextCJK(s, i)
	b, k, gap := nextCJK(s, j)
	if a == 0 || b == 0 {
		return 0, 0
	}
candidates:
	for _, c := range p.byHead[string([]rune{a, b})] {
		end := k
		if c.apart && (!gap || isCJK(before(s, i)) || isCJK(after(s, end))) {
			continue
		}
		for _, want := range c.name[2:] {
			r, next, _ := nextCJK(s, end)
			if r != want {
				continue candidates
			}
			end = next
		}
		return end, c.person
	}
	return 0, 0
}

// nextCJK returns the next character from i on, at most one blank skipped, and where it
// ends; 0 where another follows.
func nextCJK(s string, i int) (r rune, end int, gap bool) {
	if i < len(s) && s[i] == ' ' {
		gap = true
		i++
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if n == 0 || !isCJK(r) {
		return 0, i, gap
	}
	return r, i + n, gap
}

// half matches a family or given name at i that stands by itself or before a form of
// address.
func (p *people) half(s string, i int) (int, int) {
	if r := before(s, i); isHan(r) {
		return 0, 0
	}
	end := i
	for n := 1; n <= 4; n++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !isHan(r) && !unicode.Is(unicode.Katakana, r) {
			break
		}
		end += size
		who, ok := p.single[s[i:end]]
		if !ok {
			who, ok = p.lone[s[i:end]]
		}
		if !ok {
			continue
		}
		next := after(s, end)
		if !isHan(next) && !unicode.Is(unicode.Katakana, next) || honorific(s[end:]) {
			return end, who
		}
	}
	return 0, 0
}

// honorific reports whether s begins with a form of address.
func honorific(s string) bool {
	s = strings.TrimPrefix(s, " ")
	for _, h := range honorifics {
		if strings.HasPrefix(s, h) {
			return true
		}
	}
	return false
}

var honorifics = strings.Fields(`様 さま さん 殿 氏 君 くん ちゃん 先生 部長 課長 係長 社長 専務 常務 主任 次長 取締役 本部長 室長 店長 所長 支店長 支社長 工場長 顧問 会長 理事 教授 博士 医師 弁護士 リーダー マネージャー 선생 씨 님 先生 女士 小姐`)
