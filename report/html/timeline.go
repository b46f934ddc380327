package html

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// The drawing's measures, in units of the picture.
const (
	timeWidth  = 960.0
	timeLabel  = 220.0
	timeRight  = 24.0
	laneHeight = 34.0
	timeTop    = 8.0
	timeFoot   = 26.0
	timeBins   = 90
	maxLanes   = 6
)

// timelineView is when the files that point at each organisation were made.
type timelineView struct {
	W, H  float64
	Foot  float64
	Ticks []tick
	Lanes []lane
}

type tick struct {
	X     float64
	Label string
}

type lane struct {
	Y, TY float64
	Label phrase // of ours
	Name  string // of the package
	Full  string
	Dots  []dot
	Count int
	First string
	Last  string
	Lead  bool
}

type dot struct {
	X, R float64
	Full string
}

func (m *maker) timeline() *timelineView {
	n := min(maxLanes, len(m.doc.Attribution.Candidates))
	dates := make([][]time.Time, n+1) // the last is everything
	for i, it := range m.doc.Items {
		if it.SameAs != "" {
			continue
		}
		t, ok := dateOf(it)
		if !ok {
			continue
		}
		dates[n] = append(dates[n], t)
		for _, o := range m.in[i].Orgs {
			if o < n {
				dates[o] = append(dates[o], t)
			}
		}
	}
	if len(dates[n]) == 0 {
		return nil
	}
	for _, list := range dates {
		slices.SortFunc(list, time.Time.Compare)
	}
	first, last := span(dates[n])
	v := &timelineView{W: timeWidth, Ticks: ticks(first, last)}
	y := timeTop
	for i := range dates {
		if len(dates[i]) == 0 {
			continue
		}
		l := lane{Y: y + laneHeight/2, TY: y + laneHeight/2 + 4, Count: len(dates[i]), First: day(dates[i][0]), Last: day(dates[i][len(dates[i])-1]), Lead: i == 0 && n > 0}
		if i == n {
			l.Label = m.both("timeline.all")
		} else {
			l.Full = shown(m.doc.Attribution.Candidates[i].Name)
			l.Name = fit(l.Full, 24)
		}
		l.Dots = dots(dates[i], first, last)
		v.Lanes = append(v.Lanes, l)
		y += laneHeight
	}
	v.Foot = y + 2
	v.H = y + timeFoot
	return v
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// span is the time shown. A single old or future date among many would press all
// others together, so the outermost hundredth on each side is drawn at the edge.
func span(sorted []time.Time) (first, last time.Time) {
	skip := len(sorted) / 100
	first, last = sorted[skip], sorted[len(sorted)-1-skip]
	if last.Sub(first) < 48*time.Hour {
		first, last = first.Add(-24*time.Hour), last.Add(24*time.Hour)
	}
	return first, last
}

func across(t, first, last time.Time) float64 {
	share := float64(t.Unix()-first.Unix()) / float64(last.Unix()-first.Unix())
	return timeLabel + min(max(share, 0), 1)*(timeWidth-timeLabel-timeRight)
}

func dots(sorted []time.Time, first, last time.Time) []dot {
	var out []dot
	width := (timeWidth - timeLabel - timeRight) / timeBins
	bin := func(t time.Time) int { return min(timeBins-1, int((across(t, first, last)-timeLabel)/width)) }
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && bin(sorted[j]) == bin(sorted[i]) {
			j++
		}
		d := dot{X: number(timeLabel + (float64(bin(sorted[i]))+0.5)*width), R: number(min(12, 2.6+1.5*math.Sqrt(float64(j-i-1))))}
		d.Full = day(sorted[i])
		if s := day(sorted[j-1]); s != d.Full {
			d.Full += " – " + s
		}
		d.Full += fmt.Sprintf(": %d", j-i)
		out = append(out, d)
		i = j
	}
	return out
}

// ticks are round dates: days, months or years, about eight of them.
func ticks(first, last time.Time) []tick {
	days := last.Sub(first).Hours() / 24
	step, layout := func(t time.Time, n int) time.Time { return t.AddDate(n, 0, 0) }, "2006"
	start := time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	n := 1 + int(days/365/8)
	switch {
	case days < 24:
		step, layout = func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }, "2006-01-02"
		start, n = time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, time.UTC), 1+int(days/7)
	case days < 365*3:
		step, layout = func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) }, "2006-01"
		start, n = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC), 1+int(days/30/8)
	}
	var out []tick
	for t := start; !t.After(last) && len(out) < 40; t = step(t, n) {
		if !t.Before(first) {
			out = append(out, tick{X: number(across(t, first, last)), Label: t.Format(layout)})
		}
	}
	return out
}
