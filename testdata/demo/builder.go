package demo

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"evscan/testdata/make/archive"
)

// builder collects the files of one package. The first error stays and makes
// every later step a no-op.
type builder struct {
	ctx     context.Context
	entries []archive.Entry
	byPath  map[string]int
	err     error
}

// add appends a file; err is the error of making its data.
func (b *builder) add(name string, when time.Time, data []byte, err error) {
	if b.err != nil {
		return
	}
	if err == nil {
		err = b.ctx.Err()
	}
	if _, twice := b.byPath[name]; twice && err == nil {
		err = fmt.Errorf("made twice")
	}
	if err != nil {
		b.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	b.byPath[name] = len(b.entries)
	b.entries = append(b.entries, archive.Entry{Name: name, Data: data, Time: when, Store: packed(name)})
}

// data returns the bytes of an earlier file.
func (b *builder) data(name string) []byte {
	if b.err != nil {
		return nil
	}
	i, ok := b.byPath[name]
	if !ok {
		b.err = fmt.Errorf("no file %s was made", name)
		return nil
	}
	return b.entries[i].Data
}

// packed reports whether files of this name do not shrink any further.
func packed(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".zip", ".gz":
		return true
	}
	return false
}

var tokyo = time.FixedZone("JST", 9*60*60)

// day is a time of an ordinary working day in Japan; the minutes follow from
// the arguments, so that files differ.
func day(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 9+(d*7+int(m))%9, (d*13+int(m)*5)%60, (d*29)%60, 0, tokyo)
}
