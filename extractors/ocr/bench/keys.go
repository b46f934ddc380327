package main

import (
	"regexp"
	"strings"

	"evscan/evidence"
)

var domain = regexp.MustCompile(`^[A-Za-z0-9._-]+\.[A-Za-z]{2,}$`)

// kindOf names what a key is: an address, a Japanese name or another one.
func kindOf(key string) string {
	switch {
	case strings.Contains(key, "@") || domain.MatchString(key):
		return "mail addresses and domains"
	case strings.ContainsFunc(key, evidence.IsCJK):
		return "Japanese names"
	}
	return "other names"
}

// byKey sums keys by their kind, and once more those of rendered screenshots at 1x.
func byKey(name string, pictures []picture, texts []string) *table {
	t := newTable(name)
	for i, p := range pictures {
		for _, key := range p.Keys {
			one := p.truth
			one.Keys, one.Words = []string{key}, nil
			s := measure(one, texts[i], cost{})
			s.pictures = 0
			t.add(kindOf(key), s)
			if p.Var == "1x" {
				t.add1("rendered at 1x", s)
			}
		}
	}
	return t
}
