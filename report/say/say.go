// Package say puts a report into words, in English and in Japanese: the sentences
// and figures that every format for people shares. All text of the package comes
// out on one line and without characters that hide or turn others.
package say

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"evscan/report/document"
	"evscan/report/safe"
)

// Lang is a language of the interface, as BCP 47 names it.
type Lang string

// The languages there are.
const (
	English  Lang = "en"
	Japanese Lang = "ja"
)

// Langs lists every language, the default first.
func Langs() []Lang { return []Lang{English, Japanese} }

// pick chooses between the two languages.
func pick(l Lang, en, ja string) string {
	if l == Japanese {
		return ja
	}
	return en
}

// Clean makes text of the package safe to show, on one line.
func Clean(s string) string { return safe.Line(s) }

// Plural counts a noun in English.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Witnesses counts pieces of evidence.
func Witnesses(l Lang, n int) string {
	switch {
	case l == Japanese:
		return fmt.Sprintf("証拠%d件", n)
	case n == 1:
		return "1 witness"
	default:
		return fmt.Sprintf("%d witnesses", n)
	}
}

// Short cuts an identifier after n characters.
func Short(s string, n int) string {
	r := []rune(Clean(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}

// Size writes bytes in decimal units, as file listings of leak sites do.
func Size(n int64) string {
	v, unit := float64(n), "B"
	for _, u := range []string{"kB", "MB", "GB", "TB"} {
		if v < 1000 {
			break
		}
		v, unit = v/1000, u
	}
	if unit == "B" {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", v, unit)
}

// Named is an organisation's name with its first domain.
func Named(name string, domains []string) string {
	s := Clean(name)
	if len(domains) > 0 && domains[0] != name {
		s += " (" + Clean(domains[0]) + ")"
	}
	return s
}

// Probability is written with two decimals and never as certainty, nor that of the
// contrary.
func Probability(p float64) string {
	if p >= 0.01 {
		return strconv.FormatFloat(math.Min(p, 0.99), 'f', 2, 64)
	}
	return "<0.01"
}

// Place writes an item's path without the package's own name.
func Place(path []string) string {
	if len(path) > 1 {
		path = path[1:]
	}
	parts := make([]string, len(path))
	for i, s := range path {
		parts[i] = Clean(s)
	}
	return strings.Join(parts, " > ")
}

// Where writes a locator in words; empty where it says nothing.
func Where(l Lang, at document.Locator) string {
	var parts []string
	if at.Page > 0 {
		parts = append(parts, fmt.Sprintf(pick(l, "page %d", "%dページ"), at.Page))
	}
	if at.Part != "" {
		parts = append(parts, Clean(at.Part))
	}
	if at.Cell != "" {
		parts = append(parts, pick(l, "cell ", "セル ")+Clean(at.Cell))
	}
	if at.Zone != "" && at.Zone != "body" && at.Zone != "property" {
		parts = append(parts, Zone(l, at.Zone))
	}
	if at.Box != nil {
		parts = append(parts, fmt.Sprintf(pick(l, "at %d,%d %dx%d", "位置 %d,%d 大きさ %dx%d"), at.Box.X, at.Box.Y, at.Box.W, at.Box.H))
	}
	if at.Confidence > 0 {
		parts = append(parts, fmt.Sprintf(pick(l, "read at %.0f%%", "読取確度 %.0f%%"), at.Confidence*100))
	}
	return strings.Join(parts, pick(l, ", ", "、"))
}

// Reason is one class of evidence with the witness that shows it best.
type Reason struct {
	Best      document.Evidence
	Nats      float64 // of all witnesses of the class
	Witnesses int
}

// Reasons sums the evidence up by class, heaviest class first, those that speak
// against left out: a few reasons say more to a reader than many witnesses of one
// reason. Evidence comes strongest first.
func Reasons(list []document.Evidence) []Reason {
	var out []Reason
	for _, e := range list {
		i := slices.IndexFunc(out, func(r Reason) bool { return r.Best.Class == e.Class })
		if i < 0 {
			out = append(out, Reason{Best: e})
			i = len(out) - 1
		}
		out[i].Nats += e.Weight
		out[i].Witnesses++
	}
	out = slices.DeleteFunc(out, func(r Reason) bool { return r.Nats <= 0 })
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Nats, a.Nats) })
	return out
}
