package main

import (
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

// begin returns the stream that the scan tells of its items, nil where standard output
// gets a report as a whole or none.
func (o *outputs) begin(stdout io.Writer) analyzer.Stream {
	if o.stdout == nil || o.stdout.Live == nil {
		return nil
	}
	// A reader that goes away, as head does, would end the program in the middle of the
	// scan and leave its private folder behind. Asked for, the signal becomes an error.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	o.live = &live{Live: o.stdout.Live(stdout)}
	return o.live
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
