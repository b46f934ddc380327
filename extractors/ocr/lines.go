package ocr

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"evscan/extractors/ocr/grey"
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
	segment.Snap(lines, sizeRatio)
	out := make([]reading, 0, len(lines))
	for i, l := range lines {
		lang := r.latin
		if r.latin == "" || r.japanese != "" && scores[i] > threshold {
			lang = r.japanese
		}
		got, err := r.readLine(ctx, p, l, lang)
		if err != nil {
			return nil, err
		}
		maybe := scores[i] > maybeJapanese || share > amongShare && scores[i] > maybeAmong
		if maybe && r.japanese != "" && lang != r.japanese && got.confidence() < doubtful {
			second, err := r.readLine(ctx, p, l, r.japanese)
			if err != nil {
				return nil, err
			}
			if second.confidence() > got.confidence()+betterByAtLeast {
				got = second
			}
		}
		out = append(out, got)
	}
	return out, nil
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
		if len(r.seen) >= maxCached {
			clear(r.seen)
		}
		r.seen[k] = words
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
