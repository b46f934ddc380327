package names

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"evscan/fingerprints/catalogue"
)

// publicEndings are endings that make a Japanese name the name of a body. They
// are part of the name. least is how many characters stand before them.
var publicEndings = []struct {
	text  string
	least int
}{
	{"市役所", 1}, {"区役所", 1}, {"町役場", 1}, {"村役場", 1}, {"県庁", 1}, {"府庁", 1}, {"都庁", 1}, {"道庁", 1}, {"大学", 1}, {"大学院大学", 1},
	{"高等専門学校", 1}, {"商工会議所", 1}, {"信用金庫", 1}, {"信用組合", 1}, {"法務局", 1}, {"税務署", 1}, {"警察署", 1}, {"教育委員会", 1},
	{"務省", 1}, {"産業省", 2}, {"労働省", 2}, {"交通省", 2}, {"水産省", 2}, {"科学省", 2}, {"環境省", 0}, {"防衛省", 0}, {"庁", 2}, {"研究所", 4}, {"研究機構", 4},
	{"会計事務所", 1}, {"法律事務所", 1}, {"特許事務所", 1}, {"税理士事務所", 1}, {"司法書士事務所", 1}, {"行政書士事務所", 1}, {"裁判所", 4}, {"労働局", 2},
	{"監督署", 4}, {"協同組合", 2}, {"集团", 2}, {"集團", 2},
}

// publicStarts are the characters that publicEndings begin with.
var publicStarts = func() map[rune]bool {
	m := map[rune]bool{}
	for _, e := range publicEndings {
		r, _ := utf8.DecodeRuneInString(e.text)
		m[r] = true
	}
	return m
}()

// noOffice are words in 庁 that name no body.
var noOffice = []string{"官公庁", "官庁", "省庁", "登庁", "退庁", "開庁", "閉庁", "支庁", "同庁", "当庁", "本庁"}

// noGroup are words before 集团 that make it no firm's.
var noGroup = []string{"犯罪", "企业", "企業", "利益", "走私", "诈骗", "詐騙", "贩毒", "販毒", "上市", "跨国", "跨國", "大型", "旗下", "我们", "我們", "下属", "下屬", "控股", "国有", "國有", "武装", "武裝", "政治", "军事", "軍事"}

// maxGroup is the length in characters of the name of a group; more is a sentence
// without blanks.
const maxGroup = 8

// group is the name of a Chinese group of firms from units from to i, with the word 集团
// behind it, which people leave out as they do a legal form. Where a legal form follows,
// that says more.
func group(s *stream, from, i, to int) (span, bool) {
	if i-from > maxGroup || to < len(s.units) && s.units[to].before == 0 && s.units[to].cjk && strings.Contains("军軍公有股控", word(s, to)) {
		return span{}, false
	}
	if slices.ContainsFunc(noGroup, func(w string) bool { return strings.HasSuffix(string(s.core(from, i)), w) }) {
		return span{}, false
	}
	return span{from: from, to: to, nameFrom: from, last: i, form: string(s.core(i, to))}, true
}

// publicGate lets the units through that findPublic looks at.
var publicGate = sync.OnceValue(func() *catalogue.Filter {
	f := catalogue.NewFilter(4 * (len(publicStarts) + len(heads) + len(tails) + len(initialled)))
	for r := range publicStarts {
		f.Add(catalogue.UnitHash(string(r)))
	}
	for _, words := range []map[string]bool{heads, tails, initialled} {
		for w := range words {
			f.Add(catalogue.UnitHash(w))
		}
	}
	return f
})

// findPublic returns public bodies by the words that all of them share.
func findPublic(s *stream, forms formMarks) []span {
	var out []span
	gate := publicGate()
	s.hash()
	for i := 0; i < len(s.units); i++ {
		if !gate.Has(s.hashes[i]) {
			continue
		}
		u := &s.units[i]
		if u.cjk {
			if u.kind == scriptHan {
				if sp, ok := publicCJK(s, forms, i); ok {
					out = append(out, sp)
				}
			}
			continue
		}
		if sp, ok := publicLatin(s, i); ok {
			out = append(out, sp)
		}
	}
	return out
}

func publicCJK(s *stream, forms formMarks, i int) (span, bool) {
	r, _ := utf8.DecodeRune(s.folded[s.units[i].start:])
	if !publicStarts[r] {
		return span{}, false
	}
	for _, e := range publicEndings {
		if !hasCJK(s, i, e.text) {
			continue
		}
		from := leftRun(s, i, forms)
		to := i + utf8.RuneCountInString(e.text)
		if i-from < e.least || i-from > 10 || i-from == 1 && s.units[from].kind != scriptHan {
			return span{}, false
		}
		if strings.HasPrefix(e.text, "集") {
			return group(s, from, i, to)
		}
		name := string(s.core(from, to))
		switch {
		case strings.HasPrefix(e.text, "研究") && !strings.HasPrefix(name, "国立"):
			return span{}, false // of a company, as often as not
		case e.text == "庁" && slices.ContainsFunc(noOffice, func(w string) bool { return strings.HasSuffix(name, w) }):
			return span{}, false
		}
		return span{from: from, to: to, nameFrom: from, last: to, form: e.text}, true
	}
	return span{}, false
}

// heads begin the name of a body: University of X.
var heads = map[string]bool{"university": true, "city": true, "ministry": true, "department": true, "county": true, "state": true, "town": true, "village": true}

// tails end the name of a body: X University.
var tails = map[string]bool{"university": true, "ministry": true}

// initialled end the names of bodies that a text also calls by their initials, which
// it says in brackets behind the name; without them they end the names of much else.
var initialled = map[string]bool{"agency": true, "administration": true, "authority": true, "commission": true, "council": true, "institute": true, "institut": true, "foundation": true,
	"association": true, "bureau": true, "federation": true, "bank": true, "board": true, "corporation": true, "consortium": true, "alliance": true, "society": true, "union": true}

// portfolios are what departments and ministries are for; what stands in capitals
// behind them is the next word of the page.
var portfolios = map[string]bool{"state": true, "transportation": true, "transport": true, "defense": true, "defence": true, "energy": true, "commerce": true, "justice": true, "labor": true,
	"labour": true, "education": true, "agriculture": true, "treasury": true, "interior": true, "finance": true, "health": true, "welfare": true, "housing": true, "environment": true,
	"industry": true, "trade": true, "economy": true, "technology": true, "science": true, "culture": true, "sports": true, "tourism": true, "infrastructure": true, "fisheries": true,
	"forestry": true, "planning": true, "communications": true, "veterans": true, "homeland": true, "foreign": true, "home": true, "internal": true, "human": true, "urban": true,
	"water": true, "natural": true, "public": true, "social": true, "land": true, "economic": true}

// portfolioNouns end a portfolio of two words.
var portfolioNouns = map[string]bool{"security": true, "affairs": true, "services": true, "development": true, "resources": true, "works": true, "safety": true, "health": true,
	"education": true, "management": true, "protection": true, "instruction": true, "revenue": true}

func word(s *stream, i int) string {
	if i < 0 || i >= len(s.units) {
		return ""
	}
	return string(s.folded[s.units[i].start:s.units[i].end])
}

// near reports whether only blanks stand before unit i.
func near(s *stream, i int) bool { return i < len(s.units) && s.units[i].before&^gapBlank == 0 }

// portfolio returns where what begins at unit j ends: Health and Human Services; j
// where no portfolio begins there.
func portfolio(s *stream, j int) int {
	end := j
	for i := j; i < len(s.units) && i-j < 8 && capital(s, i) && portfolios[word(s, i)]; {
		end = i + 1
		if portfolioNouns[word(s, end)] && near(s, end) && capital(s, end) {
			end++
		}
		i = end
		if i < len(s.units) && s.units[i].before&^(gapBlank|gapComma) == 0 && s.units[i].before&gapComma != 0 && portfolios[word(s, i)] {
			continue
		}
		if w := word(s, i); w == "and" && (near(s, i) || s.units[i].before&^(gapBlank|gapComma) == 0) {
			i++
			continue
		}
		if i < len(s.units) && s.units[i].before&gapAmp != 0 {
			continue
		}
		break
	}
	return end
}

func publicLatin(s *stream, i int) (span, bool) {
	if n := wordLen(s, i); n < 4 || n > 14 || !capital(s, i) {
		return span{}, false
	}
	w := word(s, i)
	if !heads[w] && !tails[w] && !initialled[w] {
		return span{}, false
	}
	if heads[w] && i+2 < len(s.units) && word(s, i+1) == "of" {
		j := i + 2
		if word(s, j) == "the" && j+1 < len(s.units) {
			j++
		}
		end := j
		if w == "department" || w == "ministry" {
			end = portfolio(s, j)
		}
		if end == j {
			for end < len(s.units) && end-j < 4 && capital(s, end) && near(s, end) {
				end++
			}
		}
		if end > j {
			return span{from: i, to: end, nameFrom: i, last: end, form: w + " of"}, true
		}
	}
	if tails[w] {
		from := i
		for from > 0 && i-from < 4 && near(s, from) && capital(s, from-1) {
			from--
		}
		for from < i && starters[word(s, from)] {
			from++
		}
		if from < i && string(s.core(from, i)) != "the" {
			return span{from: from, to: i + 1, nameFrom: from, last: i + 1, form: w}, true
		}
	}
	if initialled[w] {
		return withInitials(s, i)
	}
	return span{}, false
}

// withInitials returns the name that ends with unit i, where its initials follow in
// brackets: Federal Example Agency (FEA).
func withInitials(s *stream, i int) (span, bool) {
	k := i + 1
	if k >= len(s.units) || s.units[k].before&gapHard == 0 || s.units[k].cjk {
		return span{}, false
	}
	from, to := int(s.units[k].from), int(s.units[k].to)
	short := s.text[from:to]
	if strings.TrimLeft(s.between(k), " \n") != "(" || to >= len(s.text) || s.text[to] != ')' || !isUpper(short) || len(short) < 3 || len(short) > 8 {
		return span{}, false
	}
	// Backwards through the words: each capital gives a letter, small joining words may.
	at, left := i+1, short
	for at > 0 && i+1-at < 9 && left != "" {
		p := at - 1
		if s.units[p].cjk || at <= i && s.units[at].before&^(gapBlank|gapHyphen|gapLine) != 0 {
			break
		}
		last := left[len(left)-1]
		first := strings.ToUpper(s.text[s.units[p].from : s.units[p].from+1])[0]
		switch {
		case capital(s, p) && first == last:
			left = left[:len(left)-1]
		case connectors[word(s, p)]:
		default:
			return span{}, false
		}
		at = p
	}
	if left != "" || i+1-at < 2 || connectors[word(s, at)] {
		return span{}, false
	}
	return span{from: at, to: i + 1, nameFrom: at, last: i + 1, form: word(s, i)}, true
}

func capital(s *stream, i int) bool {
	if s.units[i].cjk {
		return false
	}
	c := s.text[s.units[i].from]
	if c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.units[i].from:])
	return unicode.IsUpper(r)
}
