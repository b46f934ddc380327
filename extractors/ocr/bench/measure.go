package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

type share struct{ hit, all int }

func (s share) String() string {
	if s.all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(s.hit)/float64(s.all))
}

func (s *share) plus(o share) { s.hit += o.hit; s.all += o.all }

type score struct {
	pictures                      int
	strict, fuzzy, words, bigrams share
	cost
	missed []string
}

func fold(s string) string { return cases.Fold().String(norm.NFKC.String(s)) }

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func measure(t truth, text string, c cost) score {
	s := score{pictures: 1, cost: c}
	folded := fold(text)
	flat := []rune(squeeze(folded))
	for _, k := range t.Keys {
		key := []rune(squeeze(fold(k)))
		s.strict.all++
		s.fuzzy.all++
		d := distanceWithin(key, flat)
		if d == 0 {
			s.strict.hit++
		} else {
			s.missed = append(s.missed, k)
		}
		if float64(d) <= 0.15*float64(len(key)) {
			s.fuzzy.hit++
		}
	}
	want := fold(strings.Join(t.Words, " "))
	s.words = recall(latinRuns(want), latinRuns(folded))
	s.bigrams = recall(cjkPairs(want), cjkPairs(folded))
	return s
}

// distanceWithin is the least edit distance between key and any part of text.
func distanceWithin(key, text []rune) int {
	col := make([]int, len(key)+1)
	for i := range col {
		col[i] = i
	}
	best := len(key)
	for _, r := range text {
		diag := col[0]
		for i, k := range key {
			sub := diag
			if k != r {
				sub++
			}
			diag = col[i+1]
			col[i+1] = min(sub, col[i]+1, diag+1)
		}
		best = min(best, col[len(key)])
	}
	return best
}

func latinRuns(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || evidence.IsCJK(r) })
}

func cjkPairs(s string) []string {
	var out []string
	for _, run := range strings.FieldsFunc(squeeze(s), func(r rune) bool { return !evidence.IsCJK(r) }) {
		r := []rune(run)
		for i := 0; i+1 < len(r); i++ {
			out = append(out, string(r[i:i+2]))
		}
	}
	return out
}

func recall(want, got []string) share {
	n := map[string]int{}
	for _, g := range got {
		n[g]++
	}
	s := share{all: len(want)}
	for _, w := range want {
		if n[w] > 0 {
			n[w]--
			s.hit++
		}
	}
	return s
}

// table sums scores by group in the order of their first appearance.
type table struct {
	name   string
	groups []string
	sums   map[string]*score
}

func newTable(name string) *table { return &table{name: name, sums: map[string]*score{}} }

func (t *table) add(group string, s score) {
	t.add1("", s)
	if group != "" {
		t.add1(group, s)
	}
}

// add1 adds to one group only.
func (t *table) add1(group string, s score) {
	sum := t.sums[group]
	if sum == nil {
		sum = &score{}
		t.sums[group] = sum
		t.groups = append(t.groups, group)
	}
	sum.pictures += s.pictures
	sum.strict.plus(s.strict)
	sum.fuzzy.plus(s.fuzzy)
	sum.words.plus(s.words)
	sum.bigrams.plus(s.bigrams)
	sum.wall += s.wall
	sum.cpu += s.cpu
}

func (t *table) print(w io.Writer) {
	for _, g := range t.groups {
		s := t.sums[g]
		name := g
		if name == "" {
			name = "all"
		}
		each := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(max(1, s.pictures)) }
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%v\t%v\t%v\t%v\t%.0f\t%.0f\t\n", t.name, name, s.pictures, s.strict.all,
			s.strict, s.fuzzy, s.words, s.bigrams, each(s.wall), each(s.cpu))
	}
}
