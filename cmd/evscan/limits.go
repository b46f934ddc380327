package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"evscan/evidence"
)

// addLimits adds one flag for each limit, with its default and what happens when
// it trips.
func addLimits(fl *pflag.FlagSet, l *evidence.Limits) {
	fl.IntVar(&l.Depth, "limit-depth", l.Depth, "nesting; deeper items are listed, not opened")
	fl.IntVar(&l.Items, "limit-items", l.Items, "items; further entries are counted, not taken")
	fl.Var((*byteSize)(&l.ItemBytes), "limit-item-bytes", "`SIZE` of one item; it is cut off there")
	fl.Var((*byteSize)(&l.TotalBytes), "limit-total-bytes", "`SIZE` of all items together; the rest is listed, not read")
	fl.Float64Var(&l.Ratio, "limit-ratio", l.Ratio, "expanded to packed size of one container; the rest of it is not taken")
	fl.Var((*byteSize)(&l.TextBytes), "limit-text-bytes", "`SIZE` of the text of one item; the rest is dropped")
	fl.DurationVar(&l.ItemTime, "limit-item-time", l.ItemTime, "time for one item; its worker is ended and replaced")
	fl.DurationVar(&l.TotalTime, "limit-total-time", l.TotalTime, "time for the scan; what was not begun is listed, not read")
	fl.Int64Var(&l.Pixels, "limit-pixels", l.Pixels, "width times height of a picture; larger ones are not decoded")
}

// byteSize is a flag value in bytes, given as 500, 20MB (decimal) or 20MiB (binary).
type byteSize int64

func (b *byteSize) Type() string { return "size" }

func (b *byteSize) String() string {
	n := int64(*b)
	for _, u := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10)
}

func (b *byteSize) Set(s string) error {
	units := []struct {
		name string
		size float64
	}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
		{"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"t", 1e12}, {"b", 1}, {"", 1}}
	low := strings.ToLower(strings.TrimSpace(s))
	for _, u := range units {
		num, ok := strings.CutSuffix(low, u.name)
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(num), 64)
		if err != nil || math.IsNaN(v) || v < 0 || v*u.size > math.MaxInt64/2 {
			break
		}
		*b = byteSize(v * u.size)
		return nil
	}
	return fmt.Errorf("%q is no size; write 500, 20MB or 20MiB", s)
}
