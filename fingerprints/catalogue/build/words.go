package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// wordLists says of which words of a language names consist, so that package
// names believes them less. All words are in the form of catalogue.Core.
type wordLists struct {
	common map[string]bool // nouns, verbs: tern, スペース
	proper map[string]bool // persons, places, days: victoria, 藤沢
}

// words makes the lists out of SCOWL, as Debian's wamerican packs it, and the
// nouns of IPADIC, converted to UTF-8. Kept are the words that a name of the
// catalogue consists of; of the proper names of SCOWL all, for they also tell
// that the word beside them is part of a person's or a place's name.
func words(data string, dict string, orgs []evidence.Organisation) (wordLists, error) {
	used, single, labels := usedWords(orgs)
	w := wordLists{common: map[string]bool{}, proper: map[string]bool{}}
	if err := w.english(dict, used); err != nil {
		return w, err
	}
	if err := w.japanese(dict, single); err != nil {
		return w, err
	}
	famous, err := famousWords(data)
	if err != nil {
		return w, err
	}
	for k := range w.proper {
		if labels[k] && famous[k] {
			delete(w.proper, k) // a firm that is called so everywhere, at a domain of that name
		}
	}
	return w, nil
}

// usedWords returns the Latin words of all names, the names of one word or in
// CJK characters, and the labels of all first domains of companies.
func usedWords(orgs []evidence.Organisation) (used, single, labels map[string]bool) {
	used, single, labels = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range orgs {
		o := &orgs[i]
		for _, n := range append([]string{o.Name}, o.Aliases...) {
			core := catalogue.Core(n)
			f := strings.FieldsFunc(core, func(r rune) bool { return r == ' ' || r == '&' })
			for _, x := range f {
				used[x] = true
			}
			if len(f) == 1 {
				single[core] = true
			}
		}
		if len(o.Domains) > 0 && o.Kind == "company" {
			l, _, _ := strings.Cut(o.Domains[0], ".")
			labels[l] = true
		}
	}
	return used, single, labels
}

func (w wordLists) english(dict string, used map[string]bool) error {
	var capital []string
	lower := map[string]bool{}
	err := lines(dict, "dict/american-english", func(l string) error {
		if strings.Contains(l, "'") || !utf8.ValidString(l) {
			return nil
		}
		switch r, _ := utf8.DecodeRuneInString(l); {
		case unicode.IsLower(r):
			lower[l] = true
			if k := catalogue.Core(l); len(k) > 1 && used[k] {
				w.common[k] = true
			}
		case len(l) > 2 && strings.ToUpper(l) != l:
			capital = append(capital, l)
		}
		return nil
	})
	for _, l := range capital {
		if !lower[strings.ToLower(l)] {
			w.proper[catalogue.Core(l)] = true
		}
	}
	return err
}

func (w wordLists) japanese(dict string, single map[string]bool) error {
	firms := map[string]bool{}
	err := nouns(dict, "Noun.org", func(word, _ string) { firms[word] = true })
	if err != nil {
		return err
	}
	for _, file := range []string{"Noun", "Noun.adjv", "Noun.adverbal", "Noun.verbal"} {
		err := nouns(dict, file, func(word, _ string) {
			if single[word] {
				w.common[word] = true
			}
		})
		if err != nil {
			return err
		}
	}
	for _, file := range []string{"Noun.name", "Noun.place"} {
		err := nouns(dict, file, func(word, kana string) {
			if single[word] && !firms[word] {
				w.proper[word] = true
			}
			if latin := shortVowels(catalogue.Romanise(kana)); len(latin) > 3 && single[latin] {
				w.proper[latin] = true
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shortVowels leaves out the long vowels that Hepburn without macrons does not
// write.
func shortVowels(latin string) string {
	return strings.NewReplacer("ou", "o", "oo", "o", "uu", "u").Replace(latin)
}

// nouns calls f with each word of a file of IPADIC and its reading.
func nouns(dict, file string, f func(word, kana string)) error {
	return lines(dict, "ipadic/"+file+".csv", func(l string) error {
		c := strings.Split(l, ",")
		if len(c) < 12 {
			return fmt.Errorf("%s: %q: not a row of IPADIC", file, l)
		}
		f(catalogue.Core(c[0]), c[11])
		return nil
	})
}

// famousWords are the words that the lists of digital brands know.
func famousWords(data string) (map[string]bool, error) {
	famous := map[string]bool{}
	groups, err := digitalGroups(data)
	if err != nil {
		return nil, err
	}
	for g := range groups {
		famous[g] = true
	}
	var icons []struct{ Title string }
	if err := readJSON(data, "vendors/simple-icons.json", &icons); err != nil {
		return nil, err
	}
	for _, i := range icons {
		famous[catalogue.Core(i.Title)] = true
	}
	return famous, lines(data, "orgs/nsi_brands.jsonl", func(l string) error {
		var row struct {
			Names map[string]string `json:"names"`
		}
		if err := json.Unmarshal([]byte(l), &row); err != nil {
			return err
		}
		if len(row.Names) >= 6 { // known by name in many languages
			for n := range row.Names {
				famous[catalogue.Core(n)] = true
			}
		}
		return nil
	})
}

func wordFile(title string, list map[string]bool) []byte {
	keys := make([]string, 0, len(list))
	for k := range list {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return []byte("# " + title + " Made by the build command of package catalogue out of SCOWL and IPADIC.\n" + strings.Join(keys, "\n") + "\n")
}
