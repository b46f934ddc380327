// Package text reads files that are text themselves: plain text in many encodings,
// source code, CSV, JSON, XML and HTML.
package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	xtransform "golang.org/x/text/transform"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/secret"
)

// blockBytes bounds one text fact, so that a mark's place is known to some lines.
const blockBytes = 64 << 10

// sampleBytes is how much of a text its encoding is guessed from.
const sampleBytes = 1 << 20

// Formats lists the text formats in probe order: the more a format demands the
// earlier it stands; plain text takes what is left.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "html", MIME: "text/html", Version: 2, Exts: []string{"html", "htm", "xhtml", "shtml", "hta"}, Match: matchHTML, Extract: extractHTML},
		{ID: "svg", MIME: "image/svg+xml", Version: 3, Exts: []string{"svg"}, Match: matchXML("<svg"), Extract: extractSVG},
		{ID: "xml", MIME: "text/xml", Version: 3, Exts: []string{"xml", "xsd", "xsl", "xslt", "rdf", "rels", "config", "plist", "kml", "xmp", "wsdl", "opf", "ncx"},
			Match: matchXML(""), Extract: extractXML},
		{ID: "json", MIME: "application/json", Version: 2, Exts: []string{"json", "ndjson", "jsonl", "geojson", "har", "ipynb", "map"}, Match: matchJSON, Extract: extractJSON},
		{ID: "csv", MIME: "text/csv", Version: 2, Exts: []string{"csv", "tsv"}, Match: matchCSV, Extract: extractCSV},
		{ID: "text", MIME: "text/plain", Version: 2, Match: matchText, Extract: extractText},
	}
}

// guess is what the head of an item says of its encoding.
type guess struct {
	charset.Guess
	text  bool
	start string // the decoded beginning, without leading white space
}

func guessOf(p evidence.Probe) guess {
	g, _ := p.Memo("text", func() any {
		c, ok := charset.Of(p)
		if !ok {
			return guess{}
		}
		start := c.Decode(p.Head[:min(len(p.Head), 4096)])
		return guess{c, true, strings.TrimLeft(start, " \t\r\n\uFEFF")}
	}).(guess)
	return g
}

func matchText(p evidence.Probe) (string, bool) {
	g := guessOf(p)
	return "text in " + g.Name + ": " + g.Basis, g.text
}

func matchHTML(p evidence.Probe) (string, bool) {
	g := guessOf(p)
	if !g.text || !strings.HasPrefix(g.start, "<") {
		return "", false
	}
	lower := strings.ToLower(g.start)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<table", "<div", "<script"} {
		if strings.HasPrefix(lower, tag) {
			return "starts with " + tag, true
		}
	}
	if i := strings.Index(lower, "<html"); i >= 0 && (strings.HasPrefix(lower, "<!--") || strings.HasPrefix(lower, "<?xml")) {
		return fmt.Sprintf("<html at %d", i), true
	}
	if mimetype.Detect(p.Head).Is("text/html") {
		return "text/html by its tags", true
	}
	return "", false
}

func matchXML(element string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		g := guessOf(p)
		if !g.text || !strings.HasPrefix(g.start, "<") {
			return "", false
		}
		if element != "" {
			i := strings.Index(g.start, element)
			if i < 0 || !(i == 0 || strings.HasPrefix(g.start, "<?xml") || strings.HasPrefix(g.start, "<!")) {
				return "", false
			}
			return "root element " + element + ">", true
		}
		if strings.HasPrefix(g.start, "<?xml") {
			return "starts with <?xml", true
		}
		return "starts with < and is named ." + p.Ext, p.Ext == "xml"
	}
}

func matchJSON(p evidence.Probe) (string, bool) {
	g := guessOf(p)
	if !g.text || g.start == "" || !strings.ContainsRune("{[", rune(g.start[0])) {
		return "", false
	}
	if m := mimetype.Detect(p.Head); m.Is("application/json") || m.Is("application/x-ndjson") || m.Is("application/geo+json") {
		return "JSON syntax at 0", true
	}
	return "starts with a bracket and is named .json", p.Ext == "json"
}

func matchCSV(p evidence.Probe) (string, bool) {
	g := guessOf(p)
	return "text in " + g.Name + ", named ." + p.Ext, g.text && (p.Ext == "csv" || p.Ext == "tsv")
}

// detect guesses the encoding from more of the item than identification sees.
func detect(in evidence.Input) (charset.Guess, error) {
	sample := make([]byte, min(in.Size, sampleBytes))
	n, err := in.At.ReadAt(sample, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return charset.Guess{}, fmt.Errorf("reading the beginning: %w", err)
	}
	sample = sample[:n]
	if g, ok := charset.Detect(sample); ok {
		return g, nil
	}
	// Binary bytes further on: what the beginning is in serves for the rest.
	if g, ok := charset.Detect(sample[:min(n, evidence.ProbeBytes)]); ok {
		return g, nil
	}
	return charset.Guess{}, fmt.Errorf("%w: the bytes are no text", evidence.ErrCorrupt)
}

// reader decodes the item; bytes that the encoding does not know become U+FFFD.
func reader(in evidence.Input, g charset.Guess) io.Reader {
	r := io.NewSectionReader(in.At, int64(g.Skip), max(0, in.Size-int64(g.Skip)))
	if g.Enc == nil {
		return r
	}
	return xtransform.NewReader(r, g.Enc.NewDecoder())
}

func encodingFact(g charset.Guess) evidence.Fact {
	return evidence.Fact{Kind: evidence.FactMetadata, Name: "text:Encoding", Value: g.Name, Source: g.Basis, At: evidence.Locator{Zone: evidence.ZoneProperty}}
}

func extractText(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := detect(in)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	return pushText(ctx, reader(in, g), out, flavourOf(in))
}

// pushText pushes r in blocks of at most blockBytes that end with a line, without
// secrets, and then what its lines say by the notes of the flavour.
func pushText(ctx context.Context, r io.Reader, out evidence.Sink, fl flavour) error {
	notes := newNotebook(fl.notes)
	hider := secret.Hider{Scope: fl.scope}
	err := pushBlocks(ctx, r, out, func(block string, line int) string {
		if fl.escapes != nil {
			block = fl.escapes(block)
		}
		block = hider.Hide(block)
		notes.read(block, line)
		return block
	})
	if err != nil && !errors.Is(err, errText) {
		return err
	}
	if hider.Hidden > 0 {
		notes.add("text:SecretsHidden", strconv.Itoa(hider.Hidden))
	}
	if err := notes.push(out); err != nil {
		return err
	}
	return err
}

// errText is wrapped by errors of the text, after which the sink still takes facts.
var errText = errors.New("text")

// pushBlocks pushes r in blocks; edit may change a block, told the number of its
// first line.
func pushBlocks(ctx context.Context, r io.Reader, out evidence.Sink, edit func(block string, line int) string) error {
	buf := make([]byte, 0, blockBytes)
	line := 1
	for end := false; !end; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(r, buf[len(buf):blockBytes])
		buf = buf[:len(buf)+n]
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return fmt.Errorf("%w: decoding from line %d: %w", errText, line, err)
			}
			end = true
		}
		cut := len(buf)
		if !end {
			cut = lineEnd(buf)
		}
		// U+FFFD is longer than the byte it stands for; a fact has room for that.
		value := edit(strings.ReplaceAll(strings.ToValidUTF8(string(buf[:cut]), "\uFFFD"), "\r\n", "\n"), line)
		if strings.TrimSpace(value) != "" {
			if err := out.Fact(evidence.Fact{Kind: evidence.FactText, Value: value,
				At: evidence.Locator{Part: fmt.Sprintf("line %d", line), Zone: evidence.ZoneBody}}); err != nil {
				return err
			}
		}
		line += bytes.Count(buf[:cut], []byte{'\n'})
		buf = buf[:copy(buf, buf[cut:])]
	}
	return nil
}

// lineEnd is where to cut a full block: behind its last line, else before its
// last character if that is cut off.
func lineEnd(b []byte) int {
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	for i := len(b) - 1; i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}
