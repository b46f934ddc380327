package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/ocr/grey"
)

// Config says how a recogniser is opened.
type Config struct {
	// Languages are tesseract's names of the models to use (eng, jpn). Empty or
	// "auto": those of AutoLanguages that are installed.
	Languages []string
	// TempDir is the private folder of programs that are run; "": the system's.
	TempDir string
	// DataDir is the folder of the models (*.traineddata); "": where tesseract
	// keeps them, TESSDATA_PREFIX first.
	DataDir string
}

// AutoLanguages lists the models that "auto" chooses from.
func AutoLanguages() []string { return []string{"eng", "jpn"} }

// engine reads one clean grey picture in one language set. It is not safe for
// concurrent use and must answer the same whatever it read before.
type engine interface {
	// read returns the words of p in the engine's order; boxes in pixels of p.
	read(ctx context.Context, p *grey.Picture, lang string, mode pageMode) ([]word, error)
	Close() error
}

// pageMode is tesseract's page segmentation mode (--psm).
type pageMode int

const (
	modeAuto  pageMode = 3 // find columns, paragraphs and lines
	modeBlock pageMode = 6 // one uniform block of text lines
)

// word is a word as the engine gives it.
type word struct {
	text             string
	box              image.Rectangle
	confidence       float64 // 0 to 100
	block, par, line int
}

// New opens a recogniser. It fails with evidence.ErrToolMissing (wrapped, the fix
// in the message) where there is no engine or none of the languages is installed;
// languages that are missing beside others are named in every Recognition.
func New(cfg Config) (evidence.Recogniser, error) {
	found := look(cfg.DataDir)
	wanted := cfg.Languages
	if auto(wanted) {
		wanted = AutoLanguages()
	}
	have, missing := split(wanted, found.Installed)
	if found.Engine == "" {
		return nil, fmt.Errorf("no text recognition engine: %w; try: %s", evidence.ErrToolMissing, hint(true, wanted))
	}
	if len(have) == 0 {
		return nil, fmt.Errorf("no text recognition model for %s: %w; try: %s",
			strings.Join(wanted, ", "), evidence.ErrToolMissing, hint(false, missing))
	}
	if auto(cfg.Languages) {
		missing = nil // nobody asked for them by name; doctor tells
	}
	return &recogniser{engine: openEngine(found.DataDir, cfg.TempDir), langs: have, missing: missing}, nil
}

func auto(langs []string) bool {
	return len(langs) == 0 || len(langs) == 1 && langs[0] == "auto"
}

// split parts wanted, each named once, into installed and missing models.
func split(wanted, installed []string) (have, missing []string) {
	for i, l := range wanted {
		switch {
		case slices.Contains(wanted[:i], l):
		case slices.Contains(installed, l):
			have = append(have, l)
		default:
			missing = append(missing, l)
		}
	}
	return have, missing
}

type recogniser struct {
	engine  engine
	langs   []string
	missing []string
}

func (r *recogniser) Close() error { return r.engine.Close() }

// darkMedian is the median grey below which a picture counts as light on dark.
const darkMedian = 110

// smallSide is the picture size (longer side, pixels) up to which text is assumed
// to be screen text of 9 to 16 pixels, half of what the models were trained on.
const smallSide = 2400

// Recognise reads img. The engine cannot be interrupted within one picture: ctx is
// looked at between its steps, and the caller's deadline kills the process.
func (r *recogniser) Recognise(ctx context.Context, img image.Image) (evidence.Recognition, error) {
	out := evidence.Recognition{Languages: r.langs, Missing: r.missing}
	p := grey.From(img)
	if p.W < minSide || p.H < minSide {
		return out, nil
	}
	if p.Median() < darkMedian {
		p = p.Invert()
	}
	scale := 1
	if max(p.W, p.H) <= smallSide {
		scale = 2
		p = p.Scale(2)
	}
	lang := strings.Join(r.langs, "+")
	words, err := r.engine.read(ctx, p, lang, modeAuto)
	if err != nil {
		return out, fmt.Errorf("recognising text: %w", err)
	}
	origin := img.Bounds().Min
	for _, w := range words {
		out.Words = append(out.Words, evidence.Word{Text: w.text, Lang: lang, Block: w.block, Line: w.par<<16 | w.line,
			Confidence: min(1, max(0, w.confidence/100)),
			Box: evidence.Box{X: origin.X + w.box.Min.X/scale, Y: origin.Y + w.box.Min.Y/scale,
				W: (w.box.Dx() + scale - 1) / scale, H: (w.box.Dy() + scale - 1) / scale}})
	}
	return out, nil
}

// minSide is the least width and height in pixels of a picture that can hold a word.
const minSide = 6
