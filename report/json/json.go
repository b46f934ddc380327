// Package json writes a report as one JSON document, indented, fields in a fixed
// order, so that equal reports are equal bytes. Characters that would do something to a
// terminal are written as escapes.
package json

import (
	"bufio"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"

	"evscan/report/document"
	"evscan/report/safe"
)

// Write encodes d to w.
func Write(w io.Writer, d document.Document) error {
	buf := bufio.NewWriterSize(w, 256<<10)
	enc := stdjson.NewEncoder(escaping{buf})
	enc.SetIndent("", " ")
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	return buf.Flush()
}

// escaping escapes JSON text on its way. The encoder writes a document in one piece; were
// a character parted, it would pass as it is.
type escaping struct{ w io.Writer }

// Write implements io.Writer.
func (e escaping) Write(p []byte) (int, error) {
	if _, err := e.w.Write(safe.JSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Read decodes a stored report. It refuses layouts of another major version.
func Read(r io.Reader) (document.Document, error) {
	var d document.Document
	dec := stdjson.NewDecoder(r)
	if err := dec.Decode(&d); err != nil {
		return d, fmt.Errorf("this is no evscan report: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return d, errors.New("this is no evscan report: something stands behind it")
	}
	return d, document.CheckVersion(d.Schema.Version)
}
