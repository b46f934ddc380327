// Package rtf reads Rich Text Format (Microsoft's specification 1.9.1): text in
// the encodings of its fonts, the information group, reviewers, links, and the
// objects and pictures that are written into it.
package rtf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const (
	maxGroups = 4096     // nesting of groups; deeper ones are read as one level
	maxFonts  = 20_000   // entries of the font table
	maxBinary = 64 << 20 // bytes of one picture or object
	maxField  = 64 << 10 // bytes of a property or a field's instruction
)

// Formats lists RTF.
func Formats() []evidence.Format {
	return []evidence.Format{{
		ID: "rtf", MIME: "application/rtf", Version: 1, Exts: []string{"rtf", "doc", "wps"},
		Match: func(p evidence.Probe) (string, bool) {
			head := bytes.TrimLeft(p.Head[:min(len(p.Head), 64)], "\xef\xbb\xbf \t\r\n\x00")
			return `begins with {\rtf`, bytes.HasPrefix(head, []byte(`{\rtf`))
		},
		Extract: extract,
	}}
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	r := &reader{ctx: ctx, in: in, out: push.New(out, in.Limits), lex: lexer{r: bufio.NewReaderSize(in.Reader(), 64<<10)},
		page: 1252, fonts: map[int]font{}}
	r.cur = state{dest: destText, uc: 1, font: -1}
	r.texts = []*story{{zone: evidence.ZoneBody}}
	err := r.read()
	r.finish()
	return errors.Join(r.out.Err, ctx.Err(), err)
}

// read goes through the file. A group that never ends is a file cut off.
func (r *reader) read() error {
	for n := 0; ; n++ {
		if n%4096 == 0 && r.ctx.Err() != nil {
			return nil // said by the caller
		}
		if r.out.Err != nil {
			return nil
		}
		t, err := r.lex.next()
		if err != nil {
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		switch t.kind {
		case tokenEnd:
			if len(r.stack) > 0 || r.deep > 0 {
				return fmt.Errorf("%w: the file ends within a group", evidence.ErrCorrupt)
			}
			return nil
		case tokenOpen:
			r.open()
		case tokenClose:
			if r.close() {
				return nil // what follows the document's last brace is not of it
			}
		case tokenWord:
			r.word(t)
		case tokenSymbol:
			r.symbol(t.b)
		case tokenByte:
			r.byte(t.b)
		case tokenHexByte:
			r.byte(t.b)
		}
	}
}
