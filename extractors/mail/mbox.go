package mail

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"

	"evscan/evidence"
)

// envelope is the line that starts a message in an mbox (RFC 4155, appendix A):
// From, the sender, a date in the manner of asctime.
var envelope = regexp.MustCompile(`^From \S+ .*\d\d:\d\d.*\d{4}`)

const (
	lineBytes  = 64 << 10
	mboxSearch = 4 << 20 // bytes looked through for a second message
)

// matchMbox wants an envelope line, a mail behind it, and another such line behind
// an empty one. A single message with an envelope line is a mail.
func matchMbox(p evidence.Probe) (string, bool) {
	if !envelope.Match(firstLine(p.Head)) {
		return "", false
	}
	if _, ok := match(p); !ok {
		return "", false
	}
	var src io.Reader = bytes.NewReader(p.Head)
	if p.At != nil {
		src = io.NewSectionReader(p.At, 0, min(p.Size, mboxSearch))
	}
	b := newSplitter(src)
	if _, err := io.Copy(io.Discard, b); err != nil || !b.next() {
		return "", false
	}
	return "mails behind lines of From, sender and date", true
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b[:min(len(b), 1024)], []byte("\n"))
	return line
}

func extractMbox(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	s := newSplitter(in.Reader())
	for n := 1; s.next() || n == 1; n++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name := evidence.ChildName{Name: fmt.Sprintf("message %d", n), Origin: evidence.OriginEntry}
		if err := out.Child(ctx, name, s); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, s); err != nil {
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
	}
	return nil
}

// splitter reads one message of an mbox after the other: Read ends with EOF at the
// end of each, next moves on. Long lines come in pieces.
type splitter struct {
	src   *bufio.Reader
	rest  []byte // of the line being handed out
	blank bool   // the last line was empty
	mid   bool   // the last piece did not end its line
	ended bool   // the message is over
	begun bool
	err   error
}

func newSplitter(r io.Reader) *splitter {
	return &splitter{src: bufio.NewReaderSize(r, lineBytes), blank: true}
}

// next reports whether another message follows, and makes it readable.
func (s *splitter) next() bool {
	if !s.ended || s.err != nil {
		return false
	}
	s.ended, s.begun = false, false
	return true
}

func (s *splitter) Read(b []byte) (int, error) {
	for len(s.rest) == 0 {
		if s.ended {
			return 0, io.EOF
		}
		if s.err != nil {
			return 0, s.err
		}
		if err := s.line(); err != nil {
			return 0, err
		}
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// line fetches the next piece of a line, unless it starts the next message. Only
// the lines of the message itself are handed out, ">From " as it was (mboxrd).
func (s *splitter) line() error {
	if !s.mid && s.blank {
		peek, _ := s.src.Peek(1024)
		if envelope.Match(firstLine(peek)) {
			if s.begun {
				s.ended = true
				return io.EOF
			}
			s.begun = true
			if _, err := s.src.ReadSlice('\n'); err != nil {
				s.err = io.EOF
				return s.err
			}
			s.blank = false
			return nil
		}
	}
	piece, err := s.src.ReadSlice('\n')
	s.begun = true
	if err != nil && err != bufio.ErrBufferFull {
		s.err = err
	}
	if !s.mid && bytes.HasPrefix(bytes.TrimLeft(piece, ">"), []byte("From ")) && piece[0] == '>' {
		piece = piece[1:]
	}
	s.blank = !s.mid && len(bytes.TrimRight(piece, "\r\n")) == 0
	s.mid = err == bufio.ErrBufferFull
	s.rest = piece
	return nil
}
