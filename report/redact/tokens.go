package redact

import (
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

// maxTokenDigits bounds the number in a token.
const maxTokenDigits = 7

// tokensIn finds the tokens in a text: where they stand, brackets excluded.
func tokensIn(s string) [][2]int {
	var out [][2]int
	for i := 0; ; i++ {
		j := strings.IndexByte(s[i:], '-')
		if j < 0 {
			return out
		}
		i += j
		end := i + 1
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if n := end - i - 1; n == 0 || n > maxTokenDigits || end < len(s) && isLetter(s[end]) {
			continue
		}
		start := i
		for start > 0 && s[start-1] >= 'a' && s[start-1] <= 'z' {
			start--
		}
		switch kind(s[start:i]) {
		case kindPerson, kindMessage, kindPhone, kindAddress, kindPlace, kindCard, kindAccount, kindID, kindBirth:
			if start == 0 || !isLetter(s[start-1]) && !isDigit(s[start-1]) {
				out = append(out, [2]int{start, end})
			}
		}
	}
}

// reserve keeps the numbers of tokens that stand in s already, in a report that was
// redacted before, from being given to somebody else.
func (t *tokens) reserve(s string) {
	for _, at := range tokensIn(s) {
		word, digits, _ := strings.Cut(s[at[0]:at[1]], "-")
		if n, err := strconv.Atoi(digits); err == nil {
			t.last[kind(word)] = max(t.last[kind(word)], n)
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
