package main

import (
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-runewidth"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"evscan/analyzer"
	"evscan/report/safe"
)

// bar is a progress bar on standard error, or nothing.
type bar struct {
	group *mpb.Progress
	bar   *mpb.Bar
	stage string
	item  string
}

func newBar(mode string, quiet bool, w io.Writer) (*bar, error) {
	on := false
	switch mode {
	case "always":
		on = true
	case "never":
	case "auto":
		on = onTerminal(w)
	default:
		return nil, usageError(fmt.Errorf("--progress %q is none of auto, always, never", mode), "")
	}
	b := &bar{}
	if on && !quiet {
		options := []mpb.ContainerOption{mpb.WithOutput(w), mpb.WithWidth(40)}
		if mode == "always" {
			options = append(options, mpb.WithAutoRefresh())
		}
		b.group = mpb.New(options...)
	}
	return b, nil
}

// onTerminal reports whether somebody watches what is written to w.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// show takes the newest state; it is called from one goroutine.
func (b *bar) show(p analyzer.Progress) {
	if b.group == nil {
		return
	}
	if b.bar == nil {
		b.bar = b.group.AddBar(int64(p.Known), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return b.stage + " " })),
			mpb.AppendDecorators(decor.CountersNoUnit(" %d/%d  "), decor.Any(func(decor.Statistics) string { return b.item })))
	}
	b.stage = p.Stage
	b.item = runewidth.NewCondition().Truncate(safe.Line(p.Item), 30, "…")
	// The total stays ahead of the count, or the bar would complete while archives still open.
	b.bar.SetTotal(int64(max(p.Known, p.Done+1)), false)
	b.bar.SetCurrent(int64(p.Done))
}

func (b *bar) stop() {
	if b.group == nil {
		return
	}
	if b.bar != nil {
		b.bar.Abort(true)
	}
	b.group.Wait()
}
