package text

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/secret"
)

// extractSVG reads the texts of a drawing, https://www.w3.org/TR/SVG2/text.html, its
// title and description, what its editor noted, and the pictures that it holds. What
// is drawn by paths is not text here.
func extractSVG(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := declared(in, `encoding`)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	d := &drawing{p: push.New(out, in.Limits)}
	err = d.read(ctx, reader(in, g))
	d.p.Text(d.hider.Hide(d.text.String()), "text", evidence.Locator{Zone: evidence.ZoneBody})
	for i, b := range d.held.list {
		d.p.Child(ctx, evidence.ChildName{Name: fmt.Sprintf("embedded %d%s", i+1, b.ext), Origin: evidence.OriginEmbedded, Size: int64(len(b.data))}, bytes.NewReader(b.data))
	}
	if d.p.Err != nil {
		return d.p.Err
	}
	return err
}

// maxSVGDepth bounds the elements that are open.
const maxSVGDepth = 10_000

type drawing struct {
	p     *push.Pusher
	hider secret.Hider
	text  strings.Builder
	held  held
	open  []string
}

func (d *drawing) read(ctx context.Context, r io.Reader) error {
	dec := xml.NewDecoder(r)
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	for n := 0; d.p.Err == nil && d.text.Len() < 32<<20; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		tok, err := dec.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(d.open) == 0:
			return nil
		case errors.Is(err, io.EOF):
			return fmt.Errorf("%w: cut off inside <%s>", evidence.ErrCorrupt, d.open[len(d.open)-1])
		case err != nil:
			return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(d.open) >= maxSVGDepth {
				return fmt.Errorf("%w: elements lie more than %d deep", evidence.ErrLimit, maxSVGDepth)
			}
			d.open = append(d.open, t.Name.Local)
			d.start(t)
		case xml.EndElement:
			if len(d.open) > 0 {
				d.open = d.open[:len(d.open)-1]
			}
			if name := t.Name.Local; name == "text" || name == "tspan" || name == "p" || name == "title" || name == "desc" || name == "div" || name == "li" {
				d.text.WriteByte('\n')
			}
		case xml.CharData:
			d.chars(string(t))
		}
	}
	return nil
}

// inside reports whether an element of the name is open, at least n steps above the
// innermost.
func (d *drawing) inside(name string, n int) bool {
	for i := len(d.open) - 1 - n; i >= max(0, len(d.open)-8); i-- {
		if d.open[i] == name {
			return true
		}
	}
	return false
}

func (d *drawing) chars(s string) {
	if len(d.open) == 0 || strings.TrimSpace(s) == "" {
		return
	}
	switch d.open[len(d.open)-1] {
	case "style", "script":
		return
	case "title":
		switch {
		case d.inside("creator", 1):
			d.p.Meta("svg:Creator", s, "metadata")
		case d.inside("publisher", 1):
			d.p.Meta("svg:Publisher", s, "metadata")
		case d.inside("rights", 1):
			d.p.Meta("svg:Rights", s, "metadata")
		default:
			d.p.Meta("svg:Title", s, "title")
		}
	case "creator", "publisher", "rights", "date", "source", "contributor":
		d.p.Meta("svg:"+upperFirst(d.open[len(d.open)-1]), s, "metadata")
	}
	d.text.WriteString(s)
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (d *drawing) start(t xml.StartElement) {
	for _, a := range t.Attr {
		switch name := a.Name.Local; {
		case name == "href" || name == "src":
			if !d.held.add(a.Value) && strings.Contains(a.Value, "/") {
				d.p.Meta("svg:Link", a.Value, t.Name.Local)
			}
		case name == "docname" || name == "export-filename" || name == "absref" || name == "docbase":
			d.p.Meta("svg:FileName", a.Value, "editor")
		case name == "label" || name == "aria-label" || name == "alt":
			d.text.WriteString(a.Value + "\n")
		case name == "content" && strings.Contains(a.Value, "<"): // a diagram as its editor keeps it
			d.text.WriteString(a.Value + "\n")
		}
	}
}

// held are files that stand in a text as data addresses, RFC 2397.
type held struct {
	list []heldFile
	size int
}

type heldFile struct {
	ext  string
	data []byte
}

// Bounds on what is held together.
const (
	maxHeld      = 1000
	maxHeldBytes = 64 << 20
)

// add takes an address and reports whether it was one that holds a file.
func (h *held) add(address string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(address), "data:")
	if !ok {
		return false
	}
	kind, value, ok := strings.Cut(rest, ",")
	if !ok || len(h.list) >= maxHeld {
		return true
	}
	kind, coded := strings.CutSuffix(kind, ";base64")
	kind, _, _ = strings.Cut(kind, ";")
	ext := map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg", "image/webp": ".webp", "image/bmp": ".bmp",
		"image/tiff": ".tif", "application/pdf": ".pdf"}[strings.ToLower(kind)]
	if ext == "" {
		return true
	}
	data := []byte(value)
	if un, err := url.PathUnescape(value); err == nil {
		data = []byte(un)
	}
	if coded {
		data = bytes.Map(func(r rune) rune {
			if r <= ' ' || r == '=' {
				return -1
			}
			return r
		}, data)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(data)))
		n, _ := base64.RawStdEncoding.Decode(out, data) // what was good before an error is kept
		data = out[:n]
	}
	if len(data) > 0 && h.size+len(data) <= maxHeldBytes {
		h.size += len(data)
		h.list = append(h.list, heldFile{ext, data})
	}
	return true
}
