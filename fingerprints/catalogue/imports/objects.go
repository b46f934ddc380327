package imports

import (
	"bytes"
	"errors"
	"io"
)

// errObject says that no sound JSON object begins at a line.
var errObject = errors.New("JSON object that does not end before the next one begins, or longer than 16 MB")

// jsonLine takes a line of a file with one object a line, or of an array with one
// element a line, down to the object: no brackets of the array, no comma behind.
// It is empty where the line holds none.
func jsonLine(b []byte) []byte {
	b = bytes.TrimSpace(b)
	b = bytes.TrimSpace(bytes.TrimSuffix(b, []byte(",")))
	if len(b) > 0 && b[0] == '[' {
		b = bytes.TrimSpace(b[1:])
	}
	if len(b) > 0 && b[len(b)-1] == ']' {
		b = bytes.TrimSpace(b[:len(b)-1])
	}
	return b
}

// objectReader reads the elements of an array of JSON objects, however it is laid
// out, or objects one after the other. An object that is broken so that its end is
// not found costs the objects up to the next line that begins as the first one did.
type objectReader struct {
	lines  *lineReader
	rest   []byte // of the line being read
	indent []byte // of the line on which the first object began, with its brace
	obj    []byte
}

func newObjectReader(r io.Reader) *objectReader { return &objectReader{lines: newLineReader(r)} }

// next returns the next object and the line on which it begins. An error of the
// object itself comes with that line; io.EOF and errors of reading come with 0.
func (o *objectReader) next() (int, []byte, error) {
	o.obj = o.obj[:0]
	start, depth := 0, 0
	inString, escaped := false, false
	for {
		if len(o.rest) == 0 {
			b, err := o.lines.next()
			if errors.Is(err, errLongLine) {
				return o.lines.n, nil, err
			}
			if err != nil {
				if start > 0 && errors.Is(err, io.EOF) {
					return start, nil, errObject
				}
				return 0, nil, err
			}
			if o.indent == nil {
				if i := bytes.IndexByte(b, '{'); i >= 0 {
					o.indent = append([]byte(nil), b[:i+1]...)
				}
			} else if depth > 0 && o.lines.n > start && bytes.HasPrefix(b, o.indent) {
				o.rest = append(o.rest[:0], b...)
				return start, nil, errObject
			}
			// A line of the reader lasts until the next is read, and so does rest.
			o.rest = b
			inString, escaped = false, false
			if depth > 0 {
				o.obj = append(o.obj, '\n')
			}
			continue
		}
		if depth == 0 {
			i := bytes.IndexByte(o.rest, '{')
			if i < 0 {
				o.rest = nil
				continue
			}
			o.rest = o.rest[i:]
			start = o.lines.n
		}
		i := 0
		for i < len(o.rest) {
			c := o.rest[i]
			i++
			switch {
			case escaped:
				escaped = false
			case inString:
				escaped, inString = c == '\\', c != '"'
			case c == '"':
				inString = true
			case c == '{':
				depth++
			case c == '}':
				depth--
			}
			if depth == 0 {
				break
			}
		}
		if len(o.obj)+i > maxLine {
			o.rest = nil
			return start, nil, errObject
		}
		o.obj = append(o.obj, o.rest[:i]...)
		o.rest = o.rest[i:]
		if depth == 0 {
			return start, o.obj, nil
		}
	}
}
