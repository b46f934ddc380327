package ocr

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"slices"
	"unicode"
	"unicode/utf8"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/proof"
	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/strip"
)

// reading is what was read of one line.
type reading struct {
	line  segment.Line
	lang  string
	words []word // boxes on the picture
}

// confidence is the mean over the words by their length, 0 of nothing.
func (r *reading) confidence() float64 {
	sum, n := 0.0, 0
	for _, w := range r.words {
		k := len([]rune(w.text))
		sum += w.confidence * float64(k)
		n += k
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// How scripts are told apart, in log odds that a line is Japanese. On a picture
// with hardly any surely Japanese line a single one must be surer than on others.
const (
	surelyJapanese = 1
	rareShare      = 0.15 // of the width of all lines, below which Japanese is rare
	thresholdRare  = 3
	thresholdElse  = -1
	sizeRatio      = 1.25 // of glyph heights that are taken for one size
)

// When a line is read a second time with the Japanese models.
const (
	doubtful        = 70   // confidence below which it is, if it may be Japanese at all:
	maybeJapanese   = -0.5 // by its own look
	maybeAmong      = -3   // on a picture where
	amongShare      = 0.03 // so much surely is
	betterByAtLeast = 5    // confidence by which the second reading must win
	longLine        = 3    // glyph heights from which on it is read again whatever it looks like
	hopeless        = 50   // confidence below which the look of a line is not believed
	wellRead        = 88   // confidence from which Latin words of a Japanese line are left
	unlike          = 30   // by which the models' confidences in Latin words are unlike
	minLatin        = 4    // letters and digits of Latin words that are read again
)

func (r *recogniser) readLines(ctx context.Context, p *grey.Picture, lines []segment.Line) ([]reading, error) {
	scores := make([]float64, len(lines))
	sure, total := 0, 0
	for i := range lines {
		scores[i] = r.scripts.Score(p, &lines[i])
		total += lines[i].Box.Dx()
		if scores[i] > surelyJapanese {
			sure += lines[i].Box.Dx()
		}
	}
	share := float64(sure) / float64(max(1, total))
	threshold := float64(thresholdElse)
	if share < rareShare {
		threshold = thresholdRare
	}
	if r.takes(StepSize) {
		segment.Snap(lines, sizeRatio)
	}
	out := make([]reading, 0, len(lines))
	for i, l := range lines {
		lang := r.latin
		if r.latin == "" || r.japanese != "" && scores[i] > threshold {
			lang = r.japanese
		}
		if !r.takes(StepScript) && r.latin != "" && r.japanese != "" {
			lang = r.latin + "+" + r.japanese
		}
		got, err := r.readLine(ctx, p, l, lang)
		if err != nil {
			return nil, err
		}
		if got, err = r.again(ctx, p, got, scores[i], share); err != nil {
			return nil, err
		}
		if got, err = r.mixed(ctx, p, got); err != nil {
			return nil, err
		}
		out = append(out, got)
	}
	return out, nil
}

// again reads a line that was read badly with the models of the other script, if it
// may be of that at all, and returns the better reading.
func (r *recogniser) again(ctx context.Context, p *grey.Picture, got reading, score, share float64) (reading, error) {
	if r.latin == "" || r.japanese == "" || !r.takes(StepAgain) {
		return got, nil
	}
	conf, other := got.confidence(), r.latin
	if got.lang == r.latin {
		other = r.japanese
		long := float64(got.line.Box.Dx()) >= longLine*got.line.Glyph
		maybe := score > maybeJapanese || share > amongShare && (score > maybeAmong || conf < hopeless && long)
		if conf >= doubtful || !maybe {
			return got, nil
		}
	} else if conf >= hopeless {
		return got, nil
	}
	second, err := r.readLine(ctx, p, got.line, other)
	if err != nil {
		return got, err
	}
	if second.confidence() > conf+betterByAtLeast && (other == r.japanese || second.confidence() >= doubtful) {
		return second, nil
	}
	return got, nil
}

// mixed reads the Latin words of a Japanese line, addresses above all, with the Latin
// models, and keeps what is surer.
func (r *recogniser) mixed(ctx context.Context, p *grey.Picture, got reading) (reading, error) {
	if r.latin == "" || got.lang != r.japanese || !r.takes(StepMixed) {
		return got, nil
	}
	var words []word
	for i := 0; i < len(got.words); {
		j := latinRun(got.words, i)
		if j == i {
			words = append(words, got.words[i])
			i++
			continue
		}
		was := reading{words: got.words[i:j]}
		l := got.line.Part(boxOfWords(was.words))
		if now, err := r.readLine(ctx, p, l, r.latin); err != nil {
			return got, err
		} else if now.confidence() > was.confidence()-unlike {
			was = now
		}
		words = append(words, was.words...)
		i = j
	}
	got.words = words
	return got, nil
}

// latinRun returns the end of the run of words from i on that is Latin and not well
// read, i where there is none: at least minLatin letters or digits, single characters
// of low confidence between them.
func latinRun(words []word, i int) int {
	letters, end := 0, i
	for j := i; j < len(words); j++ {
		n, all := latinLetters(words[j].text)
		switch {
		case n > 0 && n*2 >= all:
			letters += n
			end = j + 1
		case j > i && all <= 1 && words[j].confidence < hopeless:
		default:
			j = len(words)
		}
	}
	part := reading{words: words[i:end]}
	if letters < minLatin || part.confidence() >= wellRead {
		return i
	}
	return end
}

// latinLetters counts the Latin letters and digits of s, and all its characters.
func latinLetters(s string) (n, all int) {
	for _, c := range s {
		all++
		if c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			n++
		}
	}
	return n, all
}

func boxOfWords(words []word) image.Rectangle {
	var box image.Rectangle
	for _, w := range words {
		box = box.Union(w.box)
	}
	return box
}

// proofread corrects words by the ink of their strip.
func proofread(words []word, s *strip.Strip) {
	l := proof.Line{Picture: s.Picture, Baseline: s.Baseline(), Capital: s.Capital()}
	for i := range words {
		if w := &words[i]; len(w.glyphs) > 0 {
			w.glyphs = l.Word(w.glyphs)
			w.text = proof.Text(w.glyphs)
		}
	}
}

// cache keeps what was read of strips, by their exact pixels: menus and toolbars
// repeat over the screenshots of a desktop. A strip is read the same with and
// without it.
type cache map[[sha256.Size]byte][]word

// maxCached bounds the cache, which is emptied when it is full.
const maxCached = 50_000

func (r *recogniser) readLine(ctx context.Context, p *grey.Picture, l segment.Line, lang string) (reading, error) {
	s := strip.Cut(p, &l)
	k := key(s.Picture, lang)
	words, ok := r.seen[k]
	if !ok {
		var err error
		if words, err = r.engine.read(ctx, s.Picture, lang, modeLine); err != nil {
			return reading{}, err
		}
		words = slices.Clone(words) // the engine may keep its own
		if r.takes(StepProof) {
			proofread(words, &s)
		}
		if len(r.seen) >= maxCached {
			clear(r.seen)
		}
		if r.takes(StepCache) {
			r.seen[k] = words
		}
	}
	out := reading{line: l, lang: lang, words: make([]word, len(words))}
	for i, w := range words {
		w.box = s.Back(w.box)
		out.words[i] = w
	}
	return out, nil
}

func key(p *grey.Picture, lang string) (k [sha256.Size]byte) {
	h := sha256.New()
	var size [8]byte
	binary.LittleEndian.PutUint32(size[:], uint32(p.W))
	binary.LittleEndian.PutUint32(size[4:], uint32(p.H))
	h.Write(size[:])
	h.Write(p.Pix)
	h.Write([]byte(lang))
	h.Sum(k[:0])
	return k
}
