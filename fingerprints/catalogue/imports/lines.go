package imports

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxLine is the longest line that is kept, in bytes. The largest items of Wikidata
// have some megabytes.
const maxLine = 16 << 20

var errLongLine = fmt.Errorf("longer than %d bytes", maxLine)

// lineReader reads lines and counts them.
type lineReader struct {
	br   *bufio.Reader
	n    int    // number of the line last returned
	buf  []byte // of a line longer than the buffer of br
	mark bool   // the byte order mark was looked for
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{br: bufio.NewReaderSize(r, 256<<10)}
}

// next returns the next line without its end, valid until the next call. A line
// longer than maxLine is read to its end and given as errLongLine. io.EOF and other
// errors come alone, after the last line.
func (l *lineReader) next() ([]byte, error) {
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.br.ReadSlice('\n')
		if err == nil && len(l.buf) == 0 && !long {
			return l.line(part), nil
		}
		if len(l.buf)+len(part) > maxLine {
			long = true
			l.buf = l.buf[:0]
		}
		if !long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !(errors.Is(err, io.EOF) && (len(l.buf) > 0 || long)):
			return nil, err
		case long:
			l.n++
			return nil, errLongLine
		}
		return l.line(l.buf), nil
	}
}

func (l *lineReader) line(b []byte) []byte {
	l.n++
	if !l.mark {
		l.mark = true
		b = bytes.TrimPrefix(b, []byte("\ufeff"))
	}
	return bytes.TrimRight(b, "\r\n")
}
