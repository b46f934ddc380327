package rtf

import (
	"bufio"
	"io"
)

type tokenKind int

const (
	tokenEnd     tokenKind = iota
	tokenOpen              // {
	tokenClose             // }
	tokenWord              // a control word
	tokenSymbol            // a control symbol: \~, \*
	tokenByte              // a byte of text
	tokenHexByte           // \'xx
)

type token struct {
	kind  tokenKind
	word  string
	b     byte
	num   int
	given bool // the word has a number
}

// maxWord bounds the letters of a control word; the specification has 32.
const maxWord = 64

// lexer cuts a file into tokens. It holds no more than one control word.
type lexer struct{ r *bufio.Reader }

// next gives tokenEnd at the end of the file.
func (l *lexer) next() (token, error) {
	for {
		c, err := l.r.ReadByte()
		if err != nil {
			return token{}, end(err)
		}
		switch c {
		case '{':
			return token{kind: tokenOpen}, nil
		case '}':
			return token{kind: tokenClose}, nil
		case '\r', '\n', 0:
			continue
		case '\\':
			return l.control()
		}
		return token{kind: tokenByte, b: c}, nil
	}
}

func end(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

func (l *lexer) control() (token, error) {
	c, err := l.r.ReadByte()
	if err != nil {
		return token{}, end(err)
	}
	if !letter(c) {
		if c != '\'' {
			return token{kind: tokenSymbol, b: c}, nil
		}
		var pair [2]byte
		for i := range pair {
			if pair[i], err = l.r.ReadByte(); err != nil {
				return token{}, end(err)
			}
			if _, ok := nibble(pair[i]); !ok {
				// A digit is missing; what came instead stays.
				return token{kind: tokenHexByte, b: '?'}, l.r.UnreadByte()
			}
		}
		hi, _ := nibble(pair[0])
		lo, _ := nibble(pair[1])
		return token{kind: tokenHexByte, b: hi<<4 | lo}, nil
	}
	var word [maxWord]byte
	n := 0
	for ; err == nil && letter(c); c, err = l.r.ReadByte() {
		if n < maxWord {
			word[n] = c
			n++
		}
	}
	t := token{kind: tokenWord, word: string(word[:n])}
	if err != nil {
		return t, end(err)
	}
	sign := 1
	if c == '-' {
		if next, err := l.r.Peek(1); err == nil && digit(next[0]) {
			sign = -1
			c, _ = l.r.ReadByte()
		}
	}
	for ; err == nil && digit(c); c, err = l.r.ReadByte() {
		t.given = true
		if t.num < 1<<40 {
			t.num = t.num*10 + int(c-'0')
		}
	}
	t.num *= sign
	if err != nil {
		return t, end(err)
	}
	if c != ' ' { // one blank ends the word and is part of it
		return t, l.r.UnreadByte()
	}
	return t, nil
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

func nibble(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
