package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/fingerprints/catalogue"
)

// maxShort is the length in characters of the short form of a name.
const maxShort = 24

// partyWords are what contracts call parties without naming them.
var partyWords = map[string]bool{"company": true, "customer": true, "client": true, "supplier": true, "vendor": true, "contractor": true, "subcontractor": true, "provider": true,
	"seller": true, "buyer": true, "purchaser": true, "licensor": true, "licensee": true, "lender": true, "borrower": true, "owner": true, "tenant": true, "landlord": true,
	"party": true, "parties": true, "agent": true, "consultant": true, "employer": true, "employee": true, "distributor": true, "partner": true, "bank": true, "university": true,
	"agency": true, "department": true, "recipient": true, "discloser": true, "us": true, "we": true, "you": true, "user": true, "manufacturer": true, "issuer": true, "guarantor": true,
	"発注者": true, "受注者": true, "委託者": true, "受託者": true, "貸主": true, "借主": true, "売主": true, "買主": true, "開示者": true, "受領者": true, "当社": true, "弊社": true,
	"本会社": true, "会社": true, "発行会社": true, "対象会社": true, "本契約": true, "本件": true, "同社": true, "貴社": true, "丙": true, "丁": true, "甲": true, "乙": true, "本学": true, "本法人": true}

// shortForm returns what a text says that it calls the name before offset end from
// there on: initials in brackets (FEA), a word in quotes ("Example"), 以下「見本」という.
// "" where it says nothing or names a party without naming it ("the Customer").
func shortForm(text string, end int, core string) string {
	rest := strings.TrimLeft(text[end:min(len(text), end+160)], " \n")
	open, n := utf8.DecodeRuneInString(rest)
	if open != '(' && open != '（' {
		return ""
	}
	rest = rest[n:]
	stop := strings.IndexAny(rest, ")）\n")
	if stop < 0 {
		return ""
	}
	rest = strings.TrimSpace(rest[:stop])
	if i := strings.IndexAny(rest, `"“「『`); i >= 0 {
		_, n := utf8.DecodeRuneInString(rest[i:])
		before := strings.ToLower(strings.Trim(rest[:i], " ,、"))
		switch before {
		case "", "the", "hereinafter", "hereafter", "hereinafter the", "hereinafter called", "hereinafter referred to as", "hereinafter referred to as the", "referred to as", "以下", "以下単に", "以下、単に", "略称":
		default:
			return ""
		}
		rest = rest[i+n:]
		j := strings.IndexAny(rest, `"”」』`)
		if j <= 0 {
			return ""
		}
		short := strings.TrimSpace(rest[:j])
		c := catalogue.Core(short)
		if c == "" || partyWords[c] || partyWords[short] || in(common(), c) || utf8.RuneCountInString(c) < 2 || utf8.RuneCountInString(short) > maxShort || c == core || unusable(c) ||
			!related(c, core) {
			return ""
		}
		return short
	}
	if len(rest) >= 3 && len(rest) <= 8 && isUpper(rest) && initialsOf(rest, core) {
		return rest
	}
	return ""
}

// related reports whether a short form is made of the name: a part of it, its first
// letters, or, in two scripts, who knows.
func related(short, core string) bool {
	if strings.Contains(core, short) || initialsOf(strings.ToUpper(short), core) {
		return true
	}
	latin := func(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2e80 }) }
	return latin(short) != latin(core) && utf8.RuneCountInString(short) >= 3
}

// initialsOf reports whether short, in capitals, is made of the first letters of the
// words of core in their order; joining words may be left out, and one other.
func initialsOf(short, core string) bool {
	words := strings.FieldsFunc(core, func(r rune) bool { return r == ' ' || r == '&' })
	if len(words) < 2 {
		return false
	}
	left := strings.ToLower(short)
	skipped := 0
	for _, w := range words {
		if left != "" && w[0] == left[0] {
			left = left[1:]
		} else if !connectors[w] {
			skipped++
		}
	}
	return left == "" && skipped <= 1 && !strings.ContainsFunc(short, func(r rune) bool { return !unicode.IsLetter(r) })
}

// withShort fills in what a text calls its names from there on.
func withShort(text string, hits []Hit) {
	for i := range hits {
		h := &hits[i]
		if h.End < len(text) && !h.Weak && (h.Form != "" || h.Known) && slices.Contains([]byte{' ', '(', '\n', 0xef}, text[h.End]) {
			h.Short = shortForm(text, h.End, h.Core)
		}
	}
}
