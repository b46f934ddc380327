package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/proof"
	"evscan/extractors/ocr/script"
	"evscan/extractors/ocr/textless"
	"evscan/extractors/ocr/upright"
	"evscan/extractors/ocr/zones"
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
	// Without leaves steps of the recipe out, to measure what each gives. See Steps.
	Without []Step
}

// Step is a part of the recipe that can be left out.
type Step string

// The steps, in the order in which they are taken.
const (
	StepTextless  Step = "textless"  // pictures and lines without text are told before they are read
	StepUpright   Step = "upright"   // pages are turned and straightened
	StepScript    Step = "script"    // the models are chosen by the look of a line; without: all of them for every line
	StepSize      Step = "size"      // lines of one type are brought to one size
	StepAgain     Step = "again"     // lines read badly are read with the models of the other script
	StepMixed     Step = "mixed"     // Latin words of Japanese lines are read with the Latin models
	StepProof     Step = "proof"     // what was read is corrected by the ink and the grammar of addresses
	StepLanguages Step = "languages" // what is unread is tried in other languages
	StepCache     Step = "cache"     // equal lines are read once
	StepZones     Step = "zones"     // words are told by where they stand
)

// Steps lists all steps.
func Steps() []Step {
	return []Step{StepTextless, StepUpright, StepScript, StepSize, StepAgain, StepMixed, StepProof, StepLanguages, StepCache, StepZones}
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
	modeColumn pageMode = 5 // one block of text written downwards
	modeLine   pageMode = 7 // one text line
)

// Models that belong together: who reads one reads columns with the other.
const (
	modelAcross = "jpn"
	modelDown   = "jpn_vert"
)

// word is a word as the engine gives it.
type word struct {
	text             string
	box              image.Rectangle
	confidence       float64 // 0 to 100
	block, par, line int
	glyphs           []proof.Glyph // its characters, where the engine tells them; boxes as box
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
	if err != nil {
		return nil, err
	}
	if r.vertical == "" && slices.Contains(have, modelAcross) && slices.Contains(found.Installed, modelDown) {
		r.vertical = modelDown
	}
	r.without = cfg.Without
	if auto(cfg.Languages) && r.takes(StepLanguages) {
		r.others = &polyglot{r: r, installed: more, detector: programDetector(found.DataDir, cfg.TempDir)}
	}
	return r, nil
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
	vertical string // model for columns, "" without one
	scripts  *script.Classifier
	seen     cache
	others   *polyglot // nil: only langs
	without  []Step
}

func (r *recogniser) takes(s Step) bool { return !slices.Contains(r.without, s) }

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
	var latin, wide []string
	for _, l := range have {
		if strings.HasSuffix(l, "_vert") {
			r.vertical = l
		} else if slices.Contains(square(), l) {
			wide = append(wide, l)
		} else {
			latin = append(latin, l)
		}
	}
	r.latin, r.japanese = strings.Join(latin, "+"), strings.Join(wide, "+")
	return r, nil
}

// Recognise reads img. The engine cannot be interrupted within one line: ctx is
// looked at between lines, and the caller's deadline kills the process.
func (r *recogniser) Recognise(ctx context.Context, img image.Image) (evidence.Recognition, error) {
	out := evidence.Recognition{Languages: r.langs, Missing: r.missing}
	p := grey.From(img)
	_, lossy := img.(*image.YCbCr)
	first, err := r.look(ctx, p, lossy)
	if err != nil || first == nil {
		return out, err
	}
	var got text
	err = r.ahead(ctx, func() (err error) { got, err = r.readUpright(ctx, *first); return err })
	if err != nil {
		return out, fmt.Errorf("recognising text: %w", err)
	}
	if r.takes(StepZones) {
		zones.Mark(img, got.words)
	}
	for i := range got.words {
		got.words[i].Box.X += img.Bounds().Min.X
		got.words[i].Box.Y += img.Bounds().Min.Y
	}
	out.Words = got.words
	out.Languages = unique(r.langs, got.languages)
	out.Missing = unique(r.missing, got.missing)
	return out, nil
}

// look finds the lines of a picture as it stands, nil where it holds no text.
func (r *recogniser) look(ctx context.Context, p *grey.Picture, lossy bool) (*page, error) {
	if !r.takes(StepTextless) {
		first := newPage(upright.Plain(p), lossy)
		return &first, nil
	}
	look := textless.Look(p)
	if look.Textless() {
		return nil, nil
	}
	first := newPage(upright.Plain(p), lossy)
	first.keep(look.Lines(p, first.lines))
	if !look.Photo() || upright.Sideways(first.glyphs()) {
		return &first, nil
	}
	holds := false
	err := r.ahead(ctx, func() (err error) { holds, err = r.holdsText(ctx, p, first.lines); return err })
	if err != nil {
		return nil, fmt.Errorf("recognising text: %w", err)
	}
	if !holds {
		return nil, nil
	}
	return &first, nil
}
