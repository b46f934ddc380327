package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"evscan/analyzer"
	"evscan/evidence"
	"evscan/report"
	"evscan/report/document"
)

// live hands what a running scan finds to a format that is written meanwhile.
type live struct {
	report.Live
	begun bool
}

// Begin implements analyzer.Stream.
func (l *live) Begin(r analyzer.Result) error {
	l.begun = true
	return l.Live.Begin(document.From(r))
}

// Item implements analyzer.Stream.
func (l *live) Item(it evidence.Item) error { return l.Live.Item(document.FromItem(it)) }

// streams reports whether standard output is written while the scan runs. What is
// masked is written at the end: who is a person is known when all has been read.
func (o *outputs) streams() bool { return o.stdout != nil && o.stdout.Live != nil && !o.redact }

// begin returns the stream that the scan tells of its items, nil where standard output
// gets a report as a whole or none.
func (o *outputs) begin(ctx context.Context, stdout io.Writer) analyzer.Stream {
	if !o.streams() {
		return nil
	}
	// A reader that goes away, as head does, would end the program in the middle of the
	// scan and leave its private folder behind. Asked for, the signal becomes an error.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	o.live = &live{Live: o.stdout.Live(patient{ctx, stdout})}
	return o.live
}

// patient waits for a reader that does not read, such as a pager, but not when the
// program is asked to end.
type patient struct {
	ctx context.Context
	w   io.Writer
}

// Write implements io.Writer. Having given up, it leaves a write behind that the end of
// the program ends.
func (p patient) Write(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := p.w.Write(b)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, r.err
	case <-p.ctx.Done():
		return 0, p.ctx.Err()
	}
}

// cutOff explains why a stream that has begun does not end; nil where none has, or
// where the error is one of the scan.
func (o *outputs) cutOff(interrupted bool, err error) error {
	const hint = "what stands on standard output has no end record and is no report"
	switch {
	case o.live == nil || !o.live.begun:
		return nil
	case interrupted:
		return hinted(errors.New("interrupted; the stream is cut off"), hint)
	case errors.Is(err, analyzer.ErrStream):
		return hinted(errors.New("writing to standard output: "+plain(err).Error()), hint)
	}
	return nil
}
