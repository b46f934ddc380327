package redact

import (
	"regexp"
	"strconv"
	"strings"
)

// kind is what was masked; it is the word in the token.
type kind string

const (
	kindPerson  kind = "person"
	kindMessage kind = "message" // the left half of a mail's Message-ID
	kindPhone   kind = "phone"
	kindAddress kind = "address"
	kindPlace   kind = "place" // where a picture was taken
	kindCard    kind = "card"
	kindAccount kind = "account" // of a bank
	kindID      kind = "id"      // national ids, passports, licences
	kindBirth   kind = "born"
)

// tokens numbers what is masked, each kind by itself, in order of appearance.
type tokens struct {
	number map[string]int // by kind and canonical form
	last   map[kind]int
}

func newTokens() *tokens { return &tokens{number: map[string]int{}, last: map[kind]int{}} }

var tokenForm = regexp.MustCompile(`\b(person|message|phone|address|place|card|account|id|born)-(\d{1,7})\b`)

// reserve keeps the numbers of tokens that stand in s already, in a report that was
// redacted before, from being given to somebody else.
func (t *tokens) reserve(s string) {
	for _, m := range tokenForm.FindAllStringSubmatch(s, -1) {
		if n, err := strconv.Atoi(m[2]); err == nil {
			t.last[kind(m[1])] = max(t.last[kind(m[1])], n)
		}
	}
}

// of returns the token of the thing whose canonical form is given.
func (t *tokens) of(k kind, canonical string) string {
	key := string(k) + " " + canonical
	n, ok := t.number[key]
	if !ok {
		t.last[k]++
		n = t.last[k]
		t.number[key] = n
	}
	s := string(k) + "-" + strconv.Itoa(n)
	if k == kindPerson || k == kindMessage {
		return s // part of addresses and of file names
	}
	return "[" + s + "]"
}

// isToken reports whether s is a token of a person or a message: a redacted report says
// nothing new.
func isToken(s string) bool {
	for _, k := range []kind{kindPerson, kindMessage} {
		if n, ok := strings.CutPrefix(s, string(k)+"-"); ok && n != "" && strings.Trim(n, "0123456789") == "" {
			return true
		}
	}
	return false
}
