package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/script"
	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/textless"
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

// AutoLanguages lists the models that "auto" reads every picture with. Others that are
// installed are used on lines that seem to be in their script or language.
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
	modeLine pageMode = 7 // one text line
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
	more, _ := split(beside(), found.Installed)
	if auto(cfg.Languages) && len(have) == 0 {
		have = more
	}
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
	r, err := newRecogniser(openEngine(found.DataDir, cfg.TempDir), have, missing)
	if err == nil && auto(cfg.Languages) {
		r.others = &polyglot{r: r, installed: more, detector: programDetector(found.DataDir, cfg.TempDir)}
	}
	return r, err
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

// recogniser is the recipe: find the lines, tell their scripts, read each script
// with its own models, put the words back into the picture.
type recogniser struct {
	engine   engine
	langs    []string
	missing  []string
	latin    string // models for Latin lines as tesseract wants them, "" without any
	japanese string // models for lines of Han and kana, "" without any
	scripts  *script.Classifier
	seen     cache
	others   *polyglot // nil: only langs
}

func (r *recogniser) Close() error { return r.engine.Close() }

// square lists the models of scripts whose characters fill a square.
func square() []string {
	return []string{"jpn", "jpn_vert", "chi_sim", "chi_sim_vert", "chi_tra", "chi_tra_vert", "kor", "kor_vert"}
}

func newRecogniser(e engine, have, missing []string) (*recogniser, error) {
	c, err := script.New()
	if err != nil {
		return nil, err
	}
	r := &recogniser{engine: e, langs: have, missing: missing, scripts: c, seen: cache{}}
	var latin, japanese []string
	for _, l := range have {
		if slices.Contains(square(), l) {
			japanese = append(japanese, l)
		} else {
			latin = append(latin, l)
		}
	}
	r.latin, r.japanese = strings.Join(latin, "+"), strings.Join(japanese, "+")
	return r, nil
}

// Recognise reads img. The engine cannot be interrupted within one line: ctx is
// looked at between lines, and the caller's deadline kills the process.
func (r *recogniser) Recognise(ctx context.Context, img image.Image) (evidence.Recognition, error) {
	out := evidence.Recognition{Languages: r.langs, Missing: r.missing}
	p := grey.From(img)
	_, lossy := img.(*image.YCbCr)
	view := textless.Look(p)
	if view.Textless() {
		return out, nil
	}
	lines := view.Lines(p, segment.FindTiled(p, lossy))
	if len(lines) == 0 {
		return out, nil
	}
	if view.Photo() {
		text := false
		err := r.ahead(ctx, func() (err error) { text, err = r.holdsText(ctx, p, lines); return err })
		if err != nil || !text {
			return out, err
		}
	}
	err := r.ahead(ctx, func() error { return r.rehearse(ctx, p, lines) })
	if err != nil {
		return out, fmt.Errorf("recognising text: %w", err)
	}
	read, err := r.readLines(ctx, p, lines)
	if err != nil {
		return out, fmt.Errorf("recognising text: %w", err)
	}
	if r.others != nil {
		used, missing, err := r.others.improve(ctx, p, read)
		if err != nil {
			return out, fmt.Errorf("recognising text: %w", err)
		}
		out.Languages = slices.Concat(r.langs, used)
		if missing != "" {
			out.Missing = append(slices.Clone(r.missing), missing)
		}
	}
	out.Words = arrange(read, img.Bounds().Min)
	return out, nil
}
