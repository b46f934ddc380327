//go:build cgo

package ocr

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/otiai10/gosseract/v2"

	"evscan/extractors/ocr/grey"
)

func engineVersion() (engine, version string) { return "tesseract library", gosseract.Version() }

func openEngine(dataDir, _ string) engine {
	return &library{dataDir: dataDir, clients: map[string]*gosseract.Client{}}
}

// library is tesseract in the process. A client is opened when its language is
// first read and kept: opening one costs more than reading a small picture.
type library struct {
	dataDir string
	clients map[string]*gosseract.Client
}

func (l *library) client(lang string) (*gosseract.Client, error) {
	if c := l.clients[lang]; c != nil {
		return c, nil
	}
	c := gosseract.NewClient()
	err := errors.Join(c.SetLanguage(strings.Split(lang, "+")...), c.SetTessdataPrefix(l.dataDir))
	for _, v := range variables() {
		err = errors.Join(err, c.SetVariable(gosseract.SettableVariable(v.name), v.value))
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	l.clients[lang] = c
	return c, nil
}

func (l *library) read(ctx context.Context, p *grey.Picture, lang string, mode pageMode) ([]word, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c, err := l.client(lang)
	if err != nil {
		return nil, fmt.Errorf("opening model %s: %w", lang, err)
	}
	// SetPageSegMode before the first recognition would be lost; a variable is not.
	if err := c.SetVariable("tessedit_pageseg_mode", strconv.Itoa(int(mode))); err != nil {
		return nil, fmt.Errorf("choosing page mode: %w", err)
	}
	if err := c.SetImageFromBytes(p.BMP()); err != nil {
		return nil, fmt.Errorf("handing over the picture: %w", err)
	}
	text, err := c.HOCRText()
	if err != nil {
		return nil, fmt.Errorf("reading in %s: %w", lang, err)
	}
	return parseHOCR(text), nil
}

func (l *library) Close() error {
	var err error
	for _, c := range l.clients {
		err = errors.Join(err, c.Close())
	}
	l.clients = map[string]*gosseract.Client{}
	return err
}
