package imports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxRowLines and maxRow bound one row of a table whose quotation marks do not
// close, in lines and bytes.
const (
	maxRowLines = 64
	maxRow      = 1 << 20
)

var errQuotes = errors.New("quotation mark that is not closed or stands inside a field")

// csvReader reads rows of comma-separated values (RFC 4180). A row whose quotation
// marks are wrong costs that row only: reading goes on at the line after its first.
type csvReader struct {
	lines   *lineReader
	pending []pendingLine // lines read while looking for the end of a row, to be read again
	fields  [][]byte
	buf     []byte
}

type pendingLine struct {
	n    int
	text []byte
}

func newCSVReader(r io.Reader) *csvReader { return &csvReader{lines: newLineReader(r)} }

func (c *csvReader) next() (int, []byte, error) {
	if len(c.pending) > 0 {
		p := c.pending[0]
		c.pending = c.pending[1:]
		return p.n, p.text, nil
	}
	b, err := c.lines.next()
	return c.lines.n, b, err
}

// row returns the fields of the next row that is not empty, valid until the next
// call, and the number of its first line. An error of the row itself comes with
// that number; io.EOF and errors of reading come with 0.
func (c *csvReader) row() (int, [][]byte, error) {
	n, b, err := c.next()
	for err == nil && len(bytes.TrimSpace(b)) == 0 {
		n, b, err = c.next()
	}
	if errors.Is(err, errLongLine) {
		return n, nil, err
	}
	if err != nil {
		return 0, nil, err
	}
	fields, ok := c.split(b)
	if ok {
		return n, fields, nil
	}
	// The row may go on in the next line, inside quotation marks.
	first := append([]byte(nil), b...)
	row := append([]byte(nil), b...)
	var taken []pendingLine
	for len(taken) < maxRowLines && len(row) < maxRow && bytes.Count(row, quote)%2 == 1 {
		m, b, err := c.next()
		if errors.Is(err, errLongLine) {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, nil, err
		}
		if err != nil {
			break
		}
		taken = append(taken, pendingLine{m, append([]byte(nil), b...)})
		row = append(append(row, '\n'), b...)
	}
	if fields, ok = c.split(row); ok && len(taken) > 0 {
		return n, fields, nil
	}
	c.pending = append(taken, c.pending...)
	return n, nil, fmt.Errorf("%w: %.40q", errQuotes, first)
}

var quote = []byte{'"'}

// split cuts a row into fields, false where quotation marks do not fit.
func (c *csvReader) split(b []byte) ([][]byte, bool) {
	c.fields = c.fields[:0]
	c.buf = c.buf[:0]
	for {
		if len(b) == 0 || b[0] != '"' {
			i := bytes.IndexByte(b, ',')
			field := b
			if i >= 0 {
				field = b[:i]
			}
			if bytes.IndexByte(field, '"') >= 0 {
				return nil, false
			}
			c.fields = append(c.fields, field)
			if i < 0 {
				return c.fields, true
			}
			b = b[i+1:]
			continue
		}
		field, rest, ok := c.quoted(b[1:])
		if !ok {
			return nil, false
		}
		c.fields = append(c.fields, field)
		if len(rest) == 0 {
			return c.fields, true
		}
		if rest[0] != ',' {
			return nil, false
		}
		b = rest[1:]
	}
}

// quoted returns the field that begins behind a quotation mark and what follows it.
func (c *csvReader) quoted(b []byte) (field, rest []byte, ok bool) {
	i := bytes.IndexByte(b, '"')
	if i >= 0 && (i+1 == len(b) || b[i+1] != '"') {
		return b[:i], b[i+1:], true // no doubled marks: the field needs no copy
	}
	// A field in buf stays valid when buf grows: append leaves the old array to it.
	from := len(c.buf)
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			return nil, nil, false
		}
		c.buf = append(c.buf, b[:i]...)
		if i+1 < len(b) && b[i+1] == '"' {
			c.buf = append(c.buf, '"')
			b = b[i+2:]
			continue
		}
		return c.buf[from:len(c.buf):len(c.buf)], b[i+1:], true
	}
}
