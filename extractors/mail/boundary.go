package mail

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"strconv"
)

// drawn is the boundary that readpst writes between the parts of a mail, with a number
// that it draws anew at each run.
var drawn = regexp.MustCompile(`(boundary-LibPST-iamunique-)(\d{1,20})`)

// maxDrawn bounds the numbers of one mail that are told apart.
const maxDrawn = 10_000

// steady reads a mail that readpst wrote, with the boundaries numbered in the order in
// which they appear: the same mailbox gives the same bytes, and so the same hashes,
// however often it is unpacked.
type steady struct {
	r     *bufio.Reader
	seen  map[string]string
	ready []byte
	err   error
}

func newSteady(r io.Reader) *steady {
	return &steady{r: bufio.NewReaderSize(r, 64<<10), seen: map[string]string{}}
}

func (s *steady) Read(b []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		line, err := s.r.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) { // no boundary is so long
			s.err = err
		}
		s.ready = drawn.ReplaceAllFunc(line, s.number)
	}
	n := copy(b, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

func (s *steady) number(boundary []byte) []byte {
	m := drawn.FindSubmatch(boundary)
	as, ok := s.seen[string(m[2])]
	if !ok {
		if len(s.seen) >= maxDrawn {
			return boundary
		}
		as = strconv.Itoa(len(s.seen) + 1)
		s.seen[string(m[2])] = as
	}
	return append(append([]byte(nil), m[1]...), as...)
}
