package text

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/secret"
)

// extractJSON reads JSON (RFC 8259) and JSON lines as text whose escapes are written
// out: names in Japanese often stand in escapes only.
func extractJSON(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := detect(in)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	fl := flavourOf(in)
	fl.scope, fl.escapes = secret.Values, jsonEscapes
	return pushText(ctx, reader(in, g), out, fl)
}

// maxColumns bounds the columns that are named.
const maxColumns = 200

// extractCSV reads a table, RFC 4180: the names of its columns, then its lines.
func extractCSV(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := detect(in)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	if names := columns(reader(in, g), in.Ext); names != "" {
		if err := out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "csv:Columns", Value: names, Source: "first line", At: evidence.Locator{Zone: evidence.ZoneProperty}}); err != nil {
			return err
		}
	}
	return pushText(ctx, reader(in, g), out, plain())
}

// columns returns the first line's cells, where they look like names: all filled,
// none a number.
func columns(r io.Reader, ext string) string {
	head := make([]byte, blockBytes)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return ""
	}
	line, _, _ := strings.Cut(string(head[:n]), "\n")
	cr := csv.NewReader(strings.NewReader(strings.ToValidUTF8(string(head[:n]), "\uFFFD")))
	cr.LazyQuotes, cr.FieldsPerRecord = true, -1
	for _, sep := range ",;\t|" {
		if strings.ContainsRune(line, sep) {
			cr.Comma = sep
			break
		}
	}
	if ext == "tsv" {
		cr.Comma = '\t'
	}
	cells, err := cr.Read()
	if err != nil || len(cells) < 2 || len(cells) > maxColumns {
		return ""
	}
	for i, c := range cells {
		c = strings.Join(strings.Fields(c), " ")
		if c == "" || len(c) > 100 || strings.Trim(c, "0123456789.,-/: ") == "" {
			return ""
		}
		cells[i] = c
	}
	return strings.Join(cells, ", ")
}
