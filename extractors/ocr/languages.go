package ocr

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/strip"
)

// Every line is first read as English or Japanese. Text in another script comes out of
// that as rubbish of low confidence, text in another Latin language with that
// language's short words and without its accents. So what is read says which further
// model to try; pages in English and Japanese pay nothing for the others.

// foreign is a script other than Latin and Japanese, and the model that reads it.
type foreign struct {
	model   string
	osd     []string // its names in tesseract's script detection
	letters []*unicode.RangeTable
	square  bool // its lines may be taken for Japanese, and read so with some confidence
}

// foreigners are in the order in which they are tried.
func foreigners() []foreign {
	return []foreign{
		{"rus", []string{"Cyrillic"}, []*unicode.RangeTable{unicode.Cyrillic}, false},
		{"chi_sim", []string{"Han", "HanS"}, []*unicode.RangeTable{unicode.Han}, true},
		{"kor", []string{"Korean", "Hangul"}, []*unicode.RangeTable{unicode.Hangul}, true},
		{"ara", []string{"Arabic"}, []*unicode.RangeTable{unicode.Arabic}, false},
	}
}

// romance is a language in Latin script and words of it that are frequent, have no
// accents and are not words of the others.
type romance struct {
	model string
	words []string
}

func romances() []romance {
	return []romance{
		{"eng", []string{"the", "of", "and", "to", "for", "is", "this", "with", "by", "from", "on", "are", "that"}},
		{"deu", []string{"und", "der", "das", "mit", "von", "auf", "ist", "nicht", "eine", "wir", "zu", "dem", "ab", "anbei"}},
		{"fra", []string{"les", "des", "est", "pour", "dans", "une", "sur", "avec", "vous", "nous", "du", "et", "au"}},
		{"spa", []string{"los", "las", "del", "por", "con", "para", "una", "como", "el", "se", "su", "al"}},
	}
}

// beside lists the models that "auto" uses beside AutoLanguages where they are
// installed and a picture asks for them.
func beside() (models []string) {
	for _, f := range foreigners() {
		models = append(models, f.model)
	}
	for _, l := range romances()[1:] {
		models = append(models, l.model)
	}
	return models
}

// When a line is tried in another script, and when a reading of it wins.
const (
	rubbish       = 60   // confidence of a reading below which it may be another script
	rubbishShare  = 0.3  // of the width of all lines that must be so: of a bad receipt less is
	rubbishLines  = 2    // that can be tried
	doubtfulToo   = 80   // confidence below which a line is read again once the script is known
	trialWidth    = 6    // width in glyph heights of a line that can be tried
	foreignSure   = 75   // confidence of a trial that wins
	foreignBetter = 8    // and by so much more than the first reading's
	foreignShare  = 0.6  // of its letters that must be of the script
	chineseDoubt  = 82   // confidence of a Japanese reading below which the line may be Chinese
	kanaShare     = 0.08 // of the ideographs and kana of a page; a Japanese one has more
	stopWords     = 3    // of another Latin language, and more than of English
	rounds        = 2    // of scripts on one picture
	unknownShare  = 0.25 // of the width of all lines that no model reads, for a script to be told
)

// polyglot reads again what the first models do not read well.
type polyglot struct {
	r         *recogniser
	installed []string // of beside
	detector  detector // nil: scripts without a model are not told
}

// detector names the script of lines, in tesseract's words; "" where it can't.
type detector func(ctx context.Context, lines *grey.Picture) string

// improve reads lines again in the languages they seem to be in. It returns the models
// used and the one that is missing, "" where none is.
func (g *polyglot) improve(ctx context.Context, p *grey.Picture, read []reading) (used []string, missing string, err error) {
	tried := map[string]bool{}
	for range rounds {
		model, err := g.script(ctx, p, read, tried)
		if err != nil {
			return used, "", err
		}
		if model == "" {
			break
		}
		used = append(used, model)
	}
	if model := latinLanguage(read); model != "" && slices.Contains(g.installed, model) {
		changed, err := g.again(ctx, p, read, model, func(r *reading) bool { return r.lang == g.r.latin }, 0)
		if err != nil {
			return used, "", err
		}
		if changed {
			used = append(used, model)
		}
	}
	return used, g.missing(ctx, p, read), nil
}

// script finds a script that reads the widest line of rubbish well, and reads all
// rubbish so.
func (g *polyglot) script(ctx context.Context, p *grey.Picture, read []reading, tried map[string]bool) (string, error) {
	square := chinese(read)
	for _, f := range foreigners() {
		if tried[f.model] || !slices.Contains(g.installed, f.model) {
			continue
		}
		doubt := func(r *reading) bool {
			return r.confidence() < rubbish || f.model == "chi_sim" && square && r.lang == g.r.japanese && r.confidence() < chineseDoubt
		}
		i := widest(read, doubt)
		if i < 0 {
			continue
		}
		tried[f.model] = true
		second, err := g.r.readLine(ctx, p, read[i].line, f.model)
		if err != nil {
			return "", err
		}
		if second.confidence() < foreignSure || second.confidence() < read[i].confidence()+foreignBetter || !f.plausible(&second) {
			continue
		}
		_, err = g.again(ctx, p, read, f.model, func(r *reading) bool { return doubt(r) || r.confidence() < doubtfulToo }, foreignBetter)
		return f.model, err
	}
	return "", nil
}

// widest is the number of the widest of the readings in doubt, -1 where these are too
// few for another script.
func widest(read []reading, doubt func(*reading) bool) int {
	best, width, all, lines := -1, 0, 0, 0
	for i := range read {
		l := &read[i].line
		all += l.Box.Dx()
		if !doubt(&read[i]) {
			continue
		}
		width += l.Box.Dx()
		if float64(l.Box.Dx()) < trialWidth*l.Glyph {
			continue
		}
		if lines++; best < 0 || l.Box.Dx() > read[best].line.Box.Dx() {
			best = i
		}
	}
	if lines < rubbishLines || float64(width) < rubbishShare*float64(all) {
		return -1
	}
	return best
}

// again reads the lines that are wanted with model, and keeps what is better by more
// than so much confidence.
func (g *polyglot) again(ctx context.Context, p *grey.Picture, read []reading, model string, want func(*reading) bool, by float64) (changed bool, err error) {
	for i := range read {
		if !want(&read[i]) {
			continue
		}
		second, err := g.r.readLine(ctx, p, read[i].line, model)
		if err != nil {
			return changed, err
		}
		if second.confidence() > read[i].confidence()+by {
			read[i], changed = second, true
		}
	}
	return changed, nil
}

// plausible tells whether most letters of what was read are of the script.
func (f *foreign) plausible(r *reading) bool {
	of, all := 0, 0
	for _, w := range r.words {
		for _, c := range w.text {
			if unicode.IsLetter(c) {
				all++
				if unicode.In(c, f.letters...) {
					of++
				}
			}
		}
	}
	return all >= 4 && float64(of) >= foreignShare*float64(all)
}

// chinese tells whether a page has ideographs and no kana to speak of, which no page
// of Japanese sentences lacks.
func chinese(read []reading) bool {
	kana, han := 0, 0
	for i := range read {
		for _, w := range read[i].words {
			for _, c := range w.text {
				switch {
				case unicode.In(c, unicode.Hiragana, unicode.Katakana):
					kana++
				case unicode.Is(unicode.Han, c):
					han++
				}
			}
		}
	}
	return han >= 8 && float64(kana) < kanaShare*float64(kana+han)
}

// latinLanguage is the language other than English whose short words the page has, ""
// where it has too few or more of English.
func latinLanguage(read []reading) string {
	count := map[string]int{}
	for i := range read {
		for _, w := range read[i].words {
			count[strings.ToLower(strings.Trim(w.text, ".,:;()"))]++
		}
	}
	scores := map[string]int{}
	for _, l := range romances() {
		for _, w := range l.words {
			scores[l.model] += count[w]
		}
	}
	best := slices.MaxFunc(romances(), func(a, b romance) int { return cmp.Compare(scores[a.model], scores[b.model]) }).model
	if best == "eng" || scores[best] < stopWords || scores[best] <= scores["eng"] {
		return ""
	}
	return best
}

// missing is the model of the script of a page that no installed model reads. Chinese
// without its model is not told: the script detection takes it for Japanese.
func (g *polyglot) missing(ctx context.Context, p *grey.Picture, read []reading) string {
	if model := latinLanguage(read); model != "" && !slices.Contains(g.installed, model) && g.r.latin == "eng" {
		return model
	}
	square := chinese(read)
	var lines []*grey.Picture
	width, all := 0, 0
	for i := range read {
		r := &read[i]
		all += r.line.Box.Dx()
		if float64(r.line.Box.Dx()) < trialWidth*r.line.Glyph ||
			r.confidence() >= rubbish && !(square && r.lang == g.r.japanese && r.confidence() < chineseDoubt) {
			continue
		}
		width += r.line.Box.Dx()
		lines = append(lines, strip.Cut(p, &r.line).Picture)
	}
	if g.detector == nil || g.r.planning() || len(lines) < 2 || float64(width) < unknownShare*float64(all) {
		return ""
	}
	script := g.detector(ctx, stack(lines))
	for _, f := range foreigners() {
		if slices.Contains(f.osd, script) && !slices.Contains(g.installed, f.model) {
			return f.model
		}
	}
	return ""
}

// stack puts lines below one another on a white page.
func stack(lines []*grey.Picture) *grey.Picture {
	const (
		margin = 20 // pixels around and between
		most   = 12 // lines
	)
	lines = lines[:min(most, len(lines))]
	w, h := 0, margin
	for _, l := range lines {
		w, h = max(w, l.W), h+l.H+margin
	}
	page := grey.New(w+2*margin, h)
	page.Fill(255)
	y := margin
	for _, l := range lines {
		page.Paste(l, margin, y)
		y += l.H + margin
	}
	return page
}
