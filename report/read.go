package report

import (
	"bufio"
	"io"

	"evscan/report/document"
	"evscan/report/json"
	"evscan/report/ndjson"
)

// headBytes is how much of a stored report tells which kind it is.
const headBytes = 64

// Read decodes a stored report, one JSON document or a whole stream of lines. It
// refuses layouts of another major version, and streams that are cut off.
func Read(r io.Reader) (document.Document, error) {
	in := bufio.NewReaderSize(r, 256<<10)
	// A file shorter than that is no report; what reads it says why.
	if head, _ := in.Peek(headBytes); ndjson.Is(head) {
		return ndjson.Read(in)
	}
	return json.Read(in)
}
