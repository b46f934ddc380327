package image

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
)

// described is a format whose metadata are read and whose pixels are not.
func described(id, mime string, match func(evidence.Probe) (string, bool), meta func(evidence.Input, *props) error, exts ...string) evidence.Format {
	return evidence.Format{ID: id, MIME: mime, Version: 1, Exts: exts, Match: match,
		Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
			p := newProps(out)
			if err := meta(in, p); err != nil {
				return err
			}
			if p.err == nil {
				p.system(in, true)
			}
			if p.err != nil {
				return p.err
			}
			if err := p.pushPicture(ctx, in); err != nil {
				return err
			}
			if !p.shown {
				out.Problem(evidence.ProblemUnsupported, "picture", "the pixels of "+id+" pictures are not decoded; text in the picture is not read")
			}
			return ctx.Err()
		}}
}

// size pushes width and height where they are known.
func (p *props) size(width, height int64, source string) {
	if width > 0 && height > 0 && p.width == 0 {
		p.width, p.height = width, height
		p.add("image:Width", strconv.FormatInt(width, 10), source)
		p.add("image:Height", strconv.FormatInt(height, 10), source)
	}
}

// system says whose screen the picture shows, where something tells.
func (p *props) system(in evidence.Input, lossless bool) {
	if system, why, ok := p.marks.screenshot(in, int(p.width), int(p.height), lossless); ok {
		p.add("image:Screenshot", system, why)
	}
}

// matchStart looks for one of several signatures at the beginning.
func matchStart(signatures ...string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		for _, s := range signatures {
			if strings.HasPrefix(string(p.Head[:min(len(p.Head), len(s))]), s) {
				return fmt.Sprintf("signature %q at 0", s), true
			}
		}
		return "", false
	}
}

// matchBrand looks for one of the brands in the box ftyp that an ISO base media file
// begins with, ISO/IEC 14496-12 section 4.3.
func matchBrand(brands ...string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		if len(p.Head) < 16 || string(p.Head[4:8]) != "ftyp" {
			return "", false
		}
		brand := string(p.Head[8:12])
		return "brand " + brand + " in ftyp", slices.Contains(brands, brand)
	}
}
