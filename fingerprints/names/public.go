package names

import (
	"unicode"
	"unicode/utf8"
)

// publicEndings are endings that make a Japanese name the name of a body. They
// are part of the name.
var publicEndings = []string{"市役所", "区役所", "町役場", "村役場", "県庁", "府庁", "都庁", "道庁", "大学", "大学院大学", "高等専門学校", "商工会議所", "信用金庫", "信用組合",
	"法務局", "税務署", "警察署", "教育委員会"}

// findPublic returns public bodies by the words that all of them share.
func findPublic(s *stream, forms formMarks) []span {
	var out []span
	for i := 0; i < len(s.units); i++ {
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
	switch r {
	case '市', '区', '町', '村', '県', '府', '都', '道', '大', '高', '商', '信', '法', '税', '警', '教':
	default:
		return span{}, false
	}
	for _, e := range publicEndings {
		if !hasCJK(s, i, e) {
			continue
		}
		from := leftRun(s, i, forms)
		to := i + utf8.RuneCountInString(e)
		if i-from < 1 || i-from > 10 || i-from == 1 && s.units[from].kind != scriptHan {
			return span{}, false
		}
		return span{from: from, to: to, nameFrom: from, last: to, form: e}, true
	}
	return span{}, false
}

// heads begin the name of a body: University of X.
var heads = map[string]bool{"university": true, "city": true, "ministry": true, "department": true, "county": true, "state": true, "town": true, "village": true}

// tails end the name of a body: X University.
var tails = map[string]bool{"university": true, "ministry": true}

func publicLatin(s *stream, i int) (span, bool) {
	if n := wordLen(s, i); n < 4 || n > 10 || !capital(s, i) {
		return span{}, false
	}
	w := string(s.folded[s.units[i].start:s.units[i].end])
	if !heads[w] && !tails[w] {
		return span{}, false
	}
	if heads[w] && i+2 < len(s.units) && string(s.folded[s.units[i+1].start:s.units[i+1].end]) == "of" {
		j := i + 2
		if string(s.folded[s.units[j].start:s.units[j].end]) == "the" && j+1 < len(s.units) {
			j++
		}
		end := j
		for end < len(s.units) && end-j < 4 && capital(s, end) && s.units[end].before&^gapBlank == 0 {
			end++
		}
		if end > j {
			return span{from: i, to: end, nameFrom: i, last: end, form: w + " of"}, true
		}
	}
	if tails[w] {
		from := i
		for from > 0 && i-from < 4 && s.units[from].before&^gapBlank == 0 && capital(s, from-1) {
			from--
		}
		for from < i && starters[string(s.folded[s.units[from].start:s.units[from].end])] {
			from++
		}
		if from < i && string(s.core(from, i)) != "the" {
			return span{from: from, to: i + 1, nameFrom: from, last: i + 1, form: w}, true
		}
	}
	return span{}, false
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
