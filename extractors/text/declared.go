package text

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/secret"
	"evscan/extractors/internal/xmlguard"
)

// declared is the encoding of a document that names its own under the given key. It
// believes marks and valid UTF-8, then what the document declares where its
// beginning can be decoded so, then the guess.
func declared(in evidence.Input, key string) (charset.Guess, error) {
	g, err := detect(in)
	if err != nil || g.Enc == nil || g.Skip > 0 || strings.HasPrefix(g.Name, "utf-16") || g.Name == "iso-2022-jp" {
		return g, err
	}
	head := make([]byte, min(in.Size, 4096))
	n, err := in.At.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return g, fmt.Errorf("reading the beginning: %w", err)
	}
	label := regexp.MustCompile(`(?i)\b` + key + `\s*=\s*["']?\s*([a-z0-9_:.-]+)`).FindSubmatch(head[:n])
	if label == nil {
		return g, nil
	}
	d, ok := charset.Label(string(label[1]))
	if !ok || d.Enc == nil {
		return g, nil
	}
	// The last character of a long beginning may be cut off.
	text := d.Decode(head[:n])
	if int64(n) < in.Size {
		text = strings.TrimRight(text, "\uFFFD")
	}
	if strings.ContainsRune(text, '\uFFFD') {
		return g, nil
	}
	return d, nil
}

// extractXML reads a text that may begin with an XML declaration,
// https://www.w3.org/TR/xml/#NT-EncodingDecl.
func extractXML(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := declared(in, `encoding`)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	// A document type declaration stands before the first element.
	head, err := io.ReadAll(io.LimitReader(reader(in, g), evidence.ProbeBytes))
	if why := xmlguard.Declares(head); err == nil && why != "" {
		out.Warn(why)
	}
	b := &balance{}
	if err := pushText(ctx, io.TeeReader(reader(in, g), b), out, flavour{scope: secret.Values, notes: xmlNotes(), escapes: xmlReferences}); err != nil {
		return err
	}
	if b.cut() {
		out.Problem(evidence.ProblemCorrupt, "", "the file ends within an element; what stood behind is missing")
	}
	return nil
}
