package html

import (
	"html/template"

	"evscan/report/safe"
	"evscan/report/say"
)

// words hands the page its own strings: both languages stand in the page, and one of
// them is shown.
type words struct {
	lang   say.Lang // shown where no script runs
	tables map[say.Lang]map[string]string
}

func newWords(lang say.Lang) words {
	if lang != say.Japanese {
		lang = say.English
	}
	return words{lang: lang, tables: map[say.Lang]map[string]string{say.English: english(), say.Japanese: japanese()}}
}

// phrase is one text in both languages.
type phrase struct{ En, Ja string }

// Longest sentence and longest word of the report's own vocabulary in characters: a
// stored report may say anything in their place.
const (
	maxSentence = 600
	maxTerm     = 60
)

// phraseOf asks for a sentence in each language.
func phraseOf(f func(say.Lang) string) phrase {
	return phrase{cut(f(say.English), maxSentence), cut(f(say.Japanese), maxSentence)}
}

// termOf asks for a word of the report's vocabulary in each language.
func termOf(f func(say.Lang, string) string, word string) phrase {
	return phrase{cut(f(say.English, word), maxTerm), cut(f(say.Japanese, word), maxTerm)}
}

func (w words) functions() template.FuncMap {
	return template.FuncMap{
		"t":     func(key string) phrase { return w.both(key) },
		"w":     func(key string) string { return w.tables[w.lang][key] },
		"shown": shown,
	}
}

func (w words) both(key string) phrase {
	return phrase{w.tables[say.English][key], w.tables[say.Japanese][key]}
}

// maxShown is how many characters of one string of the package are shown in a row.
const maxShown = 240

// shown is a string of the package, cleaned, its middle left out where it is too long
// to be read anyway: its end is what tells names apart and holds the extension.
func shown(s string) string { return cut(say.Clean(s), maxShown) }

func cut(s string, most int) string { return safe.Cut(s, most) }
