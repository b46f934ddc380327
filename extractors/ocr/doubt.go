package ocr

import (
	"context"
	"slices"
	"unicode"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/textless"
)

// Leaves, gravel and fabric leave hundreds of lines in a photograph that only reading
// tells from text. Those that look most like it are read first; where there is no word
// among them the rest is not read.
const (
	likeliest   = 12
	trialLong   = 3  // characters of a sound word; of an ideographic one:
	trialSquare = 2  // since chance makes single ones
	trialSure   = 60 // confidence of a sound word
)

// holdsText tries the best lines of a photograph.
func (r *recogniser) holdsText(ctx context.Context, p *grey.Picture, lines []segment.Line) (bool, error) {
	if len(lines) <= likeliest {
		return true, nil
	}
	for _, i := range textless.Best(p, lines, likeliest) {
		lang := r.latin
		if r.latin == "" || r.japanese != "" && r.scripts.Score(p, &lines[i]) > 0 {
			lang = r.japanese
		}
		got, err := r.readLine(ctx, p, lines[i], lang)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(got.words, sound) {
			return true, nil
		}
	}
	return false, nil
}

// sound tells whether w is a word that texture hardly makes.
func sound(w word) bool {
	letters, square := 0, 0
	for _, c := range w.text {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			square++
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			letters++
		}
	}
	return w.confidence >= trialSure && (letters >= trialLong || square >= trialSquare)
}
