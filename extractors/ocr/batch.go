package ocr

import (
	"context"
	"crypto/sha256"

	"evscan/extractors/ocr/grey"
)

// reader reads many strips in one go, which an engine that is a program prefers: to
// start it costs a hundred times what it costs to read a line.
type reader interface {
	engine
	readAll(ctx context.Context, strips []*grey.Picture, lang string) ([][]word, error)
}

// batching lets the recipe ask for lines one by one and reads them many at a time: it
// is gone through without reading, what is asked for is noted and read in one go, and
// it is gone through again, until nothing new is asked for.
type batching struct {
	reader
	planning bool
	asked    []request
	known    map[[sha256.Size]byte][]word
}

type request struct {
	strip *grey.Picture
	lang  string
	key   [sha256.Size]byte
}

func newBatching(r reader) *batching {
	return &batching{reader: r, known: map[[sha256.Size]byte][]word{}}
}

// passes of the recipe: a line may be read in a second language after the first, and
// in two more that are tried after both.
const passes = 6

// plan runs recipe until what it asks for is known. What it returns meanwhile is not
// to be kept.
func (b *batching) plan(ctx context.Context, recipe func() error) error {
	if len(b.known) >= maxCached {
		clear(b.known)
	}
	b.planning = true
	defer func() { b.planning, b.asked = false, nil }()
	for range passes {
		b.asked = nil
		if err := recipe(); err != nil {
			return err
		}
		if len(b.asked) == 0 {
			return nil
		}
		if err := b.fetch(ctx); err != nil {
			return err
		}
	}
	return nil // the rest is read line by line
}

// most strips that are read in one go: the pictures of some megabytes.
const mostStrips = 250

func (b *batching) fetch(ctx context.Context) error {
	byLang := map[string][]request{}
	var langs []string
	for _, q := range b.asked {
		if byLang[q.lang] == nil {
			langs = append(langs, q.lang)
		}
		byLang[q.lang] = append(byLang[q.lang], q)
	}
	for _, lang := range langs {
		for list := byLang[lang]; len(list) > 0; {
			n := min(mostStrips, len(list))
			strips := make([]*grey.Picture, n)
			for i, q := range list[:n] {
				strips[i] = q.strip
			}
			words, err := b.readAll(ctx, strips, lang)
			if err != nil {
				return err
			}
			for i, q := range list[:n] {
				b.known[q.key] = words[i]
			}
			list = list[n:]
		}
	}
	return nil
}

func (b *batching) read(ctx context.Context, p *grey.Picture, lang string, mode pageMode) ([]word, error) {
	if mode != modeLine {
		return b.reader.read(ctx, p, lang, mode)
	}
	k := key(p, lang)
	if words, ok := b.known[k]; ok {
		return words, nil
	}
	if !b.planning {
		return b.reader.read(ctx, p, lang, mode)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.asked = append(b.asked, request{p, lang, k})
	return []word{{text: "-", confidence: 100}}, nil // so sure that no second reading is asked for
}

// ahead runs recipe, with an engine that is a program after having read all that it
// will ask for.
func (r *recogniser) ahead(ctx context.Context, recipe func() error) error {
	b, ok := r.engine.(*batching)
	if !ok {
		return recipe()
	}
	planned := func() error {
		clear(r.seen) // it would hold what was only planned
		return recipe()
	}
	err := b.plan(ctx, planned)
	clear(r.seen)
	if err != nil {
		return err
	}
	return recipe()
}

// planning tells whether what is read now is only asked for.
func (r *recogniser) planning() bool {
	b, ok := r.engine.(*batching)
	return ok && b.planning
}
